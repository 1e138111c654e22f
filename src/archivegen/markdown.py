"""A Markdown body → blocks. Raw HTML is text here: no story can inject markup. Pure.

Paragraphs that hold no Markdown at all take a fast path, which gives what the parser would give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from archivegen import markdown_plain
from archivegen.model import (
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
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CONTAINERS = ("caption", "statement", "embed", "entry")
MAX_MARKERS = 2000
"""A chunk with more marker characters than this is taken as plain text: crafted runs of them cost a parser minutes."""

_FENCE = re.compile(r" {0,3}(:{3,}|`{3,}|~{3,})")
_MARKERS = re.compile(r"[\\`*_\[\]<>!~|]")
_BLANK_LINES = re.compile(r"(\n(?:[ \t]*\n)+)")
_ATTRIBUTE = re.compile(r'([a-z]+)="((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")


def blocks_of(body: str) -> tuple[Block, ...]:
    """The blocks of *body* in order. Linear in its length, but for what lies between two plain paragraphs."""
    plain = markdown_plain.paragraphs(body)
    if plain is not None:
        return plain
    if "]:" in body:  # a link definition reaches every other paragraph
        return tuple(_parse(body)) if len(_MARKERS.findall(body)) <= MAX_MARKERS * 5 else tuple(_plainly(body))
    blocks: list[Block] = []
    waiting: list[str] = []
    fence = ""
    markers = markdown_plain.markers_in(body)
    pieces = [*_pieces(body.lstrip("\n").removesuffix("\n")), "", ""]
    for chunk, gap, following in zip(pieces[:-1:2], pieces[1::2], pieces[2::2], strict=True):
        block = None if fence else markdown_plain.block(chunk, following, is_first=not waiting, markers=markers)
        if block is None and not fence and _is_bomb(chunk):
            block = Paragraph(" ".join(chunk.split()))
        if block is None:
            waiting += (chunk, gap)
            fence = _fence_after(chunk, fence)
            continue
        if waiting:
            blocks.extend(_parse("".join(waiting)))
            waiting.clear()
        blocks.append(block)
    if waiting:
        blocks.extend(_parse("".join(waiting)))
    return tuple(blocks)


def _pieces(body: str) -> list[str]:
    """The chunks of *body* and the blank lines between them, in turn."""
    lines = body.split("\n")
    chunks = lines[::2]
    if len(lines) % 2 == 0 or any(lines[1::2]) or not all(chunks) or any(chunk[0] in " \t" for chunk in chunks):
        return _BLANK_LINES.split(body)
    lines[1::2] = ["\n\n"] * (len(chunks) - 1)  # one line each, one blank line between them: as programs write it
    return lines


def _is_bomb(chunk: str) -> bool:
    return len(chunk) > MAX_MARKERS and len(_MARKERS.findall(chunk)) > MAX_MARKERS


def _fence_after(chunk: str, fence: str) -> str:
    """The fence that is open after *chunk*, if *fence* was open before it."""
    for line in chunk.split("\n"):
        match = _FENCE.match(line)
        if match is None:
            continue
        if not fence:
            fence = match[1]
        elif match[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
    return fence


def _plainly(body: str) -> Iterator[Block]:
    for chunk in _BLANK_LINES.split(body)[::2]:
        text = " ".join(chunk.split())
        if text:
            yield Paragraph(text)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # late: plain articles never need it
    from mdit_py_plugins.container import container_plugin

    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    for name in CONTAINERS:
        parser.use(container_plugin, name)
    return parser


def _parse(body: str) -> Iterator[Block]:
    # the rule of containers looks at the first character of each line, also of an empty one at the very end
    return _Walk(_parser().parse(f"{body}\n")).blocks()


class _Inline:
    """The text and marks of one inline token."""

    def __init__(self, token: Token) -> None:
        self.images: list[Figure] = []
        self.marks: list[Mark] = []
        self.parts: list[str] = []
        self.length = 0
        opened: list[tuple[str, int, str]] = []
        for child in token.children or ():
            kind = child.type
            if kind in ("text", "text_special", "html_inline"):
                self._add(child.content)
            elif kind == "softbreak":
                self._add(" ")
            elif kind == "hardbreak":
                self._add("\n")
            elif kind == "code_inline":
                start = self.length
                self._add(child.content)
                self._mark(start, "code", "")
            elif kind == "image":
                attributes = child.attrs
                self.images.append(
                    Figure(text=str(attributes.get("title", "")), src=str(attributes.get("src", "")), alt=_alt(child))
                )
            elif child.nesting == 1:
                opened.append((kind, self.length, str(child.attrs.get("href", ""))))
            elif child.nesting == -1 and opened:
                name, start, href = opened.pop()
                self._mark(start, _MARK_BY_TOKEN[name], href)
        raw = "".join(self.parts)
        self.text = raw.strip()
        lead = len(raw) - len(raw.lstrip())
        size = len(self.text)
        self.marks = sorted(
            Mark(max(0, m.start - lead), min(size, m.end - lead), m.kind, m.href)
            for m in self.marks
            if m.start - lead < size and m.end > lead
        )

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _mark(self, start: int, kind: str, href: str) -> None:
        if start < self.length:
            self.marks.append(Mark(start, self.length, kind, href))  # type: ignore[arg-type]


def _alt(image: Token) -> str:
    """The alternative text of *image* as it reads, without its marks."""
    parts = (
        _alt(token) if token.type == "image" else " " if token.type.endswith("break") else token.content
        for token in image.children or ()
    )
    return "".join(parts).strip()


_MARK_BY_TOKEN = {"link_open": "link", "em_open": "em", "strong_open": "strong", "s_open": "del"}


class _Lines:
    """Inlines gathered as the lines of one block."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.marks: list[Mark] = []
        self.images: list[Figure] = []
        self.depths: list[int] = []
        self.at = 0

    def add(self, inline: _Inline, depth: int = 0, *, separator: str = "\n") -> None:
        self.images += inline.images
        if not inline.text:
            return
        text = inline.text.replace("\n", " ") if separator == "\t" else inline.text
        if self.texts:
            self.texts.append(separator)
            self.at += len(separator)
        self.marks += [Mark(m.start + self.at, m.end + self.at, m.kind, m.href) for m in inline.marks]
        self.texts.append(text)
        self.at += len(text)
        self.depths.extend([depth] * (1 + text.count("\n")))

    @property
    def text(self) -> str:
        return "".join(self.texts)


