"""A page kind told in units: a unit of the same key has the same pages, so that one that is known need not be planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages.changes import Changed


class Unit(NamedTuple):
    """Pages that are planned together."""

    name: str
    """Unlike those of its kind's other units."""
    key: bytes
    """Equal keys mean equal pages; b"" = not known."""
    pages: Callable[[], Iterable[Page]]


Touched = Callable[[Archive, Site, Changed], Iterable[Unit] | None]
"""At least the units that came, or that may not be as they were, where nothing but what is told is.

None: any may be, so that all are to be asked.
"""
Names = Callable[[Archive, Site], Iterable[str]]
"""The names of all units, in their order: quicker told than the units."""

T = TypeVar("T", bound=Touched)
N = TypeVar("N", bound=Names)


class InUnits:
    """A page kind, as any other, that tells its units too."""

    def __init__(self, units: Callable[[Archive, Site], Iterator[Unit]]) -> None:
        self.units = units
        self._touched: Touched | None = None
        self._names: Names | None = None
        self.__doc__ = units.__doc__

    def __call__(self, archive: Archive, site: Site) -> Iterator[Page]:
        for unit in self.units(archive, site):
            yield from unit.pages()

    def at(self, touched: T) -> T:
        """Tells which units are touched."""
        self._touched = touched
        return touched

    def named(self, names: N) -> N:
        """Tells the names of all units, as units may come and go; without it, `at` is asked only where none can."""
        self._names = names
        return names

    def touched(self, archive: Archive, site: Site, changed: Changed) -> Iterable[Unit] | None:
        """The units that *changed* touches; None = to be found by the keys of all."""
        if self._touched is None or (changed.is_elsewhere and self._names is None):
            return None
        return self._touched(archive, site, changed)

    def names(self, archive: Archive, site: Site) -> Iterable[str]:
        """The names of all units, in their order."""
        if self._names is None:
            return [unit.name for unit in self.units(archive, site)]
        return self._names(archive, site)


def untouched(archive: Archive, site: Site, changed: Changed) -> Iterable[Unit]:
    """For a kind whose pages show no more of articles than where and when they stand: `Stamps.standing` covers it all."""
    return ()
