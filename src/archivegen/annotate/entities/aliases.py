"""Join the names of one article: surname to full name, acronym to what it stands for, short form to long. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from archivegen.annotate.entities.groups import Group
from archivegen.annotate.entities.runs import HEADS
from archivegen.gazetteers import GIVEN, Gazetteer
from archivegen.patterns import late_pattern

_DOUBTFUL: Final = 0.25
"""A name that is none with this probability is left out."""
_LEAST: Final = 0.4
"""So likely must the likeliest kind be."""
_SMALL: Final = frozenset(("of", "the", "for", "and", "in", "on", "to", "de", "la", "du", "del", "&"))
_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,3}s?|(?:[A-Z]\.){2,}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_DEFINITION: Final = 120
_HALVES: Final = {
    "Korea": ("North Korea", "South Korea"),
    "Congo": ("Democratic Republic of the Congo", "Republic of the Congo"),
}
_LANGUAGE_ENDINGS: Final = ("ish", "ian", "man", "ese", "nch", "eek", "tch", "ech", "lic", "sh", "hai", "ali", "ici")
_LANGUAGE_BEFORE: Final = re.compile(
    r"\b(?:in|into|from|speaks?|spoke|spoken|speaking|learn|learned|learning|taught|teach|teaches|teaching|studied|fluent|language"
    r"|and|or|read|reads|write|writes|wrote|good|broken|her|his|their|some|modern|ancient|classical|called|known as) $"
)
_LANGUAGE_AFTER: Final = (
    ":", "-language", "-speaking", " language", " translat", " speaker", " word", " edition", " version", " borrowing", " grammar",
    " dictionar", " vocabular", " verb", " noun", " pronunciation", " subtitle", " dialect", " alphabet", " phras", " sentence", " text",
    " equivalent", " spelling", " transcript",
)  # fmt: skip
_LONE: Final = late_pattern(
    r"(?:,? (?:and |or )?[A-Z][a-z]+(?:ish|ian|man|ese|ench|eek|utch|ech|ic|ali)\b){0,6}"
    r"(?:[.;:)\]\"”]|, (?:\W|(?!and |or )[a-z])| (?:by|in|is|was|as|on|at|from|with|for|to|than|since|until|before|after)\b|$)"
)
"""Behind an adjective of a country that no noun follows: it is the language, or the people."""
_VARIETY: Final = re.compile(
    r"\b(?:American|Australian|British|Brazilian|Canadian|Mexican|Indian|European|Old|Middle|Modern|Standard) $"
)
"""Before a language: "American English", "Old Norse"."""
_DETERMINED: Final = ("the ", "The ", " a ", " an ", "A ", "An ")
_SMALL_WORDS_AFTER: Final = (" and ", " or ", " at ", " is ", " was ", " as ", " to ", " in ", " with ", " for ")


def join(found: dict[str, Group], prose: str, gazetteer: Gazetteer) -> None:
    """Point short names to the full ones of the article, and drop what is no name. Near-linear."""
    _acronyms(found, prose)
    people = [g for g in found.values() if g.kind == "person" and " " in g.text]
    _join_people(found, people, gazetteer)
    _join_longer(found)
    _join_openings(found)
    _join_heads(found, prose, gazetteer)
    _adjectives(found, prose)
    _join_korea(found)
    for group in found.values():
        if group.target is None and group.known is None:
            group.keep = _is_name(group)


def _join_people(found: dict[str, Group], people: list[Group], gazetteer: Gazetteer) -> None:
    by_last: dict[str, list[Group]] = {}
    by_first: dict[str, list[Group]] = {}
    for group in people:
        words = group.text.split(" ")
        if words[-1] in ("Jr.", "Sr.", "II", "III", "Jr", "Sr") and len(words) > 2:
            words = words[:-1]
        by_last.setdefault(words[-1], []).append(group)
        if len(words) > 2 and words[-2].islower():
            by_last.setdefault(" ".join(words[-2:]), []).append(group)
        by_first.setdefault(words[0], []).append(group)
    for group in people:
        words = group.text.split(" ")
        for other in by_last.get(words[-1], ()):
            if other is not group and _shorter_person(words, other.text.split(" ")):
                group.target = other
                break
    for group in found.values():
        is_several = " " in group.text or group.target is not None
        if is_several and (group.text not in by_last or group.text.count(" ") != 1):
            continue
        if group.known is not None and group.known.form != "name":
            continue
        is_place = group.known is not None and group.known.kind == "place"
        full = by_last.get(group.text) or (None if is_place else by_first.get(group.text))
        if is_place and full:  # not of "Conservatoire de Paris"
            full = [one for one in full if one.is_titled or gazetteer.classes[one.text.partition(" ")[0]] & GIVEN]
        if not full or full == [group]:
            continue
        if group.known is not None and not group.is_open and group.known.kind != "person":
            continue
        target = _nearest(full, group.pieces[0].start)
        if target is not group:
            group.target, group.known, group.kind, group.form = target, None, "person", "name"


def _shorter_person(short: list[str], long: list[str]) -> bool:
    """ "John Smith" is short for "John Paul Smith" and "J. Smith" for "John Smith"."""
    if short == long or len(short) > len(long):
        return False
    if len(short) == len(long):
        return (
            short[1:] == long[1:]
            and len(short[0]) == 2
            and short[0][1] == "."
            and long[0][0] == short[0][0]
            and len(long[0]) > 2
        )
    return short[0] == long[0]


def _nearest(full: list[Group], at: int) -> Group:
    """The one last named before *at*, else the first named."""
    best = full[0].head()
    for group in full:
        if group.pieces[0].start < at:
            best = group.head()
    return best


def _acronyms(found: dict[str, Group], prose: str) -> None:
    """ "U.N. Security Council (UNSC)": the acronym in brackets behind a name whose letters it has; and unknown ones by letters."""
    by_letters: dict[str, Group] = {}
    for group in found.values():
        if (
            " " in group.text
            and group.kind in ("organization", "work", "place")
            and (group.known is None or group.known.form == "name")
        ):
            for letters in _letters(group.text):
                by_letters.setdefault(letters, group)
    by_end = {p.end: g for g in found.values() if " " in g.text for p in g.pieces}
    by_start = {p.start: g for g in found.values() if " " in g.text for p in g.pieces}
    for group in found.values():
        bare = group.text.replace(".", "")
        if group.known is not None and group.known.kind == "place":
            continue
        if not _ACRONYM.fullmatch(group.text) or len(bare) < 2:
            continue
        if group.known is not None and _is_of_common_words(group, bare, prose):
            group.known, group.keep = None, False
            continue
        target = (
            _defined(group, by_end, prose)
            or _explained(group, by_start, prose)
            or (by_letters.get(bare) if group.known is None else None)
        )
        if target is not None and target is not group and target.head() is not group:
            group.target, group.known, group.form = target, None, "acronym"
            group.kind = target.kind


def _letters(text: str) -> set[str]:
    words = re.split(r"[\s\-]+", text)
    big = "".join(w[0] for w in words if w and w not in _SMALL and w[0].isalnum())
    every = "".join(w[0].upper() for w in words if w and w[0].isalnum())
    return {big, every} if len(big) > 1 else set()


def _defined(group: Group, by_end: Mapping[int, Group], prose: str) -> Group | None:
    first = group.pieces[0]
    if first.start < 3 or prose[first.start - 2 : first.start] != " (" or prose[first.end : first.end + 1] != ")":
        return None
    other = by_end.get(first.start - 2)
    return other if other is not None and other.text[0] in (group.text[0], "T") else None


def _explained(group: Group, by_start: Mapping[int, Group], prose: str) -> Group | None:
    """ "CEI (Italian Episcopal Conference)": what stands alone in brackets behind it, where that is a body of several words."""
    first = group.pieces[0]
    if prose[first.end : first.end + 2] != " (":
        return None
    other = by_start.get(first.end + 2) or by_start.get(
        first.end + 6 if prose.startswith("the ", first.end + 2) else -1
    )
    if other is None or other.kind not in ("organization", "work"):
        return None
    return other if any(prose[p.end : p.end + 1] == ")" and p.start <= first.end + 6 for p in other.pieces) else None


def _is_of_common_words(group: Group, letters: str, prose: str) -> bool:
    """ "small slope approximation (SSA)": what the article defines in lower case is none of the bodies of that acronym."""
    first = group.pieces[0]
    if prose[first.start - 2 : first.start] != " (" or prose[first.end : first.end + 1] not in (")", ",", " ", ";"):
        return False
    before = _WORD.findall(prose, max(0, first.start - _DEFINITION), first.start - 2)[-len(letters) - 3 :]
    if any(word[0].isupper() for word in before[-2:]):
        return False
    return letters.casefold() in "".join(word[0] for word in before).casefold()


def _join_longer(found: dict[str, Group]) -> None:
    """A shorter name of an organization, place or work that a longer one ends or begins with."""
    longer: dict[str, list[Group]] = {}
    for group in found.values():
        if " " not in group.text or group.kind == "person" or group.target is not None:
            continue
        words = group.text.split(" ")
        for n in range(1, len(words)):
            if words[n] not in _SMALL and words[n - 1] not in _SMALL:
                longer.setdefault(" ".join(words[n:]), []).append(group)
        longer.setdefault(" ".join(words[:-1]), []).append(group)
    for group in found.values():
        if group.known is not None or group.target is not None or group.kind == "person":
            continue
        for other in longer.get(group.text, ()):
            if other is group or other.head() is group:
                continue
            if " " in group.text or (
                group.kind == other.kind and len(group.text) > 4 and other.text.startswith(group.text)
            ):
                group.target, group.kind = other, other.kind
                break


def _is_name(group: Group) -> bool:
    if group.is_titled and group.kind == "person":
        return True
    return group.is_open and group.shares[4] < _DOUBTFUL and group.confidence >= _LEAST


def _join_openings(found: dict[str, Group]) -> None:
    """ "Mockumentary Mister America opened": what is left without a sentence's first word is a name of the article elsewhere."""
    for text, group in found.items():
        if (
            group.known is not None
            or group.target is not None
            or not all(piece.words[0].first for piece in group.pieces)
        ):
            continue
        rest = found.get(text.partition(" ")[2])
        if rest is None or rest is group or rest.head() is group or len(group.pieces[0].words) < 3:
            continue
        group.pieces = [piece._replace(words=piece.words[1:]) for piece in group.pieces]
        group.target, group.kind = rest, rest.kind


