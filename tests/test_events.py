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


@pytest.mark.parametrize(
    ("language", "told_of", "when"),
    [
        ("en", "All libraries are shut today and on Monday.", "2024-02-12"),
        ("en", "The chair put off the hearing and adjourned it until Friday.", "2024-02-09/2024-02-16"),
        ("en", "The lower hall remains closed in Dorn on Sunday.", "2024-02-11"),
        ("en", "The winter fair opens on Saturday at noon.", "2024-02-10"),
        ("en", "From Monday, trams to the port are free.", "2024-02-12"),
        ("en", "Tenants must answer in writing by Thursday.", "2024-02-09/2024-02-15"),
        ("en", "This Sunday the choir will sing again.", "2024-02-11"),
        ("en", "The board rejected the plan on Monday.", "2024-02-05"),
        ("en", "From Monday trams were free for all.", "2024-02-05"),
        ("en", "The lane was closed until Wednesday after a fire.", "../2024-02-07"),
        ("en", "By Thursday, forty homes had burned.", "../2024-02-08"),
        ("en", "Police are looking into a crash on Monday.", "2024-02-05"),
        ("en", "The plaque will honor the miners killed on Tuesday.", "2024-02-06"),
        ("en", "The mill announced on Monday that it will shut.", "2024-02-05"),
        ("en", "Hail hit the valley on Wednesday and the barn will be rebuilt.", "2024-02-07"),
        ("fr", "La piscine est fermée lundi toute la journée.", "2024-02-12"),
        ("fr", "La séance est reportée jusqu’à mercredi.", "2024-02-09/2024-02-14"),
        ("fr", "Le conseil a voté lundi le budget.", "2024-02-05"),
        ("fr", "Le pont rouvrira lundi matin.", "2024-02-12"),
        ("en", "There was an opera on Monday.", "2024-02-05"),
        ("en", "No opera on Monday, for want of a tenor.", "2024-02-05"),
        ("de", "Das Rathaus bleibt am Montag geschlossen.", "2024-02-12"),
        ("de", "Der Rat stimmte am Montag darüber ab.", "2024-02-05"),
        ("es", "El mercado abre sus puertas el lunes.", "2024-02-12"),
        ("es", "El consejo votó el lunes el presupuesto.", "2024-02-05"),
    ],
)
def test_a_day_of_the_week_lies_where_its_verb_looks(language: str, told_of: str, when: str) -> None:
    found = shown(f"date: 2024-02-09\nlanguage: {language}\n{told_of}").split("\n")
    assert found[-1].partition(" | ")[0] == when
