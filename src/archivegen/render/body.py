"""The blocks of an article as HTML: embeds and statements as what they are, every sentence with its id. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from archivegen import sheets, urls
from archivegen.article_views import ArticleView
from archivegen.model import (
    Article,
    Block,
    Embed,
    Figure,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Preformatted,
    Quotation,
    Statement,
    Table,
    Text,
    TextBlock,
)
from archivegen.render import figures, outward
from archivegen.render.weave import LABEL, Reach, Sentence, Tag, escape, weave
from archivegen.words import direction

_QUOTE, _LINK, _NAME = 1, 2, 9
_MARK_TAGS = {"em": (3, "em"), "strong": (4, "strong"), "del": (5, "del"), "code": (6, "code")}
_SET_OFF = frozenset(("label", "statement", "post"))
"""Quotations that need no mark in the text: a term in quotation marks, and what is a block of its own."""
FAR = 1_500
"""Characters, about a screen: so far on in one block a name is a link once more, for those who came to that very sentence."""
PART = 40_000
"""Characters: so large is each part, about, of a text that is laid out in parts."""
_NO_MARKS: tuple[Reach, tuple[list[int], list[int]]] = Reach(()), ([], [])


class _Placed(NamedTuple):
    """A paragraph: where its words stand, and its author's marks."""

    start: int
    end: int
    marks: Sequence[Mark]


