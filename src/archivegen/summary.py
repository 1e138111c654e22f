"""A run's result → the few lines that a person can act on. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archivegen import hosts, unchanged
from archivegen.build import Outcome, Result
from archivegen.config import Config
from archivegen.errors import Problem
from archivegen.ingest import Report
from archivegen.late import late
from archivegen.model import EntityKind, Losses

if TYPE_CHECKING:
    from archivegen import folders
else:
    folders = late("folders")


def lines(
    result: Result, config: Config, *, output: str, base_url: str, seeds: Mapping[str, str] = {}, took: str = ""
) -> Iterator[str]:
    """What came in, what is not known, what was written; then the questions whose answers settle most.

    *output*: the folder that was built; "" where only seeds were read. *seeds*: of a folder of articles, that of their seeds.
    *took*: said for the time, if not the result's own.
    """
    outcome = result.outcome
    unsourced = sum(outcome.unsourced.values())
    yield _came_in(result)
    yield f"not known: {outcome.undated_count:,} without a date, {unsourced:,} without a source"
    if output:
        yield "found: " + ", ".join(_count(number, *names) for number, names in _found(outcome))
        seconds = took or unchanged.in_words(result.seconds)
        yield f"pages: {result.written:,} written, {result.kept:,} kept, {result.removed:,} removed, in {seconds} → {output}/"
        yield f"site: {outcome.files:,} files, {hosts.in_bytes(outcome.bytes)}"
        if not base_url:
            yield "note: base_url is not set in site.yaml: no sitemap, and feeds point at http://localhost:8000/"
    yield from _lost(result, config)
    yield from _questions(outcome, config, seeds)


def profile(result: Result) -> str:
    """What the run cost, as JSON: seconds and processor seconds of each stage, and of each kind of page that was written."""
    stages = {
        stage: {"wall_s": round(seconds, 4), "cpu_s": round(result.stages_cpu[stage], 4)}
        for stage, seconds in result.stages.items()
    }
    pages = {
        form: {"pages": int(count), "bytes": int(size), "cpu_s": round(seconds, 4)}
        for form, (count, size, seconds) in sorted(result.forms.items(), key=lambda pair: (-pair[1][2], pair[0]))
    }
    counts = {"articles": result.outcome.articles, "written": result.written, "kept": result.kept}
    told = {"wall_s": round(result.seconds, 4), **counts, "stages": stages, "pages": pages}
    return json.dumps(told, indent=1)


MOST_ALIKE = 3
"""Notes in one folder that say the same of one file each are told one by one; of more, the first is."""


def grouped(problems: Iterable[Problem]) -> Iterator[Problem]:
    """*problems*, each once and in order; of many notes that say the same of files of one folder, one."""
    ordered = sorted(set(problems))
    alike = Counter(_alike(one) for one in ordered if one.severity == "note")
    told: set[tuple[str, str, str]] = set()
    for one in ordered:
        key = _alike(one)
        if one.severity != "note" or alike[key] <= MOST_ALIKE:
            yield one
        elif key not in told:
            told.add(key)
            message = f"{one.message} (and {alike[key] - 1:,} more of {key[0]}/)"
            yield Problem(one.origin, one.severity, one.code, message)


def _alike(problem: Problem) -> tuple[str, str, str]:
    return problem.origin.path.rpartition("/")[0], problem.code, problem.message


MOST_STEPS = 200
"""Of a dry run; more are counted."""


def of_intake(report: Report) -> Iterator[str]:
    """What a dry run would do, one line a file; which lines were learned; what edited articles and their seeds differ in."""
    if report.is_dry:
        for verb, path, why in report.steps[:MOST_STEPS]:
            yield f"{verb}: {path}" + (f" ({why})" if why else "")
        if len(report.steps) > MOST_STEPS:
            yield f"and {len(report.steps) - MOST_STEPS:,} more"
    for path, lines_ in report.differences.items():
        yield f"{path} and its seed (- yours, + the seed's):"
        yield from (f"    {line}" for line in lines_)
    for row in report.learned[:MOST_STEPS]:
        yield f"learned: furniture of {row.place}, in {row.count:,} texts: {row.line}"
    if report.is_dry:
        counts = Counter(verb for verb, _, _ in report.steps)
        told = ", ".join(f"{count:,} {verb}" for verb, count in sorted(counts.items())) or "nothing"
        yield f"dry run: {told}; nothing was written"


_NAMES: Mapping[EntityKind, tuple[str, str]] = {
    "person": ("person", "people"),
    "organization": ("organization", "organizations"),
    "place": ("place", "places"),
    "work": ("work", "works"),
}


def _found(outcome: Outcome) -> Iterator[tuple[int, tuple[str, str]]]:
    yield from ((outcome.entities.get(kind, 0), names) for kind, names in _NAMES.items())
    yield outcome.stories, ("story", "stories")


_LOST: Mapping[str, tuple[str, str]] = {
    "picture": ("picture", "missing"),
    "unnamed picture": ("picture", "named by number only, and not in the export"),
    "document": ("document", "missing"),
    "embed": ("embed", "kept as text and link"),
    "shortcode": ("shortcode", "taken out; the words inside stay"),
    "comment": ("comment", "left behind"),
}
"""What an import may lose: its name, and what became of it."""
_FILES = ("picture", "document")
"""What a folder of the old site's uploads may hold."""
_MOST_NAMES = 5


