"""The shell: the stages in order, with store, workers, progress and the ledger. The only module that knows them all."""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

from archivegen import (
    annotate,
    cache,
    cards,
    entities_file,
    intake,
    ledger,
    link,
    media,
    plugins,
    publish,
    references,
    unchanged,
    workers,
)
from archivegen.config import Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.ingest import NOTHING_ASKED, Report, Wishes
from archivegen.model import Archive, Card, EntityKind, Losses
from archivegen.scan import Stat
from archivegen.store import Known, Store, holds_id

OVERRIDES = "entities.yaml"
"""What a person says of entities; their word is final."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    jobs: int = 0
    """0 = as many as there are processors."""
    output: str = ""
    base_url: str | None = None
    media: tuple[Path, ...] = ()
    """Folders with the old site's uploads; what articles refer to is copied into the site."""
    progress: intake.Progress = lambda what, done, total: None


class Outcome(msgspec.Struct):
    """What an archive came to: kept in the store, so that a run that finds nothing changed says the same."""

    problems: list[Problem] = []
    articles: int = 0
    set_aside: int = 0
    drafts: int = 0
    undated: list[str] = []
    """Ids; the first ten of them."""
    undated_count: int = 0
    unsourced: dict[str, int] = {}
    """How many articles have no source, by folder of their ids."""
    entities: dict[EntityKind, int] = {}
    stories: int = 0
    losses: Losses = Losses()


@dataclass(frozen=True, slots=True)
class Quiet:
    """What a run would say that finds nothing changed, and what that nothing was told by."""

    result: Result
    inputs: tuple[Sequence[str], unchanged.Seen]
    """Places, and what was seen there before they were read."""
    output: tuple[str, unchanged.Seen]


@dataclass(slots=True)
class Result:
    """What a run did."""

    ingest: Report = field(default_factory=Report)
    outcome: Outcome = field(default_factory=Outcome)
    quiet: Quiet | None = None
    """What holds as long as nothing changes; None if that is not sure."""
    archive: Archive | None = None
    """None where nothing had changed, so that nothing was linked."""
    unpublished: list[str] = field(default_factory=list)
    """Ids of articles that are not published."""
    files: dict[str, Stat] = field(default_factory=dict)
    """Pictures and documents of the site, by path."""
    copies: dict[str, media.Copy] = field(default_factory=dict)
    """Those that the pages show, by path on the site."""
    others: str = ""
    """Digest of all inputs beside seeds/ and content/, as they were before they were read."""
    borrowed: int = 0
    """How many were copied into the site from folders outside it."""
    written: int = 0
    kept: int = 0
    removed: int = 0
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    """Seconds that passed."""
    stages_cpu: dict[str, float] = field(default_factory=dict)
    """Processor seconds, those of the workers too."""
    forms: dict[str, list[float]] = field(default_factory=dict)
    """Of the pages written, by form: how many, their bytes, processor seconds."""

    @property
    def problems(self) -> list[Problem]:
        return [*self.ingest.problems, *self.outcome.problems]


def build(root: Path, config: Config, options: Options = Options()) -> Result:
    """Bring content/ and the output up to date with everything in *root*."""
    return cache.on_a_sound_store(root, lambda: _build(root, config, options), _tell_of_damage)


def _build(root: Path, config: Config, options: Options) -> Result:
    config = _with_options(config, options)
    with _run(root, config, options) as (store, result):
        before = unchanged.look(str(root), cache.places(root, config, OVERRIDES))
        book, changed = _take_in(root, config, options, store, result)
        if not changed and not options.media and _is_up_to_date(root, config, store, result, before):
            return result
        archive = _link(root, config, options, store, book, result)
        _publish(root, config, options, store, archive, result)
        _remember_outcome(root, config, store, result)
        if not options.media and result.written > result.kept:  # after less, the looking would cost more than the work
            _look_again(root, config, options, store, result)
    return result


