"""Whom a byline names → writers, the publication itself, and the agencies that helped: "The Fen Bugle with AFP". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from archivegen.agencies import AGENCIES, agency
from archivegen.normalize.phrases import key_of
from archivegen.patterns import late_pattern

MOST_WORDS = 10
"""Of such a line."""
_WITH = late_pattern(
    r"(?P<who>[^\W\d_][^.,:;!?()|\d]{1,59}?)\s+\(?(?:avec|with|mit|con|com)\s+(?P<agencies>[^.:!?()|]{2,60})\)?\.?"
)
_AND = re.compile(r"\s*(?:,|;|\band\b|\bund\b|\bet\b|\by\b|\be\b|&|/)\s*")
_WORD = re.compile(r"[^\W\d_][\w&.'’-]*")
_SMALL = frozenset("de du des d la le les l et of and der die das und von el los las y del e da do van het".split())
_UNNAMED = frozenset("agences agencies agenturen agencias agenzie agências".split()) | {"les agences", "news agencies"}
_ARTICLE = re.compile(r"(?:Le|La|Les|Der|Die|Das|El|Los|Las|Il|The|De|Het)\s|L['’]", re.IGNORECASE)
_HOUSE = late_pattern(
    r"\b(?:times|post|news|herald|tribune|journal|gazette|guardian|telegraph|mail|express|mirror|chronicle|press|radio|tv|télé|"
    r"courrier|courier|zeitung|tageblatt|anzeiger|nachrichten|rundschau|kurier|presse|figaro|diario|periódico|noticias|giornale|"
    r"gazzetta|corriere|jornal|notícias|krant|dagblad|today|daily|weekly|media|wire)\b",
    re.IGNORECASE,
)


class Makers(msgspec.Struct, frozen=True):
    """Who made a story."""

    writers: tuple[str, ...] = ()
    house: str = ""
    """The publication, where it signs itself."""
    agencies: tuple[str, ...] = ()
    """Those that helped, under their full names."""


def of_names(names: Sequence[str]) -> Makers:
    """Who is who among the *names* of a byline. An agency that stands there alone is the writer."""
    writers: list[str] = []
    agencies: list[str] = []
    for name in names:
        shared = of_line(name)
        if shared.agencies:
            writers += (shared.house,) if shared.house else shared.writers
            agencies += shared.agencies
        elif full := agency(name):
            agencies.append(full)
        else:
            writers.append(name)
    if not writers or not agencies:
        return Makers(tuple(names))
    helpers = tuple(dict.fromkeys(agencies))
    if len(writers) == 1 and is_house(writers[0]):
        return Makers((), writers[0], helpers)
    return Makers(tuple(writers), "", helpers)


@lru_cache(1 << 12)
def of_line(text: str) -> Makers:
    """What *text* tells if it is a publication or a writer and, behind "with", nothing but agencies; else nothing."""
    match = _WITH.fullmatch(text)
    if match is None:
        return Makers()
    who = match["who"].strip()
    if not all(word[0].isupper() or word in _SMALL for word in _WORD.findall(who)):
        return Makers()
    named = [key_of(part).removeprefix("l ") for part in _AND.split(match["agencies"])]
    found = tuple(dict.fromkeys(AGENCIES[name] for name in named if name in AGENCIES))
    if not found or not all(name in AGENCIES or name in _UNNAMED for name in named):
        return Makers()
    return Makers((), who, found) if is_house(who) else Makers((who,), "", found)


def is_house(who: str) -> bool:
    """Whether *who* is a publication and no person: "Le Courrier", "Harbor Herald"."""
    return _HOUSE.search(who) is not None or (
        _ARTICLE.match(who) is not None and who.rsplit(maxsplit=1)[-1][0].isupper()
    )
