"""Find the tables of contents of a text: lines in a row that stand again below, each as a subhead. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivegen.normalize.lines import Line

_FEWEST = 3
_LONGEST = 14
"""Words of a subhead."""
_NUMBER = re.compile(r"(?:0 )+")
_HEADINGS = frozenset(
    (
        "contents", "table of contents", "in this article", "on this page", "inhalt", "inhaltsverzeichnis", "sommaire",
        "table des matières",
        "índice", "contenido", "sumário", "indice", "sommario", "содержание", "المحتويات", "目次", "目录", "目錄", "fold table of contents",
    )
)  # fmt: skip
"""What stands over a table of contents; one without it has numbers, else it may be the story's own list of its points."""


def find(lines: Sequence[Line]) -> frozenset[int]:
    """The indexes of the lines that only list the subheads below them. O(len(lines))."""
    last: dict[str, int] = {}
    for index, line in enumerate(lines):
        if line.key and line.bullet < 0 and line.words <= _LONGEST and not line.prose:
            last[_bare(line.key)] = index
    found: list[int] = []
    run: list[int] = []
    for index, line in enumerate(lines):
        if line.key and line.words <= _LONGEST and not line.prose and last.get(_bare(line.key), -1) > index:
            run.append(index)
            continue
        if run:
            found += _listed(lines, run, last)
            run = []
    return frozenset(found)


def _listed(lines: Sequence[Line], run: Sequence[int], last: dict[str, int]) -> Sequence[int]:
    """*run*, if its lines are different ones that stand below all of it, and apart: a subhead has text under it."""
    keys = [_bare(lines[n].key) for n in run]
    if len(run) < _FEWEST or len(set(keys)) < len(keys):
        return ()
    places = [last[key] for key in keys]
    is_apart = all(at + 1 not in places for at in places)
    is_numbered = all(lines[n].key[:2] == "0 " for n in run)
    is_headed = run[0] > 0 and lines[run[0] - 1].key in _HEADINGS
    return run if is_apart and (is_numbered or is_headed) and places == sorted(places) else ()


def _bare(key: str) -> str:
    """*key* without the number that a table of contents puts before it ("0 0 sources" → "sources"), and a button behind it."""
    if key.endswith(_BUTTONS):
        key = key.rpartition(" ")[0]
    return _NUMBER.sub("", key) if key[:1] == "0" else key


_BUTTONS = (" edit", " bearbeiten", " modifier", " editar", " modifica", " править", " 編集", " 编辑")
"""Behind the subheads of encyclopedias."""
