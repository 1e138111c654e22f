"""Names that a person writes about: which of them some article has, without reading all articles each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archivegen.entities_file import Override, Overrides
from archivegen.link.heard import heard
from archivegen.model import Facts
from test_link_entities import card, person

CARDS = [card(n) for n in range(3)]
FACTS = [Facts(entities=(person(name),)) for name in ("Anna Weber", "Henry Okafor", "Maria Lopez")]
SAID = Overrides(
    (Override(name="Ann Weber", aliases=("ANNA WEBER",)), Override(name="Maria Lopez", merge=("people/mimi", "Mimi")))
)


class Watched(Sequence[Facts]):
    """Facts that count how often they are read."""

    def __init__(self) -> None:
        self.read = 0

    def __len__(self) -> int:
        return len(FACTS)

    def __getitem__(self, at: int) -> Facts:  # type: ignore[override]
        self.read += 1
        return FACTS[at]

    def __iter__(self) -> Iterator[Facts]:
        return map(self.__getitem__, range(len(FACTS)))


def test_what_no_article_has_is_not_heard() -> None:
    found = heard(SAID, CARDS, FACTS, ids={"people/mimi"}, versions=(), before={})
    assert found.names == {"anna weber", "maria lopez"}
    assert not found.rows


def test_articles_are_read_again_only_where_none_is_known_any_more() -> None:
    said = Overrides(SAID.entries[:1])
    first = heard(said, CARDS, FACTS, ids=(), versions=["1", "2", "3"], before={})
    facts = Watched()
    second = heard(said, CARDS, facts, ids=(), versions=["1", "2", "new"], before=first.rows)
    assert (second.names, second.rows, facts.read) == ({"anna weber"}, {}, 0)
    third = heard(said, CARDS, facts, ids=(), versions=["new", "2", "3"], before=first.rows)
    assert third.names == {"anna weber"}
    assert facts.read > 0
    assert third.rows


def test_an_article_that_is_likely_to_have_a_name_spares_the_reading_of_the_others() -> None:
    said = Overrides((Override(name="Mary Lopez", merge=("Maria Lopez",)),))
    facts = Watched()
    found = heard(said, CARDS, facts, ids=(), versions=["1", "2", "3"], before={}, naming=lambda name: [2])
    assert (found.names, facts.read) == ({"maria lopez"}, 1)
    assert found.names == heard(said, CARDS, facts, ids=(), versions=(), before={}).names


def test_an_own_name_is_looked_for_where_a_merge_is_missing() -> None:
    said = Overrides((Override(name="Anna Weber", merge=("Maria Lopez", "Mimi")),))
    for naming in (lambda name: (), lambda name: [2]):
        found = heard(said, CARDS, FACTS, ids=(), versions=["1", "2", "3"], before={}, naming=naming)
        assert found.names == {"anna weber", "maria lopez"}
