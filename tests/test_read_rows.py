"""JSON, JSON lines and CSV → a Document a row."""

from __future__ import annotations

import io
import json

import pytest

from archivegen.errors import Origin
from archivegen.model import Document
from archivegen.read import row_readers
from archivegen.read.records import PAGE_ASIDE
from reading import codes, read_all

ROW = {"headline": "Bridge Opens", "content": "The bridge opened.\n\nTrams cross it.", "publish_date": "2019-05-03", "authors": ["Jane Roe"], "link": "https://courier.example/bridge"}  # fmt: skip


def test_rows_are_read_under_other_peoples_names() -> None:
    for name, text in (
        ("a.jsonl", json.dumps(ROW)),
        ("a.json", json.dumps([ROW])),
        ("b.json", json.dumps({"articles": [ROW]})),
    ):
        (found,), problems = read_all(text, name)
        assert problems == []
        assert found.body == "The bridge opened.\n\nTrams cross it."
        assert found.meta == {
            "title": "Bridge Opens", "date": "2019-05-03", "byline": ["Jane Roe"],
            "url": "https://courier.example/bridge", "redirect_from": ["/bridge"],
        }  # fmt: skip


def test_a_line_that_is_no_json_leaves_the_others_alone() -> None:
    documents, problems = read_all(
        f'{json.dumps(ROW)}\n{{"headline": \n\n{json.dumps(ROW | {"link": "x"})}', "rows.jsonl"
    )
    assert [one.origin.line for one in documents] == [1, 4]
    assert [(one.code, one.origin.line) for one in problems] == [("row-unreadable", 2)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_and_newlines_inside_quotation_marks(delimiter: str) -> None:
    rows = [
        ["title", "text", "date"],
        ["One", '"First, said; ""yes"" | no.\n\nSecond."', "2019-05-03"],
        ["Two", "Text.", ""],
    ]
    documents, problems = read_all("\n".join(delimiter.join(row) for row in rows), "rows.csv")
    assert problems == []
    assert [(one.meta["title"], one.origin.line) for one in documents] == [("One", 2), ("Two", 5)]
    assert documents[0].body == 'First, said; "yes" | no.\n\nSecond.'


def test_a_row_with_too_many_fields_is_told_and_the_others_come_in() -> None:
    documents, problems = read_all("title,text\nOne,Text, and more\nTwo,Text\n", "rows.csv")
    assert [one.meta["title"] for one in documents] == ["Two"]
    assert [(one.code, one.origin.line) for one in problems] == [("row-unreadable", 2)]


def test_csv_in_windows_1252_and_in_utf_16() -> None:
    text = "title;text\nCafé;“Yes,” said Zoë Müller of the café.\n"
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        assert read_all(text.encode(encoding), "rows.csv")[0][0].body == "“Yes,” said Zoë Müller of the café."


def test_a_table_without_known_fields_is_one_problem() -> None:
    assert codes(read_all("a,b\n1,2\n", "rows.csv")[1]) == ["csv-fields-unknown"]
    assert codes(read_all('{"name": "package", "version": "1"}', "package.json")[1]) == ["seed-unknown-kind"]
    assert codes(read_all('{"a": ', "broken.json")[1]) == ["json-unreadable"]


def test_html_in_a_text_field_is_html() -> None:
    (found,), _ = read_all(json.dumps({"title": "A", "body": "<p>One</p><p>Two</p>"}), "a.json")
    assert found.markup == "html"


def test_a_ghost_export_keeps_drafts_as_drafts() -> None:
    posts = [
        {
            "id": "1",
            "title": "One",
            "html": "<p>x</p>",
            "status": "published",
            "type": "post",
            "published_at": "2020-01-01T00:00:00Z",
        },
        {"id": "2", "title": "Two", "html": "<p>x</p>", "status": "draft", "type": "post"},
        {"id": "3", "title": "About", "html": "<p>x</p>", "status": "published", "type": "page"},
        {"id": "4", "title": "Paid", "html": "<p>x</p>", "status": "published", "type": "post", "visibility": "paid"},
    ]
    documents, _ = read_all(json.dumps({"db": [{"data": {"posts": posts}}]}), "ghost.json")
    assert [(one.origin.record, one.meta.get("status", one.aside)) for one in documents] == [
        ("1", "published"),
        ("2", "draft"),
        ("3", PAGE_ASIDE),
        ("4", "draft"),
    ]


def test_nul_bytes_and_deep_nesting_break_nothing() -> None:
    assert read_all('title,text\nOne,"a\0b"\n', "rows.csv")[0][0].body == "ab"
    assert codes(read_all("[" * 100_000, "deep.json")[1]) == ["json-unreadable"]


def test_a_site_names_the_fields_of_its_rows() -> None:
    read = row_readers({"kop": "title", "tekst": "text", "dag": "date"})
    for name, data in ((".csv", "kop;tekst;dag\nOne;Words.;2019-05-03\n"), (".json", '[{"kop": "One", "tekst": "Words.", "dag": "2019-05-03"}]')):  # fmt: skip
        (found,) = read[name](io.BytesIO(data.encode()), Origin("seeds/rows" + name))
        assert isinstance(found, Document)
        assert (found.meta, found.body) == ({"title": "One", "date": "2019-05-03"}, "Words.")
    assert row_readers({}) == {}
