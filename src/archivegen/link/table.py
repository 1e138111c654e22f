"""The archive's entities as sequences that make a value when it is asked for: most builds ask for few. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, Generic, TypeVar, overload

from archivegen.model import EntityKind

KINDS: Final[tuple[EntityKind, ...]] = ("person", "organization", "place", "work")

T = TypeVar("T")


class Lazy(Sequence[T], Generic[T]):
    """A tuple of values, each made when it is first asked for, and then kept."""

    def __init__(self, length: int, make: Callable[[int], T]) -> None:
        self._make = make
        self._made: list[T | None] = [None] * length

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple([self[n] for n in range(len(self._made))[at]])
        found = self._made[at]
        if found is None:
            found = self._made[at] = self._make(at if at >= 0 else at + len(self._made))
        return found

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, range(len(self._made)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_equal, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class Assigned(Sequence[tuple[int, ...]]):
    """Per card: the number of each local entity's Entity, -1 = ignored. Made anew each time: it is three look-ups."""

    def __init__(self, slots: array[int], ends: array[int], numbers: array[int]) -> None:
        """*slots* of all local entities, those of a card from its place in *ends* to the next; *numbers* by slot."""
        self._slots, self._ends, self._numbers = slots, ends, numbers

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> tuple[int, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[tuple[int, ...], ...]: ...
    def __getitem__(self, at: int | slice) -> tuple[int, ...] | tuple[tuple[int, ...], ...]:
        if isinstance(at, slice):
            return tuple([self[n] for n in range(len(self))[at]])
        at = at if at >= 0 else at + len(self)
        if not 0 <= at < len(self):
            raise IndexError(at)
        return tuple(map(self._numbers.__getitem__, self._slots[self._ends[at] : self._ends[at + 1]]))

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        numbers = list(map(self._numbers.__getitem__, self._slots))
        return (tuple(numbers[start:end]) for start, end in pairwise(self._ends))

    def marked(self, marks: Sequence[T]) -> tuple[list[T], Sequence[int]]:
        """The mark of each local entity's number, one after the other; and where those of each card end. *marks*: the last is of -1."""
        by_slot = [marks[number] for number in self._numbers]
        return list(map(by_slot.__getitem__, self._slots)), self._ends

    def told(self) -> bytes:
        """Equal where all this is."""
        return b"".join([column.tobytes() for column in (self._slots, self._ends, self._numbers)])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_equal, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other)
