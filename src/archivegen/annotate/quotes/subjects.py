"""Find who a verb of saying belongs to: a mention, a pronoun, or a noun phrase without a name. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import msgspec

from archivegen.annotate.quotes.cues import Cues
from archivegen.annotate.quotes.given_names import FEMALE, MALE
from archivegen.model import Facts, LocalEntity, Mention, Speaker

_WINDOW = 220
_MASK = "\0"
_ENDS = re.compile(r"[,;:!?]|\.\s")
_WORDS = re.compile(r"[^\s—–(),;:“”\"]+|[—–(),;:“”\"]")
_NAME_AT_END = re.compile(
    r"(?:(?:[A-ZÀ-Þ][\w’'.-]*|de|van|von|al|bin|der|la|del|di)\s){0,4}[A-ZÀ-Þ][\w’'-]*[\w](?:\s(?:Jr|Sr)\.)?$"
)
_NAME_AT_START = re.compile(r"[A-ZÀ-Þ][\w’'.-]*(?:\s(?:(?:de|van|von|al|bin|der|la|del|di)\s)?[A-ZÀ-Þ][\w’'-]*[\w]){0,4}")
_NOT_NAMES = frozenset(
    ["The", "A", "An", "In", "On", "At", "But", "And", "He", "She", "It", "They", "We", "You", "I", "This", "That", "These", "Those", "However", "Meanwhile", "Mr", "Mrs", "Ms", "Dr", "When", "While", "After", "Before", "As", "If", "For", "From", "With", "There", "Here", "Then", "Also", "Some", "Many", "Most", "One", "Two", "Who", "What", "No", "Yes", "Last", "Earlier", "Later", "Today", "Yesterday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "Both", "Another", "Other", "Since", "Such", "According"]
)
_HONORIFIC = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lady|Lord)\.?|M\.|Mme|Herr|Frau|Señor|Señora)\s$")
_FEMALE = re.compile(r"\b(?:Mrs|Ms|Miss|Dame|Lady|Mme|Frau|Señora|Queen|Princess|Congresswoman|Chairwoman|[Ss]pokeswoman)\b\.?")
_MALE = re.compile(r"\b(?:Mr|Sir|Lord|Herr|Señor|King|Prince|Pope|Congressman|Chairman|[Ss]pokesman)\b\.?|\bM\.\s")
_APPOSED = re.compile(r"\s*,\s*(?:an?|the|who|whose|whom|which|his|her|its|their|now|then|\d+|of|also|one|[a-zà-ÿ]\w*)\b")
_SUBJECT_STOP = re.compile(
    r"[,;:!?—(]|(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Dr)(?<!St)(?<!Sen)(?<!Rep)(?<!Gov)(?<!Gen)(?<!Prof)(?<!\.[A-Z])\.(?:\s|$)"
    r"|\b(?:who|after|during|when|while|that|as|on|at)\b"
)
_JOINED = re.compile(r"\s(?:and|but|et|und|y)$")
_BEFORE_OBJECTS = frozenset(("to", "by", "and", "on", "over", "against"))
_NAME_OF = re.compile(r"(?<![\w.] )\b([A-ZÀ-Þ][\w’'-]+\s(?:[A-Z]\.\s)?[A-ZÀ-Þ][\w’'-]+)\s(?:of|from|at|with)\s(?:the\s)?$")
_OF = re.compile(r"\s(?:of|from|at|with|for)\s[^,;:.!?]*$")
_INVERTED_PRONOUN = re.compile(r"\s*-?(?:t-)?(il|elle|er|sie|él|ella|he|she)\b")
_OBJECT_PRONOUN = re.compile(r"\s*(lui|elle|ihm|ihr|él|ella|him|her)\b(?!\s[a-z])")
_POSSESSIVE = re.compile(r"[’']s?(?:\s|$)")


class Subject(msgspec.Struct, frozen=True):
    """Who speaks, and the words that say so."""

    speakers: tuple[Speaker, ...]
    start: int
    end: int
    certainty: float = 1.0


class Scene:
    """What is known of an article's people while its quotations are read in order: who was named, who spoke last."""

    def __init__(self, text: str, facts: Facts, cues: Cues) -> None:
        self.text = text
        self.facts = facts
        self.cues = cues
        self.starts = [m.start for m in facts.mentions]
        self.ends = [m.end for m in facts.mentions]
        self.last_speaker: Speaker | None = None
        self.last_unnamed: Speaker | None = None
        self.last_end = 0
        """Where the words end that named the last speaker, or the quotation."""
        self._genders: dict[int, str] = {}

    def mention_ending(self, at: int) -> int:
        """Index of the mention that ends at *at*; -1 if none does."""
        place = bisect_left(self.ends, at)
        return place if place < len(self.ends) and self.ends[place] == at else -1

    def mentions_between(self, start: int, end: int) -> range:
        return range(bisect_left(self.starts, start), bisect_right(self.ends, end))

    def entity_of(self, place: int) -> LocalEntity:
        return self.facts.entities[self.facts.mentions[place].entity]

    def speaker_of(self, place: int) -> Speaker:
        number = self.facts.mentions[place].entity
        return Speaker(self.facts.entities[number].name, number)

    def gender(self, number: int) -> str:
        """ "f", "m" or "" of the person *number*, by the titles and roles it is named with."""
        if number not in self._genders:
            self._genders[number] = self._gender(number)
        return self._genders[number]

    def _gender(self, number: int) -> str:
        entity = self.facts.entities[number]
        roles = " ".join(entity.roles)
        female, male = len(_FEMALE.findall(roles)), len(_MALE.findall(roles))
        for mention in self.facts.mentions:
            if mention.entity == number:
                before = self.text[max(0, mention.start - 9) : mention.start]
                if _HONORIFIC.search(before):
                    female += bool(_FEMALE.search(before))
                    male += bool(_MALE.search(before))
        if female == male:
            given = entity.name.partition(" ")[0].lower()
            return "f" if given in FEMALE else "m" if given in MALE else ""
        return "f" if female > male else "m"


