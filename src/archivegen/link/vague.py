"""Names that mean another thing in the next town: "Main Street", "Legislative Council", "BPA". Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from archivegen import gazetteers
from archivegen.gazetteers import COMMON, ORGANIZATION_HEAD, PLACE_HEAD
from archivegen.link.company import LEAST_NAMES, Company, companies

_ACRONYM: Final = 4
"""So many letters at most has an acronym that others may have too."""
_WORDS: Final = 3
"""Of so many common words at most is a name that every town or state may have."""
_PLACE_WORDS: Final = 2
_SMALL: Final = frozenset(("of", "the", "for", "and", "on", "in", "to", "&"))
_ONE_OF_A_KIND: Final = frozenset(("International", "World", "Global", "European", "African", "Asian"))
_MOSTLY: Final = 2 / 3


def is_vague(name: str) -> bool:
    """Whether *name*, which no gazetteer has, is a short acronym, or a few common words of which one says what it is."""
    words = name.removeprefix("The ").split(" ")
    if len(words) == 1 and name.isupper():
        return len(name) <= _ACRONYM
    classes = gazetteers.load("en").classes
    own = [word for word in words if word not in _SMALL]
    if words[0] in _ONE_OF_A_KIND:
        return False
    if not 0 < len(own) <= _WORDS or not all(classes.get(word.lower(), 0) & COMMON for word in own):
        return False
    heads = classes.get(words[words.index("of") - 1] if "of" in words[1:] else words[-1], 0)
    return bool(heads & ORGANIZATION_HEAD) or (bool(heads & PLACE_HEAD) and len(words) == _PLACE_WORDS)


def of_others(articles: Sequence[int], family: str, company: Company) -> frozenset[int] | None:
    """Those of *articles* that name another thing than most do; None if they fall into companies none of which has most of them.

    Two are of one company that share names, or that tell of one country or town most. An article that names little says nothing.
    """
    telling = [article for article in articles if len(company.names(article, family)) >= LEAST_NAMES]
    if len(telling) < 2:
        return frozenset()
    groups = companies(telling, {}, family, company)
    number = {article: n for n, group in enumerate(groups) for article in group}
    sizes = Counter(number.values())
    largest: dict[int, int] = {n: n for n in sizes}
    by_home: dict[str, int] = {}
    for article in telling:
        home = company.home(article)
        if home:
            first = by_home.setdefault(home, number[article])
            one, other = _root(largest, first), _root(largest, number[article])
            largest[max(one, other)] = min(one, other)
    joined: Counter[int] = Counter()
    for n, size in sizes.items():
        joined[_root(largest, n)] += size
    most = max(joined, key=lambda n: (joined[n], -n))
    if joined[most] < _MOSTLY * len(telling):
        return None
    return frozenset(article for article in telling if _root(largest, number[article]) != most)


def _root(into: dict[int, int], n: int) -> int:
    while into[n] != n:
        n = into[n]
    return n
