"""Feeds: what they carry, in which order, and how items are written."""

from __future__ import annotations

import json
import locale
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from archivegen import texts
from archivegen.config import FeedOptions, Site
from archivegen.feed_views import Feed, FeedList, decode_item
from archivegen.model import (
    Appearance,
    Archive,
    Article,
    Card,
    Embed,
    Entity,
    Facts,
    Figure,
    Heading,
    Listing,
    LocalEntity,
    Mark,
    Mention,
    Page,
    Paragraph,
    Preformatted,
    Quotation,
    Statement,
    Story,
    Table,
    Text,
)
from archivegen.pages.feeds import feeds
from archivegen.render.feeds import FEED_RENDERERS, content, guid, moulds

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
SOURCE = "{http://purl.org/dc/elements/1.1/}source"
SITE = Site(title="The Lantern & Sons", base_url="https://archive.example/papers/")


class Shelf:
    """Bodies out of a dict."""

    def __init__(self, *articles: Article) -> None:
        self.articles = {article.id: article for article in articles}

    def article(self, id: str) -> Article:
        return self.articles[id]

    def text(self, id: str) -> Text:
        return texts.text_of(self.articles[id])

    def facts(self, id: str) -> Facts:
        raise AssertionError("feeds need no facts")


def card(article: Article, order: int, *, added: str = "2026-01-02", digest: str = "") -> Card:
    text = texts.text_of(article)
    return Card(
        id=article.id,
        slug="",
        redirect_from=(),
        address=f"{article.date[:10].replace('-', '/')}/{article.id}.html"
        if article.date
        else f"undated/{article.id}.html",
        title=article.title,
        title_basis=article.title_basis,
        dek=article.dek,
        byline=article.byline,
        source=article.source,
        credits=article.credits,
        date=article.date,
        date_basis="given" if article.date else "",
        date_interval=article.date[:10],
        updated=article.updated,
        language="en",
        section=article.section,
        tags=article.tags,
        photo_credits=(),
        url=article.url,
        rights=article.rights,
        shown=article.rights if article.rights in ("excerpt", "record") else "full",
        added=added,
        order=order,
        words=len(text.text.split()),
        digest=digest or f"{hash(article.blocks):x}",
        sentence_ids=text.sentence_ids,
    )


def archive(*articles: Article, added: tuple[str, ...] = (), facts: tuple[Facts, ...] = (), **more: object) -> Archive:
    cards = tuple(card(a, n, added=added[n] if added else "2026-01-02") for n, a in enumerate(articles))
    base = Archive(
        cards=cards,
        facts=facts or tuple(Facts() for _ in cards),
        entities=(),
        entity_of=tuple(() for _ in cards),
    )
    return msgspec.structs.replace(base, **more)


def rendered(pages: Archive, shelf: Shelf, site: Site = SITE) -> dict[str, bytes]:
    return {page.path: FEED_RENDERERS[page.form](page, site=site, bodies=shelf) for page in feeds(pages, site)}


def story(id: str, **fields: object) -> Article:
    given: dict[str, object] = {
        "title": f"The bridge at {id} reopens",
        "date": "2024-06-19",
        "blocks": (Paragraph(f"The bridge at {id} reopened. Nobody was hurt."),),
    }
    return Article(id=id, **(given | fields))  # type: ignore[arg-type]


# ---------------------------------------------------------------- as feedgen itself writes

NASTY = "A <b>\"bold\"</b> & ]]> {{ 7*7 }} %s %(title)s @title@ \t'x' é 漢 🗞️\r\nend"


def nasty_items() -> list[moulds.Item]:
    plain = moulds.Item(
        guid="urn:uuid:1",
        title="Plain",
        link="https://a.example/1",
        summary="Words",
        updated=datetime(2026, 1, 2, tzinfo=UTC),
    )
    return [
        plain,
        replace(
            plain, guid=NASTY, title=NASTY, summary=NASTY, content=NASTY, categories=(NASTY, "two"), creators=(NASTY,)
        ),
        replace(plain, published=datetime(1871, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(hours=-5, minutes=-30)))),
        replace(plain, source=("https://a.example/s.xml?a=1&b=2", NASTY), creators=("A", "B", "C")),
        replace(plain, first_address="https://b.example/?q=1&r=2", content="<p>x</p>", categories=("100 %",)),
    ]


