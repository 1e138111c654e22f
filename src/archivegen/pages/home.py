"""The home page: what is in this archive at a glance; and what it is: /about/. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from heapq import nlargest
from typing import NamedTuple

import msgspec

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Card, EntityKind, Page
from archivegen.pages import parts
from archivegen.pages.columns import count_kinds, most_named, table_of
from archivegen.pages.groups import Groups, groups, most_of, role_counts
from archivegen.pages.memo import per_archive, per_site
from archivegen.pages.namesakes import named
from archivegen.pages.periods import bars, months_of
from archivegen.pages.stamps import stamps
from archivegen.pages.stories import largest_stories, story_line
from archivegen.pages.units import InUnits, Unit
from archivegen.views import AboutView, Count, Head, HomeView

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
def words_of(archive: Archive) -> list[int]:
    """How many words each article has, by card."""
    return [card.words for card in archive.cards]


@per_archive
def tallies(archive: Archive) -> Tallies:
    found = parts.tallies(archive)
    return Tallies(
        words=sum(words_of(archive)),
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
    view, told = lasting(archive, site).home, tallies(archive)
    counts = _recounted(view.counts, told, site)
    yield Page(parts.HOME, "home", msgspec.structs.replace(view, words=told.words, counts=counts))


def _about(archive: Archive, site: Site) -> Iterator[Page]:
    view, told = lasting(archive, site).about, tallies(archive)
    view = msgspec.structs.replace(
        view,
        words=told.words,
        mentions=told.mentions,
        quotes=told.quotes,
        quotes_attributed=told.attributed,
        events=told.events,
        counts=_recounted(view.counts, told, site),
    )
    yield Page("about/index.html", "about", view)


class Lasting(msgspec.Struct, frozen=True):
    """Both pages; in what is counted in texts they may be behind."""

    home: HomeView
    about: AboutView


@per_site
def lasting(archive: Archive, site: Site) -> Lasting:
    """What stays as it is as long as nothing but texts changes. O(articles)."""
    found = groups(archive)
    counts = counts_of(archive, site, found)
    return Lasting(_lasting_home(archive, site, found, counts), _lasting_about(archive, site, counts))


def _lasting_home(archive: Archive, site: Site, found: Groups, held: tuple[Count, ...]) -> HomeView:
    cards = archive.cards
    days = parts.days_of(archive, range(len(cards)))
    counts = Counter(days)
    undated = counts.pop("", 0)
    first, last = parts.span_of(counts)
    months = months_of(counts)
    years: Counter[str] = Counter()
    for day, count in counts.items():
        years[day[:4]] += count
    latest = [cards[index] for index in parts.added_last(archive, site)[: parts.HOME_LATEST]]
    largest = largest_stories(archive)[:START]
    return HomeView(
        head=Head(
            title=site.title,
            description=site.description or _said(archive, site, first, last),
            nav=parts.menu(archive, site),
            section="home",
        ),
        articles=len(cards),
        words=0,
        first=first,
        last=last,
        undated=undated,
        counts=held,
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
        if len(cards) > parts.HOME_LATEST
        else (),
    )


def _lasting_about(archive: Archive, site: Site, held: tuple[Count, ...]) -> AboutView:
    cards = archive.cards
    first, last = parts.span_of(set(parts.days_of(archive, range(len(cards)))))
    bases = Counter(card.date_basis if card.date else "none" for card in cards)
    say = words.of(site)
    return AboutView(
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
        words=0,
        first=first,
        last=last,
        dates_given=len(cards) - bases["inferred"] - bases["none"],
        dates_inferred=bases["inferred"],
        undated=bases["none"],
        titles_supplied=sum(card.title_basis == "supplied" for card in cards),
        mentions=0,
        quotes=0,
        quotes_attributed=0,
        events=0,
        counts=held,
    )


def _recounted(counts: tuple[Count, ...], told: Tallies, site: Site) -> tuple[Count, ...]:
    """*counts*, those of them that are of texts as they are *told*."""
    say = words.of(site)
    numbers = {"timeline": told.events, "quotes": told.quotes}
    fresh = {f"{folder}/index.html": (folder, number) for folder, number in numbers.items()}
    return tuple(
        Count(one.path, say.counted(*fresh[one.path]), fresh[one.path][1]) if one.path in fresh else one
        for one in counts
    )


def counts_of(archive: Archive, site: Site, found: Groups) -> tuple[Count, ...]:
    """How many there are of each thing that has an index."""
    kinds = count_kinds(archive)
    numbers = {folder: kinds[kind] for kind, folder in parts.FOLDER_BY_KIND.items() if parts.is_kind_shown(kind, site)}
    numbers |= {folder: len(members) for folder, members in found.by_folder()}
    published = sum(any(role == "published" for role, _ in group.roles()) for group in found.sources)
    numbers["sources"] = (
        published or numbers["sources"]
    )  # as their index counts them; the list below it is of these alone
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
