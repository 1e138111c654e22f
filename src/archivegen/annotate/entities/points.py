"""Judge what a name is by rule: what its own words and the words around it speak for, in points. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from archivegen.annotate.entities.nouns import ORGANIZATION_NOUNS, PLACE_NOUNS, WORK_NOUNS
from archivegen.annotate.entities.runs import HEADS, Piece
from archivegen.gazetteers import (
    COMMON,
    GIVEN,
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

_LEFT: Final = 28
_RIGHT: Final = 34
_OF: Final = (" of", " for", " on", " to", " against")
_JOINED: Final = (" of", " for", " and", " &")

# Read from the right, so that it begins in one place.
_LEFT_WORD: Final = re.compile(r" (?:(?:eht|a|na|sti|sih|reh|rieht) ,?([A-Za-z'\-]+)|,?([A-Za-z'\-]+))")
_LEFT_PHRASE: Final = re.compile(r"(?:(\w+) )?(\w+) (?:the )?$")
_APPOSITION: Final = re.compile(
    r",? (?:who|whose|whom)\b"
    r"|, (?:\d\d?,|(?:an?|the|his|her|their|then|now|former|\w+'s) (?:[\w\-']+ ){0,3}?([\w\-]+)|([\w\-]+))"
    r"| \((?:\d\d|born|[DR]-)"
)
_APPOSING: Final = (", ", " who", " (")
"""How any of it begins."""
_CITED: Final = re.compile(
    r" (?:et al\b|and colleagues\b|& \w+,? \(?\d{4}|and [A-Z]\w+ \((?:1[89]|20)\d\d[a-z]?\))|, (?:1[89]|20)\d\d[a-z]?[;)]"
    r"|(?:, [A-Z][\w\-]+){0,5},? & [A-Z][\w\-]+,? \(?(?:1[89]|20)\d\d"
)
_CITING: Final = (", ", " & ", " and ", " et al")
"""How any of it begins."""
_OFFICE: Final = re.compile(r"\b([a-z]+) (?:of|for) (?:the )?[A-Z][\w'\-]*(?: [A-Z][\w'\-]*){0,3}, $")
_OFFICERS: Final = frozenset(
    "ceo cfo cto coo chairman chairwoman chairperson founder cofounder co-founder employee employees members member spokesman "
    "spokeswoman spokesperson shareholders headquarters subsidiary".split()
)
"""Who are of a body: "CEO of Massey Energy"."""
_OFFICE_LEFT: Final = 60
_FOLLOWS: Final = re.compile(r" ([a-z]+)")
_REGION: Final = re.compile(r", ([A-Z][\w.]+)")
INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_a-z]")
_CAMEL: Final = re.compile(r"[a-z][A-Z]|\d|&|[A-Z]{2,}[a-z]*$")
_HYPHENATED: Final = re.compile(r"[A-Z][a-z]+-[a-z]+|[A-Z][a-z]{1,5}-[A-Z][a-z]{1,5}")
_TOWN: Final = re.compile(r"[a-z](?:ville|burgh?|stadt|shire|grad|abad|polis|borough|bury|mouth|haven|pur)$")
_PARTICLES: Final = frozenset(
    (" van ", " von ", " bin ", " ibn ", " de la ", " van der ", " del ", " di ", " da ", " de ")
)
_FAITHS: Final = frozenset(
    "Anglican Apostolic Baptist Catholic Christian Coptic Episcopal Evangelical Lutheran Methodist Mormon Orthodox Pentecostal "
    "Presbyterian Protestant Reformed Unification".split()
)
_MOTION: Final = frozenset(("from", "to", "at", "near", "outside", "across", "around", "throughout", "into"))

_COMPASS: Final = frozenset(
    "North South East West Northern Southern Eastern Western Northeast Northwest Southeast Southwest Central Upper Lower Greater Inner "
    "Outer Old Downtown".split()
)


class Score(NamedTuple):
    person: float = 0.0
    organization: float = 0.0
    place: float = 0.0
    work: float = 0.0

    def plus(self, other: Score) -> Score:
        return Score(self[0] + other[0], self[1] + other[1], self[2] + other[2], self[3] + other[3])


NOTHING: Final = Score()
BESIDE: Final[Mapping[str, Score]] = {
    "_ 's person": Score(person=-1.5, organization=2.0, place=0.5),
    "person of _": Score(person=-1.5, organization=0.8, place=0.8),
}
"""What names beside it say, as neighbors.beside tells them: "DAB's Ben Chan", "Ben Chan of DAB"."""
BESIDE_CAPITALS: Final[Mapping[str, Score]] = {
    "person of _": Score(organization=1.5, place=-0.5),
    "several of _": Score(organization=1.5, place=-0.5),
    "_ 's person": Score(organization=1.0),
    "_ 's several": Score(organization=1.0, place=-0.5),
}
"""What they say of a word in capitals, beside that: it is hardly a town."""
_BEGINNINGS: Final = (
    (
        frozenset("Hurricane Cyclone Typhoon Tropical Operation Project Apollo Windows".split()),
        Score(person=-2.0, work=3.5),
    ),
    (
        frozenset(
            "Lake Mount Mt. Fort Ft. Port Cape Camp Isle Rue Place Plaza Villa Puerto Rio Río Lago Palazzo Hôpital Château Schloss Palais "
            "Pont Jardin Parc".split()
        ),
        Score(place=3.0),
    ),
    (
        frozenset(
            "Radio Banco Association Universidad Université Partido Ministerio Ministère Instituto Institut FC AC Team Club Grupo Groupe "
            "Conservatoire École Ecole Théâtre Teatro Académie Academia Museo Musée Museum".split()
        ),
        Score(person=-2.0, organization=3.0),
    ),
)


class Wording(NamedTuple):
    """The words of a name, wherever it stands."""

    texts: tuple[str, ...]
    gaps: tuple[str, ...]
    """What stands before each of them; before the first nothing."""
    quoted: bool
    """It is a title in quotation marks, and one text with all its words."""
    first: Known | None
    """What its first word is by itself."""
    second: Known | None


def wording(piece: Piece, gazetteer: Gazetteer) -> Wording:
    texts = tuple([word.text for word in piece.words])
    gaps = ("", *[word.gap for word in piece.words[1:]])
    known = gazetteer.known
    first = texts[0].split(maxsplit=1)[0] if piece.quoted else texts[0]
    return Wording(texts, gaps, piece.quoted, known.get(first), known.get(texts[1]) if len(texts) > 1 else None)


def by_words(wording: Wording, classes: Classes) -> Score:
    """What the words of the name itself say."""
    texts = wording.texts
    score = _by_form(wording, classes)
    if len(texts) == 1:
        return score
    score = score.plus(_by_head(wording, classes)).plus(_by_beginning(wording, classes))
    if not any(gap.startswith(_JOINED) for gap in wording.gaps):
        score = score.plus(Score(person=_like_person(wording, classes)))
    return score


def _by_form(wording: Wording, classes: Classes) -> Score:
    texts = wording.texts
    first = texts[0]
    person = organization = work = 0.0
    if wording.quoted:
        work += 5.0
    if any(_CAMEL.search(text) for text in texts) and not any("." in text for text in texts):
        organization += 1.5
    flags = classes[first]
    if _TOWN.search(texts[-1]):
        return Score(person, organization, 1.5, work)
    if len(texts) == 1:
        if first.isupper() and 2 <= len(first) <= 6:
            organization += 2.0
            person -= 4.5
        elif flags & TOWN and not flags & (GIVEN | SURNAME) and not classes[first.lower()] & COMMON:
            return Score(person, organization, 0.8, work)
        elif flags & (GIVEN | SURNAME) and not classes[first.lower()] & COMMON:
            person += 1.0
    elif all(classes[text.lower()] & COMMON for text in texts) and not flags & GIVEN:
        organization += 0.8
        work += 0.6
        person -= 1.0
    return Score(person, organization, 0.0, work)


def _by_head(wording: Wording, classes: Classes) -> Score:
    """The word that says what it is: the last, or the one before "of"."""
    texts = wording.texts
    if texts[0] == "Church" or (texts[-1] == "Church" and any(text in _FAITHS for text in texts)):
        return Score(organization=4.0)
    heads = classes[texts[-1]]
    for n in range(1, len(texts)):
        if wording.gaps[n].startswith(_OF) and classes[texts[n - 1]] & HEADS:
            heads = classes[texts[n - 1]]
            break
    return Score(
        organization=4.0 if heads & ORGANIZATION_HEAD else 0.0,
        place=3.5 if heads & PLACE_HEAD else 0.0,
        work=3.0 if heads & WORK_HEAD else 0.0,
    )


def _by_beginning(wording: Wording, classes: Classes) -> Score:
    """ "The …" inside a sentence names a paper or a band; "Boston …" a team; "Lake …", "Hurricane …", "Radio …" what they say."""
    texts = wording.texts
    for words, points in _BEGINNINGS:
        if texts[0] in words:
            return points
    if texts[0] in _COMPASS and len(texts) == 2 and _is_place(wording.second):
        return Score(person=-3.0, place=5.0)  # "South Yemen", "Upper Manhattan"
    score = Score(person=-2.0, organization=1.5, work=1.0) if texts[0] == "The" else Score()
    known = wording.first
    if known is not None and known.kind == "place" and not classes[texts[0]] & GIVEN:
        score = score.plus(Score(person=-1.5, organization=1.5))
    return score


def _is_place(known: Known | None) -> bool:
    return known is not None and known.kind == "place" and known.form == "name"


def _like_person(wording: Wording, classes: Classes) -> float:
    texts = wording.texts
    first, last = classes[texts[0]], classes[texts[-1]]
    is_word = [bool(classes[text.lower()] & COMMON) for text in texts]
    points = 0.0
    if first & GIVEN:
        points += 2.2 if first & COMMON or is_word[0] else 3.0
    if last & SURNAME and not is_word[-1]:
        points += 1.5
    if any(INITIALS.fullmatch(text) for text in texts[:-1]):
        points += 5.0 if INITIALS.fullmatch(texts[0]) and texts[0].endswith(".") else 3.0
    if len(texts) <= 3 and any(_HYPHENATED.fullmatch(text) for text in texts):
        points += 2.0
    if any(gap in _PARTICLES for gap in wording.gaps):
        points += 1.5
    if len(texts) <= 3 and not any(is_word):
        points += 2.2
    if first & GIVEN and not first & (SURNAME | TOWN) and len(texts) == 2 and last & SURNAME and last & HEADS:
        points += 3.0  # Nathan Law, Christopher Hill
    return points - 2.0 if len(texts) > 4 else points


def is_cited(right: str) -> bool:
    """Whether what stands behind a name makes it an author's: "Holt et al. found", "Holt, 1998"."""
    return right.startswith(_CITING) and _CITED.match(right) is not None


