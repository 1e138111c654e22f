"""/data/: the archive as data files, and the page that lists them. Large ones are in parts, by order of arrival. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

import msgspec

from archivegen import words
from archivegen.config import DataFormat, Site
from archivegen.model import Archive, Entity, Page
from archivegen.pages import parts
from archivegen.pages.memo import per_archive
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Count, DataGroup, DataRow, DatasView, DataView, Head

ARTICLES_A_FILE = 500
"""So that a file stays below the 25 MB that hosts take, and an edit makes one of them anew."""
HOME = "data/index.html"
_ENDINGS: dict[DataFormat, str] = {
    "jsonl": ".jsonl",
    "csv": ".csv",
    "sqlite": ".sqlite",
    "bibtex": ".bib",
    "ris": ".ris",
    "csl-json": ".csl.json",
}
_WITH_ENTITIES = frozenset(("jsonl", "csv", "sqlite"))


class _Piece(NamedTuple):
    """What one file holds."""

    format: DataFormat
    path: str
    cards: Sequence[int]
    """Indexes, in order of arrival."""


@InUnits
def data(archive: Archive, site: Site) -> Iterator[Unit]:
    """Each file is a unit, and so is their list."""
    if not site.publish_data or not archive.cards:
        return
    known = stamps(archive, site)
    pieces = list(_pieces(archive, site))
    for piece in pieces:
        key = b""
        if known is not None:
            told = [_named(archive, piece), *(_stories(archive).get(card, "") for card in piece.cards)]
            key = known.key((piece.format, told), [known.whole[card] for card in piece.cards])
        yield Unit(piece.path, key, partial(_file, archive, piece))
    yield Unit("", b"", partial(_home, archive, site, pieces))


def _pieces(archive: Archive, site: Site) -> Iterator[_Piece]:
    """An article's file is told by its place in the ledger alone, so that none moves when another goes."""
    numbers = range(len(archive.cards))
    parts_ = [
        (part, list(members))
        for part, members in groupby(numbers, key=lambda number: archive.cards[number].order // ARTICLES_A_FILE)
    ]
    for format in site.publish_data:
        ending = _ENDINGS[format]
        if format == "sqlite":  # one that holds all, or it could not be asked
            yield _Piece(format, f"data/articles{ending}", numbers)
            continue
        for part, members in parts_:
            yield _Piece(format, f"data/articles{f'-{part + 1}' if part else ''}{ending}", members)


def _file(archive: Archive, piece: _Piece) -> Iterator[Page]:
    numbers: dict[int, int] = {}
    if piece.format in _WITH_ENTITIES:
        for card in piece.cards:
            for at in archive.entity_of[card]:
                if at >= 0:
                    numbers.setdefault(at, len(numbers))
    numbers[-1] = -1
    stories = _stories(archive)
    rows = tuple(
        DataRow(
            archive.cards[card],
            tuple(numbers[at] for at in archive.entity_of[card]) if piece.format in _WITH_ENTITIES else (),
            stories.get(card, ""),
        )
        for card in piece.cards
    )
    entities = tuple(_bare(archive.entities[at]) for at in numbers if at >= 0)
    yield Page(piece.path, f"data.{piece.format}", DataView(format=piece.format, rows=rows, entities=entities))


def _bare(entity: Entity) -> Entity:
    """*entity* without what other articles say of it and data do not hold."""
    aliases = tuple((alias, 0) for alias, _ in entity.aliases)
    return msgspec.structs.replace(entity, aliases=aliases, roles=(), appearances=(), articles=0)


def _named(archive: Archive, piece: _Piece) -> list[list[str]]:
    """What the entities of *piece* are called beside their names."""
    if piece.format not in _WITH_ENTITIES:
        return []
    there = sorted({at for card in piece.cards for at in archive.entity_of[card] if at >= 0})
    return [[alias for alias, _ in archive.entities[at].aliases] for at in there]


@per_archive
def _stories(archive: Archive) -> dict[int, str]:
    """The story of each card that has one."""
    return {number: story.id for story in archive.stories for number in story.articles}


def _home(archive: Archive, site: Site, pieces: Sequence[_Piece]) -> Iterator[Page]:
    say = words.of(site)
    groups = tuple(
        DataGroup(
            format, tuple(Count(piece.path, piece.path.rpartition("/")[2], len(piece.cards)) for piece in members)
        )
        for format, members in ((format, list(found)) for format, found in groupby(pieces, key=lambda one: one.format))
    )
    head = Head(
        title=say("Data"),
        description=say("All articles of this archive, and what was found in them, as files for programs."),
        nav=parts.menu(archive, site),
        section="data",
    )
    withheld = sum(card.shown != "full" for card in archive.cards)
    yield Page(HOME, "data", DatasView(head=head, articles=len(archive.cards), withheld=withheld, groups=groups))
