"""Which names of one family name are one person's: fuller and shorter forms, initials, a family name alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from archivegen.link.company import FAMOUS, Candidates, Company, parts
from archivegen.link.names import Person, agree, person, says_more


@dataclass(slots=True)
class Form:
    """One way of writing a person's full name, and the articles that write it so."""

    folded: str
    articles: list[int] = field(default_factory=list)
    """Ascending; one entry an article."""
    roles: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By article."""
    is_known: bool = False
    word: str = ""
    """What a person has said that it is; forms of two words are never one, and a form of one is never split."""


@dataclass(slots=True)
class Somebody:
    """One person."""

    key: str
    """The fullest form; where several people have it, "~" and the number of an article follow for all but the first."""
    forms: list[str]
    articles: list[int]
    word: str = ""
    has_namesake: bool = False


class People:
    """The people of one family name, told apart."""

    def __init__(self, family: str, forms: Sequence[Form], company: Company) -> None:
        self.company, self.family = company, family
        self.people: list[Somebody] = []
        self._whole: dict[str, int] = {}
        """By form: the one person who has it."""
        self._by_article: dict[tuple[str, int], int] = {}
        """By form and article, where several have it."""
        self._may_be: dict[str, list[int]] = {}
        groups, unsure = _grouped([form for form in forms if person(form.folded).is_full()])
        for group in groups:
            self._add(group)
        self._settle(unsure)
        self._names = [person(one.forms[0]) for one in self.people]
        self._candidates = Candidates([one.articles for one in self.people], family, company)

    def is_shared(self, folded: str) -> bool:
        """Whether *folded* may mean different people in different articles."""
        if folded in self._whole:
            return False
        if person(folded).is_full():
            return True
        among = self._among(folded)
        is_plain = len(among) == 1 and len(self.people[among[0]].articles) >= FAMOUS and self._is_spelled(folded)
        return bool(among) and not is_plain

    def of(self, folded: str, article: int, *, by_company_only: bool = False) -> Somebody | None:
        """Who *folded* (a full name, one with initials, a family name alone) is in *article*; None where that is in doubt."""
        chosen = self._whole.get(folded, self._by_article.get((folded, article), -1))
        if chosen < 0:
            is_told = by_company_only or not self._is_spelled(folded)
            chosen = self._candidates.meant(article, self._among(folded), by_company_only=is_told)
        return self.people[chosen] if chosen >= 0 else None

    def _is_spelled(self, folded: str) -> bool:
        """Whether the people who may be called *folded* write their name like that: "Marx" is not "Marks" without more."""
        last = folded.rpartition(" ")[2]
        return " " in folded or any(
            last in form.split(" ") for n in self._among(folded) for form in self.people[n].forms
        )

    def _among(self, folded: str) -> list[int]:
        """The people who may be called *folded*, by number."""
        found = self._may_be.get(folded)
        if found is None:
            name = person(folded)
            found = [n for n, own in enumerate(self._names) if not name.given or agree(own, name)]
            self._may_be[folded] = found
        return found

    def _add(self, group: Sequence[Form]) -> None:
        key = max(group, key=lambda form: (_told(form), len(form.articles), form.folded)).folded
        articles = sorted({article for form in group for article in form.articles})
        word = next((form.word for form in group if form.word), "")
        is_settled = bool(word) or any(form.is_known for form in group)
        found = [articles] if is_settled else parts(articles, _roles(group), self.family, self.company)
        folded = [form.folded for form in group]
        for number, own in enumerate(found):
            name = f"{key}~{own[0]}" if number else key
            self.people.append(Somebody(name, folded, own, word, has_namesake=len(found) > 1))
            for form in group:
                if len(found) == 1:
                    self._whole[form.folded] = len(self.people) - 1
                else:
                    self._by_article.update({(form.folded, article): len(self.people) - 1 for article in own})

    def _settle(self, unsure: Sequence[tuple[Form, list[str]]]) -> None:
        """Forms that several people share ("George Bush"): each article's is the one whose company it keeps, or somebody by himself."""
        candidates = (
            Candidates([list(one.articles) for one in self.people], self.family, self.company) if unsure else None
        )
        numbers: dict[str, list[int]] = {}
        for number, one in enumerate(self.people):
            for folded in one.forms:
                numbers.setdefault(folded, []).append(number)
        for form, fuller in unsure:
            assert candidates is not None
            among = list(dict.fromkeys(n for folded in fuller for n in numbers[folded]))
            left = []
            for article in form.articles:
                chosen = -1 if form.word else candidates.meant(article, among, by_company_only=True)
                if chosen >= 0:
                    self._by_article[form.folded, article] = chosen
                    self.people[chosen].articles.append(article)
                else:
                    left.append(article)
            if left:
                self.people.append(Somebody(form.folded, [form.folded], left, form.word))
                self._by_article.update({(form.folded, article): len(self.people) - 1 for article in left})


