"""A page kind told in units: a unit of the same key has the same pages, so that one that is known need not be planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from archivegen.config import Site
from archivegen.model import Archive, Page


class Unit(NamedTuple):
    """Pages that are planned together."""

    name: str
    """Unlike those of its kind's other units."""
    key: bytes
    """Equal keys mean equal pages; b"" = not known."""
    pages: Callable[[], Iterable[Page]]


class InUnits:
    """A page kind, as any other, that tells its units too."""

    def __init__(self, units: Callable[[Archive, Site], Iterator[Unit]]) -> None:
        self.units = units
        self.__doc__ = units.__doc__

    def __call__(self, archive: Archive, site: Site) -> Iterator[Page]:
        for unit in self.units(archive, site):
            yield from unit.pages()
