"""Names that mean the same in every article, and words that tell what a name is. Read once from the text files beside this one.

A language is a folder; a file that a language lacks is empty. See tools/make_gazetteers.py for the derived ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from archivegen.model import EntityKind, MentionForm

LANGUAGES: Final = ("en",)

# What a word may be; a word's classes are or-ed together.
COMMON: Final = 1
GIVEN: Final = 2
SURNAME: Final = 4
HONORIFIC: Final = 8
ROLE: Final = 16
ROLE_MODIFIER: Final = 32
ORGANIZATION_HEAD: Final = 64
PLACE_HEAD: Final = 128
WORK_HEAD: Final = 256
NEVER: Final = 512
PARTICLE: Final = 1024
SPEECH: Final = 2048
FUNCTION: Final = 4096
POSTNOMINAL: Final = 8192

_WORD_FILES: Final = (
    ("words/honorifics.txt", HONORIFIC),
    ("words/roles.txt", ROLE),
    ("words/role_modifiers.txt", ROLE_MODIFIER),
    ("words/organization_heads.txt", ORGANIZATION_HEAD),
    ("words/place_heads.txt", PLACE_HEAD),
    ("words/work_heads.txt", WORK_HEAD),
    ("words/never.txt", NEVER),
    ("words/particles.txt", PARTICLE),
    ("words/speech_verbs.txt", SPEECH),
    ("words/function.txt", FUNCTION),
    ("words/postnominals.txt", POSTNOMINAL),
)


class Known(NamedTuple):
    """What a name as written stands for."""

    name: str
    """The canonical name."""
    kind: EntityKind
    form: MentionForm = "name"
    country: str = ""
    """The country that a place lies in; for a country's demonym the country itself."""
    population: int = 0
    """Of a city; 0 for what is no city."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    known: dict[str, Known] = field(default_factory=dict)
    """By the name as written: names, other names, demonyms."""
    longest: dict[str, int] = field(default_factory=dict)
    """By first word of a known name: how many words the longest that begins with it has."""
    capitals: dict[str, str] = field(default_factory=dict)
    """By capital: the country whose government speech calls by it."""
    classes: dict[str, int] = field(default_factory=dict)
    """By word: what it may be."""


def _rows(folder: Path, name: str) -> list[str]:
    """The lines of a file behind its first, which says what it holds; none if there is no such file."""
    try:
        return (folder / name).read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
    except FileNotFoundError:
        return []


def _folder(language: str) -> Path:
    return Path(__file__).parent / (language.partition("-")[0].lower() or "en")


def _parts(column: str) -> list[str]:
    return column.split("|") if column else []


@lru_cache(maxsize=8)
def load(language: str) -> Gazetteer:
    """The gazetteer of *language* ("en", "en-GB"); an unknown language has an empty one. About 25 ms, once a process."""
    folder = _folder(language)
    if not folder.is_dir():
        return Gazetteer()
    known: dict[str, Known] = {}
    capitals: dict[str, str] = {}
    _add_cities(known, _rows(folder, "cities.tsv"))
    _add_people(known, _rows(folder, "people.tsv"))
    _add_works(known, _rows(folder, "works.tsv"))
    _add_organizations(known, _rows(folder, "organizations.tsv"))
    _add_regions(known, _rows(folder, "regions.tsv"))
    _add_states(known, _rows(folder, "states.tsv"))
    _add_countries(known, capitals, _rows(folder, "countries.tsv"))
    return Gazetteer(known, _longest(known), capitals, _classes(folder))


@lru_cache(maxsize=8)
def weights(language: str) -> dict[str, tuple[float, ...]]:
    """By feature: what it adds for a person, an organization, a place, a work, and for no name at all. English serves all languages."""
    rows = _rows(_folder(language), "kinds.tsv") or _rows(_folder("en"), "kinds.tsv")
    found: dict[str, tuple[float, ...]] = {}
    for row in rows:
        feature, *values = row.split("\t")
        found[feature] = tuple(map(float, values))
    return found


def _longest(known: dict[str, Known]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in known:
        if " " in name:
            words = name.split(" ")
            first = words[0].rstrip(",")
            if longest.get(first, 0) < len(words):
                longest[first] = len(words)
        else:
            longest.setdefault(name, 1)
    return longest


def _classes(folder: Path) -> dict[str, int]:
    classes = dict.fromkeys(_rows(folder, "words/common.txt"), COMMON)  # in lower case, so no name is among them
    given, surnames = _rows(folder, "given_names.txt"), _rows(folder, "surnames.txt")
    classes.update(dict.fromkeys(given, GIVEN))
    classes.update(dict.fromkeys(surnames, SURNAME))
    classes.update(dict.fromkeys(set(given).intersection(surnames), GIVEN | SURNAME))
    for name, bit in _WORD_FILES:
        for word in _rows(folder, name):
            classes[word] = classes.get(word, 0) | bit
    return classes


def _add_cities(known: dict[str, Known], rows: list[str]) -> None:
    for row in rows:
        name, country, population, others = row.split("\t")
        place = Known(name, "place", "name", country, int(population))
        known[name] = place
        for other in _parts(others):
            known.setdefault(other, place)


def _add_organizations(known: dict[str, Known], rows: list[str]) -> None:
    for row in rows:
        name, others = row.split("\t")
        known[name] = Known(name, "organization")
        for other in _parts(others):
            known[other] = Known(name, "organization", "acronym" if other.isupper() and " " not in other else "name")


def _add_people(known: dict[str, Known], rows: list[str]) -> None:
    for row in rows:
        name, others = row.split("\t")
        person = Known(name, "person")
        for written in (name, *_parts(others)):
            known[written] = person


def _add_works(known: dict[str, Known], rows: list[str]) -> None:
    for row in rows:
        name, others = row.split("\t")
        known[name] = Known(name, "work")
        for other in _parts(others):
            known[other] = Known(name, "work", "acronym" if other.isupper() and " " not in other else "name")


def _add_regions(known: dict[str, Known], rows: list[str]) -> None:
    for row in rows:
        name, others, adjectives = row.split("\t")
        for written in (name, *_parts(others)):
            known[written] = Known(name, "place")
        for adjective in _parts(adjectives):
            known[adjective] = Known(name, "place", "demonym")


def _add_states(known: dict[str, Known], rows: list[str]) -> None:
    for row in rows:
        name, country, others, demonyms = row.split("\t")
        for written in (name, *_parts(others)):
            known[written] = Known(name, "place", "name", country)
        for demonym in _parts(demonyms):
            known[demonym] = Known(name, "place", "demonym", country)


def _add_countries(known: dict[str, Known], capitals: dict[str, str], rows: list[str]) -> None:
    for row in rows:
        name, others, demonyms, seats = row.split("\t")
        for written in (name, *_parts(others)):
            form: MentionForm = "acronym" if written.isupper() else "name"
            known[written] = Known(name, "place", form, name)
        for demonym in _parts(demonyms):
            known[demonym] = Known(name, "place", "demonym", name)
        for seat in _parts(seats):
            capitals[seat] = name
