"""Names in one article: where they begin and end, what they are, which of them are one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen import annotate as annotators
from archivegen import texts
from archivegen.annotate import entities
from archivegen.errors import Origin
from archivegen.model import Article, Embed, Facts, Figure, GivenEntity, Mark, Paragraph, Text
from golden_cases import cases, rewrite

ABROAD = ("de", "es", "fr")


def read(*paragraphs: str, title: str = "", language: str = "en") -> tuple[Article, Text, Facts]:
    blocks = tuple(Paragraph(paragraph) for paragraph in paragraphs)
    article = Article(id="a", title=title, language=language, blocks=blocks)
    text = texts.text_of(article)
    return article, text, entities.annotate(article, text, Facts())


def shown(given: str, language: str = "en") -> str:
    _, text, facts = read(*given.split("\n\n"), language=language)
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


@pytest.mark.parametrize("language", ABROAD)
def test_golden_entities_abroad(language: str) -> None:
    for title, told, expected in cases(f"entities_{language}.md"):
        assert shown(told, language) == expected, title


def test_rewrite_golden_entities(rewrite_golden: bool) -> None:
    if rewrite_golden:
        rewrite("entities.md", shown)
        for language in ABROAD:
            rewrite(f"entities_{language}.md", partial(shown, language=language))


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
    _, _, facts = read("De regering van Jan Jansen sprak met de NATO over het verdrag.", language="nl-BE")
    assert names(facts) == {"NATO"}


def test_languages_without_tables_are_told_once_each() -> None:
    told = list(annotators.languages_without_tables(["nl", "en", "nl-BE", "fr-CA", "ja", ""], Origin("content")))
    assert [(problem.code, problem.message.split(",")[0]) for problem in told] == [
        ("language-without-tables", '1 article in "ja"'),
        ("language-without-tables", '2 articles in "nl"'),
    ]


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
def test_work_grows_with_the_length(unit: str) -> None:
    def calls(size: int) -> int:
        words = "".join(unit + (f"{n}. " if n % 7 == 0 else "") for n in range(size // len(unit)))
        article = Article(id="a", title="", language="en", blocks=(Paragraph(words),))
        text = texts.text_of(article)
        entities.annotate(article, text, Facts())  # so that what is looked up once is remembered
        return _count_calls(lambda: entities.annotate(article, text, Facts()))

    short, long = calls(5_000), calls(40_000)
    assert long < 10 * short + 2_000  # 8 times the length


def _count_calls(run: Callable[[], object]) -> int:
    """How many functions *run* calls, those of C too: a measure of work that no busy machine disturbs."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


def test_five_thousand_names_in_one_article_are_read() -> None:
    def text_of(count: int, ending: str) -> tuple[Article, Text]:
        text = " ".join(
            f"Maria {chr(65 + n % 26)}o{_letters(n)}{ending} met Ann {chr(65 + n % 24)}a{_letters(n)}{ending}."
            for n in range(count)
        )
        article = Article(id="a", title="", language="en", blocks=(Paragraph(text),))
        return article, texts.text_of(article)

    def calls(count: int) -> int:
        facts = entities.annotate(*text_of(count, "ez"), Facts())
        assert len(facts.entities) > 1.5 * count
        article, whole = text_of(count, "y")  # names of which nothing is remembered
        return _count_calls(lambda: entities.annotate(article, whole, Facts()))

    assert calls(2_500) < 10 * calls(312)


def _letters(n: int) -> str:
    return "".join("bcdfghklmnprstvz"[n >> shift & 15] for shift in (0, 4, 8))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Will it rain in May? May will be nice, and reading is hard.", set()),
        ("He was reading a nice book in Reading.", set()),
        ("The bush burned near the turkey farm.", set()),
        ("A bull in a china shop said nothing.", set()),
        ("Jordan signed the treaty with Turkey on Friday.", {"Jordan", "Turkey"}),
        ("Michael Jordan scored; Jordan smiled.", {"Michael Jordan"}),
        ("Mr. May came in May, and in May he left.", {"May"}),
        ("He was in Nice, France, for a nice week.", {"Nice", "France"}),
    ],
)
def test_names_that_are_words_need_evidence(text: str, found: set[str]) -> None:
    assert names(read(text)[2]) == found


