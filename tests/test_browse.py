from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import msgspec
import pytest

from archivegen.config import Site
from archivegen.model import Archive, Article, Story
from archivegen.pages import PAGE_KINDS
from archivegen.pages.namesakes import named, told_apart
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits
from archivegen.render.html import RENDERERS
from archivegen.render.html.calendars import calendars, whole_year
from archivegen.views import MonthDays
from small_archive import ROOT, SITE, Shelf, article

NAMES = {"Ann Lee": "person", "Bo Chen": "person", "Port Salis": "place", "Harbor Board": "organization"}


def shelf(*articles: Article, names=NAMES, site: Site = SITE) -> Shelf:  # type: ignore[no-untyped-def]
    return Shelf(articles, names, site)


def of_stories(made: Shelf, *stories: Sequence[int]) -> Shelf:
    found = tuple(
        Story(id=f"stories/s{n}", name=f"Story {n}", articles=tuple(members)) for n, members in enumerate(stories)
    )
    made.archive = msgspec.structs.replace(made.archive, stories=found)
    return made


def added_on(made: Shelf, *days: str) -> Shelf:
    cards = tuple(msgspec.structs.replace(card, added=day) for card, day in zip(made.archive.cards, days, strict=True))
    made.archive = msgspec.structs.replace(made.archive, cards=cards)
    return made


# ---------------------------------------------------------------- home


def test_home_begins_with_the_largest_stories_the_newest_of_equals_first() -> None:
    texts = [article(n, date=f"2024-01-{n + 1:02}") for n in range(12)]
    view = of_stories(shelf(*texts), (0, 1), (2, 3, 4), (5, 6)).pages("home")["index.html"].view
    assert [story.name for story in view.stories] == ["Story 1", "Story 2", "Story 0"]
    assert [story.count for story in view.stories] == [3, 2, 2]
    assert (view.stories[0].first, view.stories[0].last) == ("2024-01-03", "2024-01-05")


def test_where_there_are_few_stories_home_begins_with_articles_that_name_most() -> None:
    texts = [article(n) for n in range(12)]
    texts[7] = article(7, "Ann Lee met Bo Chen of the Harbor Board in Port Salis.")
    texts[3] = article(3, "Ann Lee met Bo Chen.")
    made = of_stories(shelf(*texts), (3, 4), (5, 6))
    assert [entry.title for entry in made.pages("home")["index.html"].view.start][:1] == ["Report 7"]
    assert "Report 3" not in [entry.title for entry in made.pages("home")["index.html"].view.start]


def test_an_archive_that_home_shows_whole_needs_no_article_to_begin_with() -> None:
    assert shelf(article(1), article(2)).pages("home")["index.html"].view.start == ()


def test_home_lists_what_was_added_last_in_the_order_of_the_feed() -> None:
    made = shelf(article(1, date="2020-01-01"), article(2, date="2024-01-01"), article(3, date="1999-01-01"))
    added_on(made, "2026-01-02", "2026-01-02", "2026-03-01")
    pages = made.pages()
    for entries in (pages["index.html"].view.latest, pages["new/index.html"].view.entries):
        assert [entry.title for entry in entries] == ["Report 3", "Report 2", "Report 1"]


def test_home_names_publications_not_those_that_are_only_credited() -> None:
    made = shelf(article(1, source="Ledger", credits=("Wire",)), article(2, source="Ledger", credits=("Wire",)))
    view = made.pages("home")["index.html"].view
    assert [(one.text, one.count) for one in view.sources] == [("Ledger", 2)]


def test_every_number_at_a_glance_leads_to_its_index() -> None:
    made = shelf(*(article(n, "Ann Lee said “yes indeed” in Port Salis.", tags=("sea",)) for n in range(3)))
    pages = made.pages()
    html = made.render(pages["index.html"])
    figures = html[html.index('class="figures"') :]
    links = re.findall(r'<li><a href="([^"]+)"><b>([\d,]+)</b>', figures)
    assert ("people/", "1") in links and ("places/", "1") in links and ("tags/", "1") in links
    assert all(f"{link}index.html" in pages or link == "#dates" for link, _ in links)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_menu_entry_dates_has_one_place_on_home_to_lead_to(count: int) -> None:
    made = shelf(*(article(n, date=f"20{n:02}-01-01") for n in range(count)))
    assert made.html("index.html").count('id="dates"') == 1


# ---------------------------------------------------------------- new


