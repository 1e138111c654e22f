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


_DEEPEST = 4
"""More marks open at once than that are no nesting: the outermost was a slip."""


class Quoted(msgspec.Struct):
    """Words between marks, the marks included."""

    spans: list[Span]
    """One a paragraph."""
    is_closed: bool = True
    opener: str = "“"
    inner: list[Quoted] = []
    """What is quoted inside, as far as it may be needed: kept only where the outer one does not close."""

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


class _Open(msgspec.Struct):
    mark: str
    start: int
    inner: list[Quoted] = []


def quoted(text: str, lines: Sequence[Span]) -> Iterator[tuple[int, Quoted]]:
    """Each outermost quotation of the paragraphs *lines* of *text*, with the index of the line where it begins.

    A paragraph that never closes is continued by the next one if that reopens; otherwise its lone mark means nothing.
    Apostrophes are no marks. O(length).
    """
    open_one: tuple[int, Quoted] | None = None
    for number, line in enumerate(lines):
        found = [one for one in _of_line(text, line) if text[max(0, one.start - 1)] != "="]  # alt="…" is an attribute
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
                yield from ((open_one[0], one) for one in open_one[1].inner)
                open_one = None
        for one in found:
            if one.is_closed:
                yield number, one
            else:
                open_one = number, one
    if open_one is not None:
        yield from ((open_one[0], one) for one in open_one[1].inner)


def _of_line(text: str, line: Span) -> list[Quoted]:
    """The quotations of one paragraph; only the last can be unclosed."""
    found: list[Quoted] = []
    stack: list[_Open] = []
    for match in _MARK.finditer(text, line.start, line.end):
        mark, at = match.group(), match.start()
        depth = _depth_closed(stack, mark, text, at, line)
        if depth >= 0:
            closed = Quoted([Span(stack[depth].start, at + 1)], True, stack[depth].mark)
            del stack[depth:]
            (stack[-1].inner if stack else found).append(closed)
        elif _opens(stack, mark, text, at, line):
            if len(stack) == _DEEPEST:
                _drop(stack, found)
            stack.append(_Open(mark, at))
    while stack and stack[0].mark in _SINGLE:  # an apostrophe that looked like a mark
        _drop(stack, found)
    if stack:
        inner = [one for open_one in stack for one in open_one.inner]
        found.append(Quoted([Span(stack[0].start, line.end)], False, stack[0].mark, inner))
    return found


def _drop(stack: list[_Open], found: list[Quoted]) -> None:
    """Take the outermost mark for a slip: what was quoted inside it is what is quoted."""
    found += stack.pop(0).inner


def _opens(stack: list[_Open], mark: str, text: str, at: int, line: Span) -> bool:
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


def _depth_closed(stack: list[_Open], mark: str, text: str, at: int, line: Span) -> int:
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
        opener, start = stack[depth].mark, stack[depth].start
        if mark in _PAIRS[opener] and start < at - 1:
            if opener in "‘'" and at - start > _LONGEST_SINGLE:
                continue
            return depth
    return -1
