"""Whether articles of which words changed leave all stories as they are: asked of their neighbors in time alone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from archivegen.link.stories import WINDOW_DAYS, Features, Source, Told, class_of, gather, name_of
from archivegen.link.table import Assigned
from archivegen.model import Card, EntityTable, Facts, Story

_FEW: Final = 200
"""So many articles are asked for their neighbors; where a word's weight changes for more, all are gathered anew."""

_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(Told).decode


def unmoved(
    stories: Sequence[Story],
    changed: Mapping[int, str],
    cards: Sequence[Card],
    facts: Sequence[Facts],
    entities: EntityTable,
    entity_of: Assigned,
    row: bytes,
) -> bytes | None:
    """What is to be kept in place of *row* (`stories.WORDS`), if all *stories* stay as they are; None if any may not.

    *changed*: the version, as `stories` is told it, of each article of which anything changed that has a say in its story.
    O(articles), but for next to nothing each; no more than the *changed* and their neighbors are read.
    """
    if any(
        name_of(story.articles, cards) != story.name
        for story in stories
        if not changed.keys().isdisjoint(story.articles)
    ):
        return None
    told = _decode(row)
    delta: Counter[str] = Counter()
    for n, version in changed.items():
        delta.subtract(told.texts[n].split("\n"))
        told.tell(n, version, cards[n], facts[n])
        delta.update(told.texts[n].split("\n"))
    source = Source(told, entities, entity_of)
    concerned = _concerned(told, source.held, delta).union(changed)
    if len(concerned) > _FEW:
        return None
    story_of = {n: story.articles[0] for story in stories for n in story.articles}
    known: dict[int, Features] = {}
    for late, articles in _neighbors(concerned, source.days):
        found = {n: story_of.get(n, n) for n in late}
        gather(late, articles, source, found, known)
        if any(found[n] != story_of.get(n, n) for n in articles):
            return None
    return _encode(told)


def _concerned(told: Told, held: Mapping[str, int], delta: Mapping[str, int]) -> set[int]:
    """The articles with a word that weighs another weight now. *delta*: how many more of them have each word than had it."""
    total = len(told.texts)
    weighty = [
        word
        for word, more in delta.items()
        if more and word and held[word] and class_of(held[word], total) != class_of(held[word] - more, total)
    ]
    return {n for word in weighty for n, text in enumerate(told.texts) if word in text}


def _neighbors(concerned: Collection[int], days: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
    """(earlier articles, those that they and the *concerned* among them may draw into a story), each by day, ascending."""
    starts = sorted((days[n], n) for n in concerned if days[n])
    while starts:
        first = last = starts[0]
        after = 1
        while after < len(starts) and starts[after][0] <= last[0] + WINDOW_DAYS:
            last = starts[after]
            after += 1
        del starts[:after]
        span = range(first[0] - WINDOW_DAYS, last[0] + WINDOW_DAYS + 1)
        near = sorted((day, n) for n, day in enumerate(days) if day in span)
        yield [n for day, n in near if (day, n) < first], [n for day, n in near if (day, n) >= first]
