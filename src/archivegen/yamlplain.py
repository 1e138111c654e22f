"""YAML's plainest forms (what programs and most people write), read line by line. None for anything else. Pure.

Block mappings and lists, scalars on one line, plain or quoted without escapes, and flow lists and mappings of those on one
line. What comes out is what a whole YAML reader makes of the same text when every scalar is a string; a test holds it to that.
"""

from __future__ import annotations

import re
from typing import Any

_ODD = re.compile(r"[^\n -~\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Tabs, control characters, other line ends: left to the whole reader."""
_LINE = re.compile(r"( *)(?:(- )|([A-Za-z_][\w.-]*):(?: +|$))(.*)", re.ASCII)
_START = r"[^\s,\[\]{}#&*!|>'\"%@`?:-]"
_PLAIN = re.compile(_START + r"(?:[^:#]|:(?=\S)|(?<=\S)#)*")
_FLOW_PLAIN = _START + r"[^,\[\]{}:#'\"\n]*"
_FLOW_SCALAR = rf"""(?:'((?:[^'\n]|'')*)'|"([^"\\\n]*)"|({_FLOW_PLAIN}))"""
_FLOW_ITEM = re.compile(rf"{_FLOW_SCALAR} *(,(?= )|$) *")
_FLOW_PAIR = re.compile(rf"([A-Za-z_][\w-]*): +{_FLOW_SCALAR} *(,(?= )|$) *", re.ASCII)
_LONGEST_KEY = 128


class _NotPlain(Exception):
    pass


def mapping(text: str) -> dict[str, Any] | None:
    """The mapping of *text* (str, list and dict only; an empty value is ""); None where it is not plain, or not YAML."""
    if _ODD.search(text):
        return None
    lines = text.rstrip("\n").split("\n")
    try:
        found, at = _mapping(lines, 0, 0)
    except _NotPlain:
        return None
    return found if at == len(lines) else None


def _mapping(lines: list[str], at: int, indent: int) -> tuple[dict[str, Any], int]:
    """The mapping whose first key stands on line *at*, and the number of the line after it."""
    found: dict[str, Any] = {}
    while at < len(lines):
        match = _LINE.fullmatch(lines[at])
        if match is None:
            raise _NotPlain
        spaces, _, key, value = match.groups()
        if len(spaces) < indent:
            break
        if len(spaces) > indent or key is None or len(key) > _LONGEST_KEY:
            raise _NotPlain
        at += 1
        if value:
            found[key] = _value(value)
        else:
            found[key], at = _below(lines, at, indent)
    return found, at


def _below(lines: list[str], at: int, indent: int) -> tuple[Any, int]:
    """What stands below a key without a value: a list, a mapping, or nothing."""
    match = _LINE.fullmatch(lines[at]) if at < len(lines) else None
    if match is None:
        if at < len(lines):
            raise _NotPlain
        return "", at
    spaces, dash = match[1], match[2]
    if dash and len(spaces) >= indent:
        return _list(lines, at, len(spaces))
    if not dash and len(spaces) > indent:
        return _mapping(lines, at, len(spaces))
    return "", at


def _list(lines: list[str], at: int, indent: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while at < len(lines):
        match = _LINE.fullmatch(lines[at])
        if match is None:
            raise _NotPlain
        spaces, dash, _, value = match.groups()
        if len(spaces) < indent or (len(spaces) == indent and not dash):
            break
        if len(spaces) > indent:
            raise _NotPlain
        found.append(_value(value.lstrip(" ")))
        at += 1
    return found, at


def _value(text: str) -> Any:
    """A value on one line, after its key or dash."""
    text = text.rstrip(" ")
    first = text[:1]
    if first == "[" and text.endswith("]"):
        return [item for _, item in _flow(_FLOW_ITEM, text[1:-1].strip(" "))]
    if first == "{" and text.endswith("}"):
        return dict(_flow(_FLOW_PAIR, text[1:-1].strip(" ")))
    if first == "'":
        inner = text[1:-1].replace("''", "")
        if len(text) > 1 and text.endswith("'") and "'" not in inner:
            return text[1:-1].replace("''", "'")
    elif first == '"':
        if len(text) > 1 and text.endswith('"') and '"' not in text[1:-1] and "\\" not in text:
            return text[1:-1]
    elif _PLAIN.fullmatch(text):
        return text
    raise _NotPlain


def _flow(pattern: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """The (key, scalar) pairs of a flow mapping's inside, or of a list's, whose keys are ""."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:
            raise _NotPlain
        *key, single, double, plain, comma = match.groups()
        value = plain.rstrip(" ") if plain is not None else double if double is not None else single.replace("''", "'")
        found.append((key[0] if key else "", value))
        at = match.end()
        if comma and at == len(text):
            raise _NotPlain
    return found
