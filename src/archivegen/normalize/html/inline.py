"""Text inside a block → plain text with marks. White space as HTML has it: runs are one space, <br> ends a line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from archivegen.model import Mark
from archivegen.normalize.html.tree import Element, words_of
from archivegen.urls import safe_href

_KIND_BY_TAG = {
    "a": "link", "em": "em", "i": "em", "cite": "em", "dfn": "em", "strong": "strong", "b": "strong", "code": "code", "kbd": "code",
    "samp": "code", "tt": "code", "del": "del", "s": "del", "strike": "del",
}  # fmt: skip
_SPACES = re.compile(r"[ \t\n\r\f\v\xa0\u2000-\u200a\u202f]+")
_JOINED = frozenset("sup sub code kbd samp tt wbr var".split())
"""Elements that may touch what is before or after them in mid-word."""
_WAYBACK = re.compile(r"(?:https?://web\.archive\.org)?/web/\d{8,14}(?:[a-z]{2}_)?/(?=https?:)")
LONGEST_HREF = 2000
_WHOLE = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/[A-Za-z0-9_~./=&+-]*(?:\?[A-Za-z0-9_~./=&+-]+)?(?:#[A-Za-z0-9_.-]+)?"
)
"""An address that says all and needs no mending: to see that costs a tenth of taking it apart."""


def kind_of(tag: str) -> str:
    """The kind of mark that the element *tag* is; "" for none."""
    return _KIND_BY_TAG.get(tag, "")


def absolute(href: str, base: str) -> str:
    """*href* as a reader of another site may follow it; "" where it leads nowhere, or may not be followed."""
    href = href.strip()
    if not href or href.startswith("#") or len(href) > LONGEST_HREF:
        return ""
    if _WHOLE.fullmatch(href) and "/web/" not in href:
        return href
    href = _WAYBACK.sub("", href, count=1)
    if base:
        try:
            href = urljoin(base, href)
        except ValueError:
            return ""
    return safe_href(href)


_NOTE = re.compile(r"fn|ftn|note|cite|fussnote|sdfoot", re.IGNORECASE)
_BACK = re.compile(r"back-?(?:ref|link)|reversefootnote|fnref|note-?ref.*back", re.IGNORECASE)
_ARROWS = frozenset("↩︎ ↩ ↩️ ↑ ^ ⏎ ↵ ⤴ ⬆".split())


def note_mark(element: Element) -> str | None:
    """What a link to a note shows ("[1]"), or "" for the arrow that leads back from it; None for any other link."""
    href = element.get("href") or ""
    names = f"{element.get('class') or ''} {href.rpartition('#')[2] if '#' in href else ''}"
    if "#" not in href or not _NOTE.search(names):
        return None
    words = words_of(element)
    if words in _ARROWS or (_BACK.search(element.get("class") or "") and len(words) < 4 and not words.isalnum()):
        return ""
    sign = words.strip("[]() ")
    return f"[{sign}]" if 0 < len(sign) <= 3 and (sign.isdigit() or sign in "*†‡§") else None


def is_note_number(text: str) -> bool:
    """Whether *text* is a note's sign as note_mark gives it, and nothing else."""
    return len(text) <= 5 and text[:1] == "[" and text[-1:] == "]" and text[1:-1].isalnum()


class Run:
    """The text of one block while it is gathered."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.linked = 0
        """Characters inside links."""
        self.line = 0
        """Line of the page on which it begins."""
        self._breaks = 0
        self._space = False
        self._closed = self._touches = False
        """An element ended; another begins right after it."""

    def add(self, text: str | None) -> None:
        if not text:
            return
        folded = _SPACES.sub(" ", text)
        if not self.parts and "\u3000" in folded:
            folded = folded.lstrip(" \u3000") or " "  # the indent of a paragraph
        if folded == " ":
            self._space = True
            return
        if folded[0] == " ":
            self._space = True
            folded = folded[1:]
        closing = folded[-1] == " "
        if closing:
            folded = folded[:-1]
        if self.parts:
            if self._breaks:
                self._put("\n")
            elif self._space or (self._touches and self._is_glued(folded[0])):
                self._put(" ")
        self._breaks = 0
        self._closed = self._touches = False
        self._put(folded)
        self._space = closing

    def _is_glued(self, first: str) -> bool:
        """A new part that begins with *first* would run into the one before it, which stood apart on the page."""
        last = self.parts[-1][-1]
        if not (last.isalnum() or last in '.!?…"”»’') or not (first.isupper() or first.isdigit() or first in "(©"):
            return False
        return not (last.isupper() and first.isupper() and len(self.parts[-1]) < 2)  # a large first letter

    def opens(self, tag: str) -> None:
        """An inline element begins."""
        self._touches = self._touches or (self._closed and tag not in _JOINED)

    def closes(self, tag: str) -> None:
        """An inline element has ended."""
        self._closed = tag not in _JOINED

    def break_line(self) -> None:
        self._breaks += 1
        self._space = False

    @property
    def wants_paragraph(self) -> bool:
        """Two line breaks stand at its end: a new paragraph begins."""
        return self._breaks >= 2 and bool(self.parts)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def begin(self) -> int:
        """Where a mark that opens now begins, white space before it left out."""
        return self.length

    def end(self, start: int, kind: str, href: str = "") -> None:
        """Close the mark of *kind* that opened at *start*."""
        end = self.length
        if start >= end or kind == "":
            return
        if kind == "link":
            if href.strip()[:1] != "#" or len(href.strip()) == 1:  # a place on the same page is no other page
                self.linked += end - start
            href = absolute(href, self.base)
            if not href:
                return
        self.marks.append(Mark(start, end, kind, href))  # type: ignore[arg-type]

    def taken(self) -> tuple[str, tuple[Mark, ...]]:
        """The text and its marks, in order, trimmed, those that touch joined."""
        text = "".join(self.parts)
        return text, trimmed(text, self.marks)


def trimmed(text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """*marks* over words only: no white space at their edges, none over a line's end, none of a kind inside itself, neighbors joined."""
    if not marks:
        return ()
    found: list[Mark] = []
    last: dict[str, int] = {}
    for mark in sorted(_by_line(text, marks), key=lambda m: (m.start, -m.end, m.kind, m.href)):
        start, end = mark.start, mark.end
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        if start >= end:
            continue
        before = last.get(mark.kind)
        if before is not None and found[before].end >= start:
            other = found[before]
            if other.end >= end:
                continue
            if other.href == mark.href:
                found[before] = Mark(other.start, end, mark.kind, mark.href)
                continue
            start = other.end
        last[mark.kind] = len(found)
        found.append(Mark(start, end, mark.kind, mark.href))
    return tuple(sorted(_one_a_span(found)))


def _by_line(text: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    for mark in dict.fromkeys(marks):
        at = mark.start
        for part in text[mark.start : mark.end].split("\n"):
            yield Mark(at, at + len(part), mark.kind, mark.href)
            at += len(part) + 1


def _one_a_span(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Of several marks over the very same words the one that says most: a link, then strong."""
    best: dict[tuple[int, int], Mark] = {}
    for mark in marks:
        key = (mark.start, mark.end)
        if key not in best or _WORTH.index(mark.kind) < _WORTH.index(best[key].kind):
            best[key] = mark
    return iter(best.values())


_WORTH = ("link", "code", "strong", "em", "del")
