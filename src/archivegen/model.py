"""The records that pass between stages. Values only: frozen, compared by content, no I/O.

Offsets are code points, end exclusive. Text is plain; links and emphasis are marks, spans over it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from archivegen.errors import Origin, Problem

EntityKind = Literal["person", "organization", "place", "work"]
Status = Literal["published", "draft", "set-aside", "withdrawn"]
Markup = Literal["text", "markdown", "html"]
Shown = Literal["full", "excerpt", "record"]
"""How much of an article its rights let be shown."""


class Span(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    start: int
    end: int


# ---------------------------------------------------------------- what is read


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One raw story as its container gave it; nothing worked out yet."""

    origin: Origin
    meta: dict[str, Any] = {}
    """What the container says of it (front matter, index row), under the container's names."""
    meta_lines: dict[str, int] = {}
    """Line of each key of meta, where known."""
    body: str
    """Decoded, line ends as "\\n", NFC, no BOM, no control characters but "\\n" and "\\t"."""
    body_line: int = 1
    """Line of the file on which body begins."""
    markup: Markup = "text"
    sha256: str
    """Of the raw bytes of the record."""
    withheld: str = ""
    """Why its container does not show it to the public ("draft post", "post with a password"); "" where it does."""
    aside: str = ""
    """Why it is no story, though its container shows it ("page of the old site"); "" where it may be one."""
    losses: tuple[tuple[str, str, int], ...] = ()
    """What its container could not hand over, as Losses.counts has it."""
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- an article and its blocks


