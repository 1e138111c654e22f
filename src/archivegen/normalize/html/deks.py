"""Which line of a page is its dek, by what it is called and where it stands. Pure."""

from __future__ import annotations

import re

from archivegen.normalize.html.index import Tag
from archivegen.normalize.html.tree import names_in, split_names, words_of
from archivegen.normalize.phrases import key_of

CALLED = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|standfirst|sub-?title|sub-?headline|chapo|sottotitolo|occhiello|entradilla|bajada|strapline|subline|p-summary)(?:$|[\s_-])",
    re.IGNORECASE,
)


def follows_headline(tag: Tag, title: str) -> bool:
    """The line stands right below the h1 that is the headline, in the same element."""
    element = tag.element
    above = element.getprevious()
    if (
        above is None
        or above.tag != "h1"
        or element.tag not in ("p", "div", "h2")
        or key_of(words_of(above)) != key_of(title)
    ):
        return False
    if _OF_CREDIT.search(tag.value) or not _DEK_PARTS & split_names(names_in(element)):
        return False
    holds_more = next(element.iter("img", "figure", "ul", "time", "a"), None) is not None
    return not holds_more and _DEK_WORDS[0] <= len(tag.value.split()) <= _DEK_WORDS[1]


_DEK_WORDS = (5, 60)
_DEK_PARTS = frozenset(
    "teaser intro introduction summary abstract excerpt vorspann chapo lead lede description einleitung anreisser ingress".split()
)
_OF_CREDIT = re.compile(
    r"^(?:by|von|par|por|di|door|gespeichert|posted|published|submitted|updated|veröffentlicht|publié)\b|\d[:.h]\d\d\b",
    re.IGNORECASE,
)


def same_words(first: str, second: str) -> bool:
    a, b = key_of(first), key_of(second)
    return a == b or (len(b) > 30 and (a.startswith(b[: int(0.9 * len(b))]) and len(a) < 1.5 * len(b)))
