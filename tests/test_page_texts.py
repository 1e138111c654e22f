"""The texts of whole pages as newspapers print them: what stands over and under a story is told from it, and nothing is lost."""

from __future__ import annotations

from collections import Counter

import pytest

from archivegen.normalize import bylines, captions, item_lists, kickers
from archivegen.normalize.attribution import is_byline_outlet, is_credit_line, outlet_of
from archivegen.normalize.lines import Line, lines_of
from archivegen.normalize.own_words import reason_of
from archivegen.normalize.phrases import phrases
from archivegen.texts import text_of
from golden_cases import cases, rewrite
from test_normalize import article, shown

GOLDEN = cases("page_texts.md")


def line(text: str) -> Line:
    return lines_of(text, 1)[0]


def test_rewrite_golden_page_texts(rewrite_golden: bool) -> None:
    if rewrite_golden:
        rewrite("page_texts.md", lambda text: shown(article(text)))


@pytest.mark.parametrize(("rule", "text", "expected"), [pytest.param(*case, id=case[0]) for case in GOLDEN])
def test_golden(rule: str, text: str, expected: str) -> None:
    assert shown(article(text)) == expected, rule


@pytest.mark.parametrize("text", [case[1] for case in GOLDEN], ids=[case[0] for case in GOLDEN])
def test_every_character_is_kept_or_listed(text: str) -> None:
    found = article(text)
    kept = found.kicker + text_of(found).text + "".join(piece.text for piece in found.removed)
    assert not Counter("".join(text.split())) - Counter("".join(kept.split()))


LIST = """\
Menu
Home
Search
How to Fold a Paper Boat

A boat of paper takes a minute to make and an hour to sink, and nobody needs more than one sheet for it.

* lay the sheet before you
* fold it in the middle and turn it round
* Boat
* now pull the two ends

Subscribe
Contact
Privacy policy
"""


def test_a_list_that_goes_on_in_small_letters_is_the_storys_to_its_last_item() -> None:
    found = article(LIST)
    assert "Boat\nnow pull the two ends" in text_of(found).text
    assert {piece.text for piece in found.removed} >= {"Menu", "Subscribe", "Privacy policy"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dreht sich in den linken Arm", True),
        ("* fold it in the middle", True),
        ("* ferries", False),
        ("science fiction", False),
        ("Read the latest from the harbor", False),
    ],
)
def test_a_line_in_small_letters_with_small_words_is_part_of_a_sentence(text: str, expected: bool) -> None:
    assert item_lists.goes_on(line(text)) is expected


def test_a_sentence_of_the_story_may_speak_of_what_pages_print() -> None:
    body = (
        "The museum opened its archive of sheet music on Monday, and a crowd of pianists came to see what it holds.\n\n"
        "For a century each sheet had been printed with the words “all rights reserved” at its foot, and nobody could copy it.\n\n"
        "The council has now bought the sheets, and everybody may play from them at home, the director said on Monday.\n"
    )
    assert "all rights reserved" in text_of(article(f"Museum Opens Its Music\n\n{body}")).text
    assert (
        "all rights"
        not in text_of(article(f"Museum Opens Its Music\n\n{body}\n© 2019 Museum. All rights reserved.\n")).text[-60:]
    )


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("The ferry leaves the pier. Foto: Jo Roe (CC BY 2.0)", "Jo Roe (CC BY 2.0)"),
        ("The ferry at the pier (Jane Doe for The Harbor Courier)", "Jane Doe for The Harbor Courier"),
        ("A ferry leaves, June 18, 2024. REUTERS/Jo Roe Purchase Licensing Rights, opens new tab", "REUTERS/Jo Roe"),
        ("Der Hafen im Winter. Foto von Jana Roe", "Jana Roe"),
        ("Der Bericht war voll von Fotos von Opfern und Berichten aus dem Gefängnis und ihren Familien.", ""),
        ("Das Brett ist live moderierbar (Whitelist/Blacklist).", ""),
    ],
)
def test_a_credit_is_a_name_and_no_piece_of_a_sentence(text: str, credit: str) -> None:
    assert captions.credit_of(text) == credit


@pytest.mark.parametrize("text", ["jro/dpa", "(sda/afp)", "AFP/dpa"])
def test_initials_and_agencies_at_the_end_are_a_credit_line(text: str) -> None:
    assert is_credit_line(line(text))


def test_a_publication_of_one_common_word_is_none_under_a_byline() -> None:
    assert not is_byline_outlet("Standard")
    assert is_byline_outlet("BBC") and is_byline_outlet("Harbor Courier")
    assert outlet_of("Harbor Courier, Port Callan") == "Harbor Courier"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("Get the Opinion newsletter", "newsletter box"), ("Town Ends Its Newsletter", ""), ("Harbor newsletter", "")],
)
def test_a_call_for_a_newsletter_is_furniture(text: str, reason: str) -> None:
    assert reason_of(line(text)) == reason


def test_a_clock_behind_updated_is_a_date_line_without_a_day() -> None:
    found = bylines.read(line("Updated 9:30 a.m. ET"), phrases(), language="en")
    assert found is not None and not (found.date or found.updated or found.names)


@pytest.mark.parametrize(
    "text", ["February 28, 1998; 18 years ago", "28. Februar 1998 (vor 18 Jahren)", "May 2, 1950 (age 70)"]
)
def test_a_day_that_is_long_ago_by_its_own_words_is_not_the_storys(text: str) -> None:
    assert bylines.read(line(text), phrases(), language="en") is None


def test_the_label_of_a_kicker_is_known_in_all_languages_of_the_tables() -> None:
    for text in (
        "Analysis",
        "Leitartikel",
        "Enquête",
        "Opinión",
        "Inchiesta",
        "Análise",
        "Интервью",
        "تحليل",
        "社论",
        "速報",
    ):
        found = line(text)
        assert kickers.is_known(found.text, found.key, phrases()), text
