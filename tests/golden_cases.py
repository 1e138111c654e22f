"""Golden files of text → text: title, input, expected, divided by lines of "."; and articles written by hand for them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

from archivegen import texts
from archivegen.model import (
    Article,
    Block,
    Embed,
    EntityKind,
    Facts,
    LocalEntity,
    Mention,
    Paragraph,
    Quotation,
    Span,
    Statement,
    Text,
)

FOLDER = Path(__file__).parent / "golden"
_KINDS: dict[str, EntityKind] = {"person": "person", "organization": "organization", "place": "place", "work": "work"}


def cases(name: str) -> list[tuple[str, str, str]]:
    parts = (FOLDER / name).read_text(encoding="utf-8").split("\n.\n")
    return [(parts[n].strip(), parts[n + 1], parts[n + 2]) for n in range(0, len(parts) - 2, 3)]


def rewrite(name: str, shown: Callable[[str], str]) -> None:
    written = "".join(f"{title}\n.\n{given}\n.\n{shown(given)}\n.\n\n" for title, given, _ in cases(name))
    (FOLDER / name).write_text(written, encoding="utf-8")


def told(given: str) -> tuple[Article, Text, Facts]:
    """An article with its entities, from lines: "date: …", "person Vladimir Putin: Putin (Russian President)", paragraphs.

    A paragraph that begins with "[statement] ", "[quotation] " or "[post NAME] " is a block of that kind; " / " divides lines.
    """
    blocks: list[Block] = []
    fields = {"date": "", "language": "en", "dek": ""}
    known: list[LocalEntity] = []
    for line in given.split("\n"):
        field = re.fullmatch(r"(date|language|dek): (.*)", line)
        entity = re.fullmatch(r"(person|organization|place|work) ([^:(]+)(?:: ([^(]+?))?(?: \((.+)\))?", line)
        if field:
            fields[field[1]] = field[2]
        elif entity:
            surfaces = [entity[2].strip(), *(entity[3] or "").split(", ")]
            roles = tuple((entity[4] or "").split(", ")) if entity[4] else ()
            named = tuple((surface, 1) for surface in surfaces if surface)
            known.append(LocalEntity(entity[2].strip(), _KINDS[entity[1]], named, roles))
        elif line.strip():
            blocks.append(_block(line))
    article = Article(
        id="a", title="x", title_basis="supplied", dek=fields["dek"], date=fields["date"], language=fields["language"],
        blocks=tuple(blocks),
    )  # fmt: skip
    text = texts.text_of(article)
    return article, text, Facts(entities=tuple(known), mentions=tuple(_mentions(text, known)))


def _block(line: str) -> Block:
    kind = re.match(r"\[(statement|quotation|post)(?: ([^\]]+))?\] ", line)
    if kind is None:
        return Paragraph(line)
    words = line[kind.end() :].replace(" / ", "\n")
    if kind[1] == "statement":
        return Statement(words)
    if kind[1] == "quotation":
        return Quotation(words)
    lines = words.split("\n")
    dash = next((n for n, each in enumerate(lines) if each.startswith("—")), -1)
    return Embed(words, author=kind[2] or "", date="2024-06-18", attribution=dash)


def _mentions(text: Text, known: list[LocalEntity]) -> list[Mention]:
    by_surface = {surface: n for n, entity in enumerate(known) for surface, _ in entity.surfaces}
    if not by_surface:
        return []
    longest_first = sorted(by_surface, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return [
        Mention(
            m.start(),
            m.end(),
            max(0, bisect_right(text.sentences, Span(m.start(), 1 << 60)) - 1),
            by_surface[m.group()],
        )
        for m in pattern.finditer(text.text)
    ]
