"""Tell the lists of a story from menus and lists of links. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from archivegen.normalize.lines import Line, remembered
from archivegen.normalize.phrases import phrases

_FEWEST = 3
"""Items of a list that tell of each other."""
_LONG_ITEM = 3
_PER_WORD = 0.4
_MOST_WORDS = 25
_OF_STORY = 0.5
"""Score of an item that is the story's by its neighbors."""


def runs(lines: Sequence[Line]) -> Iterator[range]:
    """The runs of list items among *lines*."""
    start = -1
    for index, line in enumerate(lines):
        if (line.bullet >= 0) != (start >= 0):
            if start >= 0:
                yield range(start, index)
            start = index if line.bullet >= 0 else -1
    if start >= 0:
        yield range(start, len(lines))


def settle(lines: Sequence[Line], lists: Sequence[range], scores: list[float], reasons: Collection[int]) -> None:
    """Raise the *scores* of the items that belong to the story: all of a list that is mostly sentences or parts of them, and
    all of one that a sentence announces with a colon.
    """
    for run in lists:
        free = [n for n in run if n not in reasons]
        told = 0
        for n in free:
            line = lines[n]
            told += line.prose or (line.ends and line.words > _LONG_ITEM) or goes_on(line)
        if _is_announced(lines, run.start, reasons) or (len(free) >= _FEWEST and 2 * told >= len(run)):
            for n in free:
                scores[n] = max(scores[n], _OF_STORY)


@remembered
def goes_on(line: Line) -> bool:
    """Whether a line in small letters, of some words, is a part of a sentence, as no button and no link is."""
    bare = line.bare
    if line.words < _LONG_ITEM or not bare[:1].islower():
        return False
    return not phrases().words["stop"].isdisjoint(line.key.split())


def score_of(line: Line) -> float:
    """What a line that goes_on counts for the story."""
    return _PER_WORD * min(line.words, _MOST_WORDS)


def _is_announced(lines: Sequence[Line], start: int, reasons: Collection[int]) -> bool:
    above = start - 1
    if above < 0 or above in reasons or lines[above].text[-1] not in ":：":
        return False
    return lines[above].words > _LONG_ITEM


def whole(
    lines: Sequence[Line], lists: Sequence[range], span: tuple[int, int], end: int, reasons: Collection[int]
) -> tuple[int, int]:
    """*span* (start and end of a story) with all of the list that it ends in, as far as no blank line or furniture divides it."""
    start, stop = span
    for run in lists:
        if run.start < stop < run.stop and run.start >= start:
            while stop < min(run.stop, end) and stop not in reasons and not lines[stop].gap:
                stop += 1
    return start, stop
