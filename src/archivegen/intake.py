"""Bring content/ and the store up to date with seeds/ and with what people edited, doing only what changed."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from archivegen import content, furniture_file, ingest, localfiles, plugins, prepare, rights, scan, workers
from archivegen.config import Config
from archivegen.errors import Origin, Problem
from archivegen.late import late
from archivegen.ledger import Ledger
from archivegen.model import Losses
from archivegen.store import SeedRecord, Store

if TYPE_CHECKING:
    from archivegen import folders, generators, learning, renames, surveying, work
else:
    folders, generators, learning, renames, surveying, work = map(
        late, ("folders", "generators", "learning", "renames", "surveying", "work")
    )

ARTICLES_A_PART = 500

Progress = Callable[[str, int, int], None]
"""(what is done, how many are done, how many there are)"""


class Intake(msgspec.Struct, frozen=True):
    """What all steps of an intake share."""

    root: Path
    config: Config
    store: Store
    jobs: int
    progress: Progress
    is_dry: bool = False
    """Nothing is written outside the store."""
    killed: list[Problem] = []
    """Of processes that were killed; filled as work goes on."""
    files: dict[str, scan.Stat] = {}
    """Pictures and documents found beside seeds and content files, by path; filled as they are looked through."""


def take_in(
    intake: Intake, ledger: Ledger, *, wishes: ingest.Wishes = ingest.NOTHING_ASKED
) -> tuple[ingest.Report, bool]:
    """Read what is new in the seeds, then what is new in content/. The report, and whether any article changed.

    The content files of vanished seeds are still there: they are deleted once the ledger tells why.
    """
    changed = refresh_content(intake)
    report, calm = _ingest(intake, ledger, wishes)
    if not intake.is_dry and (report.written or report.deleted):
        changed = refresh_content(intake, without=frozenset(report.deleted)) or changed
    if not wishes.take and not report.renamed:
        intake.store.note(_CALM, msgspec.json.encode(calm).decode())
    return report, changed


_CALM = "calm"
"""The note of what the seeds say as long as neither they nor the content files change; "" where that is not known."""


class Calm(msgspec.Struct, frozen=True):
    """What there is to tell of seeds in which nothing has changed."""

    problems: tuple[Problem, ...] = ()
    losses: Losses = Losses()
    has_parted: bool = False
    """There are edited articles whose seeds have changed."""


def refresh_content(intake: Intake, *, without: Collection[str] = ()) -> bool:
    """Load and annotate each content file that is new or changed; forget those that are gone. Whether there were any.

    *without*: files that are as good as gone.
    """
    root, config, store = intake.root, intake.config, intake.store
    known = store.stats()
    present = dict(scan.files(root, config.content))
    found = {path: stat for path, stat in present.items() if path.endswith(".md") and path not in without}
    intake.files.update((path, stat) for path, stat in present.items() if localfiles.is_medium(path))
    gone = [path for path in known if path not in found]
    changed = [
        path
        for path, stat in found.items()
        if path not in known or (known[path][0] != stat and not _is_same(intake, path, stat, known[path][1]))
    ]
    rules = prepare.rules_of(config)
    changed += sorted(_ruled_anew(store, rules).intersection(found).difference(changed))
    if changed or gone:
        # in one step with what is stored, so that a run that ends before the site is made never passes for done
        store.note("inputs", "")
        store.note("linked", "")
        store.note(_CALM, "")
        store.drop_articles(gone)
    if changed:
        chosen = prepare.annotators_of(config.annotate, plugins.annotators())
        settings = prepare.PrepareOptions(str(root), config.content, config.site.language, chosen, rules)
        for done, prepared in enumerate(
            workers.run(prepare.prepare_files, changed, settings, jobs=intake.jobs, killed=intake.killed), 1
        ):
            store.put_article(prepared, scan.trusted(found[prepared.path], time.time_ns()))
            intake.progress("reading articles", done, len(changed))
        store.commit()
    store.note(_RULES, msgspec.json.encode(rules, order="sorted").decode())
    return bool(changed or gone)


_RULES = "rights"
"""The note of the rules of rights under which the articles of the store were prepared."""


def _ruled_anew(store: Store, rules: rights.Rules) -> set[str]:
    """The content files of which another part may be shown than when they were prepared."""
    note = store.note(_RULES)
    if note in ("", msgspec.json.encode(rules, order="sorted").decode()):
        return set()
    before = msgspec.json.decode(note, type=rights.Rules)
    return {
        one.path for one in store.articles() if rights.decision(one.card, before) != rights.decision(one.card, rules)
    }


def _is_same(intake: Intake, path: str, stat: scan.Stat, sha: str) -> bool:
    """Whether the file's bytes are those known, though its time is another (or cannot be trusted)."""
    if prepare.digest((intake.root / path).read_bytes()) != sha:
        return False
    intake.store.touch_article(path, scan.trusted(stat, time.time_ns()))
    return True


