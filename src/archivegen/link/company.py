"""The company that a name keeps: what else its articles name, what they call it, and when. Pure; tells two people of one name apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from archivegen.link.names import family_key, fold
from archivegen.model import Card, EntityKind, Facts, LocalEntity

ENOUGH: Final = 3
"""Two articles that share names of this weight are in one company: a name of a person, or two that everybody names."""
CAREER_YEARS: Final = 40
"""So far apart two people of one name are hardly one, if nothing else joins them."""
LEAST_NAMES: Final = 4
"""So many names must be known on either side before their difference says anything."""
AHEAD: Final = 3
"""So many times as often as the next must a full name stand, for a surname alone to mean it."""
FAMOUS: Final = 10
"""In so many articles must the only one of a surname stand for it to mean that one in any company."""
_WEAKEST: Final = 8
"""So many of an article's weak names are paired."""

_HEADS: Final = {
    "politics": "president minister premier chancellor senator congressman congresswoman representative governor mayor councillor "
    "councilor councilman councilwoman lawmaker legislator politician mp ambassador diplomat secretary king queen",
    "sport": "player footballer striker goalkeeper midfielder defender forward coach pitcher quarterback boxer golfer swimmer sprinter "
    "cyclist wrestler skater cricketer batsman bowler referee athlete jockey hurler shortstop",
    "science": "professor scientist researcher physicist chemist biologist historian economist astronomer epidemiologist physician "
    "surgeon geologist virologist mathematician archaeologist",
    "arts": "actor actress singer musician guitarist drummer bassist composer filmmaker novelist writer poet painter sculptor comedian "
    "rapper dancer playwright soprano tenor violinist pianist",
    "crime": "suspect murderer killer defendant inmate gunman prisoner convict robber shooter",
    "faith": "bishop archbishop priest pope cardinal rabbi imam pastor vicar",
    "arms": "general colonel major admiral sergeant lieutenant brigadier corporal",
    "trade": "ceo executive banker businessman businesswoman entrepreneur",
}
_FIELD_OF: Final[Mapping[str, str]] = {head: field for field, heads in _HEADS.items() for head in heads.split()}


T_co = TypeVar("T_co", covariant=True)


class ByOrder(Protocol[T_co]):
    """Values by Card.order: a mapping, or a sequence where the orders are 0, 1, 2 …"""

    def __getitem__(self, order: int, /) -> T_co: ...


class Locals(Protocol):
    """Local entities of one article, by number."""

    def __getitem__(self, local: int, /) -> LocalEntity: ...


class Naming(Protocol):
    """Facts, as far as they tell of the local entities that are asked for."""

    @property
    def entities(self) -> Locals: ...


class Company:
    """What stands beside a name, by article; each article is looked at once and only if it is asked for."""

    def __init__(self, facts: ByOrder[Facts], cards: ByOrder[Card]) -> None:
        self._facts, self._cards = facts, cards
        self._names: dict[int, tuple[tuple[str, str, int], ...]] = {}
        self._told: dict[tuple[str, EntityKind, bool], tuple[str, str, int]] = {}
        """Folded, with its family and its weight: one value, however many articles name it."""

    def names(self, article: int, family: str) -> dict[str, int]:
        """Weight by name of all that *article* names beside names of *family*; a name that few articles have weighs most."""
        found = self._names.get(article)
        if found is None:
            found = tuple([self._tell(entity) for entity in self._facts[article].entities])
            self._names[article] = found
        return {folded: weight for folded, own, weight in found if own != family}

    def home(self, article: int) -> str:
        """The place that everybody knows of which *article* tells most; "" if it names none."""
        best, most = "", 0
        for entity in self._facts[article].entities:
            if entity.kind == "place" and entity.known:
                count = sum(count for _, count in entity.surfaces)
                if count > most:
                    best, most = fold(entity.english or entity.name), count
        return best

    def places(self, article: int) -> set[str]:
        """The places that everybody knows of which *article* tells, folded."""
        entities = self._facts[article].entities
        return {fold(entity.english or entity.name) for entity in entities if entity.kind == "place" and entity.known}

    def forget(self) -> None:
        """Let go of what was looked at."""
        self._names.clear()
        self._told.clear()

    def _tell(self, entity: LocalEntity) -> tuple[str, str, int]:
        key = (entity.english or entity.name, entity.kind, entity.known)
        found = self._told.get(key)
        if found is None:
            folded = fold(key[0])
            weight = 1 if entity.kind == "place" else 2 if entity.known else 3 if " " in folded else 1
            found = self._told[key] = (folded, family_key(folded), weight)
        return found

    def of(self, articles: Iterable[int], family: str) -> dict[str, int]:
        """As names, of several articles together."""
        found: dict[str, int] = {}
        for article in articles:
            found.update(self.names(article, family))
        return found

    def year(self, article: int) -> int:
        day = self._cards[article].date
        return int(day[:4]) if day[:4].isdigit() else 0

    def years(self, articles: Iterable[int]) -> tuple[int, int]:
        """The first and the last; (0, 0) if none is dated."""
        years = [year for article in articles if (year := self.year(article))]
        return (min(years), max(years)) if years else (0, 0)

    def month(self, article: int) -> tuple[str, str]:
        """Its source and month; ("", "") if it is not dated."""
        card = self._cards[article]
        return (card.source, card.day[:7]) if card.day else ("", "")


