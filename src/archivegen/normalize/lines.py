"""A body → its lines, with what can be seen of each: words, marks, list markers, prose or not. Pure.

Hard-wrapped text is joined again to one line a paragraph; nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import msgspec

from archivegen.normalize import written_dates
from archivegen.normalize.phrases import key_of, phrases
from archivegen.normalize.wrapping import UNSPACED, Wrap, laid_out, wrap_of
from archivegen.patterns import late_pattern

LONG_KEY = 60
"""Lines of more words are running text; nobody compares them with phrases."""
LONGEST_KEYED = 720
"""Characters; likewise."""
_SAMPLE = 400
"""So many characters tell whether a long line is running text."""
LONGEST_DASHED = 300
"""Characters of a list item that a dash opens."""

_BULLET = re.compile(r"(\s*)([*•·▪▸►‣⁃●○◦■□–—+-]|o(?= [A-Z0-9])|\(?\d{1,3}[.)]|\[\d{1,3}\])[ \t]+(?=\S)")
_CLOSERS = "\"'”’»“‘›)]」』"
_STOPS = frozenset(".!?…。！？؟‽")
_ENDS = _STOPS | frozenset(":;：；")
_CJK = late_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SENTENCE_INSIDE = late_pattern(r"[.!?][\"'”’»)]* +[\"'“‘«„(]?[A-ZÀ-ÞА-Я]")


class Line(msgspec.Struct, frozen=True):
    """One line of a seed, or one paragraph of a hard-wrapped one."""

    number: int
    """Its (first) line in the file."""
    text: str
    """As printed, white space folded, list marker included."""
    gap: bool
    """A blank line stands before it (or it is the first)."""
    key: str
    """As phrases are compared; "" for a long line."""
    words: int
    """CJK text counts two characters as a word."""
    bullet: int = -1
    """Depth of its list marker; -1 = none."""
    marker: str = ""
    """The list marker as printed."""
    ends: bool = False
    """It ends as a sentence does, or with a colon."""
    prose: bool = False
    """It reads as running text: a whole sentence, not a label, a link or a name."""
    hyphens: tuple[tuple[int, str], ...] = ()
    """Lines whose closing hyphen was mended away, with the hyphen."""

    @property
    def bare(self) -> str:
        """The text without its list marker."""
        return self.text[len(self.marker) :].lstrip() if self.marker else self.text


def lines_of(body: str, first_line: int) -> list[Line]:
    """Every line of *body* that holds anything but white space, in order. O(len(body))."""
    raw = list(enumerate(body.split("\n"), first_line))
    wrap = wrap_of([line for _, line in raw]) if len(raw) > 3 else None
    if wrap is not None:
        return _joined(raw, wrap)
    found: list[Line] = []
    gap = True
    for number, line in raw:
        text = line.strip()
        if not text:
            gap = True
            continue
        if "  " in text or not text.isprintable():  # of all white space, only a blank counts as printable
            text = " ".join(text.split())
        indent = _indent(line) if line[0] in " \t" else 0
        look = _remembered if len(text) <= LONGEST_REMEMBERED else _traits
        found.append(Line(number, text, gap, *look(text, indent)))
        gap = False
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t")) if line[:1] in " \t" else 0


def _look(number: int, text: str, gap: bool, *, indent: int = 0, hyphens: tuple[tuple[int, str], ...] = ()) -> Line:
    look = _remembered if len(text) <= LONGEST_REMEMBERED else _traits
    return Line(number, text, gap, *look(text, indent), hyphens)


def _traits(text: str, indent: int) -> tuple[str, int, int, str, bool, bool]:
    """What can be seen of *text* by itself: key, words, bullet, marker, ends and prose of its Line."""
    marker, bullet = _marker(text, indent)
    is_long = len(text) > LONGEST_KEYED
    head = text[len(marker) : _SAMPLE if is_long else None]
    key = key_of(head)
    split = key.split(" ")
    words = len(text.split()) if is_long or len(split) >= LONG_KEY else len(split) if key else 0
    cjk = 0 if text.isascii() else len(_CJK.findall(head)) * len(text) // (len(head) or 1)
    words = max(words, cjk // 2)
    common = phrases().words["stop"]
    share = sum(map(common.__contains__, split)) / len(split)
    last = _last_mark(text)
    ends, stop = last in _ENDS, last in _STOPS
    prose = _is_prose(text, words, stop, ends, share, bool(cjk))
    return "" if is_long or len(split) > LONG_KEY else key, words, bullet, marker, ends, prose


LONGEST_REMEMBERED = 120
_remembered = lru_cache(1 << 14)(_traits)
"""Menus and boxes stand on every page of a site, and each text is gone over twice: by the survey and for its article."""
_T = TypeVar("_T")


def alone(text: str) -> Line:
    """The short *text*, white space folded, as a line by itself."""
    return Line(0, text, True, *_remembered(text, 0))


def remembered(judge: Callable[[Line], _T]) -> Callable[[Line], _T]:
    """*judge*, which sees only what a line's own words tell, remembering what it said of short lines."""

    @lru_cache(1 << 14)
    def of_text(text: str) -> _T:
        return judge(alone(text))

    def of_line(line: Line) -> _T:
        return of_text(line.text) if len(line.text) <= LONGEST_REMEMBERED else judge(line)

    return of_line


