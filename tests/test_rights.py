"""What may not be shown reaches no page, feed or data file; what may be, does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from archivegen import build, config, explain, export, publish, retrieval, rights, withdrawal
from archivegen.cards import card_of
from archivegen.config import Config
from archivegen.errors import Origin
from archivegen.model import (
    Article,
    Evidence,
    Figure,
    Heading,
    Inference,
    Listing,
    Mark,
    Paragraph,
    Removed,
    Shown,
    Table,
)
from archivegen.texts import text_of
from picture_files import png
from sites import Site, difference

AGENCIES = {"ap": "Associated Press", "the associated press": "Associated Press"}


def rules(levels: dict[str, Shown], words: int = 10) -> rights.Rules:
    return rights.rules(levels, excerpt_words=words, agencies=AGENCIES)


def article(**fields: object) -> Article:
    return Article(**{"id": "a", "title": "Ferry sinks", "source": "Reuters", **fields})  # type: ignore[arg-type]


def level(levels: dict[str, Shown], **fields: object) -> Shown:
    return rights.level_of(article(**fields), rules(levels))


# ---------------------------------------------------------------- the decision


def test_without_rules_all_is_shown() -> None:
    whole = article(blocks=(Paragraph("One."),))
    assert rights.part_of(whole, rights.Rules()) == (whole, "full")
    assert rights.part_of(whole, rights.Rules())[0] is whole


def test_source_agency_and_author_decide_and_the_strictest_holds() -> None:
    assert level({"Reuters": "excerpt"}) == "excerpt"
    assert level({"AFP": "record"}, credits=("AFP",)) == "record"
    assert level({"Jane Roe": "excerpt"}, byline=("Jane Roe",)) == "excerpt"
    assert level({"Reuters": "excerpt", "AFP": "record"}, credits=("AFP",)) == "record"
    assert level({"Other": "record"}) == "full"


def test_a_record_has_no_headline_made_of_the_texts_first_sentence() -> None:
    told = {"title": Inference("The ferry sank", "made from the first sentence", 0.3)}
    whole = article(title="The ferry sank", title_basis="supplied", inferred=told, rights="record")
    part, _ = rights.part_of(whole, rights.Rules())
    assert (part.title, part.title_basis, part.inferred) == ("", "given", {})
    assert rights.part_of(article(title="Ferry sinks", rights="record"), rights.Rules())[0].title == "Ferry sinks"


def test_names_are_the_same_in_any_spelling_that_agencies_go_by() -> None:
    assert level({"AP": "record"}, source="The Associated  Press") == "record"
    assert level({"associated press": "record"}, credits=("AP",)) == "record"
    assert level({"The Lantern": "excerpt"}, source="Lantern") == "excerpt"


def test_a_picture_of_an_agency_has_its_rights_under_all_that_is_printed_for_it() -> None:
    limited = rights.rules({"Associated Press": "record"}, excerpt_words=10, agencies={})
    for name in ("AP", "AP Photo", "the associated press", "Associated Press"):
        assert limited.of(name) == "record", name
    assert limited.of("AP Hogan") == "full"


def test_an_articles_own_word_is_final() -> None:
    assert level({"Reuters": "record"}, rights="full") == "full"
    assert level({}, rights="excerpt") == "excerpt"
    assert level({"Reuters": "record"}, rights="© Reuters") == "record"


# ---------------------------------------------------------------- the part


def test_a_record_has_no_words_of_the_text() -> None:
    whole = article(
        dek="A secret dek.",
        blocks=(Paragraph("A secret."), Figure("A caption.", src="a.png")),
        removed=(Removed("Share", 1, "furniture"),),
        inferred={
            "dek": Inference("A secret dek.", "line below", 0.9),
            "source": Inference("Reuters", "told Reuters", 0.9, (Evidence(3, "A secret."), Evidence(1, "Ferry sinks"))),
        },
    )
    part, shown = rights.part_of(whole, rules({"Reuters": "record"}))
    assert (part.title, part.dek, part.blocks, part.removed, shown) == ("Ferry sinks", "", (), (), "record")
    assert part.inferred == {"source": Inference("Reuters", "told Reuters", 0.9, (Evidence(1, "Ferry sinks"),))}
    assert "secret" not in repr(part)


def excerpt(*blocks: object, words: int = 10, dek: str = "") -> tuple[str, list[str]]:
    whole = article(blocks=tuple(blocks), dek=dek)
    part, _ = rights.part_of(whole, rules({"Reuters": "excerpt"}, words))
    return part.dek, [block.text for block in part.blocks]


def test_an_excerpt_ends_with_a_sentence() -> None:
    told = Paragraph("One two three four. Five six seven eight. Nine ten eleven twelve.")
    assert excerpt(told) == ("", ["One two three four. Five six seven eight."])
    assert excerpt(Paragraph("One two three."), Paragraph("Four five six seven eight nine ten eleven.")) == (
        "",
        ["One two three."],
    )
    assert excerpt(Paragraph("One two.")) == ("", ["One two."])


def test_a_first_sentence_that_is_too_long_is_cut_with_an_ellipsis() -> None:
    assert excerpt(Paragraph("one two three four five six"), words=3) == ("", ["one two three…"])
    assert excerpt(Heading("Head"), Paragraph("one two three four five six"), words=3) == ("", ["Head", "one two…"])


def test_the_dek_counts_and_stays_away_if_it_is_too_long() -> None:
    assert excerpt(Paragraph("Four five six. Seven eight."), dek="One two three.", words=6) == (
        "One two three.",
        ["Four five six."],
    )
    assert excerpt(Paragraph("Four five."), dek="One two three.", words=2) == ("", ["Four five."])


def test_no_heading_ends_an_excerpt_and_what_cannot_be_cut_is_left_out() -> None:
    assert excerpt(
        Figure("A caption.", src="a.png"), Table("a\tb"), Paragraph("One two."), Heading("Head"), words=5
    ) == ("", ["One two."])


def test_scripts_without_blanks_are_counted_by_signs() -> None:
    assert excerpt(Paragraph("河水上涨。大坝决口了。居民撤离。"), words=6) == ("", ["河水上涨。"])


def test_marks_and_items_are_cut_with_their_text() -> None:
    mark = Mark(4, 30, "strong")
    whole = article(blocks=(Paragraph("One two. Three four five.", marks=(mark, Mark(10, 15, "em"))),))
    part, _ = rights.part_of(whole, rules({"Reuters": "excerpt"}, 2))
    assert part.blocks == (Paragraph("One two.", marks=(Mark(4, 8, "strong"),)),)
    listed = article(blocks=(Listing("One.\nTwo.\nThree.", depths=(0, 1, 0)),))
    part, _ = rights.part_of(listed, rules({"Reuters": "excerpt"}, 2))
    assert part.blocks == (Listing("One.\nTwo.", depths=(0, 1)),)


def test_a_picture_of_an_agency_stays_away_its_caption_and_credit_do_not() -> None:
    hidden = Figure("Gulls. (AP)", credit="J. Roe/AP", src="a.png", alt="Gulls", marks=(Mark(0, 5, "link", "A.PNG"),))
    own = Figure("Boats.", credit="Staff", src="b.png")
    link = Paragraph("See it.", marks=(Mark(0, 3, "link", "a.png"), Mark(4, 6, "em")))
    whole = article(source="Own", blocks=(hidden, own, link))
    part, shown = rights.part_of(whole, rules({"AP": "excerpt"}))
    assert shown == "full"
    assert part.blocks == (
        Figure("Gulls. (AP)", credit="J. Roe/AP"),
        own,
        Paragraph("See it.", marks=(Mark(4, 6, "em"),)),
    )


def test_equal_decisions_show_the_same() -> None:
    card = card_of(article(), text_of(article()), digest="d", photos=("AP",))
    same = msgspec.structs.replace(card, source="Other")
    for one, other, is_same in (
        ({"Reuters": "record"}, {"Reuters": "record", "X": "excerpt"}, True),
        ({"Reuters": "record"}, {"Reuters": "excerpt"}, False),
        ({}, {"AP": "record"}, False),
        ({"AP": "excerpt"}, {"AP": "record"}, True),
    ):
        assert (rights.decision(same if "AP" in {**one, **other} else card, rules(one)) == rights.decision(
            same if "AP" in {**one, **other} else card, rules(other)
        )) is is_same, (one, other)  # fmt: skip


def test_a_name_that_no_article_has_is_told() -> None:
    levels: dict[str, Shown] = {"Reuter": "record", "AP": "record"}
    card = card_of(article(), text_of(article()), digest="d", photos=("Associated Press",))
    (problem,) = rights.unmatched(levels, rules(levels), [card], Origin("site.yaml"))
    assert problem.severity == "warning"
    assert "did you mean Reuters?" in problem.message


# ---------------------------------------------------------------- a whole site

SEEDS = {
    "agency.md": """---
