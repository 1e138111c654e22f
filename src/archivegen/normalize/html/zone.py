"""Find the element of a page that holds the story: where nearly all of its prose stands. Pure, linear in the pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from archivegen.model import Figure, Heading, Listing, Paragraph, Preformatted, Quotation, Table
from archivegen.normalize.html.furniture import is_story_like
from archivegen.normalize.html.pieces import Piece, Region

SHARE = 0.86
"""Of its parent's prose that an element must have to stand for it."""
SHARE_BY_NAME = 0.5
"""The same for an element that says by its names that it holds a story."""
_SENTENCE = re.compile(r"[.!?…。！？:;][\"'”’»)\]]*(?:\s|$)|[。！？]")
_TOO_SMALL = frozenset(
    "p a span li dt dd blockquote figure figcaption em strong b i font small h1 h2 h3 h4 h5 h6 tr tbody summary".split()
)
"""Elements that hold a part of a story at most."""
_PART_LEVELS = 2
"""So many elements may stand around each part of a story in parts."""
_BODY_PROPS = frozenset(("articleBody", "text"))


def weight(piece: Piece) -> float:
    """How much *piece* speaks for a story where it stands."""
    return 0.0 if piece.reason else substance(piece)


def substance(piece: Piece) -> float:
    """How much *piece* reads as part of a story, wherever it stands: its free characters, more for whole sentences."""
    block = piece.block
    text = block.text
    free = max(0, len(text) - piece.linked)
    if isinstance(block, (Paragraph, Quotation)):
        if len(text) < 45 or not _SENTENCE.search(text):
            return free * 0.1
        return float(min(free, 1200)) if free * 2 >= len(text) else free * 0.3
    if isinstance(block, Listing):
        return min(free, 800) * (0.5 if free * 2 >= len(text) else 0.05)
    if isinstance(block, (Preformatted, Table)):
        return min(free, 800) * 0.4
    if isinstance(block, Figure):
        return min(free, 300) * 0.3
    return min(free, 80) * 0.2 if isinstance(block, Heading) else 0.0


def with_entries(pieces: Sequence[Piece], regions: Sequence[Region], at: int) -> int:
    """The region around number *at* that holds all entries of the live blog; -1 where there are no regions."""
    heads = [n for n, piece in enumerate(pieces) if isinstance(piece.block, Heading) and piece.block.time]
    while heads and at > 0 and not (regions[at].start <= heads[0] and heads[-1] < regions[at].end):
        at = regions[at].parent
    return at if regions else -1


def misnamed(pieces: Sequence[Piece]) -> frozenset[str]:
    """Names of elements that pass for furniture, but hold so much of the page's prose that they must be the story's."""
    total = 0.0
    held: dict[str, float] = {}
    kept = 0.0
    for piece in pieces:
        if piece.is_sure:
            continue
        found = substance(piece)
        total += found
        if piece.reason:
            held[piece.culprit] = held.get(piece.culprit, 0.0) + found * (0.5 if piece.reason == "comments" else 1.0)
        else:
            kept += found
    wrong = {names for names, mass in held.items() if mass >= 0.45 * total and mass > 1.5 * kept and mass > 100}
    return frozenset(wrong | _around_headline(pieces))


def _around_headline(pieces: Sequence[Piece]) -> set[str]:
    """Names of elements that pass for boxes beside the story, but hold the page's only headline and more besides."""
    headlines = [piece for piece in pieces if piece.element.tag == "h1" and isinstance(piece.block, Heading)]
    if len(headlines) != 1 or headlines[0].is_sure or headlines[0].reason not in _BESIDE:
        return set()
    culprit = headlines[0].culprit
    inside = [piece for piece in pieces if piece.culprit == culprit and not isinstance(piece.block, Heading)]
    return {culprit} if any(len(piece.block.text) > _LEAST_BESIDE for piece in inside) else set()


_BESIDE = frozenset(
    ("side box", "related links", "advertisement", "dialog", "newsletter box", "table of contents", "buttons")
)
_LEAST_BESIDE = 30


def story_region(pieces: Sequence[Piece], regions: Sequence[Region]) -> int:
    """Index of the region that holds the story; 0 (the whole page) where none stands out."""
    sums = [0.0, *accumulate(map(weight, pieces))]
    children: list[list[int]] = [[] for _ in regions]
    for index, region in enumerate(regions):
        if region.parent >= 0 and region.element.tag not in _TOO_SMALL:
            children[region.parent].append(index)
    mass = [sums[region.end] - sums[region.start] for region in regions]
    at = 0
    while True:
        inside = [n for n in children[at] if mass[n] > 0]
        if not inside:
            return at
        best = max(inside, key=lambda n: mass[n])
        if mass[best] >= SHARE * mass[at]:
            at = best
            continue
        named = _named_below(at, children, mass, regions, pieces)
        if named is None:
            return at
        at = named


def _named_below(
    at: int,
    children: Sequence[Sequence[int]],
    mass: Sequence[float],
    regions: Sequence[Region],
    pieces: Sequence[Piece],
) -> int | None:
    """The heaviest region below *at* that is said to hold a story, if it has enough of the prose and is not one part of several."""
    found = [n for n in _below(at, children, mass, SHARE_BY_NAME * mass[at]) if _is_named(regions[n])]
    best = max(found, key=lambda n: (mass[n], n), default=None)
    if best is None:
        return None
    name = _first_name(regions[best])
    top = best
    for _ in range(_PART_LEVELS):
        top = regions[top].parent if top != at else top
    alike = [n for n in _below(top, children, mass, 0.0) if n != best and name and _first_name(regions[n]) == name]
    return best if not any(_are_parts(regions[n], regions[best], pieces) for n in alike) else None


def _first_name(region: Region) -> str:
    return (region.names.split() or [""])[0]


def _are_parts(one: Region, other: Region, pieces: Sequence[Piece]) -> bool:
    """Two elements of one name hold parts of one story: no headline that leads to another stands between them."""
    first, second = sorted((one, other), key=lambda region: region.start)
    if first.end > second.start:
        return False
    return not any(isinstance(piece.block, Heading) and piece.linked for piece in pieces[first.end : second.start])


def _below(at: int, children: Sequence[Sequence[int]], mass: Sequence[float], least: float) -> list[int]:
    found: list[int] = []
    waiting = list(children[at])
    while waiting:
        index = waiting.pop()
        if mass[index] >= least and mass[index] > 0:
            found.append(index)
            waiting.extend(children[index])
    return found


def _is_named(region: Region) -> bool:
    if region.itemprop in _BODY_PROPS or region.element.tag in ("article", "main"):
        return True
    return is_story_like(region.names)
