"""Facts → Archive: what needs two articles to know. Pure; sees cards, facts and the ledger, never text."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import msgspec

from archivegen import entities_file
from archivegen.config import EntityOptions
from archivegen.entities_file import Overrides
from archivegen.errors import Problem
from archivegen.ledger import NOWHERE, Ledger
from archivegen.link import entities
from archivegen.link.stories import stories
from archivegen.model import Archive, Card, Facts


class Linked(msgspec.Struct, frozen=True):
    archive: Archive
    entity_addresses: dict[str, str]
    """Given now: id on the site by the entity's key."""
    story_addresses: dict[str, str]
    """Given now: id on the site by the id of the story's first article."""
    rows: dict[str, bytes] = {}
    """What to keep for the next time in place of what was kept under these keys."""


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Millions of small values are made here and no cycles, so looking for cycles would cost more than all the rest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collecting()
def link(
    cards: Sequence[Card],
    facts: Sequence[Facts],
    ledger: Ledger,
    *,
    overrides: Overrides,
    options: EntityOptions,
    reasons: Mapping[str, str],
    base_url: str = "",
    versions: Sequence[str] = (),
    before: Mapping[str, bytes] = {},
) -> Linked:
    """The archive of published *cards* (in order of arrival) and their *facts*, and the addresses that it gave.

    *reasons*: why an article that has an address is not published, by id; one that is not there has vanished.
    *versions*: of each article's facts; with them, what was kept *before* spares the work on what has not changed.
    """
    given = {key: entry.address for key, entry in ledger.entities.items()}
    resolved = entities.resolve(
        facts, cards, overrides=overrides, options=options, addresses=given, versions=versions, before=before
    )
    told = {key: entry.address for key, entry in ledger.stories.items()}
    gathered = stories(
        cards, facts, resolved.entities, resolved.entity_of, addresses=told, versions=versions, before=before
    )
    archive = Archive(
        cards=tuple(cards),
        facts=tuple(facts),
        entities=resolved.entities,
        entity_of=resolved.entity_of,
        versions=tuple(versions),
        stories=gathered.stories,
        redirects=tuple(sorted([*_redirects(cards, ledger, base_url), *_merged(resolved)])),
        gone=tuple(sorted(_gone(cards, ledger, reasons))),
        anchors={card.id: old for card in cards if (old := ledger.articles[card.id].old_sentences)},
    )
    rows = {**resolved.rows, **gathered.rows}
    return Linked(archive, dict(resolved.new_addresses), gathered.new_addresses, rows)


def unmatched(archive: Archive, overrides: Overrides, path: str) -> tuple[Problem, ...]:
    """A warning for each name, id or article in the file *path* that the archive does not have."""
    if not overrides.entries:
        return ()
    names = {entity.name for facts in archive.facts for entity in facts.entities}
    names.update(surface for facts in archive.facts for entity in facts.entities for surface, _ in entity.surfaces)
    names.update(entity.id for entity in archive.entities)
    names.update(old.removesuffix(".html") for old, _ in archive.redirects)
    articles = {card.id for card in archive.cards}
    return entities_file.unmatched(overrides, path, names=names, articles=articles)


def _redirects(cards: Sequence[Card], ledger: Ledger, base_url: str) -> Iterator[tuple[str, str]]:
    """(old address, address now): an article's own former ones, those that its file gives, and its url if that was on this very site."""
    taken = {card.address for card in cards}
    host = _host_of(base_url)
    for card in cards:
        was_here = card.url.startswith("/") if card.url[:1] != "h" else bool(host) and _host_of(card.url) == host
        given = (path for old in (*card.redirect_from, *((card.url,) if was_here else ())) if (path := _path_of(old)))
        for old in (*ledger.articles[card.id].old_addresses, *given):
            if old not in taken:
                taken.add(old)
                yield old, card.address


def _merged(resolved: entities.Resolution) -> Iterator[tuple[str, str]]:
    """(old address, address now) of entities that were given a page once and are part of another now."""
    with_page = {entity.id for entity in resolved.entities if entity.has_page}
    for old, new in resolved.redirects:
        if new in with_page and old not in with_page:
            yield f"{old}.html", f"{new}.html"


def _host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _path_of(address: str) -> str:
    """*address* (a path, or a URL with one) as a path on the site; "" where it is none."""
    try:
        path = unquote(urlsplit(address).path).lstrip("/")
    except ValueError:
        return ""
    if not path or ".." in path.split("/") or any(ord(c) < 32 for c in path):
        return ""
    if path.endswith("/"):
        return path + "index.html"
    return path if path.rpartition("/")[2].endswith((".html", ".htm")) else f"{path}/index.html"


def _gone(cards: Sequence[Card], ledger: Ledger, reasons: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    published = {card.id for card in cards}
    taken = {card.address for card in cards} | {old for card in cards for old in ledger.articles[card.id].old_addresses}
    for entry in ledger.articles.values():
        if entry.id not in published and entry.address != NOWHERE:
            for address in (entry.address, *entry.old_addresses):
                if address not in taken:
                    taken.add(address)
                    yield address, reasons.get(entry.id, "gone")