ENVELOPE = moulds.Envelope(
    title=NASTY,
    link="https://a.example/?x=1&y=2",
    self_link="https://a.example/feed.xml",
    description=NASTY,
    language="en",
    author="The & Times",
    updated=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_rss_is_what_feedgen_writes_for_the_whole_feed(count: int) -> None:
    items = nasty_items()[:count]
    head, tail = moulds.rss_envelope(ENVELOPE)
    assert head + "".join(map(moulds.rss_item, items)) + tail == moulds.write_rss(ENVELOPE, *items)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_atom_is_what_feedgen_writes_for_the_whole_feed(count: int) -> None:
    items = nasty_items()[:count]
    head, tail = moulds.atom_envelope(ENVELOPE)
    assert head + "".join(map(moulds.atom_item, items)) + tail == moulds.write_atom(ENVELOPE, *items)


ANY_TEXT = st.text(st.characters(), max_size=40)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, ANY_TEXT, st.lists(ANY_TEXT, max_size=3))
def test_whatever_a_story_holds_feeds_are_well_formed_and_say_it(title: str, body: str, names: list[str]) -> None:
    article = story("a", title=title, byline=tuple(names), tags=tuple(names), blocks=(Paragraph(body),))
    made = rendered(archive(article), Shelf(article))
    rss, atom = ET.fromstring(made["feed.xml"]), ET.fromstring(made["atom.xml"])
    shown = " ".join(content.clean(title).split()) or "a"
    assert rss.findtext("channel/item/title") == shown
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == shown
    assert json.loads(made["feed.json"])["items"][0]["title"] == shown


# ---------------------------------------------------------------- which articles, in which order


def test_the_main_feed_lists_by_date_added_then_by_date() -> None:
    stories = (story("old", date="1921-05-01"), story("new", date="2024-06-19"), story("undated", date=""))
    planned = archive(
        *stories, story("late", date="1950-01-01"), added=("2026-01-01", "2026-01-01", "2026-01-01", "2026-01-05")
    )
    feed = next(iter(feeds(planned, SITE))).view
    assert [decode_item(item).id for item in feed.items] == ["late", "new", "old", "undated"]


def test_a_feed_has_no_more_than_the_items_asked_for() -> None:
    site = msgspec.structs.replace(SITE, feed=FeedOptions(items=2))
    feed = next(iter(feeds(archive(*(story(f"n{n}") for n in range(5))), site))).view
    assert [decode_item(item).id for item in feed.items] == ["n4", "n3"]


def test_a_feed_is_made_anew_for_the_articles_that_it_carries_and_no_others() -> None:
    site = msgspec.structs.replace(SITE, feed=FeedOptions(items=2))
    articles = [story(f"n{n}", section="World") for n in range(4)]

    def keys(*versions: str) -> dict[str, bytes]:
        return {unit.name: unit.key for unit in feeds.units(archive(*articles, versions=versions), site)}

    before, oldest, newest = keys("1", "1", "1", "1"), keys("2", "1", "1", "1"), keys("1", "1", "1", "2")
    assert list(before) == ["main", "sections/world", "list"]
    assert oldest == before
    assert [name for name in before if newest[name] != before[name]] == ["main", "sections/world"]


def test_groups_and_stories_have_a_feed_from_min_articles_on() -> None:
    both = {"source": "The Daily Lantern", "byline": ("Ann Lee",), "section": "World", "tags": ("rivers",)}
    planned = archive(
        story("a", **both),
        story("b", **both),
        story("c", source="The Other"),
        stories=(Story(id="stories/bridge", name="Bridge", articles=(0, 1)),),
    )
    assert [page.path for page in feeds(planned, SITE)] == [
        "feed.xml",
        "atom.xml",
        "feed.json",
        "sources/the-daily-lantern.xml",
        "authors/ann-lee.xml",
        "sections/world.xml",
        "tags/rivers.xml",
        "stories/bridge.xml",
        "feeds.opml",
    ]


