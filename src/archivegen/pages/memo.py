"""Work out once what many kinds of page ask of one archive."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from archivegen.config import Site
from archivegen.model import Archive

T = TypeVar("T")

_answers: list[list[Any]] = []
"""Where each function keeps its last answer."""


def forget() -> None:
    """Let go of all answers, and so of the archive that they are about."""
    for last in _answers:
        last.clear()


class per_archive(Generic[T]):  # noqa: N801 - it is used as a decorator
    """A pure function with its last answer kept for as long as the same archive is asked about."""

    def __init__(self, function: Callable[[Archive], T]) -> None:
        self._function = function
        self._last: list[tuple[Archive, T]] = []
        _answers.append(self._last)
        update_wrapper(self, function)

    def __call__(self, archive: Archive) -> T:
        if not self._last or self._last[0][0] is not archive:
            self.tell(archive, self._function(archive))
        return self._last[0][1]

    def tell(self, archive: Archive, answer: T) -> None:
        """What is asked of *archive* is known: *answer*."""
        self._last[:] = [(archive, answer)]


class per_site(Generic[T]):  # noqa: N801 - it is used as a decorator
    """As `per_archive`, for what asks about a site's settings too."""

    def __init__(self, function: Callable[[Archive, Site], T]) -> None:
        self._function = function
        self._last: list[tuple[Archive, Site, T]] = []
        _answers.append(self._last)
        update_wrapper(self, function)

    def __call__(self, archive: Archive, site: Site) -> T:
        if not self._last or self._last[0][0] is not archive or self._last[0][1] is not site:
            self.tell(archive, site, self._function(archive, site))
        return self._last[0][2]

    def tell(self, archive: Archive, site: Site, answer: T) -> None:
        """What is asked of *archive* and *site* is known: *answer*."""
        self._last[:] = [(archive, site, answer)]
