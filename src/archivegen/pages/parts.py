"""What several kinds of page are made of: the menu, a line of a list, addresses of entities. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nlargest
from operator import attrgetter

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Card, Entity, Tally
from archivegen.pages.columns import count_kinds
from archivegen.pages.memo import per_archive, per_site
from archivegen.views import Entry, Line, Link, line_of

FOLDER_BY_KIND = {"person": "people", "organization": "organizations", "place": "places", "work": "works"}
HOME = "index.html"
HOME_LATEST = 8
"""So many articles that were added last stand on the home page."""


@per_site
def menu(archive: Archive, site: Site) -> tuple[str, ...]:
    """Folders of the indexes that this archive has: an index that would be empty is not made."""
    kinds = count_kinds(archive)
    there = [folder for kind, folder in FOLDER_BY_KIND.items() if kind in kinds]
    if site.entities.people == "off" and "people" in there:
        there.remove("people")
    told = tallies(archive)
    if any(tally.events for tally in told):
        there.append("timeline")
    if any(tally.quotes for tally in told):
        there.append("quotes")
    there += _lists(archive)
    if archive.stories:
        there.append("stories")
    if any(not card.date for card in archive.cards):
        there.append("undated")
    if archive.cards:
        there.append("new")
    if archive.cards and site.search:
        there.append("search")
    return tuple(there)


def _lists(archive: Archive) -> list[str]:
    """The folders of the lists of which there is any."""
    cards = archive.cards
    there = {
        "sources": any(card.source or card.credits or card.photo_credits for card in cards),
        "authors": any(any(card.byline) for card in cards),
        "sections": any(card.section for card in cards),
        "tags": any(any(card.tags) for card in cards),
    }
    return [folder for folder, is_there in there.items() if is_there]


def title_of(card: Card, site: Site) -> str:
    say = words.of(site)
    return card.title or say("Untitled")


@per_archive
def tallies(archive: Archive) -> list[Tally]:
    """How much was found in each article, by card."""
    facts = archive.facts
    return [card.tally or Tally.of(facts[number]) for number, card in enumerate(archive.cards)]


def tally_of(archive: Archive, card: int) -> Tally:
    """How much was found in *card*."""
    return archive.cards[card].tally or Tally.of(archive.facts[card])


def entry(card: Card, site: Site, *, note: str = "") -> Entry:
    return Entry(
        card.address,
        card.title or title_of(card, site),
        card.title_basis == "supplied",
        card.dek,
        card.day,
        card.date_basis == "inferred",
        card.source,
        card.language,
        note,
    )


class _Lines(dict[int, Line]):
    """The line of each card, made once: most stand on many pages."""

    def __init__(self, archive: Archive, site: Site) -> None:
        super().__init__()
        self._cards, self._site = archive.cards, site

    def __missing__(self, index: int) -> Line:
        made = self[index] = line_of(entry(self._cards[index], self._site))
        return made


@per_site
def lines(archive: Archive, site: Site) -> _Lines:
    """By card: its line in lists."""
    return _Lines(archive, site)


class Order:
    """Sorts cards by date and arrival; where most of an archive is asked for, by their places in the whole of it."""

    def __init__(self, archive: Archive, ranks: Sequence[int] = ()) -> None:
        """*ranks*: as `ranks` tells them, if they are known."""
        self._cards = archive.cards
        self._ranks = ranks
        self._asked = 0

    def newest_first(self, indexes: Sequence[int]) -> list[int]:
        self._asked += len(indexes)
        is_worth_it = self._ranks or self._asked >= len(self._cards)
        return sorted(indexes, key=self.ranks().__getitem__ if is_worth_it else self._key, reverse=True)

    def ranks(self) -> Sequence[int]:
        """By card: the higher, the newer; equal where date and arrival are."""
        self._ranks = self._ranks or self._ranked()
        return self._ranks

    def _key(self, index: int) -> tuple[str, int]:
        card = self._cards[index]
        return card.day, card.order

    def _ranked(self) -> list[int]:
        keys = list(map(self._key, range(len(self._cards))))
        ranks = [0] * len(keys)
        rank, before = 0, None
        for index in sorted(range(len(keys)), key=keys.__getitem__):
            if keys[index] != before:
                rank, before = rank + 1, keys[index]
            ranks[index] = rank
        return ranks


order = per_archive(Order)


def newest_first(archive: Archive, indexes: Iterable[int]) -> list[int]:
    """*indexes* of cards by date, newest first, then by arrival, last first; the undated at the end."""
    return order(archive).newest_first(list(indexes))


@per_archive
def newest(archive: Archive) -> list[int]:
    """All cards, as `newest_first`."""
    return newest_first(archive, range(len(archive.cards)))


@per_site
def added_last(archive: Archive, site: Site) -> list[int]:
    """The cards that were added last, newest first, as many as any page shows: what is found today comes first, however old it is."""
    return by_arrival(archive.cards, max(site.page_size, site.feed.items, HOME_LATEST))


def by_arrival(cards: Sequence[Card], most: int) -> list[int]:
    """The *most* of *cards* (indexes) that were added last, newest first."""
    keys = list(map(attrgetter("added", "date", "order"), cards))
    # the last first, as most of an archive arrives in the order of its days: then hardly any takes another's place
    return nlargest(most, range(len(keys) - 1, -1, -1), key=keys.__getitem__)


@per_archive
def days(archive: Archive) -> list[str]:
    """Of each card: YYYY-MM-DD; "" = undated."""
    return [card.date[:10] for card in archive.cards]


def days_of(archive: Archive, indexes: Iterable[int]) -> list[str]:
    """YYYY-MM-DD of each of these cards; "" = undated."""
    return list(map(days(archive).__getitem__, indexes))


def span_of(days: Iterable[str]) -> tuple[str, str]:
    """The first and the last of *days*; ("", "") if all are ""."""
    dated = [day for day in days if day]
    return (min(dated), max(dated)) if dated else ("", "")


def page_of(entity: Entity) -> str:
    return f"{entity.id}.html" if entity.has_page else ""


def is_shown(entity: Entity, site: Site) -> bool:
    return is_kind_shown(entity.kind, site)


def is_kind_shown(kind: str, site: Site) -> bool:
    return kind != "person" or site.entities.people != "off"


def is_indexed(entity: Entity, site: Site) -> bool:
    """Whether search engines may know of *entity*: not of people in few articles who are known nowhere else."""
    return entity.kind != "person" or entity.articles >= site.entities.noindex_below or bool(entity.same_as)


def entity_link(archive: Archive, site: Site, card: int, local: int, name: str) -> Link:
    """The link to the entity that *local* of *card* is; *name* alone where it has no page."""
    index = archive.entity_of[card][local] if local >= 0 else -1
    if index < 0:
        return Link("", name)
    entity = archive.entities[index]
    return Link(page_of(entity) if is_shown(entity, site) else "", entity.name)