def test_what_is_new_stands_under_the_day_on_which_it_was_added() -> None:
    made = added_on(shelf(*(article(n) for n in range(3))), "2026-01-02", "2026-03-01", "2026-03-01")
    view = made.pages("new")["new/index.html"].view
    assert view.days == (("2026-03-01", 2), ("2026-01-02", 1))
    html = made.html("new/index.html")
    places = [html.index(text) for text in ("1 March 2026", "Report 2", "Report 1", "2 January 2026", "Report 0")]
    assert places == sorted(places)


# ---------------------------------------------------------------- sources, authors, sections, tags


def test_a_list_names_what_else_its_articles_are_listed_under() -> None:
    made = shelf(
        article(1, source="Ledger", byline=("Ann Poe",), section="World", tags=("sea", "Sea")),
        article(2, source="Ledger", byline=("Ann Poe", "Cy Orr"), section="Home"),
        article(3, source="Post", byline=("Cy Orr",), section="World"),
    )
    company = {folder: [(c.text, c.count) for c in found] for folder, found in _view(made, "sources/ledger").company}
    assert company == {
        "sections": [("Home", 1), ("World", 1)],
        "authors": [("Ann Poe", 2), ("Cy Orr", 1)],
        "tags": [("sea", 1)],
    }
    assert "sections" not in dict(_view(made, "sections/home").company)
    assert all(one.path in made.pages() for _, found in _view(made, "tags/sea").company for one in found)


def _view(made: Shelf, page: str):  # type: ignore[no-untyped-def]
    return made.pages("groups")[f"{page}.html"].view


def test_a_source_is_not_named_again_in_each_line_of_its_own_list_but_whom_it_helped_is() -> None:
    made = shelf(article(1, source="Wire"), article(2, source="Ledger", credits=("Wire",)))
    view = _view(made, "sources/wire")
    assert [(entry.source, entry.note) for entry in view.entries] == [("Ledger", "contributed"), ("", "")]
    assert view.roles == (("published", 1), ("contributed", 1))
    assert _view(made, "sources/ledger").roles == ()


def test_a_long_index_of_sources_tells_publications_agencies_and_photo_credits_apart() -> None:
    texts = [article(n, source=f"Paper {n}", credits=("Wire",)) for n in range(60)]
    view = shelf(*texts).pages("group indexes")["sources/index.html"].view
    roles = {role: [(one.text, one.count) for one in found] for role, found in view.roles}
    assert roles["contributed"] == [("Wire", 60)]
    assert len(roles["published"]) == 24 and view.most == ()
    assert "Agencies" in shelf(*texts).html("sources/index.html")


def test_the_index_of_sources_and_the_home_page_count_publications_alike() -> None:
    texts = [article(n, source=f"Paper {n % 2}", credits=("Wire", "Coast Wire")) for n in range(4)]
    made = shelf(*texts)
    assert made.pages("group indexes")["sources/index.html"].view.held == "2 publications and 2 agencies"
    assert "2 publications and 2 agencies in this archive" in made.html("sources/index.html")
    home = {one.path: one.count for one in made.pages("home")["index.html"].view.counts}
    assert home["sources/index.html"] == 2
    assert "2 sources in this archive" in shelf(*(article(n, source=f"Paper {n}") for n in range(2))).html(
        "sources/index.html"
    )


def test_a_supplied_headline_stands_in_brackets_wherever_it_is_named() -> None:
    told = "On June 1 Ann Lee said “yes indeed”."
    made = shelf(article(1, told, title_basis="supplied"), article(2, told))
    for path in ("timeline/index.html", "quotes/index.html", "people/ann-lee.html", "2024/06/19/report-2.html"):
        shown = made.html(path)
        assert "[Report 1]" in shown and ">Report 1" not in shown, path
        assert "[Report 2]" not in shown


def test_authors_sections_and_tags_have_pages_feeds_and_an_index() -> None:
    made = shelf(*(article(n, byline=("Ann Poe",), section="World", tags=("sea",)) for n in range(2)))
    pages = made.pages()
    for address in ("authors/ann-poe", "sections/world", "tags/sea"):
        assert pages[f"{address}.html"].view.head.feed == f"{address}.xml"
        assert f"{address.partition('/')[0]}/index.html" in pages


# ---------------------------------------------------------------- A-Z


