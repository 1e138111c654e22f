import re
from hashlib import blake2b

from hypothesis import given, settings
from hypothesis import strategies as st

from archivegen import sentences
from archivegen.model import SENTENCE_ID_LENGTH, Span


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences.spans(text)]


def ids(*found: str) -> list[str]:
    return sentences.ids(found, sentences.encoded(found))


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
    assert {len(one) for one in ids(*["He said."] * 20_000)} == {SENTENCE_ID_LENGTH}
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


WORDS = (
    "Mr No U.S. p.m. Jan Inc the The a C I J. 3 2019 März iPhone al-Assad “It it” 'We we' (They they) said.” … ... ! ?! ? 。 ！ 」 ؟ "
    '“macOS eBay "or "Or NATO Ms No. '
    "École ñandú İ ß _ \u200b \xa0 \t \x85 \ud800 antidisestablishmentarianism"
).split(" ")
prose = st.lists(
    st.tuples(
        st.sampled_from(WORDS), st.sampled_from(["", " ", " ", ". ", ". ", ".", "  ", "? ", ".\n", "\n", ".” "])
    ).map("".join),
    max_size=14,
).map("".join)


def looked_at_closely(text: str) -> list[Span]:
    """The sentences of *text*, where each place that may end one is looked at closely, and the line ends."""
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        begin = sentences._add_closely(found, text, line.start(), line.start(), line.end())
        bare = text[begin : line.end()].strip()
        if bare:
            begin = text.index(bare, begin)
            found.append((begin, begin + len(bare)))
    return [Span(*place) for place in found]


@settings(max_examples=500)
@given(prose)
def test_what_is_cut_quickly_is_cut_in_the_same_places(text: str) -> None:
    assert sentences.spans(text) == looked_at_closely(text)


def base_32(words: bytes) -> str:
    number = int.from_bytes(blake2b(words, digest_size=4).digest(), "big") >> 2
    return "".join("abcdefghijklmnopqrstuvwxyz234567"[number >> 5 * place & 31] for place in range(5, -1, -1))


@settings(max_examples=300)
@given(st.lists(prose, unique_by=lambda text: re.sub(r"[\W_]+", "", text).casefold()))
def test_an_id_is_a_digest_of_letters_and_digits_one_by_one(found: list[str]) -> None:
    words = [
        (re.sub(r"[\W_]+", "", text).casefold() or text).encode("utf-8", "surrogatepass")
        for text in filter(None, found)
    ]
    assert ids(*filter(None, found)) == [base_32(one) for one in words]
