"""Find the role phrases about a person's name, and the words that stand for a person: "the Russian leader". Pure."""

from __future__ import annotations

import re
from typing import Final

from archivegen.gazetteers import COMMON, FUNCTION, HONORIFIC, ROLE, ROLE_MODIFIER, Gazetteer

_BEFORE: Final = 90
_AFTER: Final = 90
_APPOSITION: Final = re.compile(
    r", ((?:(?:an?|the|his|her|its|their|then|former|[A-Z][\w.]*(?:'s)?|[a-z\-]+) )[^,.;:()\n\"“”]{2,70}|[a-z\-]+)(?=[,.;)\n]|$)"
)
_TAIL: Final = re.compile(r" (?:who|whom|whose|which|that|and|but|said|says|told|was|were|is|are|has|had)\b.*")
_DETERMINERS: Final = frozenset(("a", "an", "the", "his", "her", "its", "their", "then", "former"))
_LOWER_MODIFIERS: Final = frozenset(
    [
        "top",
        "senior",
        "former",
        "veteran",
        "acting",
        "deputy",
        "vice",
        "assistant",
        "associate",
        "chief",
        "executive",
        "managing",
        "prime",
        "foreign",
        "defense",
        "defence",
        "national",
        "security",
        "financial",
        "press",
        "state",
        "police",
        "party",
        "opposition",
        "presidential",
        "finance",
        "interior",
        "health",
        "general",
        "longtime",
        "junior",
        "first",
        "second",
        "then",
        "co-founding",
        "founding",
        "ex-prime",
        "outgoing",
        "incoming",
        "late",
        "special",
        "military",
        "political",
        "legal",
        "research",
        "communications",
        "editorial",
        "human",
        "rights",
        "campaign",
        "business",
        "union",
        "community",
        "film",
        "music",
        "sports",
        "football",
        "basketball",
        "baseball",
        "law",
    ]
)
_OF: Final = frozenset(("of", "for", "at", "in", "to", "with", "from", "on"))
LEADERS: Final = frozenset(
    [
        "leader",
        "president",
        "premier",
        "chancellor",
        "king",
        "queen",
        "emperor",
        "monarch",
        "dictator",
        "ruler",
        "president's",
        "minister",
    ]
)
_NOMINAL: Final = re.compile(r" ((?:prime |foreign |defen[sc]e )?([a-z]+))\b(?! [A-Z])")


def before(prose: str, start: int, gazetteer: Gazetteer) -> str:
    """The role phrase that ends right before *start*: "U.S. national security adviser" | Jake Sullivan; "" if there is none."""
    line = prose.rfind("\n", max(0, start - _BEFORE), start) + 1
    left = prose[max(line, start - _BEFORE) : start]
    if not left.endswith(" "):
        return ""
    words = left[:-1].split(" ")
    if not line and start > _BEFORE:
        words = words[1:]
    classes = gazetteer.classes
    if not words or not classes[words[-1]] & ROLE or not words[-1][:1].islower():
        return ""
    n = len(words) - 1
    while n > 0 and len(words) - n < 8:
        word = words[n - 1]
        bare = word.removesuffix("'s")
        modifies = bare in _LOWER_MODIFIERS or (classes[bare] & (ROLE | ROLE_MODIFIER) and bare[:1].islower())
        named = bare[:1].isupper() and not classes[bare] & FUNCTION and (bare[-1:].isalnum() or bare.count(".") > 1)
        if not (modifies or named):
            break
        n -= 1
    return " ".join(words[n:]).lstrip("\"“‘'(")


def after(prose: str, end: int, gazetteer: Gazetteer) -> str:
    """The role phrase in apposition behind *end*: Yury Ushakov | ", a top Putin aide,"; "" if there is none."""
    if prose[end : end + 2] != ", ":
        return ""
    found = _APPOSITION.match(prose, end, end + _AFTER)
    if found is None:
        return ""
    phrase = _TAIL.sub("", found[1])
    words = phrase.split(" ")
    if len(words) > 10:
        return ""
    classes = gazetteer.classes
    opens = words[0] in _DETERMINERS or bool(classes[words[0]] & (ROLE | ROLE_MODIFIER)) or words[0] in _LOWER_MODIFIERS
    if not opens:
        opens = words[0][:1].isupper() and words[0].removesuffix("'s") in gazetteer.known
    if not opens:
        return ""
    for n, word in enumerate(words[:8]):
        if classes[word] & ROLE and (n + 1 == len(words) or words[n + 1] in _OF):
            # "…, Defense Minister Andrei Belousov, and…" is the next of a row
            return phrase if words[0] in _DETERMINERS or word[0].islower() else ""
    return ""


def nominal(prose: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Span and head of the noun in "the Russian leader", where *start* to *end* is the demonym; None if there is none."""
    if prose[max(0, start - 4) : start].lower() != "the ":
        return None
    found = _NOMINAL.match(prose, end)
    if found is None or found[2] not in LEADERS or (found[2] == "minister" and found[1] == "minister"):
        return None
    return found.start(1), found.end(1), found[1]


def leads(role: str) -> bool:
    """The role is that of the head of a state or government: "Russian President", "North Korean leader"."""
    words = role.lower().split(" ")
    last = words[-1]
    if (
        "vice" in words
        or "former" in words
        or "deputy" in words
        or last == "aide"
        or "opposition" in words
        or "party" in words
    ):
        return False
    return last in ("leader", "president", "premier", "chancellor", "king", "queen", "emperor") or words[-2:] == [
        "prime",
        "minister",
    ]


def is_honorific_alone(word: str, gazetteer: Gazetteer) -> bool:
    """ "Mr.", "Dr.": says nothing of an office."""
    return (
        bool(gazetteer.classes[word] & HONORIFIC)
        and (word.endswith(".") or len(word) <= 4)
        and not gazetteer.classes[word] & (ROLE | COMMON)
    )
