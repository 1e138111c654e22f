"""Words that stand for a person by his office: "the Russian leader", "the mayor", where only one in the article can be meant. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

_OFFICES: Final = (
    "president", "prime minister", "premier", "chancellor", "king", "queen", "pope", "governor", "mayor", "senator", "congressman",
    "congresswoman", "ambassador", "sheriff", "archbishop", "bishop", "chairman", "chairwoman",
)  # fmt: skip
_ANY: Final = "|".join(_OFFICES)
_NAMED: Final = re.compile(rf"(?<![\w\-])(\w[\w.'\-]* )?({_ANY})(s|'s)?(?!\w)", re.IGNORECASE)
_HEAD: Final = re.compile(rf"(?:^|[ -])({_ANY})(?: (?:of|for|at|in)\b.*)?$", re.IGNORECASE)
_NOT_NOW: Final = frozenset(
    "former ex late deputy vice assistant acting then elect designate past previous future presumptive would-be aspiring hopeful "
    "wife husband son daughter widow aide adviser advisor spokesman spokeswoman candidate nominee".split()
)
"""Who is or was something else than the holder."""
_OTHERS: Final = re.compile(r"'s |s' ")
_GOES_ON: Final = re.compile(
    r"(?:'s)? (?:of|(?:for|at) (?:the )?[A-Z]\w+|pro tem|emeritus|candidate|hopeful|nominee|and (?:[a-z\-]+ ){1,5}of)\b|-| [A-Z]"
)
_SHORT: Final = {"Gov.": "governor", "Sen.": "senator", "Amb.": "ambassador", "Pres.": "president"}
_TITLES: Final = tuple(f"{title} " for title in (*map(str.title, _OFFICES), *_SHORT))
_TITLE: Final = re.compile(
    rf"((?:\b[A-Z]\w+[ -])?)\b({'|'.join((*map(str.title, _OFFICES), *map(re.escape, _SHORT)))}) $"
)
_LONGEST_TITLE: Final = 40
_GENERAL: Final = frozenset("a any as be become became becoming being elected every for no nor or than was".split())
"""Before an office, with nobody meant by it: "as president", "a mayor must"."""
_JOINT: Final = 2
_APPOSED: Final = 90
"""So far behind a name may stand what its bearer is."""
_WORD: Final = re.compile(r"[\w\-]+")


def title_before(prose: str, start: int) -> str:
    """The office that stands right before the name at *start* as its title: "Mayor", "Former President", "Gov."; "" if there is none."""
    if not prose.endswith(_TITLES, max(0, start - _LONGEST_TITLE), start):
        return ""
    found = _TITLE.search(prose, max(0, start - _LONGEST_TITLE), start)
    return "" if found is None else (found[1] or "") + _SHORT.get(found[2], found[2])


def office(role: str) -> str:
    """The office that *role* is: "Russian President" → "president"; "" if it is none of one holder, or no longer his."""
    found = _HEAD.search(role)
    if found is None or not _NOT_NOW.isdisjoint(_WORD.findall(role.lower().replace("-", " "))):
        return ""
    return found[1].lower() if not _OTHERS.search(role[: found.start(1)]) else ""


def offices_named(role: str) -> Iterator[str]:
    """Every office that *role* has a word of: also of a former holder, or of a wife."""
    for found in _NAMED.finditer(role):
        yield found[2].lower()


class Holders:
    """Who holds which office in one article."""

    def __init__(self, roles_by_person: Mapping[int, Iterable[str]]) -> None:
        """*roles_by_person*: by any number."""
        self._named: dict[str, set[int]] = {}
        self._held: dict[str, set[int]] = {}
        for person, roles in roles_by_person.items():
            for role in roles:
                for named in offices_named(role):
                    self._named.setdefault(named, set()).add(person)
                held = office(role)
                if held:
                    self._held.setdefault(held, set()).add(person)

    def holder(self, named: str) -> int:
        """The only person of the article who has, or had, to do with that office, and holds it; -1 if it is not one."""
        held = self._held.get(named, set())
        return next(iter(held)) if len(held) == 1 and self._named.get(named) == held else -1

    def may_be_meant(self, prose: str) -> bool:
        """A quick look first: whether "the mayor" stands anywhere."""
        lower = prose.lower() if self._held else ""
        return any(f"the {named}" in lower for named in self._held if self.holder(named) >= 0)


def mentions(prose: str, holders: Holders, starts: Mapping[int, Sequence[int]]) -> list[tuple[int, int, int]]:
    """(start, end, person) wherever "the mayor" can only be the one mayor of the article, who was named before. Linear.

    *starts*: where each person is named. Another mayor anywhere in the text, named or not, and nothing is certain.
    """
    found: dict[str, list[tuple[int, int, int]]] = {}
    doubtful: set[str] = set()
    for match in _NAMED.finditer(prose) if holders.may_be_meant(prose) else ():
        named = match[2].lower()
        person = holders.holder(named)
        if person < 0 or named in doubtful:
            continue
        start, end = match.span(2)
        before = (match[1] or "").strip().lower()
        if _is_his(prose, start, end, starts[person]) or (before in _GENERAL and match[2].islower()):
            continue
        if before != "the" or match[3] == "s" or _GOES_ON.match(prose, end):
            doubtful.add(named)
        elif starts[person][0] < start:
            found.setdefault(named, []).append((start, end, person))
    return sorted(one for named, those in found.items() if named not in doubtful for one in those)


def _is_named_at(starts: Sequence[int], end: int) -> bool:
    """His name follows: "the president, Ann Lee"."""
    n = bisect_left(starts, end)
    return n < len(starts) and starts[n] - end <= _JOINT


def _is_his(prose: str, start: int, end: int, starts: Sequence[int]) -> bool:
    """The role stands right before his name, or behind it: "Russian President Putin", "Ann Lee, the mayor of Norhaven"."""
    if _is_named_at(starts, end):
        return True
    n = bisect_left(starts, start)
    return n > 0 and start - starts[n - 1] < _APPOSED and prose.find(", ", starts[n - 1], start) > 0
