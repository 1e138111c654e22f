"""Sentences on other pages than their article's: the same HTML as that of weave, whatever is marked in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen.model import Span, Text
from archivegen.render.passages import passage
from archivegen.render.weave import Tag, weave

WORDS = "Ann Lee came. Tom & Ann <left> at once; “nobody” knew."


def text_of(words: str, start: int = 0) -> Text:
    return Text(words, (), (Span(start, len(words)),), "abcdef")


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ((), WORDS[:13]),
        (((0, 7),), "<mark>Ann Lee</mark> came."),
        (((0, 3), (8, 12)), "<mark>Ann</mark> Lee <mark>came</mark>."),
        (((0, 13),), "<mark>Ann Lee came.</mark>"),
        (((4, 99),), "Ann <mark>Lee came.</mark>"),
    ],
)
def test_the_words_that_name_somebody_are_marked(spans: tuple[tuple[int, int], ...], marked: str) -> None:
    assert passage(text_of(WORDS[:13]), 0, spans) == marked


def test_what_would_be_markup_is_escaped_around_marks_and_in_them() -> None:
    assert passage(text_of("Tom & Ann <left>"), 0, ((4, 9),)) == "Tom <mark>&amp; Ann</mark> &lt;left&gt;"


@given(st.text("ab &<\n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_marks_are_those_of_weave(words: str, spans: list[tuple[int, int]]) -> None:
    ordered = sorted(span for span in spans if span[0] < span[1])
    tags = [Tag(start, end, 1, "<mark>", "</mark>") for start, end in ordered]
    for start in (0, min(3, len(words))):
        assert passage(text_of(words, start), 0, ordered) == weave(words, start, len(words), tags)
