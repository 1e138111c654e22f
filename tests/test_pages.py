from __future__ import annotations

import re

import msgspec
import pytest

from archivegen import words
from archivegen.config import EntityOptions
from archivegen.model import Story
from archivegen.pages import letters
from archivegen.pages.groups import groups
from archivegen.pages.notices import file_of
from archivegen.pages.periods import (
    around_spans,
    bars,
    crumbs_of,
    numbered,
    parts_of,
    parts_of_span,
    periods,
    periods_of,
    spans,
    top,
)
from archivegen.views import Link
from small_archive import SITE, Shelf, article

NAMES = {"Ann Lee": "person", "Bo Chen": "person", "Port Salis": "place", "Harbor Board": "organization"}


def shelf(*articles, names=NAMES, site=SITE) -> Shelf:  # type: ignore[no-untyped-def]
    return Shelf(articles, names, site)


# ---------------------------------------------------------------- which pages there are


def test_an_index_that_would_be_empty_is_not_made() -> None:
    paths = shelf(article(1, "Nothing."), names={}).pages()
    for folder in (
        "people",
        "places",
        "organizations",
        "works",
        "sources",
        "authors",
        "sections",
        "tags",
        "timeline",
        "quotes",
        "stories",
        "undated",
    ):
        assert f"{folder}/index.html" not in paths
    assert {"index.html", "about/index.html", "404.html", "new/index.html", "2024/06/19/index.html"} <= set(paths)


def test_an_empty_archive_has_a_home_page_and_says_what_it_is() -> None:
    assert set(shelf().pages()) == {"index.html", "about/index.html", "404.html"}


def test_the_menu_names_the_indexes_that_exist() -> None:
    made = shelf(article(1, "Ann Lee said “yes indeed” here.", source="Ledger", tags=("sea",)))
    nav = made.pages()["index.html"].view.head.nav
    assert nav == ("people", "quotes", "sources", "tags", "new", "search")
    assert all(f"{folder}/index.html" in made.pages() for folder in nav)


def test_a_name_below_min_articles_is_a_row_that_leads_to_its_sentence() -> None:
    made = shelf(article(1, "Ann Lee came. Bo Chen left."), article(2, "Bo Chen spoke."))
    pages = made.pages()
    assert "people/ann-lee.html" not in pages and "people/bo-chen.html" in pages
    rows = {row.sort_name: row for letter in pages["people/index.html"].view.letters for row in letter.rows}
    sentence = made.archive.cards[0].sentence_id(1)
    assert rows["Lee, Ann"].path == f"2024/06/19/report-1.html#s-{sentence}"
    assert rows["Chen, Bo"].path == "people/bo-chen.html"


def test_people_off_leaves_no_person_anywhere() -> None:
    site = msgspec.structs.replace(SITE, entities=EntityOptions(min_articles=1, people="off"))
    pages = shelf(article(1, "Ann Lee came to Port Salis."), site=site).pages()
    assert not [path for path in pages if path.startswith("people")]
    assert [name.text for name in pages["2024/06/19/report-1.html"].view.names] == ["Port Salis"]


def test_few_articles_keep_a_person_out_of_search_engines() -> None:
    pages = shelf(*(article(n, "Ann Lee met Bo Chen." if n < 2 else "Bo Chen.") for n in range(3))).pages()
    assert pages["people/ann-lee.html"].view.head.noindex
    assert not pages["people/bo-chen.html"].view.head.noindex


def test_a_story_has_a_page_and_its_articles_lead_there() -> None:
    made = shelf(article(1), article(2), article(3))
    made.archive = msgspec.structs.replace(
        made.archive, stories=(Story(id="stories/fire", name="The fire", articles=(0, 2)),)
    )
    pages = made.pages()
    assert len(pages["stories/fire.html"].view.entries) == 2
    assert pages["stories/index.html"].view.stories[0].name == "The fire"
    assert pages["2024/06/19/report-1.html"].view.story.path == "stories/fire.html"
    assert pages["2024/06/19/report-2.html"].view.story.path == ""


