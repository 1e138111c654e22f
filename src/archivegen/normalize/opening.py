"""Read what stands over a story: headline, kicker, dek, byline, dates. Candidates are scored by what they are and where
they stand. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from archivegen.normalize import bylines
from archivegen.normalize.bylines import Credit
from archivegen.normalize.furniture import Zone
from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases

TITLE_WORDS = 32
"""A headline has at most so many words."""
_MIN_SCORE = 0.0
_QUOTE_MARKS = re.compile(r"[”\"“»]")
_URL = re.compile(r"https?://|www\.|\w@\w")


class Opening(msgspec.Struct, frozen=True):
    """Indexes into the lines."""

    title: int | None
    kicker: int | None
    dek: int | None
    bylines: tuple[tuple[int, Credit], ...]
    """(index, what the line tells)."""


# ---------------------------------------------------------------- the headline


def read(lines: Sequence[Line], zone: Zone, phrases: Phrases, *, language: str, taken: frozenset[int]) -> Opening:
    """The opening of the story of *lines*."""
    found = tuple(_bylines(lines, zone, phrases, taken, language))
    marked = {index for index, _ in found}
    title = _title(lines, zone, phrases, marked, taken)
    kicker = _kicker(lines, title, marked, zone) if title is not None else None
    dek = _dek(lines, zone, title, marked, taken) if title is not None else None
    return Opening(title, kicker, dek, found)


def _bylines(
    lines: Sequence[Line], zone: Zone, phrases: Phrases, taken: frozenset[int], language: str
) -> Iterator[tuple[int, Credit]]:
    """Lines near the top of the story, and labelled ones right below it, that name writers and days."""
    below = min(len(lines), zone.end + 15)
    for index in (
        *range(max(0, zone.start - 40), min(zone.start + 6, zone.end)),
        *range(max(zone.start + 6, zone.end - 3), below),
    ):
        if index in taken:
            continue
        line = lines[index]
        if line.key in phrases.sets["byline"] and index + 1 < len(lines) and lines[index + 1].words <= 4:
            words = lines[index + 1].text.split()
            if bylines.is_name_like(words, phrases):  # "By", and the name on the next line
                yield index, Credit((), labelled=True)
                yield index + 1, Credit((lines[index + 1].text,), labelled=True)
                continue
        credit = bylines.read(line, phrases, language=language)
        if credit is not None and (credit.labelled or index < zone.start + 6):
            yield index, credit


def _title(lines: Sequence[Line], zone: Zone, phrases: Phrases, marked: set[int], taken: frozenset[int]) -> int | None:
    first_prose = next(
        (n for n in range(zone.start, zone.end) if lines[n].prose and n not in marked and n not in taken), None
    )
    if first_prose is None:
        return (
            0
            if lines and len(lines) > 1 and lines[0].words <= TITLE_WORDS and 0 not in marked and 0 not in taken
            else None
        )
    counts = Counter(line.key for line in lines if line.key)
    story_words = Counter(
        w for n in range(zone.start, min(zone.end, zone.start + 40)) for w in lines[n].key.split() if len(w) > 3
    )
    best, best_score = None, _MIN_SCORE
    for index in range(max(0, first_prose - 25), min(first_prose + 3, len(lines))):
        if index in marked or index in taken or index in zone.reasons:
            continue
        score = _title_score(lines, index, first_prose, counts, story_words, marked, zone.reasons)
        if score > best_score:
            best, best_score = index, score
    return best


def _title_score(
    lines: Sequence[Line],
    index: int,
    first_prose: int,
    counts: Counter[str],
    story_words: Counter[str],
    marked: set[int],
    reasons: Mapping[int, str],
) -> float:
    line = lines[index]
    if not line.key or line.words > TITLE_WORDS or _URL.search(line.text) or not any(c.isalpha() for c in line.text):
        return -9.0
    score = 0.0
    if index > first_prose or (index == first_prose and not _may_be_headline(line)):
        return -9.0
    score += {1: -2.5, 2: -0.5}.get(line.words, 2.0 if line.words <= 20 else 0.5)
    last = line.text[-1]
    if last in ".。" and not line.text.endswith(("...", "U.S.")):
        score -= 3.5
    elif last in ":;,":
        score -= 3.0
    elif last == "…" or line.text.endswith("..."):
        score -= 0.5
    if line.bullet >= 0:
        score -= 3.0
    between = sum(
        1 for n in range(index + 1, first_prose) if n not in marked and n not in reasons and lines[n].bullet < 0
    )
    score -= 0.45 * between
    if line.text[0] in '“"„«' and len(_QUOTE_MARKS.findall(line.text[1:])) == 1 and line.text[-1] in '”"“»0123456789':
        score -= 2.0  # a motto over the story
    if index == 0:
        score += 2.5
    if index + 1 in marked:
        score += 3.0
    elif any(n in marked for n in range(index + 1, min(index + 4, first_prose + 1))):
        score += 1.5
    if index - 1 in marked:
        score += 1.5
    if counts[line.key] > 1 and line.words >= 2:
        score += 2.0
    content = [w for w in line.key.split() if len(w) > 3]
    if content:
        score += 3.0 * sum(1 for w in content if story_words[w] > (1 if line.prose else 0)) / len(content)
    return score


def _may_be_headline(line: Line) -> bool:
    """Headlines seldom end in a full stop, but they may ask or exclaim."""
    return line.words <= 20 and line.text[-1] not in ".。:;"


def _kicker(lines: Sequence[Line], title: int, marked: set[int], zone: Zone) -> int | None:
    """The short label right above the headline."""
    above = title - 1
    if above < 0 or above in marked or above in zone.reasons or title != above + 1 or above != 0:
        return None
    line = lines[above]
    return above if line.words <= 4 and not line.ends and line.bullet < 0 else None


def _dek(lines: Sequence[Line], zone: Zone, title: int, marked: set[int], taken: frozenset[int]) -> int | None:
    """The line under the headline, if it sums the story up rather than opens it."""
    index = title + 1
    while index < zone.end and index in marked:
        index += 1
    if index >= zone.end - 1 or index in taken or index in zone.reasons:
        return None
    line = lines[index]
    if line.bullet >= 0 or not 6 <= line.words <= 45 or line.text.endswith(":") or not line.key:
        return None
    after = next(
        (n for n in range(index + 1, zone.end) if n not in marked and n not in taken and n not in zone.reasons), None
    )
    if after is None or not lines[after].prose:
        return None
    score = 0.0
    if index + 1 in marked or (after > index + 1 and any(n in marked for n in range(index + 1, after))):
        score += 3.0
    if len(_SENTENCE.findall(line.text)) <= 1:
        score += 1.0
    else:
        score -= 2.0
    score += 1.0 if line.words <= 25 else 0.0
    score += 1.0 if not line.ends else 0.0
    score += 1.0 if lines[after].words > line.words else -0.5
    if _OPENS_STORY.search(line.text):
        score -= 3.0
    score += _repeats(lines, index, zone)
    return index if score >= 5.0 else None


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
        again.update(g for g in zip(below, below[1:], below[2:], strict=False) if g in grams)
    return min(3.0, 8.0 * len(again) / len(grams))
