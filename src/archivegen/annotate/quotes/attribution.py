"""Give each quotation of a paragraph its kind and its speakers. Pure; sees the text with everything quoted masked out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal

import msgspec

from archivegen.annotate.quotes import subjects
from archivegen.annotate.quotes.marks import Quoted
from archivegen.annotate.quotes.scene import Scene, Subject
from archivegen.model import Span, Speaker

Kind = Literal["full", "fragment", "split", "multi-paragraph", "label"]

_MASK = "\0"
_REACH = 400
_MOST_TRIED = 5
_LEAST_CERTAIN = 0.6
"""A speaker that is less sure is not named."""
_AFTER_GAP = re.compile(r"[\s,.—–-]*")
_TITLE_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL_WORDS = frozenset(
    ("of", "the", "and", "in", "on", "for", "a", "an", "to", "with", "at", "by", "from", "or", "de", "la", "du", "des", "et", "der",
     "die", "das", "und", "von")
)  # fmt: skip
_NAMING = re.compile(
    r"\b(?:titled|entitled|called|named|dubbed|known as|nicknamed|headlined|so-called|film|movie|book|novel|song|album|series|"
    r"show|play|magazine|codenamed|code-named|operation|hashtag|term|word|phrase|words)\s*[,:]?\s*$",
    re.IGNORECASE,
)
_NOUN_AHEAD = (" the ", " a ", " an ", " his ", " her ", "\nthe ", "\na ", "their ", " its ")
"""Before a verb of saying: it is a noun or adjective there ("the alleged remark", "his calls")."""
_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i"))
_LABELS = frozenset(["citing", "quoting"])
_ENDS = frozenset(".,!?…;")
_BREAK = re.compile(
    r"(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Dr)(?<!St)(?<!Sen)(?<!Rep)(?<!Gov)(?<!Gen)(?<!Prof)(?<![. ][A-Z])[.!?]\s+[A-Z]"
)
_QUOTES_ON = re.compile(r"(?:\s(?:that|how|why|in [^\0.]{0,30})\b)?\s?[,:]?\s?\0")
_PASSIVE = re.compile(r"\b(?:is|was|were|are|been|being|be)\s(?:\w+ly\s|also\s|once\s|later\s)?$")
_BY = re.compile(r"\sby\b")
_SPLIT_GAP = re.compile(r"[^\0\n]{2,140}[.,:;—]\s*")


class Attributed(msgspec.Struct):
    """A quotation with who says it."""

    quoted: Quoted
    kind: Kind
    subject: Subject | None = None
    cue: str = ""
    confidence: float = 1.0


class _Cue(msgspec.Struct, frozen=True):
    start: int
    end: int
    role: str
    """finite, participle or nominal."""


def attribute(
    scene: Scene, masked: str, line: Span, found: list[Quoted], sentences: Sequence[Span]
) -> list[Attributed]:
    """The quotations *found* in one paragraph, as far as they are speech, in order, each with its speakers.

    Titles, terms and scare quotes are left out unless somebody is said to have said them.
    """
    verbs = _verbs(scene, masked, line)
    edges = [(span.start, span.end) for one in found for span in one.spans]
    result: list[Attributed] = []
    for one in found:
        frame = _frame(one, edges, line, sentences)
        kind = _kind(scene.text, one)
        attributed = Attributed(one, kind)
        _seek(scene, masked, frame, attributed, verbs)
        joined = result[-1] if result else None
        if joined is not None and not _awaits(scene.text, attributed) and _is_split(masked, joined, attributed):
            joined.quoted.spans += one.spans
            joined.kind = "split"
            continue
        if _is_speech(scene.text, attributed, masked):
            _inherit(scene, masked, line, attributed, joined)
            result.append(attributed)
            _remember(scene, attributed)
    return result


def _verbs(scene: Scene, masked: str, line: Span) -> list[_Cue]:
    return [
        _Cue(m.start(), m.end(), m.lastgroup or "finite")
        for m in scene.cues.verb.finditer(masked, line.start, line.end)
        if not masked[max(0, m.start() - 6) : m.start()].lower().endswith(_NOUN_AHEAD)
    ]


def _between(verbs: list[_Cue], start: int, end: int) -> list[_Cue]:
    first = bisect_left(verbs, start, key=_start_of)
    return verbs[first : bisect_left(verbs, end, first, key=_start_of)]


def _start_of(cue: _Cue) -> int:
    return cue.start


def _remember(scene: Scene, attributed: Attributed) -> None:
    if attributed.subject is not None and attributed.subject.speakers:
        scene.last_end = max(attributed.quoted.end, attributed.subject.end)
        speaker = attributed.subject.speakers[0]
        scene.last_speaker = speaker
        if speaker.entity < 0:
            scene.last_unnamed = speaker


def _kind(text: str, one: Quoted) -> Kind:
    if len(one.spans) > 1:
        return "multi-paragraph"
    inner = text[one.start + 1 : one.end - 1].strip()
    words = inner.count(" ") + 1
    ends = inner[-1:] in _ENDS or (text[one.end : one.end + 1] in (",", ".") and not _is_title(inner))
    if inner[:1].isupper() and ends and words >= 3:
        return "full"
    if inner[:1].isupper() and words >= 8:
        return "full"
    if words <= 2 and inner[:1].isupper() and inner[-1:] in "!?.":
        return "full"
    return "fragment"


def _frame(one: Quoted, edges: list[tuple[int, int]], line: Span, sentences: Sequence[Span]) -> Span:
    """The sentence around a quotation, where sentence ends inside quotations do not count."""
    start, end = line.start, line.end
    place = bisect_right(sentences, Span(one.start, 1 << 60)) - 1
    nearest, farthest = max(line.start, one.start - _REACH), min(line.end, one.spans[0].end + _REACH)
    while place >= 0 and sentences[place].start >= nearest:
        if not _inside(sentences[place].start, edges):
            start = sentences[place].start
            break
        place -= 1
    place = bisect_right(sentences, Span(one.spans[0].end - 1, 1 << 60)) - 1
    while 0 <= place < len(sentences) and sentences[place].end <= farthest:
        if sentences[place].end >= one.spans[0].end and not _inside(sentences[place].end, edges):
            end = sentences[place].end
            break
        place += 1
    return Span(max(start, one.start - _REACH), min(end, one.spans[0].end + _REACH))


def _inside(at: int, edges: list[tuple[int, int]]) -> bool:
    place = bisect_left(edges, (at, 0)) - 1
    return place >= 0 and edges[place][0] < at < edges[place][1]


# ---------------------------------------------------------------- who says it


def _seek(scene: Scene, masked: str, frame: Span, attributed: Attributed, verbs: list[_Cue]) -> None:
    one = attributed.quoted
    end = one.end if len(one.spans) == 1 else one.spans[0].end
    ends_open = _ends_open(scene.text, one)
    limit = frame.end
    right_after = _right_after(scene, masked, one.end, min(len(masked), one.end + _REACH), attributed, verbs)
    if right_after and (ends_open or not _between(verbs, frame.start, one.start)):
        return
    attributed.subject, attributed.cue = None, ""
    for cue in reversed(_between(verbs, frame.start, one.start)[-_MOST_TRIED:]):
        if _take(scene, masked, frame, cue, attributed, one.start):
            return
    for cue in _between(verbs, end, limit)[:_MOST_TRIED]:
        if _take(scene, masked, frame, cue, attributed, limit):
            return
    _colon(scene, masked, frame, attributed)


def _ends_open(text: str, one: Quoted) -> bool:
    """Its last mark lets its sentence go on: “…,” he said."""
    end = one.spans[0].end if len(one.spans) > 1 else one.end
    return text[end - 2 : end - 1] in (",", "?", "!", "…", "-", "—") or text[end : end + 1] == ","


def _right_after(scene: Scene, masked: str, start: int, limit: int, attributed: Attributed, verbs: list[_Cue]) -> bool:
    """ "…," Mr. Putin said. | "…," said Mr. Putin. | "…," according to Mr. Putin."""
    newline = masked.find("\n", start, limit)
    limit = newline if newline >= 0 else limit
    begin = _AFTER_GAP.match(masked, start, limit).end()  # type: ignore[union-attr]
    for cue in _between(verbs, begin, limit):
        between = masked[begin : cue.start]
        if between.partition(" ")[0].lower() in scene.cues.stops - _PRONOUNS:
            return False  # "…,” while Mr. Stone called it …": another clause
        if cue.start - begin > 160 or _MASK in between or _BREAK.search(between):
            return False
        if cue.role == "participle":
            return False
        if cue.start - begin <= 1 or cue.role == "nominal":
            is_object = cue.role == "nominal"
            found = subjects.after(scene, masked, cue.end, _stop(masked, cue.end, limit), is_object=is_object)
            if found is None and cue.role != "nominal":
                return False
        else:
            found = subjects.before(scene, masked, begin, cue.start, is_participle=False)
            if found is not None and masked[begin : found.start].count(" ") > 6:
                return False
        if found is None or found.certainty < _LEAST_CERTAIN:
            return False
        _settle(scene, masked, attributed, found, cue)
        return True
    return False


def _take(scene: Scene, masked: str, frame: Span, cue: _Cue, attributed: Attributed, limit: int) -> bool:
    """Try the verb *cue* of the frame; whether it has a subject."""
    is_after = cue.start > attributed.quoted.start
    if is_after and not _ends_open(scene.text, attributed.quoted) and _QUOTES_ON.match(masked, cue.end):
        return False  # the verb of the next quotation
    if cue.role == "nominal":
        stop = _stop(masked, cue.end, max(limit, cue.end))
        found = subjects.after(scene, masked, cue.end, stop, is_object=True)
    elif cue.role == "finite" and _PASSIVE.search(masked, max(frame.start, cue.start - 24), cue.start):
        by = _BY.match(masked, cue.end, limit)
        found = subjects.after(scene, masked, by.end(), _stop(masked, by.end(), limit), is_object=True) if by else None
    else:
        floor = frame.start
        found = subjects.before(scene, masked, floor, cue.start, is_participle=cue.role == "participle")
        if found is None and cue.role == "finite" and masked[cue.end : cue.end + 1] == " " and is_after:
            found = subjects.after(scene, masked, cue.end, _stop(masked, cue.end, limit))
    if found is None or found.certainty < _LEAST_CERTAIN:
        return False
    _settle(scene, masked, attributed, found, cue)
    return True


def _stop(masked: str, start: int, limit: int) -> int:
    mask = masked.find(_MASK, start, limit)
    return min(mask if mask >= 0 else limit, start + 160)


def _settle(scene: Scene, masked: str, attributed: Attributed, found: Subject, cue: _Cue) -> None:
    start, end = min(found.start, cue.start), max(found.end, cue.end)
    attributed.subject = found
    attributed.cue = " ".join(masked[start:end].replace(_MASK, " ").split())[:80]
    attributed.confidence = found.certainty
    if masked[cue.start : cue.end] in _LABELS and attributed.kind == "fragment":
        attributed.kind = "label"
        attributed.confidence = min(attributed.confidence, 0.4)


def _colon(scene: Scene, masked: str, frame: Span, attributed: Attributed) -> None:
    """ "Mr. Putin: “…”"""
    before = masked[frame.start : attributed.quoted.start].rstrip()
    if before.endswith(":") and len(before) < 60:
        found = subjects.phrase_ending(scene, masked, frame.start, frame.start + len(before) - 1)
        if found is not None:
            attributed.subject, attributed.cue, attributed.confidence = found, before, found.certainty * 0.9