# ---------------------------------------------------------------- before the verb


def before(scene: Scene, masked: str, start: int, verb: int, *, is_participle: bool) -> Subject | None:
    """The subject of the verb at *verb*, looking back no further than *start*. *masked* is the text without what is quoted."""
    floor = max(start, verb - _WINDOW)
    left = masked[floor:verb].rstrip()
    if is_participle:
        return _of_clause(scene, masked, floor, floor + len(left.rstrip(", ")))
    skipped = scene.cues.skipped.search(left)
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
        return _of_pronoun(scene, masked, floor, pronoun.start(1), pronoun.group(1))
    place = scene.mention_ending(end)
    if place < 0 and masked[end - 2 : end] in ("’s", "'s"):
        return None
    if place >= 0:
        return _of_mention(scene, masked, floor, place)
    unnamed = _unnamed_ending(scene, masked, floor, end)
    if unnamed is not None:
        return unnamed
    name = _NAME_AT_END.search(masked, max(floor, end - 60), end)
    if name is not None and name.group().partition(" ")[0].rstrip(".") not in _NOT_NAMES:
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
        phrase = _unnamed_ending(scene, masked, floor, mention.end)
        if phrase is not None:
            return phrase
        if previous != "and":
            return None
    if entity.kind == "place" and mention.form == "demonym":
        return None
    speakers = [scene.speaker_of(place)]
    start = mention.start
    joined = place
    while joined > 0 and re.fullmatch(r",?\s(?:and\s)?(?:the\s)?|\sand\s(?:[\w.]+\s){0,4}", masked[scene.ends[joined - 1] : start]):
        if not re.search(r"\band\b", masked[scene.ends[joined - 1] : mention.start]) or scene.starts[joined - 1] < floor:
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
        if place >= 0 and scene.entity_of(place).kind == "person" and not masked[comma + 1 : scene.starts[place]].strip():
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
    while start < end and masked[start] in " \n—–“\"":
        start += 1
    head = masked[start : min(end, start + 160)]
    if not head or scene.cues.preposition.match(head) or head.lower().startswith(("on ", "after ", "since ", "speaking ")):
        pronoun = re.match(r"(?:and\s|but\s)?(he|she|they)\b", head, re.IGNORECASE)
        return _of_pronoun(scene, masked, start, start, pronoun.group(1)) if pronoun else None
    pronoun = re.match(r"(He|She|They|he|she|they)\b", head)
    if pronoun is not None:
        return _of_pronoun(scene, masked, start, start, pronoun.group(1))
    for place in scene.mentions_between(start, min(end, start + 120)):
        mention = scene.facts.mentions[place]
        gap = masked[start : mention.start]
        following = masked[mention.end : mention.end + 3]
        if _POSSESSIVE.match(following) or mention.form == "demonym":
            continue
        if len(gap) > 90 or re.search(r"[,;:]|\b(?:of|in|for|at|to|from|with|on|by|is|was|has|had|that)\s", gap):
            break
        if scene.entity_of(place).kind == "person" or not _unnamed_follows(scene, masked, mention.end, end):
            return _of_mention(scene, masked, start, place)
        break
    return _unnamed_beginning(scene, masked, start, min(end, start + 120))


