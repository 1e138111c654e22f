"""A picture with a few short lines in one slide of a gallery → a picture with its caption. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivegen.model import Figure, Paragraph
from archivegen.normalize.html import figures
from archivegen.normalize.html.pieces import Piece

_SLIDE = re.compile(
    r"(?:^|[\s_-]|[a-z](?=[SGC]))(?:(?:gallery|carousel|slideshow|galerie|photo)[_-]*(?:item|slide|image|entry|card)|"
    r"(?:swiper-|c-carousel__|CarouselS|s)lide)(?:$|[\s_-])",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"(?:\w+\s)?\d{1,3}\s?(?:/|of|von|sur|de|di|van|из|／)\s?\d{1,3}", re.IGNORECASE)
_HUMPS = re.compile(r"([a-z0-9])([A-Z])")
_WORDS = 60
_CREDITED, _CAPTION_WORDS, _CREDIT_WORDS = 3, 40, 6


def is_slide(names: str) -> bool:
    """Whether class and id *names* are those of one slide of a gallery."""
    return len(names) > 4 and _SLIDE.search(names) is not None


def is_short(inside: Sequence[Piece]) -> bool:
    """Whether *inside* is a picture with a line below it and another of a few words: a caption and its credit."""
    if len(inside) != _CREDITED or not isinstance(inside[0].block, Figure) or inside[0].block.text:
        return False
    words = [len(piece.block.text.split()) for piece in inside[1:]]
    return words[0] <= _CAPTION_WORDS and words[1] <= _CREDIT_WORDS


def captioned(inside: Sequence[Piece]) -> list[Piece]:
    """The pieces of a slide, its lines the words of its one picture and its counter furniture; [] where it holds more than that."""
    pictures = [piece for piece in inside if isinstance(piece.block, Figure)]
    lines = [piece for piece in inside if isinstance(piece.block, Paragraph)]
    words = sum(len(piece.block.text.split()) for piece in lines)
    if len(pictures) != 1 or 1 + len(lines) != len(inside) or not 0 < words <= _WORDS:
        return []
    slide = pictures[0]
    counters = []
    for piece in lines:
        text = piece.block.text
        if _COUNTER.fullmatch(text.strip()):
            piece.reason = piece.reason or "navigation"
            counters.append(piece)
        elif figures.is_credit(_HUMPS.sub(r"\1-\2", piece.names)):
            slide.block = figures.with_words(_figure(slide), "", text)
        else:
            slide.block = figures.with_words(_figure(slide), text)
    return [slide, *counters]


def _figure(piece: Piece) -> Figure:
    assert isinstance(piece.block, Figure)
    return piece.block