class Body:
    """Renders one article's text. Holds the spans over it, in order, for look-up."""

    def __init__(
        self, article: Article, text: Text, view: ArticleView, href: Callable[[str], str], *, label: str = LABEL
    ) -> None:
        """*label*: what the link of a sentence to itself is called."""
        self.article, self.text, self.view, self.href = article, text.text, view, href
        front = 0  # blocks of the text that stand in the header come first
        while front < len(text.blocks) and text.blocks[front].block < 0:
            front += 1
        self._front = {block.kind: block for block in text.blocks[:front]}
        self._places = text.blocks[front:]
        self._sentence_starts = [sentence.start for sentence in text.sentences]
        self._sentence_ends = [sentence.end for sentence in text.sentences]
        self._ids = sheets.ids_of(text.sentence_ids)
        self._label = escape(label)
        self._older = _older_ids(text, view.anchors) if view.anchors else {}
        self._mentions = view.mentions
        self._mention_starts = [mention[0] for mention in self._mentions]
        self._openings: dict[int, str] = {}
        self._quotes = _quote_tags(view)
        self._quote_starts, self._quote_ends = [tag.start for tag in self._quotes], [tag.end for tag in self._quotes]
        self._media = {medium.ref: medium for medium in view.media}
        self._inside = {**{medium.ref: medium.path for medium in view.media}, **dict(view.links)}
        self._linked: dict[int, int] = {}
        """By name: where it was a link last."""
        self._marks, self._closed = _NO_MARKS
        self._has_rtl = sheets.has_right_to_left(self.text)
        self._here = f'" aria-label="{self._label}"></a></span>'
        """What ends the link of a sentence to itself, and the sentence."""
        self._plain = sheets.sentences(self.text, self._ids, self._sentence_starts, self._sentence_ends, self._here)
        """Each sentence as weave makes it where it has nothing but its id."""
        self._gaps = sheets.gaps_of(self.text, self._sentence_starts, self._sentence_ends)
        self._level = 1
        self.has_tables = False

    # ------------------------------------------------------------ parts that stand in the header

    def front(self, kind: str) -> str:
        """The headline ("title") or "dek", its sentences with their ids; "" if the text has none."""
        block = self._front.get(kind)  # type: ignore[call-overload]
        if block is None:
            return ""
        return self._line(block.start, block.end)

    def evidence(self, words: str) -> str:
        """The fragment of the sentence that holds *words*; "" if none does."""
        at = self.text.find(words) if words else -1
        if at < 0:
            return ""
        number = bisect_left(self._sentence_ends, at + 1)
        return f"#s-{self._id(number)}" if number < len(self._sentence_ends) else ""

    def fragment(self, kind: str) -> str:
        """The fragment of the headline ("title") or "dek"; "" if the text has none."""
        block = self._front.get(kind)  # type: ignore[call-overload]
        number = bisect_left(self._sentence_ends, block.start + 1) if block is not None else len(self._sentence_ends)
        return f"#s-{self._id(number)}" if number < len(self._sentence_ends) else ""

    def in_headline(self) -> frozenset[int]:
        """Indexes of the view's names that stand in the headline."""
        block = self._front.get("title")
        end = block.end if block is not None else 0
        return frozenset(name for start, _, name in self._mentions[: bisect_left(self._mention_starts, end)])

    # ------------------------------------------------------------ the blocks

    @cached_property
    def _text_blocks(self) -> dict[int, TextBlock]:
        """By the number of the block."""
        return {place.block: place for place in self._places}

    def blocks(self) -> str:
        return "\n".join(self._made(self.article.blocks, 0))

    def parts(self) -> list[tuple[str, str]]:
        """(opening words, HTML) of each part of a text that is too long to be laid out at once; [] where it is not."""
        if len(self.text) < sheets.LONG:
            return []
        found, first, blocks = [], 0, self.article.blocks
        size = 0
        for number, block in enumerate(blocks, 1):
            size += len(block.text)
            if size >= PART or number == len(blocks):
                opening = next((" ".join(one.text[:400].split()) for one in blocks[first:number] if one.text), "")
                found.append((opening, "\n".join(self._made(blocks[first:number], first))))
                first, size = number, 0
        return found

    def _made(self, blocks: Sequence[Block], first: int) -> list[str]:
        made = []
        run: list[_Placed] = []
        for number, block in enumerate(blocks, first):
            place = self._text_blocks.get(number)
            if type(block) is Paragraph and place is not None:  # most are
                run.append(_Placed(place.start, place.end, block.marks))
                continue
            if run:
                made.append(self._run(run))
                run = []
            html = self._block(number, block)
            if html:
                made.append(html)
        if run:
            made.append(self._run(run))
        return made

    def _run(self, run: Sequence[_Placed]) -> str:
        """Paragraphs that follow one another: all in one go, if they are nothing but sentences."""
        if not (self._older or self._has_rtl):
            made = self._whole(run[0].start, run[-1].end, self._tags_of(run), len(run) - 1)
            if made is not None:
                return f"<p>{made}</p>"
        return "\n".join([self._paragraph(one) for one in run])

    def _whole(self, start: int, end: int, tags: Sequence[Tag], breaks: int = 0) -> str | None:
        """What weave makes of the text from *start* to *end*, if it is sentences with blanks and so many *breaks* between."""
        starts, ends = self._sentence_starts, self._sentence_ends
        first = bisect_left(ends, start + 1)
        last = bisect_left(starts, end, first)
        gaps = self._gaps[first : last - 1]
        if first == last or starts[first] != start or ends[last - 1] != end:
            return None
        if gaps.count(" ") + breaks < len(gaps) or (breaks and gaps.count("\n\n") != breaks):
            return None
        pieces = [" "] * (2 * len(gaps) + 1)
        pieces[::2] = self._plain[first:last]
        if breaks:
            pieces[1::2] = ["</p>\n<p>" if gap == "\n\n" else gap for gap in gaps]
        for number, inside in self._by_sentence(tags, first, last).items() if tags else ():
            id_ = self._ids[number]
            inner = weave(self.text, starts[number], ends[number], inside)
            pieces[2 * (number - first)] = f'<span id="s-{id_}">{inner}<a href="#s-{id_}{self._here}'
        return "".join(pieces)

    def _tags_of(self, run: Sequence[_Placed]) -> list[Tag]:
        """All that stands over the words of *run*, in order."""
        tags: list[Tag] = []
        for one in run:
            marks = self._mark_tags(one.marks, one.start) if one.marks else ()
            self._closed = _closed(marks) if marks else _NO_MARKS[1]
            self._linked.clear()
            tags += marks
            if self._mentions:
                self._add_mentions(tags, one.start, one.end)
        if self._quotes:
            tags += self._quotes_in(run[0].start, run[-1].end)
        tags.sort()
        return tags

    def _by_sentence(self, tags: Sequence[Tag], first: int, last: int) -> dict[int, list[Tag]]:
        """Those that reach into each sentence from *first* to before *last*; where none does, it has no entry."""
        starts, ends = self._sentence_starts, self._sentence_ends
        found: dict[int, list[Tag]] = {}
        at = first
        for tag in tags:
            while at < last and ends[at] <= tag.start:
                at += 1
            number = at
            while number < last and starts[number] < tag.end:
                found.setdefault(number, []).append(tag)
                number += 1
        return found

    def _paragraph(self, one: _Placed) -> str:
        self._linked.clear()
        tags = self._mark_tags(one.marks, one.start)
        self._marks, self._closed = Reach(tags), _closed(tags)
        return f"<p{self._dir(one.start, one.end)}>{self._inline(one.start, one.end)}</p>"

    def _block(self, number: int, block: Block) -> str:
        place = self._text_blocks.get(number)
        start, end = (place.start, place.end) if place else (0, 0)
        self._linked.clear()
        tags: Sequence[Tag] = ()
        if block.marks or type(block) is Figure:
            tags = self._mark_tags(block.marks, start)
            if type(block) is Figure and block.credit:
                tags = self._with_credit(tags, block.credit, start, end)
            self._marks, self._closed = Reach(tags), _closed(tags)
        else:
            self._marks, self._closed = _NO_MARKS
        match block:
            case Figure():
                return self._figure(block, start, end)
            case _ if place is None:
                return ""
            case Heading():
                self._level = min(max(block.level, 2), self._level + 1, 6)
                inner = self._line(start, end, tags)
                if block.time or block.at or block.author:
                    return self._entry(block, inner, start, end)
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
            case _:  # a paragraph without words has no place
                return ""

    def _entry(self, block: Heading, inner: str, start: int, end: int) -> str:
        """The head of an entry of a live blog: its time, which leads to it, its headline, its writer."""
        name, when, who = f"h{self._level}", "", ""
        if block.text == block.time:  # it has no headline
            inner = time_element(block.at, inner)
        elif block.time or block.at:
            number = bisect_left(self._sentence_ends, start + 1)
            said = time_element(block.at, escape(block.time or block.at[:10]))
            when = f'<p class="when" dir="auto"><a href="#s-{self._id(number)}">{said}</a></p>\n'
        if block.author and block.author != block.text:
            who = f'\n<p class="by" dir="auto">{escape(block.author)}</p>'
        return f'<div class="entry">{when}<{name}{self._dir(start, end)}>{inner}</{name}>{who}</div>'

    def _figure(self, block: Figure, start: int, end: int) -> str:
        medium = self._media.get(block.src)
        picture = f"{figures.picture(block, medium, self.href)}\n" if medium else ""
        if end > start:
            inner = self._inline(start, end)
            if block.credit and block.credit not in self.text[start:end]:
                inner += f" {figures.credit_line(block.credit)}"
            return f"<figure>{picture}<figcaption{self._dir(start, end)}>{inner}</figcaption></figure>"
        credit = f"<figcaption>{figures.credit_line(block.credit)}</figcaption>" if block.credit else ""
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
            attribution += f" {outward.link(address)}{escape(outward.host(address))}</a>"
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
        self.has_tables = True
        return f'<div class="scroll" tabindex="0" role="group" aria-labelledby="t">{table}</div>'

    def _paragraphs(self, start: int, end: int) -> str:
        spans = [(a, b) for a, b in self._lines(start, end) if b > a]
        return "\n".join(f"<p{self._dir(a, b)}>{self._inline(a, b)}</p>" for a, b in spans)

    def _lines(self, start: int, end: int) -> list[tuple[int, int]]:
        edges = [start - 1, *(n for n in _line_ends(self.text, start, end)), end]
        return [(left + 1, right) for left, right in pairwise(edges)]

    # ------------------------------------------------------------ inside a line

    def _inline(self, start: int, end: int) -> str:
        """A line of the block, or a part of one, in order. A name is a link where it was none for a while."""
        tags = self._marks.into(start, end)
        if self._mentions:
            self._add_mentions(tags, start, end)
        if self._quotes:
            tags += self._quotes_in(start, end)
        tags.sort()
        return self._line(start, end, tags)

    def _quotes_in(self, start: int, end: int) -> list[Tag]:
        first = bisect_left(self._quote_ends, start + 1)
        return self._quotes[first : bisect_left(self._quote_starts, end, first)]

    def _add_mentions(self, tags: list[Tag], start: int, end: int) -> None:
        linked, closed = self._linked, self._closed
        first = bisect_left(self._mention_starts, start)
        for begin, stop, name in self._mentions[first : bisect_left(self._mention_starts, end, first)]:
            last = linked.get(name, -FAR)
            if begin - last >= FAR and stop <= end and not (closed[0] and _meets(closed, begin, stop)):
                linked[name] = begin
                opening = self._openings.get(name)
                if opening is None:
                    opening = self._openings[name] = f'<a href="{self.href(self.view.names[name].path)}">'
                tags.append(Tag(begin, stop, _NAME, opening, "</a>"))

    def _line(self, start: int, end: int, tags: Sequence[Tag] = ()) -> str:
        made = self._whole(start, end, tags) if not self._older else None  # as most are
        if made is not None:
            return made
        return weave(self.text, start, end, tags, self._sentences_in(start, end), label=self._label)

    def _mark_tags(self, marks: Sequence[Mark], base: int) -> list[Tag]:
        """Author's marks as tags. Marks of one kind never overlap: a link within a link loses what the first one has."""
        ends: dict[str, int] = {}
        tags = []
        for mark in sorted(marks):
            start = max(mark.start, ends.get(mark.kind, 0))
            if start >= mark.end:
                continue
            ends[mark.kind] = mark.end
            if mark.kind == "link":
                opening = self._opening(mark.href)
                if opening and not self.text[base + start : base + mark.end].isspace():
                    tags.append(Tag(base + start, base + mark.end, _LINK, opening, "</a>"))
            else:
                rank, name = _MARK_TAGS[mark.kind]
                tags.append(Tag(base + start, base + mark.end, rank, f"<{name}>", f"</{name}>"))
        return tags

    def _with_credit(self, tags: list[Tag], credit: str, start: int, end: int) -> list[Tag]:
        """*tags*, and one around the credit where the caption ends with it as printed."""
        at = self.text.rfind(credit, start, end)
        if at >= 0:
            tags.append(Tag(at, at + len(credit), 0, figures.CREDIT, "</span>"))
            tags.sort()
        return tags

    def _opening(self, href: str) -> str:
        """The opening tag of an author's link: to the site's own page or copy where it has one; "" where nobody may follow it."""
        inside = self._inside.get(href)
        if inside:
            return f'<a href="{escape(self.href(inside))}">'
        address = outward.address(href, self.article.url)
        return outward.link(address) if address else ""

    def _sentences_in(self, start: int, end: int) -> list[Sentence]:
        number = bisect_left(self._sentence_ends, start + 1)
        found = []
        while number < len(self._sentence_starts) and self._sentence_starts[number] < end:
            own = self._id(number)
            older = self._older.get(own)
            place = self._sentence_starts[number], self._sentence_ends[number]
            found.append(Sentence(*place, (own, *older)) if older else Sentence(*place, (own,), self._plain[number]))
            number += 1
        return found

    def _id(self, number: int) -> str:
        return self._ids[number]

    def _dir(self, start: int, end: int) -> str:
        """What a paragraph needs whose script may not run the way the page does."""
        return ' dir="auto"' if self._has_rtl and sheets.RIGHT_TO_LEFT.search(self.text, start, end) else ""


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


def _older_ids(text: Text, anchors: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The ids that a sentence answers to beside its own; one that another sentence has now stays with that."""
    older: dict[str, list[str]] = {}
    known = {text.sentence_id(number) for number in range(len(text.sentences))}
    for own, old in anchors:
        if old not in known:
            known.add(old)
            older.setdefault(own, []).append(old)
    return older


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


_FOR_MACHINES = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?")


def time_element(at: str, inner: str) -> str:
    """*inner* as a time; where machines could not read *at*, it is only words."""
    return f'<time datetime="{at}">{inner}</time>' if _FOR_MACHINES.fullmatch(at) else inner
