"""An HTML file is one Document: its text, decoded as the file itself says; what the page means is worked out by normalize."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.decoding import decode

LARGEST = 40_000_000
"""Bytes of a page; a longer one would cost minutes."""
_HEAD_BYTES = 4096
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{2,40})")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_TAG = re.compile(r"<(?:!doctype|!--|/?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)
# As browsers read them: what calls itself Latin-1 or ASCII is Windows-1252.
_AS_READ = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030",
    "big5": "big5hkscs", "shift_jis": "cp932", "tis-620": "cp874",
}  # fmt: skip


def read_html(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield the one Document of *stream*, or a Problem where there is no text in it."""
    yield document_of_page(stream.read(LARGEST + 1), origin)


def document_of_page(
    data: bytes, origin: Origin, *, charset: str = "", meta: dict[str, object] | None = None
) -> Document | Problem:
    """The Document that the page *data* is. *charset*: what a header said of it; *meta*: what a container said of it."""
    if len(data) > LARGEST:
        return Problem(origin, "error", "html-too-large", f"the page has more than {LARGEST // 1_000_000} MB; cut it")
    text, problems = decoded(data, origin, charset=charset)
    if not text:
        return problems[0]
    return Document(
        origin=origin,
        meta=meta or {},
        body=text,
        markup="html" if _TAG.search(text) else "text",
        sha256=sha256(data).hexdigest(),
        problems=problems,
    )


def is_page(data: bytes) -> bool:
    """Whether *data* begins as a page does, whatever its file is called."""
    return _PAGE.match(data[:_HEAD_BYTES]) is not None


def decoded(data: bytes, origin: Origin, *, charset: str = "") -> tuple[str, tuple[Problem, ...]]:
    """The text of the page *data* and what was wrong with it: by its byte order mark, *charset*, its meta, its bytes.

    A charset that the bytes contradict is passed over.
    """
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        for name in (charset, *_named(data)):
            codec = _codec(name)
            if codec is None or codec == "utf-8":
                continue
            try:
                text = data.decode(codec)
            except (UnicodeDecodeError, LookupError):
                continue
            if _is_utf8(data):  # it says Latin-1 and is UTF-8, as many pages do
                break
            found, problems = decode(text.encode("utf-8", "replace"), origin)
            return found, problems
    found, problems = decode(data, origin)
    is_short = len(data) < 400_000
    return found, tuple(problem for problem in problems if is_short or problem.code != "control-characters")


def _is_utf8(data: bytes) -> bool:
    """Whether *data* has letters beyond ASCII and all of them are UTF-8."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _named(data: bytes) -> Iterator[str]:
    head = data[:_HEAD_BYTES]
    for pattern in (_XML, _CHARSET):
        match = pattern.search(head)
        if match is not None:
            yield match[1].decode("ascii")


def _codec(name: str) -> str | None:
    """The codec for *name*, as browsers take it; None for one that is unknown, or that cannot be what meta says."""
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    if codec.startswith(("utf-16", "utf-32", "utf-7")) or codec in (
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
    ):
        return None  # a page whose meta could be read is none of them
    return _AS_READ.get(codec, codec)
