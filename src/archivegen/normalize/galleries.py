"""Find the captions of a gallery: a run of short lines below the story, one a picture, without a credit. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from archivegen.model import Figure
from archivegen.normalize.lines import Line

_FEWEST = 5
"""Lines of a gallery; fewer may be subheads or names."""
_LONGEST = 20
"""Words of each."""
_SHOWS = re.compile(
    r"\b(?:from|as|with|at|in|on|of|by|during|outside|inside|near|photoshoot|display|mit|als|im|am|auf|vor|bei|aus|avec|dans|au|du|"
    r"devant|con|en|del|junto|como|com|na|no|da|do|nel|della)\b"
)
"""What joins those who are shown to the place or the part that they play."""
_SHARE = 0.3
"""Of the lines that have such a word; lists of names and tags have none."""
_OF_LISTS = re.compile(r"\d|https?:|www\.|@|[|/•·:;]$|^[\"“„«»‘'(—–-]|[?]$")
"""Results, links, questions, sources: no captions."""
_SHARE_OF_LISTS = 0.2


def find(lines: Sequence[Line], span: range, passed_over: Collection[int]) -> dict[int, Figure]:
    """The captions of galleries among the lines of *span*, by index. O(length of span)."""
    found: dict[int, Figure] = {}
    end = span.stop
    for run in reversed([run for run in _runs(lines, span, passed_over) if run]):
        # a gallery stands at the end; one caption that reads as a sentence may divide or close it
        is_last = run[-1] + 2 >= end
        if not is_last or not _follows_prose(lines, run[0], span) or not _is_gallery([lines[n] for n in run]):
            break
        found |= {n: Figure(text=lines[n].text) for n in run}
        end = run[0]
    return found


def _runs(lines: Sequence[Line], span: range, passed_over: Collection[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in span:
        line = lines[index]
        is_free = index not in passed_over and line.bullet < 0 and not line.prose
        if is_free and line.key and line.words <= _LONGEST and line.text[-1] not in ":,;":
            run.append(index)
            continue
        yield run
        run = []
    yield run


def _follows_prose(lines: Sequence[Line], index: int, span: range) -> bool:
    return index > span.start and lines[index - 1].prose


def _is_gallery(run: Sequence[Line]) -> bool:
    shown = sum(1 for line in run if _SHOWS.search(line.text))
    listed = sum(1 for line in run if _OF_LISTS.search(line.text))
    alike = len({line.key.partition(" ")[0] for line in run}) < len(run) // 2
    if len(run) < _FEWEST:
        return False
    return shown >= _SHARE * len(run) and listed <= _SHARE_OF_LISTS * len(run) and not alike
