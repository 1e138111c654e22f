"""A page or a piece of HTML → what a story is made of: fields, blocks, and what was taken out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import (
    Block,
    Document,
    Embed,
    Evidence,
    Figure,
    Heading,
    Inference,
    Listing,
    Mark,
    Paragraph,
    Removed,
)
from archivegen.normalize import bylines, captions, headline, lines, stories
from archivegen.normalize import furniture as known_furniture
from archivegen.normalize.html import fields, figures, names, tree, verdicts, zone
from archivegen.normalize.html.index import Index, index_of
from archivegen.normalize.html.inline import absolute
from archivegen.normalize.html.pieces import Piece
from archivegen.normalize.html.tree import Element
from archivegen.normalize.html.walk import Walk
from archivegen.normalize.language import detect_text
from archivegen.normalize.phrases import key_of, phrases
from archivegen.normalize.told import SUPPLIED

__all__ = ["HtmlStory", "story_of"]

_ROUNDS = 4
_LEAD_FIGURES = 3
_RUNNING = 200
"""Paragraphs that are searched for the day of publication."""
_LONGEST_CAPTION = 500
_LONE_CAPTION = 30
_NEAR = 60
_PROSE = 60
_LEDE = 80
"""Free characters of whole sentences."""
_SHORT_RECORD = 400
_LONGEST_RECORD = 400_000
_MAY_CREDIT = frozenset(("byline or tags", "about the author", "tags"))
_FEW_WORDS = 120
"""With fewer words of prose, a page may be a wall or an error."""
_IN_FRAGMENTS = frozenset(("share bar", "newsletter box", "comments", "advertisement", "hidden text", "related links"))
"""Furniture that stands also in what containers give as a story's own markup."""


class HtmlStory(msgspec.Struct, frozen=True):
    """What a page gives."""

    told: dict[str, Inference]
    """Fields of Article by name, but those given; "status" where this is no story."""
    language: str
    blocks: tuple[Block, ...] = ()
    removed: tuple[Removed, ...] = ()
    body_lines: tuple[tuple[int, str], ...] = ()
    """Paragraphs of running text, with their line in the file."""
    other_lines: tuple[tuple[int, str], ...] = ()
    """Captions and embeds, likewise."""
    problems: tuple[Problem, ...] = ()


def story_of(document: Document, *, language: str, given: Mapping[str, Any]) -> HtmlStory:
    """The story in the HTML of *document*. *given* fields are known. A page that cannot be read is one problem."""
    try:
        root = tree.parse(document.body)
    except tree.UnreadableError as error:
        problem = Problem(document.origin, "error", "html-unreadable", str(error))
        return HtmlStory({}, language, problems=(problem,))
    return _Page(document, root, language, given).story()


