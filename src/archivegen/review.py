"""The inferences least sure, worst first, grouped so that one answer settles many; each with the line to write. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from archivegen.model import Article, Inference

FIELDS = ("date", "source", "title", "byline", "language", "status", "updated", "dek", "credits")
SURE = 0.9
"""From this confidence on nobody is asked."""
SHOWN = 3
"""Articles shown of a group."""

_EXAMPLE = {
    "date": "YYYY-MM-DD",
    "source": "NAME",
    "title": "WORDS",
    "byline": "[NAME]",
    "language": "en",
    "status": "published",
    "updated": "YYYY-MM-DD",
    "dek": "WORDS",
    "credits": "[NAME]",
}


class Doubt(msgspec.Struct, frozen=True):
    """One field of one article that the program is not sure of."""

    id: str
    field: str
    value: str
    """As it stands; "" = not known."""
    basis: str
    confidence: float
    proof: str
    """The first piece of evidence, with its line."""


def doubts(articles: Iterable[Article]) -> Iterator[Doubt]:
    """What is not sure about *articles*: weak inferences that no person has settled, and dates and sources not known."""
    for article in articles:
        for field in FIELDS:
            guess, value = article.inferred.get(field), getattr(article, field)
            if guess is not None and _same(guess, value):
                if guess.confidence < SURE:
                    yield Doubt(article.id, field, _shown(value), guess.basis, guess.confidence, _proof(guess))
            elif not value and guess is None and field in ("date", "source"):
                yield Doubt(article.id, field, "", "the text does not say", 0.0, "")


def lines(found: Iterable[Doubt], *, content: str, limit: int) -> Iterator[str]:
    """*found* as questions, at most *limit* of them: those that leave most open first, then by what they ask.

    *content*: the content folder, as a person would write it.
    """
    groups: dict[tuple[str, str, str, str], list[Doubt]] = defaultdict(list)
    for doubt in found:
        groups[_group(doubt)].append(doubt)
    ranked = sorted(groups.items(), key=lambda pair: (-sum(1 - doubt.confidence for doubt in pair[1]), pair[0]))
    if not ranked:
        yield "nothing to review: all that was inferred is sure"
        return
    for (field, basis, folder, value), group in ranked[:limit]:
        where = f"{content}/{folder}/" if folder else f"{content}/"
        many = f"{len(group):,} articles in {where}" if len(group) > 1 else f"{content}/{group[0].id}.md"
        yield f"{field} of {many}{f': {value}' if value else ''} ({basis}; confidence {_mean(group):.2f})"
        for doubt in sorted(group, key=lambda one: (one.confidence, one.id))[:SHOWN]:
            told = f"{doubt.value}  " if doubt.value and not value else ""
            yield f"    {content}/{doubt.id}.md  {told}{doubt.proof}".rstrip()
        if len(group) > SHOWN:
            yield f"    and {len(group) - SHOWN:,} more"
        yield f"  write, if it is wrong or missing: {field}: {_EXAMPLE[field]}"
    if len(ranked) > limit:
        yield f"{len(ranked) - limit:,} more questions; see them with --limit {len(ranked)}"


def _group(doubt: Doubt) -> tuple[str, str, str, str]:
    """Doubts that one answer settles: of one field, for one reason, in one folder, with one value where the field repeats."""
    folder = doubt.id.rpartition("/")[0]
    repeats = doubt.field in ("source", "language", "status")
    return doubt.field, doubt.basis, folder, doubt.value if repeats else ""


def _same(guess: Inference, value: object) -> bool:
    return guess.value == value or (isinstance(value, tuple) and tuple(guess.value) == value)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _proof(guess: Inference) -> str:
    if not guess.evidence:
        return ""
    first = guess.evidence[0]
    words = first.words if len(first.words) <= 90 else first.words[:89] + "…"
    return f'line {first.line}: "{words}"'


def _mean(group: list[Doubt]) -> float:
    return sum(doubt.confidence for doubt in group) / len(group)