def test_an_old_address_leads_on_and_a_withdrawn_one_says_so() -> None:
    made = shelf(article(1))
    address = made.archive.cards[0].address
    made.archive = msgspec.structs.replace(
        made.archive, redirects=((address, "x.html"), ("old/story/", address)), gone=(("2020/gone.html", "asked for"),)
    )
    pages = made.pages()
    assert pages[address].form == "article"
    assert pages["old/story/index.html"].view.target == address
    assert pages["2020/gone.html"].form == "gone"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/old/story/", "old/story/index.html"),
        ("old/story", "old/story/index.html"),
        ("/2019/x.html?p=1#a", "2019/x.html"),
        ("../../etc/passwd", ""),
        ("a//b.html", ""),
        ("/", ""),
    ],
)
def test_the_file_of_an_old_address(address: str, path: str) -> None:
    assert file_of(address) == path


# ---------------------------------------------------------------- long lists


def test_a_list_longer_than_page_size_is_split_by_decade() -> None:
    days = ["2021-05-05", "2019-03-02", "2010-01-01", "1999-12-31", "1995-06-01", "1987-01-01", ""]
    found = periods([(day, n) for n, day in enumerate(days)], 5)
    assert [(p.name, p.items, p.below) for p in found] == [
        ("2020-2029", (0,), ()),
        ("2010-2019", (1, 2), ()),
        ("1990-1999", (3, 4), ()),
        ("1980-1989", (5,), ()),
        ("undated", (6,), ()),
    ]


def test_years_take_the_place_of_a_decade_that_holds_too_many() -> None:
    days = ["2020-05-05", "2019-03-02", "2019-01-01", "2015-01-01", "2011-01-01", "2009-01-01", "2001-01-01"]
    found = periods([(day, n) for n, day in enumerate(days)], 3)
    assert [(p.name, p.count) for p in found] == [
        ("2020-2029", 1),
        ("2019", 2),
        ("2015", 1),
        ("2011", 1),
        ("2000-2009", 2),
    ]
    around = {period.name: (part.previous, part.next) for period, part in parts_of("x", found)}
    assert around["2011"] == (Link("x/2000-2009.html", "2000-2009"), Link("x/2015.html", "2015"))
    assert around["2019"][1] == Link("x/2020-2029.html", "2020-2029")
    assert [count.text for count in top("x", found).below] == ["2020-2029", "2019", "2015", "2011", "2000-2009"]


def test_a_year_that_holds_too_many_is_split_by_month_then_day_then_number() -> None:
    days = ["2020-05-05"] * 2 + ["2012-03-02"] * 3 + ["2012-03-01"] * 7 + ["2012-01-01"]
    found = periods([(day, n) for n, day in enumerate(days)], 5)
    assert [(p.name, p.count, len(p.items)) for p in found] == [
        ("2020-2029", 2, 2),
        ("2012", 11, 0),
        ("2012-03", 10, 0),
        ("2012-03-02", 3, 3),
        ("2012-03-01", 7, 5),
        ("2012-03-01-p2", 2, 2),
        ("2012-01", 1, 1),
    ]
    assert found[1].below == (("2012-03", 10), ("2012-01", 1))


def test_reading_on_leads_through_all_that_a_long_list_holds_in_the_order_of_time() -> None:
    days = ["2013-02-01", "2012-09-05", "2012-08-01", "2012-08-01", "2011-03-02", "2010-01-01"]
    around = {period.name: part for period, part in parts_of("x", periods([(day, day) for day in days], 2))}
    read = ["2010"]
    while after := around[read[-1]].next:
        read.append(after.text)
    assert read == ["2010", "2011", "2012-08", "2012-09", "2013"]
    assert around["2012"].next == Link("x/2013.html", "2013")


def test_numbered_parts_stand_in_the_order_of_their_numbers() -> None:
    around = {period.name: part for period, part in parts_of("x", periods([("", n) for n in range(24)], 2))}
    assert around["undated-p9"].next == Link("x/undated-p10.html", "undated-p10")
    assert around["undated"].next == Link("x/undated-p2.html", "undated-p2")


def test_the_periods_of_each_span_are_those_of_the_whole() -> None:
    dated = [(f"{1980 + n * n % 44}-0{n % 3 + 1}-1{n % 2}", n) for n in range(60)]
    told = [period for name, found in spans(dated, 5).items() for period in periods_of(name, found, 5)]
    assert tuple(told) == periods(dated, 5)
    assert sorted(item for period in told for item in period.items) == list(range(60))


