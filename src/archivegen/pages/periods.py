"""Split a long list by period (decade, year, month, day), so that an addition touches its own period only. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

import msgspec

from archivegen.dates.decades import decade_of, is_decade
from archivegen.views import Bar, Count, Link, MonthDays, Part
from archivegen.words import Words

T = TypeVar("T")

CHART_FROM = 8
"""Fewer dated articles need no chart."""
MOST_YEARS = 120
"""A chart of more leaves out what lies apart."""
MOST_PARTS = 60
"""So many periods of a split list are named at its head."""
UNDATED = "undated"
_FINER = {4: 7, 7: 10}
"""Length of a period's name → that of the periods it is split into: "2024" → "2024-06" → "2024-06-19"."""


class Period(msgspec.Struct, Generic[T], frozen=True):
    """A part of a list that has a page of its own."""

    name: str
    count: int
    items: tuple[T, ...]
    """() if the page only leads to the parts below."""
    below: tuple[tuple[str, int], ...]
    """Names and counts of the parts one level finer."""


def periods(dated: Sequence[tuple[str, T]], size: int) -> tuple[Period[T], ...]:
    """The parts of *dated* ((YYYY-MM-DD or "", item), in the order in which they are shown), coarser before finer.

    A decade of more than *size* items is split by year, a year by month, a month by day, a day (and the undated) into
    numbered parts.
    """
    found = spans(dated, size)
    return tuple([period for name, members in found.items() for period in periods_of(name, members, size)])


def spans(dated: Sequence[tuple[str, T]], size: int) -> dict[str, list[tuple[str, T]]]:
    """*dated* (as for `periods`) by its coarsest periods: decades, and the years of those that hold more than *size* items.

    Such a decade has no page of its own, as that would lead to its years and do nothing else: so what stands in one
    decade is split by year.
    """
    found: dict[str, list[tuple[str, T]]] = {}
    for prefix, members in _by_prefix(dated, 3).items():
        if prefix == UNDATED:
            found[UNDATED] = members
        elif len(members) <= size:
            found[decade_of(prefix)] = members
        else:
            found |= _by_prefix(members, 4)
    return found


def _by_prefix(dated: Sequence[tuple[str, T]], length: int) -> dict[str, list[tuple[str, T]]]:
    by_prefix: dict[str, list[tuple[str, T]]] = {}
    start = 0
    for prefix, same in groupby(
        [day[:length] or UNDATED for day, _ in dated]
    ):  # most lists are in the order of their days
        end = start + sum(1 for _ in same)
        by_prefix.setdefault(prefix, []).extend(dated[start:end])
        start = end
    return by_prefix


def periods_of(name: str, members: Sequence[tuple[str, T]], size: int) -> Iterator[Period[T]]:
    """The period *name* of `spans`, and those that it is split into."""
    if len(members) <= size:
        yield Period(name, len(members), tuple([item for _, item in members]), ())
    elif name != UNDATED and len(name) in _FINER:
        finer = _by_prefix(members, _FINER[len(name)])
        yield Period(name, len(members), (), tuple([(below, len(found)) for below, found in finer.items()]))
        for below, found in finer.items():
            yield from periods_of(below, found, size)
    else:
        yield from numbered(name, [item for _, item in members], size)


def numbered(name: str, items: Sequence[T], size: int) -> tuple[Period[T], ...]:
    """*items* (newest first) in parts of *size*: the first holds the oldest, so that what is new goes into the last only."""
    oldest_first = items[::-1]
    parts = [tuple(oldest_first[at : at + size][::-1]) for at in range(0, len(items), size)]
    names = [name if n == 0 else f"{name}-p{n + 1}" for n in range(len(parts))]
    others = tuple(zip(names[1:], map(len, parts[1:]), strict=True))
    return tuple(
        Period(names[n], len(items) if n == 0 else len(part), part, others if n == 0 else ())
        for n, part in enumerate(parts)
    )


def parts_of(base: str, found: Sequence[Period[T]]) -> Iterator[tuple[Period[T], Part]]:
    """Each period with its place among the others; its page is base/NAME.html.

    Neighbors of what has items are the next that have some, be they finer or coarser; of all others, those equally fine.
    """
    rows: dict[int, list[str]] = {}
    for period in found:
        rows.setdefault(_level(period.name), []).append(period.name)
    with_items = [period.name for period in found if period.items and _level(period.name)]
    neighbors: dict[str, tuple[str, str]] = {}
    for names in (*rows.values(), with_items):
        ordered = sorted(names, key=_place)
        for n, name in enumerate(ordered):
            before = ordered[n - 1] if n else ""
            after = ordered[n + 1] if n + 1 < len(ordered) else ""
            neighbors[name] = before, after
    for period in found:
        before, after = neighbors[period.name]
        yield (
            period,
            Part(
                period.name,
                tuple(Count(f"{base}/{name}.html", name, count) for name, count in period.below),
                Link(f"{base}/{before}.html", before) if before else None,
                Link(f"{base}/{after}.html", after) if after else None,
            ),
        )


class Around(NamedTuple):
    """What stands before and after one of `spans`; "" = nothing."""

    spans: tuple[str, str] = ("", "")
    items: tuple[str, str] = ("", "")
    """The pages on which reading goes on: of the newest items of the one before, of the oldest of the one after."""


