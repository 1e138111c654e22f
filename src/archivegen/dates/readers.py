"""Read one date expression around the word that it was known by. Pure; one function a kind of word."""

from __future__ import annotations

import re

import msgspec

from archivegen.dates.edtf import is_day
from archivegen.dates.expression import DateExpression
from archivegen.dates.grammar import YEAR, Grammar
from archivegen.dates.prose import Part, Prose, Relation, Unit
from archivegen.model import Span
from archivegen.patterns import late_pattern

_YEAR_TAIL = re.compile(r"(?:[’']?s\b|-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)|[-–/](?P<last>\d{4}|\d\d)(?![\d-]))?")
_COUNTED_NOUN = late_pattern(
    r"\s+(?:%|percent\b|per cent\b|people\b|hrs\b|local time\b|"
    r"(?:[A-Z]\w+ (?:night |morning |evening )?,? ?)?(?:UTC|GMT|EST|EDT|CET|BST)\b|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b[\w ,]{0,16}(?:UTC|GMT)\b|"
    r"(?:mega|kilo|giga)?(?:watts?|bytes?|hertz|volts?|ohms?|grams?|liters?|litres?)\b|[MGk]?(?:W|Wh|Hz|V|B)\b|Ohm\b|"
    r"[a-z]+ (?:people|troops|soldiers|dollars|euros|votes)\b|"
    r"(?:troops|soldiers|dollars|euros|votes|meters|metres|feet|miles|kilomet|square|deaths|cases|members|residents|homes|jobs|"
    r"men|women|children|students|workers|years|hours|degrees|employees|points|tons|tonnes|pounds)\b)"
)
_SUPERLATIVE = re.compile(r"\b(?:first|only|[a-z]{3,}est|worst|most|least)\b[^.!?;\n]{0,110}$")
_VAGUE_UNITS = re.compile(r"\s+(?:years?|months?|weeks?|days?|decades?|times|history|hours?|memory|centur)")
_REACH = 40
_MAX_WORDS_BEFORE = 6


class _Around(msgspec.Struct):
    """What stands before the core of an expression."""

    start: int
    part: Part = ""
    relation: Relation = ""
    shift: int = 0
    is_pointed: bool = False
    weekday: int = -1
    lead_in: str = ""
    """The word before all that, in lower case."""
    has_article: bool = False


def _word_before(text: str, at: int) -> tuple[str, int]:
    """The word that ends right before *at* (white space or one hyphen between), in its own case, and where it starts."""
    end = at
    while end > 0 and text[end - 1] in "  -":
        end -= 1
    if end == at:
        return "", at
    start = end
    limit = max(0, end - _REACH)
    while start > limit and (text[start - 1].isalnum() or text[start - 1] in "’'.,"):
        start -= 1
    return text[start:end], start


def _look_back(grammar: Grammar, text: str, at: int) -> _Around:
    """Gather "since", "early", "last", "the", "Monday," before position *at*."""
    table, around, reach = grammar.prose, _Around(start=at), at
    for _ in range(_MAX_WORDS_BEFORE):
        word, start = _word_before(text, reach)
        lowered = word.lower()
        if lowered.endswith(",") and reach == at and lowered[:-1] in grammar.words.weekdays:
            lowered = lowered[:-1]  # "Monday, June 19"
        if not lowered:
            break
        if lowered in table.parts and not around.part:
            around.part = table.parts[lowered]
        elif lowered in table.pointers and not around.is_pointed:
            around.shift, around.is_pointed = table.pointers[lowered], True
        elif lowered in grammar.words.weekdays and len(lowered) > 3 and around.weekday < 0:
            around.weekday = grammar.words.weekdays[lowered]
        elif lowered in table.relations:
            if not around.has_article or around.part:  # "since the end of May", but "after his June 19 visit"
                around.relation = table.relations[lowered]
                around.start = start
            around.lead_in = lowered
            break
        elif lowered in table.articles or lowered in table.joiners or (lowered == "in" and around.part == ""):
            if lowered in table.articles:
                around.has_article = True
            around.lead_in = around.lead_in or lowered
            reach = start
            continue
        else:
            around.lead_in = around.lead_in or lowered
            break
        around.start = reach = start
        around.lead_in = ""
    return around


