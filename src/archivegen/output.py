"""Archive → pages: which there are, by which keys they are told from others, and what of that is remembered."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec

import archivegen
from archivegen import cache, media, scan, words
from archivegen.config import Config, DataFormat, Site
from archivegen.errors import Origin, Problem
from archivegen.model import Archive, Page
from archivegen.pages.changes import Changed
from archivegen.pages.outline import OF_TEXTS, since_then
from archivegen.pages.sitemap import sitemap_unit
from archivegen.pages.units import InUnits, Unit
from archivegen.planned import Made, Marks, Row, Units
from archivegen.plugins import PageKind
from archivegen.render import TEMPLATES, reach
from archivegen.render.theme import Theme, load
from archivegen.shelf import Laid, Shelf
from archivegen.store import Store
from archivegen.words import Words

if TYPE_CHECKING:
    from archivegen import search

STATIC = "static"
"""Form of a page whose view is the path of the file to copy."""
MEDIA = "media"
"""Form of a page whose view is a media.Copy."""
INDEX = "search.index"
"""Form of a page whose view is a search.File."""
_STRIPPING, _COMPACTING = 2, 1
"""Count the ways in which copies were stripped and style sheets made compact: another one makes them all anew."""


def load_theme(root: Path, config: Config) -> Theme:
    templates, static = cache.theme_folders(root, config)
    return load(
        templates, static_dirs=static, compiled_dir=_compiled_folder(root, templates), say=words.of(config.site)
    )


def _compiled_folder(root: Path, templates: Sequence[Path]) -> Path:
    """Where compiled templates are kept: of the built-in theme beside it, for all sites, as Python keeps its own modules;
    of a site that has own ones, or where that cannot be written, with the site."""
    if len(templates) == 1 and not sys.dont_write_bytecode:
        beside = templates[0] / "__pycache__"
        with suppress(OSError):
            beside.mkdir(exist_ok=True)
            if os.access(beside, os.W_OK):
                return beside
    folder = root / cache.FOLDER / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def static_files(root: Path, config: Config) -> dict[str, Path]:
    """The file to copy for each path below static/ of the site."""
    found: dict[str, Path] = {}
    for folder in cache.theme_folders(root, config)[1]:
        for path, _ in scan.files(folder.parent, folder.name):
            found.setdefault(f"{STATIC}/{path[len(folder.name) + 1 :]}", folder.parent / path)
    return found


_STATE = ""
"""In place of a kind's name: what the archive was when the units were made."""
_TEXTS = " "
"""The same, of what an edit of a text changes: the other is the larger part."""
_encode = msgspec.msgpack.Encoder().encode


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
        marks: Marks | None = None,
        memo: Mapping[str, Units] = {},
        shelf: Shelf | None = None,
    ) -> None:
        """*common*: of what decides the bytes of every page. *memo*: what was made of each unit when that was the same.

        *marks*: of the theme, as the memo has them. *shelf*: for the views of the pages, until they are written.
        """
        self.problems: list[Problem] = []
        self.memo: dict[str, Units] = {}
        """For the next time."""
        self.changed: set[str] = set()
        """The kinds of which the memo is another now."""
        self.shelf = shelf or Shelf()
        self._common, self._marks = common, marks or Marks()
        self._none = Units(self._marks)
        self._keys: dict[str, str] = {}
        self._rows: dict[str, Row] = {}
        """By path, of pages that no unit has."""
        self._pages: dict[str, Laid | Page] = {}
        self._kinds = {name: kind for name, kind in kinds.items() if isinstance(kind, InUnits)}
        self._of = (archive, site)
        changed = self._changes(memo)
        for name, kind in kinds.items():
            if not isinstance(kind, InUnits):
                self._take(kind(archive, site), name)
            elif changed is None or name not in memo:
                self._take_units(name, kind.units(archive, site), memo.get(name, self._none))
            else:
                self._take_changed(name, kind, changed, memo[name])
        paths = sorted(self._keys)
        self._sitemap = sitemap_unit(archive, site, paths)
        self._take_units("sitemap", iter([self._sitemap]), memo.get("sitemap", self._none))
        self._take((Page(path, STATIC, str(source)) for path, source in static.items()), "static files")
        self._take((Page(path, MEDIA, copy) for path, copy in copies.items()), "pictures and documents")
        self._take((Page(path, INDEX, file) for path, file in index.items()), "search index")
        paths += islice(self._keys, len(paths), None)  # those that came since
        self.keys = self._keys = {path: self._keys[path] for path in sorted(paths)}
        """By path, sorted."""

    def pages(self, paths: Collection[str]) -> list[Laid | Page]:
        """The pages at *paths*, sorted by path; those of units that were not planned are planned now."""
        missing = paths - self._pages.keys()
        if missing:
            self._plan_known(missing)
        self.shelf.flush()
        return [self._pages[path] for path in sorted(paths)]

    def _plan_known(self, paths: Collection[str]) -> None:
        """Plan the pages at *paths*, which are as they were: a template changed, or somebody touched them in the output."""
        for name, known in self.memo.items():
            if known.files.keys().isdisjoint(paths):
                continue
            units = self._kinds[name].units(*self._of) if name in self._kinds else iter((self._sitemap,))
            for unit in units:
                rows = known[unit.name].rows if unit.name in known else ()
                wanted = {row.path for row in rows if self._is_wanted(row, paths)}
                for page in unit.pages() if wanted else ():
                    if page.path in wanted:
                        self._pages[page.path] = self._laid(page)[1]

    def _is_wanted(self, row: Row, paths: Collection[str]) -> bool:
        return row.path in paths and self._keys[row.path] == row.key(self._marks)

    def _changes(self, memo: Mapping[str, Units]) -> Changed | None:
        """What is not as it was when what is kept in *memo* was; None: anything may be."""
        then = {kind: dict(memo.get(kind, self._none).keys_by_unit) for kind in (_STATE, _TEXTS)}
        kept, changed = since_then(*self._of, then[_STATE] | then[_TEXTS])
        now: dict[str, dict[str, bytes]] = {_STATE: {}, _TEXTS: {}}
        for name, told in kept.items():
            now[_TEXTS if name in OF_TEXTS else _STATE][name] = told
        for kind, told_by_name in now.items():
            if told_by_name != then[kind]:
                self.changed.add(kind)
            made = {name: Made(told, ()) for name, told in told_by_name.items()}
            self.memo[kind] = self._none.having(list(made), made)
        return changed

    def _take_changed(self, name: str, kind: InUnits, changed: Changed, known: Units) -> None:
        """As `_take_units`, where nothing but *changed* is as it was not: units that it does not touch are as they are *known*."""
        touched = kind.touched(*self._of, changed)
        fresh = {unit.name: unit for unit in touched or () if not known.is_known(unit.name, unit.key)}
        if touched is not None and not (fresh or changed.is_elsewhere):
            self._take_over(name, known, {})
            return
        there = known.keys_by_unit
        names = list(kind.names(*self._of)) if changed.is_elsewhere and touched is not None else list(there)
        if touched is None or not fresh.keys() <= set(names) <= there.keys() | fresh.keys():
            self._take_units(name, kind.units(*self._of), known)
        else:
            self._take_fresh(name, list(fresh.values()), names, known)

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
        self._take_over(name, known, laid)

    def _take_over(self, name: str, known: Units, laid: Mapping[tuple[str, str], Laid | Page]) -> None:
        """Let the kind *name* be as it is *known*. *laid*: its pages that were planned, by unit and path."""
        if known.has_other_marks or known is self._none:  # that a kind has no units is remembered too
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

    def _take(self, pages: Iterable[Page], name: str) -> None:
        for page in pages:
            row, laid = self._laid(page)
            if self._add(row, name):
                self._rows[row.path], self._pages[row.path] = row, laid

    def _laid(self, page: Page) -> tuple[Row, Laid | Page]:
        if page.form in (STATIC, MEDIA, INDEX):
            return Row(page.path, page.form, _key_of_copy(page)), page
        view = _encode(page.view)
        return Row(page.path, page.form, _told(page.form, view, self._common)), self.shelf.put(page, view)

    def _add(self, row: Row, name: str) -> bool:
        if row.path not in self._keys:
            self._keys[row.path] = row.key(self._marks)
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