def around_spans(found: Mapping[str, Sequence[tuple[str, T]]], size: int) -> dict[str, Around]:
    """By name, for all of the dated `spans` of a list that stands newest first."""
    names = ["", *sorted(name for name in found if name != UNDATED), ""]
    ends = {name: _ends(name, found[name], size) for name in names[1:-1]} | {"": ("", "")}
    return {
        name: Around((before, after), (ends[before][1], ends[after][0]))
        for before, name, after in zip(names, names[1:], names[2:], strict=False)
    }


def _ends(name: str, members: Sequence[tuple[str, T]], size: int) -> tuple[str, str]:
    """The periods of the oldest and of the newest of *members* that have a page with items."""
    oldest, _ = _finest(name, [day for day, _ in reversed(members)], size)
    newest, held = _finest(name, [day for day, _ in members], size)
    return oldest, f"{newest}-p{-(-held // size)}" if held > size else newest


def _finest(name: str, days: Sequence[str], size: int) -> tuple[str, int]:
    """The finest period that the first of *days*, which are those of the period *name*, is split into, and what it holds."""
    held = len(days)
    for length in _FINER.values():
        if held > size:
            name = days[0][:length]
            held = next((n for n, day in enumerate(days) if day[:length] != name), held)
    return name, held


def parts_of_span(base: str, found: Sequence[Period[T]], around: Around) -> Iterator[tuple[Period[T], Part]]:
    """As `parts_of`, for the periods of one of `spans` alone: its edges lead to what stands *around*."""
    for period, part in parts_of(base, found):
        before, after = (
            Link(f"{base}/{name}.html", name) if name else None
            for name in (around.items if period.items else around.spans)
        )
        yield period, Part(part.name, part.below, part.previous or before, part.next or after)


def crumbs_of(base: str, name: str, say: Words) -> tuple[Link, ...]:
    """The way to the period *name* of a split list: the coarser ones that are split into it and its like."""
    stem, _, number = name.partition("-p")
    is_dated = stem[:1].isdigit() and not is_decade(stem)
    coarser = [stem[:length] for length in _FINER if is_dated and length < len(stem)]
    return tuple(
        Link(f"{base}/{one}.html", say.month(int(one[5:])) if is_dated and len(one) == 7 else say.period(one))
        for one in ([*coarser, stem] if number else coarser)
    )


def top(base: str, found: Sequence[Period[T]]) -> Part:
    """The part that leads to the coarsest periods, and to the months of those that are split, where they are not too many."""
    shown = [p for p in found if _is_top(p.name) or _is_month(p.name)]
    if len(shown) > MOST_PARTS:
        shown = [p for p in shown if _is_top(p.name)]
    return Part("", tuple(Count(f"{base}/{p.name}.html", p.name, p.count) for p in shown))


def _place(name: str) -> tuple[str, int]:
    """Orders names by time, numbered parts by their numbers."""
    stem, _, number = name.partition("-p")
    return stem, int(number or 1)


def _is_top(name: str) -> bool:
    return name == UNDATED or len(name) == 4 or is_decade(name)


def _is_month(name: str) -> bool:
    return len(name) == 7 and name[4] == "-" and name[5:].isdigit()


def _level(name: str) -> int:
    """The same of years and decades: they stand side by side."""
    if name.startswith(UNDATED):
        return 0
    return 4 if _is_top(name) else len(name.partition("-p")[0])


def bars(days: Sequence[str], *, finest: int = 10) -> tuple[Bar, ...]:
    """How many of *days* (YYYY-MM-DD; "" does not count) fall into each year, month or day.

    The unit that gives a readable chart, from the first to the last without gaps; () if there is only one column.
    """
    dated = sorted(day for day in days if day)
    if not dated:
        return ()
    if int(dated[-1][:4]) - int(dated[0][:4]) >= MOST_YEARS:  # a few far from all others would leave these no room
        dated = _densest(dated)
    first, last = dated[0], dated[-1]
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])
    length = 4 if months > 48 or finest < 7 else 7 if months > 1 or finest < 10 else 10
    counts = Counter([day[:length] for day in dated])
    labels = _labeled(first[:length], last[:length], length)
    return tuple([Bar(label, counts[label]) for label in labels]) if len(labels) > 1 else ()


def _densest(dated: list[str]) -> list[str]:
    """The most of *dated* (ascending) that lie within MOST_YEARS; of equally many the latest."""
    start, best = 0, (0, 0)
    for end, day in enumerate(dated, 1):
        while int(day[:4]) - int(dated[start][:4]) >= MOST_YEARS:
            start += 1
        if end - start >= best[1] - best[0]:
            best = start, end
    return dated[best[0] : best[1]]


@lru_cache(maxsize=4_000)
def _labeled(first: str, last: str, length: int) -> tuple[str, ...]:
    return tuple(_labels(first, last, length))


def _labels(first: str, last: str, length: int) -> Iterator[str]:
    if length == 4:
        for year in range(int(first[:4]), int(last[:4]) + 1):
            yield f"{year:04d}"
        return
    if length == 7:
        month = int(first[:4]) * 12 + int(first[5:7]) - 1
        while month <= int(last[:4]) * 12 + int(last[5:7]) - 1:
            yield f"{month // 12:04d}-{month % 12 + 1:02d}"
            month += 1
        return
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield day.isoformat()
        day += timedelta(days=1)


def months_of(counts: Mapping[str, int]) -> tuple[MonthDays, ...]:
    """The months that have days in *counts* (articles by YYYY-MM-DD), oldest first."""
    by_month: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for day in sorted(counts):
        by_month.setdefault((int(day[:4]), int(day[5:7])), []).append((int(day[8:10]), counts[day]))
    return tuple(MonthDays(year, month, tuple(found)) for (year, month), found in by_month.items())
