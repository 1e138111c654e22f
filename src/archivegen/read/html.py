"""An HTML file is one Document: its text, decoded as the file itself says; what the page means is worked out by normalize."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.patterns import late_pattern
from archivegen.read import charsets
from archivegen.read.decoding import decode

LARGEST = 40_000_000
"""Bytes of a page; a longer one would cost minutes."""
_HEAD_BYTES = 32_768
"""In which a page says what it is; comments and scripts may stand before that."""
_LANG = re.compile(rb"<html[^>]{0,500}?\slang\s{0,9}=\s{0,9}[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{2,40})")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_TAG = late_pattern(r"<(?:!doctype|!--|/?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)
# As browsers read them: what calls itself Latin-1 or ASCII is Windows-1252.
_AS_READ = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030",
    "big5": "big5hkscs", "shift_jis": "cp932", "tis-620": "cp874", "iso8859-8": "cp1255", "iso8859-11": "cp874",
}  # fmt: skip
# Names of charsets that browsers know and Python does not.
_ALIASES = {
    "x-sjis": "cp932", "windows-31j": "cp932", "ms_kanji": "cp932", "x-euc-jp": "euc_jp", "x-euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949", "x-gbk": "gb18030", "x-gb": "gb18030", "gb_2312-80": "gb18030", "chinese": "gb18030", "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs", "windows-874": "cp874", "dos-874": "cp874", "x-cp1250": "cp1250", "x-cp1251": "cp1251", "cp-1251": "cp1251",
    "win-1251": "cp1251", "windows1251": "cp1251", "win1251": "cp1251", "windows1252": "cp1252", "x-ansi": "cp1252", "x-cp1252": "cp1252",
    "iso-8859-8-i": "cp1255", "iso-8859-8-e": "cp1255", "logical": "cp1255", "visual": "cp1255", "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "koi": "koi8-r", "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "iso8859-1": "cp1252", "iso-latin-1": "cp1252", "latin-1": "cp1252",
}  # fmt: skip
_WITH_GAPS = frozenset(("cp1252", "cp1254", "cp1255", "cp1253", "cp874", "cp1257"))
"""Code pages with bytes that mean nothing; browsers read what stands around them."""


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

    A charset that the bytes contradict is passed over, and so is "Latin-1" over text that cannot be Western.
    """
    language = _language(data)
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        for name in (charset, *_named(data)):
            codec = _codec(name)
            if codec is None or codec == "utf-8" or (codec == "cp1252" and not _may_be_western(data, language)):
                continue
            try:
                text = data.decode(codec)
            except (UnicodeError, LookupError):
                if codec not in _WITH_GAPS:
                    continue
                text = data.decode(codec, "replace")
            if _is_utf8(data):  # it says Latin-1 and is UTF-8, as many pages do
                break
            found, problems = decode(text.encode("utf-8", "replace"), origin)
            return found, problems
    found, problems = decode(data, origin, language=language)
    is_short = len(data) < 400_000
    return found, tuple(problem for problem in problems if is_short or problem.code != "control-characters")


def _may_be_western(data: bytes, language: str) -> bool:
    return not (charsets.is_of_other_script(data, language) or charsets.east_asian(data[: charsets.SAMPLE_BYTES]))


def _language(data: bytes) -> str:
    """What the page says of its language: "ru" of <html lang="ru-RU">."""
    match = _LANG.search(data[:_HEAD_BYTES])
    return match[1].decode("ascii").lower() if match is not None else ""


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
    name = name.strip().lower()
    try:
        codec = codecs.lookup(_ALIASES.get(name, name)).name
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
