"""Dates as news writes them: lines that are a date, and expressions in running prose. Pure; no clock."""

from archivegen.dates.edtf import earliest, is_valid, latest, readable, sort_key
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
