"""An article of plain paragraphs → its HTML, made where its sentences are in memory. Pure.

No theme and no other article has a say in it, so that to fill a page with it nobody reads the text again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import msgspec

from archivegen.model import SENTENCE_ID_LENGTH, Article, Facts, Paragraph, Text
from archivegen.texts import Laid

HERE = "\x00"
"""Stands in a sheet for the end of the link of a sentence to itself, which is worded in the language of the site."""
LONG = 120_000
"""Characters: from so many on a text is laid out in parts."""
OPENING = 1_500
"""Characters of the first paragraph: more than a description takes of it."""
_BREAK = b"</p>\n<p>"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_LEADING_TO_THE_LEFT = tuple(range(0xD6, 0xE1))
"""Such letters begin with one of these bytes as UTF-8; few others do. To look for a byte by its number takes a quarter of the time."""
_TO_ESCAPE = tuple(b"&<>")
_UPPER = tuple(range(5, 9))
"""One of these is in such letters as UTF-16, and in few others: to look for them costs a tenth of looking at each letter."""


class Sheet(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What an article's page has of its text: sentences are elements with their ids, HERE ends each."""

    headline: str
    """"" if it is supplied."""
    dek: str
    body: bytes
    """The paragraphs, as UTF-8."""
    opening: str
    """How the first paragraph begins, as text; "" if there is a dek."""


def sheet_of(article: Article, laid: Laid, facts: Facts) -> Sheet | None:
    """None where its page has more than paragraphs of sentences: marks, names, quotations, pictures, evidence.

    Of such an article the text tells all blocks: see `with_blocks`.
    """
    text, words = laid.text, laid.words
    is_more = facts.mentions or facts.quotes or article.inferred or not article.blocks
    if is_more or not laid.is_even or len(text.text) >= LONG or ord(HERE) in words:
        return None
    if any(type(block) is not Paragraph or block.marks or not block.text for block in article.blocks):
        return None
    if any(map(words.__contains__, _LEADING_TO_THE_LEFT)) and has_right_to_left(text.text):
        return None
    *front, body = _html(laid).split(_BREAK, len(text.blocks) - len(article.blocks))
    return Sheet(
        headline=front[0].decode() if text.blocks[0].kind == "title" else "",
        dek=front[-1].decode() if article.dek else "",
        body=b"<p>%b</p>" % body,
        opening="" if article.dek else article.blocks[0].text[:OPENING],
    )


def _html(laid: Laid) -> bytes:
    """What `sentences` makes of an even *laid*, and what stands between them; of bytes, most of which are there already."""
    sentences, words = laid.sentences, laid.words
    if any(map(words.__contains__, _TO_ESCAPE)):
        sentences = [escape(one.decode(), quote=False).encode() for one in sentences]
    ids = " ".join(laid.ids).encode().split()
    gaps = [b" "] * (len(ids) - 1)
    for first in laid.firsts[1:]:
        gaps[first - 1] = _BREAK
    pieces = [b'<span id="s-'] * (8 * len(ids) - 1)
    pieces[1::8] = pieces[5::8] = ids
    pieces[2::8] = [b'">'] * len(ids)
    pieces[3::8] = sentences
    pieces[4::8] = [b'<a href="#s-'] * len(ids)
    pieces[6::8] = [HERE.encode()] * len(ids)
    pieces[7::8] = gaps
    return b"".join(pieces)


def with_blocks(article: Article, text: Text) -> Article:
    """*article*, that of a sheet, with the blocks that *text* tells."""
    blocks = tuple([Paragraph(text.text[one.start : one.end]) for one in text.blocks if one.block >= 0])
    return msgspec.structs.replace(article, blocks=blocks)


def ids_of(sentence_ids: str) -> list[str]:
    """Text.sentence_ids one by one."""
    return [sentence_ids[at : at + SENTENCE_ID_LENGTH] for at in range(0, len(sentence_ids), SENTENCE_ID_LENGTH)]


def gaps_of(text: str, starts: Sequence[int], ends: Sequence[int]) -> list[str]:
    """What stands between each sentence of *text* and the next."""
    return [text[stop:begin] for stop, begin in zip(ends, starts[1:], strict=False)]


def sentences(text: str, ids: Sequence[str], starts: Sequence[int], ends: Sequence[int], here: str) -> list[str]:
    """Each sentence of *text* as an element with nothing in it but its words and the link to itself, which *here* ends."""
    places = zip(ids, starts, ends, strict=True)
    if "&" in text or "<" in text or ">" in text:
        return [f'<span id="s-{id}">{escape(text[a:b], quote=False)}<a href="#s-{id}{here}' for id, a, b in places]
    return [f'<span id="s-{id}">{text[a:b]}<a href="#s-{id}{here}' for id, a, b in places]


def has_right_to_left(text: str) -> bool:
    """Whether any letter of *text* is of a script that runs to the left."""
    if text.isascii():
        return False
    data = text.encode("utf-16-le", "surrogatepass")
    return any(map(data.__contains__, _UPPER)) and RIGHT_TO_LEFT.search(text) is not None