def test_a_month_is_no_mention_of_whoever_is_called_so() -> None:
    _, text, facts = read("Mr. May came in May. In May he left.")
    assert [(m.start, text.text[m.start : m.end]) for m in facts.mentions] == [(4, "May")]


def test_a_text_in_capitals_gives_only_what_is_plain() -> None:
    _, _, facts = read("THE PRESIDENT OF FRANCE MET THE KING OF SPAIN IN PARIS ON MONDAY AND SIGNED A TREATY.")
    assert {"France", "Spain", "Paris"} <= names(facts) <= {"France", "Spain", "Paris"}


def test_a_text_without_capitals_gives_what_is_plain_and_is_shown_as_it_is_written() -> None:
    _, text, facts = read("the president of france met maria lopez in paris on monday. mr. lopez may read a nice book.")
    assert names(facts) == {"France", "Maria Lopez", "Paris"}
    assert [text.text[m.start : m.end] for m in facts.mentions] == ["france", "maria lopez", "paris", "lopez"]


def test_people_in_a_text_in_capitals_have_a_given_name_or_a_title() -> None:
    _, _, facts = read(
        "MARIA LOPEZ AND DR. OKAFOR WILL REPORT TO THE UNITED NATIONS IN MAY. A NICE READING, SAID NATO'S CHIEF."
    )
    assert names(facts) == {"Maria Lopez", "Okafor", "United Nations", "NATO"}


def test_a_script_that_has_no_capitals_is_no_text_in_lower_case() -> None:
    told = "".join(chr(0x4E00 + n) for n in range(300)) + " NATO "
    assert names(read(told)[2]) == {"NATO"}


def test_a_title_in_italics_is_a_work_and_a_paper_in_italics_is_none() -> None:
    told = "She sang Rivers of Glass twice. The Kestrel Post and Henry Marsh wrote of it, and *none* was sad."
    marks = [(told.index(name), len(name)) for name in ("Rivers of Glass", "Kestrel Post", "Henry Marsh")]
    block = Paragraph(told, tuple(Mark(start, start + size, "em") for start, size in marks))
    article = Article(id="a", title="", language="en", blocks=(block,))
    facts = entities.annotate(article, texts.text_of(article), Facts())
    kinds = {entity.name: entity.kind for entity in facts.entities}
    assert kinds == {"Rivers of Glass": "work", "Kestrel Post": "organization", "Henry Marsh": "person"}


def test_the_noise_of_scanned_pages_does_not_hide_plain_names() -> None:
    _, _, facts = read(
        "Tbe Prirne Minister, Maria Lop\u00ad\u00adez, rnet J. B. Smith in L0ndon ; iu Paris , ' . Tlie  talk5 ~ faiIed ."
    )
    assert {"J. B. Smith", "Paris"} <= names(facts)


@pytest.mark.parametrize(
    ("told_of", "kind", "name"),
    [
        ("The bridge was built by engineering firm Mallet Crane in March.", "organization", "Mallet Crane"),
        ("The relief charity Clara Dunn said it would help.", "organization", "Clara Dunn"),
        ("The charity Clara Dunn founded feeds hundreds.", "person", "Clara Dunn"),
        ("After the party Clara Dunn said she was glad.", "person", "Clara Dunn"),
        ("They rescued captain Odd Strand near the pier.", "person", "Odd Strand"),
        ("The trawler Nora Beck sank. The Nora Beck had left at dawn.", "work", "Nora Beck"),
        ("Passengers of the Nora Beck ferry were safe.", "work", "Nora Beck"),
        ("The boat Clara Dunn owned sank.", "person", "Clara Dunn"),
        ("Clara Dunn, a boat owner, was unhurt.", "person", "Clara Dunn"),
        ("The river Lena rose. The Lena burst its banks at night.", "place", "Lena"),
    ],
)
def test_the_noun_beside_a_name_says_what_it_is(told_of: str, kind: str, name: str) -> None:
    _, _, facts = read(told_of)
    assert [(entity.kind, entity.name) for entity in facts.entities] == [(kind, name)]
