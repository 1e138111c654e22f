"""Judge what a name is: features of its words and of the words around it, weighed. Pure; the weights are a table in the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import exp
from operator import attrgetter
from typing import Final

from archivegen.annotate.entities import points
from archivegen.annotate.entities.nouns import ORGANIZATION_NOUNS, PLACE_NOUNS, WORK_NOUNS
from archivegen.annotate.entities.runs import Piece
from archivegen.gazetteers import (
    COMMON,
    GIVEN,
    HONORIFIC,
    ORGANIZATION_HEAD,
    PLACE_HEAD,
    ROLE,
    SPEECH,
    SURNAME,
    TOWN,
    WORK_HEAD,
    Classes,
    Gazetteer,
    Known,
)

CLASSES: Final = ("person", "organization", "place", "work", "none")
"""What a run of capitals may be; the order of the weights."""
_MENTIONS: Final = 6
_POINT: Final = 0.8
_NOTHING: Final = 0.8
"""Log-odds of a point, and of being no name."""
_IS_PERSON: Final = attrgetter("is_person")
_HAS_HONORIFIC: Final = attrgetter("honorific")
_IS_QUOTED: Final = attrgetter("quoted")
_TITLED: Final = points.Score(person=4.0)

# What stands before a name: a word, a word with its comma, an article. Read from the right, so that it begins in one place.
_DETERMINER: Final = r"(eht|a|na|sti|sih|reh|rieht|ruo) "
_LEFT: Final = re.compile(
    rf" (?:{_DETERMINER}(,?)([\w'\-]+) ([\w'\-]+)|(,?)([\w'\-]+) ([\w'\-]+)|{_DETERMINER}(,?)([\w'\-]+)|(,?)([\w'\-]+))",
    re.IGNORECASE,
)
_APPOSED: Final = re.compile(
    r", (?:(\d\d?)[,.]|(?:(?:an?|the|his|her|their|then|now|former|[\w.]+'s) )?(?:[a-z\-']+ ){0,3}?([a-z\-]+)[ ,.])|( \((?:born|\d\d\)))"
)
_NEXT: Final = re.compile(r" ([a-z]+)")
_REGION: Final = re.compile(r", ([A-Z][\w.]+(?: [A-Z]\w+)?)")
_CAMEL: Final = re.compile(r"[a-z][A-Z]")
_HYPHENATED: Final = re.compile(r"[A-Z][a-z]+-[a-z]+|[A-Z][a-z]{1,5}-[A-Z][a-z]{1,5}")
_CONNECTORS: Final = frozenset(
    (" of ", " of the ", " for ", " for the ", " and ", " & ", " on ", " on the ", " against ", " to the ", " in ")
)
_AFFIXES: Final = ("al-", "Al-", "O'", "Mc", "Mac", "d'", "D'")
_LEXICAL: Final = frozenset(
    "in at from to of by with for near on against and or as than via outside across between into de".split()
)


def features(
    pieces: Sequence[Piece],
    prose: str,
    gazetteer: Gazetteer,
    beside: Mapping[int, tuple[str, ...]],
    small: frozenset[str],
) -> tuple[list[str], list[float]]:
    """What speaks for one kind or another: of the name's own words, and of its first mentions.

    Names of features, each once; and what the points of the rules alone say, as a log-odds for each of CLASSES.
    """
    own, score = _by_itself(points.wording(pieces[0], gazetteer), gazetteer.classes)
    found = dict.fromkeys(own)
    words = pieces[0].words
    is_titled = any(map(_IS_PERSON, pieces))
    if is_titled:
        found["titled"] = None
    if any(map(_HAS_HONORIFIC, pieces)):
        found["honorific"] = None
    if any(map(_IS_QUOTED, pieces)):
        found["quoted"] = None
    articles = 0
    is_single = len(words) == 1
    is_capitals = is_single and words[0].text.isupper()
    shown = pieces[:_MENTIONS]
    for piece in shown:
        for feature in _of_context(piece, prose, gazetteer):
            found[feature] = None
            if is_single:
                found["1 " + feature] = None
        for feature in beside.get(piece.start, ()):
            found[feature] = None
            for said in (points.BESIDE, points.BESIDE_CAPITALS) if is_capitals else (points.BESIDE,):
                if feature in said:
                    score = score.plus(said[feature])
            found[("1 " if is_single else "2 ") + feature] = None
        around = points.by_context(piece, prose, gazetteer)
        score = score if around is points.NOTHING else score.plus(around)
        articles += prose.endswith(("the ", "The "), max(0, piece.start - 4), piece.start)
    if is_titled:
        score = score.plus(_TITLED)
    found["articles=" + ("none" if not articles else "all" if articles == len(shown) else "some")] = None
    found["mentions=" + str(min(len(pieces), 4))] = None
    written_small = sum([w.text.lower() in small for w in words])
    if written_small == len(words):
        found["all written small"] = None
    elif written_small:
        found["written small"] = None
    if words[0].first and all(p.words[0].first for p in pieces):
        found["first"] = None
        if is_single and gazetteer.classes[words[0].text.lower()] & COMMON:
            found["first and common"] = None
    return list(found), [*(_POINT * value for value in score), _NOTHING]


@lru_cache(maxsize=4_096)  # names recur from article to article
def _by_itself(wording: points.Wording, classes: Classes) -> tuple[tuple[str, ...], points.Score]:
    """What the words of a name say of it, wherever it stands: features, each once, and points."""
    return tuple(dict.fromkeys(_of_words(wording, classes))), points.by_words(wording, classes)


def _of_town(texts: Sequence[str], classes: Classes) -> Iterator[str]:
    """It is the name of a town, or begins or ends with one; and what else the word may be."""
    first = texts[0]
    if classes[" ".join(texts)] & TOWN:
        if len(texts) > 1:
            yield "town 2"
            return
        flags = classes[first]
        common = " common" if classes[first.lower()] & COMMON else ""
        yield "town" + common + (" surname" if flags & SURNAME else "") + (" given" if flags & GIVEN else "")
    elif len(texts) > 1:
        if classes[first] & TOWN:
            yield "first town"
        if classes[texts[-1]] & TOWN:
            yield "last town"


def _letter(text: str, classes: Classes) -> str:
    """What a word of a name is, in one letter; the surest first."""
    flags = classes[text]
    if points.INITIALS.fullmatch(text):
        return "i"
    if flags & (ORGANIZATION_HEAD | PLACE_HEAD | WORK_HEAD):
        return "h"
    if text.isupper():
        return "a"
    if classes[text.lower()] & COMMON:
        return "n" if flags & GIVEN else "c"
    if flags & GIVEN:
        return "b" if flags & SURNAME else "g"
    if flags & SURNAME:
        return "s"
    return "t" if flags & TOWN else "u"


def _of_words(wording: points.Wording, classes: Classes) -> Iterator[str]:
    gaps = wording.gaps
    texts = wording.texts if not wording.quoted else wording.texts[0].split()
    first, last = texts[0], texts[-1]
    size = min(len(texts), 5)
    yield f"words={size}"
    joint = "-" if any(gap in _CONNECTORS for gap in gaps) else ""
    yield "shape=" + "".join(_letter(text, classes) for text in texts[:4]) + joint
    yield from _of_town(texts, classes)
    head = classes[last]
    inner = 0
    for n in range(1, len(gaps)):
        if gaps[n] in _CONNECTORS:
            yield "joined=" + gaps[n].strip()
            if not inner:
                inner = classes[texts[n - 1]]
                yield "head=" + texts[n - 1]
                yield from _heads(inner, "inner")
        elif gaps[n] != " ":
            yield "particle"
    is_word = [bool(classes[t.lower()] & COMMON) for t in texts]
    if size == 1:
        yield from _of_single(head, is_word[0])
    else:
        if not inner:
            yield from _heads(head, "last")
            yield "last=" + last
        yield from _of_several(texts, is_word, bool(inner), wording.first, classes)
    if any(_HYPHENATED.fullmatch(t) for t in texts):
        yield "hyphenated"
    if any(t.startswith(_AFFIXES) for t in texts):
        yield "affix"
    if first.isupper() and len(first) > 1:
        yield "capitals first" if size > 1 else f"capitals {min(len(first), 6)}"
    if any(_CAMEL.search(t) for t in texts):
        yield "camel"
    if any(t[-1].isdigit() for t in texts):
        yield "digit"
    if not is_word[-1] and not head & (GIVEN | SURNAME) and len(last) > 4:
        yield "ends=" + last[-3:].lower()
    if not is_word[-1] and last.endswith("s"):
        yield "plural unknown"


def _of_single(flags: int, is_word: bool) -> Iterator[str]:
    yield from _heads(flags, "single")
    if flags & GIVEN:
        yield "single given"
    if flags & SURNAME:
        yield "single surname"
    if is_word:
        yield "single common"
    elif not flags:
        yield "single unknown"
    if flags & (ROLE | HONORIFIC):
        yield "single role"


def _of_several(
    texts: Sequence[str], is_word: Sequence[bool], joined: bool, known: Known | None, classes: Classes
) -> Iterator[str]:
    first, two = texts[0], len(texts) == 2
    flags, head = classes[first], classes[texts[-1]]
    if flags & GIVEN:
        yield "given common" if is_word[0] else "given"
        if two and not joined:
            yield "given + " + ("common" if is_word[-1] else "surname" if head & SURNAME else "other")
    elif flags & SURNAME:
        yield "first surname"
    yield "first=" + first
    if head & SURNAME:
        yield "surname common" if is_word[-1] else "surname"
    if known is not None:
        yield f"first {known.kind} {known.form}"
    share = sum(is_word)
    yield "common=" + ("all" if share == len(texts) else "some" if share else "none") + (" 2" if two else "")
    if any(points.INITIALS.fullmatch(text) for text in texts[:-1]):
        yield "initial"


def _heads(flags: int, where: str) -> Iterator[str]:
    if flags & ORGANIZATION_HEAD:
        yield where + " organization head"
    if flags & PLACE_HEAD:
        yield where + " place head"
    if flags & WORK_HEAD:
        yield where + " work head"


def _noun(word: str, classes: Classes) -> str:
    """The class of a common word beside a name."""
    if word in WORK_NOUNS:
        return "work noun"
    if word in ORGANIZATION_NOUNS:
        return "organization noun"
    if word in PLACE_NOUNS:
        return "place noun"
    flags = classes[word]
    if flags & ROLE:
        return "role"
    if flags & SPEECH:
        return "speech"
    return ""


def _left_of(left: str) -> tuple[str, str, str, str]:
    """(word before, word, comma, article) at the end of *left*; "" for what is not there."""
    found = _LEFT.match(left.removesuffix("\n")[::-1])
    if found is None:
        return "", "", "", ""
    groups = found.groups("")
    at = {4: 0, 7: 4, 10: 7, 12: 10}[found.lastindex or 4]
    if at == 0:
        determiner, comma, word, before = groups[:4]
    elif at == 4:
        determiner, (comma, word, before) = "", groups[4:7]
    elif at == 7:
        (determiner, comma, word), before = groups[7:10], ""
    else:
        determiner, (comma, word), before = "", groups[10:12], ""
    return before[::-1], word[::-1], comma, determiner[::-1]


def _of_context(piece: Piece, prose: str, gazetteer: Gazetteer) -> list[str]:
    told: list[str] = []
    classes = gazetteer.classes
    start, end = piece.start, piece.end
    left = prose[max(0, start - 40) : start]
    right = prose[end : end + 40]
    before, written, comma, determiner = _left_of(left)
    if written:
        word = written.lower()
        the = " the" if determiner else ""
        if word in _LEXICAL:
            told.append(f"after {word}{the}")
            if word == "of" and before.lower() in PLACE_NOUNS:
                told.append("after place noun of")
        else:
            noun = _noun(word, classes)
            if noun:
                told.append(f"after {noun}{the}{',' if comma else ''}")
    if left.endswith(("'s ", "s' ")):
        told.append("after owner")
    elif left.endswith(("(", "/")):
        told.append("after bracket")
    if points.is_cited(right):
        told.append("cited")
    if right[:1] == " " and right[1:2].islower():  # a word, as most often; what follows here is of marks
        told += _of_next(right, classes)
        return told
    if right.startswith("'s "):
        told.append("owner")
        noun = _noun(right[3:].partition(" ")[0], classes)
        if noun:
            told.append("owner of " + noun)
        return told
    if right.startswith((" (", " [")):
        told.append(
            "before year" if right[2:6].isdigit() else "before acronym" if right[2:4].isupper() else "before bracket"
        )
    if right.startswith(("-based", "-born", "-area")):
        told.append("before -based")
    if right[:2].strip().isdigit():
        told.append("before number")
    region = _REGION.match(right)
    if region is not None:
        known = gazetteer.known.get(region[1]) or gazetteer.known.get(region[1].partition(" ")[0])
        if known is not None and known.kind == "place" and known.form == "name":
            told.append("before region")
    elif right.startswith((", ", " (")):
        apposed = _APPOSED.match(right)
        if apposed is not None:
            noun = (
                "age"
                if apposed[1] or apposed[3]
                else _noun(apposed[2] or "", classes)
                or (apposed[2] if apposed[2] in ("who", "whose", "which", "where") else "")
            )
            if noun:
                told.append("apposed " + noun)
    told += _of_next(right, classes)
    return told


def _of_next(right: str, classes: Classes) -> list[str]:
    following = _NEXT.match(right)
    if following is not None:
        word = following[1]
        noun = _noun(word, classes)
        if noun:
            return ["before " + noun]
        if word in (
            "who",
            "and",
            "has",
            "had",
            "was",
            "is",
            "in",
            "of",
            "himself",
            "herself",
            "where",
            "are",
            "were",
            "have",
        ):
            return ["before " + word]
    return []


def weigh(found: Sequence[str], prior: Sequence[float], weights: Mapping[str, tuple[float, ...]]) -> list[float]:
    """The probability of each of CLASSES: what the rules say, mended by what was learned."""
    a, b, c, d, e = prior
    for row in filter(None, map(weights.get, found)):
        person, organization, place, work, none = row
        a += person
        b += organization
        c += place
        d += work
        e += none
    top = max(a, b, c, d, e)
    shares = [exp(a - top), exp(b - top), exp(c - top), exp(d - top), exp(e - top)]
    total = sum(shares)
    return [share / total for share in shares]
