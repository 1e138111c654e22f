"""Tell where a capital's name is its government: "Moscow said", "ties with Pyongyang", but "arrived in Pyongyang". Pure."""

from __future__ import annotations

import re
from typing import Final

from archivegen.gazetteers import SPEECH, Gazetteer

_LEFT: Final = re.compile(r"(?:([\w'\-]+) )?([\w'\-]+) $")
_RIGHT: Final = re.compile(r"(?:'s)? ([a-z\-]+)(?: ([a-z]+))?")
_AUXILIARIES: Final = frozenset(
    [
        "has",
        "have",
        "had",
        "is",
        "was",
        "will",
        "would",
        "could",
        "may",
        "might",
        "must",
        "should",
        "did",
        "does",
        "can",
        "cannot",
        "wants",
        "hopes",
        "plans",
        "needs",
        "insists",
        "claims",
    ]
)
_PLACED: Final = frozenset(
    [
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "across",
        "through",
        "throughout",
        "into",
        "leaving",
        "reached",
        "visited",
        "visiting",
        "visit",
        "via",
        "from",
        "central",
        "downtown",
        "northern",
        "southern",
        "eastern",
        "western",
        "north",
        "south",
        "east",
        "west",
        "of",
        "greater",
        "old",
    ]
)
_TOWARDS: Final = frozenset(
    [
        "with",
        "against",
        "toward",
        "towards",
        "between",
        "by",
        "for",
        "on",
        "upon",
        "over",
        "urged",
        "pressed",
        "pressured",
        "blames",
        "blamed",
        "accused",
        "gave",
        "give",
        "gives",
        "sent",
    ]
)
_TRAVEL: Final = frozenset(
    [
        "visit",
        "visits",
        "trip",
        "trips",
        "travel",
        "travels",
        "travelled",
        "traveled",
        "fly",
        "flew",
        "flight",
        "flights",
        "went",
        "go",
        "goes",
        "going",
        "return",
        "returned",
        "returning",
        "came",
        "come",
        "head",
        "headed",
        "moved",
        "move",
        "drove",
        "train",
        "journey",
        "bus",
        "ambassador",
        "back",
        "sent",
        "tour",
        "mission",
        "delegation",
    ]
)
_POLITICAL: Final = frozenset(
    [
        "foreign",
        "policy",
        "policies",
        "government",
        "position",
        "stance",
        "decision",
        "decisions",
        "ally",
        "allies",
        "western",
        "nuclear",
        "military",
        "relations",
        "ties",
        "claims",
        "claim",
        "demands",
        "demand",
        "ambitions",
        "invasion",
        "aggression",
        "support",
        "response",
        "interests",
        "desperation",
        "offer",
        "efforts",
        "effort",
        "war",
        "arms",
        "relationship",
        "intentions",
        "interest",
        "influence",
        "security",
        "strategy",
        "strategic",
        "economic",
        "trade",
        "diplomatic",
        "sanctions",
        "proposal",
        "actions",
        "action",
        "forces",
        "troops",
        "leadership",
        "leaders",
        "role",
        "announcement",
        "refusal",
        "threat",
        "threats",
        "weapons",
        "missile",
        "missiles",
        "partnership",
        "envoy",
        "negotiators",
    ]
)
_PARTNER: Final = re.compile(r"(?:between|with|against) ([A-Z][\w.]+(?: [A-Z]\w+)?) and $")
_BETWEEN: Final = re.compile(r"between $")


def is_metonym(prose: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Whether the capital at *start* to *end* stands for its country's government here; in doubt it is the place. Constant time."""
    left = prose[max(0, start - 40) : start]
    right = prose[end : end + 30]
    if right.startswith((", ", " (")) and right[2:3].isupper():
        return False
    found = _LEFT.search(left)
    earlier, before = ((found[1] or ""), found[2].lower()) if found is not None else ("", "")
    if before in _PLACED:
        return False
    if before == "to":
        return earlier.islower() and earlier not in _TRAVEL and not earlier.endswith(("ed", "ing"))
    if _PARTNER.search(left) or _BETWEEN.search(left):
        return True
    after = _RIGHT.match(right)
    possessive = right.startswith("'s")
    word = after[1] if after else ""
    if possessive:
        return word in _POLITICAL
    if before in _TOWARDS:
        return True
    if gazetteer.classes[word] & SPEECH or word in _AUXILIARIES:
        return True
    if word == "and":
        other = re.match(r" and ([A-Z]\w+)(?: ([a-z]+))?", right)
        if other is not None and (other[1] in gazetteer.capitals or other[1] in gazetteer.known):
            verb = other[2] or ""
            return bool(gazetteer.classes[verb] & SPEECH) or verb in _AUXILIARIES
    return False
