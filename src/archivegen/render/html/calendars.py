"""A month as a table whose days lead to their articles: MonthDays → the rows of its weeks. Knows no words. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from archivegen.views import MonthDays

_SHADES = 4


class Day(NamedTuple):
    """One cell."""

    number: int
    """0 = of another month."""
    name: str
    """ "2024-06-19"."""
    articles: int
    link: str
    shade: int
    """How dark it is, 1 to 4; 0 = there is nothing."""


class Month(NamedTuple):
    name: str
    """ "2024-06"."""
    link: str
    """To its index; "" = it is not linked."""
    weeks: tuple[tuple[Day, ...], ...]
    """Monday first."""


def calendars(months: Sequence[MonthDays], href: Callable[[str], str], *, is_linked: bool = True) -> list[Month]:
    """*months* as tables; shades compare their days, and count them where these are few. *is_linked*: so are the months themselves."""
    most = max((count for month in months for _, count in month.days), default=1)
    most = max(most, _SHADES)
    return [_month(month, href, most, is_linked=is_linked) for month in months]


def whole_year(months: Sequence[MonthDays]) -> tuple[MonthDays, ...]:
    """All twelve months of the year that *months* are of."""
    known = {month.month: month for month in months}
    year = months[0].year
    return tuple(known.get(number) or MonthDays(year, number, ()) for number in range(1, 13))


def _month(month: MonthDays, href: Callable[[str], str], most: int, *, is_linked: bool) -> Month:
    name = f"{month.year:04d}-{month.month:02d}"
    base = name.replace("-", "/")
    counts = dict(month.days)
    lead = date(month.year, month.month, 1).weekday()
    cells = [_OTHER] * lead
    for number in range(1, monthrange(month.year, month.month)[1] + 1):
        count = counts.get(number, 0)
        link = href(f"{base}/{number:02d}/index.html") if count else ""
        cells.append(Day(number, f"{name}-{number:02d}", count, link, _shade(count, most)))
    cells += [_OTHER] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))
    return Month(name, href(f"{base}/index.html") if is_linked and counts else "", weeks)


_OTHER = Day(0, "", 0, "", 0)


def _shade(count: int, most: int) -> int:
    return -(-count * _SHADES // most)
