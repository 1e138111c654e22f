"""Who "he" or "she" is, by those named and heard so far."""

from __future__ import annotations

from archivegen.annotate.quotes.scene import POSSESSIVE, Scene, Subject
from archivegen.model import Mention

_WINDOW = 220
_NEAR = 1_500
"""No pronoun reaches further back than so many characters."""


def of_pronoun(scene: Scene, masked: str, at: int, word: str) -> Subject | None:
    """The person meant: the subject of this sentence so far, else the last speaker, else the last person named."""
    lowered = word.lower()
    cues = scene.cues
    if lowered in ("it", "we", "i", "they", "on", "ils", "elles", "ellos", "them"):
        return None
    wanted = (
        "f" if lowered in cues.feminine else "m" if lowered in cues.masculine or lowered in ("il", "er", "él") else ""
    )
    sentence = _sentence_start(masked, at)
    for place in scene.mentions_between(sentence, at):
        if _fits(scene, place, wanted) and not POSSESSIVE.match(masked[scene.ends[place] : scene.ends[place] + 3]):
            return Subject((scene.speaker_of(place),), at, at + len(word), 0.8)
    speaker = scene.last_speaker
    is_near = speaker is not None and at - scene.last_end < _NEAR and masked.count("\n", scene.last_end, at) <= 2
    named_since = [p for p in scene.mentions_between(scene.last_end, at) if _fits(scene, p, wanted)] if is_near else []
    if (
        speaker is not None
        and is_near
        and not named_since
        and (speaker.entity < 0 or _fits_entity(scene, speaker.entity, wanted))
    ):
        return Subject((speaker,), at, at + len(word), 0.75 if speaker.entity >= 0 else 0.65)
    return _of_context(scene, masked, at, word, wanted)


def _of_context(scene: Scene, masked: str, at: int, word: str, wanted: str) -> Subject | None:
    """Who "he" is by the paragraph so far and the one before: the only one who fits, or the subject of the last sentence."""
    farthest = max(0, at - _NEAR)
    paragraph = masked.rfind("\n", farthest, at)
    before = max(farthest, masked.rfind("\n", farthest, max(farthest, paragraph - 1)))
    for start in (max(farthest, paragraph), before):
        fitting = [place for place in scene.mentions_between(start, at) if _fits(scene, place, wanted)]
        people = {scene.facts.mentions[place].entity for place in fitting}
        if len(people) == 1:
            return Subject((scene.speaker_of(fitting[-1]),), at, at + len(word), 0.7)
        if people:
            last = _sentence_start(masked, max(0, _sentence_start(masked, at) - 2))
            subject = next((place for place in fitting if scene.starts[place] >= last), fitting[-1])
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
