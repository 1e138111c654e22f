"""A tree of elements → its blocks in order, each with where it stood. Knows what markup means, not what the story is. Pure."""

from __future__ import annotations

import re

import msgspec

from archivegen.model import Embed, Figure, Heading, Listing, Mark, Paragraph, Preformatted, Quotation, Table
from archivegen.normalize.html import data_tables, embeds, figures, furniture, layout, slides
from archivegen.normalize.html.furniture import SILENT, Out
from archivegen.normalize.html.gathering import Gathering
from archivegen.normalize.html.inline import Run, is_note_number, kind_of
from archivegen.normalize.html.live import NO_LIVE_BLOG, Head, Live
from archivegen.normalize.html.pieces import Piece, Region, quotation_of
from archivegen.normalize.html.tree import Element, items_of, names_in, verbatim, words_of

_HEADINGS = layout.HEADINGS
_BLOCKS = layout.BLOCKS
_BLANK_LINES = re.compile("\n{3,}")
_CAPTION_WORDS = figures.MOST_WORDS
_BOXED_WORDS = 60
_DEEPEST_LIST = 5
_SPOKEN = (Paragraph, Heading, Listing, Quotation)
"""Blocks that are words of a quotation around them."""
_MOST_MARKS = 250
"""A block with more links than this is a directory, and its Markdown nothing that a person edits."""
_MOST_LINES = 200
"""Of a paragraph; a longer one is divided."""


