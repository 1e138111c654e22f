"""Resolve names as written to entities: one thing, one page. Pure; sees Facts and cards, never text.

Names are dealt out to families (link/family.py), families to shards. A shard is worked out again only if an article that writes one of
its names changed; what is kept of it is a value among *before*, and with or without it the result is the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import Final
from zlib import crc32

import msgspec

from archivegen import slugs
from archivegen.config import EntityOptions
from archivegen.entities_file import Overrides
from archivegen.link import family
from archivegen.link.family import FOLDERS, ORDER, Cluster, Name, Shared
from archivegen.link.names import family_key, fold, loose
from archivegen.model import Appearance, Card, Entity, Facts, LocalEntity

SHARDS: Final = 512
_ARTICLES: Final = "articles"
"""The key of the row that tells which articles the others were worked out from."""


class Resolution(msgspec.Struct, frozen=True):
    """Which entity each name of each article is."""

    entities: tuple[Entity, ...]
    """Sorted by id."""
    entity_of: tuple[tuple[int, ...], ...]
    """Per article: the index of each local entity's Entity; -1 = ignored."""
    new_addresses: tuple[tuple[str, str], ...]
    """(key, id) of entities that have a page and had no id yet, sorted. A key is kind and folded name: "person:vladimir putin"."""
    redirects: tuple[tuple[str, str], ...] = ()
    """(id given before, id of the entity that it is part of now), sorted."""
    rows: Mapping[str, bytes] = {}
    """What to keep for the next time, beside what was kept before."""


class _Shard(msgspec.Struct, array_like=True):
    """The clusters of some families; and which names define an acronym that is a name of these."""

    clusters: list[Cluster]
    articles: list[int]
    locals: list[int]
    """Parallel: the local entities that define."""


class _Known(msgspec.Struct, array_like=True):
    """What the shards were worked out from."""

    salt: bytes
    articles: dict[int, tuple[str, bytes]]
    """Version, and the shards of its names, by Card.order."""


_DONE: Final = Cluster("", "work", [], [], {}, [])
_encode = msgspec.msgpack.Encoder().encode
_decode_shard = msgspec.msgpack.Decoder(_Shard).decode
_decode_known = msgspec.msgpack.Decoder(_Known).decode


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
    shared = family.shared(
        dict(zip(orders, facts, strict=True)),
        dict(zip(orders, cards, strict=True)),
        overrides,
        with_people=options.people != "off",
    )
    clusters, rows = _clusters(shared, orders, overrides, options, addresses, versions, before)
    paged = [_has_page(cluster, options) for cluster in clusters]
    ids, new, redirects = _ids(clusters, paged, addresses)
    by_id = sorted(range(len(clusters)), key=ids.__getitem__)
    numbers = _Numbers(facts, orders)
    entities = []
    for place, n in enumerate(by_id):
        cluster = clusters[n]
        numbers.put(cluster, place)
        entities.append(_entity(cluster, ids[n], numbers.places(cluster), shared, has_page=paged[n]))
        clusters[n] = _DONE  # so that the memory of all is never taken twice
    return Resolution(tuple(entities), numbers.rows(), tuple(sorted(new.items())), tuple(sorted(redirects)), rows)


def _clusters(
    shared: Shared,
    orders: Sequence[int],
    overrides: Overrides,
    options: EntityOptions,
    addresses: Mapping[str, str],
    versions: Sequence[str],
    before: Mapping[str, bytes],
) -> tuple[list[Cluster], dict[str, bytes]]:
    """All clusters in order of first appearance, and the rows to keep. What is looked up on the way is forgotten with it."""
    dealer = _Dealer(shared)
    rows: dict[str, bytes] = {}
    if versions:
        salt = blake2b(_encode((overrides, options.people)), digest_size=16).digest()
        told = [
            f"{card.id} {version} {card.date} {card.source}"
            for card, version in zip(shared.cards.values(), versions, strict=True)
        ]
        shards, rows = _shards_again(dealer, dict(zip(orders, told, strict=True)), salt, before)
    else:
        shards = dealer.shards(orders, range(SHARDS))
    clusters = _joined([cluster for shard in shards.values() for cluster in shard.clusters], shared, addresses)
    shared.company.forget()
    return clusters, rows


