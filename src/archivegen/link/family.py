"""One family of names → the clusters in it: all names that share a family name, or an institution's last word. Pure.

A family sees its own names and the articles that write them, nothing else, so that its result is kept until one of those changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from typing import Final

import msgspec

from archivegen.entities_file import Override, Overrides
from archivegen.link.clusters import FOLDERS, ORDER, Cluster, call, count, say
from archivegen.link.company import ByOrder, Company, Naming
from archivegen.link.names import fold, loose, national, without_country
from archivegen.link.people import Form, People, Somebody
from archivegen.link.vague import is_vague, of_others
from archivegen.model import Card, EntityKind, Facts, LocalEntity

TRUSTED: Final = 0.75
"""So sure of its kind, a person's name alone is not taken for the place or work of that name."""


_encode = msgspec.msgpack.Encoder().encode


class Shared(msgspec.Struct, frozen=True):
    """What all families are resolved with."""

    facts: ByOrder[Facts]
    named: ByOrder[Naming]
    """As *facts*, of those local entities that are asked for."""
    cards: ByOrder[Card]
    company: Company
    entries: tuple[Override, ...]
    said: Mapping[str, int]
    """By folded name or alias: the entry that tells of it."""
    splits: Mapping[tuple[str, str], int]
    """By folded name and article id."""
    split_names: frozenset[str]
    with_people: bool = True


def shared(facts: ByOrder[Facts], cards: ByOrder[Card], overrides: Overrides, *, with_people: bool) -> Shared:
    entries = overrides.entries
    said = {fold(entry.name): n for n, entry in enumerate(entries)}
    into: dict[int, int] = {}
    for n, entry in enumerate(entries):
        for other in (*entry.aliases, *entry.merge):
            first = said.setdefault(fold(as_name(other)), n)
            if first != n and other in entry.merge and fold(as_name(other)) == fold(entries[first].name):
                into.setdefault(first, n)  # an entry of its own that is merged into this one
    said = {name: _root(into, n) for name, n in said.items()}
    splits = {
        (fold(split.name), article): n
        for n, entry in enumerate(entries)
        for split in entry.split
        for article in split.articles
    }
    names = frozenset(name for name, _ in splits)
    return Shared(facts, facts, cards, Company(facts, cards), entries, said, splits, names, with_people)


def meanings(shared: Shared) -> dict[str, bytes]:
    """By folded name of which a person says something: a digest of what that is."""
    told = [_encode(msgspec.structs.replace(entry, line=0)) for entry in shared.entries]
    found = {name: [told[n]] for name, n in shared.said.items()}
    for (name, article), n in sorted(shared.splits.items()):
        found.setdefault(name, []).extend((article.encode(), told[n]))
    return {name: blake2b(_encode(parts), digest_size=8).digest() for name, parts in found.items()}


def _root(into: Mapping[int, int], n: int) -> int:
    """Where a chain of merges ends; entities_file lets no ring through."""
    for _ in into:
        n = into.get(n, n)
    return n


def as_name(name_or_id: str) -> str:
    """ "people/v-putin" → "v-putin", which folds as the name does."""
    folders = tuple(f"{folder}/" for folder in FOLDERS.values())
    return name_or_id.rpartition("/")[2] if name_or_id.startswith(folders) else name_or_id


@dataclass(slots=True)
class Name:
    """All that the articles say of one name of one kind."""

    name: str
    folded: str
    """Of a name that has another in English: that one, so that one thing has one name in all languages."""
    kind: EntityKind
    known: bool
    key: str
    """As key_name."""
    articles: list[int] = field(default_factory=list)
    locals: list[int] = field(default_factory=list)
    vote: float = 0.0

    def said(self, entries: Mapping[str, int]) -> int:
        """The number of the entry that a person has written about this name; -1 if there is none."""
        at = entries.get(self.folded, -1)
        return at if at >= 0 else entries.get(fold(self.name), -1)


def key_name(entity: LocalEntity) -> str:
    """The name by which *entity* is known in all languages."""
    return entity.english or entity.name


