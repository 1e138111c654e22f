"""Who published a story and which agencies helped, from the story's own words. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from archivegen.agencies import AGENCIES
from archivegen.model import Evidence, Inference
from archivegen.normalize import makers
from archivegen.normalize.lines import Line, remembered
from archivegen.normalize.phrases import phrases
from archivegen.patterns import late_pattern

# "told The Epoch Times", "in an interview with The Guardian": who is told is who publishes, if nobody else is told as much.
_TOLD = re.compile(
    r"\b(?:told|tells|in an? (?:exclusive )?(?:interview|e-?mail|statement)(?: sent)? (?:with|to)|"
    r"(?:spoke|speaking) (?:exclusively )?(?:with|to))\s+"
    r"(?P<name>(?:[Tt]he )?(?:[A-Z][A-Z]+\b(?: News)?|[A-Z][\w&’'.-]*(?: (?:of |and |the )?[A-Z][\w&’'-]*){0,4}))"
)
_SPEAKS = ("told ", "tells ", "interview ", "mail ", "statement ", "spoke ", "speaking ")
# Cited by everybody: told once, they tell nothing about who publishes.
_CITED = frozenset(
    [
        "bbc",
        "bbc news",
        "cnn",
        "cbs",
        "cbs news",
        "nbc",
        "nbc news",
        "abc",
        "abc news",
        "npr",
        "pbs",
        "fox news",
        "sky news",
        "msnbc",
        "cnbc",
        "al jazeera",
        "new york times",
        "washington post",
        "wall street journal",
        "usa today",
        "guardian",
        "atlantic",
        "independent",
    ]
)
_IS_OUTLET = re.compile(
    r"\b(?:times|post|news|herald|tribune|journal|gazette|guardian|telegraph|independent|mail|express|mirror|sun|star|globe|observer|"
    r"chronicle|examiner|inquirer|register|press|review|standard|today|daily|weekly|magazine|radio|tv|television|broadcasting|media|"
    r"wire|report|dispatch|ledger|courier|bulletin|monitor|politico|axios|wikinews|vox|npr|pbs|cnn|bbc|nbc|cbs|abc|fox|"
    r"bloomberg|newsweek|buzzfeed|propublica|intercept|atlantic|economist|spectator|nation|mercury|advertiser|argus|echo)\b",
    re.IGNORECASE,
)
_CONTRIBUTED = late_pattern(
    r"(?P<who>.{2,160}?)\s+contributed(?:\s+(?:to\s+(?:this|the)|reporting)\b|\b)", re.IGNORECASE
)
_WITH = late_pattern(
    r"\(?(?:with (?:(?:files|reporting|material|information|additional reporting) )?(?:from|by)|mit material von|mit informationen von|"
    r"avec|con información de|con)\s+(?P<who>.{2,120}?)\)?\.?$",
    re.IGNORECASE,
)
_WITH_WORDS = ("with ", "mit ", "avec ", "con ", "com ")
_DATELINE_AGENCY = re.compile(
    r"[A-ZÀ-Þ][\w.,'’ /-]{1,50}\((?P<who>AP|Reuters|REUTERS|AFP|UPI|dpa|CNN|EFE|ANSA|Xinhua|TASS|Kyodo|Yonhap|ANI|PTI|IANS|Bloomberg)\)"
    r"\s*[—–-]"
)
_AND = re.compile(r"\s*(?:,|;|\band\b|\bund\b|\bet\b|\by\b|&|/)\s*")


@remembered
def is_credit_line(line: Line) -> bool:
    """Whether *line* only says who helped ("Reuters and the Associated Press contributed to this report.")."""
    if line.words > 40 or not line.key:
        return False
    if "contribut" in line.key and line.words <= 30 and _CONTRIBUTED.match(line.text):
        return any(
            phrase in line.key for phrase in ("contributed to this", "contributed to the", "contributed reporting")
        )
    if "/" in line.text and line.words <= _MOST_INITIALS and _INITIALS.fullmatch(line.text):
        return bool(agencies_of(line.text))
    may_share = line.words <= makers.MOST_WORDS and any(map(line.key.__contains__, _WITH_WORDS))
    if may_share and makers.of_line(line.text).agencies:
        return True
    if line.key.startswith(_WITH_WORDS) and _WITH.match(line.text) is not None and agencies_of(line.text):
        return True
    return bool(phrases().opens("credit", line.key))


_INITIALS = re.compile(r"[(\[]?\w{1,8}(?:\s?/\s?\w{1,8})+[)\]]?\.?")
_MOST_INITIALS = 4
"""The sign-off of who put agencies' reports together: "jro/dpa"."""


def is_outlet(text: str) -> bool:
    """Whether *text* is the name of a publication, as far as its words tell ("BBC News", "The Harbor Courier")."""
    return _IS_OUTLET.search(text) is not None and all(
        word[:1].isupper() or word in {"of", "the", "and"} for word in text.split()
    )


_ONE_WORD = frozenset("Politico Axios Wikinews Vox Bloomberg Newsweek BuzzFeed ProPublica".split())


def is_byline_outlet(text: str) -> bool:
    """Whether *text*, a line by itself under a byline, is the name of a publication: of one word only if it is nothing else."""
    return is_outlet(text) and (" " in text or text in _ONE_WORD or (text.isupper() and len(text) <= _ACRONYM))


