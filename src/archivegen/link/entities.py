"""Resolve names as written to entities: one thing, one page. Pure; sees Facts and cards, never text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from archivegen import slugs
from archivegen.config import EntityOptions
from archivegen.entities_file import Override, Overrides
from archivegen.link.names import family_first, fold, loose, national, sort_name, without_country, without_middle
from archivegen.model import Appearance, Card, Entity, EntityKind, Facts

FOLDERS: Final[Mapping[EntityKind, str]] = {
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "work": "works",
}
_ORDER: Final[tuple[EntityKind, ...]] = ("person", "organization", "place", "work")
_AHEAD: Final = 3
"""So many times as often as the next must a full name stand, for a surname alone to mean it."""


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


@dataclass(slots=True)
class _Name:
    """All that the archive's articles say of one name of one kind."""

    name: str
    folded: str
    kind: EntityKind
    known: bool
    count: int = 0
    vote: float = 0.0
    acronyms: dict[str, None] = field(default_factory=dict)
    cluster: _Cluster | None = None
    is_settled: bool = False
    """cluster holds for every article; None = ignored."""


@dataclass(slots=True)
class _Cluster:
    """The local entities that are one entity."""

    kind: EntityKind
    articles_of: list[int] = field(default_factory=list)
    locals_of: list[int] = field(default_factory=list)
    """Parallel to articles_of, ascending: article and local entity."""
    keys: dict[str, None] = field(default_factory=dict)
    """Kind and folded name of each, in order of arrival."""
    names: dict[str, int] = field(default_factory=dict)
    known: str = ""
    override: Override | None = None
    articles: int = 0


def resolve(
    facts: Sequence[Facts],
    cards: Sequence[Card],
    *,
    overrides: Overrides,
    options: EntityOptions,
    addresses: Mapping[str, str],
) -> Resolution:
    """The entities of the archive, and which of them each local entity is. Near-linear in the number of local entities.

    *facts* and *cards* are parallel, in order of arrival. *addresses*: ids given before, by key; they never move.
    """
    clusters = _Resolver(facts, cards, overrides, options).clusters()
    ids, new, redirects = _ids(clusters, addresses, options)
    by_id = sorted(range(len(clusters)), key=lambda n: ids[n])
    entity_of = [[-1] * len(one.entities) for one in facts]
    for place, n in enumerate(by_id):
        for article, local in zip(clusters[n].articles_of, clusters[n].locals_of, strict=True):
            entity_of[article][local] = place
    entities = tuple(_entity(clusters[n], ids[n], facts, options) for n in by_id)
    return Resolution(entities, tuple(map(tuple, entity_of)), tuple(sorted(new.items())), tuple(sorted(redirects)))


class _Resolver:
    """Puts each local entity of an archive into its cluster; first what all articles say together, then one by one."""

    def __init__(
        self, facts: Sequence[Facts], cards: Sequence[Card], overrides: Overrides, options: EntityOptions
    ) -> None:
        self.facts = facts
        self.cards = cards
        self.options = options
        self.said = _said(overrides)
        self.splits = {
            (fold(split.name), article): entry
            for entry in overrides.entries
            for split in entry.split
            for article in split.articles
        }
        self.split_names = {name for name, _ in self.splits}
        self.names = _names(facts)
        self.kinds = _kinds(self.names.values())
        self.people = _people(self.names.values(), self.kinds)
        self.surnames = _surnames(self.names.values(), self.kinds, self.people)
        self.acronyms = _acronyms(self.names.values())
        self.national = national(
            {name.folded for name in self.names.values() if self.kinds[name.folded] == "organization"}
        )
        self.known = {name.folded for name in self.names.values() if name.known and name.kind == "organization"}
        self.found: dict[str, _Cluster] = {}

    def clusters(self) -> list[_Cluster]:
        """In order of first appearance."""
        for article, one in enumerate(self.facts):
            for local, entity in enumerate(one.entities):
                name = self.names[entity.name, entity.kind, entity.known]
                cluster = name.cluster if name.is_settled else self._cluster(name, article)
                if cluster is None:
                    continue
                if not cluster.articles_of or cluster.articles_of[-1] != article:
                    cluster.articles += 1
                cluster.articles_of.append(article)
                cluster.locals_of.append(local)
        return list(self.found.values())

    def _cluster(self, name: _Name, article: int) -> _Cluster | None:
        """The cluster of *name*: of all articles, unless a person has split the name."""
        override = self.said.get(name.folded)
        name.is_settled = name.folded not in self.split_names and name.folded not in self.national
        if name.folded in self.split_names:
            override = self.splits.get((name.folded, self.cards[article].id), override)
        if override is not None and override.ignore:
            return None
        kind, key = self._key(name, override, article)
        if kind == "person" and self.options.people == "off":
            return None
        cluster = self.found.get(key)
        if cluster is None:
            cluster = self.found[key] = _Cluster(kind)
        cluster.keys[f"{kind}:{name.folded}"] = None
        cluster.names[name.name] = name.count
        if name.known and not cluster.known:
            cluster.known = name.name
        cluster.override = cluster.override or override or self.said.get(key.partition(":=")[2])
        name.cluster = cluster
        return cluster

    def _full(self, folded: str, article: int) -> str:
        """ "department of energy" as "united states department of energy" in an article that names that country, or no place."""
        bare = without_country(folded)
        if bare in self.known:
            return bare  # "U.S. Environmental Protection Agency"
        homes = self.national.get(folded, {})
        if not homes:
            return folded
        places = {fold(e.name) for e in self.facts[article].entities if e.kind == "place" and e.known}
        named = [full for country, full in homes.items() if country in places or not places]
        return named[0] if len(named) == 1 else folded

    def _key(self, name: _Name, override: Override | None, article: int) -> tuple[EntityKind, str]:
        """The kind of the entity, and what all names of it have in common."""
        folded = name.folded if override is not None or name.known else self._full(name.folded, article)
        kind = name.kind if name.known else self.kinds[name.folded]
        if override is None:
            if not name.known and folded in self.acronyms:
                kind, folded = self.acronyms[folded]
            elif kind == "person":
                folded = self.people.get(folded) or self.surnames.get(folded, folded)
            override = self.said.get(folded)
        if override is not None and not override.ignore:
            kind = override.kind or kind
            return kind, f"{kind}:={fold(override.name)}"
        return kind, f"{kind}:{loose(folded, kind)}"


