"""The search page and what it reads beside the index: what results show, what they can be narrowed by, and all names. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from archivegen import gazetteers, words
from archivegen.config import Site
from archivegen.model import Archive, Entity, Page
from archivegen.pages import letters, parts
from archivegen.pages.changes import Changed
from archivegen.pages.columns import KINDS, table_of
from archivegen.pages.groups import groups
from archivegen.pages.memo import per_site
from archivegen.pages.namesakes import named, told_apart
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.search_views import (
    ALL,
    CARDS,
    DESCRIPTION,
    FACETS,
    FOLDER,
    OTHER,
    PAGE,
    SHARDS,
    Description,
    FoundCards,
    FoundFacets,
    FoundNames,
    SearchView,
)
from archivegen.views import Head, Link

FEW = 1_000
MOST_SPELLINGS = 24
"""Of one name."""
_INDEXED = ("people", "organizations", "places", "works", "sources", "authors", "sections", "tags")
_UNWRITTEN = str.maketrans("", "", ".’'ʼ")
"""Signs that are left out of words: "D.P.R.K." and "DPRK" are one."""
_PLAIN = {n: chr(n).lower() if chr(n).isalnum() else " " for n in range(128)} | {ord("."): "", ord("'"): ""}

Named = tuple[str, str, int, tuple[str, ...]]


@InUnits
def search(archive: Archive, site: Site) -> Iterator[Unit]:
    """/search/, if there is anything to search. The page, the names, and each file of cards and facets are units."""
    if not site.search or not archive.cards:
        return
    known = stamps(archive, site)
    lists = () if known is None else (known.standing,)
    yield Unit("page", known.key("page", lists) if known else b"", partial(_page, archive, site))
    yield Unit("names", known.key("names", lists) if known else b"", partial(_names, archive, site))
    for first, members in _blocks(archive, CARDS):
        yield _cards_unit(archive, site, first, members)
    for first, members in _blocks(archive, FACETS):
        orders = [archive.cards[index].order for index in members]
        told = orders, _notes(archive, members)
        key = known.key(told, [known.named[index] for index in members]) if known else b""
        yield Unit(f"facets {first}", key, partial(_facets, archive, site, first, members))


@search.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterator[Unit]:
    """Of the blocks that articles that changed stand in, as results show them."""
    blocks = {archive.cards[card].order // CARDS for card in changed.listed} if site.search else set()
    found = _blocks(archive, CARDS) if blocks else []
    return (_cards_unit(archive, site, first, members) for first, members in found if first in blocks)


def _cards_unit(archive: Archive, site: Site, first: int, members: Sequence[int]) -> Unit:
    known = stamps(archive, site)
    orders = [archive.cards[index].order for index in members]
    key = known.key(orders, [known.line[index] for index in members]) if known else b""
    return Unit(f"cards {first}", key, partial(_cards, archive, site, first, members))


def _blocks(archive: Archive, size: int) -> list[tuple[int, list[int]]]:
    """(number of the block, indexes of its cards): *size* places in the order of arrival each, those without a card left out."""
    found: dict[int, list[int]] = {}
    for index, card in enumerate(archive.cards):
        found.setdefault(card.order // size, []).append(index)
    return list(found.items())


def _page(archive: Archive, site: Site) -> Iterator[Page]:
    nav = parts.menu(archive, site)
    say = words.of(site)
    shards = _sharded(archive, site)
    found = {path.partition("/")[0] for rows in shards.values() for path, *_ in rows}
    view = SearchView(
        head=Head(title=say("Search"), nav=nav, section=FOLDER),
        count=len(archive.cards),
        indexes=tuple(Link(f"{folder}/index.html", folder) for folder in _INDEXED if folder in nav),
        kinds=tuple(folder for folder in _INDEXED if folder in found),
        shards=tuple(shards),
    )
    yield Page(PAGE, "search", view)
    if site.base_url:
        yield Page(DESCRIPTION, "opensearch", Description(page=PAGE))


def _cards(archive: Archive, site: Site, number: int, members: Sequence[int]) -> Iterator[Page]:
    rows = []
    for index in members:
        card = archive.cards[index]
        title, is_supplied = parts.title_of(card, site), int(card.title_basis == "supplied")
        is_inferred = int(card.date_basis == "inferred")
        rows.append((card.order, card.address, title, is_supplied, card.source, card.day, is_inferred, card.language))
    yield Page(f"{FOLDER}/articles/{number}.json", "search.data", FoundCards(tuple(rows)))


def _facets(archive: Archive, site: Site, number: int, members: Sequence[int]) -> Iterator[Page]:
    named_in = [_people_and_places(archive, site, index) for index in members]
    entities = sorted({entity for found in named_in for entity in found})
    place = {entity: at for at, entity in enumerate(entities)}
    sources = sorted({archive.cards[index].source for index in members} - {""})
    source_at = {source: at for at, source in enumerate(sources)}
    rows = []
    for index, found in zip(members, named_in, strict=True):
        card = archive.cards[index]
        rows.append((card.order, card.day, source_at.get(card.source, -1), tuple(place[one] for one in found)))
    names = tuple((table_of(archive).ids[one], named(archive, one)) for one in entities)
    view = FoundFacets(tuple(sources), names, tuple(rows))
    yield Page(f"{FOLDER}/facets/{number}.json", "search.data", view)


def _notes(archive: Archive, members: Sequence[int]) -> list[str]:
    """What tells the entities of *members* apart from others of their names: other articles may decide it."""
    notes = told_apart(archive)
    there = {entity for index in members for entity in archive.entity_of[index]} if notes else set()
    return [notes[entity] for entity in sorted(there & notes.keys())]


def _people_and_places(archive: Archive, site: Site, index: int) -> list[int]:
    found = sorted({entity for entity in archive.entity_of[index] if entity >= 0})
    kinds = table_of(archive).kinds
    return [one for one in found if KINDS[kinds[one]] in ("person", "place") and _is_found(archive, one, site)]


def _is_found(archive: Archive, number: int, site: Site) -> bool:
    table = table_of(archive)
    return table.has_page[number] and parts.is_kind_shown(KINDS[table.kinds[number]], site)


# ---------------------------------------------------------------- names


def _names(archive: Archive, site: Site) -> Iterator[Page]:
    for shard, rows in _sharded(archive, site).items():
        yield Page(f"{FOLDER}/names/{shard}.json", "search.data", FoundNames(tuple(rows)))


@per_site
def _sharded(archive: Archive, site: Site) -> dict[str, list[Named]]:
    """What has a page and a name, by the first letters of the words of all its names; few are one file."""
    spellings = gazetteers.spellings(site.language)
    rows: list[Named] = []
    for number in range(len(archive.entities)):
        if _is_found(archive, number, site):
            entity = archive.entities[number]
            others = _others(entity, spellings)
            rows.append((f"{entity.id}.html", named(archive, number), entity.articles, others))
    for folder, members in groups(archive).by_folder():
        if folder in _INDEXED:
            rows += [(f"{group.id}.html", group.name, len(group.articles), ()) for group in members]
    rows.sort(key=lambda row: (-row[2], row[1], row[0]))
    if len(rows) <= FEW:
        return {ALL: rows} if rows else {}
    found: dict[str, list[Named]] = {}
    for row in rows:
        for shard in dict.fromkeys(_shard(word) for name in (row[1], *row[3]) for word in folded(name).split()):
            found.setdefault(shard, []).append(row)
    return {shard: found[shard] for shard in sorted(found)}


def _shard(word: str) -> str:
    return word[0] if word[0] in SHARDS else OTHER


def _others(entity: Entity, spellings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The other names of *entity* by which its own does not find it: "DPRK" of North Korea, but not "Putin" of Vladimir Putin."""
    own = set(folded(entity.name).split())
    seen: dict[str, str] = {}
    for name in (*(alias for alias, _ in entity.aliases), *spellings.get(entity.name, ())):
        key = folded(name)
        if key and not own.issuperset(key.split()):
            seen.setdefault(key, name)
    return tuple(list(seen.values())[:MOST_SPELLINGS])


def folded(name: str) -> str:
    """*name* as it is compared; static/search.js folds what is asked in the same way."""
    if name.isascii():
        return " ".join(name.translate(_PLAIN).split())
    marks = unicodedata.normalize("NFKD", name.translate(_UNWRITTEN))
    return letters.sort_key("".join(sign for sign in marks if unicodedata.category(sign)[0] != "M"))
