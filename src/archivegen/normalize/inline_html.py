"""HTML that people write into Markdown → Markdown: links, emphasis, lists, tables, breaks; wrappers go. Pure.

Tags that are not known, and everything in code, stay as they are. O(length).
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from archivegen.patterns import late_pattern
from archivegen.urls import safe_href

_WRAPPERS = frozenset("span u ins sup sub font small big mark abbr cite time label tt nobr".split())
_BLOCKS = frozenset(
    "p div section article center header footer main aside details summary figcaption hr dl dt dd address".split()
)
_EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
_PLAYERS = frozenset("iframe audio video source embed".split())
_KNOWN = "|".join(
    sorted(
        _WRAPPERS | _BLOCKS | _EMPHASIS.keys() | _PLAYERS | {"a", "br", "ul", "ol", "li", "blockquote"},
        key=len,
        reverse=True,
    )
)
_PIECE = late_pattern(
    r"(?<!`)(?P<code>`{1,9})(?!`)[^`\n]{1,2000}(?P=code)"
    r"|<!--.{0,8000}?-->|<(?P<dropped>script|style)\b[^<>]{0,2000}>.{0,8000}?</(?P=dropped)\s{0,9}>"
    r"|<table\b[^<>]{0,2000}>(?P<table>.{0,40000}?)</table\s{0,9}>"
    rf"|<(?P<slash>/?)(?P<name>h[1-6]|{_KNOWN})\b(?P<rest>(?:\s[^<>]{{0,4000}})?/?)>",
    re.IGNORECASE | re.DOTALL,
)
_WORTH_A_LOOK = late_pattern(rf"<(?:h[1-6]|table|script|style|!--|{_KNOWN})\b|<!--", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:href|src)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]{1,2000}))", re.IGNORECASE)
_ROW = re.compile(r"<tr\b[^<>]{0,2000}>(.*?)(?=<tr\b|</tbody|</thead|</tfoot|$)", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(r"<t([hd])\b[^<>]{0,2000}>(.*?)(?=<t[hd]\b|</tr|$)", re.IGNORECASE | re.DOTALL)
_ROW_TAG = re.compile(r"</?(?:t[hdr]|tbody|thead|tfoot|p|div)\b[^<>]{0,2000}>", re.IGNORECASE)
_MANY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_BREAK_AT_AN_END = re.compile(r"\\\n(?=[ \t]*(?:\n|$))")
_DEEPEST = 12
_ENCLOSING = re.compile(r"<(?:table|script|style|!--)", re.IGNORECASE)
_MOST_ENCLOSED = 1000
"""Of one text; more are no story's, and each may be looked through to where it could end."""


class _Open(NamedTuple):
    """An element that waits for its end."""

    name: str
    at: int
    """Where its inside begins, in what is written."""
    address: str


def markdown(text: str) -> str:
    """*text* (Markdown outside of fences) with the HTML in it as Markdown."""
    if _WORTH_A_LOOK.search(text) is None or len(_ENCLOSING.findall(text)) > _MOST_ENCLOSED:
        return text
    written = _Writer()
    at = 0
    for found in _PIECE.finditer(text):
        written.add(text[at : found.start()])
        at = found.end()
        if found["code"]:
            written.add(found.group())
        elif found["table"] is not None:
            written.part(_table(found["table"]))
        elif found["name"]:
            written.tag(found["name"].lower(), found["rest"], is_end=bool(found["slash"]))
    if not at:
        return text
    written.add(text[at:])
    return _BREAK_AT_AN_END.sub("\n", _MANY_LINES.sub("\n\n", written.text()))


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[_Open] = []
        self.lists: list[str] = []
        self.depth = 0
        """How many blocks are open: white space before their lines means nothing."""

    def add(self, text: str) -> None:
        if text:
            self.out.append(
                "\n".join(line.lstrip(" \t") if n else line for n, line in enumerate(text.split("\n")))
                if self.depth
                else text
            )

    def part(self, text: str) -> None:
        """*text* with a blank line before and after."""
        self.out += ("\n\n", text, "\n\n" if text else "")

    def text(self) -> str:
        return "".join(self.out)

    def tag(self, name: str, rest: str, *, is_end: bool) -> None:
        if name == "br":
            self.out.append("\\\n")
        elif name in _PLAYERS:
            address = "" if is_end else _address(rest)
            self.part(f"[{address}](<{address}>)" if address else "")
        elif name == "a" or name in _EMPHASIS:
            self._close(name) if is_end else self._begin(name, rest)
        elif name in ("ul", "ol"):
            self._list(name, is_end=is_end)
        elif name == "li":
            marker = "1. " if self.lists and self.lists[-1] == "ol" else "- "
            self.out.append("" if is_end else "\n" + "   " * max(0, len(self.lists) - 1) + marker)
        elif name[0] == "h" and name[1:].isdigit():
            self.out.append("\n\n" if is_end else f"\n\n{'#' * int(name[1])} ")
        elif name == "blockquote":
            self.out.append("\n\n" if is_end else "\n\n> ")
        elif name in _BLOCKS:
            self.depth = max(0, self.depth + (-1 if is_end else 1)) if name != "hr" else self.depth
            if not self.lists and not (self.out and self.out[-1] == "\n\n> "):
                self.out.append("\n\n")

    def _list(self, name: str, *, is_end: bool) -> None:
        if is_end:
            del self.lists[-1:]
        elif len(self.lists) < _DEEPEST:
            self.lists.append(name)
        self.depth = max(0, self.depth + (-1 if is_end else 1))
        if not self.lists or (len(self.lists) == 1 and not is_end):
            self.out.append("\n\n")

    def _begin(self, name: str, rest: str) -> None:
        if len(self.open) < _DEEPEST:
            self.open.append(_Open(name, len(self.out), _address(rest) if name == "a" else ""))

    def _close(self, name: str) -> None:
        """What stands since the last <name>, marked, if Markdown can mark it."""
        if not any(one.name == name for one in self.open):
            return
        while (one := self.open.pop()).name != name:
            pass
        inside = "".join(self.out[one.at :])
        core = inside.strip()
        if not core or "\n\n" in core or (name == "a" and not one.address):
            return
        lead = inside[: len(inside) - len(inside.lstrip())]
        trail = inside[len(inside.rstrip()) :]
        mark = _EMPHASIS.get(name, "")
        marked = f"{mark}{core}{mark}" if mark else f"[{core}](<{one.address}>)"
        self.out[one.at :] = [lead, marked, trail]


def _address(rest: str) -> str:
    found = _ADDRESS.search(rest)
    address = html.unescape(found[1] or found[2] or found[3] or "").strip() if found else ""
    if not safe_href(address):
        return ""
    return address.replace("<", "%3C").replace(">", "%3E").replace("\n", "")


def _table(inside: str) -> str:
    """The rows of a <table> as a Markdown table; their text, where it is no table."""
    rows = [[_cell(words) for _, words in _CELL.findall(row)] for row in _ROW.findall(inside)]
    rows = [row for row in rows if any(row)]
    if not rows:
        return " ".join(markdown(_ROW_TAG.sub(" ", inside)).split())
    width = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    has_head = re.search(r"<th\b", inside, re.IGNORECASE) is not None
    rule = "|" + " --- |" * width
    return "\n".join([lines[0], rule, *lines[1:]] if has_head else ["|" + "  |" * width, rule, *lines])


def _cell(words: str) -> str:
    return " ".join(markdown(_ROW_TAG.sub(" ", words)).replace("\\\n", " ").split()).replace("|", "\\|")