def holds_office(prose: str, start: int, classes: Classes) -> bool:
    """Whether an office stands before the name at *start*: "the president of Namibia, " """
    if prose[start - 2 : start] != ", ":
        return False
    found = _OFFICE.search(prose, max(0, start - _OFFICE_LEFT), start)
    return found is not None and bool(classes[found[1]] & ROLE)


def by_context(piece: Piece, prose: str, gazetteer: Gazetteer) -> Score:
    """What the words around this mention say. Constant time."""
    start, end = piece.start, piece.end
    score = _by_left(prose[max(0, start - _LEFT) : start], gazetteer)
    if piece.known is None and holds_office(prose, start, gazetteer.classes):
        score = score.plus(_AFTER_OFFICE)
    if piece.words[0].text == "The" and score.person:  # "told The Harbor Voice"
        score = score.plus(_WITH_THE)
    if piece.words[-1].possessive:
        return score.plus(_AS_OWNER)
    right = _by_right(prose[end : end + _RIGHT], gazetteer)
    return right if score is NOTHING else score if right is NOTHING else score.plus(right)


_AFTER_OFFICE: Final = Score(person=3.0)
_WITH_THE: Final = Score(person=-1.0, organization=2.5)
_AS_OWNER: Final = Score(organization=0.2)
_AFTER_THE: Final = Score(person=-2.0, organization=0.7, place=0.0)
_AFTER_MOTION_THE: Final = Score(person=-2.0, organization=0.7, place=0.2)
_AFTER_ACCORDING: Final = Score(person=0.8, organization=1.2)
_AFTER_IN: Final = Score(place=2.0)
_AFTER_PLACE: Final = Score(place=2.0)
_AFTER_MOTION: Final = Score(place=0.6)
_AFTER_BY: Final = Score(person=0.5)
_AFTER_ROLE: Final = Score(person=2.5)
_AFTER_SPEECH: Final = Score(person=0.6)
_AFTER_WORK: Final = Score(work=2.0)
_AFTER_BODY: Final = Score(organization=2.0)
_AFTER_PLACE_OF: Final = Score(place=2.5)
_AFTER_OFFICERS_OF: Final = Score(person=-2.0, organization=2.0)