def test_the_newest_items_of_a_list_have_the_whole_text_and_older_ones_a_summary() -> None:
    articles = [story(f"n{n}", section="World", dek="A dek" * (n % 2)) for n in range(12)]
    made = rendered(archive(*articles), Shelf(*articles))
    items = ET.fromstring(made["sections/world.xml"]).findall("channel/item")
    assert [item.find(CONTENT) is not None for item in items] == [True] * 10 + [False] * 2
    assert [item.findtext("description") for item in items[9:]] == [
        "The bridge at n2 reopened. Nobody was hurt.",
        "A dek",
        "The bridge at n0 reopened. Nobody was hurt.",
    ]
    everywhere = ET.fromstring(made["feed.xml"]).findall("channel/item")
    assert len(everywhere) == 12 and all(item.find(CONTENT) is not None for item in everywhere)


def with_entity(**fields: object) -> tuple[Archive, Shelf]:
    first = story("a", dek="A short line", blocks=(Paragraph("Ann Lee spoke. Others slept. Later Ms. Lee left."),))
    second = story("b", title="Ann Lee again", date="2024-06-20", blocks=(Paragraph("Ann Lee <b>sang</b> & left."),))
    local = LocalEntity("Ann Lee", "person")
    facts = []
    for article in (first, second):
        text = texts.text_of(article)
        mentions = []
        for number, span in enumerate(text.sentences):
            at = text.text.find("Lee", span.start, span.end)
            if at >= 0:
                mentions.append(Mention(at, at + 3, number, 0))
        facts.append(Facts(entities=(local,), mentions=tuple(mentions)))
    given: dict[str, object] = {
        "id": "people/ann-lee",
        "kind": "person",
        "name": "Ann Lee",
        "sort_name": "Lee, Ann",
        "aliases": (),
        "roles": (),
        "appearances": (Appearance(0, 0), Appearance(1, 0)),
        "articles": 2,
        "has_page": True,
    }
    entity = Entity(**(given | fields))  # type: ignore[arg-type]
    planned = archive(first, second, facts=tuple(facts), entities=(entity,), entity_of=((0,), (0,)))
    return planned, Shelf(first, second)


def test_an_item_of_an_entitys_feed_opens_with_the_sentences_that_name_it() -> None:
    planned, shelf = with_entity()
    channel = ET.fromstring(rendered(planned, shelf)["people/ann-lee.xml"])[0]
    newer, older = channel.findall("item")
    ids = [planned.cards[0].sentence_id(n) for n in range(5)]
    page = "https://archive.example/papers/2024/06/19/a.html"
    assert older.findtext("description") == (
        f'<p><a href="{page}#s-{ids[2]}">Ann Lee spoke.</a></p>\n'
        f'<p><a href="{page}#s-{ids[4]}">Later Ms. Lee left.</a></p>\n'
        "<p><em>A short line</em></p>\n"
        f'<p><a href="{page}">The bridge at a reopens</a></p>'
    )
    assert older.find(CONTENT) is None
    assert "Ann Lee &lt;b&gt;sang&lt;/b&gt; &amp; left." in (newer.findtext("description") or "")


def test_where_no_sentence_names_the_entity_an_item_is_a_summary() -> None:
    planned, shelf = with_entity()
    planned = msgspec.structs.replace(planned, facts=tuple(Facts(entities=told.entities) for told in planned.facts))
    items = ET.fromstring(rendered(planned, shelf)["people/ann-lee.xml"]).findall("channel/item")
    assert [item.findtext("description") for item in items] == [
        "Ann Lee &lt;b&gt;sang&lt;/b&gt; &amp; left.",
        "A short line",
    ]


