"""How near what was found comes to what is true. Pure.

title, dek    alike by 0.9 (difflib on folded text), or one holds the other with at most 40 % more
byline        the same set of names
date          the same day, of documents that say it; wrong: more than a day off, of all; made up: wrong, of those that say none
body          shingles of four words (a character of Chinese and Japanese is a word): mean precision, mean recall, their F1
kept, leaked  lines of the story, and of furniture, whose words stand in a row in the body
captions      those among the captions found; those that stand in the body
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from statistics import mean

from benchmarks.ingest.folding import fold, in_a_row, words
from benchmarks.ingest.truth import Truth

ALIKE = 0.9
SAME_CAPTION = 0.8
SHINGLE = 4
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;|&/]|\b(?:and|und|et|y)\b)\s*")
_BEFORE_NAMES = re.compile(r"(?:by|von|par|por|di|door|av|autor|author|text)\b[:\s]*")
_SITE = re.compile(
    r"^(?:https?://)?(?:www\.)?|\.(?:com|org|net|de|co\.uk|fr|es|it|at|ch|us|gov|info|news)\b.*$|\bthe\b|[\W_]+"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What an ingest made of one document; the default is that of one it gave nothing for."""

    title: str = ""
    """"" where the program made one up."""
    dek: str = ""
    byline: tuple[str, ...] = ()
    source: str = ""
    date: str = ""
    language: str = ""
    body: str = ""
    captions: tuple[str, ...] = ()


def likeness(one: str, other: str) -> float:
    """0 to 1."""
    one, other = fold(one), fold(other)
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if not short:
        return 0.0
    if len(short) >= 12 and short in long and len(long) <= 1.4 * len(short) + 3:
        return 0.95
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def names(byline: Iterable[str]) -> set[str]:
    parts = (_BEFORE_NAMES.sub("", part, count=1) for names in byline for part in _BETWEEN_NAMES.split(fold(names)))
    return {name for part in parts if (name := re.sub(r"[^\w\s'-]", "", part).strip())}


def days_off(true: str, found: str) -> int | None:
    """How many days *found* is off; None where one of them is no day."""
    try:
        return abs((date.fromisoformat(true[:10]) - date.fromisoformat(found[:10])).days)
    except ValueError:
        return None


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = words(text)
    size = min(SHINGLE, len(tokens))
    return Counter(tuple(tokens[n : n + size]) for n in range(len(tokens) - size + 1)) if tokens else Counter()


def score(true: Truth, found: Found) -> dict[str, float]:
    """Each measure that *true* has an answer for, 0 to 1."""
    return dict(_scores(true, found))


def _scores(true: Truth, found: Found) -> Iterator[tuple[str, float]]:
    if true.title is not None:
        yield "title", float(likeness(true.title, found.title) >= ALIKE)
    if true.dek is not None:
        yield "dek", float(likeness(true.dek, found.dek) >= ALIKE)
    if true.byline is not None:
        yield "byline", float(names(true.byline) == names(found.byline))
    if true.source is not None:
        one, other = _SITE.sub("", fold(true.source)), _SITE.sub("", fold(found.source))
        yield "source", float(one == other or (len(other) > 3 and (one in other or other in one)))
    yield from _of_date(true, found)
    if true.language is not None and found.language:
        yield "language", float(true.language[:2] == found.language[:2])
    if true.body is not None:
        yield from _of_body(true.body, found.body)
    yield from _of_passages(true, found)


def _of_date(true: Truth, found: Found) -> Iterator[tuple[str, float]]:
    if true.date is None:
        return
    off = days_off(true.date, found.date)
    # "": nobody knows the day and the text says none, so any day is made up
    wrong = float(bool(found.date) and (off is None or off > 1)) if true.date else float(bool(found.date))
    if true.says_date:
        yield "date", float(off == 0)
    else:
        yield "date made up", wrong
    yield "date wrong", wrong


def _of_body(true: str, found: str) -> Iterator[tuple[str, float]]:
    wanted, given = shingles(true), shingles(found)
    right = sum((wanted & given).values())
    if given:
        yield "body precision", right / sum(given.values())
    if wanted:
        yield "body recall", right / sum(wanted.values())


def _of_passages(true: Truth, found: Found) -> Iterator[tuple[str, float]]:
    body = in_a_row(found.body)
    groups = {
        "must": list(true.must),
        "must not": list(true.must_not),
        "captions in body": [caption for caption in true.captions or () if len(words(caption)) >= 4],
        "lines kept": [line for letter, line in true.lines if letter == "B" and len(words(line)) >= 4],
        "lines leaked": [line for letter, line in true.lines if letter == "X" and len(words(line)) >= 2],
    }
    for name, passages in groups.items():
        if passages:
            yield name, mean(float(in_a_row(passage) in body) for passage in passages)
    if captions := groups["captions in body"]:
        best = (max((likeness(one, other) for other in found.captions), default=0.0) for one in captions)
        yield "captions found", mean(float(likeness >= SAME_CAPTION) for likeness in best)


def means(rows: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, int]]:
    """The mean of each measure over *rows*, with how many have it; body F1 is that of the means."""
    by_name: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.items():
            by_name.setdefault(name, []).append(value)
    result = {name: (mean(values), len(values)) for name, values in by_name.items()}
    if "body recall" in result:
        recall, count = result["body recall"]
        precision = result.get("body precision", (0.0, 0))[0]
        result["body"] = (2 * precision * recall / (precision + recall) if recall else 0.0, count)
    return result
