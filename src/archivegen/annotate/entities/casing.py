"""Undo what typesetting does to capitals: datelines and lines in capitals, headlines in Title Case. Character for character."""

from __future__ import annotations

import re
from typing import Final

from archivegen.annotate.entities import recasing
from archivegen.gazetteers import COMMON, FUNCTION, Gazetteer
from archivegen.model import Text

_CAPS: Final = re.compile(r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|['’.](?=[^\W\d_]))*[^\W\d_a-zß-öø-ÿ]")
_MANY_SMALL: Final = re.compile(r"(?:[^a-zß-öø-ÿ]*[a-zß-öø-ÿ]){9}")
_DATELINE: Final = re.compile(
    r"(?P<place>[^\W\d_a-z][^\Wa-z_.]{2,}(?:[ -][^\W\d_a-z][^\Wa-z_.]+){0,3})"
    r"(?:, [A-Z][\w.]*(?: [A-Z]\w*\.?)?){0,2}(?:, [A-Z][a-z]+\.? \d\d?)?(?: \([A-Z][\w ]{1,30}\))? ?(?:—|–|--|- |:)"
)
_WORD: Final = re.compile(r"[^\W\d_][\w'’\-]*")
_SHOUTED: Final = 0.75
_LONGEST_HEADLINE: Final = 220


def calm(prose: str, text: Text, gazetteer: Gazetteer) -> str:
    """*prose* with words in capitals written with one capital, where a line or a dateline is in capitals; of the same length.

    A text that is in capitals throughout, or has none, gets those of its plain names alone.
    """
    if recasing.is_without_case(prose):
        return recasing.recased(prose, gazetteer)
    changed: list[tuple[int, int]] = []
    for block in text.blocks:
        start = block.start
        while start < block.end:
            end = prose.find("\n", start, block.end)
            end = block.end if end < 0 else end
            if is_shouted(prose, start, end):
                changed.append((start, end))
            else:
                dateline = _DATELINE.match(prose, start, min(end, start + 90))
                if dateline is not None:
                    changed.append(dateline.span("place"))
            start = end + 1
    if not changed:
        return prose
    parts: list[str] = []
    at = 0
    for start, end in changed:
        parts.append(prose[at:start])
        parts.append(_CAPS.sub(lambda m: _one_capital(m[0], gazetteer), prose[start:end]))
        at = end
    parts.append(prose[at:])
    return "".join(parts)


def is_shouted(prose: str, start: int, end: int) -> bool:
    """Nearly all letters of a line of two words or more are capitals."""
    line = prose[start:end]
    if " " not in line or line.islower() or _MANY_SMALL.match(line[:40]):
        return False
    letters = sum(map(str.isalpha, line))
    capitals = sum(map(str.isupper, line))
    return letters >= 8 and capitals >= _SHOUTED * letters and line.count(" ") >= 2


def _one_capital(word: str, gazetteer: Gazetteer) -> str:
    known = gazetteer.known.get(word)
    if known is not None and (known.form == "acronym" or "." in word) and not gazetteer.classes[word.lower()] & COMMON:
        return word
    lower = word[0] + word[1:].lower()
    return lower if len(lower) == len(word) else word


def title_case_lines(prose: str, text: Text, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Start and end of each line in Title Case, ascending."""
    found: list[tuple[int, int]] = []
    for block in text.blocks:
        is_headline = block.kind in ("title", "heading")
        start = block.start
        while start < block.end:
            end = prose.find("\n", start, block.end)
            end = block.end if end < 0 else end
            if is_title_case(prose, start, end, is_headline=is_headline, gazetteer=gazetteer):
                found.append((start, end))
            start = end + 1
    return found


def is_title_case(prose: str, start: int, end: int, *, is_headline: bool, gazetteer: Gazetteer) -> bool:
    """A line whose capitals say nothing, since it has (nearly) all its words with one.

    A headline needs two such words that could be in lower case; any other line must be short, without a full stop, and mostly of them.
    """
    if end - start > _LONGEST_HEADLINE:
        return False
    line = prose[start:end]
    if not is_headline and line.rstrip("\"'”’)")[-1:] in ".,;":
        return False
    words = [w for w in _WORD.findall(line) if len(w) > 3 or w[0].isupper()]
    if len(words) < 3:
        return False
    capital = [w for w in words if w[0].isupper()]
    long_lower = [w for w in words if w[0].islower() and len(w) > 4]
    classes = gazetteer.classes
    plain = [w for w in capital[1:] if classes[w.lower()] & COMMON or classes[w] & FUNCTION]
    if is_headline:
        return len(plain) >= 2 and len(long_lower) <= len(capital) // 4
    return len(plain) >= 2 and len(plain) * 2 >= len(capital) and len(long_lower) <= len(capital) // 5
