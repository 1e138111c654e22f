"""What is planned after articles came, went, moved or were renamed is what would be planned of them all, and little is asked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import overload

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from archivegen import ledger, output
from archivegen.config import EntityOptions, FeedOptions, Site
from archivegen.entities_file import load
from archivegen.link.whole import link
from archivegen.model import Archive, Article, Card, Paragraph, Since, Story
from archivegen.pages import PAGE_KINDS, articles
from archivegen.pages.changes import Changed
from archivegen.pages.units import InUnits, Unit
from archivegen.planned import Units
from small_archive import Shelf, article

SITE = Site(
    title="Harbor Papers",
    base_url="https://archive.example/",
    page_size=3,
    feed=FeedOptions(items=3, min_articles=2),
    entities=EntityOptions(min_articles=1, noindex_below=2),
)
NAMES = {
    "Ann Lee": "person",
    "Bo Marsh": "person",
    "Cy Orr": "person",
    "Harbor Union": "organization",
    "Tide Bank": "organization",
    "Port Salis": "place",
    "Kettle Bay": "place",
    "Dover": "place",
    "France": "place",
}
TEXTS = (
    "Ann Lee met Bo Marsh in Port Salis.",
    "The Harbor Union said “no boat sails” in Kettle Bay.",
    "On June 1 the Tide Bank closed. Cy Orr said “we are done” in Dover, France.",
    "Cy Orr wrote to Ann Lee.",
    "Nothing happened.",
    "Cy Orr slept.",
)
RENAMED = '- {name: "Anna Lee", kind: person, merge: ["Ann Lee"]}\n'
IGNORED = '- {name: "Dover", ignore: true}\n'


def told(
    number: int, *, text: int = 0, day: str = "2024-06-19", source: str = "Post", title: str = "", tag: str = "sea"
) -> Article:
    return article(
        number,
        TEXTS[text],
        title=title or f"Report {number}",
        date=day,
        source=source,
        byline=(f"Author {number % 3}",),
        section=("World", "Home")[number % 2],
        tags=(tag,),
    )


class Archives:
    """One archive after another: addresses that were given stay."""

    def __init__(self) -> None:
        self.book = ledger.Ledger({}, {}, {}, {})

    def of(self, articles: Mapping[int, Article], overrides: str = "") -> Archive:
        """*articles* by their place in the order of arrival."""
        made = Shelf([articles[order] for order in sorted(articles)], NAMES, SITE)
        cards = []
        for order, card in zip(sorted(articles), made.archive.cards, strict=True):
            if card.id not in self.book.articles:
                folder = card.day.replace("-", "/") or "undated"
                line = ledger.Entry("article", card.id, f"{folder}/{card.id}.html", f"2026-01-{order % 5 + 1:02}")
                self.book = ledger.with_lines(self.book, [line])
            entry = self.book.articles[card.id]
            cards.append(msgspec.structs.replace(card, order=order, address=entry.address, added=entry.added))
        linked = link(
            cards,
            made.archive.facts,
            self.book,
            overrides=load(overrides, "entities.yaml")[0],
            options=SITE.entities,
            reasons={},
            versions=[card.digest for card in cards],
        )
        given_now = (
            ("entity", linked.entity_addresses),
            ("story", linked.story_addresses),
            ("list", linked.list_addresses),
        )
        lines = [
            line
            for kind, addresses in given_now
            for line in ledger.given_lines(self.book, kind, addresses, "2026-01-01")
        ]
        self.book = ledger.with_lines(self.book, lines)
        return linked.archive


def assert_planned_as_if_anew(archives: Iterable[Archive]) -> None:
    memo: Mapping[str, Units] = {}
    for archive in archives:
        plan = output.Plan(archive, SITE, PAGE_KINDS, memo=memo)
        clean = output.Plan(msgspec.structs.replace(archive, since=None), SITE, PAGE_KINDS)
        assert plan.keys == clean.keys
        for name, units in clean.memo.items():
            if name:  # what tells the one state from the next may be behind, as then more is asked
                assert list(plan.memo[name].keys_by_unit.items()) == list(units.keys_by_unit.items()), name
        assert [str(one) for one in plan.problems] == [str(one) for one in clean.problems]
        memo = plan.memo


FIRST = {
    n: told(n, text=n % 5, day=f"2024-0{n // 4 + 4}-{n % 4 * 7 + 1:02}", source=("Post", "Ledger")[n % 2])
    for n in range(10)
}
CASES: dict[str, list[dict[int, Article]]] = {
    "the last to come": [FIRST, FIRST | {10: told(10, day="2024-07-30")}],
    "into the middle of all lists": [FIRST, FIRST | {10: told(10, text=1, day="2024-05-09")}],
    "before all": [FIRST, FIRST | {10: told(10, text=2, day="2019-05-09")}],
    "on a day that has others": [FIRST, FIRST | {10: told(10, text=2, day="2024-05-01")}],
    "without a day": [FIRST, FIRST | {10: told(10, text=2, day="")}],
    "from a new source": [
        FIRST,
        FIRST | {10: told(10, source="Wire")},
        FIRST | {10: told(10, source="Wire"), 11: told(11, source="Wire")},
    ],
    "under a new tag": [FIRST, FIRST | {10: told(10, tag="land")}],
    "the first goes": [FIRST, {n: one for n, one in FIRST.items() if n != 0}],
    "one in the middle goes": [FIRST, {n: one for n, one in FIRST.items() if n != 5}],
    "the last goes": [FIRST, {n: one for n, one in FIRST.items() if n != 9}],
    "one goes and one comes": [FIRST, {n: one for n, one in FIRST.items() if n != 4} | {10: told(10, text=3)}],
    "to another day": [FIRST, FIRST | {4: told(4, day="2024-06-02", source="Post")}],
    "to another source": [FIRST, FIRST | {4: told(4, day="2024-05-01", source="Ledger")}],
    "from one to many": [{0: told(0)}, {n: told(n, text=n % 5) for n in range(4)}, {0: told(0)}],
    "all go": [FIRST, {}],
}


@pytest.mark.parametrize("steps", CASES.values(), ids=CASES.keys())
def test_what_came_and_went_is_planned_as_if_all_were_new(steps: Sequence[Mapping[int, Article]]) -> None:
    archives = Archives()
    assert_planned_as_if_anew(archives.of(step) for step in steps)


@pytest.mark.parametrize("overrides", [RENAMED, IGNORED])
def test_an_entity_that_was_renamed_or_left_out_is_planned_as_if_all_were_new(overrides: str) -> None:
    archives = Archives()
    assert_planned_as_if_anew(archives.of(FIRST, said) for said in ("", overrides, ""))


def _telling(archive: Archive, *ids: str, name: str = "Storm") -> Archive:
    """*archive* with one story, of the articles *ids*."""
    numbers = tuple(number for number, card in enumerate(archive.cards) if card.id in ids)
    return msgspec.structs.replace(archive, stories=(Story(id="stories/storm", name=name, articles=numbers),))


@pytest.mark.parametrize("ids", [("a1", "a5", "a7"), ("a1",), ("a2", "a9"), ()])
@pytest.mark.parametrize("name", ["Storm", "Great storm"])
def test_a_story_that_is_told_of_others_is_planned_as_if_all_were_new(ids: tuple[str, ...], name: str) -> None:
    archives = Archives()
    one, other = archives.of(FIRST), archives.of({n: FIRST[n] for n in range(1, 10)})
    after = _telling(other, *ids, name=name) if ids else other
    assert_planned_as_if_anew([_telling(one, "a1", "a5"), after, _telling(one, "a1", "a5")])


def _called(archive: Archive, name: str, other: str) -> Archive:
    """*archive* with all that is called *name* called as *other*."""
    entities = tuple(
        msgspec.structs.replace(one, name=other, sort_name=other) if one.name == name else one
        for one in archive.entities
    )
    return msgspec.structs.replace(archive, entities=entities, entity_table=None)


def test_namesakes_that_come_change_and_go_are_planned_as_if_all_were_new() -> None:
    archives = Archives()
    alone = {n: told(n, text=text) for n, text in enumerate((0, 0, 4, 4))}
    both = alone | {4: told(4, text=5), 5: told(5, text=5)}
    told_of = [archives.of(step) for step in (alone, both, both | {6: told(6, text=5, day="2021-07-30")}, both, alone)]
    assert_planned_as_if_anew(_called(one, "Cy Orr", "Ann Lee") for one in told_of)


def _reworded(articles: Mapping[int, Article], *numbers: int) -> dict[int, Article]:
    """*articles*, of which those *numbers* say more, and name nobody there."""
    more = Paragraph("It rained.")
    said = {n: msgspec.structs.replace(articles[n], blocks=(*articles[n].blocks, more)) for n in numbers}
    return {**articles, **said}


def test_other_texts_alone_are_planned_as_if_all_were_new_and_no_other_article_is_looked_at() -> None:
    archives, first = Archives(), {n: one for n, one in FIRST.items() if n != 9}
    later = _reworded(first, 3, 4)
    steps = [
        (first, ()),
        (_reworded(first, 3), (3,)),
        (later, (4,)),
        (_reworded(later, 4), (4,)),
        (_reworded(later, 4) | {9: FIRST[9]}, None),
        (_reworded(later, 4, 7) | {9: FIRST[9]}, (7,)),
        (_reworded(later, 4, 7), None),
    ]
    told = [
        msgspec.structs.replace(archives.of(articles), since=Since(since, ()) if since else None)
        for articles, since in steps
    ]
    assert_planned_as_if_anew(told)
    for before, after in pairwise(told):
        if after.since is not None:
            looked_at = Watched(after.cards)
            memo = output.Plan(before, SITE, _OF_NO_FINDS).memo
            output.Plan(msgspec.structs.replace(after, cards=looked_at), SITE, _OF_NO_FINDS, memo=memo)
            assert not looked_at.is_walked


class Watched(Sequence[Card]):
    def __init__(self, cards: Sequence[Card]) -> None:
        self.cards, self.is_walked = cards, False

    def __len__(self) -> int:
        return len(self.cards)

    @overload
    def __getitem__(self, at: int) -> Card: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Card]: ...
    def __getitem__(self, at: int | slice) -> Card | Sequence[Card]:
        return self.cards[at]

    def __iter__(self) -> Iterator[Card]:
        self.is_walked = True
        return iter(self.cards)


_OF_NO_FINDS = {
    name: kind for name, kind in PAGE_KINDS.items() if name not in ("entities", "quotes", "timeline", "feeds")
}
"""Those that do not gather what was found in texts: the lists of what is quoted, say, are read anew."""

DAYS = ("", "2019-05-09", "2023-12-31", "2024-01-01", "2024-05-01", "2024-05-02", "2024-05-30", "2024-06-19")
ANY = st.builds(
    told,
    st.just(0),
    text=st.integers(0, 5),
    day=st.sampled_from(DAYS),
    source=st.sampled_from(("", "Post", "post", "Ledger")),
    title=st.sampled_from(("", "Tide Bank closes in Dover", "Boats stay in port")),
    tag=st.sampled_from(("sea", "Sea", "land")),
)
EXAMPLES = int(os.environ.get("EXAMPLES", "0"))


@settings(
    max_examples=EXAMPLES or 15,
    phases=tuple(Phase) if EXAMPLES else (Phase.generate,),
    deadline=None,
    derandomize=not EXAMPLES,
)
@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.integers(0, 14), ANY | st.none(), max_size=4),
            st.sampled_from(("", "", "", RENAMED, IGNORED)),
        ),
        max_size=5,
    )
)
def test_any_edits_are_planned_as_if_all_were_new(steps: list[tuple[dict[int, Article | None], str]]) -> None:
    archives = Archives()
    there: dict[int, Article] = dict(FIRST)
    states = [(dict(there), "")]
    for edits, overrides in steps:
        for n, one in edits.items():
            if one is None:
                there.pop(n, None)
            else:
                title = one.title if one.title != "Report 0" else f"Report {n}"
                there[n] = msgspec.structs.replace(one, id=f"a{n}", title=title, byline=(f"Author {n % 3}",))
        states.append((dict(there), overrides))
    assert_planned_as_if_anew(archives.of(*state) for state in states)


def test_an_arrival_asks_its_neighbors_and_no_other_article() -> None:
    archives = Archives()
    known = output.Plan(archives.of(FIRST), SITE, PAGE_KINDS)
    archive = archives.of(FIRST | {10: told(10, text=4, day="2024-05-09", source="Post")})
    asked: list[str] = []

    class Noting(InUnits):
        def touched(self, archive: Archive, site: Site, changed: Changed) -> Iterable[Unit] | None:
            found = list(articles.touched(archive, site, changed) or ())
            asked.extend(unit.name for unit in found)
            return found

    noting = Noting(articles.units)
    noting.at(articles.touched)
    noting.named(articles.names)
    output.Plan(archive, SITE, {**PAGE_KINDS, "articles": noting}, memo=known.memo)
    assert sorted(asked) == ["a10", "a4", "a6"]
