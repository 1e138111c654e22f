from hypothesis import given
from hypothesis import strategies as st

from archivegen import sentences
from archivegen.model import SENTENCE_ID_LENGTH


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences.spans(text)]


def ids(*found: str) -> list[str]:
    joined = sentences.ids(found)
    return [joined[at : at + SENTENCE_ID_LENGTH] for at in range(0, len(joined), SENTENCE_ID_LENGTH)]


def test_a_full_stop_ends_a_sentence() -> None:
    assert split("It rained. The river rose! Why? Nobody knew.") == [
        "It rained.",
        "The river rose!",
        "Why?",
        "Nobody knew.",
    ]


def test_titles_and_initials_do_not() -> None:
    assert split("Mr. J. F. Smith met Dr. Jones. They left.") == ["Mr. J. F. Smith met Dr. Jones.", "They left."]


def test_an_abbreviation_does_where_a_new_sentence_opens() -> None:
    assert split("He lived in the U.S. The end.") == ["He lived in the U.S.", "The end."]
    assert split("The U.S. Senate met on Jan. 14 at 3 p.m. Monday.") == [
        "The U.S. Senate met on Jan. 14 at 3 p.m. Monday."
    ]


def test_a_closing_mark_belongs_to_its_sentence() -> None:
    assert split("“It rained,” she said. “It poured.” (We know.) Yes.") == [
        "“It rained,” she said.",
        "“It poured.”",
        "(We know.)",
        "Yes.",
    ]


def test_a_question_inside_a_sentence_does_not_end_it() -> None:
    assert split("“Why?” he asked. Then he left.") == ["“Why?” he asked.", "Then he left."]


def test_numbers_keep_their_points() -> None:
    assert split("It fell 3.5 percent. No. 5 won.") == ["It fell 3.5 percent.", "No. 5 won."]


def test_a_line_end_ends_a_sentence() -> None:
    assert split("one\ntwo") == ["one", "two"]


def test_other_scripts_have_their_own_stops() -> None:
    assert split("雨が降った。川が増水した！") == ["雨が降った。", "川が増水した！"]


@given(st.text(alphabet="Aa1 .!?…\n“”()'。", max_size=80))
def test_nothing_but_white_space_lies_between_sentences(text: str) -> None:
    at = 0
    for span in sentences.spans(text):
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        at = span.end
    assert not text[at:].strip()


def test_an_id_is_made_of_words_alone() -> None:
    assert ids("It rained.") == ids("it rained!") == ids("It “rained”…")
    assert ids("It rained.") != ids("It snowed.")


def test_editing_a_sentence_changes_its_own_id_only() -> None:
    before, after = ids("One.", "Two.", "Three."), ids("One.", "Zwei.", "Three.")
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, True]


@given(st.lists(st.sampled_from(["A.", "B.", "!", "…"]), max_size=12))
def test_ids_of_one_article_differ(found: list[str]) -> None:
    assert len(set(ids(*found))) == len(found)


def test_time_grows_with_length_alone() -> None:
    assert len(split("A" * 200_000 + ". " + "x. " * 1000)) >= 1
    assert len(split("." * 200_000)) == 1
    assert len(sentences.ids(["He said."] * 20_000)) == 20_000 * SENTENCE_ID_LENGTH
    assert len(split("(" * 100_000 + " . " * 1000)) >= 1


def test_a_numbered_day_before_its_month_goes_on() -> None:
    assert split("Am Mittwoch, dem 3. März 2021, trat er ab. Das war alles.") == [
        "Am Mittwoch, dem 3. März 2021, trat er ab.",
        "Das war alles.",
    ]
    assert split("It ended in 2019. April was cold. They came in 3. Nobody saw.") == [
        "It ended in 2019.",
        "April was cold.",
        "They came in 3.",
        "Nobody saw.",
    ]