def test_the_title_opens_an_item_only_where_no_other_sentence_names_the_entity() -> None:
    planned, _ = with_entity()
    feed = {page.path: page.view for page in feeds(planned, SITE)}["people/ann-lee.xml"]
    assert feed.sentences == ((1,), (2, 4))
    only_title = msgspec.structs.replace(
        planned,
        facts=(planned.facts[0], msgspec.structs.replace(planned.facts[1], mentions=planned.facts[1].mentions[:1])),
    )
    feed = {page.path: page.view for page in feeds(only_title, SITE)}["people/ann-lee.xml"]
    assert feed.sentences == ((0,), (2, 4))


def test_an_item_opens_with_no_more_than_a_few_sentences() -> None:
    planned, _ = with_entity()
    many = tuple(Mention(n, n + 1, n, 0) for n in range(1, 30))
    named_often = msgspec.structs.replace(planned.facts[0], mentions=many)
    planned = msgspec.structs.replace(planned, facts=(named_often, planned.facts[1]))
    feed = {page.path: page.view for page in feeds(planned, SITE)}["people/ann-lee.xml"]
    assert feed.sentences[1] == (1, 2, 3, 4, 5)


@pytest.mark.parametrize("fields", [{"has_page": False}, {"articles": 1}])
def test_an_entity_without_a_page_or_with_too_few_articles_has_no_feed(fields: dict[str, object]) -> None:
    planned, _ = with_entity(**fields)
    assert "people/ann-lee.xml" not in {page.path for page in feeds(planned, SITE)}


def test_people_that_are_switched_off_have_no_feeds() -> None:
    planned, _ = with_entity()
    site = msgspec.structs.replace(SITE, entities=msgspec.structs.replace(SITE.entities, people="off"))
    assert "people/ann-lee.xml" not in {page.path for page in feeds(planned, site)}


# ---------------------------------------------------------------- what an item says


def one(article: Article, path: str = "feed.xml", site: Site = SITE, **card_fields: object) -> ET.Element:
    root = ET.fromstring(rendered(archive(article, **card_fields), Shelf(article), site)[path])  # type: ignore[arg-type]
    found = root.find(f"{ATOM}entry") if root.tag == f"{ATOM}feed" else root[0].find("item")
    assert found is not None
    return found


def test_a_guid_is_made_of_the_id_and_outlives_title_date_and_address() -> None:
    before = one(story("bridge")).find("guid")
    after = one(story("bridge", title="Other", date="2020-01-01")).find("guid")
    assert before is not None and after is not None
    assert before.text == after.text == guid("bridge")
    assert before.get("isPermaLink") == "false"
    assert guid("bridge/é") == uuid5(UUID("5f1d1a0e-6d0c-5c55-9f1b-6a1d3a3f4c11"), "bridge/é").urn


def test_an_undated_item_has_no_date_of_publication() -> None:
    assert one(story("a", date="")).find("pubDate") is None
    assert one(story("b", date=""), "atom.xml").find(f"{ATOM}published") is None


def test_a_bare_date_is_midnight_at_the_sites_time_zone() -> None:
    site = msgspec.structs.replace(SITE, timezone="Europe/Kyiv")
    assert one(story("a"), site=site).findtext("pubDate") == "Wed, 19 Jun 2024 00:00:00 +0300"
    timed = story("b", date="2024-06-19T08:30:00-04:00")
    assert one(timed, site=site).findtext("pubDate") == "Wed, 19 Jun 2024 08:30:00 -0400"


def test_a_date_from_before_time_zones_has_a_zone_of_whole_minutes() -> None:
    site = msgspec.structs.replace(SITE, timezone="Europe/Paris")
    assert one(story("a", date="1871-03-18"), site=site).findtext("pubDate") == "Sat, 18 Mar 1871 00:00:00 +0009"


def test_months_are_english_whatever_the_locale() -> None:
    known = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "C.UTF-8")
        assert moulds.rfc2822(datetime(2024, 5, 1, tzinfo=UTC)) == "Wed, 01 May 2024 00:00:00 +0000"
    finally:
        locale.setlocale(locale.LC_ALL, known)


