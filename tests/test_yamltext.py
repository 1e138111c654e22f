"""The quick reader of plain YAML gives what a whole YAML reader gives, or nothing; the quick writer what a whole one writes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivegen import yamlplain, yamltext, yamlwhole, yamlwriting
from archivegen.yamltext import Flow, FlowMap

VALUES = [
    "word", "two words", "2024-06-19", "true", "~", "“Quoted,” she said", "it's", "'it''s'", "'a'b'", '"q"', '"a\\n"', '"',
    "[a, b c]", "[]", "[a,b]", "['x, y', \"z\"]", "[a, ]", "{line: 1, words: 'a: b'}", "{}", "{a: b, c: [d]}", "a: b", "a #b",
    "a#b", "#b", "a:b", "http://x.example/y?z=1", "- x", "-x", "?", "? x", "| ", ">", "&a b", "*a", "!t b", "%x", "@x", "`x`", "é",
    "x ", " x", "x\ty", "x\x85y", "\u2028", "a]", "[a", "{a", "'", "x:", ":x", "...", "---", "a, b", "<<", "{a: b , c: d }", "{a: b, c: d, }", "{a: b,c: d}", "{a: b, a: c}",
    "{line: 2, reason: \"r\", text: 'it''s'}", "{a: b,  c: , d: e}", "{a: b, c: d, e: f, g: h}", '{a: "", b: \'\'}', "{ a: b c, d: e#f}", "'a # b'", "a # it's", '"a # b" # c', "[a, b] # c", "a  # \"b\"", "'a' #", " # a",
]  # fmt: skip
PREFIXES = ["", "", "", "  ", "    ", "- ", "  - ", "-", "   "]
KEYS = ["a: ", "b: ", "# ", "#", "a: # ", "b_c-d: ", "a:", "inferred:", "x y: ", '"q": ', "", "a.b: ", "1: "]
rows = st.tuples(st.sampled_from(PREFIXES), st.sampled_from(KEYS), st.sampled_from(["", *VALUES])).map("".join)


def whole(text: str) -> object:
    try:
        return yamlwhole.mapping(text)
    except yamltext.YamlError as error:
        return error


@settings(max_examples=500)
@given(st.lists(rows, max_size=7).map("\n".join), st.sampled_from(["", "\n", "\n\n"]))
def test_what_the_quick_reader_gives_is_what_yaml_says(text: str, end: str) -> None:
    found = yamlplain.mapping(text + end)
    assert found is None or found == whole(text + end)


@given(st.sampled_from(["- ", "-  ", "-", "", "  - "]), st.sampled_from([*VALUES, "", "{name: A\xa0B, kind: person}"]))
def test_one_item_is_read_as_in_its_list(dash: str, value: str) -> None:
    found = yamlplain.item(dash + value)
    assert found is None or {"a": [found]} == whole(f"a:\n{dash}{value}")


def test_an_item_that_a_program_writes_is_read_quickly() -> None:
    assert yamlplain.item('- {name: "Jane Doe", kind: person}') == {"name": "Jane Doe", "kind": "person"}


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
        "# all of it\ntitle: A day   # its name\n\nfeed: # of it\n  items: 50  # it's\n  # none\nseeds: [a] # b\ndek: 'a # b' # c\n",
    ],
)
def test_what_programs_write_is_read_quickly(text: str) -> None:
    assert yamlplain.mapping(text) == whole(text)


scalars = st.one_of(
    st.sampled_from([one for one in VALUES if "\t" not in one and "\x85" not in one]),
    st.sampled_from(
        [
            "yes",
            "No",
            "null",
            "12",
            "1.5",
            "0x1f",
            "12:30",
            ".5",
            "1.0e+5",
            "08",
            "",
            " ",
            "=",
            "\xa0",
            "on",
            "a:",
            "#",
            "?",
        ]
    ),
    st.text("ab1 :#-?,[]{}'\"&*!|>%@`.~=é", max_size=6),
    st.integers(-9, 999),
    st.floats(0.001, 1).map(lambda number: round(number, 3)),
    st.booleans(),
)
keys = st.sampled_from(["title", "line", "words", "on", "a_b"])
flat = st.dictionaries(keys, scalars, max_size=3).map(FlowMap)
values = st.recursive(
    st.one_of(scalars, st.lists(scalars, max_size=3).map(Flow), flat, st.lists(flat, min_size=1, max_size=2)),
    lambda inner: st.dictionaries(keys, inner, min_size=1, max_size=3),
    max_leaves=6,
)


@settings(max_examples=400)
@given(st.dictionaries(keys, values, min_size=1, max_size=4))
def test_what_the_quick_writer_writes_is_what_the_library_writes(found: dict[str, object]) -> None:
    written = yamlwriting.written(found, yamlwhole.RESOLVERS)
    assert written is None or written == yamlwhole.dump(found)


def test_the_front_matter_of_an_article_is_written_quickly() -> None:
    front = {
        "title": "No: a ‘title’",
        "byline": Flow(["A. Writer", "B, Writer"]),
        "date": "2024-06-19",
        "inferred": {
            "title": {"value": "No", "confidence": 0.95, "supplied": True, "evidence": [FlowMap(line=1, words="a: b")]}
        },
        "seed": {"path": "seeds/a.txt", "sha256": "0" * 64},
    }
    written = yamlwriting.written(front, yamlwhole.RESOLVERS)
    assert written is not None
    assert written == yamlwhole.dump(front)


def test_what_stands_in_two_texts_is_not_one_value() -> None:
    yamltext.mapping("a: {b: c, d: e}\n")["a"]["b"] = "changed"
    assert yamltext.mapping("a: {b: c, d: e}\n") == {"a": {"b": "c", "d": "e"}}
