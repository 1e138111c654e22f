"""The blocks of an article as HTML: embeds and statements as what they are, every sentence with its id. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from urllib.parse import urljoin

from archivegen import urls
from archivegen.model import (
    SENTENCE_ID_LENGTH,
    Article,
    Block,
    Embed,
    Figure,
    Heading,
    Listing,
    Mark,
    Preformatted,
    Quotation,
    Statement,
    Table,
    Text,
    TextBlock,
)
from archivegen.render.weave import Reach, Sentence, Tag, escape, lines, weave
from archivegen.views import ArticleView
from archivegen.words import direction

_QUOTE, _LINK, _NAME = 1, 2, 9
_MARK_TAGS = {"em": (3, "em"), "strong": (4, "strong"), "del": (5, "del"), "code": (6, "code")}
_SET_OFF = frozenset(("label", "statement", "post"))
"""Quotations that need no mark in the text: a term in quotation marks, and what is a block of its own."""
_ABSOLUTE = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:|\s*//")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
FRAGMENT_LENGTH = 40
OUTWARD = 'rel="noopener external"'


class Body:
    """Renders one article's text. Holds the spans over it, in order, for look-up."""

    def __init__(self, article: Article, text: Text, view: ArticleView, href: Callable[[str], str]) -> None:
        self.article, self.text, self.view, self.href = article, text.text, view, href
        self._text_blocks: dict[int, TextBlock] = {block.block: block for block in text.blocks if block.block >= 0}
        self._front = {block.kind: block for block in text.blocks if block.block < 0}
        self._sentences = _sentences(text, view.anchors)
        self._sentence_ends = [sentence.end for sentence in self._sentences]
        self._mentions = [
            (start, end, name, Tag(start, end, _NAME, f'<a href="{href(view.names[name].path)}">', "</a>"))
            for start, end, name in view.mentions
        ]
        self._mention_starts = [mention[0] for mention in self._mentions]
        self._quotes = _quote_tags(view)
        self._quote_ends = [tag.end for tag in self._quotes]
        self._linked: set[int] = set()
        self._marks = Reach(())
        self._closed: tuple[list[int], list[int]] = [], []
        self._has_rtl = not self.text.isascii() and _RIGHT_TO_LEFT.search(self.text) is not None
        self._level = 1

    # ------------------------------------------------------------ parts that stand in the header

    def front(self, kind: str) -> str:
        """The headline ("title") or "dek", its sentences with their ids; "" if the text has none."""
        block = self._front.get(kind)  # type: ignore[call-overload]
        if block is None:
            return ""
        return weave(self.text, block.start, block.end, (), self._sentences_in(block.start, block.end))

    def evidence(self, words: str) -> str:
        """The fragment of the sentence that holds *words*; "" if none does."""
        at = self.text.find(words) if words else -1
        if at < 0:
            return ""
        number = bisect_left(self._sentence_ends, at + 1)
        return f"#s-{self._sentences[number].ids[0]}" if number < len(self._sentences) else ""

    # ------------------------------------------------------------ the blocks

    def blocks(self) -> str:
        return "\n".join(html for n, block in enumerate(self.article.blocks) if (html := self._block(n, block)))

    def _block(self, number: int, block: Block) -> str:
        place = self._text_blocks.get(number)
        start, end = (place.start, place.end) if place else (0, 0)
        self._linked.clear()
        tags = _mark_tags(self.text, block.marks, start, self.article.url) if block.marks else ()
        self._marks, self._closed = Reach(tags), _closed(tags)
        match block:
            case Figure():
                return self._figure(block, start, end)
            case _ if place is None:
                return ""
            case Heading():
                self._level = min(max(block.level, 2), self._level + 1, 6)
                inner = weave(self.text, start, end, tags, self._sentences_in(start, end))
                return f"<h{self._level}{self._dir(start, end)}>{inner}</h{self._level}>"
            case Quotation():
                return f"<blockquote>\n{self._paragraphs(start, end)}\n</blockquote>"
            case Statement():
                return f'<blockquote class="statement">\n{self._paragraphs(start, end)}\n</blockquote>'
            case Listing():
                return self._list(block, start, end)
            case Embed():
                return self._embed(block, start, end)
            case Table():
                return self._table(block, start, end)
            case Preformatted():
                inner = self._inline(start, end).replace("<br>\n", "\n")
                return f'<pre tabindex="0">{inner}</pre>'
            case _:
                return f"<p{self._dir(start, end)}>{self._inline(start, end)}</p>"

    def _figure(self, block: Figure, start: int, end: int) -> str:
        picture = ""
        if block.src and _is_local(block.src):
            picture = f'<img src="{escape(self.href(block.src))}" alt="{escape(block.alt)}" loading="lazy">\n'
        if end > start:
            inner = self._inline(start, end)
            return f"<figure>{picture}<figcaption{self._dir(start, end)}>{inner}</figcaption></figure>"
        credit = f"<figcaption>{escape(block.credit)}</figcaption>" if block.credit else ""
        return f"<figure>{picture}{credit}</figure>" if picture else ""

    def _embed(self, block: Embed, start: int, end: int) -> str:
        said, attribution = [], ""
        for number, (begin, stop) in enumerate(self._lines(start, end)):
            inner = self._inline(begin, stop)
            if number == block.attribution:
                attribution = inner
            elif inner:
                said.append(f"<p{self._dir(begin, stop)}>{inner}</p>")
        if not attribution:
            known = filter(None, (block.author, block.handle and f"({block.handle})", block.date))
            attribution = escape(" ".join(known))
        address = urls.safe_href(block.url)
        if address:
            attribution += f' <a href="{escape(address)}" {OUTWARD}>the post where it was published</a>'
        caption = f"<figcaption>{attribution.strip()}</figcaption>" if attribution else ""
        body = "\n".join(said)
        return f'<figure class="embed"><blockquote>\n{body}\n</blockquote>{caption}</figure>'

    def _list(self, block: Listing, start: int, end: int) -> str:
        tag = "ol" if block.ordered else "ul"
        out = [f'<ol start="{block.start}">' if block.start != 1 else f"<{tag}>"]
        depth = 0
        for number, (begin, stop) in enumerate(self._lines(start, end)):
            wanted = block.depths[number] if number < len(block.depths) else 0
            wanted = min(max(wanted, 0), depth + 1) if number else 0
            if number:
                out.append(f"<{tag}>" if wanted > depth else "</li>" + f"</{tag}></li>" * (depth - wanted))
            out.append(f"<li{self._dir(begin, stop)}>{self._inline(begin, stop)}")
            depth = wanted
        out.append("</li>" + f"</{tag}></li>" * depth + f"</{tag}>")
        return "\n".join(out)

    def _table(self, block: Table, start: int, end: int) -> str:
        rows = []
        for number, (begin, stop) in enumerate(self._lines(start, end)):
            is_head = block.header and number == 0
            cell = 'th scope="col"' if is_head else "td"
            edges = [begin - 1, *(n for n in range(begin, stop) if self.text[n] == "\t"), stop]
            cells = [(left + 1, right) for left, right in pairwise(edges)]
            inner = "".join(f"<{cell}>{self._inline(a, b)}</{cell[:2]}>" for a, b in cells)
            rows.append(f"<tr>{inner}</tr>")
        head = f"<thead>{rows.pop(0)}</thead>" if block.header else ""
        body = "\n".join(rows)
        table = f"<table>{head}<tbody>\n{body}\n</tbody></table>"
        return f'<div class="scroll" tabindex="0" role="region" aria-label="Table">{table}</div>'

    def _paragraphs(self, start: int, end: int) -> str:
        spans = [(a, b) for a, b in self._lines(start, end) if b > a]
        return "\n".join(f"<p{self._dir(a, b)}>{self._inline(a, b)}</p>" for a, b in spans)

    def _lines(self, start: int, end: int) -> list[tuple[int, int]]:
        edges = [start - 1, *(n for n in _line_ends(self.text, start, end)), end]
        return [(left + 1, right) for left, right in pairwise(edges)]

    # ------------------------------------------------------------ inside a line

    def _inline(self, start: int, end: int) -> str:
        """A line of the block, or a part of one, in order. The block's first mention of an entity is a link."""
        tags = self._marks.into(start, end)
        at = bisect_left(self._mention_starts, start)
        while at < len(self._mentions) and self._mention_starts[at] < end:
            begin, stop, name, tag = self._mentions[at]
            if name not in self._linked and stop <= end and not _meets(self._closed, begin, stop):
                self._linked.add(name)
                tags.append(tag)
            at += 1
        at = bisect_left(self._quote_ends, start + 1)
        while at < len(self._quotes) and self._quotes[at].start < end:
            tags.append(self._quotes[at])
            at += 1
        if len(tags) > 1:
            tags.sort()
        return weave(self.text, start, end, tags, self._sentences_in(start, end))

    def _sentences_in(self, start: int, end: int) -> list[Sentence]:
        first = last = bisect_left(self._sentence_ends, start + 1)
        while last < len(self._sentences) and self._sentences[last].start < end:
            last += 1
        return self._sentences[first:last]

    def _dir(self, start: int, end: int) -> str:
        """What a paragraph needs whose script may not run the way the page does."""
        return ' dir="auto"' if self._has_rtl and _RIGHT_TO_LEFT.search(self.text, start, end) else ""


