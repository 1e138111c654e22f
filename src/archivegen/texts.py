"""Lay out all that is read of an article as one text, with its blocks and sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from archivegen import sentences
from archivegen.model import (
    Article,
    Block,
    BlockKind,
    Embed,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Preformatted,
    Quotation,
    Span,
    Statement,
    Table,
    Text,
    TextBlock,
)

KIND_BY_TYPE: dict[type[Block], BlockKind] = {
    Paragraph: "paragraph",
    Heading: "heading",
    Quotation: "quotation",
    Statement: "statement",
    Listing: "list",
    Figure: "caption",
    Embed: "embed",
    Table: "table",
    Preformatted: "preformatted",
}


_Piece = tuple[BlockKind, str, int]
"""Kind, text and number of a block."""


class Laid(NamedTuple):
    """A Text, and what whoever lays it out has at hand."""

    text: Text
    words: bytes
    """Text.text as UTF-8."""
    sentences: list[bytes]
    """One by one, as UTF-8."""
    ids: list[str]
    firsts: list[int]
    """Of each block: the number of its first sentence."""
    is_even: bool
    """Every block is a line of sentences with one blank between them, and nothing else."""


def text_of(article: Article) -> Text:
    """Headline (unless supplied), dek and blocks of *article*, one blank line between them, with their sentences."""
    return laid_out(article).text


def laid_out(article: Article) -> Laid:
    """As text_of."""
    pieces: list[_Piece] = []
    if article.title and article.title_basis != "supplied":
        pieces.append(("title", article.title, -1))
    if article.dek:
        pieces.append(("dek", article.dek, -1))
    pieces += [(KIND_BY_TYPE[type(b)], b.text, n) for n, b in enumerate(article.blocks) if b.text]

    texts = [text for _, text, _ in pieces]
    text = "\n\n".join(texts)
    blocks, places = _placed(pieces, sentences.ends_in(text))
    starts = [block.start for block in blocks]
    spans = [Span(at + a, at + b) for at, own in zip(starts, places, strict=True) for a, b in own]
    cut = [text[a:b] for text, own in zip(texts, places, strict=True) for a, b in own]  # of a block, as few are wide
    encoded = sentences.encoded(cut)
    ids = sentences.ids(cut, encoded)

    firsts = [0, *accumulate(map(len, places))]
    parts = [slice(first, end) for first, end in pairwise(firsts)]
    is_even = [" ".join(cut[part]) for part in parts] == texts
    # of what is even all is encoded already: to go through it once more takes ten times as long
    words = b"\n\n".join([b" ".join(encoded[part]) for part in parts]) if is_even else sentences.encoded([text])[0]
    told = Text(text, tuple(blocks), tuple(spans), "".join(ids))
    return Laid(told, words, encoded, ids, firsts[:-1], is_even and "\n" not in article.title)


def _placed(pieces: Sequence[_Piece], marks: Sequence[str]) -> tuple[list[TextBlock], list[list[tuple[int, int]]]]:
    """Each of *pieces* as a block of the text, and where its sentences begin and end in it."""
    blocks: list[TextBlock] = []
    places: list[list[tuple[int, int]]] = []
    at = 0
    for kind, text, index in pieces:
        end = at + len(text)
        blocks.append(TextBlock(kind, at, end, index))
        # a headline is one sentence, whatever its marks
        places.append([(0, len(text))] if kind == "title" else sentences.places(text, marks))
        at = end + 2
    return blocks, places
