"""HTML text → a tree of elements of bounded depth. Never reaches for the network; entities stand for characters only."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

Element = Any
"""An lxml element; lxml has no types of its own."""

LONGEST = 20_000_000
"""Characters of a page; a longer one is refused, not read for minutes."""
DEEPEST = 180
"""Nested elements; the parser gives a page up at 256, and nobody sees what is deeper."""

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype|!--|/?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_UNNESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p option body html head".split()
)
"""Elements that have no end, or that end by themselves where the next begins."""


class UnreadableError(ValueError):
    """A page that the parser cannot take in; the message says why and what to do."""


def is_page(body: str) -> bool:
    """Whether *body* is a whole page, with a head or furniture of its own, and not only the story's markup."""
    return _PAGE.search(body, 0, 20_000) is not None


def has_markup(body: str) -> bool:
    """Whether any tag stands in *body*."""
    return _MARKUP.search(body) is not None


def parse(body: str) -> Element:
    """The root element of *body*. Raises UnreadableError. Linear, but for what the parser itself does."""
    if len(body) > LONGEST:
        raise UnreadableError(
            f"the page has {len(body) // 1_000_000} million characters; cut it, the most is {LONGEST // 1_000_000}"
        )
    root, errors = _parsed(body)
    if root is None or "Excessive depth" in errors:
        root, errors = _parsed(flattened(body))
    if root is None:
        raise UnreadableError("the page could not be taken apart; save it anew, or give the story as text")
    return root


def _parsed(body: str) -> tuple[Element | None, str]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    errors = " ".join(str(entry.message) for entry in list(parser.error_log)[-3:])
    if "limit exceeded" in errors:
        raise UnreadableError("the page holds a run of more than ten million characters; cut it")
    return root, errors


def flattened(body: str) -> str:
    """*body* without the tags that nest deeper than DEEPEST; every word stays."""
    depth = 0
    parts: list[str] = []
    at = 0
    for tag in _TAG.finditer(body):
        name = tag[2].lower()
        if name in _UNNESTED or tag.group().endswith("/>"):
            continue
        if tag[1]:
            drop = depth > DEEPEST
            depth = max(0, depth - 1)
        else:
            depth += 1
            drop = depth > DEEPEST
        if drop:
            parts.append(body[at : tag.start()])
            at = tag.end()
    parts.append(body[at:])
    return " ".join(parts)


def words_of(element: Element) -> str:
    """All text below *element*, white space folded."""
    return " ".join("".join(element.itertext()).split())


def beginning_of(element: Element, limit: int) -> str:
    """The first *limit* characters, or a few more, of the text below *element*, white space folded."""
    parts: list[str] = []
    length = 0
    for text in element.itertext():
        parts.append(text)
        length += len(text)
        if length > 4 * limit:
            break
    return " ".join("".join(parts).split())[:limit]


def without_silent(root: Element) -> None:
    """Take out of the tree *root* what no reader sees: scripts, styles, drawings."""
    etree.strip_elements(
        root, "script", "style", "svg", "template", "math", "object", "select", "button", "textarea", with_tail=False
    )


def split_names(names: str) -> frozenset[str]:
    """The words that *names* (class or id values) are put together from."""
    if names == " ":
        return frozenset()
    return frozenset(_WORD.findall(_HUMP.sub(r"\1 \2", names[:1000]).lower()))


_HUMP = re.compile(r"([a-z0-9])([A-Z])")
_WORD = re.compile(r"[a-z0-9]+")
