"""Find who a verb of saying belongs to: a mention, a pronoun, or a noun phrase without a name. Pure."""

from __future__ import annotations

import re

from archivegen.annotate.quotes import phrases, pronouns
from archivegen.annotate.quotes.scene import POSSESSIVE, Scene, Subject
from archivegen.model import Speaker
from archivegen.patterns import late_pattern

_WINDOW = 220
_LONGEST_SKIPPED = 80
_NAME_AT_END = late_pattern(
    r"(?:(?:[A-ZÀ-Þ][\w’'.-]*|de|van|von|al|bin|der|la|del|di)\s){0,4}[A-ZÀ-Þ][\w’'-]*[\w](?:\s(?:Jr|Sr)\.)?$"
)
_FIRST_PART = re.compile(r"\w*")
_NAME_AT_START = re.compile(
    r"[A-ZÀ-Þ][\w’'.-]*(?:\s(?:(?:de|van|von|al|bin|der|la|del|di)\s)?[A-ZÀ-Þ][\w’'-]*[\w]){0,4}"
)
_NOT_NAMES = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "But",
        "And",
        "He",
        "She",
        "It",
        "They",
        "We",
        "You",
        "I",
        "This",
        "That",
        "These",
        "Those",
        "However",
        "Meanwhile",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "When",
        "While",
        "After",
        "Before",
        "As",
        "If",
        "For",
        "From",
        "With",
        "There",
        "Here",
        "Then",
        "Also",
        "Some",
        "Many",
        "Most",
        "One",
        "Two",
        "Who",
        "What",
        "No",
        "Yes",
        "Last",
        "Earlier",
        "Later",
        "Today",
        "Yesterday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Both",
        "Another",
        "Other",
        "Since",
        "Such",
        "According",
    ]
)
_TITLES = frozenset(("Mr", "Mrs", "Ms", "Dr"))
_APPOSED = re.compile(
    r"\s*,\s*(?:an?|the|who|whose|whom|which|his|her|its|their|now|then|\d+|of|also|one|[a-zà-ÿ]\w*)\b"
)
_SUBJECT_STOP = re.compile(
    r"[,;:!?—(]|(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Dr)(?<!St)(?<!Sen)(?<!Rep)(?<!Gov)(?<!Gen)(?<!Prof)(?<![. ][A-Z])\.(?:\s|$)"
    r"|\b(?:who|after|during|when|while|that|as|on|at)\b"
)
_QUOTING = re.compile(r"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))(?=\s)")
_ROLE_BEFORE_NAME = re.compile(
    r"\s(?!(?:who|which|whose|whom|an?|the|of|with|now|then|[a-z]+(?:ing|ed))\s)(?:[a-z][\w-]*\s){0,7}"
)
_JOINED = re.compile(r"\s(?:and|but|et|und|y)$")
_BEFORE_OBJECTS = frozenset(("to", "by", "and", "on", "over", "against"))
_NAME_OF = re.compile(
    r"(?<![\w.] )\b([A-ZÀ-Þ][\w’'-]+\s(?:[A-Z]\.\s)?[A-ZÀ-Þ][\w’'-]+)\s(?:of|from|at|with)\s(?:the\s)?$"
)
_OF = re.compile(r"\s(?:of|from|at|with|for)\s[^,;:.!?]*$")
_INVERTED_PRONOUN = re.compile(r"\s*-?(?:t-)?(il|elle|er|sie|él|ella|he|she)\b")
_OBJECT_PRONOUN = re.compile(r"\s*(lui|elle|ihm|ihr|él|ella|him|her)\b(?!\s[a-z])")


def before(scene: Scene, masked: str, start: int, verb: int, *, is_participle: bool) -> Subject | None:
    """The subject of the verb at *verb*, looking back no further than *start*. *masked* is the text without what is quoted."""
    floor = max(start, verb - _WINDOW)
    left = masked[floor:verb].rstrip()
    if is_participle and left.endswith(" as"):  # "Politico quoted Tim Manning, a former official, as saying"
        quoting = _QUOTING.search(left)
        return after(scene, masked, floor + quoting.end(), verb) if quoting is not None else None
    if is_participle:
        return _of_clause(scene, masked, floor, floor + len(left.rstrip(", ")))
    skipped = scene.cues.skipped.search(left, max(0, len(left) - _LONGEST_SKIPPED))
    if skipped is not None:
        left = left[: skipped.start()]
    left = left.rstrip()
    end = floor + len(left)
    joined = _JOINED.search(left)
    if joined is not None:  # "He approached the director and said"
        return _of_clause(scene, masked, floor, floor + joined.start())
    if left.endswith((",", ")", "—", "–")):
        return _of_apposition(scene, masked, floor, end - 1)
    return phrase_ending(scene, masked, floor, end)


