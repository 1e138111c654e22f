"""Find the date expressions of running text. Pure; what they mean for an article of a given date is for resolving.py."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from archivegen.dates import cjk
from archivegen.dates.expression import DateExpression
from archivegen.dates.grammar import Grammar, grammar_of
from archivegen.dates.readers import READERS
from archivegen.model import Span

_RANGE_WORDS = frozenset(
    ("to", "through", "until", "till", "and", "–", "-", "au", "à", "et", "bis", "und", "y", "hasta")
)

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def expressions(text: str, *, language: str) -> Iterator[DateExpression]:
    """Every date expression in the running *text*: ascending, not overlapping.

    Explicit ("June 19-20", "19 June", "early 2022", "the 1990s"), counted from the article's date ("last September", "on
    Monday", "24 years") or from the date named before ("a day earlier", "five years later"). Prepositions that bound
    ("since 2017") belong to it. Unknown languages give none. O(len(text)).
    """
    code = language.lower()
    if code[:2] in cjk.LANGUAGES:
        return cjk.expressions(text)
    grammar = grammar_of(code)
    if grammar is None:
        return iter(())
    if code[:2] == "ar":
        text = text.translate(_DIGITS)
    return _joined(_found(grammar, text), text)


def _found(grammar: Grammar, text: str) -> Iterator[DateExpression]:
    reached = 0
    for match in grammar.core.finditer(f" {text}"):
        start, end = match.start(1) - 1, match.end() - 1
        if start < reached:
            continue
        kind = grammar.kinds.get(match[1]) or ("year" if end - start == 4 else "numeric")
        found = READERS[kind](grammar, text, start, end)
        if found is not None and found.span.start >= reached:
            reached = found.span.end
            yield found


def _joined(found: Iterator[DateExpression], text: str) -> Iterator[DateExpression]:
    """ "from 2004 through 2015" and "between May and July 2019" as one range."""
    first: DateExpression | None = None
    for here in found:
        whole = _range(first, here, text) if first is not None else None
        if whole is not None:
            first = whole
            continue
        if first is not None:
            yield first
        first = here
    if first is not None:
        yield first


def _range(first: DateExpression, last: DateExpression, text: str) -> DateExpression | None:
    if last.span.start - first.span.end > 9 or first.kind != "calendar" or last.kind != "calendar" or any(first.until):
        return None
    words = text[first.span.end : last.span.end - len(last.text)] + (
        last.text.partition(" ")[0] if last.relation else ""
    )
    opener = text[max(0, first.span.start - 8) : first.span.start].lower().split()[-1:]
    if first.relation not in ("from", "since") and opener not in (["between"], ["from"], ["zwischen"], ["entre"]):
        return None
    if words.strip() not in _RANGE_WORDS or any(last.until) or first.digits < 4 or last.digits < 4:
        return None
    year = first.year or (last.year if first.month <= last.month else last.year - 1 if last.year else 0)
    end = (last.year, last.month, last.day)
    if last.year and (year, first.month, first.day) >= end:
        return None
    span = Span(first.span.start, last.span.end)
    return msgspec.structs.replace(
        first, span=span, text=text[span.start : span.end], year=year, until=end, relation="", is_pointed=False
    )
