"""Columns of a chart over time: bars → a path, the labels of the axis and what stands above the tallest. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from archivegen.views import Bar

STEP, WIDTH, HEIGHT = 10, 8, 100
"""Of a column with its gap, of a column, of the tallest; the drawing is stretched to the width of the page."""
LOWEST = 3.0
"""Height of the lowest column, which must be seen."""
MOST_LABELS = 8
_ROUND = (1, 2, 5, 10, 20, 25, 50, 100)


class Label(NamedTuple):
    """A word at the axis or above a column."""

    text: str
    """A period, or a number of something."""
    left: str
    """Per cent of the width, as CSS has it."""
    side: str
    """ "start", "end", or "": how it is held inside the drawing."""


class Column(NamedTuple):
    """A column that leads to a page."""

    period: str
    number: int
    href: str
    x: int
    path: str


class Columns(NamedTuple):
    size: int
    """How many columns there is room for."""
    width: int
    path: str
    """All columns that lead nowhere."""
    linked: tuple[Column, ...]
    axis: tuple[Label, ...]
    peak: Label
    first: str
    last: str
    most: str
    """The period of the tallest column."""
    drawn: int
    """What all columns hold together."""


def columns(bars: Sequence[Bar], href_of: Callable[[str], str] | None = None) -> Columns | None:
    """The picture of *bars*; None of fewer than two. *href_of*: where the column of a period leads; "" = nowhere."""
    if len(bars) < 2:
        return None
    counts = [bar.count for bar in bars]
    most = max(counts)
    tallest = counts.index(most)
    shapes = {count: _shape(count, most) for count in set(counts)}
    plain, linked = [], []
    for n, count in enumerate(counts):
        if not count:
            continue
        path = f"M{n * STEP + 1} {HEIGHT}{shapes[count]}"
        link = href_of(bars[n].label) if href_of else ""
        if link:
            linked.append(Column(bars[n].label, count, link, n * STEP, path))
        else:
            plain.append(path)
    return Columns(
        size=len(bars),
        width=len(bars) * STEP,
        path="".join(plain),
        linked=tuple(linked),
        axis=tuple(_label(bars[n].label, n, len(bars), is_year=is_year) for n, is_year in _ticks(bars)),
        peak=_label(str(most), tallest, len(bars)),
        first=bars[0].label,
        last=bars[-1].label,
        most=bars[tallest].label,
        drawn=sum(counts),
    )


def _shape(count: int, most: int) -> str:
    """The way around a column, from its left foot."""
    height = f"{max(round(count / most * HEIGHT, 1), LOWEST):g}" if count else ""
    return f"v-{height}h{WIDTH}v{height}z"


def _ticks(bars: Sequence[Bar]) -> list[tuple[int, bool]]:
    """Which columns are named at the axis, and whether by their year alone."""
    labels = [bar.label for bar in bars]
    if len(labels[0]) == 4:
        years = [(n, int(label)) for n, label in enumerate(labels)]
        step = next((step for step in _ROUND if len(labels) / step <= MOST_LABELS), _ROUND[-1])
        return [(n, True) for n, year in years if year % step == 0]
    januaries = [n for n, label in enumerate(labels) if label.endswith("-01")] if len(labels[0]) == 7 else []
    if len(januaries) > 1:
        return [(n, True) for n in januaries]
    return [(0, False), (len(labels) - 1, False)]


def _label(text: str, n: int, count: int, *, is_year: bool = False) -> Label:
    left = round((n + 0.5) / count * 100, 1)
    side = "start" if left < 8 else "end" if left > 92 else ""
    at = n / count * 100 if side == "start" else (n + 1) / count * 100 if side == "end" else left
    return Label(text[:4] if is_year else text, f"{round(at, 1):g}%", side)