def _join_heads(found: dict[str, Group], prose: str, gazetteer: Gazetteer) -> None:
    """ "the Commission", "the Church" with a capital: the one name of the article that has this word at its head."""
    by_head: dict[str, list[Group]] = {}
    for group in found.values():
        if (
            " " in group.text
            and group.target is None
            and group.kind != "person"
            and not (group.known and group.known.form == "demonym")
        ):
            words = group.text.split(" ")
            for word in {words[0], words[-1]}:
                by_head.setdefault(word, []).append(group)
    for text, group in found.items():
        if " " in text or not gazetteer.classes[text] & HEADS or group.known is not None or group.target is not None:
            continue
        owners = by_head.get(text, [])
        if len({id(owner.head()) for owner in owners}) != 1:
            continue
        named = [
            p
            for p in group.pieces
            if not p.words[0].first and prose.endswith(("the ", "The "), max(0, p.start - 4), p.start)
        ]
        if named:
            group.pieces, group.target, group.keep, group.form = named, owners[0], True, "nominal"


def _adjectives(found: dict[str, Group], prose: str) -> None:
    """An adjective of a region ("Asian") adds to a region that the article names, and never names it; one that is a language is none."""
    named = {group.known.name for group in found.values() if group.known is not None and group.known.form != "demonym"}
    for group in found.values():
        known = group.known
        if known is None or known.form != "demonym":
            continue
        if not known.country and known.name not in named:
            group.keep = False
        elif known.country and group.text.endswith(_LANGUAGE_ENDINGS):
            group.pieces = [p for p in group.pieces if not _is_language(prose, p.start, p.end)]
            group.keep = bool(group.pieces)


def _is_language(prose: str, start: int, end: int) -> bool:
    """ "in English", "spoke German", "French-speaking", "(Greek: …)"."""
    right = prose[end : end + 12]
    if right.startswith(_LANGUAGE_AFTER) or _VARIETY.search(prose, max(0, start - 24), start):
        return True
    if right[:1] == " " and right[1:2].isalpha() and not right.startswith(_SMALL_WORDS_AFTER):
        return False
    if _LONE.match(prose, end) and not prose.endswith(_DETERMINED, max(0, start - 6), start):
        return True
    before = _LANGUAGE_BEFORE.search(prose, max(0, start - 24), start)
    return before is not None


def _join_korea(found: dict[str, Group]) -> None:
    """ "Korea" where the article has only one of the two."""
    for short, longs in _HALVES.items():
        halves = [found[long] for long in longs if long in found]
        if short in found and len(halves) == 1 and halves[0].known is not None:
            found[short].target, found[short].known, found[short].kind = halves[0], None, "place"
