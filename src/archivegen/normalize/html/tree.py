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
    last = ""
    for text in element.itertext():
        if last[-1:].isalnum() and text[:1].isupper() and not last[-1:].isupper():
            parts.append(" ")  # two parts that stand apart on the page: a kicker and its headline
        last = text or last
        parts.append(text)
        length += len(text)
        if length > 4 * limit:
            break
    return " ".join("".join(parts).split())[:limit]


def divided(element: Element) -> str:
    """The text below *element*, a bar where two of its parts touch without a space: "Jane Doe" and "Reporter"."""
    text = ""
    for part in element.itertext():
        is_glued = text[-1:].isalnum() and part[:1].isalnum()
        text += f" | {part}" if is_glued else part
    return " ".join(text.split())


def without_silent(root: Element) -> None:
    """Take out of the tree *root* what no reader sees: scripts, styles, drawings. Players of old pages become frames."""
    for element in [*root.iter("object", "embed")]:
        params = {(p.get("name") or "").lower(): p.get("value") for p in element.iter("param")}
        address = element.get("data") or element.get("src") or params.get("movie") or params.get("src")
        if address and address.startswith(("http:", "https:", "//")) and element.getparent() is not None:
            tail = element.tail
            element.clear()
            element.tag, element.tail = "iframe", tail
            element.set("src", address)
    etree.strip_elements(
        root, "script", "style", "svg", "template", "math", "object", "select", "button", "textarea", with_tail=False
    )


_NAMING = frozenset(
    """data-testid data-test-id data-test data-qa data-component data-component-name data-gu-name data-area data-hook data-module
    data-name data-type data-block""".split()
)
"""What else tells what an element is for: pages whose classes are made by machines name their parts for their own tests."""
_LABELLED = frozenset(("div", "section", "aside"))


def names_in(element: Element) -> str:
    """Class, id and what else names *element* for its makers, divided by spaces; " " where nothing does."""
    attributes = element.attrib
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if len(attributes) > ("class" in attributes) + ("id" in attributes):
        for name, value in attributes.items():
            if (name in _NAMING or (name == "aria-label" and element.tag in _LABELLED)) and len(value) <= 60:
                names += f" {value}"
    return names


def split_names(names: str) -> frozenset[str]:
    """The words that *names* (class or id values) are put together from."""
    if names == " ":
        return frozenset()
    return frozenset(_WORD.findall(_HUMP.sub(r"\1 \2", names[:1000]).lower()))


_HUMP = re.compile(r"([a-z0-9])([A-Z])")
_WORD = re.compile(r"[a-z0-9]+")


def items_of(element: Element, depth: int = 0) -> list[tuple[Element, int]]:
    """The items of a list with those of lists inside them, in order, with their depth."""
    found: list[tuple[Element, int]] = []
    for child in element:
        if child.tag in ("ul", "ol"):
            found += items_of(child, depth + 1)
        elif isinstance(child.tag, str):
            found.append((child, depth))
            for inner in child.iter("ul", "ol"):
                above = inner.getparent()
                while above is not child and above is not None and above.tag not in ("ul", "ol", "li"):
                    above = above.getparent()
                if above is child:
                    found += items_of(inner, depth + 1)
    return found


def verbatim(element: Element, silent: frozenset[str]) -> str:
    """The text below *element* as it stands, white space and all; breaks are line ends, *silent* elements say nothing."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == "br":
            parts.append("\n")
        elif node.tag not in silent:
            parts.append(node.text or "")
        if node is not element:
            parts.append(node.tail or "")
    return "".join(parts)