# ---------------------------------------------------------------- is it speech


def _is_speech(text: str, attributed: Attributed, masked: str) -> bool:
    one = attributed.quoted
    inner = text[one.start + 1 : one.end - 1].strip(" ,.")
    if _TITLE_WORD.search(inner) is None and not inner.isdecimal():
        return False
    if attributed.kind in ("full", "multi-paragraph"):
        return attributed.subject is not None or (inner.count(" ") >= 4 and _stands_alone(masked, one))
    if _is_title(inner) or _is_nickname(masked, one) or _NAMING.search(masked, max(0, one.start - 30), one.start):
        return False
    return attributed.subject is not None


def _stands_alone(masked: str, one: Quoted) -> bool:
    """It begins a sentence or follows a colon or comma; else it is a part of somebody's sentence, not speech."""
    return masked[max(0, one.start - 3) : one.start].strip()[-1:] in ("", ".", "!", "?", ":", ",", _MASK, "]", ")")


def _is_nickname(masked: str, one: Quoted) -> bool:
    """ "Pasquale “Pat” Di Cicco" """
    before, after = masked[max(0, one.start - 24) : one.start].split(" "), masked[one.end : one.end + 2]
    if one.end - one.start > 24 or after[:1] != " " or not after[1:].isupper() or len(before) < 2:
        return False
    return before[-1] == "" and before[-2][:1].isupper()


