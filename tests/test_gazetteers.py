"""The gazetteer's files are sorted, whole and consistent; loading is quick enough for a start-up."""

from __future__ import annotations

from importlib.resources import files

import pytest

from archivegen import gazetteers
from archivegen.gazetteers import COMMON, GIVEN, ROLE, SPEECH
from archivegen.slugs import slug

FOLDER = files("archivegen.gazetteers").joinpath("en")
COLUMNS = {
    "cities.tsv": 4,
    "countries.tsv": 4,
    "organizations.tsv": 2,
    "people.tsv": 2,
    "regions.tsv": 3,
    "states.tsv": 4,
    "works.tsv": 2,
}


def rows(name: str) -> list[str]:
    lines = FOLDER.joinpath(name).read_text(encoding="utf-8").split("\n")
    assert lines[0].startswith("# ")
    assert lines[-1] == ""
    return lines[1:-1]


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_tables_have_their_columns_and_no_name_twice(name: str) -> None:
    table = [row.split("\t") for row in rows(name)]
    assert {len(row) for row in table} == {COLUMNS[name]}
    first = [row[0] for row in table]
    assert len(set(first)) == len(first)
    assert all(slug(value) and value == value.strip() for value in first)


def test_word_lists_are_sorted() -> None:
    for path in FOLDER.joinpath("words").iterdir():
        words = [row for row in path.read_text(encoding="utf-8").split("\n")[1:] if row]
        assert words == sorted(set(words)), path.name


def test_names_lead_to_canonical_names() -> None:
    known = gazetteers.load("en").known
    assert known["DPRK"].name == "North Korea"
    assert known["ROK"].name == "South Korea"
    assert known["South Korean"].form == "demonym"
    assert known["U.N. Security Council"].name == known["UNSC"].name == "United Nations Security Council"
    assert known["AP"].name == "Associated Press"
    assert known["Kiev"].name == "Kyiv"
    assert gazetteers.load("en").capitals["Pyongyang"] == "North Korea"


def test_words_have_their_classes() -> None:
    classes = gazetteers.load("en").classes
    assert classes["Maria"] & GIVEN
    assert classes["minister"] & ROLE
    assert classes["said"] & SPEECH
    assert classes["harbor"] & COMMON
    assert "Zzyx" not in classes


def test_a_language_without_files_has_an_empty_gazetteer() -> None:
    assert gazetteers.load("xx").known == {}
    assert gazetteers.weights("xx") == gazetteers.weights("en")


def test_weights_have_a_number_for_each_class() -> None:
    assert {len(row) for row in gazetteers.weights("en").values()} == {5}
