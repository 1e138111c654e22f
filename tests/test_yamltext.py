"""The quick reader of plain YAML gives what a whole YAML reader gives, or nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivegen import yamlplain, yamltext

VALUES = [
    "word", "two words", "2024-06-19", "true", "~", "“Quoted,” she said", "it's", "'it''s'", "'a'b'", '"q"', '"a\\n"', '"',
    "[a, b c]", "[]", "[a,b]", "['x, y', \"z\"]", "[a, ]", "{line: 1, words: 'a: b'}", "{}", "{a: b, c: [d]}", "a: b", "a #b",
    "a#b", "#b", "a:b", "http://x.example/y?z=1", "- x", "-x", "?", "? x", "| ", ">", "&a b", "*a", "!t b", "%x", "@x", "`x`", "é",
    "x ", " x", "x\ty", "x\x85y", "\u2028", "a]", "[a", "{a", "'", "x:", ":x", "...", "---", "a, b", "<<",
]  # fmt: skip
PREFIXES = ["", "", "", "  ", "    ", "- ", "  - ", "-", "   "]
KEYS = ["a: ", "b: ", "b_c-d: ", "a:", "inferred:", "x y: ", '"q": ', "", "a.b: ", "1: "]
rows = st.tuples(st.sampled_from(PREFIXES), st.sampled_from(KEYS), st.sampled_from(["", *VALUES])).map("".join)


def whole(text: str) -> object:
    try:
        return yamltext._whole(text)
    except yamltext.YamlError as error:
        return error


@settings(max_examples=500)
@given(st.lists(rows, max_size=7).map("\n".join), st.sampled_from(["", "\n", "\n\n"]))
def test_what_the_quick_reader_gives_is_what_yaml_says(text: str, end: str) -> None:
    found = yamlplain.mapping(text + end)
    assert found is None or found == whole(text + end)


@given(st.text("ab: '\"-[]{},#\n\\é|&*!1", max_size=40))
def test_any_text_is_read_as_yaml_says_or_left_alone(text: str) -> None:
    found = yamlplain.mapping(text)
    assert found is None or found == whole(text)


@pytest.mark.parametrize(
    "text",
    [
        "title: A day\ndate: 2024-06-19\nbyline: [Jane Doe, 'O''Neill, Ann']\n",
        "entities:\n- {name: \"Jane Doe\", kind: person}\n- {name: 'AP', kind: organization}\n",
        "inferred:\n  title:\n    value: A day\n    evidence:\n    - {line: 1, words: 'A day: one'}\nseed:\n  path: a.txt\n",
        "tags:\n- one\n- two\nsection:\n",
    ],
)
def test_what_programs_write_is_read_quickly(text: str) -> None:
    assert yamlplain.mapping(text) == whole(text)