def _of_month(grammar: Grammar, text: str, start: int, end: int) -> DateExpression | None:
    name = text[start:end].lower()
    month = grammar.words.months[name]
    if name in grammar.short_months:
        if text[end : end + 1] == ".":
            end += 1
        elif not (grammar.prose.capitalized and text[end + 1 : end + 2].isdigit()):
            return None
    tail = grammar.month_tail.match(text, end)
    day = int(tail["day"] or 0) if tail else 0
    year = int(tail["year"] or 0) if tail else 0
    stop = tail.end() if tail else end
    until = (0, 0, 0)
    if tail and tail["day2"]:
        month2 = grammar.words.months[tail["month2"].rstrip(".").lower()] if tail["month2"] else month
        until = (year, month2, int(tail["day2"]))
    if not day:
        before = grammar.day_before.search(text, max(0, start - 24), start)
        if before is not None:
            day, begin = int(re.match(r"\d+", before["day"])[0]), before.start()  # type: ignore[index]
            if before["day1"]:
                until, day = (year, month, day), int(before["day1"])
            start = begin
    around = _look_back(grammar, text, start)
    if not day and not year and not _is_bare_month(grammar, text, name, end, around):
        return None
    known_year = year or 2000  # a leap year: 29 February exists in some year
    if (day and not is_day(known_year, month, day)) or (until[1] and not is_day(known_year, until[1], until[2])):
        return None
    return DateExpression(
        span=Span(around.start, stop), text=text[around.start : stop], kind="calendar", year=year, month=month, day=day,
        until=until, weekday=around.weekday, part=around.part if not day else "", relation=around.relation,
        shift=around.shift, is_pointed=around.is_pointed and not year,
    )  # fmt: skip


def _is_bare_month(grammar: Grammar, text: str, name: str, end: int, around: _Around) -> bool:
    if around.is_pointed or around.part:
        return True
    if around.lead_in in grammar.prose.lead_ins or around.relation:
        is_name = (
            text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
        )  # "and June Smith", "in March Madness"
        return not is_name or (
            name not in grammar.prose.ambiguous and around.lead_in in ("in", "since", "during", "until")
        )
    follows = text[end : end + 2]
    return around.has_article and name not in grammar.prose.ambiguous and follows[:1] == " " and follows[1:].islower()


def _of_year(grammar: Grammar, text: str, start: int, end: int) -> DateExpression | None:
    tail = _YEAR_TAIL.match(text, end)
    year, until, stop = int(text[start:end]), (0, 0, 0), end
    month = day = 0
    digits = 4
    if tail is not None and tail.group():
        if tail["month"]:
            month, day, stop = int(tail["month"]), int(tail["day"]), tail.end()
            if not is_day(year, month, day):
                return None
        elif tail["last"]:
            last = int(tail["last"]) if len(tail["last"]) == 4 else year - year % 100 + int(tail["last"])
            if not year < last <= year + 120:
                return None
            until, stop = (last, 0, 0), tail.end()
        elif year % 10 == 0 and text[tail.end() - 1] == "s" and not (text[end] in "’'" and _is_noun(text, tail.end())):
            digits, stop = (2 if year % 100 == 0 and year < 1900 else 3), tail.end()
    around = _look_back(grammar, text, start)
    if digits == 4 and not month and not _is_bare_year(grammar, text, start, stop, around):
        return None
    season, begin = _season_before(grammar, text, start)
    if season and digits == 4:
        around = _look_back(grammar, text, begin)
        around.start = min(around.start, begin)
    return DateExpression(
        span=Span(around.start, stop), text=text[around.start : stop], kind="season" if season else "calendar", year=year,
        month=month, day=day, until=until, digits=digits, part=around.part, relation=around.relation, season=season,
    )  # fmt: skip


def _is_noun(text: str, at: int) -> bool:
    """Whether a word follows, so that "2010’s" is a possessive."""
    return text[at : at + 1] == " " and text[at + 1 : at + 2].isalpha()


def _season_before(grammar: Grammar, text: str, start: int) -> tuple[int, int]:
    word, begin = _word_before(text, start)
    if word in grammar.prose.joiners:
        word, begin = _word_before(text, begin)
    return grammar.prose.seasons.get(word, 0), begin