def _lost(result: Result, config: Config) -> Iterator[str]:
    """What could not be taken over from the old site, one aligned line a kind; what nobody can mend only when it came in."""
    if result.borrowed:
        yield f"copied: {_count(result.borrowed, 'file', 'files')} into {config.media.folders[0]}/, which belongs to the site now"
    losses = result.outcome.losses + (result.ingest.losses if result.ingest.written else Losses())
    rows = [(kind, names) for kind in _LOST if (names := losses.names(kind))]
    if not rows:
        return
    counts = {kind: sum(number for _, number in names) for kind, names in rows}
    width = max(len(f"{count:,}") for count in counts.values())
    nouns = {kind: _LOST[kind][0] + ("" if count == 1 else "s") for kind, count in counts.items()}
    longest = max(map(len, nouns.values()))
    yield "not taken over:"
    for kind, names in rows:
        yield f"  {counts[kind]:>{width},} {nouns[kind]:<{longest}}  {_LOST[kind][1]}{_by_name(names)}"
    if any(name for kind, names in rows if kind in _FILES for name, _ in names):
        yield "  the old site's pictures and documents come in with --media DIR (the folder of its uploads)"


def _by_name(names: Sequence[tuple[str, int]]) -> str:
    """ ": host 3, other 2, and 4 more" of what has names."""
    if not any(name for name, _ in names):
        return ""
    shown = ", ".join(f"{name or 'no such file'} {number:,}" for name, number in names[:_MOST_NAMES])
    return f": {shown}" + (f", and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else "")


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _came_in(result: Result) -> str:
    report, outcome = result.ingest, result.outcome
    counts = (
        (report.added, "new"),
        (report.changed, "changed"),
        (len(report.renamed), "with renamed seeds"),
        (len(report.vanished), "gone with their seeds"),
        (len(report.missing), "deleted by hand"),
        (report.duplicates, "duplicate set aside" if report.duplicates == 1 else "duplicates set aside"),
        (outcome.set_aside - report.duplicates, "set aside"),
        (outcome.drafts, "draft" if outcome.drafts == 1 else "drafts"),
    )
    told = ", ".join(f"{number:,} {word}" for number, word in counts if number > 0)
    return f"in: {_count(outcome.articles, 'article', 'articles')}" + (f" ({told})" if told else "")


def _questions(outcome: Outcome, config: Config, seeds: Mapping[str, str]) -> Iterator[str]:
    """The answers that settle most, at most three."""
    for folder, number in sorted(outcome.unsourced.items(), key=lambda pair: (-pair[1], pair[0]))[:2]:
        where = f"{config.content}/{folder}/" if folder else f"{config.content}/"
        if number > 1:
            target = f"{seeds[folder]}/{folders.DEFAULTS_NAMES[0]}, if it is one for all" if folder in seeds else "each"
            yield f'ask: {number:,} articles in {where} name no publication; which is it? write "source: NAME" into {target}'
        else:
            yield f'ask: one article in {where} names no publication; which is it? write "source: NAME" into its file'
    if outcome.undated:
        first, others = outcome.undated[0], outcome.undated_count - 1
        also = f" (and into {others:,} more)" if others else ""
        yield f'ask: when was {first} published? write "date: YYYY-MM-DD" into {config.content}/{first}.md{also}'


def seeds_beside(root: Path, settings: Config, outcome: Outcome) -> dict[str, str]:
    """The folder of seeds of each folder of articles that have no source, where there is one."""
    return folders.seeds_beside(root, settings.seeds, outcome.unsourced) if outcome.unsourced else {}
