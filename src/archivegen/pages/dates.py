"""An index for each year, month and day that has articles. A list stands on the coarsest of them that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.pages.periods import months_of, numbered
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Count, DatesView, Head, Link, Part


@InUnits
def dates(archive: Archive, site: Site) -> Iterator[Unit]:
    """Years with their calendar, months, days. What more than page_size articles have is left to the finer ones."""
    nav = parts.menu(archive, site)
    known = stamps(archive, site)
    days: dict[str, list[int]] = {}
    for index, card in enumerate(archive.cards):
        if card.date:
            days.setdefault(card.day, []).append(index)
    for length in (4, 7, 10):
        members: dict[str, list[str]] = {}
        for day in sorted(days):
            members.setdefault(day[:length], []).append(day)
        names = list(members)
        for n, name in enumerate(names):
            around = (names[n - 1] if n else "", names[n + 1] if n + 1 < len(names) else "")
            own = {day: days[day] for day in members[name]}
            lines = (known.line[index] for found in own.values() for index in found) if known is not None else ()
            key = known.key((name, around), lines) if known is not None else b""
            yield Unit(name, key, partial(_pages, archive, site, nav, name, own, around))


def _pages(
    archive: Archive,
    site: Site,
    nav: tuple[str, ...],
    name: str,
    days: dict[str, list[int]],
    around: tuple[str, str],
) -> Iterator[Page]:
    count = sum(map(len, days.values()))
    indexes = [index for day in sorted(days, reverse=True) for index in parts.newest_first(archive, days[day])]
    base = name.replace("-", "/")
    said = words.period_name(name)

    def page(path: str, shown: Sequence[int], part: Part) -> Page:
        title = said if not part.name else words.period_name(part.name)
        return Page(
            path,
            "dates",
            DatesView(
                head=Head(
                    title=f"Articles of {title}",
                    description=f"{words.count_of(count, 'article')} of {said} in this archive.",
                    nav=nav,
                    section="dates",
                    crumbs=_crumbs(name),
                ),
                period=name,
                count=count,
                months=months_of({day: len(found) for day, found in days.items()}) if not part.name else (),
                entries=tuple(parts.entry(archive.cards[index]) for index in shown),
                previous=_link(around[0]),
                next=_link(around[1]),
                part=part,
            ),
        )

    if len(name) < 10:
        yield page(f"{base}/index.html", indexes if count <= site.page_size else (), Part())
        return
    # a day is the finest: what is over goes on numbered pages beside its index
    first, *others = numbered(name, indexes, site.page_size)
    below = tuple(Count(f"{base}/more/{_number(other.name)}.html", other.name, other.count) for other in others)
    yield page(f"{base}/index.html", first.items, Part("", below))
    for other in others:
        yield page(f"{base}/more/{_number(other.name)}.html", other.items, Part(other.name))


def _number(part: str) -> str:
    return part.partition("-p")[2]


def _link(name: str) -> Link | None:
    return Link(f"{name.replace('-', '/')}/index.html", words.period_name(name)) if name else None


def _crumbs(name: str) -> tuple[Link, ...]:
    pieces = name.split("-")
    crumbs = []
    if len(pieces) > 1:
        crumbs.append(Link(f"{pieces[0]}/index.html", pieces[0]))
    if len(pieces) > 2:
        crumbs.append(Link(f"{pieces[0]}/{pieces[1]}/index.html", words.MONTHS[int(pieces[1]) - 1]))
    return tuple(crumbs)