class _Page:
    """One page while it is taken apart."""

    def __init__(self, document: Document, root: Element, language: str, given: Mapping[str, Any]) -> None:
        self.document, self.root, self.given = document, root, given
        self.is_page = tree.is_page(document.body)
        self.index: Index = index_of(root, first_line=document.body_line)
        url = str(given.get("url") or "")
        self.base = absolute(self.index.base, url) or fields.canonical_of(self.index, url) if self.is_page else url
        said = str(given.get("language") or "") or fields.as_language(self.index.language)
        self.language = said or language
        self.site_language = language
        self.phrases = phrases()
        self.told = fields.told(self.index, url=url, language=self.language) if self.is_page else fields.Told({}, None)
        if self.is_page and not self.base and self.told.record is not None:
            self.base = self.told.record.url

    def story(self) -> HtmlStory:
        pieces, start, end = self._pieces()
        inside = pieces[start:end]
        told = fields.settled(self.told, self.index, self._credit(pieces, start, end)) if self.is_page else {}
        title = str(self.given.get("title") or "") or str(told["title"].value if "title" in told else "")
        if not self.is_page and not title:
            title = self._heading_of_fragment(inside, told)
        writers = self.given.get("byline") or (told["byline"].value if "byline" in told else ())
        dek = str(self.given.get("dek") or (told["dek"].value if "dek" in told else ""))
        printed = verdicts.Printed(key_of(title), key_of(dek), tuple(map(key_of, writers)))
        if self.is_page:
            inside = list(self._with_captions(inside))
        out = (
            verdicts.verdicts(inside, self.phrases, printed, language=self.language)
            if self.is_page
            else _of_fragment(inside, key_of(title))
        )
        self._settle_dek(inside, out.gone, told)
        kept = [piece for n, piece in enumerate(inside) if n not in out.gone]
        blocks = _joined(
            [piece.block for piece in (*self._lead(pieces, start, title), *kept) if _says_anything(piece.block)]
        )
        removed = tuple(
            verdicts.removed_of(inside[n], reason) for n, reason in sorted(out.gone.items()) if inside[n].block.text
        )
        self._supply_title(kept, told)
        spoken = self._spoken(kept)
        self._set_aside(pieces, kept, told)
        told = {name: inference for name, inference in told.items() if name not in self.given}
        if spoken != self.site_language and "language" not in self.given:
            told["language"] = self._language(spoken)
        return HtmlStory(
            told=told,
            language=str(self.given.get("language") or spoken),
            blocks=blocks,
            removed=removed,
            body_lines=tuple((piece.line, piece.block.text) for piece in kept if isinstance(piece.block, Paragraph))[
                :_RUNNING
            ],
            other_lines=tuple(
                (piece.line, piece.block.text) for piece in kept if isinstance(piece.block, (Figure, Embed))
            ),
            problems=self._problems(kept),
        )

    def _pieces(self) -> tuple[list[Piece], int, int]:
        """The pieces of the page, and where the story stands among them."""
        ignored: frozenset[str] = frozenset()
        for _ in range(_ROUNDS):
            walk = Walk(
                self.root, base=self.base, language=self.language, ignored=ignored, first_line=self.document.body_line,
                breaks=not self.is_page and "<p" not in self.document.body,
            )  # fmt: skip
            if not self.is_page:
                for piece in walk.pieces:
                    if piece.reason not in _IN_FRAGMENTS:
                        piece.reason = ""
                return walk.pieces, 0, len(walk.pieces)
            wrong = zone.misnamed(walk.pieces) - ignored
            if not wrong:
                break
            ignored |= wrong
        region = walk.regions[zone.story_region(walk.pieces, walk.regions)] if walk.regions else None
        start, end = (region.start, region.end) if region is not None else (0, len(walk.pieces))
        return walk.pieces, *self._widened(walk.pieces, start, end)

    def _widened(self, pieces: Sequence[Piece], start: int, end: int) -> tuple[int, int]:
        """The story's place with the paragraphs outside of it that the page's own record of the text has, or that lead to it."""
        record = key_of(self.told.record.body[:_LONGEST_RECORD]) if self.told.record is not None else ""
        if len(record) > _SHORT_RECORD:
            known = [
                n
                for n, piece in enumerate(pieces)
                if not piece.is_sure and isinstance(piece.block, Paragraph) and _stands_in(piece, record)
            ]
            matched = sum(len(pieces[n].block.text) for n in known)
            if matched > 0.5 * len(record):
                for n in known:
                    pieces[n].reason = ""
                first, last = min(start, known[0]), max(end, known[-1] + 1)
                inside = {*known, *range(start, end)}
                for n in range(first, last):
                    if n not in inside and not isinstance(pieces[n].block, Figure):
                        pieces[n].reason = pieces[n].reason or "outside the story"
                return first, last
        return self._with_lede(pieces, start), end

    def _with_lede(self, pieces: Sequence[Piece], start: int) -> int:
        """Where the story begins, if whole sentences stand between the headline and its element."""
        titles = {key_of(title) for title in self.told.titles[:6]}
        above = next(
            (
                n
                for n in range(start - 1, max(-1, start - _NEAR), -1)
                if isinstance(pieces[n].block, Heading) and key_of(pieces[n].block.text) in titles
            ),
            None,
        )
        if above is None:
            return start
        dek = key_of(str(self.told.fields["dek"].value)) if "dek" in self.told.fields else ""
        for n in range(above + 1, start):
            piece = pieces[n]
            if isinstance(piece.block, Paragraph) and zone.weight(piece) > _LEDE and key_of(piece.block.text) != dek:
                return n
        return start

    def _credit(self, pieces: Sequence[Piece], start: int, end: int) -> fields.Credit:
        """What the lines between the headline and the story, and those right below it, tell of writers and days."""
        titles = {key_of(title) for title in self.told.titles}
        above = [n for n in range(max(0, start - _NEAR), start) if key_of(pieces[n].block.text[:400]) in titles]
        first = next((n for n in range(start, end) if zone.weight(pieces[n]) > _PROSE), end)
        near = [
            *range(above[-1] + 1 if above else max(0, start - 4), min(first + 3, end)),
            *range(end, min(end + 6, len(pieces))),
        ]
        byline = day = updated = None
        for piece in (pieces[n] for n in near):
            if len(piece.block.text) > 200 or (piece.reason and piece.reason not in _MAY_CREDIT):
                continue
            for line in lines.lines_of(piece.block.text, piece.line, self.phrases):
                credit = bylines.read(line, self.phrases, language=self.language)
                if credit is None or line.prose:
                    continue
                proof = (Evidence(line.number, line.text),)
                found = names.names_in(credit.names)
                if found and (credit.labelled or credit.date):
                    byline = byline or Inference(found, "line by the headline", 0.8, proof)
                if credit.date:
                    day = day or Inference(credit.date, "line by the headline", 0.86, proof, credit.date[:10])
                if credit.updated:
                    updated = updated or Inference(
                        credit.updated, "line by the headline", 0.86, proof, credit.updated[:10]
                    )
        return fields.Credit(byline, day, updated)

    def _heading_of_fragment(self, pieces: Sequence[Piece], told: dict[str, Inference]) -> str:
        first = next((piece for piece in pieces if not isinstance(piece.block, Figure)), None)
        if first is None or not isinstance(first.block, Heading):
            return ""
        told["title"] = Inference(
            first.block.text, "first heading of the text", 0.9, (Evidence(first.line, first.block.text),)
        )
        return first.block.text

    def _with_captions(self, inside: Sequence[Piece]) -> Iterator[Piece]:
        """*inside* with paragraphs that can only be captions as such: by a credit, or set apart right below a picture."""
        last: Piece | None = None
        for piece in inside:
            block = piece.block
            if not isinstance(block, Paragraph) or piece.reason or len(block.text) > _LONGEST_CAPTION:
                last = piece
                yield piece
                continue
            below = last is not None and isinstance(last.block, Figure) and not last.block.text
            looked = lines.lines_of(" ".join(block.text.split()), piece.line, self.phrases)
            is_caption = bool(looked) and captions.is_caption(looked[0], self.phrases)
            if below and last is not None and isinstance(last.block, Figure) and (is_caption or _is_set_apart(block)):
                last.block = figures.with_words(last.block, block.text)
                continue
            by_player = last is not None and isinstance(last.block, Embed) and _is_set_apart(block)
            if (is_caption or by_player) and looked[0].words <= _LONE_CAPTION:
                piece.block = figures.with_words(Figure(""), block.text)
            last = piece
            yield piece

    def _settle_dek(self, inside: Sequence[Piece], gone: dict[int, str], told: dict[str, Inference]) -> None:
        """A dek that opens the story in print is its first paragraph, unless markup says that it stands above it."""
        dek = key_of(str(self.given.get("dek") or (told["dek"].value if "dek" in told else "")))
        if not dek or not self.is_page:
            return
        for n in [n for n in range(len(inside)) if n not in gone and inside[n].block.text][:4]:
            key = key_of(inside[n].block.text)
            if not key or isinstance(inside[n].block, (Figure, Embed)):
                continue
            if key == dek:
                if (
                    isinstance(inside[n].block, Heading)
                    or "dek" in self.given
                    or _is_dek_like(inside[n])
                    or _leads_to_byline(n, gone)
                ):
                    gone[n] = "printed dek"
                else:
                    told.pop("dek", None)
                return
            if key.startswith(dek[:60]) and "dek" not in self.given:
                told.pop("dek", None)
                return

    def _lead(self, pieces: Sequence[Piece], start: int, title: str) -> list[Piece]:
        """Pictures between the headline and the story's element."""
        key = key_of(title)
        if not self.is_page or not key:
            return []
        at = next(
            (
                n
                for n in range(start - 1, max(-1, start - 60), -1)
                if isinstance(pieces[n].block, Heading) and key_of(pieces[n].block.text) == key
            ),
            None,
        )
        if at is None:
            return []
        found = [
            piece
            for piece in pieces[at:start]
            if isinstance(piece.block, Figure) and not piece.reason and not piece.linked
        ]
        return found[:_LEAD_FIGURES]

    def _supply_title(self, kept: Sequence[Piece], told: dict[str, Inference]) -> None:
        if "title" in told or "title" in self.given:
            return
        lede = next((piece for piece in kept if isinstance(piece.block, Paragraph)), kept[0] if kept else None)
        if lede is not None and lede.block.text:
            told["title"] = Inference(
                headline.supply(lede.block.text), SUPPLIED, 0.3, (Evidence(lede.line, lede.block.text[:200]),)
            )

    def _spoken(self, kept: Sequence[Piece]) -> str:
        """The language of the words, where they show it; else what the page says of itself."""
        text = "\n".join(piece.block.text[:700] for piece in kept if isinstance(piece.block, Paragraph))
        return detect_text(text[:20_000], self.phrases) or self.language

    def _language(self, spoken: str) -> Inference:
        if spoken == fields.as_language(self.index.language):
            return Inference(spoken, "<html lang>", 0.95, (Evidence(self.document.body_line, self.index.language),))
        return Inference(spoken, "the commonest words of the text", 0.9)

    def _set_aside(self, pieces: Sequence[Piece], kept: Sequence[Piece], told: dict[str, Inference]) -> None:
        """A wall, an error page or a bare list of links is no story."""
        words = sum(len(piece.block.text.split()) for piece in kept if not isinstance(piece.block, (Figure, Heading)))
        if not self.is_page or words > _FEW_WORDS:
            return
        shown = [piece for piece in pieces if not piece.is_sure and piece.block.text]
        text = "\n".join(" ".join(piece.block.text.split())[:600] for piece in shown[:200])
        looked = lines.lines_of(f"{self.index.title}\n{text}", self.document.body_line, self.phrases)
        if looked:
            around = known_furniture.zone_of(looked, self.phrases, known_furniture.Furniture(), frozenset())
            aside = stories.not_a_story(looked, around, self.phrases)
            if aside is not None:
                told["status"] = aside

    def _problems(self, kept: Sequence[Piece]) -> tuple[Problem, ...]:
        record = self.told.record
        words = sum(len(piece.block.text.split()) for piece in kept if isinstance(piece.block, Paragraph))
        if record is None or record.is_free or words > _FEW_WORDS:
            return ()
        origin = self.document.origin
        place = Origin(origin.path, origin.record, kept[0].line if kept else origin.line)
        message = f"the page says that it is for subscribers, and holds {words} words; get the whole text, or leave it as a stub"
        return (Problem(place, "note", "story-stub", message),)


