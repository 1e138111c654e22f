"""Find what stands between quotation marks: which characters, over which paragraphs. Pure; knows nothing of speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from archivegen.model import Span

_MARK = re.compile(r"[“”„‟\"«»‹›‘’‚'「」『』]")
_PAIRS = {
    "“": "”",
    "‘": "’",
    "„": "“”",
    "‚": "‘’",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    '"': '"',
    "'": "'",
}
_SINGLE = frozenset("‘’‚'‹›")
_OPENS_AFTER = frozenset(" \t\n ([{—–-/“\"„«‘'…:>=")
_LONGEST_SINGLE = 600
_ELISION = re.compile(r"’(?:\d\ds?\b|[tT]is\b|[eE]m\b|[nN]’|[cC]ause\b)")


class Quoted(msgspec.Struct):
    """Words between marks, the marks included."""

    spans: list[Span]
    """One a paragraph."""
    is_closed: bool = True
    opener: str = "“"

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


def quoted(text: str, lines: Sequence[Span]) -> Iterator[tuple[int, Quoted]]:
    """Each outermost quotation of the paragraphs *lines* of *text*, with the index of the line where it begins.

    A paragraph that never closes is continued by the next one if that reopens; otherwise its lone mark means nothing.
    Apostrophes are no marks. O(length).
    """
    open_one: tuple[int, Quoted] | None = None
    for number, line in enumerate(lines):
        found = _of_line(text, line)
        if open_one is not None:
            first = found[0] if found else None
            if first is not None and first.start == line.start and first.opener == open_one[1].opener:
                open_one[1].spans += first.spans
                open_one[1].is_closed = first.is_closed
                found = found[1:]
                if first.is_closed:
                    yield open_one
                    open_one = None
            else:
                open_one = None
        for one in found:
            if one.is_closed:
                yield number, one
            else:
                open_one = number, one


def _of_line(text: str, line: Span) -> list[Quoted]:
    """The quotations of one paragraph; only the last can be unclosed."""
    found: list[Quoted] = []
    stack: list[tuple[str, int]] = []
    for match in _MARK.finditer(text, line.start, line.end):
        mark, at = match.group(), match.start()
        closes = _depth_closed(stack, mark, text, at, line)
        if closes >= 0:
            opener, start = stack[closes]
            del stack[closes:]
            if not stack:
                found.append(Quoted([Span(start, at + 1)], True, opener))
        elif _opens(stack, mark, text, at, line):
            stack.append((mark, at))
    while stack and stack[0][0] in _SINGLE:  # an apostrophe that looked like a mark
        del stack[0]
        if stack:
            again = _of_line(text, Span(stack[0][1], line.end))
            return found + again
    if stack:
        found.append(Quoted([Span(stack[0][1], line.end)], False, stack[0][0]))
    return found


def _opens(stack: list[tuple[str, int]], mark: str, text: str, at: int, line: Span) -> bool:
    if mark not in _PAIRS:
        return False
    before = text[at - 1] if at > line.start else " "
    after = text[at + 1] if at + 1 < line.end else " "
    if mark in "‘'":
        # Straight marks and single ones open only after a gap and before a letter; else they are apostrophes.
        return before in _OPENS_AFTER and (after.isalnum() or after in '“"[…¡¿$€£(')
    if mark == '"':
        return before in _OPENS_AFTER and not after.isspace()
    if mark == "»":
        return before in _OPENS_AFTER and not after.isspace() and not stack
    return True


def _depth_closed(stack: list[tuple[str, int]], mark: str, text: str, at: int, line: Span) -> int:
    """Index in *stack* of the opener that *mark* closes; -1 if it closes none."""
    if not stack:
        return -1
    after = text[at + 1] if at + 1 < line.end else " "
    if mark in "’'":
        before = text[at - 1]
        if after.isalnum() or before.isspace() or _ELISION.match(text, at):
            return -1
    elif mark == '"' and after.isalnum() and text[at - 1] in _OPENS_AFTER:
        return -1
    for depth in range(len(stack) - 1, -1, -1):
        opener, start = stack[depth]
        if mark in _PAIRS[opener] and start < at - 1:
            if opener in "‘'" and at - start > _LONGEST_SINGLE:
                continue
            return depth
    return -1
