"""What is wrong in one measure of one document, for a person who mends it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.ingest.folding import in_a_row, words
from benchmarks.ingest.scores import Found
from benchmarks.ingest.truth import Truth

LOWER_IS_BETTER = ("date wrong", "date made up", "lines leaked", "captions in body")
_LINES = {"lines leaked": ("X", 2), "lines kept": ("B", 4), "captions in body": ("C", 4)}
"""Measure → letter of its lines, and how many words one must have to be counted."""
_FIELDS = {"date wrong": "date", "date made up": "date", "captions found": "captions"}
_LONGEST = 160


def lines(measure: str, true: Truth, found: Found, value: float) -> Iterator[str]:
    """Lines that tell what *measure* found wrong in a document; none if nothing is."""
    if value == (0.0 if measure in LOWER_IS_BETTER else 1.0):
        return
    head = f"{measure} {value:.2f} {true.path}"
    field = _FIELDS.get(measure, measure)
    if hasattr(found, field) and field != "body":
        yield f"{head}: {_cut(getattr(found, field))} instead of {_cut(getattr(true, field))}"
    else:
        yield head
    if measure in _LINES:
        letter, fewest = _LINES[measure]
        body = in_a_row(found.body)
        for kind, line in true.lines:
            if kind == letter and len(words(line)) >= fewest and (in_a_row(line) in body) != (letter == "B"):
                yield f"    {letter} {_cut(line)}"


def _cut(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
