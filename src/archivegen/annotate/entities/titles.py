"""Find titles of works in quotation marks: “Treaty on Comprehensive Strategic Partnership”, the film "Stalker". Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from archivegen.annotate.entities.nouns import WORK_NOUNS
from archivegen.annotate.entities.runs import Piece
from archivegen.annotate.entities.words import Word
from archivegen.gazetteers import COMMON, GIVEN, Gazetteer

_QUOTED: Final = re.compile(
    r"“([^“”\n]{2,90})”|\"(?=\S)([^\"\n]{2,90})(?<=\S)\"|(?<!\w)‘([A-Z][^‘\n]{2,70}?)’(?!\w)|«([^«»\n]{2,90})»"
)
_WORD: Final = re.compile(r"[^\W_][\w'\-]*")
_BEFORE: Final = re.compile(r"([a-z]+),? $")


def take(body: list[Word], prose: str, gazetteer: Gazetteer) -> tuple[list[Word], list[Piece]]:
    """*body* without the words that stand in a title in quotation marks, and those titles. Linear."""
    pieces: list[Piece] = []
    starts = [word.start for word in body]
    taken: set[int] = set()
    for match in _QUOTED.finditer(prose):
        start, end = match.span(match.lastindex or 0)
        while end > start and prose[end - 1] in ",.;":
            end -= 1
        if not _is_title(prose, match.start(), start, end, gazetteer):
            continue
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        inside = tuple(body[first:last])
        if inside and inside[0].start == start and not any(n in taken for n in range(first, last)):
            name = Word(start, end, prose[start:end], inside[0].sentence, "", False, False)
            pieces.append(Piece((name,), quoted=True))
            taken.update(range(first, last))
    if not taken:
        return body, pieces
    return [word for n, word in enumerate(body) if n not in taken], pieces


def _is_title(prose: str, mark: int, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Each longer word in capitals; a single word only after the noun of a work. A known name or a person is no title."""
    quoted = prose[start:end]
    words = _WORD.findall(quoted)
    if not words or not quoted[0].isalnum() or quoted in gazetteer.known or quoted[-1] == "…":
        return False
    if any(w[0].islower() for w in words if len(w) > 4) or not words[-1][0].isupper():
        return False
    before = _BEFORE.search(prose, max(0, mark - 20), mark)
    after_noun = before is not None and before[1] in WORK_NOUNS
    if len(words) == 1:
        return after_noun and len(quoted) > 2
    lower = sum(1 for w in words if w[0].islower())
    if len(words) < 3 + lower and gazetteer.classes.get(words[0], 0) & GIVEN and not after_noun:
        return any(gazetteer.classes.get(w.lower(), 0) & COMMON for w in words[1:])
    return True
