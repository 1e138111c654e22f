"""A page kind told in units: a unit of the same key has the same pages, so that one that is known need not be planned."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
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


Touched = Callable[[Archive, Site, Collection[int]], Iterable[Unit] | None]
"""(archive, site, cards) → at least the units that may have changed, where nothing has but what was found in the articles *cards*.

None: any may have changed or gone, so that all are to be asked.

Addresses, headlines, dates, entities, stories, groups and settings are then as they were, and so are all other articles.
"""

T = TypeVar("T", bound=Touched)


class InUnits:
    """A page kind, as any other, that tells its units too."""

    def __init__(self, units: Callable[[Archive, Site], Iterator[Unit]]) -> None:
        self.units = units
        self.touched: Touched | None = None
        """None = to be found by the keys of all units."""
        self.__doc__ = units.__doc__

    def __call__(self, archive: Archive, site: Site) -> Iterator[Page]:
        for unit in self.units(archive, site):
            yield from unit.pages()

    def at(self, touched: T) -> T:
        """Tells which units are touched."""
        self.touched = touched
        return touched


def untouched(archive: Archive, site: Site, cards: Collection[int]) -> Iterable[Unit]:
    """For a kind whose pages show no more of articles than lists do: `Stamps.lists` covers it all."""
    return ()
