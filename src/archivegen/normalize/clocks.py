"""Tell the times that head the entries of a live blog: "14:32 GMT", "3.02 p.m. ET, June 18", "vor 2 Stunden". Pure."""

from __future__ import annotations

import re
from functools import cache

from archivegen import wordsets
from archivegen.dates import tables
from archivegen.patterns import late_pattern

LONGEST = 70
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "sv", "da", "nb", "tr", "uk")
_CLOCK = (
    r"(?:(?:午前|午後|上午|下午|오전|오후)\s?)?"
    r"(?:(?<![\d.:/])(?:[01]?\d|2[0-4])(?:[:.][0-5]\d(?::[0-5]\d)?(?![\d:.]\d)(?:\s?[ap]\.?\s?m\b\.?)?"
    r"|\s?h\s?[0-5]\d\b|\s?[ap]\.?\s?m\b\.?|\s?h(?=$|\s*[,:–—-])|\s?Uhr\b)|\d{1,2}\s?[時时點点시]\s?(?:\d{1,2}\s?[分분])?)"
)
_ZONE = r"(?:\s?(?:Uhr|hrs?|h|Z|\(?(?:GMT|UTC|BST|IST|МСК|MSK|[A-Z]{1,4}T|local time)(?:\s?[+-−]\d{1,2}(?::?\d\d)?)?\)?)(?![\w]))?"
_NUMBER = r"(?:\d{1,3}|an?|one|einer?|une?|una?|um|ένα)"
_AGO = (
    rf"(?:{_NUMBER}\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\.?(?:,?\s\d{{1,2}}\s?m\w*)?\s+ago"
    rf"|just now|\d{{1,3}}(?:m|h|d)(?=$)"
    rf"|vor\s+{_NUMBER}\s+(?:Sek\w*|Min\w*|Std|Stunden?|Tag(?:en)?)\.?"
    rf"|il y a\s+{_NUMBER}\s?(?:s\w*|min\w*|h\w*|j\w*)|hace\s+{_NUMBER}\s+(?:seg\w*|min\w*|h\w*|d[ií]as?)"
    rf"|há\s+{_NUMBER}\s+(?:seg\w*|min\w*|h\w*|dias?)|{_NUMBER}\s+(?:sec\w*|min\w*|or[ae]|giorn[oi])\s+fa"
    rf"|{_NUMBER}?\s?(?:минут\w*|час\w*|дн\w*|день)\s+назад|{_NUMBER}\s+(?:uur|minuten|min)\s+geleden"
    r"|\d{1,3}\s?(?:分|時間|分钟|小时|天|日|분|시간)\s?[前전])"
)
_TIME = late_pattern(rf"(?:{_CLOCK}{_ZONE}|{_AGO})", re.IGNORECASE)
_AROUND = re.compile(r"[\s,.|·•()\[\]/–—:@•-]+")
_LEAD = late_pattern(rf"(?P<time>{_CLOCK}{_ZONE})(?:\s*[:|·•–—-]+\s*|\s+)(?=\S)")
_DIGIT = re.compile(r"\d")
_WITHOUT_DIGIT = ("ago", "now", "vor", " y a", "hace", "há", "fa", "назад", "geleden")
"""One of them stands in each time that is told without a digit."""


@cache
def _others() -> re.Pattern[str]:
    """What may stand around a time that is a line by itself: a day, and the words that open one."""
    words = {"published", "posted", "at", "on", "um", "am", "à", "le", "a", "las", "alle", "ore", "às", "kl", "in", "ago", "today",
             "yesterday", "heute", "gestern", "aujourd'hui", "hier", "hoy", "ayer", "publié", "veröffentlicht", "now", "live"}  # fmt: skip
    for language in _LANGUAGES:
        known = tables.words(language)
        words |= known.months.keys() | known.weekdays.keys()
    months = wordsets.pattern(sorted(words))
    return re.compile(
        rf"(?:{months}|\d{{1,2}}(?:st|nd|rd|th|er|º)?|(?:19|20)\d\d|\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{2,4}})?|\d{{4}}-\d\d-\d\d"
        r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日|Uhr|[A-Z]{1,4}T)\.?",
        re.IGNORECASE,
    )


def is_time(text: str) -> bool:
    """Whether *text* is a time (a clock's, or how long ago) and nothing else but perhaps its day."""
    text = text.strip()
    if not 2 <= len(text) <= LONGEST or "\n" in text:
        return False
    if not _DIGIT.search(text) and not (text[-1:].isalpha() and any(map(text.lower().__contains__, _WITHOUT_DIGIT))):
        return False
    found = _TIME.search(text)
    if found is None:
        return False
    rest = f"{text[: found.start()]} {_TIME.sub(' ', text[found.end() :])}"
    return all(_others().fullmatch(part) for part in _AROUND.split(_days(rest)) if part)


_DAY = re.compile(r"\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\.?|\b\d{4}-\d\d-\d\d")


def _days(text: str) -> str:
    return _DAY.sub(" ", text)


def has_clock(text: str) -> bool:
    """Whether *text* begins with a clock's time, or has one beside how long ago it was."""
    return _OPENING.match(text) is not None


_OPENING = late_pattern(rf"(?:{_AGO}\s*)?[(\s·|]*{_CLOCK}", re.IGNORECASE)


def divided(text: str) -> tuple[str, str] | None:
    """The clock that *text* begins with, and the rest of it ("14:32 Uhr: The vote"); None where it begins with none."""
    found = _LEAD.match(text)
    return (found["time"].strip(), text[found.end() :].strip()) if found is not None else None
