"""The home page: what is in this archive at a glance; and what it is: /about/. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from heapq import nlargest
from operator import attrgetter
from typing import NamedTuple

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Card, EntityKind, Page
from archivegen.pages import parts
from archivegen.pages.columns import count_kinds, most_named, table_of
from archivegen.pages.groups import Groups, groups, most_of, role_counts
from archivegen.pages.memo import per_archive
from archivegen.pages.namesakes import named
from archivegen.pages.periods import bars, months_of
from archivegen.pages.stamps import stamps
from archivegen.pages.stories import largest_stories, story_line
from archivegen.pages.units import InUnits, Unit
from archivegen.views import AboutView, Count, Head, HomeView

LATEST = 8
MOST = 12
START = 4
"""So many stories or articles are named to begin with."""
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
    found = parts.tallies(archive)
    return Tallies(
        words=sum(map(attrgetter("words"), archive.cards)),
        mentions=sum(one.mentions for one in found),
        quotes=sum(one.spoken for one in found),
        attributed=sum(one.attributed for one in found),
        events=sum(one.events for one in found),
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
    days = parts.days_of(archive, range(len(cards)))
    counts = Counter(days)
    undated = counts.pop("", 0)
    first, last = parts.span_of(counts)
    months = months_of(counts)
    years: Counter[str] = Counter()
    for day, count in counts.items():
        years[day[:4]] += count
    latest = [cards[index] for index in parts.added_last(cards, LATEST)]
    largest = largest_stories(archive)[:START]
    view = HomeView(
        head=Head(
            title=site.title,
            description=site.description or _said(archive, site, first, last),
            nav=parts.menu(archive, site),
            section="home",
        ),
        articles=len(cards),
        words=tallies(archive).words,
        first=first,
        last=last,
        undated=undated,
        counts=counts_of(archive, site, found),
        years=tuple(Count(f"{year}/index.html", year, years[year]) for year in sorted(years)),
        months=months if len(months) <= FEW_MONTHS else (),
        bars=bars(days) if len(months) > FEW_MONTHS else (),
        latest=tuple(parts.entry(card, site) for card in latest),
        people=_most(archive, site, "person"),
        places=_most(archive, site, "place"),
        organizations=_most(archive, site, "organization"),
        sources=role_counts(found.sources, "published", MOST),
        sections=most_of(found.sections, MOST),
        tags=most_of(found.tags, MOST),
        stories=tuple(story_line(archive, story) for story in largest),
        start=tuple(parts.entry(card, site) for card in _richest(archive, START - len(largest)))
        if len(cards) > LATEST
        else (),
    )
    yield Page(parts.HOME, "home", view)


def _about(archive: Archive, site: Site) -> Iterator[Page]:
    found = groups(archive)
    cards = archive.cards
    first, last = parts.span_of(set(parts.days_of(archive, range(len(cards)))))
    bases = Counter(card.date_basis if card.date else "none" for card in cards)
    told = tallies(archive)
    say = words.of(site)
    view = AboutView(
        head=Head(
            title=say("About this archive"),
            description=say(
                "What {site} holds, how its dates, names and quotations were found, and how to cite it.",
                site=site.title,
            ),
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
    kinds = count_kinds(archive)
    numbers = {folder: kinds[kind] for kind, folder in parts.FOLDER_BY_KIND.items() if parts.is_kind_shown(kind, site)}
    numbers |= {folder: len(members) for folder, members in found.by_folder()}
    published = sum(any(role == "published" for role, _ in group.roles()) for group in found.sources)
    numbers["sources"] = published or numbers["sources"]  # the list below it is of these alone
    numbers |= {
        "timeline": tallies(archive).events,
        "quotes": tallies(archive).quotes,
        "stories": len(archive.stories),
    }
    say = words.of(site)
    return tuple(
        Count(f"{folder}/index.html", say.counted(folder, number), number)
        for folder, number in numbers.items()
        if number
    )


def _said(archive: Archive, site: Site, first: str, last: str) -> str:
    say = words.of(site)
    held = say.several("{n} news article", "{n} news articles", len(archive.cards))
    if first:
        held = say("{name}, {period}", name=held, period=say.days(first, last))
    return say("An archive of {held}: every name, date and quotation links to its sentence.", held=held)


def _most(archive: Archive, site: Site, kind: EntityKind) -> tuple[Count, ...]:
    table = table_of(archive)
    most = most_named(archive, kind, MOST) if parts.is_kind_shown(kind, site) else []
    return tuple(Count(f"{table.ids[n]}.html", named(archive, n), table.articles[n]) for n in most)


def _richest(archive: Archive, most: int) -> list[Card]:
    """The *most* articles that name most, none of a story: where a newcomer sees what the archive links."""
    if most <= 0:
        return []
    told = {index for story in archive.stories for index in story.articles}
    free = (index for index in range(len(archive.cards)) if index not in told)
    found = nlargest(most, free, key=lambda index: (sum(one >= 0 for one in archive.entity_of[index]), -index))
    return [archive.cards[index] for index in found]