def _ingest(intake: Intake, ledger: Ledger, wishes: ingest.Wishes) -> tuple[ingest.Report, Calm]:
    root, config, store = intake.root, intake.config, intake.store
    report = ingest.Report(is_dry=intake.is_dry)
    there, passed_over = _there(intake)
    memory = store.seeds()
    if not (there or passed_over or memory or wishes != ingest.NOTHING_ASKED or _has_history(intake)):
        return report, Calm()  # a site without seeds needs nothing of what follows
    from archivegen.read import row_readers

    readers = {**plugins.readers(), **row_readers(config.fields)}
    found, known = _look(intake, there, passed_over, readers, report)
    stale = [path for path, stat in found.items() if not _is_known(path, stat, memory, known)]
    gone = [path for path in memory if path not in found]
    settings = work.IngestOptions(
        str(root), config.site.language, readers, config.fields, config.unpublished, config.seeds
    )
    lesson = learning.Lesson(root, config, store, intake.jobs, intake.progress, report)
    calm = (
        _still_calm(store, wishes)
        if not gone and not any(surveying.suffix_of(one) in readers for one in stale)
        else None
    )
    sources = ingest.as_wished(store.sources(), wishes) if calm is None else {}
    reread = (_to_compare(store, sources, memory, wishes) | wishes.again) & found.keys()
    stale += sorted(reread.difference(stale))
    told = learning.learn(lesson, stale, gone, known, settings, found)
    if calm is not None and told.affected:
        calm, sources = None, store.sources()
    chosen = {*stale, *told.affected}
    wanted = [path for path in found if path in chosen] if chosen else []
    files, problems = ingest.plan_seeds(wanted, sources, store.ids, folders=config.seeds, readers=readers.keys())
    files = [
        msgspec.structs.replace(one, given=known.of(one.path), furniture=surveying.held_by(store, told.rules, one.path))
        for one in files
    ]
    report.problems += problems
    if calm is not None:
        report.problems += calm.problems
        report.losses = calm.losses
        return report, calm
    lost = renames.lost(root, sources, found)
    for old, twin in list(renames.twins(root, sources, lost, found)):
        if ingest.move(root, sources, old, twin, report):
            ingest.let_go(sources[twin], report)
    shelf = ingest.shelf(root, config.content, sources, ledger, wishes, lost)
    for done, read in enumerate(_read(files, settings, found, intake), 1):
        ingest.take_new(shelf, read, report)
        _remember(store, read)
        intake.progress("reading seeds", min(done, len(files)), len(files))
    for old in report.renamed:
        sources.pop(old, None)
    store.drop_seeds(gone)
    return report, _settle(intake, store.seeds() if files or gone else memory, sources, wishes, report)


def _still_calm(store: Store, wishes: ingest.Wishes) -> Calm | None:
    """What the last intake said of seeds and content files that are as they were; None where more than that is asked for."""
    note = store.note(_CALM)
    if not note or wishes.take or wishes.again:
        return None
    calm = msgspec.json.decode(note, type=Calm)
    return None if wishes.show and calm.has_parted else calm


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
    there = {
        path: stat
        for folder in config.seeds
        for path, stat in scan.files(
            intake.root, folder, config.ignore, odd=lambda path, why: passed_over.append((path, why))
        )
    }
    return there, passed_over


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
    known = folders.gather(root, there, config.fields)
    intake.files.update((path, stat) for path, stat in there.items() if localfiles.is_medium(path))
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


_SLUG = re.compile(r'[ \t]{0,9}"?slug"?[ \t]{0,9}[:=]', re.IGNORECASE)
_HEAD_LINES = 200


def at_its_slug(root: Path, problem: Problem) -> Problem:
    """*problem* of a content file at the line that gives its slug: in its seed, where that is a file and nobody edited the article."""
    if problem.severity != "error":
        return problem  # of its headline
    path = problem.origin.path
    text = (root / path).read_text("utf-8", errors="replace")
    seed = None if content.is_edited(text) else content.load(text, path=path, id="").seed
    places = [(path, text)]
    if seed is not None and not seed.record and (root / seed.path).is_file():
        with (root / seed.path).open(encoding="utf-8", errors="replace") as file:
            places.insert(0, (seed.path, file.read(100_000)))
    for name, words in places:
        for number, line in enumerate(words.split("\n")[:_HEAD_LINES], 1):
            if _SLUG.match(line):
                return msgspec.structs.replace(problem, origin=Origin(name, "", number))
    return problem


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
    files: Sequence[work.SeedFile], settings: work.IngestOptions, stats: Mapping[str, scan.Stat], intake: Intake
) -> Iterator[work.SeedRead]:
    """What comes of each file; of a large one in parts, the last with the records of all, so that memory stays small."""
    jobs, killed = intake.jobs, intake.killed
    small = [one for one in files if stats[one.path].size < learning.LARGE_BYTES]
    yield from workers.run(work.ingest_seeds, small, settings, jobs=jobs, killed=killed)
    for file in files:
        if stats[file.path].size >= learning.LARGE_BYTES:
            yield from work.ingest_in_parts(file, settings, articles=ARTICLES_A_PART, jobs=jobs, killed=killed)


def _remember(store: Store, read: work.SeedRead) -> None:
    store.put_records(read.path, read.part, read.records)
    if read.is_last:
        stat = scan.Stat(read.size, read.mtime_ns)
        # a seed that could not be read is tried again each time
        store.put_seed(read.path, scan.trusted(stat, time.time_ns()) if read.size >= 0 else stat, read.given)


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
                told.problems += row.problems
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
    calm = Calm((*told.problems, *parted.problems, *emptied), Losses.of(told.losses), bool(parted.problems or emptied))
    report.problems += calm.problems
    report.losses = calm.losses
    store.commit()
    return calm
