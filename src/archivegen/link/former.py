"""What answers addresses that were given once: where they lead now, and which are gone. Pure; sees cards, entities and the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from archivegen import permalinks
from archivegen.config import EntityOptions
from archivegen.ledger import NOWHERE, Ledger
from archivegen.model import Card, Story

Pairs = tuple[tuple[str, str], ...]


class Former(NamedTuple):
    """Sorted, each address once; none that a page of today has."""

    redirects: Pairs
    """(old file, file now)."""
    queries: Pairs
    """(old address with its query, "?p=123"; file now)."""
    gone: Pairs
    """(old file, why)."""


class Pages(NamedTuple):
    """What entities and stories have pages now."""

    entities: frozenset[str]
    """Ids of those with a page."""
    folders: frozenset[str]
    """That have an index."""
    stories: Sequence[Story]
    lists: frozenset[str]
    """Ids of sources, authors, sections and tags."""
    merged: Sequence[tuple[str, str]]
    """(id given before, id of the entity that it is part of now)."""


def former(
    cards: Sequence[Card],
    ledger: Ledger,
    pages: Pages,
    *,
    reasons: Mapping[str, str],
    base_url: str,
    options: EntityOptions,
) -> Former:
    """*reasons*: why an article that has an address is not published, by id; one that is not there has vanished."""
    taken = {card.address for card in cards}
    redirects: dict[str, str] = {}
    queries: dict[str, str] = {}
    for old, new in (
        *_of_articles(cards, ledger, base_url),
        *_of_entities(ledger, pages, options),
        *_of_stories(cards, ledger, pages),
        *_of_lists(ledger, pages),
    ):
        if "?" in old:
            queries.setdefault(old, new)
        elif old not in taken and old != new:
            redirects.setdefault(old, new)
    gone = dict(_gone(cards, ledger, reasons, taken))
    for old in (
        gone.keys() & redirects.keys()
    ):  # what was withdrawn says so, whoever claims its address for a former one
        del redirects[old]
    return Former(_sorted(redirects), _sorted(queries), _sorted(gone))


def _sorted(pairs: Mapping[str, str]) -> Pairs:
    return tuple(sorted(pairs.items()))


def _of_articles(cards: Sequence[Card], ledger: Ledger, base_url: str) -> Iterator[tuple[str, str]]:
    """An article's own former addresses, those that its file gives, and its url if that was on this very site."""
    host = _host_of(base_url)
    for card in cards:
        for old in ledger.articles[card.id].old_addresses:
            yield old, card.address
        was_here = card.url.startswith("/") if card.url[:1] != "h" else bool(host) and _host_of(card.url) == host
        for address in (*card.redirect_from, *((card.url,) if was_here else ())):
            query = permalinks.query_address(address, base_url=base_url)
            old = query or permalinks.file_of(address, base_url=base_url)
            if old:
                yield old, card.address


def _of_entities(ledger: Ledger, pages: Pages, options: EntityOptions) -> Iterator[tuple[str, str]]:
    """Entities that were given a page once and are part of another now, or a row of their index, or nothing any more."""
    for old, new in pages.merged:
        if new in pages.entities and old not in pages.entities:
            yield f"{old}.html", f"{new}.html"
    for entry in ledger.entities.values():
        folder = entry.address.partition("/")[0]
        if entry.address in pages.entities or (folder == "people" and options.people == "off"):
            continue  # who wants no pages of people wants no files of their names either
        yield f"{entry.address}.html", f"{folder}/index.html" if folder in pages.folders else "index.html"


def _of_stories(cards: Sequence[Card], ledger: Ledger, pages: Pages) -> Iterator[tuple[str, str]]:
    """Stories that are none any more: to the article that they began with."""
    there = {story.id for story in pages.stories}
    lost = [entry for entry in ledger.stories.values() if entry.address not in there]
    if lost:
        address_by_id = {card.id: card.address for card in cards}
        index = "stories/index.html" if pages.stories else "index.html"
        for entry in lost:
            yield f"{entry.address}.html", address_by_id.get(entry.id, index)


def _of_lists(ledger: Ledger, pages: Pages) -> Iterator[tuple[str, str]]:
    """Sources, authors, sections and tags that no article names any more."""
    lost = [entry.address for entry in ledger.lists.values() if entry.address not in pages.lists]
    if lost:
        folders = {id_.partition("/")[0] for id_ in pages.lists}
        for address in lost:
            folder = address.partition("/")[0]
            yield f"{address}.html", f"{folder}/index.html" if folder in folders else "index.html"


def _gone(
    cards: Sequence[Card], ledger: Ledger, reasons: Mapping[str, str], taken: set[str]
) -> Iterator[tuple[str, str]]:
    published = {card.id for card in cards}
    gone = [one for id_, one in ledger.articles.items() if id_ not in published and one.address != NOWHERE]
    if not gone:
        return
    theirs = taken | {old for card in cards for old in ledger.articles[card.id].old_addresses}
    for entry in gone:
        for address in (entry.address, *entry.old_addresses):
            if address not in theirs:
                theirs.add(address)
                yield address, reasons.get(entry.id, "gone")


def _host_of(address: str) -> str:
    try:
        return permalinks.bare_host(urlsplit(address).hostname or "")
    except ValueError:
        return ""
