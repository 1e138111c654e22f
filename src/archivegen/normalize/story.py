"""Plain text → what a story is made of: fields, blocks, and what was taken out. Pure.

Every character of the text that is not white space ends in a block, in a field, or in *removed*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from archivegen.model import Block, Inference, Removed
from archivegen.normalize import captions, embeds, entries, galleries, header_lines, opening, statements, written_dates
from archivegen.normalize.blocks import Parts, blocks_of
from archivegen.normalize.furniture import Furniture, within_container, zone_of
from archivegen.normalize.language import detect
from archivegen.normalize.lines import Line, lines_of
from archivegen.normalize.non_stories import not_a_story
from archivegen.normalize.phrases import phrases
from archivegen.normalize.told import told
from archivegen.normalize.verdicts import Found, verdicts


class Story(msgspec.Struct, frozen=True):
    """What the words of a text give."""

    told: dict[str, Inference]
    """Fields of Article by name, but those given; "status" where this is no story."""
    language: str
    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    body_lines: tuple[tuple[int, str], ...]
    """Lines of running text, with their line in the file."""
    other_lines: tuple[tuple[int, str], ...]
    """Captions and embeds, likewise."""


def story_of(
    body: str,
    first_line: int,
    *,
    language: str,
    furniture: Furniture,
    given: Mapping[str, Any],
    contained: bool = False,
) -> Story:
    """The story that the text *body* tells. *given* fields are known; their lines are still recognized. O(len(body)).

    *contained*: a container gave the text as the story's own, so that little of it can be the furniture of a page.
    """
    known = phrases()
    lines = lines_of(body, first_line)
    spoken = given.get("language") or detect(lines, known) or language
    counted = written_dates.habit(body, language if language.startswith(f"{spoken}-") else spoken)
    head = header_lines.read(lines, language=counted)
    lines = lines[head.length :]
    posts = embeds.find(lines, language=spoken)
    heads = entries.find(lines, known)
    embedded = frozenset(n for post in posts for n in range(post.start, post.end))
    embedded |= {n for start, (end, _) in heads.items() for n in range(start, end)}
    pictures = captions.find(lines, embedded)
    taken = embedded | pictures.figures.keys() | pictures.joined | pictures.repeats.keys()
    zone = zone_of(lines, known, furniture, taken)
    if contained:
        zone = within_container(lines, zone)
    top = opening.read(lines, zone, known, language=counted, taken=taken)
    known_fields = {name: inference.value for name, inference in head.told.items()} | dict(given)
    top = opening.beside_given(top, lines, known_fields, contained=contained)
    spoken_for = (
        taken | zone.reasons.keys() | {n for n in (top.title, top.dek) if n is not None} | dict(top.bylines).keys()
    )
    plain = captions.find_plain(lines, range(zone.start, zone.end), spoken_for, known, language=spoken)
    plain |= galleries.find(
        lines, range(zone.start, zone.end if zone.is_page else zone.below), spoken_for | plain.keys()
    )
    figures = pictures.figures | plain
    taken |= plain.keys()
    out = verdicts(
        lines, Found(zone, top, figures.keys(), embedded, pictures.joined, pictures.repeats, dict(top.bylines))
    )
    parts = Parts(
        gone=out.gone | pictures.joined,
        figures={n: figure for n, figure in figures.items() if n not in out.gone},
        embeds=heads | {post.start: (post.end, post.embed) for post in posts},
        statements=dict(statements.find(lines, known, taken | out.gone)),
    )
    running = [line for n, line in enumerate(lines) if n not in out.gone and n not in taken]
    fields = told(lines, top, out, running, language=counted) | head.told
    aside = not_a_story(lines, zone, known)
    if aside is not None:
        fields["status"] = aside
    labels = (label for n, label in pictures.labels.items() if n not in out.gone)
    return Story(
        told={name: inference for name, inference in fields.items() if name not in given},
        language=spoken,
        blocks=blocks_of(lines, parts),
        removed=(*head.removed, *out.removed, *_overruled(lines, top, given.keys() | head.told.keys()), *labels),
        body_lines=tuple((line.number, line.text) for line in running),
        other_lines=tuple((lines[n].number, lines[n].text) for n in sorted(taken) if n not in out.gone),
    )


def _overruled(lines: Sequence[Line], top: opening.Opening, given: Collection[str]) -> Iterator[Removed]:
    """Headline, kicker and dek as printed, where others are given."""
    for field, index in (("title", top.title), ("kicker", top.kicker), ("dek", top.dek)):
        if index is not None and field in given:
            yield Removed(lines[index].text, lines[index].number, f"printed {field}; another is given")