def test_numbered_parts_fill_from_the_oldest_so_that_news_goes_into_the_last() -> None:
    before = numbered("x", [6, 5, 4, 3, 2, 1], 4)
    after = numbered("x", [7, 6, 5, 4, 3, 2, 1], 4)
    assert before[0].items == after[0].items == (4, 3, 2, 1)
    assert before[1].items == (6, 5) and after[1].items == (7, 6, 5)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_reading_on_from_one_span_to_the_next_is_as_in_the_whole(size: int) -> None:
    dated = sorted(((f"20{n * n % 23:02}-0{n % 3 + 1}-1{n % 2}", n) for n in range(60)), reverse=True)
    whole = {period.name: part for period, part in parts_of("x", periods(dated, size))}
    found = spans(dated, size)
    for name, around in around_spans(found, size).items():
        for period, part in parts_of_span("x", tuple(periods_of(name, found[name], size)), around):
            if period.items or len(period.name) == 4:
                assert (part.previous, part.next) == (whole[period.name].previous, whole[period.name].next), period.name


def test_reading_on_through_quotations_and_the_timeline_passes_no_month_of_a_split_year_by() -> None:
    days = ["2021-01-05", *["2022-01-05", "2022-03-06", "2022-12-07"] * 3, *["2023-02-05", "2023-11-05"] * 4]
    told = shelf(*(article(n, "On June 1 Ann Lee said “yes indeed”.", date=day) for n, day in enumerate(days)))
    pages = {path: page.view.part for path, page in told.pages("quotes").items()}
    assert pages["quotes/2022-12.html"].next == Link("quotes/2023-02.html", "2023-02")
    assert pages["quotes/2023-02.html"].previous == Link("quotes/2022-12.html", "2022-12")
    assert pages["quotes/2022.html"].next == Link("quotes/2023.html", "2023")
    pages = {path: page.view.part for path, page in told.pages("timeline").items()}
    assert pages["timeline/2021.html"].next == Link("timeline/2022-06-01.html", "2022-06-01")
    assert pages["timeline/2023-06-01.html"].previous == Link("timeline/2022-06-01-p2.html", "2022-06-01-p2")


def test_a_part_of_a_long_list_stands_under_the_coarser_parts_that_lead_to_it() -> None:
    def texts(name: str) -> list[str]:
        return [crumb.text for crumb in crumbs_of("x", name, words.ENGLISH)]

    assert texts("2024-06-19-p2") == ["2024", "June", "19 June 2024"]
    assert texts("2024-06-19") == ["2024", "June"]
    assert texts("2024-06") == ["2024"]
    assert texts("undated-p3") == ["Undated"]
    assert texts("2024") == texts("2010-2019") == texts("undated") == texts("") == []
    pages = shelf(*(article(n, "Ann Lee came.") for n in range(12)))
    view = pages.pages("entities")["people/ann-lee/2024-06-19-p2.html"].view
    assert [crumb.path for crumb in view.head.crumbs[2:]] == [
        f"people/ann-lee/{name}.html" for name in ("2024", "2024-06", "2024-06-19")
    ]
    assert pages.pages("dates")["2024/06/19/more/2.html"].view.head.crumbs[-1].path == "2024/06/19/index.html"


def test_nothing_is_lost_when_an_entity_is_split() -> None:
    texts = [
        article(n, "Ann Lee came. Then Ann Lee left.", date=f"20{n % 4 + 10}-01-{n % 28 + 1:02}") for n in range(30)
    ]
    pages = shelf(*texts).pages("entities")
    parts = [page.view for path, page in pages.items() if path.startswith("people/ann-lee/")]
    assert len({item.article_id for view in parts for item in view.items}) == 30
    whole = pages["people/ann-lee.html"].view
    assert [one.text for one in whole.part.below if len(one.text) == 4] == ["2013", "2012", "2011", "2010"]
    assert whole.mentions == 60 and sum(view.mentions for view in parts) == 60


def test_the_first_of_numbered_parts_counts_the_articles_of_all() -> None:
    pages = shelf(*(article(n, "Ann Lee came.", date="2024-06-19") for n in range(9))).pages("entities")
    counts = {path: page.view.articles for path, page in pages.items() if "2024-06-19" in path}
    assert counts == {"people/ann-lee/2024-06-19.html": 9, "people/ann-lee/2024-06-19-p2.html": 4}


