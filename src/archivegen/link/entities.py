"""Resolve names as written to entities: one thing, one page. Pure; sees Facts and cards, never text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import msgspec

from archivegen import slugs
from archivegen.config import EntityOptions
from archivegen.entities_file import Override, Overrides
from archivegen.model import Appearance, Card, Entity, EntityKind, Facts, LocalEntity

FOLDERS: Final[Mapping[EntityKind, str]] = {
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "work": "works",
}
_ORDER: Final[tuple[EntityKind, ...]] = ("person", "organization", "place", "work")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_PARTICLES: Final = frozenset(
    [
        "al",
        "bin",
        "da",
        "dal",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "ten",
        "ter",
        "van",
        "von",
        "zu",
        "zum",
        "zur",
    ]
)
_SUFFIXES: Final = frozenset(("Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"))


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


@lru_cache(maxsize=1 << 18)
def fold(name: str) -> str:
    """*name* for comparing: no case, accents, marks, leading "the"; words divided by one space."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = _NOT_WORD.sub(" ", bare.replace("'", "").replace("’", "").replace(".", "").casefold()).strip()
    return words.removeprefix("the ") or words or name.casefold()


@dataclass(slots=True)
class _Cluster:
    """The local entities that are one entity."""

    kind: EntityKind
    members: list[tuple[int, int]] = field(default_factory=list)
    keys: dict[str, None] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    known: str = ""
    override: Override | None = None


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
    said = _said(overrides)
    clusters = _clusters(facts, cards, said, options)
    order = list(clusters.values())
    ids, new, redirects = _ids(order, addresses, facts, options)
    by_id = sorted(range(len(order)), key=lambda n: ids[n])
    place = {n: at for at, n in enumerate(by_id)}
    entity_of = [[-1] * len(f.entities) for f in facts]
    for n, cluster in enumerate(order):
        for article, local in cluster.members:
            entity_of[article][local] = place[n]
    entities = tuple(_entity(order[n], ids[n], facts, options) for n in by_id)
    return Resolution(entities, tuple(map(tuple, entity_of)), tuple(sorted(new.items())), tuple(sorted(redirects)))


def _said(overrides: Overrides) -> dict[str, Override]:
    """By folded name, alias, or id: the person's word on it."""
    said: dict[str, Override] = {}
    for entry in overrides.entries:
        said[fold(entry.name)] = entry
    for entry in overrides.entries:
        for other in (*entry.aliases, *entry.merge):
            said.setdefault(
                fold(other.rpartition("/")[2] if other.startswith(tuple(f"{f}/" for f in FOLDERS.values())) else other),
                entry,
            )
    return said


def _clusters(
    facts: Sequence[Facts], cards: Sequence[Card], said: Mapping[str, Override], options: EntityOptions
) -> dict[str, _Cluster]:
    kinds = _kinds(facts)
    surnames = _surnames(facts)
    acronyms = _acronyms(facts)
    splits = {(fold(s.name), a): o for o in said.values() for s in o.split for a in s.articles}
    clusters: dict[str, _Cluster] = {}
    for article, one in enumerate(facts):
        for local, entity in enumerate(one.entities):
            folded = fold(entity.name)
            kind = entity.kind if entity.known else kinds.get(folded, entity.kind)
            override = splits.get((folded, cards[article].id)) if splits else None
            if override is None:
                override = said.get(folded)
            if override is not None:
                if override.ignore:
                    continue
                kind = override.kind or kind
                key = f"{kind}:{fold(override.name)}"
            elif kind == "person" and " " not in folded:
                key = f"person:{surnames.get(folded, folded)}"
                override = said.get(key[7:])
            elif not entity.known and folded in acronyms:
                kind, name = acronyms[folded]
                key = f"{kind}:{name}"
            else:
                key = f"{kind}:{folded}"
            if kind == "person" and options.people == "off":
                continue
            cluster = clusters.get(key)
            if cluster is None:
                cluster = clusters[key] = _Cluster(kind)
            cluster.members.append((article, local))
            cluster.keys.setdefault(key)
            cluster.keys.setdefault(f"{kind}:{folded}")
            if entity.known:
                cluster.known = cluster.known or entity.name
            cluster.names[entity.name] += 1
            cluster.override = cluster.override or override
    return clusters


