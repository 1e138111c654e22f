"""A line that is a date (a dateline, a front-matter value, a feed's pubDate) → an ISO day. Pure."""

from __future__ import annotations

import re

import msgspec

from archivegen.dates import tables
from archivegen.dates.edtf import is_day
from archivegen.patterns import late_pattern

_LONGEST_LINE = 120
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})(?:[Tt ]+(\S.*))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[Tt](\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일号])?)?")
_ERA = re.compile(r"(令和|平成|昭和|民[国國])\s*(元|\d{1,3})\s*年")
_YEAR_BEFORE_ERA = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}
_CJK_WEEKDAY = late_pattern(
    r"\s*[(（]?(?:[月火水木金土日祝・]+(?:曜日|曜)?|(?:星期|周|週|礼拜)[一二三四五六日天]|[월화수목금토일](?:요일)?)[)）]?\s*"
)
_CJK_CLOCK = re.compile(
    r"(?:午前|午後|上午|下午|凌晨|早上|中午|晚上|오전|오후)?\s*\d{1,2}\s?[:：时時点點시]\s?(?:\d{1,2}\s?[分분]?)?(?::\d{2})?"
)
_NUMERIC = re.compile(r"(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)(?:(?P<hour>\d{1,2})(?::|\s?h\s?)(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"|(?P<dotted>\d{1,2})\.(?P<dotted_minute>\d{2})(?=\s*(?:[ap]\.?m\b|uhr\b))"
    r"|(?P<bare>\d{1,2})(?=\s*(?:[ap]\.?m\b|uhr\b|h\b)))"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*\(?(?P<zone>z|utc|gmt|[a-z]{1,4}t)\b\)?)?(?P<offset>\s?[+-]\d{2}(?::?\d{2})?(?![\d:]))?(?:\[[\w/]{2,40}\])?"
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\w\s]")
_SILENT_MARKS = frozenset(",.;:|()[]/-–—·•@")
_ORDINALS = frozenset(("st", "nd", "rd", "th", "er", "º", "ª"))
_HOURS_BY_ZONE = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9, "aest": 10,
    "aedt": 11, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
"""Only those that mean one thing: BST, IST and CST stand for several; ET, CET without S or D depend on the season."""


class _Parts(msgspec.Struct):
    year: int = 0
    month: int = 0
    day: int = 0
    clock: str = ""
    """ "THH:MM:SS+HH:MM", or "" where no time or no zone is printed."""


def parse_date(text: str, *, language: str) -> tuple[str, str]:
    """The date that the line *text* is, and how much of it was written: "day", "month" or "year".

    "19 June 2024" → ("2024-06-19", "day"); "May 2019" → ("2019-05-01", "month"). Where a time of day with its zone is
    printed: ("2024-06-19T10:30:00-04:00", "day"); a time without a zone is left out. Two-digit years are refused, and
    03/04/2024 where the language does not tell month from day: not guessed. Raises ValueError naming *text*.
    """
    line = " ".join(text.split())
    if not line or len(line) > _LONGEST_LINE:
        raise ValueError(_complaint(line))
    parts = _iso(line) or _cjk(line) or _words(line.lower(), language)
    if parts is None or not _exists(parts):
        raise ValueError(_complaint(line))
    precision = "day" if parts.day else "month" if parts.month else "year"
    day = f"{parts.year:04d}-{parts.month or 1:02d}-{parts.day or 1:02d}"
    return (day + parts.clock if parts.day else day), precision


def _complaint(line: str) -> str:
    shown = line if len(line) <= 60 else f"{line[:59]}…"
    return f'"{shown}" is not a date'


def _exists(parts: _Parts) -> bool:
    if not 1000 <= parts.year <= 2999 or not 0 <= parts.month <= 12:
        return False
    return not parts.day or is_day(parts.year, parts.month, parts.day)


def _iso(line: str) -> _Parts | None:
    found = _ISO.fullmatch(line)
    if found is None:
        compact = _COMPACT.fullmatch(line)
        return _compact(compact) if compact else None
    year, month, day, rest = found.groups()
    parts = _Parts(int(year), int(month), int(day or 0))
    if not parts.month or (day and not parts.day):
        return None
    if rest:
        lowered = rest.lower()
        clock = _CLOCK.match(lowered)
        if clock is None or lowered[clock.end() :].strip(" .,()"):
            return None
        written = _clock(clock)
        if written is None:
            return None
        parts.clock = written
    return parts


def _compact(found: re.Match[str]) -> _Parts:
    year, month, day, hour, minute, second, zone = found.groups()
    parts = _Parts(int(year), int(month), int(day))
    clock = _CLOCK.match(f"{hour}:{minute}:{second or '00'}{zone.lower()}") if zone else None
    parts.clock = (_clock(clock) or "") if clock else ""
    return parts


