"""Everything that the articles date, by when it happened. A long timeline is split by year, month, day. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.dates import edtf
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.pages.entities import dated
from archivegen.pages.periods import bars, parts_of, periods, top
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Dated, Head, Link, Part, TimelineView

LATEST = 20


@InUnits
def timeline(archive: Archive, site: Site) -> Iterator[Unit]:
    """One unit."""
    known = stamps(archive, site)
    key = b""
    if known is not None:
        key = known.key("", (known.whole[card] for card, facts in enumerate(archive.facts) if facts.events))
    yield Unit("all", key, partial(_pages, archive, site))


def _pages(archive: Archive, site: Site) -> Iterator[Page]:
    found = _events(archive)
    if not found:
        return
    nav = parts.menu(archive, site)
    days = [day for day, _ in found]

    def page(path: str, shown: Sequence[Dated], part: Part, count: int) -> Page:
        title = f"Timeline, {words.period_name(part.name)}" if part.name else "Timeline"
        head = Head(
            title=title,
            description=f"{title}: what the articles of this archive date, each event with the sentence that tells it.",
            nav=nav,
            section="timeline",
            crumbs=(Link("timeline/index.html", "Timeline"),) if part.name else (),
        )
        chart = () if part.name else bars(days, finest=7)
        view = TimelineView(head=head, count=count, bars=chart, events=tuple(reversed(shown)), part=part)
        return Page(path, "timeline", view)

    events = [event for _, event in found]
    if len(events) <= site.page_size:
        yield page("timeline/index.html", events, Part(), len(events))
        return
    split = periods(found, site.page_size)
    yield page("timeline/index.html", events[:LATEST], top("timeline", split), len(events))
    for period, part in parts_of("timeline", split):
        yield page(f"timeline/{period.name}.html", period.items, part, period.count)


def _events(archive: Archive) -> list[tuple[str, Dated]]:
    """(first possible day, event) of all events that can be dated, newest first; a day's in order of arrival."""
    found = []
    for card, facts in enumerate(archive.facts):
        for number, event in enumerate(facts.events):
            try:
                key = edtf.sort_key(event.when)
            except ValueError:
                continue
            found.append((key, -card, -number))
    found.sort(reverse=True)
    return [(key[0], dated(archive, -card, -number)) for key, card, number in found]
