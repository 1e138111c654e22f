from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from archivegen.config import EntityOptions
from archivegen.errors import CannotRun
from archivegen.model import (
    Embed,
    Evidence,
    Figure,
    Heading,
    Inference,
    Listing,
    Mark,
    Paragraph,
    Preformatted,
    Quotation,
    Removed,
    Seed,
    Statement,
    Table,
)
from archivegen.render import metadata, render
from archivegen.render.links import Links
from archivegen.render.theme import load
from small_archive import ROOT, SITE, Shelf, article

NAMES = {"Ann Lee": "person", "Port Salis": "place"}
EVIL = "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} ]]> <img src=x onerror=alert(1)> &amp; \"'"
PAGE = "2024/06/19/report-1.html"


def page(*blocks, names=None, site=SITE, **fields) -> str:  # type: ignore[no-untyped-def]
    one = article(1, **({"blocks": tuple(blocks)} if blocks else {}), **fields)
    shelf = Shelf([one, article(2, "Ann Lee came to Port Salis.")], NAMES if names is None else names, site)
    return shelf.html(shelf.archive.cards[0].address)


def body(markup: str) -> str:
    start = markup.index('<div class="text">')
    return markup[start + 19 : markup.index("</article>", start)]


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def linked_data(markup: str) -> dict[str, object]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', markup)[1])  # type: ignore[index,no-any-return]


# ---------------------------------------------------------------- articles


def test_the_text_of_the_blocks_is_the_text_of_the_article() -> None:
    blocks = (
        Paragraph("One & <two>. Ann Lee came."),
        Heading("A subhead", level=3),
        Listing("first\nsecond\nthird", depths=(0, 1, 0)),
        Quotation("Set off.\nTwice."),
        Statement("“We say.\nWe do.”"),
        Figure("A boat. (Wire)", credit="Wire"),
        Table("a\tb\n1\t2", header=True),
        Preformatted("x  =\n  y"),
    )
    woven = body(page(*blocks))
    assert "".join(words(woven).split()) == "".join("".join(block.text for block in blocks).split())


def test_every_sentence_has_an_id_and_a_permalink() -> None:
    woven = page(Paragraph("One came. Two went."))
    ids = re.findall(r'<span id="(s-\w{6})">', body(woven))
    assert len(ids) == 2
    assert all(f'<a href="#{one}" aria-label="Permalink"></a>' in woven for one in ids)


def test_a_name_is_a_link_once_a_paragraph_and_again_in_a_long_one() -> None:
    far = "Nothing happened here. " * 80
    woven = body(
        page(Paragraph("Ann Lee met Ann Lee."), Paragraph("Ann Lee left."), Paragraph(f"Ann Lee. {far} Ann Lee slept."))
    )
    assert woven.count('<a href="../../../people/ann-lee.html">Ann Lee</a>') == 4
    assert woven.count("Ann Lee") == 5


def test_no_name_is_a_link_inside_an_authors_link_or_code() -> None:
    marks = (Mark(0, 12, "link", "https://example.org/"), Mark(13, 20, "code"))
    woven = body(page(Paragraph("See Ann Lee: Ann Lee.", marks)))
    assert "people/ann-lee.html" not in woven
    assert '<a href="https://example.org/" rel="noopener external">See Ann Lee:</a>' in woven


def test_a_name_without_a_page_is_no_link() -> None:
    site = msgspec.structs.replace(SITE, entities=EntityOptions(min_articles=3))
    assert "people/" not in body(page(Paragraph("Ann Lee left."), site=site))


def test_an_unsafe_address_is_no_link() -> None:
    woven = page(Paragraph("Click here.", (Mark(0, 5, "link", "java\nscript:alert(1)"),)), url="javascript:alert(1)")
    assert "javascript" not in woven


@pytest.mark.parametrize("field", ["title", "dek", "source", "section", "rights"])
def test_markup_in_a_field_is_text(field: str) -> None:
    check_harmless(page(**{field: EVIL}))