def _index(names: dict[str, str], folder: str = "places"):  # type: ignore[no-untyped-def]
    text = ". ".join(names) + "."
    made = shelf(article(1, text), article(2, text), names=names)
    pages = made.pages("entity indexes")
    return pages[f"{folder}/index.html"].view, {path: page.view for path, page in pages.items() if "/a-z/" in path}


def test_a_letter_of_too_many_names_is_split_by_as_many_letters_as_it_takes() -> None:
    names = {f"Mar{chr(97 + n % 26)}x{n:03}": "place" for n in range(120)} | {"Bo": "place"}
    whole, pages = _index(names)
    assert max(sum(len(letter.rows) for letter in view.letters) for view in pages.values()) <= 40
    assert sum(view.count for view in pages.values()) == 121
    assert [jump.text for jump in whole.jumps] == ["B", "M"] and whole.jumps[1].path in pages
    finer = pages[whole.jumps[1].path].finer
    assert len(finer) == 26 and all(link.path in pages for link in finer)


def test_one_name_more_changes_the_first_page_and_that_of_its_letter_only() -> None:
    names = {f"{chr(65 + n % 26)}x{n:03}": "place" for n in range(120)}
    whole, before = _index(names)
    more, after = _index(names | {"Bxnew": "place"})
    assert {path for path in after if before.get(path) != after[path]} == {"places/a-z/b.html"}
    assert whole != more


def test_an_index_shows_those_in_most_articles_by_their_number() -> None:
    names = {f"Town{n:03}": "place" for n in range(60)}
    texts = [article(k, ". ".join(f"Town{n:03}" for n in range(k, 60)) + ".") for k in range(0, 60, 10)]
    view = shelf(*texts, names=names).pages("entity indexes")["places/index.html"].view
    counts = [one.count for one in view.most]
    assert len(counts) == 48 and counts == sorted(counts, reverse=True) and counts[0] == 6


def test_the_filter_is_hidden_without_a_script_and_no_other_page_has_one() -> None:
    made = shelf(*(article(n, "Ann Lee came.") for n in range(2)))
    html = made.html("people/index.html")
    assert '<div class="filter" hidden>' in html
    assert re.findall(r'<script src="([^"?]+)[^>]*defer', html) == ["../static/filter.js"]
    assert "filter.js" not in made.html("index.html")


# ---------------------------------------------------------------- namesakes


def test_two_of_one_name_are_told_apart_by_role_place_or_years() -> None:
    names = {"Ann Lee": "person", "Bo Chen": "person", "Port Salis": "place", "Lowhill": "place"}
    made = shelf(
        article(1, "Ann Lee in Port Salis.", date="2001-01-01"),
        article(2, "Bo Chen in Lowhill.", date="2009-01-01"),
        article(3, "Ann Lee in Port Salis.", date="2002-01-01"),
        article(4, "Bo Chen in Lowhill.", date="2009-02-01"),
        names=names,
    )

    def twins(**fields: object) -> list[str]:
        entities = [
            msgspec.structs.replace(e, name="Ann Lee", **(fields if e.id == "people/bo-chen" else {}))
            if e.kind == "person"
            else e
            for e in made.archive.entities
        ]
        archive = msgspec.structs.replace(made.archive, entities=tuple(entities))
        people = [n for n, e in enumerate(archive.entities) if e.kind == "person"]
        return [told_apart(archive)[n] for n in people]

    assert twins() == ["Port Salis", "Lowhill"]
    assert twins(roles=(("mayor", 2),)) == ["Port Salis", "mayor"]
    names = {"Ann Lee": "person", "Bo Chen": "person"}
    made = shelf(*made.articles.values(), names=names)
    assert twins() == ["2001–2002", "2009"]


def test_a_name_that_nobody_shares_has_no_note() -> None:
    made = shelf(article(1, "Ann Lee met Bo Chen."))
    assert told_apart(made.archive) == {}
    assert named(made.archive, 0) == "Ann Lee"


# ---------------------------------------------------------------- dates


def test_a_day_shows_its_month_and_a_further_article_on_a_known_day_changes_no_other_day() -> None:
    texts = [article(n, date=f"2024-06-{n + 1:02}") for n in range(4)]
    before = shelf(*texts).pages("dates")
    after = shelf(*texts, article(9, date="2024-06-02")).pages("dates")
    assert before["2024/06/01/index.html"].view.months[0].days == ((1, 1), (2, 1), (3, 1), (4, 1))
    html = shelf(*texts).html("2024/06/03/index.html")
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', html) == ["../../../2024/06/03/"]
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {"2024/index.html", "2024/06/index.html", "2024/06/02/index.html"}


