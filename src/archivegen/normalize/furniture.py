"""Tell a story's lines from what a page prints around them: each line gets a verdict. Pure.

A line is scored by what it is (prose, label, link, list item, known phrase); the story is the run of lines with the highest
sum, cut where comments or related stories begin. Linear in the number of lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from archivegen.normalize import item_lists, outlines
from archivegen.normalize.lines import Line, remembered
from archivegen.normalize.own_words import SAYS, reason_of
from archivegen.normalize.phrases import Phrases, key_of, phrases


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
    cut: int
    """Index of the line that heads what follows the story; the number of lines if there is none."""
    below: int
    """Index of the first known piece of furniture behind the story's end; the number of lines if there is none."""
    reasons: dict[int, str]
    """Why a line is furniture, by index: known phrases, wherever they stand."""
    is_page: bool
    """The text is a whole page with menus, not a bare story."""


def key_lines(body: str) -> frozenset[str]:
    """The keys of the lines of *body*: what a survey's findings are cut down to before they are handed in."""
    return frozenset(key_of(line) for line in body.split("\n") if 0 < len(line) < 400) - {""}


def zone_of(lines: Sequence[Line], phrases: Phrases, learned: Furniture, taken: frozenset[int]) -> Zone:
    """Find the story among *lines*; *taken* lines (embeds, captions) are of the story and score nothing."""
    kept = frozenset(learned.kept)
    free = [n for n, line in enumerate(lines) if n not in taken and not (line.key and line.key in kept)]
    lists = tuple(item_lists.runs(lines))
    reasons = _reasons(lines, free, lists, frozenset(learned.removed))
    inside = _counters_inside(lines, reasons)
    heads = _headings(lines, [n for n in free if n not in inside])
    scores = [1.0] * len(lines)
    for index in free:
        scores[index] = 0.0 if index in inside else _score(lines[index], reasons.get(index, ""))
    item_lists.settle(lines, lists, scores, reasons)
    end = _cut(lines, scores, heads.closes)
    end = _pass_boxes(lines, scores, [n for n in heads.related if n < end], end, reasons)
    start, stop = item_lists.whole(lines, lists, _best_run(scores, end), end, reasons)
    stop = _behind_link(lines, _tail(lines, stop, end, reasons), end, reasons)
    for index in range(max(start, stop - 1), min(stop + _NEAR_END, len(lines))):
        if index not in reasons and index not in taken and _is_tags(lines[index]):
            reasons[index] = "tags"
    for index in (*heads.closes, *heads.related):
        reasons.setdefault(index, "heads other matter")
    outside = [n for n in range(len(lines)) if not start <= n < stop]
    known = sum(1 for n in outside if reasons.get(n, OUTLINE) != OUTLINE)
    is_page = known >= 3 or (known >= 2 and len(outside) > 12)
    if not is_page:
        for index in [n for n in reasons if _may_be_subhead(lines, n, phrases)]:
            del reasons[index]
    below = next((n for n in range(stop, len(lines)) if n in reasons), len(lines))
    return Zone(start, stop, end, below, reasons, is_page)


def _counters_inside(lines: Sequence[Line], reasons: Mapping[int, str]) -> frozenset[int]:
    """The counters that stand under paragraph after paragraph of one story: they neither divide nor end it."""
    runs: list[range] = []
    for index in sorted(reasons):
        if reasons[index] == COUNTER and index and lines[index - 1].prose:
            end = next((n for n in range(index, len(lines)) if reasons.get(n) != COUNTER), len(lines))
            runs.append(range(index, end))
    return frozenset(n for run in runs for n in run) if len(runs) >= _FEWEST_COUNTED else frozenset()


_FEWEST_COUNTED = 3
"""Paragraphs with counters."""


class _Headings(msgspec.Struct, frozen=True):
    """Lines that head what is not the story, by index."""

    closes: list[int]
    """Over comments and the like: the story has ended."""
    related: list[int]
    """Over links to other stories."""


