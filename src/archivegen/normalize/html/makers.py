"""The makers of a page's story apart: agencies that helped are credited, a publication that signs itself is the source."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from archivegen.model import Evidence, Inference, Paragraph
from archivegen.normalize import makers
from archivegen.normalize.html.pieces import Piece

_LONGEST = 100
"""Characters of a line that only says who made the story."""


def settle(inside: Sequence[Piece], told: dict[str, Inference]) -> None:
    """Take what is no writer out of the byline that is *told*, or read it off a line of *inside* that tells nothing else."""
    said = told.get("byline")
    made = makers.of_names(said.value) if said is not None else makers.Makers()
    if said is not None and made.agencies:
        proof = said.evidence
        del told["byline"]
        if made.writers:
            told["byline"] = msgspec.structs.replace(said, value=made.writers)
    else:
        found = next((piece for piece in inside if _of_piece(piece).agencies), None)
        if found is None:
            return
        made, proof = _of_piece(found), (Evidence(found.line, found.block.text),)
    told.setdefault("credits", Inference(made.agencies, "credit line", 0.9, proof))
    if made.house:
        told.setdefault("source", Inference(made.house, "credit line", 0.7, proof))


def _of_piece(piece: Piece) -> makers.Makers:
    is_short = isinstance(piece.block, Paragraph) and len(piece.block.text) < _LONGEST
    return makers.of_line(piece.block.text) if is_short else makers.Makers()
