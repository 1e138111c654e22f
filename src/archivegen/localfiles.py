"""A reference to a picture or document → the file that it means, among those that are there. Pure: looks at names only."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from archivegen import packed
from archivegen.patterns import late_pattern
from archivegen.references import MEDIA, PICTURES

# Folders of other people's sites whose contents stand at the root of what they publish.
_PUBLISHED_FROM = ("", "static/", "public/", "assets/", "source/", "src/", "content/")
_UPLOADS = late_pattern(
    r"(?:^|/)(?:wp-content/uploads|wp-content/blogs\.dir/\d+/files|content/images|content/files|sites/[^/]+/files)/"
)
_VARIANT = late_pattern(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated)(?=\.[^./]+$)")
_EDITED = late_pattern(r"-e\d{10,13}(?=(?:-\d{1,5}x\d{1,5})?\.[^./]+$)")
_TEMPLATED = late_pattern(r"\{\{.*?\}\}/?|\{(?:static|filename|attach|photo)\}|\|filename\||^__GHOST_URL__|^@site(?=/)")
_RESIZED = late_pattern(r"(?:https?:)?//i\d\.wp\.com/", re.IGNORECASE)
"""WordPress's own host that shows pictures of others, whose address follows."""
_ADDRESS = late_pattern(r"(?:https?:)?//", re.IGNORECASE)
_SCHEME = late_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
_AREA = late_pattern(r"-(\d{1,5})x(\d{1,5})\.[^./]+$")


class Places(NamedTuple):
    """Where one article's references start."""

    content: str
    """Path of its content file."""
    seed: str
    home: str
    """Where it was first published; "" = not known."""


class Missing(NamedTuple):
    """A reference that no file answers."""

    host: str
    """Whose picture it is; "" where it was to be a file."""
    refused: str = ""
    """Why it is not even looked for."""


_OUTSIDE = "leads outside the site's folders"
_WITHIN = "is written into the text itself; save it as a file"


class Files:
    """The pictures and documents that are there, by path from the site's folder."""

    def __init__(self, paths: Iterable[str], *, static: str, media: Sequence[str]) -> None:
        """*media*: the folders that stand for the uploads of an old site."""
        self.static, self.media = static, media
        self._paths = frozenset(paths)
        self._by_folded: dict[str, str] = {}
        self._variants: dict[str, list[str]] = {}
        for path in sorted(self._paths):
            folded = _folded(path)
            self._by_folded.setdefault(folded, path)
            if _VARIANT.search(folded):
                self._variants.setdefault(_original(folded), []).append(path)

    def find(self, ref: str, places: Places) -> str | Missing:
        """The path of the file that *ref* means in an article at *places*."""
        bare = _RESIZED.sub("https://", _TEMPLATED.sub("", ref.strip()))
        if _ADDRESS.match(bare):
            return self._first(self._mapped(bare, places.home)) or Missing(_host(bare))
        if _SCHEME.match(bare):
            return Missing("", _WITHIN if bare[:5].lower() == "data:" else _OUTSIDE)
        bare = bare.partition("#")[0].partition("?")[0]
        for path in dict.fromkeys((bare, unquote(bare))):
            found = self._first(self._near(path, places))
            if found:
                return found
        if places.home:
            return Missing(_host(places.home))
        leads_out = not bare.startswith("/") and all(_leads_out(bare, one) for one in places[:2] if one)
        return Missing("", _OUTSIDE if leads_out else "")

    def _first(self, candidates: Iterator[str]) -> str:
        for candidate in candidates:
            found = self._there(candidate)
            if found:
                return found
        return ""

    def _there(self, path: str) -> str:
        """The file at *path*, or the same picture in another size."""
        if path in self._paths:
            return path
        folded = _folded(path)
        found = self._by_folded.get(folded)
        if found or ("-" not in folded and folded not in self._variants):
            return found or ""
        for stem in dict.fromkeys((folded, _EDITED.sub("", folded))):
            original = _original(stem)
            found = self._by_folded.get(original)
            if found:
                return found
            others = self._variants.get(original)
            if others:
                return max(others, key=lambda one: (_area(one), one))
        return ""

    def _mapped(self, address: str, home: str) -> Iterator[str]:
        """Where a copy of the old site's *address* may lie in the media folders."""
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return  # no address at all
        uploads = _UPLOADS.search(path)
        for folder in self.media:
            if uploads:
                yield f"{folder}/{path[uploads.end() :]}"
            if uploads or _same_site(_host(address), _host(home)):
                yield from _tails(folder, path)
            yield f"{folder}/{_host(address)}{path}"

    def _near(self, path: str, places: Places) -> Iterator[str]:
        """Where a relative reference may lead: beside the article, then at the root of the folder that it was published from."""
        from_root = path.startswith("/")
        for file in filter(None, places[:2]):
            folder = file.rpartition("/")[0]
            if not from_root:
                yield posixpath.normpath(f"{folder}/{path}")
        bare = posixpath.normpath(f"/{path}").lstrip("/")
        if bare.startswith("static/"):
            yield f"{self.static}/{bare.removeprefix('static/')}"
        yield f"{self.static}/{bare}"
        for file in filter(None, places[:2]):
            parts = file.split("/")[:-1]
            for depth in range(len(parts), 0, -1):
                above = "/".join(parts[:depth])
                for published in _PUBLISHED_FROM:
                    yield f"{above}/{published}{bare}"
        uploads = _UPLOADS.search(f"/{bare}")
        for folder in self.media:
            if uploads:
                yield f"{folder}/{bare[uploads.end() - 1 :]}"
            yield from _tails(folder, bare)


