"""Articles on one event gathered into stories; what was kept of a month changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from archivegen.link.retold import unmoved
from archivegen.link.stories import WORDS, Gathered, stories
from archivegen.model import Card, Event, Facts, LocalEntity, Mention, Span
from test_link_entities import card, resolved

NAMES = [f"Person Name{n}" for n in range(9)]


def article(order: int, day: str, names: Sequence[str], title: str = "", told: str = "") -> tuple[Card, Facts]:
    entities = tuple(LocalEntity(name, "person") for name in names)
    mentions = tuple(Mention(n, n + 1, 0, n) for n in range(len(names)))
    events = (Event(told, "", Span(0, 1), 0, ""),) if told else ()
    one = msgspec.structs.replace(card(order), date=day, title=title)
    return one, Facts(entities=entities, mentions=mentions, events=events)


def gathered(articles: Sequence[tuple[Card, Facts]], addresses: dict[str, str] | None = None, **kept: Any) -> Gathered:
    facts = [one for _, one in articles]
    found = resolved(*(list(one.entities) for one in facts))
    cards = [one for one, _ in articles]
    return stories(cards, facts, found.table, found.entity_of, addresses=addresses or {}, **kept)


def groups(articles: Sequence[tuple[Card, Facts]]) -> list[tuple[int, ...]]:
    return [story.articles for story in gathered(articles).stories]


def test_articles_of_one_week_with_the_same_names_are_one_story() -> None:
    many = [article(n, "2020-05-01", [f"Other {n}", f"Some {n}", f"More {n}"]) for n in range(3, 40)]
    one = [
        article(0, "2020-05-30", NAMES[:4]),
        article(1, "2020-06-02", NAMES[:4]),
        article(2, "2020-07-20", NAMES[:4]),
    ]
    assert groups([*one, *many]) == [(0, 1)]


def test_a_story_goes_on_over_the_ends_of_months() -> None:
    many = [article(n, "2020-05-01", [f"Other {n}", f"Some {n}", f"More {n}"]) for n in range(20, 50)]
    days = ["2020-05-25", "2020-06-05", "2020-06-15", "2020-06-28", "2020-07-09"]
    assert groups([*(article(n, day, NAMES[:4]) for n, day in enumerate(days)), *many]) == [(0, 1, 2, 3, 4)]


def test_an_address_once_given_stays_with_the_first_article() -> None:
    one = [article(0, "2020-05-30", NAMES[:4], "Flood in Norhaven"), article(1, "2020-06-02", NAMES[:4], "Water falls")]
    first = gathered(one)
    assert first.new_addresses == {"a0": "stories/flood-in-norhaven"}
    later = gathered([*one, article(2, "2020-05-29", NAMES[:4], "Before the flood")], first.new_addresses)
    assert [(story.id, story.articles) for story in later.stories] == [("stories/flood-in-norhaven", (2, 0, 1))]
    assert not later.new_addresses


days = st.sampled_from(
    ["", "2020-04-28", "2020-05-01", "2020-05-20", "2020-05-31", "2020-06-02", "2020-06-14", "2020-08-01"]
)
one_article = st.tuples(
    days, st.lists(st.sampled_from(NAMES), max_size=5, unique=True), st.sampled_from(["", "Flood grows", "Water falls"])
)
archives = st.dictionaries(st.integers(0, 15), one_article, max_size=14)


@given(st.lists(archives, min_size=2, max_size=4))
def test_what_was_kept_of_a_month_changes_nothing(states: list[dict[int, tuple[str, list[str], str]]]) -> None:
    kept: dict[str, bytes] = {}
    for state in states:
        articles = [article(n, *state[n]) for n in sorted(state)]
        again = gathered(articles, versions=[repr(state[n]) for n in sorted(state)], before=kept)
        assert again.stories == gathered(articles).stories
        kept.update(again.rows)
        kept = {key: row for key, row in kept.items() if row}
        assert not gathered(articles, versions=[repr(state[n]) for n in sorted(state)], before=kept).rows


def test_one_edit_leaves_other_months_alone() -> None:
    articles = [
        article(n, f"20{10 + n // 12:02d}-{n % 12 + 1:02d}-05", [NAMES[n % 9], f"Other {n}"]) for n in range(96)
    ]
    versions = [str(n) for n in range(96)]
    first = gathered(articles, versions=versions)
    assert len(first.rows) == 98  # the months, the words of all, and all stories
    edited = gathered(articles, versions=[*versions[:40], "new", *versions[41:]], before=first.rows)
    assert len(edited.rows) <= 4


State = dict[int, tuple[str, list[str], str]]


def told_of(state: State) -> tuple[list[tuple[Card, Facts]], list[str]]:
    return [article(n, *state[n]) for n in sorted(state)], [repr(state[n]) for n in sorted(state)]


def retold(before: State, now: State) -> tuple[bytes | None, Gathered]:
    """(What `unmoved` says as *before*, with stories, becomes *now*; what all anew comes to.)"""
    articles, versions = told_of(before)
    first = gathered(articles, versions=versions)
    articles, versions = told_of(now)
    changed = {place: versions[place] for place, n in enumerate(sorted(now)) if now[n] != before[n]}
    found = resolved(*(list(one.entities) for _, one in articles))
    cards, facts = [one for one, _ in articles], [one for _, one in articles]
    row = unmoved(first.stories, changed, cards, facts, found.table, found.entity_of, first.rows[WORDS])
    return row, gathered(articles, first.new_addresses, versions=versions)


titles = st.sampled_from(["", "Flood grows", "Water falls", "Flood falls again", "Night train"])


@given(st.dictionaries(st.integers(0, 15), one_article, min_size=1, max_size=14), st.data())
def test_what_is_said_to_leave_all_stories_as_they_are_does(before: State, data: st.DataObject) -> None:
    now = dict(before)
    for n in data.draw(st.lists(st.sampled_from(sorted(before)), min_size=1, max_size=2)):
        now[n] = (*before[n][:2], data.draw(titles))
    row, anew = retold(before, now)
    if row is not None:
        assert anew.stories == gathered(told_of(before)[0]).stories
        assert row == anew.rows[WORDS]


def test_other_words_of_an_article_ask_its_neighbors_alone() -> None:
    before: State = {n: (f"20{10 + n // 12}-{n % 12 + 1:02}-05", [f"Other {n}"], f"Said{n}") for n in range(90)}
    before |= dict.fromkeys((90, 91), ("2030-05-20", NAMES[:2], "Flood grows"))
    assert retold(before, before | {20: (*before[20][:2], "Other words")})[0] is not None
    assert retold(before, before | {91: (*before[91][:2], "Flood grows again")})[0] is not None
    assert retold(before, before | {90: (*before[90][:2], "Water falls")})[0] is None  # it is called by it
    row, anew = retold(before, before | {91: (*before[91][:2], "Night train to nowhere, seldom late, arrives early")})
    assert (row, anew.stories) == (None, ())
