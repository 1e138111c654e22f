"""Numbers, days, periods and languages in words, as pages say them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from archivegen.dates import edtf
from archivegen.views import Count

LABEL_BY_FOLDER = {
    "people": "People",
    "organizations": "Organizations",
    "places": "Places",
    "works": "Works",
    "sources": "Sources",
    "authors": "Authors",
    "sections": "Sections",
    "tags": "Tags",
    "stories": "Stories",
    "timeline": "Timeline",
    "quotes": "Quotations",
    "new": "New",
    "undated": "Undated",
}
SINGULAR_BY_FOLDER = {
    "people": "Person",
    "organizations": "Organization",
    "places": "Place",
    "works": "Work",
    "sources": "Source",
    "authors": "Author",
    "sections": "Section",
    "tags": "Tag",
    "stories": "Story",
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "ug", "ur", "yi"))
LABEL_BY_KIND = {"person": "Person", "organization": "Organization", "place": "Place", "work": "Work"}
PLURAL_BY_KIND = {"person": "People", "organization": "Organizations", "place": "Places", "work": "Works"}


def said(message: str) -> str:
    """*message* in the language of the site."""
    return message


def said_of(one: str, many: str, number: int) -> str:
    """*one* or *many*, as *number* asks for, in the language of the site."""
    return one if number == 1 else many


def number(value: int) -> str:
    return f"{value:,}"


def day(date: str) -> str:
    """ "2024-06-19", with or without a time → "19 June 2024"; what is no date as it is."""
    try:
        return f"{int(date[8:10])} {MONTHS[int(date[5:7]) - 1]} {int(date[:4])}"
    except (ValueError, IndexError):
        return date


def days(first: str, last: str) -> str:
    """ "19 June 2024", "19–27 June 2024", "2 May – 7 June 2024"."""
    if first == last or not last:
        return day(first)
    if first[:7] == last[:7]:
        return f"{int(first[8:10])}–{day(last)}"
    if first[:4] == last[:4]:
        return f"{int(first[8:10])} {MONTHS[int(first[5:7]) - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def when(text: str) -> str:
    """EDTF in words; what is no EDTF as it is."""
    try:
        return edtf.readable(text)
    except ValueError:
        return text


def direction(language: str) -> str:
    """ "rtl" or "ltr"."""
    bare = language.lower().replace("_", "-")
    return "rtl" if bare in _RIGHT_TO_LEFT or bare.partition("-")[0] in _RIGHT_TO_LEFT or "-arab" in bare else "ltr"


def percent(share: float) -> str:
    return f"{round(share * 100)} %"


def period_name(period: str) -> str:
    """ "2024-06-19" → "19 June 2024", "2024-06" → "June 2024"; numbered parts say so."""
    name, _, number = period.partition("-p")
    pieces = name.split("-")
    if not pieces[0].isdigit():
        said = "Undated"
    elif len(pieces) == 3:
        said = f"{int(pieces[2])} {MONTHS[int(pieces[1]) - 1]} {pieces[0]}"
    elif len(pieces) == 2:
        said = f"{MONTHS[int(pieces[1]) - 1]} {pieces[0]}"
    else:
        said = pieces[0]
    return f"{said}, part {number}" if number else said


def count_of(number: int, one: str, many: str = "") -> str:
    """ "1 article", "12,000 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def decades(periods: Sequence[Count]) -> list[tuple[str, list[Count]]]:
    """*periods* in rows: of many years one row a decade (before 1900: a century), named so; of few a single row without name."""
    if len(periods) <= 24 or any(len(period.text) > 4 and period.text[:1].isdigit() for period in periods):
        return [("", list(periods))]
    rows: dict[str, list[Count]] = {}
    for period in periods:
        year = period.text
        row = year if not year.isdigit() else f"{year[:3]}0s" if year >= "1900" else f"{year[:2]}00s"
        rows.setdefault("" if not year.isdigit() else row, []).append(period)
    return list(rows.items())


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
