"""The part of EDTF (ISO 8601-2) that archivegen writes: days, months, years, decades, seasons, intervals, open ends, ~."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

import msgspec

_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[~?%])?")
_SEASONS = ("spring", "summer", "autumn", "winter")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Point(msgspec.Struct, frozen=True):
    """One side of an interval: a day, month, season, year, decade or century."""

    year: str
    """Four characters; "199X" and "18XX" are a decade and a century."""
    month: int = 0
    """1 to 12; 21 to 24 are spring to winter; 0 = none."""
    day: int = 0
    mark: str = ""

    @property
    def first(self) -> str:
        """Its earliest day, YYYY-MM-DD."""
        return _first(self)

    @property
    def last(self) -> str:
        """Its latest day, YYYY-MM-DD."""
        return _last(self)


@lru_cache(maxsize=4_096)
def parse(text: str) -> tuple[Point | None, Point | None]:
    """Both ends of the EDTF *text* (the same one twice if it is no interval); None = open. Raises ValueError naming it."""
    start, slash, end = text.partition("/")
    if not slash:
        point = _point(start, text)
        return point, point
    first = None if start == ".." else _point(start, text)
    last = None if end == ".." else _point(end, text)
    if first is None and last is None:
        raise ValueError(f'"{text}" is not a date: both its ends are open')
    return first, last


def _point(piece: str, text: str) -> Point:
    found = _POINT.fullmatch(piece)
    if found is None:
        raise ValueError(f'"{text}" is not a date in EDTF')
    point = Point(found["year"], int(found["month"] or 0), int(found["day"] or 0), found["mark"] or "")
    seasons = 21 <= point.month <= 24 and not found["day"]
    if found["month"] and not (1 <= point.month <= 12 or seasons):
        raise ValueError(f'"{text}" is not a date: there is no month {found["month"]}')
    if found["day"] and not ("X" not in point.year and 1 <= point.day <= days_in_month(int(point.year), point.month)):
        raise ValueError(f'"{text}" is not a date: there is no day {found["day"]}')
    return point


def _first(point: Point) -> str:
    year = point.year.replace("X", "0")
    if point.month > 12:
        return f"{year}-{(point.month - 21) * 3 + 3:02d}-01"
    return f"{year}-{point.month or 1:02d}-{point.day or 1:02d}"


def _last(point: Point) -> str:
    year = point.year.replace("X", "9")
    if point.month > 12:
        month = (point.month - 21) * 3 + 5
        if month > 12:  # a winter ends in the next year
            year, month = f"{int(year) + 1:04d}", month - 12
        return f"{year}-{month:02d}-{days_in_month(int(year), month):02d}"
    month = point.month or 12
    return f"{year}-{month:02d}-{point.day or days_in_month(int(year), month):02d}"


def earliest(text: str) -> str:
    """The first day that *text* may mean, YYYY-MM-DD; "" if it is open to the past."""
    first, _ = parse(text)
    return first.first if first else ""


def latest(text: str) -> str:
    """The last day that *text* may mean, YYYY-MM-DD; "" if it is open to the future."""
    _, last = parse(text)
    return last.last if last else ""


def is_valid(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def sort_key(text: str) -> tuple[str, str]:
    """Sorts dates by their last possible day where they are open to the past, else by their first; then shorter ones first."""
    first, last = earliest(text), latest(text)
    return first or last, last or "9999-12-31"


@lru_cache(maxsize=4_096)
def readable(text: str) -> str:
    """*text* in English words: "19 June 2024", "between 16 and 19 June 2024", "about 2000", "since May 2019"."""
    first, last = parse(text)
    if first is None and last is not None:
        return f"{_said(last)} or earlier"
    if last is None and first is not None:
        return f"since {_said(first)}"
    if first is None or last is None or first == last:
        return _said(first) if first else ""
    start, end = _said(first), _said(last)
    if first.year == last.year and first.day and last.day and not first.mark:
        start = str(first.day) if first.month == last.month else f"{first.day} {_MONTHS[first.month - 1]}"
    elif first.year == last.year and 0 < first.month <= 12 and not first.day and not first.mark and last.month:
        start = _MONTHS[first.month - 1]
    return f"between {start} and {end}"


def _said(point: Point) -> str:
    about = "about " if point.mark in ("~", "%") else ""
    doubt = " (uncertain)" if point.mark in ("?", "%") else ""
    if "X" in point.year:
        words = f"the {point.year.replace('X', '0')}s"
    elif point.month > 12:
        words = f"{_SEASONS[point.month - 21]} {point.year}"
    elif point.month:
        words = f"{_MONTHS[point.month - 1]} {point.year}"
        words = f"{point.day} {words}" if point.day else words
    else:
        words = point.year
    return f"{about}{words}{doubt}"


# ---------------------------------------------------------------- arithmetic on written dates


def precision(text: str) -> str:
    """ "day", "month", "season", "year", "decade" of a single point; "interval" otherwise."""
    first, last = parse(text)
    if first is None or last is None or first != last:
        return "interval"
    if first.day:
        return "day"
    if first.month:
        return "month" if first.month <= 12 else "season"
    return "decade" if "X" in first.year else "year"


def is_short(text: str) -> bool:
    """Whether the interval *text* is shorter than a month."""
    first, last = earliest(text), latest(text)
    return bool(first and last) and (date.fromisoformat(last) - date.fromisoformat(first)).days < 31


def add_days(day: str, days: int) -> str:
    """YYYY-MM-DD *days* later; at the edges of the calendar the same day."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return day


def add_months(month: str, months: int) -> str:
    """YYYY-MM *months* later."""
    count = int(month[:4]) * 12 + int(month[5:7]) - 1 + months
    return f"{max(count // 12, 1):04d}-{count % 12 + 1:02d}"


def weekday(day: str) -> int:
    """Monday is 0."""
    return date.fromisoformat(day).weekday()


def days_in_month(year: int, month: int) -> int:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _DAYS[month - 1]


def is_day(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)
