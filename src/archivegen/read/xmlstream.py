"""XML of any size, one element at a time: no entities, no network, broken markup read as far as it goes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from html.entities import name2codepoint
from typing import Any, BinaryIO

from archivegen.errors import Origin, Problem

HEAD_BYTES = 65_536
_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0", b"\0\0")
_WIDEST = (
    (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"),
    (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"),
)  # fmt: skip
_ENTITY = re.compile(rb"<!ENTITY\s+[^\s>]+\s+(SYSTEM|PUBLIC|\"[^\"]*[&%]|'[^']*[&%])", re.IGNORECASE)
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})[\s/>]")


class Cleaned(io.RawIOBase):
    """*stream* without the control characters that XML forbids and old databases hold; with none where it is UTF-16."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._is_wide = False
        self._at_start = True

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while True:
            data = self._stream.read(size)
            if self._at_start:
                self._at_start = False
                self._is_wide = data.startswith(_WIDE_MARKS)
                data = data if self._is_wide else data.lstrip(b" \t\r\n\0")
            cleaned = data if self._is_wide else data.translate(None, _CONTROLS)
            if cleaned or not data:
                return cleaned


# also "<" that opens nothing ("Roe < Moe")
_LOOSE = re.compile(
    rb"<(?![A-Za-z_/!?])|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,30});)?"
)
_LONGEST_TAIL = 16_000_000


class Mended(io.RawIOBase):
    """*stream* with its bare "&" and "<" and HTML's entities as XML has them, outside CDATA; what else is wrong stays."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._tail = b""
        self._in_cdata = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while True:
            new = self._stream.read(size)
            data = self._tail + new
            # neither "<![CDATA[" nor "]]>" nor an entity is divided by a cut before "<"
            cut = data.rfind(b"<") if new and len(data) < _LONGEST_TAIL else len(data)
            self._tail = data[max(cut, 0) :]
            mended = b"".join(self._pieces(data[: max(cut, 0)]))
            if mended or not new:
                return mended

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        at = 0
        while at < len(data):
            mark = b"]]>" if self._in_cdata else b"<![CDATA["
            found = data.find(mark, at)
            end = found + len(mark) if found >= 0 else len(data)
            yield data[at:end] if self._in_cdata else _LOOSE.sub(_entity, data[at:end])
            self._in_cdata ^= found >= 0
            at = end


def _entity(loose: re.Match[bytes]) -> bytes:
    if loose[0] == b"<":
        return b"&lt;"
    point = name2codepoint.get(loose[1].decode()) if loose[1] else None
    return f"&#{point};".encode() if point else b"&amp;" + loose[0][1:]


def head_of(stream: BinaryIO) -> bytes:
    """The first bytes of *stream*, which is put back to its beginning; UTF-16 as UTF-8."""
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    for mark, encoding in _WIDEST:
        if head.startswith(mark):
            return head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n").encode()
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")):
        wide = "utf-16" if head[:1] in b"\xff\xfe" else "utf-16-be" if head.startswith(b"\0<") else "utf-16-le"
        head = head.decode(wide, "ignore").encode()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0")


def root_of(head: bytes) -> str:
    """The name of the root element, lower case, without its prefix; "" where there is none. O(len(head))."""
    at = 0
    while (at := head.find(b"<", at)) >= 0:
        if head.startswith(b"<?", at):
            end = head.find(b"?>", at)
        elif head.startswith(b"<!--", at):
            end = head.find(b"-->", at)
        elif head.startswith(b"<!", at):
            end = head.find(b">", at)
            subset = head.find(b"[", at, max(end, at))
            end = head.find(b"]", subset) if subset >= 0 else end
        else:
            found = _ROOT.match(head, at)
            return found[2].decode().lower() if found else ""
        if end < 0:
            return ""
        at = end + 1
    return ""


def refusal(head: bytes, origin: Origin) -> Problem | None:
    """Why an XML file is not read: it defines entities that grow, or that fetch other files."""
    found = _ENTITY.search(head) if b"<!ENTITY" in head else None
    if found is None:
        return None
    message = "defines entities in its DTD that grow or name other files; it is not read: write the words out and drop the <!DOCTYPE"
    return Problem(
        Origin(origin.path, origin.record, head.count(b"\n", 0, found.start()) + 1), "error", "xml-entities", message
    )


def _is_within(element: Any, tag: str) -> bool:
    return element.tag == tag or any(above.tag == tag for above in element.iterancestors())


class Elements:
    """Elements of *tags* (namespace wildcards as lxml has them) as they end; what was wrong is told afterwards.

    Those named *emptied* are let go, with all before them, once the next is asked for, so memory does not grow with the file.
    """

    def __init__(self, stream: BinaryIO, tags: Sequence[str], *, emptied: str, mended: bool = False) -> None:
        cleaned: Any = Cleaned(stream)
        self._stream = Mended(cleaned) if mended else cleaned
        self._tags = tags
        self._emptied = emptied
        self.fault: tuple[int, str] | None = None
        """(line, what libxml2 says) of the first fault."""
        self.unclosed_line = 0
        """Of the first *emptied* element that another of its kind stands in; 0 = there is none."""
        self.is_cut_off = False
        self.has_loose_entities = False
        """Read again from Mended, it gives more."""

    def __iter__(self) -> Iterator[Any]:
        from lxml import etree  # late: most builds read no XML

        events = etree.iterparse(
            self._stream,
            events=("end",),
            tag=self._tags,
            recover=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in events:
                yield element
                if element.tag != self._emptied:
                    continue
                element.clear()
                parent = element.getparent()
                if parent is not None and _is_within(parent, self._emptied):
                    # the one around it was never closed: what it says of itself stands before this one, and is kept
                    self.unclosed_line = self.unclosed_line or parent.sourceline or 0
                    continue
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as error:
            self.fault = (error.lineno or 0, str(error.msg))
        for entry in events.error_log:
            self.fault = self.fault or (entry.line, entry.message)
            is_loose = "ntity" in entry.message or "invalid element name" in entry.message
            self.has_loose_entities = self.has_loose_entities or is_loose
            self.is_cut_off = self.is_cut_off or "remature end" in entry.message or "EndTag" in entry.message
