"""Names whose script runs against that of the page they stand on: told, and marked so that they move no sign beside them. Pure."""

from __future__ import annotations

import re

OTHER_WAY = {
    "ltr": re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"),
    "rtl": re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]"),
}
"""By the direction of a page: letters that run against it."""
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}


def marked(name: str, direction: str) -> str:
    """*name*, for text that is no HTML: where it runs against *direction*, what follows it does not."""
    return f"{name}{_MARKS[direction]}" if OTHER_WAY[direction].search(name) else name