def _is_bare_year(grammar: Grammar, text: str, start: int, end: int, around: _Around) -> bool:
    if _COUNTED_NOUN.match(text, end):
        return False
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before == "(" or after == ")":
        return True
    if (
        before in ("$", "€", "£", "#", "/", "-", "–")
        or after in ("-", "/", "%", "°")
        or text[end : end + 2] in ("km", "m ")
    ):
        return False
    if around.relation or around.part or around.lead_in in grammar.prose.lead_ins or around.is_pointed:
        return around.lead_in not in ("for", "to", "about", "over", "as") or not _is_noun(text, end)
    if _season_before(grammar, text, start)[0]:
        return True
    year = int(text[start : start + 4])
    if not 1850 <= year <= 2060:
        return False
    if around.has_article or around.lead_in.endswith(("’s", "'s", "s’", "s'")):
        return _is_noun(text, end)
    return before == " " and text[max(0, start - 2) : start - 1] == "," and after in ",."


def _of_weekday(grammar: Grammar, text: str, start: int, end: int) -> DateExpression | None:
    follows = text[end : end + 24]
    if _leads_into_month(grammar, follows):
        return None  # the month takes it along
    around = _look_back(grammar, text, start)
    shift, pointed, stop = around.shift, around.is_pointed, end
    tail = grammar.unit_tail.match(text, end)
    if tail is not None and tail["word"] in grammar.prose.pointers_after:
        shift, pointed, stop = grammar.prose.pointers_after[tail["word"]], True, tail.end()
    return DateExpression(
        span=Span(around.start, stop), text=text[around.start : stop], kind="weekday",
        weekday=grammar.words.weekdays[text[start:end].lower()], shift=shift, is_pointed=pointed, relation=around.relation,
    )  # fmt: skip


def _leads_into_month(grammar: Grammar, follows: str) -> bool:
    words = follows.replace(",", " ").split()[:3]
    for word in words:
        bare = word.rstrip(".,;").lower()
        if bare in grammar.words.months and (word[0].isupper() or not grammar.prose.capitalized):
            return True
        if not word[0].isdigit() and bare not in grammar.prose.articles and bare not in grammar.prose.joiners:
            return False
    return False


def _of_unit(grammar: Grammar, text: str, start: int, end: int) -> DateExpression | None:
    table = grammar.prose
    unit = table.units[text[start:end]]
    if text[end : end + 1] == "-":
        return None
    tail = grammar.unit_tail.match(text, end)
    after = tail["word"] if tail else ""
    word, begin = _word_before(text, start)
    lowered = word.lower()
    if lowered in table.steps and (lowered not in table.relations or lowered == "following"):
        return _stepped(grammar, text, begin, end, unit, table.steps[lowered], False)
    count = _count(table, lowered)
    if count and text[begin - 1 : begin] not in ("-", "–", "$"):
        return _counted(grammar, text, begin, end, unit, count, after, tail.end() if tail else end)
    if after in table.pointers_after:
        stop = tail.end() if tail else end
        return _pointed(text, start, stop, unit, table.pointers_after[after], "")
    around = _look_back(grammar, text, start)
    if not around.is_pointed or (around.has_article and around.shift > 0):
        if lowered == "next" and around.has_article:
            return _stepped(grammar, text, begin, end, unit, 1, False)
        return None
    if around.has_article and around.shift < 0 and unit not in ("weekend", "day"):  # "over the last century": up to now
        return DateExpression(
            span=Span(around.start, end), text=text[around.start : end], kind="stretch", unit=unit, shift=around.shift
        )
    found = _pointed(text, around.start, end, unit, around.shift, around.part)
    return msgspec.structs.replace(found, relation=around.relation)


def _count(table: Prose, word: str) -> int:
    if word.isdecimal() and len(word) <= 3:
        return int(word)
    return table.counts.get(word, 0)


def _pointed(text: str, start: int, end: int, unit: Unit, shift: int, part: Part) -> DateExpression:
    return DateExpression(
        span=Span(start, end), text=text[start:end], kind="unit", unit=unit, shift=shift, is_pointed=True, part=part
    )


