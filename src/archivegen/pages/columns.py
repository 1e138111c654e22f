"""What is asked of all entities of an archive at once, without making any of them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from heapq import nsmallest
from typing import Final, get_args

import msgspec

from archivegen.model import Archive, Entity, EntityKind, EntityTable
from archivegen.pages.memo import per_archive

KINDS: Final[tuple[EntityKind, ...]] = get_args(EntityKind)
"""By number, as EntityTable has them."""
_DIGEST: Final = 8
_encode = msgspec.msgpack.Encoder(enc_hook=tuple).encode  # appearances are a sequence of their own


@per_archive
def table_of(archive: Archive) -> EntityTable:
    """Archive.entity_table; of an archive that has none, what it would be."""
    return archive.entity_table if archive.entity_table is not None else _table(archive.entities)


def _table(entities: Sequence[Entity]) -> EntityTable:
    return EntityTable(
        ids=[one.id for one in entities],
        kinds=[KINDS.index(one.kind) for one in entities],
        names=[one.name for one in entities],
        sort_names=[one.sort_name for one in entities],
        has_page=[one.has_page for one in entities],
        articles=[one.articles for one in entities],
        is_elsewhere=[bool(one.same_as) for one in entities],
        digests=[_digest(one) for one in entities],
        heads=[_digest((one.kind, one.name, one.sort_name, one.has_page, bool(one.same_as))) for one in entities],
    )


def _digest(told: object) -> bytes:
    return blake2b(_encode(told), digest_size=_DIGEST).digest()


def of_kind(archive: Archive, kind: str, *, has_page: bool) -> Iterator[int]:
    """The entities of *kind* that have a page, or those that have none; ascending."""
    table, wanted = table_of(archive), KINDS.index(kind)
    pairs = zip(table.kinds, table.has_page, strict=True)
    return (number for number, pair in enumerate(pairs) if pair == (wanted, has_page))


def often_named(archive: Archive, least: int) -> Iterator[int]:
    """The entities in *least* articles or more."""
    return (number for number, count in enumerate(table_of(archive).articles) if count >= least)


def most_named(archive: Archive, kind: str, most: int) -> list[int]:
    """The *most* entities of *kind* with a page that stand in most articles; of equals the first by name, then by id."""
    table = table_of(archive)
    counts, names = table.articles, table.sort_names
    there = of_kind(archive, kind, has_page=True)
    return nsmallest(most, there, key=lambda number: (-counts[number], names[number], number))


@per_archive
def count_kinds(archive: Archive) -> Counter[str]:
    """How many entities of each kind stand in any article."""
    table = table_of(archive)
    there = Counter(kind for kind, count in zip(table.kinds, table.articles, strict=True) if count)
    return Counter({KINDS[kind]: count for kind, count in there.items()})