def _headings(lines: Sequence[Line], free: Sequence[int]) -> _Headings:
    heads = [(index, head_of(lines[index])) for index in free]
    return _Headings([n for n, of in heads if of == "closes"], [n for n, of in heads if of == "related"])


@remembered
def head_of(line: Line) -> str:
    """Which phrases *line* heads other matter by: "closes", "related" or ""."""
    known = phrases()
    if not line.key or line.words > _LONGEST_HEAD or line.prose or not known.may_open(line.key):
        return ""
    return next((section for section in ("closes", "related") if _heads(line, section, known)), "")


_LONGEST_HEAD = 12


def _reasons(
    lines: Sequence[Line], free: Sequence[int], lists: Sequence[range], learned: frozenset[str]
) -> dict[int, str]:
    """Why lines are furniture, by index: by their own words, what was *learned*, and by the lines beside them."""
    reasons: dict[int, str] = {}
    for index in free:
        line = lines[index]
        reason = "learned to be furniture" if line.key and line.key in learned else reason_of(line)
        if reason:
            reasons[index] = reason
    for index in outlines.find(lines).intersection(free):
        reasons.setdefault(index, OUTLINE)
    _add_neighbors(lines, reasons, free)
    _spare_items(lists, reasons)
    _spare_prose(lines, reasons)
    _add_cards(lines, reasons)
    return reasons


def within_container(lines: Sequence[Line], zone: Zone) -> Zone:
    """*zone* of a text that a container gave as a story's own: all of it is the story, but what can only be furniture.

    That is what was learned or says so itself, links to other stories, three buttons in a row, or those that open and end it.
    """
    kept: dict[int, str] = {}
    for run in _runs(zone.reasons):
        is_bar = len(run) >= 3 or run[0] == 0 or run[-1] == len(lines) - 1
        for n in run:
            if (is_bar and zone.reasons[n] in _BUTTONS) or zone.reasons[n] not in _WEAK:
                kept[n] = zone.reasons[n]
    size = len(lines)
    return Zone(0, size, size, size, kept if len(kept) < size else {}, is_page=False)


_BUTTONS = frozenset(("navigation", "navigation bar", "number at a button"))
_WEAK = _BUTTONS | {"link or label", "breadcrumbs", "heads other matter", "page number", "a mark alone"}
"""Reasons that a line of a story may give as well."""


def _runs(reasons: Mapping[int, str]) -> Iterator[list[int]]:
    """The indexes of *reasons*, those that follow each other together."""
    run: list[int] = []
    for index in sorted(reasons):
        if run and index > run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


_NEAR_END = 3
_FEWEST_TAGS = 4


def _is_tags(line: Line) -> bool:
    """A line of words between commas and nothing else: "harbor, ferries, council, fares"."""
    if line.ends or line.prose or line.bullet >= 0 or line.text.count(",") < _FEWEST_TAGS - 1:
        return False
    tags = line.text.split(",")
    return all(tag and len(tag.split()) <= 3 for tag in map(str.strip, tags)) and not any(
        map(str.isdigit, line.text[:1])
    )


def _spare_items(lists: Iterable[range], reasons: dict[int, str]) -> None:
    """An item of a list of sentences or things stays, though it begins as links do ("* Watch the road for deer")."""
    for run in lists:
        told = [n for n in run if n in reasons and reasons[n] != "a mark alone"]
        if len(run) >= 3 and 0 < len(told) <= 0.34 * len(run):
            for n in told:
                if reasons[n] == "link or label":
                    del reasons[n]


def _spare_prose(lines: Sequence[Line], reasons: dict[int, str]) -> None:
    """A sentence between paragraphs of the story stays, though it speaks of what pages print ("all rights reserved"): it calls
    no reader.
    """
    address = phrases().words["address"]
    held = [n for n, reason in reasons.items() if reason.startswith(SAYS) and lines[n].prose]
    for n in held:
        near = (range(n - 1, n - 1 - _NEAR, -1), range(n + 1, n + 1 + _NEAR))
        if address.isdisjoint(lines[n].key.split()) and all(_is_beside_prose(lines, side, reasons) for side in near):
            del reasons[n]


_NEAR = 2


