"""Work out from a story's own words when it was published. Pure; would rather say nothing than be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from archivegen import sentences
from archivegen.dates import DateExpression, expressions, resolve
from archivegen.dates.edtf import add_days, is_day, latest, weekday
from archivegen.model import Evidence, Inference, Span
from archivegen.patterns import late_pattern

_FUTURE = re.compile(
    r"\b(?:will|would|shall|upcoming|scheduled|slated|plan(?:s|ned)?|expect(?:s|ed)?|due|set to|deadlines?|register|"
    r"wird|werden|soll|será|serán)\b",
    re.IGNORECASE,
)
_FRENCH_FUTURE = re.compile(r"\b(?:\w+r(?:a|ont)|prévue?s?|prochaine?s?|doit|doivent)\b", re.IGNORECASE)
_OWN_PUBLICATION = late_pattern(
    r"\b(?:this (?:article|story|post|piece|report|interview)|cet article|dieser (?:Artikel|Beitrag|Text)|este (?:artículo|artigo|texto)|"
    r"quest(?:o articolo|a intervista)|dit artikel)\b[^.]{0,60}\b(?:published|posted|appeared|released|publi[ée]e?|paru|erschien(?:en)?|"
    r"veröffentlicht|publicado|pubblicat[oa]|verscheen|gepubliceerd)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_DATELINE = late_pattern(
    r"(?:[(«“]?[A-ZÀ-ÞА-ЯЁ][\w.’'-]*[,/]?\s+|(?:le|den|am|el|de|del|of|the|on|et|and|[-–—])\s+){0,8}"
)
_AFTER_DATELINE = re.compile(r"[.,]?\s*(?:[(/][^)/\n]{1,40}[)/])?\s*[-–—]{1,2}\s*\S")
# "【ソウル共同、2024年6月19日】", "新华社北京2024年6月19日电", "本报讯（2024年6月19日）"
_CJK_DATELINE = re.compile(r"[【（(［\[]?[^。，、！？\d]{0,14}、?")
_AFTER_CJK_DATELINE = re.compile(r"[^。，、\d]{0,8}(?:[】）)］\]]|[电電讯訊]|[＝=])")
_COUNTED_LANGUAGES = frozenset(("en", "fr", "de", "es"))
"""Whose future tense is known: only there the last day that is told of can be told from one to come."""
_DATELINE_LINES = 2
_AROUND_BODY_DAYS = 31
_SAME_YEAR_DAYS = 200
_FAR_DAYS = 60
_FARTHEST = 600
_MOST_YEARS = 40
_LONGEST_TEXT = 200_000


class _Dated(msgspec.Struct, frozen=True):
    """A date in the story, with where it stands."""

    line: int
    words: str
    expression: DateExpression
    is_future: bool
    is_dateline: bool
    is_lede: bool
    """It stands in the first sentence of the story."""
    is_own: bool
    """The story says of itself that it was published then."""


class _Year(msgspec.Struct, frozen=True):
    """A full date that tells the year of dates without one."""

    day: str
    evidence: Evidence
    is_body: bool


def infer(
    lines: Sequence[tuple[int, str]], *, language: str, supporting: Sequence[tuple[int, str]] = ()
) -> Inference | None:
    """The day on which a story of these paragraphs came out, with its evidence; None where the text does not say.

    It is the last day that the story tells of as past. *lines* are body paragraphs with their line in the seed; *supporting*
    are captions and embeds, whose full dates may tell the year but never the day. A year in the background ("since early
    2022") is never taken: it takes a full date near by, or a day of the week that fits.
    """
    body = list(_dated(lines, language))
    stated = [d for d in body if (d.is_own or d.is_dateline) and _full(d)]
    if stated:
        return _stated(stated[0])
    return (_counted(body, supporting, language) if language[:2] in _COUNTED_LANGUAGES else None) or _of_lede(body)


def _counted(body: Sequence[_Dated], supporting: Sequence[tuple[int, str]], language: str) -> Inference | None:
    """The last of the days without a year that the story tells of as past, where a full date tells the year."""
    known = [_Year(day, Evidence(d.line, d.words), False) for d in _dated(supporting, language) if (day := _full(d))]
    near = [_Year(day, Evidence(d.line, d.words), True) for d in body if not d.is_future and (day := _full(d))]
    told = [d for d in body if not d.is_future and d.expression.day and not d.expression.year]
    floor = max((d.expression.until[0] or d.expression.year for d in body if not d.is_future), default=0)
    placed = [(day, d, year) for d in told for day, year in [_place(d, known, near, floor)] if day and year]
    if not placed or any(_contradicts(d, placed[0][0]) for d in told if d.expression.weekday >= 0):
        return None
    value, last, year = max(placed, key=lambda item: (item[1].is_dateline, item[0]))
    if int(value[:4]) < floor:
        return None
    return _inferred(value, last, year, [d for day, d, _ in placed if day == value])


def _of_lede(body: Sequence[_Dated]) -> Inference | None:
    """The full day that the first sentence of a story tells of by its day of the week too: "on Wednesday, March 3, 2021".

    Who looks back on a day of the past does not say which day of the week it was. None where the story tells of a later day.
    """
    first = next((d for d in body if d.is_lede and d.expression.weekday >= 0 and not d.is_future), None)
    day = _full(first) if first is not None else ""
    if first is None or not day or _contradicts(first, day):
        return None
    last = max((d.expression.until[0] or d.expression.year for d in body), default=0)
    if last > int(day[:4]) or any(_full(d) > day for d in body):
        return None
    told = (Evidence(first.line, first.words),)
    return Inference(day, "the day that the story opens with", 0.6, told, f"{day}/{add_days(day, 6)}")


def _dated(lines: Sequence[tuple[int, str]], language: str) -> Iterator[_Dated]:
    ahead = _FRENCH_FUTURE if language.startswith("fr") else _FUTURE
    seen = 0
    for place, (number, text) in enumerate(lines):
        seen += len(text)
        if seen > _LONGEST_TEXT:
            return
        spans: list[Span] = []
        nearest = 0
        for found in expressions(text, language=language):
            if found.kind != "calendar":
                continue
            spans = spans or list(sentences.spans(text))
            while nearest + 1 < len(spans) and spans[nearest].end < found.span.end:
                nearest += 1
            begin, end = (spans[nearest].start, spans[nearest].end) if spans else (0, len(text))
            begin = max(begin, found.span.start - _FARTHEST)
            before = text[begin : found.span.start]
            yield _Dated(
                line=number,
                words=" ".join(text[begin : min(end, begin + 400)].split())[:200],
                expression=found,
                is_future=bool(ahead.search(before)) or found.relation in ("before", "until", "by"),
                is_dateline=place < _DATELINE_LINES and begin == 0 and _is_dateline(text, found),
                is_lede=place == 0 and begin == 0,
                is_own=bool(_OWN_PUBLICATION.search(before)),
            )


def _is_dateline(text: str, found: DateExpression) -> bool:
    """ "MOSCOW, June 19 (Reuters) —", "29 mai 2012. - " at the head of the story."""
    if found.text[-1] in "日号號일":
        return bool(
            _CJK_DATELINE.fullmatch(text, 0, found.span.start) and _AFTER_CJK_DATELINE.match(text, found.span.end)
        )
    return (
        found.span.start <= 60
        and bool(_DATELINE.fullmatch(text, 0, found.span.start))
        and bool(_AFTER_DATELINE.match(text, found.span.end))
        and not _END_OF_SPAN.fullmatch(text, found.span.end)
    )


_END_OF_SPAN = re.compile(r"\s*[-–—]\s*\S[^.!?]{0,25}\b(?:19|20)\d{2}\s*")
"""The other day of a span, which is no story: "May 5, 2022 – May 8, 2022"."""


def _full(dated: _Dated) -> str:
    """The day that it says, if it says all of it; else ""."""
    expression = dated.expression
    if not (expression.year and expression.day):
        return ""
    when = resolve(msgspec.structs.replace(expression, relation=""), anchor="")
    return latest(when) if when else ""


def _place(dated: _Dated, known: list[_Year], near: list[_Year], floor: int) -> tuple[str, _Year | None]:
    """The day that a date without a year means, and the full date that tells so; "" if none does."""
    month, day = (
        dated.expression.until[1:] if dated.expression.until[1] else (dated.expression.month, dated.expression.day)
    )
    best: tuple[int, str, _Year] | None = None
    for year in [*known[:_MOST_YEARS], *near[:_MOST_YEARS]]:
        for number in (int(year.day[:4]), int(year.day[:4]) + 1):
            if number < floor or not is_day(number, month, day):
                continue
            candidate = f"{number:04d}-{month:02d}-{day:02d}"
            distance = _days(candidate, year.day)
            if year.is_body and (dated.expression.weekday < 0 or _contradicts(dated, candidate)):
                continue
            if _is_close(candidate, year, distance) and (best is None or distance < best[0]):
                best = (distance, candidate, year)
    return (best[1], best[2]) if best else ("", None)


def _is_close(candidate: str, year: _Year, distance: int) -> bool:
    if year.is_body:
        # A year is spelled out in running text mostly where it is NOT the story's own: only a close neighbor counts,
        # and only for a date whose day of the week agrees.
        return distance <= _AROUND_BODY_DAYS and candidate[:4] == year.day[:4]
    if candidate < year.day:
        return distance <= 14
    return distance <= (_SAME_YEAR_DAYS if candidate[:4] == year.day[:4] else _FAR_DAYS)


def _days(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _contradicts(dated: _Dated, value: str) -> bool:
    """The day of the week printed with it is that of another year."""
    expression = dated.expression
    year = int(value[:4])
    if not is_day(year, expression.month, expression.day):
        return True
    return weekday(f"{year:04d}-{expression.month:02d}-{expression.day:02d}") != expression.weekday


def _stated(dated: _Dated) -> Inference | None:
    day = _full(dated)
    if not day:
        return None
    return Inference(
        value=day,
        basis="the dateline" if dated.is_dateline else "the text says when it was published",
        confidence=0.95 if dated.is_dateline else 0.9,
        evidence=(Evidence(dated.line, dated.words),),
        interval=day,
    )


def _inferred(value: str, last: _Dated, year: _Year, same: list[_Dated]) -> Inference:
    confidence = 0.6 + (0.1 if len(same) > 1 else 0) + (0.15 if last.is_dateline else 0)
    confidence += 0.1 if _days(value, year.day) <= 31 else 0
    evidence = tuple(Evidence(d.line, d.words) for d in same[:3])
    return Inference(
        value=value,
        basis="the dateline" if last.is_dateline else "the last dated event in the text",
        confidence=round(confidence, 2),
        evidence=(*evidence, year.evidence),
        interval=f"{value}/{add_days(value, 6)}",
    )
