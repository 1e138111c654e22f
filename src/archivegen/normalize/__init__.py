"""A Document → an Article: headline, dek, byline, dates, source, blocks; furniture out. Pure; sees one document alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from archivegen import markdown
from archivegen.errors import Origin, Problem
from archivegen.model import Article, Block, Document, Evidence, Figure, Heading, Inference, Paragraph, Removed, Seed
from archivegen.normalize import captions, dialects, metadata, named_days, publication_date, supplied_headline
from archivegen.normalize.furniture import Furniture, key_lines
from archivegen.normalize.language import detect_text
from archivegen.normalize.non_stories import NO_TEXT, is_scrap, is_shell
from archivegen.normalize.phrases import phrases
from archivegen.normalize.story import Story, story_of
from archivegen.normalize.told import SUPPLIED

if TYPE_CHECKING:
    from archivegen.normalize.html import HtmlStory

__all__ = ["Furniture", "key_lines", "normalize"]

NOTHING_LEARNED = Furniture()


def normalize(document: Document, *, id: str, language: str, furniture: Furniture = NOTHING_LEARNED) -> Article:
    """The Article that *document* is. *language*: of the site, where the document does not say or show its own.

    Every character of the document's text but white space is in the Article: kept, or in *removed* with its line and reason.
    O(len(body)).
    """
    given, problems = metadata.fields_of(document, language=language)
    if document.markup == "markdown":
        if "dek" in given:
            given["dek"] = _as_shown(given["dek"])
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
            story = story_of(
                document.body,
                document.body_line,
                language=language,
                furniture=furniture,
                given=given,
                contained=_is_contained(document),
            )
        blocks, told, removed, spoken = story.blocks, dict(story.told), story.removed, story.language
        if not given.get("language") and spoken != language.partition("-")[0]:
            told.setdefault("language", Inference(spoken, "the commonest words of the text", 0.9))
        if "date" not in given and "date" not in told:
            guess = _named_day(document, given) or publication_date.infer(
                story.body_lines, language=spoken, supporting=story.other_lines
            )
            told |= {"date": guess} if guess is not None else {}
    if document.aside and "status" not in given:
        told["status"] = Inference("set-aside", document.aside, 0.8)
    elif "status" not in (*given, *told) and is_scrap(blocks, told) and is_shell(document.markup, given, told):
        told["status"] = Inference("set-aside", NO_TEXT, 0.9)
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
    blocks = tuple(_credited(block) for block in markdown.blocks_of(dialects.plain(document.body)))
    told: dict[str, Inference] = {}
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.text.casefold() == str(given.get("title", first.text)).casefold():
        blocks = blocks[1:]
        if "title" not in given:
            proof = Evidence(document.body_line, first.text)
            told["title"] = Inference(first.text, "first heading of the text", 0.95, (proof,))
    elif first is not None and "title" not in given:
        proof = Evidence(document.body_line, first.text[:200])
        told["title"] = Inference(supplied_headline.supply(first.text), SUPPLIED, 0.3, (proof,))
    picture = dialects.featured(document.meta)
    if picture is not None and not any(isinstance(block, Figure) and block.src == picture.src for block in blocks):
        blocks = (_credited(picture), *blocks)
    if "date" not in given:
        guess = _named_day(document, given) or publication_date.infer(
            _paragraph_lines(document, blocks), language=given.get("language", language)
        )
        told |= {"date": guess} if guess is not None else {}
    return blocks, told


def _as_shown(dek: str) -> str:
    """*dek* of a Markdown file's head without its marks: generators let a summary be Markdown as the text is."""
    if not any(map(dek.__contains__, "*_`[")):
        return dek
    blocks = markdown.blocks_of(dek)
    return blocks[0].text if len(blocks) == 1 and isinstance(blocks[0], Paragraph) else dek


def _credited(block: Block) -> Block:
    """*block*, the credit that a caption prints told as such."""
    if not isinstance(block, Figure) or block.credit or not block.text:
        return block
    return msgspec.structs.replace(block, credit=captions.credit_of(block.text))


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


def _is_contained(document: Document) -> bool:
    """Whether a container of stories gave the text, and not a file or an archive of files."""
    record = document.origin.record
    return bool(record) and PurePosixPath(record).suffix.lower() not in {".txt", ".text"}


def _named_day(document: Document, given: Mapping[str, Any]) -> Inference | None:
    """The day that the story's first address or the name of its file says."""
    return named_days.of_address(str(given.get("url") or "")) or named_days.of_file(document.origin)


def _complaints(document: Document, blocks: tuple[Block, ...], told: dict[str, Inference]) -> tuple[Problem, ...]:
    origin = document.origin
    aside = told.get("status")
    if document.aside:
        return ()  # its container counts them: a line for each would bury the others
    if aside is not None and aside.evidence:
        place = Origin(origin.path, origin.record, aside.evidence[0].line)
        return (
            Problem(
                place, "note", "story-set-aside", f"{aside.basis}; write `status: published` to show it all the same"
            ),
        )
    if blocks and (aside is None or aside.basis != NO_TEXT):
        return ()
    place = Origin(origin.path, origin.record, origin.line or document.body_line)
    done = "it is set aside: " if aside is not None else ""
    message = f"{NO_TEXT}; {done}give the story, or name the file in `ignore`"
    return (Problem(place, "warning", "story-empty", message),)
