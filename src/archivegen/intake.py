"""Bring content/ and the store up to date with seeds/ and with what people edited, doing only what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from archivegen import folders, ingest, plugins, renames, scan, work, workers
from archivegen.config import Config
from archivegen.errors import Problem
from archivegen.ledger import Ledger
from archivegen.read import row_readers
from archivegen.store import SeedRecord, Store

LARGE_BYTES = 16_000_000
"""Larger seeds are read in parts."""
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


def take_in(intake: Intake, ledger: Ledger, *, ask_for: Sequence[str]) -> tuple[ingest.Report, bool]:
    """Read what is new in the seeds, then what is new in content/. The report, and whether any article changed.

    *ask_for*: seeds whose deleted articles are wanted again.
    """
    changed = refresh_content(intake)
    report = _ingest(intake, ledger, ask_for=ask_for)
    if report.written or report.deleted:
        changed = refresh_content(intake) or changed
    return report, changed


def refresh_content(intake: Intake) -> bool:
    """Load and annotate each content file that is new or changed; forget those that are gone. Whether there were any."""
    root, config, store = intake.root, intake.config, intake.store
    known = store.stats()
    found = {path: stat for path, stat in scan.files(root, config.content) if path.endswith(".md")}
    gone = [path for path in known if path not in found]
    changed = [
        path
        for path, stat in found.items()
        if path not in known or (known[path][0] != stat and not _is_same(intake, path, stat, known[path][1]))
    ]
    if changed or gone:
        # in one step with what is stored, so that a run that ends before the site is made never passes for done
        store.note("inputs", "")
        store.drop_articles(gone)
    if changed:
        chosen = work.annotators_of(config.annotate, plugins.annotators())
        settings = work.PrepareOptions(str(root), config.content, config.site.language, chosen)
        for done, prepared in enumerate(workers.run(work.prepare_files, changed, settings, jobs=intake.jobs), 1):
            store.put_article(prepared, scan.trusted(found[prepared.path], time.time_ns()))
            intake.progress("reading articles", done, len(changed))
        store.commit()
    return bool(changed or gone)


def _is_same(intake: Intake, path: str, stat: scan.Stat, sha: str) -> bool:
    """Whether the file's bytes are those known, though its time is another (or cannot be trusted)."""
    if work.digest((intake.root / path).read_bytes()) != sha:
        return False
    intake.store.touch_article(path, scan.trusted(stat, time.time_ns()))
    return True


def _ingest(intake: Intake, ledger: Ledger, *, ask_for: Sequence[str]) -> ingest.Report:
    root, config, store = intake.root, intake.config, intake.store
    report = ingest.Report()
    readers = {**plugins.readers(), **row_readers(config.fields)}
    passed_over: list[tuple[str, str]] = []
    there = {
        path: stat
        for folder in config.seeds
        for path, stat in scan.files(root, folder, config.ignore, odd=lambda path, why: passed_over.append((path, why)))
    }
    known = folders.gather(root, there)
    report.problems += known.problems
    found = {
        path: stat
        for path, stat in there.items()
        if not path.rpartition("/")[2].startswith("_") and path not in known.indexes
    }
    report.problems += ingest.oddities(passed_over, readers)
    remembered = {
        path: pair
        for path, pair in store.seeds().items()
        if path not in ask_for and folders.remembered_digest(pair[1]) == folders.digest(known.of(path))
    }
    sources = store.sources()
    files, problems = ingest.plan_seeds(
        list(found.items()), remembered, sources, store.ids(), folders=config.seeds, readers=readers.keys()
    )
    files = [msgspec.structs.replace(file, given=known.of(file.path)) for file in files]
    report.problems += problems
    settings = work.IngestOptions(str(root), config.site.language, readers, config.fields)
    present = {source.sha256 for source in sources.values()}
    lost = renames.lost(root, sources, found)
    for old, twin in list(renames.twins(root, sources, lost, found)):
        if ingest.move(root, sources, old, twin, report):
            ingest.let_go(root, sources[twin], report)
    for done, read in enumerate(_read(files, settings, found, jobs=intake.jobs), 1):
        ingest.take_new(
            root,
            config.content,
            read,
            sources=sources,
            ledger=ledger,
            asked_for=ask_for,
            present=present,
            lost=lost,
            report=report,
        )
        if read.is_last:
            _remember(store, read)
        intake.progress("reading seeds", min(done, len(files)), len(files))
    _settle(intake, found, {key: one for key, one in sources.items() if key not in report.renamed}, report)
    return report


def _read(
    files: Sequence[work.SeedFile], settings: work.IngestOptions, stats: Mapping[str, scan.Stat], *, jobs: int
) -> Iterator[work.SeedRead]:
    """What comes of each file; of a large one in parts, the last with the records of all, so that memory stays small."""
    yield from workers.run(
        work.ingest_seeds, [one for one in files if stats[one.path].size < LARGE_BYTES], settings, jobs=jobs
    )
    for file in files:
        if stats[file.path].size < LARGE_BYTES:
            continue
        records: list[SeedRecord] = []
        for part in work.ingest_in_parts(file, settings, articles=ARTICLES_A_PART):
            records += part.records
            yield msgspec.structs.replace(part, records=tuple(records) if part.is_last else ())


def _remember(store: Store, read: work.SeedRead) -> None:
    stat = scan.Stat(read.size, read.mtime_ns)
    # a seed that could not be read is tried again each time
    store.put_seed(read.path, scan.trusted(stat, time.time_ns()) if read.size >= 0 else stat, read.records)


def _is_failed(row: SeedRecord) -> bool:
    """Whether something could not be read (a note only tells what was left out)."""
    return not row.sha256 and any(problem.severity != "note" for problem in row.problems)


def _settle(intake: Intake, found: Mapping[str, scan.Stat], sources: ingest.Sources, report: ingest.Report) -> None:
    """Take out the articles of vanished seeds, and gather what a person has to settle."""
    root, config, store = intake.root, intake.config, intake.store
    remembered = store.seeds()
    store.drop_seeds(path for path in remembered if path not in found)
    records = {path: pair[1] for path, pair in sorted(remembered.items()) if path in found}
    failed = {path for path, rows in records.items() if any(_is_failed(row) for row in rows)}
    watched = [folder for folder in config.seeds if (root / folder).is_dir()]
    vanished, problems = ingest.settle(sources, records, folders=watched, read_failed=failed)
    for source in vanished:
        ingest.let_go(root, source, report)
        report.vanished.append(source.id)
    told: list[Problem] = [problem for rows in records.values() for row in rows for problem in row.problems]
    report.problems += [*told, *problems]
    store.commit()
