from __future__ import annotations

import hashlib
import html
import json
import re
from base64 import b64decode
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from archivegen import sheets
from archivegen.cards import card_of
from archivegen.config import Site
from archivegen.model import (
    Article,
    Card,
    Evidence,
    Figure,
    Heading,
    Inference,
    Medium,
    Page,
    Paragraph,
    Removed,
    Seed,
    Story,
    Table,
)
from archivegen.render import body as body_module
from archivegen.sheets import with_blocks
from archivegen.texts import text_of
from archivegen.writing import SiteBodies
from small_archive import SITE, Shelf, article

NAMES = {"Ann Lee": "person", "Port Salis": "place", "Harbor Board": "organization"}
SHA = "0" * 64


def shelf_of(*articles, site: Site = SITE, seeds: dict[str, str] | None = None, **changes) -> Shelf:  # type: ignore[no-untyped-def]
    shelf = Shelf(articles, NAMES, site)  # type: ignore[arg-type]
    shelf.seeds |= seeds or {}
    raw = {one.id: one.seed.path for one in articles if one.seed is not None}
    cards = tuple(msgspec.structs.replace(card, raw=raw.get(card.id, "")) for card in shelf.archive.cards)
    shelf.archive = msgspec.structs.replace(shelf.archive, cards=cards, **changes)
    return shelf


def first_page(shelf: Shelf) -> str:
    return shelf.html(shelf.archive.cards[0].address)


def page(*blocks, site: Site = SITE, **fields) -> str:  # type: ignore[no-untyped-def]
    one = article(1, **({"blocks": tuple(blocks)} if blocks else {}), **fields)
    return first_page(shelf_of(one, article(2, "Ann Lee came to Port Salis."), site=site))


def linked_data(markup: str) -> dict[str, object]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', markup)[1])  # type: ignore[index,no-any-return]


