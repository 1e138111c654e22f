"""WordPress exports → Documents: what is published and what never is, and what becomes of shortcodes, media and names."""

from __future__ import annotations

import pytest

from archivegen.model import Document
from archivegen.read.wordpress_body import Media, paragraphs, render
from reading import codes, read_all

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Harbour Courier</title><link>https://courier.example</link><language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>jroe</wp:author_login><wp:author_display_name><![CDATA[Jane Roe]]></wp:author_display_name></wp:author>
"""
TAIL = "</channel></rss>\n"


def item(number: int = 7, body: str = "<p>The bridge opened.</p>", more: str = "", **fields: str) -> str:
    values = {
        "post_id": str(number), "post_date": "2019-05-03 23:30:00", "post_date_gmt": "2019-05-04 06:30:00",
        "post_name": "bridge-opens", "status": "publish", "post_type": "post", "post_password": "",
    } | fields  # fmt: skip
    told = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
    return (
        f"<item><title>Bridge Opens</title><link>https://courier.example/2019/05/bridge-opens/</link>"
        f"<dc:creator>jroe</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>{told}{more}</item>\n"
    )


def posts(*items: str) -> list[Document]:
    return read_all(HEAD + "".join(items) + TAIL, "export.xml")[0]


def test_a_post_comes_in_with_all_that_the_export_says_of_it() -> None:
    more = (
        "<excerpt:encoded><![CDATA[Trams cross it.]]></excerpt:encoded>"
        '<category domain="category" nicename="uncategorized">Uncategorized</category>'
        '<category domain="category" nicename="city">City</category><category domain="post_tag" nicename="b">Bridges</category>'
    )
    (found,) = posts(item(more=more))
    assert found.origin.record == "7"
    assert found.origin.line == 6
    assert found.meta == {
        "title": "Bridge Opens", "dek": "Trams cross it.", "byline": [{"name": "Jane Roe"}], "source": "Harbour Courier",
        "date": "2019-05-03T23:30:00-07:00", "language": "en-GB", "section": "City", "tags": ["Bridges"],
        "url": "https://courier.example/2019/05/bridge-opens/", "redirect_from": ["/2019/05/bridge-opens/"],
        "slug": "bridge-opens", "status": "published",
    }  # fmt: skip
    assert (found.markup, found.body) == ("html", "<p>The bridge opened.</p>")


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future", "trash", "inherit", "auto-draft", ""])
def test_only_what_is_published_comes_in(status: str) -> None:
    assert posts(item(status=status)) == []


def test_a_post_with_a_password_is_left_out_and_its_password_told_nowhere() -> None:
    documents, problems = read_all(HEAD + item(post_password="open sesame") + TAIL, "export.xml")
    assert documents == []
    assert "1 post with a password" in problems[0].message
    assert "sesame" not in repr(problems)


@pytest.mark.parametrize(
    "kind", ["page", "attachment", "revision", "nav_menu_item", "custom_css", "wp_template", "product"]
)
def test_what_is_no_article_is_left_out_and_counted(kind: str) -> None:
    documents, problems = read_all(HEAD + item() + item(8, post_type=kind) + TAIL, "export.xml")
    assert [one.origin.record for one in documents] == ["7"]
    assert codes(problems) == ["wordpress-left-out"]
    assert problems[0].severity == "note"


def test_co_authors_stand_in_place_of_the_account_that_posted() -> None:
    more = '<category domain="author" nicename="cap-jroe">x</category><category domain="author" nicename="cap-max">Max Moe</category>'
    assert posts(item(more=more))[0].meta["byline"] == [{"name": "Jane Roe"}, {"name": "Max Moe"}]


def test_an_account_that_names_nobody_is_no_byline() -> None:
    text = (
        HEAD + item().replace("jroe</dc", "admin</dc") + item(8).replace("jroe</dc", "jane@courier.example</dc") + TAIL
    )
    assert ["byline" in one.meta for one in read_all(text, "export.xml")[0]] == [False, False]


def test_the_featured_picture_and_galleries_get_their_captions_wherever_the_attachments_stand() -> None:
    def picture(number: int, name: str) -> str:
        return (
            f"<item><title>{name}</title><excerpt:encoded>The {name}.</excerpt:encoded><wp:post_id>{number}</wp:post_id>"
            f"<wp:post_type>attachment</wp:post_type><wp:post_parent>7</wp:post_parent><wp:status>inherit</wp:status>"
            f"<wp:attachment_url>https://courier.example/{name}.jpg</wp:attachment_url></item>"
        )

    meta = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>11</wp:meta_value></wp:postmeta>"
    found = posts(
        item(body="<p>Text.</p>\n[gallery ids='12,99']", more=meta), picture(11, "quay"), picture(12, "tram")
    )[0]
    assert found.body.startswith(
        '<figure><img src="https://courier.example/quay.jpg" alt=""><figcaption>The quay.</figcaption>'
    )
    assert "tram.jpg" in found.body
    assert "gallery" not in found.body


def test_a_broken_item_leaves_its_neighbours_alone_and_is_told_with_its_line() -> None:
    documents, problems = read_all(HEAD + item(7) + item(8)[:-30], "export.xml")
    assert [one.origin.record for one in documents][:1] == ["7"]
    assert codes(problems)[0] == "xml-broken"
    assert problems[0].origin.line >= 7


def test_bare_ampersands_and_html_entities_are_read_as_they_were_meant() -> None:
    text = (
        HEAD
        + item(body="<p>R&D &amp; more</p>").replace(
            "Bridge Opens", "Roe & Moe &mdash; a <![CDATA[B&B]]> &amp; &nosuch;"
        )
        + TAIL
    )
    (found,), problems = read_all(text, "export.xml")
    assert (found.meta["title"], found.body) == ("Roe & Moe — a B&B & &nosuch;", "<p>R&D &amp; more</p>")
    assert problems == []


def test_any_prefix_of_the_namespace_and_control_characters_do_not_matter() -> None:
    text = (HEAD + item() + TAIL).replace("<wp:", "<w:").replace("</wp:", "</w:").replace("xmlns:wp", "xmlns:w")
    assert read_all(text.replace("opened", "open\x0b\x00ed"), "export.xml")[0][0].body == "<p>The bridge opened.</p>"


def test_an_edit_of_one_post_changes_its_digest_only() -> None:
    before = posts(item(7), item(8))
    after = posts(item(7), item(8, body="<p>The bridge closed.</p>"))
    assert [a.sha256 == b.sha256 for a, b in zip(before, after, strict=True)] == [True, False]


MEDIA = {"5": Media("https://courier.example/a.jpg", alt="A", caption="At the quay")}


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("One\n\nTwo\nlines", "<p>One</p>\n<p>Two<br>\nlines</p>"),
        ("<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->", "<p>One</p>"),
        ("He said [sic] so.", "<p>He said [sic] so.</p>"),
        ("[[gallery]] is a shortcode", "<p>[gallery] is a shortcode</p>"),
        ("Text [contact-form-7 id='9'] more", "<p>Text  more</p>"),
        ("[pullquote]Kept words[/pullquote]", "<p>Kept words</p>"),
        ("[caption width='9']<img src='b.jpg'> By the sea[/caption]", "<figure><img src='b.jpg'><figcaption>By the sea</figcaption></figure>"),
        ("[gallery ids='5']", '<figure><img src="https://courier.example/a.jpg" alt="A"><figcaption>At the quay</figcaption></figure>'),
        ("https://youtu.be/abcdefghijk", '<iframe src="https://youtu.be/abcdefghijk"></iframe>'),
        ("https://courier.example/page", "<p>https://courier.example/page</p>"),
    ],
)  # fmt: skip
def test_bodies_are_shown_as_wordpress_shows_them(body: str, html: str) -> None:
    assert render(body, MEDIA, {}, post="7", gallery=()).html == html


def test_reusable_blocks_are_put_in_place() -> None:
    assert (
        "<p>Again</p>" in render('<!-- wp:block {"ref":3} /-->', {}, {"3": "<p>Again</p>"}, post="7", gallery=()).html
    )


def test_paragraphs_leave_preformatted_text_alone() -> None:
    assert "<pre>a\n\nb</pre>" in paragraphs("x\n\n<pre>a\n\nb</pre>\n\ny")


def test_shortcodes_take_linear_time() -> None:
    render("[caption]" * 20_000 + "[x a=" * 20_000, {}, {}, post="7", gallery=())
