"""Text inside a block → plain text with marks. White space as HTML has it: runs are one space, <br> ends a line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from archivegen.model import Mark
from archivegen.urls import safe_href

_KIND_BY_TAG = {
    "a": "link", "em": "em", "i": "em", "cite": "em", "dfn": "em", "strong": "strong", "b": "strong", "code": "code", "kbd": "code",
    "samp": "code", "tt": "code", "del": "del", "s": "del", "strike": "del",
}  # fmt: skip
_SPACES = re.compile(r"[ \t\n\r\f\v\xa0\u2000-\u200a\u202f]+")
_WAYBACK = re.compile(r"(?:https?://web\.archive\.org)?/web/\d{8,14}(?:[a-z]{2}_)?/(?=https?:)")
LONGEST_HREF = 2000


def kind_of(tag: str) -> str:
    """The kind of mark that the element *tag* is; "" for none."""
    return _KIND_BY_TAG.get(tag, "")


def absolute(href: str, base: str) -> str:
    """*href* as a reader of another site may follow it; "" where it leads nowhere, or may not be followed."""
    href = href.strip()
    if not href or href.startswith("#") or len(href) > LONGEST_HREF:
        return ""
    href = _WAYBACK.sub("", href, count=1)
    if base:
        try:
            href = urljoin(base, href)
        except ValueError:
            return ""
    return safe_href(href)


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

    def add(self, text: str | None) -> None:
        if not text:
            return
        folded = _SPACES.sub(" ", text)
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
            elif self._space:
                self._put(" ")
        self._breaks = 0
        self._put(folded)
        self._space = closing

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