def _is_beside_prose(lines: Sequence[Line], side: range, reasons: Mapping[int, str]) -> bool:
    """Whether a paragraph of the story stands among the lines *side*, nearest first, and no furniture before it."""
    for n in side:
        if not 0 <= n < len(lines) or n in reasons:
            return False
        if lines[n].prose:
            return True
    return False


LONGEST_TAIL = 12
"""Lines of what a last paragraph announces."""


def _tail(lines: Sequence[Line], stop: int, end: int, reasons: dict[int, str]) -> int:
    """The end of the story with what hangs on its last line: lines of the same paragraph, or what a colon announces.

    "Kontakt: press@example.org" right under the last sentence; the commands or the list after "In short:".
    """
    if not 0 < stop < end:
        return stop
    last = stop - 1
    is_announced = lines[last].text[-1] in ":："
    has_gaps = sum(1 for line in lines[:stop] if line.gap) > 0.5 * stop
    if not (is_announced or (has_gaps and lines[last].prose)):
        return stop
    is_list = lines[stop].bullet >= 0
    at = stop
    while at < min(end, stop + LONGEST_TAIL) and at not in reasons:
        line = lines[at]
        if (line.gap and not (is_announced and at == stop)) or (line.bullet >= 0) != is_list:
            break
        if line.words < 3 and not is_announced:
            break
        at += 1
    return at


def _behind_link(lines: Sequence[Line], stop: int, end: int, reasons: Mapping[int, str]) -> int:
    """The end of the story with the short paragraph that stands between a single link and what heads other matter.

    It is too short to weigh more than the link does; a teaser would stand right under its link.
    """
    if not 0 < stop < end or reasons.get(stop) not in _LINKS or not lines[stop - 1].prose or not lines[stop].gap:
        return stop
    at = stop + 1
    while at < min(end, stop + 1 + _MOST_BEHIND) and at not in reasons and _is_paragraph(lines[at]):
        at += 1
    is_whole = at == end or at in reasons
    return at if at > stop + 1 and is_whole else stop


_LINKS = frozenset(("link or label", "related link", "navigation", "heads other matter"))
_MOST_BEHIND = 2


def _is_paragraph(line: Line) -> bool:
    """Whole sentences by themselves that ask nothing of a reader."""
    if not (line.gap and line.ends and line.words >= _SHORTEST and line.bullet < 0) or line.text[-1] in ":：":
        return False
    known, words = phrases(), line.key.split(" ")
    return known.words["address"].isdisjoint(words) or known.words["calls"].isdisjoint(words)


_SHORTEST = 3


def _may_be_subhead(lines: Sequence[Line], index: int, phrases: Phrases) -> bool:
    """A word of menus that stands between two paragraphs of a bare text ("YouTube" in the life of a singer)."""
    return (
        0 < index < len(lines) - 1
        and lines[index].key in phrases.sets["headings"]
        and lines[index - 1].prose
        and lines[index + 1].prose
    )


def _heads(line: Line, section: str, phrases: Phrases) -> bool:
    phrase = phrases.opens(section, line.key)
    return phrase == line.key or (phrase.count(" ") >= 1 and line.words <= phrase.count(" ") + 8)


_TEASERS = frozenset(
    (
        "read more",
        "continue reading",
        "read full story",
        "weiterlesen",
        "mehr lesen",
        "lire la suite",
        "leer más",
        "leggi tutto",
        "leia mais",
    )
)


def _add_neighbors(lines: Sequence[Line], reasons: dict[int, str], free: Sequence[int]) -> None:
    """Lines that are furniture by those beside them, or by those like them: a bare number at a button, a headline over "Read
    more", the same count of comments at each paragraph.
    """
    counters = [n for n in free if lines[n].key.startswith("0 ") and _is_counter(lines[n])]
    counts = Counter(lines[n].key for n in counters)
    reasons.update((n, COUNTER) for n in counters if counts[lines[n].key] >= _FEWEST_COUNTED)
    known = frozenset(free)
    for index in free:
        key = lines[index].key
        if key in _BARE and index not in reasons and (index - 1 in reasons or index + 1 in reasons):
            reasons[index] = "number at a button"
        elif key in _TEASERS and index in reasons and index - 1 in known:
            above = lines[index - 1]
            if index > 1 and index - 1 not in reasons and above.words >= 3 and not (above.prose or above.ends):
                reasons[index - 1] = "link to another story"


