"""The label over a headline: found in text and on pages, kept with the article, shown above its headline, no part of its text."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pytest

from archivegen import content, export, rights
from archivegen.errors import Origin
from archivegen.model import Article, Document, Facts
from archivegen.normalize import normalize
from archivegen.read import READERS
from archivegen.texts import text_of
from test_article_page import page

HEADLINE = "Island Ferry Stays for Ten Years"
BODY = (
    "The council of Harbor Bay voted on Tuesday to keep the island ferry for ten more years, ending a long dispute.\n\n"
    "The ferry was a road for the islanders, the mayor said, and nobody closes a road in the middle of winter.\n"
)


def article(text: str, *, name: str = "seeds/story.txt") -> Article:
    found = next(READERS["." + name.rsplit(".", 1)[1]](io.BytesIO(text.encode()), Origin(name)))
    assert isinstance(found, Document), found
    return normalize(found, id="story", language="en")


def web_page(above: str, head: str = "") -> Article:
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.split("\n") if line)
    markup = f"<!doctype html><html lang=en><head>{head}</head><body><main><article>{above}{paragraphs}</article></main></body></html>"
    return article(markup, name="seeds/story.html")


@pytest.mark.parametrize(
    "kicker",
    [
        "ANALYSIS",
        "Exclusive",
        "LIVE",
        "Opinion | Europe",
        "Fact check",
        "Harbor Life",
        "Kommentar",
        "Décryptage",
        "社説",
        "Срочно",
    ],
)
def test_the_label_that_a_text_opens_with_is_its_kicker(kicker: str) -> None:
    found = article(f"{kicker}\n\n{HEADLINE}\n\nBy Jane Doe\n\n{BODY}")
    assert (found.kicker, found.title) == (kicker, HEADLINE)
    assert found.inferred["kicker"].evidence[0].line == 1
    assert kicker not in text_of(found).text
    assert not any(kicker in piece.text for piece in found.removed)


def test_a_known_label_between_a_pages_menu_and_its_headline_is_one_too() -> None:
    found = article(f"Menu\nSkip to content\n\nHome > News > Harbor\n\nANALYSIS\n\n{HEADLINE}\n\nBy Jane Doe\n\n{BODY}")
    assert (found.kicker, found.title) == ("ANALYSIS", HEADLINE)


@pytest.mark.parametrize(
    "above",
    [
        "News\nSports\nBusiness\nOpinion\n",  # the last item of a menu
        "* News\n* Opinion\n",
        "Home > News > Opinion\n",
        "June 12\n",
        "June 12, 2019\n",
        "By Jane Doe\n",
        "It is over.\n",
        "",
    ],
)
def test_what_else_stands_over_a_headline_is_none(above: str) -> None:
    found = article(f"{above}{HEADLINE}\n\n{BODY}")
    assert found.kicker == ""


def test_labels_over_a_kicker_go_and_a_list_of_them_is_none() -> None:
    found = article(f"World\nANALYSIS\n{HEADLINE}\n{BODY}")
    assert (found.kicker, [piece.text for piece in found.removed]) == ("ANALYSIS", ["World"])
    for label in ("Harbor, Ferries", "Harbor Courier"):  # tags, the publication
        found = article(f"{label}\n{HEADLINE}\n{BODY}")
        assert (found.kicker, found.title, [piece.text for piece in found.removed]) == ("", HEADLINE, [label])


def test_one_in_capitals_may_stand_over_the_section() -> None:
    found = article(f"Home\nAfrica\nAsia\nEXPLAINER\nNews|Transport\n{HEADLINE}\nBy Jane Doe\n{BODY}")
    assert (found.kicker, found.title) == ("EXPLAINER", HEADLINE)


def test_a_headline_that_begins_as_a_kicker_does_is_a_headline() -> None:
    found = article(f"Analysis: what the ferry vote means\n\nBy Jane Doe\n\n{BODY}")
    assert (found.kicker, found.title) == ("", "Analysis: what the ferry vote means")


def test_nothing_is_lost_where_another_kicker_is_given() -> None:
    text = f"---\neyebrow: Ferries\n---\nANALYSIS\n\n{HEADLINE}\n\n{BODY}"
    found = article(text)
    assert found.kicker == "Ferries" and "kicker" not in found.inferred
    assert [(piece.text, piece.reason) for piece in found.removed] == [("ANALYSIS", "printed kicker; another is given")]


@pytest.mark.parametrize("key", ["kicker", "eyebrow", "overline"])
def test_front_matter_gives_it_under_other_names(key: str) -> None:
    assert article(f"---\ntitle: T\n{key}: Harbor life\n---\n{BODY}", name="seeds/a.md").kicker == "Harbor life"


@pytest.mark.parametrize(
    "above",
    [
        f'<header><p class="kicker">Harbor life</p><h1>{HEADLINE}</h1></header>',
        f'<header><div class="Head_eyebrow__x1"><span>Harbor life</span></div><h1>{HEADLINE}</h1></header>',
        f'<div><span itemprop="kicker">Harbor life</span></div><div><h1>{HEADLINE}</h1></div>',
        f'<span data-testid="overline">Harbor life</span><h1>{HEADLINE}</h1>',
    ],
)
def test_a_page_calls_it_so(above: str) -> None:
    found = web_page(above)
    assert (found.kicker, found.title) == ("Harbor life", HEADLINE)
    assert "Harbor life" not in text_of(found).text


def test_a_page_may_print_a_known_label_without_calling_it_so() -> None:
    assert web_page(f"<p>Analysis</p><h1>{HEADLINE}</h1>").kicker == "Analysis"


@pytest.mark.parametrize(
    "above",
    [
        f'<p class="kicker">Local</p><h1>{HEADLINE}</h1>',  # the section, as the page says
        f'<p class="kicker">June 12, 2019</p><h1>{HEADLINE}</h1>',
        f'<p class="kicker">{HEADLINE}</p><h1>{HEADLINE}</h1>',
        f'<ol class="breadcrumb eyebrow"><li>News</li></ol><h1>{HEADLINE}</h1>',
        f"<p>Harbor</p><h1>{HEADLINE}</h1>",
    ],
)
def test_section_day_crumbs_and_headline_are_no_kicker(above: str) -> None:
    assert web_page(above, '<meta property="article:section" content="Local">').kicker == ""


def test_it_is_saved_and_a_persons_word_is_kept() -> None:
    found = article(f"ANALYSIS\n\n{HEADLINE}\n\n{BODY}")
    text = content.save(found)
    assert "kicker: ANALYSIS\n" in text
    again = content.load(text.replace("kicker: ANALYSIS\n", "kicker: Ferries\n", 1), path="a.md", id=found.id)
    assert (again.kicker, again.inferred["kicker"].value) == ("Ferries", "ANALYSIS")


def test_it_stands_above_the_headline_of_its_page_beside_the_section() -> None:
    markup = page(title=HEADLINE, kicker="Analysis <b>", section="Local")
    line = markup[markup.index('<p class="kicker">') : markup.index("<h1>")]
    assert ">Local</a> · Analysis &lt;b&gt;</p>" in line
    assert page(title=HEADLINE, kicker="local", section="Local").count("local</p>") == 0
    assert '<p class="kicker">Analysis</p>' in page(title=HEADLINE, kicker="Analysis")


def test_it_is_exported_and_a_record_keeps_it() -> None:
    found = article(f"ANALYSIS\n\n{HEADLINE}\n\n{BODY}")
    told: dict[str, Any] = export.record(None, found, text_of(found), Facts(), (), None)
    assert told["kicker"] == "ANALYSIS" and "ANALYSIS" not in told["text"]
    part, _ = rights.part_of(Article(id="a", title="T", kicker="Analysis", rights="record"), rights.Rules())
    assert part.kicker == "Analysis"


def test_every_character_is_kept_or_listed() -> None:
    text = f"Menu\nSkip to content\n\nOpinion | Europe\n\n{HEADLINE}\n\nBy Jane Doe\n\n{BODY}"
    found = article(text)
    kept = found.kicker + text_of(found).text + "".join(piece.text for piece in found.removed)
    assert not Counter("".join(text.split())) - Counter("".join(kept.split()))


DEK = "Fares stay as low as on the bus"


@pytest.mark.parametrize("above", ["News", "HARBOR", "Harbor Life", "Opinion | Europe", "World\nANALYSIS"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_under_labels_the_headline_is_found_as_it_is_without_them(above: str, between: str) -> None:
    top = f"{HEADLINE}{between}{DEK}{between}By Jane Doe\nMay 3, 2019\n\n{BODY}"
    found, bare = article(f"{above}{between}{top}"), article(top)
    assert (
        (found.title, found.dek, found.byline) == (bare.title, bare.dek, bare.byline) == (HEADLINE, DEK, ("Jane Doe",))
    )
    assert found.kicker == above.rpartition("\n")[2]
    assert text_of(found).text == text_of(bare).text


def test_the_line_over_a_headline_that_is_no_label_stays_what_it_was() -> None:
    menu = "Ferries\nTrains\nBuses\nIsland roads and paths\n"
    assert article(f"{menu}{HEADLINE}\nBy Jane Doe\n\n{BODY}").title == HEADLINE


@pytest.mark.parametrize(
    ("above", "kicker"),
    [
        ("Menu\nHARBOR\n", "HARBOR"),
        ("Skip to content\nMenu\nSubscribe | Log in\nISLAND LIFE\n", "ISLAND LIFE"),
        ("Home › News › Harbor Bay\n\nFerries\n", "Ferries"),
        ("Menu\nFerries\n", ""),  # the site's name, for all that is known
        ("MENU\nHARBOR\n", ""),  # looks as the button does
        ("Menu\nHARBOR DAILY NEWS\n", ""),  # the publication
        ("Menu\nMAY 3, 2019\n", ""),
    ],
)
def test_a_label_that_looks_other_than_the_buttons_over_it_is_one(above: str, kicker: str) -> None:
    found = article(f"{above}\n{HEADLINE}\n\nBy Jane Doe\n\n{BODY}")
    assert (found.kicker, found.title) == (kicker, HEADLINE)


def test_a_note_that_a_live_blog_is_closed_is_no_dek() -> None:
    note = "This live blog is now closed. You can read our latest report here."
    found = article(f"LIVE\n\n{HEADLINE}\n\n{note}\n\nJane Doe and Peter Hill\nFri 3 May 2019 22.40 CET\n\n{BODY}")
    assert (found.kicker, found.title, found.dek, found.byline) == ("LIVE", HEADLINE, "", ("Jane Doe", "Peter Hill"))
    assert note in [piece.text for piece in found.removed]