def ingest(
    root: Path,
    config: Config,
    options: Options = Options(),
    *,
    wishes: Wishes = NOTHING_ASKED,
    needs_archive: bool = True,
) -> Result:
    """Bring content/, ledger and store up to date; the output is left alone.

    Where nothing has changed, and no archive is needed, nothing is linked and the outcome is that of the last run.
    """
    run = partial(_ingest, root, config, options, wishes=wishes, needs_archive=needs_archive)
    return cache.on_a_sound_store(root, run, _tell_of_damage)


def _ingest(root: Path, config: Config, options: Options, *, wishes: Wishes, needs_archive: bool) -> Result:
    config = _with_options(config, options)
    with _run(root, config, options) as (store, result):
        book, changed = _take_in(root, config, options, store, result, wishes=wishes)
        if not (changed or needs_archive or options.media) and store.note("linked") == _inputs(root, config, result):
            result.outcome = msgspec.json.decode(store.note("linked outcome"), type=Outcome)
            return result
        _link(root, config, options, store, book, result)
    return result


def rehearse(root: Path, config: Config, options: Options = Options(), *, wishes: Wishes = NOTHING_ASKED) -> Result:
    """What an ingest would do. Nothing is written in *root*: the store is a copy of its own, which is thrown away."""
    config = _with_options(config, options)
    result = Result()
    with cache.rehearsal(root, config) as store, _timed(result, "ingest"):
        book, problems = _read_ledger(root, config)
        state = intake.Intake(root, config, store, _jobs(options), options.progress, is_dry=True)
        result.ingest, _ = intake.take_in(state, book, wishes=wishes)
        result.ingest.problems += [*config.notes, *problems]
    return result


