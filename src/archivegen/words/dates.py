"""Days, months and periods as a language writes them. Pure."""

from __future__ import annotations

import re

from archivegen.words.formats import Formats

_OF_LAST = re.compile(r"\{[eNnz]\}")


def day(date: str, formats: Formats) -> str:
    """ "2024-06-19", with or without a time → "19 June 2024"; what is no date as it is."""
    try:
        return _filled(formats.day, formats, date)
    except (ValueError, IndexError):
        return date


def month(name: str, formats: Formats) -> str:
    """ "2024-06" → "June 2024"."""
    number = int(name[5:7])
    year = str(int(name[:4]))
    return formats.month.format(A=formats.alone[number - 1], M=formats.months[number - 1], m=number, y=year)


def year(name: str, formats: Formats) -> str:
    return formats.year.format(y=name)


def days(first: str, last: str, formats: Formats) -> str:
    """ "19 June 2024", "19–27 June 2024", "2 May – 7 June 2024"."""
    if first[:10] == last[:10] or not last:
        return day(first, formats)
    try:
        if first[:7] == last[:7]:
            return _filled(formats.in_month, formats, first, last)
        if first[:4] == last[:4]:
            return _filled(formats.in_year, formats, first, last)
        return _filled(formats.over_years, formats, first, last)
    except (ValueError, IndexError):
        return f"{day(first, formats)} – {day(last, formats)}"


def ends(first: str, last: str, formats: Formats) -> tuple[str, str]:
    """Both days of a period of one year, what they share said once: "16", "19 June 2024". Apart, for "between … and …"."""
    pattern = formats.in_month if first[:7] == last[:7] else formats.in_year
    start = _OF_LAST.split(pattern, maxsplit=1)[0].rstrip(" –-~～至")
    end = pattern[pattern.index("{", len(start)) :]
    return _filled(start, formats, first), _filled(end, formats, first, last)


def _filled(pattern: str, formats: Formats, first: str, last: str = "") -> str:
    months, start = formats.months, int(first[5:7])
    if start < 1:
        raise ValueError(first)
    values = {"d": _number(first, formats), "M": months[start - 1], "m": start, "y": str(int(first[:4]))}
    if last:
        end = int(last[5:7])
        values |= {"e": _number(last, formats), "N": months[end - 1], "n": end, "z": str(int(last[:4]))}
    return pattern.format_map(values)


def _number(date: str, formats: Formats) -> str:
    number = int(date[8:10])
    return formats.first if number == 1 else str(number)
