"""An article with all that is known of it → one line of JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from archivegen.model import Article, Card, Embed, Entity, Facts, Figure, Span, Text

_encode = msgspec.json.Encoder().encode


def jsonl_line(
    card: Card | None,
    article: Article,
    text: Text,
    facts: Facts,
    entities: Sequence[Entity | None],
    story: str | None,
) -> bytes:
    """The line of *article*, with its line end. Offsets are code points into *text*, end exclusive.

    *card* is None where the article is not on the site; *entities* is parallel to facts.entities, None = ignored.
    """
    return _encode(record(card, article, text, facts, entities, story)) + b"\n"


def record(
    card: Card | None,
    article: Article,
    text: Text,
    facts: Facts,
    entities: Sequence[Entity | None],
    story: str | None,
) -> dict[str, Any]:
    """What the line holds. What is not known is null, an empty list is []."""
    return {
        "id": article.id,
        "path": card.address if card else None,
        "url": article.url or None,
        "status": article.status,
        "title": article.title,
        "title_basis": article.title_basis,
        "dek": article.dek or None,
        "byline": article.byline,
        "source": article.source or None,
        "credits": article.credits,
        "date": article.date[:10] or None,
        "date_basis": _date_basis(article),
        "date_interval": _date_interval(article),
        "updated": article.updated or None,
        "language": article.language or None,
        "section": article.section or None,
        "tags": article.tags,
        "rights": article.rights or None,
        "text": text.text,
        "blocks": [{"kind": b.kind, "start": b.start, "end": b.end} for b in text.blocks],
        "captions": [
            {"text": b.text, "credit": b.credit or None} for b in article.blocks if isinstance(b, Figure) and b.text
        ],
        "embeds": [_embed(block) for block in article.blocks if isinstance(block, Embed)],
        "removed": [{"text": r.text, "line": r.line, "reason": r.reason} for r in article.removed],
        "entities": list(_entities(facts, entities)),
        "quotes": [_quote(number, facts, entities) for number in range(len(facts.quotes))],
        "events": [{"when": e.when, "label": e.label, "span": _pair(e.span), "basis": e.basis} for e in facts.events],
        "story": story,
        "seed": _seed(article),
    }


def _date_basis(article: Article) -> str | None:
    if not article.date:
        return None
    return "inferred" if article.date_is_inferred() else "given"


def _date_interval(article: Article) -> str | None:
    guess = article.inferred.get("date")
    if guess is not None and guess.value == article.date and guess.interval:
        return guess.interval
    return article.date[:10] or None


def _embed(block: Embed) -> dict[str, str | None]:
    return {
        "text": block.text,
        "author": block.author or None,
        "handle": block.handle or None,
        "date": block.date or None,
        "url": block.url or None,
    }


def _entities(facts: Facts, entities: Sequence[Entity | None]) -> Iterator[dict[str, Any]]:
    """One per entity, in the order of their first mention; those that only metadata names come last."""
    merged: dict[str, tuple[Entity, list[tuple[int, int]]]] = {}
    for mention in facts.mentions:
        entity = entities[mention.entity]
        if entity is not None:
            merged.setdefault(entity.id, (entity, []))[1].append((mention.start, mention.end))
    for entity in entities:
        if entity is not None:
            merged.setdefault(entity.id, (entity, []))
    for entity, mentions in merged.values():
        yield {
            "id": entity.id,
            "name": entity.name,
            "kind": entity.kind,
            "aliases": [alias for alias, _ in entity.aliases],
            "mentions": mentions,
        }


def _quote(number: int, facts: Facts, entities: Sequence[Entity | None]) -> dict[str, Any]:
    quote = facts.quotes[number]
    speakers = []
    for speaker in quote.speakers:
        entity = entities[speaker.entity] if speaker.entity >= 0 else None
        speakers.append({"id": entity.id if entity else None, "name": entity.name if entity else speaker.name})
    return {"spans": [_pair(span) for span in quote.spans], "speakers": speakers, "kind": quote.kind}


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _seed(article: Article) -> dict[str, Any] | None:
    seed = article.seed
    if seed is None:
        return None
    return {"path": seed.path, "record": seed.record or None, "line": seed.line, "sha256": seed.sha256}
