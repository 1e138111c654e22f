"""Weave text and the spans over it into HTML: sentences, quotations, marks, links. Pure; nested, everything escaped.

The text content of what comes out is the text that went in, character by character.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple


class Tag(NamedTuple):
    """An element over text[start:end]. Of two that overlap, the one of lower rank is outside and the other is cut."""

    start: int
    end: int
    rank: int
    opening: str
    closing: str


class Sentence(NamedTuple):
    """A sentence and the ids that it answers to; the first is its own."""

    start: int
    end: int
    ids: tuple[str, ...]
    plain: str = ""
    """What is made of it where no tag reaches into it, if that is known."""


LABEL = "Permalink"
"""What the link of a sentence to itself is called."""


def permalink(sentence_id: str, label: str = LABEL) -> str:
    """The link of a sentence to itself; *label* is HTML."""
    return f'<a href="#s-{sentence_id}" aria-label="{label}"></a>'


def escape(text: str) -> str:
    """*text* as HTML text; also safe within a double-quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def lines(text: str) -> str:
    """*text* as HTML text; its line ends become line breaks."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", "<br>\n") if "\n" in text else text


def weave(
    text: str, start: int, end: int, tags: Sequence[Tag], sentences: Sequence[Sentence] = (), *, label: str = LABEL
) -> str:
    """text[start:end] as inline HTML, each of *sentences* an element with its id, *tags* inside them.

    *label*: HTML, of their permalinks. Tags and sentences ascend by start; sentences do not overlap. What reaches over an
    edge is cut. O(length + tags).
    """
    if not sentences:
        return _nested(text, start, end, tags)
    out: list[str] = []
    at = start
    reach = Reach(tags)
    for sentence in sentences:
        begin, stop = max(sentence.start, at), min(sentence.end, end)
        if begin >= stop:
            continue
        if begin > at:
            # most often a blank stands between them, which needs no element (and must not be a link by itself)
            out.append(" " if begin == at + 1 and text[at] == " " else _between(text, at, begin, reach))
        inside = reach.into(begin, stop)
        if sentence.plain and not inside and begin == sentence.start and stop == sentence.end:
            out.append(sentence.plain)
            at = stop
            continue
        inner = _nested(text, begin, stop, inside) if inside else lines(text[begin:stop])
        if begin > sentence.start:  # it began in an earlier piece (a cell of a table), which has its id
            out.append(inner)
        else:
            own = sentence.ids[0]
            others = sentence.ids[1:]
            old = "".join(f'<span id="s-{other}"></span>' for other in others) if others else ""
            out.append(f'<span id="s-{own}">{old}{inner}{permalink(own, label)}</span>')
        at = stop
    if at < end:
        out.append(_between(text, at, end, reach))
    return "".join(out)


def _between(text: str, start: int, end: int, reach: Reach) -> str:
    """What stands between sentences."""
    tags = reach.into(start, end)
    return lines(text[start:end]) if text[start:end].isspace() else _nested(text, start, end, tags)


class Reach:
    """Hands out the tags that reach into one stretch of text after the other, each looked at once."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self._tags, self._next = tags, 0
        self._carried: list[Tag] = []

    def into(self, begin: int, stop: int) -> list[Tag]:
        tags = self._tags
        if not self._carried and (self._next == len(tags) or tags[self._next].start >= stop):
            return []
        within = [tag for tag in self._carried if tag.end > begin]
        while self._next < len(tags) and tags[self._next].start < stop:
            if tags[self._next].end > begin:
                within.append(tags[self._next])
            self._next += 1
        self._carried = [tag for tag in within if tag.end > stop]
        return within


def _nested(text: str, start: int, end: int, tags: Sequence[Tag]) -> str:
    """text[start:end] with *tags* cut to it; where one begins or ends, those inside it are closed and opened again."""
    if not tags:
        return lines(text[start:end])
    flat: list[str] = []
    at = start
    for begin, stop, _, opening, closing in tags:  # most often they stand one after another
        if begin < at or stop > end or stop <= begin:
            return _crossing(text, start, end, tags)
        flat += (text[at:begin], opening, text[begin:stop], closing)
        at = stop
    flat.append(text[at:end])
    words = text[start:end]
    if "&" in words or "<" in words or ">" in words or "\n" in words:
        flat[::2] = map(lines, flat[::2])
    return "".join(flat)


def _crossing(text: str, start: int, end: int, tags: Sequence[Tag]) -> str:
    opens: dict[int, list[Tag]] = {}
    cuts = {end}
    for tag in tags:
        if tag.start >= end:
            break
        begin, stop = max(tag.start, start), min(tag.end, end)
        if begin < stop:
            opens.setdefault(begin, []).append(tag)
            cuts.add(begin)
            cuts.add(stop)
    if not opens:
        return lines(text[start:end])
    out: list[str] = []
    active: list[Tag] = []
    before = start
    for at in sorted(cuts):
        out.append(lines(text[before:at]))
        before = at
        wanted = [tag for tag in active if tag.end > at] if at < end else []
        if at in opens:
            wanted = sorted(wanted + opens[at], key=itemgetter(2))
        kept = 0
        while kept < len(wanted) and kept < len(active) and wanted[kept] is active[kept]:
            kept += 1
        out += [tag.closing for tag in reversed(active[kept:])]
        out += [tag.opening for tag in wanted[kept:]]
        active = wanted
    return "".join(out)
