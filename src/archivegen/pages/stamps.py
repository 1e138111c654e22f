"""Digests of what pages may show of each article. Equal stamps mean that no page could tell the difference. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from typing import Any, Final
from weakref import WeakMethod

import msgspec

from archivegen.config import Site
from archivegen.model import Archive, Card
from archivegen.pages import parts, places
from archivegen.pages.columns import table_of
from archivegen.pages.groups import Filing, filing
from archivegen.pages.memo import per_site

SIZE = 12
"""Bytes of a stamp."""
_MARK: Final = 8
"""Bytes of an entity's mark."""
_encode = msgspec.msgpack.Encoder().encode
_TOLD_APART = {
    "cards",
    "facts",
    "versions",
    "entities",
    "entity_of",
    "entity_table",
    "anchors",
    "media",
    "links",
    "filed",
    "since",
}
_OF_THE_WHOLE = [name for name in Archive.__struct_fields__ if name not in _TOLD_APART]
"""What an archive tells beside articles, entities and lists: stories, redirects …"""
_shown = attrgetter("title", "title_basis", "dek", "language", "date_basis", "shown", "raw")


class Stamps:
    """Of an archive whose articles' versions are known; those of single articles are made when they are first asked for."""

    def __init__(self, archive: Archive, site: Site, told: Mapping[str, bytes] = {}) -> None:
        """*told*: those that are known, by name."""
        self._archive, self._site = archive, site
        self.__dict__.update(told)  # where cached_property looks first
        size = len(archive.cards)
        self.whole = _Each(size, self._whole)
        """By card: of all that was found in it, and of what its entities are called and where they have their pages."""
        self.named = _Each(size, self._names)
        """By card: of its day and its source, and of what its entities are called and where they have their pages."""
        self.line = _Each(size, self._line)
        """By card: of what a list of articles shows, what else it is listed under, and when it changed."""
        self.found = _Each(size, self._found)
        """By card: of what a list shows of it and, where anything was found in its text, of all of it."""

    def recall(
        self, *, line: Sequence[bytes], found: Sequence[bytes], shown: Sequence[bytes] = (), others: Sequence[int] = ()
    ) -> None:
        """Stamps of these names, by card; b"" = not known. *shown*: as they were before the cards *others* changed."""
        self.line, self.found = _Each(len(line), self._line, line), _Each(len(found), self._found, found)
        if shown:
            told = list(shown)
            for card in others:
                told[card] = self.shown_of(card)
            self.__dict__["shown"] = told  # where cached_property looks first

    @cached_property
    def entities(self) -> bytes:
        """Of what all entities are, and of which articles they stand in."""
        table = table_of(self._archive)
        return _stamp((table.ids, b"".join(table.digests)))

    def entities_of(self, kind: int) -> bytes:
        """Of what all entities of *kind* are, and of which articles they stand in."""
        table = table_of(self._archive)
        there = [number for number, own in enumerate(table.kinds) if own == kind]
        ids, digests = ([column[number] for number in there] for column in (table.ids, table.digests))
        return _stamp((ids, digests))

    @cached_property
    def places(self) -> list[bytes]:
        """By card: its Place, as MessagePack."""
        return list(map(places.encode, self._archive.cards))

    @cached_property
    def dated(self) -> bytes:
        """Of all addresses and days, and of what stands in which list; of no headline."""
        archive = self._archive
        filed = sorted(archive.filed.items())  # what is new stands last in it, and elsewhere the next time
        return _digest(b"".join(self.places) + _encode((filed, archive.stories, self.entities)))

    @cached_property
    def site(self) -> bytes:
        """Of what every page shows."""
        return _stamp((self._site, parts.menu(self._archive, self._site)))

    @cached_property
    def standing(self) -> bytes:
        """Of all that is told but single articles: where and when they stand, entities, sources, authors, sections, tags, stories,
        old addresses; and of which articles have quotations and events."""
        rest = _encode([getattr(self._archive, name) for name in _OF_THE_WHOLE])
        has_any = bytes([(told.quotes > 0) + 2 * (told.events > 0) for told in parts.tallies(self._archive)])
        return _digest(b"".join((self.site, self.dated, rest, has_any)))

    @cached_property
    def shown(self) -> list[bytes]:
        """By card: of what lists show of it, beside `standing`: its headline."""
        return list(map(self.shown_of, range(len(self._archive.cards))))

    def shown_of(self, index: int) -> bytes:
        return _digest("\0".join(_shown(self._archive.cards[index])).encode("utf-8", "surrogatepass"))

    @cached_property
    def lists(self) -> bytes:
        """Of all that lists show: as `standing`, and headlines."""
        return _digest(self.standing + _encode(self.shown))

    def key(self, told: Any, stamps: Iterable[bytes] = ()) -> bytes:
        """The key of a unit that shows *told* and what *stamps* are of."""
        return blake2b(b"".join((self.site, _encode(told), *stamps)), digest_size=SIZE).digest()

    @cached_property
    def own(self) -> list[str]:
        """By card, what is told neither by `places` nor by `shown` or `names`."""
        if not self._more:
            return list(self._archive.versions)
        return list(map(self.own_of, range(len(self._archive.cards))))

    def own_of(self, index: int) -> str:
        version, more = self._archive.versions[index], self._more
        id_ = self._archive.cards[index].id if more else ""
        return f"{version}\0{_digest(more[id_]).hex()}" if id_ in more else version

    @property
    def names(self) -> list[bytes]:
        """By card: of what its entities are called and where they have their pages."""
        marks = self._marks
        return [b"".join([marks[number] for number in numbers]) for numbers in self._archive.entity_of]

    def _whole(self, index: int) -> bytes:
        archive = self._archive
        card, marks = archive.cards[index], self._marks
        own = f"{archive.versions[index]}\0{card.id}\0{card.address}\0{card.added}\0{card.order}\0{card.raw}\0"
        told = own.encode("utf-8", "surrogatepass") + b"".join([marks[at] for at in archive.entity_of[index]])
        return _digest(told + self._more[card.id] if card.id in self._more else told)

    def _names(self, index: int) -> bytes:
        card, marks = self._archive.cards[index], self._marks
        own = f"{card.order}\0{card.date}\0{card.source}\0".encode("utf-8", "surrogatepass")
        return _digest(own + b"".join([marks[at] for at in self._archive.entity_of[index]]))

    def _line(self, index: int) -> bytes:
        card = self._archive.cards[index]
        return _digest(_of_line(card).encode("utf-8", "surrogatepass") + self._filed(card))

    def _found(self, index: int) -> bytes:
        told = parts.tallies(self._archive)[index]
        return self.whole[index] if told.mentions or told.quotes or told.events else self.line[index]

    @cached_property
    def _marks(self) -> _EntityMarks:
        return _EntityMarks(self._archive, self._site)

    @cached_property
    def _more(self) -> dict[str, bytes]:
        """By id, of the articles that have any: old sentence ids, pictures, links."""
        tables = self._archive.anchors, self._archive.media, self._archive.links
        return {id_: _encode([table.get(id_) for table in tables]) for table in tables for id_ in table}

    @cached_property
    def _filed(self) -> Callable[[Card], bytes]:
        return _filed_in(filing(self._archive))


