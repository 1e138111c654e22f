"""Blocks → a Markdown body that a person can edit, and that loads to the same blocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from archivegen import markdown
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

_SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|$)|[`*]|(?<![^\W_])_|_(?![^\W_])"
    r"|\](?=[(:\[])|!(?=\[)|\[(?=[ xX^]\])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~)|(?<=~)~"
)
_MAY_BE_SPECIAL = re.compile(r"[\\`*_\[\]!<&~]")
"""Any that _SPECIAL begins with: most lines have none, and to see that costs a tenth."""
_SPECIAL_BESIDE_MARKS = re.compile(r"[\[\]]|" + _SPECIAL.pattern)
_LINE_START = re.compile(r"(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+\s*$|-+\s*$|:{3,}|~{3,}|(?:-\s*){3,}$)")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BULLET = re.compile(r"(?m)^( *)(?:- |(\d+)\. )")
_RUNS_OF_TICKS = re.compile(r"`+")
_WRAP = {"em": "*", "strong": "**", "del": "~~"}


def write(blocks: Sequence[Block]) -> str:
    """The body of a content file: blocks divided by blank lines, with a line end after the last."""
    written: list[str] = []
    before: Block | None = None
    is_other = False
    for block in blocks:
        text = _checked(block)
        if isinstance(block, Listing):
            # two lists in a row are told apart by their bullets
            is_other = isinstance(before, Listing) and before.ordered == block.ordered and not is_other
            text = _other_bullets(text) if is_other else text
        written.append(f"{text}\n\n")
        before = block
    return "".join(written).rstrip("\n") + "\n" if written else ""


def _other_bullets(text: str) -> str:
    return _BULLET.sub(lambda match: match[1] + (f"{match[2]}) " if match[2] else "* "), text)


def _checked(block: Block) -> str:
    """Markdown of *block*. Marks that Markdown cannot hold (emphasis inside a word's blank edge) are let go, never words."""
    text = _write(block)
    if block.marks and markdown.blocks_of(text) != (block,):
        return _write(msgspec.structs.replace(block, marks=()))
    return text


def _write(block: Block) -> str:
    return _WRITERS[type(block)](block)


def escape(text: str) -> str:
    """*text* (one line) so that Markdown reads it as it stands."""
    return _at_line_start(_SPECIAL.sub(_backslash, text) if _MAY_BE_SPECIAL.search(text) else text)


def _backslash(match: re.Match[str]) -> str:
    return "\\" + match.group()


def _at_line_start(escaped: str) -> str:
    """*escaped* so that it does not begin a list, a heading, a quotation, a rule or a container."""
    if _LINE_START.match(escaped):
        return "\\" + escaped
    return _NUMBERED.sub(r"\1\\\2", escaped, count=1)


def _inline(text: str, marks: Sequence[Mark]) -> str:
    """Lines of *text* with *marks*, lines divided by a hard break."""
    return "\\\n".join(_lines(text, marks))


class _Edge(msgspec.Struct, frozen=True):
    at: int
    opens: bool
    number: int
    mark: Mark


def _order(edge: _Edge) -> tuple[int, bool, int, int]:
    """At one place, what ends closes before what begins opens; the longer opens first and closes last."""
    length = edge.mark.end - edge.mark.start
    return (edge.at, True, -length, edge.number) if edge.opens else (edge.at, False, length, -edge.number)


def _lines(text: str, marks: Sequence[Mark]) -> list[str]:
    """Each line of *text* as Markdown."""
    result: list[str] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [m for m in marks if m.start < end and m.end > start]
        if inside:
            shifted = [Mark(max(0, m.start - start), min(len(line), m.end - start), m.kind, m.href) for m in inside]
            result.append(_marked(line, shifted))
        else:
            result.append(escape(line))
        start = end + 1
    return result


def _marked(line: str, marks: Sequence[Mark]) -> str:
    edges = [_Edge(m.start, True, n, m) for n, m in enumerate(marks)]
    edges += [_Edge(m.end, False, n, m) for n, m in enumerate(marks) if m.kind != "code"]  # code is written as a whole
    edges.sort(key=_order)
    parts: list[str] = []
    at = 0
    for edge in edges:
        if edge.at > at:
            parts.append(_piece(line[at : edge.at], first=at == 0))
            at = edge.at
        if edge.mark.kind == "code":
            parts.append(_code(line[edge.mark.start : edge.mark.end]))
            at = edge.mark.end
        elif edge.mark.kind == "link":
            parts.append("[" if edge.opens else f"](<{_destination(edge.mark.href)}>)")
        else:
            parts.append(_WRAP[edge.mark.kind])
    parts.append(_piece(line[at:], first=at == 0))
    return "".join(parts)


def _piece(text: str, *, first: bool) -> str:
    escaped = _SPECIAL_BESIDE_MARKS.sub(_backslash, text)
    return _at_line_start(escaped) if first else escaped


def _code(text: str) -> str:
    longest = max((len(run) for run in _RUNS_OF_TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _destination(href: str) -> str:
    return href.replace("\\", "\\\\").replace("<", "%3C").replace(">", "%3E").replace("\n", "")


def _fenced(name: str, attributes: dict[str, str], lines: Sequence[str]) -> str:
    given = "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items() if value)
    return "\n".join((f"::: {name}{given}", *(["\n\n".join(lines)] if lines else ()), ":::"))


def _attribute(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def _figure(block: Figure) -> str:
    alt = _SPECIAL_BESIDE_MARKS.sub(_backslash, " ".join(block.alt.split()))
    image = f"![{alt}](<{_destination(block.src)}>)" if block.src else ""
    lines = [image] if image else []
    if block.text:
        lines += _lines(block.text, block.marks)
    return _fenced("caption", {"credit": block.credit}, lines)


def _embed(block: Embed) -> str:
    attributes = {"author": block.author, "handle": block.handle, "date": block.date, "url": block.url}
    if block.attribution >= 0:
        attributes["attribution"] = str(block.attribution + 1)
    return _fenced("embed", attributes, _lines(block.text, block.marks))


def _listing(block: Listing) -> str:
    lines = _lines(block.text, block.marks)
    depths = block.depths or (0,) * len(lines)
    if not block.ordered:
        return "\n".join(f"{'  ' * depth}- {line}" for line, depth in zip(lines, depths, strict=True))
    # one number serves all items: a person can put another between them without counting anew
    step = len(f"{block.start}. ")
    return "\n".join(
        f"{' ' * (step + 3 * (depth - 1)) if depth else ''}{1 if depth else block.start}. {line}"
        for line, depth in zip(lines, depths, strict=True)
    )


def _table(block: Table) -> str:
    rows = [row.split("\t") for row in _table_lines(block)]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    if not block.header:
        rows.insert(0, [""] * width)
    rows.insert(1, ["---"] * width)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _table_lines(block: Table) -> list[str]:
    return [line.replace("|", "\\|") for line in _lines(block.text, block.marks)]


def _preformatted(block: Preformatted) -> str:
    longest = max((len(run) for run in _RUNS_OF_TICKS.findall(block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{block.text}\n{fence}"


_WRITERS: dict[type[Block], Callable[[Any], str]] = {
    Paragraph: lambda block: _inline(block.text, block.marks),
    Heading: lambda block: _entry(block) if block.time or block.at or block.author else _heading(block),
    Quotation: lambda block: "\n>\n".join(f"> {line}" for line in _lines(block.text, block.marks)),
    Statement: lambda block: _fenced("statement", {}, _lines(block.text, block.marks)),
    Listing: _listing,
    Figure: _figure,
    Embed: _embed,
    Table: _table,
    Preformatted: _preformatted,
}


def _heading(block: Heading) -> str:
    text = _inline(block.text, block.marks)
    # a closing run of # would be taken for the heading's own
    text = f"{text[:-1]}\\#" if text.endswith("#") and not text.endswith("\\#") else text
    return "#" * block.level + " " + text


def _entry(block: Heading) -> str:
    """The head of an entry of a live blog; one without a headline is nothing but its time."""
    attributes = {"time": block.time, "at": block.at, "author": block.author}
    is_bare = block == Heading(block.time or block.at or block.author, 2, (), *attributes.values())
    return _fenced("entry", attributes, [] if is_bare else [_heading(block)])
