"""Tell kickers: the short label over a headline ("ANALYSIS", "Opinion | Europe"), and not a menu's last item. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from archivegen.normalize import written_dates
from archivegen.normalize.attribution import is_byline_outlet
from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases, key_of

LONGEST = 5
"""Words of one that is known by its own words."""
_LONGEST_UNKNOWN = 4
_WORDS_OF_A_PART = 2
_DIVIDER = re.compile(r"\s*[|｜/•·‖]\s*|\s+[–—:]\s+")
_MOST_LABELS = 2
"""Labels that a text may open with, over its headline."""
_CRUMBS = "breadcrumbs"
_MENU = 3
"""So many short labels in a row are a menu."""


def is_known(text: str, key: str, phrases: Phrases) -> bool:
    """Whether *text* (as phrases are compared: *key*) is a label that newspapers print over headlines, with a subject at most."""
    if key in phrases.sets["kicker"]:
        return True
    if not key or key.count(" ") >= LONGEST or not phrases.opens("kicker", key):
        return False
    label, *rest = _DIVIDER.split(text)
    is_short = all(len(part.split()) <= _WORDS_OF_A_PART for part in rest)
    return bool(rest) and is_short and key_of(label) in phrases.sets["kicker"]


class Found(NamedTuple):
    """What stands over a headline, as indexes of lines."""

    kicker: int | None = None
    labels: tuple[int, ...] = ()
    """Other labels that the text opens with: sections, tags."""


def find(
    lines: Sequence[Line], title: int, passed_over: Collection[int], reasons: Mapping[int, str], phrases: Phrases
) -> Found:
    """The kicker right above the headline *title*: known by its words, or the one label that a text opens with.

    *passed_over* lines name writers and days, or are captions; *reasons* are why lines are furniture.
    """
    index = title - 1
    if index < 0 or index in passed_over or not _is_label(lines[index], LONGEST):
        return Found()
    over = range(index) if title <= _MOST_LABELS else ()
    are_labels = all(n not in passed_over and n not in reasons and _is_label(lines[n], _LONGEST_UNKNOWN) for n in over)
    line = lines[index]
    if is_known(line.text, line.key, phrases):
        is_first = title <= _MOST_LABELS and are_labels
        return Found(index, tuple(over)) if is_first or _stands_apart(lines, index, reasons, phrases) else Found()
    if _is_over_a_label(lines, index, passed_over, phrases):
        return Found(index - 1, (index,))
    known = next((n for n in over if is_known(lines[n].text, lines[n].key, phrases)), None)
    if known is not None and are_labels:
        return Found(known, tuple(n for n in (*over, index) if n != known))
    if index in reasons or line.words > _LONGEST_UNKNOWN or _is_day(line):
        return Found()
    may_be_one = "," not in line.text and not is_byline_outlet(line.text)
    if may_be_one and _is_under_buttons(lines, index, reasons):
        return Found(index)
    if title > _MOST_LABELS or not are_labels:
        return Found()
    return Found(index) if may_be_one and not over else Found(None, (*over, index))


def _is_under_buttons(lines: Sequence[Line], index: int, reasons: Mapping[int, str]) -> bool:
    """The label at *index* opens the story of a page: over it stand buttons alone, and it looks other than they and the
    headline do, or they end in crumbs.
    """
    if not index or not all(n in reasons for n in range(index)):
        return False
    if reasons[index - 1] == _CRUMBS:
        return True
    return lines[index].text.isupper() and not (lines[index - 1].text.isupper() or lines[index + 1].text.isupper())


def open_the_text(lines: Sequence[Line], index: int, passed_over: Collection[int], phrases: Phrases) -> bool:
    """Whether nothing but labels, one or two, stands over the line at *index*: it begins the text as the first line of others does."""
    over = range(index)
    return 0 < index <= _MOST_LABELS and all(
        n not in passed_over
        and not _is_day(lines[n])
        and (_is_label(lines[n], _LONGEST_UNKNOWN) or is_known(lines[n].text, lines[n].key, phrases))
        for n in over
    )


def _is_over_a_label(lines: Sequence[Line], index: int, passed_over: Collection[int], phrases: Phrases) -> bool:
    """A kicker in capitals stands over the section at *index*: "EXPLAINER", "News | Transport", and the headline."""
    if index == 0 or index - 1 in passed_over or lines[index].text.isupper():
        return False
    over = lines[index - 1]
    return over.text.isupper() and _is_label(over, LONGEST) and is_known(over.text, over.key, phrases)


def _is_label(line: Line, longest: int) -> bool:
    return line.words <= longest and line.bullet < 0 and bool(line.key) and not (line.ends or line.prose)


def _is_day(line: Line) -> bool:
    return any(map(str.isdigit, line.text)) and written_dates.without_days(line.text) != line.text


def _stands_apart(lines: Sequence[Line], index: int, reasons: Collection[int], phrases: Phrases) -> bool:
    """No menu ends with the line: a button that is no item of one stands above it, or it looks other than the labels there."""
    line, above = lines[index], lines[index - 1]
    items = phrases.sets["headings"] | phrases.sets["kicker"]
    if index - 1 in reasons and above.key not in items and above.bullet < 0:
        return True
    labels = [other for other in lines[max(0, index - _MENU) : index] if _is_label(other, _LONGEST_UNKNOWN)]
    if len(labels) == _MENU or not line.gap:
        return line.text.isupper() and not any(other.text.isupper() for other in labels)
    return True