def _western(line: str) -> str:
    """*line* with the year of an era at its head counted as elsewhere: "令和6年" → "2024年"."""
    era = _ERA.match(line)
    if era is None:
        return line
    return f"{_YEAR_BEFORE_ERA[era[1]] + (1 if era[2] == '元' else int(era[2]))}年{line[era.end() :]}"


def _cjk(line: str) -> _Parts | None:
    line = _western(line)
    found = _CJK.match(line)
    if found is None:
        return None
    rest = line[found.end() :]
    weekday = _CJK_WEEKDAY.match(rest)
    if weekday is not None:
        rest = rest[weekday.end() :]
    clock = _CLOCK.match(rest.strip().lower())
    hour = clock or _CJK_CLOCK.match(rest.strip())
    if rest.strip() and (hour is None or rest.strip()[hour.end() :].strip(" .,()配信更新発布发")):
        return None
    return _Parts(int(found[1]), int(found[2] or 0), int(found[3] or 0))


def _words(line: str, language: str) -> _Parts | None:
    parts = _Parts()
    clock = _CLOCK.search(line)
    if clock is not None:
        written = _clock(clock)
        if written is None:
            return None
        parts.clock = written
        line = f"{line[: clock.start()]} {line[clock.end() :]}"
    numeric = _NUMERIC.search(line)
    if numeric is not None:
        if not _read_numeric(parts, numeric, language):
            return None
        line = f"{line[: numeric.start()]} {line[numeric.end() :]}"
    return parts if _read_tokens(parts, _TOKEN.findall(line), language) else None


def _read_tokens(parts: _Parts, tokens: list[str], language: str) -> bool:
    """Whether every one of *tokens* has its place in a date; fills *parts*."""
    words = tables.words(language)
    english = tables.words("en")  # names of months in feeds and mail headers are English everywhere
    spare = 0
    for place, token in enumerate(tokens):
        if token.isdecimal():
            if not _read_number(parts, token):
                return False
        elif token in words.months or (token in english.months and token not in words.weekdays):
            month = words.months.get(token, 0) or english.months[token]
            if parts.month not in (0, month):  # "حزيران/يونيو": two names of one month
                return False
            parts.month = month
        elif token in words.weekdays or token in english.weekdays or token in words.fillers:
            # "mar" is Tuesday in a French line, yet March in a French feed: a month only if no other is named
            spare = spare or english.months.get(token, 0)
            continue
        elif token in words.labels or token in english.labels:
            if parts.year or parts.month or parts.day:
                return False
        elif token in _ORDINALS and place and tokens[place - 1].isdecimal():
            continue
        elif token not in _SILENT_MARKS:
            return False
    if parts.day and not parts.month:
        parts.month = spare
    if not parts.month:  # a lone number may be anything: a year only if it looks like one
        return len(tokens) == 1 and 1500 <= parts.year < 2200
    return parts.year > 0


def _read_number(parts: _Parts, token: str) -> bool:
    value = int(token) if len(token) <= 4 else 0
    if len(token) == 4 and not parts.year:
        parts.year = value
    elif 1 <= len(token) <= 2 and 1 <= value <= 31 and not parts.day:
        parts.day = value
    else:
        return False
    return True


def _read_numeric(parts: _Parts, numeric: re.Match[str], language: str) -> bool:
    first, mark, second, third = numeric.groups()
    if len(first) == 4 and len(third) <= 2:
        parts.year, parts.month, parts.day = int(first), int(second), int(third)
        return True
    if len(third) != 4 or len(first) > 2:
        return False
    one, two = int(first), int(second)
    parts.year = int(third)
    # 19.06.2024 is day first wherever it is written so.
    months_lead = False if mark == "." else tables.month_first(language)
    if months_lead is None:
        if one == two or one > 12:
            months_lead = False
        elif two > 12:
            months_lead = True
        else:
            return False
    parts.month, parts.day = (one, two) if months_lead and one <= 12 else (two, one)
    if parts.month > 12:
        parts.month, parts.day = parts.day, parts.month
    return True


def _clock(found: re.Match[str]) -> str | None:
    """ "THH:MM:SS+HH:MM"; "" if no zone is printed; None if it is no time of day."""
    hour = int(found["hour"] or found["dotted"] or found["bare"])
    minute = int(found["minute"] or found["dotted_minute"] or 0)
    second = int(found["second"] or 0)
    half = found["half"]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    offset = _offset(found["zone"], found["offset"])
    return f"T{hour:02d}:{minute:02d}:{min(second, 59):02d}{offset}" if offset else ""


def _offset(zone: str | None, numeric: str | None) -> str:
    if numeric:
        digits = numeric.strip().replace(":", "").ljust(5, "0")
        return f"{digits[:3]}:{digits[3:]}" if int(digits[1:3]) <= 14 and int(digits[3:]) < 60 else ""
    hours = _HOURS_BY_ZONE.get(zone or "")
    if hours is None:
        return ""
    return f"{hours:+03d}:00"
