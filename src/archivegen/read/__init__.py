"""A file's bytes → Documents. Knows where a document starts; works nothing out, and knows no stage after it.

A reader yields what it could read, and a Problem for each record that it could not; one bad record never stops the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.decoding import decode
from archivegen.read.markdown import read_markdown
from archivegen.read.text import read_text

Reader = Callable[[BinaryIO, Origin], Iterator[Document | Problem]]

READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}
"""By lower-case suffix."""

__all__ = ["READERS", "Reader", "decode"]
