"""Digests of what pages may show of each article. Equal stamps mean that no page could tell the difference. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import Any, NamedTuple, Protocol, runtime_checkable

import msgspec

from archivegen.config import Site
from archivegen.model import Archive, Card, Entity
from archivegen.pages import parts
from archivegen.pages.groups import Groups, groups
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
    found: Sequence[bytes]
    """By card: of what a list shows of it and, where anything was found in its text, of all of it."""
    line: tuple[bytes, ...]
    """By card: of what a list of articles shows, what else it is listed under, and when it changed."""
    entities: bytes
    """Of what all entities are, and of which articles they stand in."""
    dated: bytes
    """Of all addresses and days, and of what stands in which list; of no headline."""
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
    whole = _of_articles(archive, site)
    filed = _filing(groups(archive))
    line = tuple([_digest(_of_line(card).encode("utf-8", "surrogatepass") + filed(card)) for card in archive.cards])
    found = [
        all_ if tally.mentions or tally.quotes or tally.events else some
        for tally, all_, some in zip(parts.tallies(archive), whole, line, strict=True)
    ]
    entities = _of_entities(archive)
    dated, lists = _of_dated(archive, entities), _of_lists(archive, line, entities)
    return Stamps(whole, found, line, entities, dated, lists, _stamp((site, parts.menu(archive, site))))


def _of_entities(archive: Archive) -> bytes:
    table = archive.entity_table
    return _stamp(tuple(archive.entities) if table is None else (table.ids, b"".join(table.digests)))


def _of_dated(archive: Archive, entities: bytes) -> bytes:
    cards = [f"{c.address}\0{c.added}\0{c.updated}\0{c.date}\0{c.noindex}\0" for c in archive.cards]
    lists = [[(group.id, group.articles) for group in members] for _, members in groups(archive).by_folder()]
    return _stamp((cards, lists, archive.stories, entities))


def _of_lists(archive: Archive, line: Sequence[bytes], entities: bytes) -> bytes:
    state = blake2b(b"".join(line), digest_size=SIZE)
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


def _of_articles(archive: Archive, site: Site) -> tuple[bytes, ...]:
    """Of what decides all that is known of each: its file, the ledger, what its links lead to, what its entities are called."""
    named = [*_named(archive, site), b"-"]  # what -1 means
    entity_of = archive.entity_of
    if isinstance(entity_of, Marking):
        marks, ends = entity_of.marked(named)
    else:
        marks = [named[at] for numbers in entity_of for at in numbers]
        ends = list(accumulate(map(len, entity_of), initial=0))
    more = _others(archive)
    found = []
    for card, version, start, end in zip(archive.cards, archive.versions, ends[:-1], ends[1:], strict=True):
        own = f"{version}\0{card.id}\0{card.address}\0{card.added}\0{card.order}\0{card.raw}\0"
        told = own.encode("utf-8", "surrogatepass") + b"".join(marks[start:end])
        found.append(_digest(told + _encode(more[card.id]) if card.id in more else told))
    return tuple(found)


@runtime_checkable
class Marking(Protocol):
    """What gives the marks of all local entities at once."""

    def marked(self, marks: Sequence[bytes]) -> tuple[list[bytes], Sequence[int]]:
        """The mark of each local entity's number, one after the other; where those of each card end. *marks*: the last is of -1."""


def _others(archive: Archive) -> dict[str, tuple[Any, ...]]:
    """By id, of the articles that have any: old sentence ids, pictures, links."""
    tables = archive.anchors, archive.media, archive.links
    return {id_: tuple([table.get(id_) for table in tables]) for table in tables for id_ in table}


def _of_line(card: Card) -> str:
    return (
        f"{card.address}\0{card.title}\0{card.title_basis}\0{card.dek}\0{card.source}\0{card.language}\0{card.date}\0"
        f"{card.date_basis}\0{card.order}\0{card.added}\0{card.updated}\0{card.noindex}\0{card.shown}\0"
    )


def _filing(found: Groups) -> Callable[[Card], bytes]:
    """What tells of all that a card is listed under: addresses and names."""
    sources, authors, sections, tags = (_Marks(folder, found) for folder in ("sources", "authors", "sections", "tags"))

    def filed(card: Card) -> bytes:
        told = [sources[card.source], sections[card.section]]
        told += [authors[name] for name in card.byline]
        told += [tags[name] for name in card.tags]
        return b"".join(told)

    return filed


class _Marks(dict[str, bytes]):
    """By name as written: of the group of a folder."""

    def __init__(self, folder: str, found: Groups) -> None:
        super().__init__({"": b"-"})
        self._folder, self._found = folder, found

    def __missing__(self, name: str) -> bytes:
        id_ = self._found.id_of(self._folder, name)
        mark = self[name] = _encode((id_, self._found.names[id_]))
        return mark


def _digest(told: bytes) -> bytes:
    return blake2b(told, digest_size=SIZE).digest()


def _stamp(told: tuple[Any, ...]) -> bytes:
    return _digest(_encode(told))