def phrase_ending(scene: Scene, masked: str, floor: int, end: int) -> Subject | None:
    """The noun phrase that ends at *end*."""
    pronoun = scene.cues.pronoun.search(masked, max(floor, end - 12), end)
    if pronoun is not None:
        if pronoun[1].lower() == "who":
            named = scene.mention_ending(pronoun.start(1) - (2 if masked[pronoun.start(1) - 2] == "," else 1))
            return _of_mention(scene, masked, floor, named) if named >= 0 else None
        return pronouns.of_pronoun(scene, masked, pronoun.start(1), pronoun[1])
    place = scene.mention_ending(end)
    if place < 0 and masked[end - 2 : end] in ("’s", "'s"):
        return None
    if place >= 0:
        return _of_mention(scene, masked, floor, place)
    unnamed = phrases.unnamed_ending(scene, masked, floor, end)
    if unnamed is not None:
        return unnamed
    holder = _holder(scene, masked, floor, end)
    if holder is not None:
        return holder
    name = _NAME_AT_END.search(masked, max(floor, end - 60), end)
    if name is not None and _FIRST_PART.match(name.group())[0] not in _NOT_NAMES:  # type: ignore[index]
        return Subject((Speaker(name.group()),), name.start(), end, 0.6)
    return None


def _of_mention(scene: Scene, masked: str, floor: int, place: int) -> Subject | None:
    mention = scene.facts.mentions[place]
    entity = scene.entity_of(place)
    if entity.kind == "work":
        return None
    words = masked[max(floor, mention.start - 24) : mention.start].split()
    previous = words[-1].lower() if words else ""
    article = previous == "the"
    if article and len(words) > 1:
        previous = words[-2].lower()
    is_object = previous in scene.cues.links or previous in _BEFORE_OBJECTS
    if is_object:
        holder = _holder(scene, masked, floor, mention.start)
        if holder is not None:
            return holder
    if is_object and entity.kind != "person":
        phrase = phrases.unnamed_ending(scene, masked, floor, mention.end)
        if phrase is not None:
            return phrase
        if previous != "and":
            return None
    if entity.kind == "place" and mention.form == "demonym":
        return None
    speakers = [scene.speaker_of(place)]
    start = mention.start
    joined = place
    while joined > 0 and re.fullmatch(
        r",?\s(?:and\s)?(?:the\s)?|\sand\s(?:[\w.]+\s){0,4}", masked[scene.ends[joined - 1] : start]
    ):
        if (
            not re.search(r"\band\b", masked[scene.ends[joined - 1] : mention.start])
            or scene.starts[joined - 1] < floor
        ):
            break
        if scene.entity_of(joined - 1).kind != entity.kind:
            break
        joined -= 1
        start = scene.starts[joined]
        speakers.insert(0, scene.speaker_of(joined))
    return Subject(tuple(dict.fromkeys(speakers)), start, mention.end)


def _holder(scene: Scene, masked: str, floor: int, at: int) -> Subject | None:
    """ "Cardinal Marc Ouellet of the Holy See": the person right before the preposition that leads to *at*."""
    for place in reversed(scene.mentions_between(max(floor, at - 80), at)):
        if scene.entity_of(place).kind == "person" and _OF.match(masked, scene.ends[place], at):
            return Subject((scene.speaker_of(place),), scene.starts[place], at)
    name = _NAME_OF.search(masked, max(floor, at - 60), at)
    return Subject((Speaker(name[1]),), name.start(1), at, 0.7) if name is not None else None


def _of_apposition(scene: Scene, masked: str, floor: int, end: int) -> Subject | None:
    """ "Yury Ushakov, a top aide of Putin," — the name before the first of the two commas."""
    comma = masked.rfind(",", floor, end)
    if comma > 0:  # "her spokesman, Steffen Seibert,"
        place = scene.mention_ending(end)
        is_person = place >= 0 and scene.entity_of(place).kind == "person"
        if is_person and _ROLE_BEFORE_NAME.fullmatch(masked, comma + 1, scene.starts[place]):
            return Subject((scene.speaker_of(place),), scene.starts[place], end)
    best: Subject | None = None
    for place in scene.mentions_between(floor, end):
        mention = scene.facts.mentions[place]
        if _APPOSED.match(masked, mention.end, end) or masked[mention.end : mention.end + 2] == " (":
            found = _of_mention(scene, masked, floor, place)
            if found is not None and (best is None or scene.entity_of(place).kind == "person"):
                best = found
    if best is not None:
        return best
    comma = masked.find(",", floor, end)
    if comma > 0:
        return phrase_ending(scene, masked, floor, comma)
    return phrase_ending(scene, masked, floor, end)


