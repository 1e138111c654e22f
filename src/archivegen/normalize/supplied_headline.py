"""Supply a headline from the lede where a story has none: its first clause, shortened to a line. Pure."""

from __future__ import annotations

import re

from archivegen.patterns import late_pattern

LONGEST = 90
LONGEST_CJK = 40

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ABBREVIATED = frozenset(
    "Mr Mrs Ms Dr Sen Rep Gov Gen St Lt Col Sgt Capt Prof Jan Feb Aug Sept Sep Oct Nov Dec Inc Corp No vs".split()
)
_SENTENCE_END = re.compile(r"[.!?](?=[\"'”’)]*(?:\s|$))|。")
# Openings that say only where and when the report was written: a place with its agency, a day, or both, up to a dash.
_DATELINE = late_pattern(
    r"^(?:[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{2,40}(?:, [A-Z][\w. ]{2,20})?\s*(?:\([\w /]+\))?\s*[—–-]+\s+"
    r"|[^—–.!?]{0,40}\([A-Z][\w /]{1,30}\)\s*[—–-]+\s+"
    r"|[^—–!?]{0,40}\b(?:19|20)\d{2}\b[^—–!?]{0,30}?\s[—–-]\s+"
    r"|[A-ZÀ-Þ][\w .,'’-]{2,40}\s—\s+)"
)
# Words that only say when, or under what circumstances: "During his June 19-20 visit to Pyongyang, …".
_WHEN = re.compile(
    r"^(?:(?:On|Late|Early|Last|This) )?(?:Yesterday|Today|Tonight|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"Last (?:week|month|year|night)|Earlier this \w+)(?: (?:morning|afternoon|evening|night))?,?\s+",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"^(?:During|On|In|At|After|Before|Since|Following|Amid|While|As|When|Despite|Although|By|For|Under|With|Meanwhile|However|"
    r"Nach|Während|Am|Im|Seit|Bei|Mit|Après|Pendant|Lors|Depuis|Selon|Según|Tras|Durante)\b[^,;]{0,110},\s+"
    r"|^[^、。]{2,40}(?:によると|によれば)、"
)
_ASIDE = re.compile(r"\s*\([^()]{1,120}\)")
_ROLE = late_pattern(
    r"(?:(?:[A-Z][\w.’'-]*|of|former|then|acting|fellow|presidential|vice|prime|foreign|defen[cs]e|finance|top|senior)\s){0,7}"
    r"(?:(?:[Pp]resident|[Mm]inister|[Ll]eader|[Cc]hancellor|[Ss]ecretary(?: of [A-Z]\w+| General)?|[Ss]enator|[Gg]overnor|[Mm]ayor|"
    r"[Kk]ing|[Qq]ueen|[Gg]eneral|[Cc]hief|[Dd]irector|[Cc]hair(?:man|woman)|[Ss]pokes(?:man|woman|person)|[Rr]epresentative|[Ss]peaker|"
    r"[Cc]andidate|[Jj]udge|[Jj]ustice)\s){1,2}(?=[A-Z][\w’'-]+\s[A-Z])"
)
_APPOSITION = re.compile(r",\s(?:(?:who|which|a|an|the|former|now|also|then|known)\b)[^,]{3,110},\s(?=[a-z])")
_CLAUSE = re.compile(
    r",?\s(?:that|which|who|whom|whose|where|because|while|although|after|as|when|since|if|but|so that|amid|following|according to|"
    r"dass|weil|nachdem|während|qui|que|dont|après|mientras|porque)\b|[;:—–]|\s-\s|,\s|\s(?=(?:to|in order to) [a-z])|、"
)
_FINITE = late_pattern(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|says?|said|does|did|told|tells|made|makes|went|goes|"
    r"came|comes|got|took|takes|gave|gives|won|wins|lost|led|leads|held|holds|met|meets|died|dies|killed|struck|began|begins|found|finds|left|"
    r"sent|set|put|ran|runs|rose|fell|hit|cut|broke|became|saw|sees|knew|brought|bought|sold|paid|built|kept|shot|won|"
    r"ist|sind|war|waren|hat|haben|hatte|wird|werden|wurde|wurden|kann|will|soll|muss|est|sont|était|ont|a|été|es|son|fue|han|ha)\b|"
    r"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bwith )(?<!\bof )\b[a-z]{3,}ed\b"
)
_DANGLING = late_pattern(
    r"(?:\s+(?:a|an|the|of|to|in|on|at|by|for|with|from|and|or|but|as|that|which|who|its|his|her|their|this|into|over|under|between|against|about|"
    r"has|have|had|was|were|is|are|be|been|being|will|would|could|may|not|no|more|most|multiple|some|fellow|der|die|das|den|dem|des|ein|eine|einen|"
    r"und|von|im|mit|le|la|les|des|de|du|un|une|et|el|los|las|y|que|en))+$",
    re.IGNORECASE,
)


def supply(lede: str) -> str:
    """A headline of at most LONGEST characters from *lede*, without a full stop. "" where *lede* has no words.

    Its first sentence, without dateline and words of time; if too long also without circumstances, asides, roles before
    names and appositions; then cut at the last clause boundary that leaves a verb, or else between two words.
    """
    text = " ".join(lede[:2_000].split())
    text = _DATELINE.sub("", text) or text
    line = _first_sentence(text)
    longest = LONGEST_CJK if len(_CJK.findall(line)) > 0.3 * len(line) else LONGEST
    line = _capital(_WHEN.sub("", line, count=1) or line)
    for pattern, replacement in ((_ADVERBIAL, ""), (_ASIDE, ""), (_APPOSITION, " "), (_ROLE, "")):
        if len(line) <= longest + 1:
            break
        shorter = pattern.sub(replacement, line)
        line = _capital(shorter) if len(shorter) >= 25 else line
    line = line.strip(" .;:,。、")
    if len(line) > longest:
        line = _cut(line, longest)
    return _capital(_without_open_marks(line.strip(" .;:,–—-。、")).strip())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _first_sentence(text: str) -> str:
    for match in _SENTENCE_END.finditer(text, 0, 600):
        before = re.split(r"[\s(]", text[: match.start()])[-1]
        if match.group() != "." or (before not in _ABBREVIATED and "." not in before and len(before) > 1):
            return text[: match.end()]
    return text[:600]


def _cut(line: str, longest: int) -> str:
    boundaries = [match.start() for match in _CLAUSE.finditer(line, 0, longest + 1) if match.start() >= longest // 3]
    for boundary in reversed(boundaries):
        if line[boundary] == "、" or _FINITE.search(line, 0, boundary):
            return _DANGLING.sub("", line[:boundary])
    cut = line[: longest + 1].rpartition(" ")[0] or line[:longest]
    return _DANGLING.sub("", cut.rstrip(' ,;:«“„(["')) or cut


def _without_open_marks(text: str) -> str:
    for opening, closing in (("“", "”"), ("„", "“"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』")):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text if text.count('"') % 2 == 0 else text.replace('"', "")