def language_of(language: str, site_language: str) -> str:
    """The lang and dir attributes of a text, with a blank before; "" where they are the page's own."""
    if not language or language == site_language:
        return ""
    return f' lang="{escape(language)}" dir="{direction(language)}"'


def _line_ends(text: str, start: int, end: int) -> list[int]:
    found = []
    at = text.find("\n", start, end)
    while at >= 0:
        found.append(at)
        at = text.find("\n", at + 1, end)
    return found


def _sentences(text: Text, anchors: Sequence[tuple[str, str]]) -> list[Sentence]:
    ids, size = text.sentence_ids, SENTENCE_ID_LENGTH
    older: dict[str, list[str]] = {}
    known = {ids[at : at + size] for at in range(0, len(ids), size)} if anchors else set()
    for own, old in anchors:
        if old not in known:
            known.add(old)
            older.setdefault(own, []).append(old)
    return [
        Sentence(span.start, span.end, (own := ids[n * size : (n + 1) * size], *older.get(own, ())))
        for n, span in enumerate(text.sentences)
    ]


def _quote_tags(view: ArticleView) -> list[Tag]:
    """One element a span of a quotation, naming who speaks. Where spans overlap, the first has the words."""
    tags = []
    for quote in view.quotes:
        if quote.kind not in _SET_OFF:
            who = ", ".join(speaker.text for speaker in quote.speakers)
            opening = f'<q title="{escape(who)}">' if who else "<q>"
            tags += [Tag(start, end, _QUOTE, opening, "</q>") for start, end in quote.spans]
    tags.sort()
    kept: list[Tag] = []
    for tag in tags:
        if not kept or tag.start >= kept[-1].end:
            kept.append(tag)
    return kept