def today() -> str:
    """The date added of what arrives now: SOURCE_DATE_EPOCH, else the clock's day in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.date().isoformat()


# ---------------------------------------------------------------- around a run


def _with_options(config: Config, options: Options) -> Config:
    site = config.site if options.base_url is None else msgspec.structs.replace(config.site, base_url=options.base_url)
    return msgspec.structs.replace(config, site=site, output=options.output or config.output)


@contextmanager
def _run(root: Path, config: Config, options: Options) -> Iterator[tuple[Store, Result]]:
    started = time.perf_counter()
    result = Result()
    with cache.alone(root), cache.open_store(root, config) as store:
        yield store, result
        for one in (result, *((result.quiet.result,) if result.quiet else ())):
            one.ingest.problems = media.without_shown(one.ingest.problems, store)
        if store.was_damaged or store.was_reset:
            result.ingest.problems = [*result.ingest.problems, cache.anew(is_damaged=store.was_damaged)]
    result.seconds = time.perf_counter() - started


def _tell_of_damage(result: Result) -> None:
    result.ingest.problems = [*result.ingest.problems, cache.anew(is_damaged=True)]


@contextmanager
def _timed(result: Result, stage: str) -> Iterator[None]:
    started, cpu = time.perf_counter(), _cpu_s()
    yield
    result.stages[stage] = result.stages.get(stage, 0.0) + time.perf_counter() - started
    result.stages_cpu[stage] = result.stages_cpu.get(stage, 0.0) + _cpu_s() - cpu


def _cpu_s() -> float:
    """Processor seconds of this process and of the workers that have ended."""
    return sum(os.times()[:4])


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Many small values are made and no circles of them, so looking for circles would cost more than it gives back."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _jobs(options: Options) -> int:
    return options.jobs or workers.available()


def _take_in(
    root: Path, config: Config, options: Options, store: Store, result: Result, *, wishes: Wishes = NOTHING_ASKED
) -> tuple[ledger.Ledger, bool]:
    """The ledger, and whether any article changed."""
    with _timed(result, "ingest"):
        result.others = cache.others(root, config, OVERRIDES)
        book, problems = _read_ledger(root, config)
        state = intake.Intake(root, config, store, _jobs(options), options.progress)
        result.ingest, changed = intake.take_in(state, book, wishes=wishes)
        result.ingest.problems += [*config.notes, *problems, *state.killed]
        result.files = media.present(root, config, state.files)
    return book, changed


# ---------------------------------------------------------------- nothing changed


def _inputs(root: Path, config: Config, result: Result) -> str:
    """A digest of all inputs of *result* beside seeds/ and content files."""
    digest = blake2b(f"{result.others} {media.digest(result.files)} ".encode(), digest_size=16)
    digest.update(cache.bytes_of(root / config.content / ledger.FILE_NAME))
    return digest.hexdigest()


def _look_again(root: Path, config: Config, options: Options, store: Store, result: Result) -> None:
    """Tell *result* what the next run would say, where that is sure: nothing can have changed unseen since it began."""
    before = unchanged.look(str(root), cache.places(root, config, OVERRIDES))
    if before.is_settled:
        again = Result()
        _, changed = _take_in(root, config, options, store, again)
        if not changed and _is_up_to_date(root, config, store, again, before):
            result.quiet = again.quiet


def _is_up_to_date(root: Path, config: Config, store: Store, result: Result, before: unchanged.Seen) -> bool:
    """Whether the output is what a build would make; then *result* is told what the last one said.

    *before*: what was seen of the inputs before they were read.
    """
    if store.note("inputs") != _inputs(root, config, result):
        return False
    made = unchanged.look(str(root), [config.output])
    live = publish.look(root / config.output)
    remembered = store.published()
    if live.keys.keys() != remembered.keys() or publish.stale(live, live.keys, remembered):
        return False
    result.outcome = msgspec.json.decode(store.note("outcome"), type=Outcome)
    result.kept = len(live.keys)
    result.quiet = Quiet(result, (cache.places(root, config, OVERRIDES), before), (config.output, made))
    return True


def _remember_outcome(root: Path, config: Config, store: Store, result: Result) -> None:
    store.note("inputs", _inputs(root, config, result))
    store.note("outcome", msgspec.json.encode(result.outcome).decode())


# ---------------------------------------------------------------- ledger and link


def _read_ledger(root: Path, config: Config) -> tuple[ledger.Ledger, tuple[Problem, ...]]:
    path = f"{config.content}/{ledger.FILE_NAME}"
    try:
        return ledger.parse((root / path).read_text("utf-8"), path)
    except FileNotFoundError:
        return ledger.Ledger({}, {}, {}), ()
    except UnicodeDecodeError as error:
        message = "is not UTF-8, so no address can be trusted; restore it from the site's history"
        raise CannotRun(Problem(Origin(path), "error", "ledger-unreadable", message)) from error


def _add_to_ledger(root: Path, config: Config, lines: Sequence[ledger.Entry]) -> None:
    if not lines:
        return
    path = root / config.content / ledger.FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    header = "" if path.exists() else ledger.HEADER
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(header + "".join(entry.line() for entry in lines))
        file.flush()
        os.fsync(file.fileno())


def _link(root: Path, config: Config, options: Options, store: Store, book: ledger.Ledger, result: Result) -> Archive:
    """The archive of all that is published; the ledger gets the lines of what is new."""
    with _timed(result, "link"), _without_collecting():
        overrides, problems = read_overrides(root)
        known = list(store.articles())
        unique, clashes = _unique(known)
        result.unpublished = [one.card.id for one in unique if one.status != "published"]
        day = today()
        lines, taken = _arrive(config, unique, book, day, vanished=set(result.ingest.vanished))
        taken = [intake.at_its_slug(root, one) if one.code == ledger.SLUG_TAKEN else one for one in taken]
        book = ledger.with_lines(book, lines)
        published = _in_order_of_arrival([one for one in unique if one.status == "published"], book)
        linked = link.link(
            [card for card, _ in published],
            [one.facts for _, one in published],
            book,
            overrides=overrides,
            options=config.site.entities,
            base_url=config.site.base_url,
            reasons={one.card.id: one.status for one in unique if one.status != "published"},
            versions=[one.version for _, one in published],
            before=store.linked(),
        )
        store.put_linked(linked.rows.items())
        problems = (*problems, *link.unmatched(linked.archive, overrides, OVERRIDES))
        lines += ledger.given_lines(book, "entity", linked.entity_addresses, day)
        lines += ledger.given_lines(book, "story", linked.story_addresses, day)
        _add_to_ledger(root, config, lines)
        for (
            path
        ) in result.ingest.deleted:  # only now: a run that is killed before must not take them for deleted by a person
            (root / path).unlink(missing_ok=True)
        archive, shelf = _with_references(root, config, options, store, linked.archive, result)
        if "entities" in config.annotate:
            languages = (one.card.language for one in unique)
            problems = (*problems, *annotate.languages_without_tables(languages, Origin(config.content)))
        told = [*problems, *clashes, *taken, *shelf.problems, *(problem for one in known for problem in one.problems)]
        result.outcome = _outcome(archive, unique, told)
        result.outcome.losses = shelf.losses
        result.archive = archive
        store.note("linked", _inputs(root, config, result))
        store.note("linked outcome", msgspec.json.encode(result.outcome).decode())
    return archive


def _with_references(
    root: Path, config: Config, options: Options, store: Store, archive: Archive, result: Result
) -> tuple[Archive, media.Shelf]:
    """*archive* with what its articles show and link to."""
    rows = list({id_: (path, id_, found) for path, id_, found in reversed(store.references())}.values())[::-1]
    result.borrowed = media.borrow(root, config, result.files, options.media, rows)
    cards_by_id = {card.id: card for card in archive.cards}
    shelf = media.shelve(root, config, store, result.files, rows, cards_by_id, jobs=_jobs(options))
    result.copies = shelf.copies
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    if any(found.links for _, _, found in rows):
        ids_by_key: dict[int, str] = {}
        for id_, keys in store.answers():
            if id_ in cards_by_id:
                for key in keys:
                    ids_by_key.setdefault(key, id_)
        published = ((id_, found) for _, id_, found in rows if id_ in cards_by_id)
        links = references.lead(published, ids_by_key, cards_by_id, dict(archive.redirects))
    return msgspec.structs.replace(archive, media=shelf.media, links=links), shelf


def read_overrides(root: Path) -> tuple[entities_file.Overrides, tuple[Problem, ...]]:
    """What a person says of entities. Raises CannotRun where none of it can be read: without it, a build would show what
    that person took away."""
    try:
        text = (root / OVERRIDES).read_text("utf-8-sig")
    except FileNotFoundError:
        text = ""
    except UnicodeDecodeError:
        message = "is not UTF-8 text, so nothing that it says can be heeded; save it as UTF-8"
        raise CannotRun(Problem(Origin(OVERRIDES), "error", "entities-unreadable", message)) from None
    overrides, problems = entities_file.load(text, OVERRIDES)
    if any(problem.code in entities_file.UNREADABLE for problem in problems):
        raise CannotRun(*problems)
    return overrides, problems


def _unique(known: Sequence[Known]) -> tuple[list[Known], list[Problem]]:
    """*known* with one article an id (see `holds_id`), and a Problem for each of the others."""
    by_id: dict[str, Known] = {}
    for one in known:
        id_ = one.card.id
        if id_ not in by_id or holds_id(id_, one.path) < holds_id(id_, by_id[id_].path):
            by_id[id_] = one
    if len(by_id) == len(known):
        return list(known), []
    problems: list[Problem] = []
    for one in known:
        first = by_id[one.card.id]
        if first is not one:
            message = (
                f'id "{one.card.id}" is that of {first.path} too, so this file is left out; give it an id of its own'
            )
            problems.append(Problem(Origin(one.path), "error", "id-taken", message))
    return [one for one in known if by_id[one.card.id] is one], problems


def _arrive(
    config: Config, known: Sequence[Known], book: ledger.Ledger, day: str, *, vanished: set[str]
) -> tuple[list[ledger.Entry], list[Problem]]:
    """The ledger's new lines for *known* articles and for those that vanished."""
    arrivals = [cards.arrival_of(one.card, path=one.path, is_published=one.status == "published") for one in known]
    present = {arrival.id for arrival in arrivals}
    gone: dict[str, ledger.State] = {
        id_: "gone" if id_ in vanished else "deleted" for id_ in book.articles if id_ not in present
    }
    lines, problems = ledger.assign(book, arrivals, gone=gone, permalinks=config.permalinks, today=day)
    return lines, [*problems, *ledger.from_the_future(ledger.with_lines(book, lines), arrivals)]