def _stands_in(piece: Piece, record: str) -> bool:
    """Whether the paragraph's beginning stands in the *record* of the story's text."""
    key = key_of(piece.block.text[:120])
    return len(key) > 30 and key in record


def _of_fragment(pieces: Sequence[Piece], title: str) -> verdicts.Verdicts:
    """Nothing goes but what is named as furniture, and a headline printed again."""
    found = verdicts.Verdicts()
    for n, piece in enumerate(pieces):
        if piece.reason:
            found.gone[n] = piece.reason
    first = next((n for n, piece in enumerate(pieces) if not isinstance(piece.block, Figure)), None)
    if (
        first is not None
        and isinstance(pieces[first].block, Heading)
        and title
        and key_of(pieces[first].block.text) == title
    ):
        found.gone[first] = "printed headline"
    return found


def _leads_to_byline(index: int, gone: Mapping[int, str]) -> bool:
    """A byline stands right below: what is above it is no part of the running text."""
    return any(gone.get(n, "").startswith("byline") for n in range(index + 1, index + 4))


def _is_set_apart(block: Paragraph) -> bool:
    """All of a short paragraph is slanted."""
    return (
        len(block.marks) == 1
        and block.marks[0].kind == "em"
        and block.marks[0].end - block.marks[0].start >= len(block.text) - 1
    )


def _is_dek_like(piece: Piece) -> bool:
    """The paragraph is set off by its class, or all of it is strong."""
    block = piece.block
    if any(
        word in piece.names.lower()
        for word in ("dek", "deck", "standfirst", "subtitle", "subhead", "subline", "chapo", "teaser")
    ):
        return True
    return isinstance(block, Paragraph) and _is_set_apart(block)


def _joined(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """*blocks* with lists of one kind that follow one another as one list, which is what their Markdown says."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Listing) and isinstance(last, Listing) and block.ordered == last.ordered:
            at = len(last.text) + 1
            marks = (*last.marks, *(Mark(m.start + at, m.end + at, m.kind, m.href) for m in block.marks))
            depths = (*_depths(last), *_depths(block))
            found[-1] = Listing(f"{last.text}\n{block.text}", block.ordered, depths if any(depths) else (), marks)
        else:
            found.append(block)
    return tuple(found)


def _depths(block: Listing) -> tuple[int, ...]:
    return block.depths or (0,) * (block.text.count("\n") + 1)


def _says_anything(block: Block) -> bool:
    return bool(block.text) or (isinstance(block, Figure) and bool(block.src))
