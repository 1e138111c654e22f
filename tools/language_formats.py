"""Derive how languages write dates, numbers and lists from CLDR, by way of babel: src/archivegen/words/formats.txt.

usage: language_formats.py OUT        The output is sorted and does not depend on the machine.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, localedata

# Those that count days by the Gregorian calendar in their newspapers.
LANGUAGES = (
    "ar be bg bn bs ca cs cy da de el en en-us es et eu fi fil fr ga gl he hi hr hu hy id is it ja ka kk ko lt lv mk ms nb nl pl pt ro ru "
    "sk sl sq sr sv sw ta tr uk ur uz vi zh zh-hant"
).split()
SOURCES = {"en": "en_GB", "en-us": "en", "zh-hant": "zh_Hant"}
"""Where another locale is taken: an international archive writes 19 June 2024."""
FIRST_DAYS = {"fr": "1er", "ca": "1r"}
"""How the first day of a month is written where not by its bare number; CLDR does not tell."""
GROUPED_FROM = {"bg": 5, "es": 5, "pl": 5}
"""Digits from which thousands are set apart, where more than four; babel does not tell."""
HEAD = """\
# How languages write days, months, periods, numbers and lists. {d}, {M}, {y}: day, month and year; {A}: the month where no day
# stands before it; {e}, {N}, {z}: those of a period's last day; {0}, {1}: parts of a list. From Unicode CLDR (Unicode License V3),
# made by tools/language_formats.py; do not edit.
"""
_TOKEN = re.compile(r"'([^']*)'|(d+|M+|L+|y+|G+|E+)|(.)", re.DOTALL)


def written(pattern: str, *, last: bool = False) -> str:
    """A CLDR pattern in our letters."""
    letters = (
        {"d": "{e}", "M": "{N}", "L": "{A}", "y": "{z}"} if last else {"d": "{d}", "M": "{M}", "L": "{A}", "y": "{y}"}
    )
    found = []
    for quoted, field, other in _TOKEN.findall(pattern.replace("\u200f", "").replace("\u2009", " ")):
        if field and field[0] == "M" and len(field) < 3:
            found.append("{m}" if not last else "{n}")
        else:
            found.append(letters[field[0]] if field else quoted or other)
    return "".join(found)


def periods(locale: Locale, day: str) -> tuple[str, str, str]:
    """How days of one month, of one year, and any two are written as a period."""
    if not day.startswith("d"):  # largest first: what is common to both days is written once
        own = locale.interval_formats["yMMMd"]
        narrow = {key: (written(own[key][0]) + written(own[key][1], last=True)).strip() for key in ("d", "M", "y")}
        return narrow["d"], narrow["M"], narrow["y"]
    first, last = written(day), written(day, last=True)
    alone = re.match(r"d\.?", day).group()  # type: ignore[union-attr]
    without_year = written(str(locale.datetime_skeletons["MMMMd"].pattern))
    return f"{written(alone)}–{last}", f"{without_year} – {last}", f"{first} – {last}"


def lists(locale: Locale) -> list[str]:
    patterns = locale.list_patterns["standard"]
    return [patterns[key] for key in ("2", "start", "middle", "end")]


def rows_of(code: str) -> Iterator[tuple[str, str]]:
    localedata._cache.clear()  # languages that are loaded one after another spill into each other's aliases
    locale = Locale.parse(SOURCES.get(code, code))
    day = locale.date_formats["long"].pattern
    day = re.sub(r"\s*'?г'?\.?$", "", day)  # "2024 г." is for letters, not for headlines
    month = re.sub(r"\s*'?г'?\.?$", "", locale.datetime_skeletons["yMMMM"].pattern)
    month = month.replace("MMMM", "LLLL") if month.startswith("MMMM") else month
    of_month = locale.months["format"]["wide"]
    alone = locale.months["stand-alone"]["wide"]
    yield "months", " | ".join(of_month[n] for n in range(1, 13))
    if [of_month[n] for n in range(1, 13)] != [alone[n] for n in range(1, 13)]:
        yield "alone", " | ".join(alone[n] for n in range(1, 13))
    yield "weekdays", " | ".join(locale.days["stand-alone"]["wide"][n] for n in range(7))
    yield "letters", " | ".join(locale.days["stand-alone"]["narrow"][n] for n in range(7))
    if code in FIRST_DAYS:
        yield "first", FIRST_DAYS[code]
    yield "day", written(day)
    yield "month", written(month)
    yield "year", written(re.sub(r"\s*'?г'?\.?$", "", str(locale.datetime_skeletons["y"].pattern)))
    yield from zip(("in_month", "in_year", "over_years"), periods(locale, day), strict=True)
    yield "group", locale.number_symbols["latn"]["group"]
    if code in GROUPED_FROM:
        yield "grouped_from", str(GROUPED_FROM[code])
    yield "percent", written_percent(locale.percent_formats[None].pattern)
    yield "list", " | ".join(lists(locale))


def written_percent(pattern: str) -> str:
    said = re.sub(r"[#,0.]+", "{n}", pattern.partition(";")[0])
    return re.sub("[\u200e\u200f\u061c]", "", said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    tables = [f"[{code}]\n" + "".join(f"{key} = {value}\n" for key, value in rows_of(code)) for code in LANGUAGES]
    options.out.write_text(f"{HEAD}\n" + "\n".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
