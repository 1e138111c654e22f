"""A body → its lines, with what can be seen of each: words, marks, list markers, prose or not. Pure.

Hard-wrapped text is joined again to one line a paragraph; nothing else is changed.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

import msgspec

from archivegen.normalize import written_dates
from archivegen.normalize.phrases import Phrases, key_of

LONG_KEY = 60
"""Lines of more words are running text; nobody compares them with phrases."""
LONGEST_DASHED = 300
"""Characters of a list item that a dash opens."""

_BULLET = re.compile(r"(\s*)([*•·▪▸►‣⁃●○◦■□–—+-]|o(?= [A-Z0-9])|\(?\d{1,3}[.)]|\[\d{1,3}\])[ \t]+(?=\S)")
_CLOSERS = "\"'”’»“‘›)]」』"
_STOPS = frozenset(".!?…。！？؟‽")
_ENDS = _STOPS | frozenset(":;：；")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SENTENCE_INSIDE = re.compile(r"[.!?][\"'”’»)]* +[\"'“‘«„(]?[A-ZÀ-ÞА-Я]")


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
    hyphens: tuple[int, ...] = ()
    """Lines whose closing hyphen was mended away."""

    @property
    def bare(self) -> str:
        """The text without its list marker."""
        return self.text[len(self.marker) :].lstrip() if self.marker else self.text


def lines_of(body: str, first_line: int, phrases: Phrases) -> list[Line]:
    """Every line of *body* that holds anything but white space, in order. O(len(body))."""
    raw = [(number, line) for number, line in enumerate(body.split("\n"), first_line)]
    if _is_hard_wrapped([line for _, line in raw]):
        return _joined(raw, phrases)
    found: list[Line] = []
    gap = True
    for number, line in raw:
        text = " ".join(line.split())
        if not text:
            gap = True
            continue
        found.append(_look(number, text, gap, phrases, indent=_indent(line)))
        gap = False
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t")) if line[:1] in " \t" else 0


def _look(
    number: int, text: str, gap: bool, phrases: Phrases, *, indent: int = 0, hyphens: tuple[int, ...] = ()
) -> Line:
    marker, bullet = _marker(text, indent)
    head = text[len(marker) : LONG_KEY * 12]
    key = key_of(head)
    split = key.split(" ")
    words = len(text.split()) if len(split) >= LONG_KEY else len(split) if key else 0
    cjk = 0 if text.isascii() else len(_CJK.findall(head)) * len(text) // (len(head) or 1)
    words = max(words, cjk // 2)
    common = phrases.words["stop"]
    share = len([None for word in split if word in common]) / len(split)
    last = _last_mark(text)
    ends, stop = last in _ENDS, last in _STOPS
    prose = _is_prose(text, words, stop, ends, share, bool(cjk))
    is_long = len(split) > LONG_KEY or len(text) > LONG_KEY * 12
    return Line(number, text, gap, "" if is_long else key, words, bullet, marker, ends, prose, hyphens)


def _marker(text: str, indent: int) -> tuple[str, int]:
    """The list marker that opens *text* and the depth of its item; ("", -1) where there is none."""
    match = _BULLET.match(text)
    if match is None:
        return "", -1
    marker = match[2]
    if marker[:1].isdigit() and written_dates.begins_with_day(text):  # "14. November 2019"
        return "", -1
    if marker in "–—-" and len(text) > LONGEST_DASHED:  # a paragraph that goes on after a dash
        return "", -1
    return marker, indent // 2 if indent else {"+": 1, "o": 2}.get(marker, 0)


def _last_mark(text: str) -> str:
    """The last character of *text* before closing quotation marks and brackets."""
    return text[-8:].rstrip(_CLOSERS)[-1:]


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


def _is_hard_wrapped(lines: list[str]) -> bool:
    """Most lines are about as long as the longest, none much longer, and many break inside a sentence."""
    widths = [len(line.rstrip()) for line in lines if line.strip()]
    if len(widths) < 6:
        return False
    widest = max(widths)
    if not 40 <= widest <= 100:
        return False
    pairs = [(a.strip(), b.strip()) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(pairs) < 4:
        return False
    usual = median(sorted(widths)[len(widths) // 2 :])
    full = [a for a, b in pairs if len(a) >= 0.7 * usual]
    broken = sum(1 for a, b in pairs if _last_mark(a) not in _ENDS and not _BULLET.match(b) and len(a) >= 0.6 * widest)
    return len(full) >= 0.6 * len(pairs) and broken >= 0.5 * len(pairs)


def _joined(raw: list[tuple[int, str]], phrases: Phrases) -> list[Line]:
    texts = [line.rstrip() for _, line in raw if line.strip()]
    width = max(map(len, texts))
    found: list[Line] = []
    piece: list[tuple[int, str]] = []
    gap = True

    def close() -> None:
        nonlocal gap
        if piece:
            text, hyphens = _mend(piece, phrases)
            found.append(_look(piece[0][0], text, gap, phrases, hyphens=hyphens))
            piece.clear()
            gap = False

    for number, line in raw:
        text = " ".join(line.split())
        if not text:
            close()
            gap = True
            continue
        if piece and (_starts_anew(line, text) or _was_last(piece[-1][1], text, width)):
            close()
        piece.append((number, text))
    close()
    return found


def _starts_anew(line: str, text: str) -> bool:
    """An indented line or a list item opens a paragraph of its own."""
    return _indent(line) >= 2 or (_BULLET.match(text) is not None and not text.startswith(("–", "—")))


def _was_last(before: str, text: str, width: int) -> bool:
    """*before* ended its paragraph: its end is a sentence's, and the next word would have had room on it."""
    if before.endswith("-"):
        return False
    first = text.split(" ", 1)[0]
    room = width - len(before) - 1
    if _last_mark(before) in _STOPS:
        return room > len(first) + 0.15 * width
    return room > len(first) + 0.45 * width


def _mend(piece: list[tuple[int, str]], phrases: Phrases) -> tuple[str, tuple[int, ...]]:
    """The paragraph of wrapped lines *piece*, and the lines whose closing hyphen only marked the break.

    A hyphen is taken away between two lower-case letters ("govern-/ment"), and kept where the word has other hyphens
    ("state-of-the-/art"), the next part is short ("built-/in"), or the first one is made to be joined ("well-/known").
    """
    parts: list[str] = []
    mended: list[int] = []
    for (number, text), (_, following) in pairwise(piece):
        if not text.endswith(("-", "\u00ad")):
            parts += (text, " ")
        elif text[-1] == "\u00ad" or _is_break(text.rsplit(" ", 1)[-1][:-1], following.split(" ", 1)[0], phrases):
            parts.append(text[:-1])
            mended.append(number)
        else:
            parts.append(text if text[-2:-1] not in {"", " "} else f"{text} ")
    return "".join((*parts, piece[-1][1])), tuple(mended)


def _is_break(before: str, after: str, phrases: Phrases) -> bool:
    """Whether a hyphen between *before* and *after* is only there because the line ended."""
    return (
        before.isalpha()
        and before[-1:].islower()
        and after[:1].islower()
        and len(after.rstrip(".,;:!?")) > 2
        and before.lower() not in phrases.words["joined"]
    )