def fields(roles: Iterable[str]) -> frozenset[str]:
    """What walks of life *roles* are of: "the striker" → sport. Politics and arms alike, so they do not count as two."""
    found = {_FIELD_OF[word] for role in roles for word in fold(role).split(" ") if word in _FIELD_OF}
    return frozenset("politics" if field == "arms" else field for field in found)


def parts(
    articles: Sequence[int], roles: Mapping[int, Sequence[str]], family: str, company: Company
) -> list[list[int]]:
    """The *articles* (ascending) that name one person, or, where their company differs for certain, those of each.

    Kept apart are two groups of articles, each held together by names that its articles share, which share none, and whose roles
    are of different walks of life or that lie CAREER_YEARS apart. An article that belongs to neither goes where its roles say, or to
    the first. Near-linear in the names of the articles.
    """
    if not may_differ(articles, roles, company):
        return [list(articles)]
    groups = [_Group(group, roles, family, company) for group in companies(articles, roles, family, company)]
    apart: list[_Group] = []
    for group in groups:
        if group.says_something():
            same = [one for one in apart if not group.differs(one)]
            if same:
                same[0].take(group)
            else:
                apart.append(group)
    if len(apart) < 2:
        return [list(articles)]
    held = {article for one in apart for article in one.articles}
    for article in articles:
        if article not in held:
            own = fields(roles.get(article, ()))
            fitting = [one for one in apart if own & one.fields]
            (fitting[0] if len(fitting) == 1 else apart[0]).articles.append(article)
    return sorted((sorted(one.articles) for one in apart), key=lambda found: found[0])


def may_differ(articles: Sequence[int], roles: Mapping[int, Sequence[str]], company: Company) -> bool:
    """A cheap look first: whether there is anything to tell people apart by."""
    if len(articles) < 4:
        return False
    seen = {own for article in articles if (own := fields(roles.get(article, ())))}
    if len(seen) > 1 and not frozenset.intersection(*seen):
        return True
    first, last = company.years(articles)
    return last - first >= CAREER_YEARS


