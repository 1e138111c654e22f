"""Give a text that is in capitals throughout, or has none, the capitals of its plain names. Character for character, linear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archivegen.annotate.entities.headlines import is_clear
from archivegen.gazetteers import COMMON, FUNCTION, GIVEN, HONORIFIC, SURNAME, Classes, Gazetteer

_WORD: Final = re.compile(
    r"[^\W\d_](?:[\w\-]|\.(?=\w)|['’](?!s\b)(?=\w))*(?:(?<=\b\w)\.|(?<=\b[dm]r)\.|(?<=\bmrs)\.|(?<=\b[gs]en)\.|(?<=\bst)\.)?"
)
_LEAST: Final = 40
"""So many letters tell how a text is written."""
_FEW: Final = 200
_MOSTLY: Final = 0.75
_LONGEST_PERSON: Final = 4
_PLACED: Final = frozenset(("in", "from", "near", "at", "outside"))
_VERBS: Final = frozenset("will may mark grant bill rob sue pat chase drew".split())
"""Given names that are words above all."""
_SMALL: Final = frozenset("of the and for in on de la du del van von bin al".split())


def is_without_case(prose: str) -> bool:
    """Whether its capitals say nothing: (nearly) all its letters are, or hardly any."""
    return _says_nothing(prose[:_FEW], least=1) and _says_nothing(prose, least=_LEAST)


def _says_nothing(prose: str, *, least: int) -> bool:
    capitals = sum(map(str.isupper, prose))
    small = sum(map(str.islower, prose))
    letters = capitals + small  # a script without capitals has none of either
    return letters >= least and (capitals >= _MOSTLY * letters or capitals * _FEW < letters)


def recased(prose: str, gazetteer: Gazetteer) -> str:
    """*prose* in lower case, but for names that everybody knows and people with a given name or a title; of the same length."""
    lower = prose.lower()
    if len(lower) != len(prose):  # a letter that is two in lower case
        return prose
    words = list(_WORD.finditer(lower))
    parts: list[str] = []
    opens: dict[str, bool] = {}
    done = n = 0
    while n < len(words):
        first = words[n][0]
        if first not in opens:
            opens[first] = _can_open(first, gazetteer)
        size, name = _name_at(lower, words, n, gazetteer) if opens[first] else (0, "")
        if size:
            start, end = words[n].start(), words[n + size - 1].end()
            parts += (lower[done:start], name)
            done = end
        n += size or 1
    return "".join((*parts, lower[done:]))


def _can_open(word: str, gazetteer: Gazetteer) -> bool:
    """Whether some name begins with *word*: few words do, and a long text has few words."""
    title = _title(word)
    if gazetteer.longest.get(title) or gazetteer.longest.get(word.upper()):
        return True
    return bool(gazetteer.classes[title] & (HONORIFIC | GIVEN))


def _name_at(lower: str, words: Sequence[re.Match[str]], n: int, gazetteer: Gazetteer) -> tuple[int, str]:
    """How many words the name has that begins at word *n*, and how it is written; (0, "") if there is none."""
    first = words[n][0]
    acronym = first.upper()
    for written in (_title(first), acronym):
        for size in range(min(gazetteer.longest.get(written), len(words) - n), 0, -1):
            end = words[n + size - 1].end()
            rest = lower[words[n].end() : end]
            name = written + _WORD.sub(lambda word: _title(word[0]), rest)
            known = gazetteer.known.get(name)
            is_there = size == 1 and n > 0 and words[n - 1][0] in _PLACED and not gazetteer.classes[first] & COMMON
            if known is not None and (size > 1 or is_there or is_clear(name, known, gazetteer)):
                return (size, name) if len(name) == end - words[n].start() else (0, "")
    size = _person(lower, words, n, gazetteer.classes)
    if not size:
        return 0, ""
    start, end = words[n].start(), words[n + size - 1].end()
    return size, _WORD.sub(lambda word: _title(word[0]), lower[start:end])


def _title(word: str) -> str:
    if word in _SMALL:
        return word
    titled = "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    return titled if len(titled) == len(word) else word


def _person(lower: str, words: Sequence[re.Match[str]], n: int, classes: Classes) -> int:
    """How many words a person's name has that begins at word *n* with a title or a given name; 0 if it is nobody's."""
    flags = classes.get
    first = words[n][0]
    opening = flags(_title(first), 0)
    is_titled = bool(opening & HONORIFIC) and first.endswith(".")
    if not is_titled and (not opening & GIVEN or first in _VERBS):
        return 0
    is_word = bool(flags(first, 0) & COMMON)
    size = 1
    while n + size < len(words) and size < _LONGEST_PERSON:
        word = words[n + size]
        bare = word[0].rstrip(".")
        if lower[words[n + size - 1].end() : word.start()] != " " or flags(bare, 0) & (COMMON | FUNCTION):
            break
        known = flags(_title(bare), 0)
        if known & FUNCTION or (not is_titled and (known or is_word) and not known & (SURNAME | GIVEN)):
            break
        size += 1
        if word[0].endswith(".") and len(bare) > 1:
            break
    return size if size > 1 else 0
