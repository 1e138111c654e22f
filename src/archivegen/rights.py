"""Which part of an article may be shown. Decided once, when its content file is prepared: all that follows sees that part only. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import msgspec

from archivegen import sentences
from archivegen.agencies import full_name
from archivegen.cards import chain_of
from archivegen.errors import Origin, Problem
from archivegen.model import (
    SENTENCE_ID_LENGTH,
    Article,
    Block,
    Card,
    Figure,
    Heading,
    Inference,
    Listing,
    Mark,
    Paragraph,
    Quotation,
    Shown,
    Statement,
)
from archivegen.patterns import late_pattern
from archivegen.references import PICTURES
from archivegen.texts import text_of

LEVELS: tuple[Shown, ...] = ("full", "excerpt", "record")
"""From all to least: an excerpt is headline, facts about the article and its first words; a record has no words of the text."""
EXCERPT_WORDS = 60

_WORD = late_pattern(
    r"[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]|[^\s\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+"
)
"""A word, or a sign of a script that puts no blanks between words."""
_RUNNING = (Paragraph, Heading, Quotation, Statement, Listing)
"""What an excerpt may be made of; a post of somebody else, a picture or a table cannot be cut."""


class Rules(msgspec.Struct, frozen=True):
    """What site.yaml says of rights."""

    levels: Mapping[str, Shown] = {}
    """By folded name of a source, agency, author or photo credit."""
    excerpt_words: int = EXCERPT_WORDS
    aliases: Mapping[str, str] = {}
    """Other names of agencies, folded → folded."""

    def of(self, name: str) -> Shown:
        folded = fold(full_name(name))
        return self.levels.get(self.aliases.get(folded, folded), "full")

    def strictest(self, names: Iterable[str]) -> Shown:
        return max((self.of(name) for name in names), key=LEVELS.index, default="full")


class _Credited(Protocol):
    """What an Article and a Card both say of who wrote it."""

    @property
    def source(self) -> str: ...
    @property
    def credits(self) -> tuple[str, ...]: ...
    @property
    def byline(self) -> tuple[str, ...]: ...
    @property
    def rights(self) -> str: ...


def rules(levels: Mapping[str, Shown], *, excerpt_words: int, agencies: Mapping[str, str]) -> Rules:
    """The rules of *levels* (by name as written). *agencies*: folded other name → name."""
    if not levels:
        return Rules(excerpt_words=excerpt_words)
    aliases = {fold(other): fold(name) for other, name in agencies.items()}
    named: dict[str, Shown] = {}
    for name, level in levels.items():
        folded = fold(full_name(name))
        key = aliases.get(folded, folded)
        named[key] = max(named.get(key, "full"), level, key=LEVELS.index)
    return Rules(named, excerpt_words, aliases)


def fold(name: str) -> str:
    """ "The  Associated Press" and "associated press" are one name."""
    folded = " ".join(name.casefold().split())
    return folded.removeprefix("the ") or folded


# ---------------------------------------------------------------- the decision


def level_of(article: _Credited, rules: Rules) -> Shown:
    """The article's own word, else the strictest of its source, agencies and authors."""
    if article.rights in LEVELS:
        return article.rights
    if not rules.levels:
        return "full"
    return rules.strictest((article.source, *article.credits, *article.byline))


def decision(card: Card, rules: Rules) -> tuple[object, ...]:
    """What decides what is shown of the article of *card*: equal decisions show the same part."""
    level = level_of(card, rules)
    hidden = tuple(name for name in card.photo_credits if rules.of(name) != "full") if rules.levels else ()
    return level, rules.excerpt_words if level == "excerpt" else 0, hidden