# ---------------------------------------------------------------- after the verb


def after(scene: Scene, masked: str, start: int, end: int, *, is_object: bool = False) -> Subject | None:
    """The subject that follows a verb at *start* ("said Mr. Putin"); *is_object*: it follows "according to" or "by"."""
    head = masked[start:end]
    pronoun = (_OBJECT_PRONOUN if is_object else _INVERTED_PRONOUN).match(head)
    if pronoun is not None:
        return _of_pronoun(scene, masked, max(0, start - _WINDOW), start + pronoun.start(1), pronoun[1])
    if not head.strip() or scene.cues.preposition.match(head):
        return None
    stop = _SUBJECT_STOP.search(head)
    limit = start + (stop.start() if stop else len(head))
    for place in scene.mentions_between(start, limit):
        mention = scene.facts.mentions[place]
        if _POSSESSIVE.match(masked[mention.end : mention.end + 3]) or mention.form == "demonym":
            continue
        kind = scene.entity_of(place).kind
        if re.search(r"\b(?:of|in|for|at|from|with)\s(?:the\s)?$", masked[start : mention.start]):
            break
        if kind == "person":
            return _of_mention(scene, masked, start, place)
        if not _unnamed_follows(scene, masked, mention.end, limit) and kind != "work":
            return _of_mention(scene, masked, start, place)
    unnamed = _unnamed_beginning(scene, masked, start, limit)
    if unnamed is not None:
        return unnamed
    name = _NAME_AT_START.match(masked, start + len(head) - len(head.lstrip()), limit)
    if name is not None and name.group().partition(" ")[0].rstrip(".") not in _NOT_NAMES - {"Mr", "Mrs", "Ms", "Dr"}:
        words = re.sub(r"^(?:Mr|Mrs|Ms|Dr)\.\s", "", name.group())
        return Subject((Speaker(words),), name.start(), name.end(), 0.6)
    return None


def _unnamed_follows(scene: Scene, masked: str, start: int, end: int) -> bool:
    words = masked[start:end].split()[:3]
    return any(word.lower().strip(",.") in scene.cues.heads for word in words)


# ---------------------------------------------------------------- noun phrases without a name


def _unnamed_ending(scene: Scene, masked: str, floor: int, end: int) -> Subject | None:
    """ "a U.S. State Department spokesman", "the governor of Texas" ending at *end*."""
    cues = scene.cues
    begin = max(floor, end - 120)
    words = [(m.group(), m.start()) for m in _WORDS.finditer(masked, begin, end)]
    head = _head_at_end(cues, words)
    if head < 0:
        return None
    first = head
    while first > 0 and head - first < 7:
        word = words[first - 1][0]
        lowered = word.lower()
        if not word[0].isalnum() or lowered in cues.stops or lowered in cues.links or "\0" in word:
            break
        if word.endswith(".") and not re.fullmatch(r"(?:[A-Z]\.)+|[A-Z][a-z]{1,4}\.", word):
            break
        first -= 1
        if lowered in cues.determiners:
            break
    outer = first - 1
    if outer > 0 and words[outer][0].lower() in cues.links and words[outer - 1][0].lower() in cues.heads:
        # "the head of the police's investigators": the head rules, what it is of describes it
        head = first = outer - 1
        while first > 0 and words[first - 1][0].isalpha() and words[first - 1][0].lower() not in cues.stops:
            first -= 1
            if words[first][0].lower() in cues.determiners:
                break
    start = words[first][1]
    return _named_by_role(scene, masked, start, end, words[first:head + 1])