class _Numbers:
    """Numbers of entities by article and local entity: one flat array, as they are put in any order."""

    def __init__(self, facts: Sequence[Facts], orders: Sequence[int]) -> None:
        self._ends = list(accumulate((len(one.entities) for one in facts), initial=0))
        self._flat = array("i", [-1]) * self._ends[-1]
        is_dense = list(orders) == list(range(len(orders)))
        self._start_of = self._ends if is_dense else dict(zip(orders, self._ends, strict=False))
        self._place_of = None if is_dense else {order: place for place, order in enumerate(orders)}

    def put(self, cluster: Cluster, number: int) -> None:
        flat, start_of = self._flat, self._start_of
        if len(cluster.articles) == 1:  # as of most names
            flat[start_of[cluster.articles[0]] + cluster.locals[0]] = number
            return
        for article, local in zip(cluster.articles, cluster.locals, strict=True):
            flat[start_of[article] + local] = number

    def places(self, cluster: Cluster) -> Sequence[int]:
        """Of the articles of *cluster*, among all."""
        return cluster.articles if self._place_of is None else [self._place_of[order] for order in cluster.articles]

    def rows(self) -> tuple[tuple[int, ...], ...]:
        """By article."""
        return tuple([tuple(self._flat[start:end]) for start, end in pairwise(self._ends)])


# ---------------------------------------------------------------- shards


class _Dealer:
    """Deals local entities out to shards, and has the families of a shard resolved."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._homes: dict[str, tuple[int, str]] = {}
        """Shard and family of a name as written."""

    def home(self, name: str) -> tuple[int, str]:
        found = self._homes.get(name)
        if found is None:
            key = family_key(fold(name))
            found = self._homes[name] = (crc32(key.encode()) % SHARDS, key)
        return found

    def numbers(self, article: int) -> set[int]:
        """The shards that *article* has names, or definitions, in."""
        found = set()
        for entity in self.shared.facts[article].entities:
            found.add(self.home(entity.english or entity.name)[0])
            found.update(self.home(acronym)[0] for acronym in _acronyms(entity))
        return found

    def shards(
        self, articles: Iterable[int], numbers: Iterable[int], kept: Mapping[int, _Shard] = {}
    ) -> dict[int, _Shard]:
        """Each shard of *numbers*: its names in *articles*, and in those that it has *kept*. No article stands in both."""
        hands = [_Hand(kept.get(number)) for number in range(SHARDS)]
        for article in articles:
            for local, entity in enumerate(self.shared.facts[article].entities):
                hand = hands[self.home(entity.english or entity.name)[0]]
                hand.articles.append(article)
                hand.locals.append(local)
                if len(entity.surfaces) > 1:
                    for acronym in _acronyms(entity):
                        hands[self.home(acronym)[0]].defining.append((article, local))
        return {number: self._shard(number, hands[number]) for number in numbers}

    def _shard(self, number: int, hand: _Hand) -> _Shard:
        families: dict[str, list[Name]] = {}
        for name in family.names_of(hand.in_order(), self.shared.facts):
            families.setdefault(self.home(name.key)[1], []).append(name)
        acronyms = self._stands_for(number, hand.defining)
        clusters = [
            cluster
            for key in sorted(families)
            for cluster in family.clusters(key, families[key], acronyms, self.shared)
        ]
        defining = sorted(set(hand.defining))
        return _Shard(clusters, [article for article, _ in defining], [local for _, local in defining])

    def _stands_for(self, number: int, defining: Iterable[tuple[int, int]]) -> dict[str, str]:
        """The full name by acronym, for acronyms of shard *number* that articles write for one name, or for one far more often."""
        found: dict[str, dict[str, list[str]]] = {}
        for article, local in sorted(set(defining)):
            entity = self.shared.facts[article].entities[local]
            folded = fold(family.key_name(entity))
            for acronym in _acronyms(entity):
                if self.home(acronym)[0] == number:
                    found.setdefault(fold(acronym), {}).setdefault(loose(folded, entity.kind), []).append(folded)
        stands_for = {}
        for acronym, names in found.items():
            ranked = sorted(names.values(), key=lambda written: (-len(written), written[0]))
            if len(ranked) == 1 or len(ranked[0]) >= _FAR_MORE * len(ranked[1]):
                stands_for[acronym] = ranked[0][0]
        return stands_for


_FAR_MORE: Final = 5


class _Hand:
    """What is dealt to one shard: local entities, and those that define its acronyms."""

    def __init__(self, kept: _Shard | None) -> None:
        self.articles: list[int] = []
        self.locals: list[int] = []
        self.defining: list[tuple[int, int]] = []
        self._is_mixed = kept is not None
        if kept is not None:
            for cluster in kept.clusters:
                self.articles += cluster.articles
                self.locals += cluster.locals
            self.defining += zip(kept.articles, kept.locals, strict=True)

    def in_order(self) -> Iterator[tuple[int, int]]:
        pairs = zip(self.articles, self.locals, strict=True)
        return iter(sorted(pairs)) if self._is_mixed else pairs


def _acronyms(entity: LocalEntity) -> list[str]:
    """How an article abbreviates the name of *entity*."""
    if len(entity.surfaces) < 2 or entity.kind not in ("organization", "work") or " " not in entity.name:
        return []
    return [surface for surface, _ in entity.surfaces if surface.isupper() and len(surface) > 1 and " " not in surface]


def _shards_again(
    dealer: _Dealer, versions: Mapping[int, str], salt: bytes, before: Mapping[str, bytes]
) -> tuple[dict[int, _Shard], dict[str, bytes]]:
    """All shards, those without a changed article as they were *before*; and the rows that are other now."""
    known = _decode_known(before[_ARTICLES]) if _ARTICLES in before else _Known(b"", {})
    if known.salt != salt:
        known = _Known(salt, {})
    changed = {order for order, version in versions.items() if known.articles.get(order, ("",))[0] != version}
    changed |= known.articles.keys() - versions.keys()
    kept: dict[int, _Shard] = {}
    stale = set(range(SHARDS))
    if len(changed) * 4 > len(versions) or not known.articles:
        known, changed = _Known(salt, {}), set(versions)
    else:
        stale = {
            number for order in changed if order in known.articles for number in _numbers(known.articles[order][1])
        }
        stale |= {number for order in changed if order in versions for number in dealer.numbers(order)}
        kept = {number: _decode_shard(before[str(number)]) for number in range(SHARDS)}
    there = sorted(order for order in changed if order in versions)
    new = dealer.shards(there, sorted(stale), {number: _without(kept[number], changed) for number in stale if kept})
    for order in changed:
        known.articles.pop(order, None)
    for order in there:
        known.articles[order] = (versions[order], _bytes(dealer.numbers(order)))
    rows = {str(number): _encode(shard) for number, shard in new.items()}
    if changed:
        rows[_ARTICLES] = _encode(known)
    return {**kept, **new}, rows


def _without(shard: _Shard, articles: set[int]) -> _Shard:
    """*shard* with only what is needed to deal its names again, and nothing of *articles*."""
    kept = [
        (article, local)
        for cluster in shard.clusters
        for article, local in zip(cluster.articles, cluster.locals, strict=True)
        if article not in articles
    ]
    defining = [
        (article, local) for article, local in zip(shard.articles, shard.locals, strict=True) if article not in articles
    ]
    cluster = Cluster("", "work", [article for article, _ in kept], [local for _, local in kept], {}, [])
    return _Shard([cluster], [article for article, _ in defining], [local for _, local in defining])


def _bytes(numbers: Iterable[int]) -> bytes:
    return b"".join(number.to_bytes(2, "big") for number in sorted(numbers))


def _numbers(packed: bytes) -> list[int]:
    return [int.from_bytes(packed[at : at + 2], "big") for at in range(0, len(packed), 2)]


# ---------------------------------------------------------------- what several families make together


def _joined(clusters: Sequence[Cluster], shared: Shared, addresses: Mapping[str, str]) -> list[Cluster]:
    """*clusters* with those made one that a person, or an acronym's definition, joins; in order of first appearance."""
    merged_ids = _merged_ids(shared, addresses)
    by_key: dict[str, Cluster] = {}
    others: dict[str, list[Cluster]] = {}
    """Further clusters of a key; mostly there are none."""
    targets = []
    for cluster in clusters:
        if not cluster.key:
            continue
        if merged_ids and cluster.override < 0:
            at = next((merged_ids[key] for key in cluster.keys if key in merged_ids), -1)
            own = cluster if at < 0 else _taken_over(cluster, at, shared)
        else:
            own = cluster
        if by_key.setdefault(own.key, own) is not own:
            others.setdefault(own.key, []).append(own)
        elif own.target:
            targets.append(own.key)
    for key in targets:
        home = _home_of(key, by_key[key], by_key, shared)
        if home:
            others.setdefault(home, []).extend([by_key.pop(key), *others.pop(key, ())])
    for key, members in others.items():
        by_key[key] = _union([by_key[key], *members], shared)
    return sorted(by_key.values(), key=_first)


