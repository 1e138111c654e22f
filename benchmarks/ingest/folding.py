"""Text without the differences that do not count, and its words. Pure."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = str.maketrans(
    dict.fromkeys("‘’‚‛′`´‹›", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("–—−‐‑‒―", "-")
    | dict.fromkeys("\u00ad\u200b\u200e\u200f\ufeff")
    | {"…": "..."}
)
_ONE_BY_ONE = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0e7f\u1000-\u109f"
_WORD = re.compile(rf"[{_ONE_BY_ONE}]|[^\W{_ONE_BY_ONE}]+")


def fold(text: str) -> str:
    """*text* without the differences that do not count: width, quotation marks, dashes, case, white space."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).split()).casefold()


def words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def in_a_row(text: str) -> str:
    """The words of *text* between blanks: one holds the other if its words stand in it in a row."""
    return f" {' '.join(words(text))} "