def common(say: Words, site: Site) -> bytes:
    """A digest of what decides the bytes of every page beside its view and the theme."""
    return blake2b(f"{archivegen.__version__} {say.digest}".encode() + _encode(site), digest_size=12).digest()


def basis(theme: Theme, site: Site) -> str:
    """A digest of what decides many pages: where it is another one, much may have to be made anew."""
    return f"{common(theme.say, site).hex()} {theme.digest}"


def _told(form: str, view: bytes, common: bytes) -> str:
    """A digest of all that decides a page's bytes but the theme."""
    digest = blake2b(view, digest_size=10, key=common)
    digest.update(form.encode())
    return digest.hexdigest()


def _key_of_copy(page: Page) -> str:
    if page.form == INDEX:
        return str(page.view.key)
    if page.form == STATIC:
        source = Path(page.view)
        way = b" compact %d" % _COMPACTING if is_compacted(source) else b""
        return blake2b(source.read_bytes() + way, digest_size=12).hexdigest()
    return blake2b(f"{page.view.digest} {page.view.stripped * _STRIPPING}".encode(), digest_size=12).hexdigest()


def is_compacted(source: Path) -> bool:
    return source.suffix == ".css" and source.is_relative_to((cache.theme_folder() / STATIC).resolve())


class _Looked(msgspec.Struct):
    """What was found when a theme was last looked into."""

    theme: str = ""
    """Its digest."""
    marks: dict[str, str] = {}


_WITHOUT_THEME = dict.fromkeys((STATIC, MEDIA, INDEX, *(f"data.{format}" for format in get_args(DataFormat))), ())


def marks(store: Store, theme: Theme) -> Marks:
    """Those of *theme*; its templates are looked into if they are not those of the last time."""
    note = store.note("theme")
    looked = msgspec.json.decode(note, type=_Looked) if note else _Looked()
    if looked.theme != theme.digest:
        used = theme.uses()
        parts = {form: reach.part(starts, used) for form, starts in {**TEMPLATES, **_WITHOUT_THEME}.items()}
        parts[""] = reach.WHOLE
        found = {form: reach.mark(part, theme.codes, theme.static) for form, part in parts.items()}
        store.note("theme", msgspec.json.encode(_Looked(theme.digest, found)).decode())
        return Marks(found)
    return Marks(looked.marks)


def remembered(store: Store, common: bytes, marks: Marks) -> dict[str, Units]:
    """What the last plan left in *store*, if *common* was the same."""
    return {kind: Units.decode(made, marks) for kind, made in store.planned(common.hex()).items()}


def remember(store: Store, common: bytes, plan: Plan) -> None:
    """Keep what *plan* worked out."""
    # one after the other: all of them encoded take as much memory as the plan
    made = ((kind, plan.memo[kind].encode()) for kind in sorted(plan.changed))
    store.put_planned(common.hex(), made, kinds=plan.memo.keys())
