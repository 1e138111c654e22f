"""Everything that the articles date, by when it happened. A long timeline is split by year, month, day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.dates import edtf
from archivegen.dates.decades import decade_of
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.pages.changes import Changed
from archivegen.pages.entities import dated
from archivegen.pages.periods import (
    Around,
    around_spans,
    bars,
    crumbs_of,
    parts_of_span,
    periods,
    periods_of,
    spans,
    top,
)
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Bar, Head, Link, Part, TimelineView

LATEST = 20
_TOLD = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
"""The year, month and day that an event's date begins with, as far as it tells them."""
_FINEST = {0: 7, 4: 7, 7: 10}
"""Length of a period's name ("" = the whole) → that of its finest columns, where those are not years."""
_Place = tuple[int, int]
"""Card, number of the event there."""


@InUnits
def timeline(archive: Archive, site: Site) -> Iterator[Unit]:
    """The first page is a unit, and those of each year or decade are: an article is planned only with those it tells of."""
    found = _events(archive)
    if not found:
        return
    known = stamps(archive, site)
    by_span = spans(found, site.page_size) if len(found) > site.page_size else {}

    def key(told: object, of: Sequence[tuple[str, _Place]]) -> bytes:
        cards = dict.fromkeys(card for _, (card, _) in of)
        return known.key(told, (known.whole[card] for card in cards)) if known else b""

    yield Unit("", key("", found), partial(_first, archive, site, found))
    for name, around in around_spans(by_span, site.page_size).items():
        members = by_span[name]
        yield Unit(name, key((name, around), members), partial(_span, archive, site, name, members, around))


@timeline.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterable[Unit] | None:
    """No unit, unless articles that changed have events: whether they had any is told by `Stamps.standing`. A period may come or go."""
    return None if any(parts.tally_of(archive, card).events for card in changed.cards) else ()


def _first(archive: Archive, site: Site, found: Sequence[tuple[str, _Place]]) -> Iterator[Page]:
    is_split = len(found) > site.page_size
    part = top("timeline", periods(found, site.page_size)) if is_split else Part()
    shown = [place for _, place in (found[:LATEST] if is_split else found)]
    yield _page(archive, site, "timeline/index.html", shown, part, len(found), _charts(archive, found).get("", ()))


def _span(
    archive: Archive, site: Site, name: str, found: Sequence[tuple[str, _Place]], around: Around
) -> Iterator[Page]:
    charts = _charts(archive, found)
    for period, part in parts_of_span("timeline", tuple(periods_of(name, found, site.page_size)), around):
        path = f"timeline/{period.name}.html"
        yield _page(archive, site, path, period.items, part, period.count, charts.get(period.name, ()))


def _page(
    archive: Archive, site: Site, path: str, shown: Sequence[_Place], part: Part, count: int, chart: tuple[Bar, ...]
) -> Page:
    say = words.of(site)
    title = say.in_period(say("Timeline"), part.name)
    head = Head(
        title=title,
        description=say(
            "{title}: what the articles of this archive date, each event with the sentence that tells it.",
            title=title,
        ),
        nav=parts.menu(archive, site),
        section="timeline",
        crumbs=(Link("timeline/index.html", say("Timeline")), *crumbs_of("timeline", part.name, say))
        if part.name
        else (),
    )
    events = tuple(dated(archive, *place) for place in reversed(shown))
    return Page(path, "timeline", TimelineView(head=head, count=count, bars=chart, events=events, part=part))


def _charts(archive: Archive, found: Sequence[tuple[str, _Place]]) -> dict[str, tuple[Bar, ...]]:
    """By period ("" = the whole, a decade, a year, a month): its columns. What tells only its year, or month, is in no finer one."""
    days: dict[str, list[str]] = {}
    for day, (card, number) in found:
        told = _TOLD.match(archive.facts[card].events[number].when)
        known = told.end() if told else 4
        days.setdefault("", []).append(day)
        days.setdefault(decade_of(day), []).append(day)
        if known >= 7:
            days.setdefault(day[:4], []).append(day)
        if known >= 10:
            days.setdefault(day[:7], []).append(day)
    charts = {name: bars(there, finest=_FINEST.get(len(name), 4)) for name, there in days.items()}
    if charts[""] and len(charts[""][0].label) == 7:
        charts[""] = bars([day for name, there in days.items() if len(name) == 4 for day in there], finest=7)
    return charts


def _events(archive: Archive) -> list[tuple[str, _Place]]:
    """(first possible day, place) of all events that can be dated, newest first; a day's in order of arrival."""
    found = []
    for card, tally in enumerate(parts.tallies(archive)):
        for number, event in enumerate(archive.facts[card].events if tally.events else ()):
            try:
                key = edtf.sort_key(event.when)
            except ValueError:
                continue
            found.append((key, -card, -number))
    found.sort(reverse=True)
    return [(key[0], (-card, -number)) for key, card, number in found]
