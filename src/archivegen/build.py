"""The shell: the stages in order, with store, workers, progress and the ledger. The only module that knows them all."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from archivegen import apart, cache, intake, ledger, linking, media, publish, publishing, refresh, unchanged, workers
from archivegen.book import Book
from archivegen.config import Config
from archivegen.errors import Origin, Problem
from archivegen.ingest import NOTHING_ASKED, Wishes
from archivegen.linking import OVERRIDES, inputs_of, read_overrides
from archivegen.runs import Options, Outcome, Quiet, Result, Run, timed

_NOTHING_SAID = Options()

__all__ = ["Options", "Outcome", "Quiet", "Result", "build", "ingest", "read_overrides", "rehearse"]


def build(root: Path, config: Config, options: Options = _NOTHING_SAID) -> Result:
    """Bring content/ and the output up to date with everything in *root*."""
    return cache.on_a_sound_store(root, lambda: _build(root, config, options), _tell_of_damage)


def _build(root: Path, config: Config, options: Options) -> Result:
    config = _with_options(config, options)
    with _begun(root, config, options) as run:
        begun = time.time_ns()
        book, changed = _take_in(run)
        if not changed and not options.media and _is_as_built(run, book):
            before = unchanged.look(str(root), cache.places(root, config, OVERRIDES))
            if not before.is_as_of(begun):
                book, changed = _take_in(run)  # again: what changed before that look must not pass for seen
            if not changed and _is_up_to_date(run, book, before):
                return run.result
        desk = publishing.desk(run)
        publishing.publish_all(run, apart.work_out(run, book, desk), desk)
        _remember_outcome(run, begun)
        if not options.media and run.result.written > run.result.kept:
            _look_again(run)  # after less, the looking would cost more than the work
    return run.result


def ingest(
    root: Path,
    config: Config,
    options: Options = _NOTHING_SAID,
    *,
    wishes: Wishes = NOTHING_ASKED,
    needs_archive: bool = True,
) -> Result:
    """Bring content/, ledger and store up to date; the output is left alone.

    Where no archive is needed, nothing is linked; where nothing has changed either, the outcome is that of the last run.
    """
    run = partial(_ingest, root, config, options, wishes=wishes, needs_archive=needs_archive)
    return cache.on_a_sound_store(root, run, _tell_of_damage)


def _ingest(root: Path, config: Config, options: Options, *, wishes: Wishes, needs_archive: bool) -> Result:
    config = _with_options(config, options)
    with _begun(root, config, options) as run:
        is_plain = not (needs_archive or options.media or wishes.take or wishes.again)
        before = unchanged.look(str(root), cache.places(root, config, OVERRIDES)) if is_plain else None
        book, changed = _take_in(run, wishes=wishes)
        if not (changed or needs_archive or options.media) and _says_the_same(run, book, before):
            return run.result
        if needs_archive:
            linking.link_all(run, book)
            return run.result
        linking.arrive_all(run, book)
        if is_plain and len(run.result.ingest.written) >= _MANY:
            _foresee(run, wishes)
    return run.result


_MANY = 10_000
"""Articles after whose reading the next run is foreseen: less is done again sooner."""


def _says_the_same(run: Run, book: Book, before: unchanged.Seen | None) -> bool:
    """Whether an ingest comes to what the last one came to; then the result is told that. *before*: as of _is_up_to_date."""
    root, config, store, result = run.root, run.config, run.store, run.result
    if store.note("linked") != inputs_of(result, book, store.astray()):
        return False
    result.outcome = msgspec.json.decode(store.note("linked outcome"), type=Outcome)
    if before is not None:
        no_output = unchanged.look(str(root), [unchanged.SITE_FILE])
        result.quiet = Quiet(result, (cache.places(root, config, OVERRIDES), before), (unchanged.SITE_FILE, no_output))
    return True


def _foresee(run: Run, wishes: Wishes) -> None:
    """Tell the result what the next ingest would say, once what was written is old enough to be told from what comes."""
    time.sleep(unchanged.GRAIN_NS / 1e9 + 0.1)
    before = unchanged.look(str(run.root), cache.places(run.root, run.config, OVERRIDES))
    again = Run(run.root, run.config, run.options, run.store, Result(), run.crew)
    book, changed = _take_in(again, wishes=wishes)
    if not changed and _says_the_same(again, book, before):
        run.result.quiet = again.result.quiet


def rehearse(
    root: Path,
    config: Config,
    options: Options = _NOTHING_SAID,
    *,
    wishes: Wishes = NOTHING_ASKED,
    lent: Mapping[str, str] = {},
) -> Result:
    """What an ingest would do. Nothing is written in *root*: the store is a copy of its own, which is thrown away.

    *lent*: seeds outside the site, by the path at which they would come in.
    """
    config = _with_options(config, options)
    result = Result()
    with cache.rehearsal(root, config) as store, timed(result, "ingest"):
        run = Run(root, config, options, store, result, _local(options))
        book = Book(root, config)
        problems = book.problems(store)
        state = refresh.Intake(root, config, store, run.crew, options.progress, is_dry=True, lent=lent)
        result.ingest, _ = intake.take_in(state, book, wishes=wishes)
        result.ingest.problems += [*config.notes, *problems]
    return result


# ---------------------------------------------------------------- around a run


def _with_options(config: Config, options: Options) -> Config:
    site = config.site if options.base_url is None else msgspec.structs.replace(config.site, base_url=options.base_url)
    return msgspec.structs.replace(config, site=site, output=options.output or config.output)


@contextmanager
def _begun(root: Path, config: Config, options: Options) -> Iterator[Run]:
    started = time.perf_counter()
    result = Result()
    told: list[Problem] = []
    with cache.alone(root), _crew(root, options, told) as crew, cache.open_store(root, config) as store:
        yield Run(root, config, options, store, result, crew)
        for one in (result, *((result.quiet.result,) if result.quiet else ())):
            one.ingest.problems = media.without_shown(one.ingest.problems, store)
        if store.was_damaged or store.was_reset:
            result.ingest.problems = [*result.ingest.problems, cache.anew(is_damaged=store.was_damaged)]
    result.ingest.problems = [*result.ingest.problems, *told]
    result.seconds = time.perf_counter() - started


@contextmanager
def _crew(root: Path, options: Options, told: list[Problem]) -> Iterator[workers.Crew]:
    """Who does what is done of each article alone; *told* gets what there is to say of them."""
    if not options.cluster:
        yield _local(options)
        return
    from archivegen import cluster  # late: hardly any archive is so large

    with cluster.joined(options.cluster, root, told) as crew:
        yield crew


def _local(options: Options) -> workers.Local:
    return workers.Local(options.jobs or workers.available())


def _tell_of_damage(result: Result) -> None:
    result.ingest.problems = [*result.ingest.problems, cache.anew(is_damaged=True)]


def _take_in(run: Run, *, wishes: Wishes = NOTHING_ASKED) -> tuple[Book, bool]:
    """The ledger, and whether any article changed."""
    root, config, result = run.root, run.config, run.result
    with timed(result, "ingest"):
        result.others = cache.others(root, config, OVERRIDES)
        book = Book(root, config)
        problems = book.problems(run.store)
        state = refresh.Intake(root, config, run.store, run.crew, run.options.progress)
        result.ingest, changed = intake.take_in(state, book, wishes=wishes)
        result.ingest.problems += [*config.notes, *problems, *state.killed, *_other_pattern(run, book)]
        result.files = media.present(root, config, state.files, result.ingest.problems)
    return book, changed


def _other_pattern(run: Run, book: Book) -> list[Problem]:
    """A note in the first run under other `permalinks`: what changes, and what does not."""
    pattern = run.config.permalinks
    before = run.store.note("permalinks")
    if before == pattern:
        return []
    run.store.note("permalinks", pattern)
    if not before:
        return []
    entries = book.ledger.articles.values()
    kept = sum(entry.address != ledger.NOWHERE and not entry.state for entry in entries)
    if not kept:
        return []
    those = (
        f"the {kept:,} articles that have an address keep" if kept > 1 else "the one article that has an address keeps"
    )
    message = f"permalinks was {before}: {those} it; new ones get theirs by {pattern}"
    return [Problem(Origin(unchanged.SITE_FILE), "note", "permalinks-changed", message)]


# ---------------------------------------------------------------- nothing changed


def _look_again(run: Run) -> None:
    """Tell the result what the next run would say, where that is sure: nothing can have changed unseen since it began."""
    before = unchanged.look(str(run.root), cache.places(run.root, run.config, OVERRIDES))
    if before.is_settled:
        again = Run(run.root, run.config, run.options, run.store, Result(), run.crew)
        book, changed = _take_in(again)
        if not changed and _is_up_to_date(again, book, before):
            run.result.quiet = again.result.quiet


def _is_as_built(run: Run, book: Book) -> bool:
    """Whether the last build had the same inputs beside seeds/ and content files."""
    return run.store.note("inputs") == inputs_of(run.result, book, run.store.astray())


def _is_up_to_date(run: Run, book: Book, before: unchanged.Seen) -> bool:
    """Whether the output is what a build would make; then the result is told what the last one said.

    *before*: what was seen of the inputs before they were read.
    """
    root, config, store, result = run.root, run.config, run.store, run.result
    if not _is_as_built(run, book):
        return False
    made = unchanged.look(str(root), [config.output], is_ours=True)
    live = publish.look(root / config.output, config.output)
    remembered = store.files(cache.place_of(config.output))
    keys = publish.keys_of(live.lines)
    if keys.keys() != remembered.keys() or publish.compare(live, keys, live.lines, remembered).stale:
        return False
    result.outcome = msgspec.json.decode(store.note("outcome"), type=Outcome)
    result.kept = len(keys)
    result.quiet = Quiet(result, (cache.places(root, config, OVERRIDES), before), (config.output, made))
    return True


def _remember_outcome(run: Run, begun: int) -> None:
    is_sure = run.result.is_final and cache.are_settled(run.root, run.config, run.result.files, begun)
    run.store.note("inputs", run.store.note("linked") if is_sure else "")
    run.store.note("outcome", msgspec.json.encode(run.result.outcome).decode())
