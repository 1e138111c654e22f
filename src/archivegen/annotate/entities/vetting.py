"""Leave out what is doubtful as an entry of an index, whatever its kind was judged to be. Pure; sees an article's groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from archivegen.annotate.entities.groups import KINDS, Group
from archivegen.annotate.entities.nouns import WORK_NOUNS
from archivegen.annotate.entities.runs import HEADS
from archivegen.gazetteers import (
    COMMON,
    FUNCTION,
    GIVEN,
    NEVER,
    ORGANIZATION_HEAD,
    PLACE_HEAD,
    ROLE,
    SURNAME,
    TOWN,
    WORK_HEAD,
    Classes,
    Gazetteer,
)
from archivegen.patterns import late_pattern

_PLURAL_ACRONYM: Final = re.compile(r"[A-Z][A-Z&]+s|[A-Z]{2,}-?[a-z]+s")
_CONTRACTED: Final = re.compile(r"\w+'(?:ve|ll|re|d|m|t)", re.IGNORECASE)
_FILE_NAME: Final = re.compile(r"\w*(?:-\w+){3,}|\w+_\w+")
_PRODUCT: Final = re.compile(r"[a-z]{1,5}[A-Z]\w+")
_CAMEL: Final = re.compile(r"\w*[a-z][A-Z]\w*")
_AFTER_OF: Final = (" of ", " of the ", " on ", " on the ", " for ", " for the ", " against ", " to the ")
_BEFORE_OF: Final = re.compile(r"(\w+) (?:of|on|for|against|to) ")
_EVENTS: Final = frozenset("Hurricane Cyclone Typhoon Tropical Operation Project Windows".split())
_OF_PERSON: Final = frozenset(
    "cited,titled,honorific,before speech,after speech,apposed role,apposed age,apposed who,apposed whose,before who,before himself,"
    "before herself,after role,after role,,owner of role".split(",")
)
_WORK_CONTEXT: Final = frozenset(("after work noun", "after work noun the", "apposed work noun", "before work noun"))
_NEAR_A_WORK: Final = late_pattern(r"\b(?:" + "|".join(sorted(WORK_NOUNS)) + r")s?\b", re.IGNORECASE)
_LEFT: Final = 70
_RIGHT: Final = 30
_SURE: Final = 0.9
_LIKELY: Final = 0.6
_HEAD_OF: Final = {"organization": ORGANIZATION_HEAD, "place": PLACE_HEAD}
_NEXT_BEST: Final = 0.35
_PLACED: Final = frozenset(("after in", "before region", "after place noun of"))
_SHORT_ACRONYM: Final = 3
_LONGEST_ACRONYM: Final = 6
_PAIR: Final = 2
_VAGUE_BODIES: Final = frozenset(
    "Media Service Services Trust Order Center Government Network Team Group Community Market".split()
)
"""Heads of organizations that two common words make a mere term of: "Social Media", "Customer Service"."""
_VAGUE_PLACES: Final = frozenset(
    "Center Centre Gallery Range Space Place Hub District Site Store Market House Lane Office Library".split()
)
"""Heads of places on the screen or on a plan as often as on a map."""


def vet(found: Mapping[str, Group], prose: str, gazetteer: Gazetteer) -> None:
    """Drop the groups that nothing but capitals speaks for. Names known or given, and short forms of others, stay."""
    for group in found.values():
        if group.known is None and group.target is None and group.keep:
            group.keep = not _is_no_name(group, gazetteer) and _settle(group, prose, gazetteer.classes)


def _settle(group: Group, prose: str, classes: Classes) -> bool:
    """Whether *group* is a clear case of its kind; of no clear case, whether it is one of the kind that comes next."""
    if group.kind == group.called or _IS_CLEAR[group.kind](group, prose, classes):
        return True
    if group.quoted or group.is_titled:
        return False
    order = sorted(range(3), key=lambda n: (-group.shares[n], n))
    for n in order:
        kind = KINDS[n]
        is_there = kind == "place" and _PLACED.intersection(group.features)
        is_headed = group.kind == "work" and " " in group.text and _has_head(group, classes, _HEAD_OF.get(kind, 0))
        if kind != group.kind and (group.shares[n] > _NEXT_BEST or is_there or is_headed):
            if not _IS_CLEAR[kind](group, prose, classes):
                return False
            group.kind, group.confidence = kind, group.shares[n]
            return True
    return False


def _is_no_name(group: Group, gazetteer: Gazetteer) -> bool:
    """Plural acronyms ("APIs"), contractions ("We've"), what is left of a file's name."""
    text = group.text
    if _FILE_NAME.fullmatch(text) or _CONTRACTED.fullmatch(text.partition(" ")[0]):
        return True
    return bool(_PLURAL_ACRONYM.fullmatch(text)) and text not in gazetteer.known


def _words(group: Group) -> list[str]:
    return group.text.replace("-", " ").split() or [group.text]