class _Walk:
    """From parser tokens to blocks."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            kind = token.type
            self.at += 1
            if kind == "paragraph_open":
                yield from self._paragraph()
            elif kind == "heading_open":
                inline = _Inline(self.tokens[self.at])
                self.at += 2
                if inline.text:
                    yield Heading(inline.text.replace("\n", " "), max(2, int(token.tag[1:])), tuple(inline.marks))
                yield from inline.images
            elif kind in ("fence", "code_block"):
                text = token.content.rstrip()
                if text.strip():
                    yield Preformatted(text)
            elif kind == "table_open":
                yield from self._table()
            elif kind in ("bullet_list_open", "ordered_list_open"):
                yield from self._list(token)
            elif kind == "blockquote_open":
                lines = self._gather("blockquote_close")
                if lines.text:
                    yield Quotation(lines.text, tuple(lines.marks))
                yield from lines.images
            elif kind.startswith("container_") and kind.endswith("_open"):
                yield from self._container(kind[len("container_") : -len("_open")], token.info)

    def _paragraph(self) -> Iterator[Block]:
        inline = _Inline(self.tokens[self.at])
        self.at += 2
        if inline.text:
            yield Paragraph(inline.text, tuple(inline.marks))
        yield from inline.images

    def _gather(self, end: str) -> _Lines:
        """All inlines up to the token *end* that closes what was just opened, each a line."""
        lines = _Lines()
        start = end.replace("_close", "_open")
        depth = 1
        while depth and self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            depth += (token.type == start) - (token.type == end)
            if token.type == "inline":
                lines.add(_Inline(token))
            elif token.type in ("fence", "code_block") and token.content.strip():
                literal = token.content.rstrip()
                lines.texts += ["\n", literal] if lines.texts else [literal]
                lines.at = len(lines.text)
        return lines

    def _list(self, opening: Token) -> Iterator[Block]:
        lines = _Lines()
        depth = 0
        first = False
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type in ("bullet_list_open", "ordered_list_open"):
                depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                if depth == 0:
                    break
                depth -= 1
            elif token.type == "list_item_open":
                first = True
            elif token.type == "inline":
                inline = _Inline(token)
                inline.text = inline.text.replace("\n", " ")
                # a second paragraph of an item belongs to its line: an item is one line
                lines.add(inline, depth, separator="\n" if first else " ")
                first = first and not inline.text
            elif token.type in ("fence", "code_block"):
                code = " ".join(token.content.split())
                lines.texts += ["\n" if first else " ", code] if lines.texts else [code]
                lines.at = len(lines.text)
        count = lines.text.count("\n") + 1
        depths = tuple(lines.depths[:count]) if any(lines.depths) else ()
        if lines.text:
            start = int(opening.attrs.get("start", 1))
            yield Listing(lines.text, opening.type.startswith("ordered"), depths, tuple(lines.marks), start)
        yield from lines.images

    def _table(self) -> Iterator[Block]:
        rows: list[list[str]] = []
        marks: list[Mark] = []
        at = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                at += bool(rows)
                rows.append([])
            elif token.type == "inline":
                inline = _Inline(token)
                cell = inline.text.replace("\n", " ").replace("\t", " ")
                at += bool(rows[-1])
                marks += [Mark(m.start + at, m.end + at, m.kind, m.href) for m in inline.marks]
                at += len(cell)
                rows[-1].append(cell)
        header = any(rows[0]) if rows else False
        text = "\n".join("\t".join(row) for row in rows)
        if not header:
            cut = text.find("\n") + 1
            text = text[cut:] if cut else ""
            marks = [Mark(m.start - cut, m.end - cut, m.kind, m.href) for m in marks]
        if text.strip():
            yield Table(text, header, tuple(marks))

    def _entry(self, attributes: Mapping[str, str]) -> Iterator[Block]:
        """The head of an entry of a live blog; what else a person put into the container follows it."""
        start, depth = self.at, 1
        while depth and self.at < len(self.tokens):
            kind = self.tokens[self.at].type
            depth += (kind == "container_entry_open") - (kind == "container_entry_close")
            self.at += 1
        inside = [*_Walk(self.tokens[start : self.at - (not depth)]).blocks()]
        time, at, author = (attributes.get(name, "") for name in ("time", "at", "author"))
        head = inside[0] if inside else None
        if isinstance(head, Heading):
            yield Heading(head.text, head.level, head.marks, time, at, author)
            del inside[0]
        elif text := time or at or author:
            yield Heading(text, time=time, at=at, author=author)
        yield from inside

    def _container(self, name: str, info: str) -> Iterator[Block]:
        attributes = {key: _ESCAPED.sub(r"\1", value) for key, value in _ATTRIBUTE.findall(info)}
        if name == "entry":
            yield from self._entry(attributes)
            return
        lines = self._gather(f"container_{name}_close")
        text, marks = lines.text, tuple(lines.marks)
        if name == "statement":
            if text:
                yield Statement(text, marks)
            yield from lines.images
        elif name == "caption":
            image = lines.images[0] if lines.images else Figure("")
            if text or image.src:
                yield Figure(text, attributes.get("credit", ""), image.src, image.alt, marks)
            yield from lines.images[1:]
        elif text:
            number = attributes.get("attribution", "")
            yield Embed(
                text,
                author=attributes.get("author", ""),
                handle=attributes.get("handle", ""),
                date=attributes.get("date", ""),
                url=attributes.get("url", ""),
                attribution=int(number) - 1 if number.isdigit() and 0 < int(number) <= text.count("\n") + 1 else -1,
                marks=marks,
            )