def companies(
    articles: Sequence[int], roles: Mapping[int, Sequence[str]], family: str, company: Company
) -> list[list[int]]:
    """*articles* in groups that share a weighty name, two lighter ones or a role phrase of several words."""
    parent = {article: article for article in articles}

    def root(article: int) -> int:
        while parent[article] != article:
            parent[article] = article = parent[parent[article]]
        return article

    holder: dict[str, int] = {}
    for article in articles:
        names = company.names(article, family)
        weak = sorted(name for name, weight in names.items() if weight == 2)[:_WEAKEST]
        marks = [name for name, weight in names.items() if weight >= ENOUGH]
        marks += [f"{a}|{b}" for n, a in enumerate(weak) for b in weak[n + 1 :]]
        marks += [f"role {fold(role)}" for role in roles.get(article, ()) if role.count(" ") > 1]
        for mark in marks:
            one, other = root(holder.setdefault(mark, article)), root(article)
            parent[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = {}
    for article in articles:
        groups.setdefault(root(article), []).append(article)
    return list(groups.values())


class _Group:
    """Articles in one company."""

    def __init__(self, articles: list[int], roles: Mapping[int, Sequence[str]], family: str, company: Company) -> None:
        self.articles = articles
        self.names = len(company.of(articles, family))
        self.fields = frozenset(f for article in articles for f in fields(roles.get(article, ())))
        self.first, self.last = company.years(articles)

    def says_something(self) -> bool:
        return len(self.articles) > 1 and self.names >= LEAST_NAMES and bool(self.fields or self.last)

    def differs(self, other: _Group) -> bool:
        if self.fields and other.fields and not self.fields & other.fields:
            return True
        dated = bool(self.last and other.last)
        return dated and max(self.first - other.last, other.first - self.last) >= CAREER_YEARS

    def take(self, other: _Group) -> None:
        self.articles += other.articles
        self.fields |= other.fields
        if other.last:
            self.first = min(self.first or other.first, other.first)
            self.last = max(self.last, other.last)


class Candidates:
    """Several people of one family name, to tell by its company which of them an article means."""

    def __init__(self, articles: Sequence[Sequence[int]], family: str, company: Company) -> None:
        """*articles* of each."""
        self._articles, self._family, self._company = articles, family, company
        self._holders: dict[str, list[int]] | None = None
        self._known: dict[int, tuple[frozenset[str], frozenset[tuple[str, str]]]] = {}
        """By person: all names beside his, and the sources and months that he is written of in."""

    def meant(self, article: int, among: Sequence[int], *, by_company_only: bool = False) -> int:
        """Which of the people *among* (their numbers) *article* means; -1 where that is in doubt."""
        if not among:
            return -1
        if len(among) == 1 and not by_company_only:
            return among[0] if self._is_plausible(article, among[0]) else -1
        own = self._company.names(article, self._family)
        scores = self._scores(own, among)
        ranked = sorted(among, key=lambda n: (-scores.get(n, 0), -len(self._articles[n]), n))
        best, others = ranked[0], ranked[1:]
        if scores.get(best, 0) >= ENOUGH and all(scores[best] >= 2 * scores.get(n, 0) for n in others):
            return best
        if by_company_only:
            return -1
        most = sorted(among, key=lambda n: (-len(self._articles[n]), n))
        is_ahead = len(self._articles[most[0]]) >= AHEAD * len(self._articles[most[1]])
        return most[0] if is_ahead and scores.get(most[0], 0) >= max(scores.get(n, 0) for n in most[1:]) else -1

    def _scores(self, own: Mapping[str, int], among: Sequence[int]) -> dict[int, int]:
        """Weight of the names shared, by person; names that many of them share tell nothing."""
        if self._holders is None:
            self._holders = {}
            for number, articles in enumerate(self._articles):
                for name in self._company.of(articles, self._family):
                    self._holders.setdefault(name, []).append(number)
        wanted = set(among)
        most = max(2, len(self._articles) // 4)
        scores: dict[int, int] = {}
        for name, weight in own.items():
            holders = self._holders.get(name, ())
            for number in holders if len(holders) <= most or len(wanted) == 1 else ():
                if number in wanted:
                    scores[number] = scores.get(number, 0) + weight
        return scores

    def _is_plausible(self, article: int, person: int) -> bool:
        """Whether the only one of the name is meant: not if both keep company enough to meet, and do not."""
        own = self._company.names(article, self._family)
        if len(own) < LEAST_NAMES or len(self._articles[person]) >= FAMOUS:
            return True
        known = self._known.get(person)
        if known is None:
            articles = self._articles[person]
            names = frozenset(self._company.of(articles, self._family))
            known = self._known[person] = (names, frozenset(map(self._company.month, articles)) - {("", "")})
        names, months = known
        return len(names) < LEAST_NAMES or not names.isdisjoint(own) or self._company.month(article) in months
