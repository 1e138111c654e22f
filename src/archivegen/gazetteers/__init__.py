"""Names that mean the same in every article, and words that tell what a name is: text files beside this one, read once a process.

A language is a folder; a file that a language lacks is empty. The long lists are sorted by code point and searched, never
taken apart: most builds ask for a few hundred of their words. See tools/make_gazetteers.py for the derived ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from archivegen.gazetteers.lookup import (
    COMMON,
    FUNCTION,
    GIVEN,
    HONORIFIC,
    NEVER,
    ORGANIZATION_HEAD,
    PARTICLE,
    PLACE_HEAD,
    PLACE_PREPOSITION,
    POSTNOMINAL,
    ROLE,
    ROLE_MODIFIER,
    SPEECH,
    SURNAME,
    TOWN,
    WORK_HEAD,
    Classes,
    Known,
    Longest,
    Names,
    longest_by_first,
)
from archivegen.model import MentionForm

__all__ = [
    "COMMON",
    "FUNCTION",
    "GIVEN",
    "HONORIFIC",
    "LANGUAGES",
    "NEVER",
    "ORGANIZATION_HEAD",
    "PARTICLE",
    "PLACE_HEAD",
    "PLACE_PREPOSITION",
    "POSTNOMINAL",
    "ROLE",
    "ROLE_MODIFIER",
    "SPEECH",
    "SURNAME",
    "TOWN",
    "WORK_HEAD",
    "Classes",
    "Gazetteer",
    "Homonym",
    "Known",
    "Names",
    "load",
    "spellings",
    "weights",
]

LANGUAGES: Final = ("en", "de", "es", "fr")
"""Those that have tables; of another only what everybody knows is found."""
_SHARED: Final = "en"
"""The language whose names of people, towns and bodies serve all."""

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
    ("words/place_prepositions.txt", PLACE_PREPOSITION),
)
_LONG_LISTS: Final = (("given_names.txt", GIVEN), ("surnames.txt", SURNAME), ("towns.txt", TOWN))


class Homonym(msgspec.Struct, frozen=True):
    """A state that has the name of a country or city."""

    state: str
    country: str
    """That the state lies in."""
    against: frozenset[str]
    """Places that are named beside the country of this name rather than beside the state."""


class Gazetteer(msgspec.Struct, frozen=True):
    known: Names = msgspec.field(default_factory=Names)
    """By the name as written: names, other names, demonyms."""
    longest: Longest = msgspec.field(default_factory=Longest)
    """By first word of a known name: how many words the longest that begins with it has."""
    capitals: dict[str, str] = {}
    """By capital: the country whose government speech calls by it."""
    classes: Classes = msgspec.field(default_factory=Classes)
    """By word: what it may be."""
    homonyms: dict[str, Homonym] = {}
    """By canonical name of a country or city: the state that is called so too."""
    english: dict[str, str] = {}
    """By name of a place or organization in this language: its name in English, where that is another."""


def _rows(folder: Path, name: str) -> list[str]:
    """The lines of a file behind its first, which says what it holds; none if there is no such file."""
    try:
        return (folder / name).read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
    except FileNotFoundError:
        return []


def _lines(folder: Path, name: str) -> list[bytes]:
    """The lines of a sorted file, as they stand; its first begins with "#", so that it sorts before any word."""
    try:
        return (folder / name).read_bytes().rstrip(b"\n").split(b"\n")
    except FileNotFoundError:
        return []


def _folder(language: str) -> Path:
    return Path(__file__).parent / (language.partition("-")[0].lower() or _SHARED)


def _parts(column: str) -> list[str]:
    return column.split("|") if column else []


@lru_cache(maxsize=8)
def load(language: str) -> Gazetteer:
    """The gazetteer of *language* ("en", "en-GB"); an unknown language has an empty one. About 10 ms, once a process."""
    own = _folder(language)
    if not own.is_dir():
        return Gazetteer()
    shared = _folder(_SHARED)
    known: dict[str, Known] = {}
    capitals: dict[str, str] = {}
    for folder in (shared,) if own == shared else (shared, own):
        _add_people(known, _rows(folder, "people.tsv"))
        _add_organizations(known, _rows(folder, "organizations.tsv"))
    _add_works(known, _rows(own, "works.tsv"))
    _add_regions(known, _rows(own, "regions.tsv"))
    _add_states(known, _rows(own, "states.tsv"))
    _add_countries(known, capitals, _rows(own, "countries.tsv"))
    cities = _rows(shared, "cities.tsv")
    spellings = dict(_pair(row) for row in _rows(own, "city_spellings.tsv"))
    return Gazetteer(
        Names(known, cities, spellings),
        Longest(longest_by_first((*spellings, *known)), cities),
        capitals,
        _classes(own, shared),
        {row.partition("\t")[0]: _homonym(row) for row in _rows(own, "homonyms.tsv")},
        dict(_pair(row) for row in _rows(own, "english.tsv")),
    )


@lru_cache(maxsize=8)
def spellings(language: str) -> Mapping[str, tuple[str, ...]]:
    """By name: how people, organizations, works and countries are written beside it, with the adjectives of countries."""
    own, shared = _folder(language), _folder(_SHARED)
    found: dict[str, tuple[str, ...]] = {}
    for folder in (shared,) if own == shared else (shared, own):
        for file in ("people.tsv", "organizations.tsv", "works.tsv", "countries.tsv"):
            for row in _rows(folder, file):
                name, *columns = row.split("\t")
                others = tuple(other for column in columns[:2] for other in _parts(column))
                if others:
                    found[name] = tuple(dict.fromkeys((*found.get(name, ()), *others)))
    return found


@lru_cache(maxsize=8)
def weights(language: str) -> Mapping[str, tuple[float, ...]]:
    """By feature: what it adds for a person, an organization, a place, a work, and for no name at all. English serves all languages."""
    rows = _rows(_folder(language), "kinds.tsv") or _rows(_folder(_SHARED), "kinds.tsv")
    return {
        feature: tuple(map(float, numbers.split("\t"))) for feature, _, numbers in (row.partition("\t") for row in rows)
    }


def _pair(row: str) -> tuple[str, str]:
    left, _, right = row.partition("\t")
    return left, right


def _classes(own: Path, shared: Path) -> Classes:
    short: dict[str, int] = {}
    for name, bit in _WORD_FILES:
        for word in _rows(own, name):
            short[word] = short.get(word, 0) | bit
    long = [(_lines(own, "words/common.txt"), COMMON)]  # in lower case, so no name is among them
    long += [(_lines(shared, name), bit) for name, bit in _LONG_LISTS]
    return Classes(short, long)


def _homonym(row: str) -> Homonym:
    _, state, country, against = row.split("\t")
    return Homonym(state, country, frozenset(_parts(against)))


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
