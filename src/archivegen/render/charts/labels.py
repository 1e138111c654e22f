"""Names as they fit into a picture. Pure."""

from __future__ import annotations

from unicodedata import east_asian_width

LONGEST = 40
"""Letters of a label; a circle's title has all of the name."""


def label(name: str) -> str:
    """*name*, cut if it would run through half the picture."""
    return name if breadth(name) <= LONGEST else f"{_cut(name).rstrip()}…"


def breadth(text: str) -> int:
    """How many letters wide *text* is: those of East Asia are as wide as two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _cut(name: str) -> str:
    room = LONGEST - 1
    for n, letter in enumerate(name):
        room -= breadth(letter)
        if room < 0:
            return name[:n]
    return name
