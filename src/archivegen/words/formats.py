"""How a language writes dates, numbers and lists: formats.txt → values. Pure but for reading that table once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).parent
FALLBACK = "en"
_ALIASES = {"no": "nb", "nn": "nb", "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant"}


class Formats(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Patterns have {d}, {M}, {m}, {y} and so on, as the head of formats.txt tells."""

    months: tuple[str, ...]
    alone: tuple[str, ...]
    """Months where no day stands before them."""
    weekdays: tuple[str, ...]
    """Monday first."""
    letters: tuple[str, ...]
    first: str = "1"
    day: str
    month: str
    year: str
    in_month: str
    in_year: str
    over_years: str
    group: str
    grouped_from: int = 4
    """So many digits have their thousands set apart."""
    percent: str
    list: tuple[str, str, str, str]
    """Of two; the first of more, those between, the last."""


@cache
def of(language: str) -> Formats:
    """Those of *language* (a tag; the nearest that is known), else the English ones."""
    tables = _tables()
    rows = tables[next((tag for tag in tags(language) if tag in tables), FALLBACK)].split("\n")
    found = {key: value for key, _, value in (row.partition(" = ") for row in rows)}
    months = tuple(found["months"].split(" | "))
    lists = found["list"].split(" | ")
    return Formats(
        months=months,
        alone=tuple(found["alone"].split(" | ")) if "alone" in found else months,
        weekdays=tuple(found["weekdays"].split(" | ")),
        letters=tuple(found["letters"].split(" | ")),
        first=found.get("first", "1"),
        day=found["day"],
        month=found["month"],
        year=found["year"],
        in_month=found["in_month"],
        in_year=found["in_year"],
        over_years=found["over_years"],
        group=found["group"],
        grouped_from=int(found.get("grouped_from", 4)),
        percent=found["percent"],
        list=(lists[0], lists[1], lists[2], lists[3]),
    )


def tags(language: str) -> Sequence[str]:
    """ "zh-Hant-TW" → "zh-hant-tw", "zh-hant", "zh": what may be known of it, nearest first."""
    whole = language.lower().replace("_", "-")
    pieces = _ALIASES.get(whole, whole).split("-")
    pieces[0] = _ALIASES.get(pieces[0], pieces[0])
    return ["-".join(pieces[:n]) for n in range(len(pieces), 0, -1)]


@cache
def _tables() -> Mapping[str, str]:
    """By language: its rows."""
    text = (_FOLDER / "formats.txt").read_text(encoding="utf-8")
    tables = (table.partition("]\n") for table in text.split("\n[")[1:])
    return {name: rows for name, _, rows in tables}