def _outward(href: str, home: str) -> str:
    """The address that an author's link *href* leads to, if a reader may follow it; relative ones start where *home* is.

    *home* is where the article was first published; where that is not known, relative links lead nowhere.
    """
    if _ABSOLUTE.match(href):
        return urls.safe_href(href)
    if not home.startswith(("http://", "https://")):
        return ""
    try:
        return urls.safe_href(urljoin(home, href))
    except ValueError:
        return ""


def _mark_tags(text: str, marks: Sequence[Mark], base: int, home: str) -> list[Tag]:
    """Author's marks as tags. Marks of one kind never overlap: a link within a link loses what the first one has."""
    ends: dict[str, int] = {}
    tags = []
    for mark in sorted(marks):
        start = max(mark.start, ends.get(mark.kind, 0))
        if start >= mark.end:
            continue
        ends[mark.kind] = mark.end
        if mark.kind == "link":
            address = _outward(mark.href, home)
            if address and not text[base + start : base + mark.end].isspace():
                opening = f'<a href="{escape(address)}" {OUTWARD}>'
                tags.append(Tag(base + start, base + mark.end, _LINK, opening, "</a>"))
        else:
            rank, name = _MARK_TAGS[mark.kind]
            tags.append(Tag(base + start, base + mark.end, rank, f"<{name}>", f"</{name}>"))
    return tags


def _closed(tags: Sequence[Tag]) -> tuple[list[int], list[int]]:
    """Starts and ends of the stretches in which no name becomes a link: an author's own links, and code."""
    starts: list[int] = []
    ends: list[int] = []
    for tag in tags:
        if tag.rank == _LINK or tag.opening == "<code>":
            if ends and tag.start < ends[-1]:
                ends[-1] = max(ends[-1], tag.end)
            else:
                starts.append(tag.start)
                ends.append(tag.end)
    return starts, ends


def _meets(stretches: tuple[list[int], list[int]], begin: int, stop: int) -> bool:
    starts, ends = stretches
    at = bisect_left(ends, begin + 1)
    return at < len(starts) and starts[at] < stop


def _is_local(src: str) -> bool:
    """A picture kept with the site; one on another host is not shown."""
    return src.startswith("media/") and ".." not in src


def passage(text: Text, sentence: int, spans: Sequence[tuple[int, int]], *, most: int = 420) -> str:
    """Sentence number *sentence* of *text*, the words at *spans* marked; cut around the first if longer than *most*."""
    place = text.sentences[sentence]
    start, end, before, after = place.start, place.end, "", ""
    if end - start > most and spans:
        centre = min(max(spans[0][0], start), end)
        if centre - start > most // 2:
            start, before = _word_start(text.text, centre - most // 2, centre), "… "
        if end - start > most:
            end, after = _word_end(text.text, start + most, centre), " …"
    tags = [Tag(a, b, 1, "<mark>", "</mark>") for a, b in spans]
    return before + weave(text.text, start, end, tags) + after


def excerpt(text: Text, sentence: int, spans: Sequence[tuple[int, int]], *, most: int = 700) -> str:
    """The words of a quotation, its parts divided by " … " or, where they are paragraphs, by line breaks.

    A fragment of a few words says little alone: it is marked in its sentence.
    """
    if sum(end - start for start, end in spans) < FRAGMENT_LENGTH:
        return passage(text, sentence, spans)
    pieces: list[str] = []
    left = most
    for number, (start, end) in enumerate(spans):
        if number:
            between = text.text[spans[number - 1][1] : start]
            pieces.append("<br>" if "\n\n" in between or not between.strip() else " … ")
        stop = min(end, start + left)
        pieces.append(lines(text.text[start:stop]) + (" …" if stop < end else ""))
        left -= stop - start
        if left <= 0:
            break
    return "".join(pieces)


def _word_start(text: str, at: int, limit: int) -> int:
    found = text.find(" ", at, limit)
    return found + 1 if found >= 0 else at


def _word_end(text: str, at: int, limit: int) -> int:
    found = text.rfind(" ", limit, at)
    return found if found >= 0 else at
