"""What a date expression means in an article of a given date, as EDTF. Pure."""

from __future__ import annotations

from archivegen.dates import edtf
from archivegen.dates.expression import DateExpression

_MIDWEEK = 3
"""Before Thursday "this weekend" in a past tense looks back."""
_FORWARD_DAYS = 45
"""A day without a year that lies no further ahead of the article is that day, not the one almost a year before."""


def resolve(expression: DateExpression, *, anchor: str, previous: str = "", is_future: bool = False) -> str | None:
    """*expression* as EDTF; None where nothing says when.

    *anchor* is the article's date (YYYY-MM-DD, "" = unknown), *previous* the EDTF of the date named before, *is_future* says
    that the verb looks ahead. A bare "early 2022" is 2022; a week runs from Sunday; "since X" runs to the article's date;
    "recent" is ../date; ~ marks what is derived by counting in round numbers.
    """
    day = anchor[:10]
    if expression.kind == "recent":
        return f"../{day}" if day else None
    when = _point(expression, day, previous, is_future)
    if when is None or when.startswith("-"):
        return None
    return _related(expression, when, day, is_future)


def _related(expression: DateExpression, when: str, day: str, is_future: bool) -> str:
    relation = expression.relation
    if not relation or "/" in when or relation == "from":
        return when
    if relation in ("since", "after"):
        if not day:
            return f"{when}/.." if relation == "since" else when
        return f"{when}/{day}" if edtf.earliest(when) < day and edtf.latest(when) != day else when
    if is_future and day and day < edtf.latest(when):  # "is to be completed by 2023": from now until then
        return f"{day}/{when}"
    return f"../{when}"


def _point(expression: DateExpression, day: str, previous: str, is_future: bool) -> str | None:
    match expression.kind:
        case "calendar":
            return _calendar(expression, day, is_future)
        case "weekday":
            return _weekday(expression, day, is_future)
        case "season":
            return _season(expression, day, is_future)
        case "step":
            return _step(expression, previous)
        case "stretch":
            start = _counted(day, expression.unit, expression.shift)
            return f"{start}~/{day}" if start else None
    return _unit(expression, day, is_future)


def _calendar(expression: DateExpression, day: str, is_future: bool) -> str | None:
    if expression.digits < 4:
        return str(expression.year)[: expression.digits].ljust(4, "X")
    year = expression.year or _year_of(expression, day, is_future)
    if year is None:
        return None
    start = _written(year, expression.month, expression.day)
    last_year, last_month, last_day = expression.until
    if not any(expression.until):
        return start
    end_year = last_year or (year if (last_month or 12) >= expression.month else year + 1)
    end = _written(end_year, last_month, last_day)
    return f"{start}/{end}" if end > start else start


def _written(year: int, month: int, day: int) -> str:
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def _year_of(expression: DateExpression, day: str, is_future: bool) -> int | None:
    """The year of a month (and day) written without one: the nearest that fits the tense."""
    if not day:
        return None
    year, month = int(day[:4]), int(day[5:7])
    if expression.is_pointed:
        return _pointed_year(expression, year, month)
    if expression.relation in ("until", "by") and not expression.day and not is_future:
        # "funded through September": the nearest one, before or after
        ahead = (expression.month - month) % 12
        return (
            (year if expression.month >= month else year + 1)
            if ahead <= 8
            else (year if expression.month < month else year - 1)
        )
    if not expression.day:
        if is_future:
            return year if expression.month >= month else year + 1
        return year if expression.month <= month else year - 1
    candidates = [y for y in (year - 1, year, year + 1) if edtf.is_day(y, expression.month, expression.day)]
    if expression.weekday >= 0:
        named = [
            y for y in candidates if edtf.weekday(_written(y, expression.month, expression.day)) == expression.weekday
        ]
        candidates = named or candidates
    ahead = 320 if is_future else _FORWARD_DAYS
    limit = edtf.add_days(day, ahead)
    fitting = [y for y in candidates if _written(y, expression.month, expression.day) <= limit]
    if is_future:
        coming = [y for y in fitting if _written(y, expression.month, expression.day) >= day]
        return coming[0] if coming else (fitting[-1] if fitting else None)
    return fitting[-1] if fitting else None


def _pointed_year(expression: DateExpression, year: int, month: int) -> int:
    if expression.shift < 0:
        return year if expression.month < month else year - 1
    if expression.shift > 0:
        return year if expression.month > month else year + 1
    return year


