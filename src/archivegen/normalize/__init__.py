"""A Document → an Article: headline, dek, byline, dates, source, blocks; furniture out. Pure; sees one document alone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from archivegen import markdown
from archivegen.errors import Origin, Problem
from archivegen.model import Article, Block, Document, Evidence, Heading, Inference, Paragraph, Removed, Seed
from archivegen.normalize import headline, metadata, publication_date
from archivegen.normalize.furniture import Furniture, key_lines
from archivegen.normalize.language import detect_text
from archivegen.normalize.phrases import phrases
from archivegen.normalize.story import Story, story_of
from archivegen.normalize.told import SUPPLIED

if TYPE_CHECKING:
    from archivegen.normalize.html import HtmlStory

__all__ = ["Furniture", "key_lines", "normalize"]

NOTHING_LEARNED = Furniture()
_DATED_NAME = re.compile(r"[\W_]*((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def normalize(document: Document, *, id: str, language: str, furniture: Furniture = NOTHING_LEARNED) -> Article:
    """The Article that *document* is. *language*: of the site, where the document does not say or show its own.

    Every character of the document's text but white space is in the Article: kept, or in *removed* with its line and reason.
    O(len(body)).
    """
    given, problems = metadata.fields_of(document, language=language)
    if document.markup == "markdown":
        blocks, told = _markdown(document, given, language)
        removed: tuple[Removed, ...] = ()
        spoken = given.get("language") or detect_text(document.body, phrases()) or language
        if not given.get("language") and spoken != language.partition("-")[0]:
            told["language"] = Inference(spoken, "the commonest words of the text", 0.9)
    else:
        story: Story | HtmlStory
        if document.markup == "html":
            from archivegen.normalize import html  # late: archives of plain text never need it

            story = html.story_of(document, language=language.partition("-")[0], given=given)
            problems += story.problems
        else:
            story = story_of(document.body, document.body_line, language=language, furniture=furniture, given=given)
        blocks, told, removed, spoken = story.blocks, dict(story.told), story.removed, story.language
        if not given.get("language") and spoken != language.partition("-")[0]:
            told.setdefault("language", Inference(spoken, "the commonest words of the text", 0.9))
        if "date" not in given and "date" not in told:
            guess = _named_date(document) or publication_date.infer(
                story.body_lines, language=spoken, supporting=story.other_lines
            )
            told |= {"date": guess} if guess is not None else {}
    fields: dict[str, Any] = {"title": "", "language": language if spoken == language.partition("-")[0] else spoken}
    fields |= {name: inference.value for name, inference in told.items()} | given
    if "title" in told:
        fields["title_basis"] = "supplied" if told["title"].basis == SUPPLIED else "text"
    origin = document.origin
    return Article(
        id=id,
        blocks=blocks,
        inferred=told,
        removed=tuple(sorted(removed, key=lambda piece: piece.line)),
        seed=Seed(origin.path, origin.record, origin.line or 1, document.sha256),
        problems=(*document.problems, *problems, *_complaints(document, blocks, told)),
        **fields,
    )


def _markdown(
    document: Document, given: dict[str, Any], language: str
) -> tuple[tuple[Block, ...], dict[str, Inference]]:
    """The blocks of a Markdown body, and what it tells: the first heading is the headline."""
    blocks = markdown.blocks_of(document.body)
    told: dict[str, Inference] = {}
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.text.casefold() == str(given.get("title", first.text)).casefold():
        blocks = blocks[1:]
        if "title" not in given:
            proof = Evidence(document.body_line, first.text)
            told["title"] = Inference(first.text, "first heading of the text", 0.95, (proof,))
    elif first is not None and "title" not in given:
        proof = Evidence(document.body_line, first.text[:200])
        told["title"] = Inference(headline.supply(first.text), SUPPLIED, 0.3, (proof,))
    if "date" not in given:
        guess = _named_date(document) or publication_date.infer(
            _paragraph_lines(document, blocks), language=given.get("language", language)
        )
        told |= {"date": guess} if guess is not None else {}
    return blocks, told


def _paragraph_lines(document: Document, blocks: tuple[Block, ...]) -> tuple[tuple[int, str], ...]:
    """The paragraphs of a Markdown body with their lines, as far as their first words can be found there again."""
    found: list[tuple[int, str]] = []
    at, line = 0, document.body_line
    for block in blocks:
        if isinstance(block, Paragraph):
            place = document.body.find(block.text[:24].partition("\n")[0], at)
            if place >= 0:
                line += document.body.count("\n", at, place)
                at = place
            found.append((line, block.text))
    return tuple(found)


def _named_date(document: Document) -> Inference | None:
    """The day that opens the name of the file (2024-06-19-slug.txt)."""
    match = _DATED_NAME.match(PurePosixPath(document.origin.path).stem)
    if match is None:
        return None
    day = f"{match[1]}-{match[2]}-{match[3]}"
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    return Inference(day, "name of the file", 0.85, (Evidence(0, match.group()),), day)


def _complaints(document: Document, blocks: tuple[Block, ...], told: dict[str, Inference]) -> tuple[Problem, ...]:
    origin = document.origin
    aside = told.get("status")
    if aside is not None:
        place = Origin(origin.path, origin.record, aside.evidence[0].line)
        return (
            Problem(
                place, "note", "story-set-aside", f"{aside.basis}; write `status: published` to show it all the same"
            ),
        )
    if blocks:
        return ()
    place = Origin(origin.path, origin.record, origin.line or document.body_line)
    return (
        Problem(
            place, "warning", "story-empty", "no running text was found; give the story, or name the file in `ignore`"
        ),
    )
