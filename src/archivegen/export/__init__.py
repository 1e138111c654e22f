"""An article with all that is known of it → a record, and records as JSON lines, tables or references. Pure, but for SQLite."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from archivegen.export import citations, tables
from archivegen.model import Article, Card, Embed, Entity, Facts, Figure, Heading, Listing, Text

FORMATS = ("jsonl", "csv", "sqlite", "bibtex", "ris", "csl-json")


class Exported(NamedTuple):
    """An article as it is exported. *card* is None where it is not on the site: such have no reference."""

    card: Card | None
    record: dict[str, Any]


def lines(format: str, articles: Iterable[Exported], *, archive: str, base_url: str) -> Iterator[bytes]:
    """*articles* in any of FORMATS but "sqlite", piece by piece. *archive* is its title."""
    match format:
        case "jsonl":
            encode = msgspec.json.Encoder().encode
            yield from (encode(one.record) + b"\n" for one in articles)
        case "csv":
            yield from tables.csv_lines(one.record for one in articles)
        case "csl-json":
            cards = (one.card for one in articles if one.card)
            items = (citations.csl_json(card, archive=archive, base_url=base_url) for card in cards)
            yield from _array(items)
        case _:
            write = citations.bibtex if format == "bibtex" else citations.ris
            for one in articles:
                if one.card:
                    yield write(one.card, archive=archive, base_url=base_url).encode("utf-8", "replace")


def _array(items: Iterable[bytes]) -> Iterator[bytes]:
    separator = b"[\n"
    for item in items:
        yield separator + item
        separator = b",\n"
    yield b"\n]\n" if separator == b",\n" else b"[]\n"


def write_sqlite(articles: Iterable[Exported], target: Path) -> None:
    tables.write_sqlite((one.record for one in articles), target)


def record(
    card: Card | None,
    article: Article,
    text: Text,
    facts: Facts,
    entities: Sequence[Entity | None],
    story: str | None,
) -> dict[str, Any]:
    """What is exported of *article*. What is not known is null, an empty list is [].

    Offsets are code points into its text, end exclusive. *card* is None where the article is not on the site; *entities* is
    parallel to facts.entities, None = ignored.
    """
    printed = Printed(article, text)
    return {
        "id": article.id,
        "path": card.address if card else None,
        "url": article.url or None,
        "status": article.status,
        "title": article.title,
        "title_basis": article.title_basis,
        "kicker": article.kicker or None,
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
        "rights": card.shown if card and card.shown != "full" else article.rights or None,
        "text": printed.text,
        "blocks": [{"kind": b.kind, "start": printed.start(b.start), "end": printed.end(b.end)} for b in text.blocks],
        "captions": [
            {"text": b.text, "credit": b.credit or None} for b in article.blocks if isinstance(b, Figure) and b.text
        ],
        "embeds": [_embed(block) for block in article.blocks if isinstance(block, Embed)],
        "entries": list(_entries(article, text, printed)),
        "removed": [{"text": r.text, "line": r.line, "reason": r.reason} for r in article.removed],
        "entities": list(_entities(facts, entities, printed)),
        "quotes": [_quote(number, facts, entities, printed) for number in range(len(facts.quotes))],
        "events": [
            {"when": e.when, "label": e.label, "span": printed.span(e.span.start, e.span.end), "basis": e.basis}
            for e in facts.events
        ],
        "story": story,
        "seed": _seed(article),
    }


def _entries(article: Article, text: Text, printed: Printed) -> Iterator[dict[str, Any]]:
    """The heads of a live blog's entries; each entry reaches to the next."""
    for place in text.blocks:
        head = article.blocks[place.block] if place.block >= 0 else None
        if isinstance(head, Heading) and (head.time or head.at or head.author):
            yield {
                "start": printed.start(place.start),
                "end": printed.end(place.end),
                "time": head.time or None,
                "date": head.at or None,
                "author": head.author or None,
            }


class Printed:
    """The text as it is read, with the numbers of numbered lists, and where places of Text.text are in it."""

    def __init__(self, article: Article, text: Text) -> None:
        self._places: list[int] = []
        """Where a number was put in, in Text.text; ascending."""
        self._shifts = [0]
        """How far what stands after each of them (and before the first) has moved."""
        pieces: list[str] = []
        at = 0
        for block in text.blocks:
            listing = article.blocks[block.block] if block.block >= 0 else None
            if isinstance(listing, Listing) and listing.ordered:
                place = block.start
                for number, line in zip(listing.numbers(), listing.text.split("\n"), strict=True):
                    label = f"{number}. "
                    pieces += (text.text[at:place], label)
                    self._places.append(place)
                    self._shifts.append(self._shifts[-1] + len(label))
                    at = place
                    place += len(line) + 1
        pieces.append(text.text[at:])
        self.text = "".join(pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of words: a number before them is none of theirs."""
        return start + self._shifts[bisect_right(self._places, start)], self.end(end)

    def start(self, start: int) -> int:
        """Where a block begins: with its number."""
        return start + self._shifts[bisect_right(self._places, start - 1)]

    def end(self, end: int) -> int:
        return end + self._shifts[bisect_right(self._places, end - 1)]


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


def _entities(facts: Facts, entities: Sequence[Entity | None], printed: Printed) -> Iterator[dict[str, Any]]:
    """One per entity, in the order of their first mention; those that only metadata names come last."""
    merged: dict[str, tuple[Entity, list[tuple[int, int]]]] = {}
    for mention in facts.mentions:
        entity = entities[mention.entity]
        if entity is not None:
            merged.setdefault(entity.id, (entity, []))[1].append(printed.span(mention.start, mention.end))
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


def _quote(number: int, facts: Facts, entities: Sequence[Entity | None], printed: Printed) -> dict[str, Any]:
    quote = facts.quotes[number]
    speakers = []
    for speaker in quote.speakers:
        entity = entities[speaker.entity] if speaker.entity >= 0 else None
        speakers.append({"id": entity.id if entity else None, "name": entity.name if entity else speaker.name})
    return {
        "spans": [printed.span(span.start, span.end) for span in quote.spans],
        "speakers": speakers,
        "kind": quote.kind,
    }


def _seed(article: Article) -> dict[str, Any] | None:
    seed = article.seed
    if seed is None:
        return None
    return {"path": seed.path, "record": seed.record or None, "line": seed.line, "sha256": seed.sha256}
