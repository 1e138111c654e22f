"""Lay out all that is read of an article as one text, with its blocks and sentences. Pure."""

from __future__ import annotations

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


class Laid(NamedTuple):
    """A Text, with its sentences and their ids one by one: whoever lays it out has them at hand."""

    text: Text
    sentences: list[bytes]
    """As UTF-8."""
    ids: list[str]


def text_of(article: Article) -> Text:
    """Headline (unless supplied), dek and blocks of *article*, one blank line between them, with their sentences."""
    return laid_out(article).text


def laid_out(article: Article) -> Laid:
    """As text_of."""
    pieces: list[tuple[BlockKind, str, int]] = []
    if article.title and article.title_basis != "supplied":
        pieces.append(("title", article.title, -1))
    if article.dek:
        pieces.append(("dek", article.dek, -1))
    pieces += [(KIND_BY_TYPE[type(b)], b.text, n) for n, b in enumerate(article.blocks) if b.text]

    text = "\n\n".join(piece for _, piece, _ in pieces)
    blocks: list[TextBlock] = []
    at = 0
    for kind, piece, index in pieces:
        blocks.append(TextBlock(kind, at, at + len(piece), index))
        at += len(piece) + 2
    found: list[Span] = []
    start = 0
    if blocks and blocks[0].kind == "title":  # a headline is one sentence, whatever its marks
        found.append(Span(0, blocks[0].end))
        start = blocks[0].end
    found.extend(sentences.spans(text, start))
    cut = [text[s.start : s.end] for s in found]
    encoded = sentences.encoded(cut)
    ids = sentences.ids(cut, encoded)
    return Laid(Text(text, tuple(blocks), tuple(found), "".join(ids)), encoded, ids)
