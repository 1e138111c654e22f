"""Addresses of the lists that articles stand in (sources, authors, sections, tags): once given, they never move. Pure; sees cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
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
    new: dict[str, str] = {}
    present: set[str] = set()
    taken = set(given.values())
    for folder, names in _written(cards):
        for name in names:
            key = filing_key(folder, name) if name else ""
            if key and key not in given and key not in new:
                full = full_name(name) if folder == "sources" else name
                new[key] = slugs.free(f"{folder}/{slugs.slug(full)}", taken)
                taken.add(new[key])
            if key:
                present.add(given.get(key) or new[key])
    return Filed(new, frozenset(present))


def _written(cards: Sequence[Card]) -> Iterator[tuple[str, Iterable[str]]]:
    """(folder, names as written, each once and in order of arrival, so that one more article moves nobody)."""
    named = [(card.source, *card.credits, *card.photo_credits) for card in cards]
    yield "sources", dict.fromkeys(chain.from_iterable(named))
    yield "authors", dict.fromkeys(chain.from_iterable(map(attrgetter("byline"), cards)))
    yield "sections", dict.fromkeys(map(attrgetter("section"), cards))
    yield "tags", dict.fromkeys(chain.from_iterable(map(attrgetter("tags"), cards)))
