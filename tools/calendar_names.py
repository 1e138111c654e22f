"""Derive the names of months and days by language from CLDR, by way of babel: the table src/archivegen/dates/calendars.txt.

usage: calendar_names.py OUT        The output is sorted and does not depend on the machine.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from babel import Locale, localedata

# Those that count days by the Gregorian calendar in their newspapers.
LANGUAGES = (
    "ar be bg bn bs ca cs cy da de el en es et eu fi fil fr ga gl he hi hr hu hy id is it ja ka kk ko lt lv mk ms nb nl pl pt ro ru "
    "sk sl sq sr sv sw ta tr uk ur uz vi zh"
).split()
PREFIXES = ("de ", "d’", "del ", "ב")
"""Written before the name of a month in dates, and no part of it."""
HEAD = """\
# Names of months (January first) and days (Monday first) as dates write them, by language; in lower case, without stops,
# inflected forms too. From Unicode CLDR (Unicode License V3), made by tools/calendar_names.py; do not edit.
"""


def spellings(tables: list[dict[int, str]], number: int) -> str:
    found = []
    for table in tables:
        name = str(table[number]).lower().replace("\u200f", "").strip().rstrip(".")
        for prefix in PREFIXES:
            name = name.removeprefix(prefix)
        # A number with a counter ("6月", "tháng 6") is no name, and one letter is none either.
        if len(name) > 1 and not any(c.isdigit() for c in name) and " " not in name:
            found.append(name)
    return " ".join(dict.fromkeys(found))


def table_of(code: str) -> str:
    localedata._cache.clear()  # languages that are loaded one after another spill into each other's aliases
    locale = Locale.parse(code)
    months, days = (
        [names[context][width] for context in ("format", "stand-alone") for width in ("wide", "abbreviated")]
        for names in (locale.months, locale.days)
    )
    rows = [[spellings(months, n) for n in range(1, 13)], [spellings(days, n) for n in range(7)]]
    return f"[{code}]\n" + "\n".join(" | ".join(row) if all(row) else "-" for row in rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    options.out.write_text(HEAD + "\n".join(map(table_of, LANGUAGES)), encoding="utf-8")


if __name__ == "__main__":
    main()
