"""Which elements of a page are blocks, which hold blocks, and which lists only lay out what is more than items. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from archivegen.normalize.html import embeds
from archivegen.normalize.html.tree import Element

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | frozenset(
    """p div section article aside header footer main nav ul ol li dl dt dd blockquote pre table tbody thead tfoot tr td th figure
    figcaption caption hr address form fieldset details summary center iframe picture video html body amp-img noframes frameset
    hgroup""".split()
)
_NO_ITEMS = "h1 h2 h3 h4 h5 h6 figure table blockquote pre iframe article section form video".split()


def holders(elements: Sequence[Element]) -> set[Element]:
    """Those elements that have a block anywhere below them. O(len(elements))."""
    found: set[Element] = set()
    for element in elements:
        if element.tag in BLOCKS or embeds.is_embed(element):
            for above in element.iterancestors():
                if above in found:
                    break
                found.add(above)
    return found


def is_layout(element: Element, holders: Collection[Element]) -> bool:
    """Whether the list *element* only lays out what is more than its items: cards, slides, posts of a live blog."""
    if element not in holders:
        return False
    if next(element.iter(*_NO_ITEMS), None) is not None:
        return True
    return any(sum(1 for node in item if node.tag in ("p", "div")) > 2 for item in element.iter("li"))
