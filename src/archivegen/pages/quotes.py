"""Who is quoted saying what, newest first; a quotation's address is its sentence. Split by period. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.pages.changes import Changed
from archivegen.pages.entities import index_of, quoted
from archivegen.pages.namesakes import named, told_apart
from archivegen.pages.periods import Around, around_spans, crumbs_of, parts_of_span, periods_of, spans
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Count, Head, Link, Part, QuotesView

LATEST = 10
SPEAKERS = 24
_NOT_SPOKEN = frozenset(("label",))
"""Kinds of quotation that nobody said: a term or a title in quotation marks."""


@InUnits
def quotes(archive: Archive, site: Site) -> Iterator[Unit]:
    """The first page is a unit, and those of each year or decade are: an article is planned with its own only."""
    if "quotes" not in parts.menu(archive, site):
        return
    known = stamps(archive, site)
    spoken = _spoken(archive)
    everything = [one for _, one in spoken]
    by_span = spans(spoken, site.page_size) if len(spoken) > site.page_size else {}

    def key(told: object, of: Sequence[_Place]) -> bytes:
        return known.key(told, (known.whole[card] for card in dict.fromkeys(card for card, _ in of))) if known else b""

    notes = [(archive.entities[number].id, note) for number, note in told_apart(archive).items()]
    yield Unit("", key(notes, everything), partial(_first, archive, site, everything, by_span))
    beside = around_spans(by_span, site.page_size)
    for name, members in by_span.items():
        around = beside.get(name, Around())
        told = key((name, around), [one for _, one in members])
        yield Unit(name, told, partial(_span, archive, site, name, members, around))


@quotes.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterable[Unit] | None:
    """No unit, unless articles that changed have quotes: whether they had any is told by `Stamps.standing`. A period may come or go."""
    return None if any(parts.tally_of(archive, card).quotes for card in changed.cards) else ()


_Place = tuple[int, int]
"""Card, number of the quotation there."""


def _spoken(archive: Archive) -> list[tuple[str, _Place]]:
    """(day, place) of each quotation that somebody said, newest article first."""
    told = parts.tallies(archive)
    return [
        (archive.cards[card].day, (card, number))
        for card in parts.newest_first(archive, (n for n, tally in enumerate(told) if tally.quotes))
        for number, quote in enumerate(archive.facts[card].quotes)
        if quote.kind not in _NOT_SPOKEN
    ]


def _first(
    archive: Archive, site: Site, everything: Sequence[_Place], by_span: Mapping[str, Sequence[tuple[str, _Place]]]
) -> Iterator[Page]:
    below = tuple(Count(f"quotes/{name}.html", name, len(found)) for name, found in by_span.items())
    shown = everything[:LATEST] if by_span else everything
    yield _page(archive, site, "quotes/index.html", shown, Part("", below), len(everything))


def _span(
    archive: Archive, site: Site, name: str, members: Sequence[tuple[str, _Place]], around: Around
) -> Iterator[Page]:
    for period, part in parts_of_span("quotes", tuple(periods_of(name, members, site.page_size)), around):
        yield _page(archive, site, f"quotes/{period.name}.html", period.items, part, period.count)


def _page(archive: Archive, site: Site, path: str, shown: Sequence[_Place], part: Part, count: int) -> Page:
    say = words.of(site)
    title = say.in_period(say("Quotations"), part.name)
    head = Head(
        title=title,
        description=say(
            "{title}: who is quoted saying what, each quotation with its speaker and its sentence.", title=title
        ),
        nav=parts.menu(archive, site),
        section="quotes",
        crumbs=(Link("quotes/index.html", say("Quotations")), *crumbs_of("quotes", part.name, say))
        if part.name
        else (),
    )
    view = QuotesView(
        head=head,
        count=count,
        speakers=() if part.name else _speakers(archive, site),
        quotes=tuple(quoted(archive, site, card, number) for card, number in shown),
        part=part,
    )
    return Page(path, "quotes", view)


def _speakers(archive: Archive, site: Site) -> tuple[Count, ...]:
    """Who is quoted most, of those that have a page."""
    counts = []
    for number, spoken in index_of(archive).quotes.items():
        entity = archive.entities[number]
        if entity.has_page and parts.is_shown(entity, site):
            counts.append((-len(spoken), entity.sort_name, number))
    return tuple(
        Count(f"{archive.entities[number].id}.html#quotations", named(archive, number), -count)
        for count, _, number in sorted(counts)[:SPEAKERS]
    )
