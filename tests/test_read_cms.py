"""Exports of content systems → what each says of its articles, and what it never showed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archivegen.model import Document
from archivegen.read.records import PAGE_ASIDE
from reading import codes, read_all


def ghost(*posts: dict[str, Any], **tables: Any) -> list[Document]:
    whole = [{"id": str(n), "title": "One", "slug": "one", "status": "published", "published_at": "2020-01-01T09:00:00Z"} | post for n, post in enumerate(posts, 1)]  # fmt: skip
    found, problems = read_all(json.dumps({"db": [{"data": {"posts": whole, **tables}}]}), "ghost.json")
    assert problems == []
    return found


def test_a_ghost_post_comes_in_with_writers_tags_picture_and_old_path() -> None:
    (found,) = ghost(
        {"html": "<p>Trams cross it.</p>", "custom_excerpt": "The dek", "feature_image": "__GHOST_URL__/content/images/a.jpg"},
        users=[{"id": "u", "name": "Jane Roe"}, {"id": "v", "name": "Max Moe"}],
        tags=[{"id": "t", "name": "Bridges"}, {"id": "i", "name": "#internal"}],
        posts_authors=[{"post_id": "1", "author_id": "v", "sort_order": 1}, {"post_id": "1", "author_id": "u", "sort_order": 0}],
        posts_tags=[{"post_id": "1", "tag_id": "i"}, {"post_id": "1", "tag_id": "t"}],
        posts_meta=[{"post_id": "1", "feature_image_alt": "A tram", "feature_image_caption": "At the quay"}],
        settings=[{"key": "title", "value": "Harbour Courier"}],
    )  # fmt: skip
    assert found.meta == {
        "title": "One", "slug": "one", "dek": "The dek", "date": "2020-01-01T09:00:00Z", "source": "Harbour Courier",
        "byline": ["Jane Roe", "Max Moe"], "tags": ["Bridges"], "redirect_from": ["/one/"], "status": "published",
    }  # fmt: skip
    figure = '<figure><img src="/content/images/a.jpg" alt="A tram"><figcaption>At the quay</figcaption></figure>'
    assert found.body == f"{figure}\n<p>Trams cross it.</p>"


@pytest.mark.parametrize(
    ("post", "why"),
    [
        ({"status": "draft"}, "draft post"),
        ({"status": "scheduled"}, "scheduled post"),
        ({"status": "sent"}, "sent post"),
        ({"visibility": "members"}, "post for members"),
        ({"visibility": "paid"}, "post for paying readers"),
        ({"visibility": "public"}, ""),
    ],
)
def test_ghost_shows_to_everybody_only_what_is_published_and_public(post: dict[str, str], why: str) -> None:
    (found,) = ghost({"html": "<p>Text.</p>", **post})
    assert (found.withheld, found.meta["status"]) == (why, "draft" if why else "published")


def test_pages_of_ghost_come_in_and_are_set_aside() -> None:
    found = ghost({"html": "<p>x</p>"}, {"html": "<p>About us</p>", "type": "page"}, {"html": "<p>y</p>", "page": 1})
    assert [(one.aside, one.meta.get("status")) for one in found] == [
        ("", "published"),
        (PAGE_ASIDE, None),
        (PAGE_ASIDE, None),
    ]


def lexical(*children: dict[str, Any]) -> str:
    (found,) = ghost({"lexical": json.dumps({"root": {"children": children}})})
    return found.body


@pytest.mark.parametrize(
    ("node", "html"),
    [
        ({"type": "paragraph", "children": [{"type": "extended-text", "text": "a < b", "format": 3}, {"type": "linebreak"}]}, "<p><em><strong>a &lt; b</strong></em><br></p>"),
        ({"type": "extended-heading", "tag": "h3", "children": [{"type": "text", "text": "Trams"}]}, "<h3>Trams</h3>"),
        ({"type": "list", "listType": "number", "children": [{"type": "listitem", "children": [{"type": "text", "text": "One"}]}]}, "<ol><li>One</li></ol>"),
        ({"type": "paragraph", "children": [{"type": "link", "url": "__GHOST_URL__/two/", "children": [{"type": "text", "text": "two"}]}]}, '<p><a href="/two/">two</a></p>'),
        ({"type": "image", "src": "a.jpg", "alt": "A", "caption": "By <b>Roe</b>"}, '<figure><img src="a.jpg" alt="A"><figcaption>By <b>Roe</b></figcaption></figure>'),
        ({"type": "bookmark", "url": "https://a.example/", "metadata": {"title": "A & B"}}, '<p><a href="https://a.example/">A &amp; B</a></p>'),
        ({"type": "callout", "calloutText": "Mind the gap"}, "<blockquote>Mind the gap</blockquote>"),
        ({"type": "codeblock", "code": "a<b"}, "<pre><code>a&lt;b</code></pre>"),
        ({"type": "markdown", "markdown": "*Old* words"}, "<p><em>Old</em> words</p>"),
        ({"type": "signup", "header": "Join us"}, ""),
    ],
)  # fmt: skip
def test_each_kind_of_node_in_a_lexical_body_is_shown(node: dict[str, Any], html: str) -> None:
    assert lexical(node) == html


def test_a_mobiledoc_body_is_shown_with_its_markups_lists_and_cards() -> None:
    kept = {
        "markups": [["strong"], ["a", ["href", "https://a.example/"]]], "atoms": [["soft-return", "", {}]],
        "cards": [["image", {"src": "a.jpg"}], ["html", {"html": "<b>x</b>"}]],
        "sections": [
            [1, "p", [[0, [], 0, "Plain "], [0, [0, 1], 2, "both"], [1, [], 0, 0], [0, [], 0, "<"]]],
            [3, "ul", [[[0, [], 0, "One"]], [[0, [], 0, "Two"]]]], [10, 0], [10, 1], [10, 9], ["odd"], [1],
        ],
    }  # fmt: skip
    (found,) = ghost({"mobiledoc": json.dumps(kept)})
    assert found.body.split("\n") == [
        '<p>Plain <strong><a href="https://a.example/">both</a></strong><br>&lt;</p>',
        "<ul><li>One</li><li>Two</li></ul>",
        '<figure><img src="a.jpg" alt=""></figure>',
        "<b>x</b>",
    ]


def test_odd_values_in_a_ghost_export_break_nothing() -> None:
    for kept in ('{"root": 3}', "[]", "{", '{"root": {"children": [1, {"type": 4}]}}'):
        (found,) = ghost({"lexical": kept, "mobiledoc": kept, "plaintext": "Words."})
        assert found.body == "Words."


def test_an_entry_of_chorus_keeps_lists_quotations_tables_and_all_its_writers() -> None:
    parts = [
        {"__typename": "EntryBodyParagraph", "contents": {"html": "The bridge opened."}},
        {"__typename": "EntryBodyHeading", "contents": {"html": "Trams"}, "level": 3},
        {"__typename": "EntryBodyList", "items": [{"line": {"html": "One"}}], "ordered": True},
        {"__typename": "EntryBodyPullquote", "quote": {"html": "Go"}},
        {"__typename": "EntryBodyTable", "table": {"columns": ["A"], "rows": [["1"]]}},
        {"__typename": "EntryBodyRelatedList", "items": [{"title": "Other story", "url": "https://a.example/"}]},
        {"__typename": "EntryBodyPoll", "poll": {"title": "Who wins?"}},
    ]
    entry = {"uid": "Entry:1", "title": "One", "dek": {"html": "Dek"}, "url": "https://c.example/1", "author": {"fullOrUserName": "Jane Roe"},
             "contributors": [{"fullOrUserName": "Max Moe"}], "body": {"components": parts}}  # fmt: skip
    (found,), _ = read_all(json.dumps(entry), "entry.json")
    assert (found.meta["byline"], found.meta["dek"]) == (["Jane Roe", "Max Moe"], "Dek")
    assert found.body.split("\n") == [
        "<p>The bridge opened.</p>", "<h3>Trams</h3>", "<ol><li>One</li></ol>", "<blockquote><p>Go</p></blockquote>",
        "<table><tr><th>A</th></tr><tr><td>1</td></tr></table>",
    ]  # fmt: skip


def test_an_article_of_tiny_news_is_its_published_translation() -> None:
    content = [
        {"type": "text", "style": "HEADING_2", "children": [{"content": "Trams", "style": {}}]},
        {"type": "text", "style": "NORMAL_TEXT", "children": [{"content": "It "}, {"content": "opened", "style": {"bold": True}, "link": "https://a.example/"}]},
        {"type": "image", "children": [{"imageUrl": "b.jpg", "imageAlt": "B"}]},
    ]  # fmt: skip
    row = {
        "id": 4, "slug": "one", "live_url": "https://t.example/one", "author": [{"author": {"first_names": "Jane", "last_name": "Roe"}}],
        "tags": [{"tag": {"tag_translations": [{"title": "Bridges"}]}}], "category": {"slug": "city-news", "title": None},
        "translations": [{"published": True, "headline": "One", "locale_code": "en-US", "first_published_at": "2020-01-01", "content": content}],
    }  # fmt: skip
    (found,), _ = read_all(json.dumps([row]), "articles.json")
    assert found.meta["byline"] == ["Jane Roe"]
    assert (found.meta["section"], found.meta["tags"], found.meta["date"]) == ("City news", ["Bridges"], "2020-01-01")
    assert found.body.split("\n") == [
        "<h2>Trams</h2>",
        '<p>It <a href="https://a.example/"><strong>opened</strong></a></p>',
        '<figure><img src="b.jpg" alt="B"></figure>',
    ]
    row["translations"][0]["published"] = False  # type: ignore[index]
    assert read_all(json.dumps([row]), "articles.json")[0][0].withheld == "draft post"


def wordpress(**more: Any) -> Document:
    post = {"id": 5, "date": "2020-01-01T10:00:00", "date_gmt": "2020-01-01T09:00:00", "status": "publish", "link": "https://w.example/one/",
            "title": {"rendered": "One"}, "content": {"rendered": "<p>Text.</p>", "protected": False}}  # fmt: skip
    return read_all(json.dumps([post | more]), "posts.json")[0][0]


def test_a_post_of_the_wordpress_api_gets_its_featured_picture_and_is_withheld_behind_a_password() -> None:
    media = {"source_url": "https://w.example/a.jpg", "alt_text": "A", "caption": {"rendered": "<p>At the quay</p>"}}
    assert wordpress(_embedded={"wp:featuredmedia": [media]}).body.startswith(
        '<figure><img src="https://w.example/a.jpg" alt="A"><figcaption>At the quay</figcaption></figure>'
    )
    assert wordpress().withheld == ""
    assert wordpress(content={"rendered": "", "protected": True}).withheld == "post with a password"
    assert wordpress(status="private").withheld == "private post"


# ---------------------------------------------------------------- Medium


def medium(name: str = "One", body: str = "", foot: str = "") -> str:
    return f"""<!DOCTYPE html><html><head><title>{name}</title></head><body><article class="h-entry">
