"""What a finished run knows, read back from the store: for export and review."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from archivegen import cache, export, learning, review, reviewed_file
from archivegen.build import Result, read_overrides
from archivegen.config import Config
from archivegen.errors import Origin, Problem
from archivegen.furniture_file import Row
from archivegen.link import proposals
from archivegen.model import Article
from archivegen.store import StoredBodies


def exported(root: Path, result: Result, *, everything: bool = False) -> Iterator[export.Exported]:
    """Each published article (with *everything*: the others too), in order of arrival."""
    archive = result.archive
    assert archive is not None
    story_of = {number: story.id for story in archive.stories for number in story.articles}
    with closing(StoredBodies(cache.store_path(root))) as bodies:
        for number, card in enumerate(archive.cards):
            found = [archive.entities[at] if at >= 0 else None for at in archive.entity_of[number]]
            article, text = bodies.article(card.id), bodies.text(card.id)
            record = export.record(card, article, text, archive.facts[number], found, story_of.get(number))
            yield export.Exported(card, record)
        for id_ in result.unpublished if everything else ():
            article, facts = bodies.article(id_), bodies.facts(id_)
            record = export.record(None, article, bodies.text(id_), facts, [None] * len(facts.entities), None)
            yield export.Exported(None, record)


def suspects(root: Path, config: Config) -> list[Row]:
    """Lines that repeat in many texts, but not quite as furniture does."""
    with cache.alone(root), cache.open_store(root, config) as store:
        return learning.suspects(root, config, store)


def answers(root: Path, config: Config) -> tuple[reviewed_file.Answers, list[Problem]]:
    """What a person has said is right, and what cannot be read of that."""
    path = f"{config.content}/{reviewed_file.FILE_NAME}"
    try:
        text = (root / path).read_text("utf-8-sig")
    except FileNotFoundError:
        return reviewed_file.NO_ANSWERS, []
    except UnicodeDecodeError:
        message = "is not UTF-8, so no line of it counts; save it as UTF-8"
        return reviewed_file.NO_ANSWERS, [Problem(Origin(path), "error", "reviewed-unreadable", message)]
    found, problems = reviewed_file.parse(text, path, fields=review.FIELDS)
    return found, list(problems)


def articles(root: Path, result: Result) -> Iterator[Article]:
    """Each article, whole: those published in order of arrival, then the others."""
    assert result.archive is not None
    with closing(StoredBodies(cache.store_path(root))) as bodies:
        for id_ in (*(card.id for card in result.archive.cards), *result.unpublished):
            yield bodies.article(id_)


def doubtful_names(root: Path, result: Result) -> Iterator[proposals.Proposal]:
    """Entities of the archive that may be one, or two."""
    assert result.archive is not None
    return proposals.proposals(result.archive, read_overrides(root)[0])
