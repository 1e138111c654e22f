"""Archive → the site that stands: plan, what changed, render, exchange. The shell's hand for what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec

from archivegen import cache, hosts, plugins, publish
from archivegen.config import Config
from archivegen.errors import Origin, Problem
from archivegen.garbage import without_collecting
from archivegen.late import late
from archivegen.model import Archive
from archivegen.runs import Result, Run, timed
from archivegen.scan import Stat
from archivegen.store import StoredBodies

if TYPE_CHECKING:
    from archivegen import output, search
else:
    output, search = map(late, ("output", "search"))


def publish_all(run: Run, archive: Archive) -> None:
    """Bring the output up to date with *archive*."""
    root, config, store, result = run.root, run.config, run.store, run.result
    index = _search(run, archive)
    if not index.is_there:
        config = msgspec.structs.replace(config, site=msgspec.structs.replace(config.site, search=False))
    with timed(result, "plan"), without_collecting():
        theme = output.load_theme(root, config)
        static = output.static_files(root, config)
        common = output.common(theme, config.site)
        plan = output.Plan(
            archive,
            config.site,
            plugins.page_kinds(),
            static,
            result.copies,
            index.files,
            common=common,
            memo=output.remembered(store, common),
            folder=root / cache.FOLDER,
        )
        result.outcome.problems += plan.problems
        output.remember(store, common, plan)
        wanted = plan.keys
        target = root / config.output
        live = publish.look(target)
        remembered = store.files(cache.place_of(config.output))
        stale = publish.stale(live, wanted, remembered)
        removed = sorted(live.keys.keys() - wanted.keys())
        result.ingest.problems += _replaced(config.output, sorted(path for path in live.foreign() if path in wanted))
    result.written, result.removed, result.kept = len(stale), len(removed), len(wanted) - len(stale)
    there = {path: live.stats[path] for path in live.foreign()} | remembered
    if not stale and not removed:
        _weigh(config, there, archive, result)
        return
    store.commit()
    with timed(result, "render"):
        stage = publish.Stage(target, root / cache.FOLDER / "next")
        stage.begin(live, wanted, stale)
        shared = output.Shared(
            plan.shelf, theme, config.site, str(stage.folder), str(cache.store_path(root)), root=str(root)
        )
        stats = output.write(
            shared,
            plan.pages(stale),
            crew=run.crew,
            progress=run.options.progress,
            tally=result.forms,
            killed=result.ingest.problems,
        )
    with timed(result, "publish"):
        stage.commit(wanted, keep_old=not _was_touched(live.keys, wanted, stale))
        remembered |= stats
        for path in removed:
            remembered.pop(path, None)
        store.put_files(cache.place_of(config.output), remembered)
        store.commit()
    there |= stats
    for path in removed:
        there.pop(path, None)
    _weigh(config, there, archive, result)


def _search(run: Run, archive: Archive) -> search.Found:
    """What the pages of search ask; the result is told what is wrong with it."""
    root, config, store, result = run.root, run.config, run.store, run.result
    with timed(result, "search"):
        store.commit()
        folder = root / cache.FOLDER / "search"
        with closing(StoredBodies(cache.store_path(root))) as bodies:
            site, jobs = config.site, run.jobs
            found = search.bring_up_to_date(
                folder, archive, site, bodies.text, jobs=jobs, progress=run.options.progress
            )
        result.outcome.problems += found.problems
        result.is_final = found.is_final
    return found


def _weigh(config: Config, files: Mapping[str, Stat], archive: Archive, result: Result) -> None:
    """Tell *result* what the finished site weighs, and which hosts would not take it."""
    weight = hosts.weigh(files)
    result.outcome.files, result.outcome.bytes = weight.files, weight.bytes
    has_rules = {"cloudflare", "netlify"}.intersection(config.site.redirects)
    rules = 0
    if has_rules and (archive.redirects or archive.queries):
        from archivegen.pages.notices import rules_of

        rules = rules_of(archive)
    result.outcome.problems += hosts.near(weight, output=config.output, rules=rules)


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
