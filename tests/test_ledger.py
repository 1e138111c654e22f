from hypothesis import given
from hypothesis import strategies as st

from archivegen import ledger, sentences
from archivegen.ledger import Arrival, Entry, Ledger

DAY = "2026-01-02"
PATTERN = "/{year}/{month}/{day}/{slug}.html"


def ids(found: list[str]) -> str:
    return "".join(sentences.ids(found, sentences.encoded(found)))


def arrival(id: str = "a", **fields: object) -> Arrival:
    values = {
        "path": f"content/{id}.md",
        "title": "A Flood",
        "slug": "",
        "date": "2019-05-03",
        "url": "",
        "is_published": True,
        "sentences": "",
    }
    return Arrival(id=id, **{**values, **fields})  # type: ignore[arg-type]


def assign(
    book: Ledger, *arrivals: Arrival, gone: dict[str, ledger.State] | None = None, permalinks: str = PATTERN
) -> Ledger:
    lines, _ = ledger.assign(book, arrivals, gone=gone or {}, pattern=permalinks, today=DAY)
    return ledger.with_lines(book, lines)


def address(book: Ledger, id: str = "a") -> str:
    return book.articles[id].address


def test_an_article_stands_under_its_day_and_slug() -> None:
    book = assign(Ledger(), arrival())
    assert book.articles["a"] == Entry("article", "a", "2019/05/03/a-flood.html", DAY)


def test_an_undated_article_stands_under_undated() -> None:
    assert address(assign(Ledger(), arrival(date=""))) == "undated/a-flood.html"


def test_an_address_stays_when_title_and_date_improve() -> None:
    book = assign(Ledger(), arrival(date=""))
    assert address(assign(book, arrival(title="The Great Flood", date="2019-05-04"))) == "undated/a-flood.html"


def test_two_articles_of_one_slug_are_told_apart_in_order_of_id() -> None:
    one = assign(Ledger(), arrival("b"), arrival("a"))
    assert (address(one, "a"), address(one, "b")) == ("2019/05/03/a-flood.html", "2019/05/03/a-flood-2.html")
    assert assign(one, arrival("b"), arrival("a")) == one


def test_slugs_that_mean_something_get_a_number() -> None:
    assert address(assign(Ledger(), arrival(title="Index"))) == "2019/05/03/index-2.html"


def test_a_slug_that_a_person_changes_leaves_the_old_address_behind() -> None:
    book = assign(assign(Ledger(), arrival(slug="flood")), arrival(slug="great-flood"))
    assert book.articles["a"].address == "2019/05/03/great-flood.html"
    assert book.articles["a"].old_addresses == ("2019/05/03/flood.html",)
    back = assign(book, arrival(slug="flood"))
    assert back.articles["a"].address == "2019/05/03/flood.html"
    assert back.articles["a"].old_addresses == ("2019/05/03/great-flood.html",)


def test_a_numbered_slug_is_not_taken_for_a_changed_one() -> None:
    book = assign(Ledger(), arrival("a", slug="flood"), arrival("b", slug="flood"))
    assert assign(book, arrival("a", slug="flood"), arrival("b", slug="flood")) == book


def test_a_slug_that_a_person_chose_and_another_has_is_told() -> None:
    _, problems = ledger.assign(
        Ledger(), [arrival("a", slug="x"), arrival("b", slug="x")], gone={}, pattern=PATTERN, today=DAY
    )
    (problem,) = problems
    assert str(problem).startswith('content/b.md: error: slug-taken: the slug "x" is that of content/a.md too')


def told(book: Ledger, *arrivals: Arrival) -> list[str]:
    _, problems = ledger.assign(book, arrivals, gone={}, pattern=PATTERN, today=DAY)
    return [str(problem) for problem in problems]


def test_a_slug_that_two_share_is_told_until_one_is_changed() -> None:
    two = arrival("a", slug="x"), arrival("b", slug="x")
    book = assign(Ledger(), *two)
    assert told(book, *two) == told(Ledger(), *two)
    assert told(book, arrival("a", slug="x"), arrival("b", slug="y")) == []


def test_a_headline_that_two_share_is_told_once_with_the_file_of_the_other() -> None:
    (line,) = told(Ledger(), arrival("a"), arrival("b"))
    assert 'the headline "A Flood" gives is that of content/a.md too; this one is at /2019/05/03/a-flood-2.html' in line
    assert told(assign(Ledger(), arrival("a"), arrival("b")), arrival("a"), arrival("b")) == []


def test_a_slug_that_an_article_had_that_is_gone_is_told() -> None:
    book = assign(assign(Ledger(), arrival("a", slug="x")), gone={"a": "gone"})
    (line,) = told(book, arrival("b", slug="x"))
    assert "is that of a, which is gone, too" in line


def test_a_reserved_slug_is_told() -> None:
    (line,) = told(Ledger(), arrival(slug="con"))
    assert 'slug-reserved: the slug "con" is reserved; this one is at /2019/05/03/con-2.html' in line
    assert told(Ledger(), arrival(title="Con")) == []


