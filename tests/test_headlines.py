"""What pages of many makes say of headline and day, each in its own way."""

from __future__ import annotations

import pytest

from archivegen.errors import Origin
from archivegen.model import Article, Document
from archivegen.normalize import normalize
from archivegen.normalize.html.headlines import without_site
from archivegen.normalize.named_days import in_address

TITLE = "Island ferry to run for ten more years"
SITE = "Fenwick Bugle"
STORY = (
    "<p>The council of Fenwick voted on Tuesday to keep the island ferry for ten more years, ending a long dispute.</p>"
    "<p>“The ferry is our road,” said the mayor, who has run the town since the flood. “It has to stay in winter.”</p>"
    "<p>The cost of the new boat is put at four million, and the first crossing is planned for the spring.</p>"
)


def page(*, title: str = "", head: str = "", above: str = "", home: str = f'<a href="/">{SITE}</a>') -> Article:
    body = (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{head}</head><body><header>{home}</header>"
        f"<main><article>{above}{STORY}</article></main></body></html>"
    )
    document = Document(origin=Origin("page.html"), meta={}, body=body, markup="html", sha256="")
    return normalize(document, id="page", language="en")


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} - {SITE}",
        f"{TITLE} | News | {SITE}",
        f"{SITE}: {TITLE}",
        f"{SITE} » Archive » {TITLE}",
        f"{TITLE} — {SITE}",
    ],
)
def test_the_name_that_leads_home_is_no_part_of_the_headline(title: str) -> None:
    found = page(title=title)
    assert (found.title, found.source) == (TITLE, SITE)


def test_so_is_the_name_of_the_host() -> None:
    head = '<link rel="canonical" href="https://www.fenwick-bugle.example/town/ferry">'
    assert page(title=f"{TITLE} - {SITE}", head=head, home="").title == TITLE


@pytest.mark.parametrize("title", ["Ferry saved – but only for ten years", "Ferry: the council has voted"])
def test_a_dash_or_a_colon_of_the_headline_stays(title: str) -> None:
    assert page(title=title).title == title
    assert page(title=f"{title} – {SITE}").title == title


def test_a_label_inside_the_heading_is_no_part_of_the_headline() -> None:
    heading = f"<h1><span>Politics</span> {TITLE}</h1>"
    found = page(title=f"{TITLE} - {SITE}", above=heading)
    assert found.title == TITLE
    assert TITLE not in [block.text for block in found.blocks]
    assert (
        page(title=f"Politics: {TITLE}", above=heading.replace("Politics", "Politics:")).title == f"Politics: {TITLE}"
    )


def test_where_title_names_only_the_site_the_heading_above_the_story_is_the_headline() -> None:
    assert page(title=SITE, above=f"<h2>{TITLE}</h2>").title == TITLE
    assert page(title=SITE, above=f"{STORY}<h2>What is to come next spring</h2>").title != "What is to come next spring"


@pytest.mark.parametrize(
    "name",
    [
        "acme:publishtime",
        "vr:published_time",
        "article:post_date",
        "display-date",
        "x-first-published-at",
        "dc:created",
    ],
)
def test_a_day_of_publication_is_known_by_its_name_whoever_gave_it(name: str) -> None:
    assert page(title=TITLE, head=f'<meta name="{name}" content="2019-03-05T08:00:00Z">').date[:10] == "2019-03-05"


@pytest.mark.parametrize("name", ["expires", "revision_date", "event-date", "acme:last-updated", "birth_date", "pub"])
def test_a_day_of_something_else_is_not(name: str) -> None:
    assert not page(title=TITLE, head=f'<meta name="{name}" content="2019-03-05T08:00:00Z">').date


@pytest.mark.parametrize(
    "printed",
    [
        '<span class="timestamp" data-timestamp="1551780000">an hour ago</span>',
        '<span class="date" data-datetime="2019-03-05T10:00:00Z">Tuesday</span>',
        '<relative-time datetime="2019-03-05T10:00:00Z">5 Mar</relative-time>',
        "<p>By Ann Lee | Mar. 5, 2019, 10:12 a.m.</p>",
    ],
)
def test_a_day_is_read_out_of_the_attribute_or_the_clock_that_a_line_ends_with(printed: str) -> None:
    found = page(title=TITLE, above=f"<h1>{TITLE}</h1>{printed}")
    assert found.date[:10] == "2019-03-05"
    assert len(found.blocks) == 3


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://bugle.example/town/ferry-saved-2019-03-05.html", "2019-03-05"),
        ("https://bugle.example/town/ferry-saved-2019-03-05", "2019-03-05"),
        ("https://bugle.example/town/plan-of-2019-03-05-is-void", ""),
        ("https://bugle.example/2019/03/ferry", ""),
        ("https://bugle.example/town/ferry-2019-13-45.html", ""),
    ],
)
def test_a_slug_may_end_in_its_day(address: str, day: str) -> None:
    assert in_address(address) == day


def test_a_title_that_says_the_site_without_end_costs_no_article() -> None:
    title = "Ferry crews walk out" + " | Bugle" * 3_000
    assert without_site(title, "Bugle") == title
