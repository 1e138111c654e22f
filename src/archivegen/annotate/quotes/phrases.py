"""Noun phrases that speak without a name: "a State Department spokesman", "the Russian leader", "a tweet by …"."""

from __future__ import annotations

import re
from bisect import bisect_left

from archivegen.annotate.quotes.cues import Cues
from archivegen.annotate.quotes.scene import Scene, Subject
from archivegen.model import Speaker

_MOST_MENTIONS = 300
_MASK = "\0"
_ENDS = re.compile(r"[,;:!?]|\.\s")
_WORDS = re.compile(r"[^\s—–(),;:“”\"]+|[—–(),;:“”\"]")
_DOCUMENTS = frozenset(
    "report statement study letter document documents memo complaint lawsuit indictment filing release advisory post tweet article reports "
    "documents letters statements studies"
    .split()
)  # fmt: skip
_LEADERS = frozenset(
    [
        "leader",
        "president",
        "premier",
        "chancellor",
        "king",
        "queen",
        "prince",
        "ruler",
        "dictator",
        "strongman",
        "minister",
    ]
)


def unnamed_follows(scene: Scene, masked: str, start: int, end: int) -> bool:
    words = masked[start:end].split()[:3]
    return any(word.lower().strip(",.") in scene.cues.heads for word in words)


def unnamed_ending(scene: Scene, masked: str, floor: int, end: int) -> Subject | None:
    """ "a U.S. State Department spokesman", "the governor of Texas" ending at *end*."""
    cues = scene.cues
    begin = max(floor, end - 120)
    words = [(m.group(), m.start()) for m in _WORDS.finditer(masked, begin, end)]
    head = _head_at_end(cues, words)
    if head < 0:
        return None
    first = head
    while first > 0 and head - first < 7:
        word = words[first - 1][0]
        lowered = word.lower()
        if not word[0].isalnum() or lowered in cues.stops or lowered in cues.links or "\0" in word:
            break
        if word.endswith(".") and not re.fullmatch(r"(?:[A-Z]\.)+|[A-Z][a-z]{1,4}\.", word):
            break
        first -= 1
        if lowered in cues.determiners:
            break
    outer = first - 1
    if outer > 0 and words[outer][0].lower() in cues.links and words[outer - 1][0].lower() in cues.heads:
        # "the head of the police's investigators": the head rules, what it is of describes it
        head = first = outer - 1
        while first > 0 and words[first - 1][0].isalpha() and words[first - 1][0].lower() not in cues.stops:
            first -= 1
            if words[first][0].lower() in cues.determiners:
                break
    start = words[first][1]
    return _named_by_role(scene, masked, start, end, words[first : head + 1])


def _head_at_end(cues: Cues, words: list[tuple[str, int]]) -> int:
    for back in range(1, min(len(words), 9) + 1):
        word = words[-back][0].lower()
        if word in cues.heads:
            if back == 1 or words[-back + 1][0].lower() in cues.links:
                return len(words) - back
            return -1
        if not (words[-back][0][0].isupper() or word in cues.links or word in ("the", "and", "&")):
            return -1
    return -1


def unnamed_beginning(scene: Scene, masked: str, start: int, end: int) -> Subject | None:
    cues = scene.cues
    words = [(m.group(), m.start()) for m in _WORDS.finditer(masked, start, end)][:9]
    for place, (word, _) in enumerate(words):
        lowered = word.lower().rstrip(".")
        if lowered in cues.stops or (lowered in cues.links and place) or not word[0].isalnum():
            return None
        if lowered in cues.heads:
            last = place
            while last + 1 < len(words) and words[last + 1][0].lower() in cues.heads:
                last += 1
            stop = words[last][1] + len(words[last][0].rstrip("."))
            stop = _with_links(cues, masked, words, last, stop)
            return _named_by_role(scene, masked, words[0][1], stop, words[: last + 1])
    return None


def _with_links(cues: Cues, masked: str, words: list[tuple[str, int]], place: int, stop: int) -> int:
    """Where "a spokesman" ends if "for the State Department" follows."""
    if place + 2 < len(words) and words[place + 1][0].lower() in cues.links:
        for word, at in words[place + 2 :]:
            if word[0].isupper():
                stop = at + len(word.rstrip("."))
            elif word.lower() not in ("the", "of", "and"):
                break
    return stop


def _named_by_role(scene: Scene, masked: str, start: int, end: int, words: list[tuple[str, int]]) -> Subject | None:
    """The person whose role it is ("the Russian leader"), the unnamed one of before ("the spokesman"), or a new one."""
    cues = scene.cues
    lowered = [word.lower() for word, _ in words]
    is_definite = lowered[0] in ("the", "le", "la", "l’", "der", "die", "el")
    head = lowered[-1]
    own = lowered[1:] if lowered[0] in cues.determiners else lowered
    if is_definite:
        known = _by_role(scene, start, own)
        if known is not None:
            return Subject((known,), start, end, 0.85)
        last = scene.last_unnamed
        if len(own) == 1 and last is not None and last.name.lower().split()[-1][:6] == head[:6]:
            return Subject((last,), start, end, 0.9)
    phrase = masked[start:end]
    first, _, rest = phrase.partition(" ")
    if first.lower() in cues.determiners and rest:
        phrase = rest
    place = scene.mention_ending(end)
    if place >= 0 and scene.starts[place] <= start:
        return Subject((scene.speaker_of(place),), start, end)
    if head in _DOCUMENTS:
        author = _author(scene, masked, end)
        if author is not None or not any(word[:1].isupper() for word, _ in words[1:]):
            return author
    return Subject((Speaker(phrase),), start, end, 0.8)


def _author(scene: Scene, masked: str, at: int) -> Subject | None:
    """ "according to a tweet on Monday by Mike Pompeo": who is said to have written what ends at *at*."""
    for place in scene.mentions_between(at, at + 100):
        gap = masked[at : scene.starts[place]]
        if _MASK in gap or _ENDS.search(gap):
            return None
        if re.search(r"\b(?:by|from|of)\s(?:[\w.’'-]+\s){0,6}$", gap) and scene.entity_of(place).kind != "place":
            return Subject((scene.speaker_of(place),), at, scene.ends[place], 0.9)
    return None


def _by_role(scene: Scene, at: int, words: list[str]) -> Speaker | None:
    """The person last named before *at* with a role that has the same noun (or any leader's, for "leader") and all other words."""
    head, modifiers = words[-1], set(words[:-1])
    best = -1
    best_place = -1
    nearest = bisect_left(scene.starts, at) - 1
    for place in range(nearest, max(-1, nearest - _MOST_MENTIONS), -1):
        number = scene.facts.mentions[place].entity
        entity = scene.facts.entities[number]
        if entity.kind != "person" or number == best:
            continue
        for role in entity.roles:
            parts = set(re.findall(r"[\w.’'-]+", role.lower()))
            is_same = head in parts or (head == "leader" and bool(parts & _LEADERS))
            if is_same and modifiers <= parts:
                best, best_place = number, place
                break
        if best >= 0:
            break
    return scene.speaker_of(best_place) if best_place >= 0 else None
