"""A page kind told in units: a unit of the same key has the same pages, so that one that is known need not be planned."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from archivegen.config import Site
from archivegen.model import Archive, Page


class Unit(NamedTuple):
    """Pages that are planned together."""

    name: str
    """Unlike those of its kind's other units."""
    key: bytes
    """Equal keys mean equal pages; b"" = not known."""
    pages: Callable[[], Iterable[Page]]


class Changed(NamedTuple):
    """Cards (indexes into Archive.cards), ascending."""

    cards: Sequence[int]
    """Of the articles of which anything is not as it was."""
    listed: Sequence[int]
    """Those of them of which lists show something else: headlines."""


Touched = Callable[[Archive, Site, Collection[int]], Iterable[Unit] | None]
"""(archive, site, cards) → at least the units that may have changed, where nothing has but the articles *cards*: their texts, what
was found in them, their headlines.

None: any may have changed or gone, so that all are to be asked.

Addresses, dates, entities, stories, groups and settings are then as they were, and so are all other articles.
"""

T = TypeVar("T", bound=Touched)


class InUnits:
    """A page kind, as any other, that tells its units too."""

    def __init__(self, units: Callable[[Archive, Site], Iterator[Unit]]) -> None:
        self.units = units
        self._touched: Touched | None = None
        self._is_of_lists = False
        self.__doc__ = units.__doc__

    def __call__(self, archive: Archive, site: Site) -> Iterator[Page]:
        for unit in self.units(archive, site):
            yield from unit.pages()

    def at(self, touched: T) -> T:
        """Tells which units are touched."""
        self._touched = touched
        return touched

    def at_lists(self, touched: T) -> T:
        """As `at`, of a kind whose pages show no more of articles than lists do."""
        self._is_of_lists = True
        return self.at(touched)

    def touched(self, archive: Archive, site: Site, changed: Changed) -> Iterable[Unit] | None:
        """The units that *changed* touches; None = to be found by the keys of all."""
        if self._touched is None:
            return None
        return self._touched(archive, site, changed.listed if self._is_of_lists else changed.cards)


def untouched(archive: Archive, site: Site, cards: Collection[int]) -> Iterable[Unit]:
    """For a kind whose pages show no more of articles than where and when they stand: `Stamps.standing` covers it all."""
    return ()
