"""What stands in one line of a page (an item, a cell, a caption) gathered from a tree of elements. Pure."""

from __future__ import annotations

from archivegen.model import Figure
from archivegen.normalize.html import embeds, figures, furniture, layout
from archivegen.normalize.html.furniture import SILENT
from archivegen.normalize.html.inline import Run, kind_of, note_mark
from archivegen.normalize.html.live import Live
from archivegen.normalize.html.tree import Element


class Gathering:
    """What gathers words needs to know of the page that it goes over."""

    def __init__(
        self, root: Element, *, base: str, pictures_base: str, ignored: frozenset[str], first_line: int, live: Live
    ) -> None:
        self.base, self.pictures_base, self.ignored = base, pictures_base, ignored
        self.offset = first_line - 1
        self.live = live
        self._all = list(root.iter())  # keeps every element's proxy alive, so that it can be a member of a set
        self._holders = layout.holders(self._all)
        self._in_caption = False
        self._pictures: list[Figure] = []
        """Those that stand in the words gathered last."""

    def _run(self, element: Element) -> Run:
        run = Run(self.base)
        run.line = (element.sourceline or 1) + self.offset
        return run

    def _is_inline(self, element: Element) -> bool:
        tag = element.tag
        return not (tag in layout.BLOCKS or element in self._holders or embeds.is_embed(element))

    def _gather(self, element: Element, run: Run, *, lists: bool = False) -> None:
        """All words of a list's item, a table's cell or a caption as one line; those of lists inside it where *lists* says so."""
        run.add(element.text)
        for child in element:
            if child.tag in ("ul", "ol") and not lists:
                pass
            elif self._is_inline(child):
                self._inline_line(child, run)
            elif self._is_read(child):
                run.add(" ")
                self._gather(child, run, lists=lists)
                run.add(" ")
            run.add(child.tail)

    def _is_read(self, element: Element) -> bool:
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT or tag in figures.PICTURES or element in self.live.taken:
            return False
        return not self._is_out(element)

    def _is_out(self, element: Element) -> bool:
        """Whether *element* is furniture here; below a picture a byline is the photographer's."""
        out = furniture.reason_of(element, self.ignored)
        return out is not None and not (self._in_caption and out.reason == "byline or tags")

    def _inline_line(self, element: Element, run: Run) -> None:
        """As _inline, within one line: breaks are spaces."""
        if not isinstance(element.tag, str) or element.tag in SILENT or element in self.live.taken:
            return
        if element.tag == "br":
            run.add(" ")
            return
        if element.tag == "img":
            self._inline_picture(element, run)
            return
        if element.attrib and self._is_out(element):
            return
        if element.tag == "a" and self._note(element, run):
            return
        start = run.begin()
        run.opens(element.tag)
        run.add(element.text)
        for child in element:
            self._inline_line(child, run)
            run.add(child.tail)
        run.end(start, kind_of(element.tag), element.get("href") or "")
        run.closes(element.tag)

    def _note(self, element: Element, run: Run) -> bool:
        """Add the sign of a note as "[1]", leave out the arrow back from it; False where *element* is neither."""
        mark = note_mark(element)
        if mark is None:
            return False
        run.add(mark)
        return True

    def _inline_picture(self, element: Element, run: Run) -> None:
        names = element.get("class") or ""
        if "emoji" in names or "smiley" in names:
            run.add(element.get("alt"))
            return
        figure = figures.picture_of(element, self.pictures_base)
        if figure is not None:
            self._pictures.append(figure)
