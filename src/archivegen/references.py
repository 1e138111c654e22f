"""What an article points at, and what points at it: its pictures, documents and links, and the addresses it had. Pure.

Addresses are compared as keys (eight bytes of a digest): without scheme, www., a slash at the end, or what only counts readers.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

import msgspec

from archivegen import packed
from archivegen.model import SENTENCE_ID_LENGTH, Article, Card, Figure
from archivegen.slugs import slug

PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".avif", ".svg")
DOCUMENTS = (
    ".pdf", ".epub", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".mp3", ".m4a", ".ogg", ".oga",
    ".opus", ".wav", ".flac", ".mp4", ".m4v", ".webm", ".ogv",
)  # fmt: skip
"""What a site may keep copies of: nothing here can run on its pages."""
MEDIA = (*PICTURES, *DOCUMENTS)

_TEXTS = (".md", ".markdown", ".mdown", ".mkd", ".txt", ".text", ".html", ".htm", ".xhtml")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
COUNTING = re.compile(
    r"utm_|fbclid$|gclid$|dclid$|msclkid$|mc_[ce]id$|_ga$|igshid$|ref_src$|cmpid$|share$|amp$", re.IGNORECASE
)
"""Parameters of an address that only count its readers."""
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_DATED = re.compile(r"(\d{4})-(\d\d)-(\d\d)-(.+)")
_WORDPRESS_ID = ("p", "page_id")


class References(msgspec.Struct, frozen=True, array_like=True):
    """What an article points at."""

    seed: str = ""
    """Path of its seed; relative references may start there."""
    home: str = ""
    """Where it was first published; relative references may start there too."""
    links: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """(href as written, keys of what it may lead to, the likeliest first)."""
    media: tuple[str, ...] = ()
    """Pictures and documents as written, in order."""

    def __bool__(self) -> bool:
        return bool(self.links or self.media)


def of(article: Article, path: str) -> References:
    """What *article*, whose content file is *path*, points at. O(its marks)."""
    seed = _seed_of(article)
    home = article.url if article.url.startswith(("http://", "https://")) else ""
    links: dict[str, tuple[int, ...]] = {}
    media: dict[str, None] = {}
    for block in article.blocks:
        if type(block) is Figure and block.src:  # isinstance would ask its class, which takes ten times as long
            media[block.src] = None
        for mark in block.marks:
            if mark.kind != "link" or mark.href in links or not mark.href or mark.href[0] == "#":
                continue
            if is_medium(mark.href):
                media[mark.href] = None
            else:
                links[mark.href] = tuple(keys_of(mark.href, home=home, files=(path, seed)))
    return References(seed, home, tuple((href, keys) for href, keys in links.items() if keys), tuple(media))


def _seed_of(article: Article) -> str:
    """The path of its seed; that of a file in a zip is below the zip's."""
    seed = article.seed
    if seed is None:
        return ""
    return f"{seed.path}/{seed.record}" if seed.record and seed.path.lower().endswith(packed.ENDING) else seed.path


def is_medium(href: str) -> bool:
    """Whether *href* names a picture or document, by its ending."""
    bare = href.partition("#")[0].partition("?")[0]
    return bare[-5:].lower().endswith(MEDIA)


def answers(article: Article, path: str) -> tuple[int, ...]:
    """The keys that *article*, whose content file is *path*, answers to."""
    found = [_file_key(path)]
    seed, file = article.seed, _seed_of(article)
    if seed is not None and file and (not seed.record or file != seed.path):
        found.append(_file_key(file))
        found += _dated_keys(file)
    host = ""
    if article.url.startswith(("http://", "https://")):
        host = _host(article.url)
        found.append(address_key(article.url))
        if seed is not None and seed.record.isdigit() and host:
            found += [_key(f"//{host}?{name}={seed.record}") for name in _WORDPRESS_ID]
    elif article.url.startswith("/"):
        found.append(_path_key(article.url))
    for old in article.redirect_from:
        if _SCHEME.match(old):
            found.append(address_key(old))
        else:
            absolute = "/" + old.lstrip("/")
            found += [_path_key(absolute), *([address_key(f"//{host}{absolute}")] if host else [])]
    return tuple(dict.fromkeys(found))


def _dated_keys(seed: str) -> Iterator[int]:
    """The address that Jekyll gives a file called 2019-06-01-name.md."""
    dated = _DATED.fullmatch(_without_ending(seed).rpartition("/")[2])
    if dated is not None:
        yield _path_key(f"/{dated[1]}/{dated[2]}/{dated[3]}/{dated[4]}")


# ---------------------------------------------------------------- links


def keys_of(href: str, *, home: str, files: tuple[str, ...]) -> Iterator[int]:
    """The keys of what *href* may lead to, the likeliest first. *files*: content file and seed that it may stand in."""
    try:
        if href.lower().startswith(("http://", "https://", "//")):
            yield address_key(href)
        elif not _SCHEME.match(href):
            yield from _relative_keys(href.strip(), home, files)
    except ValueError:
        return  # no address at all


