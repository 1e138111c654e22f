"""Gather articles on the same event into stories: by the distinctive names and dates they share, near in time. Pure, near-linear."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from math import log, sqrt

from archivegen import slugs
from archivegen.model import Card, Entity, Facts, Story

WINDOW_DAYS = 14
"""Two articles further apart are not on the same event."""
ALIKE = 0.38
"""Least cosine of two articles' weighted names and title words."""
LEAST_SHARED = 3
MOST_CANDIDATES = 60
"""Neighbours in time looked at for one distinctive name."""
DISTINCTIVE = 8
"""Names of an article, rarest first, that look for candidates."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TITLE_WEIGHT = 0.5


def stories(
    cards: Sequence[Card],
    facts: Sequence[Facts],
    entities: Sequence[Entity],
    entity_of: Sequence[Sequence[int]],
    *,
    addresses: Mapping[str, str],
) -> tuple[tuple[Story, ...], dict[str, str]]:
    """The stories of two or more articles, by id; and the addresses (key → id) given now.

    An article joins the story whose members it is most like on average, oldest articles first, so that later arrivals extend
    stories and never split them. *addresses*: ids given before, by the key of a story: the id of its first article to arrive.
    """
    features = _features(cards, facts, entities, entity_of)
    days = [_ordinal(card.day) for card in cards]
    order = sorted((n for n in range(len(cards)) if days[n]), key=lambda n: (days[n], n))
    groups = _group(order, days, features)
    return _named(groups, cards, addresses)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


Features = dict[str, float]


def _features(
    cards: Sequence[Card], facts: Sequence[Facts], entities: Sequence[Entity], entity_of: Sequence[Sequence[int]]
) -> list[Features]:
    """Each article's names, title words and dated days, weighted by how often it has them and how few articles do; length 1."""
    raw = [_raw_features(card, fact, entities, own) for card, fact, own in zip(cards, facts, entity_of, strict=True)]
    in_articles = Counter(name for one in raw for name in one)
    total = len(raw)
    found = []
    for one in raw:
        weighted = {name: weight * log(1 + total / in_articles[name]) for name, weight in one.items()}
        length = sqrt(sum(value * value for value in weighted.values())) or 1.0
        found.append({name: value / length for name, value in weighted.items()})
    return found


def _raw_features(card: Card, facts: Facts, entities: Sequence[Entity], own: Sequence[int]) -> Features:
    counts = Counter(own[mention.entity] for mention in facts.mentions)
    features = {entities[at].id: 1 + log(count) for at, count in counts.items() if at >= 0}
    if card.title_basis != "supplied":
        for word in _WORD.findall(card.title.casefold()):
            features.setdefault(word, _TITLE_WEIGHT)
    for event in facts.events:
        if _DAY.fullmatch(event.when):
            features[event.when] = 1.0
    return features


def _group(order: Sequence[int], days: Sequence[int], features: Sequence[Features]) -> list[list[int]]:
    """Articles (by number, in *order* of day) in groups of the same event."""
    by_name: dict[str, list[int]] = defaultdict(list)
    group_of: dict[int, int] = {}
    groups: list[list[int]] = []
    for article in order:
        mine = features[article]
        votes: dict[int, list[float]] = defaultdict(list)
        for other in _candidates(article, mine, by_name, days):
            votes[group_of[other]].append(_likeness(mine, features[other]))
        best = max(votes, key=lambda g: (sum(votes[g]) / len(votes[g]), -g), default=-1)
        if best >= 0 and sum(votes[best]) / len(votes[best]) >= ALIKE:
            groups[best].append(article)
            group_of[article] = best
        else:
            group_of[article] = len(groups)
            groups.append([article])
        for name in mine:
            by_name[name].append(article)
    return groups


def _candidates(article: int, mine: Features, by_name: Mapping[str, list[int]], days: Sequence[int]) -> list[int]:
    """Earlier articles within the window that share a distinctive name with *article*."""
    first_day = days[article] - WINDOW_DAYS
    found: dict[int, None] = {}
    for name in sorted(mine, key=lambda name: (-mine[name], name))[:DISTINCTIVE]:
        holders = by_name.get(name, ())
        start = bisect_left(holders, first_day, key=lambda n: days[n]) if holders else 0
        found.update(dict.fromkeys(holders[max(start, len(holders) - MOST_CANDIDATES) :]))
    return list(found)


def _likeness(one: Features, other: Features) -> float:
    """Cosine of two articles; 0 where they share too few names to say."""
    shared = one.keys() & other.keys()
    if len(shared) < LEAST_SHARED:
        return 0.0
    return sum(one[name] * other[name] for name in sorted(shared))


def _named(
    groups: Sequence[Sequence[int]], cards: Sequence[Card], addresses: Mapping[str, str]
) -> tuple[tuple[Story, ...], dict[str, str]]:
    taken = set(addresses.values())
    new: dict[str, str] = {}
    found: list[Story] = []
    for group in sorted((g for g in groups if len(g) > 1), key=min):
        key = cards[min(group)].id
        titled = [n for n in group if cards[n].title_basis != "supplied"] or list(group)
        name = cards[titled[0]].title
        id_ = addresses.get(key)
        if id_ is None:
            id_ = slugs.free(f"stories/{slugs.slug(name)}", taken)
            new[key] = id_
            taken.add(id_)
        found.append(Story(id=id_, name=name, articles=tuple(group)))
    return tuple(sorted(found, key=lambda story: story.id)), new
