"""Archive → files: which pages there are, which of them changed, and their bytes. The shell's hand for plan and render."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
import traceback
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec
from jinja2 import TemplateError, TemplateSyntaxError

import archivegen
from archivegen import cache, media, scan, search, words, workers
from archivegen.config import Config, Site
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Archive, Page
from archivegen.pages.sitemap import sitemap_unit
from archivegen.pages.stamps import SIZE, stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.plugins import PageKind
from archivegen.render import render, styles
from archivegen.render.theme import Theme, load
from archivegen.scan import Stat
from archivegen.store import Store, StoredBodies
from archivegen.views import DataView

STATIC = "static"
"""Form of a page whose view is the path of the file to copy."""
MEDIA = "media"
"""Form of a page whose view is a media.Copy."""
INDEX = "search.index"
"""Form of a page whose view is a search.File."""
_AS_IT_IS = getattr(os, "O_BINARY", 0)
_STRIPPING = 1
"""Counts the ways in which copies were stripped: another one makes them all anew."""


def load_theme(root: Path, config: Config) -> Theme:
    templates, static = cache.theme_folders(root, config)
    bytecode = _made(root / ".archivegen" / "templates")
    return load(templates, static_dirs=static, bytecode_dir=bytecode, say=words.of(config.site))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def static_files(root: Path, config: Config) -> dict[str, Path]:
    """The file to copy for each path below static/ of the site."""
    found: dict[str, Path] = {}
    for folder in cache.theme_folders(root, config)[1]:
        for path, _ in scan.files(folder.parent, folder.name):
            found.setdefault(f"{STATIC}/{path[len(folder.name) + 1 :]}", folder.parent / path)
    return found


class Row(NamedTuple):
    """A page as it is remembered. Equal keys mean equal bytes."""

    path: str
    form: str
    key: str


class Made(NamedTuple):
    """What a unit of a page kind came to."""

    key: bytes
    rows: tuple[Row, ...]


class Laid(NamedTuple):
    """A page whose view lies in a Shelf until the page is written: where, and of which class it is."""

    path: str
    form: str
    view: type[Any]
    start: int
    size: int


class Shelf:
    """Views that wait to be written, in a file without a name: those of a large archive would fill the memory.

    Forked processes read them there, so that none of them gets a copy of the others'.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """*folder*: of the disk to use."""
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it is closed with the shelf
        self._decoders: dict[type[Any], Callable[[bytes], Any]] = {}
        self._end = 0
        weakref.finalize(self, self._file.close)

    def put(self, page: Page, view: bytes) -> Laid:
        """*view*: of *page*, as MessagePack."""
        laid = Laid(page.path, page.form, type(page.view), self._end, len(view))
        self._file.write(view)
        self._end += len(view)
        return laid

    def flush(self) -> None:
        """Make readable, in processes forked from now on too, what was put."""
        self._file.flush()

    def page(self, laid: Laid) -> Page:
        """What was put there, equal to what it was."""
        view = os.pread(self._file.fileno(), laid.size, laid.start)  # no seek: processes share the place in the file
        return Page(laid.path, laid.form, self._decoder(laid.view)(view))

    def _decoder(self, view: type[Any]) -> Callable[[bytes], Any]:
        if view not in self._decoders:
            self._decoders[view] = msgspec.msgpack.Decoder(view).decode
        return self._decoders[view]


