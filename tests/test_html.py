"""HTML pages and fragments → Articles: what metadata and print tell, which part is the story, and that no page stops anything."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest

from archivegen import content
from archivegen.errors import Origin, Problem
from archivegen.model import (
    Article,
    Block,
    Document,
    Embed,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Preformatted,
    Quotation,
    Table,
)
from archivegen.normalize import normalize
from archivegen.read import READERS
from golden_cases import cases, rewrite

LEDE = "The council of Harbor Bay voted on Tuesday to keep the island ferry for ten more years, ending a long dispute."
SECOND = "Mayor Ruth Okafor said that the ferry was a road for the islanders, and that nobody closes a road in winter."
THIRD = "More than ninety islanders had come to the hearing in March, and most of them spoke against the plan to sell."
STORY = f"<p>{LEDE}</p><p>{SECOND}</p><p>{THIRD}</p>"


def document(markup: str | bytes, *, name: str = "seeds/page.html") -> Document:
    data = markup.encode() if isinstance(markup, str) else markup
    found = next(READERS["." + name.rsplit(".", 1)[1]](io.BytesIO(data), Origin(name)))
    assert isinstance(found, Document), found
    return found


def page(body: str, head: str = "", *, name: str = "seeds/page.html", language: str = "en") -> Article:
    markup = f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return normalize(document(markup, name=name), id="page", language=language)


def fragment(body: str, **meta: Any) -> Article:
    given = Document(origin=Origin("seeds/export.xml", "7"), meta=meta, body=body, markup="html", sha256="0")
    return normalize(given, id="7", language="en")


def texts(article: Article, kind: type[Block] = Paragraph) -> list[str]:
    return [block.text for block in article.blocks if isinstance(block, kind)]


def ld(**values: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(values)}</script>'


# ---------------------------------------------------------------- golden cases


def shown(given: str) -> str:
    """An article as lines that a person can check."""
    found = normalize(document(given), id="page", language="en")
    fields = [f"title ({found.title_basis}): {found.title}"]
    for name in (
        "kicker",
        "dek",
        "byline",
        "source",
        "date",
        "updated",
        "language",
        "section",
        "tags",
        "url",
        "status",
    ):
        value = getattr(found, name)
        basis = f" ({found.inferred[name].basis})" if name in found.inferred else ""
        if value and value not in ("published", "en"):
            fields.append(f"{name}{basis}: {', '.join(value) if isinstance(value, tuple) else value}")
    lines = []
    for block in found.blocks:
        kind = type(block).__name__.lower()
        extra = ""
        if isinstance(block, Figure):
            extra = f" <{block.src}> credit={block.credit}"
        elif isinstance(block, Heading) and (block.time or block.at or block.author):
            extra = f" time={block.time} at={block.at} author={block.author}"
        elif isinstance(block, Embed):
            extra = f" author={block.author} handle={block.handle} date={block.date} url={block.url}"
        marks = "".join(f" {{{block.text[m.start : m.end]}: {m.kind} {m.href}}}" for m in getattr(block, "marks", ()))
        lines.append(f"[{kind}]{extra} {block.text}{marks}".replace("\n", " / "))
    out = [f"- {piece.line}: {' '.join(piece.text.split())[:80]} ({piece.reason})" for piece in found.removed]
    problems = [f"! {problem.code}" for problem in found.problems]
    return "\n".join([*fields, *lines, *out, *problems])


WORDS = (
    ("§1", LEDE),
    ("§2", SECOND),
    ("§3", THIRD),
    (
        "§4",
        "The contract begins in January, and the boat will be painted before that, the council said in a statement.",
    ),
    (
        "§5",
        "“I have waited thirty years for somebody in this hall to say that,” said Tomas Lind, who mends nets on the pier.",
    ),
    ("§6", "The company that had wanted to buy the boat did not answer questions before this newspaper went to print."),
)
"""The sentences of the pages whose markup is what matters; the files have their signs instead."""
FILES = (
    "html.md",
    "html_cms.md",
    "html_press.md",
    "html_other.md",
    "html_more.md",
    "html_live.md",
    "html_gates.md",
    "html_galleries.md",
    "html_world.md",
    "html_captions.md",
)
GOLDEN = [case for name in FILES for case in cases(name)]


def signed(given: str) -> str:
    """As shown, of a page that has the signs of WORDS."""
    used = [(sign, words) for sign, words in WORDS if sign in given]
    for sign, words in used:
        given = given.replace(sign, words)
    out = shown(given)
    for sign, words in used:
        out = out.replace(words, sign)
    return out


def test_rewrite_golden_html(rewrite_golden: bool) -> None:
    if rewrite_golden:
        for name in FILES:
            rewrite(name, signed)


@pytest.mark.parametrize(("rule", "given", "expected"), GOLDEN, ids=[case[0] for case in GOLDEN])
def test_golden(rule: str, given: str, expected: str) -> None:
    assert signed(given) == expected, rule


@pytest.mark.parametrize("given", [case[1] for case in GOLDEN], ids=[case[0] for case in GOLDEN])
def test_every_page_is_the_same_after_its_content_file_was_saved_and_loaded(given: str) -> None:
    for sign, words in WORDS:
        given = given.replace(sign, words)
    article = normalize(document(given), id="page", language="en")
    assert content.load(content.save(article), path="x.md", id="page").blocks == article.blocks


# ---------------------------------------------------------------- headline


def test_the_printed_headline_wins_over_that_for_sharing() -> None:
    head = '<title>Ferry saved: all you need to know | Harbor Courier</title><meta property="og:title" content="Harbor Bay keeps ferry">'
    article = page(f"<h1>Harbor Bay Keeps Its Ferry</h1>{STORY}", head)
    assert article.title == "Harbor Bay Keeps Its Ferry"
    assert article.inferred["title"].basis == "h1"


def test_the_name_of_the_site_is_cut_off_the_headline() -> None:
    head = '<title>Ferry Saved After Long Dispute | Harbor Courier</title><meta property="og:site_name" content="Harbor Courier">'
    article = page(f"<div>{STORY}</div>", head)
    assert article.title == "Ferry Saved After Long Dispute"
    assert article.source == "Harbor Courier"


def test_a_heading_that_leads_home_is_the_name_of_the_site() -> None:
    article = page(
        f'<h1><a href="/">Harbor Notes</a></h1><div class=post><h2>Ferry Saved at Last</h2>{STORY}</div>',
        "<title>Ferry Saved at Last - Harbor Notes</title>",
    )
    assert (article.title, article.source) == ("Ferry Saved at Last", "Harbor Notes")


def test_a_page_without_headline_gets_a_supplied_one() -> None:
    article = page(STORY)
    assert article.title_basis == "supplied"


# ---------------------------------------------------------------- writers, days, source


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (ld(**{"@type": "NewsArticle", "headline": "x", "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}]}), "", ("Jane Doe", "John Roe")),
        (ld(**{"@type": "NewsArticle", "headline": "x", "author": "By Jane Doe and John Roe"}), "", ("Jane Doe", "John Roe")),
        (ld(**{"@graph": [{"@type": "Article", "headline": "x", "author": {"@id": "#1"}}, {"@type": "Person", "@id": "#1", "name": "Jane Doe"}]}), "", ("Jane Doe",)),
        ('<meta name="author" content="Jane Doe">', "", ("Jane Doe",)),
        ('<meta name="author" content="jane@courier.example">', '<a rel=author href="/jane">Jane Doe</a>', ("Jane Doe",)),
        ('<meta property="article:author" content="https://facebook.example/jane">', '<p class="byline">By Jane Doe, Staff Writer</p>', ("Jane Doe",)),
        ("", '<span itemprop="author" itemscope><span itemprop="name">JANE DOE</span></span>', ("Jane Doe",)),
        ("", "<p>By Jane Doe | June 19, 2024</p>", ("Jane Doe",)),
        ("", '<div class="comments"><span class="author">Troll</span></div>', ()),
    ],
)  # fmt: skip
def test_writers(head: str, body: str, expected: tuple[str, ...]) -> None:
    assert page(f"<h1>Harbor Bay Keeps Its Ferry</h1>{body}<div class=story>{STORY}</div>", head).byline == expected


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (ld(**{"@type": "NewsArticle", "headline": "x", "datePublished": "2024-06-19T08:00:00+02:00"}), "", "2024-06-19T08:00:00+02:00"),
        ('<meta property="article:published_time" content="2024-06-19T08:00:00Z">', "", "2024-06-19T08:00:00+00:00"),
        ("", '<time datetime="2024-06-19">Wednesday</time>', "2024-06-19"),
        ('<link rel=canonical href="https://courier.example/2024/06/19/ferry">', "", "2024-06-19"),
        ("", '<p class="date">June 19, 2024</p>', "2024-06-19"),
        ("", '<p>Last updated: <time datetime="2024-06-20">June 20</time></p>', ""),
        ("", '<aside class="related"><time datetime="2019-01-01">2019</time> Other</aside>', ""),
        ("", '<div class="comments"><time datetime="2024-07-01">July 1</time> First!</div>', ""),
        ('<meta name="date" content="soon">', "", ""),
    ],
)  # fmt: skip
def test_the_day_of_publication(head: str, body: str, expected: str) -> None:
    assert (
        page(f"<article><h1>Harbor Bay Keeps Its Ferry</h1>{body}<div class=story>{STORY}</div></article>", head).date
        == expected
    )


def test_the_day_of_a_change_is_kept_apart() -> None:
    head = ld(**{"@type": "NewsArticle", "headline": "x", "datePublished": "2024-06-19", "dateModified": "2024-06-21"})
    article = page(f"<h1>Harbor Bay Keeps Its Ferry</h1>{STORY}", head)
    assert (article.date, article.updated) == ("2024-06-19", "2024-06-21")


def test_of_several_records_the_one_of_this_page_counts() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Another Story",
        "url": "https://courier.example/other",
        "datePublished": "2019-01-01",
    }
    own = {
        "@type": "NewsArticle",
        "headline": "Harbor Bay Keeps Its Ferry",
        "url": "https://courier.example/ferry",
        "datePublished": "2024-06-19",
    }
    head = ld(**{"@graph": [other, own]}) + '<link rel="canonical" href="https://courier.example/ferry">'
    assert page(f"<h1>Harbor Bay Keeps Its Ferry</h1>{STORY}", head).date == "2024-06-19"


def test_broken_json_says_nothing_and_stops_nothing() -> None:
    article = page(
        f"<h1>Harbor Bay Keeps Its Ferry</h1>{STORY}", '<script type="application/ld+json">{"@type": [[[</script>'
    )
    assert article.title == "Harbor Bay Keeps Its Ferry"


def test_what_a_container_gives_wins() -> None:
    head = "<title>Page Title of the Site</title><meta name=author content='Jane Doe'>"
    given = Document(
        origin=Origin("seeds/x.warc", "1"), meta={"title": "Given Title", "date": "2020-01-02"}, markup="html", sha256="0",
        body=f"<html><head>{head}</head><body><h1>Printed Title of It</h1>{STORY}</body></html>",
    )  # fmt: skip
    article = normalize(given, id="1", language="en")
    assert (article.title, article.date, article.byline) == ("Given Title", "2020-01-02", ("Jane Doe",))


def test_the_language_is_that_of_the_words() -> None:
    words = "Der Rat der Stadt hat am Dienstag beschlossen, dass die Fähre zur Insel noch zehn Jahre fahren soll, und das ist gut."
    assert page(f"<h1>Die Fähre bleibt</h1><p>{words}</p><p>{words}</p>").language == "de"


# ---------------------------------------------------------------- the story and its furniture


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>",
        '<div class="share-bar"><p>Tell your friends of this story on every network that you know.</p></div>',
        '<div class="related-stories"><h3>Related</h3><p>The ferry was nearly sold last year, as this other story told at length.</p></div>',
        '<div class="newsletter-signup"><p>Get our best stories in your inbox every morning, it costs you nothing.</p></div>',
        '<div id="cookie-banner"><p>We use cookies to make this site better, and you may refuse all of them.</p></div>',
        '<section id="comments"><p>I think that the council was right, and that it was high time to decide it.</p></section>',
        "<form><p>Write to us what you think of this story, and leave your name and address.</p></form>",
        "<script>document.write('<p>This text is made by a script and nobody should read it here.</p>')</script>",
        "<style>p { content: 'a long rule that looks like a sentence of running text.' }</style>",
        '<p><strong><a href="/other">READ MORE: The long story of how the ferry was nearly sold</a></strong></p>',
    ],
)
def test_furniture_is_no_part_of_the_story(furniture: str) -> None:
    article = page(
        f"<article><h1>Harbor Bay Keeps Its Ferry</h1><div class=body><p>{LEDE}</p>{furniture}<p>{SECOND}</p><p>{THIRD}</p></div></article>"
    )
    assert texts(article) == [LEDE, SECOND, THIRD]
    assert not texts(article, Heading)
    assert not texts(article, Listing)


def test_what_was_taken_out_of_the_story_is_listed() -> None:
    box = '<div class="newsletter-signup"><p>Get our best stories in your inbox.</p></div>'
    article = page(
        f"<article><h1>Harbor Bay Keeps Its Ferry</h1><div class=body><p>{LEDE}</p>{box}<p>{SECOND}</p></div></article>"
    )
    assert [(piece.text, piece.reason) for piece in article.removed] == [
        ("Harbor Bay Keeps Its Ferry", "printed headline"),
        ("Get our best stories in your inbox.", "newsletter box"),
    ]


def test_an_element_that_is_misnamed_but_holds_the_story_is_the_story() -> None:
    article = page(f'<div class="contentWithSidebar"><h1>Harbor Bay Keeps Its Ferry</h1>{STORY}</div>')
    assert texts(article) == [LEDE, SECOND, THIRD]


def test_comments_longer_than_the_story_stay_out() -> None:
    comments = "".join(f"<div class=comment><p>{THIRD} {number}</p></div>" for number in range(20))
    article = page(
        f"<h1>Harbor Bay Keeps Its Ferry</h1><div class=story>{STORY}</div><div id=comments>{comments}</div>"
    )
    assert texts(article) == [LEDE, SECOND, THIRD]


def test_bare_lines_divided_by_two_breaks_are_paragraphs() -> None:
    article = page(f"<h1>Harbor Bay Keeps Its Ferry</h1><div>{LEDE}<br><br>{SECOND}<br><br/>{THIRD}</div>")
    assert texts(article) == [LEDE, SECOND, THIRD]


def test_a_wall_is_set_aside() -> None:
    article = page(
        "<h1>Access Denied</h1><p>Please enable JavaScript and cookies to continue.</p>",
        "<title>Just a moment...</title>",
    )
    assert article.status == "set-aside"


def test_a_stub_for_subscribers_is_told() -> None:
    head = ld(**{"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": False})
    assert [p.code for p in page(f"<h1>Harbor Bay Keeps Its Ferry</h1><p>{LEDE}</p>", head).problems] == ["story-stub"]


# ---------------------------------------------------------------- blocks


def test_links_are_made_absolute_and_only_safe_ones_stay() -> None:
    body = (
        f'<p><a href="/minutes">The minutes</a> and <a href="javascript:alert(1)">a trap</a> were published. {LEDE}</p>'
    )
    article = page(
        f"<h1>Harbor Bay Keeps Its Ferry</h1>{body}", '<link rel=canonical href="https://courier.example/news/ferry">'
    )
    marks = [mark for block in article.blocks if isinstance(block, Paragraph) for mark in block.marks]
    assert [mark.href for mark in marks] == ["https://courier.example/minutes"]


def test_blocks_of_every_kind() -> None:
    body = (
        f"<p>{LEDE}</p><h2>What it costs</h2><ul><li>Ten boats<ul><li>two of them new</ul><li>Forty people</ul><ol><li>First<li>Second</ol>"
        "<table><tr><th>Year<th>Cost<tr><td>2019<td>4</table><blockquote><p>It is our road.</p><p>It stays.</p></blockquote><pre>a\n  b</pre>"
    )
    blocks = page(f"<h1>Harbor Bay Keeps Its Ferry</h1><article>{body}<p>{SECOND}</p></article>").blocks
    assert blocks == (
        Paragraph(LEDE), Heading("What it costs", 2), Listing("Ten boats\ntwo of them new\nForty people", depths=(0, 1, 0)),
        Listing("First\nSecond", ordered=True), Table("Year\tCost\n2019\t4", header=True), Quotation("It is our road.\nIt stays."),
        Preformatted("a\n  b"), Paragraph(SECOND),
    )  # fmt: skip


@pytest.mark.parametrize(
    "markup",
    [
        '<figure><img src="/f.jpg" alt="A ferry"><figcaption>The ferry at the pier. <span class="credit">Jane Doe/AP</span></figcaption></figure>',
        '<div class="wp-caption"><img src="/f.jpg" alt="A ferry"><p class="wp-caption-text">The ferry at the pier. (Jane Doe/AP)</p></div>',
        '<div><amp-img src="/f.jpg" alt="A ferry"></amp-img><div class="image-caption">The ferry at the pier. Photo: Jane Doe/AP</div></div>',
        '<table class="tr-caption-container"><tr><td><img src="/f.jpg" alt="A ferry"></td></tr><tr><td class="tr-caption">The ferry at the pier. (Jane Doe/AP)</td></tr></table>',
        '<p><img src="/f.jpg" alt="A ferry"></p><p><em>The ferry at the pier. (Jane Doe/AP)</em></p>',
        '<figure><img src="data:image/gif;base64,R0" data-src="/f.jpg" alt="A ferry"><figcaption>The ferry at the pier.</figcaption><div class="image-credit">Jane Doe/AP</div></figure>',
        '<figure><picture><source srcset="/s.jpg 300w, /f.jpg 1200w"><img alt="A ferry"></picture><figcaption>The ferry at the pier. © Jane Doe/AP</figcaption></figure>',
    ],
)  # fmt: skip
def test_captions_go_with_their_pictures(markup: str) -> None:
    article = page(
        f"<h1>Harbor Bay Keeps Its Ferry</h1><article><p>{LEDE}</p>{markup}<p>{SECOND}</p></article>",
        "<base href='https://courier.example/'>",
    )
    [figure] = [block for block in article.blocks if isinstance(block, Figure)]
    assert figure.text.startswith("The ferry at the pier.")
    assert (figure.credit, figure.src, figure.alt) == ("Jane Doe/AP", "https://courier.example/f.jpg", "A ferry")
    assert texts(article) == [LEDE, SECOND]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            '<blockquote class="twitter-tweet"><p lang="en">The ferry stays.</p>&mdash; Ruth Okafor (@okafor) <a href="https://twitter.com/okafor/status/12?ref=x">June 18, 2024</a></blockquote><script src="https://platform.twitter.com/widgets.js"></script>',
            Embed("The ferry stays.\n— Ruth Okafor (@okafor) June 18, 2024", "Ruth Okafor", "okafor", "2024-06-18", "https://twitter.com/okafor/status/12", 1),
        ),
        ('<iframe src="https://www.youtube.com/embed/abcdefghijk?autoplay=1" title="The ferry leaves"></iframe>', Embed("The ferry leaves", url="https://www.youtube.com/watch?v=abcdefghijk")),
        ("<amp-youtube data-videoid='abcdefghijk'></amp-youtube>", Embed("https://www.youtube.com/watch?v=abcdefghijk", url="https://www.youtube.com/watch?v=abcdefghijk")),
        ('<iframe src="https://ads.doubleclick.net/x"></iframe>', None),
    ],
)  # fmt: skip
def test_posts_and_players(markup: str, expected: Embed | None) -> None:
    article = page(f"<h1>Harbor Bay Keeps Its Ferry</h1><article><p>{LEDE}</p>{markup}<p>{SECOND}</p></article>")
    assert [block for block in article.blocks if isinstance(block, Embed)] == ([expected] if expected else [])


# ---------------------------------------------------------------- fragments


def test_a_fragment_comes_through_whole() -> None:
    article = fragment(
        f'<p>Read more</p><h2>Share</h2><p>{LEDE}</p><p><a href="https://x.example/">About us</a></p>',
        title="Given",
        date="2020-01-02",
    )
    assert [block.text for block in article.blocks] == ["Read more", "Share", LEDE, "About us"]
    assert (article.title, article.byline, article.source) == ("Given", (), "")


def test_blank_lines_divide_the_paragraphs_of_a_fragment_without_any() -> None:
    article = fragment(f"{LEDE}\n\n<b>{SECOND}</b>\n\n<blockquote>{THIRD}</blockquote>", title="Given")
    assert [block.text for block in article.blocks] == [LEDE, SECOND, THIRD]


def test_share_buttons_of_a_fragment_go() -> None:
    article = fragment(
        f'<p>{LEDE}</p><div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li><a href="#">X</a></ul></div>',
        title="Given",
    )
    assert [block.text for block in article.blocks] == [LEDE]
    assert [piece.reason for piece in article.removed] == ["share bar", "share bar"]


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('<meta charset="windows-1251"><p>Привет</p>'.encode("cp1251"), "Привет"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><p>日本語</p>'.encode("shift_jis"),
            "日本語",
        ),
        ('<meta charset="iso-8859-1"><p>“Café”</p>'.encode("cp1252"), "“Café”"),
        ('<meta charset="iso-8859-1"><p>“Café”</p>'.encode(), "“Café”"),
        ('\ufeff<meta charset="iso-8859-1"><p>“Café”</p>'.encode(), "“Café”"),
        ("<p>“Café”</p>".encode("utf-16"), "“Café”"),
        ('<meta charset="no-such"><p>Café</p>'.encode(), "Café"),
    ],
)
def test_the_charset(data: bytes, expected: str) -> None:
    assert f"<p>{expected}</p>" in document(data).body


def test_a_page_in_a_text_file_is_a_page() -> None:
    article = page(f"<h1>Harbor Bay Keeps Its Ferry</h1>{STORY}", name="seeds/page.txt")
    assert (article.title, texts(article)) == ("Harbor Bay Keeps Its Ferry", [LEDE, SECOND, THIRD])


def test_plain_words_in_an_html_file_are_text() -> None:
    found = document("Plain Words\n\nNo tag is in this file, 3 < 5 & 7 > 2.\n")
    assert found.markup == "text"
    assert "3 < 5 & 7 > 2" in found.body


# ---------------------------------------------------------------- hostile pages


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + f"<p>{LEDE}</p>" + "</div>" * 100_000,
        "<blockquote><ul><li>" * 3_000 + f"<p>{LEDE}</p>",
        "<b><i><u>" * 20_000 + LEDE,
        "<table><tr><td>" * 1_000 + f"<p>{LEDE}</p>",
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY x SYSTEM "file:///etc/passwd">]>' + f"<p>&a; &x; {LEDE}</p>",
        f"<p>&#0; &#xD800; &bogus; \x00 {LEDE}",
        f"<p class='{'a ' * 200_000}'>{LEDE}</p>",
        f'<script type="application/ld+json">{"[" * 50_000}</script><p>{LEDE}</p>',
        f"<p>{'word ' * 20_000}</p><p>{LEDE}</p>",
        f"<p>{'<a href=x>word</a> ' * 20_000}</p><p>{LEDE}</p>",
    ],
    ids="divs lists inline tables entities characters class json words links".split(),
)  # fmt: skip
@pytest.mark.parametrize("is_page", [True, False], ids=["page", "fragment"])
def test_hostile_pages_are_read(markup: str, is_page: bool) -> None:
    started = time.monotonic()
    body = f"<html><head><title>x</title></head><body>{markup}" if is_page else markup
    article = normalize(document(body), id="x", language="en")
    assert any(LEDE in block.text for block in article.blocks)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "markup",
    [
        "".join(f"<div class=x><time>21:{n % 60:02}</time><p>{SECOND}</p></div>" for n in range(2000)),
        "".join(f"<p>21:{n % 60:02}</p><p>{SECOND}</p>" for n in range(2000)),
        f"<div class=liveblog>{'<span>21:04</span> ' * 4000}<p>{LEDE}</p></div>",
        "".join(f"<div class=slide><img src=/{n}.jpg><p>Boat {n}</p></div>" for n in range(2000)),
        "<p>This article is for subscribers only.</p>" * 2000,
    ],
    ids="entries flat times slides gates".split(),
)
def test_thousands_of_parts_cost_no_more_than_their_number(markup: str) -> None:
    started = time.process_time()
    article = page(f"<h1>The ferry stays in Harbor Bay</h1><p>{THIRD}</p>{markup}<p>{LEDE}</p>")
    assert any(LEDE in block.text for block in article.blocks)
    assert time.process_time() - started < 6


def test_an_update_of_an_entry_is_no_publication() -> None:
    entries = "".join(
        f'<article class="live-entry"><time datetime="2024-06-{day}T20:00:00Z">20:00</time><p>{text}</p></article>'
        for day, text in ((19, LEDE), (18, SECOND))
    )
    found = page(f"<h1>The ferry vote, live</h1>{entries}")
    assert (found.date[:10], found.updated[:10]) == ("2024-06-18", "2024-06-19")
    said = page(
        f"<h1>The ferry vote, live</h1>{entries}", ld(**{"@type": "LiveBlogPosting", "datePublished": "2024-06-17"})
    )
    assert said.date == "2024-06-17"


def test_a_story_that_speaks_of_subscribers_is_whole() -> None:
    said = "“This article is for subscribers only,” the page says, and the council wants to read it all the same."
    found = page(f"<h1>The ferry stays</h1><p>{LEDE}</p><p>{said}</p><p>{SECOND}</p><p>{THIRD}</p>")
    assert texts(found) == [LEDE, said, SECOND, THIRD]
    assert not found.problems


@pytest.mark.parametrize("markup", ["<html></html>", "<p>", "<><<>></></p>", "<frameset><frame src=x></frameset>"])
def test_an_empty_page_is_a_problem_and_no_fault(markup: str) -> None:
    article = normalize(document(markup), id="x", language="en")
    assert [problem.code for problem in article.problems] == ["story-empty"]


def test_a_run_that_the_parser_refuses_is_one_problem() -> None:
    article = normalize(document(f"<html><body><p>{'x' * 11_000_000}</p>"), id="x", language="en")
    assert "html-unreadable" in [problem.code for problem in article.problems]


def test_a_page_beyond_all_measure_is_refused() -> None:
    found = next(READERS[".html"](io.BytesIO(b"<p>" + b"x" * 41_000_000), Origin("seeds/big.html")))
    assert isinstance(found, Problem)
    assert found.code == "html-too-large"


def test_what_is_saved_loads_equal() -> None:
    body = (
        f'<p><a href="https://x.example/a"><b>{LEDE}</b></a><br>and <em>more <br>of</em> it_ *so* [to] say</p><ul><li>One</ul><ul><li>Two</ul>'
        f'<figure><img src="https://x.example/f.jpg" alt="A ferry"><figcaption>The ferry. <i>Jane Doe</i></figcaption></figure><p>{SECOND}</p>'
    )
    article = page(f"<h1>Harbor Bay Keeps Its Ferry</h1><article>{body}</article>")
    assert content.load(content.save(article), path="x.md", id="x").blocks == article.blocks


@pytest.mark.parametrize(
    ("above", "dek", "first"),
    [
        (f"<p>{LEDE}</p>", LEDE, SECOND),
        (f"<p>HARBOR BAY — {LEDE}</p>", "", f"HARBOR BAY — {LEDE}"),
        (f"<p>{LEDE}</p><p>{THIRD}</p>", "", LEDE),
    ],
)
def test_one_paragraph_between_headline_and_story_is_the_standfirst_more_are_the_story(
    above: str, dek: str, first: str
) -> None:
    body = f'<main><h1>Harbor Bay Keeps Its Ferry</h1><div class="top">{above}</div><div class="article-body"><p>{SECOND}</p><p>{SECOND} Again.</p></div></main>'
    article = page(body)
    assert (article.dek, texts(article)[0]) == (dek, first)


def test_the_record_of_the_text_brings_back_what_names_hide() -> None:
    lines = [f"{LEDE} {number}" for number in range(8)]
    blocks = "".join(f'<div class="promo-{number % 2 * "x"}"><p>{line}</p></div>' for number, line in enumerate(lines))
    article = page(
        f"<main><h1>Harbor Bay Keeps Its Ferry</h1>{blocks}</main>",
        ld(**{"@type": "NewsArticle", "headline": "x", "articleBody": " ".join(lines)}),
    )
    assert texts(article) == lines


def test_labels_beside_the_headline_go() -> None:
    body = f"<article><p>Local</p><h1>Harbor Bay Keeps Its Ferry</h1><p>The vote ends a dispute of months.</p><p>By Jane Doe</p><p>5 min read</p>{STORY}</article>"
    article = page(body, '<meta name="description" content="The vote ends a dispute of months.">')
    assert (texts(article), article.dek, article.byline) == (
        [LEDE, SECOND, THIRD],
        "The vote ends a dispute of months.",
        ("Jane Doe",),
    )
