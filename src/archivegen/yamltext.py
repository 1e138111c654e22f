"""YAML → plain values with the line of each top key. Every scalar is a string: no date, yes/no or number is guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archivegen import yamlplain
from archivegen.late import late
from archivegen.yamlplain import Flow, FlowMap, YamlError

if TYPE_CHECKING:
    from archivegen import yamlwhole, yamlwriting
else:
    yamlwhole, yamlwriting = map(late, ("yamlwhole", "yamlwriting"))

__all__ = ["Flow", "FlowMap", "YamlError", "dump", "lines_of_keys", "mapping", "top_keys"]

_TOP_KEY = re.compile(r"""^(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#'"\-:][^:\n]*?))\s*:(?=\s|$)""", re.MULTILINE)


def mapping(text: str) -> dict[str, Any]:
    """The top mapping of *text* (str, list and dict only; an empty value is ""). Raises YamlError.

    Aliases are refused: nobody writes them by hand, and nine of them make a gigabyte.
    """
    plain = yamlplain.mapping(text)
    return plain if plain is not None else yamlwhole.mapping(text)


def top_keys(text: str) -> list[str]:
    """The keys of the top mapping of *text* (which is YAML), as often as they stand there."""
    plain = yamlplain.top_keys(text)
    return plain if plain is not None else yamlwhole.top_keys(text)


def lines_of_keys(text: str) -> dict[str, int]:
    """The line (first is 1) on which each key of the top mapping stands."""
    lines: dict[str, int] = {}
    line = 1
    before = 0
    for match in _TOP_KEY.finditer(text):
        line += text.count("\n", before, match.start())
        before = match.start()
        lines.setdefault(match[1] or match[2] or match[3], line)
    return lines


def dump(values: dict[str, Any]) -> str:
    """*values* as YAML that a person can edit: given order, no line folding, dates bare."""
    plain = yamlwriting.written(values, yamlwhole.RESOLVERS)
    return plain if plain is not None else yamlwhole.dump(values)
