"""Read the day in the name of a file or in the address of a page: 2024-06-19-slug.txt, /2019/9/26/slug. Pure."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from archivegen.errors import Origin
from archivegen.model import Evidence, Inference

_IN_NAME = re.compile(
    r"[\W_]*((?:19|20)\d{2})(?:[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])|-(\d{1,2})-(\d{1,2}))(?!\d)"
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)(?:([/-])(\d{1,2})\2(\d{1,2})|[/-]?(\d\d)(\d\d))(?=[/_.-]|$)")
_AT_END = re.compile(r"[a-z][-_]((?:19|20)\d\d)-(\d\d)-(\d\d)(?:\.\w{2,5})?/?$", re.IGNORECASE)
"""A slug that ends in a whole day: "/news/ferry-saved-2019-09-26.html"."""
_HOST = re.compile(r"(?:[a-z][\w+.-]*:)?//[^/]*", re.IGNORECASE)
_NAMED_MONTH = re.compile(
    r"/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/([0-3]?\d)(?=/|$)", re.IGNORECASE
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def of_file(origin: Origin) -> Inference | None:
    """The day that opens the name of the file *origin* (2024-06-19-slug.txt); None where none does."""
    # of a file in an archive the record is its name there; the name of an export says nothing of its articles
    record = PurePosixPath(origin.record)
    if origin.record and not record.suffix:
        return None
    match = _IN_NAME.match(record.stem if origin.record else PurePosixPath(origin.path).stem)
    day = _iso(match[1], match[2] or match[4], match[3] or match[5]) if match else ""
    return Inference(day, "name of the file", 0.85, (Evidence(0, match.group()),), day) if match and day else None


def of_address(url: str) -> Inference | None:
    """The day in the path of *url*, where the story was first published; None where there is none."""
    day = in_address(url)
    return Inference(day, "address of the story", 0.85, (Evidence(0, url),), day) if day else None


def in_address(url: str) -> str:
    """The day (YYYY-MM-DD) in the path of *url*; "" where there is none."""
    path = _HOST.sub("", url, count=1).partition("?")[0].partition("#")[0]
    match = _IN_ADDRESS.search(path)
    if match is not None:
        return _iso(match[1], match[3] or match[5], match[4] or match[6])
    at_end = _AT_END.search(path)
    if at_end is not None:
        return _iso(at_end[1], at_end[2], at_end[3])
    named = _NAMED_MONTH.search(path)
    return _iso(named[1], str(_MONTHS.index(named[2].lower()) + 1), named[3]) if named else ""


def _iso(year: str, month: str, day: str) -> str:
    iso = f"{year}-{month:0>2}-{day:0>2}"
    try:
        date.fromisoformat(iso)
    except ValueError:
        return ""
    return iso
