"""WordPress exports → Documents: what is published and what never is, and what becomes of shortcodes, media and names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from archivegen import work, workers
from archivegen.model import Document
from archivegen.read import READERS
from archivegen.read.records import PAGE_ASIDE
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


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future"])
def test_what_was_written_and_not_published_is_withheld_and_a_draft(status: str) -> None:
    (found,) = posts(item(status=status))
    assert (found.withheld, found.meta["status"]) == (f"{status} post", "draft")


@pytest.mark.parametrize("status", ["trash", "inherit", "auto-draft", ""])
def test_what_was_thrown_away_is_no_post_at_all(status: str) -> None:
    assert posts(item(status=status)) == []


def test_a_post_with_a_password_is_withheld_and_its_password_told_nowhere() -> None:
    documents, problems = read_all(HEAD + item(post_password="open sesame") + TAIL, "export.xml")
    assert [(one.withheld, one.meta["status"]) for one in documents] == [("post with a password", "draft")]
    assert "sesame" not in repr((documents, problems))


def test_what_was_never_published_is_counted_and_comes_in_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/export.xml").write_text(HEAD + item() + item(8, status="draft") + item(9, status="draft") + TAIL)
    options = work.IngestOptions(str(tmp_path), "en", READERS)
    seed = work.SeedFile("seeds/export.xml", "export")
    (read,) = work.ingest_seeds([seed], options)
    assert [new.record for new in read.new] == ["7"]
    assert "2 × draft post" in read.records[-1].problems[0].message
    (read,) = work.ingest_seeds([seed], msgspec.structs.replace(options, unpublished=True))
    assert [(new.record, new.status) for new in read.new] == [("7", "published"), ("8", "draft"), ("9", "draft")]


@pytest.mark.parametrize("kind", ["attachment", "revision", "nav_menu_item", "custom_css", "wp_template", "product"])
def test_what_is_no_article_is_left_out_and_counted(kind: str) -> None:
    documents, problems = read_all(HEAD + item() + item(8, post_type=kind) + TAIL, "export.xml")
    assert [one.origin.record for one in documents] == ["7"]
    assert codes(problems) == ["wordpress-left-out"]
    assert problems[0].severity == "note"


def test_a_page_comes_in_with_its_address_and_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    hidden = item(9, post_type="page", status="draft")
    (tmp_path / "seeds/export.xml").write_text(HEAD + item() + item(8, post_type="page") + hidden + TAIL)
    (read,) = work.ingest_seeds(
        [work.SeedFile("seeds/export.xml", "export")], work.IngestOptions(str(tmp_path), "en", READERS)
    )
    assert [(new.record, new.status, new.why) for new in read.new] == [
        ("7", "published", ""),
        ("8", "set-aside", PAGE_ASIDE),
    ]
    assert "url: https://courier.example/2019/05/bridge-opens/" in read.new[1].text
    told = [problem.message for record in read.records for problem in record.problems]
    assert len(told) == 2
    assert "1 × draft page" in told[0]
    assert f"1 × {PAGE_ASIDE}" in told[1]


def test_what_a_post_loses_is_told_with_it_and_hidden_ones_lose_nothing() -> None:
    body = "[poll id='1']\nhttps://youtu.be/x1\n<p>Text.</p>[gallery ids='99']"
    comments = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>" * 2
    found = posts(
        *(item(n, body, comments, **more) for n, more in enumerate(({}, {"status": "draft"}, {"post_type": "page"})))
    )
    expected = (("comment", "", 2), ("embed", "youtu.be", 1), ("shortcode", "poll", 1), ("unnamed picture", "", 1))
    assert [one.losses for one in found] == [expected, (), ()]


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


@pytest.mark.parametrize(
    ("broken", "records", "line"),
    [
        (item(8).replace("</item>", ""), ["7", "9", "8"], 7),
        (item(8, more="<wp:postmeta><wp:meta_key>a</wp:meta_key>"), ["7", "9", "8"], 7),
        (item(8).replace("Bridge Opens", "Roe < Moe"), ["7", "8", "9"], 0),
        (item(8).replace("opened", "op\udcffened"), ["7", "8", "9"], 7),
        ("</item>" + item(8), ["7", "8", "9"], 7),
        ("</channel>" + item(8), ["7", "8", "9"], 9),
    ],
)
def test_a_fault_inside_an_export_costs_no_other_post(broken: str, records: list[str], line: int) -> None:
    text = HEAD + item(7) + broken + item(9) + TAIL
    documents, problems = read_all(text.encode("utf-8", "surrogateescape"), "export.xml")
    assert [one.origin.record for one in documents] == records
    assert [one.meta["title"] for one in documents if one.origin.record == "9"] == ["Bridge Opens"]
    assert [one.origin.line for one in problems] == ([line] if line else [])


def test_a_text_that_is_never_closed_is_not_taken_for_that_of_the_next_post() -> None:
    text = HEAD + item(7).replace("]]>", "", 1) + item(8, body="<p>secret</p>", status="draft") + item(9) + TAIL
    documents, problems = read_all(text, "export.xml")
    assert [one.origin.record for one in documents] == ["9"]
    assert [(one.code, one.origin.line) for one in problems] == [("item-unreadable", 6)]


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
    assert render(body, MEDIA, {}).html == html


def test_reusable_blocks_are_put_in_place() -> None:
    assert "<p>Again</p>" in render('<!-- wp:block {"ref":3} /-->', {}, {"3": "<p>Again</p>"}).html


def test_paragraphs_leave_preformatted_text_alone() -> None:
    assert "<pre>a\n\nb</pre>" in paragraphs("x\n\n<pre>a\n\nb</pre>\n\ny")


def test_shortcodes_take_linear_time() -> None:
    render("[caption]" * 20_000 + "[x a=" * 20_000, {}, {})


def test_memory_does_not_grow_with_the_export(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    body = "<p>The bridge opened.</p>" * 40
    picture = (
        "<item><title>x</title><excerpt:encoded>The quay at dawn.</excerpt:encoded><wp:post_id>{0}</wp:post_id>"
        "<wp:post_type>attachment</wp:post_type><wp:post_parent>{0}7</wp:post_parent><wp:status>inherit</wp:status>"
        "<wp:attachment_url>https://courier.example/wp-content/uploads/2019/05/{0}.jpg</wp:attachment_url></item>\n"
    )
    with path.open("w") as stream:
        stream.write(HEAD)
        for number in range(24_000):
            stream.write(picture.format(number))
            if number % 60 == 0:
                stream.write(item(1_000_000 + number, body=body))
        stream.write(TAIL)
    code = (
        "import resource, sys\nfrom archivegen.errors import Origin\nfrom archivegen.read import READERS\n"
        "import archivegen.read.wordpress, lxml.etree\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "count = sum(1 for _ in READERS['.xml'](open(sys.argv[1], 'rb'), Origin('export.xml')))\n"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    count, grown_kilobytes = map(int, done.stdout.split())
    assert count == 400 + 1
    assert grown_kilobytes < 12_000, f"{path.stat().st_size} bytes"


def test_a_large_export_gives_the_same_in_one_process_and_in_several(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    items = [item(number, body=f"<p>The bridge {number} opened on Monday.</p>") for number in (*range(150), 7)]
    (tmp_path / "seeds/export.xml").write_text(HEAD + "".join(items) + item(900, status="draft") + TAIL)
    options = work.IngestOptions(str(tmp_path), "en", READERS)
    seed = work.SeedFile("seeds/export.xml", "export", ids={"3": "export/of-old"})
    alone, shared = (
        list(work.ingest_in_parts(seed, options, articles=60, crew=workers.Local(jobs))) for jobs in (1, 2)
    )
    assert alone == shared
    assert [len(part.new) for part in alone] == [60, 60, 31]
    assert [new.id for part in alone for new in part.new][3] == "export/of-old"
    assert len({new.id for part in alone for new in part.new}) == 151


@pytest.mark.parametrize(
    ("body", "is_shown"),
    [
        ("<p>The ferry opened, and ferry.jpg is only a name.</p>", True),
        ('<p><img src="https://courier.example/wp-content/uploads/ferry-300x200.jpg"></p>', False),
        ('<p><img src="/wp-content/uploads/ferry.jpg?w=9"></p>', False),
        ('<p><img src="/wp-content/uploads/old-ferry.jpg"></p>', True),
    ],
)
def test_the_featured_picture_stands_above_unless_the_text_shows_it(body: str, is_shown: bool) -> None:
    thumb = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
    address = "https://courier.example/wp-content/uploads/ferry.jpg"
    picture = item(
        9, post_type="attachment", status="inherit", more=f"<wp:attachment_url>{address}</wp:attachment_url>"
    )
    (found,) = posts(item(7, body, more=thumb), picture)
    assert found.body.startswith(f'<figure><img src="{address}"') is is_shown


@pytest.mark.parametrize("space", ["", "\n"])
def test_an_embed_block_is_the_film_that_it_leads_to(space: str) -> None:
    address = "https://www.youtube.com/watch?v=abc123def45"
    wrapper = f'<div class="wp-block-embed__wrapper">{space}{address}{space}</div>'
    body = f'<!-- wp:embed {{"url":"{address}"}} --><figure class="wp-block-embed">{wrapper}</figure><!-- /wp:embed -->'
    (found,) = posts(item(7, body))
    assert f'<iframe src="{address}">' in found.body
    assert found.losses == (("embed", "youtube.com", 1),)
