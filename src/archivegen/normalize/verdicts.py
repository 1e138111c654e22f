"""Decide for each line of a text whether it stays in the story's body, and if not, why. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from archivegen.model import Removed
from archivegen.normalize import attribution
from archivegen.normalize.bylines import Credit
from archivegen.normalize.furniture import Zone
from archivegen.normalize.lines import Line
from archivegen.normalize.opening import Opening
from archivegen.normalize.phrases import key_of


class Found(msgspec.Struct, frozen=True):
    """What was recognized among the lines, by index."""

    zone: Zone
    opening: Opening
    figures: Collection[int]
    embedded: Collection[int]
    joined: Collection[int]
    """Lines that are printed in the figure of the line before."""
    repeats: Mapping[int, str]
    """Lines that repeat a caption, with the reason."""
    credits: Mapping[int, Credit]
    """What the lines that name writers and days tell."""


class Verdicts(msgspec.Struct, frozen=True):
    """What is no part of the body."""

    gone: frozenset[int]
    """Headline, kicker and dek too, which are fields and not removed."""
    removed: tuple[Removed, ...]
    bylines: tuple[tuple[Line, Credit], ...]
    """Lines that named writers and days."""
    credit_lines: tuple[Line, ...]
    """Lines that name helping agencies; they stay in the body."""
    outlet: Line | None
    """A line under the byline that names the publication."""


BYLINE = "byline and date line"
OUTLET = "name of the publication"
CREDIT = "credit line"


def verdicts(lines: Sequence[Line], found: Found) -> Verdicts:
    """The verdict on each of *lines*, in one pass."""
    opening = found.opening
    gone: set[int] = set()
    removed: list[Removed] = []
    bylines: list[tuple[Line, Credit]] = []
    credit_lines: list[Line] = []
    writers = tuple(dict.fromkeys(key_of(name) for _, credit in opening.bylines for name in credit.names))
    openings = tuple(opening for name in writers for opening in (name, name.rpartition(" ")[2]))
    outlet: Line | None = None
    for index, line in enumerate(lines):
        if line.hyphens:
            removed += [Removed(mark, number, "hyphen at the end of a line") for number, mark in line.hyphens]
        if index in (opening.title, opening.kicker, opening.dek):
            gone.add(index)
            continue
        if index in found.joined and index - 1 not in gone:
            continue
        of_writers = _of_writers(index, lines, found, writers, openings) if writers else ""
        reason = of_writers if of_writers == OUTLET else _reason(index, lines, found) or of_writers
        if not reason:
            continue
        if reason == CREDIT:  # it stays: the sentence proves the credits
            credit_lines.append(line)
            continue
        gone.add(index)
        removed.append(Removed(line.text, line.number, reason))
        if reason == BYLINE:
            bylines.append((line, found.credits[index]))
        elif reason == OUTLET:
            outlet = line
    return Verdicts(frozenset(gone), tuple(removed), tuple(bylines), tuple(credit_lines), outlet)


def _of_writers(
    index: int, lines: Sequence[Line], found: Found, writers: Sequence[str], openings: tuple[str, ...]
) -> str:
    """Why a line goes that tells of the *writers* (as key_of gives them): their name again, their publication, their life.

    *openings*: what a line on their life opens with.
    """
    line = lines[index]
    if index in found.figures or index in found.embedded or not line.key:
        return ""
    if line.key in writers:
        return "repeats the byline"
    above = found.credits.get(index - 1)
    if (
        above is not None
        and above.names
        and line.words <= 4
        and not line.ends
        and attribution.is_byline_outlet(line.text)
    ):
        return OUTLET
    is_below = (index >= found.zone.end - 6 or above is not None) and line.key.startswith(openings)
    if is_below and any(_tells_of(line.key, name) for name in writers):
        return "about the writer"
    return ""


_DEEDS = frozenset(
    "is was covers writes reports has joined works lives can studied edits contributes ist schreibt berichtet arbeitet est écrit".split()
)


def _tells_of(key: str, name: str) -> bool:
    """Whether a line opens with a writer and what a writer does: "Doe covers the courts"."""
    last = name.rpartition(" ")[2]
    if not key.startswith((name, last)):
        return False
    words = (key[len(opening) + 1 :].partition(" ")[0] for opening in (name, last) if key.startswith(f"{opening} "))
    return not _DEEDS.isdisjoint(words)


def _reason(index: int, lines: Sequence[Line], found: Found) -> str:
    """Why the line goes; "" if it stays. The first rule that speaks decides."""
    line, zone, opening = lines[index], found.zone, found.opening
    inside = zone.start <= index < zone.end
    if index in found.repeats:
        return found.repeats[index]
    if index in found.embedded or (
        index in found.figures and (index < min(zone.end + 6, zone.cut) or not zone.is_page)
    ):
        return ""
    if index in found.credits:
        return BYLINE
    if index in opening.labels:
        return "label by the headline"
    if index in zone.reasons:
        return zone.reasons[index]
    if attribution.is_credit_line(line):
        return CREDIT
    if (
        opening.title is not None
        and line.key
        and line.key == lines[opening.title].key
        and (index < zone.start + 3 or not inside)
    ):
        return "repeats the headline"
    if inside or not _is_outside(index, zone):
        return ""
    return "stands before the story" if index < zone.start else "stands after the story"


def _is_outside(index: int, zone: Zone) -> bool:
    """Lines around the story go where the text is a page; of a bare text, lines that nothing speaks against stay."""
    return zone.is_page or (index >= zone.end and index > zone.below)
