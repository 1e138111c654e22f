"""Judge names in languages without trained weights: only what its own words, a title or a preposition make plain. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from archivegen.annotate.entities.groups import Group
from archivegen.gazetteers import (
    COMMON,
    FUNCTION,
    GIVEN,
    HONORIFIC,
    NEVER,
    ORGANIZATION_HEAD,
    PLACE_HEAD,
    PLACE_PREPOSITION,
    ROLE,
    SURNAME,
    TOWN,
    Classes,
    Gazetteer,
)
from archivegen.model import EntityKind

_BEFORE: Final = re.compile(r"([^\W\d_]+)(?:[ ]|\'|\u2019)$")
_LONGEST_PERSON: Final = 5
_PLAIN: Final = 0.8
_SHARES: Final = 5


def judge(found: Mapping[str, Group], prose: str, gazetteer: Gazetteer) -> None:
    """Give each group the kind that is plain; aliases drop the others, or join them to a fuller name."""
    for group in found.values():
        if group.known is not None:
            group.kind, group.name, group.form = group.known.kind, group.known.name, group.known.form
            group.confidence = 1.0
            if group.known.kind != "person" and group.is_titled:
                group.known, group.name, group.form, group.kind = None, " ".join(group.text.split()), "name", "person"
            else:
                continue
        kind = _kind(group, prose, gazetteer.classes) if group.keep else None
        group.confidence = _PLAIN if kind else 0.0
        group.shares = [0.0] * (_SHARES - 1) + [0.0 if kind else 1.0]
        group.kind = kind or "work"


def _kind(group: Group, prose: str, classes: Classes) -> EntityKind | None:
    words = [word.text for word in group.pieces[0].words]
    flags = [classes[word] for word in words]
    if group.is_titled and len(words) < _LONGEST_PERSON and not flags[-1] & (ORGANIZATION_HEAD | PLACE_HEAD | NEVER):
        return "person"
    if len(words) == 1:
        return "place" if flags[0] & TOWN and _is_placed(group, prose, classes) else None
    if (flags[0] | flags[-1]) & ORGANIZATION_HEAD:
        return "organization"
    if (flags[0] | flags[-1]) & PLACE_HEAD:
        return "place"
    if classes[group.text] & TOWN and _is_placed(group, prose, classes):
        return "place"
    if len(words) < _LONGEST_PERSON and flags[0] & GIVEN and _are_names(words[1:], flags[1:], classes):
        return "person"
    return None


def _are_names(words: list[str], flags: list[int], classes: Classes) -> bool:
    """No word of them is one of the language; in one that writes its nouns with a capital, the last must be a surname."""
    if any(flag & (FUNCTION | NEVER | ROLE | HONORIFIC) for flag in flags):
        return False
    if flags[-1] & (SURNAME | GIVEN) or "-" in words[-1]:
        return True
    return not classes[words[-1].lower()] & COMMON


def _is_placed(group: Group, prose: str, classes: Classes) -> bool:
    """A preposition of places stands before it somewhere."""
    for piece in group.pieces:
        before = _BEFORE.search(prose, max(0, piece.start - 16), piece.start)
        if before is not None and classes[before[1].lower()] & PLACE_PREPOSITION:
            return True
    return False
