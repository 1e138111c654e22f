"""The archives of the capacity benchmark are the same at every run, and go through linking and planning as they stand."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))  # benchmarks/ is no part of the package

from benchmarks import capacity

from archivegen.model import Card, Facts


def test_the_same_archive_at_every_run() -> None:
    assert list(capacity.prepared(50)) == list(capacity.prepared(50))
    assert list(capacity.prepared(50)) != list(capacity.prepared(51))[:50]


def test_an_article_holds_what_is_found_in_news() -> None:
    for made in capacity.prepared(20):
        facts, card = msgspec.msgpack.decode(made.facts, type=Facts), msgspec.msgpack.decode(made.card, type=Card)
        assert 8 <= len(facts.entities) <= 12
        assert (len(facts.quotes), len(facts.events)) == (capacity.QUOTES, capacity.EVENTS)
        assert all(speaker.entity < len(facts.entities) for quote in facts.quotes for speaker in quote.speakers)
        assert card.sentence_ids and card.date and card.title


def test_an_archive_is_linked_and_planned_cold_and_after_an_edit(tmp_path: Path) -> None:
    capacity.fill(tmp_path / "site", 150)
    cold = capacity.measure(tmp_path / "site")
    assert cold["articles"] == 150
    assert cold["pages"] > 3 * 150
    again = capacity.measure_again(tmp_path / "site")
    assert again["one_edit_plan_s"] < cold["plan_s"]
    told = capacity.table([{**cold, **again}])
    assert told.startswith("| | 150 articles |\n|---| ---: |\n") and "| link peak, MB |" in told