def clusters(
    key: str,
    names: Sequence[Name],
    acronyms: Mapping[str, str],
    shared: Shared,
    counted: Mapping[str, Cluster] = {},
) -> list[Cluster]:
    """The clusters of the family *key*, of which *names* are all names. *acronyms*: the full name that articles write each for.

    *counted*: by key, clusters of articles that have not changed since: where they are as they were, they are not counted again.
    """
    only = _only_one(names[0], acronyms, shared) if len(names) == 1 else None
    found = [only] if only is not None else _Family(key, names, acronyms, shared).clusters()
    others = []
    for cluster in found:
        finish(cluster, shared, counted.get(cluster.key))
        if cluster.count > 1 and cluster.kind in ("organization", "place") and not cluster.known:
            others += _others(cluster, key, shared)
    return found + others


def _others(cluster: Cluster, key: str, shared: Shared) -> list[Cluster]:
    """What is not of the company of most articles of *cluster*, where many things may have its name; it is taken out of it.

    The supreme court of another country stays by itself, without a page.
    """
    if cluster.override or any(not is_vague(name) for name in cluster.names):
        return []
    if any(surface.isupper() and surface not in cluster.names for surface, _ in cluster.surfaces):
        return []  # who has an acronym is a body of its own
    apart = of_others(sorted(set(cluster.articles)), key, shared.company)
    if apart is None:
        cluster.is_scattered = True
    if not apart:
        return []
    pairs = list(zip(cluster.articles, cluster.locals, strict=True))
    other = Cluster(f"{cluster.key}~", cluster.kind, [], [], {}, [], is_scattered=True)
    for part, is_apart in ((cluster, False), (other, True)):
        own = [(article, local) for article, local in pairs if (article in apart) is is_apart]
        part.articles, part.locals = [article for article, _ in own], [local for _, local in own]
        part.names = dict(Counter(shared.named[article].entities[local].name for article, local in own))
        finish(part, shared)
    return [other]


def _only_one(name: Name, acronyms: Mapping[str, str], shared: Shared) -> Cluster | None:
    """What most families are: one name, about which there is nothing to decide. None where there is."""
    if name.said(shared.said) >= 0 or name.folded in shared.split_names or name.folded in acronyms:
        return None
    if name.kind == "person" and (not shared.with_people or (len(name.articles) > 1 and not name.known)):
        return None
    folded = without_country(name.folded) if name.kind == "organization" else name.folded
    if folded != name.folded and folded in shared.said:
        return None
    key = f"{name.kind}:{name.folded if name.kind == 'person' else loose(name.folded, name.kind)}"
    known = name.name if name.known else ""
    counts = {name.name: len(name.articles)}
    return Cluster(key, name.kind, name.articles, name.locals, counts, [f"{name.kind}:{name.folded}"], known)