@per_site
def stamps(archive: Archive, site: Site) -> Stamps | None:
    """None if it is not known what version each article is of."""
    return Stamps(archive, site) if len(archive.versions) == len(archive.cards) else None


class _Each:
    """A stamp of each card, made when it is first asked for."""

    def __init__(self, length: int, make: Callable[[int], bytes], made: Sequence[bytes] = ()) -> None:
        self._make = WeakMethod(make)  # not in a circle with what makes them: that would keep the archive in memory
        self._made: list[bytes] = list(made) or [b""] * length

    def __getitem__(self, index: int) -> bytes:
        made = self._made[index]
        if not made:
            make = self._make()
            assert make is not None
            made = self._made[index] = make(index)
        return made

    def of(self, cards: Sequence[int]) -> Sequence[bytes]:
        """Those of *cards*."""
        found = list(map(self._made.__getitem__, cards))
        return found if all(found) else [self[card] for card in cards]


def _of_line(card: Card) -> str:
    return (
        f"{card.address}\0{card.title}\0{card.title_basis}\0{card.dek}\0{card.source}\0{card.language}\0{card.date}\0"
        f"{card.date_basis}\0{card.order}\0{card.added}\0{card.updated}\0{card.noindex}\0{card.shown}\0"
    )


class _EntityMarks(dict[int, bytes]):
    """By entity, when first asked for: of what the pages of others show of it; and what -1 means."""

    def __init__(self, archive: Archive, site: Site) -> None:
        super().__init__({-1: b"-" * _MARK})
        self._entities, self._table, self._bound = archive.entities, table_of(archive), site.entities.noindex_below

    def __missing__(self, number: int) -> bytes:
        table = self._table
        told = b"%b%b%d" % (table.ids[number].encode(), table.heads[number], table.articles[number] >= self._bound)
        if table.is_elsewhere[number]:
            told += _encode(self._entities[number].same_as)
        mark = self[number] = blake2b(told, digest_size=_MARK).digest()
        return mark


def _filed_in(found: Filing) -> Callable[[Card], bytes]:
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

    def __init__(self, folder: str, found: Filing) -> None:
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
