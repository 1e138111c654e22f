"""Quotations and their speakers: marks in and over paragraphs, who says it, what is no speech."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen import texts
from archivegen.annotate import quotes
from archivegen.model import Article, Facts, Paragraph, Span
from golden_cases import cases, rewrite, told


def shown(given: str) -> str:
    article, text, facts = told(given)
    lines = []
    for quote in quotes.annotate(article, text, facts).quotes:
        words = " | ".join(text.text[span.start : span.end] for span in quote.spans)
        speakers = ", ".join(f"{one.name}{'' if one.entity >= 0 else ' (unnamed)'}" for one in quote.speakers)
        lines.append(f"{speakers or '?'} [{quote.kind}] {words}")
    return "\n".join(lines) or "none"


@pytest.mark.parametrize(("title", "given", "expected"), cases("quotes.md"), ids=lambda value: value[:60])
def test_golden_quotes(title: str, given: str, expected: str) -> None:
    assert shown(given) == expected, title


def test_rewrite_golden_quotes(rewrite_golden: bool) -> None:
    if rewrite_golden:
        rewrite("quotes.md", shown)


def test_a_cue_says_which_words_attribute_it() -> None:
    article, text, facts = told("person Ruth Okafor: Okafor\n“It is our road,” Mayor Okafor said on Monday.")
    (quote,) = quotes.annotate(article, text, facts).quotes
    assert quote.cue == "Okafor said"
    assert quote.sentence == 0


def test_without_marks_nothing_is_quoted() -> None:
    article, text, facts = told("person Ruth Okafor\nRuth Okafor said it was her road.")
    assert quotes.annotate(article, text, facts) is not None
    assert quotes.annotate(article, text, facts).quotes == ()


@given(st.lists(st.text(alphabet="ab S.,\"'“”‘’«»„said Mr He\x00", max_size=80), max_size=6))
def test_any_text_gives_spans_inside_it_in_order(lines: list[str]) -> None:
    article = Article(id="a", title="", blocks=tuple(Paragraph(line.replace("\0", "")) for line in lines))
    text = texts.text_of(article)
    last = Span(0, 0)
    for quote in quotes.annotate(article, text, Facts()).quotes:
        for span in quote.spans:
            assert last.end <= span.start < span.end <= len(text.text)
            last = span


@pytest.mark.parametrize(
    "unit", ["“", "”", "“a ", "‘a ", '"a" ', '"a', "said ", "the the ", ", a ", "“a,” he said, ", "and Ann said “x” "]
)
def test_hostile_lines_take_linear_time(unit: str) -> None:
    article = Article(id="a", title="", language="en", blocks=(Paragraph(unit * (24_000 // len(unit))),))
    text = texts.text_of(article)
    started = time.process_time()
    quotes.annotate(article, text, Facts())
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("told_of", "speakers"),
    [
        (
            "person Hélène Arnoux\nHélène Arnoux est venue. « Nous n’avons plus rien ici », a-t-elle déclaré au conseil.",
            ["Hélène Arnoux"],
        ),
        (
            "person Luc Perrin\nLuc Perrin est venu. « Nous n’avons plus rien ici », a-t-il aussitôt répondu.",
            ["Luc Perrin"],
        ),
        (
            "person Léa Morin\n« Il pleuvait sans cesse », raconte Léa Morin. « On a eu peur », dit-elle.",
            ["Léa Morin", "Léa Morin"],
        ),
        ("person Paul Garel\n« L’eau montait toujours », se souvient son fils, Paul Garel.", ["Paul Garel"]),
        (
            "person Hélène Arnoux\nperson Luc Perrin\nHélène Arnoux a reçu Luc Perrin. « Il faut partir d’ici », a-t-elle ajouté.",
            ["Hélène Arnoux"],
        ),
    ],
)
def test_french_speakers_stand_behind_their_verb(told_of: str, speakers: list[str]) -> None:
    article, text, facts = told(f"language: fr\n{told_of}")
    found = quotes.annotate(article, text, facts).quotes
    assert [one.name for quote in found for one in quote.speakers] == speakers
