"""Tell a state from the country or city of its name by the places that are named beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from archivegen.annotate.entities.groups import Group
from archivegen.annotate.entities.runs import Piece
from archivegen.gazetteers import TOWN, Gazetteer, Homonym, Known

_NAME: Final = r"[A-Z][\w.'\-]*(?: [A-Z][\w.'\-]*){0,2}"
_BEFORE: Final = re.compile(rf"({_NAME})(, |,? and |,? or )$")
_AFTER: Final = re.compile(rf"(?:, |,? and |,? or )({_NAME})")
_STATE: Final = re.compile(r" state\b(?! of)")
_OF_STATE: Final = re.compile(r"\b(?:upstate|state of|governor of|province of) $", re.IGNORECASE)
_WIDEST: Final = 50


def settle(found: dict[str, Group], prose: str, gazetteer: Gazetteer) -> None:
    """ "Georgia" in an article of Michigan and Florida is the state, in one of Armenia, or by itself, the country.

    "Albany, New York" and "New York and New Jersey" name the state, "in New York" the city.
    """
    for name, other in gazetteer.homonyms.items():
        groups = [g for g in found.values() if g.known is not None and g.known.kind == "place" and g.known.name == name]
        if not groups:
            continue
        if groups[0].known is not None and groups[0].known.country == name:
            if _is_article_of_states(found, name, other):
                for group in groups:
                    _become(group, other)
            continue
        for group in groups:
            pieces = [p for p in group.pieces if group.text in name and _is_state(p, name, other, prose, gazetteer)]
            if pieces:
                group.pieces = [piece for piece in group.pieces if piece not in pieces]
                state = found[f"{group.text} ({other.state})"] = Group(group.text, pieces, kind="place", confidence=1.0)
                _become(state, other)
                group.keep = bool(group.pieces)


def _become(group: Group, other: Homonym) -> None:
    group.known = Known(other.state, "place", "name", other.country)
    group.name = other.state


def _is_article_of_states(found: Mapping[str, Group], name: str, other: Homonym) -> bool:
    places = {
        group.known.name: group.known
        for group in found.values()
        if group.keep and group.known is not None and group.known.kind == "place" and group.known.form == "name"
    }
    for_state = sum(known.country == other.country != known.name for known in places.values())
    for_country = sum(known.name in other.against or known.country == name != known.name for known in places.values())
    return for_state > for_country


def _is_state(piece: Piece, name: str, other: Homonym, prose: str, gazetteer: Gazetteer) -> bool:
    if _STATE.match(prose, piece.end) or _OF_STATE.search(prose, max(0, piece.start - _WIDEST), piece.start):
        return True
    before = _BEFORE.search(prose, max(0, piece.start - _WIDEST), piece.start)
    after = _AFTER.match(prose, piece.end, piece.end + _WIDEST)
    left = _what(before[1], name, other, gazetteer) if before is not None else ""
    right = _what(after[1], name, other, gazetteer) if after is not None else ""
    if "state" in (left, right):
        return True
    return left == "town" and right != "town" and before is not None and before[2] == ", "


def _what(text: str, name: str, other: Homonym, gazetteer: Gazetteer) -> str:
    """What the last words of *text* name: a "state" of the same country, a "town"; "" for anything else."""
    words = text.split(" ")
    for n in range(len(words)):
        tail = " ".join(words[n:])
        known = gazetteer.known.get(tail)
        if known is not None and known.kind == "place" and known.form == "name":
            if known.name == name:
                return ""
            is_state = not known.population and known.country == other.country != known.name
            return "state" if is_state else "town" if known.population else ""
        if gazetteer.classes[tail] & TOWN:
            return "town"
    return ""
