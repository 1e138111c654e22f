"""YAML's plainest forms (what programs and most people write), read line by line. None for anything else. Pure.

Block mappings and lists, scalars on one line, plain or quoted without escapes, flow lists and mappings of those on one line,
and comments. What comes out is what a whole YAML reader makes of the same text when every scalar is a string; a test holds it to that.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_LINE = re.compile(r"^( *)(?:(- ) *|([A-Za-z_][\w.-]*):(?: +|$))(.*)$", re.ASCII | re.MULTILINE)
_START = r"[^\s,\[\]{}#&*!|>'\"%@`?:-]"
_PLAIN = re.compile(_START + r"[^:#]*+(?:(?::(?=\S)|(?<=\S)#)[^:#]*+)*+")
_FLOW_PLAIN = _START + r"[^,\[\]{}:#'\"\n]*+"
_FLOW_SCALAR = rf"""(?:({_FLOW_PLAIN})|"([^"\\\n]*+)"|'((?:[^'\n]++|'')*+)')"""
_FLOW_ITEM = re.compile(rf"{_FLOW_SCALAR} *(,(?= )|$) *")
_PAIR = rf"([A-Za-z_][\w-]*+): ++{_FLOW_SCALAR} *+"
_FLOW_PAIR = re.compile(rf"{_PAIR}(,(?= )|$) *", re.ASCII)
_FLOW_PAIRS = re.compile(rf"\{{ *+{_PAIR}, ++{_PAIR}(?:, ++{_PAIR})?\}}", re.ASCII)
"""A mapping of two or three, which most lists hold, in one step."""
_LONGEST_KEY = 128

_Row = tuple[str, str, str, str]
"""(blanks before it, "- " of an item, key, value); of dash and key one is "" """


@cache
def _odd() -> re.Pattern[str]:
    """Tabs, control characters, other line ends: left to the whole reader. Made when it is asked for, as few texts do."""
    return re.compile(r"[^\n -~\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@cache
def _comment() -> re.Pattern[str]:
    """Of a line: what stands before its comment. Seldom asked for too: only people write comments."""
    return re.compile(r"""^((?:[^"'#\n]++|"[^"\\\n]*+"|'[^'\n]*+'|(?<=[^ \n])#)*+)(?<![^ \n])#.*$""", re.MULTILINE)


class Flow(list[Any]):
    """A list or, as pairs, a mapping to be written on one line."""


class FlowMap(dict[str, Any]):
    """A mapping to be written on one line."""


class YamlError(ValueError):
    """Not YAML, or not a mapping; *line* is counted in the text given (first is 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _NotPlain(Exception):
    pass


def mapping(text: str) -> dict[str, Any] | None:
    """The mapping of *text* (str, list and dict only; an empty value is ""); None where it is not plain, or not YAML."""
    rows = _rows(text)
    if rows is None:
        return None
    try:
        found, at = _mapping(rows, 0, 0)
    except _NotPlain:
        return None
    return found if at == len(rows) else None


def item(line: str) -> Any:
    """What *line*, a list's "- " and one value, says: as `mapping` reads it; None where it is not plain."""
    if not line.isprintable() or " #" in line or not line.startswith("- "):
        return None
    try:
        return _value(line[2:].lstrip(" "))
    except _NotPlain:
        return None


def top_keys(text: str) -> list[str] | None:
    """The keys of that mapping, as often as they stand there."""
    if mapping(text) is None:
        return None
    return [key for spaces, dash, key, _ in _rows(text) or () if not spaces and not dash]


def _rows(text: str) -> list[_Row] | None:
    text = text.rstrip("\n")
    if not text.replace("\n", "").isprintable() and _odd().search(text):
        return None
    rows: list[_Row] = _LINE.findall(text)
    if len(rows) == text.count("\n") + 1 and " #" not in text:
        return rows
    if "#" not in text and "\n\n" not in text:
        return None
    lines = [line for line in _comment().sub(r"\1", text).split("\n") if line.strip(" ")]
    rows = _LINE.findall("\n".join(lines))
    return rows if len(rows) == len(lines) > 0 else None


def _mapping(rows: list[_Row], at: int, indent: int) -> tuple[dict[str, Any], int]:
    """The mapping whose first key stands on line *at*, and the number of the line after it."""
    found: dict[str, Any] = {}
    while at < len(rows):
        spaces, dash, key, value = rows[at]
        if len(spaces) < indent:
            break
        if len(spaces) > indent or dash or len(key) > _LONGEST_KEY:
            raise _NotPlain
        at += 1
        if value:
            found[key] = _value(value)
        else:
            found[key], at = _below(rows, at, indent)
    return found, at


def _below(rows: list[_Row], at: int, indent: int) -> tuple[Any, int]:
    """What stands below a key without a value: a list, a mapping, or nothing."""
    if at == len(rows):
        return "", at
    spaces, dash, *_ = rows[at]
    if dash and len(spaces) >= indent:
        return _list(rows, at, len(spaces))
    if not dash and len(spaces) > indent:
        return _mapping(rows, at, len(spaces))
    return "", at


def _list(rows: list[_Row], at: int, indent: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while at < len(rows):
        spaces, dash, _, value = rows[at]
        if len(spaces) < indent or (len(spaces) == indent and not dash):
            break
        if len(spaces) > indent:
            raise _NotPlain
        found.append(_value(value))
        at += 1
    return found, at


def _value(text: str) -> Any:
    """A value on one line, after its key or dash."""
    text = text.rstrip(" ")
    first = text[:1]
    if first == '"':
        if len(text) > 1 and text.endswith('"') and text.count('"') == 2 and "\\" not in text:
            return text[1:-1]
    elif first == "{":
        return _flow_mapping(text)
    elif first == "[":
        if text.endswith("]"):
            return [item for _, item in _flow(_FLOW_ITEM, text[1:-1].strip(" "))]
    elif first == "'":
        inner = text[1:-1].replace("''", "")
        if len(text) > 1 and text.endswith("'") and "'" not in inner:
            return text[1:-1].replace("''", "'")
    elif _PLAIN.fullmatch(text):
        return text
    raise _NotPlain


def _flow_mapping(text: str) -> dict[str, str]:
    if pairs := _FLOW_PAIRS.fullmatch(text):
        return _mapping_of(pairs)
    if text.endswith("}"):
        return dict(_flow(_FLOW_PAIR, text[1:-1].strip(" ")))
    raise _NotPlain


def _mapping_of(pairs: re.Match[str]) -> dict[str, str]:
    a, *first, b, plain, double, single, c, last_plain, last_double, last_single = pairs.groups()
    found = {a: _scalar(*first), b: _scalar(plain, double, single)}
    if c is not None:
        found[c] = _scalar(last_plain, last_double, last_single)
    return found


def _scalar(plain: str | None, double: str | None, single: str | None) -> str:
    """What a scalar says; all but one of its forms are None."""
    if plain is not None:
        return plain.rstrip(" ")
    return double if double is not None else (single or "").replace("''", "'")


def _flow(pattern: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """The (key, scalar) pairs of a flow mapping's inside, or of a list's, whose keys are ""."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:
            raise _NotPlain
        *key, plain, double, single, comma = match.groups()
        found.append((key[0] if key else "", _scalar(plain, double, single)))
        at = match.end()
        if comma and at == len(text):
            raise _NotPlain
    return found
