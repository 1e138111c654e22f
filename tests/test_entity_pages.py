"""The page of an entity: readable with few mentions and with thousands, with all that the archive tells of it."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from archivegen.model import EntityKind
from archivegen.views import EntityView
from sites import Site as Folder
from small_archive import SITE, Shelf, article

NAMES: dict[str, EntityKind] = {"Ann Lee": "person", "Bo Chen": "person", "Port Salis": "place"}


def shelf(*texts: str, page_size: int = 5) -> Shelf:
    site = msgspec.structs.replace(SITE, page_size=page_size)
    return Shelf(
        [article(n, text, date=f"20{10 + n % 14}-01-0{n % 9 + 1}") for n, text in enumerate(texts)], NAMES, site
    )


def view(made: Shelf, path: str = "people/ann-lee.html") -> EntityView:
    found = made.pages()[path].view
    assert isinstance(found, EntityView)
    return found


def test_an_article_full_of_a_name_shows_a_few_sentences_and_folds_the_rest() -> None:
    html = shelf(" ".join(f"Ann Lee did thing {n}." for n in range(20)), "Ann Lee left.").html("people/ann-lee.html")
    opened, _, folded = html.partition("<details")
    assert "15 more sentences of this article" in folded
    assert opened.count("<li><a href=") - opened.count("<mark>Ann Lee</mark> did") < 20
    assert len(re.findall(r"<mark>Ann Lee</mark> did", opened)) == 5
    assert len(re.findall(r"<mark>Ann Lee</mark> did", folded)) == 15


def test_one_or_two_sentences_are_not_worth_a_fold() -> None:
    html = shelf(" ".join(f"Ann Lee did thing {n}." for n in range(7)), "Ann Lee left.").html("people/ann-lee.html")
    assert "more sentence" not in html and html.count("</mark> did") == 7


def test_the_page_says_how_many_quotations_there_are_where_it_shows_a_few() -> None:
    texts = ["Ann Lee said “we go on” at noon."] * 30
    made = shelf(*texts, page_size=6)
    found = view(made)
    assert found.part.below and found.quotes_count == 30 and len(found.quotes) == 10
    html = made.html("people/ann-lee.html")
    assert "10 of 30 here; the others stand on the pages of their dates." in html
    assert re.search(r'href="#quotations">Quotations</a> <b>30</b>', html)


def test_a_page_that_shows_all_does_not_say_so() -> None:
    assert " here; the others" not in shelf("Ann Lee said “we go on”.", "Ann Lee left.").html("people/ann-lee.html")


def test_a_page_without_others_below_it_shows_all_quotations() -> None:
    made = shelf(*[" ".join(f"Ann Lee said “no {n}”." for n in range(5))] * 2, page_size=6)
    assert not view(made).part.below and len(view(made).quotes) == 10
    assert "here; the others" not in made.html("people/ann-lee.html")


def test_each_of_the_parts_of_a_long_list_shows_all_its_quotations() -> None:
    made = shelf(*[" ".join(f"Ann Lee said “no {n}”." for n in range(5))] * 9, page_size=6)
    views = [page.view for path, page in made.pages().items() if path.startswith("people/ann-lee/")]
    assert len(views) > 1 and sum(len(view.quotes) for view in views) == 45


def test_what_one_says_in_one_sentence_is_told_once() -> None:
    made = shelf("Ann Lee called them “losers” and “suckers” at noon. Ann Lee said “no”.", "Ann Lee left.")
    found = view(made)
    assert found.quotes_count == 2
    assert sorted(len(quote.spans) for quote in found.quotes) == [1, 2]


def test_quotations_of_two_articles_are_never_told_as_one() -> None:
    assert view(shelf("Ann Lee said “no”.", "Ann Lee said “no”.")).quotes_count == 2


def test_many_spellings_are_folded() -> None:
    made = shelf("Ann Lee.", "Ann Lee.")
    aliases = tuple((f"Lee {n}", 20 - n) for n in range(15))
    entities = tuple(msgspec.structs.replace(entity, aliases=aliases) for entity in made.archive.entities)
    made.archive = msgspec.structs.replace(made.archive, entities=entities)
    html = made.html("people/ann-lee.html")
    assert "3 more spellings" in html and html.index("Lee 11") < html.index("<details") < html.index("Lee 12")


def test_the_chart_of_a_long_list_leads_to_its_years() -> None:
    html = shelf(*["Ann Lee came."] * 40).html("people/ann-lee.html")
    chart = html[html.index('<figure class="coverage"') : html.index("</figure>")]
    assert chart.count("<a ") == 14 and 'href="../people/ann-lee/2010.html"' in chart
    assert "<title>2010: 3</title>" in chart
    assert 'role="group"' in chart


def test_the_chart_leads_from_a_year_to_its_decade_where_that_is_not_split() -> None:
    html = shelf(*["Ann Lee came."] * 28, page_size=20).html("people/ann-lee.html")
    chart = html[html.index('<figure class="coverage"') : html.index("</figure>")]
    assert chart.count('href="../people/ann-lee/2010-2019.html"') == 10
    assert chart.count('href="../people/ann-lee/2020-2029.html"') == 4
    assert '<a href="../people/ann-lee/2010-2019.html">2010–2019</a> <b>20</b>' in html


def test_the_chart_of_a_short_list_is_one_picture_with_its_words() -> None:
    html = shelf(*["Ann Lee came."] * 12, page_size=50).html("people/ann-lee.html")
    chart = html[html.index('<figure class="coverage"') : html.index("</figure>")]
    assert "<a " not in chart and 'role="img"' in chart
    assert 'aria-label="12 articles from 2010 to 2021; most in 2010: 1."' in chart


def test_whom_it_stands_with_is_told_by_kind() -> None:
    html = shelf("Ann Lee met Bo Chen in Port Salis.", "Ann Lee met Bo Chen in Port Salis.").html("people/ann-lee.html")
    aside = html[html.index('<aside id="company"') :]
    assert "<h2>Stands with</h2>" in aside and "<h3>People</h3>" in aside and "<h3>Places</h3>" in aside
    assert re.search(r'<a href="\.\./people/bo-chen\.html">Bo Chen</a> <b>2</b>', aside)


def test_five_thousand_mentions_cost_a_page_no_more_than_it_can_bear() -> None:
    made = shelf(*["Ann Lee came. " * 25] * 200, page_size=50)
    found = view(made)
    assert found.mentions == 5000
    pages = [page for path, page in made.pages("entities").items() if path.startswith("people/ann-lee")]
    assert max(len(made.render(page)) for page in pages) < 200_000
    assert len(made.html("people/ann-lee.html")) < 60_000


def test_years_are_told_with_their_articles_however_often_these_name_it() -> None:
    texts = ["Ann Lee did it. " * 30, *["Ann Lee came."] * 27]
    made = shelf(*texts)
    whole = view(made)
    assert {one.text: one.count for one in whole.part.below}["2010"] == 2
    assert [bar.count for bar in whole.bars][:2] == [2, 2]
    assert view(made, "people/ann-lee/2010.html").articles == 2


GIVEN = """\
---
title: Bridge {n} closed
date: 2019-03-0{n}
entities:
- {{name: Ann Lee, kind: person}}
---

