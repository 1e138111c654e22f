"""Date what is placed by another happening ("Since Putin's visit", "On the eve of the summit"). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archivegen import wordsets
from archivegen.dates import edtf
from archivegen.model import Event, Span
from archivegen.patterns import late_pattern

_FAMILIES = (
    "visit visits visited visiting trip arrived arrives arrival tour travel traveled travelled",
    "summit summits met meeting meetings talks meet negotiations",
    "election elections vote voted votes poll polls referendum elected runoff",
    "attack attacks attacked assault raid bombing shooting strike strikes massacre",
    "invasion invaded war conflict offensive",
    "test tests tested launch launched test-fired fired",
    "signing signed treaty agreement deal pact accord ceremony",
    "call called phone conversation",
    "trial hearing verdict convicted sentencing sentenced ruling",
    "crash crashed accident collision derailment",
    "fire blaze explosion blast eruption",
    "storm hurricane typhoon flood floods earthquake quake cyclone tornado",
    "protest protests demonstration march rally unrest",
    "death died killing killed murder",
    "outbreak pandemic epidemic",
    "resignation resigned dismissal",
    "inauguration inaugurated sworn",
    "match game final tournament race",
    "conference congress convention session assembly",
    "statement announcement announced speech interview report",
)
FAMILY_BY_WORD = {word: number for number, family in enumerate(_FAMILIES) for word in family.split()}
_NOUNS = (
    "visit trip arrival tour summit meeting talks negotiations election vote referendum attack assault raid bombing shooting strike "
    "massacre invasion war conflict offensive test launch signing treaty agreement deal pact ceremony call trial hearing verdict "
    "ruling crash accident collision fire blaze explosion blast eruption storm hurricane typhoon flood earthquake quake protest "
    "demonstration rally death killing murder outbreak pandemic resignation inauguration match game final conference congress "
    "convention session assembly speech interview"
)
_RELATIONS = (
    "on the eve of ", "the day before ", "a day before ", "the day after ", "a day after ", "since ", "following ",
)  # fmt: skip
_PHRASE = late_pattern(
    r"(?P<phrase>(?:[^\s.,;:!?()]+\.? ){0,5}?" + wordsets.pattern(_NOUNS.split()) + r")\b"
    r"(?P<place>(?: (?:to|in|with|of|at) (?:the )?(?:[A-Z][\w’-]* ?){1,3})?)"
)
_LONGEST_TOLD = 600
_STARTS = ("", ".", "!", "?", "”", ",")
_WORD = re.compile(r"[^\W\d_][\w-]*")


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def words_of(event: Event, text: str) -> list[str]:
    return words(text[event.span.start : min(event.span.end, event.span.start + _LONGEST_TOLD)])


class Reference:
    """A phrase that dates its sentence by another happening."""

    __slots__ = ("phrase", "relation", "span")

    def __init__(self, span: Span, relation: str, phrase: str) -> None:
        self.span, self.relation, self.phrase = span, relation, phrase


def references(text: str) -> list[Reference]:
    """Those of *text*, in order; they hold no date themselves."""
    found: list[Reference] = []
    for relation in _RELATIONS:
        for at in places(text, relation):
            phrase = _PHRASE.match(text, at + len(relation))
            if phrase is None or any(c.isdigit() for c in phrase["phrase"]):
                continue
            if text[max(0, at - 2) : at].strip()[-1:] in _STARTS:
                found.append(Reference(Span(at, phrase.end()), relation.strip(), phrase.group()))
    return sorted(found, key=lambda reference: reference.span)


def places(text: str, phrase: str) -> Iterator[int]:
    """Where *phrase* begins in *text*, with a small or a capital first letter. (find is ten times as fast as a pattern.)"""
    first, rest = (phrase[0], phrase[0].upper()), phrase[1:]
    at = text.find(rest, 1)
    while at >= 0:
        if text[at - 1] in first:
            yield at - 1
        at = text.find(rest, at + 1)


def happened(phrase: str, events: Sequence[Event], text: str) -> str:
    """The day on which what *phrase* names began, by the dated *events* of the article: the same kind of thing, a name shared."""
    named = words(phrase)
    families = {FAMILY_BY_WORD[word] for word in named if word in FAMILY_BY_WORD}
    names = {word.removesuffix("s") for word in named if word[0].isupper()} - {"Mr", "Mrs", "Ms", "The", "U"}
    best: tuple[int, str] | None = None
    for event in events:
        if event.when.startswith("..") or edtf.precision(event.when.replace("~", "").partition("/")[0]) != "day":
            continue
        told = words_of(event, text)
        if not families & {FAMILY_BY_WORD[word] for word in told if word in FAMILY_BY_WORD}:
            continue
        shared = len(names & {word.removesuffix("s") for word in told})
        is_range_so_far = "/" in event.when and event.basis.startswith("“earlier")
        if (names and not shared) or is_range_so_far:
            continue
        key = (shared, event.when)
        if (
            best is None
            or shared > best[0]
            or (shared == best[0] and edtf.earliest(event.when) < edtf.earliest(best[1]))
        ):
            best = key
    return edtf.earliest(best[1].replace("~", "")) if best else ""


def resolved(reference: Reference, day: str, anchor: str) -> str:
    """EDTF of the sentence that *reference* dates, where what it names began on *day*."""
    match reference.relation:
        case "on the eve of" | "the day before" | "a day before":
            return f"{edtf.add_days(day, -1)}~"
        case "a day after" | "the day after":
            return f"{edtf.add_days(day, 1)}~"
        case "following":
            return f"{day}~"
    return f"{day}/{anchor}" if anchor and day < anchor else ""
