"""Articles as data: JSON lines, CSV, SQLite; and as references: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archivegen import texts
from archivegen.cards import card_of
from archivegen.export import Exported, Printed, lines, record, write_sqlite
from archivegen.model import (
    Article,
    Embed,
    Entity,
    Event,
    Evidence,
    Facts,
    Figure,
    Heading,
    Inference,
    Listing,
    LocalEntity,
    Mention,
    Paragraph,
    Quote,
    Removed,
    Seed,
    Span,
    Speaker,
)

ARTICLE = Article(
    id="wire-7",
    title="Bridge reopens",
    title_basis="text",
    dek="After a year",
    byline=("Ann Lee",),
    source="The Lantern",
    credits=("Reuters",),
    date="2024-06-19T08:00:00+00:00",
    blocks=(
        Paragraph("“We waited,” Mr. Chu said. Chu left. 🗞️ Bo Chu again."),
        Figure("The bridge. (Ann Lee)", credit="Ann Lee"),
        Embed(
            "Open!\n— Bo (@bo) June 19, 2024",
            author="Bo",
            handle="@bo",
            date="2024-06-19",
            url="https://x.example/1",
            attribution=1,
        ),
    ),
    inferred={
        "date": Inference(
            "2024-06-19T08:00:00+00:00", "the last dated event", 0.8, (Evidence(3, "June 19"),), "2024-06-19/2024-06-20"
        )
    },
    removed=(Removed("Read More", 9, "furniture"),),
    seed=Seed("seeds/wire.txt", "7", 3, "ab" * 32),
)
TEXT = texts.text_of(ARTICLE)


def at(words: str, start: int = 0) -> tuple[int, int]:
    begin = TEXT.text.index(words, start)
    return begin, begin + len(words)


CHU = [at("Chu"), at("Chu", TEXT.text.index("Chu left")), at("Bo Chu")]
FACTS = Facts(
    entities=(
        LocalEntity("Chu", "person"),
        LocalEntity("ignored", "place"),
        LocalEntity("Bo Chu", "person"),
        LocalEntity("Given", "work"),
    ),
    mentions=(
        Mention(*CHU[0], 2, 0),
        Mention(*CHU[1], 3, 0),
        Mention(*at("bridge"), 5, 1),
        Mention(*CHU[2], 4, 2),
    ),
    quotes=(Quote((Span(*at("“We waited,”")),), 2, (Speaker("Chu", 0), Speaker("A passer-by"))),),
    events=(Event("2024-06-19~", "Bridge reopens", Span(*at("Bridge reopens")), 0, "why"),),
)


def entity(id: str, name: str, kind: str) -> Entity:
    return Entity(id=id, kind=kind, name=name, sort_name=name, aliases=(("Chu", 2), ("Mr. Chu", 1)), roles=())  # type: ignore[arg-type]


BO = entity("people/bo-chu", "Bo Chu", "person")
GIVEN = entity("works/given", "Given", "work")


def exported(article: Article = ARTICLE, facts: Facts = FACTS) -> dict[str, Any]:
    entities = (BO, None, BO, GIVEN)[: len(facts.entities)]
    told = record(None, article, texts.text_of(article), facts, entities, "stories/bridge")
    line = b"".join(lines("jsonl", [Exported(None, told)], archive="A", base_url=""))
    assert line.endswith(b"}\n") and line.count(b"\n") == 1
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


def test_it_has_the_keys_promised_in_their_order() -> None:
    promised = """
        id path url status title title_basis kicker dek byline source credits date date_basis date_interval updated language
        section tags rights text blocks captions embeds entries removed entities quotes events story seed
    """
    assert list(exported()) == promised.split()


def test_what_is_not_known_is_null_and_an_empty_list_is_empty() -> None:
    found = exported(Article(id="x", title="T", title_basis="supplied"), Facts())
    for key in (
        "path",
        "url",
        "dek",
        "source",
        "date",
        "date_basis",
        "date_interval",
        "updated",
        "section",
        "rights",
        "seed",
    ):
        assert found[key] is None, key
    for key in ("byline", "credits", "tags", "blocks", "captions", "embeds", "removed", "entities", "quotes", "events"):
        assert found[key] == [], key


def test_a_date_is_a_day_with_its_basis_and_interval() -> None:
    found = exported()
    assert (found["date"], found["date_basis"], found["date_interval"]) == (
        "2024-06-19",
        "inferred",
        "2024-06-19/2024-06-20",
    )
    given = exported(Article(id="x", title="T", date="2020-02-03"), Facts())
    assert (given["date"], given["date_basis"], given["date_interval"]) == ("2020-02-03", "given", "2020-02-03")


def test_offsets_are_code_points_into_the_text() -> None:
    found = exported()
    text = found["text"]
    assert [b["kind"] for b in found["blocks"]] == ["title", "dek", "paragraph", "caption", "embed"]
    assert text[found["blocks"][3]["start"] : found["blocks"][3]["end"]] == "The bridge. (Ann Lee)"
    assert [text[a:b] for a, b in found["entities"][0]["mentions"]] == ["Chu", "Chu", "Bo Chu"]
    assert [[text[a:b] for a, b in q["spans"]] for q in found["quotes"]] == [["“We waited,”"]]
    assert [text[slice(*event["span"])] for event in found["events"]] == ["Bridge reopens"]


def test_local_entities_that_are_one_are_merged_ignored_ones_left_out_given_ones_last() -> None:
    found = exported()["entities"]
    assert [(e["id"], e["name"], e["kind"], len(e["mentions"])) for e in found] == [
        ("people/bo-chu", "Bo Chu", "person", 3),
        ("works/given", "Given", "work", 0),
    ]
    assert found[0]["aliases"] == ["Chu", "Mr. Chu"]


def test_a_speaker_has_the_entitys_id_and_name_or_his_own_name() -> None:
    assert exported()["quotes"][0]["speakers"] == [
        {"id": "people/bo-chu", "name": "Bo Chu"},
        {"id": None, "name": "A passer-by"},
    ]


def test_captions_embeds_removals_and_the_seed_are_kept() -> None:
    found = exported()
    assert found["captions"] == [{"text": "The bridge. (Ann Lee)", "credit": "Ann Lee"}]
    assert found["embeds"] == [
        {
            "text": "Open!\n— Bo (@bo) June 19, 2024",
            "author": "Bo",
            "handle": "@bo",
            "date": "2024-06-19",
            "url": "https://x.example/1",
        }
    ]
    assert found["removed"] == [{"text": "Read More", "line": 9, "reason": "furniture"}]
    assert found["seed"] == {"path": "seeds/wire.txt", "record": "7", "line": 3, "sha256": "ab" * 32}


def test_a_numbered_list_is_exported_as_it_reads_and_places_move_with_it() -> None:
    listing = Listing("Ann Lee spoke.\nBo Chu left.", ordered=True, start=9)
    article = Article(id="x", title="T", blocks=(Paragraph("First."), listing, Paragraph("Then Ann left.")))
    text = texts.text_of(article)
    printed = Printed(article, text)
    assert printed.text == "T\n\nFirst.\n\n9. Ann Lee spoke.\n10. Bo Chu left.\n\nThen Ann left."
    for words in ("First.", "Ann Lee", "Bo Chu", "left.", "Then Ann left."):
        at = text.text.index(words)
        start, end = printed.span(at, at + len(words))
        assert printed.text[start:end] == words
    blocks = [printed.text[printed.start(b.start) : printed.end(b.end)] for b in text.blocks]
    assert blocks == ["T", "First.", "9. Ann Lee spoke.\n10. Bo Chu left.", "Then Ann left."]


def test_nested_items_are_counted_anew() -> None:
    assert Listing("a\nb\nc\nd", ordered=True, depths=(0, 1, 1, 0), start=3).numbers() == [3, 1, 2, 4]


def card(**fields: object) -> Any:
    one = Article(
        **{"id": "wire/7", "title": "Bridge reopens", "date": "2024-06-19", "source": "The Lantern", **fields}
    )  # type: ignore[arg-type]
    return card_of(one, texts.text_of(one), digest="")


def cited(format: str, **fields: object) -> str:
    one = Exported(card(**fields), {})
    return b"".join(lines(format, [one], archive="Harbor Papers", base_url="https://a.example/")).decode()


def test_a_reference_holds_what_is_known_and_says_what_was_inferred() -> None:
    found = cited(
        "bibtex", byline=("Ann Lee", "Associated Press and friends"), title="NATO’s 50% & more", title_basis="supplied"
    )
    assert found.startswith("@article{wire-7,\n")
    assert "  author = {Ann Lee and {Associated Press and friends}},\n" in found
    assert r"  title = {{NATO}’s 50\% \& more}," in found
    assert "  date = {2024-06-19},\n" in found
    assert "Headline supplied by the archive" in found
    assert "author" not in cited("bibtex")


def test_an_undated_article_has_no_date_in_any_reference() -> None:
    assert "date" not in cited("bibtex", date="")
    assert "DA" not in cited("ris", date="")
    assert "issued" not in json.loads(cited("csl-json", date=""))[0]


def test_ris_has_one_line_a_value() -> None:
    rows = cited("ris", byline=("Ann Lee",), dek="Two\nlines").splitlines()
    assert rows[0] == "TY  - NEWS" and "ER  - " in rows
    assert "AU  - Ann Lee" in rows and "AB  - Two lines" in rows and "DA  - 2024/06/19" in rows
    assert all(row[2:6] == "  - " for row in rows if row)


def test_csl_json_is_one_array_also_of_nothing() -> None:
    (item,) = json.loads(cited("csl-json", byline=("Ann Lee",)))
    assert item["issued"] == {"date-parts": [[2024, 6, 19]]}
    assert item["author"] == [{"literal": "Ann Lee"}]
    assert json.loads(b"".join(lines("csl-json", [], archive="", base_url=""))) == []


def test_csv_is_for_spreadsheets_and_holds_no_formula() -> None:
    told = {**exported(), "title": "=cmd()"}
    data = b"".join(lines("csv", [Exported(None, told)], archive="", base_url=""))
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert row["title"] == "'=cmd()" and row["byline"] == "Ann Lee" and row["text"] == told["text"]


def test_sqlite_answers_who_said_what(tmp_path: Path) -> None:
    target = tmp_path / "archive.sqlite"
    target.write_bytes(b"an older one")
    write_sqlite([Exported(None, exported())], target)
    with sqlite3.connect(target) as db:
        said = db.execute("select name, words from speakers join quotes using (article, number)").fetchall()
        named = db.execute("select name, count(*) from mentions join entities on entity = id group by id").fetchall()
    assert ("Bo Chu", "“We waited,”") in said
    assert named == [("Bo Chu", 3)]
    assert [path.name for path in tmp_path.iterdir()] == ["archive.sqlite"]


@pytest.mark.parametrize("format", ["bibtex", "ris", "csl-json"])
def test_what_is_not_on_the_site_has_no_reference(format: str) -> None:
    assert b"wire" not in b"".join(lines(format, [Exported(None, exported())], archive="", base_url=""))


def test_entries_of_a_live_blog_are_told_with_place_time_and_writer() -> None:
    head = Heading("It stays", time="22.00 BST", at="2024-06-18T21:00:00+00:00", author="Ann Lee")
    bare = Heading("21.40 BST", time="21.40 BST")
    article = Article(id="x", title="T", blocks=(head, Paragraph("The ferry stays."), Heading("Notes", 3), bare))
    told = record(None, article, texts.text_of(article), Facts(), (), None)
    assert [told["text"][each["start"] : each["end"]] for each in told["entries"]] == ["It stays", "21.40 BST"]
    assert told["entries"][0] | {"start": 0, "end": 0} == {
        "start": 0,
        "end": 0,
        "time": "22.00 BST",
        "date": "2024-06-18T21:00:00+00:00",
        "author": "Ann Lee",
    }
    assert (told["entries"][1]["date"], told["entries"][1]["author"]) == (None, None)
