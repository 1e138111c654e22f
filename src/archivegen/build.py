"""The shell: the stages in order, with store, workers, progress and the ledger. The only module that knows them all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from archivegen import cache, intake, ledger, linking, media, publish, publishing, unchanged
from archivegen.config import Config
from archivegen.ingest import NOTHING_ASKED, Wishes
from archivegen.linking import OVERRIDES, inputs_of, read_ledger, read_overrides
from archivegen.runs import Options, Outcome, Quiet, Result, Run, timed

_NOTHING_SAID = Options()

__all__ = ["Options", "Outcome", "Quiet", "Result", "build", "ingest", "read_overrides", "rehearse"]


def build(root: Path, config: Config, options: Options = _NOTHING_SAID) -> Result:
    """Bring content/ and the output up to date with everything in *root*."""
    return cache.on_a_sound_store(root, lambda: _build(root, config, options), _tell_of_damage)


def _build(root: Path, config: Config, options: Options) -> Result:
    config = _with_options(config, options)
    with _begun(root, config, options) as run:
        before = unchanged.look(str(root), cache.places(root, config, OVERRIDES))
        book, changed = _take_in(run)
        if not changed and not options.media and _is_up_to_date(run, before):
            return run.result
        archive = linking.link_all(run, book)
        publishing.publish_all(run, archive)
        _remember_outcome(run)
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

    Where nothing has changed, and no archive is needed, nothing is linked and the outcome is that of the last run.
    """
    run = partial(_ingest, root, config, options, wishes=wishes, needs_archive=needs_archive)
    return cache.on_a_sound_store(root, run, _tell_of_damage)


def _ingest(root: Path, config: Config, options: Options, *, wishes: Wishes, needs_archive: bool) -> Result:
    config = _with_options(config, options)
    with _begun(root, config, options) as run:
        store, result = run.store, run.result
        book, changed = _take_in(run, wishes=wishes)
        if not (changed or needs_archive or options.media) and store.note("linked") == inputs_of(root, config, result):
            result.outcome = msgspec.json.decode(store.note("linked outcome"), type=Outcome)
            return result
        linking.link_all(run, book)
    return run.result


def rehearse(root: Path, config: Config, options: Options = _NOTHING_SAID, *, wishes: Wishes = NOTHING_ASKED) -> Result:
    """What an ingest would do. Nothing is written in *root*: the store is a copy of its own, which is thrown away."""
    config = _with_options(config, options)
    result = Result()
    with cache.rehearsal(root, config) as store, timed(result, "ingest"):
        run = Run(root, config, options, store, result)
        book, problems = read_ledger(root, config)
        state = intake.Intake(root, config, store, run.jobs, options.progress, is_dry=True)
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
    with cache.alone(root), cache.open_store(root, config) as store:
        yield Run(root, config, options, store, result)
        for one in (result, *((result.quiet.result,) if result.quiet else ())):
            one.ingest.problems = media.without_shown(one.ingest.problems, store)
        if store.was_damaged or store.was_reset:
            result.ingest.problems = [*result.ingest.problems, cache.anew(is_damaged=store.was_damaged)]
    result.seconds = time.perf_counter() - started


def _tell_of_damage(result: Result) -> None:
    result.ingest.problems = [*result.ingest.problems, cache.anew(is_damaged=True)]


def _take_in(run: Run, *, wishes: Wishes = NOTHING_ASKED) -> tuple[ledger.Ledger, bool]:
    """The ledger, and whether any article changed."""
    root, config, result = run.root, run.config, run.result
    with timed(result, "ingest"):
        result.others = cache.others(root, config, OVERRIDES)
        book, problems = read_ledger(root, config)
        state = intake.Intake(root, config, run.store, run.jobs, run.options.progress)
        result.ingest, changed = intake.take_in(state, book, wishes=wishes)
        result.ingest.problems += [*config.notes, *problems, *state.killed]
        result.files = media.present(root, config, state.files)
    return book, changed


# ---------------------------------------------------------------- nothing changed


def _look_again(run: Run) -> None:
    """Tell the result what the next run would say, where that is sure: nothing can have changed unseen since it began."""
    before = unchanged.look(str(run.root), cache.places(run.root, run.config, OVERRIDES))
    if before.is_settled:
        again = Run(run.root, run.config, run.options, run.store, Result())
        _, changed = _take_in(again)
        if not changed and _is_up_to_date(again, before):
            run.result.quiet = again.result.quiet


def _is_up_to_date(run: Run, before: unchanged.Seen) -> bool:
    """Whether the output is what a build would make; then the result is told what the last one said.

    *before*: what was seen of the inputs before they were read.
    """
    root, config, store, result = run.root, run.config, run.store, run.result
    if store.note("inputs") != inputs_of(root, config, result):
        return False
    made = unchanged.look(str(root), [config.output], is_ours=True)
    live = publish.look(root / config.output)
    remembered = store.published()
    if live.keys.keys() != remembered.keys() or publish.stale(live, live.keys, remembered):
        return False
    result.outcome = msgspec.json.decode(store.note("outcome"), type=Outcome)
    result.kept = len(live.keys)
    result.quiet = Quiet(result, (cache.places(root, config, OVERRIDES), before), (config.output, made))
    return True


def _remember_outcome(run: Run) -> None:
    run.store.note("inputs", inputs_of(run.root, run.config, run.result) if run.result.is_final else "")
    run.store.note("outcome", msgspec.json.encode(run.result.outcome).decode())
