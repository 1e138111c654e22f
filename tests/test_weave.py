from __future__ import annotations

import html
import re
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archivegen.render.weave import Sentence, Tag, permalink, weave

TAGS = {1: "q", 2: "a", 3: "em", 4: "strong", 6: "code", 9: "a"}


def tag(start: int, end: int, rank: int = 3) -> Tag:
    return Tag(start, end, rank, f"<{TAGS[rank]}>", f"</{TAGS[rank]}>")


def text_content(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def is_nested(markup: str) -> bool:
    open_: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", markup.replace("<br>", "")):
        if not closing:
            open_.append(name)
        elif not open_ or open_.pop() != name:
            return False
    return not open_


def test_a_tag_stands_around_its_words() -> None:
    assert weave("one two", 0, 7, [tag(4, 7)]) == "one <em>two</em>"


def test_of_two_that_cross_the_one_of_higher_rank_is_cut() -> None:
    woven = weave("abcdef", 0, 6, [tag(0, 4, 1), tag(2, 6, 3)])
    assert woven == "<q>ab<em>cd</em></q><em>ef</em>"


def test_a_mark_over_two_sentences_is_closed_and_opened_again_but_not_for_the_blank_between() -> None:
    sentences = [Sentence(0, 4, ("one",)), Sentence(5, 9, ("two",))]
    woven = weave("One. Two.", 0, 9, [tag(0, 9)], sentences)
    assert woven == (
        f'<span id="s-one"><em>One.</em>{permalink("one")}</span> '
        f'<span id="s-two"><em>Two.</em>{permalink("two")}</span>'
    )


def test_an_old_id_stays_on_its_sentence() -> None:
    woven = weave("One.", 0, 4, [], [Sentence(0, 4, ("new", "old"))])
    assert 'id="s-new"' in woven and '<span id="s-old"></span>' in woven


def test_a_sentence_that_began_before_has_its_id_only_there() -> None:
    sentence = Sentence(0, 7, ("row",))
    assert weave("a\tb c d", 0, 1, [], [sentence]).count('id="s-row"') == 1
    assert "id=" not in weave("a\tb c d", 2, 7, [], [sentence])


def test_markup_in_text_is_text() -> None:
    assert weave("<b>&amp;", 0, 8, [tag(0, 3)]) == "<em>&lt;b&gt;</em>&amp;amp;"


def test_a_line_end_is_a_line_break() -> None:
    assert weave("a\nb", 0, 3, []) == "a<br>\nb"


@st.composite
def woven_inputs(draw: st.DrawFn) -> tuple[str, list[Tag], list[Sentence]]:
    text = draw(st.text(alphabet="ab <>&\"'\n.é字", min_size=1, max_size=60))
    place = st.integers(0, len(text))
    tags = sorted(
        tag(min(a, b), max(a, b), rank)
        for a, b, rank in draw(st.lists(st.tuples(place, place, st.sampled_from(sorted(TAGS))), max_size=8))
    )
    cuts = sorted(draw(st.sets(place, max_size=6)))
    sentences = [Sentence(a, b, (f"{n:06}",)) for n, (a, b) in enumerate(pairwise(cuts))]
    return text, tags, sentences


@given(woven_inputs())
def test_the_text_content_is_the_text(given_: tuple[str, list[Tag], list[Sentence]]) -> None:
    text, tags, sentences = given_
    woven = weave(text, 0, len(text), tags, sentences)
    assert text_content(woven) == text
    assert is_nested(woven)


@given(woven_inputs(), st.data())
def test_the_text_content_of_a_part_is_that_part(
    given_: tuple[str, list[Tag], list[Sentence]], data: st.DataObject
) -> None:
    text, tags, sentences = given_
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    inside = [s for s in sentences if s.end > start and s.start < end]
    assert text_content(weave(text, start, end, tags, inside)) == text[start:end]


def test_many_names_and_one_long_mark_cost_linear_time() -> None:
    def cost(n: int) -> float:
        text = "Kim. " * n
        tags = sorted([tag(0, len(text)), *(tag(k * 5, k * 5 + 3, 9) for k in range(n))])
        sentences = [Sentence(k * 5, k * 5 + 4, (f"{k:06}",)) for k in range(n)]
        begun = time.process_time()
        weave(text, 0, len(text), tags, sentences)
        return time.process_time() - begun

    cost(1000)
    small, large = cost(4000), cost(16000)
    assert large < small * 12