class Walk(Gathering):
    """Goes over a page once. *ignored*: names of elements that say nothing about furniture on this page."""

    def __init__(
        self,
        root: Element,
        *,
        base: str,
        pictures_base: str,
        language: str,
        ignored: frozenset[str] = frozenset(),
        first_line: int = 1,
        breaks: bool = False,
        live: Live = NO_LIVE_BLOG,
    ) -> None:
        super().__init__(
            root, base=base, pictures_base=pictures_base, ignored=ignored, first_line=first_line, live=live
        )
        self.language = language
        self.breaks = breaks
        """Blank lines in bare text divide paragraphs."""
        self._level = 2
        """The highest that a heading may have here."""
        self.pieces: list[Piece] = []
        self.regions: list[Region] = []
        self._reason: Out | None = None
        self._culprit = ""
        self._parent = -1
        self._links = 0
        self._in_figure = self._figure_at = 0
        self._names_maker = False
        """The next words in a figure are its maker's name."""
        self._number = ""
        """Of a note whose words stand in the next block."""
        self._seen: set[str] = set()
        self._visit(root)

    # ------------------------------------------------------------ elements

    def _visit(self, element: Element) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT:
            return
        if element in self.live.heads:
            self._entry(element, self.live.heads[element])
            return
        if element in self.live.taken:
            return
        before, culprit = self._reason, self._culprit
        if before is None or not before.is_sure:
            found = furniture.reason_of(element, self.ignored)
            if found is not None and (before is None or found.is_sure):
                self._reason, self._culprit = found, furniture.names_of(element)
        self._dispatch(element, tag)
        self._reason, self._culprit = before, culprit

    def _dispatch(self, element: Element, tag: str) -> None:
        if embeds.is_embed(element):
            embed = embeds.embed_of(element, self.base, language=self.language)
            if embed is not None:
                self._put(Piece(embed, element))
        elif tag in figures.PICTURES:
            self._picture(element)
        elif "data-c-caption" in element.attrib and len(element) == 0:
            text, credit = figures.caption_in_attributes(element)
            self._words_of_picture(text, False, element, credit)
        elif self._is_words_of_picture(element, tag):
            self._caption(element)
        elif tag in _HEADINGS:
            self._heading(element, int(tag[1]))
        elif element in self.live.holders:
            self._flow(element)
        elif tag in ("ul", "ol") and not layout.is_layout(element, self._holders):
            self._list(element, ordered=tag == "ol")
        elif tag == "pre":
            self._pre(element)
        elif tag == "table" and self._table(element):
            return
        elif tag == "blockquote":
            self._quotation(element)
        elif tag == "figure":
            outer, self._figure_at = self._figure_at, len(self.pieces)
            self._in_figure += 1
            self._flow(element)
            self._in_figure -= 1
            self._figure_at = outer
        elif tag != "video":
            self._flow(element)

    def _entry(self, element: Element, head: Head) -> None:
        """An entry of a live blog: what heads it as one heading, then what it says. Its name makes it no furniture."""
        reason, culprit = self._reason, self._culprit
        if reason is not None and not reason.is_sure:
            self._reason = None
        text, line = "", 0
        marks: tuple[Mark, ...] = ()
        if head.headline is not None:
            run = self._gathered(head.headline)
            text, marks = run.taken()
            line = run.line
            self._pictures.clear()
        text = text.replace("\n", " ") if any(c.isalnum() for c in text) else ""
        if not text or any(mark.end - mark.start >= len(text) for mark in marks):
            marks = ()  # a link to the entry itself
        heading = Heading(text or head.time or head.author, 2, marks, head.time, head.at, head.author)
        self._add(self._judged(Piece(heading, element, line=line)))
        if element is not head.headline and element not in self.live.taken:
            self._level = 3
            self._flow(element)
            self._level = 2
        self._reason, self._culprit = reason, culprit

    def _flow(self, element: Element) -> None:
        """The children of *element*: runs of text are paragraphs, the rest is visited."""
        index = len(self.regions)
        region = Region(
            element, self._parent, len(self.pieces),
            names=names_in(element), itemprop=element.get("itemprop") or "",
        )  # fmt: skip
        self.regions.append(region)
        outer, self._parent = self._parent, index
        is_link = element.tag == "a"
        self._links += is_link
        run = self._run(element)
        run = self._text(run, element.text, element)
        for child in element:
            if self._is_inline(child):
                run = self._inline(child, run, element)
            else:
                self._flush(run, element)
                run = self._run(child)
                self._visit(child)
            run = self._text(run, child.tail, element)
        self._flush(run, element)
        self._links -= is_link
        region.end = len(self.pieces)
        self._parent = outer
        inside = self.pieces[region.start :]
        is_one = slides.is_slide(region.names) or (slides.is_short(inside) and figures.holds_picture(region.names))
        made = slides.captioned(inside) if is_one else []
        if made:
            self.pieces[region.start :] = made
            del self.regions[index + 1 :]  # what they held is one piece now
            region.end = len(self.pieces)
        if region.end - region.start == 2 and (
            element.tag == "table" or figures.holds_picture(region.names) or figures.is_caption(region.names)
        ):
            picture, words = self.pieces[region.start :]
            words.is_caption = (
                isinstance(picture.block, Figure)
                and not picture.block.text
                and isinstance(words.block, Paragraph)
                and len(words.block.text.split()) <= _BOXED_WORDS
            )

    def _text(self, run: Run, text: str | None, element: Element) -> Run:
        if not text:
            return run
        if self.breaks and "\n" in text and element.tag in ("div", "body", "html"):
            for number, part in enumerate(text.split("\n")):
                if number:
                    run.break_line()
                run = self._next_paragraph(run, part, element)
                run.add(part)
            return run
        run = self._next_paragraph(run, text, element)
        run.add(text)
        return run

    def _next_paragraph(self, run: Run, text: str, element: Element) -> Run:
        if run.wants_paragraph and text.strip():
            self._flush(run, element)
            return self._run(element)
        return run

    def _inline(self, element: Element, run: Run, holder: Element) -> Run:
        """Add the inline *element* to *run*; a new run where two breaks begin another paragraph."""
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT or element in self.live.taken:
            return run
        if tag == "br":
            run.break_line()
            return run
        if tag == "img":
            self._inline_picture(element, run)
            return run
        if element.attrib or tag == "cite":
            out = furniture.reason_of(element, self.ignored)
            if out is not None and self._reason is None:
                self._aside(element, out)
                return run
            if run.length == 0 and self._is_words_of_picture(element, tag):
                self._caption(element)
                return run
        if tag == "a" and self._note(element, run):
            return run
        start = run.begin()
        current = self._next_paragraph(run, element.text or "", holder)
        current.opens(tag)
        current.add(element.text)
        for child in element:
            current = self._inline(child, current, holder)
            current = self._next_paragraph(current, child.tail or "", holder)
            current.add(child.tail)
        current.end(start if current is run else 0, kind_of(tag), element.get("href") or "")
        current.closes(tag)
        return current

    def _aside(self, element: Element, out: Out) -> None:
        """A piece of furniture inside a line: a button, a hidden label."""
        text = words_of(element)
        if self._in_figure and out.reason == "hidden text":  # "Image source," for those who listen
            self._names_maker = figures.names_maker(text)
            return
        if text:
            piece = Piece(Paragraph(text), element, reason=out.reason, is_sure=out.is_sure)
            self._add(piece)

    # ------------------------------------------------------------ what comes out

    def _flush(self, run: Run, element: Element) -> None:
        text, marks = run.taken()
        if self._pictures and (not run.parts or len(text) > 0):
            pictures, self._pictures = self._pictures, []
            for figure in pictures:
                self._add_figure(figure, element)
        if self._number and text:
            text = f"{self._number} {text}"
            marks = tuple(
                Mark(m.start + len(self._number) + 1, m.end + len(self._number) + 1, m.kind, m.href) for m in marks
            )
            self._number = ""
        if is_note_number(text):
            self._number = text
        elif any(c.isalnum() for c in text):
            if self._in_figure and len(text.split()) <= _CAPTION_WORDS and self._last_figure() is not None:
                is_credit = self._names_maker or figures.is_credit(element.get("class") or "")
                self._names_maker = False
                self._words_of_picture(text, is_credit, element, "")
                return
            if text.count("\n") > _MOST_LINES:
                lines = text.split("\n")
                for n in range(0, len(lines), _MOST_LINES):
                    self._put(Piece(Paragraph("\n".join(lines[n : n + _MOST_LINES])), element, line=run.line))
                return
            self._put(Piece(Paragraph(text, marks), element, linked=run.linked, line=run.line))

    def _put(self, piece: Piece) -> None:
        if self._links:
            piece.linked = len(piece.block.text)
        self._add(self._judged(piece))

    def _judged(self, piece: Piece) -> Piece:
        if self._reason is not None:
            piece.reason, piece.is_sure, piece.culprit = self._reason.reason, self._reason.is_sure, self._culprit
        return piece

    def _add(self, piece: Piece) -> None:
        element, block = piece.element, piece.block
        if not isinstance(block, (Figure, Embed, Preformatted, Table)) and len(block.marks) > _MOST_MARKS:
            piece.block = msgspec.structs.replace(block, marks=())
        piece.line = piece.line or (element.sourceline or 1) + self.offset
        piece.names = f"{names_in(element)} {element.get('itemprop') or ''}"
        self.pieces.append(piece)

    def _heading(self, element: Element, level: int) -> None:
        if element in self._holders:
            self._flow(element)
            return
        run = self._gathered(element)
        text, marks = run.taken()
        if self._pictures:
            self._pictures.clear()  # a logo in a headline
        if any(c.isalnum() for c in text):
            heading = Heading(text.replace("\n", " "), max(self._level, level), marks)
            self._put(Piece(heading, element, linked=run.linked, line=run.line))

    def _gathered(self, element: Element) -> Run:
        """The words of the heading *element*."""
        run = self._run(element)
        run.add(element.text)
        for child in element:
            run = self._inline(child, run, element)
            run.add(child.tail)
        return run

    def _pre(self, element: Element) -> None:
        text = verbatim(element, SILENT)
        text = "\n".join(line.rstrip() for line in text.replace("\r", "").split("\n")).strip("\n")
        if text.strip():
            self._put(Piece(Preformatted(_BLANK_LINES.sub("\n\n", text)), element))

    # ------------------------------------------------------------ lists, tables, quotations

    def _list(self, element: Element, *, ordered: bool) -> None:
        lines: list[str] = []
        depths: list[int] = []
        marks: list[Mark] = []
        linked = at = 0
        for item, depth in items_of(element):
            run = self._run(item)
            self._gather(item, run)
            text, own = run.taken()
            text = text.replace("\n", " ")
            if not any(c.isalnum() for c in text):
                continue
            marks += [Mark(mark.start + at, mark.end + at, mark.kind, mark.href) for mark in own]
            at += len(text) + 1
            lines.append(text)
            depths.append(min(depth, depths[-1] + 1 if depths else 0, _DEEPEST_LIST))
            linked += run.linked
        if lines:
            listing = Listing("\n".join(lines), ordered, tuple(depths) if any(depths) else (), tuple(marks))
            self._put(Piece(listing, element, linked=linked))
        for figure in self._pictures:
            self._add_figure(figure, element)
        self._pictures = []

    def _table(self, element: Element) -> bool:
        """Add the table *element* if it holds data; False where it only lays out a page."""
        if data_tables.lays_out(element):
            return False
        rows: list[list[str]] = []
        linked = 0
        header = False
        for row in element.iter("tr"):
            cells: list[str] = []
            nodes = [cell for cell in row if cell.tag in ("td", "th")]
            for cell in nodes:
                run = self._run(cell)
                self._gather(cell, run)
                cells.append(run.taken()[0].replace("\n", " "))
                linked += run.linked
            if any(cells):
                header = header or (not rows and all(cell.tag == "th" for cell in nodes))
                rows.append(cells)
        table = data_tables.table_of(rows, header=header)
        if table is None:
            self._pictures.clear()
            return False
        for figure in self._pictures:
            self._add_figure(figure, element)
        self._pictures = []
        caption = next((node for node in element if node.tag == "caption"), None)
        if caption is not None:
            self._flow(caption)
        self._put(Piece(table, element, linked=linked))
        return True

    def _quotation(self, element: Element) -> None:
        """All words of a block quotation are one block, each paragraph a line; pictures and posts in it stand by themselves."""
        start, known = len(self.pieces), len(self.regions)
        self._flow(element)
        del self.regions[known:]  # what they held is one piece now
        inside, self.pieces[start:] = self.pieces[start:], []
        reason = self._reason.reason if self._reason else ""
        said: list[Piece] = []
        apart: list[Piece] = []
        for piece in inside:
            (said if piece.reason == reason and isinstance(piece.block, _SPOKEN) else apart).append(piece)
        if said:
            linked = sum(piece.linked for piece in said)
            self._put(Piece(quotation_of(said), element, linked=linked, line=inside[0].line))
        self.pieces += apart

    # ------------------------------------------------------------ pictures

    def _picture(self, element: Element) -> None:
        figure = figures.picture_of(element, self.pictures_base)
        if figure is not None:
            self._add_figure(figure, element)

    def _add_figure(self, figure: Figure, element: Element) -> None:
        if figure.src in self._seen:
            return
        self._seen.add(figure.src)
        last = self._last_figure()
        if last is not None and self._in_figure and last.text and not last.src and len(self.pieces) > self._figure_at:
            self.pieces[-1].block = Figure(last.text, last.credit, figure.src, figure.alt)
            return
        self._put(Piece(figure, element))

    def _last_figure(self) -> Figure | None:
        block = self.pieces[-1].block if self.pieces else None
        return block if isinstance(block, Figure) else None

    def _is_words_of_picture(self, element: Element, tag: str) -> bool:
        is_by_picture = bool(self._in_figure or self._pictures) or self._last_figure() is not None
        if tag == "figcaption" or (tag == "cite" and self._in_figure and self._last_figure() is not None):
            return True
        return figures.says_words_of_picture(element, tag, is_by_picture=is_by_picture)

    def _caption(self, element: Element) -> None:
        pictures, self._pictures = self._pictures, []
        for figure in pictures:
            self._add_figure(figure, element)
        if figures.is_of_gallery(element):
            figure = figures.with_words(Figure(""), words_of(element))
            if figure.text:
                self._put(Piece(figure, element))
            return
        credit = figures.printed_credit(element)
        run = self._run(element)
        self._in_caption = True
        self._gather(element, run, lists=True)
        self._in_caption = False
        text = run.taken()[0].replace("\n", " ")
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        only_credit = element.tag == "cite" or (figures.is_credit(names) and not figures.is_caption(names))
        if next(element.iter("img", "picture"), None) is not None:
            for image in element.iter("img"):
                self._picture(image)
        if any(c.isalnum() for c in text):
            self._words_of_picture("" if only_credit else text, only_credit, element, text if only_credit else credit)

    def _words_of_picture(self, text: str, is_credit: bool, element: Element, credit: str) -> None:
        """Give the last picture its words; where there is none, they stand as a figure of their own."""
        last = self._last_figure()
        if is_credit and not credit:
            text, credit = "", text
        is_of_maker = last is not None and bool(last.credit) and len(last.text) <= len(last.credit) + 12
        if last is not None and (not last.text or self._in_figure or credit or is_of_maker):
            self.pieces[-1].block = figures.with_words(last, text, credit)
            return
        quoted = self.pieces[-1] if self._in_figure and self.pieces else None
        if quoted is not None and isinstance(quoted.block, Quotation):  # its figcaption names the speaker
            quoted.block = Quotation(f"{quoted.block.text}\n{text or credit}", quoted.block.marks)
            return
        figure = figures.with_words(Figure(""), text, credit)
        if figure.text:
            self._put(Piece(figure, element))
