"""What an edited content file and its changed seed differ in, for a person to read. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from archivegen import content

FIELDS = "title kicker dek byline source credits date updated language section tags url rights status".split()
MOST_LINES = 24
LONGEST = 160
_MOST_COMPARED = 4_000
"""Lines of each side; more are not compared, since a person reads no further."""


def between(mine: str, seed: str, *, path: str) -> Iterator[str]:
    """Lines "- …" that only *mine* has and "+ …" that only the seed's text has, both content files; at most MOST_LINES."""
    found = [
        line
        for line in difflib.unified_diff(_readable(mine, path), _readable(seed, path), n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]
    for line in found[:MOST_LINES]:
        shown = f"{line[0]} {line[1:]}"
        yield shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
    if len(found) > MOST_LINES:
        yield f"and {len(found) - MOST_LINES:,} lines more"


def _readable(text: str, path: str) -> list[str]:
    article = content.load(text, path=path, id="")
    fields = [(field, getattr(article, field)) for field in FIELDS]
    told = [f"{field}: {', '.join(value) if isinstance(value, tuple) else value}" for field, value in fields if value]
    body = content.body_of(article)
    return [*told, *(line for line in body.splitlines() if line.strip())][:_MOST_COMPARED]
