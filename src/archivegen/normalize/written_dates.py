"""Find dates that stand inside a short line ("Posted on June 19, 2024 by Jane Doe"). Pure; the reading is done by dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from archivegen import dates
from archivegen.dates import tables
from archivegen.model import Span

_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru")


class Written(msgspec.Struct, frozen=True):
    """A day as printed in *span* of a line."""

    span: Span
    iso: str


@cache
def _months() -> str:
    names = {name for language in _LANGUAGES for name in tables.words(language).months if len(name) >= 3}
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) + r")\b\.?"


@cache
def _day_of_month() -> re.Pattern[str]:
    return re.compile(
        rf"\b\d{{1,2}}(?:st|nd|rd|th|er)?\.? (?:de )?{_months()}|\b{_months()} \d{{1,2}}(?:st|nd|rd|th)?\b",
        re.IGNORECASE,
    )


def without_days(text: str) -> str:
    """*text* with each day that lacks its year ("18 Mai", "June 12") as a bar."""
    return _day_of_month().sub(" | ", text)


def begins_with_day(text: str) -> bool:
    """Whether *text* begins as a day does: "14. November", no list item."""
    return _day_of_month().match(text) is not None


@cache
def _pattern() -> re.Pattern[str]:
    month = _months()
    clock = (
        r"(?:(?:\s*[,|@–-]|\s+(?:at|um|à|a las|alle))?\s*\d{1,2}[:.h]\d{2}(?::\d{2})?"
        r"(?:\s*[ap]\.?m\b\.?)?(?:\s*(?:[A-Z]{2,4}T|UTC|GMT|Uhr)\b)?)?"
    )
    return re.compile(
        r"(?<![\w/-])(?P<day>"
        rf"(?:\d{{1,2}}(?:st|nd|rd|th|er)?[.,]?\s+(?:de\s+|of\s+)?(?:[a-zäö]{{4,10}}\s+)?{month},?\s+(?:de\s+|del\s+)?(?:19|20)\d{{2}}(?!\d\d\d))"
        rf"|(?:{month}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{{2}}(?!\d))"
        r"|(?:(?:19|20)\d{2}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-]))"
        r"|(?:\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d{2}(?![\d./]))"
        r"|(?:(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)"
        rf"){clock}",
        re.IGNORECASE,
    )


def find(text: str, *, language: str) -> Iterator[Written]:
    """Each day that is written out in *text*, in order. Days that dates will not read are passed over."""
    for match in _pattern().finditer(text):
        iso = _read(match.group(), language) or _read(match["day"], language)
        if iso:
            yield Written(Span(match.start(), match.end()), iso)


def _read(text: str, language: str) -> str:
    # 05/10/2023 is read only as the text's own language has it; a day with dots or names means one thing everywhere.
    others = () if _SLASHED.match(text) else ("en", *_LANGUAGES)
    for tried in dict.fromkeys((language, *others)):
        try:
            iso, precision = dates.parse_date(text.strip(" ,|"), language=tried)
        except ValueError:
            continue
        if precision == "day":
            return iso
    return ""


_SLASHED = re.compile(r"\d{1,2}/")
