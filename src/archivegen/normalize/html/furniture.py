"""Tell by tag, role and class which parts of a page are its furniture. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from archivegen.normalize.html.tree import Element, names_in, split_names
from archivegen.normalize.html.vocabulary import FURNITURE, FURNITURE_PATTERNS, SHY


class Out(msgspec.Struct, frozen=True):
    """Why an element is no part of the story."""

    reason: str
    is_sure: bool = False
    """By its tag or role, not only by the names that a page's author gave it."""


SILENT = frozenset(
    "script style template noscript noframes head link meta title svg math canvas object param source track base datalist area map "
    "select option optgroup button input textarea progress meter dialog audio".split()
)
"""Elements whose text nobody reads as part of a story."""
_SURE_BY_TAG = {
    "nav": "navigation", "menu": "navigation", "amp-sidebar": "navigation", "amp-ad": "advertisement", "amp-sticky-ad": "advertisement",
    "amp-consent": "cookie notice", "amp-user-notification": "cookie notice", "amp-social-share": "share bar", "amp-lightbox": "dialog",
}  # fmt: skip
_BY_TAG = {"form": "form", "aside": "side box", "footer": "page footer"}
_BY_ROLE = {
    "navigation": "navigation", "search": "search box", "banner": "page header", "contentinfo": "page footer",
    "complementary": "side box", "dialog": "dialog", "alertdialog": "dialog", "menu": "navigation", "toolbar": "buttons",
    "menubar": "navigation", "form": "form",
}  # fmt: skip

_BY_TOKEN = {token: reason for reason, tokens in FURNITURE.items() for token in tokens.split()}
_BY_PATTERN = tuple((re.compile("|".join(patterns), re.IGNORECASE), reason) for reason, patterns in FURNITURE_PATTERNS)
_STORY = re.compile(
    r"article[_-]*(?:body|content|text|copy|main)|story[_-]*(?:body|content|text|copy)|(?:entry|post)[_-]*(?:content|body|entry|text)|"
    r"body[_-]*(?:copy|text)|main[_-]*(?:content|text|col|column)|content[_-]*(?:body|main|text|article)|mw-parser-output|mw-content-text|richtext|"
    r"rich[_-]text|wysiwyg|(?:^|\s)(?:content|story|entry|post|main|article|hentry|h-entry|e-content|primary)(?:\s|$)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HARMLESS = frozenset("html body main article".split())
_SHOWN = frozenset(("figure", "figcaption"))
"""Hidden only from those who listen, as they have heard the picture's description."""
_TAGS_WITH_NAMES = frozenset(
    "div section aside ul ol p span footer header table td tr a figure dl h2 h3 h4 h5 h6 small em strong li center details".split()
)


def is_story_like(names: str) -> bool:
    """Whether class and id *names* say that an element holds a story's text."""
    return _STORY.search(names) is not None


def names_of(element: Element) -> str:
    """What names an element: its tag, class, id and the like."""
    return f"{element.tag} {names_in(element)}"


def reason_of(element: Element, ignored: frozenset[str] = frozenset()) -> Out | None:
    """Why *element*, with all below it, is furniture; None where nothing says so. *ignored*: names that say nothing here."""
    tag = element.tag
    if tag in _SURE_BY_TAG:
        return Out(_SURE_BY_TAG[tag], is_sure=True)
    if ignored and names_of(element) in ignored:
        return None
    if tag in _BY_TAG and not (
        tag == "footer" and element.getparent() is not None and element.getparent().tag == "blockquote"
    ):
        return Out(_BY_TAG[tag])
    attributes = element.attrib
    if not attributes or tag in _HARMLESS:
        return None
    if ("amp-access" in attributes or "subscriptions-section" in attributes) and _is_barred(attributes):
        return Out("offer to subscribers", is_sure=True)
    role = attributes.get("role")
    if role in _BY_ROLE:
        return Out(_BY_ROLE[role], is_sure=role == "navigation")
    if role == "note":
        return None
    style = attributes.get("style")
    if "hidden" in attributes or (style and _HIDDEN_STYLE.search(style)):
        return Out("hidden text")
    if (
        attributes.get("aria-hidden") == "true"
        and tag not in _SHOWN
        and "caption" not in (attributes.get("class") or "")
    ):
        return Out("hidden text")
    if tag not in _TAGS_WITH_NAMES:
        return None
    names = names_in(element)
    return _by_names(names, tag) if names != " " else None


def _is_barred(attributes: Mapping[str, str]) -> bool:
    """AMP shows the element only to those who have not paid."""
    rule = attributes.get("amp-access", "").lstrip("( ").upper()
    return attributes.get("subscriptions-section") == "content-not-granted" or rule.startswith("NOT ")


@lru_cache(4096)
def _by_names(names: str, tag: str) -> Out | None:
    if len(names) > 400:
        return None
    if is_story_like(names) and not _COMMENT.search(names):
        return None
    for word in sorted(split_names(names)):
        reason = _BY_TOKEN.get(word)
        if (
            reason is not None
            and not (word in SHY and tag in _TEXT_TAGS)
            and not (word in _BUILT and _BUILDER.search(names))
        ):
            return Out(reason)
    for pattern, reason in _BY_PATTERN:
        if pattern.search(names):
            return Out(reason)
    return None


_COMMENT = re.compile(r"comment|sidebar|related|footer|newsletter|share", re.IGNORECASE)
_BUILT = frozenset(("widget", "widgets", "teaser"))
_BUILDER = re.compile(r"elementor|siteorigin|teaser-content|so-panel", re.IGNORECASE)
"""Page builders call every part a widget."""
_TEXT_TAGS = frozenset("p h2 h3 h4 h5 h6 span a em strong li td tr table".split())


__all__ = ["SILENT", "Out", "is_story_like", "names_of", "reason_of"]
