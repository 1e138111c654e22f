"""One date as running text writes it: the record that readers make and resolving reads."""

from __future__ import annotations

from typing import Literal

import msgspec

from archivegen.dates.prose import Part, Relation, Unit
from archivegen.model import Span

Kind = Literal["calendar", "weekday", "season", "unit", "stretch", "step", "recent"]


class DateExpression(msgspec.Struct, frozen=True, kw_only=True):
    """One date as written. Numbers that are not written are 0."""

    span: Span
    text: str
    kind: Kind
    """calendar: day, month, year, decade. weekday. season. unit: counted in units from the article's date ("last week").
    stretch: the units up to the article's date ("the past five years"). step: counted from the date named before."""
    year: int = 0
    month: int = 0
    day: int = 0
    until: tuple[int, int, int] = (0, 0, 0)
    """Year, month and day of a range's end."""
    digits: int = 4
    """Of the year: 3 is a decade, 2 a century."""
    weekday: int = -1
    season: int = 0
    unit: Unit = "day"
    shift: int = 0
    is_pointed: bool = False
    """ "last", "this" or "next" stands with it; *shift* says which."""
    is_rough: bool = False
    """Counted in words that round: "24 years"."""
    part: Part = ""
    relation: Relation = ""

    @property
    def is_explicit(self) -> bool:
        """Its year is written."""
        return self.year > 0
