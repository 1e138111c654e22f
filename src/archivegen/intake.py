"""Bring content/ and the store up to date with seeds/ and with what people edited, doing only what changed."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from archivegen import calm, furniture_file, ingest, localfiles, plugins, scan, workers
from archivegen.book import Book
from archivegen.calm import Calm
from archivegen.errors import Origin, Problem
from archivegen.late import late
from archivegen.model import Losses
from archivegen.refresh import Intake, refresh_content
from archivegen.store import SeedRecord, Store

if TYPE_CHECKING:
    from archivegen import folders, generators, learning, renames, surveying, work
else:
    folders, generators, learning, renames, surveying, work = map(
        late, ("folders", "generators", "learning", "renames", "surveying", "work")
    )

ARTICLES_A_PART = 500


def take_in(intake: Intake, book: Book, *, wishes: ingest.Wishes = ingest.NOTHING_ASKED) -> tuple[ingest.Report, bool]:
    """Read what is new in the seeds, then what is new in content/. The report, and whether any article changed.

    The content files of vanished seeds are still there: they are deleted once the ledger tells why.
    """
    changed = refresh_content(intake)
    report, said = _ingest(intake, book, wishes)
    for path in intake.missing:
        report.missing.append(path)
        report.tell("deleted", path, "by hand")
    if not intake.is_dry and (report.written or report.deleted):
        changed = refresh_content(intake, without=frozenset(report.deleted), is_ours=True) or changed
    if not wishes.take and not report.renamed:
        calm.keep(intake.store, said)
    return report, changed


class _Seeds(NamedTuple):
    """What lies in the folders of seeds, before any of it is looked into, and what is remembered of it."""

    there: Mapping[str, scan.Stat]
    passed_over: Sequence[tuple[str, str]]
    memory: Memory
    state: str
    """As calm.state_of; "" where more is asked for than that."""
    begun: int
    """When, as time.time_ns."""


def _ingest(intake: Intake, book: Book, wishes: ingest.Wishes) -> tuple[ingest.Report, Calm]:
    begun = time.time_ns()
    report = ingest.Report(is_dry=intake.is_dry, barred=intake.barred)
    there, passed_over = _there(intake)
    memory = intake.store.seeds()
    if not (there or passed_over or memory or wishes != ingest.NOTHING_ASKED or _has_history(intake)):
        return report, Calm()  # a site without seeds needs nothing of what follows
    intake.files.update((path, stat) for path, stat in there.items() if localfiles.may_hold_media(path))
    nothing_asked = wishes == ingest.NOTHING_ASKED
    state = calm.state_of(there, passed_over, _furniture(intake), begun) if nothing_asked else ""
    said = _said_again(intake, there, memory, report, state)
    if said is not None:
        return report, said
    calm.keep_looked(intake.store, "", ())  # until it is sure that there is nothing to do
    return report, _ingest_of(_Seeds(there, passed_over, memory, state, begun), intake, book, wishes, report)


def _ingest_of(seeds: _Seeds, intake: Intake, book: Book, wishes: ingest.Wishes, report: ingest.Report) -> Calm:
    from archivegen.read import row_readers

    root, config, store, memory = intake.root, intake.config, intake.store, seeds.memory
    readers = {**plugins.readers(), **row_readers(config.fields)}
    found, known = _look(intake, seeds.there, seeds.passed_over, readers, report)
    stale = [path for path, stat in found.items() if not _is_known(path, stat, memory, known)]
    gone = [path for path in memory if path not in found]
    settings = work.IngestOptions(
        str(root), config.site.language, readers, config.fields, config.unpublished, config.seeds, intake.lent
    )
    feared = frozenset(path for path, (size, _, _) in memory.items() if size < 0)
    lesson = learning.Lesson(root, config, store, intake.crew, intake.progress, report, feared)
    said = (
        calm.still(store, wishes)
        if not gone and not any(surveying.suffix_of(one) in readers for one in stale)
        else None
    )
    sources = ingest.as_wished(store.sources(), wishes) if said is None else {}
    reread = (_to_compare(store, sources, memory, wishes) | wishes.again) & found.keys()
    stale += sorted(reread.difference(stale))
    told = learning.learn(lesson, stale, gone, known, settings, found)
    if said is not None and told.affected:
        said, sources = None, store.sources()
    renamed = 0
    if sources and said is None:
        swapped = renames.exchanged(root, sources, _digests(intake, stale, sources, memory, found), found)
        sources = ingest.exchange(root, sources, swapped, report)
        renamed = len(report.renamed)
    chosen = {*stale, *told.affected}
    wanted = [path for path in found if path in chosen] if chosen else []
    files, problems = ingest.plan_seeds(wanted, sources, store.ids, folders=config.seeds, readers=readers.keys())
    files = [
        msgspec.structs.replace(one, given=known.of(one.path), furniture=surveying.held_by(store, told.rules, one.path))
        for one in files
    ]
    report.problems += problems
    if said is not None:
        if not (stale or report.learned):
            calm.keep_looked(store, seeds.state, report.problems)
        return _say(report, said)
    calm.forget(store)  # a run that is killed from here on is made good by the next
    lost = renames.lost(root, sources, found)
    for old, twin in list(renames.twins(root, sources, lost, found)):
        if ingest.move(root, sources, old, twin, report):
            ingest.let_go(sources[twin], report)
    shelf = ingest.shelf(root, config.content, sources, book.ledger, wishes, lost)
    for done, read in enumerate(_read(files, settings, found, intake, feared), 1):
        _remember(store, ingest.take_new(shelf, read, report), seeds.begun)
        intake.progress("reading seeds", min(done, len(files)), len(files))
    for old in report.renamed[renamed:]:
        sources.pop(old, None)
    store.drop_seeds(gone)
    if not (stale or gone or told.affected or lost or report.learned or report.renamed):
        calm.keep_looked(store, seeds.state, report.problems)
    return _settle(intake, store.seeds() if files or gone else memory, sources, wishes, report)


def _furniture(intake: Intake) -> bytes:
    path = intake.root / intake.config.content / furniture_file.FILE_NAME
    return path.read_bytes() if path.is_file() else b""


def _said_again(
    intake: Intake, there: Mapping[str, scan.Stat], memory: Memory, report: ingest.Report, state: str
) -> Calm | None:
    """What there is to say of seeds in whose *state* there was nothing to do; None where there was, or a seed is missed."""
    looked = calm.looked(intake.store, state)
    if looked is None:
        return None
    said = calm.still(intake.store, ingest.NOTHING_ASKED)
    if said is not None:
        report.problems += looked.problems
        return _say(report, said)
    sources = intake.store.sources()
    if any(path not in there for path, _ in sources):
        return None
    report.problems += looked.problems
    return _settle(intake, memory, sources, ingest.NOTHING_ASKED, report)


def _say(report: ingest.Report, said: Calm) -> Calm:
    report.problems += said.problems
    report.losses = said.losses
    return said


def _digests(
    intake: Intake, stale: Sequence[str], sources: ingest.Sources, memory: Memory, found: Mapping[str, scan.Stat]
) -> dict[str, str]:
    """sha256 of those of the *stale* seeds that may be another article's now: each that an article was made from, and new ones
    that are as long as one that is not what it was."""

    def sha256_of(path: str) -> str:
        return sha256(scan.locate(intake.root, path).read_bytes()).hexdigest()

    def may_be(path: str) -> bool:
        return found[path].size < learning.LARGE_BYTES and os.access(scan.locate(intake.root, path), os.R_OK)

    held = [path for path in stale if (path, "") in sources and may_be(path)]
    digests = {path: sha256_of(path) for path in held}
    other = [path for path in held if digests[path] != sources[path, ""].sha256]
    sizes = {memory[path][0] for path in other if path in memory}
    if other:
        new = (path for path in stale if path not in digests and (not memory or found[path].size in sizes))
        digests |= {path: sha256_of(path) for path in new if may_be(path)}
    return digests


Memory = Mapping[str, tuple[int, int, str]]
"""What the store knows of each seed, by path: as Store.seeds."""


def _is_known(path: str, stat: scan.Stat, memory: Memory, known: folders.Known) -> bool:
    """Whether the seed is the one that was read, and nothing else is said of it now."""
    remembered = memory.get(path)
    return (
        remembered is not None
        and remembered[0] == stat.size
        and remembered[1] == stat.mtime_ns
        and remembered[2] == folders.digest(known.of(path))
    )


def _there(intake: Intake) -> tuple[dict[str, scan.Stat], list[tuple[str, str]]]:
    """(files in the seeds' folders by path, (path, why) of what was passed over there)."""
    passed_over: list[tuple[str, str]] = []
    config = intake.config

    def note(path: str, why: str) -> None:
        passed_over.append((path, why))

    there = {
        path: stat for folder in config.seeds for path, stat in scan.files(intake.root, folder, config.ignore, odd=note)
    }
    return there | dict(scan.lent_files(intake.lent, config.ignore, odd=note)) if intake.lent else there, passed_over


def _has_history(intake: Intake) -> bool:
    """Whether seeds were there once: articles made of them, or lines learned from them."""
    learned = intake.root / intake.config.content / furniture_file.FILE_NAME
    return bool(intake.store.sources()) or learned.is_file()


def _look(
    intake: Intake,
    there: Mapping[str, scan.Stat],
    passed_over: Sequence[tuple[str, str]],
    readers: Collection[str],
    report: ingest.Report,
) -> tuple[dict[str, scan.Stat], folders.Known]:
    """(seed files by path, what is known of them beside what they say)."""
    root, config = intake.root, intake.config
    known = folders.gather(root, there, config.fields, intake.lent)
    beside = localfiles.beside_stories(there)
    design = generators.no_stories(there)
    report.problems += known.problems
    found = {
        path: stat
        for path, stat in there.items()
        if not path.rpartition("/")[2].startswith("_")
        and path not in known.indexes
        and path not in beside
        and path not in design
    }
    if design:
        report.problems.append(_design_left_out(design))
    report.problems += ingest.oddities(passed_over, readers)
    return found, known


def _design_left_out(paths: Collection[str]) -> Problem:
    first = min(paths)
    more = f", and {len(paths) - 1:,} more" if len(paths) > 1 else ""
    message = f"belongs to the design or the settings of another site generator{more}: passed over; move what is a story elsewhere"
    return Problem(Origin(first), "note", "design-left-out", message)


def _to_compare(store: Store, sources: ingest.Sources, memory: Memory, wishes: ingest.Wishes) -> set[str]:
    """Seeds of edited articles that have to be read again, to show what changed or to take it over."""
    if not wishes.show and not wishes.take:
        return set()
    found: set[str] = set()
    edited = {key: source for key, source in sources.items() if source.is_edited and key[0] in memory}
    for path in sorted({path for path, _ in edited}):
        now = {one.record: one.sha256 for _, rows in store.records(path) for one in rows}
        for (of, record), source in edited.items():
            if of == path:
                has_parted = now.get(record, "") != source.sha256 or memory[path][2] != source.given
                if (wishes.show and has_parted) or wishes.is_taken("seed", source.path, path, is_changed=has_parted):
                    found.add(path)
    return found


def _read(
    files: Sequence[work.SeedFile],
    settings: work.IngestOptions,
    stats: Mapping[str, scan.Stat],
    intake: Intake,
    feared: Collection[str],
) -> Iterator[work.SeedRead]:
    """What comes of each file; of a large one in parts, the last with the records of all, so that memory stays small."""
    crew, killed = intake.crew, intake.killed
    small = [one for one in files if stats[one.path].size < learning.LARGE_BYTES]
    yield from workers.run(
        work.ingest_seeds,
        small,
        settings,
        crew=crew,
        killed=killed,
        instead=work.spared,
        is_feared=any(one.path in feared for one in small),
    )
    for file in files:
        if stats[file.path].size >= learning.LARGE_BYTES:
            yield from work.ingest_in_parts(file, settings, articles=ARTICLES_A_PART, crew=crew, killed=killed)


def _remember(store: Store, read: work.SeedRead, begun: int) -> None:
    """*begun*: when nothing was read yet."""
    store.put_records(read.path, read.part, read.records)
    if read.is_last:
        stat = scan.Stat(read.size, read.mtime_ns)
        # a seed that could not be read, or whose article found no place, is tried again each time
        is_done = read.size >= 0 and not any(one.code == ingest.TAKEN for row in read.records for one in row.problems)
        stat = scan.trusted(stat, begun) if is_done else scan.Stat(read.size, scan.UNTRUSTED)
        store.put_seed(read.path, stat, read.given)


def _is_failed(row: SeedRecord) -> bool:
    """Whether something could not be read (a note only tells what was left out)."""
    return not row.sha256 and any(problem.severity != "note" for problem in row.problems)


class _Told(msgspec.Struct):
    """What the records of all seeds come to."""

    present: dict[renames.Key, str] = {}
    """sha256 of those that an article was made from."""
    failed: set[str] = set()
    """Seeds of which something could not be read."""
    problems: list[Problem] = []
    losses: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)


