"""Feeds of every kind → Documents."""

from __future__ import annotations

import json

import pytest

from reading import codes, read_all

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Courier</title><link>https://courier.example/</link><language>en</language>
{items}</channel></rss>"""
ITEM = """<item><title>Café Opens</title><link>https://courier.example/cafe.html</link><guid>cafe-1</guid><dc:creator>Jane Roe</dc:creator>
<category>City</category><pubDate>Fri, 03 May 2019 23:30:00 -0700</pubDate><description>At the quay.</description>
<content:encoded><![CDATA[<p>The café opened.</p>]]></content:encoded></item>
"""


def rss(*items: str, encoding: str = "utf-8") -> bytes:
    return RSS.format(encoding=encoding, items="".join(items)).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_an_item_comes_in_whatever_the_encoding(encoding: str) -> None:
    (found,), problems = read_all(rss(ITEM, encoding=encoding), "feed.xml")
    assert problems == []
    assert found.meta == {
        "title": "Café Opens", "dek": "At the quay.", "byline": [{"name": "Jane Roe"}], "source": "Harbour Courier",
        "date": "2019-05-03T23:30:00-07:00", "language": "en", "tags": ["City"],
        "url": "https://courier.example/cafe.html", "redirect_from": ["/cafe.html"],
    }  # fmt: skip
    assert (found.origin.record, found.markup, found.body) == ("cafe-1", "html", "<p>The café opened.</p>")


def test_a_summary_that_only_is_the_cut_off_beginning_is_no_dek() -> None:
    (found,), _ = read_all(rss(ITEM.replace("At the quay.", "The café opened in […]")), "feed.xml")
    assert "dek" not in found.meta


def test_an_item_with_an_enclosure_only_is_still_an_item() -> None:
    item = '<item><title>Episode 4</title><enclosure url="https://courier.example/4.mp3" type="audio/mpeg" length="1"/></item>'
    assert read_all(rss(item), "pod.rss")[0][0].meta["title"] == "Episode 4"


def test_items_of_one_guid_are_told_apart() -> None:
    assert [one.origin.record for one in read_all(rss(ITEM, ITEM), "feed.xml")[0]] == ["cafe-1", "cafe-1~2"]


def test_an_ill_formed_feed_gives_its_items_and_a_warning_with_its_line() -> None:
    documents, problems = read_all(rss(ITEM, "<item><title>Roe & Moe</title></item>"), "feed.xml")
    assert [one.meta["title"] for one in documents] == ["Café Opens", "Roe & Moe"]
    assert [(one.code, one.severity, one.origin.line) for one in problems] == [("feed-broken", "warning", 7)]


def test_atom_gives_its_dates_and_authors() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><author><name>Max Moe</name></author>
<entry><id>tag:courier.example,2019:1</id><title type="html">A &lt;em&gt;big&lt;/em&gt; day</title><published>2019-05-03T10:00:00+02:00</published>
<updated>2019-05-06T10:00:00Z</updated><link href="https://courier.example/1"/><content type="html">&lt;p&gt;Text.&lt;/p&gt;</content></entry></feed>"""
    (found,), _ = read_all(atom, "feed.atom")
    assert found.meta["title"] == "A big day"
    assert (found.meta["date"], found.meta["updated"]) == ("2019-05-03T10:00:00+02:00", "2019-05-06T10:00:00Z")
    assert found.meta["byline"] == [{"name": "Max Moe"}]


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "Courier", "home_page_url": "https://courier.example/",
        "items": [{"id": "1", "url": "/one", "title": "One", "content_html": "<p>Text.</p>", "date_published": "2019-05-03T10:00:00Z"}, 5],
    }  # fmt: skip
    (found,), problems = read_all(json.dumps(feed), "feed.json")
    assert (found.meta["url"], found.meta["source"], found.body) == (
        "https://courier.example/one",
        "Courier",
        "<p>Text.</p>",
    )
    assert codes(problems) == ["item-unreadable"]


def test_entities_that_grow_or_name_files_are_refused_with_their_line() -> None:
    for entity in ('<!ENTITY b "&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">'):
        documents, problems = read_all(
            f'<?xml version="1.0"?>\n<!DOCTYPE rss [\n{entity}]>\n<rss><channel/></rss>', "feed.xml"
        )
        assert documents == []
        assert [(one.code, one.origin.line) for one in problems] == [("xml-entities", 3)]


@pytest.mark.parametrize(
    ("text", "code"), [("<urlset/>", "seed-unknown-kind"), ("<svg/>", "seed-unknown-kind"), ("", "seed-empty")]
)
def test_other_xml_is_named(text: str, code: str) -> None:
    documents, problems = read_all(text, "other.xml")
    assert (documents, codes(problems)) == ([], [code])


def blogger(*entries: str) -> str:
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:app='http://purl.org/atom/app#' xmlns:blogger='http://schemas.google.com/blogger/2018'>"
        f"<title>Courier</title>{''.join(entries)}</feed>"
    )


def kind(name: str) -> str:
    return f"<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{name}'/>"


@pytest.mark.parametrize(
    ("post", "draft", "comment"),
    [
        (kind("post"), kind("post") + "<app:control><app:draft>yes</app:draft></app:control>", kind("comment")),
        (
            "<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><blogger:filename>/2019/05/one.html</blogger:filename>",
            "<blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status>",
            "<blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status>",
        ),
    ],
)
def test_drafts_of_blogger_are_withheld_and_its_comments_are_no_stories(post: str, draft: str, comment: str) -> None:
    entries = [
        f"<entry><id>{n}</id><title>T{n}</title><content>Words.</content>{more}</entry>"
        for n, more in enumerate((post, draft, comment))
    ]
    documents, problems = read_all(blogger(*entries), "feed.atom")
    assert [(one.meta["title"], one.withheld) for one in documents] == [("T0", ""), ("T1", "draft post")]
    assert [(one.code, one.message) for one in problems] == [("feed-left-out", "left out: 1 comment")]


def test_a_feed_that_tells_no_encoding_is_read_in_that_of_its_bytes() -> None:
    words = "Президент посетил новый мост в понедельник и сказал, что город гордится своими строителями."
    data = f"<rss version='2.0'><channel><item><title>{words}</title><description>{words}</description></item></channel></rss>"
    (found,), problems = read_all(data.encode("cp1251"), "feed.rss")
    assert found.meta["title"] == words
    assert codes(problems) == ["encoding-guessed"]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("jane@long-name.industries (Jane Roe)", "Jane Roe"),
        ("Jane Roe (mailto:jane@example.org)", "Jane Roe"),
        ("jane@example.org", ""),
        ("Jane Roe", "Jane Roe"),
    ],
)
def test_an_author_is_a_name_without_the_mail_address(author: str, name: str) -> None:
    data = f"<rss version='2.0'><channel><item><title>A</title><author>{author}</author></item></channel></rss>"
    (found,), _ = read_all(data, "feed.rss")
    assert [one["name"] for one in found.meta.get("byline", [])] == ([name] if name else [])
