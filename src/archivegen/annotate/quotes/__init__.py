"""Find the quotations of an article, each with its speakers. Pure; sees the entities found before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Literal

import msgspec

from archivegen.annotate import markup
from archivegen.annotate.quotes import attribution, subjects
from archivegen.annotate.quotes.cues import cues
from archivegen.annotate.quotes.marks import Quoted, quoted
from archivegen.annotate.quotes.scene import Scene
from archivegen.model import Article, Embed, Facts, Mention, Quote, Span, Speaker, Text, TextBlock
from archivegen.patterns import late_pattern

_MARKS = re.compile(r"[“„«‹「『\"‘']")
_NOT_WORD = re.compile(r"\W+")
_PROSE = frozenset(("paragraph", "list"))
_SPOKEN_WORDS = 5
_SPOKEN_SIGNS = 4
"""From so many words, or Japanese signs, on a quotation is taken for speech without anybody who is said to speak."""
_TELLING = ("と", "など", "、と")
"""Behind a Japanese quotation that somebody utters; other such marks hold titles and terms."""
_BETWEEN = re.compile(r",?\s+(?:and\s+|et\s+|und\s+|y\s+)?(?:the\s+)?", re.IGNORECASE)
_DASH_LINE = late_pattern(r"(?:^\s*|(?<=[”\"“.!?])\s*)[—–~-]{1,2}\s*(?P<name>[^\W\d_a-z][^.!?”\"\n]{1,78})\.?$")
_SIGNATURE = 120
"""So long is a line's end in which the name behind a dash is looked for."""
_ISSUED = re.compile(
    r"\bstatement\s+(?:by|from|of)\b|\b(?:issued|released|published|made)\b[^.\n]*\bstatement", re.IGNORECASE
)


def annotate(article: Article, text: Text, facts: Facts) -> Facts:
    """*facts* with the quotations of *article*, in the order of the text. O(length)."""
    found = [*_of_posts(article, text, facts), *_of_statements(text, facts), *_of_quotations(text, facts)]
    if _MARKS.search(text.text):
        found += _of_prose(article, text, facts)
    found.sort(key=lambda quote: quote.spans[0])
    return msgspec.structs.replace(facts, quotes=tuple(found))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if stop > start:
            yield Span(start, stop)
        start = stop + 1


def _sentence_at(text: Text, at: int) -> int:
    return max(0, bisect_right(text.sentences, Span(at, 1 << 60)) - 1)


# ---------------------------------------------------------------- blocks that are quotations as a whole


def _of_posts(article: Article, text: Text, facts: Facts) -> Iterator[Quote]:
    for place in text.blocks:
        block = article.blocks[place.block] if place.kind == "embed" else None
        if not isinstance(block, Embed):
            continue
        lines = [
            line
            for n, line in enumerate(_all_lines(text.text, place))
            if n != block.attribution and line.end > line.start
        ]
        name = block.author or block.handle
        if lines and name:
            speaker = Speaker(name, _entity_named(facts, (name, block.handle, block.handle.lstrip("@"))))
            yield Quote(tuple(lines), _sentence_at(text, lines[0].start), (speaker,), "post", cue=name)
        elif lines:
            yield Quote(tuple(lines), _sentence_at(text, lines[0].start), (), "post", confidence=0.5)


def _all_lines(text: str, place: TextBlock) -> Iterator[Span]:
    at = place.start
    for line in text[place.start : place.end].split("\n"):
        yield Span(at, at + len(line))
        at += len(line) + 1


def _entity_named(facts: Facts, names: tuple[str, ...]) -> int:
    wanted = {name for name in names if name}
    for number, entity in enumerate(facts.entities):
        if entity.name in wanted or any(surface in wanted for surface, _ in entity.surfaces):
            return number
    return -1


def _of_statements(text: Text, facts: Facts) -> Iterator[Quote]:
    for number, place in enumerate(text.blocks):
        if place.kind == "statement":
            lines = tuple(_lines(text.text, place.start, place.end))
            speakers = _issuers(text, facts, number)
            yield Quote(
                lines, _sentence_at(text, place.start), speakers, "statement", confidence=0.9 if speakers else 0.5
            )


def _issuers(text: Text, facts: Facts, number: int) -> tuple[Speaker, ...]:
    """Who issued the statement: whom its first sentence opens with, if there are several or the lead-in calls it joint."""
    place = text.blocks[number]
    lead_in = text.text[text.blocks[max(0, number - 2)].start : place.start]
    opening = _opening_names(text, facts, place)
    if len(opening) > 1:
        return opening
    table = cues("en")
    issued = list(_ISSUED.finditer(lead_in))
    if issued and table is not None:
        scene, at = Scene(text.text, facts, table), text.blocks[max(0, number - 2)].start
        match = issued[-1]
        found = (
            subjects.after(scene, text.text, at + match.end(), place.start)
            if match.group().lower().startswith("statement")
            else subjects.before(scene, text.text, at, at + match.start(), is_participle=False)
        )
        if found is not None:
            return found.speakers
    return opening


def _start_of(mention: Mention) -> int:
    return mention.start


def _opening_names(text: Text, facts: Facts, place: TextBlock) -> tuple[Speaker, ...]:
    """The entities in a row at the head of the block: "The United States, ROK, and Japan condemn"."""
    at = place.start
    lead = re.compile(r"[“\"‘„«\s]*(?:We,\s+)?(?:[Tt]he\s+)?(?:[Gg]overnments?\s+of\s+)?(?:the\s+)?").match(
        text.text, at, place.end
    )
    at = lead.end() if lead else at
    names: list[Speaker] = []
    for mention in facts.mentions[bisect_left(facts.mentions, at, key=_start_of) :]:
        if mention.start != at or mention.form == "demonym":
            break
        names.append(Speaker(facts.entities[mention.entity].name, mention.entity))
        joint = _BETWEEN.match(text.text, mention.end, place.end)
        if joint is None:
            break
        at = joint.end()
    return tuple(dict.fromkeys(names))