class _Family:
    """Puts each local entity of one family into its cluster."""

    def __init__(self, key: str, names: Sequence[Name], acronyms: Mapping[str, str], shared: Shared) -> None:
        self.key, self.shared, self.acronyms, self.names = key, shared, acronyms, names
        self.kinds = _kinds(self.names)
        organizations = {name.folded for name in self.names if self.kinds[name.folded] == "organization"}
        self.national = national(organizations) if len(organizations) > 1 else {}
        self.known = {name.folded for name in self.names if name.known and name.kind == "organization"}
        self.people = self._people()
        self.found: dict[str, Cluster] = {}

    def clusters(self) -> list[Cluster]:
        for name in self.names:
            if self._is_one_by_one(name):
                for article, local in zip(name.articles, name.locals, strict=True):
                    self._put(name, self._of(name, article), (article,), (local,))
            else:
                self._put(name, self._of(name, name.articles[0]), name.articles, name.locals)
        return list(self.found.values())

    def _is_one_by_one(self, name: Name) -> bool:
        """Whether articles may mean different things by *name*."""
        if name.folded in self.shared.split_names:
            return True
        if name.said(self.shared.said) >= 0:
            return False
        if name.known:
            return False
        if self.people is not None and "person" in (name.kind, self.kinds[name.folded]):
            return self.people.is_shared(name.folded)
        return name.folded in self.national

    # ------------------------------------------------------------ which cluster

    def _of(self, name: Name, article: int) -> Cluster | None:
        """The cluster of *name* in *article*; None = ignored."""
        shared = self.shared
        at = name.said(shared.said)
        if name.folded in shared.split_names:
            at = shared.splits.get((name.folded, shared.cards[article].id), at)
        kind = name.kind if name.known else self.kinds[name.folded]
        if at >= 0:
            return self._said(at, kind)
        somebody = self._somebody(name, kind, article)
        if somebody is not None:
            if somebody.word:
                return self._said(int(somebody.word), "person")
            cluster = self._cluster(f"person:{somebody.key}", "person")
            if cluster is not None and somebody.has_namesake:
                cluster.anchored = somebody.key.partition("~")[0]
            return cluster
        if name.kind == "person" and kind in ("place", "work") and not name.known and self._is_trusted(name):
            kind = "person"
        if kind == "person":
            return self._cluster(f"person:{name.folded}", kind)
        if not name.known and name.folded in self.acronyms and name.name.isupper():  # not "Nice" for "NICE"
            cluster = self._cluster(f"{kind}:{loose(name.folded, kind)}", kind)
            if cluster is not None:
                cluster.target = self.acronyms[name.folded]
            return cluster
        folded = name.folded if name.known else self._full(name.folded, article)
        at = shared.said.get(folded, -1)
        return self._said(at, kind) if at >= 0 else self._cluster(f"{kind}:{loose(folded, kind)}", kind)

    def _somebody(self, name: Name, kind: EntityKind, article: int) -> Somebody | None:
        """The person of a fuller name whom *name* means in *article*, if it is certain that it means one."""
        if self.people is None:
            return None
        if kind == "person":
            return self.people.of(name.folded, article)
        if name.known or name.kind != "person" or " " in name.folded:
            return None
        return self.people.of(name.folded, article, by_company_only=True)  # "Ford": mostly the company

    def _is_trusted(self, name: Name) -> bool:
        return " " not in name.folded and name.vote >= TRUSTED * len(name.articles)

    def _said(self, at: int, kind: EntityKind) -> Cluster | None:
        entry = self.shared.entries[at]
        if entry.ignore:
            return None
        kind = entry.kind or kind
        cluster = self._cluster(f"={fold(entry.name)}", kind)
        if cluster is not None and not cluster.override:
            say(cluster, entry)
        return cluster

    def _cluster(self, key: str, kind: EntityKind) -> Cluster | None:
        if kind == "person" and not self.shared.with_people:
            return None
        cluster = self.found.get(key)
        if cluster is None:
            cluster = self.found[key] = Cluster(key, kind, [], [], {}, [])
        return cluster

    def _put(self, name: Name, cluster: Cluster | None, articles: Sequence[int], locals_: Sequence[int]) -> None:
        if cluster is None:
            cluster = self.found.setdefault("", Cluster("", "work", [], [], {}, []))
        cluster.articles += articles
        cluster.locals += locals_
        cluster.names[name.name] = cluster.names.get(name.name, 0) + len(articles)
        if name.known and cluster.names[name.name] > cluster.names.get(cluster.known, 0):
            cluster.known = name.name  # by use, where languages differ
        key = f"{cluster.kind}:{name.folded}"
        if key not in cluster.keys and (len(articles) == len(name.articles) or cluster.key in (key, f"={name.folded}")):
            cluster.keys.append(key)

    def _full(self, folded: str, article: int) -> str:
        """ "department of energy" as "united states department of energy" in an article that names that country, or no place."""
        bare = without_country(folded)
        if bare in self.known:
            return bare  # "U.S. Environmental Protection Agency"
        homes = self.national.get(folded, {})
        if not homes:
            return folded
        places = self.shared.company.places(article)
        named = [full for country, full in homes.items() if country in places or not places]
        return named[0] if len(named) == 1 else folded

    # ------------------------------------------------------------ people

    def _people(self) -> People | None:
        """The people of this family name; None where it is nobody's."""
        forms: dict[str, Form] = {}
        for name in self.names:
            if (name.kind if name.known else self.kinds[name.folded]) != "person":
                continue
            at = self.shared.said.get(name.folded, -1)
            if at >= 0 and self.shared.entries[at].ignore:
                continue
            form = forms.setdefault(name.folded, Form(name.folded, word="" if at < 0 else str(at)))
            form.is_known |= name.known
            for article, local in zip(name.articles, name.locals, strict=True):
                if (
                    name.folded in self.shared.split_names
                    and (name.folded, self.shared.cards[article].id) in self.shared.splits
                ):
                    continue
                if not form.articles or form.articles[-1] != article:
                    form.articles.append(article)
                roles = self.shared.named[article].entities[local].roles
                if roles:
                    form.roles[article] = roles
        if not forms:
            return None
        for form in forms.values():
            form.articles = sorted(set(form.articles))
        return People(self.key, [form for form in forms.values() if form.articles], self.shared.company)


