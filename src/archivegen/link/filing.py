"""Addresses of the lists that articles stand in (sources, authors, sections, tags): once given, they never move. Pure; sees cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archivegen import slugs
from archivegen.agencies import full_name
from archivegen.model import Card, filing_key


class Filed(NamedTuple):
    new: dict[str, str]
    """Given now, by key."""
    present: frozenset[str]
    """Ids of all lists that there are now."""


def filed(cards: Sequence[Card], given: Mapping[str, str]) -> Filed:
    """The lists of *cards*: the first to arrive has the address that two would have. *given*: ids by key, from before."""
    written: dict[str, set[str]] = {"sources": set(), "authors": set(), "sections": set(), "tags": set()}
    sources, authors, sections, tags = written.values()
    for card in cards:
        sources.add(card.source)
        sources.update(card.credits)
        sources.update(card.photo_credits)
        authors.update(card.byline)
        sections.add(card.section)
        tags.update(card.tags)
    keys = {(folder, name): filing_key(folder, name) for folder, names in written.items() for name in names if name}
    missing = {named for named, key in keys.items() if key not in given}
    new = _given(cards, given, missing) if missing else {}
    return Filed(new, frozenset(given.get(key) or new[key] for key in keys.values()))


def _given(cards: Sequence[Card], given: Mapping[str, str], missing: set[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    taken = set(given.values())
    for card in cards:  # by arrival, so that one more article moves nobody
        for folder, name in _names(card):
            key = filing_key(folder, name) if (folder, name) in missing else ""
            if key and key not in found:
                full = full_name(name) if folder == "sources" else name
                found[key] = slugs.free(f"{folder}/{slugs.slug(full)}", taken)
                taken.add(found[key])
    return found


def _names(card: Card) -> Iterator[tuple[str, str]]:
    folders: tuple[tuple[str, Iterable[str]], ...] = (
        ("sources", (card.source, *card.credits, *card.photo_credits)),
        ("authors", card.byline),
        ("sections", (card.section,)),
        ("tags", card.tags),
    )
    for folder, names in folders:
        for name in names:
            yield folder, name
