"""Where the places of an archive lie, those for which that is certain. Pure; sees facts and the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence

from archivegen.config import Site
from archivegen.gazetteers.coordinates import Whereabouts, whereabouts
from archivegen.model import Archive
from archivegen.pages.columns import KINDS, of_kind, table_of
from archivegen.pages.memo import per_archive
from archivegen.views import Spot, Where

SPOTS = 150
"""So many places stand on the map."""
FAR_LARGER = 10
"""A place so many times as large as all others of its name together is meant unless the articles speak for another."""


def where(archive: Archive, site: Site, number: int) -> Where | None:
    """Where entity *number* lies; None if no table tells, or if another place of its name may be meant.

    Decided by its own articles and by what they name alone.
    """
    table = table_of(archive)
    name = table.names[number]
    if KINDS[table.kinds[number]] != "place" or len(_numbers(archive)[name.casefold()]) > 1:
        return None
    found = whereabouts(name, site.language)
    if found is None or not _is_certain(archive, number, found):
        return None
    return Where(found.latitude, found.longitude, found.kind)


def _is_certain(archive: Archive, number: int, found: Whereabouts) -> bool:
    if not found.others_lie_in:
        return True
    cards = {seen.article for seen in archive.entities[number].appearances}
    here = _shared(archive, cards, found.lies_in)
    there = _shared(archive, cards, found.others_lie_in)
    return here > there or (here == there and found.times >= FAR_LARGER)


def _shared(archive: Archive, cards: set[int], regions: Sequence[str]) -> int:
    """In how many of *cards* one of *regions* is named."""
    found: set[int] = set()
    for region in regions:
        for number in _numbers(archive).get(region.casefold(), ()):
            found |= cards.intersection(_articles(archive, number))
    return len(found)


def _articles(archive: Archive, number: int) -> set[int]:
    known = _articles_by_entity(archive)
    if number not in known:
        known[number] = {seen.article for seen in archive.entities[number].appearances}
    return known[number]


@per_archive
def _articles_by_entity(archive: Archive) -> dict[int, set[int]]:
    """Filled as it is asked for: the articles of a country are asked for by each of its towns."""
    return {}


@per_archive
def _numbers(archive: Archive) -> dict[str, list[int]]:
    """Places (indexes into Archive.entities) by name."""
    found: dict[str, list[int]] = {}
    table, place = table_of(archive), KINDS.index("place")
    for number, (kind, name) in enumerate(zip(table.kinds, table.names, strict=True)):
        if kind == place:
            found.setdefault(name.casefold(), []).append(number)
    return found


def spots(archive: Archive, site: Site) -> tuple[Spot, ...]:
    """The places with a page that stand in most articles and lie where a table tells, most first."""
    table = table_of(archive)
    places = [(-table.articles[number], number) for number in of_kind(archive, "place", has_page=True)]
    found = []
    for articles, number in sorted(places):
        at = where(archive, site, number)
        if at is not None:
            path, name = f"{table.ids[number]}.html", table.names[number]
            found.append(Spot(path, name, -articles, at.latitude, at.longitude))
            if len(found) == SPOTS:
                break
    return tuple(found)
