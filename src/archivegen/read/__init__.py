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
from archivegen.read.html import read_html
from archivegen.read.markdown import read_markdown
from archivegen.read.text import read_text

Reader = Callable[[BinaryIO, Origin], Iterator[Document | Problem]]


def _late(module: str, function: str) -> Reader:
    """A reader that is imported once it is needed: most builds need none of them."""

    def read(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
        reader: Reader = getattr(import_module(f"archivegen.read.{module}"), function)
        yield from reader(stream, origin)

    return read


def row_readers(fields: Mapping[str, str]) -> Mapping[str, Reader]:
    """The readers of rows, for a site that says under which names (*fields*, theirs → ours) its rows come."""
    if not fields:
        return {}
    from archivegen.read import jsonl

    by_suffix = {".json": jsonl.read_json, ".csv": jsonl.read_csv, ".tsv": jsonl.read_csv}
    by_suffix |= {".jsonl": jsonl.read_jsonl, ".ndjson": jsonl.read_jsonl}
    return {suffix: partial(read, fields=fields) for suffix, read in by_suffix.items()}


def _read_gzip(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    from archivegen.read.archives import gzip_reader

    yield from gzip_reader(READERS)(stream, origin)


def _read_zip(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    from archivegen.read.archives import zip_reader

    yield from zip_reader(READERS)(stream, origin)


READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), read_html),
    **dict.fromkeys((".xml", ".rss", ".atom", ".rdf", ".wxr", ".nitf", ".newsml"), _late("sniffing", "read_xml")),
    ".json": _late("jsonl", "read_json"),
    **dict.fromkeys((".jsonl", ".ndjson"), _late("jsonl", "read_jsonl")),
    **dict.fromkeys((".csv", ".tsv"), _late("jsonl", "read_csv")),
    **dict.fromkeys((".warc", ".arc"), _late("warc", "read_warc")),
    ".gz": _read_gzip,
    **dict.fromkeys((".zip", ".wacz"), _read_zip),
}
"""By lower-case suffix."""

__all__ = ["READERS", "Reader", "decode", "row_readers"]
