"""Articles and texts → the index that the search page asks. Made anew only where what is searched changed; a cache keeps the rest.

Pagefind, a program of its own, makes the index. Where it cannot run, a Problem says so, and the site does without search.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from archivegen import scan
from archivegen.config import FILE_NAME, Site
from archivegen.errors import Origin, Problem
from archivegen.model import Text
from archivegen.search import bundles, pagefind
from archivegen.search.bundles import Bundle, Indexed, Kept, Row
from archivegen.search.indexed import digest_of, page_of
from archivegen.search.pagefind import Run
from archivegen.search.service import Unable

BESIDE = 1_000
"""Articles of a bundle whose pages are sent while the one before is made, at most: to make it takes .3 MB an article, to hold
its pages .08 MB. No two are made at once."""
_FOLDER = "search"
"""Of the site, and of what is kept."""
_ENDED = "search has no index, so the site has its A-Z indexes and no search page"


class File(NamedTuple):
    """A file of the index."""

    source: Path
    key: str
    """Equal for equal bytes."""


class Found(NamedTuple):
    """What there is to search with."""

    is_there: bool
    files: Mapping[str, File] = {}
    """By path on the site."""
    problems: Sequence[Problem] = ()
    is_final: bool = True
    """Whether another build of the same site would find the same: a run that was killed may end well next time."""


def bring_up_to_date(
    cache: Path,
    cards: Sequence[Indexed],
    site: Site,
    texts: Callable[[str], Text],
    *,
    jobs: int = 1,
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Found:
    """The index of the articles *cards* (in order of arrival), of which only the bundles whose text changed are made.

    *cache*: a folder to keep them in. *texts*: what may be shown of an article, by its id.
    """
    if not site.search or not cards:
        return Found(is_there=site.search)
    program = pagefind.program()
    if program is None:
        message = f"{_ENDED}: Pagefind is not installed; pip install pagefind-bin, or write search: false"
        return Found(False, problems=[_problem("note", message)], is_final=False)
    wanted = bundles.of(cards, site.language)
    shelf = _Shelf(cache, pagefind.stamp(program), texts)
    try:
        shelf.make([one for one in wanted if not shelf.has(one)], program, BESIDE if jobs > 1 else 0, progress)
    except Unable as error:
        return Found(False, problems=[_problem("warning", f"{_ENDED}: {error}")], is_final=False)
    except OSError as error:
        return Found(False, problems=[_problem("warning", f"{_ENDED}: {error.strerror or error}")], is_final=False)
    finally:
        shelf.clear(wanted)
    return Found(True, dict(shelf.files(wanted)))


def _problem(severity: Literal["warning", "note"], message: str) -> Problem:
    return Problem(Origin(FILE_NAME), severity, "search-left-out", message)


class _Shelf:
    """The bundles that are kept, each in a folder with its files and a note of what they were made from."""

    def __init__(self, folder: Path, program: str, texts: Callable[[str], Text]) -> None:
        self._folder, self._program, self._texts = folder, program, texts
        self._kept: dict[str, Kept | None] = {}

    def has(self, bundle: Bundle) -> bool:
        """Whether what is kept of *bundle* is what would be made of it now."""
        kept = self._read(bundle.name)
        if kept is None or kept.program != self._program or not self._is_whole(bundle, kept):
            return False
        if kept.quick == bundle.quick:
            return True
        known = {row.order: row for row in kept.rows}
        rows = [self._row(card, known.get(card.order)) for card in bundle.cards]
        if [(row.order, row.searched) for row in rows] != [(row.order, row.searched) for row in kept.rows]:
            return False
        self._note(
            bundle, msgspec.structs.replace(kept, quick=bundle.quick, rows=rows)
        )  # nothing that is searched changed
        return True

    def make(
        self, stale: Sequence[Bundle], program: Path, beside: int, progress: Callable[[str, int, int], None]
    ) -> None:
        """Make all of *stale*, one after the other. Raises Unable, and OSError for a disk that is full.

        Those of at most *beside* articles are sent their pages while the one before is made.
        """
        running: list[tuple[Bundle, Run, list[Row]]] = []
        try:
            for done, bundle in enumerate(stale):
                progress("indexing for search", done, len(stale))
                if len(bundle.cards) > beside:
                    self._finish(running)
                running.append((bundle, Run(program, bundle.language, self._folder / f"{bundle.name}.new"), []))
                self._send(*running[-1])
                self._finish(running, but=1)
                running[0][1].begin()
            self._finish(running)
            if stale:
                progress("indexing for search", len(stale), len(stale))
        finally:
            for _, run, _ in running:
                run.stop()

    def _finish(self, running: list[tuple[Bundle, Run, list[Row]]], *, but: int = 0) -> None:
        """Take the first of *running* off it as they are made, until *but* so many are left."""
        while len(running) > but:
            self._take(*running[0])
            del running[0]

    def _send(self, bundle: Bundle, run: Run, rows: list[Row]) -> None:
        self._kept.pop(bundle.name, None)
        for card in bundle.cards:
            page = page_of(self._texts(card.id))
            rows.append(Row(card.order, card.digest, digest_of(page)))
            if page:
                run.add(card.order, page)

    def _take(self, bundle: Bundle, run: Run, rows: list[Row]) -> None:
        files = run.end()  # none if not one of its articles has a word
        folder = self._folder / bundle.name
        _throw_away(folder)
        folder.mkdir(parents=True)
        if files:
            (run.folder / pagefind.MADE).rename(folder / pagefind.MADE)
        run.stop()
        self._note(bundle, Kept(self._program, bundle.quick, rows, files))

    def _row(self, card: Indexed, known: Row | None) -> Row:
        if known is not None and known.digest == card.digest:
            return known
        return Row(card.order, card.digest, digest_of(page_of(self._texts(card.id))))

    def _is_whole(self, bundle: Bundle, kept: Kept) -> bool:
        """Whether all its files are there: who deletes the cache may be interrupted."""
        there = {path for path, _ in scan.files(self._folder / bundle.name, pagefind.MADE)}
        return all(f"{pagefind.MADE}/{name}" in there for name in kept.files)

    def _read(self, name: str) -> Kept | None:
        if name not in self._kept:
            try:
                self._kept[name] = msgspec.msgpack.decode((self._folder / name / bundles.NOTE).read_bytes(), type=Kept)
            except (OSError, msgspec.DecodeError):
                self._kept[name] = None
        return self._kept[name]

    def _note(self, bundle: Bundle, kept: Kept) -> None:
        path = self._folder / bundle.name / bundles.NOTE
        path.with_suffix(".new").write_bytes(msgspec.msgpack.encode(kept))
        path.with_suffix(".new").replace(path)
        self._kept[bundle.name] = kept

    def clear(self, wanted: Sequence[Bundle]) -> None:
        """Drop what belongs to no bundle that is *wanted*, and what a run that was cut off left."""
        names = {bundle.name for bundle in wanted}
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            if folder.name not in names:
                _throw_away(folder)

    def files(self, wanted: Sequence[Bundle]) -> Iterator[tuple[str, File]]:
        """What the site gets, by path: the program that searches once, and what it is written for once a language."""
        told = []
        core = ""
        languages: set[str] = set()
        for bundle in wanted:
            kept = self._read(bundle.name)
            if kept is None or not kept.files:
                continue
            made = self._folder / bundle.name / pagefind.MADE
            if not core:
                core = kept.files[pagefind.CORE]
                yield f"{_FOLDER}/{pagefind.CORE}", File(made / pagefind.CORE, core)
            told.append({"language": bundle.language, "path": f"{bundle.name}/", "tag": kept.files[pagefind.ENTRY]})
            for name, key in kept.files.items():
                is_once = name.startswith(pagefind.WASM) and bundle.language in languages
                if name != pagefind.CORE and not is_once:
                    yield f"{_FOLDER}/{bundle.name}/{name}", File(made / name, key)
            languages.add(bundle.language)
        yield f"{_FOLDER}/{bundles.LIST}", self._listed(told, core)

    def _listed(self, told: Sequence[Mapping[str, str]], core: str) -> File:
        path = self._folder / bundles.LIST
        path.parent.mkdir(parents=True, exist_ok=True)
        data = msgspec.json.encode({"core": core, "bundles": told})
        path.write_bytes(data)
        return File(path, bundles.digest(data))


def _throw_away(folder: Path) -> None:
    """Its note first: a run that is killed here must not leave one that tells of files that are gone."""
    if folder.is_dir():
        (folder / bundles.NOTE).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
