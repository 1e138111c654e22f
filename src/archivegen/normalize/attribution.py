"""Who published a story and which agencies helped, from the story's own words. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from archivegen.model import Evidence, Inference
from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases

AGENCIES = {
    "reuters": "Reuters", "thomson reuters": "Reuters", "ap": "Associated Press", "the associated press": "Associated Press",
    "associated press": "Associated Press", "afp": "Agence France-Presse", "agence france presse": "Agence France-Presse",
    "bloomberg": "Bloomberg", "bloomberg news": "Bloomberg", "upi": "United Press International",
    "united press international": "United Press International", "dpa": "Deutsche Presse-Agentur", "efe": "EFE", "ansa": "ANSA",
    "xinhua": "Xinhua", "kyodo": "Kyodo News", "kyodo news": "Kyodo News", "yonhap": "Yonhap News Agency",
    "yonhap news agency": "Yonhap News Agency", "tass": "TASS", "interfax": "Interfax", "sputnik": "Sputnik", "cnn": "CNN",
    "the canadian press": "Canadian Press", "canadian press": "Canadian Press", "pa": "PA Media", "pa media": "PA Media",
    "press association": "PA Media", "aap": "Australian Associated Press", "apa": "Austria Presse Agentur", "sid": "SID",
    "kcna": "Korean Central News Agency", "ntb": "NTB", "tt": "TT", "pti": "Press Trust of India", "ani": "ANI", "ians": "IANS",
    "wire services": "wire services", "news agencies": "news agencies",
}  # fmt: skip
# "told The Epoch Times", "in an interview with The Guardian": who is told is who publishes, if nobody else is told as much.
_TOLD = re.compile(
    r"\b(?:told|tells|in an? (?:exclusive )?(?:interview|e-?mail|statement)(?: sent)? (?:with|to)|"
    r"(?:spoke|speaking) (?:exclusively )?(?:with|to))\s+"
    r"(?P<name>(?:[Tt]he )?(?:[A-Z][A-Z]+\b(?: News)?|[A-Z][\w&’'.-]*(?: (?:of |and |the )?[A-Z][\w&’'-]*){0,4}))"
)
_SPEAKS = re.compile(r"\b(?:t[eo]l[dl]s?|interview|e-?mail|statement|spoke|speaking) ")
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
_CONTRIBUTED = re.compile(r"(?P<who>.{2,160}?)\s+contributed(?:\s+(?:to\s+(?:this|the)|reporting)\b|\b)", re.IGNORECASE)
_WITH = re.compile(
    r"\(?(?:with (?:(?:files|reporting|material|information|additional reporting) )?(?:from|by)|mit material von|mit informationen von|"
    r"avec|con información de|con)\s+(?P<who>.{2,120}?)\)?\.?$",
    re.IGNORECASE,
)
_DATELINE_AGENCY = re.compile(
    r"[A-ZÀ-Þ][\w.,'’ /-]{1,50}\((?P<who>AP|Reuters|REUTERS|AFP|UPI|dpa|CNN|EFE|ANSA|Xinhua|TASS|Kyodo|Yonhap|ANI|PTI|IANS|Bloomberg)\)"
    r"\s*[—–-]"
)
_AND = re.compile(r"\s*(?:,|;|\band\b|\bund\b|\bet\b|\by\b|&|/)\s*")


def is_credit_line(line: Line, phrases: Phrases) -> bool:
    """Whether *line* only says who helped ("Reuters and the Associated Press contributed to this report.")."""
    if line.words > 40 or not line.key:
        return False
    if _CONTRIBUTED.match(line.text) and line.words <= 30:
        return any(
            phrase in line.key for phrase in ("contributed to this", "contributed to the", "contributed reporting")
        )
    return bool(phrases.opens("credit", line.key)) or (
        _WITH.match(line.text) is not None and bool(agencies_of(line.text))
    )


def is_outlet(text: str) -> bool:
    """Whether *text* is the name of a publication, as far as its words tell ("BBC News", "The Harbor Courier")."""
    return _IS_OUTLET.search(text) is not None and all(
        word[:1].isupper() or word in {"of", "the", "and"} for word in text.split()
    )


def agencies_of(text: str) -> tuple[str, ...]:
    """The news agencies named in the credit line *text*, under their full names, in order."""
    match = _CONTRIBUTED.match(text) or _WITH.match(text)
    who = match["who"] if match else text.rsplit("by ", 1)[-1]
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


def source_told(lines: Sequence[Line]) -> Inference | None:
    """The publication that people of the story speak to ("told The Epoch Times"), where one stands out."""
    counts: Counter[str] = Counter()
    first: dict[str, Evidence] = {}
    for line in lines:
        if len(line.text) > 20_000 or not _SPEAKS.search(line.text):
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
