"""Markdown's plainest blocks, read without a parser: what most of a story is. None for all else. Pure.

What comes out is what the parser would give; a test holds it to that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivegen.model import Block, Heading, Listing, Mark, Paragraph, Quotation

_QUOTES = "“”‘’\"'«»„"
_AT_FIRST = f"{_QUOTES}(…"
_REST = r"[^\\`*_\[\]<&~\n"
_START = rf"[^\W\d_{_QUOTES}(]"
_PLAIN = re.compile(rf"(?:{_START}|[{_AT_FIRST}]){_REST}]*+")
_HEADING = re.compile(r"(#{1,6}) +([^#\n]+)")
_ITEMS = re.compile(rf"- (?:{_START}|[*\[])[^\\`_<>&!~|\n]*(?:\n- (?:{_START}|[*\[])[^\\`_<>&!~|\n]*)*")
_GOES_ON_A_LIST = re.compile(r"[ \t\d*+-]")

_BEGINS = re.compile(
    r"[^\s\d#>*+\-=~:|_`]|\*{1,2}(?=[^\s*])|#(?=[^\s#])|[-+](?=[^\s\-+|:])|\d++(?![.)](?:\s|$))",
)
"""What a line of a paragraph may begin with: no blank, and no marker of a list, heading, quotation, rule, table or fence."""
_TO_PARSE = re.compile(r"[`\0\n]|~~|<(?:[A-Za-z/!?]|[^\s<>]*@)|&#?\w+;|(?<![^\W_])_|_(?![^\W_])|\]\(")
_MAY_BE_TO_PARSE = re.compile(r"[`\0\n~<&_\]]")
"""Any that _TO_PARSE begins with. Most lines have none, and one set of letters is looked for in a tenth of the time."""
_URL = r"https?://[A-Za-z0-9][A-Za-z0-9./=?,;:@#+$-]*"
_URL_IN_BRACKETS = (
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:[/?#](?:[A-Za-z0-9./=?,;:@#+$_~!'()-]|%[0-9A-Fa-f]{2}|&(?!#?\w+;))*)?"
)
# a whole link; or emphasis that begins after a blank (or a quotation mark) and ends before one: it is that whatever stands
# around. Both begin with one letter, for which the regular expression engine looks quickly; what stands before is asked then
_MARK = re.compile(
    rf"\[(?<!!\[)((?!\s)[^\\`*\[\]<&~\n]+(?<!\s))\]\((?:({_URL})|<({_URL_IN_BRACKETS})>)\)"
    rf"|\*(?<![^ {_QUOTES}(—]\*)(\*?)([^\W_](?:[^\\`*_\[\]<>&!~|\n]*[^\W_])?)\*\4(?=[ .,;:?)—{_QUOTES}]|$)"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = 0xE000
"""What a backslash makes a character like all others is held as one for private use, as long as markers are looked for."""
_IS_HELD = re.compile(f"[{chr(_HELD)}-{chr(_HELD + 127)}]")
_LET_GO = {_HELD + code: code for code in range(128)}

_Inline = tuple[str, tuple[Mark, ...]]
"""Text and marks."""


def markers_in(body: str) -> str:
    """What stands in *body* of all that _REST excludes, but for line ends."""
    return "".join(mark for mark in "\\`*_[]<&~" if mark in body)


def paragraphs(body: str) -> tuple[Block, ...] | None:
    """The blocks of *body*, if they are nothing but paragraphs of one line each, as in most stories that a program wrote down."""
    if markers_in(body):
        return None
    lines = body.lstrip("\n").removesuffix("\n").split("\n")
    chunks = lines[::2]
    if len(lines) % 2 == 0 or any(lines[1::2]):
        return None
    found = [Paragraph(chunk.rstrip()) for chunk in chunks if chunk and (chunk[0].isalpha() or chunk[0] in _AT_FIRST)]
    return tuple(found) if len(found) == len(chunks) else None


def block(chunk: str, following: str, *, is_first: bool, markers: str) -> Block | None:
    """*chunk* (between blank lines) as a block, if it is one of the plainest and nothing around it can change it.

    *following*: the chunk after it; *is_first*: nothing before it waits to be parsed with it; *markers*: those in the body.
    """
    first = chunk[:1]
    if first.isalpha() or (first and first in _AT_FIRST):
        for marker in markers:  # to ask for each takes a tenth of the time of one regular expression
            if marker in chunk:
                break
        else:
            if "\n" not in chunk:
                return Paragraph(chunk.rstrip())
    if (heading := _HEADING.fullmatch(chunk)) and (words := _inline(heading[2])):
        return Heading(words[0], max(2, len(heading[1])), words[1])
    if chunk.startswith("> ") and (quotation := _inline(chunk[2:])):
        return Quotation(*quotation)
    if is_first and _ITEMS.fullmatch(chunk) and not _GOES_ON_A_LIST.match(following):
        items = _joined([line[2:] for line in chunk.split("\n")])
        return Listing(items[0], marks=items[1]) if items else None
    *lines, last = chunk.split("\\\n")
    if any(line.endswith("\\") or line[-1:].isspace() for line in lines):
        return None
    paragraph = _joined([*lines, last]) if lines else _inline(last)
    return Paragraph(*paragraph) if paragraph else None


def _joined(lines: Sequence[str]) -> _Inline | None:
    """Text and marks of *lines*, if _inline reads each."""
    marks: list[Mark] = []
    texts: list[str] = []
    at = 0
    for line in lines:
        found = _inline(line)
        if found is None:
            return None
        text, own = found
        marks += [Mark(mark.start + at, mark.end + at, mark.kind, mark.href) for mark in own]
        texts.append(text)
        at += len(text) + 1
    return "\n".join(texts), tuple(marks)


def _inline(line: str) -> _Inline | None:
    """Text and marks of *line*, if its only markers are escaped, or those of whole links and emphasis, none inside another."""
    if _PLAIN.fullmatch(line):
        return line.rstrip(), ()
    if "\\" not in line:
        return _marked(line)
    if _IS_HELD.search(line):
        return None
    found = _marked(_ESCAPED.sub(_hold, line))
    return (found[0].translate(_LET_GO), found[1]) if found else None


def _hold(escaped: re.Match[str]) -> str:
    return chr(_HELD + ord(escaped[1]))


def _marked(line: str) -> _Inline | None:
    if not _BEGINS.match(line):
        return None
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for match in _MARK.finditer(line):
        before = line[at : match.start()]
        text = match[1] or match[5]
        parts += (before, text)
        start = length + len(before)
        length = start + len(text)
        kind = "link" if match[1] else "strong" if match[4] else "em"
        marks.append(Mark(start, length, kind, match[2] or match[3] or ""))  # type: ignore[arg-type]
        at = match.end()
    parts.append(line[at:].rstrip())
    if any("*" in part for part in parts[::2]):
        return None
    spaced = " ".join(parts)
    if _MAY_BE_TO_PARSE.search(spaced) and _TO_PARSE.search(spaced):
        return None
    return "".join(parts), tuple(marks)
