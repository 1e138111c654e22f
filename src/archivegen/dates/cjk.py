"""Date expressions of Chinese, Japanese and Korean running text, which has no spaces between words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivegen.dates.edtf import is_day
from archivegen.dates.expression import DateExpression
from archivegen.dates.prose import Relation
from archivegen.model import Span
from archivegen.patterns import late_pattern

LANGUAGES = frozenset(("zh", "ja", "ko"))
_YEAR_BEFORE_ERA = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}
# What stands between two days of a range: "5月3日から6日まで", "6月18日至19日".
_DATE = late_pattern(
    r"(?<!\d)(?:(?P<year>(?:1[4-9]|20|21)\d\d)|(?P<era>令和|平成|昭和|民[国國])\s?(?P<count>元|\d{1,3}))\s?[年년](?!間|间|来|來|度|代|生|级|級|以)"
    r"(?:\s?(?P<month>\d{1,2})\s?[月월](?:\s?(?P<day>\d{1,2})\s?[日号號일])?)?"
    r"|(?<![\d.])(?P<bare_month>\d{1,2})\s?[月월]\s?(?P<bare_day>\d{1,2})\s?[日号號일]"
)
_RELATIONS: tuple[tuple[str, Relation], ...] = (
    ("から", "since"),
    ("以来", "since"),
    ("以來", "since"),
    ("起", "since"),
    ("부터", "since"),
    ("までに", "by"),
    ("まで", "until"),
    ("까지", "until"),
    ("以前", "before"),
    ("之前", "before"),
)
"""What stands behind a date and bounds a time by it; the longer first."""


def expressions(text: str) -> Iterator[DateExpression]:
    """Each year, month or day that *text* writes with its counters: ascending, not overlapping. O(len(text))."""
    for found in _DATE.finditer(text):
        year = _year(found)
        month = int(found["month"] or found["bare_month"] or 0)
        day = int(found["day"] or found["bare_day"] or 0)
        if month > 12 or (day and not is_day(year or 2000, month, day)):
            continue
        yield DateExpression(
            span=Span(found.start(), found.end()), text=found.group(), kind="calendar", year=year, month=month, day=day,
            relation=next((bound for word, bound in _RELATIONS if text.startswith(word, found.end())), ""),
        )  # fmt: skip


def _year(found: re.Match[str]) -> int:
    if found["era"]:
        return _YEAR_BEFORE_ERA[found["era"]] + (1 if found["count"] == "元" else int(found["count"]))
    return int(found["year"] or 0)
