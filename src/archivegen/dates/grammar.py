"""The regular expressions of one language, made from its tables. Pure; what a match means is readers.py's matter."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from archivegen import wordsets
from archivegen.dates import tables
from archivegen.dates.prose import Prose, prose
from archivegen.patterns import late_pattern

_DELIMITER = r"[\s(\[{“‘„«»\"'’—–/\-]"
YEAR = r"(?:1[4-9]|20|21)\d\d"


class Grammar(msgspec.Struct, frozen=True):
    """The regular expressions of one language, made from its tables."""

    core: re.Pattern[str]
    kinds: dict[str, str]
    short_months: frozenset[str]
    """Those that count only with a full stop or before a number: "Jan."."""
    month_tail: re.Pattern[str]
    day_before: re.Pattern[str]
    unit_tail: re.Pattern[str]
    words: tables.Words
    prose: Prose


@lru_cache(maxsize=16)
def grammar_of(language: str) -> Grammar | None:
    table = prose(language)
    if table is None:
        return None
    words = tables.words(language or "en")
    months = wordsets.pattern(map(str.capitalize if table.capitalized else str, words.months)) + r"\.?"
    ranges = "|".join(sorted(table.range_words))
    joiners = "|".join(sorted(table.joiners))
    joint = rf",?\s(?:(?:{joiners})\s)?" if joiners else r",?\s"
    # "20 حزيران/يونيو 2019": the month under both its names
    second_name = rf"(?:/{months})?" if language.startswith("ar") else ""
    day = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?(?![\d:%]|[.,]\d)"
    month_tail = (
        rf"(?:\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
        rf"(?:(?:\s?[-–]\s?|\s(?:{ranges})\s)(?:(?P<month2>{months})\s)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|[.,]\d))?)?"
        rf"(?:{second_name}{joint}(?P<year>{YEAR})(?!\d|[.,]\d))?"
    )
    day_before = (
        rf"(?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s?[-–]\s?|\s(?:{ranges}|and|et|und|y)\s))?"
        rf"(?<![\d.,:])(?P<day>{day})\s(?:(?:{joiners or 'of'})\s)?$"
    )
    kinds = _kinds(words, table)
    core = (
        rf"{_DELIMITER}({wordsets.pattern(kinds)}(?!\w)|{YEAR}(?!\d|[.,]\d)"
        r"|\d{1,2}[./]\d{1,2}[./]\d{4}(?![\d/]))"
    )
    after = _alternatives([*table.ago, *table.later, *table.pointers_after], False)
    return Grammar(
        core=re.compile(core),
        kinds=kinds,
        short_months=_short_months(words.months),
        month_tail=late_pattern(month_tail),
        day_before=re.compile(day_before),
        unit_tail=re.compile(rf"\s(?P<word>{after})(?!\w)"),
        words=words,
        prose=table,
    )


def _kinds(words: tables.Words, table: Prose) -> dict[str, str]:
    """Which reader takes each word that a date can be known by, as running text spells it."""
    kinds: dict[str, str] = {}
    for kind, names in (("season", table.seasons), ("unit", table.units)):
        kinds |= dict.fromkeys(names, kind)
    for kind, spelled in (("recent", table.recent), ("anaphor", table.anaphors), ("fixed", table.fixed)):
        for name in spelled:
            kinds[name] = kinds[name[0].upper() + name[1:]] = kind
    written = str.capitalize if table.capitalized else str
    if table.units:  # a language that counts from the article's date
        kinds |= {written(name): "weekday" for name in words.weekdays if len(name) > 4}
    kinds |= {written(name): "month" for name in words.months}
    return kinds


def _short_months(numbers: dict[str, int]) -> frozenset[str]:
    full = {n: max((name for name, number in numbers.items() if number == n), key=len) for n in numbers.values()}
    return frozenset(name for name, number in numbers.items() if len(name) <= 4 and name != full[number])


def _alternatives(names: list[str], any_case: bool) -> str:
    spelled = list(names)
    if any_case:
        spelled += [name[0].upper() + name[1:] for name in names]
    return wordsets.pattern(spelled)