def test_a_year_has_all_its_months_and_days_are_shaded_against_the_fullest() -> None:
    months = whole_year((MonthDays(2024, 2, ((29, 8), (1, 1))),))
    made = calendars(months, lambda path: path)
    assert [month.name for month in made] == [f"2024-{n:02}" for n in range(1, 13)]
    february = {day.number: day for week in made[1].weeks for day in week if day.number}
    assert len(february) == 29 and february[29].shade == 4 and february[1].shade == 1 and february[2].shade == 0
    few = calendars((MonthDays(2024, 2, ((28, 2), (29, 1))),), lambda path: path)[0]
    assert [day.shade for day in few.weeks[-1][:4]] == [0, 0, 2, 1]  # where there are few, the shade counts them
    assert february[29].link == "2024/02/29/index.html" and made[0].link == ""
    assert [day.number for day in made[1].weeks[0]] == [0, 0, 0, 1, 2, 3, 4]  # 1 February 2024 was a Thursday


def test_a_month_of_too_many_articles_opens_each_of_its_days() -> None:
    texts = [article(n, date=f"2024-06-{n // 6 + 1:02}") for n in range(12)]
    html = shelf(*texts).html("2024/06/index.html")
    assert "There are too many" not in html
    assert [html.count(f">Report {n}<") for n in (11, 9, 8, 5, 3, 2)] == [1, 1, 0, 1, 1, 0]
    assert "2 June 2024" in html and ">All 6<" in html


def test_a_list_that_is_long_to_read_says_below_it_too_where_it_goes_on() -> None:
    site = msgspec.structs.replace(SITE, page_size=30)
    texts = [
        article(n, "On June 1 Ann Lee said “yes indeed”.", source="Wire", date=f"20{10 + n // 25}-01-{n % 25 + 1:02}")
        for n in range(75)
    ]
    made = shelf(*texts, site=site)
    for path in ("sources/wire/2011.html", "people/ann-lee/2011.html", "timeline/2011.html", "quotes/2011.html"):
        html = made.html(path)
        assert html.count('rel="next" href="') == 2 and html.count('<nav class="around"') == 1, path
        assert html.index('<p class="around">') > html.rindex("</li>", 0, html.index("<footer")), path
    assert made.html("2011/index.html").count('rel="next"') == 2
    assert made.html("2011/01/05/index.html").count('rel="next"') == 1  # of few articles


# ---------------------------------------------------------------- quotations


def test_an_article_changes_the_quotations_of_its_own_year_only() -> None:
    texts = [
        article(n, f"Ann Lee said “number {n} is on” here.", date=f"20{10 + n // 8}-01-{n % 8 + 1:02}")
        for n in range(40)
    ]
    before = shelf(*texts).pages("quotes")

    def changed(day: str) -> set[str]:
        after = shelf(*texts, article(99, "Ann Lee said “one more of it” here.", date=day)).pages("quotes")
        return {path for path in after if before.get(path) != after[path]} - {"quotes/index.html"}

    own = changed("2012-01-03")
    assert own and all(path.startswith("quotes/2012") for path in own)
    # a year that ends later: reading on from the next one leads back to its new end
    assert {path for path in changed("2012-03-01") if not path.startswith("quotes/2012")} == {"quotes/2013-01-01.html"}
    assert before["quotes/2012.html"].view.part.previous.path == "quotes/2011.html"
    first_month = before["quotes/2012-01.html"].view.part
    assert (first_month.previous.path, first_month.next.path) == ("quotes/2011.html", "quotes/2013.html")


# ---------------------------------------------------------------- the frame


def test_the_menu_has_every_index_and_opens_without_a_script() -> None:
    made = shelf(*(article(n, "Ann Lee said “yes indeed” here.", source="Post", tags=("sea",)) for n in range(2)))
    html = made.html("tags/sea.html")
    button = re.search(r'<button class="menu"[^>]* popovertarget="(\w+)"', html)
    assert button and f'<nav id="{button[1]}" popover' in html
    menu = html[html.index("<nav id=") : html.index("</nav>")]
    nav = made.pages()["tags/sea.html"].view.head.nav
    assert all(f'href="../{folder}/"' in menu for folder in nav if folder not in ("undated", "search"))
    assert menu.count("aria-current") == 1