def _head_at_end(cues: Cues, words: list[tuple[str, int]]) -> int:
    for back in range(1, min(len(words), 9) + 1):
        word = words[-back][0].lower()
        if word in cues.heads:
            if back == 1 or words[-back + 1][0].lower() in cues.links:
                return len(words) - back
            return -1
        if not (words[-back][0][0].isupper() or word in cues.links or word in ("the", "and", "&")):
            return -1
    return -1


def _unnamed_beginning(scene: Scene, masked: str, start: int, end: int) -> Subject | None:
    cues = scene.cues
    words = [(m.group(), m.start()) for m in _WORDS.finditer(masked, start, end)][:9]
    for place, (word, _) in enumerate(words):
        lowered = word.lower().rstrip(".")
        if lowered in cues.stops or (lowered in cues.links and place) or not word[0].isalnum():
            return None
        if lowered in cues.heads:
            while place + 1 < len(words) and words[place + 1][0].lower() in cues.heads:
                place += 1
            stop = words[place][1] + len(words[place][0].rstrip("."))
            stop = _with_links(cues, masked, words, place, stop)
            return _named_by_role(scene, masked, words[0][1], stop, words[: place + 1])
    return None


def _with_links(cues: Cues, masked: str, words: list[tuple[str, int]], place: int, stop: int) -> int:
    """Where "a spokesman" ends if "for the State Department" follows."""
    if place + 2 < len(words) and words[place + 1][0].lower() in cues.links:
        for word, at in words[place + 2 :]:
            if word[0].isupper():
                stop = at + len(word.rstrip("."))
            elif word.lower() not in ("the", "of", "and"):
                break
    return stop


def _named_by_role(scene: Scene, masked: str, start: int, end: int, words: list[tuple[str, int]]) -> Subject | None:
    """The person whose role it is ("the Russian leader"), the unnamed one of before ("the spokesman"), or a new one."""
    cues = scene.cues
    lowered = [word.lower() for word, _ in words]
    is_definite = lowered[0] in ("the", "le", "la", "l’", "der", "die", "el")
    head = lowered[-1]
    own = lowered[1:] if lowered[0] in cues.determiners else lowered
    if is_definite:
        known = _by_role(scene, start, own)
        if known is not None:
            return Subject((known,), start, end, 0.85)
        last = scene.last_unnamed
        if len(own) == 1 and last is not None and last.name.lower().split()[-1][:6] == head[:6]:
            return Subject((last,), start, end, 0.9)
    phrase = masked[start:end]
    first, _, rest = phrase.partition(" ")
    if first.lower() in cues.determiners and rest:
        phrase = rest
    place = scene.mention_ending(end)
    if place >= 0 and scene.starts[place] <= start:
        return Subject((scene.speaker_of(place),), start, end)
    if head in _DOCUMENTS:
        author = _author(scene, masked, end)
        if author is not None or not any(word[:1].isupper() for word, _ in words[1:]):
            return author
    return Subject((Speaker(phrase),), start, end, 0.8)


_DOCUMENTS = frozenset(
    "report statement study letter document documents memo complaint lawsuit indictment filing release advisory post tweet article"
    .split()
)  # fmt: skip
_LEADERS = frozenset(["leader", "president", "premier", "chancellor", "king", "queen", "prince", "ruler", "dictator", "strongman", "minister"])


def _author(scene: Scene, masked: str, at: int) -> Subject | None:
    """ "according to a tweet on Monday by Mike Pompeo": who is said to have written what ends at *at*."""
    for place in scene.mentions_between(at, at + 100):
        gap = masked[at : scene.starts[place]]
        if _MASK in gap or _ENDS.search(gap):
            return None
        if re.search(r"\b(?:by|from|of)\s(?:[\w.’'-]+\s){0,6}$", gap) and scene.entity_of(place).kind != "place":
            return Subject((scene.speaker_of(place),), at, scene.ends[place], 0.9)
    return None


