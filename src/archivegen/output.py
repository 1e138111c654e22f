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
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import msgspec
from jinja2 import TemplateError, TemplateSyntaxError

import archivegen
from archivegen import cache, media, scan, words, workers
from archivegen.config import Config, Site
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Archive, Page
from archivegen.pages.sitemap import sitemap_unit
from archivegen.pages.stamps import stamps
from archivegen.pages.units import Changed, InUnits, Unit
from archivegen.planned import Made, Row, Units
from archivegen.plugins import PageKind
from archivegen.render import render, styles
from archivegen.render.theme import Theme, load
from archivegen.scan import Stat
from archivegen.store import Store, StoredBodies, settle
from archivegen.views import DataView

if TYPE_CHECKING:
    from archivegen import search

STATIC = "static"
"""Form of a page whose view is the path of the file to copy."""
MEDIA = "media"
"""Form of a page whose view is a media.Copy."""
INDEX = "search.index"
"""Form of a page whose view is a search.File."""
_AS_IT_IS = getattr(os, "O_BINARY", 0)
_STRIPPING = 2
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

    def __init__(self, folder: Path | None = None, *, path: Path | None = None) -> None:
        """*folder*: of the disk to use. *path*: of a shelf that has a name and is full."""
        self._file: IO[bytes] = path.open("rb") if path else tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it is closed with the shelf
        self._folder, self._path = folder, path
        self._decoders: dict[type[Any], Callable[[bytes], Any]] = {}
        self._end = 0
        weakref.finalize(self, self._file.close)

    def put(self, page: Page, view: bytes) -> Laid:
        """*view*: of *page*, as MessagePack."""
        laid = Laid(page.path, page.form, type(page.view), self._end, len(view))
        self._file.write(view)
        self._end += len(view)
        return laid

    def clear(self) -> None:
        """Begin anew, wherever a process that shares the place in the file has left it."""
        self._file.seek(0)
        self._file.truncate()
        self._end = 0

    def flush(self) -> None:
        """Make readable, in processes forked from now on too, what was put."""
        self._file.flush()

    def page(self, laid: Laid) -> Page:
        """What was put there, equal to what it was."""
        view = os.pread(self._file.fileno(), laid.size, laid.start)  # no seek: processes share the place in the file
        return Page(laid.path, laid.form, self._decoder(laid.view)(view))

    def __reduce__(self) -> tuple[Callable[[Path], Shelf], tuple[Path]]:
        """Elsewhere it is read in a file with a name, which is there as long as the shelf."""
        if self._path is None:
            self.flush()
            number = self._file.fileno()
            end = os.fstat(number).st_size  # another process may have filled it
            with tempfile.NamedTemporaryFile(prefix="views-", dir=self._folder, delete=False) as file:
                file.writelines(os.pread(number, _PART, start) for start in range(0, end, _PART))
                file.flush()
                os.fsync(file.fileno())
            self._path = Path(file.name)
            weakref.finalize(self, self._path.unlink, missing_ok=True)
        return _shelf_at, (self._path.resolve(),)

    def _decoder(self, view: type[Any]) -> Callable[[bytes], Any]:
        if view not in self._decoders:
            self._decoders[view] = msgspec.msgpack.Decoder(view).decode
        return self._decoders[view]


def _shelf_at(path: Path) -> Shelf:
    return Shelf(path=path)