def _is_title(inner: str) -> bool:
    words = _TITLE_WORD.findall(inner)
    long_words = [word for word in words if word.lower() not in _SMALL_WORDS]
    return len(words) > 1 and all(word[0].isupper() for word in long_words)


def _awaits(text: str, here: Attributed) -> bool:
    """It ends with a comma and the line goes on: its own attribution follows."""
    end = here.quoted.end
    return text[end - 2 : end - 1] == "," and text[end : end + 1] == " "


def _is_split(masked: str, before: Attributed, here: Attributed) -> bool:
    """Only the attribution stands between the two: “…,” Mr. Putin said. “…”"""
    if here.cue and here.cue != before.cue and here.subject != before.subject:
        return False
    if before.subject is None or before.kind == "fragment" or len(here.quoted.spans) > 1:
        return False
    if not before.quoted.end <= before.subject.start:
        return False
    gap = masked[before.quoted.end : here.quoted.start]
    return bool(_SPLIT_GAP.fullmatch(gap)) and not _BREAK.search(gap.strip())


def _inherit(scene: Scene, masked: str, line: Span, attributed: Attributed, before: Attributed | None) -> None:
    """A whole sentence quoted without attribution, right after (or before) one with it, has the same speaker."""
    if attributed.subject is not None or attributed.kind == "fragment":
        return
    one = attributed.quoted
    if before is not None and before.subject is not None and _follows(masked, before, one):
        attributed.subject = Subject(before.subject.speakers, one.start, one.start, 0.7)
        attributed.confidence = 0.7
    elif scene.last_speaker is not None and not masked[line.start : line.end].strip(_MASK + " \n"):
        attributed.subject = Subject((scene.last_speaker,), one.start, one.start, 0.6)
        attributed.confidence = 0.6


def _follows(masked: str, before: Attributed, one: Quoted) -> bool:
    """No sentence of somebody else's stands between two quotations."""
    spoken = before.subject.end if before.subject is not None else 0
    gap = masked[max(before.quoted.end, spoken) : one.start]
    return not _BREAK.search(gap.strip(" .,")) and not gap.rstrip().endswith(":")


def speakers_of(attributed: Attributed) -> tuple[Speaker, ...]:
    return attributed.subject.speakers if attributed.subject is not None else ()
