"""Tables that are searched as they stand: sorted lines, of which only those that are asked for are taken apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from archivegen.model import EntityKind, MentionForm

# What a word may be; a word's classes are or-ed together.
COMMON: Final = 1
GIVEN: Final = 2
SURNAME: Final = 4
HONORIFIC: Final = 8
ROLE: Final = 16
ROLE_MODIFIER: Final = 32
ORGANIZATION_HEAD: Final = 64
PLACE_HEAD: Final = 128
WORK_HEAD: Final = 256
NEVER: Final = 512
PARTICLE: Final = 1024
SPEECH: Final = 2048
FUNCTION: Final = 4096
POSTNOMINAL: Final = 8192
TOWN: Final = 16384
PLACE_PREPOSITION: Final = 32768

_REMEMBERED: Final = 200_000
"""Words whose answer is kept; a hostile heap of unheard words is forgotten again."""


class Known(NamedTuple):
    """What a name as written stands for."""

    name: str
    """The canonical name."""
    kind: EntityKind
    form: MentionForm = "name"
    country: str = ""
    """The country that a place lies in; for a country's demonym the country itself."""
    population: int = 0
    """Of a city; 0 for what is no city."""


class Names:
    """Known names by how they are written: those given, then the cities, then other spellings of cities."""

    __slots__ = ("_base", "_cities", "_found", "_spellings")

    def __init__(
        self,
        found: Mapping[str, Known] | None = None,
        cities: Sequence[str] = (),
        spellings: Mapping[str, str] | None = None,
        base: Names | None = None,
    ) -> None:
        self._found: dict[str, Known | None] = dict(found or {})
        self._base = base
        """Who is asked for what stands in none of the others."""
        self._cities = cities
        """Sorted lines: city, country, population."""
        self._spellings = spellings or {}

    def get(self, name: str) -> Known | None:
        if name in self._found:
            return self._found[name]
        known = self._city(name) or self._city(self._spellings.get(name, ""))
        if known is None and self._base is not None:
            known = self._base.get(name)
        if len(self._found) < _REMEMBERED:
            self._found[name] = known
        return known

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __getitem__(self, name: str) -> Known:
        known = self.get(name)
        if known is None:
            raise KeyError(name)
        return known

    def plus(self, added: Mapping[str, Known]) -> Names:
        """These, and those *added*, which go before. Costs what is added."""
        return Names(added, base=self)

    def _city(self, name: str) -> Known | None:
        if not name:
            return None
        at = bisect_left(self._cities, name + "\t")
        if at == len(self._cities) or not self._cities[at].startswith(name + "\t"):
            return None
        _, country, population = self._cities[at].split("\t")
        return Known(name, "place", "name", country, int(population))


class Longest:
    """By the first word of a known name: how many words the longest that begins with it has; 0 if none does."""

    __slots__ = ("_base", "_cities", "_found", "_names")

    def __init__(
        self, names: Mapping[str, int] | None = None, cities: Sequence[str] = (), base: Longest | None = None
    ) -> None:
        self._names = names or {}
        self._base = base
        self._cities = cities
        self._found: dict[str, int] = {}

    def get(self, first: str) -> int:
        if first in self._found:
            return self._found[first]
        longest = max(
            self._names.get(first, 0), self._of_cities(first), self._base.get(first) if self._base is not None else 0
        )
        if len(self._found) < _REMEMBERED:
            self._found[first] = longest
        return longest

    def _of_cities(self, first: str) -> int:
        longest = 0
        for at in range(bisect_left(self._cities, first + "\t"), len(self._cities)):
            name = self._cities[at].partition("\t")[0]
            if not name.startswith(first) or name[len(first) : len(first) + 1] > ",":
                break
            if name == first or name[len(first)] in " ,":
                longest = max(longest, name.count(" ") + 1)
        return longest

    def __contains__(self, first: str) -> bool:
        return self.get(first) > 0

    def plus(self, names: Iterable[str]) -> Longest:
        """These, and those of *names*. Costs what is added."""
        return Longest(longest_by_first(names), base=self)


def longest_by_first(names: Iterable[str]) -> dict[str, int]:
    """By first word: how many words the longest of *names* has."""
    longest: dict[str, int] = {}
    for name in names:
        first, _, rest = name.partition(" ")
        first = first.rstrip(",")
        size = rest.count(" ") + 2 if rest else 1
        if longest.get(first, 0) < size:
            longest[first] = size
    return longest


class Classes(dict[str, int]):
    """What a word may be: the short lists by word, the long ones by search, once a word."""

    def __init__(
        self, short: Mapping[str, int] | None = None, long: Iterable[tuple[Sequence[bytes], int]] = ()
    ) -> None:
        super().__init__()
        self._short = short or {}
        self._long = tuple(long)
        """Sorted lists, each with the class of its words."""

    def __missing__(self, word: str) -> int:
        flags = self._short.get(word, 0)
        written = word.encode("utf-8", "replace")
        for words, bit in self._long:
            at = bisect_left(words, written)
            if at < len(words) and words[at] == written:
                flags |= bit
        if len(self) < _REMEMBERED:
            self[word] = flags
        return flags

    def __hash__(self) -> int:  # type: ignore[override]  # what was worked out by a table is remembered by it
        return id(self)

    def get(self, word: str, default: int = 0) -> int:  # type: ignore[override]
        return self[word]
