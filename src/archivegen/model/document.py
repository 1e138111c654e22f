"""What a reader hands on: one raw story as its container gave it, and what could not be taken over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from archivegen.errors import Origin, Problem

Markup = Literal["text", "markdown", "html"]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One raw story as its container gave it; nothing worked out yet."""

    origin: Origin
    meta: dict[str, Any] = {}
    """What the container says of it (front matter, index row), under the container's names."""
    meta_lines: dict[str, int] = {}
    """Line of each key of meta, where known."""
    body: str
    """Decoded, line ends as "\\n", NFC, no BOM, no control characters but "\\n" and "\\t"."""
    body_line: int = 1
    """Line of the file on which body begins."""
    markup: Markup = "text"
    sha256: str
    """Of the raw bytes of the record."""
    withheld: str = ""
    """Why its container does not show it to the public ("draft post", "post with a password"); "" where it does."""
    aside: str = ""
    """Why it is no story, though its container shows it ("page of the old site"); "" where it may be one."""
    losses: tuple[tuple[str, str, int], ...] = ()
    """What its container could not hand over, as Losses.counts has it."""
    problems: tuple[Problem, ...] = ()


class Losses(msgspec.Struct, frozen=True):
    """What could not be taken over, counted: ("picture", "old.example", 12). Sorted, so that equal losses are equal values."""

    counts: tuple[tuple[str, str, int], ...] = ()
    """(kind, name, how many): picture and document by host ("" = a file that is not there), embed by provider, comment …"""

    @staticmethod
    def of(counted: Mapping[tuple[str, str], int]) -> Losses:
        """The losses of a count by (kind, name)."""
        return Losses(tuple(sorted((kind, name, number) for (kind, name), number in counted.items() if number)))

    def __add__(self, other: Losses) -> Losses:
        total: dict[tuple[str, str], int] = {}
        for kind, name, number in (*self.counts, *other.counts):
            total[kind, name] = total.get((kind, name), 0) + number
        return Losses.of(total)

    def names(self, kind: str) -> tuple[tuple[str, int], ...]:
        """(name, how many) of *kind*, the most first."""
        found = ((name, number) for one, name, number in self.counts if one == kind)
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))
