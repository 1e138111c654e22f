"""What newspapers print around their stories, by language: tables/*.txt → Phrases. Read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

SECTIONS = (
    "whole",
    "begins",
    "closes",
    "related",
    "holds",
    "credit",
    "byline",
    "dated",
    "updated",
    "roles",
    "statement",
    "wall",
    "headings",
)
"""whole: a line that is nothing else is furniture · begins: so is a short line that begins so · closes: heads what follows the
story · related: heads links to other stories, also in its midst · holds: furniture wherever it stands in a line · credit: names
helping agencies and reporters · byline, dated, updated: open such a line · roles: a writer's post · statement:
announces a document · wall: stands on pages that show no story · headings: furniture
that may also be a subhead."""
WORDS = ("stop", "names", "turns", "silent", "joined", "verbs")
"""Lists of single words. stop: the commonest of running text · names: small words inside names ("van") · turns: after them no
writer follows any more ("in Paris") · silent: say nothing by themselves in a date line · joined: keep their hyphen
("well-known") · verbs: the commonest finite verbs."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")


def key_of(text: str) -> str:
    """*text* as phrases are compared: lower case, no marks, each number as 0, one space between words."""
    key = " ".join(_WORD.findall(text.casefold()))
    return _NUMBER.sub("0", key) if any(map(str.isdigit, key)) else key


class Phrases(msgspec.Struct, frozen=True):
    """All languages together: pages mix them ("Posted by" over a German blog), and their furniture words seldom clash."""

    sets: dict[str, frozenset[str]]
    """By section."""
    opening: dict[str, dict[str, int]]
    """By section and first word: how many words the longest phrase has."""
    holding: dict[str, tuple[str, ...]]
    """Phrases of "holds", by their first word."""
    words: dict[str, frozenset[str]]
    """By list: of all languages."""
    words_by_language: dict[str, dict[str, frozenset[str]]]
    """By list and language."""

    def opens(self, section: str, key: str) -> str:
        """The longest phrase of *section* that *key* begins with, or ""."""
        longest = self.opening[section].get(key.partition(" ")[0], 0)
        if not longest:
            return ""
        known = self.sets[section]
        words = key.split(" ", longest)
        for count in range(min(len(words), longest), 0, -1):
            phrase = " ".join(words[:count])
            if phrase in known:
                return phrase
        return ""

    def holds(self, key: str) -> str:
        """The phrase of "holds" that stands in *key*, or ""."""
        padded = f" {key} "
        for word in key.split(" "):
            for phrase in self.holding.get(word, ()):
                if f" {phrase} " in padded:
                    return phrase
        return ""


@cache
def phrases() -> Phrases:
    """The tables of all languages."""
    sets: dict[str, set[str]] = {section: set() for section in SECTIONS}
    words: dict[str, dict[str, frozenset[str]]] = {name: {} for name in WORDS}
    for table in sorted(files("archivegen.normalize").joinpath("tables").iterdir(), key=lambda entry: entry.name):
        if not table.name.endswith(".txt"):
            continue
        for section, lines in _sections(table.read_text(encoding="utf-8")).items():
            if section in words:
                words[section][table.name.removesuffix(".txt")] = frozenset(" ".join(lines).split())
            else:
                sets[section].update(map(key_of, lines))
    holding: dict[str, list[str]] = {}
    for phrase in sorted(sets["holds"]):
        holding.setdefault(phrase.split(" ", 1)[0], []).append(phrase)
    return Phrases(
        sets={section: frozenset(found) for section, found in sets.items()},
        opening={section: _longest_by_first_word(found) for section, found in sets.items()},
        holding={word: tuple(found) for word, found in holding.items()},
        words={name: frozenset().union(*lists.values()) for name, lists in words.items()},
        words_by_language=words,
    )


def _longest_by_first_word(found: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for phrase in found:
        first = phrase.partition(" ")[0]
        longest[first] = max(longest.get(first, 0), phrase.count(" ") + 1)
    return longest


def _sections(table: str) -> dict[str, list[str]]:
    """The lines of each section of *table*; what stands before the first is a comment. In phrases "#" stands for a number."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in map(str.strip, table.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
            if section not in SECTIONS and section not in WORDS:
                raise ValueError(f"unknown section [{section}]")
            found.setdefault(section, [])
        elif line and section:
            found[section].append(line.replace("#", "0"))
    return found
