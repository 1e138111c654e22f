"""Work out once what many kinds of page ask of one archive."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from archivegen.config import Site
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


def per_site(function: Callable[[Archive, Site], T]) -> Callable[[Archive, Site], T]:
    """As `per_archive`, for what asks about a site's settings too."""
    last: list[tuple[Archive, Site, T]] = []

    @wraps(function)
    def remembered(archive: Archive, site: Site) -> T:
        if not last or last[0][0] is not archive or last[0][1] is not site:
            last[:] = [(archive, site, function(archive, site))]
        return last[0][2]

    return remembered