_PART = 1 << 24
_STATE = ""
"""In place of a kind's name: what the archive was when the units were made."""
_encode = msgspec.msgpack.Encoder().encode
_NONE = Units()


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
        memo: Mapping[str, Units] = {},
        shelf: Shelf | None = None,
    ) -> None:
        """*common*: of what decides the bytes of every page. *memo*: what was made of each unit when that was the same.

        *shelf*: for the views of the pages, until they are written.
        """
        self.problems: list[Problem] = []
        self.memo: dict[str, Units] = {}
        """For the next time."""
        self.changed: set[str] = set()
        """The kinds of which the memo is another now."""
        self.shelf = shelf or Shelf()
        self._common = common
        self._keys: dict[str, str] = {}
        self._rows: dict[str, Row] = {}
        """By path, of pages that no unit has."""
        self._pages: dict[str, Laid | Page] = {}
        self._known: dict[str, Unit] = {}
        """By path: the unit of a page that was not planned; filled once one is asked for."""
        self._kinds = {name: kind for name, kind in kinds.items() if isinstance(kind, InUnits)}
        self._of = (archive, site)
        changed = self._changed_articles(archive, site, memo.get(_STATE, _NONE))
        for name, kind in kinds.items():
            if not isinstance(kind, InUnits):
                self._take(kind(archive, site), name)
            elif changed is None or name not in memo:
                self._take_units(name, kind.units(archive, site), memo.get(name, _NONE))
            else:
                self._take_touched(name, kind.touched(archive, site, changed), memo[name])
        paths = sorted(self._keys)
        self._sitemap = sitemap_unit(archive, site, paths)
        self._take_units("sitemap", iter([self._sitemap]), memo.get("sitemap", _NONE))
        self._take((Page(path, STATIC, str(source)) for path, source in static.items()), "static files")
        self._take((Page(path, MEDIA, copy) for path, copy in copies.items()), "pictures and documents")
        self._take((Page(path, INDEX, file) for path, file in index.items()), "search index")
        paths += self._keys.keys() - set(paths)
        self.keys = {path: self._keys[path] for path in sorted(paths)}
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

    def _changed_articles(self, archive: Archive, site: Site, before: Units) -> Changed | None:
        """The cards of the articles that changed, if nothing but what was found in them did; else None."""
        known = stamps(archive, site)
        if known is None:
            return None
        state = {"all": Made(known.standing, ()), "articles": Made(known.own, ())}
        state["headlines"] = Made(known.shown, ())
        self.memo[_STATE] = _NONE.having(list(state), state)
        then = before.keys_by_unit
        if self.memo[_STATE].keys_by_unit != then:
            self.changed.add(_STATE)
        if state["all"].key != then.get("all"):
            return None
        return known.other_than(then["articles"], then["headlines"])

    def _take_touched(self, name: str, touched: Iterable[Unit] | None, known: Units) -> None:
        """As `_take_units`, of a kind whose other units are as they are known."""
        units = {unit.name: unit for unit in touched or ()}
        if touched is None or not all(unit in known for unit in units):
            self._take_units(name, self._kinds[name].units(*self._of), known)
            return
        self._take_fresh(
            name, [unit for unit in units.values() if not known.is_known(unit.name, unit.key)], list(known), known
        )

    def _take_units(self, name: str, units: Iterator[Unit], known: Units) -> None:
        names: list[str] = []
        fresh: list[Unit] = []
        for unit in units:
            names.append(unit.name)
            if not known.is_known(unit.name, unit.key):
                fresh.append(unit)
        self._take_fresh(name, fresh, names, known)

    def _take_fresh(self, name: str, fresh: Sequence[Unit], names: list[str], known: Units) -> None:
        """The units *names* of the kind *name*: those that are *fresh* are planned, the others are as they are *known*."""
        made: dict[str, Made] = {}
        laid: dict[tuple[str, str], Laid | Page] = {}
        for unit in fresh:
            rows = []
            for page in unit.pages():
                row, view = self._laid(page)
                rows.append(row)
                laid.setdefault((unit.name, row.path), view)
            made[unit.name] = Made(unit.key, tuple(rows))
        if made or list(known) != names:
            known = known.having(names, made)
            self.changed.add(name)
        self.memo[name] = known
        if not known.has_clash and self._keys.keys().isdisjoint(known.files):
            self._keys |= known.files
            self._pages |= {path: view for (_, path), view in laid.items()}
            return
        for unit_name, one in known.items():
            for row in one.rows:
                if self._add(row, name) and (unit_name, row.path) in laid:
                    self._pages[row.path] = laid[unit_name, row.path]

    def _know_all(self) -> None:
        """Find the units of all pages that were not planned: somebody touched one of them in the output."""
        kinds = ((name, kind.units(*self._of)) for name, kind in self._kinds.items())
        for name, units in (*kinds, ("sitemap", (self._sitemap,))):
            for unit in units:
                for row in self.memo[name][unit.name].rows if unit.name in self.memo[name] else ():
                    if self._keys[row.path] == row.key:
                        self._known.setdefault(row.path, unit)

    def _take(self, pages: Iterable[Page], name: str) -> None:
        for page in pages:
            row, laid = self._laid(page)
            if self._add(row, name):
                self._rows[row.path], self._pages[row.path] = row, laid

    def _laid(self, page: Page) -> tuple[Row, Laid | Page]:
        if page.form in (STATIC, MEDIA, INDEX):
            return Row(page.path, page.form, _key_of_copy(page)), page
        view = _encode(page.view)
        return Row(page.path, page.form, _key(page.form, view, self._common)), self.shelf.put(page, view)

    def _add(self, row: Row, name: str) -> bool:
        if row.path not in self._keys:
            self._keys[row.path] = row.key
            return True
        self.problems.append(_clash(self._first(row.path), row, name))
        return False

    def _first(self, path: str) -> Row:
        """The page that has *path*."""
        rows = (row for units in self.memo.values() for made in units.values() for row in made.rows)
        return self._rows.get(path) or next(row for row in rows if row.path == path)


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


def remembered(store: Store, common: bytes) -> dict[str, Units]:
    """What the last plan left in *store*, if *common* was the same."""
    return {kind: Units.decode(made) for kind, made in store.planned(common.hex()).items()}


def remember(store: Store, common: bytes, plan: Plan) -> None:
    """Keep what *plan* worked out."""
    made = {kind: plan.memo[kind].encode() for kind in sorted(plan.changed)}
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
    is_elsewhere: bool = False
    """Whether it is used by a machine that shares files with that of the run, and nothing else."""

    def __reduce__(self) -> tuple[Callable[..., Shared], tuple[Any, ...]]:
        settle(Path(self.store))
        parts = (self.shelf, self.theme, self.site, self.folder, self.store, self.root)
        return partial(Shared, is_elsewhere=True), parts


def write(
    shared: Shared,
    pages: Sequence[Laid | Page],
    *,
    crew: workers.Crew,
    progress: Callable[[str, int, int], None],
    tally: dict[str, list[float]],
    killed: list[Problem],
) -> dict[str, Stat]:
    """Write *pages* below the shared folder (where their own folders exist); the Stat of each, by path.

    *tally* gets for each form of page how many were written, their bytes and the processor seconds that they took;
    *killed* is told of processes that were killed.
    """
    stats: dict[str, Stat] = {}
    ours = [page for page in pages if page.form == STATIC]  # not every machine has the theme's at the same place
    for some, who in ((ours, workers.ALONE), ([page for page in pages if page.form != STATIC], crew)):
        for page, (stat, seconds) in zip(
            some, workers.run(_write_pages, some, shared, crew=who, killed=killed), strict=True
        ):
            stats[page.path] = stat
            kind = tally.setdefault(page.form, [0, 0, 0.0])
            kind[0] += 1
            kind[1] += stat.size
            kind[2] += seconds
            progress("writing pages", len(stats), len(pages))
    return stats


class SiteBodies(StoredBodies):
    """What is stored of the articles, and the seeds as they lie in the site."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(Path(shared.store), is_settled=shared.is_elsewhere)
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
