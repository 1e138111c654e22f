"""What stands beside a name: the names before and behind it, and the joint between. Pure; linear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from archivegen.annotate.entities.runs import HEADS, Piece
from archivegen.gazetteers import GIVEN, ORGANIZATION_HEAD, PLACE_HEAD, SURNAME, TOWN, Gazetteer

_JOINTS: Final = {
    ", ": "row",
    " and ": "row",
    ", and ": "row",
    " or ": "row",
    ", or ": "row",
    " & ": "row",
    "/": "row",
    " / ": "row",
    "; ": "row",
    ", the ": "row",
    " and the ": "row",
    ", and the ": "row",
    " of ": "of",
    " of the ": "of",
    " in ": "in",
    " in the ": "in",
    " at ": "at",
    " at the ": "at",
    " from ": "from",
    " from the ": "from",
    "'s ": "'s",
    " (": "(",
    " to ": "to",
    " ": "space",
    "'s the ": "'s",
    " with ": "with",
    " by ": "by",
    "-": "hyphen",
    "–": "hyphen",
}
_SMALL: Final = re.compile(r"(?<![\w'])[a-z][a-z\-]+")
_WIDEST: Final = 9


def beside(pieces: Sequence[Piece], prose: str, gazetteer: Gazetteer) -> dict[int, tuple[str, ...]]:
    """By the start of a piece: what its neighbors in a row are, or in a phrase ("Raymond Chan of …")."""
    found: dict[int, tuple[str, ...]] = {}
    guesses = [_guess(piece, gazetteer) for piece in pieces]
    joints = [
        _JOINTS.get(prose[left.end : right.start], "") if 0 <= right.start - left.end <= _WIDEST else ""
        for left, right in pairwise(pieces)
    ]
    last = len(pieces) - 1
    for n, piece in enumerate(pieces):
        features: list[str] = []
        if n and joints[n - 1]:
            features.append(f"{guesses[n - 1] or '?'} {joints[n - 1]} _")
        if n < last and joints[n]:
            features.append(f"_ {joints[n]} {guesses[n + 1] or '?'}")
        if features:
            found[piece.start] = tuple(features)
    return found


def small_words(prose: str) -> frozenset[str]:
    """The words that the text writes in lower case."""
    return frozenset(_SMALL.findall(prose))


def _guess(piece: Piece, gazetteer: Gazetteer) -> str:
    """What a name is by itself, if it is plain: known, titled, with a head word or a given name."""
    if piece.is_person:
        return "person"
    if piece.known is not None:
        return piece.known.kind if piece.known.form != "demonym" else "demonym"
    if piece.quoted:
        return "quoted"
    classes = gazetteer.classes
    if len(piece.words) == 1:
        flags = classes[piece.words[0].text]
        if flags & TOWN and not flags & (GIVEN | SURNAME):
            return "town"
        if flags & GIVEN:
            return "given"
        return "surname" if flags & SURNAME else ""
    heads = classes[piece.words[-1].text] & HEADS
    if heads & ORGANIZATION_HEAD:
        return "organization"
    if heads & PLACE_HEAD:
        return "place"
    first = classes[piece.words[0].text]
    if first & GIVEN:
        return "person"
    return "town" if classes[" ".join(word.text for word in piece.words)] & TOWN else "several"