def _of_quotations(text: Text, facts: Facts) -> Iterator[Quote]:
    """Block quotations: the speaker is the dash line at their end, or who is named with a colon before them."""
    for number, place in enumerate(text.blocks):
        if place.kind != "quotation":
            continue
        lines = list(_lines(text.text, place.start, place.end))
        speaker: tuple[Speaker, ...] = ()
        last = text.text[lines[-1].start : lines[-1].end] if lines else ""
        dash = _DASH_LINE.search(last[-_SIGNATURE:])
        if dash is not None and (len(lines) > 1 or dash.start() or len(last) > _SIGNATURE):
            name = dash["name"].partition(",")[0].strip()
            speaker = (Speaker(name, _entity_named(facts, (name,))),)
            end = lines[-1].end - len(dash.group())
            lines[-1:] = [Span(lines[-1].start, end)] if end > lines[-1].start else []
        elif number and text.text[text.blocks[number - 1].end - 1] == ":":
            speaker = _introduced(text, facts, text.blocks[number - 1])
        if lines:
            yield Quote(
                spans=tuple(lines),
                sentence=_sentence_at(text, place.start),
                speakers=speaker,
                kind="full" if len(lines) == 1 else "multi-paragraph",
                confidence=0.8 if speaker else 0.5,
            )


def _introduced(text: Text, facts: Facts, before: TextBlock) -> tuple[Speaker, ...]:
    table = cues("en")
    if table is None:
        return ()
    verbs = list(table.verb.finditer(text.text, max(before.start, before.end - 200), before.end))
    if not verbs:
        return ()
    scene = Scene(text.text, facts, table)
    found = subjects.before(
        scene,
        text.text,
        max(before.start, before.end - 200),
        verbs[-1].start(),
        is_participle=verbs[-1].lastgroup == "participle",
    )
    return found.speakers if found is not None else ()


# ---------------------------------------------------------------- marks in running prose


def _of_prose(article: Article, text: Text, facts: Facts) -> Iterator[Quote]:
    """Quotations in paragraphs; those of the dek only where the body does not have them."""
    table = cues(article.language)
    if table is None:
        yield from _unattributed(text)
        return
    body = [line for b in text.blocks if b.kind in _PROSE for line in _lines(text.text, b.start, b.end)]
    found = _by_line(text.text, body)
    scene = Scene(text.text, facts, table)
    masked = _masked(text.text, [one for group in found.values() for one in group])
    results: list[Quote] = []
    for number, group in sorted(found.items()):
        results += [
            _quote(text, one) for one in attribution.attribute(scene, masked, body[number], group, text.sentences)
        ]
    yield from results
    yield from _of_dek(text, scene, results)


def _unattributed(text: Text) -> Iterator[Quote]:
    """What is quoted in a language whose words of saying are not known: whole utterances, nobody's; short ones may be names."""
    lines = [line for b in text.blocks if b.kind in _PROSE for line in _lines(text.text, b.start, b.end)]
    for _, one in quoted(markup.blanked(text.text), lines):
        words = text.text[one.start + 1 : one.end - 1]
        is_told = one.opener == "「" and text.text.startswith(_TELLING, one.end) and len(words) >= _SPOKEN_SIGNS
        if one.is_closed and (is_told or (one.opener not in "「『" and words.count(" ") >= _SPOKEN_WORDS)):
            kind: Literal["full", "multi-paragraph"] = "full" if len(one.spans) == 1 else "multi-paragraph"
            yield Quote(tuple(one.spans), _sentence_at(text, one.start), (), kind, confidence=0.5)


def _of_dek(text: Text, scene: Scene, body: list[Quote]) -> Iterator[Quote]:
    dek = [line for b in text.blocks if b.kind == "dek" for line in _lines(text.text, b.start, b.end)]
    groups = _by_line(text.text, dek)
    said = "\n".join(_folded(text.text, quote) for quote in body) if groups else ""
    for number, group in sorted(groups.items()):
        for one in attribution.attribute(scene, _masked(text.text, group), dek[number], group, text.sentences):
            quote = _quote(text, one)
            if quote.speakers and _folded(text.text, quote) not in said:
                yield quote


def _by_line(text: str, lines: list[Span]) -> dict[int, list[Quoted]]:
    groups: dict[int, list[Quoted]] = {}
    for number, one in quoted(markup.blanked(text), lines):
        groups.setdefault(number, []).append(one)
    return groups


def _masked(text: str, found: list[Quoted]) -> str:
    """*text* with everything quoted replaced by NULs, so that no verb inside a quotation attributes it."""
    pieces: list[str] = []
    at = 0
    for span in sorted(span for one in found for span in one.spans):
        pieces += (text[at : span.start], "\0" * (span.end - span.start))
        at = span.end
    pieces.append(text[at:])
    return "".join(pieces)


def _quote(text: Text, one: attribution.Attributed) -> Quote:
    return Quote(
        spans=tuple(one.quoted.spans),
        sentence=_sentence_at(text, one.quoted.start),
        speakers=attribution.speakers_of(one),
        kind=one.kind,
        cue=one.cue,
        confidence=round(one.confidence, 2),
    )


def _folded(text: str, quote: Quote) -> str:
    return " ".join(_NOT_WORD.sub(" ", text[span.start : span.end].casefold()).strip() for span in quote.spans)
