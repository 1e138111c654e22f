"""One article, told field by field: its value, where it came from, and the words that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from archivegen.build import Result
from archivegen.cache import store_path
from archivegen.config import Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Article, Card, Facts, Text
from archivegen.store import StoredBodies

_FIELDS = ("title kicker dek byline source credits date updated language section tags url rights status").split()


def explain(root: Path, config: Config, result: Result, name: str) -> str:
    """All that is known of the article called *name* (id, content file, seed or address). Raises CannotRun if there is none."""
    assert result.archive is not None
    cards = {card.id: card for card in result.archive.cards}
    with closing(StoredBodies(store_path(root))) as bodies:
        id_ = _find([*cards, *result.unpublished], cards, config, bodies, name)
        article, text, facts = bodies.article(id_), bodies.text(id_), bodies.facts(id_)
    told = (*_fields(article, cards.get(id_), config), *_removed(article), *_found(text, facts))
    return "".join(f"{line}\n" for line in told)


def _find(ids: Sequence[str], cards: Mapping[str, Card], config: Config, bodies: StoredBodies, name: str) -> str:
    """The id of the article called *name*, published (these have *cards*) or not."""
    plain = name.strip().removeprefix("./").lstrip("/")
    for id_ in ids:
        if plain in (id_, f"{config.content}/{id_}.md") or (id_ in cards and plain == cards[id_].address):
            return id_
    for id_ in ids:
        seed = bodies.article(id_).seed
        if seed is not None and seed.path == plain:
            return id_
    message = f'no article is called "{name}"; give an id such as {", ".join(ids[:3]) or "(there is none yet)"}'
    raise CannotRun(Problem(Origin(name), "error", "article-unknown", message))


def _fields(article: Article, card: Card | None, config: Config) -> Iterator[str]:
    defaults = {("language", config.site.language), ("status", "published")}
    if card is None:
        yield f"{article.id}  (not on the site: {article.status})"
    else:
        yield f"{article.id}  →  /{card.address}  (added {card.added})"
    if card is not None and card.shown != "full":
        yield f"shown     {card.shown} only, by its rights; what follows is all that the site knows of it"
    for field in _FIELDS:
        value = getattr(article, field)
        shown = ", ".join(value) if isinstance(value, tuple) else value
        if field == "title" and article.title_basis == "supplied":
            shown = f"[{shown}]"
        guess = article.inferred.get(field)
        if guess is None:
            basis = "the default" if (field, shown) in defaults else "given"
            yield f"{field:9} {shown or '–'}" + (f"   ({basis})" if shown else "")
            continue
        same = guess.value == value or (isinstance(value, tuple) and tuple(guess.value) == value)
        if not same:
            told = ", ".join(guess.value) if isinstance(guess.value, tuple) else guess.value
            yield f"{field:9} {shown or '–'}   (a person's; the program had worked out: {told})"
        else:
            interval = f", interval {guess.interval}" if guess.interval else ""
            yield f"{field:9} {shown}   (inferred: {guess.basis}; confidence {guess.confidence:.2f}{interval})"
        for proof in guess.evidence:
            yield f"{'':9}   line {proof.line}: {proof.words}"


def _removed(article: Article) -> Iterator[str]:
    if article.seed is not None:
        yield f"seed      {article.seed.path}  sha256 {article.seed.sha256}"
    for item in article.removed:
        yield f"removed   line {item.line}: {item.text}   ({item.reason})"


def _found(text: Text, facts: Facts) -> Iterator[str]:
    for index, entity in enumerate(facts.entities):
        count = sum(mention.entity == index for mention in facts.mentions)
        forms = ", ".join(f"{surface} ×{number}" for surface, number in entity.surfaces)
        roles = f"; {', '.join(entity.roles)}" if entity.roles else ""
        mentions = "1 mention" if count == 1 else f"{count} mentions"
        yield f"{entity.kind:12} {entity.name}   ({mentions}: {forms}{roles})"
    for quote in facts.quotes:
        said = " … ".join(text.text[span.start : span.end] for span in quote.spans)
        speakers = ", ".join(speaker.name for speaker in quote.speakers) or "nobody named"
        place = text.sentence_id(quote.sentence)
        yield f"quotation    {place} {_short(said)} — {speakers}" + (f'   ("{quote.cue}")' if quote.cue else "")
    for event in facts.events:
        yield f"event        {text.sentence_id(event.sentence)} {event.when}: {_short(event.label)}   ({event.basis})"


def _short(text: str, length: int = 100) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
