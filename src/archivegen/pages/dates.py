"""An index for each year, month and day that has articles. A list stands on the coarsest of them that holds it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.pages.changes import Changed
from archivegen.pages.memo import per_archive
from archivegen.pages.periods import months_of, numbered
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Count, DatesView, Head, Link, MonthDays, Part
from archivegen.words import Words

OPENING = 3
"""So many articles of each month or day stand on the page of a year or month that has too many for one page."""


_LENGTHS = (4, 7, 10)
"""Of the names of years, months and days."""


class _Period(NamedTuple):
    """A year, month or day that has articles."""

    name: str
    days: Mapping[str, Sequence[int]]
    """Its articles (indexes into Archive.cards) by day."""
    around: tuple[str, str]
    """The periods of the same length before and after it, or ""."""
    month: tuple[str, ...]
    """Of a day: the days of its month that have articles."""


@InUnits
def dates(archive: Archive, site: Site) -> Iterator[Unit]:
    """Years with their calendar, months, days. What more than page_size articles have is left to the finer ones."""
    yield from _units(archive, site)


@dates.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterator[Unit]:
    """Of the days of the articles that changed, their months and years; where days came or went, those that lead to them too."""
    days = {archive.cards[card].day for card in changed.listed}.union(place.day for place in changed.left)
    if not days:
        return iter(())
    only = {day[:length] for day in days if day for length in _LENGTHS}
    if changed.is_elsewhere:
        for length in _LENGTHS:
            only |= _around(sorted({day[:length] for day in _days(archive)}), {day[:length] for day in days if day})
        months = {day[:7] for day in days}
        only |= {day for day in _days(archive) if day[:7] in months}
    return _units(archive, site, frozenset(only))


def _around(names: Sequence[str], found: Iterable[str]) -> set[str]:
    """Those of *names* (ascending) that stand next to where each of *found* stands, or would."""
    around: set[str] = set()
    for name in found:
        at = bisect_left(names, name)
        around.update(names[max(at - 1, 0) : at + 2])
    return around


@dates.named
def _names(archive: Archive, site: Site) -> list[str]:
    days = sorted(_days(archive))
    return [name for length in _LENGTHS for name in dict.fromkeys(day[:length] for day in days)]


@per_archive
def _days(archive: Archive) -> dict[str, list[int]]:
    """The cards of each day."""
    days: dict[str, list[int]] = {}
    for index, card in enumerate(archive.cards):
        if card.date:
            days.setdefault(card.date[:10], []).append(index)
    return days


def _units(archive: Archive, site: Site, only: frozenset[str] | None = None) -> Iterator[Unit]:
    """*only*: of these years, months and days."""
    nav = parts.menu(archive, site)
    known = stamps(archive, site)
    days = _days(archive)
    ordered = sorted(days)
    months = {month: tuple(found) for month, found in groupby(ordered, key=itemgetter(slice(7)))}
    for length in _LENGTHS:
        members = {name: list(found) for name, found in groupby(ordered, key=itemgetter(slice(length)))}
        names = list(members)
        for n, name in enumerate(names):
            if only is not None and name not in only:
                continue
            around = (names[n - 1] if n else "", names[n + 1] if n + 1 < len(names) else "")
            own = {day: days[day] for day in members[name]}
            period = _Period(name, own, around, months[name[:7]] if length == 10 else ())
            lines = (known.line[index] for found in own.values() for index in found) if known is not None else ()
            key = known.key((name, around, period.month), lines) if known is not None else b""
            yield Unit(name, key, partial(_pages, archive, site, nav, period))


def _pages(archive: Archive, site: Site, nav: tuple[str, ...], period: _Period) -> Iterator[Page]:
    name = period.name
    count = sum(map(len, period.days.values()))
    indexes = [i for day in sorted(period.days, reverse=True) for i in parts.newest_first(archive, period.days[day])]
    base = name.replace("-", "/")
    say = words.of(site)
    said = say.period(name)
    counts = {day: len(found) for day, found in period.days.items()}
    lines = parts.lines(archive, site)

    def page(path: str, shown: Sequence[int], part: Part) -> Page:
        title = said if not part.name else say.period(part.name)
        return Page(
            path,
            "dates",
            DatesView(
                head=Head(
                    title=say("Articles of {period}", period=title),
                    description=say.several(
                        "{n} article of {period} in this archive.",
                        "{n} articles of {period} in this archive.",
                        count,
                        period=said,
                    ),
                    nav=nav,
                    section="dates",
                    crumbs=_crumbs(name, say),
                ),
                period=name,
                count=count,
                months=months_of(counts) if not period.month else _marked(period.month) if not part.name else (),
                entries=tuple([lines[index] for index in shown]),
                previous=_link(period.around[0], say),
                next=_link(period.around[1], say),
                part=part,
                below=_below(name, counts),
            ),
        )

    if len(name) < 10:
        shown = indexes if count <= site.page_size else _opening(archive, indexes, _FINER[len(name)])
        yield page(f"{base}/index.html", shown, Part())
        return
    # a day is the finest: what is over goes on numbered pages beside its index
    first, *others = numbered(name, indexes, site.page_size)
    below = tuple(Count(f"{base}/more/{_number(other.name)}.html", other.name, other.count) for other in others)
    yield page(f"{base}/index.html", first.items, Part("", below))
    for other in others:
        yield page(f"{base}/more/{_number(other.name)}.html", other.items, Part(other.name))


_FINER = {4: 7, 7: 10}
"""Length of a period's name → that of the periods below it."""


def _opening(archive: Archive, indexes: Sequence[int], length: int) -> list[int]:
    """The first of *indexes* of each period of names of *length*."""
    shown: dict[str, list[int]] = {}
    for index in indexes:
        found = shown.setdefault(archive.cards[index].day[:length], [])
        if len(found) < OPENING:
            found.append(index)
    return [index for found in shown.values() for index in found]


def _below(name: str, counts: Mapping[str, int]) -> tuple[Count, ...]:
    """The months of a year, the days of a month, newest first."""
    length = _FINER.get(len(name))
    if length is None:
        return ()
    below: dict[str, int] = {}
    for day in sorted(counts, reverse=True):
        below[day[:length]] = below.get(day[:length], 0) + counts[day]
    return tuple(Count(f"{one.replace('-', '/')}/index.html", one, number) for one, number in below.items())


@lru_cache(maxsize=16)
def _marked(days: tuple[str, ...]) -> tuple[MonthDays, ...]:
    """The month of *days* that tells only which of its days have articles: a further one of these changes no other day.

    Each of the days shows it.
    """
    return months_of(dict.fromkeys(days, 1))


def _number(part: str) -> str:
    return part.partition("-p")[2]


def _link(name: str, say: Words) -> Link | None:
    return Link(f"{name.replace('-', '/')}/index.html", say.period(name)) if name else None


def _crumbs(name: str, say: Words) -> tuple[Link, ...]:
    pieces = name.split("-")
    crumbs = []
    if len(pieces) > 1:
        crumbs.append(Link(f"{pieces[0]}/index.html", pieces[0]))
    if len(pieces) > 2:
        crumbs.append(Link(f"{pieces[0]}/{pieces[1]}/index.html", say.month(int(pieces[1]))))
    return tuple(crumbs)
