"""Who is quoted saying what, newest first; a quotation's address is its sentence. Split by period. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.pages.entities import index_of, quoted
from archivegen.pages.periods import parts_of, periods, top
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Count, Head, Link, Part, Quoted, QuotesView

LATEST = 10
SPEAKERS = 24
_NOT_SPOKEN = frozenset(("label",))
"""Kinds of quotation that nobody said: a term or a title in quotation marks."""


@InUnits
def quotes(archive: Archive, site: Site) -> Iterator[Unit]:
    """One unit."""
    known = stamps(archive, site)
    key = b""
    if known is not None:
        key = known.key("", (known.whole[card] for card, facts in enumerate(archive.facts) if facts.quotes))
    yield Unit("all", key, partial(_pages, archive, site))


def _pages(archive: Archive, site: Site) -> Iterator[Page]:
    found: list[tuple[str, Quoted]] = []
    for card in parts.newest_first(archive, range(len(archive.cards))):
        for number, quote in enumerate(archive.facts[card].quotes):
            if quote.kind not in _NOT_SPOKEN:
                found.append((archive.cards[card].day, quoted(archive, site, card, number)))
    nav = parts.menu(archive, site)
    if "quotes" not in nav:
        return
    speakers = _speakers(archive, site)

    def page(path: str, shown: Sequence[Quoted], part: Part, count: int) -> Page:
        title = f"Quotations, {words.period_name(part.name)}" if part.name else "Quotations"
        head = Head(
            title=title,
            description=f"{title}: who is quoted saying what, each quotation with its speaker and its sentence.",
            nav=nav,
            section="quotes",
            crumbs=(Link("quotes/index.html", "Quotations"),) if part.name else (),
        )
        whom = () if part.name else speakers
        view = QuotesView(head=head, count=count, speakers=whom, quotes=tuple(shown), part=part)
        return Page(path, "quotes", view)

    everything = [quote for _, quote in found]
    if len(everything) <= site.page_size:
        yield page("quotes/index.html", everything, Part(), len(everything))
        return
    split = periods(found, site.page_size)
    yield page("quotes/index.html", everything[:LATEST], top("quotes", split), len(everything))
    for period, part in parts_of("quotes", split):
        yield page(f"quotes/{period.name}.html", period.items, part, period.count)


def _speakers(archive: Archive, site: Site) -> tuple[Count, ...]:
    """Who is quoted most, of those that have a page."""
    counts = []
    for number, spoken in index_of(archive).quotes.items():
        entity = archive.entities[number]
        if entity.has_page and parts.is_shown(entity, site):
            counts.append((-len(spoken), entity.sort_name, number))
    return tuple(
        Count(f"{archive.entities[number].id}.html#quotations", archive.entities[number].name, -count)
        for count, _, number in sorted(counts)[:SPEAKERS]
    )