def _told(store: Store, sources: ingest.Sources) -> _Told:
    told = _Told()
    for path, rows in store.records():
        for row in rows:
            if row.sha256 and (path, row.record) in sources:
                told.present[path, row.record] = row.sha256
            if row.problems:
                is_there = (path, row.record) in sources  # a person may have brought a deleted file back
                told.problems += [one for one in row.problems if not (is_there and one.code == ingest.DELETED)]
                if _is_failed(row):
                    told.failed.add(path)
            for kind, name, number in row.losses:
                told.losses[kind, name] += number
    return told


_MANY = 10
"""So many articles do not lose all their seeds at once by intention."""


def _watched(intake: Intake, sources: ingest.Sources, memory: Memory) -> tuple[list[str], list[Problem]]:
    """The folders of seeds whose vanished seeds take their articles along, and a problem for each that is empty all at once.

    A folder that is not there, or has lost everything, is more likely a disk that is not mounted.
    """
    watched: list[str] = []
    problems: list[Problem] = []
    for folder in intake.config.seeds:
        if not (intake.root / folder).is_dir():
            continue
        inside = f"{folder}/"
        lost = sum(path.startswith(inside) for path, _ in sources)
        if lost < _MANY or any(path.startswith(inside) for path in memory):
            watched.append(folder)
            continue
        message = (
            f"is empty, though {lost} articles were made from it; they stay as they are; bring the seeds back, or take the "
            "articles off with archivegen remove"
        )
        problems.append(Problem(Origin(folder), "warning", "seeds-emptied", message))
    return watched, problems


def _settle(
    intake: Intake, memory: Memory, sources: ingest.Sources, wishes: ingest.Wishes, report: ingest.Report
) -> Calm:
    """Take out the articles of vanished seeds, and gather what a person has to settle."""
    root, store = intake.root, intake.store
    told = _told(store, sources)
    watched, emptied = _watched(intake, sources, memory)
    parted = ingest.settle(
        sources,
        told.present,
        lambda path: memory[path][2] if path in memory else "",
        folders=watched,
        read_failed=told.failed,
        wishes=wishes,
    )
    for source in parted.vanished:
        ingest.let_go(source, report)
        report.vanished.append(source.id)
    ingest.keep_mine(root, parted.kept, report)
    problems = (*told.problems, *parted.problems, *emptied)
    return _say(report, Calm(problems, Losses.of(told.losses), bool(parted.problems or emptied)))
