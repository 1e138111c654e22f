"""A gettext catalogue (.po) → messages in another language, and what is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from archivegen.words.formats import FALLBACK

CONTEXT_END = "\x04"
"""Stands in a key between the context and the message, as in compiled catalogues."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_KEYWORD = re.compile(r"msg(?:ctxt|id|id_plural|str|str\[\d\])")
_ESCAPED = re.compile(r"\\(.)")
_BY_ESCAPE = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
PLURALS = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+)")


class Catalogue(NamedTuple):
    """Messages in one language."""

    language: str
    """"" if its head does not tell."""
    forms: Mapping[str, tuple[str, ...]]
    """By key (context and message, as English writes it): the message, or its plural forms."""
    rule: Callable[[int], int]
    """Which of the plural forms a number takes."""


class Mistake(NamedTuple):
    line: int
    message: str


class Entry:
    """One message of the file, as far as it was read."""

    def __init__(self, line: int, *, is_fuzzy: bool) -> None:
        self.line = line
        self.is_fuzzy = is_fuzzy
        self.texts: dict[str, str] = {}
        """By keyword: "msgctxt", "msgid", "msgid_plural", "msgstr", "msgstr[0]" …"""

    def key(self) -> str:
        context = self.texts.get("msgctxt")
        message = self.texts.get("msgid", "")
        return message if context is None else f"{context}{CONTEXT_END}{message}"

    def forms(self) -> tuple[str, ...]:
        return tuple(text for keyword, text in self.texts.items() if keyword.startswith("msgstr"))


def english(number: int) -> int:
    return 0 if number == 1 else 1


def read(text: str) -> tuple[Catalogue, list[Mistake]]:
    """The catalogue in *text*. Messages without a translation, with a doubtful ("fuzzy") or a broken one are left out."""
    mistakes: list[Mistake] = []
    language, count = "", 2
    rule: Callable[[int], int] = english
    forms: dict[str, tuple[str, ...]] = {}
    for entry in entries(text, mistakes):
        found = entry.forms()
        if not entry.texts.get("msgid"):
            head = "".join(found)
            language = _head(head, "Language")
            plurals = PLURALS.search(_head(head, "Plural-Forms"))
            if plurals:
                count = int(plurals[1])
                rule = _rule(plurals[2], entry.line, mistakes)
        elif not entry.is_fuzzy and found and all(found):
            wrong = mistake(entry.texts, found, count)
            if wrong:
                mistakes.append(Mistake(entry.line, wrong))
            else:
                forms[entry.key()] = found
    return Catalogue(language, forms, rule), mistakes


def keys(text: str) -> dict[str, int]:
    """The line of each message in *text*, by key."""
    return {entry.key(): entry.line for entry in entries(text, []) if entry.texts.get("msgid")}


def mistake(texts: Mapping[str, str], forms: tuple[str, ...], count: int) -> str:
    """What is wrong with *forms*, a translation of *texts* in a language of *count* plural forms; "" if nothing is."""
    one, many = texts["msgid"], texts.get("msgid_plural")
    if many is None and len(forms) != 1:
        return f'"{one}" has no plural; give it one msgstr'
    if many is not None and len(forms) != count:
        return (
            f'"{one}" has {len(forms)} plural forms; this language has {count} (Plural-Forms in the head of the file)'
        )
    wanted = set(_PLACEHOLDER.findall(many or one))
    for form in forms:
        there = set(_PLACEHOLDER.findall(form))
        rest = _PLACEHOLDER.sub("", form)
        if there - wanted or "{" in rest or "}" in rest:
            known = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
            return f'"{form}" has a {{name}} that is not filled in; those of this text: {known}'
        if many is None and wanted - there:
            return f'"{form}" lacks {{{min(wanted - there)}}}, which stands in "{one}"'
        if form.count("<a>") != one.count("<a>") or form.count("</a>") != one.count("</a>"):
            return f'"{form}" does not have the <a>links</a> of "{one}"'
    return ""


def entries(text: str, mistakes: list[Mistake]) -> Iterator[Entry]:
    """All that *text* has, its head first; *mistakes* gets the lines that cannot be read."""
    entry: Entry | None = None
    keyword, is_fuzzy = "", False
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line[0] == "#":
            if line.startswith("#,"):
                is_fuzzy = "fuzzy" in line
            continue
        word, _, quoted = line.partition(" ") if line[0] != '"' else (keyword, "", line)
        quoted = quoted.strip()
        if word == "msgctxt" or (word == "msgid" and keyword != "msgctxt" and line[0] != '"'):
            if entry is not None:
                yield entry
            entry, is_fuzzy = Entry(number, is_fuzzy=is_fuzzy), False
        if not _KEYWORD.fullmatch(word) or entry is None or len(quoted) < 2 or quoted[0] != '"' or quoted[-1] != '"':
            mistakes.append(Mistake(number, f'"{line}" is no line of a catalogue; write msgid "…" and msgstr "…"'))
            continue
        keyword = word
        entry.texts[word] = entry.texts.get(word, "") + _unquoted(quoted[1:-1])
    if entry is not None:
        yield entry


def _unquoted(text: str) -> str:
    return _ESCAPED.sub(lambda found: _BY_ESCAPE.get(found[1], found[1]), text) if "\\" in text else text


def _head(head: str, name: str) -> str:
    """The value of the field *name*."""
    lines = (line.partition(":") for line in head.split("\n"))
    return next((value.strip() for key, _, value in lines if key.strip() == name), "")


def _rule(expression: str, line: int, mistakes: list[Mistake]) -> Callable[[int], int]:
    from gettext import c2py  # late: English needs none

    try:
        return c2py(expression.strip())
    except ValueError as error:
        mistakes.append(Mistake(line, f"Plural-Forms: {error}; copy the line from another catalogue of the language"))
        return english


EMPTY = Catalogue(FALLBACK, {}, english)
