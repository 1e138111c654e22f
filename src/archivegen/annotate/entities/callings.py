"""What a noun right before or behind a name says it is: "engineering firm Halcott Rudd", "the trawler Anna Berg". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archivegen import wordsets
from archivegen.annotate.entities.runs import Piece
from archivegen.gazetteers import GIVEN, Classes
from archivegen.model import EntityKind

_REACH: Final = 60
_MENTIONS: Final = 6
_PAIR: Final = 2
_BODIES: Final = frozenset(
    "agency airline band bank brewer brewery broadcaster builders carmaker chain charity club company consortium consultancy distillery "
    "drugmaker firm foundation group insurer manufacturer newspaper nonprofit nursery orchestra party practice publisher retailer "
    "shipyard startup start-up studio supermarket trust union utility wholesaler winery"
    .split()
)  # fmt: skip
_BY_CHANCE: Final = re.compile(
    r"(?<![\w'])(?:at|in|after|to|with|from|for|by|of|on|before|during)\s(?:(?:the|an?|his|her|its|their)\s)?(?:[a-z\-]+\s){1,3}$",
    re.IGNORECASE,
)
"""Up to a name that a person may bear: "after the party Jane Holt said …"."""
_SHIPS: Final = frozenset(
    "barge boat coaster cruiser destroyer dinghy ferry freighter frigate lifeboat lightship liner lugger motorboat sailboat schooner "
    "ship steamer submarine tanker trawler tug tugboat vessel warship yacht"
    .split()
)  # fmt: skip
_SHIP: Final = wordsets.pattern(_SHIPS)
_SHIP_BEHIND: Final = re.compile(rf"\s{_SHIP}(?![\w'])(?!\s[A-Z])|, an?\s(?:[\w\-]+\s){{0,3}}{_SHIP},")
_TITLES: Final = frozenset(
    "admiral brigadier captain chancellor coach colonel commander commissioner constable corporal councilor councillor detective doctor "
    "fisherman goalkeeper inspector judge lieutenant midfielder nurse organist pastor pilot professor senator sergeant skipper striker "
    "superintendent surgeon vicar"
    .split()
)  # fmt: skip
_HOLDS: Final = r"\s(?:has\s|had\s|have\s)?(?:owns|owned|built|bought|sold|boarded|was on|"
_FOUNDED: Final = re.compile(
    _HOLDS
    + r"(?:co-)?founded|runs|ran|leads|led|started|created|chairs|chaired|works|worked|set up|heads|headed|formed|joined|left|"
    r"hosted|threw|attended)(?!\w)"
)
"""Behind a name: "the firm Anna Berg founded" is hers, not called so."""
_CROSSED: Final = re.compile(r"\s(?:crossed|swam|swims|knew|knows|loved|loves|fell|fished|painted)(?!\w)")
_SKIPPERED: Final = re.compile(_HOLDS + r"skippers|skippered|captained|steered)(?!\w)")
_RIVERS: Final = ("river", "stream", "brook", "creek")
_RIVER_BEFORE: Final = re.compile(rf"(?<![\w'])(?:[Tt]he\s)?(?:{'|'.join(_RIVERS)})\s$")
_RIVER_BEHIND: Final = re.compile(r"\s(?:(?:had\s|has\s)?(?:burst its banks|overflowed)|flows|flowed)(?!\w)")


def called(pieces: Sequence[Piece], prose: str, classes: Classes) -> EntityKind | None:
    """The kind that one of the first mentions is called by; None if none is. A name of one word may be a river's."""
    if any(piece.is_person or piece.quoted for piece in pieces):
        return None
    is_short = len(pieces[0].words) == 1
    for piece in pieces[:_MENTIONS]:
        left, right = prose[max(0, piece.start - _REACH) : piece.start], prose[piece.end : piece.end + _REACH]
        kind = _of_river(left, right) if is_short else _of_several(left, right, piece, classes)
        if kind is not None:
            return kind
    return None


def _of_river(left: str, right: str) -> EntityKind | None:
    """ "the river Lena", "the Lena burst its banks"; "the river Anna crossed" is a river that she crossed."""
    if left.endswith(("the ", "The ")) and _RIVER_BEHIND.match(right):
        return "place"
    is_named = left.rstrip().endswith(_RIVERS) and _RIVER_BEFORE.search(left)
    return "place" if is_named and not _CROSSED.match(right) else None


def _of_several(left: str, right: str, piece: Piece, classes: Classes) -> EntityKind | None:
    noun = left[:-1].rpartition(" ")[2] if left.endswith(" ") else ""
    if noun in _TITLES or (len(piece.words) > _PAIR and piece.words[0].text.lower() in _TITLES):
        return "person"
    if noun in _SHIPS or (left.endswith(("the ", "The ")) and _SHIP_BEHIND.match(right)):
        return None if _SKIPPERED.match(right) else "work"
    if noun not in _BODIES or _FOUNDED.match(right):
        return None
    may_be_person = classes[piece.words[0].text] & GIVEN
    return None if may_be_person and _BY_CHANCE.search(left) else "organization"