def test_an_old_address_is_never_given_to_another() -> None:
    book = assign(assign(Ledger(), arrival(slug="flood")), arrival(slug="great-flood"))
    assert address(assign(book, arrival("b", slug="flood")), "b") == "2019/05/03/flood-2.html"


def test_a_draft_gets_no_address_until_it_is_published() -> None:
    book = assign(Ledger(), arrival(is_published=False))
    assert address(book) == ledger.NOWHERE
    assert address(assign(book, arrival())) == "2019/05/03/a-flood.html"


def test_what_vanished_is_kept_in_mind_and_may_come_back() -> None:
    book = assign(assign(Ledger(), arrival()), gone={"a": "gone"})
    assert book.articles["a"].state == "gone"
    assert assign(book, arrival()).articles["a"].state == ""


def test_what_a_person_deleted_is_told_from_what_went_with_its_seed() -> None:
    book = assign(assign(Ledger(), arrival()), gone={"a": "deleted"})
    assert book.articles["a"].state == "deleted"
    assert assign(book, gone={"a": "gone"}) == book


def kept(url: str, **fields: object) -> str:
    return address(assign(Ledger(), arrival(url=url, **fields), permalinks="keep"))


def test_keep_takes_the_path_of_first_publication_as_it_was() -> None:
    assert kept("https://old.example/2019/05/03/flood/") == "2019/05/03/flood/index.html"
    assert kept("https://old.example/2019/05/03/flood") == "2019/05/03/flood/index.html"
    assert kept("https://old.example/News/A_Flood.html") == "News/A_Flood.html"
    assert kept("https://old.example/news/story.php") == "news/story.php/index.html"
    assert kept("https://old.example/%E6%B4%AA%E6%B0%B4/") == "洪水/index.html"


def test_keep_gives_another_address_where_the_old_one_is_no_files() -> None:
    for url in (
        "https://old.example/?p=12",
        "https://old.example/story.php?id=4",
        "https://old.example/",
        "https://old.example/a//b/",
        "https://old.example/a%00b/",
        "https://old.example/a..b/",
        "https://old.example/../../etc/passwd",
        "https://old.example/feed.xml",
        "https://old.example/a.html/comments",
        "https://old.example/" + "x" * 300,
        "",
    ):
        assert kept(url) == "2019/05/03/a-flood.html", url


def test_keep_leaves_the_sites_own_addresses_alone_and_says_so() -> None:
    lines, problems = ledger.assign(
        Ledger(), [arrival(url="https://old.example/about/")], gone={}, pattern="keep", today=DAY
    )
    assert lines[0].address == "2019/05/03/a-flood.html"
    (note,) = problems
    assert str(note) == (
        "content/a.md: note: address-own: its old address /about/ is for the site's own pages; "
        "this one is at /2019/05/03/a-flood.html"
    )
    for path in ("people/lee.html", "2019/05/", "2019/05/03/", "data/x/y/z/", "_redirects/", "stories/", "Tags/x/"):
        assert kept(f"https://old.example/{path}") == "2019/05/03/a-flood.html", path
    assert kept("https://old.example/stories/2019/flood/") == "stories/2019/flood/index.html"


def test_keep_tells_of_queries() -> None:
    _, (note,) = ledger.assign(Ledger(), [arrival(url="https://old.example/?p=12")], gone={}, pattern="keep", today=DAY)
    assert note.code == "address-query"
    assert kept("https://old.example/flood/?utm_source=feed") == "flood/index.html"


def test_two_articles_of_one_old_address_are_told_apart() -> None:
    two = [arrival("a", url="https://old.example/flood/"), arrival("b", url="https://old.example/Flood/")]
    book = assign(Ledger(), *two, permalinks="keep")
    assert (address(book, "a"), address(book, "b")) == ("flood/index.html", "Flood-2/index.html")


def test_what_the_site_has_for_a_path_is_not_kept_twice() -> None:
    one = arrival(url="https://old.example/archive/flood/")
    lines, _ = ledger.assign(
        Ledger(), [one], gone={}, pattern="keep", today=DAY, base_url="https://www.old.example/archive/"
    )
    assert lines[0].address == "flood/index.html"


def test_a_kept_address_is_not_moved_by_a_slug_that_was_there_from_the_start() -> None:
    one = arrival(url="https://old.example/archives/123/", slug="a-flood")
    book = assign(Ledger(), one, permalinks="keep")
    assert assign(book, one, permalinks="keep") == book
    text = ledger.HEADER + "".join(entry.line() for entry in book.articles.values())
    assert ledger.parse(text, "ledger.tsv")[0] == book
    moved = assign(book, arrival(url="https://old.example/archives/123/", slug="great-flood"), permalinks="keep")
    assert address(moved) == "archives/great-flood/index.html"
    assert moved.articles["a"].old_addresses == ("archives/123/index.html",)


