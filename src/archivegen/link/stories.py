"""Gather articles on the same event into stories: by the distinctive names and dates they share, near in time. Pure, near-linear."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate
from math import log, sqrt
from operator import attrgetter

import msgspec

from archivegen import slugs
from archivegen.link.table import Assigned
from archivegen.model import Card, EntityTable, Facts, Story

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


class Gathered(msgspec.Struct, frozen=True):
    stories: tuple[Story, ...]
    """By id."""
    new_addresses: dict[str, str]
    """Given now: id by key."""
    rows: dict[str, bytes]
    """What to keep for the next time; an empty one is to be forgotten."""


def stories(
    cards: Sequence[Card],
    facts: Sequence[Facts],
    entities: EntityTable,
    entity_of: Assigned,
    *,
    addresses: Mapping[str, str],
    versions: Sequence[str] = (),
    before: Mapping[str, bytes] = {},
) -> Gathered:
    """The stories of two or more articles, by id.

    An article joins the story whose members it is most like on average, oldest articles first, so that later arrivals extend
    stories and never split them. *addresses*: ids given before, by the key of a story: the id of its first article to arrive.
    Months are gathered one after the other, each from its own articles and the last days of the one before; with *versions* of
    the articles, a month of which nothing changed is taken from *before*.
    """
    whole = _whole(cards, entities, entity_of, versions) if versions else b""
    known = _decode_known(before[_ALL]) if versions and _ALL in before else None
    if known is not None and known.digest == whole:
        place_of = {card.order: n for n, card in enumerate(cards)}
        return _named([[place_of[order] for order in group] for group in known.groups], cards, addresses, {})
    words = _Words(cards, facts, versions, before.get(WORDS))
    source = Source(words.now, entities, entity_of)
    months: dict[str, list[int]] = {}
    for n in sorted((n for n, card in enumerate(cards) if card.day), key=lambda n: (cards[n].day, n)):
        months.setdefault(cards[n].day[:7], []).append(n)
    story_of: dict[int, int] = {}
    rows: dict[str, bytes] = {}
    late: list[int] = []
    known_features: dict[int, Features] = {}
    for month, articles in sorted(months.items()):
        first_day = date.fromisoformat(f"{month}-01").toordinal() - WINDOW_DAYS
        late = [n for n in late if source.days[n] >= first_day]
        key = f"{_PREFIX}{month}"
        digest = source.digest(late, articles, story_of, versions) if versions else b""
        kept = _decode(before[key]) if versions and key in before else None
        if kept is None or kept.digest != digest:
            known_features = {n: known_features[n] for n in late if n in known_features}
            gather(late, articles, source, story_of, known_features)
            if versions:
                rows[key] = _encode(_Month(digest, [cards[story_of[n]].order for n in articles]))
        else:
            story_of.update(zip(articles, map(source.place_of.__getitem__, kept.firsts), strict=True))
        late = articles
    if versions:
        rows |= words.rows()
        rows |= {key: b"" for key in before if key.startswith(_PREFIX) and key[len(_PREFIX) :] not in months}
    groups: dict[int, list[int]] = {}
    for n, first in story_of.items():
        groups.setdefault(first, []).append(n)
    several = [group for group in groups.values() if len(group) > 1]
    if versions:
        rows[_ALL] = _encode(_Known(whole, [[cards[n].order for n in group] for group in several]))
    return _named(several, cards, addresses, rows)


def _whole(cards: Sequence[Card], entities: EntityTable, entity_of: Assigned, versions: Sequence[str]) -> bytes:
    """A digest of all that decides any story."""
    told = [card.order for card in cards], [card.date[:10] for card in cards], versions, entities.ids, entities.articles
    return blake2b(_encode(told) + entity_of.told(), digest_size=16).digest()


class _Known(msgspec.Struct, array_like=True):
    """What all was made from, and what it came to."""

    digest: bytes
    groups: list[list[int]]
    """Of each story of several articles: their Card.order."""


class _Month(msgspec.Struct, array_like=True):
    """What was made of one month."""

    digest: bytes
    """Of all that it was made from."""
    firsts: list[int]
    """For each of its articles, by day: Card.order of the first of its story."""


class Told(msgspec.Struct, array_like=True):
    """The words and days that decide, of all articles."""

    orders: list[int] = []
    versions: list[str] = []
    days: list[str] = []
    texts: list[str] = []
    """Of each its title words and the days that it dates something by, divided by line ends; days begin with a digit."""
    often: list[bytes] = []
    """Of each how often it names each of its local entities, as array("I")."""

    def tell(self, n: int, version: str, card: Card, facts: Facts) -> None:
        """Of article *n* as it is now."""
        self.versions[n], self.texts[n], self.often[n] = version, _text_of(card, facts), _often_of(facts)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Month).decode
_decode_told = msgspec.msgpack.Decoder(Told).decode
_decode_known = msgspec.msgpack.Decoder(_Known).decode
_PREFIX = "stories "
WORDS = "words"
"""The key of a row: Told of all articles."""
_ALL = "all stories"


class _Words:
    """The title words and dated days of each article; those of articles that did not change are not read again."""

    def __init__(self, cards: Sequence[Card], facts: Sequence[Facts], versions: Sequence[str], row: bytes | None):
        known = _decode_told(row) if row and versions else Told()
        versions = list(versions) or [""] * len(cards)
        orders, days = [card.order for card in cards], [card.day for card in cards]
        self._is_known = (known.orders, known.versions, known.days) == (orders, versions, days)
        self.now = known
        if self._is_known:
            return
        self.now = Told(orders, versions, days, [""] * len(cards), [b""] * len(cards))
        kept = {one: n for n, one in enumerate(zip(known.orders, known.versions, strict=True))}
        for n, card in enumerate(cards):
            at = kept.get((card.order, versions[n]), -1) if kept else -1
            if at >= 0:
                self.now.texts[n], self.now.often[n] = known.texts[at], known.often[at]
            else:
                self.now.tell(n, versions[n], card, facts[n])

    def rows(self) -> dict[str, bytes]:
        """What to keep for the next time."""
        return {} if self._is_known else {WORDS: _encode(self.now)}


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


Features = dict[str, float]


_ENTITY = attrgetter("entity")


class Source:
    """What stories are made from, article by article."""

    def __init__(self, told: Told, entities: EntityTable, entity_of: Assigned) -> None:
        self._told_of, self.ids, self.entity_of = told, [*entities.ids, ""], entity_of
        ordinals = {day: _ordinal(day) for day in set(told.days)}
        self.days = list(map(ordinals.__getitem__, told.days))
        self._words = "\n".join(told.texts).split("\n")  # of all articles; one without any has one that is empty
        self.held = Counter(self._words)
        # classes, not shares: one more article changes hardly any, so it leaves what was made of other months alone
        self._entity_class = [class_of(count, len(told.orders)) for count in entities.articles]
        self._entity_class.append(0)  # of -1, like the id ""

    @cached_property
    def place_of(self) -> dict[int, int]:
        """Of each article, by its Card.order."""
        return {order: n for n, order in enumerate(self._told_of.orders)}

    @cached_property
    def _word_class(self) -> dict[str, int]:
        return {word: class_of(count, len(self._told_of.orders)) for word, count in self.held.items()}

    @cached_property
    def _classes(self) -> list[int]:
        return list(map(self._word_class.__getitem__, self._words))

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate([text.count("\n") + 1 for text in self._told_of.texts], initial=0))

    @cached_property
    def _marks(self) -> tuple[Sequence[str], Sequence[int]]:
        return self.entity_of.marked([f"{id_} {rank}" for id_, rank in zip(self.ids, self._entity_class, strict=True)])

    def digest(
        self, late: Sequence[int], articles: Sequence[int], story_of: Mapping[int, int], versions: Sequence[str]
    ) -> bytes:
        """Of all that decides the stories of *articles*, which come after those of the last days."""
        orders = self._told_of.orders
        told = [(orders[story_of[n]] if n in story_of else -1, self._told(n, versions)) for n in (*late, *articles)]
        return blake2b(_encode((len(late), told)), digest_size=16).digest()

    def _told(self, n: int, versions: Sequence[str]) -> tuple[str, int, Sequence[str], Sequence[int]]:
        marks, ends = self._marks
        classes = self._classes[self._starts[n] : self._starts[n + 1]]
        return versions[n], self._told_of.orders[n], marks[ends[n] : ends[n + 1]], classes

    def features(self, n: int) -> Features:
        """The names, title words and dated days of an article, weighted by how often it has them and how few articles do; length 1."""
        counts: dict[int, int] = {}
        for at, often in zip(self.entity_of[n], _numbers(self._told_of.often[n]), strict=False):
            if often and at >= 0:
                counts[at] = counts.get(at, 0) + often
        found = {self.ids[at]: (1 + log(count)) * _weight(self._entity_class[at]) for at, count in counts.items()}
        for word in filter(None, self._told_of.texts[n].split("\n")):
            plain = 1.0 if word[0].isdigit() else _TITLE_WEIGHT
            found.setdefault(word, plain * _weight(self._word_class[word]))
        length = sqrt(sum(value * value for value in found.values())) or 1.0
        return {name: value / length for name, value in found.items()}


def class_of(count: int, articles: int) -> int:
    """Of a name or word that *count* of so many *articles* have."""
    return (articles // max(1, count)).bit_length()


@lru_cache(maxsize=64)
def _weight(rank: int) -> float:
    """Of what one article in 2 ** (rank - 1) has, or in up to twice as many."""
    return log(1 + 0.75 * 2**rank)


def _text_of(card: Card, facts: Facts) -> str:
    """As Told.texts."""
    title = () if card.title_basis == "supplied" else _WORD.findall(card.title.casefold())
    days = (event.when for event in facts.events if _DAY.fullmatch(event.when))
    return "\n".join(dict.fromkeys((*title, *days)))


def _often_of(facts: Facts) -> bytes:
    """As Told.often."""
    counts = Counter(map(_ENTITY, facts.mentions))
    return array("I", map(counts.__getitem__, range(max(counts, default=-1) + 1))).tobytes()


def _numbers(packed: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(packed)
    return numbers


def gather(
    late: Sequence[int],
    articles: Sequence[int],
    source: Source,
    story_of: dict[int, int],
    features: dict[int, Features],
) -> None:
    """Put each of *articles* into *story_of* (the first article of its story), where those of the last days stand already.

    *features*: those that are known; it gets the others.
    """
    days = source.days
    features.update((n, source.features(n)) for n in (*late, *articles) if n not in features)
    by_name: dict[str, list[int]] = defaultdict(list)
    for n in late:
        for name in features[n]:
            by_name[name].append(n)
    for article in articles:
        mine = features[article]
        votes: dict[int, list[float]] = defaultdict(list)
        for other in _candidates(article, mine, by_name, days):
            votes[story_of[other]].append(_likeness(mine, features[other]))
        best = max(votes, key=lambda n: (sum(votes[n]) / len(votes[n]), -days[n], -n), default=-1)
        is_alike = best >= 0 and sum(votes[best]) / len(votes[best]) >= ALIKE
        story_of[article] = best if is_alike else article
        for name in mine:
            by_name[name].append(article)


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
    groups: Sequence[Sequence[int]], cards: Sequence[Card], addresses: Mapping[str, str], rows: dict[str, bytes]
) -> Gathered:
    taken = set(addresses.values())
    new: dict[str, str] = {}
    found: list[Story] = []
    for group in sorted((g for g in groups if len(g) > 1), key=min):
        key = cards[min(group)].id
        name = name_of(group, cards)
        id_ = addresses.get(key)
        if id_ is None:
            id_ = slugs.free(f"stories/{slugs.slug(name)}", taken)
            new[key] = id_
            taken.add(id_)
        found.append(Story(id=id_, name=name, articles=tuple(group)))
    return Gathered(tuple(sorted(found, key=lambda story: story.id)), new, rows)


def name_of(group: Sequence[int], cards: Sequence[Card]) -> str:
    """What the story of the articles *group* is called."""
    titled = next((n for n in group if cards[n].title_basis != "supplied"), group[0])
    return cards[titled].title
