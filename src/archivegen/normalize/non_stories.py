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
_STORY_WORDS = 30
"""Of sentences beside the line that says so: a brief."""
_FEWEST_LINES = 8


def not_a_story(lines: Sequence[Line], zone: Zone, phrases: Phrases) -> Inference | None:
    """The status "set-aside" with its reason, where *lines* hold no story; None where they may."""
    wall = _wall_of(lines, phrases) if sum(line.words for line in lines) <= _WALL_WORDS else None
    if wall is not None:
        line, words = wall
        proof = Evidence(line.number, line.text[:200])
        return Inference("set-aside", f'no story but a wall or an error page: "{words}"', 0.9, (proof,))
    if len(lines) >= _FEWEST_LINES and not any(line.prose for line in lines):
        links = sum(1 for n, line in enumerate(lines) if n in zone.reasons or line.bullet >= 0)
        if links >= 0.5 * len(lines):
            proof = Evidence(lines[0].number, lines[0].text[:200])
            return Inference("set-aside", "no story, only links and labels", 0.7, (proof,))
    return None


def _wall_of(lines: Sequence[Line], phrases: Phrases) -> tuple[Line, str] | None:
    """The line by which *lines* are a wall, and its words; None where they may be a story that only speaks of one.

    A story has sentences besides, so one such line among them tells only where it says nothing else, and not even then where
    they are many: to hide a story is worse than to show a wall.
    """
    found = [(line, words) for line in lines if line.words <= _WALL_LINE and (words := _wall(line.key, phrases))]
    if not found:
        return None
    walls = {line.number for line, _ in found}
    prose = sum(line.words for line in lines if line.prose and line.number not in walls)
    line, words = found[0]
    says_it_all = 2 * (words.count(" ") + 1) >= line.words
    if len(found) == 1 and (prose >= _STORY_WORDS or (prose and not says_it_all)):
        return None
    return line, words


def _wall(key: str, phrases: Phrases) -> str:
    words = key.split(" ")
    return next((found for n in range(len(words)) if (found := phrases.opens("wall", " ".join(words[n : n + 8])))), "")