<header><h1 class="p-name">{name}</h1></header><section data-field="subtitle" class="p-summary">The dek</section>
<section data-field="body" class="e-content"><section><div class="section-divider"><hr></div>{body}</section></section>
<footer>{foot}<p>Exported from <a href="https://medium.com">Medium</a> on June 3, 2024.</p></footer></article></body></html>"""


FOOT = """<p>By <a href="https://medium.com/@j" class="p-author h-card">Jane Roe</a> on <time class="dt-published" datetime="2019-05-03T10:00:00Z">May 3</time>.</p>
<p><a href="https://medium.com/@j/one-1" class="p-canonical">Canonical link</a></p><a class="p-tag">Bridges</a>"""
TITLED = '<h3 class="graf graf--h3 graf--title">One</h3><p class="graf graf--p">The bridge opened.</p>'


def test_a_page_of_a_medium_export_is_its_story_without_its_frame() -> None:
    (found,), problems = read_all(medium(body=TITLED, foot=FOOT), "posts.html")
    assert problems == []
    assert found.meta == {
        "title": "One", "dek": "The dek", "byline": [{"name": "Jane Roe"}], "date": "2019-05-03T10:00:00Z", "tags": ["Bridges"],
        "url": "https://medium.com/@j/one-1",
    }  # fmt: skip
    assert "The bridge opened." in found.body
    for told in ("Exported", "The dek", ">One<", "<hr", "Jane"):
        assert told not in found.body


def test_a_draft_of_medium_is_withheld_and_a_response_is_no_story() -> None:
    (draft,), _ = read_all(medium(body=TITLED), "posts.html")
    assert (draft.withheld, draft.meta["status"]) == ("draft post", "draft")
    said = '<p class="graf graf--p">I do not think so at all.</p>'
    documents, problems = read_all(medium("I do not think so", said, FOOT), "posts.html")
    assert (documents, codes(problems)) == ([], ["response-left-out"])
