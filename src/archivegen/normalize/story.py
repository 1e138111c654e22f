"""Plain text → what a story is made of: fields, blocks, and what was taken out. Pure.

Every character of the text that is not white space ends in a block, in a field, or in *removed*.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from archivegen.model import Block, Inference, Removed
from archivegen.normalize import captions, embeds, opening, statements
from archivegen.normalize.blocks import Parts, blocks_of
from archivegen.normalize.furniture import Furniture, zone_of
from archivegen.normalize.language import detect
from archivegen.normalize.lines import lines_of
from archivegen.normalize.phrases import phrases
from archivegen.normalize.told import told
from archivegen.normalize.verdicts import Found, verdicts


class Story(msgspec.Struct, frozen=True):
    """What the words of a text give."""

    told: dict[str, Inference]
    """Fields of Article by name, but those given."""
    language: str
    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    body_lines: tuple[tuple[int, str], ...]
    """Lines of running text, with their line in the file."""
    other_lines: tuple[tuple[int, str], ...]
    """Captions and embeds, likewise."""


def story_of(body: str, first_line: int, *, language: str, furniture: Furniture, given: Mapping[str, Any]) -> Story:
    """The story that the text *body* tells. *given* fields are known; their lines are still recognized. O(len(body))."""
    known = phrases()
    lines = lines_of(body, first_line, known)
    spoken = given.get("language") or detect(lines, known) or language
    posts = embeds.find(lines, language=spoken)
    embedded = frozenset(n for post in posts for n in range(post.start, post.end))
    figures, repeats = captions.find(lines, known, embedded)
    taken = embedded | figures.keys() | repeats.keys()
    zone = zone_of(lines, known, furniture, taken)
    top = opening.read(lines, zone, known, language=spoken, taken=taken)
    passed_over = taken | zone.reasons.keys() | {top.title, top.dek} | {index for index, _ in top.bylines}
    plain = captions.find_plain(lines, range(zone.start, zone.end), passed_over, known, language=spoken)
    figures |= plain
    taken |= plain.keys()
    out = verdicts(lines, Found(zone, top, figures.keys(), embedded, repeats), known)
    parts = Parts(
        gone=out.gone,
        figures={n: figure for n, figure in figures.items() if n not in out.gone},
        embeds={post.start: (post.end, post.embed) for post in posts},
        statements=dict(statements.find(lines, known, taken | out.gone)),
    )
    running = [line for n, line in enumerate(lines) if n not in out.gone and n not in taken]
    fields = told(lines, top, out, running, language=spoken)
    unused = [
        Removed(lines[index].text, lines[index].number, f"{field}; another is given")
        for field, index in (("headline", top.title), ("dek", top.dek))
        if index is not None and {"headline": "title"}.get(field, field) in given
    ]
    return Story(
        told={name: inference for name, inference in fields.items() if name not in given},
        language=spoken,
        blocks=blocks_of(lines, parts),
        removed=(*out.removed, *unused),
        body_lines=tuple((line.number, line.text) for line in running),
        other_lines=tuple((lines[n].number, lines[n].text) for n in sorted(taken) if n not in out.gone),
    )
