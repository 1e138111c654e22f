"""Find again, in lines whose capitals tell nothing, the names that the body has or everybody knows. Pure."""

from __future__ import annotations

from typing import Final

from archivegen.annotate.entities.groups import Group
from archivegen.annotate.entities.runs import Piece
from archivegen.annotate.entities.words import Word
from archivegen.gazetteers import COMMON, FUNCTION, GIVEN, NEVER, SURNAME, Gazetteer, Known

_COUNTRIES_AND_NAMES: Final = frozenset(("Chad", "Georgia", "Israel", "Jersey", "Jordan", "Kenya", "Polish", "Turkey"))


def find_again(found: dict[str, Group], headline: list[Word], prose: str, gazetteer: Gazetteer) -> None:
    """Add the mentions in *headline* (words of lines in Title Case) of names in *found*, or known beyond doubt. Linear."""
    longest: dict[str, int] = {}
    for text, group in found.items():
        if group.head().keep and group.keep:
            first = text.partition(" ")[0]
            longest[first] = max(longest.get(first, 0), text.count(" ") + 1)
    n = 0
    while n < len(headline):
        most = max(longest.get(headline[n].text, 0), gazetteer.longest.get(headline[n].text))
        n += _mention_at(headline, n, most, found, prose, gazetteer) or 1


def _mention_at(
    headline: list[Word], n: int, most: int, found: dict[str, Group], prose: str, gazetteer: Gazetteer
) -> int:
    """How many words the name has that begins at word *n* and is added to *found*; 0 if there is none."""
    first = headline[n]
    for end in range(min(len(headline), n + most), n, -1):
        if any(word.gap == "" or word.sentence != first.sentence for word in headline[n + 1 : end]):
            continue
        text = prose[first.start : headline[end - 1].end]
        piece = Piece(tuple(headline[n:end]))
        group = found.get(text)
        if group is not None and group.keep and group.head().keep:
            group.pieces.append(piece)
            return end - n
        known = gazetteer.known.get(text)
        if known is not None and (end - n > 1 or is_clear(text, known, gazetteer)):
            found[text] = _group_of(text, piece, known)
            return end - n
    return 0


def _group_of(text: str, piece: Piece, known: Known) -> Group:
    return Group(text, [piece], known=known, kind=known.kind, name=known.name, form=known.form, confidence=1.0)


def is_clear(text: str, known: Known, gazetteer: Gazetteer) -> bool:
    """Whether it is a single word that hardly means anything else, even with a capital that tells nothing."""
    classes = gazetteer.classes
    if known.country == known.name and text not in _COUNTRIES_AND_NAMES:
        return True
    return not classes[text] & (GIVEN | SURNAME | FUNCTION | NEVER) and not classes[text.lower()] & COMMON
