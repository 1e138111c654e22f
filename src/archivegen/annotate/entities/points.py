"""Judge what a name is by rule: what its own words and the words around it speak for, in points. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from archivegen.annotate.entities.nouns import ORGANIZATION_NOUNS, PLACE_NOUNS, WORK_NOUNS
from archivegen.annotate.entities.runs import Piece
from archivegen.gazetteers import (
    COMMON,
    GIVEN,
    ORGANIZATION_HEAD,
    PLACE_HEAD,
    ROLE,
    SPEECH,
    SURNAME,
    WORK_HEAD,
    Gazetteer,
)

_LEFT: Final = 28
_RIGHT: Final = 34

_LEFT_WORD: Final = re.compile(r"([A-Za-z'\-]+),? (?:the |a |an |its |his |her |their )?$")
_LEFT_PHRASE: Final = re.compile(r"(?:(\w+) )?(\w+) (?:the )?$")
_APPOSITION: Final = re.compile(
    r",? (?:who|whose|whom)\b|, (?:\d\d?,|(?:an?|the|his|her|their|then|now|former|\w+'s) (?:[\w\-']+ ){0,3}?([\w\-]+)|([\w\-]+))| \((?:\d\d|born|[DR]-)"
)
_FOLLOWS: Final = re.compile(r" ([a-z]+)")
_REGION: Final = re.compile(r", ([A-Z][\w.]+)")
_CAMEL: Final = re.compile(r"[a-z][A-Z]|\d|&|[A-Z]{2,}[a-z]*$")
_HYPHENATED: Final = re.compile(r"[A-Z][a-z]+-[a-z]+|[A-Z][a-z]{1,5}-[A-Z][a-z]{1,5}")


_FAITHS: Final = frozenset(
    "Anglican Apostolic Baptist Catholic Christian Coptic Episcopal Evangelical Lutheran Methodist Mormon Orthodox Pentecostal "
    "Presbyterian Protestant Reformed Unification".split()
)


class Score(NamedTuple):
    person: float = 0.0
    organization: float = 0.0
    place: float = 0.0
    work: float = 0.0

    def __add__(self, other: tuple[float, ...]) -> Score:  # type: ignore[override]
        return Score(*(a + b for a, b in zip(self, other, strict=True)))


def by_words(piece: Piece, gazetteer: Gazetteer) -> Score:
    """What the words of the name itself say."""
    classes = gazetteer.classes
    words = piece.words
    texts = [word.text for word in words]
    first, last = texts[0], texts[-1]
    person = organization = place = work = 0.0
    if piece.quoted:
        work += 5.0
    if piece.quoted:
        work += 5.0
    heads = classes.get(last, 0)
    for n in range(1, len(words)):
        if words[n].gap.startswith((" of", " for", " on", " to", " against")):
            left = classes.get(texts[n - 1], 0)
            if left & (ORGANIZATION_HEAD | PLACE_HEAD | WORK_HEAD):
                heads = left
                break
    if last == "Church" and (any(t in _FAITHS for t in texts) or "Church" in texts[:-1]):
        heads = 0
        organization += 4.0
    if texts[0] in ("Church", "Churches") and len(words) > 1:
        heads = 0
        organization += 4.0
    known = gazetteer.known.get(first)
    if known is not None and known.kind == "place" and len(words) > 1 and not classes.get(first, 0) & GIVEN:
        person -= 1.5
        organization += 1.5
    if first == "The":
        organization += 1.5
        work += 1.0
        person -= 2.0
    if len(words) > 1:
        organization += 4.0 if heads & ORGANIZATION_HEAD else 0.0
        place += 3.5 if heads & PLACE_HEAD else 0.0
        work += 3.0 if heads & WORK_HEAD else 0.0
    flags = classes.get(first, 0)
    if len(words) > 1 and not any(w.gap.startswith((" of", " for", " and", " &")) for w in words[1:]):
        if flags & GIVEN:
            person += 1.5 if flags & COMMON or classes.get(first.lower(), 0) & COMMON else 3.0
        if heads & SURNAME and not classes.get(last.lower(), 0) & COMMON:
            person += 1.5
        if any(len(t) == 2 and t[1] == "." for t in texts):
            person += 3.0
        if any(_HYPHENATED.fullmatch(t) for t in texts) and len(words) <= 3:
            person += 2.0
        if any(
            w.gap.strip() in ("van", "von", "bin", "ibn", "de la", "van der", "del", "di", "da", "de")
            for w in words[1:]
        ):
            person += 1.5
        if 2 <= len(words) <= 3 and not any(classes.get(t.lower(), 0) & COMMON for t in texts):
            person += 1.0
        if len(words) > 4:
            person -= 2.0
    if any(_CAMEL.search(t) for t in texts) and not any("." in t for t in texts):
        organization += 1.5
    if len(words) == 1:
        if first.isupper() and 2 <= len(first) <= 6:
            organization += 2.0
        elif flags & (GIVEN | SURNAME) and not classes.get(first.lower(), 0) & COMMON:
            person += 1.0
    elif all(classes.get(t.lower(), 0) & COMMON for t in texts) and not flags & GIVEN:
        organization += 0.8
        work += 0.6
        person -= 1.0
    return Score(person, organization, place, work)


def by_context(piece: Piece, prose: str, gazetteer: Gazetteer) -> Score:
    """What the words around this mention say. Constant time."""
    classes = gazetteer.classes
    person = organization = place = work = 0.0
    start, end = piece.start, piece.end
    left = prose[max(0, start - _LEFT) : start]
    right = prose[end : end + _RIGHT]
    found = _LEFT_WORD.search(left)
    word = found[1].lower() if found else ""
    article = left.endswith("the ")
    if word:
        if word == "in" and not article:
            place += 2.0
        elif word in ("from", "to", "at", "near", "outside", "across", "around", "throughout", "into"):
            place += 0.6 if not article else 0.2
        elif word == "at":
            organization += 0.5
        elif word in PLACE_NOUNS:
            place += 2.0
        elif word in WORK_NOUNS:
            work += 2.0
        elif word in ORGANIZATION_NOUNS:
            organization += 2.0
        elif classes.get(word, 0) & ROLE and not article:
            person += 2.5
        elif classes.get(word, 0) & SPEECH and not article:
            person += 0.6
        elif word == "by" and not article:
            person += 0.5
        elif word == "of" and _of_place(left):
            place += 2.5
    if article:
        person -= 2.0
        organization += 0.7
    if piece.words[-1].possessive:
        return Score(person, organization + 0.2, place, work)
    if right.startswith(("-based", "-born", "-area")):
        place += 2.5
    apposed = _APPOSITION.match(right)
    if apposed is not None:
        noun = apposed[1] or apposed[2]
        if noun is None:
            person += 2.0
        elif classes.get(noun, 0) & ROLE:
            person += 2.5
        elif noun in ORGANIZATION_NOUNS:
            organization += 1.5
        elif noun in PLACE_NOUNS:
            place += 2.0
    region = _REGION.match(right)
    if region is not None and region[1] in gazetteer.known and gazetteer.known[region[1]].kind == "place":
        place += 1.5
    follows = _FOLLOWS.match(right)
    if follows is not None:
        verb = follows[1]
        if classes.get(verb, 0) & SPEECH:
            person += 1.0
            organization += 0.5
        elif verb in ("who", "himself", "herself"):
            person += 2.0
        elif classes.get(verb, 0) & ROLE:
            organization += 0.8
    return Score(person, organization, place, work)


def _of_place(left: str) -> bool:
    found = _LEFT_PHRASE.search(left)
    return found is not None and found[2] == "of" and (found[1] or "").lower() in PLACE_NOUNS