def _told(form: Form) -> tuple[int, int]:
    given = person(form.folded).given
    return len(given), sum(len(word) > 1 for word in given)


def _roles(group: Sequence[Form]) -> dict[int, tuple[str, ...]]:
    roles: dict[int, tuple[str, ...]] = {}
    for form in group:
        for article, found in form.roles.items():
            roles[article] = (*roles.get(article, ()), *found)
    return roles


def _grouped(forms: Sequence[Form]) -> tuple[list[list[Form]], list[tuple[Form, list[str]]]]:
    """*forms* of one person each; and those that several fuller names agree with, each with those. In order of the forms."""
    alike: dict[tuple[str, str, str, str], list[Form]] = {}
    for form in forms:
        name = person(form.folded)
        alike.setdefault(("".join(name.given), name.family, name.suffix, form.word), []).append(form)
    classes = list(alike.values())
    names = [max((person(form.folded) for form in members), key=lambda name: len(name.given)) for members in classes]
    pools = _Pools(names)
    into = list(range(len(classes)))
    fuller_of: dict[int, list[int]] = {}
    for n, name in enumerate(names):
        fuller = [m for m in pools.of(name) if m != n and says_more(names[m], name) and agree(names[m], name)]
        fuller = [m for m in fuller if _may_join(classes[n], classes[m])]
        most = [
            m for m in fuller if not any(says_more(names[k], names[m]) and agree(names[k], names[m]) for k in fuller)
        ]
        if len(most) == 1:
            into[n] = most[0]
        elif most:
            fuller_of[n] = most
    groups: dict[int, list[Form]] = {}
    for n, members in enumerate(classes):
        groups.setdefault(_root(into, n), []).extend(members)
    sure = [group for root, group in groups.items() if root not in fuller_of]
    there = {form.folded for group in sure for form in group}
    unsure = [
        (form, [other.folded for m in most for other in classes[m] if other.folded in there])
        for root, most in fuller_of.items()
        for form in groups[root]
    ]
    return sure, unsure


def _root(into: Sequence[int], n: int) -> int:
    while into[n] != n:  # always to a name that says more, so it ends
        n = into[n]
    return n


def _may_join(one: Sequence[Form], fuller: Sequence[Form]) -> bool:
    """Not two names of a gazetteer, nor one of which a person has said something else."""
    if any(form.is_known for form in one) and any(form.is_known for form in fuller):
        return False
    return not one[0].word or one[0].word == fuller[0].word


class _Pools:
    """The names that may agree with another, so that not each is held against each."""

    def __init__(self, names: Sequence[Person]) -> None:
        self._by_first: dict[str, list[int]] = {}
        self._by_letter: dict[str, list[int]] = {}
        for n, name in enumerate(names):
            first = name.given[0]
            self._by_first.setdefault(first, []).append(n)
            if len(first) > 1:
                self._by_letter.setdefault(first[0], []).append(n)

    def of(self, name: Person) -> Sequence[int]:
        first = name.given[0]
        if len(first) == 1:
            return (*self._by_first[first], *self._by_letter.get(first, ()))
        return (*self._by_first[first], *self._by_first.get(first[0], ()))