def _first(cluster: Cluster) -> tuple[int, int]:
    return cluster.articles[0], cluster.locals[0]


def _merged_ids(shared: Shared, addresses: Mapping[str, str]) -> dict[str, int]:
    """A person's entry by the ledger's key of each id that a person has merged into it."""
    wanted = {
        other: shared.said[fold(entry.name)]
        for entry in shared.entries
        if not entry.ignore
        for other in entry.merge
        if "/" in other
    }
    return {key: wanted[id_] for key, id_ in addresses.items() if id_ in wanted} if wanted else {}


def _taken_over(cluster: Cluster, at: int, shared: Shared) -> Cluster:
    """*cluster* as part of what a person's entry *at* tells of."""
    entry = shared.entries[at]
    kind = entry.kind or cluster.kind
    whole = msgspec.structs.replace(cluster, key=f"={fold(entry.name)}", kind=kind, override=at, anchored="")
    family.finish(whole, shared)
    return whole


def _home_of(own: str, cluster: Cluster, by_key: Mapping[str, Cluster], shared: Shared) -> str:
    """The key under which the full name of an acronym stands, other than its *own*; "" if nowhere."""
    said = shared.said.get(cluster.target, -1)
    keys = [f"={fold(shared.entries[said].name)}"] if said >= 0 else []
    keys += [f"{kind}:{loose(cluster.target, kind)}" for kind in (cluster.kind, *ORDER)]
    return next((key for key in keys if key in by_key and key != own), "")


