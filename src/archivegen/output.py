"""Archive → files: which pages there are, which of them changed, and their bytes. The shell's hand for plan and render."""

from __future__ import annotations

import os
import shutil
import time
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec
from jinja2 import TemplateError, TemplateSyntaxError

import archivegen
from archivegen import cache, media, scan, workers
from archivegen.config import Config, Site
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Archive, Page
from archivegen.pages.sitemap import sitemap_unit
from archivegen.pages.units import InUnits, Unit
from archivegen.plugins import PageKind
from archivegen.render import render
from archivegen.render.theme import Theme, load
from archivegen.scan import Stat
from archivegen.store import Store, StoredBodies

STATIC = "static"
"""Form of a page whose view is the path of the file to copy."""
MEDIA = "media"
"""Form of a page whose view is a media.Copy."""
_STRIPPING = 1
"""Counts the ways in which copies were stripped: another one makes them all anew."""


def load_theme(root: Path, config: Config) -> Theme:
    templates, static = cache.theme_folders(root, config)
    return load(templates, static_dirs=static, bytecode_dir=_made(root / ".archivegen" / "templates"))


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
        *,
        common: bytes = b"",
        memo: Mapping[str, Mapping[str, Made]] = {},
    ) -> None:
        """*common*: of what decides the bytes of every page. *memo*: what was made of each unit when that was the same."""
        self.problems: list[Problem] = []
        self.memo: dict[str, dict[str, Made]] = {}
        """For the next time."""
        self.changed: set[str] = set()
        """The kinds of which the memo is another now."""
        self._common = common
        self._rows: dict[str, Row] = {}
        self._pages: dict[str, Page] = {}
        self._known: dict[str, Unit] = {}
        """By path: the unit of a page that was not planned."""
        for name, kind in kinds.items():
            if isinstance(kind, InUnits):
                self._take_units(name, kind.units(archive, site), memo.get(name, {}))
            else:
                self._take(kind(archive, site), name)
        paths = sorted(self._rows)
        self._take_units("sitemap", iter([sitemap_unit(archive, site, paths)]), memo.get("sitemap", {}))
        self._take((Page(path, STATIC, str(source)) for path, source in static.items()), "static files")
        self._take((Page(path, MEDIA, copy) for path, copy in copies.items()), "pictures and documents")
        self.keys = {path: self._rows[path].key for path in sorted(self._rows)}
        """By path, sorted."""

    def pages(self, paths: Collection[str]) -> list[Page]:
        """The pages at *paths*, sorted by path; those of units that were not planned are planned now."""
        for path in sorted(paths):
            if path not in self._pages:
                unit = self._known[path]
                self._pages.update((page.path, page) for page in unit.pages() if self._known.get(page.path) is unit)
        return [self._pages[path] for path in sorted(paths)]

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
            row = self._row(page)
            rows.append(row)
            if self._add(row, name):
                self._pages[page.path] = page
        return rows

    def _row(self, page: Page) -> Row:
        return Row(page.path, page.form, _key(page, self._common))

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


def _key(page: Page, common: bytes) -> str:
    """A digest of all that decides a page's bytes."""
    if page.form == STATIC:
        digest = blake2b(Path(page.view).read_bytes(), digest_size=12)
    elif page.form == MEDIA:
        digest = blake2b(f"{page.view.digest} {page.view.stripped * _STRIPPING}".encode(), digest_size=12)
    else:
        digest = blake2b(_encode(page.view), digest_size=12, key=common)
        digest.update(page.form.encode())
    return digest.hexdigest()


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

    pages: Sequence[Page]
    theme: Theme
    site: Site
    folder: str
    store: str
    root: str


def write(
    shared: Shared,
    paths: Collection[str],
    *,
    jobs: int,
    progress: Callable[[str, int, int], None],
    tally: dict[str, list[float]],
    killed: list[Problem],
) -> dict[str, Stat]:
    """Write the pages at *paths* below the shared folder (where their own folders exist); the Stat of each, by path.

    *tally* gets for each form of page how many were written, their bytes and the processor seconds that they took;
    *killed* is told of processes that were killed.
    """
    chosen = set(paths)
    numbers = [number for number, page in enumerate(shared.pages) if page.path in chosen]
    stats: dict[str, Stat] = {}
    written = workers.run(_write_pages, numbers, shared, jobs=jobs, killed=killed)
    for done, (path, stat, seconds) in enumerate(written):
        stats[path] = stat
        kind = tally.setdefault(shared.pages[numbers[done]].form, [0, 0, 0.0])
        kind[0] += 1
        kind[1] += stat.size
        kind[2] += seconds
        progress("writing pages", done + 1, len(numbers))
    return stats


def _write_pages(numbers: Sequence[int], shared: Shared) -> list[tuple[str, Stat, float]]:
    with closing(StoredBodies(Path(shared.store))) as bodies:
        return [_write(shared, shared.pages[number], bodies) for number in numbers]


def _write(shared: Shared, page: Page, bodies: StoredBodies) -> tuple[str, Stat, float]:
    """(path, what stands there now, processor seconds)."""
    started = time.process_time()
    path = f"{shared.folder}/{page.path}"
    if page.form == STATIC:
        shutil.copyfile(page.view, path)
    elif page.form == MEDIA:
        media.write(Path(shared.root), page.view, path)
    else:
        try:
            data = render(page, theme=shared.theme, site=shared.site, bodies=bodies)
        except TemplateError as error:
            raise CannotRun(_template_problem(error, page)) from error
        with open(path, "wb") as file:  # noqa: PTH123 - a Path costs more than the write
            file.write(data)
    found = os.stat(path)  # noqa: PTH116
    return page.path, Stat(found.st_size, found.st_mtime_ns), time.process_time() - started


def _template_problem(error: TemplateError, page: Page) -> Problem:
    """Which template, at which line, and what is wrong with it: jinja puts its templates into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return Problem(
            Origin(f"templates/{error.name}", "", error.lineno), "error", "template-wrong", str(error.message)
        )
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    place = Origin(f"templates/{frames[-1].filename}", "", frames[-1].lineno or 0) if frames else Origin(page.path)
    return Problem(place, "error", "template-wrong", f"{error.message} (on page {page.path})")
