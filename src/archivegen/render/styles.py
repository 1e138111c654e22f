"""A style sheet without what only its authors read: comments, indentation, blanks around signs. Pure."""

from __future__ import annotations

import re

_BLANK = r"(?:\s|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)"
"""A blank or a comment, which ends where it first can."""
_PIECES = re.compile(
    r"""(?P<kept>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"')]*\))"""  # nothing in there is a comment
    rf"|{_BLANK}*(?:;{_BLANK}*(?=\}}))?(?P<sign>[{{}};,]){_BLANK}*"
    rf"|:{_BLANK}+"  # after a property: no selector has a blank there
    rf"|{_BLANK}+",
    re.DOTALL,
)


def compact(sheet: str) -> str:
    """*sheet*, with the same rules in fewer characters. Strings and addresses stay as they are written."""
    return _PIECES.sub(_piece, sheet).strip()


def _piece(found: re.Match[str]) -> str:
    return found["kept"] or found["sign"] or (":" if found[0][0] == ":" else " ")
