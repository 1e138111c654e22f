"""entities.yaml: what it may say, and all its problems at once, each with its line."""

from __future__ import annotations

from archivegen.entities_file import Override, Overrides, Split, load


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