def test_an_article_full_of_one_name_is_cut_into_pieces_of_a_list() -> None:
    made = shelf(article(1, "Ann Lee. " * 100), article(2, "Ann Lee."))
    views = [page.view for path, page in made.pages("entities").items() if path.startswith("people/ann-lee/")]
    assert sum(len(item.passages) for view in views for item in view.items) == 101
    assert all(len(item.passages) <= 8 for view in views for item in view.items)


def test_a_day_of_many_articles_goes_on_numbered_pages() -> None:
    pages = shelf(*(article(n) for n in range(12))).pages("dates")
    assert len(pages["2024/06/19/index.html"].view.entries) == 5
    assert len(pages["2024/06/19/more/3.html"].view.entries) == 2
    for period in ("2024/06", "2024"):  # too many for one page: the first of each day and month
        view = pages[f"{period}/index.html"].view
        assert [entry.title for entry in view.entries] == ["Report 11", "Report 10", "Report 9"]
        assert [below.count for below in view.below] == [12]


def test_a_long_index_is_split_by_letter() -> None:
    names = {f"{chr(65 + n % 26)}x{n:03}": "place" for n in range(120)}
    made = shelf(article(1, ". ".join(names) + "."), article(2, ". ".join(names) + "."), names=names)
    pages = made.pages("entity indexes")
    assert len(pages["places/index.html"].view.letters) == 26
    assert not any(letter.rows for letter in pages["places/index.html"].view.letters)
    assert len(pages["places/a-z/b.html"].view.letters[0].rows) == 5


def test_the_parts_of_the_undated_lead_to_each_other_in_words() -> None:
    made = shelf(*(article(n, date="") for n in range(12)))
    pages = made.pages()
    first, second = pages["undated/index.html"].view.part, pages["undated/more/undated-p2.html"].view.part
    assert first.previous is None and first.next == Link("undated/more/undated-p2.html", "undated-p2")
    assert second.previous == Link("undated/index.html", "undated")
    assert second.next == Link("undated/more/undated-p3.html", "undated-p3")
    html = made.html("undated/more/undated-p2.html")
    assert re.search(r'rel="prev" href="../../undated/"><span[^>]*></span>Undated</a>', html)
    assert re.search(r'rel="next" href="../../undated/more/undated-p3.html">Undated, part 3<', html)


def test_the_undated_have_an_index() -> None:
    pages = shelf(article(1, date=""), article(2)).pages()
    assert [entry.title for entry in pages["undated/index.html"].view.entries] == ["Report 1"]


# ---------------------------------------------------------------- groups, letters, charts


def test_an_agency_is_one_source_under_all_its_names() -> None:
    made = shelf(
        article(1, credits=("AP",)),
        article(2, credits=("The Associated Press",), source="Associated Press", tags=("AP",)),
        article(3, source="The AP Hogan Post"),
    )
    found = groups(made.archive)
    counts = {group.name: len(group.articles) for group in found.sources if "AP" in group.name or "Press" in group.name}
    assert counts == {"Associated Press": 2, "The AP Hogan Post": 1}
    assert found.id_of("sources", "ap") == "sources/associated-press"
    assert [group.name for group in found.tags if group.name == "AP"]


def test_a_source_that_is_credited_stands_among_the_sources() -> None:
    made = shelf(article(1, source="Ledger", credits=("Wire",)), article(2, source="Wire"))
    sources = {group.name: group for group in groups(made.archive).sources}
    assert sources["Wire"].articles == (0, 1)
    assert sources["Wire"].notes == ("contributed", "")


def test_names_that_differ_in_case_only_are_one_group_and_clashing_slugs_get_a_number() -> None:
    made = shelf(article(1, tags=("C", "sea")), article(2, tags=("C++", "Sea")), article(3, tags=("Index",)))
    tags = {group.id: (group.name, len(group.articles)) for group in groups(made.archive).tags}
    assert tags == {"tags/c": ("C", 1), "tags/c-2": ("C++", 1), "tags/sea": ("sea", 2), "tags/index-2": ("Index", 1)}


