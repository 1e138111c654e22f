"""Resolved entities as they are kept: an Entity is made of the row of its shard when it is asked for. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from archivegen.link.clusters import Cluster
from archivegen.link.table import Assigned, Lazy
from archivegen.model import Appearances, Entity, EntityTable


class Kept(msgspec.Struct, array_like=True):
    """A family as it was resolved."""

    key: str
    articles: bytes
    """Card.order of all its articles, as `_packed`."""
    defining: list[int]
    """(article, local entity) after (article, local entity), flat: those that define an acronym which is a name of this family."""
    foreign: list[str]
    """Its names, folded, in languages in which they differ."""
    slots: list[int]
    clusters: list[msgspec.Raw]
    written: msgspec.Raw = msgspec.Raw(b"\x90")
    """list[LocalEntity]: those of its articles, equal ones told once where they are one value."""
    which: bytes = b""
    """Parallel to the articles of all its clusters, one after the other: index into *written*, as array("I")."""


class Roll(msgspec.Struct, frozen=True, array_like=True):
    """Resolved entities in a form to be kept: with the rows of their shards, `called` makes them of it without resolving anything."""

    table: EntityTable
    by_id: bytes
    """The slot of each, as array("i")."""
    shards: bytes
    """By slot, as array("H")."""
    numbers: bytes
    """By slot, as array("i"): the number of its entity; the last is that of -1."""
    slots: bytes
    """Of each local entity of each article, as array("i")."""
    ends: bytes
    """Where those of an article begin; as array("q")."""
    unions: dict[int, Cluster]
    """By slot, where it is not what its family made."""


_decode_shard = msgspec.msgpack.Decoder(list[Kept]).decode
_decode_cluster = msgspec.msgpack.Decoder(Cluster).decode


class Clusters:
    """All clusters of an archive, by slot; those of a shard are read when one is asked for."""

    def __init__(self, shard_by_slot: Sequence[int], before: Mapping[str, bytes]) -> None:
        """*before*: the rows of the shards, as they were kept."""
        self._before = before
        self.rows: dict[str, bytes] = {}
        """To be kept in place of those of *before*."""
        self._shards: dict[int, dict[int, msgspec.Raw]] = {}
        self._shard_by_slot = shard_by_slot

    def families(self, number: int) -> list[Kept]:
        row = self.rows.get(str(number)) or self._before.get(str(number))
        return _decode_shard(row) if row else []

    def cluster(self, slot: int) -> Cluster:
        number = self._shard_by_slot[slot]
        shard = self._shards.get(number)
        if shard is None:
            shard = self._shards[number] = {
                own: raw for kept in self.families(number) for own, raw in zip(kept.slots, kept.clusters, strict=True)
            }
        return _decode_cluster(shard[slot])


class Called(NamedTuple):
    entities: Sequence[Entity]
    """Sorted by id."""
    entity_of: Assigned
    """Per article: the index of each local entity's Entity; -1 = ignored."""


def called(roll: Roll, orders: Sequence[int], before: Mapping[str, bytes]) -> Called:
    """The entities of *roll*, and which of them each local entity is. *orders*: Card.order of each article; *before*: the kept rows."""
    clusters, by_id = Clusters(_array("H", roll.shards), before), _array("i", roll.by_id)
    return Called(
        Lazy(len(by_id), Maker(clusters, roll.unions, by_id, roll.table, places(orders))),
        Assigned(_array("i", roll.slots), _array("q", roll.ends), _array("i", roll.numbers)),
    )


def _array(kind: str, data: bytes) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(data)
    return numbers


def places(orders: Sequence[int]) -> Mapping[int, int] | None:
    """The place of each article by its Card.order; None where they are the same."""
    return None if orders == list(range(len(orders))) else {order: place for place, order in enumerate(orders)}


class Maker:
    """Makes the Entity of a number."""

    def __init__(
        self,
        clusters: Clusters,
        unions: Mapping[int, Cluster],
        by_id: Sequence[int],
        table: EntityTable,
        place_of: Mapping[int, int] | None,
    ) -> None:
        self._clusters, self._unions, self._by_id = clusters, unions, by_id
        self._table, self._place_of = table, place_of

    def __call__(self, number: int) -> Entity:
        slot = self._by_id[number]
        cluster = self._unions.get(slot) or self._clusters.cluster(slot)
        places: Sequence[int] = cluster.articles
        if self._place_of is not None:
            places = [self._place_of[order] for order in places]
        return _entity(cluster, self._table.ids[number], places, has_page=self._table.has_page[number])


def _entity(cluster: Cluster, id_: str, places: Sequence[int], *, has_page: bool) -> Entity:
    name = cluster.name
    is_all = len(cluster.surfaces) == 1 and cluster.surfaces[0][0] == name
    aliases = () if is_all else tuple([pair for pair in cluster.surfaces if pair[0] != name])
    if cluster.also:
        there = {name, *(alias for alias, _ in aliases)}
        aliases = (*aliases, *((alias, 0) for alias in cluster.also if alias not in there))
    return Entity(
        id=id_,
        kind=cluster.kind,
        name=name,
        sort_name=cluster.sort_name,
        aliases=aliases,
        roles=cluster.roles,
        same_as=cluster.same_as,
        appearances=Appearances(places, cluster.locals),
        articles=cluster.count,
        has_page=has_page,
    )
