"""Tell pages that hold no story: walls, errors, empty shells, lists of links. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from archivegen.model import Evidence, Inference
from archivegen.normalize.furniture import Zone
from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases

_WALL_WORDS = 100
"""A page with more words has something to say beside its error."""
_WALL_LINE = 18
"""Words of a line that says so."""
_FEWEST_LINES = 8


def not_a_story(lines: Sequence[Line], zone: Zone, phrases: Phrases) -> Inference | None:
    """The status "set-aside" with its reason, where *lines* hold no story; None where they may."""
    if sum(line.words for line in lines) <= _WALL_WORDS:
        for line in (line for line in lines if line.words <= _WALL_LINE):
            wall = _wall(line.key, phrases)
            if wall:
                return Inference(
                    "set-aside",
                    f'no story but a wall or an error page: "{wall}"',
                    0.9,
                    (Evidence(line.number, line.text[:200]),),
                )
    if len(lines) >= _FEWEST_LINES and not any(line.prose for line in lines):
        links = sum(1 for n, line in enumerate(lines) if n in zone.reasons or line.bullet >= 0)
        if links >= 0.5 * len(lines):
            proof = Evidence(lines[0].number, lines[0].text[:200])
            return Inference("set-aside", "no story, only links and labels", 0.7, (proof,))
    return None


def _wall(key: str, phrases: Phrases) -> str:
    words = key.split(" ")
    return next((found for n in range(len(words)) if (found := phrases.opens("wall", " ".join(words[n : n + 8])))), "")
