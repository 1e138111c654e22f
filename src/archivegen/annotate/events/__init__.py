"""Find what the text of an article dates: which clause, when, and by which words. Pure; runs after the quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from archivegen.annotate import markup
from archivegen.annotate.events import references, settings
from archivegen.annotate.events.clauses import clause_at, label, stands_alone
from archivegen.annotate.events.tenses import looks_ahead
from archivegen.dates import DateExpression, edtf, expressions, resolve
from archivegen.model import Article, Embed, Event, Facts, Span, Text, TextBlock

_TOLD = frozenset(("paragraph", "list", "quotation", "statement", "caption"))
_AT_ONCE = (
    "quickly", "swiftly", "promptly", "immediately", "shortly after", "soon after", "hours later", "minutes later", "moments later",
)  # fmt: skip
_SCENES = ("speaking ", "surfaced", "emerged")
_DETERMINER = re.compile(r"\b(?:the|a|this|his|her|its|their|our|[\w.]+[’']s)\s+$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’'](?:s\s+)?(?P<thing>(?:[^\s.,;:!?]+\s?){1,5})")
_LEADS = re.compile(r"(?P<relation>[Aa]fter|[Ff]ollowing)\s(?!\w+ing\b)[^.;]{0,80}$")
_TRIVIAL = re.compile(
    r"\b(?:[Rr]etrieved|[Aa]ccessed|[Aa]rchived|[Aa]bgerufen|[Cc]onsulté|le texte du)(?:\s(?:on|am|le|from the original on))?\s$"
    r"|\b(?:moved|brought|pushed|put)\s(?:up|forward|back|off)\s$|\b(?:postponed|delayed|rescheduled)\s$"
)
"""Before a date that dates no happening: when somebody looked at a page, the day that something was moved from."""
_SAYING = re.compile(
    r"\b(?:said|says|told\s(?:[^\s.,;]+\s){1,5}|added|tweeted)(?:\s?(?:in an interview|late|early|on))*\s$"
)
_OF_OUR_TIME = re.compile(
    r"[’']s\s+(?!.{0,40}?\b(?:meeting|summit|vote|election|game|match|hearing|session|announcement|attack)\b)"
)
"""Behind "today" or "tomorrow": "today's users" are of our time, not of a day."""
_NEAR_SENTENCES = 4
_MOST_EVENTS = 2_000
_MOST_A_SENTENCE = 12
"""A sentence with more dates is a list or a slip; what follows is not told."""
_LOOK_BACK = 60
"""Events that a later sentence can lean on."""


class _Group(msgspec.Struct):
    """What may date one sentence."""

    dates: list[DateExpression] = []
    references: list[references.Reference] = []
    at_once: Span | None = None
    has_scene: bool = False
    """A word stands in it that may set a scene: "Speaking in …", "… have surfaced"."""


class _Page(msgspec.Struct):
    """The article while its dates are read in order."""

    text: Text
    anchor: str
    quoted: list[Span]
    told: list[TextBlock]
    previous: str = ""
    """The last date given, which "a day earlier" counts from."""
    previous_sentence: int = -100

    def tells(self, at: int) -> bool:
        """Whether *at* lies in a block that tells something."""
        place = bisect_right(self.told, at, key=_start_of) - 1
        return place >= 0 and at < self.told[place].end


def _start_of(place: TextBlock) -> int:
    return place.start


def annotate(article: Article, text: Text, facts: Facts) -> Facts:
    """*facts* with the dated happenings of *article*, in the order of the text. O(length).

    Dates without a year, and relative ones, are counted from the article's date; without one only full dates are events.
    Words inside a quotation date something only if they are explicit: "today" there is the speaker's day.
    """
    found: list[Event] = []
    page = _Page(
        text=text,
        anchor=article.date[:10],
        quoted=[span for quote in facts.quotes if quote.kind != "post" for span in quote.spans],
        told=[place for place in text.blocks if place.kind in _TOLD],
    )
    for number, group in _by_sentence(page, article.language).items():
        if len(found) < _MOST_EVENTS:
            _of_sentence(page, number, group, found)
    for place in text.blocks:
        if place.kind == "embed":
            found += _of_embed(article, text, place)
    return msgspec.structs.replace(facts, events=tuple(_distinct(found)))


def _by_sentence(page: _Page, language: str) -> dict[int, _Group]:
    """Per sentence of the blocks that tell something, what may date it; in order."""
    text = markup.blanked(page.text.text)
    groups: dict[int, _Group] = {}
    for expression in expressions(text, language=language):
        if page.tells(expression.span.start):
            groups.setdefault(_sentence_at(page.text, expression.span.start), _Group()).dates.append(expression)
    for reference in references.references(text) if page.anchor else ():
        if page.tells(reference.span.start):
            groups.setdefault(_sentence_at(page.text, reference.span.start), _Group()).references.append(reference)
    for phrase in _SCENES if page.anchor else ():
        for at in references.places(text, phrase):
            if page.tells(at):
                groups.setdefault(_sentence_at(page.text, at), _Group()).has_scene = True
    for phrase in _AT_ONCE if page.anchor else ():
        for at in references.places(text, phrase):
            if page.tells(at):
                group = groups.setdefault(_sentence_at(page.text, at), _Group())
                group.at_once = group.at_once or Span(at, at + len(phrase))
    return dict(sorted(groups.items()))


def _distinct(found: list[Event]) -> Iterator[Event]:
    seen: set[tuple[str, int, int]] = set()
    for event in sorted(found, key=lambda e: (e.span, e.when)):
        key = (event.when, event.span.start, event.span.end)
        if key not in seen:
            seen.add(key)
            yield event


def _of_embed(article: Article, text: Text, place: TextBlock) -> Iterator[Event]:
    block = article.blocks[place.block]
    if isinstance(block, Embed) and edtf.is_valid(block.date):
        first = place.start + len(block.text) - len(block.text.lstrip())
        words = block.text.strip().split("\n")[0]
        who = block.author or block.handle
        yield Event(
            when=block.date, label=(f"{who}: {words}" if who else words)[:160], span=Span(place.start, place.end),
            sentence=_sentence_at(text, first), basis="the date of the post",
        )  # fmt: skip


def _sentence_at(text: Text, at: int) -> int:
    return max(0, bisect_right(text.sentences, Span(at, 1 << 60)) - 1)


# ---------------------------------------------------------------- running prose


def _of_sentence(page: _Page, number: int, group: _Group, found: list[Event]) -> None:
    is_dated = group.has_scene and _of_scene(page, number, found)
    for expression in group.dates[:_MOST_A_SENTENCE]:
        event = _of_expression(page, number, expression, len(group.dates) > 1, found)
        if event is None:
            continue
        is_dated = True
        found.append(event)
        _carry(page, event, number)
        after = _after(page.text, event, expression)
        if after is not None:
            found.append(after)
    if not is_dated:
        _undated(page, number, group, found)


def _of_scene(page: _Page, number: int, found: list[Event]) -> bool:
    """Adds to *found* what the scene of the sentence dates; whether there was such."""
    text, sentence = page.text.text, page.text.sentences[number]
    when, basis = settings.spoken_at(text, sentence, found[-_LOOK_BACK:], page.anchor)
    if not when:
        when, basis = settings.surfaced(text, sentence, page.anchor)
    if when:
        found.append(Event(when, label(text, sentence, Span(sentence.end, sentence.end)), sentence, number, basis))
    return bool(when)


def _carry(page: _Page, event: Event, number: int) -> None:
    if not event.when.startswith(".."):
        page.previous, page.previous_sentence = event.when, number


def _of_expression(
    page: _Page, number: int, expression: DateExpression, has_siblings: bool, found: list[Event]
) -> Event | None:
    text, anchor = page.text, page.anchor
    if expression.kind == "stretch" or (_is_inside(expression.span, page.quoted) and not expression.year):
        return None
    if _is_trivial(text.text, expression):
        return None
    if expression.kind == "recent" and not _names_a_thing(text.text, expression):
        return None
    sentence = text.sentences[number]
    clause = clause_at(text.text, sentence, expression.span.start)
    previous = page.previous if number - page.previous_sentence <= _NEAR_SENTENCES else ""
    is_future = looks_ahead(text.text, clause, expression)
    when = resolve(expression, anchor=anchor, previous=previous, is_future=is_future)
    if when is None:
        return None
    refined = _refined(text.text, expression, when, found)
    return Event(
        when=refined or when,
        label=label(text.text, clause if stands_alone(text.text, clause, sentence) else sentence, expression.span),
        span=clause if has_siblings else sentence,
        sentence=number,
        basis=_basis(expression, anchor, previous),
    )


def _is_inside(span: Span, quoted: list[Span]) -> bool:
    place = bisect_right(quoted, Span(span.start, 1 << 60)) - 1
    return place >= 0 and quoted[place].end >= span.end


def _is_trivial(text: str, expression: DateExpression) -> bool:
    """A day that tells only when somebody spoke or read a page, or is no day: "today's users"."""
    start, end = expression.span.start, expression.span.end
    before = text[max(0, start - 60) : start]
    if _TRIVIAL.search(before):
        return True
    if expression.kind == "weekday" or (expression.kind == "unit" and expression.unit == "day"):
        if expression.text.lower() in ("today", "tomorrow") and _OF_OUR_TIME.match(text, end):
            return True
        return bool(_SAYING.search(before)) and not expression.is_explicit
    return False


def _names_a_thing(text: str, expression: DateExpression) -> bool:
    """ "the recent decision", not "had recently given"."""
    return expression.text.lower() == "recent" and bool(
        _DETERMINER.search(text, max(0, expression.span.start - 24), expression.span.start)
    )


def _basis(expression: DateExpression, anchor: str, previous: str) -> str:
    words = f"“{expression.text}”"
    match expression.kind:
        case "step":
            return f"{words}, counted from {edtf.readable(previous)}"
        case "calendar" if expression.year:
            return words
        case "recent":
            return f"{words}, before the article’s date"
        case "calendar":
            return f"{words}, its year from the article’s date"
    return f"{words}, counted from the article’s date, {edtf.readable(anchor)}"


def _refined(text: str, expression: DateExpression, when: str, found: list[Event]) -> str:
    """ "last year's summit": the day or month that the article has already given for that summit."""
    if expression.kind != "unit" or not expression.is_pointed:
        return ""
    thing = _POSSESSIVE.match(text, expression.span.end)
    if thing is None:
        return ""
    first, last = edtf.earliest(when.partition("/")[0]), edtf.latest(when.partition("/")[0])
    words = {word for word in references.words(thing["thing"]) if word in references.FAMILY_BY_WORD}
    for event in found[-_LOOK_BACK:]:
        point = event.when.partition("/")[0]
        if not words or point == ".." or len(point) < 7 or "~" in point or not first <= edtf.earliest(point) <= last:
            continue
        if words & set(references.words_of(event, text)):
            return event.when if not expression.relation else event.when.partition("/")[0] + when[when.find("/") :]
    return ""


def _after(text: Text, event: Event, expression: DateExpression) -> Event | None:
    """The main clause of "Following their June 24 call, …": it came after, how long is not said."""
    sentence = text.sentences[event.sentence]
    lead = _LEADS.search(text.text, max(sentence.start, expression.span.start - 90), expression.span.start)
    if lead is None or lead.start() != sentence.start or expression.relation:
        return None
    comma = text.text.find(", ", expression.span.end, sentence.end)
    day = event.when
    if comma < 0 or len(day) != 10 or sentence.end - comma < 30:
        return None
    clause = Span(comma + 2, sentence.end)
    return Event(
        when=f"{day}~", label=label(text.text, clause, expression.span), span=clause, sentence=event.sentence,
        basis=f"“{lead['relation']}” {edtf.readable(day)}",
    )  # fmt: skip


def _undated(page: _Page, number: int, group: _Group, found: list[Event]) -> None:
    """A sentence without a date of its own that leans on a dated one: "Since Putin's visit, …", "Seoul quickly dismissed …"."""
    text, sentence = page.text.text, page.text.sentences[number]
    for reference in group.references[:_MOST_A_SENTENCE]:
        day = references.happened(reference.phrase, found[-_LOOK_BACK:], text)
        when = references.resolved(reference, day, page.anchor) if day else ""
        if when:
            basis = f"“{text[reference.span.start : reference.span.end].strip()}”, {edtf.readable(day)}"
            found.append(Event(when, label(text, sentence, reference.span), sentence, number, basis))
            return
    if group.at_once is not None and number == page.previous_sentence + 1 and len(page.previous) == 10:
        words = text[group.at_once.start : group.at_once.end]
        basis = f"“{words}” after {edtf.readable(page.previous)}"
        found.append(Event(f"{page.previous}~", label(text, sentence, group.at_once), sentence, number, basis))
