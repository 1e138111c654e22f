"""Work out once what many kinds of page ask of one archive."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from archivegen.model import Archive

T = TypeVar("T")


def per_archive(function: Callable[[Archive], T]) -> Callable[[Archive], T]:
    """*function*, which is pure, with its last answer kept for as long as the same archive is asked about."""
    last: list[tuple[Archive, T]] = []

    @wraps(function)
    def remembered(archive: Archive) -> T:
        if not last or last[0][0] is not archive:
            last[:] = [(archive, function(archive))]
        return last[0][1]

    return remembered
