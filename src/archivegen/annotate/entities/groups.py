"""Group the names of an article that are written alike, and judge each group by all its mentions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from archivegen.annotate.entities import callings, kinds, neighbors
from archivegen.annotate.entities.runs import Piece
from archivegen.gazetteers import (
    COMMON,
    FUNCTION,
    GIVEN,
    HONORIFIC,
    NEVER,
    PARTICLE,
    ROLE,
    ROLE_MODIFIER,
    SURNAME,
    Gazetteer,
    Known,
)
from archivegen.model import EntityKind, MentionForm

KINDS: Final[tuple[EntityKind, ...]] = ("person", "organization", "place", "work")
_OFTEN: Final = 1
_BIG_CITY: Final = 300_000
_SMALL_TOWN: Final = 150_000
_CALLINGS: Final = ("ologists", "ologist", "ists", "crats", "icians")
_OVERRULES_BIG: Final = 0.9
_PERSONAL: Final = frozenset(
    (
        "titled",
        "honorific",
        "before speech",
        "after speech",
        "apposed role",
        "apposed age",
        "apposed who",
        "apposed whose",
        "before who",
        "before himself",
        "before herself",
        "after role",
        "cited",
    )
)
_OF_STATES: Final = frozenset(("before speech", "after speech", "before who", "cited"))
"""What is said of a person and of a country alike: "Israel said"."""
_MISTAKEN_FOR: Final[Mapping[EntityKind, tuple[EntityKind, ...]]] = {
    "organization": ("person", "work"),
    "work": ("person",),
    "person": ("place",),
    "place": ("person",),
}
"""What the words of a name make of it, by what the noun beside it calls it: "firm Halcott Rudd" is no person."""
_CALLED: Final = 0.9
_OVERRULES_SMALL: Final = 0.5
_OVERRULES: Final = 0.7
"""So sure must the words around a known name be to make it something else."""


@dataclass(slots=True)
class Group:
    """All mentions of an article that are written alike."""

    text: str
    pieces: list[Piece] = field(default_factory=list)
    known: Known | None = None
    is_open: bool = False
    """It may be a name, and its own words do not settle of what."""
    features: list[str] = field(default_factory=list)
    prior: list[float] = field(default_factory=list)
    called: EntityKind | None = None
    """What a noun right beside it calls it."""
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
    def quoted(self) -> bool:
        return any(piece.quoted for piece in self.pieces)

    @property
    def is_titled(self) -> bool:
        return any(piece.is_person for piece in self.pieces)


def group(pieces: Sequence[Piece], prose: str, gazetteer: Gazetteer) -> dict[str, Group]:
    """The pieces grouped by their words; in order of first mention."""
    found: dict[str, Group] = {}
    for piece in pieces:
        text = prose[piece.start : piece.end]
        alike = found.get(text)
        if alike is None:
            alike = found[text] = Group(text, name=" ".join(text.split()))
        alike.pieces.append(piece)
        if piece.known is not None:
            alike.known = piece.known
    for alike in found.values():
        known = gazetteer.known.get(alike.text)
        if alike.known is None and known is not None and known.kind == "person":
            alike.known = known
        is_town = alike.known is not None and bool(alike.known.population)
        if is_town and gazetteer.classes[alike.text.lower()] & PARTICLE:
            alike.known, alike.keep = None, False  # "Van" of "Van der Maaten", though a town has the name
        elif alike.known is None and _is_hopeless(alike, gazetteer):
            alike.keep = False
        else:
            alike.is_open = alike.known is None or not _is_certain(alike, alike.known, gazetteer)
    return found


def look_closer(found: Mapping[str, Group], pieces: Sequence[Piece], prose: str, gazetteer: Gazetteer) -> None:
    """Give each open group of *pieces* what speaks for its kind."""
    beside = neighbors.beside(pieces, prose, gazetteer)
    small = neighbors.small_words(prose)
    for alike in found.values():
        if not alike.is_open:
            continue
        alike.features, alike.prior = kinds.features(alike.pieces, prose, gazetteer, beside, small)
        if alike.known is None:
            alike.called = callings.called(alike.pieces, prose, gazetteer.classes)
        else:
            alike.features.append(f"known {alike.known.kind} {_size(alike.known)}")


def _is_hopeless(group: Group, gazetteer: Gazetteer) -> bool:
    """No name by itself, whatever stands around it: a day, a title, "I'm", a word that only opens sentences."""
    classes = gazetteer.classes
    text = group.text
    flags = classes[text]
    if (flags & NEVER and not group.is_titled) or len(text) < 2 or text.startswith("I'"):
        return True
    words = group.pieces[0].words
    if flags & NEVER:  # "Mr. May" is named where he has his title, and "in May" nobody is
        group.pieces = [piece for piece in group.pieces if piece.is_person]
        return False
    if all(classes[w.text] & (FUNCTION | NEVER) for w in words):
        return True
    if len(words) > 1 or group.is_titled or group.pieces[0].quoted:
        return False
    if flags & (HONORIFIC | ROLE | ROLE_MODIFIER) or (text.endswith(_CALLINGS) and not flags):
        return True
    if flags & GIVEN or text.isupper() or not classes[text.lower()] & COMMON:
        return False
    return any(p.words[0].first for p in group.pieces) or len(group.pieces) < _OFTEN


def _size(known: Known) -> str:
    return "big" if known.population > _BIG_CITY else "small" if known.population else known.form


def _is_certain(group: Group, known: Known, gazetteer: Gazetteer) -> bool:
    """A known name that hardly means anything else: not a word, nobody's name, no small town."""
    if known.form == "demonym" or " " in group.text or known.kind == "person":
        return True
    flags = gazetteer.classes[group.text]
    if group.is_titled:
        return False
    if gazetteer.classes[group.text.lower()] & COMMON and all(piece.words[0].first for piece in group.pieces):
        return False  # "Slate roofs", "Vogue words"
    if known.population:
        return known.population > _BIG_CITY and not flags & GIVEN
    return not flags & (GIVEN | SURNAME) or (bool(known.country) and not flags & GIVEN)


def judge(found: dict[str, Group], weights: Mapping[str, tuple[float, ...]]) -> None:
    """Give each group its kind."""
    for group in found.values():
        known = group.known
        if group.features:
            group.shares = kinds.weigh(group.features, group.prior, weights)
            best = group.shares.index(max(group.shares[:4]))
            if known is not None and KINDS[best] != known.kind and not _is_overruled(group, known, best):
                best = KINDS.index(known.kind)
            group.kind = KINDS[best]
            group.confidence = group.shares[best]
            if group.called is not None and group.kind in _MISTAKEN_FOR[group.called]:
                group.kind, group.confidence = group.called, _CALLED
            if known is not None and group.kind != known.kind:
                group.known = known = None
        if known is not None:
            group.kind, group.name, group.form, group.confidence = known.kind, known.name, known.form, 1.0


def _is_overruled(group: Group, known: Known, best: int) -> bool:
    """The words around a known name make it something else; a small town gives way at once, London hardly."""
    if (
        best == 0
        and known.kind == "place"
        and (known.country or known.population > _BIG_CITY)
        and not _PERSONAL.intersection(group.features).difference(_OF_STATES if known.country == known.name else ())
    ):
        return False
    if known.population and known.population < _SMALL_TOWN:
        return group.shares[best] > _OVERRULES_SMALL
    return group.shares[best] > (_OVERRULES_BIG if known.population > _BIG_CITY else _OVERRULES)