_STATE = ""
"""In place of a kind's name: what the archive was when the units were made."""
Memo = Mapping[str, Mapping[str, Made]]
"""By page kind and name of the unit."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[str, Made]).decode


class Plan:
    """Every file of the site. Of two at one path the first kind's stays, and a Problem says so."""

    def __init__(
        self,
        archive: Archive,
        site: Site,
        kinds: Mapping[str, PageKind],
        static: Mapping[str, Path] = {},
        copies: Mapping[str, media.Copy] = {},
        index: Mapping[str, search.File] = {},
        *,
        common: bytes = b"",
        memo: Mapping[str, Mapping[str, Made]] = {},
        folder: Path | None = None,
    ) -> None:
        """*common*: of what decides the bytes of every page. *memo*: what was made of each unit when that was the same.

        *folder*: where a file may wait until the pages are written.
        """
        self.problems: list[Problem] = []
        self.memo: dict[str, dict[str, Made]] = {}
        """For the next time."""
        self.changed: set[str] = set()
        """The kinds of which the memo is another now."""
        self.shelf = Shelf(folder)
        """For the views of the pages."""
        self._common = common
        self._rows: dict[str, Row] = {}
        self._pages: dict[str, Laid | Page] = {}
        self._known: dict[str, Unit] = {}
        """By path: the unit of a page that was not planned."""
        self._kinds = {name: kind for name, kind in kinds.items() if isinstance(kind, InUnits)}
        self._of = (archive, site)
        changed = self._changed_articles(archive, site, memo.get(_STATE, {}))
        for name, kind in kinds.items():
            if not isinstance(kind, InUnits):
                self._take(kind(archive, site), name)
            elif changed is None or kind.touched is None or name not in memo:
                self._take_units(name, kind.units(archive, site), memo.get(name, {}))
            else:
                self._take_touched(name, kind.touched(archive, site, changed), memo[name])
        paths = sorted(self._rows)
        self._take_units("sitemap", iter([sitemap_unit(archive, site, paths)]), memo.get("sitemap", {}))
        self._take((Page(path, STATIC, str(source)) for path, source in static.items()), "static files")
        self._take((Page(path, MEDIA, copy) for path, copy in copies.items()), "pictures and documents")
        self._take((Page(path, INDEX, file) for path, file in index.items()), "search index")
        self.keys = {path: self._rows[path].key for path in sorted(self._rows)}
        """By path, sorted."""

    def pages(self, paths: Collection[str]) -> list[Laid | Page]:
        """The pages at *paths*, sorted by path; those of units that were not planned are planned now."""
        for path in sorted(paths):
            if path not in self._pages:
                if path not in self._known:
                    self._know_all()
                unit = self._known[path]
                for page in unit.pages():
                    if self._known.get(page.path) is unit:
                        self._pages[page.path] = self._laid(page)[1]
        self.shelf.flush()
        return [self._pages[path] for path in sorted(paths)]

    def _changed_articles(self, archive: Archive, site: Site, before: Mapping[str, Made]) -> list[int] | None:
        """The cards of the articles that changed, if nothing but what was found in them did; else None."""
        known = stamps(archive, site)
        if known is None:
            return None
        state = {"all": Made(known.site + known.lists, ()), "articles": Made(b"".join(known.whole), ())}
        self.memo[_STATE] = state
        if state != before:
            self.changed.add(_STATE)
        if state["all"] != before.get("all"):
            return None
        now, then = state["articles"].key, before["articles"].key
        places = range(len(known.whole))
        return [n for n in places if now[n * SIZE : n * SIZE + SIZE] != then[n * SIZE : n * SIZE + SIZE]]

    def _take_touched(self, name: str, touched: Iterable[Unit] | None, known: Mapping[str, Made]) -> None:
        """As `_take_units`, of a kind whose other units are as they are known."""
        again = {unit.name: unit for unit in touched or ()}
        if touched is None or not again.keys() <= known.keys():
            self._take_units(name, self._kinds[name].units(*self._of), known)
            return
        made = self.memo[name] = {}
        for unit_name, before in known.items():
            unit = again.get(unit_name)
            if unit is None or before.key == unit.key != b"":
                made[unit_name] = before
                for row in before.rows:
                    self._add(row, name)
            else:
                made[unit_name] = Made(unit.key, tuple(self._take(unit.pages(), name)))
                self.changed.add(name)

    def _know_all(self) -> None:
        """Find the units of all pages that were not planned: somebody touched one of them in the output."""
        for name, kind in self._kinds.items():
            for unit in kind.units(*self._of):
                made = self.memo[name].get(unit.name)
                for row in made.rows if made is not None else ():
                    if self._rows[row.path] == row:
                        self._known.setdefault(row.path, unit)

    def _take_units(self, name: str, units: Iterator[Unit], known: Mapping[str, Made]) -> None:
        made = self.memo[name] = {}
        for unit in units:
            before = known.get(unit.name)
            if before is not None and unit.key and before.key == unit.key:
                made[unit.name] = before
                for row in before.rows:
                    if self._add(row, name):
                        self._known[row.path] = unit
            else:
                made[unit.name] = Made(unit.key, tuple(self._take(unit.pages(), name)))
                self.changed.add(name)
        if known.keys() != made.keys():
            self.changed.add(name)

    def _take(self, pages: Iterable[Page], name: str) -> list[Row]:
        rows = []
        for page in pages:
            row, laid = self._laid(page)
            rows.append(row)
            if self._add(row, name):
                self._pages[page.path] = laid
        return rows

    def _laid(self, page: Page) -> tuple[Row, Laid | Page]:
        if page.form in (STATIC, MEDIA, INDEX):
            return Row(page.path, page.form, _key_of_copy(page)), page
        view = _encode(page.view)
        return Row(page.path, page.form, _key(page.form, view, self._common)), self.shelf.put(page, view)

    def _add(self, row: Row, name: str) -> bool:
        first = self._rows.setdefault(row.path, row)
        if first is not row:
            self.problems.append(_clash(first, row, name))
        return first is row


