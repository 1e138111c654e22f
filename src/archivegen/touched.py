"""Which articles were edited since the pages were planned, in nothing but what is their own: kept in the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from archivegen.model import Card
from archivegen.store import Store

FEW = 50
"""So many articles are compared with what they were; after more at once, all is linked again."""
_NOTE = "touched"
"""Of the store; "" where others changed, or in more."""
_OWN = ("digest", "words", "sentence_ids", "tally", "dek", "kicker")
"""What a Card tells that linking does not look at. Of it, lists show the dek alone."""

Touched = dict[str, bool]
"""By path of a content file: whether lists show what changed."""


def known(store: Store) -> Touched | None:
    """The articles that were edited; None where more has changed than what is their own."""
    told = store.note(_NOTE)
    return msgspec.json.decode(told, type=Touched) if told else None


def note(store: Store, found: Touched | None) -> None:
    store.note(_NOTE, "" if found is None else msgspec.json.encode(found).decode())


def with_change(
    found: Touched | None, path: str, before: Sequence[Any] | None, now: Sequence[Any] | None
) -> Touched | None:
    """*found* with the article at *path*: *before* and *now* are what `Store.told` tells of it."""
    if found is None or before is None or now is None:
        return None
    (*others, card), (*others_now, card_now) = before, now
    if others != others_now or not _is_alike(card, card_now):
        return None
    return {**found, path: found.get(path, False) or card.dek != card_now.dek}


def _is_alike(one: Card, other: Card) -> bool:
    """Whether the two differ at most in what is an article's own. That it has quotations or events at all is not: there are
    pages of all that have."""
    if _has_any(one) != _has_any(other):
        return False
    return msgspec.structs.replace(one, **{name: getattr(other, name) for name in _OWN}) == other


def _has_any(card: Card) -> tuple[bool, bool] | None:
    return None if card.tally is None else (card.tally.quotes > 0, card.tally.events > 0)