def meta(markup: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', markup)
    assert len({name for name, _ in found}) == len(
        [name for name, _ in found if name not in ("citation_author", "article:tag")]
    ) + len({name for name, _ in found} & {"citation_author", "article:tag"}), "a name twice"
    return {name: html.unescape(value) for name, value in found}


INFERRED = {"date": Inference("2024-06-19", "dates told", 0.6, (Evidence(1, "Nothing"),), "2024-06-19/2024-06-25")}


# ---------------------------------------------------------------- what machines read


def test_an_inferred_date_is_never_told_to_machines_as_given() -> None:
    woven = page(Paragraph("Nothing happened."), inferred=INFERRED)
    assert "datePublished" not in linked_data(woven)
    found = meta(woven)
    assert "citation_publication_date" not in found and "article:published_time" not in found
    assert found["DC.date"] == "2024-06-19~"


def test_a_given_date_is() -> None:
    woven = page(Paragraph("Nothing happened."), updated="2024-06-21")
    found = meta(woven)
    assert linked_data(woven)["datePublished"] == "2024-06-19" == found["article:published_time"]
    assert found["citation_publication_date"] == "2024/06/19" and "DC.date" not in found
    assert linked_data(woven)["dateModified"] == "2024-06-21" == found["article:modified_time"]


def test_zotero_finds_title_authors_journal_language_and_address() -> None:
    woven = page(byline=("Ann Lee", "Cy Orr"), source="Ledger", language="fr")
    found = meta(woven)
    assert found["citation_title"] == "Report 1" and found["citation_journal_title"] == "Ledger"
    assert re.findall('citation_author" content="([^"]*)"', woven) == ["Ann Lee", "Cy Orr"]
    assert found["citation_language"] == "fr"
    assert found["citation_public_url"] == "https://archive.example/2024/06/19/report-1.html"


def test_names_in_the_headline_are_what_it_is_about() -> None:
    shelf = shelf_of(
        article(1, "Port Salis waits.", title="Ann Lee resigns", title_basis="text"),
        *(article(n, "Ann Lee came to Port Salis.") for n in (2, 3)),
    )
    data = linked_data(first_page(shelf))
    assert [one["name"] for one in data["about"]] == ["Ann Lee"]  # type: ignore[index,union-attr,call-overload,attr-defined]
    assert [one["name"] for one in data["mentions"]] == ["Port Salis"]  # type: ignore[index,union-attr,call-overload,attr-defined]


def test_what_is_known_elsewhere_says_where() -> None:
    shelf = shelf_of(*(article(n, "Ann Lee came.") for n in (1, 2, 3)))
    known = "https://www.wikidata.org/entity/Q1"
    entities = tuple(msgspec.structs.replace(one, same_as=(known, "javascript:x")) for one in shelf.archive.entities)
    shelf.archive = msgspec.structs.replace(shelf.archive, entities=entities)
    assert linked_data(first_page(shelf))["mentions"][0]["sameAs"] == [known]  # type: ignore[index]


def test_a_byline_that_is_an_agency_is_an_organization() -> None:
    data = linked_data(page(Paragraph("Ann Lee left."), byline=("Ann Lee", "Wire"), credits=("Wire",)))
    assert [one["@type"] for one in data["author"]] == ["Person", "Organization"]  # type: ignore[union-attr,index,call-overload,attr-defined]


def test_a_picture_is_told_with_caption_and_credit() -> None:
    one = article(
        1, blocks=(Figure("A boat at dusk. (Cy Orr/Wire)", credit="Cy Orr/Wire", src="boat.jpg"), Paragraph("x"))
    )
    shelf = shelf_of(one, media={"a1": (Medium("boat.jpg", "media/ab/boat.jpg", 800, 600),)})
    woven = first_page(shelf)
    (image,) = linked_data(woven)["image"]  # type: ignore[misc]
    assert image["creditText"] == "Cy Orr/Wire" and image["caption"].startswith("A boat") and image["width"] == 800
    assert '<span class="credit">Cy Orr/Wire</span>' in woven


def test_a_supplied_headline_stands_in_brackets_for_machines_too() -> None:
    woven = page(title_basis="supplied")
    assert linked_data(woven)["headline"] == "[Report 1]" == meta(woven)["citation_title"]


# ---------------------------------------------------------------- citing


def test_each_format_can_be_loaded_from_the_page_itself() -> None:
    woven = page(title='On {braces}, "quotes" & 100%', byline=("Ann Lee",), source="Ledger", inferred=INFERRED)
    found = {
        ending: b64decode(data, validate=True).decode()
        for data, ending in re.findall(r'<a href="data:[\w/-]+;base64,([^"]*)" download="a1\.(\w+)"', woven)
    }
    assert set(found) == {"bib", "ris", "json"}
    assert found["bib"].startswith("@article{a1,\n") and r"\{braces\}" in found["bib"] and r"100\%" in found["bib"]
    assert 'TI  - On {braces}, "quotes" & 100%\r\n' in found["ris"]
    (item,) = json.loads(found["json"])
    assert item["title"] == 'On {braces}, "quotes" & 100%' and item["note"].startswith("Date inferred from the text")


def test_what_is_loaded_keeps_letters_of_every_script() -> None:
    woven = page(title="Ä <b> `x` ^ | \\ # \" ' 10%", byline=("李国强",))
    data = re.search(r'"data:application/x-research-info-systems;base64,([^"]*)"', woven)
    assert data is not None
    assert "TI  - Ä <b> `x` ^ | \\ # \" ' 10%\r\nAU  - 李国强\r\n" in b64decode(data[1]).decode()


def test_the_citation_says_in_brackets_what_was_inferred_or_supplied() -> None:
    woven = page(inferred=INFERRED, title_basis="supplied")
    cite = woven[woven.index('<p id="citation">') : woven.index("</p>", woven.index('<p id="citation">'))]
    assert "[Report 1]" in cite and "[19 June 2024]" in cite


# ---------------------------------------------------------------- the text


PLAIN = ["", "A & b. <i> ‘Ja.’", "‘No.’ She left.", "Two\u00a0blanks."]
OTHER = ["Two\u00a0blanks.  Then more.", "A line.\nAnother line.", " It froze.", " ", "\u05d0.", "A\0b."]


class WithoutSheets(Shelf):
    def sheet(self, article_id: str, /) -> None:
        return None


@pytest.mark.parametrize("dek", ["", "It was wet. Not for long."])
@pytest.mark.parametrize("basis", ["text", "supplied"])
@pytest.mark.parametrize("odd", PLAIN + OTHER)
def test_a_page_made_of_a_sheet_is_the_one_made_of_the_blocks(odd: str, basis: str, dek: str) -> None:
    blocks = tuple(map(Paragraph, filter(None, ("It rained. Nobody came.", odd, "Then it stopped."))))
    one = article(1, blocks=blocks, title_basis=basis, dek=dek)
    shelf = shelf_of(one)
    found = shelf.sheet("a1")
    assert (found is not None) == (odd in PLAIN)
    assert first_page(shelf) == first_page(WithoutSheets([one]))
    if found is not None:
        assert with_blocks(found[0], shelf.text("a1")) == one


@pytest.mark.parametrize(
    "fields", [{"blocks": ()}, {"blocks": (Heading("It rained."),)}, {"inferred": INFERRED}, {"title": "\u05d0"}]
)
def test_what_is_more_than_plain_paragraphs_has_no_sheet(fields: dict[str, object]) -> None:
    assert shelf_of(article(1, **fields)).sheet("a1") is None


def test_names_and_quotations_have_no_sheet() -> None:
    assert shelf_of(article(1, "She said “we shall certainly see.”")).sheet("a1") is None
    assert Shelf([article(1, "Ann Lee came.")], {"Ann Lee": "person"}).sheet("a1") is None


# ---------------------------------------------------------------- the way on


def test_the_article_before_and_after_is_of_the_same_source_where_there_are_several() -> None:
    stock = [article(n, date=f"2024-06-0{n}", source="Ledger" if n % 2 else "Herald") for n in range(1, 6)]
    woven = shelf_of(*stock).html("2024/06/03/report-3.html")
    beside = woven[woven.index('<nav class="beside"') :]
    assert "report-1.html" in beside and "report-5.html" in beside and "report-2.html" not in beside


def test_an_undated_article_is_between_none() -> None:
    woven = first_page(shelf_of(article(1, date=""), article(2), article(3)))
    assert '<nav class="beside"' not in woven


def test_other_reports_of_the_event_are_those_nearest_in_time() -> None:
    stock = [article(n, date=f"2024-06-{n + 10}", source=f"Paper {n}") for n in range(9)]
    story = Story(id="stories/flood", name="Flood", articles=tuple(range(9)))
    woven = shelf_of(*stock, stories=(story,)).html("2024/06/14/report-4.html")
    rail = woven[
        woven.index('<section class="reports"') : woven.index("</section>", woven.index('<section class="reports"'))
    ]
    assert re.findall(r"report-(\d)\.html", rail) == ["2", "3", "5", "6"]
    assert "stories/flood.html" in rail and "Paper 5" in rail


def test_fragments_of_one_sentence_are_one_quotation() -> None:
    woven = page(Paragraph("Ann Lee saw “calm” and “little wind” there."))
    quotations = woven[woven.index('id="quotations"') : woven.index('<section class="cite"')]
    assert quotations.count("<li>") == 1 and quotations.count("<mark>") == 2


def test_a_long_list_shows_its_beginning_and_hides_no_more_than_a_click() -> None:
    woven = page(Paragraph(" ".join(f"On June 1 it rained for the {n}th time." for n in range(12))))
    dates = woven[woven.index('id="events"') : woven.index('<section class="cite"')]
    assert "<summary>4 more</summary>" in dates and dates.count("<li>") == 12


# ---------------------------------------------------------------- how we know


def test_a_field_that_a_person_set_says_so_and_what_it_was() -> None:
    guess = Inference("Herald", "told the Herald", 0.7, (Evidence(3, "told the Herald"),))
    woven = page(source="Ledger", inferred={"source": guess})
    how = woven[woven.index('<li id="how-source">') :]
    assert how.startswith('<li id="how-source"><b>Source</b>: Ledger')
    assert "Set by a person; the program had worked out: Herald" in how


def raw_shelf(text: str, site: Site = SITE, **fields) -> Shelf:  # type: ignore[no-untyped-def]
    one = article(1, seed=Seed("seeds/one.txt", sha256=SHA), **fields)
    return shelf_of(one, article(2), site=site, seeds={"seeds/one.txt": text})


RAW = "2024/06/19/report-1.raw.html"


def test_lines_lead_to_the_text_as_it_came() -> None:
    removed = (Removed("Read More", 3, "navigation"),)
    shelf = raw_shelf("Report 1\n\nRead More\nNothing happened.", removed=removed)
    assert f'<a href="{RAW.rpartition("/")[2]}#l3">line 3</a>: navigation' in first_page(shelf)
    raw = shelf.html(RAW)
    assert '<li id="l3" class="told"><del>Read More</del> <small>navigation</small></li>' in raw
    assert '<li id="l4">Nothing happened.</li>' in raw
    assert "4 lines · 1 left out" in raw
    assert '<meta name="robots" content="noindex">' in raw


def test_the_raw_text_tells_what_lines_became() -> None:
    guess = Inference("Report 1", "first line", 0.9, (Evidence(1, "Report 1"),))
    blocks = (Heading("At sea"), Figure("A boat."), Paragraph("The wind rose and the boats came home in time."))
    shelf = raw_shelf(
        "Report 1\n\nAt sea\n\nA boat.\n\nThe wind rose and the boats\ncame home in time.",
        inferred={"title": guess}, blocks=blocks,
    )  # fmt: skip
    raw = shelf.html(RAW)
    assert "<span>Report 1</span> <small>Headline</small>" in raw
    assert "<span>At sea</span> <small>Subhead</small>" in raw and "<span>A boat.</span> <small>Caption</small>" in raw
    assert '<li id="l8" class="joined">came home in time.</li>' in raw and "1 joined to the one above" in raw


def test_a_long_raw_text_tells_what_lines_became_to_its_end() -> None:
    lines = [f"The wind of day {number} rose and the boats\ncame home on day {number}." for number in range(1, 1001)]
    blocks = tuple(Paragraph(line.replace("\n", " ")) for line in lines)
    raw = raw_shelf("Report 1\n\n" + "\n\n".join(lines), blocks=blocks).html(RAW)
    assert "1,000 joined to the one above" in raw and '<li id="l3001" class="joined">' in raw


def test_markup_and_signs_of_the_mould_in_a_raw_text_are_text() -> None:
    evil = "<script>alert(1)</script> \ue000t\ue001 \x07 &amp;"
    shelf = raw_shelf(evil, title="\ue000o\ue001 <b>", removed=(Removed("x", 1, "<i>"),))
    raw = shelf.html(shelf.archive.cards[0].address.replace(".html", ".raw.html"))
    assert "<script>alert" not in raw and "<i>" not in raw and "<b>" not in raw
    assert "&lt;script&gt;alert(1)&lt;/script&gt; \ue000t\ue001 ␇ &amp;amp;" in raw
    assert raw.count('<li id="l1"') == 1


def test_a_long_raw_text_is_laid_out_in_pieces_whose_lines_are_counted_through() -> None:
    raw = raw_shelf("\n".join(f"line {n}" for n in range(1, 1001))).html(RAW)
    assert re.findall(r'<ol start="(\d+)">', raw) == ["401", "801"] and raw.count("<li ") == 1000


def test_a_site_may_keep_its_raw_texts_to_itself() -> None:
    shelf = raw_shelf("Text.", site=msgspec.structs.replace(SITE, raw=False))
    assert RAW not in shelf.pages() and "raw.html" not in first_page(shelf)


def test_a_seed_that_can_no_longer_be_read_says_so() -> None:
    shelf = raw_shelf("")
    assert "This text can no longer be shown." in shelf.html(RAW)


@pytest.mark.parametrize(
    ("seed", "raw"),
    [
        (Seed("seeds/a.txt"), "seeds/a.txt"),
        (Seed("seeds/a.MD"), "seeds/a.MD"),
        (Seed("seeds/a.html"), ""),
        (Seed("seeds/all.xml", record="12"), ""),
        (Seed("seeds/many.txt", record="2"), ""),
        (None, ""),
    ],
)
def test_only_a_text_of_its_own_can_be_shown_as_it_came(seed: Seed | None, raw: str) -> None:
    assert _card(article(1, seed=seed, removed=(Removed("Read More", 3, "navigation"),))).raw == raw


def test_a_text_of_which_nothing_was_left_out_or_worked_out_is_the_article_itself() -> None:
    assert _card(article(1, seed=Seed("seeds/a.txt"))).raw == ""
    assert _card(article(1, seed=Seed("seeds/a.txt"), inferred=INFERRED)).raw == "seeds/a.txt"


def _card(one: Article) -> Card:
    return card_of(one, text_of(one), digest="")


# ---------------------------------------------------------------- large and odd


def test_a_very_long_text_is_laid_out_in_parts_and_none_of_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LONG", 2_000)
    monkeypatch.setattr(body_module, "PART", 900)
    lines = [f"Paragraph {n} tells of the harbor." for n in range(120)]
    woven = page(*(Paragraph(line) for line in lines))
    parts = re.findall(r'<div class="part" id="part-(\d+)">', woven)
    assert len(parts) > 3 and parts == [str(n) for n in range(1, len(parts) + 1)]
    assert re.findall(r'<li><a href="#part-(\d+)">', woven) == parts
    text = woven[woven.index('<div class="text">') :]
    assert [text.count(f">{line}<") for line in lines] == [1] * 120


def test_a_table_has_a_box_of_its_own_to_scroll_in_and_a_name() -> None:
    woven = page(Table("a\tb\n1\t2", header=True))
    assert 'role="group" aria-labelledby="t"' in woven and '<p id="t" hidden>Table</p>' in woven
    assert 'id="t"' not in page(Paragraph("No table."))


@pytest.mark.parametrize("text", ["Storm.", "x", "١٢٣", "暴风雨。"])
def test_an_article_of_one_word_is_a_page(text: str) -> None:
    woven = page(Paragraph(text), title="", date="", source="")
    assert text in woven and "n.d." in woven and woven.count("<h1") == 1


def test_a_headline_of_500_characters_stands_whole_and_is_cut_where_it_is_repeated() -> None:
    title = "very long " * 50 + "end"
    stock = [article(1, title=title, date="2024-06-18"), article(2)]
    shelf = shelf_of(*stock)
    assert re.search(f'<h1 class="long"><span[^>]*>{title}<', first_page(shelf))
    beside = shelf.html(shelf.archive.cards[1].address)
    assert title not in beside and "very long…" in beside


def test_a_page_is_planned_from_values_that_can_be_kept(tmp_path: object) -> None:
    pages: list[Page] = list(raw_shelf("Text.").pages("articles").values())
    for one in pages:
        packed = msgspec.msgpack.encode(one.view)
        assert msgspec.msgpack.Decoder(type(one.view)).decode(packed) == one.view


# ---------------------------------------------------------------- seeds on the disk


def _raw_of(folder: Path, data: bytes, path: str = "seeds/a.txt", sha256: str = "") -> str:
    (folder / "store").touch()
    (folder / "seeds").mkdir(exist_ok=True)
    (folder / "seeds/a.txt").write_bytes(data)
    shared = SimpleNamespace(store=str(folder / "store"), root=str(folder), is_elsewhere=False)
    with closing(SiteBodies(shared)) as bodies:  # type: ignore[arg-type]
        return bodies.raw(path, sha256 or hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    "data", ["Ébb and\r\nflow".encode(), "Ébb and\nflow".encode("utf-16"), "\ufeffÉbb and\rflow".encode()]
)
def test_a_seed_is_shown_in_its_own_encoding_and_lines(tmp_path: Path, data: bytes) -> None:
    assert _raw_of(tmp_path, data) == "Ébb and\nflow"


def test_a_seed_that_is_another_one_now_is_not_shown(tmp_path: Path) -> None:
    assert _raw_of(tmp_path, b"Text.", sha256=SHA) == ""


@pytest.mark.parametrize("path", ["../secret.txt", "seeds/../../secret.txt", "/etc/hostname", "seeds/none.txt"])
def test_nothing_outside_the_site_is_shown(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_bytes(b"Text.")
    (tmp_path / "site").mkdir()
    assert _raw_of(tmp_path / "site", b"Text.", path) == ""


def test_an_entry_of_a_live_blog_shows_its_time_which_leads_to_it_and_its_writer() -> None:
    head = Heading("The pier opens", time="22.00 <BST>", at="2024-06-18T21:00:00+00:00", author="Ann & Bo")
    markup = page(
        head, Paragraph("Ann Lee came to Port Salis."), Heading("2h ago", time="2h ago"), Paragraph("It rains.")
    )
    entry = re.search(r'<div class="entry">.*?</div>', markup, re.DOTALL)[0]  # type: ignore[index]
    sentence = re.search(r'<h2><span id="(s-\w+)">The pier opens', entry)[1]  # type: ignore[index]
    time = '<time datetime="2024-06-18T21:00:00+00:00">22.00 &lt;BST&gt;</time>'
    assert f'<a href="#{sentence}">{time}</a>' in entry
    assert '<p class="by" dir="auto">Ann &amp; Bo</p>' in entry
    assert re.search(r'<div class="entry"><h2><span id="s-\w+">2h ago', markup), (
        "a time without a headline heads its entry"
    )


def test_a_time_that_machines_cannot_read_is_no_time_element() -> None:
    markup = page(Heading("It rains", time="late", at="soon"), Paragraph("Ann Lee came to Port Salis."))
    assert 'datetime="soon"' not in markup and ">late</a>" in markup


def test_what_the_name_of_the_file_tells_leads_to_no_line() -> None:
    guess = Inference("2024-06-19", "name of the file", 0.85, (Evidence(0, "2024-06-19"),), "2024-06-19")
    shelf = raw_shelf("Report 1\n\nNothing happened.", inferred={"date": guess})
    woven = first_page(shelf)
    assert "#l0" not in woven and "<li>name of the file: “2024-06-19”</li>" in woven
    assert "inferred from 1 sentence" not in woven
    assert 'id="l0"' not in shelf.html(RAW)
