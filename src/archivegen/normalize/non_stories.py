"""Tell pages that hold no story: walls, errors, empty shells, lists of links. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from archivegen.model import Block, Evidence, Inference, Paragraph
from archivegen.normalize.furniture import Zone
from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases
from archivegen.normalize.told import SUPPLIED

_WALL_WORDS = 100
"""A page with more words has something to say beside its error."""
_WALL_LINE = 18
"""Words of a line that says so."""
_STORY_WORDS = 30
"""Of sentences beside the line that says so: a brief."""
_FEWEST_LINES = 8
_ADDRESS = ("http://", "https://", "www.")
_GATE_WORDS = 60
"""A page that only bars the way says so in few words."""
_GATES = frozenset("javascript captcha recaptcha cookie cookies cloudflare adblock adblocker robot robots".split())
"""Words of every language's walls."""
_QUOTES = frozenset('"“”„«»「」『』‹›')
_WORD = re.compile(r"[^\W_]+")
NO_TEXT = "no running text was found"


_DEBRIS = re.compile(r"\s*<[<!/\s]*[A-Za-z][<>!/\w\s-]{0,80}")


def is_scrap(blocks: Sequence[Block], told: Mapping[str, Inference]) -> bool:
    """Whether *blocks* are none, or what is left of a page that was cut off in its first tags, under no headline."""
    if not blocks:
        return True
    first = blocks[0]
    has_headline = "title" in told and told["title"].basis != SUPPLIED
    return (
        len(blocks) == 1
        and isinstance(first, Paragraph)
        and not has_headline
        and _DEBRIS.fullmatch(first.text) is not None
    )


def is_shell(markup: str, given: Collection[str], told: Collection[str]) -> bool:
    """Whether a document of *markup* in which no text was found is the empty shell of a page. *given*, *told*: its fields.

    What its container or a person names is a story all the same, and so may be a page that says more of itself than a title.
    """
    return markup != "markdown" and "title" not in given and {"dek", "byline", "date"}.isdisjoint([*given, *told])


def not_a_story(lines: Sequence[Line], zone: Zone, phrases: Phrases) -> Inference | None:
    """The status "set-aside" with its reason, where *lines* hold no story; None where they may."""
    count = sum(line.words for line in lines)
    wall = _wall_of(lines, phrases) if count <= _WALL_WORDS else None
    if wall is not None:
        line, words = wall
        reason = f'no story but a wall or an error page: "{_as_printed(line, words)}"'
        return Inference("set-aside", reason, 0.9, (_proof(line),))
    gate = _gate_of(lines, phrases) if count <= _GATE_WORDS else None
    if gate is not None:
        return Inference("set-aside", "no story, only words to the reader before a barred page", 0.8, (_proof(gate),))
    if lines and all(line.text.startswith(_ADDRESS) for line in lines):
        return Inference("set-aside", "no story, only addresses", 0.9, (_proof(lines[0]),))
    if len(lines) >= _FEWEST_LINES and not any(line.prose for line in lines):
        links = sum(1 for n, line in enumerate(lines) if n in zone.reasons or line.bullet >= 0)
        if links >= 0.5 * len(lines):
            return Inference("set-aside", "no story, only links and labels", 0.7, (_proof(lines[0]),))
    return None


def _proof(line: Line) -> Evidence:
    return Evidence(line.number, line.text[:200])


def _gate_of(lines: Sequence[Line], phrases: Phrases) -> Line | None:
    """The first line that speaks of what bars the way, where each sentence of *lines* speaks to the reader; else None."""
    prose = [line for line in lines if line.prose]
    if not prose or not _speak_to_reader(prose, phrases):
        return None
    return next((line for line in lines if not _GATES.isdisjoint(line.key.split(" "))), None)


def _wall_of(lines: Sequence[Line], phrases: Phrases) -> tuple[Line, str] | None:
    """The line by which *lines* are a wall, and its words; None where they may be a story that only speaks of one.

    A story has sentences besides, so one such line among them tells only where it says nothing else, or where they all speak to
    the reader; and not even then where they are many: to hide a story is worse than to show a wall.
    """
    found = [(line, words) for line in lines if line.words <= _WALL_LINE and (words := _wall(line.key, phrases))]
    if not found:
        return None
    walls = {line.number for line, _ in found}
    others = [line for line in lines if line.prose and line.number not in walls]
    prose = sum(line.words for line in others)
    line, words = found[0]
    says_it_all = 2 * (words.count(" ") + 1) >= line.words
    if len(found) > 1 or not others or (says_it_all and (prose < _STORY_WORDS or _speak_to_reader(others, phrases))):
        return line, words
    return None


def _speak_to_reader(lines: Sequence[Line], phrases: Phrases) -> bool:
    """Whether each of *lines* does, in its own words."""
    address = phrases.words["address"]
    return all(_QUOTES.isdisjoint(line.text) and not address.isdisjoint(line.key.split(" ")) for line in lines)


def _wall(key: str, phrases: Phrases) -> str:
    words = key.split(" ")
    return next((found for n in range(len(words)) if (found := phrases.opens("wall", " ".join(words[n : n + 8])))), "")


def _as_printed(line: Line, words: str) -> str:
    """The *words* of a key as *line* prints them: keys have 0 for every number."""
    if "0" not in words or not line.key:
        return words
    before = line.key.partition(words)[0].count(" ")
    return " ".join(_WORD.findall(line.text)[before : before + words.count(" ") + 1])
