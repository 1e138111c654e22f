"""The shell: the stages in order, with store, workers, progress and the ledger. The only module that knows them all."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import msgspec

from archivegen import cache, cards, entities_file, intake, ledger, link, plugins, publish, workers
from archivegen.config import Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.ingest import Report
from archivegen.model import Archive, Article, Card, EntityKind, Facts
from archivegen.store import Known, Store, StoredBodies

OVERRIDES = "entities.yaml"
"""What a person says of entities; their word is final."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    jobs: int = 0
    """0 = as many as there are processors."""
    output: str = ""
    base_url: str | None = None
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


@dataclass(slots=True)
class Result:
    """What a run did."""

    ingest: Report = field(default_factory=Report)
    outcome: Outcome = field(default_factory=Outcome)
    archive: Archive | None = None
    """None where nothing had changed, so that nothing was linked."""
    unpublished: list[str] = field(default_factory=list)
    """Ids of articles that are not published."""
    written: int = 0
    kept: int = 0
    removed: int = 0
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        return [*self.ingest.problems, *self.outcome.problems]


def build(root: Path, config: Config, options: Options = Options()) -> Result:
    """Bring content/ and the output up to date with everything in *root*."""
    config = _with_options(config, options)
    with _run(root, config, options) as (store, result):
        book, changed = _take_in(root, config, options, store, result)
        if not changed and _is_up_to_date(root, config, store, result):
            return result
        archive = _link(root, config, store, book, result)
        _publish(root, config, options, store, archive, result)
        _remember_outcome(root, config, store, result)
    return result


def ingest(root: Path, config: Config, options: Options = Options(), *, ask_for: Sequence[str] = ()) -> Result:
    """Bring content/, ledger and store up to date; the output is left alone. *ask_for*: seeds wanted though deleted."""
    config = _with_options(config, options)
    with _run(root, config, options) as (store, result):
        book, _ = _take_in(root, config, options, store, result, ask_for=ask_for)
        _link(root, config, store, book, result)
    return result


def export_lines(root: Path, result: Result, *, everything: bool = False) -> Iterator[bytes]:
    """Each published article (with *everything*: the others too) as a line of JSON, in order of arrival."""
    from archivegen import export

    archive = result.archive
    assert archive is not None
    story_of = {number: story.id for story in archive.stories for number in story.articles}
    with closing(StoredBodies(cache.store_path(root))) as bodies:
        for number, card in enumerate(archive.cards):
            found = [archive.entities[at] if at >= 0 else None for at in archive.entity_of[number]]
            article, text = bodies.article(card.id), bodies.text(card.id)
            yield export.jsonl_line(card, article, text, archive.facts[number], found, story_of.get(number))
        for id_ in result.unpublished if everything else ():
            article, facts = bodies.article(id_), bodies.facts(id_)
            yield export.jsonl_line(None, article, bodies.text(id_), facts, [None] * len(facts.entities), None)


def articles(root: Path, result: Result) -> Iterator[Article]:
    """Each published article, whole, in order of arrival."""
    assert result.archive is not None
    with closing(StoredBodies(cache.store_path(root))) as bodies:
        for card in result.archive.cards:
            yield bodies.article(card.id)


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
    result.seconds = time.perf_counter() - started