title: Ferry sinks off Callan
date: 2024-05-02
source: Reuters
dek: Dekword of the agency.
url: https://reuters.example/2024/ferry
tags: [ferries]
---

![The Aurora](aurora.png)

The ferry Bodyword sank on May 1, 2024, said Mayor Lena Ortiz. "We quoteword it," said Tomas Brandt.
""",
    "paper.md": """---
title: Pier opens in Callan
date: 2024-05-03
source: The Lantern
---

Mayor Lena Ortiz opened the pier on May 3, 2024. A band played while tailword people watched. "Endword," said Edmund Hale.
""",
    "own.md": """---
title: Own story
date: 2024-05-04
source: Own Paper
noindex: true
---

<figure><img src="gulls.png"><figcaption>Gulls at the pier. (Staff/Getty Images)</figcaption></figure>

Our fullword text names Lena Ortiz.
""",
}
WITHHELD = ("Dekword", "Bodyword", "quoteword", "tailword", "Endword")
SETTINGS = """title: T
base_url: https://archive.example/
entities: {min_articles: 1, noindex_below: 0}
feed: {min_articles: 1}
publish_data: [jsonl, csv, sqlite, bibtex, ris, csl-json]
"""
RIGHTS = "rights: {Reuters: record, The Lantern: excerpt, Getty Images: record}\nexcerpt_words: 10\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Site]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")

    def make(settings: str) -> Site:
        root = tmp_path / "site"
        (root / "seeds").mkdir(parents=True, exist_ok=True)
        for name, text in SEEDS.items():
            (root / "seeds" / name).write_text(text, "utf-8")
        for number, name in enumerate(("aurora.png", "gulls.png")):
            (root / "seeds" / name).write_bytes(png(shade=number))
        (root / "site.yaml").write_text(SETTINGS + settings, "utf-8")
        return Site(root)

    return make


def holding(site: Site, word: str) -> list[str]:
    """The files of the site that hold *word*, in their names too."""
    public = site.public()
    del public[publish.MANIFEST]
    return [path for path, data in public.items() if word.encode() in data or word in path]


def test_what_is_withheld_stands_in_no_file_of_the_site(site: Callable[[str], Site]) -> None:
    open_site = site("")
    open_site.build()
    for word in (*WITHHELD, "fullword"):
        assert holding(open_site, word), word
    assert len([path for path in open_site.public() if path.startswith("media/")]) == 2
    closed = site(RIGHTS)
    result = closed.build()
    assert not [problem for problem in result.problems if problem.severity != "note"]
    for word in WITHHELD:
        assert holding(closed, word) == [], word
    assert holding(closed, "fullword")
    assert not [path for path in closed.public() if path.startswith("media/")]
    assert {"people/lena-ortiz.html", "sources/reuters.html"} <= closed.public().keys()
    assert not holding(closed, 'edmund-hale.html"')
    page = closed.public()["2024/05/02/ferry-sinks-off-callan.html"].decode()
    assert "only the record of this article" in page
    assert '<a href="https://reuters.example/2024/ferry"' in page
    assert b"This is an excerpt" in closed.public()["2024/05/03/pier-opens-in-callan.html"]
    own = closed.public()["2024/05/04/own-story.html"]
    assert b"Gulls at the pier" in own and b"<img" not in own


def test_after_a_change_of_rights_the_site_is_as_if_it_had_always_been_so(
    site: Callable[[str], Site], tmp_path: Path
) -> None:
    one = site("")
    one.build()
    for number, settings in enumerate((RIGHTS, RIGHTS.replace("10", "100"), "rights: {AP: record}\n", "", RIGHTS)):
        site(settings).build()
        clean = one.copy_of_inputs(tmp_path / f"clean{number}")
        clean.build()
        assert difference(one.public(), clean.public()) == "", settings


def test_only_articles_whose_rights_change_are_read_again(
    site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site("").build()
    from archivegen import prepare

    prepared: list[str] = []
    whole = prepare.prepare_files

    def watched(paths: list[str], options: prepare.PrepareOptions) -> list[prepare.Prepared]:
        prepared.extend(paths)
        return whole(paths, options)

    monkeypatch.setattr(prepare, "prepare_files", watched)
    site("rights: {Reuters: record}\n").build()
    assert prepared == ["content/agency.md"]


def test_an_articles_own_rights_are_a_line_in_its_file(site: Callable[[str], Site]) -> None:
    one = site("")
    one.build()
    path = one.root / "content" / "agency.md"
    path.write_text(path.read_text("utf-8").replace("---\n", "---\nrights: record\n", 1), "utf-8")
    one.build()
    assert holding(one, "Bodyword") == []
    path.write_text(path.read_text("utf-8").replace("rights: record", "rights: recrod"), "utf-8")
    result = one.build()
    assert holding(one, "Bodyword") == [], "a slip of the pen shows nothing"
    assert [str(one) for one in result.problems if one.code == "rights-unknown"]


def exported(site: Site) -> Iterator[dict[str, object]]:
    settings: Config = config.load(site.root)
    result = build.ingest(site.root, settings)
    lines = export.lines("jsonl", retrieval.exported(site.root, result), archive="T", base_url="")
    return map(json.loads, lines)


def test_exports_are_what_the_site_publishes(site: Callable[[str], Site]) -> None:
    closed = site(RIGHTS)
    closed.build()
    records = {str(one["id"]): one for one in exported(closed)}
    assert records["agency"]["text"] == "Ferry sinks off Callan"
    assert (records["agency"]["rights"], records["paper"]["rights"]) == ("record", "excerpt")
    settings = config.load(closed.root)
    told = explain.explain(closed.root, settings, build.ingest(closed.root, settings), "agency")
    assert "record only, by its rights" in told and "Bodyword" not in told
    published = closed.public()["data/articles.jsonl"].decode().splitlines()
    assert [json.loads(line) for line in published] == list(records.values())


def test_an_article_that_asks_for_it_is_kept_from_search_engines_alone(site: Callable[[str], Site]) -> None:
    one = site("")
    one.build()
    public = one.public()
    assert b'<meta name="robots" content="noindex">' in public["2024/05/04/own-story.html"]
    assert b"own-story.html" not in public["sitemap.xml"]
    assert b"own-story.html" in public["feed.xml"]
    assert b"noindex: true" in (one.root / "content" / "own.md").read_bytes()


def test_a_withdrawn_article_is_in_no_file_but_its_tombstone(site: Callable[[str], Site]) -> None:
    one = site("")
    one.build()
    path = one.root / "content" / "agency.md"
    path.write_text(withdrawal.with_status(path.read_text("utf-8"), "withdrawn"), "utf-8")
    one.build()
    for word in WITHHELD[:3]:
        assert holding(one, word) == [], word
    assert holding(one, "Ferry sinks") == []
    assert holding(one, "ferry-sinks") == ["2024/05/02/ferry-sinks-off-callan.html"]
    assert not [path for path in one.public() if path.startswith("media/") and "aurora" in path]