def _weekday(expression: DateExpression, day: str, is_future: bool) -> str | None:
    if not day:
        return None
    back = (edtf.weekday(day) - expression.weekday) % 7
    if expression.shift > 0 or (expression.shift == 0 and is_future):
        is_week_on = (
            expression.shift > 0 or expression.relation == "until"
        )  # said on a Friday, "until Friday" is not today
        return edtf.add_days(day, (7 - back) if back else (7 if is_week_on else 0))
    if expression.is_pointed and expression.shift < 0 and back == 0:
        back = 7
    return edtf.add_days(day, -back)


def _season(expression: DateExpression, day: str, is_future: bool) -> str | None:
    if expression.year:
        return f"{expression.year:04d}-{20 + expression.season}"
    if not day:
        return None
    year, month = int(day[:4]), int(day[5:7])
    now = month // 3 or 4  # December to February are season 4
    if now == 4 and month <= 2:
        year -= 1
    if expression.is_pointed and expression.shift:
        same = expression.season >= now if expression.shift < 0 else expression.season <= now
        return f"{year + (expression.shift if same else 0):04d}-{20 + expression.season}"
    if not is_future and expression.season > now and not expression.is_pointed:
        year -= 1
    return f"{year:04d}-{20 + expression.season}"


def _step(expression: DateExpression, previous: str) -> str | None:
    if not previous:
        return None
    bare = previous.replace("~", "")
    if edtf.precision(bare) == "interval" and not edtf.is_short(bare):
        return None  # "a year later" than a stretch of years says nothing
    base = bare.partition("/")[0]
    if base == "..":
        return None
    mark = "~" if expression.is_rough else ""
    if expression.unit in ("year", "decade") or (expression.shift == 0 and expression.is_rough):
        if expression.shift == 0 and expression.is_rough:
            return f"{base}{mark}" if "X" not in base else base
        return _counted(base, expression.unit, expression.shift)
    if len(base) == 10 or (expression.unit == "month" and len(base) == 7):
        start = bare.rpartition("/")[2] if expression.shift > 0 and len(bare.rpartition("/")[2]) == 10 else base
        return _counted(start, expression.unit, expression.shift)
    return None


def _counted(base: str, unit: str, shift: int) -> str | None:
    """*base* moved by *shift* units: days and weeks to a day, months to a month, years to a year."""
    if not base or "X" in base:
        return None
    match unit:
        case "day" | "hour":
            return edtf.add_days(base, shift if unit == "day" else shift // 24)
        case "week":
            return edtf.add_days(base, 7 * shift)
        case "month" | "season":
            return edtf.add_months(base, shift) if len(base) >= 7 else None
        case "year" | "decade":
            year = int(base[:4]) + shift * (10 if unit == "decade" else 1)
            return f"{year:04d}" if 0 < year < 9999 else None
    return None


def _unit(expression: DateExpression, day: str, is_future: bool) -> str | None:
    if not day:
        return None
    if not expression.is_pointed:
        counted = _counted(day, expression.unit, expression.shift)
        return f"{counted}~" if counted and expression.is_rough else counted
    shift, year = expression.shift, int(day[:4])
    match expression.unit:
        case "week":
            sunday = edtf.add_days(day, -((edtf.weekday(day) + 1) % 7) + 7 * shift)
            return _so_far(expression, sunday, edtf.add_days(sunday, 6), day)
        case "weekend":
            # Said on a Sunday, "this weekend" began yesterday; "last weekend" is the one before this week.
            saturday = edtf.add_days(day, -((edtf.weekday(day) + 2) % 7))
            # "formed this weekend", said on a Tuesday, is the one that was.
            is_behind = shift == 0 and not is_future and edtf.weekday(day) < _MIDWEEK
            ahead = 0 if edtf.weekday(day) >= 5 or is_behind else 7
            saturday = edtf.add_days(
                saturday, (ahead if shift >= 0 else 0) + 7 * (shift if shift > 0 or ahead == 0 else 0)
            )
            return f"{saturday}/{edtf.add_days(saturday, 1)}"
        case "month":
            month = edtf.add_months(day, shift)
            return _so_far(expression, f"{month}-01", edtf.latest(month), day, whole=month)
        case "year":
            return _so_far(
                expression, f"{year + shift:04d}-01-01", f"{year + shift:04d}-12-31", day, whole=f"{year + shift:04d}"
            )
        case "decade":
            return f"{year // 10 + shift:03d}X"
        case "century":
            return f"{year // 100 + shift:02d}XX"
        case "day":
            return edtf.add_days(day, shift)
    return None


def _so_far(expression: DateExpression, first: str, last: str, day: str, *, whole: str = "") -> str:
    """A week, month or year; "earlier this" ends with the article's date and "later this" begins with it."""
    if expression.shift == 0 and expression.part == "early":
        return f"{first}/{day}" if first < day else day
    if expression.shift == 0 and expression.part == "late":
        return f"{day}/{last}" if day < last else day
    return whole or f"{first}/{last}"