def _relative_keys(href: str, home: str, files: tuple[str, ...]) -> Iterator[int]:
    bare = unquote(href.partition("#")[0].partition("?")[0])
    if home:
        yield address_key(urljoin(home, href))
    elif href.startswith("/"):
        yield _path_key(href)
    for file in filter(None, files):
        folder = file.rpartition("/")[0]
        if bare.startswith("/"):  # from the root of a site whose folder lies somewhere among the seeds
            parts = folder.split("/")
            for depth in range(len(parts), 0, -1):
                above = "/".join(parts[:depth])
                yield _file_key(f"{above}{bare}")
                yield _file_key(f"{above}/content{bare}")
            if bare.startswith("/_posts/"):
                yield _file_key(f"{folder}{bare.removeprefix('/_posts')}")
        elif bare:
            joined = posixpath.normpath(f"{folder}/{bare}")
            if not joined.startswith("../"):
                yield _file_key(joined)


def own_path(href: str) -> str:
    """The path on a site that *href*, a link from its root, names; "" where it is none."""
    if not href.startswith("/") or href.startswith("//"):
        return ""
    return unquote(href.partition("#")[0].partition("?")[0]).lstrip("/")


def lead(
    rows: Iterable[tuple[str, References]],
    ids_by_key: Mapping[int, str],
    cards_by_id: Mapping[str, Card],
    redirects: Mapping[str, str],
) -> dict[str, tuple[tuple[str, str], ...]]:
    """By id of the article: (href as written, address on the site) of each link among *rows* that leads to another article.

    *ids_by_key*: the articles by what they answer to; *redirects*: the address now by an old path on the site.
    """
    paths = {card.address: card for card in cards_by_id.values()}
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for id_, one in rows:
        own: list[tuple[str, str]] = []
        for href, keys in one.links:
            card = next((cards_by_id[ids_by_key[key]] for key in keys if key in ids_by_key), None)
            path = own_path(href) if card is None else ""
            if path:
                path = path if path in paths or one.home else redirects.get(_file_of(path), path)
                card = paths.get(path)
            if card is not None:
                own.append((href, card.address + _fragment(href, card)))
        if own:
            found[id_] = tuple(own)
    return found


def _file_of(path: str) -> str:
    """The file of a site that answers *path*."""
    if path.endswith("/"):
        return f"{path}index.html"
    return path if "." in path.rpartition("/")[2] else f"{path}/index.html"


def _fragment(href: str, card: Card) -> str:
    """The fragment of *href* where it is a sentence of the article; those of the old page mean nothing here."""
    fragment = href.partition("#")[2]
    name = fragment.removeprefix("s-")
    is_sentence = fragment != name and len(name) == SENTENCE_ID_LENGTH
    at = card.sentence_ids.find(name) if is_sentence else -1
    while at > 0 and at % SENTENCE_ID_LENGTH:
        at = card.sentence_ids.find(name, at + 1)
    return f"#{fragment}" if at >= 0 else ""


# ---------------------------------------------------------------- keys


@lru_cache(8_192)
def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def address_key(address: str) -> int:
    """Of an absolute address; of one that is none, of its words."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return _key(address)
    host = (parts.hostname or "").removeprefix("www.")
    return _key(f"//{host}{_INDEX.sub('', unquote(parts.path)).rstrip('/')}{_query(parts.query)}")


def _path_key(path: str) -> int:
    """Of a path from the root of the site."""
    bare, _, query = path.partition("#")[0].partition("?")
    return _key(_without_ending(_INDEX.sub("", unquote(bare)).rstrip("/")) + _query(query))


def _query(query: str) -> str:
    if not query:
        return ""
    kept = sorted(pair for pair in parse_qsl(query, keep_blank_values=True)[:50] if not COUNTING.match(pair[0]))
    return f"?{urlencode(kept)}" if kept else ""


def _file_key(path: str) -> int:
    """Of a seed or content file: without its ending, and without the index of a folder that is one article."""
    bare = _without_ending(path.rstrip("/"))
    for name in ("/index", "/_index"):
        bare = bare.removesuffix(name)
    return _key(bare)


def _without_ending(path: str) -> str:
    for ending in _TEXTS:
        if path.endswith(ending):
            return path[: -len(ending)]
    return path


# ---------------------------------------------------------------- addresses of copies


def address(source: str, digest: str) -> str:
    """Where the copy of the file *source* stands on the site: by its name and its bytes, so that two of one name never meet."""
    name, dot, ending = source.rpartition("/")[2].rpartition(".")
    return f"media/{digest[:2]}/{slug(name or ending)[:60].strip('-')}-{digest[:12]}{dot}{ending.lower()}"
