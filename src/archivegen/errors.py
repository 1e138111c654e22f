"""What went wrong, as values: a Problem has a place, a rule, what was found and what to write instead."""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]


class Origin(msgspec.Struct, frozen=True, order=True):
    """Where something came from."""

    path: str
    """Relative to the site's folder, with forward slashes."""
    record: str = ""
    """Which record of a container (an item's guid, a row's number); "" where the file is the document."""
    line: int = 0
    """First line is 1; 0 where no line can be named."""

    def __str__(self) -> str:
        place = f"{self.path}#{self.record}" if self.record else self.path
        return f"{place}:{self.line}" if self.line else place


class Problem(msgspec.Struct, frozen=True, order=True):
    """One line for a person: `content/flood.md:3: error: date-unreadable: "31 June" is not a date; write YYYY-MM-DD`."""

    origin: Origin
    severity: Severity
    code: str
    """Names the rule, in kebab case; stable, documented."""
    message: str
    """What was found; what to write instead."""

    def __str__(self) -> str:
        return f"{self.origin}: {self.severity}: {self.code}: {self.message}"


class CannotRun(Exception):
    """The run cannot go on: a broken site.yaml, no site, a build already under way. Carries all its problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def __reduce__(self) -> tuple[type[CannotRun], tuple[Problem, ...]]:
        return CannotRun, self.problems  # so that a worker process can raise it too