def _union(members: Sequence[Cluster], shared: Shared) -> Cluster:
    first = min(
        members,
        key=lambda cluster: (cluster.override < 0, bool(cluster.target), cluster.articles[0], cluster.locals[0]),
    )
    whole = Cluster(first.key, first.kind, [], [], {}, [], override=first.override)
    for cluster in sorted(members, key=lambda one: (one is not first, one.articles[0], one.locals[0])):
        whole.articles += cluster.articles
        whole.locals += cluster.locals
        for name, count in cluster.names.items():
            whole.names[name] = whole.names.get(name, 0) + count
        whole.keys += [key for key in cluster.keys if key not in whole.keys]
        whole.known = whole.known or cluster.known
    family.finish(whole, shared)
    return whole


# ---------------------------------------------------------------- ids


def _ids(
    clusters: Sequence[Cluster], paged: Sequence[bool], addresses: Mapping[str, str]
) -> tuple[list[str], dict[str, str], list[tuple[str, str]]]:
    """The id of each cluster; the ids given now, by key; the ids that lead elsewhere now."""
    ids = [""] * len(clusters)
    owner: dict[str, int] = {}
    redirects: list[tuple[str, str]] = []

    def give(n: int, given: str) -> None:
        if not ids[n]:
            ids[n] = given
        elif ids[n] != given:
            redirects.append((given, ids[n]))
        owner[given] = n

    for n, cluster in enumerate(clusters) if addresses else ():
        for key in cluster.keys:
            given = addresses.get(key)
            if given is not None and given not in owner:
                give(n, given)
    left = {key: given for key, given in addresses.items() if given not in owner}
    if left:  # an address stays when the kind is known better
        names = {key.partition(":")[2] for key in left}
        for n, cluster in enumerate(clusters):
            for name in (key.partition(":")[2] for key in cluster.keys):
                for given in (left.get(f"{kind}:{name}") for kind in ORDER) if name in names else ():
                    if given is not None and given not in owner:
                        give(n, given)
    taken = set(addresses.values())
    new: dict[str, str] = {}
    for wanted in (True, False):  # those with a page first, so that a name of one article never takes their address
        for n, cluster in enumerate(clusters):
            if paged[n] is not wanted:
                continue
            if not ids[n]:
                ids[n] = slugs.free(f"{FOLDERS[cluster.kind]}/{cluster.slug}", taken)
                taken.add(ids[n])
                if wanted:
                    key = next((key for key in cluster.keys if key not in new), "")
                    new[key or f"{cluster.kind}:{ids[n]}"] = ids[n]
            elif wanted and cluster.anchored and not any(key in addresses for key in cluster.keys if "~" in key):
                new[cluster.keys[0]] = ids[n]  # from now on it is known by its articles, not by a name that two have
    return ids, new, redirects


# ---------------------------------------------------------------- entities


def _has_page(cluster: Cluster, options: EntityOptions) -> bool:
    if cluster.kind == "person" and options.people != "pages":
        return False
    if cluster.override >= 0:
        return True
    if cluster.count < options.min_articles or cluster.is_scattered:
        return False
    is_lone = cluster.kind == "person" and not cluster.known and all(" " not in name for name in cluster.names)
    return not is_lone  # "Ben" of two articles is hardly one man


def _entity(cluster: Cluster, id_: str, places: Sequence[int], shared: Shared, *, has_page: bool) -> Entity:
    name = cluster.name
    is_all = len(cluster.surfaces) == 1 and cluster.surfaces[0][0] == name
    aliases = () if is_all else tuple([pair for pair in cluster.surfaces if pair[0] != name])
    same_as: tuple[str, ...] = ()
    if cluster.override >= 0:
        entry = shared.entries[cluster.override]
        there = {cluster.name, *(alias for alias, _ in aliases)}
        aliases = (*aliases, *((alias, 0) for alias in sorted(entry.aliases) if alias not in there))
        same_as = entry.same_as
    return Entity(
        id=id_,
        kind=cluster.kind,
        name=cluster.name,
        sort_name=cluster.sort_name,
        aliases=aliases,
        roles=cluster.roles,
        same_as=same_as,
        appearances=tuple(map(Appearance, places, cluster.locals)),
        articles=cluster.count,
        has_page=has_page,
    )