def test_a_year_of_few_digits_is_written_with_four() -> None:
    assert one(story("a", date="0921-05-01")).findtext("pubDate") == "Thu, 01 May 0921 00:00:00 +0000"


def test_what_is_no_date_is_no_date() -> None:
    assert one(story("a", updated="soon", date="2024-13-45")).find("pubDate") is None


def test_authors_categories_and_source_are_kept() -> None:
    both = {
        "source": "The Daily Lantern",
        "byline": ("Ann Lee", "Bo Chu"),
        "section": "World",
        "tags": ("rivers", "World"),
    }
    articles = (story("a", **both), story("b", **both))
    item = ET.fromstring(rendered(archive(*articles), Shelf(*articles))["feed.xml"])[0].find("item")
    assert item is not None
    assert [creator.text for creator in item.findall(CREATOR)] == ["Ann Lee", "Bo Chu"]
    assert [category.text for category in item.findall("category")] == ["World", "rivers"]
    source = item.find("source")
    assert source is not None
    assert (source.text, source.get("url")) == (
        "The Daily Lantern",
        "https://archive.example/papers/sources/the-daily-lantern.xml",
    )


def test_the_first_address_is_kept_where_it_is_one() -> None:
    assert one(story("a", url="https://paper.example/a?x=1&y=2")).findtext(SOURCE) == "https://paper.example/a?x=1&y=2"
    assert one(story("a", url="https://paper.example/a"), "atom.xml").findtext(SOURCE) == "https://paper.example/a"
    assert one(story("b", url="javascript:alert(1)")).find(SOURCE) is None


def test_a_supplied_title_stands_in_brackets() -> None:
    assert one(story("a", title_basis="supplied", title="Bridge reopens")).findtext("title") == "[Bridge reopens]"


def test_the_full_text_stands_in_content_and_the_dek_in_the_description() -> None:
    item = one(story("a", dek="Fish & <ships>", blocks=(Paragraph("One\ntwo."), Heading("More"), Paragraph("Three."))))
    assert item.findtext("description") == "Fish &amp; &lt;ships&gt;"
    assert item.findtext(CONTENT) == (
        "<p><em>Fish &amp; &lt;ships&gt;</em></p>\n<p>One<br>\ntwo.</p>\n<h2>More</h2>\n<p>Three.</p>"
    )


@pytest.mark.parametrize("rights", ["excerpt", "record"])
def test_rights_can_keep_the_full_text_out(rights: str) -> None:
    item = one(story("a", rights=rights))
    assert item.find(CONTENT) is None
    assert item.findtext("description") == "The bridge at a reopened. Nobody was hurt."


def test_an_article_without_text_is_described_by_its_title() -> None:
    assert one(story("a", blocks=())).findtext("description") == "The bridge at a reopens"


def test_hostile_text_is_shown_as_text() -> None:
    hostile = '<script>alert(1)</script> ]]> {{ 7*7 }} \x00\x07\ufffe "q" 🗞️'
    article = story(
        "a",
        title=hostile,
        dek="",
        byline=(hostile,),
        tags=(hostile,),
        source=hostile,
        blocks=(Paragraph(hostile + "\ud800"),),
    )
    shown = '<script>alert(1)</script> ]]> {{ 7*7 }} "q" 🗞️'
    item = one(article)
    assert item.findtext("title") == shown
    assert item.findtext(CREATOR) == shown
    body = item.findtext(CONTENT) or ""
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; {{ 7*7 }}" in body
    assert "<script" not in body
    entry = one(article, "atom.xml")
    assert entry.findtext(f"{ATOM}title") == shown
    for name in ("summary", "content"):
        element = entry.find(f"{ATOM}{name}")
        assert element is not None and element.get("type") == "html"
        assert "<script" not in (element.text or "")
    found = json.loads(rendered(archive(article), Shelf(article))["feed.json"])
    assert found["items"][0]["title"] == shown


