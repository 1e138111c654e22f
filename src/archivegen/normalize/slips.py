"""What the head of a seed says amiss: names that are nearly those of our fields, values of another shape. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import Any, get_args

from archivegen.model import EntityKind

_SHORT = 4
"""Of names so short hardly more than letters that changed places tell a slip from another word ("desk" is no "deck")."""


class ShapeError(ValueError):
    """A value has another shape than its field; *code* names the rule."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def meant(key: str, names: Collection[str]) -> str:
    """The one of *names* of which *key* is a slip of the pen; "" where it may well be a word of another program's.

    Heads are full of others' words (layout, weight, ticker), so the first letter and all others but one must agree.
    """
    return next((name for name in names if _is_slip(key, name)), "")


def _is_slip(key: str, name: str) -> bool:
    if key[:1] != name[:1] or abs(len(key) - len(name)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(key, name, strict=False)) if a != b), min(len(key), len(name)))
    written, right = key[start:], name[start:]
    while written and right and written[-1] == right[-1]:
        written, right = written[:-1], right[:-1]
    if len(written) == len(right) == 2:
        return written == right[::-1]
    return len(name) > _SHORT and len(written) <= 1 and len(right) <= 1


def no_words(raw: Any, *, is_list: bool) -> ShapeError:
    """Of *raw*, which says nothing that its field could hold."""
    wanted = "a list is wanted; write [a, b]" if is_list else "words are wanted"
    return ShapeError("field-shape", f"a {'mapping' if isinstance(raw, dict) else 'list'} stands where {wanted}")


def no_entities(raw: Any) -> list[ShapeError]:
    """What is wrong with each part of *raw*, the entities that a head gives."""
    return [found for part in (raw if isinstance(raw, list) else [raw]) if (found := _no_entity(part)) is not None]


def _no_entity(part: Any) -> ShapeError | None:
    if not isinstance(part, dict) or not part.get("name"):
        return ShapeError("entity-shape", f'"{short(str(part))}" is no entity; write {{name: Jane Doe, kind: person}}')
    kind, kinds = str(part.get("kind", "")), get_args(EntityKind)
    near = difflib.get_close_matches(kind, kinds, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return ShapeError("kind-unknown", f'"{short(kind)}" is none of {", ".join(kinds)}{hint}')


def short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
