"""Tell the boxes inside a story that only lead to other stories: a linked headline with a picture and a label. Pure, linear."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from archivegen.model import Embed, Figure, Heading, Listing, Paragraph, Table
from archivegen.normalize.html.pieces import Piece, Region
from archivegen.normalize.html.zone import substance

_BOXES = frozenset("div section aside figure article ul ol li span td table details center a".split())
_ALONE = frozenset(("figure", "aside", "article", "a"))
"""In these a linked headline is a box by itself; in others it may head what follows."""
_FREE_WORDS = 9
"""Words that are no link: "More on this", "Related article", a day."""
_TITLE_WORDS = 3
_FRONT = 4
_TEASER_WORDS = 50


def link_boxes(pieces: Sequence[Piece], regions: Sequence[Region], start: int, end: int) -> list[Piece]:
    """Those of pieces[start:end] that stand in such a box. Looks at the elements inside, the outer ones first."""
    inside = pieces[start:end]
    if not any(map(_is_linked, inside)) or sum(map(substance, inside)) <= 0:
        return []
    titles = [0, *accumulate(int(_is_linked_heading(piece)) for piece in inside)]
    linked = [0, *accumulate(int(_is_linked(piece)) for piece in inside)]
    free = [0, *accumulate(map(_free_words, inside))]
    found: list[Piece] = []
    done = start
    for region in regions:
        first, last = max(region.start, done), region.end
        if region.start < start or last > end or last <= first or region.element.tag not in _BOXES:
            continue
        if region.start <= start and last >= end:
            continue
        a, b = first - start, last - start
        is_card = titles[b] > titles[a] or (region.element.tag == "a" and linked[b] - linked[a] >= 2)
        is_card = is_card and (b - a > 1 or region.element.tag in _ALONE)
        if is_card and free[b] - free[a] <= _FREE_WORDS:
            found += inside[a:b]
            done = last
    return found


def is_front(pieces: Sequence[Piece]) -> bool:
    """Whether *pieces* are those of a front page: headlines that lead to stories, a line or two below each."""
    first = next((n for n, piece in enumerate(pieces) if isinstance(piece.block, Heading)), 0)
    titles = [piece for piece in pieces if isinstance(piece.block, Heading)]
    prose = [piece for piece in pieces if isinstance(piece.block, Paragraph)]
    return (
        len(titles) >= _FRONT
        and all(map(_is_linked_heading, titles))
        and first <= 1
        and len(prose) <= 1.5 * len(titles)
        and all(len(piece.block.text.split()) <= _TEASER_WORDS for piece in prose)
    )


def _is_linked_heading(piece: Piece) -> bool:
    block = piece.block
    return isinstance(block, Heading) and _is_linked(piece) and len(block.text.split()) >= _TITLE_WORDS


def _is_linked(piece: Piece) -> bool:
    return bool(piece.block.text) and piece.linked >= 0.9 * len(piece.block.text)


def _free_words(piece: Piece) -> int:
    """Words outside links; what may be no part of a box counts as more than any has."""
    block = piece.block
    if isinstance(block, (Heading, Paragraph, Listing)):
        return len(block.text.split()) if 2 * piece.linked < len(block.text) else 0
    if isinstance(block, Figure):
        return len(block.text.split()) if not piece.linked else 0
    return 2 * _FREE_WORDS if isinstance(block, (Embed, Table)) or block.text else 0
