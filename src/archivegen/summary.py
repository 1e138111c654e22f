"""A run's result → the few lines that a person can act on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archivegen.build import Outcome, Result
from archivegen.config import Config
from archivegen.model import EntityKind


def lines(result: Result, config: Config, *, output: str, base_url: str) -> Iterator[str]:
    """What came in, what is not known, what was written; then the questions whose answers settle most.

    *output*: the folder that was built; "" where only seeds were read.
    """
    outcome = result.outcome
    unsourced = sum(outcome.unsourced.values())
    yield _came_in(result)
    yield f"not known: {outcome.undated_count:,} without a date, {unsourced:,} without a source"
    if output:
        yield "found: " + ", ".join(_count(number, *names) for number, names in _found(outcome))
        seconds = f"{result.seconds:.1f} s" if result.seconds >= 1 else f"{result.seconds * 1000:.0f} ms"
        yield f"pages: {result.written:,} written, {result.kept:,} kept, {result.removed:,} removed, in {seconds} → {output}/"
        if not base_url:
            yield "note: base_url is not set in site.yaml: no sitemap, and feeds point at http://localhost:8000/"
    yield from _questions(outcome, config)


_NAMES: Mapping[EntityKind, tuple[str, str]] = {
    "person": ("person", "people"),
    "organization": ("organization", "organizations"),
    "place": ("place", "places"),
    "work": ("work", "works"),
}


def _found(outcome: Outcome) -> Iterator[tuple[int, tuple[str, str]]]:
    yield from ((outcome.entities.get(kind, 0), names) for kind, names in _NAMES.items())
    yield outcome.stories, ("story", "stories")


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _came_in(result: Result) -> str:
    report, outcome = result.ingest, result.outcome
    counts = (
        (report.added, "new"),
        (report.changed, "changed"),
        (len(report.renamed), "with renamed seeds"),
        (len(report.vanished), "gone with their seeds"),
        (report.duplicates, "duplicates set aside"),
        (outcome.set_aside - report.duplicates, "set aside"),
        (outcome.drafts, "drafts"),
    )
    told = ", ".join(f"{number:,} {word}" for number, word in counts if number > 0)
    return f"in: {_count(outcome.articles, 'article', 'articles')}" + (f" ({told})" if told else "")


def _questions(outcome: Outcome, config: Config) -> Iterator[str]:
    """The answers that settle most, at most three."""
    for folder, number in sorted(outcome.unsourced.items(), key=lambda pair: (-pair[1], pair[0]))[:2]:
        where = f"{config.content}/{folder}/" if folder else f"{config.content}/"
        if number > 1:
            yield f'ask: {number:,} articles in {where} name no publication; which is it? write "source: NAME" into each'
        else:
            yield f'ask: one article in {where} names no publication; which is it? write "source: NAME" into its file'
    if outcome.undated:
        first, others = outcome.undated[0], outcome.undated_count - 1
        also = f" (and into {others:,} more)" if others else ""
        yield f'ask: when was {first} published? write "date: YYYY-MM-DD" into {config.content}/{first}.md{also}'