def _is_all_common(group: Group, classes: Classes) -> bool:
    """Every word is a word of the language, or a joint between such."""
    plain = COMMON | FUNCTION
    return all(
        len(w) == 1 or classes[w] & NEVER or classes[w.lower()] & plain or classes[w.lower().removesuffix("s")] & COMMON
        for w in _words(group)
    )


def _person(group: Group, prose: str, classes: Classes) -> bool:
    """Somebody's name has a name's word in it, or stands where only people do."""
    if "honorific" in group.features:
        return True
    words = group.text.split(" ")
    if len(words) == 1 and group.text.isupper() and len(group.text) <= _LONGEST_ACRONYM:
        return False
    if len(words) > 1 and not group.is_titled and _is_headed(group, classes):
        return False
    flags = classes[words[0]]
    if _is_all_common(group, classes) and not flags & GIVEN and not (len(words) == 1 and flags & SURNAME):
        return False
    if len(words) > 1:
        return not classes[words[-1].removesuffix("s").lower()] & ROLE or not words[-1].endswith("s")
    if flags & (GIVEN | SURNAME) and not flags & ROLE:
        return True
    return (bool(_OF_PERSON.intersection(group.features)) or group.confidence > _LIKELY) and not group.text.isupper()


def _is_headed(group: Group, classes: Classes) -> bool:
    """ "Collins College", "County of Maui"; not "Nathan Law", whose last word is a surname too."""
    last = classes[group.text.rpartition(" ")[2]]
    if last & HEADS:
        return not last & SURNAME
    words = group.pieces[0].words
    return any(word.gap in (" of ", " of the ") and classes[before.text] & HEADS for before, word in pairwise(words))


def _organization(group: Group, prose: str, classes: Classes) -> bool:
    words = group.text.split(" ")
    if len(words) == 1:
        if classes[group.text] & HEADS and classes[group.text.lower()] & COMMON:
            return False  # "the University", "an Order"
        is_shout = group.text.isupper() and len(group.text) > _SHORT_ACRONYM
        return not (is_shout and classes[group.text.lower()] & COMMON) or _has_article(group)
    if not _is_all_common(group, classes) or group.quoted:
        return True
    if _has_head(group, classes, ORGANIZATION_HEAD) and not (len(words) == _PAIR and words[-1] in _VAGUE_BODIES):
        return True
    return group.confidence > _SURE and _has_article(group)


def _place(group: Group, prose: str, classes: Classes) -> bool:
    if any(_CAMEL.fullmatch(word) and not word.startswith(("Mc", "Mac", "De", "La", "Le")) for word in _words(group)):
        return False
    if " " not in group.text and classes[group.text] & HEADS and classes[group.text.lower()] & COMMON:
        return False  # "the Cathedral"
    flags = classes[group.text]
    if flags & GIVEN and not flags & TOWN:
        return bool(_PLACED.intersection(group.features))  # "the Oscar"
    if not _is_all_common(group, classes):
        return True
    if flags & TOWN and "_ row place" in group.features and _PLACED.intersection(group.features):
        return True  # "in Nice, France"
    if group.text.rpartition(" ")[2] in _VAGUE_PLACES and group.text.count(" ") <= _PAIR:
        return bool(_PLACED.intersection(group.features))
    return _has_head(group, classes, PLACE_HEAD) or (group.confidence > _LIKELY and " " in group.text)


def _work(group: Group, prose: str, classes: Classes) -> bool:
    """A work needs a sign of one: its head word, a noun that calls it one, a product's spelling."""
    if _WORK_CONTEXT.intersection(group.features) or _PRODUCT.match(group.text):
        return True
    if group.quoted and any(piece.italic for piece in group.pieces):
        return True
    words = group.text.split(" ")
    if words[0] in _EVENTS and len(words) > 1:
        return True
    if len(words) > 1 and _has_head(group, classes, WORK_HEAD):
        return not _is_all_common(group, classes) or _has_article(group) or group.quoted
    return group.quoted and any(_is_near_work(prose, piece.start, piece.end) for piece in group.pieces)


def _is_near_work(prose: str, start: int, end: int) -> bool:
    line = prose.rfind("\n", max(0, start - _LEFT), start) + 1
    return bool(
        _NEAR_A_WORK.search(prose, max(line, start - _LEFT), start) or _NEAR_A_WORK.search(prose, end, end + _RIGHT)
    )


def _has_article(group: Group) -> bool:
    return "articles=all" in group.features or "articles=some" in group.features


def _has_head(group: Group, classes: Classes, head: int) -> bool:
    """Its last word is such a head, or the word before "of"."""
    piece = group.pieces[0]
    if piece.quoted and any(classes[before] & head for before in _BEFORE_OF.findall(group.text)):
        return True
    if classes[group.text.rpartition(" ")[2]] & head:
        return True
    return any(
        word.gap in _AFTER_OF and classes[before.text] & head
        for before, word in zip(piece.words, piece.words[1:], strict=False)
    )


_IS_CLEAR: Final = {"person": _person, "organization": _organization, "place": _place, "work": _work}