# ---------------------------------------------------------------- keys of units


def _planned(archive: Archive, site: Site) -> dict[tuple[str, str], tuple[bytes, list[object]]]:
    """(key, pages) of each unit, by kind and name."""
    return {
        (kind, unit.name): (unit.key, list(unit.pages()))
        for kind, pages in PAGE_KINDS.items()
        if isinstance(pages, InUnits)
        for unit in pages.units(archive, site)
    }


def _versioned(made: Shelf) -> Archive:
    versions = tuple(repr((one, made.found[one.id])) for one in made.articles.values())
    return msgspec.structs.replace(made.archive, versions=versions)


BASE = [
    article(
        n,
        f"Ann Lee said “number {n} is on” in Port Salis.",
        date=f"20{18 + n % 3}-0{n % 4 + 1}-0{n % 5 + 1}",
        source=("Ledger", "Post")[n % 2],
        byline=(("Ann Poe", "Cy Orr")[n % 2],),
        section=("World", "Home")[n % 2],
        tags=("sea", f"tag {n}"),
    )
    for n in range(14)
]


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (0, {"tags": ("Sea", "tag 0")}),
        (3, {"tags": ("lake",)}),
        (3, {"byline": ("Di Ray",)}),
        (3, {"section": "World"}),
        (3, {"source": "Coast Wire"}),
        (3, {"credits": ("Ledger",)}),
        (3, {"title": "Another headline"}),
        (3, {"date": "2018-01-02"}),
        (3, {"date": ""}),
        (3, {"language": "fr"}),
    ],
)
def test_a_unit_of_the_same_key_has_the_same_pages(number: int, change: dict[str, object]) -> None:
    texts = list(BASE)
    texts[number] = msgspec.structs.replace(texts[number], **change)
    before, after = _versioned(shelf(*BASE)), _versioned(shelf(*texts))
    assert stamps(before, SITE) is not None
    known, found = _planned(before, SITE), _planned(after, SITE)
    assert known != found
    for unit in known.keys() & found.keys():
        (old, pages), (new, others) = known[unit], found[unit]
        if old == new and old:
            assert pages == others, unit


def test_every_article_of_a_group_stands_in_its_pages_once() -> None:
    texts = [article(n, source="Post", date=f"20{10 + n // 9}-01-{n % 9 + 1:02}") for n in range(40)]
    made = shelf(*texts)
    group = next(PAGE_KINDS["groups"](made.archive, SITE)).path
    assert group == "sources/post.html"
    titles = [
        entry.title for page in made.pages("groups").values() if page.view.part.name for entry in page.view.entries
    ]
    assert sorted(titles) == sorted(one.title for one in texts)
    assert all(len(list(found)) == 1 for _, found in groupby(sorted(titles)))


def test_a_long_list_names_the_months_of_its_split_years_at_its_head_until_they_are_too_many() -> None:
    def head(years: int) -> list[str]:
        texts = [article(n, source="Post", date=f"{2000 + n // 12}-{n % 12 + 1:02}-01") for n in range(years * 12)] + [
            article(999, source="Post", date="")
        ]
        return [one.text for one in _view(shelf(*texts), "sources/post").part.below]

    assert head(1) == ["2000", *(f"2000-{month:02}" for month in range(12, 0, -1)), "undated"]
    assert head(5) == [*map(str, range(2004, 1999, -1)), "undated"]
    html = shelf(*(article(n, source="Post", date=f"2000-{n % 12 + 1:02}-01") for n in range(12))).html(
        "sources/post.html"
    )
    assert '/2000.html">2000</a>' in html and '/2000-12.html">December</a>' in html


def test_the_style_has_no_rule_for_a_class_that_nothing_has() -> None:
    style = re.sub(r"\{[^{}]*\}|/\*.*?\*/", "{}", (ROOT / "static" / "style.css").read_text(), flags=re.DOTALL)
    sources = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("src/**/render/**/*.py"), *ROOT.glob("static/*.js")]
    written = "\n".join(path.read_text() for path in sources)
    classes = set(re.findall(r"\.([a-z][\w-]*)", style)) - {"d2", "d3", "d4"} - {f"w{n}" for n in range(9)}
    classes -= {f"page-{form}" for form in RENDERERS}
    assert {name for name in classes if not re.search(rf"[\w\"' -]*\b{name}\b", written)} == set()
