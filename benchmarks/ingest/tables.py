"""A Benchmark as tables that people read, and as a record that runs can be compared by. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.ingest import containers
from benchmarks.ingest.sets import Benchmark

COLUMNS = (
    *("title", "dek", "byline", "date", "date wrong", "date made up", "body"),
    *("lines kept", "lines leaked", "captions found", "captions in body"),
)
SEEN = 0.0005
"""A smaller change of a figure is none."""
ABOUT = """# What an ingest recovers

`python -m benchmarks.ingest --corpora DIR`; the corpora are not part of this repository, the labels are (tests/gold/lines).
1 is all; of *date wrong*, *date made up*, *lines leaked* and *captions in body*, 0 is best. An empty cell: the set has no truth
for it. Documents of one set are ingested together. Speed is that of one busy core.

- *all texts, …*: the raw texts of all sets in another layout. *labelled, without …*: nothing may be made up for what is missing.
- *digitalgov as text*: Markdown posts printed as a page's text would have them. The truth of *digitalgov markdown* cuts values that
  run over two lines of front matter and keeps entities as they are: what is missing to 1 there is not ours.
- *readability html* wants the page's `<title>`, name of the site included; ours is the headline.
- WordPress pages (about, contact) are no stories: they are to come in set aside, and are counted apart from posts.
"""


def tables(benchmark: Benchmark) -> str:
    parts = [_sets(benchmark), _items(benchmark.containers), _loose(benchmark.loose), _speed(benchmark.speed)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [list(head), ["---"] * len(head), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) if len(lines) > 2 else ""


def _sets(benchmark: Benchmark) -> str:
    def cell(values: Mapping[str, tuple[float, int]], column: str) -> str:
        return f"{values[column][0]:.3f}" if column in values else ""

    rows = (
        [name, str(benchmark.documents[name]), *(cell(v, c) for c in COLUMNS)] for name, v in benchmark.sets.items()
    )
    return _table(("set", "documents", *COLUMNS), rows)


def _items(rows: Sequence[containers.Row]) -> str:
    def cell(pair: tuple[int, int]) -> str:
        return f"{pair[0]} of {pair[1]}"

    lines = ([r.name, *map(cell, (r.items, r.titles, r.days, r.addresses)), str(r.leaked)] for r in rows)
    return _table(("container", "items", "titles", "dates", "addresses", "published, and not to be"), lines)


def _loose(loose: Mapping[str, Mapping[str, int]]) -> str:
    head = ("folder", "files", "published", "set aside or draft", "errors", "defeats")
    return _table(head, ([name, *(str(row[what]) for what in head[1:])] for name, row in loose.items()))


def _speed(speed: Mapping[str, Mapping[str, float]]) -> str:
    head = ("documents per second of processor", "documents", "kB", "read and normalized", "whole ingest")
    rows = (
        [name, f"{row['documents']:.0f}", f"{row['kB']:,.0f}", f"{row['read']:,.0f}", f"{row['ingest']:,.0f}"]
        for name, row in speed.items()
    )
    return _table(head, rows)


def record(benchmark: Benchmark) -> dict[str, Any]:
    """All figures but speed, which no two runs share."""
    return {
        "sets": {
            name: {"documents": benchmark.documents[name]}
            | {k: [round(v, 4), n] for k, (v, n) in sorted(values.items())}
            for name, values in benchmark.sets.items()
        },
        "containers": {
            row.name: {what: list(getattr(row, what)) for what in ("items", "titles", "days", "addresses")}
            | {"leaked": row.leaked}
            for row in benchmark.containers
        },
        "loose": benchmark.loose,
    }


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """A line for each figure of a set, or count of a container, that is not what it was *before*."""
    for name, figures in after["sets"].items():
        old = before["sets"].get(name, {})
        moved = [
            f"{column} {old[column][0]:.3f} → {value[0]:.3f}"
            for column, value in figures.items()
            if column in COLUMNS and column in old and abs(old[column][0] - value[0]) >= SEEN
        ]
        if moved:
            yield f"{name}: {', '.join(moved)}"
    for name, counts in after["containers"].items():
        if (old := before["containers"].get(name)) is not None and old != counts:
            yield f"{name}: {old} → {counts}"
