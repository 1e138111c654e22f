"""The Text of an article, and the Facts that annotate finds in it. Offsets are code points into the Text, end exclusive."""

from __future__ import annotations

from typing import Literal

import msgspec

from archivegen.errors import Problem
from archivegen.model.article import EntityKind


class Span(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    start: int
    end: int


BlockKind = Literal[
    "title",
    "dek",
    "heading",
    "paragraph",
    "list",
    "quotation",
    "statement",
    "caption",
    "embed",
    "table",
    "preformatted",
]


class TextBlock(msgspec.Struct, frozen=True, array_like=True, gc=False):
    kind: BlockKind
    start: int
    end: int
    block: int
    """Index into Article.blocks; -1 for title and dek."""


class Text(msgspec.Struct, frozen=True):
    """All that is read of an article, in order: headline (unless supplied), dek, blocks; one blank line between them.

    Made by texts.text_of alone. All offsets of Facts are into *text*.
    """

    text: str
    blocks: tuple[TextBlock, ...]
    sentences: tuple[Span, ...]
    """Ascending, not overlapping, never over the end of a line."""
    sentence_ids: str
    """SENTENCE_ID_LENGTH characters per sentence, in order; made of the sentence's own words."""

    def sentence_id(self, index: int) -> str:
        return self.sentence_ids[index * SENTENCE_ID_LENGTH : (index + 1) * SENTENCE_ID_LENGTH]


SENTENCE_ID_LENGTH = 6


MentionForm = Literal["name", "acronym", "demonym", "metonym", "nominal", "handle"]


class Mention(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Words that name an entity: "Mr. Putin" is the span of "Putin" (honorific and possessive are outside)."""

    start: int
    end: int
    sentence: int
    """Index into Text.sentences."""
    entity: int
    """Index into Facts.entities."""
    form: MentionForm = "name"


class LocalEntity(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing named in one article, before the archive has its say."""

    name: str
    """The fullest form of the name that the article (or the gazetteer) has: "Vladimir Putin"."""
    kind: EntityKind
    surfaces: tuple[tuple[str, int], ...] = ()
    """Each way it is written, with its count; most frequent first, then by spelling."""
    roles: tuple[str, ...] = ()
    """Role phrases as printed: "Russian President", "a top Putin aide"."""
    known: bool = False
    """The name is a gazetteer's canonical one (or given), so it means the same in every article."""
    confidence: float = 1.0
    english: str = ""
    """Its name in English, where the article's language has another: "Moscow" of "Moscou". One thing has one page in all languages."""


class Speaker(msgspec.Struct, frozen=True):
    name: str
    """As an index would print it: "Vladimir Putin", "State Department spokesperson"."""
    entity: int = -1
    """Index into Facts.entities; -1 = nobody that has a name."""


class Quote(msgspec.Struct, frozen=True):
    """A quotation: one span a paragraph (or part, if split by its attribution), marks included."""

    spans: tuple[Span, ...]
    sentence: int
    """Index of the sentence where it begins."""
    speakers: tuple[Speaker, ...] = ()
    kind: Literal["full", "fragment", "split", "multi-paragraph", "statement", "post", "label"] = "full"
    cue: str = ""
    """The words that attribute it: "Mr. Putin said"."""
    confidence: float = 1.0


class Event(msgspec.Struct, frozen=True):
    """Something that the text dates."""

    when: str
    """EDTF; what is derived carries ~."""
    label: str
    """The clause that tells it, cut to a line."""
    span: Span
    """The sentence, or the part of it that tells the event."""
    sentence: int
    basis: str
    """Why this date: "June 19" + the article's year."""


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What annotate found in one article. No text: link and plan hold the Facts of the whole archive."""

    entities: tuple[LocalEntity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    """Ascending by start, not overlapping."""
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()


class Tally(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How many there are of what was found in one article."""

    mentions: int = 0
    quotes: int = 0
    spoken: int = 0
    """Quotations that are no terms in quotation marks."""
    attributed: int = 0
    """Spoken ones whose speaker is known."""
    events: int = 0

    @staticmethod
    def of(facts: Facts) -> Tally:
        spoken = [quote for quote in facts.quotes if quote.kind != "label"]
        attributed = sum(bool(quote.speakers) for quote in spoken)
        return Tally(len(facts.mentions), len(facts.quotes), len(spoken), attributed, len(facts.events))