def test_markup_in_a_text_is_text() -> None:
    woven = page(
        Paragraph(EVIL), Heading(EVIL), Listing(EVIL), Figure(EVIL), Embed(EVIL, author=EVIL, url=EVIL),
        byline=(EVIL,), tags=(EVIL,), credits=(EVIL,),
        inferred={"source": Inference(EVIL, EVIL, 0.5, (Evidence(1, EVIL),))},
        removed=(Removed(EVIL, 2, EVIL),), seed=Seed(EVIL),
    )  # fmt: skip
    check_harmless(woven)


def check_harmless(woven: str) -> None:
    assert len(re.findall("<script", woven)) == len(
        re.findall(r'<script (?:src="[./]*static/|type="application/ld)', woven)
    )
    assert "{{ 7 * 7 }}" in html.unescape(woven)
    reader = Reader()
    reader.feed(woven)
    assert "img" not in reader.tags
    assert not {name for name in reader.attributes if name.startswith("on")}
    linked_data(woven)


class Reader(HTMLParser):
    """Gathers the names of tags and attributes as a browser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_linked_data_cannot_end_its_element() -> None:
    text = metadata.json_ld({"name": "</script><!-- & \u2028"})
    assert not set(text) & set("<>&\u2028")
    assert json.loads(text)["name"] == "</script><!-- & \u2028"


def test_what_is_not_known_stays_out_of_the_linked_data() -> None:
    data = linked_data(page(source=""))
    assert not {"author", "publisher", "dateModified", "keywords"} & set(data)
    assert all(data.values())
    assert data["datePublished"] == "2024-06-19"


def test_a_supplied_headline_is_marked_as_supplied() -> None:
    woven = page(title_basis="supplied")
    assert '<h1 class="supplied">[Report 1]</h1>' in woven and "The headline is supplied" in woven


def test_a_date_inferred_from_one_sentence_leads_to_it() -> None:
    guess = Inference("2024-06-19", "the last dated event", 0.7, (Evidence(3, "Ann Lee left"),))
    woven = page(Paragraph("Nothing. Ann Lee left on June 19."), inferred={"date": guess})
    link = re.search(r'<a href="#(s-\w+)">inferred from 1 sentence</a>', woven)
    assert link and f'<span id="{link[1]}">' in woven


def test_a_date_inferred_from_several_sentences_leads_to_them_all() -> None:
    guess = Inference("2024-06-19", "dates", 0.7, (Evidence(3, "Ann Lee left"), Evidence(5, "Nobody knew")))
    woven = page(Paragraph("Ann Lee left on June 19. Nobody knew."), inferred={"date": guess})
    assert '<a href="#how-date">inferred from 2 sentences</a>' in woven
    told = woven[woven.index('<li id="how-date">') :]
    assert len(re.findall(r'<a href="#s-\w+">“(?:Ann Lee left|Nobody knew)”</a>', told)) == 2


def test_what_was_removed_is_listed_with_its_reason() -> None:
    assert "<del>Read More</del> <small>line 7: navigation</small>" in page(
        removed=(Removed("Read More", 7, "navigation"),)
    )


def test_an_embedded_post_keeps_its_words_and_its_attribution() -> None:
    post = Embed("Welcome!\n— Harbor (@harbor)\nMore.", attribution=1, url="https://example.org/1")
    woven = body(page(post))
    assert words(woven[woven.index("<figcaption>") :]).startswith("— Harbor (@harbor)")
    assert "<p>" in woven and "<iframe" not in woven


def test_a_picture_of_another_host_is_not_shown() -> None:
    assert "<img" not in page(Figure("A boat.", src="https://example.org/boat.jpg"))


def test_a_quotation_names_its_speaker() -> None:
    woven = body(page(Paragraph("Ann Lee said “we shall see.”")))
    assert re.search(r'<q title="Ann Lee">“we shall see.”</q>', woven)


def test_a_text_in_another_language_says_so() -> None:
    woven = page(Paragraph("وصل الرئيس."), language="ar")
    assert '<article lang="ar" dir="rtl">' in woven


def test_subheads_never_skip_a_level() -> None:
    woven = page(Heading("One", level=5), Heading("Two", level=4), Paragraph("x"))
    levels = [int(level) for level in re.findall(r"<h(\d)", woven)]
    assert levels[0] == 1 and all(b <= a + 1 for a, b in pairwise(levels))


# ---------------------------------------------------------------- every page


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    text = "Ann Lee came to Port Salis. On June 1 Ann Lee said “we shall certainly see.”"
    stock = [
        article(n, text, date=f"20{n % 3 + 10}-0{n % 9 + 1}-01" if n else "", source="Ledger", byline=("Cy Orr",), tags=("sea",), section="World")
        for n in range(14)
    ]  # fmt: skip
    return Shelf(stock, NAMES)


def test_every_internal_link_leads_to_a_page_and_to_a_place_on_it(shelf: Shelf) -> None:
    pages = {path: shelf.render(page) for path, page in shelf.pages().items()}
    ids = {path: set(re.findall(r'\sid="([^"]+)"', woven)) for path, woven in pages.items()}
    for path, woven in pages.items():
        if path == "404.html":
            continue
        for link in re.findall(r'<a[^>]*\shref="([^"]*)"', woven):
            if link.startswith("data:"):
                continue
            target, _, fragment = link.partition("#")
            found = path if not target else resolve(path, target)
            if not found.endswith((".xml", ".json", ".opml")):
                assert found in pages, (path, link)
                assert not fragment or fragment in ids[found], (path, link)


def resolve(path: str, link: str) -> str:
    parts = path.split("/")[:-1]
    for piece in link.split("/"):
        if piece == "..":
            parts.pop()
        elif piece not in ("", "."):
            parts.append(piece)
    found = "/".join(parts)
    return f"{found}/index.html".lstrip("/") if link.endswith("/") or not found else found


def test_every_page_has_one_heading_a_title_a_description_and_a_place_to_skip_to(shelf: Shelf) -> None:
    titles = set()
    for path, planned in shelf.pages().items():
        if not path.endswith(".html"):
            continue
        woven = shelf.render(planned)
        assert woven.count("<h1") == 1, path
        assert 'href="#main"' in woven and '<main id="main"' in woven, path
        assert re.search(r'<meta name="description" content="[^"]+">', woven), path
        title = re.search(r"<title>(.*?)</title>", woven)
        assert title and title[1] not in titles, path
        titles.add(title[1])


def test_a_page_is_the_same_whenever_it_is_rendered(shelf: Shelf) -> None:
    planned = shelf.pages()
    first = {path: shelf.render(page) for path, page in planned.items()}
    second = {path: shelf.render(planned[path]) for path in reversed(planned)}
    assert first == second


def test_few_articles_keep_a_person_out_of_search_engines_and_linked_data() -> None:
    woven = Shelf([article(1, "Ann Lee."), article(2, "Ann Lee.")], NAMES).html("people/ann-lee.html")
    assert '<meta name="robots" content="noindex">' in woven
    assert "ld+json" not in woven


def test_without_a_base_url_there_is_no_canonical_and_links_name_their_file() -> None:
    site = msgspec.structs.replace(SITE, base_url="")
    woven = Shelf([article(1, "x")], site=site).html(PAGE)
    assert "canonical" not in woven and "og:url" not in woven
    assert 'href="../../../index.html"' in woven and 'href="../../../2024/06/19/index.html"' in woven


def test_the_page_of_a_missing_address_works_at_any_depth() -> None:
    site = msgspec.structs.replace(SITE, base_url="https://example.org/archive/")
    woven = Shelf([article(1, "x")], site=site).html("404.html")
    assert 'href="/archive/"' in woven and 'href="/archive/static/style.css?' in woven


def test_a_redirect_leads_to_its_target_by_refresh_link_and_canonical() -> None:
    shelf = Shelf([article(1, "x")])
    shelf.archive = msgspec.structs.replace(shelf.archive, redirects=(("old/a.html", PAGE),))
    woven = shelf.html("old/a.html")
    assert f"0; url=../{PAGE}" in woven and f'rel="canonical" href="https://archive.example/{PAGE}"' in woven


# ---------------------------------------------------------------- links and theme


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("index.html", "index.html", "./"),
        ("a/b.html", "index.html", "../"),
        ("a/b.html", "people/index.html", "../people/"),
        ("a/b.html", "a/b.html#x", "#x"),
        ("a/b.html", "old/wie geht’s.html#x", "../old/wie%20geht%E2%80%99s.html#x"),
    ],
)
def test_links_are_relative(source: str, target: str, link: str) -> None:
    assert Links(source, base_url="https://archive.example/")(target) == link


def test_a_sites_own_template_stands_for_the_built_in_one_and_can_build_on_it(tmp_path: Path) -> None:
    (tmp_path / "gone.html").write_text(
        '{% extends "default/gone.html" %}{% block main %}Ours.{{ super() }}{% endblock %}'
    )
    theme = load([tmp_path, ROOT / "templates"], static_dirs=[ROOT / "static"])
    shelf = Shelf([article(1, "x")])
    shelf.archive = msgspec.structs.replace(shelf.archive, gone=(("g.html", "asked"),))
    woven = render(shelf.pages()["g.html"], theme=theme, site=SITE, bodies=shelf).decode()
    assert "Ours." in woven and "no longer part" in woven
    assert theme.digest != load([ROOT / "templates"], static_dirs=[ROOT / "static"]).digest


def test_a_sites_own_macros_hand_on_what_they_take_from_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "macros.html").write_text(
        '{% from "default/macros.html" import around, parts as divided %}{% macro years() %}ours{% endmacro %}'
    )
    (tmp_path / "missing.html").write_text(
        '{% from "macros.html" import around, divided, years %}{{ around.name }} {{ divided.name }} {{ years() }}'
    )
    theme = load([tmp_path, ROOT / "templates"], static_dirs=[ROOT / "static"])
    shelf = Shelf([article(1, "x")])
    assert render(shelf.pages()["404.html"], theme=theme, site=SITE, bodies=shelf) == b"around parts ours"


def test_a_changed_static_file_changes_the_theme(tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("p { color: red }")
    ours = load([ROOT / "templates"], static_dirs=[tmp_path, ROOT / "static"])
    assert ours.digest != load([ROOT / "templates"], static_dirs=[ROOT / "static"]).digest


def test_a_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "base.html").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(
        CannotRun, match=r"/base\.html: error: template-unreadable: is not UTF-8; save the file as UTF-8"
    ):
        load([tmp_path])


def test_a_template_that_is_broken_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "gone.html").write_text("fine\n{% if %}\n")
    with pytest.raises(CannotRun, match=r"gone\.html:2: error: template-broken"):
        load([tmp_path, ROOT / "templates"])


def test_a_template_that_asks_for_what_is_not_there_is_named_with_the_page(tmp_path: Path) -> None:
    (tmp_path / "missing.html").write_text("{{ nothing }}")
    theme = load([tmp_path, ROOT / "templates"], static_dirs=[ROOT / "static"])
    shelf = Shelf([article(1, "x")])
    with pytest.raises(
        CannotRun, match=r"templates/missing\.html:1: error: template-failed: 404\.html .*'nothing' is undefined"
    ):
        render(shelf.pages()["404.html"], theme=theme, site=SITE, bodies=shelf)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\n{{ 1 / 0 }}", r"templates/base\.html:2: error: .* ZeroDivisionError: division by zero"),
        ("{% include 'no.html' %}", r'templates/base\.html:1: error: .* there is no template "no\.html"'),
        ("{{ site.titel }}", r"templates/base\.html:1: error: .* no attribute 'titel'"),
    ],
)
def test_a_template_that_fails_is_named_with_its_line_and_never_ends_in_a_traceback(
    tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "base.html").write_text(text)
    theme = load([tmp_path, ROOT / "templates"], static_dirs=[ROOT / "static"])
    shelf = Shelf([article(1, "x")])
    with pytest.raises(CannotRun, match=told):
        render(shelf.pages()["404.html"], theme=theme, site=SITE, bodies=shelf)


def test_two_articles_of_one_headline_source_and_day_have_two_titles() -> None:
    shelf = Shelf([article(1, title="Fire", source="Ledger"), article(2, title="Fire", source="Ledger")])
    titles = {re.search("<title>(.*?)</title>", shelf.html(card.address))[1] for card in shelf.archive.cards}  # type: ignore[index]
    assert titles == {
        "Fire · Ledger · 19 June 2024 · Harbor Papers",
        "Fire · Ledger · 19 June 2024 · 2 · Harbor Papers",
    }


def test_an_article_without_a_headline_is_untitled() -> None:
    assert "<h1>Untitled</h1>" in page(title="")
