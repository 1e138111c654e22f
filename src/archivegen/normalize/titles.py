"""Find the printed headline among the lines over a story. Candidates are scored by what they are and where they stand. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from archivegen.normalize.attribution import is_outlet
from archivegen.normalize.furniture import Zone
from archivegen.normalize.lines import Line

LONGEST = 32
"""Words of a headline."""
_LOOK_ABOVE = 25
"""How many lines over the first running text are looked at."""
_URL = re.compile(r"https?://|www\.|\w@\w")
_QUOTE_MARKS = re.compile(r"[”\"“»]")


def find(lines: Sequence[Line], zone: Zone, marked: Collection[int], taken: Collection[int]) -> int | None:
    """Index of the headline, if one is printed. *marked* lines name writers and days, *taken* ones are captions and posts."""
    first = next(
        (n for n in range(zone.start, zone.end) if lines[n].prose and n not in marked and n not in taken), None
    )
    if first is None:
        alone = len(lines) < 2 or lines[0].words > LONGEST or 0 in marked or 0 in taken or 0 in zone.reasons
        return None if alone else 0
    scene = _Scene(lines, zone, marked, first)
    candidates = [
        n for n in range(max(0, first - _LOOK_ABOVE), first + 1) if not (n in marked or n in taken or n in zone.reasons)
    ]
    scored = [(scene.score(n), -n) for n in candidates]
    best, negative = max(scored, default=(0.0, 0))
    if best <= 0.0:
        return None
    return scene.above(-negative, candidates)


class _Scene:
    """What is seen of a text when its lines are weighed as headlines."""

    def __init__(self, lines: Sequence[Line], zone: Zone, marked: Collection[int], first: int) -> None:
        self.lines, self.zone, self.marked, self.first = lines, zone, marked, first
        self.counts = Counter(line.key for line in lines if line.key)
        body = range(zone.start, min(zone.end, zone.start + 40))
        self.body_words = Counter(word for n in body for word in lines[n].key.split() if len(word) > 3)

    def score(self, index: int) -> float:
        line = self.lines[index]
        if not _may_be_headline(line) or (index == self.first and (line.words > 20 or line.text[-1] in ".。:;")):
            return -9.0
        return self._look(line) + self._place(index) + self._company(line)

    def _look(self, line: Line) -> float:
        score = {1: -2.5, 2: -0.5, 3: 1.0}.get(line.words, 2.0 if line.words <= 20 else 0.5)
        text = line.text
        if text[-1] in ".。" and not text.endswith(("...", "U.S.")):
            score -= 6.0 if line.prose else 3.5
        elif text[-1] in ":;,":
            score -= 3.0
        if text[0] in '“"„«' and len(_QUOTE_MARKS.findall(text[1:])) == 1 and text[-1] in '”"“»0123456789':
            score -= 2.0  # a motto over the story
        if line.words <= 4 and is_outlet(text):
            score -= 3.0
        return score - 3.0 if line.bullet >= 0 else score

    def _place(self, index: int) -> float:
        reasons, marked = self.zone.reasons, self.marked
        between = range(index + 1, self.first)
        score = -0.45 * sum(1 for n in between if not (n in marked or n in reasons or self.lines[n].bullet >= 0))
        if index == 0:
            score += 1.0 if self.zone.is_page else 2.5
        if index + 1 in marked:
            score += 3.0
        elif any(n in marked for n in range(index + 1, min(index + 4, self.first + 1))):
            score += 1.5
        return score + 1.5 if index - 1 in marked else score

    def _company(self, line: Line) -> float:
        """How the line stands to the rest: printed again, and of the same words as the story."""
        score = 2.0 if self.counts[line.key] > 1 and line.words >= 2 else 0.0
        content = [word for word in line.key.split() if len(word) > 3]
        if content:
            needed = 2 if line.prose else 1
            score += 3.0 * sum(1 for word in content if self.body_words[word] >= needed) / len(content)
        return score

    def above(self, index: int, candidates: Sequence[int]) -> int:
        """*index*, or the line right above it where that is the headline and this only its longer dek."""
        place = candidates.index(index)
        if place == 0:
            return index
        over = candidates[place - 1]
        line, below = self.lines[over], self.lines[index]
        apart = [n for n in range(over + 1, index) if n not in self.zone.reasons]
        is_pair = not apart and 5 <= line.words < below.words and not line.ends and line.bullet < 0
        return (
            over if is_pair and self.zone.is_page and _may_be_headline(line) and self.counts[below.key] == 1 else index
        )


def _may_be_headline(line: Line) -> bool:
    return (
        bool(line.key) and line.words <= LONGEST and not _URL.search(line.text) and any(c.isalpha() for c in line.text)
    )
