"""Join the names of one article: surname to full name, acronym to what it stands for, short form to long. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from archivegen.annotate.entities import kinds
from archivegen.annotate.entities.runs import HEADS, Piece
from archivegen.annotate.entities.words import Word
from archivegen.gazetteers import (
    COMMON,
    FUNCTION,
    GIVEN,
    HONORIFIC,
    NEVER,
    ROLE,
    ROLE_MODIFIER,
    SURNAME,
    Gazetteer,
    Known,
)
from archivegen.model import EntityKind, MentionForm

KINDS: Final[tuple[EntityKind, ...]] = ("person", "organization", "place", "work")
_BIG_CITY: Final = 300_000
_SMALL_TOWN: Final = 150_000
_OVERRULES_BIG: Final = 0.9
_OVERRULES: Final = 0.7
"""So sure must the words around a known name be to make it something else."""
_DOUBTFUL: Final = 0.5
_LANGUAGE_ENDINGS: Final = ("ish", "ian", "man", "ese", "nch", "eek", "tch", "ech", "lic", "sh", "hai", "ali", "ici")
_LANGUAGE_BEFORE: Final = re.compile(
    r"\b(?:in|into|from|speaks?|spoke|spoken|speaking|learn|learned|learning|taught|teach|teaches|teaching|studied|fluent|language|and|or|"
    r"read|reads|write|writes|wrote|good|broken|her|his|their|some|modern|ancient|classical|called|known as) $"
)
_HALVES: Final = {"Korea": ("North Korea", "South Korea"), "Congo": ("Democratic Republic of the Congo", "Republic of the Congo")}
_SMALL: Final = frozenset(["of", "the", "for", "and", "in", "on", "to", "de", "la", "du", "del", "&"])
_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,3}s?|(?:[A-Z]\.){2,}")


@dataclass(slots=True)
class Group:
    """All mentions of an article that are written alike."""

    text: str
    pieces: list[Piece] = field(default_factory=list)
    known: Known | None = None
    features: list[str] = field(default_factory=list)
    prior: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=lambda: [0.0] * 5)
    """Probability of each of kinds.CLASSES."""
    kind: EntityKind = "organization"
    confidence: float = 0.0
    target: Group | None = None
    """The fuller name that this one is short for."""
    name: str = ""
    form: MentionForm = "name"
    keep: bool = True

    def head(self) -> Group:
        group = self
        while group.target is not None:
            group = group.target
        return group

    @property
    def is_titled(self) -> bool:
        return any(piece.is_person for piece in self.pieces)


def groups(pieces: list[Piece], prose: str, gazetteer: Gazetteer) -> dict[str, Group]:
    """The pieces grouped by their words, each group with what speaks for its kind; in order of first mention."""
    found: dict[str, Group] = {}
    for piece in pieces:
        text = prose[piece.start : piece.end]
        group = found.get(text)
        if group is None:
            group = found[text] = Group(text, name=text)
        group.pieces.append(piece)
        if piece.known is not None:
            group.known = piece.known
    for group in found.values():
        if group.known is None and group.text in gazetteer.known and gazetteer.known[group.text].kind == "person":
            group.known = gazetteer.known[group.text]
        if group.known is None and _is_hopeless(group, gazetteer):
            group.keep = False
        elif group.known is None or not _is_certain(group, group.known, gazetteer):
            group.features, group.prior = kinds.features(group.pieces, prose, gazetteer)
            if group.known is not None:
                group.features.append(f"known {group.known.kind} {_size(group.known)}")
    return found


def _is_hopeless(group: Group, gazetteer: Gazetteer) -> bool:
    """No name by itself, whatever stands around it: a day, a title, "I'm", a word that only opens sentences."""
    classes = gazetteer.classes
    text = group.text
    flags = classes.get(text, 0)
    if flags & NEVER or len(text) < 2 or text.startswith("I'"):
        return True
    words = group.pieces[0].words
    if all(classes.get(w.text, 0) & (FUNCTION | NEVER) for w in words):
        return True
    if len(words) > 1 or group.is_titled or group.pieces[0].quoted:
        return False
    if flags & (HONORIFIC | ROLE | ROLE_MODIFIER):
        return True
    return not flags & GIVEN and bool(classes.get(text.lower(), 0) & COMMON) and not text.isupper()


def _size(known: Known) -> str:
    return "big" if known.population > _BIG_CITY else "small" if known.population else known.form


def _is_certain(group: Group, known: Known, gazetteer: Gazetteer) -> bool:
    """A known name that hardly means anything else: not a word, nobody's name, no small town."""
    if known.form == "demonym" or " " in group.text or known.kind == "person":
        return True
    flags = gazetteer.classes.get(group.text, 0)
    if group.is_titled:
        return False
    if known.population:
        return known.population > _BIG_CITY and not flags & GIVEN
    return not flags & (GIVEN | SURNAME) or (bool(known.country) and not flags & GIVEN)


def judge(found: dict[str, Group], weights: Mapping[str, tuple[float, ...]]) -> None:
    """Give each group its kind."""
    for group in found.values():
        known = group.known
        if group.features:
            group.shares = kinds.weigh(group.features, group.prior, weights)
            best = max(range(4), key=lambda n: (group.shares[n], -n))
            if known is not None and KINDS[best] != known.kind and not _is_overruled(group, known, best):
                best = KINDS.index(known.kind)
            group.kind = KINDS[best]
            group.confidence = group.shares[best]
            if known is not None and group.kind != known.kind:
                group.known = known = None
        if known is not None:
            group.kind, group.name, group.form, group.confidence = known.kind, known.name, known.form, 1.0


