"""Whether the verb beside a date looks ahead: "will open", "are closed on Monday", "adjourned until Friday". Pure."""

from __future__ import annotations

import re

from archivegen import wordsets
from archivegen.dates import DateExpression
from archivegen.model import Span
from archivegen.patterns import late_pattern

_AHEAD = (
    "will", "shall", "won’t", "won't", "plan to", "plans to", "planning to", "upcoming", "is to", "are to", "aura", "auront", "sera",
    "seront", "pourra", "pourront", "devra", "devront", "wird", "werden", "será", "serán",
)  # fmt: skip
_SET = ("scheduled", "slated", "set to", "expected to", "due", "planned for")
_FUTURE = re.compile(rf"\s(?:(?P<ahead>{wordsets.pattern(_AHEAD)})|{wordsets.pattern(_SET)})(?!\w)")
_PAST = ("was", "were", "been", "had")
_DAY = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|\w+tag|Mittwoch|lunes|martes|miércoles|"
    r"jueves|viernes|sábado|domingo"
)
_SHUT = "are is am remains remain stays stay est sont reste restent ist sind bleibt bleiben está están es son permanece permanecen"
_TIMES = (
    rf"(?:(?:today|tonight|tomorrow|again|both|all day|from|on|and|or|to|until|through|aujourd[’']hui|demain|et|ce|le|de|à|heute|"
    rf"morgen|und|am|von|bis|hoy|mañana|y|el|desde|hasta|{_DAY})\s|(?:in|at|à|en)\s(?:the\s)?\w+\s)*"
)
_IS_SO = late_pattern(
    rf"(?<!\w)(?:{wordsets.pattern(_SHUT.split())})\s(?:(?:not|also|all|both|still|again|only|\w+ly)\s)?(?:\w+\s){_TIMES}?$"
    rf"|(?<!\w)(?:bleibt|bleiben|ist|sind)\s(?:{_TIMES})$"
)
"""Up to the date: a state of the present, with nothing but times and a place between: "are closed today and on "."""
_BEGINS = late_pattern(
    r"(?<!\w)(?:opens|begins?|starts|resumes?|reopens?|closes|ends|meets|takes? place|kicks off|goes on trial|r?ouvre(?:nt)?|"
    r"commence(?:nt)?|débute(?:nt)?|reprend|reprennent|beginnt|beginnen|startet|starten|öffnet|öffnen|tagt|endet|findet|finden|"
    r"abre|abren|empieza|empiezan|comienza|comienzan|reabre|reabren|\w+rán?)\s(?:[^\s,;]+\s){0,4}$"
)
"""Up to the date: what is on a calendar is told in the present tense: "The fair opens on "."""
_IN_FRENCH = re.compile(r"(?<!\w)(?!opera|camera|extra)\w+[eit]r(?:a|ont)\s(?:[^\s,;]+\s){0,4}$")
"""Before a day in lower case: "rouvrira lundi"; in English "the camera on Monday" tells nothing."""
_WITH_TODAY = re.compile(
    r"(?<!\w)(?:today|tonight|tomorrow|aujourd[’']hui|demain|heute|hoy|mañana)\s(?:and|or|et|und|y)\s(?:again\s)?(?:(?:on|am|le|el)\s)?$",
    re.IGNORECASE,
)
_FROM_ON = re.compile(
    r"(?<!\w)(?:d[’']ici|à partir d[eu]|dès|jusqu[’'](?:à|au)|a partir del|ab)\s(?:le\s)?$", re.IGNORECASE
)
_LASTING = re.compile(
    r"(?<!\w)(?:was|were|had|lasted|ran|continued|remained|stayed|kept|waited|worked|lived|dauerte|war|waren|dura|durait|était|étaient|"
    r"duró|estaba|estaban|estuvo|fue|fueron)(?!\w)"
)
"""Before "until Friday": it may be over."""
_PUT_OFF = re.compile(
    r"(?<!\w)(?:adjourned|postponed|delayed|deferred|suspended|extended|put off|pushed back|barred|banned|given|gave|vertagt|"
    r"verschoben|reporté|ajourné|prolongé|aplazad[oa]|suspendid[oa])(?!\w)"
)
_NEXT_CLAUSE = re.compile(r"(?<!\w)(?:and|but|so|that|which|who|et|mais|und|aber|y|pero)(?!\w)")
_FEWEST_OF_A_CLAUSE = 3
_DUTY = re.compile(
    r"(?<!\w)(?:must|should|has to|have to|can|may|needs? to|expects?|hopes?|aims?|asks?|has until|have until|muss|müssen|soll|sollen|"
    r"doit|doivent|debe|deben)(?!\w)"
)
_OVER = re.compile(
    r"(?<!\w)(?:was|were|had|did|said|told|went|came|took|fell|began|held|met|left|died|a dit|hat|ha)(?!\w)"
)
_PARTICIPLE = re.compile(r"(?<!\w)\w{2,}ed(?!\w)")
_OF_BE = re.compile(r"(?<!\w)(?:is|are|be|being|remains?|stays?|gets?)\s(?:\w+ly\s|not\s|also\s|re-?)?$")


def looks_ahead(text: str, clause: Span, expression: DateExpression) -> bool:
    """Whether what *clause* tells of the date is still to come; a day of the week is judged by what stands nearest to it."""
    found = _FUTURE.search(text, clause.start, clause.end)
    is_said = found is not None and (
        found["ahead"] is not None or not text[max(0, found.start() - 6) : found.start()].endswith(_PAST)
    )
    if expression.kind != "weekday" or (expression.is_pointed and expression.shift):
        return is_said
    start, end = max(clause.start, min(clause.end, expression.span.start)), expression.span.end
    lead = text[clause.start : start]
    core = len(lead) + len(expression.text) - len(expression.text.rpartition(" ")[2])
    before = f" {text[clause.start : clause.start + core]}"
    if is_said and found is not None:
        # "said on Monday it will close", "will honor those killed on Monday": the day is that of the past verb
        if found.end() <= start:
            return not _is_over(text[found.end() : start], text[max(0, found.end() - 12) : found.end()])
        is_other = lead.count(" ") >= _FEWEST_OF_A_CLAUSE and _NEXT_CLAUSE.search(text, end, found.start())
        return not is_other and not _is_over(lead, "")
    if expression.relation == "until":
        return bool(_PUT_OFF.search(lead)) or not _LASTING.search(lead)
    if _WITH_TODAY.search(before) or _IS_SO.search(before):
        return True
    is_lower = text[clause.start + core : clause.start + core + 1].islower()
    begins = _BEGINS.search(before) or (is_lower and _IN_FRENCH.search(before))
    if begins and not _is_over(lead, ""):
        return True
    is_bound = expression.relation in ("by", "from") or _FROM_ON.search(before) is not None
    whole = text[clause.start : clause.start + len(lead)] + " " + text[end : clause.end]
    return is_bound and not _is_over(whole, "") and (expression.relation == "from" or bool(_DUTY.search(whole)))


def _is_over(words: str, lead: str) -> bool:
    """A past verb stands in *words*: not the participle of "are closed". *lead* is what stands right before them."""
    if _OVER.search(words):
        return True
    whole = lead + words
    return any(
        not _OF_BE.search(whole, max(0, match.start() - 24), match.start())
        for match in _PARTICIPLE.finditer(whole, len(lead))
    )