# ---------------------------------------------------------------- feeds as a whole


def test_last_build_date_comes_from_the_newest_item_and_never_from_the_clock() -> None:
    articles = (story("a"), story("b", updated="2026-03-04T05:06:07+00:00"))
    root = ET.fromstring(rendered(archive(*articles, added=("2026-01-01", "2026-01-02")), Shelf(*articles))["feed.xml"])
    assert root[0].findtext("lastBuildDate") == "Wed, 04 Mar 2026 05:06:07 +0000"


def test_a_feed_names_itself_and_its_page_with_full_addresses() -> None:
    planned, shelf = with_entity()
    channel = ET.fromstring(rendered(planned, shelf)["people/ann-lee.xml"])[0]
    own = channel.find(f"{ATOM}link")
    assert own is not None
    assert (own.get("rel"), own.get("href")) == ("self", "https://archive.example/papers/people/ann-lee.xml")
    assert channel.findtext("link") == "https://archive.example/papers/people/ann-lee.html"


def test_without_a_base_url_feeds_point_at_a_server_at_home() -> None:
    item = one(story("a"), site=Site(title="T"))
    assert item.findtext("link") == "http://localhost:8000/2024/06/19/a.html"


def test_an_archive_without_articles_has_valid_feeds() -> None:
    made = rendered(archive(), Shelf())
    assert ET.fromstring(made["feed.xml"])[0].find("item") is None
    assert json.loads(made["feed.json"])["items"] == []


def test_json_feed_says_what_the_others_say() -> None:
    article = story("a", byline=("Ann Lee",), tags=("rivers",), url="https://paper.example/a?x=1&y=2", dek="Short")
    found = json.loads(rendered(archive(article), Shelf(article))["feed.json"])
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["feed_url"] == "https://archive.example/papers/feed.json"
    (item,) = found["items"]
    assert item == {
        "id": guid("a"),
        "url": "https://archive.example/papers/2024/06/19/a.html",
        "external_url": "https://paper.example/a?x=1&y=2",
        "title": "The bridge at a reopens",
        "content_html": "<p><em>Short</em></p>\n<p>The bridge at a reopened. Nobody was hurt.</p>",
        "summary": "Short",
        "date_published": "2024-06-19T00:00:00+00:00",
        "date_modified": "2026-01-02T00:00:00+00:00",
        "authors": [{"name": "Ann Lee"}],
        "tags": ["rivers"],
        "language": "en",
    }


def test_the_list_of_feeds_is_opml_by_kind() -> None:
    planned, shelf = with_entity()
    body = ET.fromstring(rendered(planned, shelf)["feeds.opml"]).find("body")
    assert body is not None
    main, people = list(body)
    assert main.get("xmlUrl") == "https://archive.example/papers/feed.xml"
    assert people.get("text") == "People"
    assert [(o.get("title"), o.get("htmlUrl")) for o in people] == [
        ("Ann Lee", "https://archive.example/papers/people/ann-lee.html")
    ]


def test_a_view_holds_no_text_and_changes_with_the_digest_only() -> None:
    same = [next(iter(feeds(archive(story("a")), SITE))).view for _ in range(2)]
    assert same[0] == same[1]
    assert b"Nobody was hurt" not in msgspec.msgpack.encode(same[0])
    assert next(iter(feeds(archive(story("a", blocks=(Paragraph("Else."),))), SITE))).view != same[0]


def test_what_is_kept_of_an_item_never_outlives_its_text() -> None:
    first = story("a")
    second = story("a", blocks=(Paragraph("Else."),))
    assert "Nobody" in (one(first).findtext(CONTENT) or "")
    assert one(second).findtext(CONTENT) == "<p>Else.</p>"
    assert "Nobody" in (one(first).findtext(CONTENT) or "")