def part_of(article: Article, rules: Rules) -> tuple[Article, Shown]:
    """What may be shown of *article*, as an article that never had more, and how much that is.

    A picture is whole or not there: that of an agency with less than full rights stays away, its caption and credit stay.
    """
    level = level_of(article, rules)
    if level == "full":
        return (_without_pictures(article, rules) if rules.levels else article), level
    dek, blocks = ("", ()) if level == "record" else _excerpt(article, rules.excerpt_words)
    part = msgspec.structs.replace(article, dek=dek, blocks=blocks, removed=(), facts=())
    if level == "record" and article.title_basis == "supplied":  # it is made of the text's own words
        part = msgspec.structs.replace(part, title="", title_basis="given")
    whole = text_of(part)
    ids = {whole.sentence_id(number) for number in range(len(whole.sentence_ids) // SENTENCE_ID_LENGTH)}
    return msgspec.structs.replace(
        part,
        facts=tuple(one for one in article.facts if one.sentence in ids),
        inferred=dict(_inferred(part, f"{part.title}\n{whole.text}")),
    ), level


def _inferred(part: Article, text: str) -> Iterator[tuple[str, Inference]]:
    """The inferences of *part*, without words that are not shown."""
    for field, guess in part.inferred.items():
        if field in ("title", "dek") and not getattr(part, field):
            continue
        proofs = tuple(one for one in guess.evidence if one.words and one.words in text)
        yield field, guess if proofs == guess.evidence else msgspec.structs.replace(guess, evidence=proofs)


# ---------------------------------------------------------------- pictures


def _without_pictures(article: Article, rules: Rules) -> Article:
    hidden = {
        block.src
        for block in article.blocks
        if isinstance(block, Figure) and rules.strictest(chain_of(block.credit)) != "full"
    }
    if not hidden:
        return article
    return msgspec.structs.replace(article, blocks=tuple(_without(block, hidden, rules) for block in article.blocks))


def _without(block: Block, hidden: set[str], rules: Rules) -> Block:
    """*block* without the pictures *hidden*, and without links to them (a figure: to any picture)."""
    if isinstance(block, Figure) and rules.strictest(chain_of(block.credit)) != "full":
        marks = tuple(mark for mark in block.marks if not _is_picture(mark.href))
        return msgspec.structs.replace(block, src="", alt="", marks=marks)
    if isinstance(block, Figure) and block.src in hidden:  # the same file under another credit
        block = msgspec.structs.replace(block, src="", alt="")
    if any(mark.href and mark.href in hidden for mark in block.marks):
        marks = tuple(mark for mark in block.marks if mark.href not in hidden)
        return msgspec.structs.replace(block, marks=marks)
    return block


def _is_picture(href: str) -> bool:
    return href.partition("#")[0].partition("?")[0].lower().endswith(PICTURES)


# ---------------------------------------------------------------- excerpts


def _excerpt(article: Article, words: int) -> tuple[str, tuple[Block, ...]]:
    """(dek, blocks): the first whole sentences of at most *words* words; where the first has more, so many of its words."""
    left = words - _words(article.dek)
    dek = article.dek if left >= 0 else ""
    left = left if dek else words
    blocks: list[Block] = []
    for block in article.blocks:
        if not isinstance(block, _RUNNING):
            continue
        end = _end_of(block.text, left, is_first=not dek and not any(not isinstance(one, Heading) for one in blocks))
        if end < len(block.text):
            if end:
                blocks.append(_cut(block, end))
            break
        blocks.append(block)
        left -= _words(block.text)
    while blocks and isinstance(blocks[-1], Heading):
        blocks.pop()
    return dek, tuple(blocks)


def _words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def _end_of(text: str, words: int, *, is_first: bool) -> int:
    """How much of *text* its whole sentences of together at most *words* words are; if it *is_first*, never nothing."""
    end = count = 0
    for span in sentences.spans(text):
        count += _words(text[span.start : span.end])
        if count > words:
            break
        end = span.end
    else:
        return len(text)
    if end or not is_first:
        return end
    for number, word in enumerate(_WORD.finditer(text), 1):
        if number > max(words, 1):
            break
        end = word.end()
    return end


def _cut(block: Block, end: int) -> Block:
    """*block* up to *end*; an ellipsis tells where that is within a sentence."""
    text = block.text[:end].rstrip()
    marks = tuple(
        Mark(mark.start, min(mark.end, len(text)), mark.kind, mark.href)
        for mark in block.marks
        if mark.start < len(text)
    )
    if text[-1:] not in '.!?…"”’»)。！？؟।':
        text += "…"
    if isinstance(block, Listing):
        return msgspec.structs.replace(block, text=text, marks=marks, depths=block.depths[: text.count("\n") + 1])
    return msgspec.structs.replace(block, text=text, marks=marks)


# ---------------------------------------------------------------- what nobody is called


def unmatched(levels: Mapping[str, Shown], rules: Rules, cards: Iterable[Card], origin: Origin) -> Iterator[Problem]:
    """A warning for each name of *levels* that no article has: what it was meant to hold back is shown."""
    if not levels:
        return
    there: dict[str, str] = {}
    for card in cards:
        for name in (card.source, *card.credits, *card.byline, *card.photo_credits):
            folded = fold(name)
            there.setdefault(rules.aliases.get(folded, folded), name)
    there.pop("", None)
    for name in levels:
        folded = fold(name)
        if rules.aliases.get(folded, folded) not in there:
            near = difflib.get_close_matches(folded, there, 1)
            hint = f"; did you mean {there[near[0]]}?" if near else "; write it as the articles do"
            message = f'rights: no article has "{name}" for a source, agency, author or photo credit{hint}'
            yield Problem(origin, "warning", "rights-unmatched", message)
