"""Cut sentences into clauses, and clauses into labels. Pure string work."""

from __future__ import annotations

import re

from archivegen.annotate import markup
from archivegen.model import Span

_LONGEST_LABEL = 160
_SHORTEST_CLAUSE = 24
_REACH = 600
_BOUNDARY = re.compile(
    r"[;:]\s+|—\s?|,\s+(?=(?:and|but|while|which|who|whom|whose|when|where|after|before|as|since|although|though|because|so|yet|"
    r"following|et|mais|qui|alors|und|aber|während|y|pero|mientras)\s)"
)
_OPENING = re.compile(r"(?:and|but|so|yet|however,|meanwhile,|also,|et|mais|und|aber|y|pero)\s+", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:the|an?|he|she|they|it|his|her|its|their|this|these|those|some|many|several|most|two|three|four|five|more|about|nearly|"
    r"le|la|les|il|elle|der|die|das|er|sie|el|los|las)\s"
)
_DATE_FIRST = re.compile(r"(?:(?:on|in|at|by|since|during|late|early|earlier|le|en|am|im|el)\s+)?$", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def clause_at(text: str, sentence: Span, at: int) -> Span:
    """The clause of *sentence* in which *at* lies; the sentence itself where that would be too short to tell anything."""
    start, end = max(sentence.start, at - _REACH), min(sentence.end, at + _REACH)
    for match in _BOUNDARY.finditer(text, start, end):
        if match.end() <= at:
            start = match.end()
        elif match.start() > at:
            end = match.start()
            break
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end - start >= _SHORTEST_CLAUSE else sentence


def stands_alone(text: str, clause: Span, sentence: Span) -> bool:
    """Whether *clause* tells who did what by itself: it opens its sentence, or with a name or a subject's word."""
    if clause.start == sentence.start:
        return True
    opening = _OPENING.match(text, clause.start, clause.end)
    start = opening.end() if opening is not None else clause.start
    return text[start : start + 1].isupper() or bool(_SUBJECT.match(text, start, clause.end))


def label(text: str, clause: Span, expression: Span) -> str:
    """The words of *clause* on one line, without an opening conjunction or the date it opens with."""
    start, end = clause.start, clause.end
    opening = _OPENING.match(text, start, end)
    if opening is not None:
        start = opening.end()
    lead = text[start : expression.start] if start <= expression.start < end else "x"
    if _DATE_FIRST.fullmatch(lead) and text[expression.end : expression.end + 2] == ", ":
        start = expression.end + 2
    words = text[start : min(end, start + 6 * _LONGEST_LABEL)]
    if "<" in words or "{" in words:
        words = markup.blanked(words)
    words = _SPACE.sub(" ", words).strip(" ,;:—–")
    words = _balanced(_cut(words))
    return words[:1].upper() + words[1:] if words[:1].islower() else words


def _cut(words: str) -> str:
    if len(words) <= _LONGEST_LABEL:
        return words[:-1] if words.endswith(".") and not words.endswith("..") and words[-3:-2] != "." else words
    cut = words.rfind(" ", 0, _LONGEST_LABEL)
    return words[: cut if cut > 40 else _LONGEST_LABEL].rstrip(" ,;:—–") + "…"


def _balanced(words: str) -> str:
    """Without a lone quotation mark that the cut has left."""
    for opener, closer in (("“", "”"), ("«", "»"), ("(", ")")):
        if words.count(opener) != words.count(closer):
            words = words.replace(opener, "").replace(closer, "")
    return words.strip()
