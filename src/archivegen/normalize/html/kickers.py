"""Find the kicker of a page: the label above its headline, so called or known by its words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from archivegen.model import Inference
from archivegen.normalize import bylines, lines
from archivegen.normalize.html.index import Index, Tag, is_of_others, proof_of
from archivegen.normalize.html.tree import Element, beginning_of, names_in, split_names
from archivegen.normalize.kickers import is_known
from archivegen.normalize.phrases import Phrases, key_of

_CALLED = frozenset(
    "kicker eyebrow overline roofline dachzeile spitzmarke surtitre antetitulo antetitel volanta chapeu pretitle supertitle".split()
)
"""Words of classes, ids and the like that name a kicker."""
_CRUMBS = frozenset("breadcrumb breadcrumbs crumbs byline author date time published share".split())
_LONGEST = 8
"""Words."""
_UP = 3
"""How many elements around the headline are looked at,"""
_BEFORE = 3
"""how many beside each,"""
_INSIDE = 12
"""and how many in those."""


def kicker_of(
    index: Index, titles: Collection[str], passed_over: Collection[str], phrases: Phrases, *, language: str
) -> Inference | None:
    """The kicker above the headline that says one of *titles* (keys). What says one of *passed_over* (keys of the site's and
    the section's name, and of the headline) is none.
    """
    headlines = [tag for tag in index.headings if key_of(tag.value) in titles and not is_of_others(tag, index.own)]
    for headline in headlines[:2]:
        for tag in _above(headline):
            if _may_be(tag, passed_over, phrases, language):
                return Inference(tag.value, "printed above the headline", 0.85, (proof_of(tag.line, tag.value),))
    return None


def _above(headline: Tag) -> Iterator[Tag]:
    """What stands right above *headline* and is called a kicker; and what stands there by itself."""
    shift = headline.line - (headline.element.sourceline or 1)
    node = headline.element
    for up in range(_UP):
        for n, beside in enumerate(_beside(node)):
            for element in islice(beside.iter(), _INSIDE):
                if isinstance(element.tag, str) and _is_called(element):
                    yield _tag(element, shift, is_called=True)
            if up == n == 0:
                yield _tag(beside, shift, is_called=False)
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "main", "html"):
            return
        node = parent


def _beside(node: Element) -> Iterator[Element]:
    for n, beside in enumerate(node.itersiblings(preceding=True)):
        if n >= _BEFORE:
            return
        if isinstance(beside.tag, str):
            yield beside


def _is_called(element: Element) -> bool:
    words = split_names(f"{names_in(element)} {element.get('itemprop') or ''}")
    return not _CALLED.isdisjoint(words) and _CRUMBS.isdisjoint(words)


def _tag(element: Element, shift: int, *, is_called: bool) -> Tag:
    """The text of *element*; of one that is not called a kicker only if it is one line."""
    is_line = is_called or element.tag in ("p", "div", "span", "strong", "h2", "h3", "h4", "h5", "h6")
    return Tag(beginning_of(element, 200) if is_line else "", (element.sourceline or 1) + shift, element)


def _may_be(tag: Tag, passed_over: Collection[str], phrases: Phrases, language: str) -> bool:
    key = key_of(tag.value)
    if not key or key in passed_over or key.count(" ") >= _LONGEST:
        return False
    if not _is_called(tag.element):
        return is_known(tag.value, key, phrases)
    line = lines.lines_of(tag.value, tag.line)[0]
    return not line.prose and bylines.read(line, phrases, language=language) is None
