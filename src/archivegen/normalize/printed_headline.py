"""Find the printed headline among the lines over a story. Candidates are scored by what they are and where they stand. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from archivegen.normalize import item_lists, kickers
from archivegen.normalize.attribution import is_byline_outlet, is_outlet
from archivegen.normalize.furniture import COUNTER, Zone
from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases, key_of

LONGEST = 32
"""Words of a headline."""
_LOOK_ABOVE = 25
"""How many lines over the first running text are looked at."""
_URL = re.compile(r"https?://|www\.|\w@\w")
_SIGNS = frozenset("█▓▒░■□◼◻▪◆◇●○▲△▼★☆|\\=~^_")
"""They open keys of maps and decoration, no headlines."""
_QUOTE_MARKS = re.compile(r"[”\"“»]")


_FIRST_LINES = 3
_FEWEST_WORDS = 3
"""Words of more than three letters that tell what a story is about."""
_FEWEST_OF_TWO = 4
"""Words of the upper of two lines that may both be the headline."""
_OF_A_DEK = 1.6
"""So much better a dek may look, whose words return in the story, than the headline right above it."""
_OVER_A_LIST = 3.0
_OF_A_KICKER = 3.0
_OF_THE_FIRST = 2.5
"""So much better a line looks that the text begins with."""
_NEVER = -9.0
_OF_A_MENU = 3
"""So many lines of links are a menu."""


def find(
    lines: Sequence[Line], zone: Zone, phrases: Phrases, marked: Collection[int], taken: Collection[int]
) -> int | None:
    """Index of the headline, if one is printed. *marked* lines name writers and days, *taken* ones are captions and posts."""
    first = next(
        (n for n in range(zone.start, zone.end) if lines[n].prose and n not in marked and n not in taken), None
    )
    if first is None:
        alone = len(lines) < 2 or lines[0].words > LONGEST or 0 in marked or 0 in taken or 0 in zone.reasons
        return None if alone else 0
    scene = _Scene(lines, zone, phrases, marked, taken, first)
    candidates = [
        n for n in range(max(0, first - _LOOK_ABOVE), first + 1) if not (n in marked or n in taken or n in zone.reasons)
    ]
    scored = [(scene.score(n), -n) for n in candidates]
    best, negative = max(scored, default=(0.0, 0))
    if best <= 0.0:
        return scene.first_of_page()
    return scene.above(-negative, candidates)


def is_alike(printed: str, given: str, *, nearly: bool) -> bool:
    """Whether two headlines (or deks) are one: the longer one holds the other and little else. *nearly*: or holds it at all,
    or they share a third of the shorter one's words.
    """
    one, other = sorted((key_of(printed), key_of(given)), key=len)
    if not one:
        return False
    if f" {one} " in f" {other} ":
        return nearly or 2 * len(one) > len(other)
    if not nearly:
        return False
    ours, theirs = _telling(one), _telling(other)
    return 3 * len(ours & theirs) >= max(1, min(len(ours), len(theirs)))


def _telling(key: str) -> frozenset[str]:
    """The words of *key* but the small ones; of a script without spaces, its pairs of characters."""
    words = [word for word in key.split() if len(word) > 3]
    if not _UNSPACED.search(key):
        return frozenset(words)
    return frozenset(word[n : n + 2] for word in key.split() for n in range(len(word) - 1))


_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class _Scene:
    """What is seen of a text when its lines are weighed as headlines."""

    def __init__(
        self,
        lines: Sequence[Line],
        zone: Zone,
        phrases: Phrases,
        marked: Collection[int],
        taken: Collection[int],
        first: int,
    ) -> None:
        self.lines, self.zone, self.phrases, self.marked, self.first = lines, zone, phrases, marked, first
        self.taken = taken
        self.counts = Counter([line.key for line in lines])
        body = lines[zone.start : min(zone.end, zone.start + 40)]
        self.body_words = Counter(" ".join([line.key for line in body]).split())
        self.has_menus = zone.is_page and any(zone.reasons.get(n, COUNTER) != COUNTER for n in range(first))
        """Furniture of the page stands over the story, so that its first line may be the site's."""

    def score(self, index: int) -> float:
        line = self.lines[index]
        if not _may_be_headline(line) or self._is_inside_list(index) or self._is_said_twice(index):
            return _NEVER
        if index - 1 in self.marked and is_byline_outlet(line.text.partition(",")[0].strip()):
            return _NEVER
        if index == self.first and (line.words > 20 or line.text[-1] in ".。:;"):
            return _NEVER
        score = self._look(line) + self._place(index) + self._company(index)
        return score - _OF_A_KICKER if index + 1 < self.first and self._is_kicker(line) else score

    def _look(self, line: Line) -> float:
        text = line.text
        score = {1: -2.5 if len(text) < 10 else -1.5, 2: -0.5, 3: 1.0}.get(line.words, 2.0 if line.words <= 20 else 0.5)
        if text[-1] in ".。" and not text.endswith(("...", "U.S.")):
            score -= 6.0 if line.prose else 3.5
        elif text[-1] in ":;,":
            score -= 3.0
        if _is_motto(line):
            score -= 7.0
        if item_lists.goes_on(line):
            score -= 2.0
        if line.words <= 4 and is_outlet(text):
            score -= 3.0
        return score - 3.0 if line.bullet >= 0 else score

    def _is_kicker(self, line: Line) -> bool:
        return line.words <= kickers.LONGEST and kickers.is_known(line.text, line.key, self.phrases)

    def _place(self, index: int) -> float:
        reasons, marked = self.zone.reasons, self.marked
        between = range(index + 1, self.first)
        shown = [n for n in between if not (n in marked or n in reasons or self.lines[n].bullet >= 0)]
        score = -0.45 * sum(1 for n in shown if not _is_motto(self.lines[n]))
        if self.zone.is_page:  # menus between a site's motto and its story
            score -= min(2.0, 0.12 * sum(1 for n in between if n in reasons or self.lines[n].bullet >= 0))
        if index == 0:
            score += 1.0 if self.has_menus else _OF_THE_FIRST
        elif index < self.first and self._is_item(index + 1) and index + 1 not in marked:
            score -= _OVER_A_LIST
        if index + 1 in self.taken:  # it may be the alternative text of a picture, right above its credit
            score -= 1.5
        if index + 1 in marked:
            score += 3.0
        elif any(n in marked for n in range(index + 1, min(index + 4, self.first + 1))):
            score += 1.5
        if self.zone.is_page and all(_is_motto(self.lines[n]) for n in shown) and self._ends_menus(index):
            score += 3.0
        return score + 1.5 if index - 1 in marked else score

    def _ends_menus(self, index: int) -> bool:
        """The line stands apart right below a menu, where a story begins."""
        above = range(index - _OF_A_MENU, index)
        if above.start < 0 or index >= self.first or not (self.lines[index].gap and self.lines[index + 1].gap):
            return False
        return all(n in self.zone.reasons or self._is_item(n) for n in above)

    def _is_said_twice(self, index: int) -> bool:
        """The heading of a menu and its one item are the same words."""
        return any(
            0 <= over < len(self.lines) - 1
            and self._is_item(over + 1)
            and self.lines[over].key == self.lines[over + 1].key
            for over in (index - 1, index)
        )

    def _is_item(self, index: int) -> bool:
        line = self.lines[index]
        return line.bullet >= 0 and not line.marker[0].isdigit()

    def _is_inside_list(self, index: int) -> bool:
        """An item of a list beside another one that is no furniture."""
        beside = [n for n in (index - 1, index + 1) if 0 <= n < len(self.lines) and n not in self.zone.reasons]
        return self._is_item(index) and any(self._is_item(n) for n in beside)

    def _company(self, index: int) -> float:
        """How the line stands to the rest: printed again, and of the same words as the story."""
        line = self.lines[index]
        score = 2.0 if self.counts[line.key] > 1 and line.words >= 2 else 0.0
        content = [word for word in line.key.split() if len(word) > 3]
        if content:
            needed = 2 if line.prose else 1
            score += 3.0 * sum(1 for word in content if self.body_words[word] >= needed) / len(content)
        return score

    def first_of_page(self) -> int | None:
        """One of the first lines, far above the story, that says what the story is about: the title of the page."""
        for index in range(min(_FIRST_LINES, self.first) if self.zone.is_page else 0):
            line = self.lines[index]
            if index in self.marked or index in self.taken or index in self.zone.reasons or not _may_be_headline(line):
                continue
            content = [word for word in line.key.split() if len(word) > 3]
            is_about = len(content) >= _FEWEST_WORDS and all(self.body_words[word] for word in content)
            if is_about and line.bullet < 0 and not line.ends:
                return index
        return None

    def above(self, index: int, candidates: Sequence[int]) -> int:
        """*index*, or the line right above it where that is the headline and this only its longer dek."""
        place = candidates.index(index)
        if place == 0:
            return index
        over = candidates[place - 1]
        line, below = self.lines[over], self.lines[index]
        if self._opens_under_labels(over, index):
            return over
        between = [n for n in range(over + 1, index) if n not in self.zone.reasons]
        if not self.zone.is_page or line.words < _FEWEST_OF_TWO or line.ends or line.bullet >= 0:
            return index
        if not _may_be_headline(line) or self.counts[below.key] > 1 or not all(n in self.marked for n in between):
            return index
        is_longer = below.words >= max(line.words, 5) and line.words >= 5
        is_as_good = not between and self.score(over) >= self.score(index) - _OF_A_DEK
        return over if between or is_longer or is_as_good else index

    def _opens_under_labels(self, over: int, index: int) -> bool:
        """The line *over* the best one would be the headline if the text began with it, and only labels stand above it."""
        if over + 1 != index or self.lines[over].words < _FEWEST_OF_TWO or self._is_kicker(self.lines[over]):
            return False
        if not kickers.open_the_text(self.lines, over, {*self.marked, *self.taken}, self.phrases):
            return False
        return self.score(over) + _OF_THE_FIRST > self.score(index)


def _is_motto(line: Line) -> bool:
    """Somebody else's words over a story: all of the line is one quotation, perhaps with the number of a note."""
    text = line.text
    return text[0] in '“"„«' and text[-1] in '”"“»0123456789' and len(_QUOTE_MARKS.findall(text[1:])) == 1


def _may_be_headline(line: Line) -> bool:
    return (
        bool(line.key)
        and line.words <= LONGEST
        and line.text[0] not in _SIGNS
        and not _URL.search(line.text)
        and any(c.isalpha() for c in line.text)
    )
