"""Markdown: one file is one Document; its blocks are made by normalize."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.text import document_of


def read_markdown(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield the one Document of *stream*, or a Problem where there is no text in it."""
    yield document_of(stream.read(), origin, markup="markdown")
