"""Date what a sentence sets in a scene: words spoken at a place while a visit lasts, reports that have come out by now. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivegen.dates import edtf
from archivegen.model import Event, Span

_SPEAKING = re.compile(
    r"[Ss]peaking (?:to [a-z]+ |at [^,.]{3,40} )?(?:in|from) (?P<place>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}),"
)
_ARRIVALS = (
    r"\b(?:arriv(?:ed|es|ing) (?:in|at)|land(?:ed|s|ing) in) (?:the )?",
    r"\b(?:visit(?:s|ing|ed)?(?: to)?|trip to|travel(?:ed|led|s) to) (?:the )?",
)
"""The surest first."""
_SURFACED = re.compile(
    r"\b(?:reports?|footage|evidence|details|videos?|images|photos|documents|allegations)\b[^.;]{0,60}? (?:has|have) (?:surfaced|emerged)\b"
)
_LONGEST_VISIT_DAYS = 14


def spoken_at(text: str, sentence: Span, events: Sequence[Event], anchor: str) -> tuple[str, str]:
    """(EDTF, why) of "Speaking in Pyongyang, Mr. Putin …": from the arrival there that *events* date to *anchor*; ("", "") if none."""
    lead = _SPEAKING.match(text, sentence.start, sentence.end)
    if lead is None or not anchor:
        return "", ""
    for arrival in _ARRIVALS:
        stay = _stay(text, re.compile(arrival + re.escape(lead["place"])), events, anchor)
        if stay:
            return stay, f"“{lead.group().rstrip(',')}”, while the visit lasted"
    return "", ""


def _stay(text: str, arrival: re.Pattern[str], events: Sequence[Event], anchor: str) -> str:
    """From the day of the last of *events* that tells of such an arrival to *anchor*, or to the day that it gives itself."""
    for event in reversed(events):
        day, _, end = event.when.partition("/")
        if "~" in day or day == ".." or edtf.precision(day) != "day":
            continue
        if arrival.search(text, event.span.start, event.span.end) is None:
            continue
        last = min(anchor, edtf.latest(end)) if end and end != ".." and "~" not in end else anchor
        if day <= last <= edtf.add_days(day, _LONGEST_VISIT_DAYS):
            return f"{day}/{last}" if day < last else day
    return ""


def surfaced(text: str, sentence: Span, anchor: str) -> tuple[str, str]:
    """(EDTF, why) of "reports have surfaced …": at some time up to *anchor*; ("", "") if it tells no such thing."""
    found = _SURFACED.search(text, sentence.start, sentence.end) if anchor else None
    return (
        (f"../{anchor}", f"“{found.group().rpartition(' ')[2]}” by the article’s date")
        if found is not None
        else ("", "")
    )