def _of_clause(scene: Scene, masked: str, floor: int, end: int) -> Subject | None:
    """The subject of the clause that a participle ("…, saying") hangs on: the phrase that the last full clause begins with."""
    pieces: list[tuple[int, int]] = []
    at = floor
    for match in re.finditer(r"[,;—]", masked[floor:end]):
        pieces.append((at, floor + match.start()))
        at = floor + match.end()
    pieces.append((at, end))
    for first, last in reversed(pieces):
        found = phrase_beginning(scene, masked, first, last)
        if found is not None:
            return found
    return None


def phrase_beginning(scene: Scene, masked: str, start: int, end: int) -> Subject | None:
    """The subject with which the clause *masked*[start:end] begins; None if it begins with something else."""
    while start < end and masked[start] in ' \n—–“"':
        start += 1
    head = masked[start : min(end, start + 160)]
    if (
        not head
        or scene.cues.preposition.match(head)
        or head.lower().startswith(("on ", "after ", "since ", "speaking "))
    ):
        pronoun = re.match(r"(?:and\s|but\s)?(he|she|they)\b", head, re.IGNORECASE)
        return pronouns.of_pronoun(scene, masked, start, pronoun[1]) if pronoun else None
    pronoun = re.match(r"(He|She|They|he|she|they)\b", head)
    if pronoun is not None:
        return pronouns.of_pronoun(scene, masked, start, pronoun[1])
    for place in scene.mentions_between(start, min(end, start + 120)):
        mention = scene.facts.mentions[place]
        gap = masked[start : mention.start]
        following = masked[mention.end : mention.end + 3]
        if POSSESSIVE.match(following) or mention.form == "demonym":
            continue
        if len(gap) > 90 or re.search(r"[,;:]|\b(?:of|in|for|at|to|from|with|on|by|is|was|has|had|that)\s", gap):
            break
        if scene.entity_of(place).kind == "person" or not phrases.unnamed_follows(scene, masked, mention.end, end):
            return _of_mention(scene, masked, start, place)
        break
    return phrases.unnamed_beginning(scene, masked, start, min(end, start + 120))


_LONGEST_APPOSED = 60


def _apposed_name(scene: Scene, masked: str, role: Subject, end: int) -> Subject | None:
    """ "said a spokesman, Dmitry Peskov": the name that stands after the role and a comma."""
    comma = masked.find(", ", role.end, min(end, role.end + 40))
    if comma < 0:
        return None
    for place in scene.mentions_between(comma + 2, end):
        if scene.starts[place] == comma + 2 and scene.entity_of(place).kind == "person":
            return Subject((scene.speaker_of(place),), role.start, scene.ends[place])
        return None
    name = _NAME_AT_START.match(masked, comma + 2, min(len(masked), comma + 2 + _LONGEST_APPOSED))
    if name is not None and " " in name.group() and masked[name.end() : name.end() + 1] in ("", ",", ".", "\n"):
        return Subject((Speaker(name.group()),), role.start, name.end(), 0.6)  # in a language whose names are not found
    return None


def after(scene: Scene, masked: str, start: int, end: int, *, is_object: bool = False) -> Subject | None:
    """The subject that follows a verb at *start* ("said Mr. Putin"); *is_object*: it follows "according to" or "by"."""
    head = masked[start:end]
    pronoun = (_OBJECT_PRONOUN if is_object else _INVERTED_PRONOUN).match(head)
    if pronoun is not None:
        return pronouns.of_pronoun(scene, masked, start + pronoun.start(1), pronoun[1])
    if not head.strip() or scene.cues.preposition.match(head):
        return None
    stop = _SUBJECT_STOP.search(head)
    limit = start + (stop.start() if stop else len(head))
    for place in scene.mentions_between(start, limit):
        mention = scene.facts.mentions[place]
        if POSSESSIVE.match(masked[mention.end : mention.end + 3]) or mention.form == "demonym":
            continue
        kind = scene.entity_of(place).kind
        if re.search(r"\b(?:of|in|for|at|from|with)\s(?:the\s)?$", masked[start : mention.start]):
            break
        if kind == "person":
            return _of_mention(scene, masked, start, place)
        if not phrases.unnamed_follows(scene, masked, mention.end, limit) and kind != "work":
            return _of_mention(scene, masked, start, place)
    unnamed = phrases.unnamed_beginning(scene, masked, start, limit)
    if unnamed is not None:
        return _apposed_name(scene, masked, unnamed, end) or unnamed
    name = _NAME_AT_START.match(masked, start + len(head) - len(head.lstrip()), limit)
    if name is not None and _FIRST_PART.match(name.group())[0] not in _NOT_NAMES - _TITLES:  # type: ignore[index]
        words = re.sub(r"^(?:Mr|Mrs|Ms|Dr)\.\s", "", name.group())
        return Subject((Speaker(words),), name.start(), name.end(), 0.6)
    return None
