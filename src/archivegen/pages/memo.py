"""Work out once what many kinds of page ask of one archive."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from archivegen.config import Site
from archivegen.model import Archive

T = TypeVar("T")

_answers: list[list[Any]] = []
"""Where each function keeps its last answer."""


def forget() -> None:
    """Let go of all answers, and so of the archive that they are about."""
    for last in _answers:
        last.clear()


def per_archive(function: Callable[[Archive], T]) -> Callable[[Archive], T]:
    """*function*, which is pure, with its last answer kept for as long as the same archive is asked about."""
    last: list[tuple[Archive, T]] = []
    _answers.append(last)

    @wraps(function)
    def remembered(archive: Archive) -> T:
        if not last or last[0][0] is not archive:
            last[:] = [(archive, function(archive))]
        return last[0][1]

    return remembered


def per_site(function: Callable[[Archive, Site], T]) -> Callable[[Archive, Site], T]:
    """As `per_archive`, for what asks about a site's settings too."""
    last: list[tuple[Archive, Site, T]] = []
    _answers.append(last)

    @wraps(function)
    def remembered(archive: Archive, site: Site) -> T:
        if not last or last[0][0] is not archive or last[0][1] is not site:
            last[:] = [(archive, site, function(archive, site))]
        return last[0][2]

    return remembered
