from archivegen.model import Article, Figure, Listing, Paragraph
from archivegen.texts import text_of

ARTICLE = Article(
    id="a",
    title="It Rained. Twice",
    dek="A dek.",
    blocks=(Paragraph("One. Two."), Listing("First\nSecond"), Figure("", src="a.jpg"), Paragraph("Three.")),
)


def test_all_that_is_read_stands_in_order_with_a_blank_line_between() -> None:
    assert text_of(ARTICLE).text == "It Rained. Twice\n\nA dek.\n\nOne. Two.\n\nFirst\nSecond\n\nThree."


def test_a_supplied_headline_is_not_in_the_text() -> None:
    supplied = Article(id="a", title="It rained", title_basis="supplied", blocks=ARTICLE.blocks)
    assert text_of(supplied).text.startswith("One.")


def test_blocks_know_their_place_and_kind() -> None:
    found = text_of(ARTICLE)
    shown = [(b.kind, found.text[b.start : b.end], b.block) for b in found.blocks]
    assert shown == [
        ("title", "It Rained. Twice", -1),
        ("dek", "A dek.", -1),
        ("paragraph", "One. Two.", 0),
        ("list", "First\nSecond", 1),
        ("paragraph", "Three.", 3),
    ]


def test_a_headline_is_one_sentence_and_no_sentence_leaves_its_line() -> None:
    found = text_of(ARTICLE)
    told = [found.text[s.start : s.end] for s in found.sentences]
    assert told == ["It Rained. Twice", "A dek.", "One.", "Two.", "First", "Second", "Three."]
    assert len({found.sentence_id(n) for n in range(len(told))}) == len(told)


def test_an_article_without_words_has_no_sentences() -> None:
    empty = text_of(Article(id="a", title="T", title_basis="supplied"))
    assert (empty.text, empty.sentences, empty.sentence_ids) == ("", (), "")