def _clash(first: Row, row: Row, name: str) -> Problem:
    if row.form in ("redirect", "gone"):
        message = f"an old address that is now the site's own {first.form} page; the page stays"
        return Problem(Origin(row.path), "note", "address-reused", message)
    message = f"two pages want this address ({first.form} and {row.form} of {name}); change the slug of one"
    return Problem(Origin(row.path), "error", "address-taken", message)


def common(theme: Theme, site: Site) -> bytes:
    """A digest of what decides the bytes of every page beside its view."""
    return blake2b(f"{archivegen.__version__} {theme.digest}".encode() + _encode(site), digest_size=12).digest()


def _key(form: str, view: bytes, common: bytes) -> str:
    """A digest of all that decides a page's bytes."""
    digest = blake2b(view, digest_size=12, key=common)
    digest.update(form.encode())
    return digest.hexdigest()


def _key_of_copy(page: Page) -> str:
    if page.form == INDEX:
        return str(page.view.key)
    if page.form == STATIC:
        return blake2b(_static(Path(page.view)), digest_size=12).hexdigest()
    return blake2b(f"{page.view.digest} {page.view.stripped * _STRIPPING}".encode(), digest_size=12).hexdigest()


def _static(source: Path) -> bytes:
    """What is published of a static file: the theme's own style sheets lose what browsers do not read."""
    data = source.read_bytes()
    if source.suffix == ".css" and source.is_relative_to((cache.theme_folder() / STATIC).resolve()):
        return styles.compact(data.decode("utf-8")).encode()
    return data


def remembered(store: Store, common: bytes) -> Memo:
    """What the last plan left in *store*, if *common* was the same."""
    return {kind: _decode(made) for kind, made in store.planned(common.hex()).items()}


def remember(store: Store, common: bytes, plan: Plan) -> None:
    """Keep what *plan* worked out."""
    made = {kind: _encode(plan.memo[kind]) for kind in sorted(plan.changed)}
    store.put_planned(common.hex(), made, kinds=plan.memo.keys())


@dataclass(frozen=True, slots=True)
class Shared:
    """What every worker that writes pages needs."""

    shelf: Shelf
    theme: Theme
    site: Site
    folder: str
    store: str
    root: str


