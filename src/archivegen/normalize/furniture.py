"""Tell a story's lines from what a page prints around them: each line gets a verdict. Pure.

A line is scored by what it is (prose, label, link, list item, known phrase); the story is the run of lines with the highest
sum, cut where comments or related stories begin. Linear in the number of lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases, key_of


class Furniture(msgspec.Struct, frozen=True):
    """What was learned about lines that stand in this document: by a survey of its folder or host, or from a person."""

    removed: tuple[str, ...] = ()
    """Lines that are furniture, as key_of gives them; sorted."""
    kept: tuple[str, ...] = ()
    """Lines that a person says belong to the story, as key_of gives them; sorted."""


class Zone(msgspec.Struct, frozen=True):
    """Where the story stands among the lines, and why lines are out."""

    start: int
    """Index of the first line of its body."""
    end: int
    """Index behind the last one."""
    reasons: dict[int, str]
    """Why a line is furniture, by index: known phrases, wherever they stand."""
    is_page: bool
    """The text is a whole page with menus, not a bare story."""


def key_lines(body: str) -> frozenset[str]:
    """The keys of the lines of *body*: what a survey's findings are cut down to before they are handed in."""
    return frozenset(key_of(line) for line in body.split("\n") if 0 < len(line) < 400) - {""}


_HARD, _SOFT = "hard", "soft"


def zone_of(lines: Sequence[Line], phrases: Phrases, learned: Furniture, taken: frozenset[int]) -> Zone:
    """Find the story among *lines*; *taken* lines (embeds, captions) are of the story and score nothing."""
    removed, kept = frozenset(learned.removed), frozenset(learned.kept)
    reasons: dict[int, str] = {}
    scores: list[float] = []
    closes: list[int] = []
    for index, line in enumerate(lines):
        if index in taken or line.key in kept:
            scores.append(1.0)
            continue
        reason = "furniture here" if line.key and line.key in removed else reason_of(line, phrases)
        if reason:
            reasons[index] = reason
        if line.words <= 12 and line.key and _closes(line, phrases):
            closes.append(index)
        scores.append(_score(line, reason))
    end = _cut(lines, scores, closes)
    start, stop = _best_run(scores, end)
    for index in closes:
        reasons.setdefault(index, "heads what follows the story")
    outside = [n for n in range(len(lines)) if not start <= n < stop]
    known = sum(1 for n in outside if n in reasons)
    is_page = known >= 3 or (known >= 1 and len(outside) > 12)
    return Zone(start, stop, reasons, is_page)


def reason_of(line: Line, phrases: Phrases) -> str:
    """Why *line* is furniture wherever it stands; "" if it is not."""
    key = line.key
    if not key:
        return "" if any(c.isalnum() for c in line.text) else "a mark alone"
    if key in phrases.sets["whole"] or _is_pointer(line):
        return "navigation"
    if line.words <= LONG_OPENING and _CRUMBS.search(line.text) and not line.prose:
        return "breadcrumbs"
    if line.words <= LONG_OPENING and not line.prose and phrases.opens("begins", key):
        return "link or label"
    if line.words <= LONG_HOLDER:
        held = phrases.holds(key)
        if held:
            return f'says "{held}"'
    return ""


def _is_pointer(line: Line) -> bool:
    """A line that points at another page: "← Previous: …", "« Older", "Newer »"."""
    if line.words > LONG_OPENING or line.prose:
        return False
    text = line.text
    if text[0] in "←→⟵⟶‹›" or text[-1] in "←→⟵⟶‹›":
        return True
    return text.count("«") + text.count("»") == 1 and (text[0] in "«»" or text[-1] in "«»")


_CRUMBS = re.compile(r"\S (?:»|›|>|/|::|→) \S.* (?:»|›|>|/|::|→) \S|\S [»›] \S")
LONG_OPENING = 14
LONG_HOLDER = 50


def _closes(line: Line, phrases: Phrases) -> bool:
    phrase = phrases.opens("closes", line.key)
    if not phrase:
        return False
    if phrase == line.key:
        return True
    return phrase.count(" ") >= 1 and not line.prose and line.words <= phrase.count(" ") + 8


def _score(line: Line, reason: str) -> float:
    if reason:
        return -6.0
    if line.prose:
        return float(min(line.words, 60)) if line.bullet < 0 else min(line.words, 40) * 0.6
    if line.bullet >= 0:
        return -1.5
    if line.words >= 12:
        return 1.0
    return 0.5 if line.ends and line.words >= 3 else -2.0


def _cut(lines: Sequence[Line], scores: Sequence[float], closes: Sequence[int]) -> int:
    """Index of the line that heads what follows the story; len(lines) if there is none.

    A heading counts only below enough of the story: pages also link to their comments above it. A box of related links in the
    middle of a story has little running text before the next, and more of it after.
    """
    if not closes:
        return len(lines)
    sums = [0.0]
    for score in scores:
        sums.append(sums[-1] + max(score, 0.0))
    for index in closes:
        before, after = sums[index], sums[-1] - sums[index]
        if before >= 40 and (before >= 0.5 * after or _is_comment_form(lines, index)):
            return index
    return len(lines)


def _is_comment_form(lines: Sequence[Line], index: int) -> bool:
    return index + 1 < len(lines) and lines[index].words <= 6


def _best_run(scores: Sequence[float], end: int) -> tuple[int, int]:
    """The run of scores[:end] with the highest sum; the whole where none is above 0."""
    best, best_run = 0.0, (0, end)
    total, begin = 0.0, 0
    for index in range(end):
        if total <= 0:
            total, begin = 0.0, index
        total += scores[index]
        if total > best:
            best, best_run = total, (begin, index + 1)
    return best_run
