"""Tell whether lines were broken at a fixed width, and which of them go on in the next. Pure.

A writer of fixed lines fills each one: it ends where the next word has no room. So a line that breaks inside a sentence tells the
width, and a line after which the next word would have had room is the last of its paragraph.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from archivegen.patterns import late_pattern

_NARROWEST, _WIDEST = 40, 110
_FEWEST_BREAKS = 3
_MANY_BREAKS = 8
"""So many tell the width well."""
_RAGGED = 15
"""So much shorter than the width may a line be that was broken for want of room: a long word."""
_RAGGED_UNSPACED = 4
"""Likewise, in columns, where a line may end after nearly any character."""
UNSPACED = late_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uff10-\uff5a]")
_SET_IN = "\u3000・●○■□◆◇※＊"
_CLOSERS = "\"'”’»“‘›)]」』"
_ENDS = frozenset(".!?…。！？؟‽:;：；")


class Wrap(msgspec.Struct, frozen=True):
    """How the lines of a text were broken."""

    width: int
    slack: int
    """So much room may be left behind the next word; 0 where each line was filled as far as it goes."""
    is_spaced: bool
    """Blank lines divide its paragraphs, so that the end of a sentence is no end of a paragraph."""
    is_indented: bool
    """The first line of each paragraph is set in."""
    is_unspaced: bool = False
    """Its script puts no space between words, so that a line may end after any character; *width* is in columns."""

    def goes_on(self, line: str, following: str) -> bool:
        """Whether *line* was broken for want of room: the first word of *following* would not have fitted.

        *line* as laid_out gives it; *following* without white space around.
        """
        if self.is_unspaced:
            is_full = columns(line) >= self.width - _RAGGED_UNSPACED
            return is_full and following[0] not in _SET_IN and (self.is_spaced or not _is_end(line))
        if line[-1] in "-\u00ad¬" and line[-2:-1].isalpha():
            return following[:1].islower() or self.width <= 2 * len(line)
        if len(line) > self.width:
            return False
        room = self.width - len(line) - 1 - len(following.split(" ", 1)[0])
        # Between sentences without blank lines nothing but the room tells, so no doubt is allowed there.
        is_sure = self.is_spaced if _is_end(line) else not following[:1].isupper()
        return room < (max(self.slack, _RAGGED) if is_sure else self.slack + 1)


def wrap_of(lines: Sequence[str]) -> Wrap | None:
    """How *lines* were broken; None where they were not. O(characters)."""
    stripped = laid_out(lines)
    return _unspaced_wrap_of(stripped) or _spaced_wrap_of(stripped)


def _unspaced_wrap_of(stripped: Sequence[str]) -> Wrap | None:
    """Likewise, of Chinese and Japanese: nearly all lines that end inside a sentence are of one width."""
    breaks = [
        columns(line)
        for line, following in pairwise(stripped)
        if line and following and UNSPACED.match(line[-1]) and UNSPACED.match(following[0])
    ]
    if len(breaks) < _FEWEST_BREAKS or max(breaks) > _WIDEST:
        return None
    width = max(breaks)
    near = sum(1 for length in breaks if length >= width - _RAGGED_UNSPACED)
    longer = sum(1 for line in stripped if len(line) > width)
    if near < 0.8 * len(breaks) or longer > len(breaks) or width < _NARROWEST:
        return None
    ends = [following for line, following in pairwise(stripped) if line and _is_end(line)]
    is_spaced = sum(1 for following in ends if not following) >= 0.5 * len(ends)
    return Wrap(width, 0, is_spaced, is_indented=False, is_unspaced=True)


def columns(line: str) -> int:
    """How wide *line* is printed where letters of Chinese and Japanese are twice as wide as others."""
    return len(line) + sum(1 for c in line if c > "\u1100" and unicodedata.east_asian_width(c) in "WF")


def _spaced_wrap_of(stripped: Sequence[str]) -> Wrap | None:
    breaks = [
        (len(line), len(following.split(None, 1)[0]))
        for line, following in pairwise(stripped)
        if _NARROWEST <= len(line) <= _WIDEST and following and _is_inside(line, following)
    ]
    if len(breaks) < _FEWEST_BREAKS:
        return None
    lengths = sorted(length for length, _ in breaks)
    width = lengths[-1] if len(lengths) < 40 else lengths[-1 - len(lengths) // 50]
    near = sum(1 for length in lengths if width - _RAGGED <= length)
    if near < 0.75 * len(lengths):
        return None
    letters = sum(map(len, stripped))
    if sum(len(line) for line in stripped if len(line) > width + 2) > 0.3 * letters:
        return None
    if sum(len(line) for line in stripped if width - _RAGGED <= len(line) <= width) < 0.3 * letters:
        return None
    margin = 2 if len(lengths) >= _MANY_BREAKS else 6
    width = max(width, max((len(line) for line in stripped if len(line) <= width + margin), default=width))
    rooms = sorted(width - length - 1 - first for length, first in breaks)
    slack = min(max(rooms[int(0.85 * (len(rooms) - 1))], 0), _RAGGED)
    ends = [following for line, following in pairwise(stripped) if _is_end(line) and len(line) < 0.7 * width]
    is_spaced = sum(1 for following in ends if not following) >= 0.8 * len(ends)
    set_in = sum(
        1
        for line, following in pairwise(stripped)
        if line[:2].isspace() and not line[2:10].isspace() and following[:1].strip()
    )
    return Wrap(width, slack, is_spaced, set_in >= _FEWEST_BREAKS)


def laid_out(lines: Sequence[str]) -> list[str]:
    """*lines* without white space at their ends, and without what all of them have at their beginning."""
    expanded = [line.expandtabs(4).rstrip() if "\t" in line else line.rstrip() for line in lines]
    if any(line and not line[0].isspace() for line in expanded):
        return expanded
    margin = min((len(line) - len(line.lstrip()) for line in expanded if line), default=0)
    return [line[margin:] for line in expanded]


def _is_inside(line: str, following: str) -> bool:
    """Whether a sentence goes on over the end of *line*."""
    first = following.lstrip()[0]
    return first.isalpha() and not first.isupper() and not _is_end(line) and line[-1] not in "。，、"


def _is_end(line: str) -> bool:
    return line[-8:].rstrip(_CLOSERS)[-1:] in _ENDS