def outlet_of(text: str) -> str:
    """The publication that a line under a byline names, without the writer's place: "BBC News, Port Callan" → "BBC News"."""
    name = text.partition(",")[0].strip()
    return name if is_byline_outlet(name) else text


_ACRONYM = 4
"""Letters: "BBC"."""


def agencies_of(text: str) -> tuple[str, ...]:
    """The news agencies named in the credit line *text*, under their full names, in order."""
    shared = makers.of_line(text)
    if shared.agencies:
        return shared.agencies
    match = _CONTRIBUTED.match(text) or _WITH.match(text)
    who = match["who"] if match else text.rsplit("by ", 1)[-1].strip("()[].")
    found = []
    for part in _AND.split(who):
        name = AGENCIES.get(re.sub(r"[\W_]+", " ", part.casefold()).strip())
        if name:
            found.append(name)
    return tuple(dict.fromkeys(found))


def dateline_agency(text: str) -> str:
    """The agency of a dateline: "MOSCOW (AP) — …" → "Associated Press"; else ""."""
    match = _DATELINE_AGENCY.match(text[:90])
    return AGENCIES.get(match["who"].casefold(), "") if match else ""


_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:(?:©|\(c\))\s*)?(?:by\s+)?(?:19|20)\d{2}(?:\s?[-–/]\s?(?:19|20)?\d{2,4})?[,:]?\s*(?:by\s+)?(?P<name>[^.|•·,;()©–—]{3,60})",
    re.IGNORECASE,
)
_OF_LAW = re.compile(
    r"\s*,?\s*\b(?:Inc|Ltd|LLC|L\.L\.C|GmbH|AG|S\.?A|SAS|PLC|plc|Limited|Corporation|Corp|Company|Co|Pty|B\.?V|SpA|S\.p\.A|Ltda)\b\.?\s*$|"
    r"\s+(?:all rights|alle rechte|tous droits|todos los|todos os|tutti i|все права|other).*$",
    re.IGNORECASE,
)
_DASHED = re.compile(r"(?<=\S)\s+[-–—]\s")
_NO_SOURCE = re.compile(
    r"\b(?:rights|rechte|droits|reserved|wordpress|theme|powered|design|author|creative commons|license)\b",
    re.IGNORECASE,
)
_FOOT_LINES = 60


def source_claimed(lines: Sequence[Line]) -> Inference | None:
    """The publication that claims the copyright at the foot of the page ("© 2019 The Daily Planet. All rights reserved.")."""
    for line in lines[-_FOOT_LINES:]:
        match = _COPYRIGHT.match(line.text) if line.key and line.words <= 30 else None
        if match is None:
            continue
        name = _OF_LAW.sub("", _OF_LAW.sub("", _DASHED.split(match["name"])[0])).strip(" ,-")
        if len(name) >= 3 and len(name.split()) <= 6 and name[:1].isupper() and not _NO_SOURCE.search(name):
            return Inference(name, "copyright line", 0.6, (Evidence(line.number, line.text[:200]),))
    return None


_PAGE = re.compile(
    r",?\s*\(?(?:p{1,2}\.|pages?|pg\.?|Seite|S\.|página|pág\.|pagina|pag\.|стр\.|с\.)\s*[A-Z]?\d{1,3}[A-Z]?"
    r"(?:\s?[-–]\s?\d{1,3})?\)?\.?"
)


def masthead(before: str, after: str) -> str:
    """The publication of a line "The Daily Planet, 3 May 2019, page 4", given what stands before and after its day; else ""."""
    name = before.strip(" ,(–—-|")
    has_page = _PAGE.fullmatch(after.strip()) is not None
    if not name or len(name.split()) > 6 or not name[0].isupper() or (after.strip(" .)") and not has_page):
        return ""
    if has_page and all(word[0].isupper() or len(word) <= 4 for word in name.split()):
        return name
    return name if is_outlet(name) else ""


def source_told(lines: Sequence[Line]) -> Inference | None:
    """The publication that people of the story speak to ("told The Epoch Times"), where one stands out."""
    counts: Counter[str] = Counter()
    first: dict[str, Evidence] = {}
    for line in lines:
        if len(line.text) > 20_000 or not any(map(line.text.__contains__, _SPEAKS)):
            continue
        for match in _TOLD.finditer(line.text):
            name = match["name"].rstrip(".,’'").removesuffix("’s").removesuffix("'s")
            if not _IS_OUTLET.search(name) or re.sub(r"[\W_]+", " ", name.casefold()).strip() in AGENCIES:
                continue
            name = name[:1].upper() + name[1:]
            counts[name] += 1
            first.setdefault(name, Evidence(line.number, match.group().strip()))
    if not counts:
        return None
    ranked = counts.most_common(2)
    name, count = ranked[0]
    if len(ranked) > 1 and ranked[1][1] == count:
        return None
    if count == 1 and name.casefold().removeprefix("the ") in _CITED:
        return None
    return Inference(
        value=name, basis=first[name].words, confidence=min(0.9, 0.6 + 0.1 * count), evidence=(first[name],)
    )
