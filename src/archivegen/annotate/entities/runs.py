"""Gather the runs of capitals that names stand in, and end each where no name goes on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from archivegen.annotate.entities.words import Word
from archivegen.gazetteers import (
    COMMON,
    FUNCTION,
    GIVEN,
    HONORIFIC,
    NEVER,
    ORGANIZATION_HEAD,
    PLACE_HEAD,
    SURNAME,
    WORK_HEAD,
    Gazetteer,
    Known,
)

HEADS: Final = ORGANIZATION_HEAD | PLACE_HEAD | WORK_HEAD
_LONGEST_RUN: Final = 32
"""Words of a run; a text in capitals throughout is cut, so that the work stays linear."""


class Piece(NamedTuple):
    """A part of a run that may name one thing."""

    words: tuple[Word, ...]
    known: Known | None = None
    is_person: bool = False
    """A title or role stands before it."""
    role: str = ""
    """The role phrase before it, as printed; "" for a mere honorific."""
    honorific: bool = False
    quoted: bool = False
    """It is all that stands between two quotation marks, or in italics, and looks like a title."""
    italic: bool = False

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


def runs(words: Iterable[Word], gazetteer: Gazetteer) -> Iterator[list[Word]]:
    """Words that may belong to one name, or to a name and its titles."""
    run: list[Word] = []
    for word in words:
        if run and (not word.gap or len(run) >= _LONGEST_RUN or _breaks(run, word, gazetteer)):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _breaks(run: list[Word], word: Word, gazetteer: Gazetteer) -> bool:
    """No name goes on over *word*: a lost full stop ("…Elizabeth Quat In the…"), a day ("Hugh McGuire Sunday"), an owner."""
    before = run[-1]
    if word.start - len(word.gap) - before.end not in (0, 1, 2):  # a word between them was taken out
        return True
    if before.possessive:
        return not _possessive_inside(run, word, gazetteer)
    classes = gazetteer.classes
    if word.gap == " ":
        flags = classes[word.text]
        if word.text == "I" and before.text == "War":
            return False
        if flags & FUNCTION and not classes[before.text] & FUNCTION and word.text not in gazetteer.longest:
            return True
        if flags & NEVER and word.text in _CALENDAR:
            return not (classes[before.text] & HONORIFIC and before.text.endswith("."))  # "Mr. May"
    return before.text in _CALENDAR and word.gap == " " and not classes[word.text] & HEADS


_CALENDAR: Final = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July August September October November December "
    "Jan Feb Aug Sept Oct Nov Dec".split()
)


def _possessive_inside(run: list[Word], word: Word, gazetteer: Gazetteer) -> bool:
    """The 's is a part of the name: "People's Republic", "St. Mary's Hospital"; not "Pyongyang's Kumsusan Palace"."""
    owner = run[-1]
    if owner.text + "'s " + word.text in gazetteer.longest or owner.text in gazetteer.known:
        return False
    classes = gazetteer.classes
    if not classes[word.text] & HEADS or word.gap != " ":
        return False
    if owner.text.endswith("s") and not classes[owner.text] & (GIVEN | SURNAME):
        return True  # "the Seafarers' League", "the Teachers' Union"
    return bool(classes[owner.text.lower()] & COMMON) and not owner.first