def test_a_kept_address_may_have_blanks() -> None:
    one = arrival(url="https://old.example/My%20100%25%20Story.html", slug="x")
    book = assign(Ledger(), one, permalinks="keep")
    assert address(book) == "My 100% Story.html"
    moved = assign(book, arrival(url=one.url, slug="y"), permalinks="keep")
    text = ledger.HEADER + "".join(entry.line() for entry in moved.articles.values())
    assert ledger.parse(text, "ledger.tsv") == (moved, ())
    assert moved.articles["a"].old_addresses == ("My 100% Story.html",)


def test_another_pattern_moves_nothing() -> None:
    one = arrival(slug="flood")
    book = assign(Ledger(), one, permalinks="/{year}/{id}.html")
    assert address(book) == "2019/a.html"
    assert assign(book, one, permalinks="/{year}/{month}/{slug}/") == book
    assert address(assign(book, one, arrival("b", slug="c"), permalinks="/{year}/{month}/{slug}/"), "b") == (
        "2019/05/c/index.html"
    )


def test_a_pattern_without_a_date_is_for_the_undated_too() -> None:
    assert (
        address(assign(Ledger(), arrival(date=""), permalinks="/stories/of/{slug}/")) == "stories/of/a-flood/index.html"
    )
    assert address(assign(Ledger(), arrival(date=""), permalinks="/{year}/{slug}/")) == "undated/a-flood.html"


def test_a_pattern_never_takes_the_sites_own_pages() -> None:
    assert address(assign(Ledger(), arrival(title="About"), permalinks="/{slug}/")) == "about-2/index.html"
    assert address(assign(Ledger(), arrival(title="2019"), permalinks="/{slug}/")) == "2019-2/index.html"


@given(st.text(max_size=40))
def test_no_url_leads_out_of_the_site(path: str) -> None:
    found = kept(f"https://old.example/{path}")
    assert not found.startswith("/") and found.endswith((".html", ".htm"))
    assert not {"..", "."} & set(found.split("/"))


def test_the_text_comes_back_as_it_was() -> None:
    book = assign(Ledger(), arrival(sentences=ids(["One.", "Two."])), arrival("b"))
    book = assign(book, arrival(sentences=ids(["One!", "Three."]), slug="x"), arrival("b"))
    book = ledger.with_lines(book, ledger.given_lines(book, "entity", {"person:ann lee": "people/ann-lee"}, DAY))
    book = ledger.with_lines(book, ledger.given_lines(book, "story", {"a": "stories/a-flood"}, DAY))
    entries = [*book.articles.values(), *book.entities.values(), *book.stories.values()]
    text = ledger.HEADER + "".join(entry.line() for entry in entries)
    assert ledger.parse(text, "content/ledger.tsv") == (book, ())


def test_the_last_line_of_an_id_holds_and_arrival_keeps_its_order() -> None:
    a, b = (Entry("article", id, f"{id}.html", DAY) for id in "ab")
    newer = Entry("article", "a", "new.html", DAY)
    book, _ = ledger.parse("".join(entry.line() for entry in (a, b, newer)), "l")
    assert list(book.articles) == ["a", "b"]
    assert address(book) == "new.html"


def test_a_line_that_is_none_is_told_and_passed_over() -> None:
    book, (problem,) = ledger.parse("article\ta\ta.html\nnonsense\n", "content/ledger.tsv")
    assert list(book.articles) == ["a"]
    assert str(problem).startswith("content/ledger.tsv:2: error: ledger-line: ")


def changed(before: list[str], after: list[str]) -> dict[str, str]:
    """Old sentence → the sentence that answers to its id now."""
    book = assign(assign(Ledger(), arrival(sentences=ids(before))), arrival(sentences=ids(after)))
    name = {ids(after)[n * 6 : n * 6 + 6]: text for n, text in enumerate(after)}
    old = {ids(before)[n * 6 : n * 6 + 6]: text for n, text in enumerate(before)}
    return {old[was]: name[now] for now, was in book.articles["a"].old_sentences}


def test_the_old_id_of_an_edited_sentence_leads_to_its_successor() -> None:
    assert changed(["One.", "Two.", "Three."], ["One.", "Two again.", "Three."]) == {"Two.": "Two again."}


def test_the_id_of_a_deleted_sentence_leads_to_its_neighbour() -> None:
    assert changed(["One.", "Two.", "Three."], ["One.", "Three."]) == {"Two.": "One."}


def test_an_added_sentence_takes_no_old_id() -> None:
    assert changed(["One.", "Three."], ["One.", "Two.", "Three."]) == {}


def test_old_ids_follow_through_several_edits() -> None:
    book = Ledger()
    for text in ("First wording.", "Second wording.", "Third wording."):
        book = assign(book, arrival(sentences=ids([text])))
    now = ids(["Third wording."])
    assert dict.fromkeys(new for new, _ in book.articles["a"].old_sentences) == {now: None}
    assert {old for _, old in book.articles["a"].old_sentences} == {ids(["First wording."]), ids(["Second wording."])}
