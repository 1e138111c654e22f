"""content/furniture.tsv ⇄ the lines that are furniture, by place. Text ⇄ values; pure.

An input, never a cache: the program adds what it learned, at the end; a person may change a state and add lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, get_args

import msgspec

from archivegen.errors import Origin, Problem

FILE_NAME = "furniture.tsv"
HEADER = """\
# Lines around the stories, learned since they repeat: state, folder or host (* = all), in how many texts when learned, line; tabs between.
# Write kept for furniture where a line belongs to its stories; add lines of your own (no number needed); nothing here is ever taken away.
"""
EVERYWHERE = "*"
TAB = "<TAB>"
"""Stands for a tab where the terminal shows a row; taken for one where it was copied so."""

State = Literal["furniture", "kept"]
_STATES = get_args(State)
_HOST = re.compile(r"[^\s/:@.]+(?:\.[^\s/:@.]+)+|localhost")


class Row(msgspec.Struct, frozen=True, order=True):
    """One line of the file."""

    place: str
    """A folder of seeds and all below it, a host, or EVERYWHERE."""
    line: str
    """As printed."""
    state: State = "furniture"
    count: int = 0
    """In how many texts it stood when it was learned; 0 for a person's own."""

    def text(self) -> str:
        return f"{self.state}\t{self.place}\t{self.count or ''}\t{self.line}\n"


def parse(
    text: str, path: str, *, folders: Sequence[str], key_of: Callable[[str], str]
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """The rows in *text*, and a Problem for each line that is none; those are passed over.

    *folders*: of seeds. *key_of*: how lines are compared; one without a key is no line that can be told from others.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        cells = [cell.strip() for cell in raw.replace(TAB, "\t").split("\t")]
        fault = _fault(cells, folders, key_of)
        if fault:
            problems.append(Problem(Origin(path, "", number), "error", "furniture-line", fault))
            continue
        state, place, count, line = cells
        rows.append(Row(_place(place), " ".join(line.split()), state, int(count or 0)))  # type: ignore[arg-type]
    return tuple(rows), tuple(problems)


def _place(place: str) -> str:
    place = place.replace("\\", "/").rstrip("/")
    return place if "/" in place else place.lower().removeprefix("www.") if _HOST.fullmatch(place) else place


def _fault(cells: Sequence[str], folders: Sequence[str], key_of: Callable[[str], str]) -> str:
    """What is wrong with a row, and what to write instead; "" if nothing is."""
    if len(cells) != 4:
        count = "one cell" if len(cells) == 1 else f"{len(cells)} cells"
        return f"has {count}; write state, folder or host, number (or nothing) and line, with tabs between"
    state, place, count, line = cells
    if state not in _STATES:
        return f'the state "{state[:40]}" is none of {", ".join(_STATES)}'
    found = _place(place)
    in_seeds = any(found == folder or found.startswith(f"{folder}/") for folder in folders)
    if found != EVERYWHERE and not in_seeds and not _HOST.fullmatch(found):
        return f'"{place[:80]}" is no folder of seeds and no host; write {folders[0]}/FOLDER, example.com or *'
    if count and not (count.isascii() and count.isdigit() and len(count) < 12):
        return f'"{count[:40]}" is no number of texts; write one or leave the cell empty'
    if not key_of(line):
        return "the line holds no words, so it cannot be told from others; write it as it is printed"
    return ""


def added(text: str, rows: Iterable[Row]) -> str:
    """What the file's *text* becomes with *rows* at its end, by place and line."""
    end = "" if not text or text.endswith("\n") else "\n"
    return (text or HEADER) + end + "".join(row.text() for row in sorted(rows))
