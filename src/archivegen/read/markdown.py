"""Markdown: one file is one Document; its blocks are made by normalize."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read import liquid, shortcodes, templates
from archivegen.read.records import PAGE_ASIDE
from archivegen.read.text import document_of


def read_markdown(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield the one Document of *stream*, or a Problem where there is no text in it."""
    found = document_of(stream.read(), origin, markup="markdown")
    if isinstance(found, Problem):
        yield found
    elif templates.is_template(found.body, origin, found.meta):
        yield templates.left_out(origin)
    else:
        yield _as_page(_resolved(liquid.apply(found)))


def _as_page(document: Document) -> Document:
    """*document*, set aside where its head says that it is a page (Jekyll's `layout: page`, Hugo's `type: page`)."""
    is_page = any(str(document.meta.get(key, "")).strip().lower() == "page" for key in ("layout", "type"))
    return msgspec.structs.replace(document, aside=PAGE_ASIDE) if is_page else document


def _resolved(document: Document) -> Document:
    """*document* without the shortcodes of the generator that it was written for."""
    resolved = shortcodes.resolve(document.body)
    finished = liquid.resolve(resolved.body, document.meta)
    if finished.body == document.body:
        return document
    problems = document.problems
    taken_out = tuple((name, count) for name, count in (*resolved.taken_out, *finished.taken_out) if count)
    if taken_out:
        told = ", ".join(f"{count} {name}" for name, count in taken_out)
        message = (
            f"shortcodes that only their generator knows were taken out ({told}); write into the text what they showed"
        )
        problems += (Problem(document.origin, "note", "shortcode-left-out", message),)
    return msgspec.structs.replace(document, body=finished.body, problems=problems)
