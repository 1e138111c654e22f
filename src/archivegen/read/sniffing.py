"""A file whose ending does not say what it holds → the reader that its first bytes call for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.feed import read_feed
from archivegen.read.newsml import ROOTS, read_newsml
from archivegen.read.wordpress import is_wxr, read_wordpress
from archivegen.read.xmlstream import head_of, refusal, root_of

_FEED_ROOTS = frozenset(("rss", "rdf", "feed", "channel", "entry"))
_LISTS_OF_ADDRESSES = frozenset(("urlset", "sitemapindex", "opml"))


def read_xml(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield what a WordPress export, a feed, or agency news in XML holds; other XML is one problem."""
    head = head_of(stream)
    problem = refusal(head, origin)
    root = root_of(head)
    if problem is not None:
        yield problem
    elif not head:
        yield Problem(origin, "error", "seed-empty", "the file is empty; write a story or delete it")
    elif is_wxr(head):
        yield from read_wordpress(stream, origin)
    elif root in ROOTS:
        yield from read_newsml(stream, origin)
    elif root in _LISTS_OF_ADDRESSES:
        message = "lists addresses, and holds no stories; save the pages themselves, or name it in ignore of site.yaml"
        yield Problem(origin, "note", "seed-unknown-kind", message)
    elif root in _FEED_ROOTS or (not root and origin.path.endswith((".rss", ".atom", ".rdf"))):
        yield from read_feed(stream, origin)
    else:
        what = f"<{root}>" if root else "no element"
        message = f"is XML of no known kind ({what}); known are RSS, Atom, WordPress, NewsML, NITF; or name it in ignore of site.yaml"
        yield Problem(origin, "warning", "seed-unknown-kind", message)
