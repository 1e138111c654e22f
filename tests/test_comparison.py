"""What changed between two exports, told for a person."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archivegen import comparison
from archivegen.errors import CannotRun

RECORD: dict[str, Any] = {
    "id": "a",
    "path": "2019/05/03/a.html",
    "title": "Flood",
    "date": "2019-05-03",
    "byline": ["Ann Lee"],
    "text": "“Go,” Bo said.",
    "entities": [{"id": "people/bo", "name": "Bo", "kind": "person", "mentions": [[7, 9]]}],
    "quotes": [{"spans": [[0, 5]], "speakers": [{"id": "people/bo", "name": "Bo"}], "kind": "direct"}],
    "events": [],
}


def told(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[str]:
    both = [comparison.read([json.dumps(one).encode() for one in side], "x") for side in (old, new)]
    return list(comparison.lines(*both))


def test_equal_exports_differ_in_nothing() -> None:
    assert told([RECORD], [RECORD]) == ["0 new, 0 gone, 0 changed, 1 the same"]


def test_what_came_and_what_went_is_named() -> None:
    assert told([RECORD], [{**RECORD, "id": "b"}]) == [
        "- a  Flood",
        "+ b  Flood",
        "1 new, 1 gone, 0 changed, 0 the same",
    ]


def test_each_difference_is_a_line() -> None:
    changed = {
        **RECORD,
        "date": None,
        "text": "“Go,” Cy said at last.",
        "entities": [],
        "quotes": [{"spans": [[0, 5]], "speakers": [], "kind": "direct"}],
        "events": [{"when": "2019-05", "label": "Flood", "span": [0, 1], "basis": "x"}],
    }
    assert told([RECORD], [changed])[:-1] == [
        "! a",
        "    date: 2019-05-03 → –",
        "    text: 3 → 5 words",
        "    - entity: Bo (person, people/bo)",
        "    - quotation: Bo: “Go,”",
        "    + quotation: nobody named: “Go,”",
        "    + event: 2019-05 Flood",
    ]


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"title": "x"}', b"3"])
def test_what_is_no_export_is_told_with_its_line(line: bytes) -> None:
    with pytest.raises(CannotRun) as error:
        comparison.read([json.dumps(RECORD).encode(), line], "old.jsonl")
    assert "old.jsonl:2: error: export-unreadable" in str(error.value.problems[0])
