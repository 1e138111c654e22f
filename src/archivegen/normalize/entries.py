"""Blocks or lines of a live blog whose times stand in lines of their own, or open headlines → heads of entries. Pure, linear."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from archivegen.model import Block, Figure, Heading, Paragraph
from archivegen.normalize import clocks
from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases

_SEVERAL = 3
"""So many times make a live blog; of one that is known to be one, two do."""
_HEADLINE_WORDS = 25


def with_heads(blocks: Sequence[Block], *, is_live: bool = False) -> tuple[Block, ...]:
    """*blocks* with each time that heads an entry joined to the entry's headline, or made a heading; unchanged if they are few."""
    known = any(isinstance(block, Heading) and block.time for block in blocks)
    timed = [None if known else _time_of(block) for block in blocks]
    if not known and sum(time is not None for time in timed) < _SEVERAL - is_live:
        return tuple(blocks)
    out: list[Block] = []
    waiting: Heading | None = None
    for block, time in zip(blocks, timed, strict=True):
        if waiting is not None and isinstance(block, Heading) and not (block.time or time):
            out.append(
                msgspec.structs.replace(
                    block, level=waiting.level, time=waiting.time, at=waiting.at, author=waiting.author
                )
            )
            waiting = None
            continue
        if waiting is not None:
            out.append(waiting)
            waiting = None
        if isinstance(block, Heading) and block.time and block.text == block.time and not block.author:
            waiting = block
        elif time is None:
            out.append(block)
        elif time is _BARE and isinstance(block, (Heading, Paragraph)):
            words = " ".join(block.text.split())
            waiting = Heading(words, time=words)
        elif isinstance(block, (Heading, Paragraph)):
            out.append(_opened(block, time))
    if waiting is not None:
        out.append(waiting)
    return tuple(_below_headlines(out))


_BARE = ""
"""For a block that is nothing but a time."""


def _time_of(block: Block) -> str | None:
    """The clock that *block* opens with, if it heads an entry: _BARE where it is nothing else, None where it heads none."""
    if (
        not isinstance(block, (Heading, Paragraph))
        or len(block.text) > 300
        or (isinstance(block, Heading) and block.time)
    ):
        return None
    if clocks.is_time(block.text):
        return _BARE
    is_head = isinstance(block, Heading) or _is_strong(block)
    found = clocks.divided(block.text) if is_head and "\n" not in block.text else None
    return found[0] if found is not None and any(map(str.isalpha, found[1])) else None


def _is_strong(block: Paragraph) -> bool:
    """All of a line's words are strong, as those of a heading."""
    size = sum(mark.end - mark.start for mark in block.marks if mark.kind == "strong")
    return size >= len(block.text) - 2 and len(block.text.split()) <= _HEADLINE_WORDS


def _opened(block: Heading | Paragraph, time: str) -> Heading:
    """The head of an entry whose headline and time stand in one line."""
    found = clocks.divided(block.text)
    text = found[1] if found is not None else block.text
    cut = len(block.text) - len(text)
    marks = tuple(
        msgspec.structs.replace(mark, start=max(0, mark.start - cut), end=mark.end - cut)
        for mark in block.marks
        if mark.end > cut and mark.kind == "link"
    )
    level = block.level if isinstance(block, Heading) else 2
    return Heading(text, level, marks, time)


def _below_headlines(blocks: list[Block]) -> list[Block]:
    """*blocks* where times that stand right below their headlines, and head nothing else, are joined to them."""
    for n, block in enumerate(blocks):
        above = blocks[n - 1] if n else None
        if (
            isinstance(block, Heading)
            and block.text == block.time
            and isinstance(above, Heading)
            and not above.time
            and (n + 1 == len(blocks) or not isinstance(blocks[n + 1], (Heading, Figure)))
        ):
            blocks[n] = msgspec.structs.replace(above, time=block.time, at=block.at, author=block.author)
            blocks[n - 1] = _GONE
    return [block for block in blocks if block is not _GONE]


_GONE = Paragraph("")


# ---------------------------------------------------------------- lines of plain text

_REACH = 4
"""So many lines below its time an entry has a sentence."""


def find(lines: Sequence[Line], phrases: Phrases) -> dict[int, tuple[int, Heading]]:
    """The heads of a live blog's entries among *lines*, by first line, each with the index behind its last one.

    A clock by itself above a headline or a sentence heads an entry, and so does one that opens a headline; three make a live blog.
    """
    found: dict[int, tuple[int, Heading]] = {}
    index = 0
    while index < len(lines):
        line = lines[index]
        if found and line.key and phrases.opens("closes", line.key) == line.key:
            break
        head = _head_at(lines, index) if line.text[:1].isdigit() or line.text[:1] in "(午上下오" else None
        if head is not None:
            found[index] = head
        index = head[0] if head is not None else index + 1
    return found if len(found) >= _SEVERAL else {}


def _head_at(lines: Sequence[Line], index: int) -> tuple[int, Heading] | None:
    opened = clocks.divided(lines[index].text)
    if opened is not None and not clocks.is_time(lines[index].text):
        is_head = lines[index].words <= _HEADLINE_WORDS and not lines[index].prose and _says_anything(lines, index + 1)
        return (index + 1, Heading(opened[1], time=opened[0])) if is_head else None
    end = index
    while end < len(lines) and clocks.is_time(lines[end].text):
        end += 1
    time = " ".join(line.text for line in lines[index:end])
    if end == index or not clocks.has_clock(time) or not _says_anything(lines, end):
        return None
    below = lines[end]
    is_headline = not below.prose and not below.ends and below.bullet < 0 and below.words <= _HEADLINE_WORDS
    if is_headline and _says_anything(lines, end + 1):
        return end + 1, Heading(below.text, time=time)
    return end, Heading(time, time=time)


def _says_anything(lines: Sequence[Line], index: int) -> bool:
    """Whether a sentence stands at *index*, or near below and above the next time."""
    for line in lines[index : index + _REACH]:
        if line.prose:
            return True
        if clocks.is_time(line.text):
            return False
    return False