_BARE = frozenset(("0", "0 0", "0 k"))
COUNTER = "counter that repeats"
OUTLINE = "table of contents"
OF_OTHERS = frozenset(("teaser of another story", "link to another story", "related link"))
"""Reasons of lines that tell of other stories."""
LONGEST_CARD = 7
"""Lines of a teaser with its button: headline, section, excerpt, day."""


def _is_counter(line: Line) -> bool:
    """ "* 0 Diskussionen", "12 comments": a number and what it counts."""
    return line.key.startswith("0 ") and line.words <= 3 and not line.ends and line.marker[-1:] not in {".", ")", "]"}


def _add_cards(lines: Sequence[Line], reasons: dict[int, str]) -> None:
    """Teasers of other stories in a row, each with its button: from the lines over the first "Read more" to the last one."""
    buttons = [n for n, line in enumerate(lines) if line.key in _TEASERS]
    for before, button in pairwise(buttons):
        card = range(before + 1, button)
        prose = sum(1 for n in card if lines[n].prose)
        if not 1 < len(card) <= LONGEST_CARD or prose > 2 or prose == len(card):
            continue
        first = range(max(0, before - len(card)), before) if before - 1 not in reasons or before == buttons[0] else ()
        for n in (*first, *card):
            reasons.setdefault(n, "teaser of another story")


def _pass_boxes(
    lines: Sequence[Line], scores: list[float], related: Sequence[int], end: int, reasons: dict[int, str]
) -> int:
    """Where the story ends, given headings over links to other stories: at one after which it does not go on.

    Where it goes on, the links of the box (all lines up to the next running text) get their reason and score.
    """
    before = 0.0
    at = 0
    follows = -1
    for index in related:
        before += sum(score for score in scores[at:index] if score > 0)
        at = index
        if follows <= index:
            follows = next((n for n in range(index + 1, end) if lines[n].prose and n not in reasons), end)
        if before >= 30 and not _goes_on(lines, follows, end, reasons):
            return index
        if follows - index <= LONGEST_BOX and follows < end:
            for n in range(index + 1, follows):
                if scores[n] < 1.0 or not lines[n].prose:
                    reasons.setdefault(n, "related link")
                    scores[n] = min(scores[n], -1.0)
    return end


LONGEST_BOX = 12


def _goes_on(lines: Sequence[Line], index: int, end: int, reasons: dict[int, str]) -> bool:
    """Whether the running text at *index* is the story's: it has company, or nothing stands between it and the end."""
    run, told = index, 0
    while run < end:
        line = lines[run]
        is_told = run not in reasons and (line.prose or (line.ends and line.words >= 3))
        if not is_told and reasons.get(run) != "a mark alone":
            break
        run += 1
        told += is_told
    if not told:
        return False
    rest = [n for n in range(run, min(end, run + 3 * LONGEST_BOX)) if n not in reasons]
    return told >= 2 or (len(rest) <= 2 and not any(lines[n].prose for n in rest))


def _score(line: Line, reason: str) -> float:
    if reason:
        return -6.0
    if line.prose:
        return float(min(line.words, 60)) if line.bullet < 0 else min(line.words, 40) * 0.6
    if item_lists.goes_on(line):
        return item_lists.score_of(line)
    if line.bullet >= 0:  # menus and links to other stories do not end as sentences do
        return 0.5 if line.ends and line.words >= 4 else -1.5
    if line.words >= 12:
        return 1.0
    return 0.5 if line.ends and line.words >= 3 else -2.0


def _cut(lines: Sequence[Line], scores: Sequence[float], closes: Sequence[int]) -> int:
    """Index of the line that heads what follows the story; len(lines) if there is none.

    A heading counts only below enough of the story: pages also link to their comments above it.
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
