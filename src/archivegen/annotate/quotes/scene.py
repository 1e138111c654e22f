"""What is known of an article's people while its quotations are read in order. Holds state; used for one article alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import msgspec

from archivegen.annotate.quotes.cues import Cues
from archivegen.annotate.quotes.given_names import FEMALE, MALE
from archivegen.model import Facts, LocalEntity, Speaker

POSSESSIVE = re.compile(r"[’']s?(?:\s|$)")
_HONORIFIC = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lady|Lord)\.?|M\.|Mme|Herr|Frau|Señor|Señora)\s$")
_FEMALE = re.compile(
    r"\b(?:Mrs|Ms|Miss|Dame|Lady|Mme|Frau|Señora|Queen|Princess|Congresswoman|Chairwoman|[Ss]pokeswoman)\b\.?"
)
_MALE = re.compile(r"\b(?:Mr|Sir|Lord|Herr|Señor|King|Prince|Pope|Congressman|Chairman|[Ss]pokesman)\b\.?|\bM\.\s")


class Subject(msgspec.Struct, frozen=True):
    """Who speaks, and the words that say so."""

    speakers: tuple[Speaker, ...]
    start: int
    end: int
    certainty: float = 1.0


class Scene:
    """What is known of an article's people while its quotations are read in order: who was named, who spoke last."""

    def __init__(self, text: str, facts: Facts, cues: Cues) -> None:
        self.text = text
        self.facts = facts
        self.cues = cues
        self.starts = [m.start for m in facts.mentions]
        self.ends = [m.end for m in facts.mentions]
        self.last_speaker: Speaker | None = None
        self.last_unnamed: Speaker | None = None
        self.last_end = 0
        """Where the words end that named the last speaker, or the quotation."""
        self._genders: dict[int, str] = {}
        self._titles: dict[int, list[str]] | None = None

    def mention_ending(self, at: int) -> int:
        """Index of the mention that ends at *at*; -1 if none does."""
        place = bisect_left(self.ends, at)
        return place if place < len(self.ends) and self.ends[place] == at else -1

    def mentions_between(self, start: int, end: int) -> range:
        return range(bisect_left(self.starts, start), bisect_right(self.ends, end))

    def entity_of(self, place: int) -> LocalEntity:
        return self.facts.entities[self.facts.mentions[place].entity]

    def speaker_of(self, place: int) -> Speaker:
        number = self.facts.mentions[place].entity
        return Speaker(self.facts.entities[number].name, number)

    def gender(self, number: int) -> str:
        """ "f", "m" or "" of the person *number*, by the titles, roles and given name it is named with."""
        if number not in self._genders:
            self._genders[number] = self._gender(number)
        return self._genders[number]

    def _gender(self, number: int) -> str:
        entity = self.facts.entities[number]
        words = " ".join((*entity.roles, *self._honorifics().get(number, ())))
        female, male = len(_FEMALE.findall(words)), len(_MALE.findall(words))
        if female == male:
            given = entity.name.partition(" ")[0].lower()
            return "f" if given in FEMALE else "m" if given in MALE else ""
        return "f" if female > male else "m"

    def _honorifics(self) -> dict[int, list[str]]:
        """By entity: the titles before its mentions. Gathered once, when first asked for."""
        if self._titles is None:
            self._titles = {}
            for mention in self.facts.mentions:
                title = _HONORIFIC.search(self.text, max(0, mention.start - 9), mention.start)
                if title is not None:
                    self._titles.setdefault(mention.entity, []).append(title.group())
        return self._titles
