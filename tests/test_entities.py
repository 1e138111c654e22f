"""Names in one article: where they begin and end, what they are, which of them are one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen import texts
from archivegen.annotate import entities
from archivegen.model import Article, Embed, Facts, Figure, GivenEntity, Paragraph, Text
from golden_cases import cases, rewrite


def read(*paragraphs: str, title: str = "", language: str = "en") -> tuple[Article, Text, Facts]:
    blocks = tuple(Paragraph(paragraph) for paragraph in paragraphs)
    article = Article(id="a", title=title, language=language, blocks=blocks)
    text = texts.text_of(article)
    return article, text, entities.annotate(article, text, Facts())


def shown(given: str) -> str:
    _, text, facts = read(*given.split("\n\n"))
    lines = []
    for n, entity in enumerate(facts.entities):
        mentions = [m for m in facts.mentions if m.entity == n]
        words = ", ".join(text.text[m.start : m.end] + ("" if m.form == "name" else f" [{m.form}]") for m in mentions)
        roles = f" ({'; '.join(entity.roles)})" if entity.roles else ""
        lines.append(f"{entity.kind} {entity.name}{roles}: {words}")
    return "\n".join(lines) or "none"


def names(facts: Facts) -> set[str]:
    return {entity.name for entity in facts.entities}


@pytest.mark.parametrize(("title", "given", "expected"), cases("entities.md"), ids=lambda value: value[:60])
def test_golden_entities(title: str, given: str, expected: str) -> None:
    assert shown(given) == expected, title


def test_rewrite_golden_entities(rewrite_golden: bool) -> None:
    if rewrite_golden:
        rewrite("entities.md", shown)


def test_given_entities_are_there_and_found_where_they_are_named() -> None:
    article = Article(
        id="a",
        title="",
        language="en",
        entities=(
            GivenEntity("blue harbour", "place"),
            GivenEntity("The Kestrels", "organization"),
            GivenEntity("Nobody Here", "person"),
        ),
        blocks=(Paragraph("On Sunday The Kestrels played in blue harbour, not in blue harbours."),),
    )
    facts = entities.annotate(article, texts.text_of(article), Facts())
    assert [(e.name, e.kind, e.known) for e in facts.entities] == [
        ("blue harbour", "place", True),
        ("The Kestrels", "organization", True),
        ("Nobody Here", "person", True),
    ]
    assert [(m.start, m.end, m.entity) for m in facts.mentions] == [(10, 22, 1), (33, 45, 0)]


def test_captions_and_posts_are_read_and_a_handle_is_its_author() -> None:
    article = Article(
        id="a",
        title="",
        language="en",
        blocks=(
            Figure("The port. (Korean Central News Agency/AFP)", "Korean Central News Agency/AFP"),
            Embed("Rain again.\n— Maria Lopez (@mlopez) June 18, 2024", "Maria Lopez", "mlopez", "2024-06-18"),
        ),
    )
    text = texts.text_of(article)
    facts = entities.annotate(article, text, Facts())
    assert {"Korean Central News Agency", "Agence France-Presse", "Maria Lopez"} <= names(facts)
    handle = [m for m in facts.mentions if m.form == "handle"]
    assert [text.text[m.start : m.end] for m in handle] == ["@mlopez"]
    assert facts.entities[handle[0].entity].name == "Maria Lopez"


def test_a_mention_says_its_sentence_and_leaves_the_possessive_out() -> None:
    _, text, facts = read("It rained. Maria Lopez’s office called.")
    (mention,) = facts.mentions
    assert text.text[mention.start : mention.end] == "Maria Lopez"
    assert mention.sentence == 1


def test_addresses_are_no_names() -> None:
    _, _, facts = read("Write to Maria.Lopez@example.org, see https://example.org/Maria-Lopez or Kestrel.com.")
    assert facts.entities == ()


def test_the_same_text_gives_the_same_facts() -> None:
    paragraph = "U.S. Secretary of State Jane Moore met NATO officials in Oslo, and Moore spoke."
    assert read(paragraph)[2] == read(paragraph)[2]


def test_a_language_without_tables_has_known_names_only() -> None:
    _, _, facts = read("Die Regierung in Wien sprach mit der NATO über den Vertrag.", language="de-AT")
    assert names(facts) == {"NATO"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ä",
        "A" * 300 + " Smith said.",
        "{{ Maria }} <b>Lopez</b> ]]> &amp; Co.",
        "maria lopez said no",
        "WILL MAY READ NICE",
        "’s’s ‘’ “” —",
    ],
)
def test_odd_texts_are_read(text: str) -> None:
    read(text)


@given(st.lists(st.text(alphabet="aB .,'’“”-–(@/&Mrsof\tÉ1", max_size=90), max_size=4))
def test_mentions_ascend_and_do_not_overlap(paragraphs: list[str]) -> None:
    _, text, facts = read(*paragraphs)
    last = 0
    for mention in facts.mentions:
        assert last <= mention.start < mention.end <= len(text.text)
        assert 0 <= mention.entity < len(facts.entities)
        sentence = text.sentences[mention.sentence]
        assert sentence.start <= mention.start < sentence.end
        last = mention.end


@pytest.mark.parametrize(
    "unit",
    [
        "Maria Lopez met Ann Gray. ",
        "THE KING OF RUSSIA SAID ",
        "University of ",
        "J. ",
        "King's ",
        "U.",
        'A" “B ',
        "Ab ",
        "Ab-",
        "Ab (",
        "aB@",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    def took(size: int) -> float:
        words = "".join(unit + (f"{n}. " if n % 7 == 0 else "") for n in range(size // len(unit)))
        article = Article(id="a", title="", language="en", blocks=(Paragraph(words),))
        text = texts.text_of(article)
        started = time.perf_counter()
        entities.annotate(article, text, Facts())
        return time.perf_counter() - started

    took(2_000)
    short = min(took(10_000) for _ in range(3))
    assert took(80_000) < 40 * short + 0.05  # 8 times the length
