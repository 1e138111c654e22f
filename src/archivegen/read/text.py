"""Plain text: one file is one Document, with or without front matter."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document, Markup
from archivegen.read import front_matter
from archivegen.read.decoding import decode
from archivegen.read.html import document_of_page, is_page


def read_text(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield the one Document of *stream*, or a Problem where there is no text in it."""
    data = stream.read()
    yield document_of_page(data, origin) if is_page(data) else document_of(data, origin, markup="text")


def document_of(data: bytes, origin: Origin, *, markup: Markup) -> Document | Problem:
    """The Document that *data* is as a whole."""
    text, problems = decode(data, origin)
    if not text:
        return problems[0]
    head = front_matter.split(text, origin, labels=markup == "text")
    if not head.body.strip() and not head.meta:
        return Problem(origin, "error", "seed-empty", "the file holds no story; write one or delete it")
    return Document(
        origin=origin,
        meta=head.meta,
        meta_lines=head.lines,
        body=head.body,
        body_line=head.body_line,
        markup=markup,
        sha256=sha256(data).hexdigest(),
        problems=(*problems, *head.problems),
    )
