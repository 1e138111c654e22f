"""Which names that a person writes about some article has: told from the last time where that article is as it was. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import chain, islice

import msgspec

from archivegen.entities_file import Overrides
from archivegen.model import Card, Facts

_ROW = "heard"
_LIKELY = 3
"""So many of those that are likely to have a name are asked first."""
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
    naming: Callable[[str], Iterable[int]] = lambda name: (),
) -> Heard:
    """Which names of *overrides* the articles have. All are read only for an entry or a merge of which none is known, or no longer,
    and that none of the articles has that are asked first.

    *ids*: of entities, which merges may name as well. *naming*: the articles that are likely to have a name.
    """
    if not overrides.entries:
        return Heard(frozenset(), {})
    row = before.get(_ROW) if versions else None
    witnesses = _decode(row) if row else {}
    version_of = {card.id: version for card, version in zip(cards, versions, strict=True)} if witnesses else {}
    known = {name: seen for name, seen in witnesses.items() if version_of.get(seen[0]) == seen[1]}
    wanted = _wanted(overrides, known, ids)
    told = versions or [""] * len(cards)
    likely = {n for name in wanted for n in islice(naming(name), _LIKELY)}
    for n in chain(sorted(likely), range(len(cards))):
        if not wanted:
            break
        found = wanted.intersection(_names(facts[n]))
        if found:
            known |= dict.fromkeys(found, (cards[n].id, told[n]))
            wanted = _wanted(overrides, known, ids)
    return Heard(frozenset(known), {_ROW: _encode(known)} if versions and known != witnesses else {})


def _wanted(overrides: Overrides, known: Container[str], ids: Container[str]) -> set[str]:
    """The names to look for, so far as a warning hangs on them: merges that are not known, and where there are such, or nothing of
    an entry is known, its own names until one is."""
    wanted: set[str] = set()
    for entry in overrides.entries:
        written = {one.casefold() for one in (entry.name, *entry.aliases, *(split.name for split in entry.split))}
        missing = {other.casefold() for other in entry.merge if other not in ids and other.casefold() not in known}
        is_alone = len(missing) == len(set(map(str.casefold, entry.merge)))
        if not any(name in known for name in written) and (missing or is_alone):
            wanted |= written
        wanted |= missing
    return wanted


def _names(facts: Facts) -> Iterable[str]:
    for entity in facts.entities:
        yield entity.name.casefold()
        for surface, _ in entity.surfaces:
            yield surface.casefold()
