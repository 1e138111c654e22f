"""A page of a site's design: Liquid, Jinja, Twig or Go template code that shows other pages, and next to no words of its own. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from archivegen.errors import Origin, Problem

LEFT_OUT = "design-left-out"
_HEAD_KEYS = frozenset(
    "layout permalink title pagination paginate paginator nav nav_order order menu weight eleventynavigation "
    "eleventyexcludefromcollections sitemap excluded_in_search description".split()
)
"""What the head of such a page tells; who wrote it and when is told of stories alone."""
_HEAD = re.compile(r"---[ \t]*\n(?P<head>(?:[^\n]*\n){0,100}?)---[ \t]*(?:\n|$)")
_KEY = re.compile(r"^([A-Za-z_][\w-]{0,60})[ \t]*:", re.MULTILINE)
_SHOWS_OTHERS = re.compile(
    r"\{%-?\s{0,9}(?:for\s+\w+(?:\s*,\s*\w+)?\s+in|extends|block|macro|paginate)\b"
    r"|\{\{-?\s{0,9}(?:range|define|block|template|partial)\b"
)
_CODE = re.compile(
    r"\{%.{0,2000}?%\}|\{\{.{0,2000}?\}\}|\{#.{0,2000}?#\}"
    r"|<(script|style)\b[^<>]{0,2000}>.{0,100000}?</\1\s*>|<!--.{0,20000}?-->|<[^<>]{0,2000}>",
    re.DOTALL | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTED = ("```", "~~~", "{% raw", "{% highlight", "<pre", "<code")
"""What stands about code that is shown, not run."""
_LONGEST = 100_000
"""Letters; no template has more."""
_MOST_WORDS = 40
"""Of its own: a heading, a line of greeting. A story has more, and one that explains code has many more."""
_DATED = re.compile(r"(?:19|20)\d\d-\d\d?-\d\d?-")


def is_template(text: str, origin: Origin, keys: Collection[str] | None = None) -> bool:
    """Whether *text*, all that the file *origin* holds, is such a page. *keys*: of its head where that was taken off already."""
    if "{%" not in text and "{{" not in text:
        return False
    if len(text) > _LONGEST or any(mark in text for mark in _QUOTED):
        return False
    if _DATED.match(PurePosixPath(origin.record or origin.path).name):
        return False
    if keys is None:
        head = _HEAD.match(text.lstrip("\ufeff\n"))
        keys = _KEY.findall(head["head"]) if head is not None else ()
        text = text.lstrip("\ufeff\n")[head.end() :] if head is not None else text
    if not all(key.lower() in _HEAD_KEYS for key in keys):
        return False
    return _SHOWS_OTHERS.search(text) is not None and len(_WORD.findall(_CODE.sub(" ", text))) < _MOST_WORDS


def left_out(origin: Origin) -> Problem:
    """What is told of such a page."""
    message = "is a page of a site's design, made of template code: passed over; write in words what is a story"
    return Problem(origin, "note", LEFT_OUT, message)
