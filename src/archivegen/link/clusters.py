"""The local entities that are one entity: how they are written, what they are called, several of them as one. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from archivegen import slugs
from archivegen.entities_file import Override
from archivegen.link.company import ByOrder, Naming
from archivegen.link.names import fold, role_key, sort_name
from archivegen.model import EntityKind

ORDER: Final[tuple[EntityKind, ...]] = ("person", "organization", "place", "work")
FOLDERS: Final[Mapping[EntityKind, str]] = {
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "work": "works",
}
Counts = tuple[tuple[str, int], ...]
"""Most frequent first, then by spelling."""


class Cluster(msgspec.Struct, array_like=True):
    """The local entities that are one entity, as far as one family of names can tell."""

    key: str
    """What clusters of several families that are one have in common; "" = ignored."""
    kind: EntityKind
    articles: list[int]
    """Card.order of each local entity's article, ascending."""
    locals: list[int]
    """Parallel to articles."""
    names: dict[str, int]
    keys: list[str]
    """For the ledger: kind and folded name of each; full names first, each in order of arrival."""
    known: str = ""
    override: str = ""
    """The folded name of what a person has written about it."""
    same_as: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Other names that a person gives it."""
    anchored: str = ""
    """The name, where another entity has it too: then the ledger holds it by its articles."""
    target: str = ""
    """The folded name, of another family, that this acronym stands for."""
    surfaces: Counts = ()
    roles: Counts = ()
    name: str = ""
    sort_name: str = ""
    slug: str = ""
    count: int = 0
    """Articles."""
    is_scattered: bool = False
    """The name is one that many things may have, and its articles are of different companies."""


def say(cluster: Cluster, entry: Override) -> None:
    """Let *cluster* be what a person's *entry* says that it is."""
    cluster.override, cluster.name, cluster.sort_name = fold(entry.name), entry.name, entry.sort_name
    cluster.same_as, cluster.also = entry.same_as, tuple(sorted(entry.aliases))


def call(cluster: Cluster) -> None:
    """Give *cluster* its name, unless a person did, and what follows from a name."""
    if not cluster.override:
        cluster.name, cluster.sort_name = _name(cluster), ""
    cluster.sort_name = cluster.sort_name or sort_name(cluster.name, cluster.kind)
    cluster.slug = slugs.slug(cluster.name)


def united(members: Sequence[Cluster]) -> Cluster:
    """*members* as one; the first tells what it is. What they are written as and called is summed."""
    first = members[0]
    whole = msgspec.structs.replace(first, names={}, keys=[], target="", anchored="", is_scattered=False)
    pairs = sorted(pair for one in members for pair in zip(one.articles, one.locals, strict=True))
    whole.articles, whole.locals = [article for article, _ in pairs], [local for _, local in pairs]
    whole.count = len(set(whole.articles))
    surfaces: dict[str, int] = {}
    roles: dict[str, int] = {}
    for one in members:
        _add(whole.names, one.names.items())
        _add(surfaces, one.surfaces)
        _add(roles, one.roles)
        whole.keys += [key for key in one.keys if key not in whole.keys]
        whole.known = whole.known or one.known
    whole.keys.sort(key=lambda key: " " not in key and whole.kind == "person")
    whole.surfaces, whole.roles = _ranked(surfaces), _ranked(_as_one(roles))
    call(whole)
    return whole


def _add(counts: dict[str, int], more: Iterable[tuple[str, int]]) -> None:
    for name, count in more:
        counts[name] = counts.get(name, 0) + count


def count(cluster: Cluster, facts: ByOrder[Naming]) -> None:
    """How often *cluster* is written how, and in how many articles it is called what."""
    pairs = zip(cluster.articles, cluster.locals, strict=True)
    named = [facts[article].entities[local] for article, local in pairs]
    if len(named) == 1:
        cluster.surfaces = named[0].surfaces
        cluster.roles = tuple((role, 1) for role in sorted(set(named[0].roles)))
        return
    surfaces: dict[str, int] = {}
    # most articles write a name in one of a few ways
    for written, times in Counter([entity.surfaces for entity in named]).items():
        for surface, count in written:
            surfaces[surface] = surfaces.get(surface, 0) + count * times
    roles = Counter([role for entity in named if entity.roles for role in entity.roles])
    cluster.surfaces, cluster.roles = _ranked(surfaces), _ranked(_as_one(roles))


def _as_one(roles: Mapping[str, int]) -> Mapping[str, int]:
    """*roles* with those that differ in spelling alone counted under the one used most."""
    if len(roles) < 2:
        return roles
    used: dict[str, str] = {}
    counts: dict[str, int] = {}
    for role, count in _ranked(roles):
        key = used.setdefault(role_key(role), role)
        counts[key] = counts.get(key, 0) + count
    return counts


def _ranked(counts: Mapping[str, int]) -> Counts:
    if len(counts) < 2:
        return tuple(counts.items())
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _name(cluster: Cluster) -> str:
    """The name that the cluster goes by: a gazetteer's, else the one used most of those written out."""
    if cluster.known or len(cluster.names) == 1:
        return cluster.known or next(iter(cluster.names))
    is_full = _is_full_person if cluster.kind == "person" else _is_full_name
    return max(cluster.names.items(), key=lambda item: (is_full(item[0]), item[1], len(item[0]), item[0]))[0]


def _is_full_person(name: str) -> tuple[bool, bool, bool]:
    words = name.split(" ")
    return len(words) > 1, any(len(word.strip(".")) > 1 for word in words[:-1]), not name.isupper()


def _is_full_name(name: str) -> tuple[bool, bool, bool]:
    return not name.isupper(), not name.startswith(("U.S. ", "US ", "U.N. ", "UN ", "UK ", "U.K. ")), True