def _by_left(left: str, gazetteer: Gazetteer) -> Score:
    found = _LEFT_WORD.match(left.removesuffix("\n")[::-1])
    word = (found[1] or found[2])[::-1].lower() if found else ""
    if left.endswith("the "):
        score = _AFTER_MOTION_THE if word in _MOTION else _AFTER_THE
        noun = _by_left_noun(word, left)
        return score if noun is NOTHING else noun.plus(score)
    if word == "in":
        return _AFTER_IN
    if left.endswith("ccording to "):
        return _AFTER_ACCORDING
    if word in _MOTION:
        return _AFTER_MOTION
    if word == "by":
        return _AFTER_BY
    score = _by_left_noun(word, left)
    if score is not NOTHING:
        return score
    flags = gazetteer.classes[word]
    return _AFTER_ROLE if flags & ROLE else _AFTER_SPEECH if flags & SPEECH else NOTHING


def _by_left_noun(word: str, left: str) -> Score:
    if word in PLACE_NOUNS:
        return _AFTER_PLACE
    if word in WORK_NOUNS:
        return _AFTER_WORK
    if word in ORGANIZATION_NOUNS:
        return _AFTER_BODY
    if word == "of":
        found = _LEFT_PHRASE.search(left)
        before = (found[1] or "").lower() if found is not None and found[2] == "of" else ""
        if before in PLACE_NOUNS:
            return _AFTER_PLACE_OF
        if before in _OFFICERS:
            return _AFTER_OFFICERS_OF
    return NOTHING


def _by_right(right: str, gazetteer: Gazetteer) -> Score:
    classes = gazetteer.classes
    person = organization = place = 0.0
    if right.startswith(("-based", "-born", "-area")):
        place += 2.5
    if is_cited(right):
        person += 3.0
    apposed = _APPOSITION.match(right) if right.startswith(_APPOSING) else None
    if apposed is not None:
        noun = apposed[1] or apposed[2]
        if noun is None:
            person += 2.0
        elif classes[noun] & ROLE:
            person += 2.5
        elif noun in ORGANIZATION_NOUNS:
            organization += 1.5
        elif noun in PLACE_NOUNS:
            place += 2.0
    region = _REGION.match(right) if right.startswith(", ") else None
    if region is not None and region[1] in gazetteer.known and gazetteer.known[region[1]].kind == "place":
        place += 1.5
    follows = _FOLLOWS.match(right)
    if follows is not None:
        verb = follows[1]
        if classes[verb] & SPEECH:
            person += 1.0
            organization += 0.5
        elif verb in ("who", "himself", "herself"):
            person += 2.0
        elif classes[verb] & ROLE:
            organization += 0.8
    return Score(person, organization, place, 0.0) if person or organization or place else NOTHING
