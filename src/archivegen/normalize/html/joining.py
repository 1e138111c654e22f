"""Blocks that a page divides and a reader takes as one: lists in parts, a dateline before its paragraph, a note's number. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivegen.model import Block, Listing, Mark, Paragraph

_OPENS_NEXT = re.compile(r"\[\w{1,3}\]|(?=.*[^\W\d_]{3})[^.!?:]{3,60}\s?[\u2013\u2014]")
"""The number of a note, or a dateline with its dash."""
_DATELINE_WORDS = 7


def joined(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """*blocks* with lists of one kind that follow one another as one list, as their Markdown says, and paragraphs made whole."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Listing) and isinstance(last, Listing) and block.ordered == last.ordered:
            depths = (*_depths(last), *_depths(block))
            marks = (*last.marks, *_moved(block, len(last.text) + 1))
            found[-1] = Listing(f"{last.text}\n{block.text}", block.ordered, depths if any(depths) else (), marks)
        elif isinstance(block, Paragraph) and isinstance(last, Paragraph) and _opens_next(last):
            found[-1] = Paragraph(f"{last.text} {block.text}", _moved(block, len(last.text) + 1))
        else:
            found.append(block)
    return tuple(found)


def _opens_next(block: Paragraph) -> bool:
    text = block.text
    return len(text) <= 60 and len(text.split()) <= _DATELINE_WORDS and _OPENS_NEXT.fullmatch(text) is not None


def _moved(block: Listing | Paragraph, by: int) -> tuple[Mark, ...]:
    return tuple(Mark(mark.start + by, mark.end + by, mark.kind, mark.href) for mark in block.marks)


def _depths(block: Listing) -> tuple[int, ...]:
    return block.depths or (0,) * (block.text.count("\n") + 1)
