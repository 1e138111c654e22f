"""Where countries, states and cities lie, and where others of their name do. Searched as it stands; see tools/make_maps.py."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent


class Whereabouts(NamedTuple):
    latitude: float
    longitude: float
    kind: str
    """country, state, city"""
    lies_in: tuple[str, ...] = ()
    """The country and part of it, by which it is told from others of its name."""
    others_lie_in: tuple[str, ...] = ()
    """Where others of its name lie; () = there are none worth the name."""
    times: int = 0
    """How many times as many people live there as in the others together."""


def whereabouts(name: str, language: str = "en") -> Whereabouts | None:
    """Where the place lies that is called *name* in English or in *language*; None if no table tells."""
    return _found(name) or _found(_english(language).get(name, ""))


@lru_cache(maxsize=16_384)
def _found(name: str) -> Whereabouts | None:
    rows = _rows()
    at = bisect_left(rows, f"{name}\t")
    if not name or at == len(rows) or not rows[at].startswith(f"{name}\t"):
        return None
    _, latitude, longitude, kind, *more = rows[at].split("\t")
    lies_in, others_lie_in, times = more or ("", "", "0")
    return Whereabouts(float(latitude), float(longitude), kind, _parts(lies_in), _parts(others_lie_in), int(times))


def _parts(column: str) -> tuple[str, ...]:
    return tuple(column.split("|")) if column else ()


@lru_cache(maxsize=1)
def _rows() -> list[str]:
    return (_FOLDER / "coordinates.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]


@lru_cache(maxsize=4)
def _english(language: str) -> dict[str, str]:
    """By name of a place in *language*: its name in English."""
    try:
        text = (_FOLDER / language.partition("-")[0].lower() / "english.tsv").read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    rows = (row.partition("\t") for row in text.rstrip("\n").split("\n")[1:])
    return {left: right for left, _, right in rows}