def _said(overrides: Overrides) -> dict[str, Override]:
    """By folded name or alias, or the slug of an id: a person's word on it."""
    said = {fold(entry.name): entry for entry in overrides.entries}
    folders = tuple(f"{folder}/" for folder in FOLDERS.values())
    for entry in overrides.entries:
        for other in (*entry.aliases, *entry.merge):
            said.setdefault(fold(other.rpartition("/")[2] if other.startswith(folders) else other), entry)
    return said


def _names(facts: Sequence[Facts]) -> dict[tuple[str, EntityKind, bool], _Name]:
    """Every name of the archive by kind, in order of arrival: the one pass over all local entities beside the last."""
    found: dict[tuple[str, EntityKind, bool], _Name] = {}
    for one in facts:
        for entity in one.entities:
            key = (entity.name, entity.kind, entity.known)
            name = found.get(key)
            if name is None:
                name = found[key] = _Name(entity.name, fold(entity.name), entity.kind, entity.known)
            name.count += 1
            name.vote += entity.confidence
            if len(entity.surfaces) > 1 and " " in entity.name:
                for surface, _ in entity.surfaces:
                    if surface.isupper() and len(surface) > 1 and " " not in surface:
                        name.acronyms[fold(surface)] = None
    return found


def _kinds(names: Iterable[_Name]) -> dict[str, EntityKind]:
    """By folded name: the kind that most articles say it has; a gazetteer's word outweighs the rest."""
    votes: dict[str, list[float]] = {}
    for name in names:
        vote = votes.setdefault(name.folded, [0.0, 0.0, 0.0, 0.0])
        vote[_ORDER.index(name.kind)] += 1000.0 * name.count if name.known else 0.2 * name.count + name.vote
    return {folded: _ORDER[max(range(4), key=lambda n: (vote[n], -n))] for folded, vote in votes.items()}


def _people(names: Iterable[_Name], kinds: Mapping[str, EntityKind]) -> dict[str, str]:
    """By folded full name without the middle one: the fuller name, if there is one only ("john kennedy" → "john f kennedy")."""
    fuller: dict[str, set[str]] = {}
    for name in names:
        if name.kind == "person" and name.folded.count(" ") == 2 and kinds[name.folded] == "person":
            short = without_middle(name.folded)
            if short != name.folded:
                fuller.setdefault(short, set()).add(name.folded)
    return {short: next(iter(names)) for short, names in fuller.items() if len(names) == 1}


def _surnames(names: Collection[_Name], kinds: Mapping[str, EntityKind], people: Mapping[str, str]) -> dict[str, str]:
    """By family name alone: the full name of the archive that has it, if one is far ahead of all others."""
    persons = [name for name in names if name.kind == "person" and kinds[name.folded] == "person"]
    singles = {name.folded for name in persons if not name.known and " " not in name.folded}
    full: dict[str, Counter[str]] = {}
    for name in persons:
        if " " in name.folded:
            first, last = name.folded.partition(" ")[0], name.folded.rpartition(" ")[2]
            word = first if family_first(name.name.split(" ")) else last
            if word in singles:
                full.setdefault(word, Counter())[people.get(name.folded, name.folded)] += name.count
    found: dict[str, str] = {}
    for single, counts in full.items():
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if len(ranked) == 1 or ranked[0][1] >= _AHEAD * ranked[1][1]:
            found[single] = ranked[0][0]
    return found