def _tails(folder: str, path: str) -> Iterator[str]:
    """*path* below *folder*, whole and without its first folders; never the bare name, which many files share."""
    parts = path.strip("/").split("/")[-8:]
    for start in range(max(1, len(parts) - 1)):
        yield f"{folder}/{'/'.join(parts[start:])}"


def _leads_out(path: str, file: str) -> bool:
    return posixpath.normpath(f"{file.rpartition('/')[0]}/{path}").startswith("..")


def _folded(path: str) -> str:
    """As file systems that tell no capitals apart, and archives made on them, may write it."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).lower()


def _original(folded: str) -> str:
    """The name of the picture of which *folded* is a size; one may be a size of a scaled one."""
    return _VARIANT.sub("", _VARIANT.sub("", folded))


def _area(path: str) -> int:
    """How large a size is by its name; one without numbers is the largest."""
    size = _AREA.search(path)
    return int(size[1]) * int(size[2]) if size else 10**12


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_of_site(host: str, home: str) -> bool:
    """Whether *host* is that of the site where the article at the address *home* was published."""
    return _same_site(host, _host(home))


def _same_site(one: str, other: str) -> bool:
    """Whether two hosts are one site's: equal, or one below the other (images.example.com)."""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))


def is_medium(path: str) -> bool:
    """Whether the file at *path* is one that a site may keep a copy of, by its ending."""
    return path[-5:].lower().endswith(MEDIA)


def may_hold_media(path: str) -> bool:
    """Whether the file at *path* is one, or holds some."""
    return is_medium(path) or path[-4:].lower() == packed.ENDING


# No story is told by them alone; a document that no article links to may well be meant as one, and is asked about.
_SHOWN = (*PICTURES, ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac", ".mp4", ".m4v", ".webm", ".ogv")
_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_SAVED_WITH = late_pattern(
    r"(?P<page>.+?)(?:_files|-Dateien|_fichiers|_archivos|_file|_arquivos|_ficheiros|_bestanden|-filer|_pliki|\.files)/"
)


def is_saved_with(folder: str, page: str) -> bool:
    """Whether a browser called its folder so when it saved *page* (names of both)."""
    match = _SAVED_WITH.fullmatch(f"{folder}/")
    return match is not None and page.lower().endswith(_PAGES) and match["page"] == page.rpartition(".")[0]


def beside_stories(paths: Collection[str]) -> frozenset[str]:
    """Those of *paths* that only belong to stories: pictures, films, and all that a browser saved with a page ("Story_files/")."""
    return saved_with_pages(paths) | {path for path in paths if path[-5:].lower().endswith(_SHOWN)}


def saved_with_pages(paths: Collection[str]) -> frozenset[str]:
    """Those of *paths* that a browser saved with a page that is among them."""
    pages = frozenset(path.rpartition(".")[0] for path in paths if path.lower().endswith(_PAGES))
    if not pages:
        return frozenset()
    return frozenset(
        path for path in paths if (match := _SAVED_WITH.match(path)) is not None and match["page"] in pages
    )
