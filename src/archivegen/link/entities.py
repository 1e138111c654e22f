"""Resolve names as written to entities: one thing, one page. Pure; sees Facts and cards, never text.

Names are dealt out to families and shards, which are kept (shards.py); what is one across families is joined (joining.py); then each gets
its id (ids.py). An Entity is made when it is asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate
from operator import add

import msgspec

from archivegen.config import EntityOptions
from archivegen.entities_file import Overrides
from archivegen.link import family
from archivegen.link.heads import SAME_AS
from archivegen.link.ids import ids
from archivegen.link.joining import Joined, joined
from archivegen.link.roll import Maker, Roll, places
from archivegen.link.shards import Settled, settle
from archivegen.link.table import Assigned, Lazy
from archivegen.model import Card, Entity, EntityTable, Facts

_encode = msgspec.msgpack.Encoder().encode


_NO_TABLE = EntityTable(
    ids=(), kinds=(), names=(), sort_names=(), has_page=(), articles=(), is_elsewhere=(), digests=(), heads=()
)


def nothing() -> None: ...


def nobody(name: str) -> Iterable[int]:
    return ()


class Resolution(msgspec.Struct, frozen=True):
    """Which entity each name of each article is."""

    entities: Sequence[Entity]
    """Sorted by id."""
    entity_of: Assigned
    """Per article: the index of each local entity's Entity; -1 = ignored."""
    new_addresses: tuple[tuple[str, str], ...]
    """(key, id) of entities that have a page and had no id yet, sorted. A key is kind and folded name: "person:vladimir putin"."""
    redirects: tuple[tuple[str, str], ...] = ()
    """(id given before, id of the entity that it is part of now), sorted."""
    rows: Mapping[str, bytes] = {}
    """What to keep for the next time, beside what was kept before."""
    table: EntityTable = _NO_TABLE
    """Of the entities, without making any."""
    roll: Roll | None = None
    """None without versions of the articles."""
    naming: Callable[[str], Iterable[int]] = nobody
    """Of a name, Card.order of each article that writes it or one that is akin to it; until `release`."""
    release: Callable[[], None] = nothing
    """To be called once the rows are kept where *before* finds them: they are let go then."""


def resolve(
    facts: Sequence[Facts],
    cards: Sequence[Card],
    *,
    overrides: Overrides,
    options: EntityOptions,
    addresses: Mapping[str, str],
    versions: Sequence[str] = (),
    before: Mapping[str, bytes] = {},
) -> Resolution:
    """The entities of the archive, and which of them each local entity is. Near-linear in the number of local entities.

    *facts* and *cards* are parallel, in order of arrival. *addresses*: ids given before, by key; they never move.
    *versions*: of each article's facts; with them the *rows* of the result are what *before* takes the next time.
    """
    orders = [card.order for card in cards]
    is_dense = orders == list(range(len(orders)))
    shared = family.shared(
        facts if is_dense else dict(zip(orders, facts, strict=True)),
        cards if is_dense else dict(zip(orders, cards, strict=True)),
        overrides,
        with_people=options.people != "off",
    )
    told = versions or [""] * len(cards)
    version_of = {
        card.order: f"{card.id} {version} {card.date} {card.source}" for card, version in zip(cards, told, strict=True)
    }
    salt = blake2b(_encode(options.people), digest_size=16).digest()
    settled = settle(shared, version_of, salt, before if versions else {})
    shared.company.forget()
    found = joined(settled, shared, addresses)
    paged = found.heads.paged(found.slots, options)
    given = ids(found.heads, found.slots, paged, addresses)
    by_id = _sorted(settled, found, given.by_slot)
    table = _table(found, by_id, given.by_slot, dict(zip(found.slots, paged, strict=True)))
    ends, numbers = array("q", accumulate(settled.state.counts, initial=0)), _numbers(found, by_id)
    rows = settled.close()
    return Resolution(
        entities=Lazy(len(by_id), Maker(settled, found.unions, by_id, table, places(orders))),
        entity_of=Assigned(settled.slots, ends, numbers),
        table=table,
        roll=_roll(settled, found, by_id, table, ends, numbers) if versions else None,
        new_addresses=tuple(sorted(given.new.items())),
        redirects=tuple(sorted(given.redirects)),
        rows=rows if versions else {},
        naming=settled.naming if versions else nobody,
        release=settled.release if versions else nothing,
    )


def _roll(
    settled: Settled, found: Joined, by_id: Sequence[int], table: EntityTable, ends: array[int], numbers: array[int]
) -> Roll:
    return Roll(
        table=table,
        by_id=array("i", by_id).tobytes(),
        shards=array("H", found.heads.shard).tobytes(),
        numbers=numbers.tobytes(),
        slots=settled.slots.tobytes(),
        ends=ends.tobytes(),
        unions=dict(found.unions),
    )


def _sorted(settled: Settled, found: Joined, ids_by_slot: Sequence[str]) -> list[int]:
    """The slots of the entities by id; they are kept so, as sorting what is almost sorted is quick."""
    slots, known = set(found.slots), settled.state.by_id
    ordered = sorted([slot for slot in known if slot in slots], key=ids_by_slot.__getitem__)
    settled.state.by_id = ordered if len(ordered) == len(known) else [*ordered, *(s for s in known if s not in slots)]
    return ordered


def _numbers(found: Joined, by_id: Sequence[int]) -> array[int]:
    """By slot: the index of its Entity; -1 = ignored, as is the slot -1."""
    numbers = array("i", [-1]) * (len(found.heads.first) + 1)
    for number, slot in enumerate(by_id):
        numbers[slot] = number
    for slot, leader in found.leader_of.items():
        numbers[slot] = numbers[leader]
    return numbers


def _table(found: Joined, by_id: Sequence[int], ids_by_slot: Sequence[str], paged: Mapping[int, bool]) -> EntityTable:
    heads = found.heads
    has_page = list(map(paged.__getitem__, by_id))
    marks = [_PAGED if is_paged else _UNPAGED for is_paged in has_page]
    return EntityTable(
        ids=list(map(ids_by_slot.__getitem__, by_id)),
        kinds=list(map(heads.kind.__getitem__, by_id)),
        names=list(map(heads.name.__getitem__, by_id)),
        sort_names=list(map(heads.sort_name.__getitem__, by_id)),
        has_page=has_page,
        articles=list(map(heads.count.__getitem__, by_id)),
        digests=list(map(add, map(heads.digest.__getitem__, by_id), marks)),
        heads=list(map(add, map(heads.head.__getitem__, by_id), marks)),
        is_elsewhere=[flag & SAME_AS != 0 for flag in map(heads.flags.__getitem__, by_id)],
    )


_PAGED, _UNPAGED = b"\1", b"\0"
