"""entities.yaml: what it may say, and all its problems at once, each with its line."""

from __future__ import annotations

import pytest

from archivegen.entities_file import Override, Overrides, Split, load, unmatched


def problems(text: str) -> list[str]:
    return [str(problem) for problem in load(text, "entities.yaml")[1]]


def test_everything_that_an_entry_may_say() -> None:
    text = """
- name: Vladimir Putin
  kind: person
  aliases: [V. Putin, "Putin, V."]
  same_as: Q7747
  sort_name: Putin, Vladimir
  merge: people/v-putin
- name: Jane Moore (skipper)
  split: {name: Jane Moore, articles: [a1, a2]}
- name: Read More
  ignore: true
"""
    overrides, found = load(text, "entities.yaml")
    assert found == ()
    assert overrides.entries == (
        Override(
            name="Vladimir Putin",
            kind="person",
            aliases=("V. Putin", "Putin, V."),
            same_as=("https://www.wikidata.org/wiki/Q7747",),
            sort_name="Putin, Vladimir",
            merge=("people/v-putin",),
            line=2,
        ),
        Override(name="Jane Moore (skipper)", split=(Split("Jane Moore", ("a1", "a2")),), line=8),
        Override(name="Read More", ignore=True, line=10),
    )


def test_an_empty_file_says_nothing() -> None:
    assert load("", "entities.yaml") == (Overrides(), ())
    assert load("# nothing yet\n", "entities.yaml") == (Overrides(), ())


def test_all_problems_at_once_each_with_its_line() -> None:
    text = """- name: Oslo
  kind: plaze
  alias: [Christiania]
- kind: person
- just text
- name: Oslo
- name: Bergen
  same_as: bergen
  ignore: perhaps
  split: {name: Bergen}
"""
    assert problems(text) == [
        'entities.yaml:2: error: entity-unknown-kind: "plaze" is no kind; did you mean place?',
        'entities.yaml:3: error: entity-unknown-key: unknown key "alias"; did you mean aliases?',
        'entities.yaml:4: error: entity-without-name: the entry has no name; write "name: Vladimir Putin"',
        'entities.yaml:5: error: entity-not-a-mapping: an entry has no "name:"; write "- name: Vladimir Putin"',
        'entities.yaml:6: error: entity-twice: "Oslo" stands in line 1 too; keep one',
        'entities.yaml:8: error: entity-bad-same-as: "bergen" is no address; write Q7747 or https://…',
        'entities.yaml:9: error: entity-not-a-flag: ignore: "perhaps" is neither true nor false',
        "entities.yaml:10: error: entity-bad-split: split needs a name and articles; "
        'write "split: {name: John Smith, articles: [ID]}"',
    ]
    assert [entry.name for entry in load(text, "entities.yaml")[0].entries] == ["Oslo", "Bergen"]


def test_a_ring_of_merges_and_an_alias_of_two() -> None:
    text = """- name: A
  merge: [B]
- name: B
  merge: [A]
- name: C
  aliases: [X]
- name: D
  aliases: [X]
"""
    found = problems(text)
    assert 'entities.yaml:7: error: entity-alias-twice: "X" leads to "C" (line 5) already; keep one' in found
    assert sum("entity-merge-ring" in problem for problem in found) == 2
    assert all(not entry.merge for entry in load(text, "entities.yaml")[0].entries)


def test_what_is_no_list_or_no_yaml() -> None:
    assert problems("name: Oslo\n") == [
        'entities.yaml:1: error: entities-not-a-list: the file is no list; begin each entity with "- name: …"'
    ]
    assert problems("- name: [Oslo\n- x: }\n")[0].startswith("entities.yaml:2: error: entities-unreadable: not YAML:")


def test_words_that_yaml_takes_for_something_else_are_names() -> None:
    text = """- name: No
  aliases: [Yes, On, off, 1984, 2019-01-01, 1_000, 0x1F, .inf, Null, 12:30:45]
  kind: work
- name: ~
- name: 007
  sort_name: ~
  merge:
"""
    overrides, found = load(text, "entities.yaml")
    assert [entry.name for entry in overrides.entries] == ["No", "007"]
    assert overrides.entries[0].aliases == (
        "Yes", "On", "off", "1984", "2019-01-01", "1_000", "0x1F", ".inf", "Null", "12:30:45",
    )  # fmt: skip
    assert overrides.entries[1] == Override(name="007", line=5)
    assert [str(problem).split(": ")[2] for problem in found] == ["entity-without-name"]


def test_an_alias_that_has_an_entry_of_its_own_is_claimed_by_two_and_a_merge_is_not() -> None:
    assert problems("- name: A\n  aliases: [B]\n- name: B\n") == [
        'entities.yaml:1: error: entity-alias-twice: "B" has an entry of its own (line 3); write "merge: [B]" if they are one, or take it out'
    ]
    assert problems("- name: A\n  merge: [B]\n- name: B\n  aliases: [C]\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "- name: A\n---\n- name: B\n",
        "- name: A\n\tkind: place\n",
        "- name: [A\n",
        "- name: A\n  aliases: *nobody\n",
        "- name: \x07\n",
    ],
)
def test_what_cannot_be_read_is_one_error(text: str) -> None:
    assert [problem.code for problem in load(text, "entities.yaml")[1]] == ["entities-unreadable"]


def test_odd_nodes_are_errors_with_their_lines() -> None:
    text = "- &a name: A\n- [A]\n- name: {x: y}\n- name: B\n  aliases: {x: y}\n  merge: [[C], D]\n  <<: {kind: place}\n"
    assert [(p.origin.line, p.code) for p in load(text, "entities.yaml")[1]] == [
        (2, "entity-not-a-mapping"),
        (3, "entity-not-a-text"),
        (3, "entity-without-name"),
        (5, "entity-not-a-list"),
        (6, "entity-not-a-list"),
        (7, "entity-unknown-key"),
    ]


def test_names_that_the_archive_does_not_have_are_told_with_the_nearest() -> None:
    text = """- name: Vladimir Putin
  merge: [Vladmir Putin, people/v-putin]
- name: Osolo
- name: Nobody At All
- name: Jane Moore (skipper)
  split: {name: Jane Moore, articles: [a1, a9]}
- name: Oslo City
  aliases: [Oslo]
"""
    overrides, _ = load(text, "entities.yaml")
    names = ["Vladimir Putin", "people/v-putin", "Oslo", "Jane Moore", "Vladimir Putins"]
    found = unmatched(overrides, "entities.yaml", names=names, articles=["a1", "a2"])
    assert [str(problem) for problem in found] == [
        'entities.yaml:1: warning: entity-unknown: "Vladmir Putin" stands nowhere; did you mean "Vladimir Putin"?',
        'entities.yaml:3: warning: entity-unknown: "Osolo" stands nowhere; did you mean "Oslo"?',
        'entities.yaml:4: warning: entity-unknown: "Nobody At All" stands nowhere; '
        "it is no name of this archive, so the line does nothing",
        'entities.yaml:5: warning: entity-unknown-article: "a9" stands nowhere; '
        "it is no article of this archive, so the line does nothing",
    ]