def write(
    shared: Shared,
    pages: Sequence[Laid | Page],
    *,
    jobs: int,
    progress: Callable[[str, int, int], None],
    tally: dict[str, list[float]],
    killed: list[Problem],
) -> dict[str, Stat]:
    """Write *pages* below the shared folder (where their own folders exist); the Stat of each, by path.

    *tally* gets for each form of page how many were written, their bytes and the processor seconds that they took;
    *killed* is told of processes that were killed.
    """
    stats: dict[str, Stat] = {}
    written = workers.run(_write_pages, pages, shared, jobs=jobs, killed=killed)
    for done, (page, (stat, seconds)) in enumerate(zip(pages, written, strict=True), 1):
        stats[page.path] = stat
        kind = tally.setdefault(page.form, [0, 0, 0.0])
        kind[0] += 1
        kind[1] += stat.size
        kind[2] += seconds
        progress("writing pages", done, len(pages))
    return stats


class SiteBodies(StoredBodies):
    """What is stored of the articles, and the seeds as they lie in the site."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(Path(shared.store))
        self._root = shared.root

    def raw(self, path: str, sha256: str, /) -> str:
        """The text of the seed at *path* as it came, with "\\n" line ends; "" where its bytes have another digest."""
        if path.startswith("/") or ".." in path.split("/"):  # a content file may say anything
            return ""
        try:
            with open(scan.locate(Path(self._root), path) if "\\x" in path else f"{self._root}/{path}", "rb") as file:  # noqa: PTH123 - a Path costs as much as the reading
                data = file.read()
        except (OSError, ValueError):
            return ""
        if hashlib.sha256(data).hexdigest() != sha256:
            return ""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = ""
        if not text or "\x00" in text:
            from archivegen.read.decoding import decode  # late: most seeds are UTF-8

            text = decode(data, Origin(path))[0]
        return "\n".join(text.splitlines())


def _write_pages(pages: Sequence[Laid | Page], shared: Shared) -> list[tuple[Stat, float]]:
    with closing(SiteBodies(shared)) as bodies:
        return [_write(shared, page, bodies) for page in pages]


def _write(shared: Shared, laid: Laid | Page, bodies: SiteBodies) -> tuple[Stat, float]:
    """(what stands there now, processor seconds)."""
    started = time.process_time()
    page = shared.shelf.page(laid) if isinstance(laid, Laid) else laid
    path = f"{shared.folder}/{page.path}"
    if page.form == STATIC:
        found = _put(path, _static(Path(page.view)))
    elif page.form == INDEX:
        shutil.copyfile(page.view.source, path)
        found = os.stat(path)  # noqa: PTH116
    elif page.form == MEDIA:
        media.write(Path(shared.root), page.view, path)
        found = os.stat(path)  # noqa: PTH116
    elif isinstance(page.view, DataView):
        from archivegen import datafiles  # late: few sites publish data

        datafiles.write(page.view, Path(path), site=shared.site, bodies=bodies)
        found = os.stat(path)  # noqa: PTH116
    else:
        try:
            data = render(page, theme=shared.theme, site=shared.site, bodies=bodies)
        except TemplateError as error:
            raise CannotRun(_template_problem(error, page)) from error
        found = _put(path, data)
    return Stat(found.st_size, found.st_mtime_ns), time.process_time() - started


def _put(path: str, data: bytes) -> os.stat_result:
    """Write *data* to the new file *path*; a file object costs more than all of this."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _AS_IT_IS, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(number, rest) :]
        return os.fstat(number)
    finally:
        os.close(number)


def _template_problem(error: TemplateError, page: Page) -> Problem:
    """Which template, at which line, and what is wrong with it: jinja puts its templates into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return Problem(
            Origin(f"templates/{error.name}", "", error.lineno), "error", "template-wrong", str(error.message)
        )
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    place = Origin(f"templates/{frames[-1].filename}", "", frames[-1].lineno or 0) if frames else Origin(page.path)
    return Problem(place, "error", "template-wrong", f"{error.message} (on page {page.path})")
