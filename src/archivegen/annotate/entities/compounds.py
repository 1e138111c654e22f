"""Divide hyphenated words that are two names, or a name and a tail: "DPRK-Russia", "U.S.-led", "Pro-Beijing". Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from archivegen.annotate.entities.runs import HEADS
from archivegen.annotate.entities.words import Word
from archivegen.gazetteers import COMMON, TOWN, Gazetteer

_TAILS: Final = frozenset(
    [
        "aligned",
        "allied",
        "area",
        "as",
        "backed",
        "based",
        "born",
        "bound",
        "brokered",
        "built",
        "commanded",
        "controlled",
        "dominated",
        "educated",
        "era",
        "esque",
        "friendly",
        "funded",
        "held",
        "imposed",
        "inspired",
        "led",
        "leaning",
        "like",
        "linked",
        "made",
        "majority",
        "minded",
        "only",
        "occupied",
        "operated",
        "oriented",
        "owned",
        "per",
        "produced",
        "related",
        "ruled",
        "run",
        "speaking",
        "sponsored",
        "style",
        "supplied",
        "supported",
        "the",
        "themed",
        "trained",
        "type",
        "wide",
        "wing",
        "winning",
        "year",
    ]
)
_FRONTS: Final = frozenset(
    [
        "all",
        "anti",
        "counter",
        "cross",
        "ex",
        "half",
        "inter",
        "intra",
        "mid",
        "multi",
        "neo",
        "non",
        "pan",
        "post",
        "pre",
        "pro",
        "quasi",
        "semi",
        "sub",
        "super",
        "then",
        "trans",
        "un",
    ]
)


_ELIDED: Final = ("l'", "d'", "L'", "D'")
_WIDEST: Final = 80
_MARKS: Final = ".,;:!?)]\"'”»…"


def widen(words: Iterable[Word], prose: str, gazetteer: Gazetteer) -> Iterator[Word]:
    """*words* with those that begin a known name that goes on in lower case made the whole name: "Parti socialiste"."""
    taken = 0
    for word in words:
        if word.start < taken:
            continue
        longest = gazetteer.longest.get(word.text)
        if longest > 1 and not word.possessive:
            end = _known_end(word, longest, prose, gazetteer)
            if end > word.end:
                taken = end
                yield word._replace(end=end, text=prose[word.start : end])
                continue
        yield word


def _known_end(word: Word, longest: int, prose: str, gazetteer: Gazetteer) -> int:
    """Where a known name ends that *word* begins and a word in lower case ends; 0 if there is none."""
    following = prose[word.start : word.start + _WIDEST].split(" ")[:longest]
    for size in range(len(following), 1, -1):
        last = following[size - 1].rstrip(_MARKS)
        if last[:1].islower() and size > 1:
            name = " ".join((*following[: size - 1], last))
            if name in gazetteer.known:
                return word.start + len(name)
    return 0


def divide(words: Sequence[Word], gazetteer: Gazetteer) -> Iterator[Word]:
    """*words* with each compound replaced by the names in it. Two surnames are parted only if both stand alone elsewhere."""
    alone = {word.text for word in words if "-" not in word.text}
    for written in words:
        word = _without_article(written, gazetteer) if written.text.startswith(_ELIDED) else written
        if "-" in word.text and word.text not in gazetteer.known and word.text not in gazetteer.longest:
            yield from _parts(word, alone, gazetteer)
        else:
            yield word


def _without_article(word: Word, gazetteer: Gazetteer) -> Word:
    """ "l'ONU", "L'Université": the article is no part of a name that is known, or begins with what it is."""
    rest = word.text[2:]
    if rest in gazetteer.longest or gazetteer.classes[rest] & (HEADS | TOWN) or rest.isupper():
        return word._replace(start=word.start + 2, text=rest, first=False)
    return word


def _parts(word: Word, alone: set[str], gazetteer: Gazetteer) -> Iterator[Word]:
    first, _, rest = word.text.partition("-")
    if first.lower() in _FRONTS:  # "Pro-Beijing", "Ex-President": an adjective
        if rest[:1].isupper() and first.lower() in ("ex", "then"):
            yield word._replace(start=word.end - len(rest), text=rest, gap="", first=False)
        return
    if rest[:1].islower():
        last = rest.rpartition("-")[2]
        is_tail = (
            rest.partition("-")[0] in _TAILS
            or last in _TAILS
            or (len(last) > 4 and last.endswith(("ed", "ing")) and gazetteer.classes[last] & COMMON)
        )
        if is_tail or (first in gazetteer.known and gazetteer.classes[rest] & COMMON):
            yield word._replace(end=word.start + len(first), text=first, possessive=False)
        else:
            yield word
        return
    parts = word.text.split("-")
    if all(part in gazetteer.known and gazetteer.known[part].kind != "organization" for part in parts) or all(
        part in alone for part in parts
    ):
        at = word.start
        for n, part in enumerate(parts):
            yield word._replace(
                start=at,
                end=at + len(part),
                text=part,
                gap=word.gap if n == 0 else "",
                possessive=word.possessive and n == len(parts) - 1,
                first=word.first and n == 0,
            )
            at += len(part) + 1
    else:
        yield word
