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
    days: dict[str, list[int]]
    """Its articles (indexes into Archive.cards) by day, the first day first."""
    around: tuple[str, str]
    """The periods of the same length before and after it, or ""."""
    month: tuple[str, ...]
    """Of a day: the days of its month that have articles."""
    articles: int


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
    known = stamps(archive, site)
    desk = _Desk(archive, site, parts.menu(archive, site), words.of(site), {}, {})
    days = _days(archive)
    ordered = sorted(days)
    months = {month: tuple(found) for month, found in groupby(ordered, key=itemgetter(slice(7)))}
    for length in _LENGTHS:
        members = {name: list(found) for name, found in groupby(ordered, key=itemgetter(slice(length)))}
        names = ["", *members, ""]
        for before, name, after in zip(names, names[1:], names[2:], strict=False):
            if only is not None and name not in only:
                continue
            own = {day: days[day] for day in members[name]}
            cards = [index for found in own.values() for index in found]
            period = _Period(name, own, (before, after), months[name[:7]] if length == 10 else (), len(cards))
            key = b""
            if known is not None:
                key = known.key((name, period.around, period.month), known.line.of(cards))
            yield Unit(name, key, partial(_day if length == 10 else _year_or_month, desk, period))


class _Desk(NamedTuple):
    """What all of these pages are made from."""

    archive: Archive
    site: Site
    nav: tuple[str, ...]
    say: Words
    links: dict[str, Link]
    """By name of a period, those that were asked for: both of its neighbors do."""
    crumbs: dict[str, tuple[Link, ...]]
    """By year or month, those that were asked for: what stands above the pages of its months or days."""

    def link(self, name: str) -> Link | None:
        if not name:
            return None
        made = self.links.get(name)
        if made is None:
            made = self.links[name] = Link(f"{name.replace('-', '/')}/index.html", self.say.period(name))
        return made

    def above(self, name: str) -> tuple[Link, ...]:
        """The way to the period *name*."""
        around = name.rpartition("-")[0]
        made = self.crumbs.get(around)
        if made is None:
            made = self.crumbs[around] = _crumbs(name, self.say)
        return made

    def newest_first(self, period: _Period) -> list[int]:
        """The articles of *period*."""
        found: list[int] = []
        for own in reversed(period.days.values()):
            found += own if len(own) == 1 else parts.newest_first(self.archive, own)
        return found

    def page(
        self,
        path: str,
        period: _Period,
        shown: Iterable[int],
        *,
        part: Part = Part(),  # noqa: B008 - it cannot change
        months: tuple[MonthDays, ...] = (),
        below: tuple[Count, ...] = (),
    ) -> Page:
        say, name, lines = self.say, period.name, parts.lines(self.archive, self.site)
        said = say.period(name)
        head = Head(
            title=say("Articles of {period}", period=say.period(part.name) if part.name else said),
            description=say.several(
                "{n} article of {period} in this archive.",
                "{n} articles of {period} in this archive.",
                period.articles,
                period=said,
            ),
            nav=self.nav,
            section="dates",
            crumbs=(*self.above(name), Link(f"{name.replace('-', '/')}/index.html", said))
            if part.name
            else self.above(name),
        )
        view = DatesView(
            head=head,
            period=name,
            count=period.articles,
            months=months,
            lines=tuple([lines[index] for index in shown]),
            previous=self.link(period.around[0]),
            next=self.link(period.around[1]),
            part=part,
            below=below,
        )
        return Page(path, "dates", view)


def _year_or_month(desk: _Desk, period: _Period) -> Iterator[Page]:
    counts = {day: len(found) for day, found in period.days.items()}
    shown = desk.newest_first(period)
    if period.articles > desk.site.page_size:
        shown = _opening(desk.archive, shown, _FINER[len(period.name)])
    path = f"{period.name.replace('-', '/')}/index.html"
    yield desk.page(path, period, shown, months=months_of(counts), below=_below(period.name, counts))


def _day(desk: _Desk, period: _Period) -> Iterator[Page]:
    """A day is the finest: what is over goes on numbered pages beside its index."""
    base, months = period.name.replace("-", "/"), _marked(period.month)
    shown = desk.newest_first(period)
    if period.articles <= desk.site.page_size:
        yield desk.page(f"{base}/index.html", period, shown, months=months)
        return
    first, *others = numbered(period.name, shown, desk.site.page_size)
    below = tuple(Count(f"{base}/more/{_number(other.name)}.html", other.name, other.count) for other in others)
    yield desk.page(f"{base}/index.html", period, first.items, part=Part("", below), months=months)
    for other in others:
        yield desk.page(f"{base}/more/{_number(other.name)}.html", period, other.items, part=Part(other.name))


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
    length = _FINER[len(name)]
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


def _crumbs(name: str, say: Words) -> tuple[Link, ...]:
    pieces = name.split("-")
    crumbs = []
    if len(pieces) > 1:
        crumbs.append(Link(f"{pieces[0]}/index.html", pieces[0]))
    if len(pieces) > 2:
        crumbs.append(Link(f"{pieces[0]}/{pieces[1]}/index.html", say.month(int(pieces[1]))))
    return tuple(crumbs)
