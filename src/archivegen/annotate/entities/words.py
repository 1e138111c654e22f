"""Find the capitalised words of a text, and the runs that they stand in. Pure; knows no gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from archivegen.model import Text

_UPPER: Final = "A-ZÀ-ÖØ-Þ" + "".join(
    c for c in map(chr, (*range(0x100, 0x590), *range(0x1E00, 0x1F00))) if c.isupper()
)
_ABBREVIATED = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Col|Maj|Capt|Lt|Cmdr|Adm|Sgt|Cpl|Pvt|Rev|Hon|Pres|Supt|Insp|Amb|Atty|St|Sec|Brig|Fr|Spc|"
    "Messrs|Inc|Ltd|Co|Corp|Bros|Jr|Sr|Ft|Mt|No|Dept|Univ|Assn"
)
_STATES = (
    "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|"
    "Wash|Wis|Wyo|Alta|Ont|Que|Sask|Man|W\\.Va"
)
_WORD: Final = re.compile(
    rf"""(?<![\w@#])(?<!(?:pro|nti|non)-)(?:
        (?:[{_UPPER}]\.){{2,}}(?:[{_UPPER}](?![\w.]))?          # U.S., J.R.R.
      | [{_UPPER}]\.(?=[ ]?[{_UPPER}])                          # the initial of John F. Kennedy
      | (?:{_ABBREVIATED})\.(?!\w)
      | (?<=,[ ])(?:{_STATES})\.(?!\w)
      | (?:(?:[ae]l|a[dnrstz]|ash|[dl]|dell|dall|ibn|ul|ur)['\-])?         # al-Assad, d'Estaing
        [{_UPPER}]\w*(?:[&+][{_UPPER}]\w*)*(?:'[^\W\d_]\w*)*(?:-\w+(?:'[^\W\d_]+)?)*
      | [a-z]{{1,5}}[{_UPPER}][a-z]\w+                           # iPhone, eBay, openHouse
    )""",
    re.VERBOSE,
)
_CAPITAL: Final = re.compile(f"[{_UPPER}]")
_LONGEST_OPENING: Final = 5
"""Characters of a word before its first capital: "dell'Arte", "openHouse"."""
_NO_PROSE: Final = re.compile(r"https?://\S+|\bwww\.\S+|pic\.twitter\.com\S*|[\w.+\-]{1,64}@[\w\-]{1,64}\.[\w.]{1,64}")
_DOMAINS: Final = (".com", ".org", ".net", ".gov", ".edu", ".co.")
PERSONAL_GAPS: Final = frozenset(
    f" {particle} "
    for particle in (
        "al|bin|da|das|de|de la|del|della|des|di|do|dos|du|e|el|ibn|la|le|ten|ter|van|van den|van der|von|von der|y|zu".split(
            "|"
        )
    )
)
"""Between the words of a person's name."""
_GAPS: Final = (
    PERSONAL_GAPS
    | frozenset(
        f" {joint} "
        for joint in "of|of the|for|for the|and|and the|&|in|in the|on|on the|to|to the|against|with|at".split("|")
    )
    | {" "}
)
"""Between words that may be of one name."""


class Word(NamedTuple):
    start: int
    end: int
    text: str
    """Straight apostrophes, without a possessive 's."""
    sentence: int
    gap: str
    """What stands between the word before and this one, if the two may be of one name; else "" ."""
    possessive: bool
    first: bool
    """It opens its sentence (or what stands in quotation marks or after a colon)."""


def plain(text: str) -> str:
    """*text* with straight apostrophes and plain spaces, character for character."""
    return text.replace("’", "'").replace("ʼ", "'").replace("\xa0", " ")


def words(text: Text, prose: str) -> Iterator[Word]:
    """The capitalised words of *prose* (= plain(text.text)) in order; not those of addresses and handles. O(length)."""
    spans = (
        [m.span() for m in _NO_PROSE.finditer(prose)]
        if "://" in prose or "www." in prose or "@" in prose or "pic." in prose
        else []
    )
    spans.append((len(prose) + 1, len(prose) + 1))
    sentences = text.sentences
    masked = iter(spans)
    mask_start, mask_end = next(masked)
    sentence = 0
    last = len(sentences) - 1
    before = -100
    before_sentence = -1
    for match in _matches(prose):
        start, end = match.span()
        while start >= mask_end:
            mask_start, mask_end = next(masked)
        if start >= mask_start or prose.startswith(_DOMAINS, end):
            continue
        while sentence < last and sentences[sentence].end <= start:
            sentence += 1
        written = match[0]
        possessive = False
        if written.endswith(("'s", "'S")):
            written = written[:-2]
            end -= 2
            possessive = True
        elif end < len(prose) and prose[end] == "'" and written[-1] in "sxz":
            possessive = prose[end + 1 : end + 2] == " " and _closes_nothing(prose, start)
        gap = ""
        if sentence == before_sentence and start - before <= 9:
            between = prose[before:start]
            if between in _GAPS:
                gap = between
        opens = _opens(prose, start, sentences[sentence].start if sentences else 0)
        if written:
            yield Word(start, end, written, sentence, gap, possessive, opens)
        before = match.end() + (possessive and match.end() == end)  # behind the apostrophe of "Seafarers' League"
        before_sentence = sentence


def _matches(prose: str) -> Iterator[re.Match[str]]:
    """Each of _WORD in *prose*, which is looked for near capitals only: to try it everywhere costs three times as much."""
    at = 0
    while (capital := _CAPITAL.search(prose, at)) is not None:
        match = _WORD.search(prose, max(at, capital.start() - _LONGEST_OPENING))
        if match is None:
            return
        yield match
        at = match.end()


def _closes_nothing(prose: str, start: int) -> bool:
    return start == 0 or prose[start - 1] != "'"


def _opens(prose: str, start: int, sentence_start: int) -> bool:
    if start == sentence_start:
        return True
    mark = prose[start - 1]
    if mark in "\"“‘'([«„—–•*":
        return (
            start - 1 <= sentence_start
            or mark in "\"“‘'«„"
            or prose[max(0, start - 3) : start - 1].strip() in ("", ".", ":")
        )
    return prose[max(0, start - 2) : start - 1] in (":", ";", "•", "*", "—") and mark == " "
