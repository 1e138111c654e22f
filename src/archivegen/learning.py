"""The survey of an intake: sketches of what is new, lines learned into content/furniture.tsv, seeds that these concern."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from archivegen import folders, furniture_file, ingest, plugins, surveying, work, workers
from archivegen.config import Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.furniture_file import Row
from archivegen.normalize import survey
from archivegen.normalize.phrases import key_of
from archivegen.read import Reader, row_readers
from archivegen.scan import Stat
from archivegen.store import Sketched, Store

LARGE_BYTES = 16_000_000
"""Larger seeds are read in parts."""

Progress = Callable[[str, int, int], None]
"""(what is done, how many are done, how many there are)"""


class Lesson(msgspec.Struct, frozen=True):
    """What all steps of a survey share."""

    root: Path
    config: Config
    store: Store
    crew: workers.Crew
    progress: Progress
    report: ingest.Report
    feared: Collection[str] = ()
    """Seeds that could not be read before, perhaps since they kill who reads them."""


class Told(msgspec.Struct, frozen=True):
    """What a survey comes to."""

    rules: surveying.Rules
    affected: Collection[str]
    """Seeds that hold a line whose state has changed."""


def learn(
    lesson: Lesson,
    new: Sequence[str],
    gone: Sequence[str],
    known: folders.Known,
    settings: work.IngestOptions,
    stats: Mapping[str, Stat],
) -> Told:
    """Sketch the *new* (or changed) seeds, forget those that are *gone*, and write down what is learned.

    The store remembers which rows were followed, so that a row that a person changes concerns only the seeds that hold it.
    """
    store, report = lesson.store, lesson.report
    path = f"{lesson.config.content}/{furniture_file.FILE_NAME}"
    text = _text(lesson.root / path, path)
    rows, problems = furniture_file.parse(text, path, folders=lesson.config.seeds, key_of=key_of)
    report.problems += problems
    surveyed = [
        work.SeedFile(one, "", given=known.of(one))
        for one in new
        if surveying.is_surveyed(one) and surveying.suffix_of(one) in settings.readers
    ]
    places = store.drop_sketches([*new, *gone])
    if surveying.are_missing(rows, store.note("furniture")):
        places |= set(store.places())  # what a person took away is learned again, as a clean build would
    for done, (seed, sketches) in enumerate(_sketches(surveyed, settings, stats, lesson), 1):
        store.put_sketches(seed, sketches)
        places |= {one.place for one in sketches}
        lesson.progress("looking for lines that repeat", min(done, len(surveyed)), len(surveyed))

    def lines_in(seed: str, wanted: Mapping[str, frozenset[int]]) -> Mapping[int, str]:
        return work.lines_in(work.SeedFile(seed, "", given=known.of(seed)), settings, wanted)

    report.learned = surveying.learn(store, places, surveying.rules_of(rows), lines_in)
    if report.learned and not report.is_dry:
        _write(lesson.root / path, furniture_file.added(text, report.learned))
    rows += tuple(report.learned)
    affected = surveying.affected(store, rows, store.note("furniture"))
    store.note("furniture", surveying.note_of(rows))
    return Told(surveying.rules_of(rows), affected)


def suspects(root: Path, config: Config, store: Store) -> list[Row]:
    """Lines of which a person should say whether they are furniture, those in most texts first."""
    path = f"{config.content}/{furniture_file.FILE_NAME}"
    rows, _ = furniture_file.parse(_text(root / path, path), path, folders=config.seeds, key_of=key_of)
    settings = work.IngestOptions(
        str(root), config.site.language, _readers(config), config.fields, folders=config.seeds
    )

    def lines_in(seed: str, wanted: Mapping[str, frozenset[int]]) -> Mapping[int, str]:
        return work.lines_in(work.SeedFile(seed, ""), settings, wanted)

    found = surveying.learn(store, store.places(), surveying.rules_of(rows), lines_in, by=survey.suspects)
    return sorted(found, key=lambda row: (-row.count, row))


def _readers(config: Config) -> Mapping[str, Reader]:
    return {**plugins.readers(), **row_readers(config.fields)}


def _text(path: Path, shown: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        message = "is not UTF-8, so no line of it can be trusted; save it as UTF-8"
        raise CannotRun(Problem(Origin(shown), "error", "furniture-unreadable", message)) from error


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(".archivegen-new")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _sketches(
    files: Sequence[work.SeedFile], settings: work.IngestOptions, stats: Mapping[str, Stat], lesson: Lesson
) -> Iterator[tuple[str, Sequence[Sketched]]]:
    """(path, sketches) of each file; of a large one sketch by sketch, so that memory stays small."""
    small = [one for one in files if stats[one.path].size < LARGE_BYTES]
    told = lesson.report.problems
    is_feared = any(one.path in lesson.feared for one in small)
    yield from workers.run(
        work.sketch_seeds, small, settings, crew=lesson.crew, killed=told, instead=_unknown, is_feared=is_feared
    )
    for file in files:
        if stats[file.path].size >= LARGE_BYTES:
            yield from ((file.path, (one,)) for one in work.sketches_of(file, settings))


def _unknown(seed: work.SeedFile, problem: Problem) -> tuple[str, Sequence[Sketched]]:
    """Of a seed that kills the process that looks at it: it is named once it is read."""
    return seed.path, ()
