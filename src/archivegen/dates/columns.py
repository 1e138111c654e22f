"""Numbers that may be day or month first (12/11/2015): what the others of a table's column settle. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERS = re.compile(r"\s*(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")


def order_of(values: Iterable[str]) -> bool | None:
    """Whether the months lead in the dates *values* of one column; None where none of them tells, or they disagree."""
    days_lead = months_lead = False
    for value in values:
        found = _NUMBERS.match(value)
        if found is not None:
            days_lead = days_lead or int(found[1]) > 12
            months_lead = months_lead or int(found[3]) > 12
    return months_lead if days_lead != months_lead else None


def iso(value: str, *, months_lead: bool) -> str:
    """*value* with its numbers as YYYY-MM-DD; as it is where it has none."""
    found = _NUMBERS.match(value)
    if found is None:
        return value
    month, day = (found[1], found[3]) if months_lead else (found[3], found[1])
    return f"{found[4]}-{month:0>2}-{day:0>2}{value[found.end() :]}"


def is_ambiguous(value: str) -> bool:
    """Whether *value* is one day if the day leads, another if the month does."""
    found = _NUMBERS.match(value)
    return found is not None and found[1] != found[3] and max(int(found[1]), int(found[3])) <= 12
