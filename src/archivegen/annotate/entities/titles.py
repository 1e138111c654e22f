"""Find titles of works: in quotation marks (“Treaty on Comprehensive Strategic Partnership”, the film "Stalker"), in italics. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from archivegen.annotate.entities.nouns import WORK_NOUNS
from archivegen.annotate.entities.runs import Piece
from archivegen.annotate.entities.words import Word
from archivegen.gazetteers import COMMON, GIVEN, ORGANIZATION_HEAD, Gazetteer
from archivegen.model import Article, Paragraph, Span, Text

# Each begins with its mark, what may not stand before comes behind: so only marks are tried.
_QUOTED: Final = re.compile(
    r"“([^“”\n]{2,90})”|\"(?=\S)([^\"\n]{2,90})(?<=\S)\"|‘(?<!\w‘)([A-Z][^‘\n]{2,70}?)’(?!\w)|«([^«»\n]{2,90})»"
)
_LONGEST: Final = 90
_WORD: Final = re.compile(r"[^\W_][\w'\-]*")
_BEFORE: Final = re.compile(r"([a-z]+),? $")


def italics(article: Article, text: Text) -> list[Span]:
    """What *article* sets in italics inside a paragraph; ascending."""
    found: list[Span] = []
    for place in text.blocks:
        block = article.blocks[place.block] if place.block >= 0 else None
        if isinstance(block, Paragraph) and len(block.text) == place.end - place.start:
            marks = (mark for mark in block.marks if mark.kind == "em" and mark.end - mark.start < _LONGEST)
            found += [Span(place.start + mark.start, place.start + mark.end) for mark in marks]
    return found


def take(
    body: list[Word], prose: str, gazetteer: Gazetteer, in_italics: Sequence[Span] = ()
) -> tuple[list[Word], list[Piece]]:
    """*body* without the words that stand in a title in quotation marks or in italics, and those titles. Linear."""
    pieces: list[Piece] = []
    starts = [word.start for word in body]
    taken: set[int] = set()
    for mark, start, stop, is_italic in _marked(prose, in_italics):
        end = start + len(prose[start:stop].rstrip(",.;"))
        if not _is_title(prose, mark, start, end, gazetteer) or (is_italic and _is_body(prose[start:end], gazetteer)):
            continue
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        inside = tuple(body[first:last])
        if inside and inside[0].start == start and not any(n in taken for n in range(first, last)):
            name = Word(start, end, prose[start:end], inside[0].sentence, "", False, False)
            pieces.append(Piece((name,), quoted=True, italic=is_italic))
            taken.update(range(first, last))
    if not taken:
        return body, pieces
    return [word for n, word in enumerate(body) if n not in taken], pieces


def _marked(prose: str, in_italics: Sequence[Span]) -> Iterator[tuple[int, int, int, bool]]:
    """(where its mark stands, start, end, whether it is in italics) of all that may be a title."""
    for match in _QUOTED.finditer(prose):
        yield match.start(), *match.span(match.lastindex or 0), False
    for span in in_italics:
        if span.start > 0 and not (prose[span.start - 1].isalnum() or prose[span.end : span.end + 1].isalnum()):
            yield span.start, span.start, span.end, True


def _is_body(name: str, gazetteer: Gazetteer) -> bool:
    """ "The Kestrel Post": papers stand in italics too."""
    return bool(gazetteer.classes[name.rpartition(" ")[2]] & ORGANIZATION_HEAD)


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
    if len(words) < 3 + lower and gazetteer.classes[words[0]] & GIVEN and not after_noun:
        return any(gazetteer.classes[w.lower()] & COMMON for w in words[1:])
    return True