def _in_order_of_arrival(published: Sequence[Known], book: ledger.Ledger) -> list[tuple[Card, Known]]:
    """Each article with its card as the ledger completes it."""
    order_by_id = {id_: n for n, id_ in enumerate(book.articles)}
    ordered = sorted(published, key=lambda one: order_by_id[one.card.id])
    return [(cards.with_entry(one.card, book.articles[one.card.id], order_by_id[one.card.id]), one) for one in ordered]


def _outcome(archive: Archive, known: Sequence[Known], problems: list[Problem]) -> Outcome:
    statuses = Counter(one.status for one in known)
    undated = [card.id for card in archive.cards if not card.date]
    return Outcome(
        problems=problems,
        articles=len(archive.cards),
        set_aside=statuses["set-aside"],
        drafts=statuses["draft"],
        undated=undated[:10],
        undated_count=len(undated),
        unsourced=dict(Counter(card.id.rpartition("/")[0] for card in archive.cards if not card.source)),
        entities=dict(Counter(entity.kind for entity in archive.entities)),
        stories=len(archive.stories),
    )


# ---------------------------------------------------------------- plan, render, publish


def _publish(root: Path, config: Config, options: Options, store: Store, archive: Archive, result: Result) -> None:
    from archivegen import output  # late: ingest and export make no pages

    with _timed(result, "plan"), _without_collecting():
        theme = output.load_theme(root, config)
        static = output.static_files(root, config)
        common = output.common(theme, config.site)
        plan = output.Plan(
            archive,
            config.site,
            plugins.page_kinds(),
            static,
            result.copies,
            common=common,
            memo=output.remembered(store, common),
            folder=root / cache.FOLDER,
        )
        result.outcome.problems += plan.problems
        output.remember(store, common, plan)
        wanted = plan.keys
        target = root / config.output
        live = publish.look(target)
        stale = publish.stale(live, wanted, store.published())
        removed = [path for path in live.keys if path not in wanted]
        result.ingest.problems += _replaced(config.output, sorted(path for path in live.foreign() if path in wanted))
    result.written, result.removed, result.kept = len(stale), len(removed), len(wanted) - len(stale)
    if not stale and not removed:
        return
    store.commit()
    with _timed(result, "render"):
        stage = publish.Stage(target, root / cache.FOLDER / "next")
        stage.begin(live, wanted, stale)
        shared = output.Shared(
            plan.shelf, theme, config.site, str(stage.folder), str(cache.store_path(root)), root=str(root)
        )
        stats = output.write(
            shared,
            plan.pages(stale),
            jobs=_jobs(options),
            progress=options.progress,
            tally=result.forms,
            killed=result.ingest.problems,
        )
    with _timed(result, "publish"):
        stage.commit(wanted, keep_old=not _was_touched(live.keys, wanted, stale))
        store.put_published(stats.items(), dropped=removed)
        store.commit()


def _replaced(folder: str, paths: Sequence[str]) -> list[Problem]:
    """Said once, by the run that does it."""
    if not paths:
        return []
    others = f" (and {len(paths) - 1} files more)" if len(paths) > 1 else ""
    message = f"was not written by this program, and a page of the site takes its place{others}; keep files of yours in static/"
    return [Problem(Origin(f"{folder}/{paths[0]}"), "warning", "output-replaced", message)]


def _was_touched(live: Mapping[str, str], wanted: Mapping[str, str], stale: Sequence[str]) -> bool:
    """Whether somebody changed a page in the output: its copy that waits aside is then not to be trusted."""
    return any(live.get(path) == wanted[path] for path in stale)