@contextmanager
def _timed(result: Result, stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    result.stages[stage] = result.stages.get(stage, 0.0) + time.perf_counter() - started


def _jobs(options: Options) -> int:
    return options.jobs or workers.available()


def _take_in(
    root: Path, config: Config, options: Options, store: Store, result: Result, *, ask_for: Sequence[str] = ()
) -> tuple[ledger.Ledger, bool]:
    """The ledger, and whether any article changed."""
    with _timed(result, "ingest"):
        book, problems = _read_ledger(root, config)
        state = intake.Intake(root, config, store, _jobs(options), options.progress)
        result.ingest, changed = intake.take_in(state, book, ask_for=ask_for)
        result.ingest.problems += [*config.notes, *problems]
    return book, changed


# ---------------------------------------------------------------- nothing changed


def _inputs(root: Path, config: Config) -> str:
    """A digest of all inputs beside seeds/ and content files."""
    from archivegen import output

    digest = blake2b(msgspec.msgpack.encode(config), digest_size=16)
    templates, static = output.theme_folders(root, config)
    digest.update(cache.files_digest([*templates, *static]).encode())
    for path in (root / config.content / ledger.FILE_NAME, root / OVERRIDES):
        digest.update(path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()


def _is_up_to_date(root: Path, config: Config, store: Store, result: Result) -> bool:
    """Whether the output is what a build would make; then *result* is told what the last one said."""
    if store.note("inputs") != _inputs(root, config):
        return False
    live = publish.look(root / config.output)
    remembered = store.published()
    if live.keys.keys() != remembered.keys() or publish.stale(live, live.keys, remembered):
        return False
    result.outcome = msgspec.json.decode(store.note("outcome"), type=Outcome)
    result.kept = len(live.keys)
    return True


def _remember_outcome(root: Path, config: Config, store: Store, result: Result) -> None:
    store.note("inputs", _inputs(root, config))
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


def _link(root: Path, config: Config, store: Store, book: ledger.Ledger, result: Result) -> Archive:
    """The archive of all that is published; the ledger gets the lines of what is new."""
    with _timed(result, "link"):
        overrides, problems = _overrides(root)
        known = list(store.articles())
        unique, clashes = _unique(known)
        result.unpublished = [one.card.id for one in unique if one.status != "published"]
        day = today()
        lines, taken = _arrive(config, unique, book, day, vanished=set(result.ingest.vanished))
        book = ledger.with_lines(book, lines)
        in_order, facts = _in_order_of_arrival([one for one in unique if one.status == "published"], book)
        linked = link.link(
            in_order,
            facts,
            book,
            overrides=overrides,
            options=config.site.entities,
            reasons={one.card.id: one.status for one in unique if one.status != "published"},
        )
        lines += ledger.given_lines(book, "entity", linked.entity_addresses, day)
        lines += ledger.given_lines(book, "story", linked.story_addresses, day)
        _add_to_ledger(root, config, lines)
        told = [*problems, *clashes, *taken, *(problem for one in known for problem in one.problems)]
        result.outcome = _outcome(linked.archive, unique, told)
        result.archive = linked.archive
    return linked.archive


def _overrides(root: Path) -> tuple[entities_file.Overrides, tuple[Problem, ...]]:
    try:
        text = (root / OVERRIDES).read_text("utf-8-sig")
    except FileNotFoundError:
        text = ""
    return entities_file.load(text, OVERRIDES)


def _unique(known: Sequence[Known]) -> tuple[list[Known], list[Problem]]:
    """*known* with one article an id (the first by path holds it), and a Problem for each of the others."""
    by_id: dict[str, Known] = {}
    problems: list[Problem] = []
    for one in known:
        first = by_id.setdefault(one.card.id, one)
        if first is not one:
            message = (
                f'id "{one.card.id}" is that of {first.path} too, so this file is left out; give it an id of its own'
            )
            problems.append(Problem(Origin(one.path), "error", "id-taken", message))
    return list(by_id.values()), problems


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


def _in_order_of_arrival(published: Sequence[Known], book: ledger.Ledger) -> tuple[list[Card], list[Facts]]:
    order_by_id = {id_: n for n, id_ in enumerate(book.articles)}
    ordered = sorted(published, key=lambda one: order_by_id[one.card.id])
    in_order = [cards.with_entry(one.card, book.articles[one.card.id], order_by_id[one.card.id]) for one in ordered]
    return in_order, [one.facts for one in ordered]


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

    with _timed(result, "plan"):
        theme = output.load_theme(root, config)
        static = output.static_files(root, config)
        pages, problems = output.plan(archive, config.site, plugins.page_kinds(), static)
        result.outcome.problems += problems
        wanted = output.keys(pages, theme, config.site)
        target = root / config.output
        live = publish.look(target)
        stale = publish.stale(live, wanted, store.published())
        removed = [path for path in live.keys if path not in wanted]
    result.written, result.removed, result.kept = len(stale), len(removed), len(wanted) - len(stale)
    if not stale and not removed:
        return
    store.commit()
    with _timed(result, "render"):
        stage = publish.Stage(target, root / cache.FOLDER / "next")
        stage.begin(live, wanted, stale)
        shared = output.Shared(pages, theme, config.site, str(stage.folder), str(cache.store_path(root)))
        stats = output.write(shared, stale, jobs=_jobs(options), progress=options.progress)
    with _timed(result, "publish"):
        stage.commit(wanted, keep_old=not _was_touched(live.keys, wanted, stale))
        store.put_published(stats.items(), dropped=removed)
        store.commit()


def _was_touched(live: Mapping[str, str], wanted: Mapping[str, str], stale: Sequence[str]) -> bool:
    """Whether somebody changed a page in the output: its copy that waits aside is then not to be trusted."""
    return any(live.get(path) == wanted[path] for path in stale)
