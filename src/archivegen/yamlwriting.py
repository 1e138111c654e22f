"""Values → YAML on plain and quoted lines, as a whole YAML writer would write them. None for anything else. Pure.

A test holds it to what libyaml writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from archivegen.yamlplain import Flow, FlowMap

Resolvers = Mapping[str, Iterable[tuple[str, re.Pattern[str]]]]
"""By first character of a scalar: (tag, pattern) of what is no string when it stands without quotation marks."""


_PRINTED = re.compile(r"[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*")
"""On one line and without escapes."""
_KEY = re.compile(r"[a-z_][a-z0-9_]*")
_INDICATORS = frozenset("#,[]{}&*!|>'\"%@`")
_ENDS_ALONE = frozenset(("?", ":", "-"))
_FLOW_INDICATORS = re.compile(r"[,?\[\]{}:]")


class _NotPlain(Exception):
    pass


def written(values: Mapping[str, Any], resolvers: Resolvers) -> str | None:
    """*values* in their order, mappings and lists of mappings in blocks, Flow and FlowMap on one line; None where it is not plain."""
    lines: list[str] = []
    try:
        _add(lines, values, "", resolvers)
    except _NotPlain:
        return None
    return "\n".join(lines) + "\n"


def _add(lines: list[str], values: Mapping[str, Any], indent: str, resolvers: Resolvers) -> None:
    """Add the lines of a block mapping."""
    if not values:
        raise _NotPlain
    for key, value in values.items():
        name = f"{indent}{_key(key, resolvers)}:"
        kind = type(value)
        if kind is dict:
            lines.append(name)
            _add(lines, value, indent + "  ", resolvers)
        elif kind is list:
            if not value:
                raise _NotPlain
            lines.append(name)
            lines += [f"{indent}- {_on_one_line(item, resolvers)}" for item in value]
        elif kind is Flow or kind is FlowMap:
            lines.append(f"{name} {_on_one_line(value, resolvers)}")
        else:
            lines.append(f"{name} {_scalar(value, resolvers, in_flow=False)}")


def _on_one_line(value: Any, resolvers: Resolvers) -> str:
    if type(value) is FlowMap:
        pairs = [f"{_key(key, resolvers)}: {_scalar(item, resolvers, in_flow=True)}" for key, item in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if type(value) is Flow:
        return "[" + ", ".join([_scalar(item, resolvers, in_flow=True) for item in value]) + "]"
    raise _NotPlain


def _key(key: Any, resolvers: Resolvers) -> str:
    if type(key) is not str or not _KEY.fullmatch(key) or _is_no_string(key, resolvers):
        raise _NotPlain
    return key


def _scalar(value: Any, resolvers: Resolvers, *, in_flow: bool) -> str:
    kind = type(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is float and 1e-4 < value < 1e15:
        return repr(value)
    if kind is not str or not _PRINTED.fullmatch(value):
        raise _NotPlain
    return value if _is_bare(value, in_flow) and not _is_no_string(value, resolvers) else _quoted(value)


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


def _is_no_string(text: str, resolvers: Resolvers) -> bool:
    return any(pattern.match(text) for _, pattern in resolvers.get(text[:1], ()))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