{text}
"""


def page_of_given(root: Path, *texts: str) -> tuple[str, str]:
    """The page of Ann Lee, whom each of the articles of *texts* is given: (its head, what follows)."""
    (root / "content").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Harbor Papers\nsearch: false\n")
    for n, text in enumerate(texts, 1):
        (root / f"content/{n}.md").write_text(GIVEN.format(n=n, text=text))
    Folder(root).build()
    head, _, main = (root / "public/people/ann-lee.html").read_text("utf-8").partition("<main")
    return head, main


def test_an_article_that_is_given_a_name_and_does_not_say_it_stands_on_its_page(tmp_path: Path) -> None:
    head, html = page_of_given(tmp_path / "site", "Ann Lee spoke.", "It rained.", "It snowed.")
    assert 'content="Ann Lee in 3 articles of this archive: every mention in its sentence."' in head
    assert [f">Bridge {n} closed</a>" in html for n in (1, 2, 3)] == [True, True, True]
    assert "1 mention · 3 articles" in html and html.count("<mark>") == html.count('<ul class="passages"') == 1


def test_a_page_without_one_mention_speaks_of_articles(tmp_path: Path) -> None:
    head, html = page_of_given(tmp_path / "site", "It rained.", "It snowed.")
    assert 'content="Ann Lee in 2 articles of this archive."' in head
    assert ">2 articles ·" in html and ">Articles</h2>" in html
    assert "ention" not in re.sub(r"<[^>]+>", "", html) and '<ul class="passages"' not in html
