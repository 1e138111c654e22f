"""Dated happenings: which clause, when, by which words; what leans on a dated thing; what dates nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen import texts
from archivegen.annotate import events, quotes
from archivegen.dates import is_valid
from archivegen.model import Article, Facts, Paragraph
from golden_cases import cases, rewrite, told


def shown(given: str) -> str:
    article, text, facts = told(given)
    found = events.annotate(article, text, quotes.annotate(article, text, facts)).events
    return "\n".join(f"{event.when} | {event.label} | {event.basis}" for event in found) or "none"


@pytest.mark.parametrize(("title", "given", "expected"), cases("events.md"), ids=lambda value: value[:60])
def test_golden_events(title: str, given: str, expected: str) -> None:
    assert shown(given) == expected, title


def test_rewrite_golden_events(rewrite_golden: bool) -> None:
    if rewrite_golden:
        rewrite("events.md", shown)


def test_an_event_names_the_sentence_that_tells_it() -> None:
    article, text, facts = told("date: 2024-06-19\nNobody came. It rained on June 3.")
    (event,) = events.annotate(article, text, facts).events
    assert event.sentence == 1
    assert text.text[event.span.start : event.span.end] == "It rained on June 3."


def test_captions_tell_events_and_headlines_do_not() -> None:
    article = Article(
        id="a", title="Fire of June 3", title_basis="text", date="2024-06-19", blocks=(Paragraph("Nothing."),)
    )
    assert events.annotate(article, texts.text_of(article), Facts()).events == ()


def test_a_label_stays_on_a_line() -> None:
    article, text, facts = told("date: 2024-06-19\nOn June 3, " + "the very long river rose and " * 20 + "fell.")
    (event,) = events.annotate(article, text, facts).events
    assert len(event.label) <= 161
    assert event.label.endswith("…")


@given(st.lists(st.text(alphabet="June 19,2024.’sSincefterlastyear visitquickly\n", max_size=80), max_size=6))
def test_any_text_gives_valid_dates_over_its_own_sentences(lines: list[str]) -> None:
    article = Article(id="a", title="", date="2024-06-19", blocks=tuple(Paragraph(line) for line in lines))
    text = texts.text_of(article)
    for event in events.annotate(article, text, Facts()).events:
        sentence = text.sentences[event.sentence]
        assert is_valid(event.when)
        assert sentence.start <= event.span.start < event.span.end <= sentence.end


@pytest.mark.parametrize(
    "unit", ["June 3 ", "since the visit ", "last year’s visit, ", "following the visit, ", "soon after "]
)
def test_hostile_lines_take_linear_time(unit: str) -> None:
    article = Article(id="a", title="", date="2024-06-19", blocks=(Paragraph(unit * (24_000 // len(unit))),))
    text = texts.text_of(article)
    started = time.process_time()
    events.annotate(article, text, Facts())
    assert time.process_time() - started < 3
