"""Clusters of several families that are one entity: joined by a person's word, or by an acronym that articles define. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from archivegen.link import clusters
from archivegen.link.clusters import ORDER, Cluster
from archivegen.link.family import Shared
from archivegen.link.heads import IGNORED, SAID, Heads
from archivegen.link.names import fold, loose
from archivegen.link.shards import Settled

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Cluster).decode
_SEPARATOR: Final = "\n"


class Joined(msgspec.Struct, frozen=True):
    """The clusters of all families, those that are one as one."""

    slots: Sequence[int]
    """One slot for each, by first appearance."""
    heads: Heads
    leader_of: Mapping[int, int]
    """The slot of what another slot's cluster is part of."""
    unions: Mapping[int, Cluster]
    """By slot, where it is not what its family made."""


def joined(settled: Settled, shared: Shared, addresses: Mapping[str, str]) -> Joined:
    """What *settled* has, as entities. Near-linear, and quick: only clusters that are joined are looked at."""
    return _Joiner(settled, shared, addresses).joined()


class _Joiner:
    def __init__(self, settled: Settled, shared: Shared, addresses: Mapping[str, str]) -> None:
        self.settled, self.shared = settled, shared
        self.heads = settled.state.heads
        flags = self.heads.flags
        self.slots = [slot for slot in settled.state.by_first if not flags[slot] & IGNORED]
        self.taken = self._taken_over(addresses)

    def joined(self) -> Joined:
        groups = self._groups()
        if not groups and not self.taken:
            return Joined(self.slots, self.heads, {}, {})
        heads = self.heads.copy()
        leader_of: dict[int, int] = {}
        unions: dict[int, Cluster] = {}
        memo: dict[bytes, msgspec.Raw] = {}
        for slot in self.taken.keys() - {slot for group in groups for slot in group}:
            unions[slot] = self.taken[slot]
        for group in groups:
            ranked = sorted(group, key=self._rank)
            ranked = [ranked[0], *sorted(ranked[1:], key=heads.first.__getitem__)]
            unions[ranked[0]] = self._union(ranked, memo)
            leader_of.update(dict.fromkeys(ranked[1:], ranked[0]))
        for slot, cluster in unions.items():
            heads.set(slot, cluster, _encode(cluster))
        if memo.keys() != self.settled.state.unions.keys():
            self.settled.state.unions = memo
        slots = sorted((slot for slot in self.slots if slot not in leader_of), key=heads.first.__getitem__)
        return Joined(slots, heads, leader_of, unions)

    def _cluster(self, slot: int) -> Cluster:
        return self.taken[slot] if slot in self.taken else self.settled.cluster(slot)

    def _key(self, slot: int) -> str:
        return self.taken[slot].key if slot in self.taken else self.heads.key[slot]

    def _rank(self, slot: int) -> tuple[bool, bool, int]:
        is_said = slot in self.taken or bool(self.heads.flags[slot] & SAID)
        return not is_said, slot in self.heads.targets, self.heads.first[slot]

    def _taken_over(self, addresses: Mapping[str, str]) -> dict[int, Cluster]:
        """The clusters whose ids a person has merged into something, as parts of that."""
        merged = self._merged_ids(addresses)
        found: dict[int, Cluster] = {}
        for slot in self.slots if merged else ():
            if not self.heads.flags[slot] & SAID:
                at = next((merged[key] for key in self.heads.keys[slot].split(_SEPARATOR) if key in merged), -1)
                if at >= 0:
                    entry = self.shared.entries[at]
                    cluster = self.settled.cluster(slot)
                    cluster.key, cluster.kind, cluster.anchored = f"={fold(entry.name)}", entry.kind or cluster.kind, ""
                    clusters.say(cluster, entry)
                    clusters.call(cluster)
                    found[slot] = cluster
        return found

    def _merged_ids(self, addresses: Mapping[str, str]) -> dict[str, int]:
        """A person's entry by the ledger's key of each id that a person has merged into it."""
        wanted = {
            other: self.shared.said[fold(entry.name)]
            for entry in self.shared.entries
            if not entry.ignore
            for other in entry.merge
            if "/" in other
        }
        return {key: wanted[id_] for key, id_ in addresses.items() if id_ in wanted} if wanted else {}

    def _groups(self) -> list[list[int]]:
        """The slots of each two or more clusters that are one."""
        keys = [self._key(slot) for slot in self.slots] if self.taken else [self.heads.key[s] for s in self.slots]
        home = dict(zip(reversed(keys), reversed(self.slots), strict=True))  # the first that has a key
        others: dict[str, list[int]] = {}
        if len(home) < len(keys):
            for slot, key in zip(self.slots, keys, strict=True):
                if home[key] != slot:
                    others.setdefault(key, []).append(slot)
        targets = sorted((self.heads.first[slot], slot) for slot in self.heads.targets if slot not in self.taken)
        for _, slot in targets:
            key = self.heads.key[slot]
            if home.get(key) == slot:
                full = self._home_of(slot, home)
                if full:
                    others.setdefault(full, []).extend([home.pop(key), *others.pop(key, ())])
        return [[home[key], *members] for key, members in others.items()]

    def _home_of(self, slot: int, home: Mapping[str, int]) -> str:
        """The key under which the full name of the acronym at *slot* stands, other than its own; "" if nowhere."""
        target = self.heads.targets[slot]
        said = self.shared.said.get(target, -1)
        keys = [f"={fold(self.shared.entries[said].name)}"] if said >= 0 else []
        keys += [f"{kind}:{loose(target, kind)}" for kind in (ORDER[self.heads.kind[slot]], *ORDER)]
        return next((key for key in keys if key in home and key != self.heads.key[slot]), "")

    def _union(self, slots: Sequence[int], memo: dict[bytes, msgspec.Raw]) -> Cluster:
        """The clusters of *slots* as one."""
        if not self.taken.keys().isdisjoint(slots):
            return clusters.united([self._cluster(slot) for slot in slots])
        told = b"".join([self.heads.digest[slot] for slot in slots])
        known = self.settled.state.unions.get(told)
        whole = clusters.united([self._cluster(slot) for slot in slots]) if known is None else _decode(known)
        memo[told] = msgspec.Raw(_encode(whole)) if known is None else known
        return whole