def _by_role(scene: Scene, at: int, words: list[str]) -> Speaker | None:
    """The person last named before *at* with a role that has the same noun (or any leader's, for "leader") and all other words."""
    head, modifiers = words[-1], set(words[:-1])
    best = -1
    best_place = -1
    for place in range(bisect_left(scene.starts, at) - 1, -1, -1):
        number = scene.facts.mentions[place].entity
        entity = scene.facts.entities[number]
        if entity.kind != "person" or number == best:
            continue
        for role in entity.roles:
            parts = set(re.findall(r"[\w.’'-]+", role.lower()))
            is_same = head in parts or (head == "leader" and bool(parts & _LEADERS))
            if is_same and modifiers <= parts:
                best, best_place = number, place
                break
        if best >= 0:
            break
    return scene.speaker_of(best_place) if best_place >= 0 else None


# ---------------------------------------------------------------- pronouns


def _of_pronoun(scene: Scene, masked: str, floor: int, at: int, word: str) -> Subject | None:
    """The person meant: the subject of this sentence so far, else the last speaker, else the last person named."""
    lowered = word.lower()
    cues = scene.cues
    if lowered in ("it", "we", "i", "they", "on", "ils", "elles", "ellos", "them"):
        return None
    wanted = "f" if lowered in cues.feminine else "m" if lowered in cues.masculine or lowered in ("il", "er", "él") else ""
    if lowered == "who":
        place = scene.mention_ending(at - 2) if masked[at - 2 : at] == ", " else scene.mention_ending(at - 1)
        found = _of_mention(scene, masked, floor, place) if place >= 0 else None
        return found
    sentence = _sentence_start(masked, at)
    for place in scene.mentions_between(sentence, at):
        if _fits(scene, place, wanted) and not _POSSESSIVE.match(masked[scene.ends[place] : scene.ends[place] + 3]):
            return Subject((scene.speaker_of(place),), at, at + len(word), 0.8)
    speaker = scene.last_speaker
    is_near = speaker is not None and masked.count("\n", scene.last_end, at) <= 2
    named_since = [p for p in scene.mentions_between(scene.last_end, at) if _fits(scene, p, wanted)] if is_near else []
    if speaker is not None and is_near and not named_since and (speaker.entity < 0 or _fits_entity(scene, speaker.entity, wanted)):
        return Subject((speaker,), at, at + len(word), 0.75 if speaker.entity >= 0 else 0.65)
    return _of_context(scene, masked, at, word, wanted)


def _of_context(scene: Scene, masked: str, at: int, word: str, wanted: str) -> Subject | None:
    """Who "he" is by the paragraph so far and the one before: the only one who fits, or the subject of the last sentence."""
    paragraph = masked.rfind("\n", 0, at)
    floor = max(0, masked.rfind("\n", 0, max(0, masked.rfind("\n", 0, max(0, paragraph - 1)))), at - 1200)
    for start in (paragraph + 1, floor):
        fitting = [place for place in scene.mentions_between(max(0, start), at) if _fits(scene, place, wanted)]
        people = {scene.facts.mentions[place].entity for place in fitting}
        if len(people) == 1:
            return Subject((scene.speaker_of(fitting[-1]),), at, at + len(word), 0.7)
        if people:
            before = _sentence_start(masked, max(0, _sentence_start(masked, at) - 2))
            subject = next((place for place in fitting if scene.starts[place] >= before), fitting[-1])
            known = wanted and scene.gender(scene.facts.mentions[subject].entity) == wanted
            return Subject((scene.speaker_of(subject),), at, at + len(word), 0.65 if known else 0.55)
    return None


def _sentence_start(masked: str, at: int) -> int:
    window = masked[max(0, at - _WINDOW) : at]
    found = max(window.rfind(". "), window.rfind("\n"), window.rfind("? "), window.rfind("! "))
    return max(0, at - _WINDOW) + found + 1 if found >= 0 else max(0, at - _WINDOW)


def _fits(scene: Scene, place: int, wanted: str) -> bool:
    mention: Mention = scene.facts.mentions[place]
    return scene.entity_of(place).kind == "person" and _fits_entity(scene, mention.entity, wanted)


def _fits_entity(scene: Scene, number: int, wanted: str) -> bool:
    if scene.facts.entities[number].kind != "person":
        return False
    known = scene.gender(number)
    return not wanted or not known or known == wanted
