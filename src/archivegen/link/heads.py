"""What is asked of all clusters of an archive at once, in columns: a cluster itself is looked at only where that is asked for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import msgspec

from archivegen.config import EntityOptions
from archivegen.link.clusters import FOLDERS, ORDER, Cluster

PERSON: Final = ORDER.index("person")
IGNORED, SAID, SCATTERED, LONE, ANCHORED, SAME_AS = 1, 2, 4, 8, 16, 32
"""What is true of a cluster: a person ignores it; a person has written about it; many things may have its name; it is a person by one
name only; others have its name; it is told what it is elsewhere."""
_DIGEST: Final = 8
_LOCALS: Final = 20
"""Bits for the number of a local entity: with that of its article it is one number."""

_encode = msgspec.msgpack.Encoder().encode


class Heads(msgspec.Struct, array_like=True):
    """Columns by slot. A slot is the number of a cluster for as long as its family is left alone; then it is given again."""

    shard: list[int] = []
    first: list[int] = []
    """Where it is named first: article and local entity as one number."""
    key: list[str] = []
    keys: list[str] = []
    """Of the ledger, divided by line ends."""
    address: list[str] = []
    """What it would have as an address if it were alone."""
    kind: list[int] = []
    """Index into ORDER."""
    count: list[int] = []
    """Articles."""
    flags: list[int] = []
    targets: dict[int, str] = {}
    """The folded name that an acronym stands for."""
    digest: list[bytes] = []
    head: list[bytes] = []
    """Digest of what pages of others show of it."""
    free: list[int] = []
    """Slots that nothing has."""
    name: list[str] = []
    sort_name: list[str] = []

    def put(self, shard: int, cluster: Cluster, encoded: bytes) -> int:
        """Enter *cluster*; its slot."""
        if self.free:
            slot = self.free.pop()
            self.targets.pop(slot, None)
        else:
            slot = len(self.first)
            self._grow()
        self.shard[slot] = shard
        self.set(slot, cluster, encoded)
        return slot

    def set(self, slot: int, cluster: Cluster, encoded: bytes) -> None:
        self.first[slot] = cluster.articles[0] << _LOCALS | cluster.locals[0]
        self.key[slot] = cluster.key
        self.keys[slot] = "\n".join(cluster.keys)
        self.address[slot] = f"{FOLDERS[cluster.kind]}/{cluster.slug}"
        self.kind[slot] = ORDER.index(cluster.kind)
        self.count[slot] = cluster.count
        self.flags[slot] = _flags(cluster)
        self.name[slot], self.sort_name[slot] = cluster.name, cluster.sort_name
        self.digest[slot] = blake2b(encoded, digest_size=_DIGEST).digest()
        told = f"{cluster.kind} {bool(cluster.same_as)} {cluster.name}\n{cluster.sort_name}"
        self.head[slot] = blake2b(told.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()
        if cluster.target:
            self.targets[slot] = cluster.target

    def copy(self) -> Heads:
        """Columns of their own, so that these stay."""
        columns = {name: type(column)(column) for name, column in msgspec.structs.asdict(self).items()}
        return Heads(**columns)

    def paged(self, slots: Sequence[int], options: EntityOptions) -> list[bool]:
        """Of each of *slots*, whether it has a page."""
        kind, count, flags, least = self.kind, self.count, self.flags, options.min_articles
        people = options.people == "pages"
        return [
            (count[slot] >= least or flags[slot] & SAID != 0)
            and (not flags[slot] & (SCATTERED | LONE) or flags[slot] & SAID != 0)
            and (people or kind[slot] != PERSON)
            for slot in slots
        ]

    def _grow(self) -> None:
        for numbers in (self.shard, self.first, self.kind, self.count, self.flags):
            numbers.append(0)
        for texts in (self.key, self.keys, self.address, self.name, self.sort_name):
            texts.append("")
        for digests in (self.digest, self.head):
            digests.append(b"")


def _flags(cluster: Cluster) -> int:
    is_lone = cluster.kind == "person" and not cluster.known and all(" " not in name for name in cluster.names)
    told = (
        (not cluster.key, IGNORED),
        (bool(cluster.override), SAID),
        (cluster.is_scattered, SCATTERED),
        (is_lone, LONE),  # "Ben" of two articles is hardly one man
        (bool(cluster.anchored), ANCHORED),
        (bool(cluster.same_as), SAME_AS),
    )
    return sum(flag for is_true, flag in told if is_true)
