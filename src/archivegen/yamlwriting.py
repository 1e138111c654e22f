"""Values → YAML on plain and quoted lines, as a whole YAML writer would write them. None for anything else. Pure.

A test holds it to what libyaml writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archivegen.patterns import late_pattern
from archivegen.yamlplain import Flow, FlowMap

_NO_STRINGS = frozenset(
    "yes Yes YES no No NO true True TRUE false False FALSE on On ON off Off OFF null Null NULL ~ << =".split()
)
"""What is no string when it stands without quotation marks (YAML 1.1, as PyYAML has it); nor is a number. A day is bare all the same."""
_FIRST_OF_NUMBER = frozenset("+-.0123456789")
_NUMBER = late_pattern(
    r"[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+"
    r"|[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|\.(?:inf|Inf|INF))"
    r"|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|\.(?:nan|NaN|NAN)"
)
_PRINTED = re.compile(r"[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*")
"""On one line and without escapes."""
_KEY = re.compile(r"[a-z_][a-z0-9_]*")
_INDICATORS = frozenset("#,[]{}&*!|>'\"%@`")
_ENDS_ALONE = frozenset(("?", ":", "-"))
_FLOW_INDICATORS = re.compile(r"[,?\[\]{}:]")


class _NotPlain(Exception):
    pass


def written(values: Mapping[str, Any]) -> str | None:
    """*values* in their order, mappings and lists of mappings in blocks, Flow and FlowMap on one line; None where it is not plain."""
    lines: list[str] = []
    try:
        _add(lines, values, "")
    except _NotPlain:
        return None
    return "\n".join(lines) + "\n"


def _add(lines: list[str], values: Mapping[str, Any], indent: str) -> None:
    """Add the lines of a block mapping."""
    if not values:
        raise _NotPlain
    for key, value in values.items():
        name = f"{indent}{_key(key)}:"
        kind = type(value)
        if kind is dict:
            lines.append(name)
            _add(lines, value, indent + "  ")
        elif kind is list:
            if not value:
                raise _NotPlain
            lines.append(name)
            lines += [f"{indent}- {_on_one_line(item)}" for item in value]
        elif kind is Flow or kind is FlowMap:
            lines.append(f"{name} {_on_one_line(value)}")
        else:
            lines.append(f"{name} {_scalar(value, in_flow=False)}")


def _on_one_line(value: Any) -> str:
    if type(value) is FlowMap:
        pairs = [f"{_key(key)}: {_scalar(item, in_flow=True)}" for key, item in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if type(value) is Flow:
        return "[" + ", ".join([_scalar(item, in_flow=True) for item in value]) + "]"
    raise _NotPlain


def _key(key: Any) -> str:
    if type(key) is not str or not _KEY.fullmatch(key) or _is_no_string(key):
        raise _NotPlain
    return key


def _scalar(value: Any, *, in_flow: bool) -> str:
    kind = type(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is float and 1e-4 < value < 1e15:
        return repr(value)
    if kind is not str or not _PRINTED.fullmatch(value):
        raise _NotPlain
    return value if _is_bare(value, in_flow) and not _is_no_string(value) else _quoted(value)


def _is_bare(text: str, in_flow: bool) -> bool:
    """Whether *text* can stand without quotation marks."""
    return not (
        not text
        or text[0] in _INDICATORS
        or text[0] == " "
        or text[-1] in " :"
        or ": " in text
        or " #" in text
        or (text[0] in _ENDS_ALONE and text[1:2] in ("", " "))
        or text.startswith(("---", "..."))
        or (in_flow and _FLOW_INDICATORS.search(text))
    )


def _is_no_string(text: str) -> bool:
    return text in _NO_STRINGS or (text[0] in _FIRST_OF_NUMBER and _NUMBER.fullmatch(text) is not None)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
