"""Dates as news writes them: lines that are a date, and expressions in running prose. Pure; no clock."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archivegen.dates.edtf import earliest, is_valid, latest, readable, sort_key

if TYPE_CHECKING:
    from archivegen.dates.expression import DateExpression
    from archivegen.dates.finding import expressions
    from archivegen.dates.resolving import resolve
    from archivegen.dates.written import parse_date

__all__ = [
    "DateExpression",
    "earliest",
    "expressions",
    "is_valid",
    "latest",
    "parse_date",
    "readable",
    "resolve",
    "sort_key",
]

# pages need EDTF alone, and most builds find no dates: the grammars take longer to import than a small site to build
_MODULE_BY_NAME = {
    "DateExpression": "expression",
    "expressions": "finding",
    "resolve": "resolving",
    "parse_date": "written",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_BY_NAME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_BY_NAME[name]}"), name)
