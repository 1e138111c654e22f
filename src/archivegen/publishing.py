"""Archive → the site that stands: plan, what changed, render, exchange. The shell's hand for what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from archivegen import cache, hosts, plugins, publish, standing
from archivegen.config import Config
from archivegen.errors import Origin, Problem
from archivegen.garbage import without_collecting
from archivegen.late import late
from archivegen.model import Archive, Page
from archivegen.runs import Result, Run, timed
from archivegen.scan import Stat
from archivegen.store import StoredBodies

if TYPE_CHECKING:
    from archivegen import output, search, shelf, writing
    from archivegen.render import Theme
else:
    output, search, shelf, writing = map(late, ("output", "search", "shelf", "writing"))


class Desk(NamedTuple):
    """What planning and writing share, made before either."""

    theme: Theme
    shelf: shelf.Shelf


class Work(msgspec.Struct, frozen=True):
    """What there is to do once all is planned. No part of it holds the archive."""

    config: Config
    """As the site is built."""
    lines: Sequence[str]
    """Of the manifest: as `publish.listing` has them, of each file."""
    others: dict[str, Stat]
    """Files in the output that the program did not write, by path."""
    remembered: dict[str, Stat] | None
    """Of its own files as they were written, by path; None: to be read again, which takes less memory than to send it."""
    removed: Sequence[str]
    pages: Sequence[shelf.Laid | Page]
    """Those that are stale, sorted by path."""
    was_touched: bool
    """Somebody changed a page in the output: its copy that waits aside is then not to be trusted."""
    rules: int
    """Redirect rules for a host that has a limit of them."""


def desk(run: Run) -> Desk:
    with timed(run.result, "plan"):
        return Desk(output.load_theme(run.root, run.config), shelf.Shelf(run.root / cache.FOLDER))


def planned(run: Run, archive: Archive, desk: Desk, found: search.Found | None) -> Work:
    """What is to be written so that the output is up to date with *archive*. *found*: as `indexed` has it."""
    config, result = run.config, run.result
    if found is not None:
        result.outcome.problems += found.problems
        result.is_final = found.is_final
        if not found.is_there:
            config = msgspec.structs.replace(config, site=msgspec.structs.replace(config.site, search=False))
    with timed(result, "plan"), without_collecting():
        return _planned(run, archive, desk, config, found.files if found is not None else {})


def _planned(run: Run, archive: Archive, desk: Desk, config: Config, index: Mapping[str, search.File]) -> Work:
    root, store, result = run.root, run.store, run.result
    common, marks = output.common(desk.theme.say, config.site), output.marks(store, desk.theme)
    plan = output.Plan(
        archive,
        config.site,
        plugins.page_kinds(),
        output.static_files(root, config),
        result.copies,
        index,
        common=common,
        marks=marks,
        memo=output.remembered(store, common, marks),
        shelf=desk.shelf,
    )
    result.outcome.problems += plan.problems
    output.remember(store, common, plan)
    standing.planned(store)
    live, lines = publish.look(root / config.output, config.output), publish.listing(plan.keys)
    remembered = store.files(cache.place_of(config.output))
    todo = publish.compare(live, plan.keys, lines, remembered)
    others = {path: live.stats[path] for path in todo.foreign}
    result.ingest.problems += _replaced(config.output, sorted(publish.displaced(others, plan.keys)))
    result.written, result.removed = len(todo.stale), len(todo.removed)
    result.kept = len(lines) - result.written
    pages, rules = plan.pages(todo.stale), _rules(config, archive)
    return Work(config, lines, others, remembered, todo.removed, pages, todo.was_touched, rules)


def publish_all(run: Run, work: Work, desk: Desk) -> None:
    """Bring the output up to date."""
    root, store, result = run.root, run.store, run.result
    config, place = work.config, cache.place_of(work.config.output)
    files = store.files(place) if work.remembered is None else work.remembered
    if not work.pages and not work.removed:
        _weigh(config, work.others | files, work.rules, result)
        return
    store.commit()
    with timed(result, "render"):
        stage = publish.Stage(root / config.output, root / cache.FOLDER / "next")
        stage.begin(list(work.others), work.lines, [page.path for page in work.pages])
        shared = writing.Shared(
            desk.shelf, desk.theme, config.site, str(stage.folder), str(cache.store_path(root)), root=str(root)
        )
        stats = writing.write(
            shared,
            work.pages,
            crew=run.crew,
            progress=run.options.progress,
            tally=result.forms,
            killed=result.ingest.problems,
        )
    with timed(result, "publish"):
        stage.commit(keep_old=not work.was_touched)
        files |= stats
        for path in work.removed:
            files.pop(path, None)
        store.put_files(place, files)
        store.commit()
    _weigh(config, work.others | files, work.rules, result)


def indexed(run: Run, cards: Sequence[search.bundles.Indexed]) -> search.Found | None:
    """What the pages of search ask, of all that is published, in order of arrival; None where the site has no search."""
    root, site, progress = run.root, run.config.site, run.options.progress
    if not site.search:
        return None
    with timed(run.result, "search"), closing(StoredBodies(cache.store_path(root))) as bodies:
        run.store.commit()
        folder = root / cache.FOLDER / "search"
        return search.bring_up_to_date(folder, cards, site, bodies.text, jobs=run.jobs, progress=progress)


def _weigh(config: Config, files: Mapping[str, Stat], rules: int, result: Result) -> None:
    """Tell *result* what the finished site weighs, and which hosts would not take it."""
    weight = hosts.weigh(files)
    result.outcome.files, result.outcome.bytes = weight.files, weight.bytes
    result.outcome.problems += hosts.near(weight, output=config.output, rules=rules)


def _rules(config: Config, archive: Archive) -> int:
    """How many redirect rules there are for a host that has a limit of them."""
    has_rules = {"cloudflare", "netlify"}.intersection(config.site.redirects)
    if not has_rules or not (archive.redirects or archive.queries):
        return 0
    from archivegen.pages.notices import rules_of

    return rules_of(archive)


def _replaced(folder: str, paths: Sequence[str]) -> list[Problem]:
    """Said once, by the run that does it."""
    if not paths:
        return []
    others = f" (and {len(paths) - 1} files more)" if len(paths) > 1 else ""
    message = f"was not written by this program, and a page of the site takes its place{others}; keep files of yours in static/"
    return [Problem(Origin(f"{folder}/{paths[0]}"), "warning", "output-replaced", message)]