def _marker(text: str, indent: int) -> tuple[str, int]:
    """The list marker that opens *text* and the depth of its item; ("", -1) where there is none."""
    match = _BULLET.match(text) if not text[0].isalpha() or text[:2] == "o " else None
    if match is None:
        return "", -1
    marker = match[2]
    if marker[:1].isdigit() and written_dates.begins_with_day(text):  # "14. November 2019"
        return "", -1
    if marker in "–—-" and len(text) > LONGEST_DASHED:  # a paragraph that goes on after a dash
        return "", -1
    return marker, indent // 2 if indent else {"+": 1, "o": 2}.get(marker, 0)


def _last_mark(text: str) -> str:
    """The last character of *text* before closing quotation marks and brackets, and before whose report it is ("(tl/dpa)")."""
    signed = _SIGNED.search(text[-_LONGEST_SIGN:]) if text[-1:] == ")" else None
    return signed[1] if signed is not None else text[-8:].rstrip(_CLOSERS)[-1:]


_LONGEST_SIGN = 28
_SIGNED = late_pattern(r"([.!?…])[”\"»“]?\s\([^\W\d_]{1,10}(?:[/-][^\W\d_]{1,10}){0,2}\)$")


def _is_prose(text: str, words: int, stop: bool, ends: bool, share: float, cjk: bool) -> bool:
    if cjk:
        return words >= 12 and (stop or "、" in text or "。" in text)
    if words < 5:
        return False
    if stop and words >= 8 and share >= 0.1:
        return True
    if stop and words >= 5 and share >= 0.2:
        return True
    if words >= 22 and share >= 0.22:
        return True
    if words >= 14 and share >= 0.3 and _SENTENCE_INSIDE.search(text) is not None:
        return True
    return ends and words >= 12 and share >= 0.25


# ---------------------------------------------------------------- hard-wrapped text


def _joined(raw: list[tuple[int, str]], wrap: Wrap) -> list[Line]:
    words = _Vocabulary(raw)
    found: list[Line] = []
    piece: list[tuple[int, str]] = []
    gap, indent, before = True, 0, ""

    def close() -> None:
        nonlocal gap
        if piece:
            text, hyphens = _mend(piece, words)
            found.append(_look(piece[0][0], text, gap, indent=indent, hyphens=hyphens))
            piece.clear()
            gap = False

    for number, line in zip((number for number, _ in raw), laid_out([line for _, line in raw]), strict=True):
        text = " ".join(line.split())
        if not text:
            close()
            gap = True
            continue
        inset = _indent(line)
        is_set_in = inset >= 2 and (wrap.is_indented or inset > indent)
        if piece and (is_set_in or not wrap.goes_on(before, text) or _starts_anew(text, piece)):
            close()
        if not piece:
            indent = inset
        before = line
        piece.append((number, text))
    close()
    return found


def _starts_anew(text: str, piece: list[tuple[int, str]]) -> bool:
    """A list item or a day by itself is no part of the paragraph before it."""
    marker = _BULLET.match(text)
    if marker is not None and marker[2] not in "–—-":
        above = _BULLET.match(piece[0][1])
        # A number at the head of a full line may be one of a sentence ("… aged fourteen, 49 and / 59. At least …").
        return not marker[2][-2:-1].isdigit() or above is not None or piece[-1][1][-1] in ":.!?"
    return written_dates.is_day(text) or (len(piece) == 1 and written_dates.is_day(piece[0][1]))


class _Vocabulary:
    """The words of a text, as hyphens at line ends are judged by."""

    def __init__(self, raw: list[tuple[int, str]]) -> None:
        self._raw = raw
        self._prefixes = phrases().words["joined"]
        self._words: frozenset[str] = frozenset()

    def is_break(self, before: str, after: str) -> bool:
        """Whether a hyphen between *before* and *after* is only there because the line ended.

        It is where the text has the whole word elsewhere, and is not where it has the word with its hyphen. Otherwise it is
        between two lower-case letters ("govern-/ment"), and is not where the word has other hyphens ("state-of-the-/art"),
        the next part is short ("built-/in"), or the first one is made to be joined ("well-/known").
        """
        first = before.lstrip("\"'“‘„«([").rsplit(" ", 1)[-1]
        last = after.rstrip(".,;:!?\"'”’»)]")
        if not self._words:
            self._words = frozenset(_WORD.findall("\n".join(line for _, line in self._raw).casefold()))
        if (first + last).casefold() in self._words:
            return True
        if f"{first}-{last}".casefold() in self._words:
            return False
        return (
            first.isalpha()
            and first[-1:].islower()
            and last[:1].islower()
            and len(last) > 2
            and first.lower() not in self._prefixes
        )


_OPEN_END = late_pattern(r"[\u3001-\u30ff\u3400-\u9fff\uff00-\uffef]$")
"""A character after which a script without spaces goes on in the next line."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _mend(piece: list[tuple[int, str]], words: _Vocabulary) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The paragraph of wrapped lines *piece*, and the lines (with their mark) whose closing hyphen only marked the break."""
    parts: list[str] = []
    mended: list[tuple[int, str]] = []
    for (number, text), (_, following) in pairwise(piece):
        if not text.endswith(("-", "\u00ad", "¬")):
            is_unspaced = UNSPACED.match(following[0]) and _OPEN_END.search(text)
            parts += (text,) if is_unspaced else (text, " ")
        elif text[-1] != "-" or words.is_break(text.rsplit(" ", 1)[-1][:-1], following.split(" ", 1)[0]):
            parts.append(text[:-1])
            mended.append((number, text[-1]))
        else:
            parts.append(text if text[-2:-1] not in {"", " "} else f"{text} ")
    return "".join((*parts, piece[-1][1])), tuple(mended)
