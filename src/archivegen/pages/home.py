"""The home page: what is in this archive at a glance; and what it is: /about/. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from heapq import nlargest
from typing import NamedTuple

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, EntityKind, Page
from archivegen.pages import parts
from archivegen.pages.groups import Groups, groups
from archivegen.pages.memo import per_archive
from archivegen.pages.periods import bars, months_of
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import AboutView, Count, Head, HomeView

LATEST = 8
MOST = 12
FEW_MONTHS = 3
"""So many months are shown as calendars; more as a chart."""


class Tallies(NamedTuple):
    """How many there are of what the articles' texts hold."""

    words: int
    mentions: int
    quotes: int
    """Terms in quotation marks do not count."""
    attributed: int
    events: int


@per_archive
def tallies(archive: Archive) -> Tallies:
    spoken = [quote for facts in archive.facts for quote in facts.quotes if quote.kind != "label"]
    return Tallies(
        words=sum(card.words for card in archive.cards),
        mentions=sum(len(facts.mentions) for facts in archive.facts),
        quotes=len(spoken),
        attributed=sum(bool(quote.speakers) for quote in spoken),
        events=sum(len(facts.events) for facts in archive.facts),
    )


@InUnits
def home(archive: Archive, site: Site) -> Iterator[Unit]:
    """One unit."""
    yield Unit("all", _key(archive, site), partial(_home, archive, site))


@InUnits
def about(archive: Archive, site: Site) -> Iterator[Unit]:
    """One unit."""
    yield Unit("all", _key(archive, site), partial(_about, archive, site))


def _key(archive: Archive, site: Site) -> bytes:
    known = stamps(archive, site)
    return known.key(tallies(archive), (known.lists,)) if known is not None else b""


def _home(archive: Archive, site: Site) -> Iterator[Page]:
    found = groups(archive)
    cards = archive.cards
    days = [card.day for card in cards]
    first, last = parts.span_of(days)
    months = months_of(Counter(day for day in days if day))
    years = Counter(day[:4] for day in days if day)
    sources = sorted(found.sources, key=lambda group: (-len(group.articles), group.name, group.id))
    view = HomeView(
        head=Head(
            title=site.title,
            description=site.description or _said(archive, first, last),
            nav=parts.menu(archive, site),
            section="home",
        ),
        articles=len(cards),
        words=tallies(archive).words,
        first=first,
        last=last,
        undated=days.count(""),
        counts=counts_of(archive, site, found),
        years=tuple(Count(f"{year}/index.html", year, years[year]) for year in sorted(years)),
        months=months if len(months) <= FEW_MONTHS else (),
        bars=bars(days) if len(months) > FEW_MONTHS else (),
        latest=tuple(map(parts.entry, nlargest(LATEST, cards, key=lambda card: (card.day, card.order)))),
        people=_most(archive, site, "person"),
        places=_most(archive, site, "place"),
        organizations=_most(archive, site, "organization"),
        sources=tuple(Count(f"{group.id}.html", group.name, len(group.articles)) for group in sources[:MOST]),
    )
    yield Page(parts.HOME, "home", view)


def _about(archive: Archive, site: Site) -> Iterator[Page]:
    found = groups(archive)
    cards = archive.cards
    first, last = parts.span_of(card.day for card in cards)
    bases = Counter(card.date_basis if card.date else "none" for card in cards)
    told = tallies(archive)
    view = AboutView(
        head=Head(
            title="About this archive",
            description=f"What {site.title} holds, how its dates, names and quotations were found, and how to cite it.",
            nav=parts.menu(archive, site),
            section="about",
        ),
        articles=len(cards),
        words=tallies(archive).words,
        first=first,
        last=last,
        dates_given=len(cards) - bases["inferred"] - bases["none"],
        dates_inferred=bases["inferred"],
        undated=bases["none"],
        titles_supplied=sum(card.title_basis == "supplied" for card in cards),
        mentions=told.mentions,
        quotes=told.quotes,
        quotes_attributed=told.attributed,
        events=told.events,
        counts=counts_of(archive, site, found),
    )
    yield Page("about/index.html", "about", view)


def counts_of(archive: Archive, site: Site, found: Groups) -> tuple[Count, ...]:
    """How many there are of each thing that has an index."""
    kinds: Counter[str] = Counter(
        entity.kind for entity in archive.entities if entity.articles and parts.is_shown(entity, site)
    )
    numbers = {folder: kinds[kind] for kind, folder in parts.FOLDER_BY_KIND.items()}
    numbers |= {folder: len(members) for folder, members in found.by_folder()}
    numbers |= {
        "timeline": tallies(archive).events,
        "quotes": tallies(archive).quotes,
        "stories": len(archive.stories),
    }
    others = {"timeline": ("dated event", "dated events"), "quotes": ("quotation", "quotations")}
    counts = []
    for folder, number in numbers.items():
        if number:
            one, many = others.get(folder) or (
                words.SINGULAR_BY_FOLDER[folder].lower(),
                words.LABEL_BY_FOLDER[folder].lower(),
            )
            counts.append(Count(f"{folder}/index.html", one if number == 1 else many, number))
    return tuple(counts)


def _said(archive: Archive, first: str, last: str) -> str:
    span = f", {words.period_name(first)} to {words.period_name(last)}" if first else ""
    held = words.count_of(len(archive.cards), "news article")
    return f"An archive of {held}{span}: every name, date and quotation links to its sentence."


def _most(archive: Archive, site: Site, kind: EntityKind) -> tuple[Count, ...]:
    found = [e for e in archive.entities if e.kind == kind and e.has_page and parts.is_shown(e, site)]
    found.sort(key=lambda entity: (-entity.articles, entity.sort_name, entity.id))
    return tuple(Count(f"{entity.id}.html", entity.name, entity.articles) for entity in found[:MOST])
