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
    "kicker",
    "dated",
    "updated",
    "roles",
    "statement",
    "wall",
    "headings",
    "entry",
    "mail",
)
"""whole: a line that is nothing else is furniture · begins: so is a short line that begins so · closes: heads what follows the
story · related: heads links to other stories, also in its midst · holds: furniture wherever it stands in a line · credit: names
helping agencies and reporters · kicker: labels over headlines · byline, dated, updated: open such a line · roles: a writer's
post · statement: announces a document · wall: stands on pages that show no story · headings: furniture that may also be a
subhead · entry: opens the line in which a blog tells where and when it filed a story · mail: opens a line in the
head or the foot of a mail to readers."""
WORDS = ("stop", "names", "turns", "silent", "joined", "verbs", "calls", "address", "letters")
"""Lists of single words. stop: the commonest of running text · names: small words inside names ("van") · turns: after them no
writer follows any more ("in Paris") · silent: say nothing by themselves in a date line · joined: keep their hyphen
("well-known") · verbs: the commonest finite verbs · calls: what pages ask of their readers and offer them · address: speak to
readers, or of those who print the page · letters: what
pages mail to those who ask for it."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that put no space between words: there a phrase may be any part of a word."""
_LONGEST_UNSPACED = 24
_ASCII = {n: c.lower() if c.isalpha() else "0" if c.isdigit() else " " for n in range(128) for c in (chr(n),)}
# Vowel signs and the stretching stroke, which Arabic prints or leaves out; letters that it writes in more than one way.
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
_ARABIC = str.maketrans("أإآٱى", "اااای".replace("ی", "ي"), "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")


_TYPOGRAPHIC = "“”’‘–—…"
"""Marks that stand in most English lines, which are of plain letters else."""


def unmarked(text: str) -> str:
    """*text* with a blank for each mark of typesetters: most often that is ASCII, which is many times quicker to look through."""
    for mark in _TYPOGRAPHIC:
        text = text.replace(mark, " ")
    return text


def key_of(text: str) -> str:
    """*text* as phrases are compared: lower case, no marks, each number as 0, one space between words."""
    if not text.isascii():
        text = unmarked(text)
    if text.isascii():
        key = " ".join(text.translate(_ASCII).split())
        return _NUMBER.sub("0", key) if "00" in key else key
    if _ARABIC_LETTER.search(text):
        text = text.translate(_ARABIC)
    return _NUMBER.sub("0", " ".join(_WORD.findall(text.casefold())))


class Phrases(msgspec.Struct, frozen=True):
    """All languages together: pages mix them ("Posted by" over a German blog), and their furniture words seldom clash."""

    sets: dict[str, frozenset[str]]
    """By section."""
    opening: dict[str, dict[str, int]]
    """By section and first word: how many words the longest phrase has."""
    openers: frozenset[str]
    """Words that any phrase begins with."""
    holding: dict[str, tuple[str, ...]]
    """Phrases of "holds", by their first word."""
    unspaced: tuple[str, ...]
    """Phrases of "holds" in scripts without spaces."""
    words: dict[str, frozenset[str]]
    """By list: of all languages."""
    words_by_language: dict[str, dict[str, frozenset[str]]]
    """By list and language."""

    def may_open(self, key: str) -> bool:
        """Whether a phrase of any section may begin *key*: quick, and often no."""
        return key.partition(" ")[0] in self.openers or (not key.isascii() and _UNSPACED.match(key) is not None)

    def opens(self, section: str, key: str) -> str:
        """The longest phrase of *section* that *key* begins with, or ""."""
        first = key.partition(" ")[0]
        longest = self.opening[section].get(first, 0)
        if not longest:
            return "" if key.isascii() else self._opens_unspaced(section, first)
        known = self.sets[section]
        words = key.split(" ", longest)
        for count in range(min(len(words), longest), 0, -1):
            phrase = " ".join(words[:count])
            if phrase in known:
                return phrase
        return ""

    def _opens_unspaced(self, section: str, word: str) -> str:
        """The longest phrase of three or more characters that *word* begins with, in a script without spaces."""
        if not _UNSPACED.match(word):
            return ""
        known = self.sets[section]
        for end in range(min(len(word), _LONGEST_UNSPACED), 2, -1):
            if word[:end] in known:
                return word[:end]
        return ""

    def holds(self, key: str) -> str:
        """The phrase of "holds" that stands in *key*, or ""."""
        if not key.isascii() and _UNSPACED.search(key):
            return next((phrase for phrase in self.unspaced if phrase in key), "")
        words = key.split(" ")
        if self.holding.keys().isdisjoint(words):
            return ""
        padded = f" {key} "
        for word in words:
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
        openers=frozenset(phrase.partition(" ")[0] for found in sets.values() for phrase in found),
        holding={word: tuple(found) for word, found in holding.items()},
        unspaced=tuple(phrase for phrase in sorted(sets["holds"]) if _UNSPACED.search(phrase)),
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
