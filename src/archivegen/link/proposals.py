"""Archive → what a person should be asked of its entities: two pages that may be one thing, one page that may be two. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from archivegen.entities_file import Overrides
from archivegen.link.company import LEAST_NAMES, Company, companies
from archivegen.link.names import family_key, fold, person
from archivegen.model import Archive, Entity

LONG: Final = 8
"""So many letters a name has of which one may be a slip."""
_SHOWN: Final = 3
_MOST: Final = 12
"""So many candidates, and articles of one answer, are named."""
_NUMERALS: Final = frozenset("i ii iii iv v vi vii viii ix x xi xii".split())
_MEANT: Final = frozenset(("eastern", "western", "northern", "southern", "east", "west", "north", "south"))
_LITTLE: Final = frozenset("and of the for in to at on".split())


class Proposal(msgspec.Struct, frozen=True):
    """A question, what to look at, the line to write, and how much hangs on it: articles, weighed by how likely it is."""

    text: str
    proofs: tuple[str, ...]
    answer: str
    open: float


def proposals(archive: Archive, overrides: Overrides) -> Iterator[Proposal]:
    """Doubtful merges and splits of entities; those that a person's entries settle are not asked. Near-linear in the names."""
    settled = {fold(name) for entry in overrides.entries for name in (entry.name, *entry.aliases, *entry.merge)}
    asker = _Asker(archive, settled)
    yield from asker.same_elsewhere()
    yield from asker.two_kinds()
    yield from asker.surnames()
    yield from asker.acronyms()
    yield from asker.slips()
    yield from asker.two_companies()


