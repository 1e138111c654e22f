"""What is left of markup in a text: tags, shortcodes, addresses of files. None of it is prose. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from archivegen.model import Span
from archivegen.patterns import late_pattern

_LEFTOVER: Final = late_pattern(
    r"</?[A-Za-z][\w\-]{0,20}(?:\s[^<>]{0,600})?/?>|<!--[^<>]{0,600}-->|\{\{[<%][^{}]{0,600}[>%]\}\}|\{%[^{}]{0,600}%\}"
    r"|(?<![\w\-/.])[\w\-/.]{1,200}\.(?:jpe?g|png|gif|svg|webp|pdf|html?|md|docx?|xlsx?|csv|json)\b"
)
_FILE: Final = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|pdf|html?|md|docx?|xlsx?|csv|json)\b")


def leftovers(text: str) -> Iterator[Span]:
    """Where markup and names of files stand in *text*; ascending. Linear: nothing is looked for over 600 characters."""
    if "<" in text or "{" in text or _FILE.search(text):
        for match in _LEFTOVER.finditer(text):
            yield Span(*match.span())


@lru_cache(maxsize=2)
def blanked(text: str, *, by: str = " ") -> str:
    """*text* with every character of such markup replaced by *by*; of the same length. Each annotator asks it of the same text in turn."""
    parts: list[str] = []
    at = 0
    for span in leftovers(text):
        parts += (text[at : span.start], by * (span.end - span.start))
        at = span.end
    if not parts:
        return text
    parts.append(text[at:])
    return "".join(parts)
