"""Read what stands over a story: headline, kicker, dek, byline, dates. Candidates are scored by what they are and where
they stand. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from archivegen import gazetteers
from archivegen.normalize import bylines, kickers, printed_headline
from archivegen.normalize.bylines import Credit
from archivegen.normalize.furniture import OF_OTHERS, Zone
from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases, key_of
from archivegen.patterns import late_pattern


class Opening(msgspec.Struct, frozen=True):
    """Indexes into the lines."""

    title: int | None
    kicker: int | None
    dek: int | None
    bylines: tuple[tuple[int, Credit], ...]
    """(index, what the line tells)."""
    labels: tuple[int, ...] = ()
    """Sections and tags over the headline."""


# ---------------------------------------------------------------- the headline


def read(lines: Sequence[Line], zone: Zone, phrases: Phrases, *, language: str, taken: frozenset[int]) -> Opening:
    """The opening of the story of *lines*."""
    credits = dict(_bylines(lines, zone, phrases, taken, language))
    credits |= dict(_writers_above(lines, credits, phrases))
    found = tuple(credits.items())
    writers = {key_of(name) for _, credit in found for name in credit.names}
    marked = {index for index, _ in found} | {n for n, line in enumerate(lines) if line.key and line.key in writers}
    title = printed_headline.find(lines, zone, phrases, marked, taken)
    over = kickers.Found()
    if title is not None:
        over = kickers.find(lines, title, marked | taken, zone.reasons, phrases)
    dek = _dek(lines, zone, title, marked, taken) if title is not None else None
    return Opening(title, over.kicker, dek, found, over.labels)


def beside_given(top: Opening, lines: Sequence[Line], given: Mapping[str, Any], *, contained: bool) -> Opening:
    """*top* where headline and dek may be *given*: a line that says something else than they do is the story's own text.

    Right over a line of writers and days it is the printed headline, whatever it says. In a *contained* text, to be alike is
    not enough: it may open without a headline.
    """
    marked = dict(top.bylines)
    title, dek = top.title, top.dek
    if title is not None and title + 1 not in marked and _differs(lines[title], given.get("title"), contained):
        title = None
    if (
        dek is not None
        and (title is None or dek + 1 not in marked)
        and _differs(lines[dek], given.get("dek"), contained)
    ):
        dek = None
    return msgspec.structs.replace(
        top,
        title=title,
        kicker=top.kicker if title is not None else None,
        dek=dek,
        labels=top.labels if title is not None else (),
    )


def _differs(line: Line, given: object, contained: bool) -> bool:
    return bool(given) and not printed_headline.is_alike(line.bare, str(given), nearly=not contained)


def _bylines(
    lines: Sequence[Line], zone: Zone, phrases: Phrases, taken: frozenset[int], language: str
) -> Iterator[tuple[int, Credit]]:
    """Lines near the top of the story, and labelled ones right below it, that name writers and days."""
    top = range(max(0, zone.start - 40), min(zone.start + 12, zone.end))
    foot = range(max(top.stop, zone.end - 3), min(len(lines), zone.end + 25))
    last = -9
    for index in (*top, *foot):
        if index in taken:
            continue
        line = lines[index]
        if line.key in phrases.sets["byline"] and index + 1 < len(lines) and lines[index + 1].words <= 4:
            words = lines[index + 1].text.split()
            if bylines.is_name_like(words, phrases):  # "By", and the name on the next line
                yield index, Credit((), labelled=True)
                yield index + 1, Credit((lines[index + 1].text,), labelled=True)
                last = index + 1
                continue
        credit = bylines.read(line, phrases, language=language)
        if credit is None:
            continue
        if (index > zone.cut or zone.reasons.get(index) in OF_OTHERS) and not _is_signature(line, credit, phrases):
            continue  # of another story, or a comment
        if line.ends and not credit.labelled and index > zone.start:
            continue  # a note on sources: "Weather bureau, August 14, 2006."
        if not credit.labelled and _is_in_answer(lines, index, zone, phrases):
            continue
        lone_day = index in top and index - last <= 2 and not credit.names and not line.ends
        if credit.labelled or index < zone.start + 6 or lone_day:
            yield index, credit
            last = index
        if (
            credit.is_filing
            and index in foot
            and index + 1 < len(lines)
            and bylines.is_alone(lines[index + 1].text, phrases)
        ):
            yield index + 1, Credit((lines[index + 1].text,))


def _is_in_answer(lines: Sequence[Line], index: int, zone: Zone, phrases: Phrases) -> bool:
    """Whether the line stands in a comment: behind "Joe says:", or behind the story and a line that opens its comments."""
    above = lines[index - 1] if index else None
    if above is not None and above.text.endswith((":", "：")) and above.words <= 5:
        return True
    before = range(zone.start, index)
    prose = [n for n in before if lines[n].prose]
    return len(prose) > 1 and any(phrases.opens("closes", lines[n].key) for n in range(prose[1], index))


def _is_signature(line: Line, credit: Credit, phrases: Phrases) -> bool:
    """Whether a line below other matter still tells of the story: when it was filed, or in so many words who wrote it."""
    if credit.is_filing:
        return True
    return bool(credit.names) and not credit.date and " " in phrases.opens("byline", line.key) and line.words <= 8


def _writers_above(
    lines: Sequence[Line], found: Mapping[int, Credit], phrases: Phrases
) -> Iterator[tuple[int, Credit]]:
    """Writers who stand above a date line without a label: "Helena Smith in Athens", or names alone under a headline.

    With names alone goes what the date line itself gave as one: the place ("Madrid - 19 June 2024").
    """
    for index, credit in found.items():
        if not credit.date or (credit.names and credit.labelled):
            continue
        for n in range(index - 1, max(-1, index - 1 - _ABOVE_DAY), -1):
            if n in found or lines[n].prose:
                break
            match = _NAME_IN_PLACE.fullmatch(lines[n].text)
            if match is not None and not credit.names and (n == index - 1 or _is_given(match["name"])):
                yield n, Credit((match["name"],))
                break
            if n < index - 1:
                continue
            at = n - 1 if n and bylines.is_handle(lines[n].text) else n
            names = bylines.names_alone(lines[at].text, phrases) if at not in found else ()
            if names and _is_given(names[0]) and _is_headed(lines, at, found):
                yield at, Credit(names)
                if at < n:
                    yield n, Credit(())
                yield index, msgspec.structs.replace(credit, names=())
                break


_ABOVE_DAY = 3
_NAME_IN_PLACE = late_pattern(
    r"(?P<name>[A-Z][\w.'’-]+ [A-Z][\w.'’-]+(?: [A-Z][\w'’-]+)?) in [A-Z][\w.]+(?: [A-Z]\w+)?"
)


def _is_given(name: str) -> bool:
    """Whether *name* begins with a given name that is known as one."""
    known = gazetteers.load("en")
    return bool(known.classes[name.partition(" ")[0]] & gazetteers.GIVEN)


def _is_headed(lines: Sequence[Line], index: int, found: Mapping[int, Credit]) -> bool:
    """Whether the names at *index* have a line above them that may be a headline, so that they are none themselves."""
    over = [n for n in range(max(0, index - _ABOVE_DAY), index) if n not in found]
    return any(lines[n].words >= 3 and lines[n].bullet < 0 for n in over)


def _dek(lines: Sequence[Line], zone: Zone, title: int, marked: set[int], taken: frozenset[int]) -> int | None:
    """The line under the headline, if it sums the story up rather than opens it."""
    index = title + 1
    day_above = False
    while index < zone.end and (index in marked or index in zone.reasons or lines[index].key == lines[title].key):
        day_above = day_above or index in marked
        index += 1
    if index >= zone.end - 1 or index in taken:
        return None
    line = lines[index]
    if line.bullet >= 0 or not 6 <= line.words <= 45 or line.text.endswith(":") or not line.key or "@" in line.text:
        return None
    if line.text[0].islower():
        return None
    skipped = marked | taken | zone.reasons.keys()
    after = next((n for n in range(index + 1, zone.end) if n not in skipped and lines[n].prose), None)
    if after is None or sum(1 for n in range(index + 1, after) if n not in skipped) > 3:
        return None
    is_over_day = not day_above and any(n in marked for n in range(index + 1, after))
    score = 7.0 if is_over_day else -1.5 if day_above and line.ends else 0.0
    score += 1.0 if len(_SENTENCE.findall(line.text)) <= 1 else -2.0
    score += 1.0 if line.words <= 25 else 0.0
    score += 1.0 if not line.ends else 0.0
    score += 1.0 if lines[after].words > line.words else -0.5
    if _OPENS_STORY.search(line.text):
        score -= 3.0
    return index if score + _repeats(lines, index, zone) >= 5.0 else None


_SENTENCE = re.compile(r"[.!?][\"'”’)]*(?:\s|$)")
_OPENS_STORY = re.compile(
    r"\b(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|this (?:week|morning)|last (?:week|month|night)|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d)|^[A-Z]{3,}[A-Z, .]* ?[-–—(]",
)


def _repeats(lines: Sequence[Line], index: int, zone: Zone) -> float:
    """How much of the line is said again below: 0 to 3. A dek sums up, so its very phrases return in later sentences."""
    words = lines[index].key.split()
    grams = {tuple(words[n : n + 3]) for n in range(len(words) - 2)}
    if not grams:
        return 0.0
    again: set[tuple[str, ...]] = set()
    for n in range(index + 1, min(zone.end, index + 60)):
        below = lines[n].key.split()
        again |= grams.intersection(zip(below, below[1:], below[2:], strict=False))
    return min(3.0, 8.0 * len(again) / len(grams))