def test_a_later_group_never_takes_the_address_of_an_earlier_one() -> None:
    first = shelf(article(1, tags=("Zeta!",)))
    both = shelf(article(1, tags=("Zeta!",)), article(2, tags=("Zeta",)))
    assert groups(first.archive).tags[0].id == "tags/zeta"
    assert {g.name: g.id for g in groups(both.archive).tags} == {"Zeta!": "tags/zeta", "Zeta": "tags/zeta-2"}


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Élysée", "E"),
        ("Łódź", "L"),
        ("Жуков", "Ж"),
        ("20 Minutes", "#"),
        ("北京", "字"),
        ("“Quoted”", "Q"),
        ("", "#"),
        ("أحمد علي", "ا"),
        ("علي", "ع"),
        ("김정은", "ᄀ"),
    ],
)
def test_the_letter_of_a_name(name: str, letter: str) -> None:
    assert letters.letter_of(name) == letter


def test_a_chart_has_no_gaps() -> None:
    assert [(bar.label, bar.count) for bar in bars(["1990-01-01", "1999-05-05", ""])] == [
        (str(year), int(year in (1990, 1999))) for year in range(1990, 2000)
    ]
    assert bars(["2020-01-01", "2020-01-01"]) == ()
    assert [bar.label for bar in bars(["2020-11-30", "2021-02-01"])] == ["2020-11", "2020-12", "2021-01", "2021-02"]
    assert len(bars(["2020-02-28", "2020-03-01"])) == 3


# ---------------------------------------------------------------- the page of an entity


def test_a_page_has_what_its_entity_said_and_what_others_said_of_it() -> None:
    made = shelf(
        article(1, "Ann Lee said “we will go on” in Port Salis."),
        article(2, "Ann Lee said “nobody asked Bo Chen” at noon."),
        article(3, "Bo Chen left."),
    )
    lee, chen = (made.pages()[f"people/{slug}.html"].view for slug in ("ann-lee", "bo-chen"))
    assert [quote.article_id for quote in lee.quotes] == ["a2", "a1"]
    assert not lee.about
    assert [(quote.article_id, [s.text for s in quote.speakers]) for quote in chen.about] == [("a2", ["Ann Lee"])]
    html = made.html("people/bo-chen.html")
    assert "Quotations that name Bo Chen" in html and "nobody asked Bo Chen" in html
    assert "Quotations that name" not in made.html("people/ann-lee.html")


def test_namesakes_lead_to_each_other() -> None:
    made = shelf(*(article(n, "Ann Lee met Bo Chen.") for n in range(2)))
    twin = [msgspec.structs.replace(e, name="Ann Lee", roles=(("mayor", 2),)) for e in made.archive.entities]
    made.archive = msgspec.structs.replace(made.archive, entities=tuple(twin))
    view = made.pages()["people/ann-lee.html"].view
    assert [tuple(other)[:2] for other in map(msgspec.structs.astuple, view.namesakes)] == [
        ("people/bo-chen.html", "Ann Lee, mayor")
    ]
    assert "Not to be confused with" in made.html("people/ann-lee.html")


def test_five_thousand_mentions_are_pages_of_bearable_size() -> None:
    texts = [article(n, "Ann Lee came. " * 10, date=f"{2000 + n // 28}-01-{n % 28 + 1:02}") for n in range(500)]
    site = msgspec.structs.replace(SITE, page_size=50)
    pages = shelf(*texts, site=site).pages("entities")
    whole = pages["people/ann-lee.html"].view
    assert whole.mentions == 5000 and len(whole.items) <= 10 and sum(bar.count for bar in whole.bars) == 500
    parts = [page.view for path, page in pages.items() if path.startswith("people/ann-lee/")]
    assert sum(view.mentions for view in parts) == 5000
    assert max(len(view.items) for view in parts) <= 50


def test_an_addition_changes_the_first_page_and_its_own_period_only() -> None:
    texts = [article(n, "Ann Lee came.", date=f"{2010 + n // 8}-01-{n % 8 + 1:02}") for n in range(40)]
    before = shelf(*texts).pages("entities")
    after = shelf(*texts, article(99, "Ann Lee came.", date="2014-02-01")).pages("entities")
    changed = {path for path in after if before.get(path) != after[path]}
    assert "people/ann-lee.html" in changed
    assert all(path.startswith("people/ann-lee/2014") for path in changed - {"people/ann-lee.html"})
