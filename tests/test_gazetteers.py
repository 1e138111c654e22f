"""The gazetteer's files are sorted, whole and consistent; loading is quick enough for a start-up."""

from __future__ import annotations

from importlib.resources import files

import pytest

from archivegen import gazetteers
from archivegen.gazetteers import COMMON, GIVEN, ROLE, SPEECH, TOWN
from archivegen.slugs import slug

FOLDERS = files("archivegen.gazetteers")
FOLDER = FOLDERS.joinpath("en")
COLUMNS = {
    "cities.tsv": 3,
    "city_spellings.tsv": 2,
    "countries.tsv": 4,
    "organizations.tsv": 2,
    "people.tsv": 2,
    "regions.tsv": 3,
    "states.tsv": 4,
    "works.tsv": 2,
}


ABROAD = [
    (language, name)
    for language in gazetteers.LANGUAGES
    if language != "en"
    for name in ("countries.tsv", "organizations.tsv", "regions.tsv")
]


def rows(name: str, language: str = "en") -> list[str]:
    lines = FOLDERS.joinpath(language, name).read_text(encoding="utf-8").split("\n")
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


@pytest.mark.parametrize(("language", "name"), ABROAD)
def test_tables_of_other_languages_have_their_columns(language: str, name: str) -> None:
    table = [row.split("\t") for row in rows(name, language)]
    assert {len(row) for row in table} == {COLUMNS[name]}
    assert [row[0] for row in table] == sorted({row[0] for row in table})


@pytest.mark.parametrize("language", gazetteers.LANGUAGES)
def test_word_lists_are_sorted(language: str) -> None:
    for path in FOLDERS.joinpath(language, "words").iterdir():
        words = [row for row in path.read_text(encoding="utf-8").split("\n")[1:] if row]
        assert words == sorted(set(words)), path.name


@pytest.mark.parametrize("name", ["given_names.txt", "surnames.txt", "towns.txt", "cities.tsv"])
def test_lists_that_are_searched_are_sorted_by_code_point(name: str) -> None:
    found = rows(name)
    assert found == sorted(set(found))


def test_every_word_of_a_searched_list_is_found() -> None:
    gazetteer = gazetteers.load("en")
    assert all(gazetteer.classes[word] & TOWN for word in rows("towns.txt")[::97])
    assert all(row.split("\t")[0] in gazetteer.known for row in rows("cities.tsv")[::53])
    assert all(other.split("\t")[0] in gazetteer.known for other in rows("city_spellings.tsv")[::11])


def test_loading_takes_no_long_list_apart() -> None:
    gazetteers.load.cache_clear()
    gazetteer = gazetteers.load("en")
    assert len(gazetteer.classes) == 0  # filled word by word, as they are asked for
    assert gazetteer.classes["Maria"] & GIVEN
    assert list(gazetteer.classes) == ["Maria"]


def test_the_longest_name_is_known_by_its_first_word() -> None:
    longest = gazetteers.load("en").longest
    assert longest.get("New") >= 3  # New York City
    assert longest.get("Kyiv") == 1
    assert "Zzyx" not in longest


def test_a_language_has_its_own_names_of_countries_and_cities() -> None:
    french, german = gazetteers.load("fr"), gazetteers.load("de-AT")
    assert french.known["ONU"].name == "Organisation des Nations unies"
    assert french.known["Londres"].name == "Londres"
    assert french.capitals["Moscou"] == "Russie"
    assert german.known["Franzosen"].name == "Frankreich"
    assert "Deutschland" not in french.known


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
    assert classes["Zzyx"] == 0


def test_a_language_without_files_has_an_empty_gazetteer() -> None:
    assert "Paris" not in gazetteers.load("xx").known
    assert gazetteers.load("xx").classes["Maria"] == 0
    assert gazetteers.weights("xx").get("quoted") == gazetteers.weights("en").get("quoted")


def test_weights_have_a_number_for_each_class() -> None:
    weights = gazetteers.weights("en")
    assert {len(weights.get(row.split("\t")[0]) or ()) for row in rows("kinds.tsv")} == {5}
    assert weights.get("no such feature") is None
