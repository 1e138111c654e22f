"""Sentences and quotations of an article as other pages show them: cut, marked. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from archivegen.model import Text
from archivegen.render.weave import Tag, lines, weave

FRAGMENT_LENGTH = 40


def passage(text: Text, sentence: int, spans: Sequence[tuple[int, int]], *, most: int = 420) -> str:
    """Sentence number *sentence* of *text*, the words at *spans* marked; cut around the first if longer than *most*."""
    place = text.sentences[sentence]
    start, end, before, after = place.start, place.end, "", ""
    if end - start > most and spans:
        centre = min(max(spans[0][0], start), end)
        if centre - start > most // 2:
            start, before = _word_start(text.text, centre - most // 2, centre), "… "
        if end - start > most:
            end, after = _word_end(text.text, start + most, centre), " …"
    return before + _marked(text.text, start, end, spans) + after


def _marked(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    """text[start:end] as HTML, the words at *spans* marked."""
    whole = text[start:end]
    is_simple = lines(whole) is whole  # nothing in it needs an escape
    pieces: list[str] = []
    at = start
    for begin, stop in spans:
        is_simple = is_simple and at <= begin < stop <= end
        pieces += (text[at:begin], "<mark>", text[begin:stop], "</mark>")
        at = stop
    if is_simple:
        return "".join([*pieces, text[at:end]])
    return weave(text, start, end, [Tag(begin, stop, 1, "<mark>", "</mark>") for begin, stop in spans])


def excerpt(text: Text, sentence: int, spans: Sequence[tuple[int, int]], *, most: int = 700) -> str:
    """The words of a quotation, its parts divided by " … " or, where they are paragraphs, by line breaks.

    A fragment of a few words says little alone: it is marked in its sentence.
    """
    if sum(end - start for start, end in spans) < FRAGMENT_LENGTH:
        return passage(text, sentence, spans)
    pieces: list[str] = []
    left = most
    for number, (start, end) in enumerate(spans):
        if number:
            between = text.text[spans[number - 1][1] : start]
            pieces.append("<br>" if "\n\n" in between or not between.strip() else " … ")
        stop = min(end, start + left)
        pieces.append(lines(text.text[start:stop]) + (" …" if stop < end else ""))
        left -= stop - start
        if left <= 0:
            break
    return "".join(pieces)


def _word_start(text: str, at: int, limit: int) -> int:
    found = text.find(" ", at, limit)
    return found + 1 if found >= 0 else at


def _word_end(text: str, at: int, limit: int) -> int:
    found = text.rfind(" ", limit, at)
    return found if found >= 0 else at