def _acronyms(names: Iterable[_Name]) -> dict[str, tuple[EntityKind, str]]:
    """By folded acronym: the one name that articles of the archive write it for."""
    found: dict[str, dict[tuple[EntityKind, str], None]] = {}
    for name in names:
        if name.kind in ("organization", "work"):
            for acronym in name.acronyms:
                found.setdefault(acronym, {})[name.kind, name.folded] = None
    return {short: next(iter(named)) for short, named in found.items() if len(named) == 1}


# ---------------------------------------------------------------- ids


def _ids(
    clusters: Sequence[_Cluster], addresses: Mapping[str, str], options: EntityOptions
) -> tuple[list[str], dict[str, str], list[tuple[str, str]]]:
    """The id of each cluster; the ids given now, by key; the ids that lead elsewhere now."""
    ids = [""] * len(clusters)
    owner: dict[str, int] = {}
    redirects: list[tuple[str, str]] = []
    for keys_of in (_own_keys, _keys_of_other_kinds):  # an address stays when the kind is known better
        for n, cluster in enumerate(clusters):
            for key in keys_of(cluster) if addresses else ():
                given = addresses.get(key)
                if given is None or given in owner:
                    continue
                if not ids[n]:
                    ids[n] = given
                    owner[given] = n
                else:
                    redirects.append((given, ids[n]))
                    owner[given] = n
    taken = set(addresses.values())
    new: dict[str, str] = {}
    for wanted in (True, False):  # those with a page first, so that a name of one article never takes their address
        for n, cluster in enumerate(clusters):
            if ids[n] or _has_page(cluster, options) is not wanted:
                continue
            ids[n] = slugs.free(f"{FOLDERS[cluster.kind]}/{slugs.slug(_name(cluster))}", taken)
            taken.add(ids[n])
            if wanted:
                key = next((key for key in cluster.keys if key not in new), "")
                new[key or f"{cluster.kind}:{ids[n]}"] = ids[n]
    return ids, new, redirects


def _own_keys(cluster: _Cluster) -> Iterable[str]:
    return cluster.keys


def _keys_of_other_kinds(cluster: _Cluster) -> Iterable[str]:
    return [f"{kind}:{key.partition(':')[2]}" for key in cluster.keys for kind in _ORDER if kind != cluster.kind]


# ---------------------------------------------------------------- entities


def _name(cluster: _Cluster) -> str:
    if cluster.override is not None:
        return cluster.override.name
    if cluster.known:
        return cluster.known
    if cluster.kind == "person":  # a full name before a surname, then the one used most
        return max(cluster.names.items(), key=lambda item: (" " in item[0], item[1], len(item[0]), item[0]))[0]
    return max(cluster.names.items(), key=lambda item: (not item[0].isupper(), item[1], len(item[0]), item[0]))[0]


def _has_page(cluster: _Cluster, options: EntityOptions) -> bool:
    if cluster.kind == "person" and options.people != "pages":
        return False
    if cluster.override is not None:
        return True
    is_lone = cluster.kind == "person" and not cluster.known and all(" " not in name for name in cluster.names)
    return cluster.articles >= options.min_articles and not is_lone  # "Ben" of two articles is hardly one man


def _entity(cluster: _Cluster, id_: str, facts: Sequence[Facts], options: EntityOptions) -> Entity:
    name = _name(cluster)
    written: dict[str, int] = {}
    roles: dict[str, int] = {}
    for article, local in zip(cluster.articles_of, cluster.locals_of, strict=True):
        entity = facts[article].entities[local]
        for surface, count in entity.surfaces:
            written[surface] = written.get(surface, 0) + count
        for role in entity.roles:
            roles[role] = roles.get(role, 0) + 1
    override = cluster.override
    for alias in override.aliases if override else ():
        written.setdefault(alias, 0)
    written.pop(name, None)
    return Entity(
        id=id_,
        kind=cluster.kind,
        name=name,
        sort_name=(override.sort_name if override else "") or sort_name(name, cluster.kind),
        aliases=_ranked(written),
        roles=_ranked(roles),
        same_as=override.same_as if override else (),
        appearances=tuple(map(Appearance, cluster.articles_of, cluster.locals_of)),
        articles=cluster.articles,
        has_page=_has_page(cluster, options),
    )


def _ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    if len(counts) < 2:
        return tuple(counts.items())
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