class Mark(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """A link or emphasis over a block's text."""

    start: int
    end: int
    kind: Literal["link", "em", "strong", "code", "del"]
    href: str = ""


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    text: str
    marks: tuple[Mark, ...] = ()


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A subhead inside the body; *level* from 2 (the headline is the page's only level 1)."""

    text: str
    level: int = 2
    marks: tuple[Mark, ...] = ()


class Quotation(msgspec.Struct, frozen=True, tag="quotation"):
    """A passage set off as quoted (block quotation, pull quote); each line is a paragraph of it."""

    text: str
    marks: tuple[Mark, ...] = ()


class Statement(msgspec.Struct, frozen=True, tag="statement"):
    """A document given in full inside the story (a joint statement, a letter); each line is a paragraph of it."""

    text: str
    marks: tuple[Mark, ...] = ()


class Listing(msgspec.Struct, frozen=True, tag="list"):
    """A list; each line is an item, *depths* says how deep it is nested (0 = top)."""

    text: str
    ordered: bool = False
    depths: tuple[int, ...] = ()
    """One per line; () = all 0."""
    marks: tuple[Mark, ...] = ()
    start: int = 1
    """The number of the first item, where they are numbered."""

    def numbers(self) -> list[int]:
        """What each item of a numbered list is printed with; a nested one counts anew."""
        counts: list[int] = []
        numbers: list[int] = []
        for depth in self.depths or (0,) * (self.text.count("\n") + 1):
            del counts[depth + 1 :]
            counts += [0] * (depth + 1 - len(counts))
            counts[depth] += 1
            numbers.append(counts[depth] + (self.start - 1 if not depth else 0))
        return numbers


class Figure(msgspec.Struct, frozen=True, tag="caption"):
    """A picture's caption, with the picture where there is one. *text* is the caption as printed, credit included."""

    text: str
    credit: str = ""
    """The chain of credits, without its brackets; where printed, it is a part of *text*."""
    src: str = ""
    alt: str = ""
    marks: tuple[Mark, ...] = ()


class Embed(msgspec.Struct, frozen=True, tag="embed"):
    """A post of somebody else shown inside the story. *text* has its lines as printed, attribution included."""

    text: str
    author: str = ""
    handle: str = ""
    date: str = ""
    """YYYY-MM-DD or ""."""
    url: str = ""
    attribution: int = -1
    """Which line of *text* is the attribution ("— Name (@handle) June 18, 2024"); -1 = none."""
    marks: tuple[Mark, ...] = ()


class Table(msgspec.Struct, frozen=True, tag="table"):
    """Rows are lines, cells are divided by tabs; *header*: the first row heads the columns."""

    text: str
    header: bool = False
    marks: tuple[Mark, ...] = ()


class Preformatted(msgspec.Struct, frozen=True, tag="preformatted"):
    text: str
    marks: tuple[Mark, ...] = ()


Block = Paragraph | Heading | Quotation | Statement | Listing | Figure | Embed | Table | Preformatted


class Evidence(msgspec.Struct, frozen=True, array_like=True):
    """The words of the seed that something was worked out from."""

    line: int
    words: str


class Inference(msgspec.Struct, frozen=True):
    """A value that the program worked out, and why."""

    value: str | tuple[str, ...]
    """A tuple for list fields."""
    basis: str
    """One readable phrase: "the last dated event in the text", "told The Epoch Times"."""
    confidence: float
    """0 to 1."""
    evidence: tuple[Evidence, ...] = ()
    interval: str = ""
    """EDTF, dates only."""


class Removed(msgspec.Struct, frozen=True, array_like=True):
    """A piece of furniture taken out of the text."""

    text: str
    line: int
    reason: str


class Seed(msgspec.Struct, frozen=True):
    """What an article was made from."""

    path: str
    record: str = ""
    line: int = 1
    sha256: str = ""
    """Of the record's own bytes."""
    given: str = ""
    """Digest of what its folder or an index says of it."""
    furniture: str = ""
    """Digest of the learned lines that stand in it."""


class GivenEntity(msgspec.Struct, frozen=True):
    name: str
    kind: EntityKind


class Correction(msgspec.Struct, frozen=True):
    """A person's word on what one sentence says; None = as it was found."""

    sentence: str
    """Its id."""
    mentions: tuple[tuple[str, str, str], ...] = ()
    """(words of the sentence, name of whom they mean or "" = nobody, kind or "" = one that the article names already)."""
    quotes: tuple[str, ...] | None = None
    """The words of each quotation that begins in it."""
    speakers: tuple[str, ...] | None = None
    """Of the quotations that begin in it."""
    events: tuple[tuple[str, str], ...] | None = None
    """(EDTF, label or "" = the sentence) of each event that it dates."""


PRINTED = 0.85
"""From this confidence on a date was read where dates are written (a date line, metadata, a file's name), not concluded."""


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One text with all that is known of it. A content file is an Article; loading what was saved gives an equal one."""

    id: str
    title: str
    title_basis: Literal["text", "given", "supplied"] = "given"
    """text: printed in the seed; supplied: made by the program from the lede; given: metadata or a person."""
    slug: str = ""
    """"" = made from the title."""
    dek: str = ""
    byline: tuple[str, ...] = ()
    source: str = ""
    """The publication."""
    credits: tuple[str, ...] = ()
    """Agencies that contributed."""
    date: str = ""
    """"YYYY-MM-DD", or with a time "YYYY-MM-DDTHH:MM:SS+00:00" (offset kept); "" = not known."""
    updated: str = ""
    language: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    entities: tuple[GivenEntity, ...] = ()
    url: str = ""
    """Where it was first published."""
    redirect_from: tuple[str, ...] = ()
    rights: str = ""
    """One of Shown, or words about them."""
    noindex: bool = False
    """Whether search engines are asked to leave it out."""
    status: Status = "published"
    blocks: tuple[Block, ...] = ()
    facts: tuple[Correction, ...] = ()
    inferred: dict[str, Inference] = {}
    """By field. A field whose value is no longer the inferred one is a person's."""
    removed: tuple[Removed, ...] = ()
    seed: Seed | None = None
    problems: tuple[Problem, ...] = ()

    def date_is_inferred(self) -> bool:
        """Whether the program worked its date out from prose; one that is printed as a date, or in metadata, is given."""
        guess = self.inferred.get("date")
        return guess is not None and guess.value == self.date and guess.confidence < PRINTED


# ---------------------------------------------------------------- the text of an article


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


# ---------------------------------------------------------------- what annotate finds in one article


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


class LocalEntity(msgspec.Struct, frozen=True):
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


class Facts(msgspec.Struct, frozen=True):
    """What annotate found in one article. No text: link and plan hold the Facts of the whole archive."""

    entities: tuple[LocalEntity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    """Ascending by start, not overlapping."""
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- the archive


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


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page may show of an article that is not its own."""

    id: str
    address: str
    """Path on the site without leading slash: "2024/06/19/russia-north-korea-sign.html"."""
    title: str
    title_basis: str
    dek: str
    byline: tuple[str, ...]
    source: str
    credits: tuple[str, ...]
    date: str
    """"YYYY-MM-DD" (or with a time); "" = undated."""
    date_basis: str
    """given | inferred | "" """
    date_interval: str
    updated: str
    language: str
    section: str
    tags: tuple[str, ...]
    photo_credits: tuple[str, ...]
    """The members of the credit chains of its captions."""
    url: str
    rights: str
    slug: str
    """As the content file gives it; "" = made from the title."""
    redirect_from: tuple[str, ...]
    added: str
    """YYYY-MM-DD, from the ledger."""
    order: int
    """Its place in the ledger: order of arrival."""
    words: int
    digest: str
    """Of everything that the article's own page shows of the article itself (text, blocks, inferences, removals)."""
    sentence_ids: str
    """As Text.sentence_ids."""
    raw: str = ""
    """The seed that it was made from, where that is a text of its own and still the same; "" otherwise."""
    shown: Shown = "full"
    """How much of the article there is here: what its rights hold back stands in no card, fact or body."""
    noindex: bool = False
    tally: Tally | None = None
    """Of its facts; None = not counted."""

    @property
    def day(self) -> str:
        """YYYY-MM-DD or ""."""
        return self.date[:10]

    def sentence_id(self, index: int) -> str:
        return self.sentence_ids[index * SENTENCE_ID_LENGTH : (index + 1) * SENTENCE_ID_LENGTH]


class Appearance(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entity in one article."""

    article: int
    """Index into Archive.cards (and .facts)."""
    local: int
    """Index into that article's Facts.entities."""


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """One person, organisation, place or work of the archive: one page, or one row of its A-Z."""

    id: str
    """Its address without the ending: "people/vladimir-putin"."""
    kind: EntityKind
    name: str
    sort_name: str
    """"Putin, Vladimir"."""
    aliases: tuple[tuple[str, int], ...]
    """Other ways it is written, with counts; most frequent first."""
    roles: tuple[tuple[str, int], ...]
    """Role phrases, with the number of articles that have them."""
    same_as: tuple[str, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    """In the order of the cards; one entry per (article, local entity)."""
    articles: int = 0
    """How many articles it stands in."""
    has_page: bool = False


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Articles on the same event."""

    id: str
    name: str
    articles: tuple[int, ...]
    """Indexes into Archive.cards, oldest first."""


class Medium(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A picture or document that the site has a copy of."""

    ref: str
    """As the article writes it: Figure.src, or the href of a link."""
    path: str
    """On the site: "media/3f/flood-3f9a2c1b44aa.jpg"."""
    width: int = 0
    """Pixels as shown; 0 = not known, or no picture."""
    height: int = 0


class EntityTable(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of all entities at once, in columns parallel to Archive.entities: none has to be made for it."""

    ids: Sequence[str]
    kinds: Sequence[int]
    """0 person, 1 organization, 2 place, 3 work."""
    has_page: Sequence[bool]
    articles: Sequence[int]
    """How many it stands in."""
    is_elsewhere: Sequence[bool]
    """Whether it has any same_as."""
    digests: Sequence[bytes]
    """Of all that its Entity says but the id; appearances as Card.order and number of the local entity."""
    heads: Sequence[bytes]
    """Of its kind, name, sort_name, has_page and is_elsewhere."""


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that pages are planned from. No bodies."""

    cards: tuple[Card, ...]
    """Published articles in order of arrival."""
    facts: Sequence[Facts]
    """Parallel to cards. Those of an article are read when they are first asked for: `Card.tally` may do."""
    entities: Sequence[Entity]
    """Sorted by id. One is made when it is first asked for: to walk them all costs more than to read entity_table."""
    entity_of: Sequence[tuple[int, ...]]
    """Per card: index of each local entity's Entity; -1 = ignored."""
    entity_table: EntityTable | None = None
    """Of the entities; None = not worked out."""
    versions: tuple[str, ...] = ()
    """Parallel to cards: of each article's file, other facts have another; () = not known."""
    stories: tuple[Story, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    """(old address, new address), sorted."""
    queries: tuple[tuple[str, str], ...] = ()
    """(old address with a query, "?p=123"; address now), sorted: what no file can answer, only a rule of the host."""
    gone: tuple[tuple[str, str], ...] = ()
    """(address, reason) of articles that answer with a tombstone, sorted."""
    filed: dict[str, str] = {}
    """By filing_key: the id of each source, author, section and tag that has had a page."""
    anchors: dict[str, tuple[tuple[str, str], ...]] = {}
    """By article id: (sentence id, old id that it answers to as well)."""
    media: dict[str, tuple[Medium, ...]] = {}
    """By article id: the files that it shows or links to."""
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    """By article id: (href as it writes it, address on the site) of its links to other articles."""


def filing_key(folder: str, name: str) -> str:
    """What tells a source, author, section or tag from all others; names that differ in case only are one."""
    return f"{folder}:{name.casefold()}".translate(_IN_ONE_CELL)


_IN_ONE_CELL = {code: f"%{code:02x}" for code in (*range(32), 0x25, 0x7F, 0x85, 0x2028, 0x2029)}


class Losses(msgspec.Struct, frozen=True):
    """What could not be taken over, counted: ("picture", "old.example", 12). Sorted, so that equal losses are equal values."""

    counts: tuple[tuple[str, str, int], ...] = ()
    """(kind, name, how many): picture and document by host ("" = a file that is not there), embed by provider, comment …"""

    @staticmethod
    def of(counted: Mapping[tuple[str, str], int]) -> Losses:
        """The losses of a count by (kind, name)."""
        return Losses(tuple(sorted((kind, name, number) for (kind, name), number in counted.items() if number)))

    def __add__(self, other: Losses) -> Losses:
        total: dict[tuple[str, str], int] = {}
        for kind, name, number in (*self.counts, *other.counts):
            total[kind, name] = total.get((kind, name), 0) + number
        return Losses.of(total)

    def names(self, kind: str) -> tuple[tuple[str, int], ...]:
        """(name, how many) of *kind*, the most first."""
        found = ((name, number) for one, name, number in self.counts if one == kind)
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


class Page(msgspec.Struct, frozen=True):
    """One file of the site, as a value: rendered again only if view (or its template) changed."""

    path: str
    """Relative to public/: "people/vladimir-putin.html"."""
    form: str
    """Which renderer makes it: "article", "entity", "feed.rss" …"""
    view: Any
    """A Struct of views.py."""