def _is_overruled(group: Group, known: Known, best: int) -> bool:
    """The words around a known name make it something else; a small town gives way at once, London hardly."""
    if known.population and known.population < _SMALL_TOWN:
        return True
    return group.shares[best] > (_OVERRULES_BIG if known.population > _BIG_CITY else _OVERRULES)


def join(found: dict[str, Group], prose: str, gazetteer: Gazetteer) -> None:
    """Point short names to the full ones of the article, and drop what is no name."""
    _acronyms(found, prose)
    people = [g for g in found.values() if g.kind == "person" and " " in g.text]
    _join_people(found, people, gazetteer)
    _join_longer(found)
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
        if " " in group.text or group.target is not None:
            if group.text not in by_last or group.text.count(" ") != 1:
                continue
        if group.known is not None and group.known.form != "name":
            continue
        full = by_last.get(group.text) or by_first.get(group.text)
        if not full or full == [group]:
            continue
        if group.known is not None and not group.features and group.known.kind != "person":
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
    for group in found.values():
        bare = group.text.replace(".", "")
        if group.known is not None and group.known.kind == "place":
            continue
        if not _ACRONYM.fullmatch(group.text) or len(bare) < 2:
            continue
        target = _defined(group, found, prose) or (by_letters.get(bare) if group.known is None else None)
        if target is not None and target is not group and target.head() is not group:
            group.target, group.known, group.form = target, None, "acronym"
            group.kind = target.kind


def _letters(text: str) -> set[str]:
    words = re.split(r"[\s\-]+", text)
    big = "".join(w[0] for w in words if w and w not in _SMALL and w[0].isalnum())
    every = "".join(w[0].upper() for w in words if w and w[0].isalnum())
    return {big, every} if len(big) > 1 else set()


def _defined(group: Group, found: dict[str, Group], prose: str) -> Group | None:
    first = group.pieces[0]
    if first.start < 3 or prose[first.start - 2 : first.start] != " (" or prose[first.end : first.end + 1] not in ")":
        return None
    end = first.start - 2
    for other in found.values():
        for piece in other.pieces[:4]:
            if piece.end == end and other.text[0] in (group.text[0], "T") and " " in other.text:
                return other
    return None


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
    return bool(group.features) and group.shares[4] < _DOUBTFUL


def _join_heads(found: dict[str, Group], prose: str, gazetteer: Gazetteer) -> None:
    """ "the Commission", "the Church" with a capital: the one name of the article that has this word at its head."""
    by_head: dict[str, list[Group]] = {}
    for group in found.values():
        if " " in group.text and group.target is None and group.kind != "person" and not (group.known and group.known.form == "demonym"):
            words = group.text.split(" ")
            for word in {words[0], words[-1]}:
                by_head.setdefault(word, []).append(group)
    for text, group in found.items():
        if " " in text or not gazetteer.classes.get(text, 0) & HEADS or group.known is not None or group.target is not None:
            continue
        owners = by_head.get(text, [])
        if len({id(owner.head()) for owner in owners}) != 1:
            continue
        named = [p for p in group.pieces if not p.words[0].first and prose.endswith(("the ", "The "), max(0, p.start - 4), p.start)]
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
    if right.startswith((":", "-language", "-speaking", " language", " translat", " speaker", " word", " edition", " version")):
        return True
    if right[:1] == " " and right[1:2].isalpha() and not right.startswith((" and ", " or ", " at ", " is ", " was ", " as ", " to ", " in ", " with ", " for ")):
        return False
    before = _LANGUAGE_BEFORE.search(prose, max(0, start - 24), start)
    return before is not None


def _join_korea(found: dict[str, Group]) -> None:
    """ "Korea" where the article has only one of the two."""
    for short, longs in _HALVES.items():
        halves = [found[long] for long in longs if long in found]
        if short in found and len(halves) == 1 and halves[0].known is not None:
            found[short].target, found[short].known, found[short].kind = halves[0], None, "place"


def find_again(found: dict[str, Group], headline: list[Word], prose: str, gazetteer: Gazetteer) -> None:
    """Add the mentions in *headline* (words whose capitals tell nothing) of names that the body has or everybody knows."""
    longest: dict[str, int] = {}
    for text, group in found.items():
        if group.head().keep and group.keep:
            first = text.partition(" ")[0]
            longest[first] = max(longest.get(first, 0), text.count(" ") + 1)
    n = 0
    while n < len(headline):
        first = headline[n]
        most = max(longest.get(first.text, 0), gazetteer.longest.get(first.text, 0))
        taken = 0
        for end in range(min(len(headline), n + most), n, -1):
            if any(word.gap == "" or word.sentence != first.sentence for word in headline[n + 1 : end]):
                continue
            text = prose[first.start : headline[end - 1].end]
            group = found.get(text)
            piece = Piece(tuple(headline[n:end]))
            if group is not None and group.keep and group.head().keep:
                group.pieces.append(piece)
                taken = end - n
                break
            known = gazetteer.known.get(text)
            if known is not None and (end - n > 1 or _is_clear(text, known, gazetteer)):
                found[text] = Group(
                    text, [piece], known=known, kind=known.kind, name=known.name, form=known.form, confidence=1.0
                )
                taken = end - n
                break
        n += taken or 1


def _is_clear(text: str, known: Known, gazetteer: Gazetteer) -> bool:
    """A single word that hardly means anything else, even with a capital that tells nothing."""
    return (
        not gazetteer.classes.get(text, 0) & (GIVEN | SURNAME | FUNCTION | NEVER)
        and not gazetteer.classes.get(text.lower(), 0) & COMMON
    )