class _Asker:
    def __init__(self, archive: Archive, settled: set[str]) -> None:
        self.archive = archive
        self.settled = settled
        self.company = Company(dict(enumerate(archive.facts)), dict(enumerate(archive.cards)))
        self.folded = [fold(entity.name) for entity in archive.entities]

    # ------------------------------------------------------------ two pages that may be one

    def same_elsewhere(self) -> Iterator[Proposal]:
        """Two entries that are the same thing elsewhere."""
        holders: dict[str, list[Entity]] = {}
        for entity in self.archive.entities:
            for address in entity.same_as:
                holders.setdefault(address, []).append(entity)
        for address, found in sorted(holders.items()):
            if len(found) > 1:
                yield self._merge(found[0], found[1:], f"both are {address}", likely=1.0)

    def two_kinds(self) -> Iterator[Proposal]:
        """One name that is two kinds of thing."""
        by_name: dict[str, list[Entity]] = {}
        for folded, entity in zip(self.folded, self.archive.entities, strict=True):
            by_name.setdefault(folded, []).append(entity)
        for folded, found in sorted(by_name.items()):
            kinds = {entity.kind for entity in found}
            if len(kinds) > 1 and folded not in self.settled:
                ranked = sorted(found, key=lambda entity: (-entity.articles, entity.id))
                text = f"{ranked[0].name}: is it {' or '.join(f'{_a(e.kind)} ({_count(e)})' for e in ranked)}, or each?"
                answer = f"write into entities.yaml, if it is one: {_line(ranked[0].name, kind=ranked[0].kind)}"
                yield Proposal(text, self._proofs(ranked[1:]), answer, 0.5 * sum(e.articles for e in ranked[1:]))

    def surnames(self) -> Iterator[Proposal]:
        """A family name alone that no article's company settled."""
        families: dict[str, list[int]] = {}
        for n, entity in enumerate(self.archive.entities):
            if entity.kind == "person":
                families.setdefault(family_key(self.folded[n]), []).append(n)
        for members in families.values():
            full = [n for n in members if person(self.folded[n]).is_full()]
            for n in members:
                name, entity = person(self.folded[n]), self.archive.entities[n]
                if full and not name.given and self.folded[n] not in self.settled:
                    among = [m for m in full if person(self.folded[m]).family == name.family]
                    among.sort(key=lambda m: (-self._shared(n, m), -self.archive.entities[m].articles, m))
                    if among:
                        best = self.archive.entities[among[0]]
                        names = [self.archive.entities[m].name for m in among[:_MOST]]
                        reason = f"the archive has {_listed(names)}"
                        likely = 0.6 if self._shared(n, among[0]) else 0.3
                        yield self._merge(best, [entity], reason, likely=likely)

    def acronyms(self) -> Iterator[Proposal]:
        """An acronym that no article writes out, and a name that it may stand for."""
        by_initials: dict[str, list[int]] = {}
        for n, entity in enumerate(self.archive.entities):
            if entity.kind in ("organization", "work"):
                words = [word for word in self.folded[n].split(" ") if word not in _LITTLE]
                if len(words) > 2:
                    by_initials.setdefault("".join(word[0] for word in words), []).append(n)
        for n, entity in enumerate(self.archive.entities):
            found = by_initials.get(self.folded[n], []) if entity.name.isupper() and entity.kind != "person" else []
            if found and self.folded[n] not in self.settled:
                best = max(found, key=lambda m: (self._shared(n, m), self.archive.entities[m].articles, -m))
                likely = 0.8 if self._shared(n, best) else 0.4
                yield self._merge(self.archive.entities[best], [entity], "those are its initials", likely=likely)

    def slips(self) -> Iterator[Proposal]:
        """Two long names of which one letter differs."""
        alike: dict[tuple[str, int], list[int]] = {}
        for n, entity in enumerate(self.archive.entities):
            if len(self.folded[n]) >= LONG and self.folded[n] not in self.settled:
                alike.setdefault((entity.kind, self.folded[n].count(" ")), []).append(n)
        asked = set()
        for (_, spaces), members in sorted(alike.items()):
            for at in range(spaces + 1):  # one word at a time, so that the forms of all are never held at once
                for one, other in self._near(members, at):
                    if (one, other) not in asked and _is_slip(self.folded[one], self.folded[other]):
                        asked.add((one, other))
                        main, less = sorted((one, other), key=lambda n: (-self.archive.entities[n].articles, n))
                        likely = 0.8 if self._shared(one, other) else 0.4
                        entities = self.archive.entities
                        yield self._merge(entities[main], [entities[less]], "one letter differs", likely=likely)

    def _near(self, members: Sequence[int], at: int) -> Iterator[tuple[int, int]]:
        """Those of *members* that are the same but for a letter of their word *at*."""
        seen: dict[str, list[int]] = {}
        for n in members:
            words = self.folded[n].split(" ")
            for rest in _without_one(words[at]) if len(words[at]) > 3 else ():
                seen.setdefault(" ".join((*words[:at], rest, *words[at + 1 :])), []).append(n)
        for found in seen.values():
            for n in found[1:] if len(found) <= _MOST else ():
                if n != found[0]:
                    yield found[0], n

    # ------------------------------------------------------------ one page that may be two

    def two_companies(self) -> Iterator[Proposal]:
        """A person whose articles fall into groups that share no names."""
        for n, entity in enumerate(self.archive.entities):
            if entity.kind != "person" or entity.articles < 4 or self.folded[n] in self.settled:
                continue
            family = family_key(self.folded[n])
            locals_ = [(a.article, self.archive.facts[a.article].entities[a.local]) for a in entity.appearances]
            if any(local.known for _, local in locals_):
                continue
            articles = list(dict.fromkeys(article for article, _ in locals_))
            roles = {article: local.roles for article, local in locals_}
            groups = [
                group
                for group in companies(articles, roles, family, self.company)
                if len(group) > 1 and len(self.company.of(group, family)) >= LEAST_NAMES
            ]
            if len(groups) > 1:
                less = min(groups, key=lambda group: (len(group), group))
                text = (
                    f"{entity.name} ({_count(entity)}): one person? {len(less)} of them share no names with the others"
                )
                ids = [self.archive.cards[article].id for article in less]
                split = f"{{name: {_quoted(entity.name)}, articles: [{', '.join(map(_quoted, ids))}]}}"
                answer = (
                    f"write into entities.yaml, if two: - {{name: {_quoted(f'{entity.name} (ROLE)')}, split: {split}}}"
                )
                yield Proposal(text, self._titles(less), answer, 0.3 * len(less))

    # ------------------------------------------------------------ what all say

    def _merge(self, main: Entity, others: Sequence[Entity], reason: str, *, likely: float) -> Proposal:
        names = " and ".join(f"{entity.name} ({_count(entity)})" for entity in (main, *others))
        answer = f"write into entities.yaml, if one: {_line(main.name, merge=[entity.name for entity in others])}"
        keep = ", ".join(_line(entity.name) for entity in (main, *others))
        articles = sum(entity.articles for entity in others)
        text = f"{names}: one {main.kind}? {reason}"
        return Proposal(text, self._proofs(others), f"{answer}  (if not: {keep})", likely * articles)

    def _proofs(self, found: Iterable[Entity]) -> tuple[str, ...]:
        return tuple(line for entity in found for line in self._titles([a.article for a in entity.appearances]))

    def _titles(self, articles: Iterable[int]) -> tuple[str, ...]:
        shown = list(dict.fromkeys(articles))
        lines = [f"{self.archive.cards[n].id}: {self.archive.cards[n].title}" for n in shown[:_SHOWN]]
        return (*lines, f"and {len(shown) - _SHOWN:,} more") if len(shown) > _SHOWN else tuple(lines)

    def _shared(self, one: int, other: int) -> int:
        """How many names the articles of two entities share beside themselves."""
        first, second = (
            self.company.of((a.article for a in self.archive.entities[n].appearances[:200]), family_key(self.folded[n]))
            for n in (one, other)
        )
        return sum(1 for name in first if name in second and first[name] > 1)


def _without_one(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _is_slip(one: str, other: str) -> bool:
    """Whether the words that differ are neither numbers nor quarters of the sky."""
    pairs = [pair for pair in zip(one.split(" "), other.split(" "), strict=True) if pair[0] != pair[1]]
    words = [word for pair in pairs for word in pair]
    return bool(words) and not any(w in _NUMERALS or w in _MEANT or any(c.isdigit() for c in w) for w in words)


def _count(entity: Entity) -> str:
    return f"{entity.articles:,} article{'s' if entity.articles != 1 else ''}"


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _quoted(text: str) -> str:
    """As YAML reads it back, whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


def _line(name: str, *, merge: Sequence[str] = (), kind: str = "") -> str:
    more = {"merge": f"[{', '.join(map(_quoted, merge))}]" if merge else "", "kind": kind}
    return (
        f"- {{{', '.join([f'name: {_quoted(name)}', *(f'{key}: {value}' for key, value in more.items() if value)])}}}"
    )
