"""Digests of what pages may show of each article. Equal stamps mean that no page could tell the difference. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from archivegen.config import Site
from archivegen.model import Archive, Card, Entity
from archivegen.pages import parts
from archivegen.pages.groups import groups
from archivegen.pages.memo import per_site

SIZE = 12
"""Bytes of a stamp."""
_encode = msgspec.msgpack.Encoder().encode


class Stamps(NamedTuple):
    """Of an archive whose articles' versions are known."""

    whole: tuple[bytes, ...]
    """By card: of all that was found in it, and of what its entities are called and where they have their pages."""
    line: tuple[bytes, ...]
    """By card: of what a list of articles shows, and when it changed."""
    lists: bytes
    """Of all that lists show: articles, entities, sources, authors, sections, tags, stories."""
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
    named = [_stamp(_of_entity(entity, site)) for entity in archive.entities]
    named.append(b"-")  # what -1 means
    whole = []
    for number, card in enumerate(archive.cards):
        own = _encode(_of_article(archive, card, archive.versions[number]))
        told = b"".join((own, *[named[at] for at in archive.entity_of[number]]))
        whole.append(blake2b(told, digest_size=SIZE).digest())
    line = tuple(_stamp(_of_line(card)) for card in archive.cards)
    return Stamps(tuple(whole), line, _of_lists(archive, line), _stamp((site, parts.menu(archive, site))))


def _of_lists(archive: Archive, line: Sequence[bytes]) -> bytes:
    state = blake2b(b"".join(line), digest_size=SIZE)
    state.update(_encode((archive.entities, archive.stories, groups(archive).by_folder())))
    return state.digest()


def _of_entity(entity: Entity, site: Site) -> tuple[Any, ...]:
    """What the pages of others show of *entity*."""
    is_indexed = parts.is_indexed(entity, site)
    return entity.id, entity.kind, entity.name, entity.sort_name, entity.has_page, is_indexed


def _of_article(archive: Archive, card: Card, version: str) -> tuple[Any, ...]:
    """What decides all that is known of an article: its file, the ledger, and what its links lead to."""
    id_ = card.id
    more = archive.anchors.get(id_), archive.media.get(id_), archive.links.get(id_)
    return version, id_, card.address, card.added, card.order, more


def _of_line(card: Card) -> tuple[Any, ...]:
    texts = card.address, card.title, card.title_basis, card.dek, card.source, card.language
    return (*texts, card.date, card.date_basis, card.order, card.added, card.updated)


def _stamp(told: tuple[Any, ...]) -> bytes:
    return blake2b(_encode(told), digest_size=SIZE).digest()