def test_what_is_kept_of_an_item_is_kept_for_its_site_and_time_zone() -> None:
    elsewhere = Site(title="T", base_url="https://other.example/", timezone="Asia/Tokyo")
    assert one(story("a")).findtext("link") == "https://archive.example/papers/2024/06/19/a.html"
    found = one(story("a"), site=elsewhere)
    assert found.findtext("link") == "https://other.example/2024/06/19/a.html"
    assert found.findtext("pubDate") == "Wed, 19 Jun 2024 00:00:00 +0900"
    planned, shelf = with_entity()
    for site in (SITE, elsewhere):
        made = rendered(planned, shelf, site)["people/ann-lee.xml"].decode()
        assert made.count(site.base_url) == made.count("https://") - made.count("https://www.rssboard")


def test_a_page_is_a_value_of_its_view() -> None:
    for page in feeds(archive(story("a")), SITE):
        assert isinstance(page, Page)
        assert isinstance(page.view, (Feed, FeedList))
        assert msgspec.msgpack.encode(page.view)


# ---------------------------------------------------------------- blocks as HTML that stands alone


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Quotation("One.\nTwo."), "<blockquote><p>One.</p><p>Two.</p></blockquote>"),
        (Statement("One."), "<blockquote><p>One.</p></blockquote>"),
        (
            Embed("Hello\n— Ann (@ann)", url="https://x.example/1", attribution=1),
            '<blockquote><p>Hello</p><p>— Ann (@ann)</p><p><a href="https://x.example/1">https://x.example/1</a></p></blockquote>',
        ),
        (Embed("Hello", url="javascript:alert(1)"), "<blockquote><p>Hello</p></blockquote>"),
        (Listing("a\nb"), "<ul><li>a</li><li>b</li></ul>"),
        (Listing("a\nb\nc", ordered=True, depths=(0, 1, 0)), "<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>"),
        (Listing("a\nb", depths=(3, 5)), "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        (Table("A\tB\n1\t2", header=True), "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"),
        (Preformatted("a < b"), "<pre>a &lt; b</pre>"),
        (
            Figure("A dam.", src="img/dam.jpg", alt="Dam"),
            '<figure><img src="https://a.example/media/3f/dam-1.jpg" alt="Dam"><figcaption>A dam.</figcaption></figure>',
        ),
        (Figure("A dam.", src="https://cdn.example/dam.jpg"), "<figure><figcaption>A dam.</figcaption></figure>"),
        (Figure("", src="https://cdn.example/dam.jpg"), ""),
        (
            Paragraph("see here", (Mark(4, 8, "link", "old.html"),)),
            '<p>see <a href="https://a.example/2023/new.html">here</a></p>',
        ),
        (Figure("A dam."), "<figure><figcaption>A dam.</figcaption></figure>"),
        (Paragraph("a bold word", (Mark(2, 6, "strong"),)), "<p>a <strong>bold</strong> word</p>"),
        (
            Paragraph("see here", (Mark(4, 8, "link", "other.html?a=1&b=2"),)),
            '<p>see <a href="https://a.example/2024/06/19/other.html?a=1&amp;b=2">here</a></p>',
        ),
        (Paragraph("see here", (Mark(4, 8, "link", "tel:123"),)), "<p>see here</p>"),
        (
            Listing("see here\nand there", marks=(Mark(4, 8, "em"), Mark(13, 18, "strong"))),
            "<ul><li>see <em>here</em></li><li>and <strong>there</strong></li></ul>",
        ),
        (
            Table("a\tbc\nd\te", marks=(Mark(2, 4, "em"), Mark(7, 8, "code"))),
            "<table><tr><td>a</td><td><em>bc</em></td></tr><tr><td>d</td><td><code>e</code></td></tr></table>",
        ),
    ],
)
def test_blocks_are_html_that_stands_alone(block: Paragraph, html: str) -> None:
    inside = {"img/dam.jpg": "https://a.example/media/3f/dam-1.jpg", "old.html": "https://a.example/2023/new.html"}
    base = content.Base("https://a.example/2024/06/19/a.html", inside)
    assert content.full(story("a", blocks=(block,)), base) == html
