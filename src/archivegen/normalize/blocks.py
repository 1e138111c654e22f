"""The lines of a story → its blocks: paragraphs, headings, lists, figures, embeds, statements. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from archivegen.model import Block, Embed, Figure, Heading, Listing, Paragraph, Quotation, Statement
from archivegen.normalize.lines import Line

_HEADING_WORDS = 14
_NUMBERED = re.compile(r"\(?(\d{1,3})[.)]")


class Parts(msgspec.Struct, frozen=True):
    """What was found among the lines, by index."""

    gone: frozenset[int]
    """Lines that are no part of the body: furniture, headline, dek, byline."""
    figures: Mapping[int, Figure]
    embeds: Mapping[int, tuple[int, Embed | Heading]]
    """By first line: (index behind the last line, embed or head of a live blog's entry)."""
    statements: Mapping[int, int]
    """First line → index behind the last one."""


def blocks_of(lines: Sequence[Line], parts: Parts) -> tuple[Block, ...]:
    """The blocks of *lines* in order. Every line that is not gone is in exactly one block."""
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        if index in parts.embeds:
            index, embed = parts.embeds[index]
            blocks.append(embed)
        elif index in parts.gone:
            index += 1
        elif index in parts.figures:
            blocks.append(parts.figures[index])
            index += 1
        elif index in parts.statements:
            end = parts.statements[index]
            blocks.append(Statement("\n".join(lines[n].text for n in range(index, end) if n not in parts.gone)))
            index = end
        elif lines[index].bullet >= 0 or lines[index].text.startswith(">"):
            index = _run(lines, index, parts, blocks)
        else:
            blocks.append(_paragraph_or_heading(lines, index, parts))
            index += 1
    return tuple(blocks)


def _is_free(index: int, parts: Parts) -> bool:
    return not (index in parts.gone or index in parts.figures or index in parts.embeds or index in parts.statements)


def _run(lines: Sequence[Line], index: int, parts: Parts, blocks: list[Block]) -> int:
    """Add the list (or the quotation of ">" lines) that begins at *index*; returns the index behind it."""
    is_quotation = lines[index].text.startswith(">")
    end = index
    while end < len(lines) and _is_free(end, parts):
        same = lines[end].text.startswith(">") if is_quotation else lines[end].bullet >= 0
        if not same:
            break
        end += 1
    run = lines[index:end]
    if is_quotation:
        blocks.append(Quotation("\n".join(line.text.lstrip("> ") for line in run if line.text.lstrip("> "))))
        return end
    numbers = [int(match[1]) if (match := _NUMBERED.fullmatch(line.marker)) else None for line in run]
    if all(number is None for number in numbers):
        if len(run) == 1 and run[0].marker in "–—-+":
            blocks.append(Paragraph(run[0].text))
        else:
            blocks.append(_listing(run))
    elif len(run) > 1 and _counts_on(numbers) and len({line.bullet for line in run}) == 1 and _are_dotted(run):
        blocks.append(Listing("\n".join(line.bare for line in run), ordered=True, start=numbers[0] or 1))
    else:  # numbers that a list would print otherwise are words of the text
        blocks.extend(Paragraph(line.text) for line in run)
    return end


def _counts_on(numbers: Sequence[int | None]) -> bool:
    """Whether *numbers* are n, n+1, n+2 …"""
    return all(one is not None and other == one + 1 for one, other in pairwise(numbers))


def _are_dotted(run: Sequence[Line]) -> bool:
    """Whether the items are numbered "1.", as a list would print them again."""
    return all(line.marker.endswith(".") and line.marker[0].isdigit() and line.marker[0] != "0" for line in run)


def _listing(run: Sequence[Line]) -> Listing:
    depths = tuple(line.bullet for line in run)
    return Listing("\n".join(line.bare for line in run), depths=depths if any(depths) else ())


def _paragraph_or_heading(lines: Sequence[Line], index: int, parts: Parts) -> Block:
    line = lines[index]
    if line.words > _HEADING_WORDS or line.prose or not line.key:
        return Paragraph(line.text)
    if line.ends or line.text[-1] == ",":
        return Paragraph(line.text)
    following = next((n for n in range(index + 1, len(lines)) if n not in parts.gone), None)
    if (
        following is None
        or not _is_free(following, parts)
        or not (lines[following].prose or lines[following].bullet >= 0)
    ):
        return Paragraph(line.text)
    if not line.text[:1].isupper() and line.text[:1].isalpha() and line.text[:1].lower() != line.text[:1].upper():
        return Paragraph(line.text)
    return Heading(line.text)
