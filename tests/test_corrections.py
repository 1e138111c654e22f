"""`facts:` of a content file: a person's word on what a sentence says."""

from __future__ import annotations

import pytest

from archivegen import content
from archivegen.annotate import ANNOTATORS, corrections
from archivegen.errors import Origin
from archivegen.model import Article, Facts, Text
from archivegen.texts import text_of

BODY = """\
Mayor Lena Ortiz opened the bridge on May 3, 2019.

"It is our road," said Ortiz, while Callan waited. Dan Stone came from Paris.
"""


def annotated(facts: str = "", body: str = BODY) -> tuple[Article, Text, Facts]:
    front = f"---\ntitle: The bridge opens\nlanguage: en\n{facts}---\n\n"
    article = content.load(front + body, path="content/a.md", id="a")
    text = text_of(article)
    found = Facts()
    for annotate in ANNOTATORS.values():
        found = annotate(article, text, found)
    return article, text, corrections.correct(article, text, found, Origin("content/a.md", "", 4))


def ids(body: str = BODY) -> dict[str, str]:
    """The id of the sentence that holds each of these words."""
    _, text, _ = annotated(body=body)
    said = {n: text.text[span.start : span.end] for n, span in enumerate(text.sentences)}
    return {
        word: next(text.sentence_id(n) for n, sentence in said.items() if word in sentence)
        for word in ("opened", "road", "Stone")
    }


def told(facts: str) -> str:
    """`facts:` with WORD in capitals standing for the id of the sentence that holds the word."""
    for word, name in ids().items():
        facts = facts.replace(word.upper(), name)
    return f"facts:\n{facts}"


def speakers(facts: Facts) -> list[str]:
    return [who.name for quote in facts.quotes for who in quote.speakers]


def names(facts: Facts) -> set[str]:
    return {entity.name for entity in facts.entities}


def test_the_text_says_what_is_corrected_below() -> None:
    _, _, facts = annotated()
    assert speakers(facts) == ["Lena Ortiz"]
    assert [event.when for event in facts.events] == ["2019-05-03"]
    assert {"Lena Ortiz", "Dan Stone", "Paris"} <= names(facts)


def test_a_quotation_gets_another_speaker() -> None:
    _, _, facts = annotated(told("  ROAD: {speaker: Dan Stone}\n"))
    assert speakers(facts) == ["Dan Stone"]
    assert facts.entities[facts.quotes[0].speakers[0].entity].name == "Dan Stone"


def test_the_id_may_be_written_as_the_address_has_it() -> None:
    assert speakers(annotated(told('  "#s-ROAD": {speaker: Dan Stone}\n'))[2]) == ["Dan Stone"]


def test_what_is_no_quotation_goes() -> None:
    assert annotated(told("  ROAD: {quotes: none}\n"))[2].quotes == ()


def test_a_quotation_that_was_not_found_is_added() -> None:
    _, text, facts = annotated(told("  STONE: {quotes: [Dan Stone came], speaker: Lena Ortiz}\n"))
    (added,) = (quote for quote in facts.quotes if quote.spans[0].start > facts.quotes[0].spans[0].start)
    assert text.text[added.spans[0].start : added.spans[0].end] == "Dan Stone came"
    assert added.speakers[0].name == "Lena Ortiz"


def test_other_words_of_a_quotation_keep_its_speaker() -> None:
    _, _, facts = annotated(told("  ROAD: {quotes: [our road]}\n"))
    assert speakers(facts) == ["Lena Ortiz"]


def test_an_event_gets_another_date_and_a_label() -> None:
    _, _, facts = annotated(told("  OPENED: {event: {when: 2019-05, label: The opening}}\n"))
    assert [(event.when, event.label, event.basis) for event in facts.events] == [
        ("2019-05", "The opening", corrections.BASIS)
    ]


def test_an_event_may_go_or_be_two() -> None:
    assert annotated(told("  OPENED: {event: none}\n"))[2].events == ()
    _, _, facts = annotated(told("  OPENED: {events: [2019-05-03, 2020]}\n"))
    assert [event.when for event in facts.events] == ["2019-05-03", "2020"]


def test_a_name_means_somebody_else() -> None:
    _, text, facts = annotated(told("  STONE: {mentions: {Paris: {name: Paris Hotel, kind: organization}}}\n"))
    assert "Paris" not in names(facts)
    (mention,) = (one for one in facts.mentions if facts.entities[one.entity].name == "Paris Hotel")
    assert text.text[mention.start : mention.end] == "Paris"
    assert facts.entities[mention.entity].surfaces == (("Paris", 1),)


def test_words_that_name_nobody_are_no_mention() -> None:
    _, _, facts = annotated(told("  STONE: {mentions: {Dan Stone: none}}\n"))
    assert "Dan Stone" not in names(facts)
    assert all(0 <= one.entity < len(facts.entities) for one in facts.mentions)
    assert speakers(facts) == ["Lena Ortiz"]


def test_words_that_were_not_seen_name_somebody_of_the_article() -> None:
    _, text, facts = annotated(told("  ROAD: {mentions: {our: Lena Ortiz}}\n"))
    said = [text.text[one.start : one.end] for one in facts.mentions if facts.entities[one.entity].name == "Lena Ortiz"]
    assert "our" in said


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("  zzzzzz: {event: none}\n", "facts-sentence-unknown"),
        ("  ROAD: {mentions: {bridge: none}}\n", "facts-words-missing"),
        ("  ROAD: {mentions: {our: Somebody Else}}\n", "facts-kind-missing"),
        ("  ROAD: {quotes: [not these words]}\n", "facts-words-missing"),
        ("  STONE: {speaker: Dan Stone}\n", "facts-quote-missing"),
    ],
)
def test_what_cannot_be_carried_out_is_told_and_the_rest_stands(facts: str, code: str) -> None:
    _, _, found = annotated(told(facts))
    assert [problem.code for problem in found.problems] == [code]
    assert found.problems[0].origin == Origin("content/a.md", "", 4)
    assert speakers(found)[:1] == ["Lena Ortiz"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("facts: none\n", "field-shape"),
        ("facts: {abcdef: x}\n", "facts-shape"),
        ("facts: {abcdef: {sayer: x}}\n", "facts-shape"),
        ("facts: {abcdef: {event: someday}}\n", "date-unreadable"),
        ("facts: {abcdef: {mentions: {Kim: {name: Kim, kind: persn}}}}\n", "kind-unknown"),
        ("facts: {abcdef: {mentions: Kim}}\n", "facts-shape"),
    ],
)
def test_what_has_another_shape_is_told_with_its_line(facts: str, code: str) -> None:
    article, _, _ = annotated(facts)
    assert [(problem.code, problem.origin.line) for problem in article.problems] == [(code, 4)]
    assert article.facts == ()


def test_a_slip_in_one_correction_leaves_the_others() -> None:
    article, _, facts = annotated(told("  ROAD: {speaker: Jo Callan}\n  STONE: {sayer: x}\n  OPENED: {evnt: none}\n"))
    assert [speaker.name for quote in facts.quotes for speaker in quote.speakers] == ["Jo Callan"]
    (problem,) = article.problems
    assert '"sayer" is none of' in problem.message and problem.message.endswith("(and 1 more in facts)")


def test_they_come_back_as_they_were_saved() -> None:
    article, _, _ = annotated(
        told(
            "  OPENED: {event: none, mentions: {Lena Ortiz: {name: Lena Ortiz, kind: person}}}\n  ROAD: {speaker: none}\n"
        )
    )
    assert article.facts
    assert content.load(content.save(article), path="content/a.md", id="a").facts == article.facts
