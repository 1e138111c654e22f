"""Which names that a person writes about some article has: told from the last time where that article is as it was. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

import msgspec

from archivegen.entities_file import Overrides
from archivegen.model import Card, Facts

_ROW = "heard"
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[str, tuple[str, str]]).decode


class Heard(msgspec.Struct, frozen=True):
    names: frozenset[str]
    """Those asked for that an article has, case-folded; of an entry of several, one is enough."""
    rows: Mapping[str, bytes]
    """What to keep for the next time."""


def heard(
    overrides: Overrides,
    cards: Sequence[Card],
    facts: Sequence[Facts],
    *,
    ids: Container[str],
    versions: Sequence[str],
    before: Mapping[str, bytes],
) -> Heard:
    """Which names of *overrides* the articles have. All are read only for an entry or a merge of which none is known, or no longer.

    *ids*: of entities, which merges may name as well.
    """
    if not overrides.entries:
        return Heard(frozenset(), {})
    row = before.get(_ROW) if versions else None
    witnesses = _decode(row) if row else {}
    version_of = {card.id: version for card, version in zip(cards, versions, strict=True)} if witnesses else {}
    known = {name: seen for name, seen in witnesses.items() if version_of.get(seen[0]) == seen[1]}
    wanted = _wanted(overrides, known, ids)
    if wanted:
        for card, one, version in zip(cards, facts, versions or [""] * len(cards), strict=True):
            for name in wanted.intersection(_names(one)):
                known[name] = (card.id, version)
                wanted.discard(name)
            if not wanted:
                break
    return Heard(frozenset(known), {_ROW: _encode(known)} if versions and known != witnesses else {})


def _wanted(overrides: Overrides, known: Container[str], ids: Container[str]) -> set[str]:
    """The names to look for: of entries of which no name is known, and those of merges."""
    wanted: set[str] = set()
    for entry in overrides.entries:
        written = {one.casefold() for one in (entry.name, *entry.aliases, *(split.name for split in entry.split))}
        merged = {other.casefold() for other in entry.merge if other not in ids}
        if not any(name in known for name in (*written, *merged)):
            wanted |= written
        wanted.update(name for name in merged if name not in known)
    return wanted


def _names(facts: Facts) -> Iterable[str]:
    for entity in facts.entities:
        yield entity.name.casefold()
        for surface, _ in entity.surfaces:
            yield surface.casefold()