def _kinds(facts: Sequence[Facts]) -> dict[str, EntityKind]:
    """By folded name: the kind that most articles say it has; what a gazetteer or a person said outweighs the rest."""
    votes: dict[str, list[float]] = {}
    for one in facts:
        for entity in one.entities:
            vote = votes.setdefault(fold(entity.name), [0.0, 0.0, 0.0, 0.0])
            vote[_ORDER.index(entity.kind)] += 1000.0 if entity.known else 0.2 + entity.confidence
    return {name: _ORDER[max(range(4), key=lambda n: (vote[n], -n))] for name, vote in votes.items()}


def _surnames(facts: Sequence[Facts]) -> dict[str, str]:
    """By single name of a person: the one full name of the archive that it ends (or begins), if there is one far ahead of all others."""
    singles = {
        fold(e.name) for one in facts for e in one.entities if e.kind == "person" and not e.known and " " not in e.name
    }
    full: dict[str, Counter[str]] = {}
    for one in facts:
        for entity in one.entities:
            if entity.kind == "person" and " " in entity.name:
                folded = fold(entity.name)
                first, last = folded.partition(" ")[0], folded.rpartition(" ")[2]
                for word in {first, last}:
                    if word in singles:
                        full.setdefault(word, Counter())[folded] += 1
    found: dict[str, str] = {}
    for single, names in full.items():
        ranked = sorted(names.items(), key=lambda item: (-item[1], item[0]))
        if len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]:
            found[single] = ranked[0][0]
    return found


def _acronyms(facts: Sequence[Facts]) -> dict[str, tuple[EntityKind, str]]:
    """By folded acronym: the one name that articles of the archive define it for."""
    found: dict[str, Counter[tuple[EntityKind, str]]] = {}
    for one in facts:
        for entity in one.entities:
            if entity.kind == "organization" and " " in entity.name:
                for surface, _ in entity.surfaces:
                    if surface.isupper() and " " not in surface and len(surface) > 1:
                        found.setdefault(fold(surface), Counter())[entity.kind, fold(entity.name)] += 1
    return {short: next(iter(names)) for short, names in found.items() if len(names) == 1}


def _ids(
    clusters: list[_Cluster], addresses: Mapping[str, str], facts: Sequence[Facts], options: EntityOptions
) -> tuple[list[str], dict[str, str], list[tuple[str, str]]]:
    """The id of each cluster; the ids given now, by key; the ids that lead elsewhere now."""
    ids = [""] * len(clusters)
    taken = set(addresses.values())
    used: set[str] = set()
    new: dict[str, str] = {}
    redirects: list[tuple[str, str]] = []
    for n, cluster in enumerate(clusters):
        for key in cluster.keys:
            given = addresses.get(key)
            if given is not None and not ids[n] and given not in used:
                ids[n] = given
                used.add(given)
            elif given is not None and ids[n] and given != ids[n] and given not in used:
                redirects.append((given, ids[n]))
                used.add(given)
    pages = [_has_page(c, options) for c in clusters]
    for wanted in (True, False):  # those with a page first, so that a name of one article never takes their address
        for n, cluster in enumerate(clusters):
            if not ids[n] and pages[n] is wanted:
                found = slugs.free(f"{FOLDERS[cluster.kind]}/{slugs.slug(_name(cluster))}", taken)
                taken.add(found)
                ids[n] = found
                if wanted:
                    new[next(iter(cluster.keys))] = found
    return ids, new, redirects


def _name(cluster: _Cluster) -> str:
    if cluster.override is not None:
        return cluster.override.name
    if cluster.known:
        return cluster.known
    return max(cluster.names.items(), key=lambda item: (" " in item[0], item[1], len(item[0]), item[0]))[0]


