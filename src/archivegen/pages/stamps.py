"""Digests of what pages may show of each article. Equal stamps mean that no page could tell the difference. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from archivegen.config import Site
from archivegen.model import Archive, Card, Entity
from archivegen.pages import parts
from archivegen.pages.groups import Groups, groups, listed_under
from archivegen.pages.memo import per_site

SIZE = 12
"""Bytes of a stamp."""
_encode = msgspec.msgpack.Encoder().encode
_OF_ARTICLES = {"cards", "facts", "versions", "entities", "entity_of", "entity_table", "anchors", "media", "links"}
_OF_THE_WHOLE = [name for name in Archive.__struct_fields__ if name not in _OF_ARTICLES]
"""What an archive tells beside articles and entities: stories, redirects …"""


class Stamps(NamedTuple):
    """Of an archive whose articles' versions are known."""

    whole: tuple[bytes, ...]
    """By card: of all that was found in it, and of what its entities are called and where they have their pages."""
    line: tuple[bytes, ...]
    """By card: of what a list of articles shows, what else it is listed under, and when it changed."""
    lists: bytes
    """Of all that lists show: articles, entities, sources, authors, sections, tags, stories, old addresses; and of which
    articles have quotations and events."""
    site: bytes
    """Of what every page shows."""

    def key(self, told: Any, stamps: Iterable[bytes] = ()) -> bytes:
        """The key of a unit that shows *told* and what *stamps* are of."""
        return blake2b(b"".join((self.site, _encode(told), *stamps)), digest_size=SIZE).digest()


@per_site
def stamps(archive: Archive, site: Site) -> Stamps | None:
    """None if it is not known what version each article is of."""
    if len(archive.versions) != len(archive.cards):
        return None
    named = _named(archive, site)
    named.append(b"-")  # what -1 means
    whole = []
    for number, card in enumerate(archive.cards):
        own = _encode(_of_article(archive, card, archive.versions[number]))
        told = b"".join((own, *[named[at] for at in archive.entity_of[number]]))
        whole.append(blake2b(told, digest_size=SIZE).digest())
    filed = _filing(groups(archive))
    line = tuple(_stamp((*_of_line(card), *filed(card))) for card in archive.cards)
    return Stamps(tuple(whole), line, _of_lists(archive, line), _stamp((site, parts.menu(archive, site))))


def _of_lists(archive: Archive, line: Sequence[bytes]) -> bytes:
    state = blake2b(b"".join(line), digest_size=SIZE)
    table = archive.entity_table
    entities = tuple(archive.entities) if table is None else (table.ids, b"".join(table.digests))
    rest = [getattr(archive, name) for name in _OF_THE_WHOLE]
    state.update(_encode((entities, groups(archive).by_folder(), rest)))
    state.update(bytes((tally.quotes > 0) + 2 * (tally.events > 0) for tally in parts.tallies(archive)))
    return state.digest()


def _named(archive: Archive, site: Site) -> list[bytes]:
    """By entity: of what the pages of others show of it."""
    table = archive.entity_table
    if table is None:
        return [_stamp(_of_entity(entity, site)) for entity in archive.entities]
    bound = site.entities.noindex_below
    named = [
        b"%b%b%d" % (id_.encode(), head, count >= bound)
        for id_, head, count in zip(table.ids, table.heads, table.articles, strict=True)
    ]
    for number, is_elsewhere in enumerate(table.is_elsewhere):
        if is_elsewhere:
            named[number] += _encode(archive.entities[number].same_as)
    return named


def _of_entity(entity: Entity, site: Site) -> tuple[Any, ...]:
    """What the pages of others show of *entity*."""
    is_indexed = parts.is_indexed(entity, site)
    return entity.id, entity.kind, entity.name, entity.sort_name, entity.has_page, is_indexed, entity.same_as


def _of_article(archive: Archive, card: Card, version: str) -> tuple[Any, ...]:
    """What decides all that is known of an article: its file, the ledger, and what its links lead to."""
    id_ = card.id
    more = archive.anchors.get(id_), archive.media.get(id_), archive.links.get(id_)
    return version, id_, card.address, card.added, card.order, card.raw, more


def _of_line(card: Card) -> tuple[Any, ...]:
    texts = card.address, card.title, card.title_basis, card.dek, card.source, card.language
    return (*texts, card.date, card.date_basis, card.order, card.added, card.updated, card.noindex, card.shown)


def _filing(found: Groups) -> Callable[[Card], Iterator[tuple[str, str]]]:
    """What gives (address, name) of all that a card is listed under."""
    known: dict[tuple[str, str], tuple[str, str]] = {}

    def filed(card: Card) -> Iterator[tuple[str, str]]:
        for under in listed_under(card):
            told = known.get(under)
            if told is None:
                id_ = found.id_of(*under)
                told = known[under] = id_, found.names[id_]
            yield told

    return filed


def _stamp(told: tuple[Any, ...]) -> bytes:
    return blake2b(_encode(told), digest_size=SIZE).digest()