def names_of(pairs: Iterable[tuple[int, int]], named: ByOrder[Naming]) -> list[Name]:
    """Every name of *pairs* (article, local entity; ascending) by kind, in order of arrival."""
    found: dict[tuple[str, str, EntityKind, bool], Name] = {}
    for article, local in pairs:
        entity = named[article].entities[local]
        key = (entity.name, entity.english, entity.kind, entity.known)
        name = found.get(key)
        if name is None:
            shared_name = key_name(entity)
            name = found[key] = Name(entity.name, fold(shared_name), entity.kind, entity.known, shared_name)
        name.articles.append(article)
        name.locals.append(local)
        name.vote += entity.confidence
    return list(found.values())


def _kinds(names: Sequence[Name]) -> dict[str, EntityKind]:
    """By folded name: the kind that most articles say it has; a gazetteer's word outweighs the rest."""
    votes: dict[str, list[float]] = {}
    for name in names:
        vote = votes.setdefault(name.folded, [0.0, 0.0, 0.0, 0.0])
        count = len(name.articles)
        vote[ORDER.index(name.kind)] += 1000.0 * count if name.known else 0.2 * count + name.vote
    return {folded: ORDER[max(range(4), key=lambda n: (vote[n], -n))] for folded, vote in votes.items()}


# ---------------------------------------------------------------- what a cluster is called


def finish(cluster: Cluster, shared: Shared, counted: Cluster | None = None) -> None:
    """Bring the local entities of *cluster* into order, and work out what follows from them. *counted*: as `clusters` has it."""
    pairs = list(zip(cluster.articles, cluster.locals, strict=True))
    if any(
        one > other for one, other in pairwise(pairs)
    ):  # of several names, or of one that articles take for several kinds
        pairs.sort()
        cluster.articles = [article for article, _ in pairs]
        cluster.locals = [local for _, local in pairs]
    if counted is not None and (counted.articles, counted.locals) == (cluster.articles, cluster.locals):
        cluster.count, cluster.surfaces, cluster.roles = counted.count, counted.surfaces, counted.roles
    else:
        cluster.count = len(set(cluster.articles))
        count(cluster, shared.named)
    if len(cluster.keys) > 1:
        cluster.keys.sort(key=lambda key: " " not in key and cluster.kind == "person")
    if cluster.anchored:
        own = [f"person:{cluster.anchored}~{shared.cards[article].id}" for article in dict.fromkeys(cluster.articles)]
        cluster.keys = [*own, *cluster.keys] if "~" not in cluster.key else own
    call(cluster)
    if cluster.override and not cluster.keys:  # split off by a person: no name of the articles is its alone
        cluster.keys = [f"{cluster.kind}:{FOLDERS[cluster.kind]}/{cluster.slug}"]
