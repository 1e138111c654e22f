"""Which articles were edited since the pages were planned, in nothing but what is their own: kept in the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from archivegen.model import Card, Tally
from archivegen.store import Store

FEW = 50
"""So many articles are compared with what they were; after more at once, all is linked again."""
_NOTE = "touched"
"""Of the store; "" where others changed, or in more."""
_SHOWN = ("title", "title_basis", "dek")
"""What lists show of what an edit may change."""
_OWN = ("digest", "words", "sentence_ids", "tally", "kicker", *_SHOWN)
"""What a Card tells that decides no entity, no address, and where nothing stands."""


class Edit(msgspec.Struct, frozen=True, array_like=True):
    is_listed: bool
    """Lists show what changed."""
    may_retell: bool
    """Words changed that have a say in which story it is part of."""


Touched = dict[str, Edit]
"""By path of a content file."""


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
    (*others, told, card), (*others_now, told_now, card_now) = before, now
    if others != others_now or not _is_alike(card, card_now):
        return None
    was = found.get(path, _UNTOUCHED)
    is_listed = any(getattr(card, name) != getattr(card_now, name) for name in _SHOWN)
    return {**found, path: Edit(was.is_listed or is_listed, was.may_retell or told != told_now)}


_UNTOUCHED = Edit(is_listed=False, may_retell=False)


def _is_alike(one: Card, other: Card) -> bool:
    """Whether the two differ at most in what is an article's own. That it has a headline, quotations or events at all is not:
    there are pages of all that have."""
    if _has_any(one) != _has_any(other):
        return False
    return msgspec.structs.replace(one, **{name: getattr(other, name) for name in _OWN}) == other


def _has_any(card: Card) -> tuple[bool, ...]:
    tally = card.tally or Tally()
    return card.tally is None, card.title_basis == "supplied", card.title == "", tally.quotes > 0, tally.events > 0