def _stepped(
    grammar: Grammar, text: str, start: int, end: int, unit: Unit, shift: int, is_rough: bool
) -> DateExpression | None:
    return DateExpression(
        span=Span(start, end), text=text[start:end], kind="step", unit=unit, shift=shift, is_rough=is_rough
    )


def _counted(
    grammar: Grammar, text: str, start: int, end: int, unit: Unit, count: int, after: str, stop: int
) -> DateExpression | None:
    """ "two days ago", "five years later", "the past ten years", "the first in 24 years"."""
    table = grammar.prose
    is_article = text[start:end].lower().startswith(("a ", "an "))
    if after in table.ago or text[max(0, start - 8) : start].strip().lower().endswith(
        tuple(table.ago_before) or ("\0",)
    ):
        stop = stop if after in table.ago else end
        return DateExpression(
            span=Span(start, stop), text=text[start:stop], kind="unit", unit=unit, shift=-count,
            is_rough=unit not in ("day", "hour"),
        )  # fmt: skip
    if after in table.later:
        return _stepped(grammar, text, start, stop, unit, table.later[after] * count, False)
    word, begin = _word_before(text, start)
    if table.pointers.get(word.lower()) == -1 and not is_article:
        return DateExpression(span=Span(begin, end), text=text[begin:end], kind="stretch", unit=unit, shift=-count)
    if word == "in" and _SUPERLATIVE.search(text, max(0, begin - 120), begin):
        return DateExpression(
            span=Span(start, end), text=text[start:end], kind="unit", unit=unit, shift=-count, is_rough=True
        )
    return None


def _of_fixed(grammar: Grammar, text: str, start: int, end: int) -> DateExpression | None:
    unit, shift = grammar.prose.fixed[text[start:end].lower()]
    around = _look_back(grammar, text, start)
    is_owner = text[end : end + 2] in ("’s", "'s")  # "by today's judgment"
    relation = "" if is_owner else around.relation
    begin = around.start if (around.part and not is_owner) or relation else start
    return DateExpression(
        span=Span(begin, end), text=text[begin:end], kind="unit", unit=unit, shift=shift, relation=relation
    )


def _of_anaphor(_: Grammar, text: str, start: int, end: int) -> DateExpression | None:
    if text[end : end + 1] == "-":  # "by then-President"
        return None
    is_day = "day" in text[start:end]
    return DateExpression(
        span=Span(start, end), text=text[start:end], kind="step", unit="day" if is_day else "year", is_rough=not is_day
    )


def _of_season(grammar: Grammar, text: str, start: int, end: int) -> DateExpression | None:
    around = _look_back(grammar, text, start)
    if re.match(rf",?\s(?:(?:of|de)\s)?{YEAR}(?!\d)", text[end : end + 10]):
        return None  # the year takes it along
    if not around.is_pointed and not around.part:
        return None
    return DateExpression(
        span=Span(around.start, end), text=text[around.start : end], kind="season", season=grammar.prose.seasons[text[start:end]],
        shift=around.shift, is_pointed=around.is_pointed, relation=around.relation,
    )  # fmt: skip


def _of_recent(_: Grammar, text: str, start: int, end: int) -> DateExpression | None:
    if _VAGUE_UNITS.match(text, end):
        return None
    return DateExpression(span=Span(start, end), text=text[start:end], kind="recent")


def _of_numeric(grammar: Grammar, text: str, start: int, end: int) -> DateExpression | None:
    first, mark, second, year = re.match(r"(\d+)([./])(\d+)[./](\d+)", text[start:end]).groups()  # type: ignore[union-attr]
    is_american = mark == "/" and grammar.words.month_first is None and int(second) > 12
    if mark == "/" and grammar.words.month_first is None and not is_american and int(first) <= 12 and first != second:
        return None
    day, month = (int(second), int(first)) if is_american else (int(first), int(second))
    if not is_day(int(year), month, day):
        return None
    return DateExpression(
        span=Span(start, end), text=text[start:end], kind="calendar", year=int(year), month=month, day=day
    )


READERS = {
    "month": _of_month,
    "year": _of_year,
    "weekday": _of_weekday,
    "unit": _of_unit,
    "fixed": _of_fixed,
    "anaphor": _of_anaphor,
    "season": _of_season,
    "recent": _of_recent,
    "numeric": _of_numeric,
}
