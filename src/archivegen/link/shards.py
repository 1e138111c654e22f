"""Facts → clusters, kept from run to run: names lie in families (link/family.py), families in shards, each shard a row. Pure.

A family is resolved again only if an article that writes one of its names changed, or what a person says of one of them; with or without
what is kept, the result is the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, NamedTuple
from zlib import crc32

import msgspec

from archivegen.link import family
from archivegen.link.clusters import Cluster
from archivegen.link.company import ByOrder, Naming
from archivegen.link.family import Name, Shared
from archivegen.link.heads import Heads
from archivegen.link.names import family_key, fold, loose
from archivegen.link.roll import Clusters, Kept
from archivegen.model import Facts, LocalEntity

SHARDS: Final = 512
_STATE: Final = "articles"
"""The key of the row that tells what the others were worked out from."""
_ANEW: Final = 4
"""From one article in so many on that changed, all is worked out anew."""
_FAR_MORE: Final = 5

Pairs = list[tuple[int, int]]
"""(Card.order, number of the local entity there), ascending."""


class State(msgspec.Struct, array_like=True):
    """What the shards were worked out from, and what is asked of all their clusters at once."""

    salt: bytes
    meanings: dict[str, bytes] = {}
    """Of what a person says of each name: a digest."""
    orders: list[int] = []
    versions: list[str] = []
    """Parallel, like what follows."""
    counts: list[int] = []
    """Local entities."""
    shards: list[bytes] = []
    """Those that an article has names, or definitions, in; as `_bytes`."""
    foreign: dict[int, list[str]] = {}
    """By shard: Kept.foreign of its families."""
    heads: Heads = msgspec.field(default_factory=Heads)
    slots: bytes = b""
    """Of each local entity of each article, as array("i")."""
    by_first: list[int] = []
    """All slots in use, by first appearance."""
    by_id: list[int] = []
    """Slots as they were sorted last: sorting again is quick."""
    unions: dict[bytes, msgspec.Raw] = {}
    """By digests of clusters: what they are as one."""


_encode = msgspec.msgpack.Encoder().encode
_decode_state = msgspec.msgpack.Decoder(State).decode
_decode_cluster = msgspec.msgpack.Decoder(Cluster).decode
_decode_written = msgspec.msgpack.Decoder(list[LocalEntity]).decode


class Settled(Clusters):
    """The same, with what they were worked out from."""

    def __init__(self, state: State, before: Mapping[str, bytes]) -> None:
        super().__init__(state.heads.shard, before)
        self.state = state
        self.slots = array("i")
        """Of each local entity of each article, in order."""

    def naming(self, name: str) -> Iterator[int]:
        """Card.order of each article that writes a name of the family of *name*."""
        key = family_key(fold(name))
        return (
            order for kept in self.families(_shard_of(key)) if kept.key == key for order in _unpacked(kept.articles)
        )

    def close(self) -> dict[str, bytes]:
        """The rows to keep: with the state, if anything of it is another now."""
        if self.rows:
            self.state.slots = self.slots.tobytes()
            self.rows[_STATE] = _encode(self.state)
        return self.rows

    def release(self) -> None:
        """Hold no more than it takes to make a cluster: the rows are kept, and `before` has them now."""
        self.rows.clear()
        self.state, self.slots = State(self.state.salt), array("i")


def settle(shared: Shared, versions: Mapping[int, str], salt: bytes, before: Mapping[str, bytes]) -> Settled:
    """The clusters of all families. *versions*: of each article's facts, by Card.order, ascending.

    *salt*: of what decides everything beside the facts and what a person says; what was kept *before* under another is not used.
    """
    row = before.get(_STATE)
    state = _decode_state(row) if row else State(salt)
    change = _change(state, versions, family.meanings(shared))
    if state.salt != salt or not state.orders or len(change.articles) * _ANEW > len(versions):
        return _all(shared, versions, salt, before)
    done = Settled(state, before)
    if change:
        _again(done, shared, versions, change)
    else:
        done.slots.frombytes(state.slots)
    return done


@dataclass(slots=True)
class _Change:
    """What is not as it was."""

    articles: set[int]
    names: set[str]
    """Of which a person says something else now."""

    def __bool__(self) -> bool:
        return bool(self.articles or self.names)


def _change(state: State, versions: Mapping[int, str], meanings: Mapping[str, bytes]) -> _Change:
    known = dict(zip(state.orders, state.versions, strict=True))
    if known == versions:
        articles: set[int] = set()
    else:
        articles = {order for order, version in versions.items() if known.get(order) != version}
        articles |= known.keys() - versions.keys()
    return _Change(articles, {name for name, _ in meanings.items() ^ state.meanings.items()})


def _all(shared: Shared, versions: Mapping[int, str], salt: bytes, before: Mapping[str, bytes]) -> Settled:
    """Everything worked out anew: of each row of *before* there is another one."""
    done = Settled(State(salt, family.meanings(shared)), before)
    if isinstance(shared.facts, Sequence):  # each is asked for many times
        facts = list(shared.facts)
        shared = msgspec.structs.replace(shared, facts=facts, named=facts)
    dealer = _Dealer(shared)
    hands, shards = dealer.hands(versions)
    _enter(done, shared, versions, shards)
    where = _Where(done, shared.named)
    for number, hand in enumerate(hands):
        if not hand.articles and not hand.defining:
            done.rows[str(number)] = _NOTHING
            continue
        families: dict[str, list[Name]] = {}
        for name in family.names_of(zip(hand.articles, hand.locals, strict=True), shared.named):
            families.setdefault(dealer.home(name.key)[1], []).append(name)
        kept = [
            where.put(number, dealer.resolved(key, families.get(key, []), hand.defining.get(key, [])))
            for key in sorted(families.keys() | hand.defining.keys())
        ]
        done.rows[str(number)] = _encode(kept)
        foreign = [name for one in kept for name in one.foreign]
        if foreign:
            done.state.foreign[number] = foreign
        hands[number] = _NO_HAND  # so that the memory of all is never taken twice
    _sort(done.state, where.new)
    return done


def _again(done: Settled, shared: Shared, versions: Mapping[int, str], change: _Change) -> None:
    """Resolve the families that *change* touches."""
    remembered = _Remembered(shared.facts)
    shared = msgspec.structs.replace(shared, named=remembered)
    state, dealer = done.state, _Dealer(shared)
    there = sorted(order for order in change.articles if order in versions)
    fresh = dealer.families(there)
    named = {family_key(name) for name in change.names}
    numbers = {_shard_of(key) for key in (*fresh, *named)}
    if change.articles:
        numbers.update(
            n
            for order, packed in zip(state.orders, state.shards, strict=True)
            if order in change.articles
            for n in _numbers(packed)
        )
    numbers.update(n for n, names in state.foreign.items() if not change.names.isdisjoint(names))
    state.meanings = family.meanings(shared)
    _enter_again(done, dealer, versions, change.articles)
    stale: dict[int, tuple[list[Kept], dict[str, _Family]]] = {}
    for number in sorted(numbers):
        sound, again = [], {key: own for key, own in fresh.items() if _shard_of(key) == number}
        for kept in done.families(number):
            if kept.key in again or kept.key in named or _is_touched(kept, change):
                own = again.setdefault(kept.key, _Family())
                own.take(kept, change.articles, remembered)
            else:
                sound.append(kept)
        if again:
            stale[number] = sound, again
    where = _Where(done, remembered)
    freed: set[int] = set()
    for number, (sound, again) in stale.items():
        for key in sorted(again):
            own = again[key]
            if own.pairs or own.defining:
                names = family.names_of(sorted(own.pairs), remembered)
                sound.append(where.put(number, dealer.resolved(key, names, own.defining, own.counted), own))
            gone = set(own.slots) - where.stayed
            freed |= gone
            state.heads.free += sorted(gone)
        done.rows[str(number)] = _encode(sorted(sound, key=lambda kept: kept.key))
        state.foreign[number] = [name for one in sound for name in one.foreign]
    state.by_first = [slot for slot in state.by_first if slot not in freed]
    state.by_id = [slot for slot in state.by_id if slot not in freed]
    _sort(state, where.new)


def _is_touched(kept: Kept, change: _Change) -> bool:
    if change.articles and not change.articles.isdisjoint(_unpacked(kept.articles)):
        return True
    return bool(kept.foreign) and not change.names.isdisjoint(kept.foreign)


def _sort(state: State, new: Sequence[int]) -> None:
    """Bring the slots in use, and those that are *new*, into order of first appearance."""
    state.by_first = sorted([*state.by_first, *new], key=state.heads.first.__getitem__)
    state.by_id += new


class _Where:
    """Gives clusters their slots, and local entities those of their clusters."""

    def __init__(self, done: Settled, facts: ByOrder[Naming]) -> None:
        self.heads, self.slots, self.facts = done.state.heads, done.slots, facts
        ends = accumulate(done.state.counts, initial=0)
        self.starts = dict(zip(done.state.orders, ends, strict=False))
        self.new: list[int] = []
        self.stayed: set[int] = set()

    def put(self, number: int, resolved: tuple[Kept, Sequence[Cluster]], was: _Family | None = None) -> Kept:
        """The family that is *resolved*, with slots; a cluster that is as it *was* keeps its own."""
        kept, found = resolved
        kept.written, kept.which = _written(found, self.facts)
        for cluster in found:
            if was is not None and was.counted.get(cluster.key) == cluster:
                slot, raw = was.raw[cluster.key]
                self.stayed.add(slot)
            else:
                encoded = _encode(cluster)
                slot, raw = self.heads.put(number, cluster, encoded), msgspec.Raw(encoded)
                self.new.append(slot)
                for article, local in zip(cluster.articles, cluster.locals, strict=True):
                    self.slots[self.starts[article] + local] = slot
            kept.slots.append(slot)
            kept.clusters.append(raw)
        return kept


# ---------------------------------------------------------------- what the state tells of the articles


def _enter(done: Settled, shared: Shared, versions: Mapping[int, str], shards: list[bytes]) -> None:
    state = done.state
    state.orders, state.versions, state.shards = list(versions), list(versions.values()), shards
    state.counts = [len(shared.facts[order].entities) for order in versions]
    done.slots = array("i", [-1]) * sum(state.counts)


def _enter_again(done: Settled, dealer: _Dealer, versions: Mapping[int, str], changed: Collection[int]) -> None:
    state, facts = done.state, dealer.shared.facts
    old = array("i")
    old.frombytes(state.slots)
    ends = list(accumulate(state.counts, initial=0))
    orders = list(versions)
    where: Sequence[int] = range(len(orders))  # of each article among those that were there
    if state.orders != orders:
        at = {order: n for n, order in enumerate(state.orders)}
        where = [at.get(order, -1) for order in orders]
    counts = [state.counts[n] if n >= 0 else 0 for n in where]
    shards = [state.shards[n] if n >= 0 else b"" for n in where]
    stale = {n for n, order in enumerate(orders) if order in changed}
    cuts = stale | {n + 1 for n in stale} | {n for n, (one, other) in enumerate(pairwise(where), 1) if other != one + 1}
    done.slots = array("i")
    for start, end in pairwise(sorted({0, len(orders), *cuts})):
        if start in stale:
            counts[start] = len(facts[orders[start]].entities)
            shards[start] = dealer.hands([orders[start]])[1][0]
            done.slots += array("i", [-1]) * counts[start]
        else:  # those that stay lie as they lay
            done.slots += old[ends[where[start]] : ends[where[end - 1] + 1]]
    state.orders, state.versions, state.counts, state.shards = orders, list(versions.values()), counts, shards


def _packed(articles: Iterable[int]) -> bytes:
    return array("I", sorted(set(articles))).tobytes()


def _unpacked(packed: bytes) -> array[int]:
    articles = array("I")
    articles.frombytes(packed)
    return articles


def _bytes(numbers: Iterable[int]) -> bytes:
    return array("H", sorted(numbers)).tobytes()


def _numbers(packed: bytes) -> array[int]:
    numbers = array("H")
    numbers.frombytes(packed)
    return numbers


# ---------------------------------------------------------------- names, dealt out


class _Family:
    """What a family that is resolved again is made of."""

    def __init__(self) -> None:
        self.pairs: Pairs = []
        self.defining: Pairs = []
        self.slots: list[int] = []
        """What its clusters had."""
        self.counted: dict[str, Cluster] = {}
        """By key: what was made of articles that did not change."""
        self.raw: dict[str, tuple[int, msgspec.Raw]] = {}
        """Parallel: its slot, and how it is kept."""

    def take(self, kept: Kept, without: Set[int], remembered: _Remembered) -> None:
        """What *kept* was made of, but nothing of the articles *without*; of the others it is *remembered* what they write."""
        self.slots = kept.slots
        written, which = _decode_written(kept.written), iter(_unpacked(kept.which))
        for slot, raw in zip(kept.slots, kept.clusters, strict=True):
            cluster = _decode_cluster(raw)
            pairs = list(zip(cluster.articles, cluster.locals, strict=True))
            remembered.take(pairs, map(written.__getitem__, which), without)
            if without.isdisjoint(cluster.articles):
                self.counted[cluster.key], self.raw[cluster.key] = cluster, (slot, raw)
                self.pairs += pairs
            else:
                self.pairs += [pair for pair in pairs if pair[0] not in without]
        defining = zip(kept.defining[::2], kept.defining[1::2], strict=True)
        self.defining += [pair for pair in defining if pair[0] not in without]


class _Remembered:
    """What articles write of the families that are resolved again, as it was kept; the facts of other articles are read."""

    def __init__(self, facts: ByOrder[Facts]) -> None:
        self._facts = facts
        self._by_order: dict[int, _Some] = {}

    def __getitem__(self, order: int) -> Naming:
        return self._by_order.get(order) or self._facts[order]

    def take(self, pairs: Pairs, entities: Iterable[LocalEntity], without: Set[int]) -> None:
        """*entities*: those of *pairs*."""
        for (order, local), entity in zip(pairs, entities, strict=False):
            if order not in without:
                self._by_order.setdefault(order, _Some({})).entities[local] = entity


class _Some(NamedTuple):
    entities: dict[int, LocalEntity]


def _written(found: Sequence[Cluster], named: ByOrder[Naming]) -> tuple[msgspec.Raw, bytes]:
    """As Kept.written and Kept.which of the clusters *found*."""
    places: dict[int, int] = {}
    written: list[LocalEntity] = []
    which = array("I")
    for cluster in found:
        for article, local in zip(cluster.articles, cluster.locals, strict=True):
            entity = named[article].entities[local]
            place = places.get(id(entity))  # one value mostly, see StoredFacts; to compare them would take longer
            if place is None:
                place = places[id(entity)] = len(written)
                written.append(entity)
            which.append(place)
    return msgspec.Raw(_encode(written)), which.tobytes()


class _Hand:
    """What is dealt to one shard: local entities, and those that define acronyms, by family."""

    def __init__(self) -> None:
        self.articles: list[int] = []
        self.locals: list[int] = []
        self.defining: dict[str, Pairs] = {}


_NO_HAND: Final = _Hand()
_NOTHING: Final = _encode([])


def _shard_of(key: str) -> int:
    return crc32(key.encode()) % SHARDS


class _Dealer:
    """Deals local entities out to families."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._homes: dict[str, tuple[int, str]] = {}
        """Shard and family of a name as written."""

    def home(self, name: str) -> tuple[int, str]:
        found = self._homes.get(name)
        if found is None:
            key = family_key(fold(name))
            found = self._homes[name] = (_shard_of(key), key)
        return found

    def hands(self, articles: Iterable[int]) -> tuple[list[_Hand], list[bytes]]:
        """For each shard what it has in *articles*; for each article its shards."""
        hands = [_Hand() for _ in range(SHARDS)]
        shards = []
        homes, facts = self._homes, self.shared.facts
        for article in articles:
            own = set()
            for local, entity in enumerate(facts[article].entities):
                name = entity.english or entity.name
                number = (homes.get(name) or self.home(name))[0]
                own.add(number)
                hand = hands[number]
                hand.articles.append(article)
                hand.locals.append(local)
                if len(entity.surfaces) > 1:
                    for acronym in _acronyms(entity):
                        number, key = self.home(acronym)
                        own.add(number)
                        hands[number].defining.setdefault(key, []).append((article, local))
            shards.append(_bytes(own))
        return hands, shards

    def families(self, articles: Iterable[int]) -> dict[str, _Family]:
        """For each family what it has in *articles*."""
        found: dict[str, _Family] = {}
        for article in articles:
            for local, entity in enumerate(self.shared.facts[article].entities):
                key = self.home(entity.english or entity.name)[1]
                found.setdefault(key, _Family()).pairs.append((article, local))
                for acronym in _acronyms(entity):
                    found.setdefault(self.home(acronym)[1], _Family()).defining.append((article, local))
        return found

    def resolved(
        self, key: str, names: Sequence[Name], defining: Pairs, counted: Mapping[str, Cluster] = {}
    ) -> tuple[Kept, Sequence[Cluster]]:
        """The family *key*, without slots, and its clusters. *counted*: some as they were, where their articles are as they were."""
        defining = sorted(set(defining))
        acronyms = self._stands_for(key, defining) if defining and names else {}
        found = family.clusters(key, names, acronyms, self.shared, counted) if names else []
        articles = [article for name in names for article in name.articles]
        articles += [article for article, _ in defining]
        foreign = sorted({fold(name.name) for name in names if name.key != name.name})
        return Kept(key, _packed(articles), [n for pair in defining for n in pair], foreign, [], []), found

    def _stands_for(self, key: str, defining: Pairs) -> dict[str, str]:
        """The full name by acronym, for acronyms of the family *key* that articles write for one name, or for one far more often."""
        found: dict[str, dict[str, list[str]]] = {}
        for article, local in defining:
            entity = self.shared.facts[article].entities[local]
            folded = fold(family.key_name(entity))
            for acronym in _acronyms(entity):
                if self.home(acronym)[1] == key:
                    found.setdefault(fold(acronym), {}).setdefault(loose(folded, entity.kind), []).append(folded)
        stands_for = {}
        for acronym, names in found.items():
            ranked = sorted(names.values(), key=lambda written: (-len(written), written[0]))
            if len(ranked) == 1 or len(ranked[0]) >= _FAR_MORE * len(ranked[1]):
                stands_for[acronym] = ranked[0][0]
        return stands_for


def _acronyms(entity: LocalEntity) -> list[str]:
    """How an article abbreviates the name of *entity*."""
    if len(entity.surfaces) < 2 or entity.kind not in ("organization", "work") or " " not in entity.name:
        return []
    return [surface for surface, _ in entity.surfaces if surface.isupper() and len(surface) > 1 and " " not in surface]
