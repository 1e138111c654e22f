"""Names of decades: "2010-2019" needs no translation. Pure."""

from __future__ import annotations

LENGTH = len("2010-2019")


def decade_of(day: str) -> str:
    """ "2016-06-19", "2016" → "2010-2019"."""
    return f"{day[:3]}0-{day[:3]}9"


def is_decade(period: str) -> bool:
    """Whether *period* (of any name that a period of a list has) is a decade."""
    return len(period) == LENGTH and period[:4].isdigit()
