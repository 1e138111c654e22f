"""Sort names into the letters of an A-Z. Pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

OTHER = "#"
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN", "DEVANAGARI", "THAI", "HANGUL")
_BARE = str.maketrans({"Ø": "O", "Ł": "L", "Đ": "D", "Æ": "A", "Œ": "O", "Þ": "T", "ı": "I", "ß": "S", "Ħ": "H"})
_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
"""For ASCII alone: letters and digits in lower case, all else as blanks."""


@lru_cache(maxsize=65536)
def sort_key(name: str) -> str:
    """*name* for comparing: without accents, case and punctuation."""
    if name.isascii():
        return " ".join(name.translate(_PLAIN).split())
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", name.upper().translate(_BARE)) if not unicodedata.combining(c)
    )
    return " ".join("".join(c if c.isalnum() or c.isspace() else " " for c in bare.casefold()).split())


@lru_cache(maxsize=65536)
def letter_of(name: str) -> str:
    """The letter under which *name* stands: "Élysée" under E, "Жуков" under Ж, "20 Minutes" under #."""
    key = sort_key(name)
    if not key:
        return OTHER
    first = key[0].upper()[:1]
    if first.isascii():
        return first if first.isalpha() else OTHER
    script = unicodedata.name(first, "").partition(" ")[0]
    if script in _ALPHABETS and first.isalpha():
        return first
    return "字" if first.isalpha() else OTHER


def page_of(letter: str) -> str:
    """The name of the page of *letter* (or of its first two letters): "p", "pa", "u416", "0" for #."""
    if letter == OTHER:
        return "0"
    return "".join(c.lower() if c.isascii() and c.isalnum() else f"u{ord(c):x}" for c in letter)
