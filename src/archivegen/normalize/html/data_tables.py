"""Tell a table that holds data from one that lays out a page, and put its cells together. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from archivegen.model import Table
from archivegen.normalize.html.tree import Element

_LONGEST_CELL = 400


def lays_out(element: Element) -> bool:
    """Whether the table *element* holds parts of a page, by its role or by what stands in it."""
    if element.get("role") == "presentation":
        return True
    return next(element.iterdescendants("table", "figure", "h1", "h2", "p"), None) is not None


def table_of(rows: Sequence[Sequence[str]], *, header: bool) -> Table | None:
    """The Table of *rows* of cells; None where they are too few, or their text too long, for data."""
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or width < 2 or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return None
    return Table("\n".join("\t".join((*row, *[""] * (width - len(row)))) for row in rows), header)
