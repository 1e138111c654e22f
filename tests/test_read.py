"""Bytes → Documents: encodings, line ends, front matter, and what cannot be read."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read import READERS

STORY = "Mayor Opens Bridge\n\nThe mayor opened the “old” bridge — again — on Monday, said Zoë Müller.\n"


def read(data: bytes, name: str = "seeds/story.txt") -> Document | Problem:
    return next(READERS["." + name.rsplit(".", 1)[1]](io.BytesIO(data), Origin(name)))


def document(data: bytes | str, name: str = "seeds/story.txt") -> Document:
    found = read(data.encode() if isinstance(data, str) else data, name)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_in_unicode_is_read_alike_in_every_form(encoding: str) -> None:
    found = document(STORY.encode(encoding))
    assert found.body.strip() == STORY.strip()
    assert found.problems == ()


def test_windows_1252_is_read_with_its_typographic_marks_and_reported() -> None:
    found = document(STORY.encode("cp1252"))
    assert found.body.strip() == STORY.strip()
    assert [(p.code, p.origin.line) for p in found.problems] == [("encoding-guessed", 3)]


def test_one_line_in_another_encoding_leaves_the_others_alone() -> None:
    found = document("Déjà vu.\n".encode() + "Zoë’s café.\n".encode("cp1252") + "Größe.\n".encode())
    assert found.body.split("\n")[:3] == ["Déjà vu.", "Zoë’s café.", "Größe."]
    assert found.problems[0].origin.line == 2


def test_cyrillic_in_its_old_encoding_is_read() -> None:
    text = "Президент посетил новый мост в понедельник и сказал, что город гордится своими строителями.\n" * 4
    assert document(text.encode("cp1251")).body.strip() == text.strip()


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n", "\u2028", "\x85"])
def test_every_line_end_becomes_a_newline(ending: str) -> None:
    assert document(ending.join(["One.", "", "Two."])).body.split("\n") == ["One.", "", "Two."]


def test_control_characters_go_and_letters_are_composed() -> None:
    assert document("Zoe\u0308\x00 was\x07 he\u202ere\ufeff.\tYes\n").body.strip() == "Zoë was here.\tYes"


def test_quotation_marks_are_kept_as_printed() -> None:
    line = 'He said: ’wrong mark’, "straight", «French», „German“ … and `tick`.'
    assert document(line).body.strip() == line


@pytest.mark.parametrize("data", [b"", b"  \n\t\n", b"\xef\xbb\xbf", b"\x00\n"])
def test_an_empty_file_is_a_problem_and_no_document(data: bytes) -> None:
    found = read(data)
    assert isinstance(found, Problem)
    assert (found.severity, found.origin.path) == ("error", "seeds/story.txt")
    assert found.code in {"seed-empty", "seed-binary"}


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04" + b"\0" * 99, b"\x89PNG\r\n\x1a\n"]
)
def test_a_binary_file_is_a_problem_and_no_document(data: bytes) -> None:
    found = read(data)
    assert isinstance(found, Problem)
    assert found.code == "seed-binary"


def test_a_document_carries_the_digest_of_its_raw_bytes() -> None:
    data = STORY.encode("utf-16")
    assert document(data).sha256 == sha256(data).hexdigest()


# ---------------------------------------------------------------- front matter


def test_front_matter_is_taken_off_and_each_key_has_its_line() -> None:
    found = document("---\ntitle: Bridge opens\ntags:\n  - roads\n  - 2024\ndate: 2024-06-19\n---\nThe mayor came.\n")
    assert found.meta == {"title": "Bridge opens", "tags": ["roads", "2024"], "date": "2024-06-19"}
    assert found.meta_lines == {"title": 2, "tags": 3, "date": 6}
    assert (found.body.strip(), found.body_line) == ("The mayor came.", 8)


def test_values_are_kept_as_written() -> None:
    found = document(
        "---\nlanguage: no\ndraft: true\ndate: 2013-10-31 14:21:03 -0400\nissue: 007\nnote: ~\n---\nBody.\n"
    )
    assert found.meta == {
        "language": "no",
        "draft": "true",
        "date": "2013-10-31 14:21:03 -0400",
        "issue": "007",
        "note": None,
    }


@pytest.mark.parametrize(
    ("head", "line"),
    [("title: a: b", 2), ("title: ok\n\ttabbed: x", 3), ("- a\n- b", 2), ("title: [unclosed", 3), ("just words", 2)],
)
def test_front_matter_that_is_not_yaml_is_one_problem_with_its_line_and_the_body_is_read(head: str, line: int) -> None:
    found = document(f"---\n{head}\n---\nThe mayor came.\n")
    assert found.body.strip() == "The mayor came."
    assert [(p.severity, p.code) for p in found.problems] == [("error", "front-matter-unreadable")]
    assert abs(found.problems[0].origin.line - line) <= 1
    assert "\n" not in found.problems[0].message


def test_an_alias_bomb_is_refused_and_the_body_is_read() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    found = document(f"---\n{bomb}---\nThe mayor came.\n")
    assert found.meta == {}
    assert found.body.strip() == "The mayor came."
    assert "aliases" in found.problems[0].message


def test_an_alias_that_means_no_harm_is_read() -> None:
    assert document("---\nauthor: &me Jane Doe\neditor: *me\n---\nBody.\n").meta == {
        "author": "Jane Doe",
        "editor": "Jane Doe",
    }


def test_a_value_that_contains_itself_is_refused() -> None:
    assert document("---\na: &a [*a]\n---\nBody.\n").problems[0].code == "front-matter-unreadable"


def test_yaml_never_makes_objects() -> None:
    found = document("---\nx: !!python/object/apply:os.system ['true']\n---\nBody.\n")
    assert (found.meta, found.body.strip()) == ({}, "Body.")
    assert len(found.problems) == 1


def test_toml_front_matter_is_read() -> None:
    found = document('+++\ntitle = "Bridge"\ndate = 2024-06-19\ntags = ["a", "b"]\n+++\nBody.\n', "seeds/a.md")
    assert found.meta == {"title": "Bridge", "date": "2024-06-19", "tags": ["a", "b"]}
    assert found.meta_lines["date"] == 3


def test_a_rule_at_the_top_of_a_text_is_no_front_matter() -> None:
    found = document("---\n\nThe mayor opened the bridge on Monday.\n\nIt rained.\n")
    assert "The mayor" in found.body
    assert found.problems == ()


def test_front_matter_that_is_never_closed_is_a_problem_and_nothing_is_lost() -> None:
    found = document("---\ntitle: Bridge\n\nThe mayor came.\n")
    assert "The mayor came." in found.body
    assert found.problems[0].code == "front-matter-unreadable"


def test_labelled_lines_over_a_text_are_front_matter() -> None:
    found = document("Title: Bridge opens\nDate: June 19, 2024\nAuthor: Jane Doe\n\nThe mayor came.\n")
    assert found.meta == {"title": "Bridge opens", "date": "June 19, 2024", "author": "Jane Doe"}
    assert (found.body.strip(), found.body_line) == ("The mayor came.", 4)


def test_a_colon_in_running_text_is_no_label() -> None:
    text = "Warning: the bridge is closed\nUpdate: it is open\n\nThe mayor came.\n"
    assert document(text).meta == {}


def test_only_front_matter_and_no_story_is_still_a_document() -> None:
    assert document("---\ntitle: Only a headline\n---\n").meta["title"] == "Only a headline"


def test_markdown_files_are_documents_in_markdown() -> None:
    assert document("# Bridge\n\nThe mayor came.\n", "seeds/a.md").markup == "markdown"
