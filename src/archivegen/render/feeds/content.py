"""What the items of feeds say, as HTML that stands alone: absolute links, no ids, nothing active. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from archivegen import urls
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
)
from archivegen.render.weave import Tag, escape, lines, weave

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SUMMARY_LENGTH = 300


def clean(text: str) -> str:
    """*text* without the characters that XML forbids or advises against."""
    return _FORBIDDEN.sub("", text) if _FORBIDDEN.search(text) else text


class Base(NamedTuple):
    """Where the links of an item start."""

    page: str
    """The full address of the article's page."""
    inside: Mapping[str, str] = {}
    """The full address on the site by what the article writes: pictures, documents, other articles."""


def full(article: Article, base: Base) -> str:
    """The whole of *article* as HTML; "" if it has no text. Pictures that the site has no copy of are left out."""
    pieces = [f"<p><em>{lines(article.dek)}</em></p>"] if article.dek else []
    pieces.extend(_block(block, base) for block in article.blocks)
    return clean("\n".join(pieces))


def summary(article: Article) -> str:
    """The dek, else the start of the first paragraph, else the title: plain text."""
    if article.dek:
        return article.dek
    for block in article.blocks:
        if not isinstance(block, (Heading, Figure, Embed)) and block.text.strip():
            return _cut(" ".join(block.text[: _SUMMARY_LENGTH * 2].split()))
    return article.title


def _cut(text: str) -> str:
    if len(text) <= _SUMMARY_LENGTH:
        return text
    return (text[:_SUMMARY_LENGTH].rpartition(" ")[0] or text[:_SUMMARY_LENGTH]).rstrip(",;: ") + " …"


def sentences(text: Text, numbers: Iterable[int], page: str) -> str:
    """Sentences of *text* as HTML, each a link to itself in the article at *page* (escaped for an attribute)."""
    pieces = []
    for number in numbers:
        span = text.sentences[number]
        words = lines(text.text[span.start : span.end])
        pieces.append(f'<p><a href="{page}#s-{text.sentence_id(number)}">{words}</a></p>\n')
    return clean("".join(pieces))


# ---------------------------------------------------------------- blocks


def _block(block: Block, base: Base) -> str:
    match block:
        case Paragraph():  # as most are: what stands first is found first
            return f"<p>{_inline(block, base)}</p>"
        case Heading():
            level = min(max(block.level, 2), 6)
            when = f"<p>{escape(block.time)}</p>" if block.time and block.time != block.text else ""
            who = f"<p>{escape(block.author)}</p>" if block.author and block.author != block.text else ""
            return f"{when}<h{level}>{_inline(block, base)}</h{level}>{who}"
        case Quotation() | Statement():
            return f"<blockquote>{_paragraphs(block, base)}</blockquote>"
        case Embed():
            return f"<blockquote>{_paragraphs(block, base)}{_origin(block)}</blockquote>"
        case Listing():
            return _list(block, base)
        case Figure():
            return _figure(block, base)
        case Table():
            return _table(block, base)
        case Preformatted():
            return f"<pre>{escape(block.text)}</pre>"


def _paragraphs(block: Block, base: Base) -> str:
    return "".join(f"<p>{line}</p>" for line in _lines(block, base) if line)


def _origin(embed: Embed) -> str:
    href = escape(_href(embed.url, Base(""))) if embed.url else ""
    return f'<p><a href="{href}">{href}</a></p>' if href else ""


def _figure(figure: Figure, base: Base) -> str:
    src = base.inside.get(figure.src, "")
    image = f'<img src="{escape(src)}" alt="{escape(figure.alt)}">' if src else ""
    caption = _inline(figure, base)
    if not caption:
        return f"<figure>{image}</figure>" if image else ""
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def _list(listing: Listing, base: Base) -> str:
    name = "ol" if listing.ordered else "ul"
    pieces: list[str] = []
    depth = -1
    for number, line in enumerate(_lines(listing, base)):
        # an item can only be one deeper than the one before
        wanted = min(listing.depths[number] if number < len(listing.depths) else 0, depth + 1)
        opening = f'<ol start="{listing.start}">' if listing.start != 1 and depth < 0 else f"<{name}>"
        pieces.append(opening if wanted > depth else "</li>" + f"</{name}></li>" * (depth - wanted))
        pieces.append(f"<li>{line}")
        depth = wanted
    return "".join(pieces) + f"</li></{name}>" * (depth + 1)


def _table(table: Table, base: Base) -> str:
    tags = _tags(table.marks, base)
    pieces = []
    start = 0
    for row in table.text.split("\n"):
        name = "th" if table.header and not start else "td"
        end = start + len(row)
        own = [tag for tag in tags if tag.start < end and tag.end > start]
        cells = _woven(table.text, start, end, "\t", own)
        pieces.append("<tr>" + "".join(f"<{name}>{cell}</{name}>" for cell in cells) + "</tr>")
        start = end + 1
    return f"<table>{''.join(pieces)}</table>"


# ---------------------------------------------------------------- words


def _inline(block: Block, base: Base) -> str:
    return weave(block.text, 0, len(block.text), _tags(block.marks, base)) if block.marks else lines(block.text)


def _lines(block: Block, base: Base) -> Iterator[str]:
    return _woven(block.text, 0, len(block.text), "\n", _tags(block.marks, base))


def _woven(text: str, start: int, end: int, separator: str, tags: Sequence[Tag]) -> Iterator[str]:
    """The HTML of each piece of text[start:end] between separators."""
    first = 0
    while start <= end:
        stop = text.find(separator, start, end)
        stop = end if stop < 0 else stop
        while first < len(tags) and tags[first].end <= start:
            first += 1
        yield weave(text, start, stop, tags[first:] if first else tags)
        start = stop + len(separator)


def _tags(marks: tuple[Mark, ...], base: Base) -> list[Tag]:
    found = []
    links_end = 0
    for mark in sorted(marks):
        if mark.kind != "link":
            name = mark.kind
            found.append(Tag(mark.start, mark.end, _RANK_BY_MARK[name], f"<{name}>", f"</{name}>"))
        elif mark.start >= links_end and (href := _href(mark.href, base)):
            links_end = mark.end  # a link within a link is none
            found.append(Tag(mark.start, mark.end, 0, f'<a href="{escape(href)}">', "</a>"))
    return found


_RANK_BY_MARK = {"strong": 1, "em": 2, "del": 3, "code": 4}


def _href(href: str, base: Base) -> str:
    """*href* as a full http(s) or mailto address; "" if it is none that a feed should carry."""
    if href in base.inside:
        return base.inside[href]
    safe = urls.safe_href(href)
    if not safe:
        return ""
    try:
        joined = urljoin(base.page, safe)
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://", "mailto:")) else ""
