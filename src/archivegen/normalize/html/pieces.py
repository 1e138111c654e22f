"""What a walk over a page yields: blocks in order, each with what is known of where it stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archivegen.model import Block, Mark, Quotation
from archivegen.normalize.html.tree import Element


@dataclass(slots=True)
class Piece:
    """One block of a page, of the story or not."""

    block: Block
    element: Element
    """The element that holds it."""
    linked: int = 0
    """Characters of its text inside links."""
    reason: str = ""
    """Why the part of the page that it stands in is furniture; "" where nothing says so."""
    is_sure: bool = False
    culprit: str = ""
    """Names of the element that gave the reason."""
    line: int = 0
    names: str = ""
    """Class and id of its element."""
    is_caption: bool = False
    """It stands alone with a picture in an element that is called after it."""


@dataclass(slots=True)
class Region:
    """An element that holds pieces[start:end]."""

    element: Element
    parent: int
    start: int
    end: int = 0
    names: str = ""
    itemprop: str = ""


def quotation_of(pieces: Sequence[Piece]) -> Quotation:
    """The words of *pieces* as one quotation, each piece on a line of its own."""
    marks: list[Mark] = []
    at = 0
    for block in (piece.block for piece in pieces):
        marks += [Mark(mark.start + at, mark.end + at, mark.kind, mark.href) for mark in block.marks]
        at += len(block.text) + 1
    return Quotation("\n".join(piece.block.text for piece in pieces), tuple(marks))
