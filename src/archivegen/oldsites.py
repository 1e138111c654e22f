"""The addresses that a site had before it moved, and which file of the built site answers each. Reads sitemaps and lists."""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from archivegen import permalinks, publish
from archivegen.config import Site
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Archive
from archivegen.pages.notices import FILE_BY_FORMAT

Kind = Literal["page", "file", "redirect", "tombstone", "other", "nothing"]
UNANSWERED: tuple[Kind, ...] = ("other", "nothing")
RULES_OF_QUERIES = ("netlify", "apache", "nginx")
"""Formats of redirects that can tell queries apart."""

_LOC = re.compile(r"<(?:[\w-]+:)?loc\s*>\s*(?:<!\[CDATA\[)?\s*(.*?)\s*(?:\]\]>)?\s*</(?:[\w-]+:)?loc\s*>", re.DOTALL)
_PICTURES = re.compile(r"<(image|video):(\w+)\b.*?</\1:\2\s*>", re.DOTALL)
"""A page's pictures have addresses in sitemaps too."""
_INDEX = re.compile(r"<(?:[\w-]+:)?sitemapindex\b")
_GZIP = b"\x1f\x8b"
_DEEPEST = 3
"""An index of indexes is no sitemap, but there are some."""


class Answer(NamedTuple):
    address: str
    """As the old site's list has it."""
    kind: Kind
    what: str
    """The file that answers, and where it leads; or why nothing does."""


# ---------------------------------------------------------------- what the old site had


def addresses(path: Path) -> list[str]:
    """The addresses in *path*: a sitemap, an index of sitemaps that lie beside it, or a list with one a line. Raises CannotRun."""
    return list(dict.fromkeys(_addresses(path, _DEEPEST)))


def _addresses(path: Path, deep: int) -> Iterator[str]:
    text = _read(path)
    if "<" not in text[:2000]:
        for line in text.splitlines():
            words = line.split()
            if words and not words[0].startswith("#") and ("/" in words[0] or "?" in words[0]):
                yield words[0]
        return
    is_index = _INDEX.search(text) is not None
    found = [unescape(match[1]) for match in _LOC.finditer(_PICTURES.sub("", text))]
    if not is_index:
        yield from found
        return
    if not deep:
        raise _cannot(path, "old-sitemap-deep", "names sitemaps that name sitemaps, too deep to follow; give a list")
    for address in found:
        yield from _addresses(_beside(path, address), deep - 1)


def _beside(path: Path, address: str) -> Path:
    """The file that the sitemap at *address* was saved as, beside the index *path*."""
    parts = urlsplit(address)
    name = unquote(parts.path).rpartition("/")[2]
    for wanted in (name, name.removesuffix(".gz"), f"{name}?{parts.query}"):
        found = path.with_name(wanted) if wanted and "/" not in wanted and wanted not in (".", "..") else path
        if found.is_file() and found != path:
            return found
    message = f"names {address}, which is not beside it; save that as {name or 'a file'} in the same folder"
    raise _cannot(path, "old-sitemap-missing", message)


def _read(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith(_GZIP):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            raise _cannot(path, "old-sitemap-unreadable", f"is a damaged .gz file ({error}); get it anew") from error
    return data.decode("utf-8-sig", "replace")


def _cannot(path: Path, code: str, message: str) -> CannotRun:
    return CannotRun(Problem(Origin(str(path)), "error", code, message))


# ---------------------------------------------------------------- what answers


class Built(NamedTuple):
    """A site as it was built."""

    files: frozenset[str]
    archive: Archive
    site: Site
    overruled: frozenset[str] = frozenset()
    """Old addresses of articles at which a page of the site stands."""


def look(output: Path, archive: Archive, site: Site) -> Built:
    """The site in the folder *output*."""
    files = frozenset(publish.look(output).stats)
    claimed = (old for old, _ in archive.redirects if permalinks.is_own(old) and old in files)
    return Built(files, archive, site, frozenset(old for old in claimed if not _leads_on(output / old)))


def _leads_on(path: Path) -> bool:
    with path.open("rb") as file:
        return b'http-equiv="refresh"' in file.read(2_000)


def answers(wanted: Iterable[str], built: Built) -> Iterator[Answer]:
    """What a plain host (no rules of its own beside those that the site writes for it) answers each address of *wanted* with."""
    redirects, queries = dict(built.archive.redirects), dict(built.archive.queries)
    gone = {address for address, _ in built.archive.gone}
    base_url = built.site.base_url
    first_published = {
        permalinks.file_of(card.url, base_url=base_url): card.address
        for card in built.archive.cards
        if card.url and not permalinks.query_of(card.url)
    }
    for address in wanted:
        query = permalinks.query_address(address, base_url=base_url)
        path = _path(address, base_url)
        if query in queries:
            yield _by_rule(address, queries[query], built.site)
        elif query and not path:
            yield Answer(address, "nothing", "a file cannot tell queries apart; no article gives this one")
        else:
            yield _by_file(address, path, built, redirects, gone, first_published)


def _path(address: str, base_url: str) -> str:
    try:
        parts = urlsplit(address)
        return permalinks.path_within(unquote(parts.path), parts.hostname or "", base_url)
    except ValueError:
        return "\x00"


def _by_rule(address: str, target: str, site: Site) -> Answer:
    formats = [one for one in RULES_OF_QUERIES if one in site.redirects]
    if formats:
        return Answer(address, "redirect", f"→ {target} (by the rules for {formats[0]})")
    return Answer(address, "nothing", f"only a rule can lead to {target}; add your host to redirects in site.yaml")


def _by_file(
    address: str,
    path: str,
    built: Built,
    redirects: Mapping[str, str],
    gone: set[str],
    first_published: Mapping[str, str],
) -> Answer:
    names = [f"{path}index.html"] if not path or path.endswith("/") else [path, f"{path}/index.html"]
    for name in names:
        if name in redirects and name not in built.overruled and (by := _by_what(name, built)):
            return Answer(address, "redirect", f"→ {redirects[name]} (by {by})")
        if name not in built.files:
            continue
        if name in gone:
            return Answer(address, "tombstone", name)
        article = first_published.get(name)
        if article is not None and article != name:
            return Answer(address, "other", f"{name} is another page; the article is at {article}")
        return Answer(address, "page" if name.endswith((".html", ".htm")) else "file", name)
    if f"{path}.html" in built.files:
        return Answer(address, "nothing", f"{path}.html does, on hosts that leave .html out")
    return Answer(address, "nothing", "")


def _by_what(old: str, built: Built) -> str:
    """The file that leads on from the address of *old*: a page there, or a file of rules."""
    rules = (FILE_BY_FORMAT[one] for one in built.site.redirects if one in FILE_BY_FORMAT)
    return next((name for name in (old, *rules) if name in built.files), "")


def lines(found: Iterable[Answer]) -> Iterator[str]:
    """A line an address, then how many there are of each kind."""
    counts: Counter[Kind] = Counter()
    for one in found:
        counts[one.kind] += 1
        yield f"{one.kind:9} {one.address}" + (f"  {one.what}" if one.what else "")
    told = ", ".join(
        f"{counts[kind]:,} {kind}" for kind in ("page", "file", "redirect", "tombstone", *UNANSWERED) if counts[kind]
    )
    yield f"{counts.total():,} old addresses: {told or 'none'}"
