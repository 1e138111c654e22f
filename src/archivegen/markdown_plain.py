"""Markdown's plainest blocks, read without a parser: what most of a story is. None for all else. Pure.

What comes out is what the parser would give; a test holds it to that.
"""

from __future__ import annotations

import re

from archivegen.model import Block, Heading, Listing, Mark, Paragraph, Quotation

_QUOTES = "“”‘’\"'«»„"
_REST = r"[^\\`*_\[\]<>&!~|\n"
_START = rf"[^\W\d_{_QUOTES}(]"
_OPENING = rf"(?:{_START}|[{_QUOTES}(…])"
_PLAIN = re.compile(rf"{_OPENING}{_REST}]*")
_MARKED = re.compile(rf"(?:{_OPENING}|[*\[])[^\\`_<>&!~|\n]*")
_HEADING = re.compile(rf"(#{{1,6}}) +({_START}{_REST}#]*)")
_ITEMS = re.compile(rf"- (?:{_START}|[*\[])[^\\`_<>&!~|\n]*(?:\n- (?:{_START}|[*\[])[^\\`_<>&!~|\n]*)*")
_GOES_ON_A_LIST = re.compile(r"[ \t\d*+-]")
# a whole link; or emphasis that begins after a blank (or a quotation mark) and ends before one: it is that whatever stands around
_MARK = re.compile(
    rf"\[((?! ){_REST}]+(?<! ))\]\((https?://[A-Za-z0-9][A-Za-z0-9./=?,;:@#+$-]*)\)"
    rf"|(?<![^ {_QUOTES}(—])(\*{{1,2}})([^\W_](?:{_REST}]*[^\W_])?)\3(?=[ .,;:?)—{_QUOTES}]|$)"
)


def block(chunk: str, following: str, *, is_first: bool) -> Block | None:
    """*chunk* (between blank lines) as a block, if it is one of the plainest and nothing around it can change it.

    *following*: the chunk after it; *is_first*: nothing before it waits to be parsed with it.
    """
    if _PLAIN.fullmatch(chunk):
        return Paragraph(chunk.rstrip(" \t"))
    if heading := _HEADING.fullmatch(chunk):
        return Heading(heading[2].rstrip(" \t"), max(2, len(heading[1])))
    if chunk.startswith("> ") and (quotation := _inline(chunk[2:])):
        return Quotation(*quotation)
    if is_first and _ITEMS.fullmatch(chunk) and not _GOES_ON_A_LIST.match(following):
        return _list([_inline(line[2:]) for line in chunk.split("\n")])
    paragraph = _inline(chunk)
    return Paragraph(*paragraph) if paragraph else None


def _inline(line: str) -> tuple[str, tuple[Mark, ...]] | None:
    """Text and marks of *line*, if its only markers are those of whole links and emphasis, none inside another."""
    if _PLAIN.fullmatch(line):
        return line.rstrip(" \t"), ()
    if not _MARKED.fullmatch(line):
        return None
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for match in _MARK.finditer(line):
        before = line[at : match.start()]
        text = match[1] or match[4]
        parts += (before, text)
        start = length + len(before)
        length = start + len(text)
        kind = "link" if match[1] else "em" if match[3] == "*" else "strong"
        marks.append(Mark(start, length, kind, match[2] or ""))  # type: ignore[arg-type]
        at = match.end()
    parts.append(line[at:].rstrip(" \t"))
    left = "".join(parts[::2])
    if "*" in left or "[" in left or "]" in left:
        return None
    return "".join(parts), tuple(marks)


def _list(items: list[tuple[str, tuple[Mark, ...]] | None]) -> Listing | None:
    marks: list[Mark] = []
    texts: list[str] = []
    at = 0
    for item in items:
        if item is None:
            return None
        text, found = item
        marks += [Mark(mark.start + at, mark.end + at, mark.kind, mark.href) for mark in found]
        texts.append(text)
        at += len(text) + 1
    return Listing("\n".join(texts), marks=tuple(marks))
