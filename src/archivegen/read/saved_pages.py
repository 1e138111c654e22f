"""A saved web page → a Document with the address that the program which saved it wrote down; a page that Medium exported, taken apart.

What else a page means is worked out by normalize.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.patterns import late_pattern
from archivegen.read import medium, templates
from archivegen.read.html import read_html
from archivegen.read.records import path_of, told_more

_HEAD_LETTERS = 8_192
_ADDRESS = late_pattern(
    r"<!--\s{0,9}saved from url=\(\d{1,5}\)(?P<ie>https?://[^\s<>]{4,2000})"  # Internet Explorer, Chrome, Firefox
    r"|<!--\s{0,9}Mirrored from (?P<httrack>[^\s<>]{4,2000}) by HTTrack"
    r"|<!--\s{0,9}Page saved with SingleFile\s{1,9}url:\s{0,9}(?P<single>https?://[^\s<>]{4,2000})"
    r"|<!--\s{0,9}Saved from (?P<monolith>https?://[^\s<>]{4,2000}) at [^<>]{4,60} using monolith"
    r"|<meta name=\"savepage-url\" content=\"(?P<savepage>https?://[^\s<>\"]{4,2000})\"",
    re.IGNORECASE,
)


def read_page(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield the one Document of *stream*, or a Problem where there is no text in it."""
    for found in read_html(stream, origin):
        if isinstance(found, Problem):
            yield found
        else:
            yield templates.left_out(origin) if templates.is_template(found.body, origin) else _known(found)


def _known(page: Document) -> Document | Problem:
    if medium.is_export(page.body):
        return medium.story_of(page)
    address = address_of(page.body)
    if not address:
        return page
    return told_more(page, {"url": address, "redirect_from": [path] if (path := path_of(address)) else []})


def address_of(page: str) -> str:
    """Where *page* was saved from, as its first comment says; "" where it does not."""
    found = _ADDRESS.search(page, 0, _HEAD_LETTERS)
    if found is None:
        return ""
    address = html.unescape(next(group for group in found.groups() if group))
    return address if "://" in address else f"http://{address}"
