"""A file's bytes → Documents. Knows where a document starts; works nothing out, and knows no stage after it.

A reader yields what it could read, and a Problem for each record that it could not; one bad record never stops the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from typing import BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.decoding import decode
from archivegen.read.text import read_text

Reader = Callable[[BinaryIO, Origin], Iterator[Document | Problem]]


def _late(module: str, function: str) -> Reader:
    """A reader that is imported once it is needed: most builds need none of them."""

    def read(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
        reader: Reader = getattr(import_module(f"archivegen.read.{module}"), function)
        yield from reader(stream, origin)

    return read


def row_readers(fields: Mapping[str, str]) -> Mapping[str, Reader]:
    """The readers of rows, and of what they may be packed in, for a site that names their fields (*fields*: theirs → ours)."""
    if not fields:
        return {}
    from archivegen.read import jsonl

    rows: dict[str, Reader] = {".json": partial(jsonl.read_json, fields=fields)}
    rows |= dict.fromkeys((".csv", ".tsv"), partial(jsonl.read_csv, fields=fields))
    rows |= dict.fromkeys((".jsonl", ".ndjson"), partial(jsonl.read_jsonl, fields=fields))
    return rows | _packed_with(READERS | rows)


def _packed_with(readers: Mapping[str, Reader]) -> dict[str, Reader]:
    """The readers of archives, which hand what is inside to *readers*."""

    def late(maker: str) -> Reader:
        def read(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
            archives = import_module("archivegen.read.archives")
            reader: Reader = getattr(archives, maker)({**readers, **packed})
            yield from reader(stream, origin)

        return read

    packed = dict.fromkeys((".gz", ".tgz", ".bz2", ".xz"), late("packed_reader"))
    packed |= dict.fromkeys((".zip", ".wacz"), late("zip_reader"))
    packed[".tar"] = late("tar_reader")
    return packed


_PLAIN: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    **dict.fromkeys((".md", ".markdown"), _late("markdown", "read_markdown")),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), _late("saved_pages", "read_page")),
    **dict.fromkeys((".xml", ".rss", ".atom", ".rdf", ".wxr", ".nitf", ".newsml"), _late("sniffing", "read_xml")),
    ".json": _late("jsonl", "read_json"),
    **dict.fromkeys((".jsonl", ".ndjson"), _late("jsonl", "read_jsonl")),
    **dict.fromkeys((".csv", ".tsv"), _late("jsonl", "read_csv")),
    **dict.fromkeys((".warc", ".arc"), _late("warc", "read_warc")),
    **dict.fromkeys((".eml", ".mht", ".mhtml"), _late("mail", "read_message")),
    ".mbox": _late("mail", "read_mailbox"),
}
READERS: dict[str, Reader] = _PLAIN | _packed_with(_PLAIN)
"""By lower-case suffix."""

__all__ = ["READERS", "Reader", "decode", "row_readers"]