def _has_page(cluster: _Cluster, options: EntityOptions) -> bool:
    if cluster.kind == "person" and options.people != "pages":
        return False
    return cluster.override is not None or len({article for article, _ in cluster.members}) >= options.min_articles


def _entity(cluster: _Cluster, id_: str, facts: Sequence[Facts], options: EntityOptions) -> Entity:
    name = _name(cluster)
    written: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    for article, local in cluster.members:
        entity = facts[article].entities[local]
        for surface, count in entity.surfaces:
            written[surface] += count
        roles.update(dict.fromkeys(entity.roles, 1))
    override = cluster.override
    for alias in override.aliases if override else ():
        written.setdefault(alias, 0)
    written.pop(name, None)
    return Entity(
        id=id_,
        kind=cluster.kind,
        name=name,
        sort_name=(override.sort_name if override else "") or sort_name(name, cluster.kind),
        aliases=tuple(sorted(written.items(), key=lambda item: (-item[1], item[0]))),
        roles=tuple(sorted(roles.items(), key=lambda item: (-item[1], item[0]))),
        same_as=override.same_as if override else (),
        appearances=tuple(Appearance(article, local) for article, local in cluster.members),
        articles=len({article for article, _ in cluster.members}),
        has_page=_has_page(cluster, options),
    )


def sort_name(name: str, kind: EntityKind) -> str:
    """ "Putin, Vladimir"; "de la Cruz, Juan" under its particle as printed; "Kim Jong Un" as it stands; "Epoch Times, The"."""
    words = name.split(" ")
    if kind != "person":
        return f"{' '.join(words[1:])}, {words[0]}" if words[0] in ("The", "A") and len(words) > 1 else name
    suffix = f" {words.pop()}" if words[-1] in _SUFFIXES and len(words) > 2 else ""
    if len(words) == 1 or family_first(words):
        return name
    last = len(words) - 1
    while last > 1 and words[last - 1] in _PARTICLES:
        last -= 1
    return f"{' '.join(words[last:])}, {' '.join(words[:last])}{suffix}"


_FAMILY_FIRST: Final = frozenset(
    [
        "Kim",
        "Lee",
        "Park",
        "Choi",
        "Jung",
        "Jeong",
        "Cho",
        "Kang",
        "Yoon",
        "Yun",
        "Jang",
        "Lim",
        "Moon",
        "Ban",
        "Roh",
        "Noh",
        "Xi",
        "Li",
        "Wang",
        "Zhang",
        "Liu",
        "Chen",
        "Yang",
        "Zhao",
        "Huang",
        "Zhou",
        "Wu",
        "Xu",
        "Sun",
        "Hu",
        "Zhu",
        "Gao",
        "Lin",
        "He",
        "Guo",
        "Ma",
        "Luo",
        "Mao",
        "Deng",
        "Wen",
        "Jiang",
        "Nguyen",
        "Nguyễn",
        "Tran",
        "Trần",
        "Pham",
        "Phạm",
        "Vo",
        "Võ",
        "Dang",
        "Đặng",
        "Bui",
        "Bùi",
        "Do",
        "Đỗ",
        "Ngo",
        "Ngô",
        "Tsai",
        "Lai",
    ]
)


def family_first(words: Sequence[str]) -> bool:
    """The family name stands first: "Kim Jong Un", "Cho Koo-rae", "Xi Jinping"."""
    if words[0] not in _FAMILY_FIRST:
        return "-" in words[-1] and words[-1].partition("-")[2].islower() and len(words) == 2
    return len(words) == 3 or (
        len(words) == 2 and ("-" in words[1] or words[0] in ("Xi", "Mao", "Deng", "Wen", "Jiang", "Zhou", "Hu"))
    )


def local_entities(facts: Sequence[Facts]) -> list[LocalEntity]:
    return [entity for one in facts for entity in one.entities]
