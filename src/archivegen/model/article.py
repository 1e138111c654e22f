"""An Article: one text with its blocks, what was worked out of it and why, and a person's corrections."""

from __future__ import annotations

from typing import Literal

import msgspec

from archivegen.errors import Problem

EntityKind = Literal["person", "organization", "place", "work"]
Status = Literal["published", "draft", "set-aside", "withdrawn"]
Shown = Literal["full", "excerpt", "record"]
"""How much of an article its rights let be shown."""


class Mark(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """A link or emphasis over a block's text."""

    start: int
    end: int
    kind: Literal["link", "em", "strong", "code", "del"]
    href: str = ""


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph", omit_defaults=True):
    text: str
    marks: tuple[Mark, ...] = ()


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A subhead inside the body; *level* from 2 (the headline is the page's only level 1).

    One that heads an entry of a live blog has *time* or *author*.
    """

    text: str
    """Of an entry without a headline: its time."""
    level: int = 2
    marks: tuple[Mark, ...] = ()
    time: str = ""
    """When the entry was written, as printed: "14.32 BST", "2h ago"."""
    at: str = ""
    """The same for machines: YYYY-MM-DD, or with a time and its offset; "" where only a clock is printed."""
    author: str = ""
    """Who wrote the entry, as printed."""


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


class Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One text with all that is known of it. A content file is an Article; loading what was saved gives an equal one."""

    id: str
    title: str
    title_basis: Literal["text", "given", "supplied"] = "given"
    """text: printed in the seed; supplied: made by the program from the lede; given: metadata or a person."""
    slug: str = ""
    """"" = made from the title."""
    kicker: str = ""
    """The short label printed over the headline ("Analysis", "Live"); no part of the text."""
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
