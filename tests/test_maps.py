"""Where places lie: only what is certain stands on a map."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

import archivegen
from archivegen.gazetteers.coordinates import whereabouts
from archivegen.model import EntityKind
from archivegen.pages.whereabouts import spots, where
from small_archive import SITE, Shelf, article

PACKAGE = Path(archivegen.__file__).parent
ROOT = Path(__file__).parents[1]


def shelf(*texts: str, **names: EntityKind) -> Shelf:
    found: dict[str, EntityKind] = {name.replace("_", " "): kind for name, kind in names.items()}
    return Shelf([article(n, text) for n, text in enumerate(texts)], found)


def main_of(made: Shelf, path: str) -> str:
    """A page without what stands around its matter."""
    html = made.html(path)
    return html[html.index("<main") : html.index("</main>")]


def lies(made: Shelf, name: str) -> tuple[float, float] | None:
    number = next(n for n, entity in enumerate(made.archive.entities) if entity.name == name)
    found = where(made.archive, made.site, number)
    return (found.latitude, found.longitude) if found else None


# ---------------------------------------------------------------- the tables


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Kyiv", 50.45, 30.52),
        ("France", 46.6, 2.5),
        ("Russia", 61.7, 99.7),
        ("Texas", 31.5, -99.3),
        ("Fiji", -17.8, 178.0),
    ],
)
def test_countries_states_and_cities_lie_where_they_do(name: str, latitude: float, longitude: float) -> None:
    found = whereabouts(name)
    assert found is not None
    assert (found.latitude, found.longitude) == (pytest.approx(latitude, abs=0.2), pytest.approx(longitude, abs=0.2))


def test_a_place_is_found_by_its_name_in_the_language_of_the_site() -> None:
    assert whereabouts("Albanie", "fr") == whereabouts("Albania") is not None
    assert whereabouts("Albanie") is None
    assert whereabouts("Albanie", "eo") is None


@pytest.mark.parametrize("name", ["Georgia", "Nowhere at All", "", "Africa", "Paris\t"])
def test_what_is_no_single_place_lies_nowhere(name: str) -> None:
    assert whereabouts(name) is None


def test_the_table_is_sorted_so_that_it_can_be_searched_and_says_whose_it_is() -> None:
    head, *rows = (PACKAGE / "gazetteers" / "coordinates.tsv").read_text("utf-8").rstrip("\n").split("\n")
    assert "GeoNames (CC BY 4.0)" in head and "Natural Earth" in head
    assert rows == sorted(rows, key=lambda row: row.partition("\t")[0]) and len(rows) > 6000
    for row in rows:
        name, latitude, longitude, kind, *_ = row.split("\t")
        assert (
            name
            and abs(float(latitude)) <= 90
            and abs(float(longitude)) <= 180
            and kind in ("country", "state", "city")
        )


def test_every_country_of_the_gazetteer_that_there_is_today_has_a_point() -> None:
    rows = (PACKAGE / "gazetteers" / "en" / "countries.tsv").read_text("utf-8").rstrip("\n").split("\n")[1:]
    missing = [name for name in (row.partition("\t")[0] for row in rows) if whereabouts(name) is None]
    assert len(missing) < 20 and "Georgia" in missing and "Soviet Union" in missing


def test_tables_and_outline_are_small() -> None:
    outline = ROOT / "static" / "land.svg"
    assert outline.stat().st_size < 40_000
    assert (PACKAGE / "gazetteers" / "coordinates.tsv").stat().st_size + outline.stat().st_size < 400_000


# ---------------------------------------------------------------- what is certain


def test_a_name_that_only_one_place_has_is_certain() -> None:
    assert lies(shelf("Talks in Kyiv.", Kyiv="place"), "Kyiv") == (50.45, 30.52)


def test_a_person_or_ship_that_is_called_like_a_city_is_no_place() -> None:
    assert lies(shelf("Kyiv sailed.", Kyiv="work"), "Kyiv") is None


def test_of_cities_of_one_name_the_articles_must_tell_which_is_meant() -> None:
    assert lies(shelf("A fire in Birmingham.", Birmingham="place"), "Birmingham") is None
    told = shelf("A fire in Birmingham, the second in the United Kingdom.", Birmingham="place", United_Kingdom="place")
    assert lies(told, "Birmingham") == (52.48, -1.9)
    other = shelf("A fire in Birmingham, Alabama.", Birmingham="place", Alabama="place")
    assert lies(other, "Birmingham") is None


def test_a_city_far_larger_than_its_namesakes_is_meant_unless_the_articles_speak_for_another() -> None:
    assert lies(shelf("Talks in Paris.", Paris="place"), "Paris") == (48.85, 2.35)
    assert lies(shelf("A rodeo in Paris, Texas.", Paris="place", Texas="place"), "Paris") is None


def test_two_places_of_one_name_in_the_archive_are_both_left_off_the_map() -> None:
    made = shelf("Talks in Kyiv and Odesa.", Kyiv="place", Odesa="place")
    twins = tuple(msgspec.structs.replace(entity, name="Kyiv") for entity in made.archive.entities)
    made.archive = msgspec.structs.replace(made.archive, entities=twins)
    assert lies(made, "Kyiv") is None


# ---------------------------------------------------------------- the pages


def test_the_index_of_places_has_a_map_whose_circles_are_links() -> None:
    made = shelf(
        "Kyiv and Lima.", "Kyiv, Lima, Nowhere.", "Kyiv.", "Nowhere.", Kyiv="place", Lima="place", Nowhere="place"
    )
    assert [(spot.text, spot.count) for spot in spots(made.archive, made.site)] == [("Kyiv", 3), ("Lima", 2)]
    html = main_of(made, "places/index.html")
    assert html.count("<circle") == 2 and 'href="../places/kyiv.html"' in html
    assert "<title>Kyiv: 3 articles</title>" in html
    assert "GeoNames" in html and "Natural Earth" in html
    assert re.search(r'<image href="\.\./static/land\.svg\?v=\w+"', html)


def test_other_indexes_have_no_map() -> None:
    made = shelf("Kyiv: Ann Lee.", "Kyiv: Ann Lee.", Kyiv="place", Ann_Lee="person")
    assert "<circle" not in main_of(made, "people/index.html")


def test_the_page_of_a_place_shows_where_it_lies_and_tells_machines() -> None:
    made = shelf("Kyiv.", "Kyiv.", Kyiv="place")
    html = made.html("places/kyiv.html")
    assert 'aria-label="Map: where Kyiv lies"' in html
    assert '"geo":{"@type":"GeoCoordinates","latitude":50.45,"longitude":30.52}' in html
    unknown = shelf("Nowhere.", "Nowhere.", Nowhere="place")
    assert "GeoCoordinates" not in unknown.html("places/nowhere.html")
    assert "<svg" not in main_of(unknown, "places/nowhere.html")


def test_no_more_places_stand_on_the_map_than_can_be_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archivegen.pages.whereabouts.SPOTS", 1)
    made = shelf("Kyiv and Lima.", "Kyiv and Lima.", "Kyiv.", Kyiv="place", Lima="place")
    assert [spot.text for spot in spots(made.archive, SITE)] == ["Kyiv"]
