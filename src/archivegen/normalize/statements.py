"""Find documents that a story gives in full: an announcing line, then a long passage in quotation marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases
from archivegen.patterns import late_pattern

_LONG = 50
"""Words of a passage that is a document and no mere quotation."""
_OPENS = late_pattern(r"[“\"„«»「『]")
_CLOSES = re.compile(r"[”\"“»«」』][.,]?$")
_ANNOUNCES = late_pattern(
    r"\b(?:statement|letter|memo|speech|remarks|declaration|communiqu[eé]|resolution|e-?mail|text|Erklärung|Wortlaut|Brief|Rede|déclaration|"
    r"lettre|texte|discours|comunicado|declaración|carta|texto)\b",
    re.IGNORECASE,
)
_IN_FULL = re.compile(
    r"\b(?:full|text of|in full|reads?|as follows|below|following|im Wortlaut|intégral|íntegro)\b", re.IGNORECASE
)


def find(lines: Sequence[Line], phrases: Phrases, taken: frozenset[int]) -> list[tuple[int, int]]:
    """(start, end) of the lines of each document given in full; its announcing line is not among them.

    A quotation mark inside does not end it: it ends with the first paragraph that closes with a mark and is followed by none
    that opens with one.
    """
    found: list[tuple[int, int]] = []
    for index in range(len(lines) - 1):
        if index in taken or (found and index < found[-1][1]) or not _is_announcement(lines[index], phrases):
            continue
        end = index + 1
        while end < len(lines) and end not in taken and _OPENS.match(lines[end].text):
            end += 1
            if _CLOSES.search(lines[end - 1].text):
                break
        if sum(line.words for line in lines[index + 1 : end]) >= _LONG:
            found.append((index + 1, end))
    return found


def _is_announcement(line: Line, phrases: Phrases) -> bool:
    if line.words > 40 or not line.key:
        return False
    if phrases.opens("statement", line.key) and line.words <= 16:
        return True
    return line.text.endswith(":") and bool(_ANNOUNCES.search(line.text)) and bool(_IN_FULL.search(line.text))
