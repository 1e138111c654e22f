"""content/reviewed.tsv → what a person has looked at and found right, so that it is asked about no more. Text → values; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.furniture_file import EVERYWHERE, TAB

FILE_NAME = "reviewed.tsv"


class Answers(msgspec.Struct, frozen=True):
    """What is settled, by field: (folder or article, why the program took it for so; "" = whyever)."""

    by_field: Mapping[str, Collection[tuple[str, str]]] = {}

    def settle(self, id: str, field: str, basis: str) -> bool:
        return any(
            (place in (EVERYWHERE, id) or id.startswith(f"{place}/")) and why in ("", basis)
            for place, why in self.by_field.get(field, ())
        )


NO_ANSWERS = Answers()


def parse(text: str, path: str, *, fields: Collection[str]) -> tuple[Answers, tuple[Problem, ...]]:
    """What the lines of *text* settle, and a Problem for each that can settle nothing. *fields*: what is asked about."""
    by_field: dict[str, set[tuple[str, str]]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        field, place, why, *more = [*(cell.strip() for cell in line.replace(TAB, "\t").split("\t")), "", ""]
        if field not in fields or not place or any(more):
            message = (
                f'"{line.strip()[:60]}" settles nothing; write a field ({", ".join(fields)}), a folder or an article\'s id, '
                "and what it was inferred from, with tabs between"
            )
            problems.append(Problem(Origin(path, "", number), "error", "reviewed-line", message))
            continue
        by_field.setdefault(field, set()).add((place.strip("/"), why))
    return Answers(by_field), tuple(problems)
