"""A person's word on what a sentence says (`facts:` of a content file), put in place of what was found there. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from archivegen.annotate.events.clauses import label
from archivegen.errors import Origin, Problem
from archivegen.model import (
    SENTENCE_ID_LENGTH,
    Article,
    Correction,
    Event,
    Facts,
    LocalEntity,
    Mention,
    Quote,
    Span,
    Speaker,
    Text,
)

BASIS = "given by a person"


def correct(article: Article, text: Text, facts: Facts, origin: Origin) -> Facts:
    """*facts* with the corrections of *article* carried out; those that cannot be are Problems. *origin*: of `facts:`."""
    if not article.facts:
        return facts
    draft = _Draft(text, list(facts.entities), list(facts.mentions), list(facts.quotes), list(facts.events))
    for correction in article.facts:
        for code, message in draft.take(correction):
            draft.problems.append(Problem(origin, "warning", code, f"facts: {correction.sentence}: {message}"))
    return draft.finished(facts.problems)


@dataclass(slots=True)
class _Draft:
    """Facts in the making."""

    text: Text
    entities: list[LocalEntity]
    mentions: list[Mention]
    quotes: list[Quote]
    events: list[Event]
    problems: list[Problem] = field(default_factory=list)

    def take(self, correction: Correction) -> Iterator[tuple[str, str]]:
        """Carry *correction* out; (code, message) of each part of it that cannot be."""
        number = _sentence(self.text, correction.sentence)
        if number < 0:
            yield (
                "facts-sentence-unknown",
                "no sentence of this article has this id; take it from the ¶ after the sentence",
            )
            return
        for words, name, kind in correction.mentions:
            yield from self._mention(number, words, name, kind)
        if correction.quotes is not None:
            yield from self._requote(number, correction.quotes)
        if correction.speakers is not None:
            speakers = tuple(Speaker(name, self._known(name)) for name in correction.speakers)
            if not any(quote.sentence == number for quote in self.quotes):
                yield "facts-quote-missing", "no quotation begins in this sentence; give its words as quotes too"
            self.quotes = [
                msgspec.structs.replace(quote, speakers=speakers, cue="", confidence=1.0)
                if quote.sentence == number
                else quote
                for quote in self.quotes
            ]
        if correction.events is not None:
            self._redate(number, correction.events)

    def _mention(self, number: int, words: str, name: str, kind: str) -> Iterator[tuple[str, str]]:
        spans = list(_occurrences(self.text, number, words))
        if not spans:
            yield "facts-words-missing", f'"{words}" does not stand in this sentence'
            return
        entity = -1
        if name:
            entity = self._known(name, kind)
            if entity < 0 and not kind:
                yield (
                    "facts-kind-missing",
                    f'"{name}" is nobody that this article names elsewhere; write {{name: {name}, kind: person}}',
                )
                return
            if entity < 0:
                self.entities.append(LocalEntity(name, kind, known=True))  # type: ignore[arg-type]
                entity = len(self.entities) - 1
        self.mentions = [one for one in self.mentions if not any(_overlap(one, span) for span in spans)]
        if name:
            self.mentions += [Mention(span.start, span.end, number, entity) for span in spans]
            self.mentions.sort(key=lambda one: one.start)

    def _requote(self, number: int, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
        sentence = self.text.sentences[number]
        before = [quote for quote in self.quotes if quote.sentence == number]
        spans = []
        for words in wanted:
            start = self.text.text.find(words, sentence.start)
            if not sentence.start <= start < sentence.end:
                yield "facts-words-missing", f'"{words}" does not begin in this sentence'
                return
            spans.append(Span(start, start + len(words)))
        made = [
            Quote((span,), number, next((one.speakers for one in before if _overlap(one.spans[0], span)), ()))
            for span in spans
        ]
        self.quotes = [quote for quote in self.quotes if quote.sentence != number] + made
        self.quotes.sort(key=lambda quote: (quote.spans[0].start, quote.spans[0].end))

    def _redate(self, number: int, wanted: Sequence[tuple[str, str]]) -> None:
        sentence = self.text.sentences[number]
        whole = label(self.text.text, sentence, Span(sentence.end, sentence.end))
        made = [Event(when, told or whole, sentence, number, BASIS) for when, told in wanted]
        kept = [event for event in self.events if event.sentence != number]
        self.events = sorted(kept + made, key=lambda event: (event.span.start, event.span.end, event.when))

    def _known(self, name: str, kind: str = "") -> int:
        """The entity called *name* in this article; -1 = none is."""
        fits = [n for n, one in enumerate(self.entities) if not kind or one.kind == kind]
        for n in fits:
            if self.entities[n].name == name:
                return n
        found = [n for n in fits if any(surface == name for surface, _ in self.entities[n].surfaces)]
        return found[0] if len(found) == 1 else -1

    def finished(self, problems: tuple[Problem, ...]) -> Facts:
        """The Facts: forms counted again, and without entities that were named before and now are not."""
        forms: list[Counter[str]] = [Counter() for _ in self.entities]
        for mention in self.mentions:
            forms[mention.entity][self.text.text[mention.start : mention.end]] += 1
        place = {old: new for new, old in enumerate(n for n, counted in enumerate(forms) if counted)}
        return Facts(
            entities=tuple(
                msgspec.structs.replace(self.entities[n], surfaces=_ordered(forms[n], self.entities[n])) for n in place
            ),
            mentions=tuple(msgspec.structs.replace(one, entity=place[one.entity]) for one in self.mentions),
            quotes=tuple(
                msgspec.structs.replace(
                    quote, speakers=tuple(Speaker(who.name, place.get(who.entity, -1)) for who in quote.speakers)
                )
                for quote in self.quotes
            ),
            events=tuple(self.events),
            problems=(*problems, *self.problems),
        )


def _ordered(counted: Counter[str], entity: LocalEntity) -> tuple[tuple[str, int], ...]:
    """The forms as LocalEntity.surfaces has them; those of *entity*, where the same were found, as they are."""
    if dict(entity.surfaces) == dict(counted):
        return entity.surfaces
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _sentence(text: Text, wanted: str) -> int:
    for number in range(len(text.sentences)):
        if text.sentence_ids.startswith(wanted, number * SENTENCE_ID_LENGTH):
            return number
    return -1


def _occurrences(text: Text, number: int, words: str) -> Iterator[Span]:
    """Where *words* stand in the sentence, as whole words."""
    sentence = text.sentences[number]
    for match in re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").finditer(text.text, sentence.start, sentence.end):
        yield Span(match.start(), match.end())


def _overlap(one: Mention | Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
