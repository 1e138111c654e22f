"""Find dates that stand inside a short line ("Posted on June 19, 2024 by Jane Doe"). Pure; the reading is done by dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from archivegen import dates, wordsets
from archivegen.dates import tables
from archivegen.model import Span

_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "ru", "ar", "pl", "sv", "da", "nb", "tr", "uk", "cs", "ro", "ca", "hu", "fi", "el",
)  # fmt: skip
"""Whose names of months are looked for in every text (pages mix languages), the likeliest first: "listopad" is November in
Polish and Czech, and Croatian, where it is October, is not among them."""
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SLASHED_DAY = re.compile(r"/(\d{1,2})/(?:19|20)\d{2}(?![\d/])")
_BEFORE_SLASH = re.compile(r"(?<![\d/])\d{1,2}$")


class Written(msgspec.Struct, frozen=True):
    """A day as printed in *span* of a line."""

    span: Span
    iso: str


@cache
def _months() -> str:
    names = {name for language in _LANGUAGES for name in tables.words(language).months if len(name) >= 3}
    return wordsets.pattern(names) + r"\b\.?"


@cache
def _day_of_month() -> re.Pattern[str]:
    month = _months()
    return re.compile(
        rf"\b\d{{1,2}}(?:st|nd|rd|th|er|º)?\.? (?:de |d[’'])?{month}|\b{month} \d{{1,2}}(?:st|nd|rd|th)?\b",
        re.IGNORECASE,
    )


def without_days(text: str) -> str:
    """*text* with each day that lacks its year ("18 Mai", "June 12") as a bar."""
    return _day_of_month().sub(" | ", text)


def begins_with_day(text: str) -> bool:
    """Whether *text* begins as a day does: "14. November", no list item."""
    return _day_of_month().match(text) is not None


def is_day(text: str) -> bool:
    """Whether *text* is a day with its year and nothing else: "Tuesday, September 24, 2019"."""
    if len(text) > 60 or not any(map(str.isdigit, text)):
        return False
    match = next(_days(text), None)
    return match is not None and match.end() >= len(text) - 2 and text[: match.start()].count(" ") <= 1


_HAS_YEAR = re.compile(r"(?:19|20)\d\d|令和|平成|昭和|民[国國]")
"""What _pattern asks for in every day, said first: it takes long to compile, and hardly any line has one."""


def _days(text: str) -> Iterator[re.Match[str]]:
    return _pattern().finditer(text) if _HAS_YEAR.search(text) else iter(())


@cache
def _pattern() -> re.Pattern[str]:
    month = _months()
    year = r"(?:19|20)\d{2}"
    # "10:30", "at 10.30 a.m. EDT", "à 10 h 30", "10时30分" – whatever stands right behind a day.
    clock = (
        r"(?:(?:\s*[,|@–-]|\s+(?:at|um|à|a las|alle|às|kl\.?|klo|o godz\.?|в|о|saat))?\s*\d{1,2}(?:[:.]|\s?h\s?)\d{2}(?::\d{2})?"
        r"(?:\s*[ap]\.?m\b\.?)?(?:\s*(?:[A-Z]{2,4}T|UTC|GMT|Uhr|МСК)\b)?|\s*\d{1,2}[时時點点시]\s?(?:\d{1,2}[分분])?)?"
    )
    return re.compile(
        r"(?<![\w/-])(?P<day>"
        rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º|-?го)?[.,]?\s+(?:de\s+|of\s+|d[’'])?(?:[a-zäö]{{4,10}}\s+)?{month}(?:\s?/\s?{month})?,?\s+"
        rf"(?:de\s+|del\s+)?{year}(?!\d\d\d))"
        rf"|(?:{month}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{year}(?!\d))"
        rf"|(?:\d{{1,2}}(?P<joint>[.-]){month}(?P=joint)?{year}(?!\d))"
        rf"|(?:{year}\.\s{month}\s\d{{1,2}}\b)"
        rf"|(?:{year}-\d{{2}}-\d{{2}}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?(?![\d-]))"
        rf"|(?:{year}(?P<mark>[./])\s?\d{{1,2}}(?P=mark)\s?\d{{1,2}}(?![\d./]))"
        rf"|(?:\d{{1,2}}(?P<sep>[./-])\s?\d{{1,2}}(?P=sep)\s?{year}(?![\d./]))"
        rf"|(?:(?:{year}|(?:令和|平成|昭和|民[国國])\s?(?:元|\d{{1,3}}))\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일号]"
        r"(?:\s?[(（]?(?:[月火水木金土日](?:曜日?)?|(?:星期|周|週)[一二三四五六日天]|[월화수목금토일](?:요일)?)[)）]?(?![^\W\d_]))?)"
        rf"){clock}",
        re.IGNORECASE,
    )


def find(text: str, *, language: str) -> Iterator[Written]:
    """Each day that is written out in *text*, in order. Days that dates will not read are passed over."""
    if not text.isascii():
        text = text.translate(_DIGITS)
    for match in _days(text):
        iso = _read(match.group(), language) or _read(match["day"], language)
        if iso:
            yield Written(Span(match.start(), match.end()), iso)


def _read(text: str, language: str) -> str:
    # 05/10/2023 is read only as the text's own language has it; a day with dots or names means one thing everywhere.
    others = () if _NUMBERED.match(text) else ("en", *_LANGUAGES)
    text = _DOTTED.sub(r"\1 \2 ", _ELIDED.sub("de ", text))
    for tried in dict.fromkeys((language, *others)):
        try:
            iso, precision = dates.parse_date(text.strip(" ,|"), language=tried)
        except ValueError:
            continue
        if precision == "day":
            return iso
    return ""


_NUMBERED = re.compile(r"\d{1,2}[/-]\s?\d")
_DOTTED = re.compile(r"^(\d{1,2})\.([^\W\d_]{3,9})\.(?=\d{4})")
"""19.jun.2024"""
_ELIDED = re.compile(r"\bd[’'](?=\w)")


def habit(body: str, language: str) -> str:
    """*language* with the country whose order of day and month the numbered dates of *body* show, where it has none.

    "13/04/2019" anywhere in an English text says that its 03/04/2019 is in April; where dates speak both ways, nothing does.
    """
    if tables.month_first(language) is not None or "/" not in body:
        return language
    pairs = [
        (int(first.group()), int(match[1]))
        for match in _SLASHED_DAY.finditer(body)
        if (first := _BEFORE_SLASH.search(body[max(0, match.start() - 3) : match.start()]))
    ]
    is_day_first = any(first > 12 >= second for first, second in pairs)
    is_month_first = any(second > 12 >= first for first, second in pairs)
    if is_day_first == is_month_first:
        return language
    return f"{language}-{'gb' if is_day_first else 'us'}"
