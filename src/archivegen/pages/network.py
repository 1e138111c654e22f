"""Who is mentioned with whom: the people, and the organizations, that stand in most articles. Pure; sees no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from heapq import nsmallest
from itertools import combinations

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, EntityKind, Page
from archivegen.pages import columns, parts
from archivegen.pages.columns import of_kind, table_of
from archivegen.pages.memo import per_site
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit, untouched
from archivegen.views import Count, Head, Link, NetworkView, Tie
from archivegen.words.names import noted

NAMES = 36
"""So many names stand in a picture."""
FEWEST = 6
"""Fewer names, or ties, are no picture."""
SHARED = 2
"""Articles in which two stand together before they are tied: one article ties all that it names."""
TIES_OF_ONE = 4
"""So many ties of each name are drawn, its strongest."""
_SAID_BY_FOLDER = {
    "people": (
        noted("People mentioned together"),
        noted("People of this archive who stand in the same articles, as a picture and as a table."),
    ),
    "organizations": (
        noted("Organizations mentioned together"),
        noted("Organizations of this archive that stand in the same articles, as a picture and as a table."),
    ),
}
KINDS: Mapping[str, EntityKind] = {"people": "person", "organizations": "organization"}


@InUnits
def networks(archive: Archive, site: Site) -> Iterator[Unit]:
    """/people/network/ and /organizations/network/, each a unit, where there is enough to show."""
    known = stamps(archive, site)
    for folder, kind in KINDS.items():
        if folder in parts.menu(archive, site):
            told = ("network", folder)
            key = known.key(told, (known.entities_of(columns.KINDS.index(kind)),)) if known is not None else b""
            yield Unit(folder, key, partial(_pages, archive, site, folder))


networks.at(untouched)


def address(archive: Archive, site: Site, folder: str) -> str:
    """The page of the network of *folder*; "" if it has none."""
    return f"{folder}/network/index.html" if folder in _tied(archive, site) else ""


def _pages(archive: Archive, site: Site, folder: str) -> Iterator[Page]:
    found = _tied(archive, site).get(folder)
    if not found:
        return
    numbers, ties = found
    say = words.of(site)
    title, description = _SAID_BY_FOLDER[folder]
    names = [archive.entities[number] for number in numbers]
    head = Head(
        title=say(title),
        description=say(description),
        nav=parts.menu(archive, site),
        section=folder,
        crumbs=(Link(f"{folder}/index.html", say.folder(folder)),),
    )
    view = NetworkView(
        head=head,
        folder=folder,
        names=tuple(Count(f"{entity.id}.html", entity.name, entity.articles) for entity in names),
        ties=ties,
    )
    yield Page(f"{folder}/network/index.html", "network", view)


@per_site
def _tied(archive: Archive, site: Site) -> dict[str, tuple[tuple[int, ...], tuple[Tie, ...]]]:
    """By folder, where there is enough to show: the entities of its picture, and their ties, strongest first."""
    found = {}
    for folder, kind in KINDS.items():
        if folder not in parts.menu(archive, site):
            continue
        counts = table_of(archive).articles
        there = of_kind(archive, kind, has_page=True)
        most = [(-counts[number], number) for number in there if counts[number] >= SHARED]
        numbers = [number for _, number in nsmallest(NAMES, most)]
        kept, ties = _drawn(_shared(archive, numbers))
        if len(kept) >= FEWEST and len(ties) >= FEWEST:
            found[folder] = tuple(numbers[at] for at in kept), ties
    return found


def _shared(archive: Archive, numbers: list[int]) -> dict[tuple[int, int], int]:
    """In how many articles each two of *numbers* stand together, by their places there."""
    places = {number: at for at, number in enumerate(numbers)}
    counts: Counter[tuple[int, int]] = Counter()
    for there in map(frozenset(numbers).intersection, archive.entity_of):
        if len(there) > 1:
            counts.update(combinations(sorted(map(places.__getitem__, there)), 2))
    return counts


def _drawn(counts: Mapping[tuple[int, int], int]) -> tuple[list[int], tuple[Tie, ...]]:
    """(who has a tie, the ties between them by their places among these): the strongest of each."""
    ordered = sorted((-count, *pair) for pair, count in counts.items() if count >= SHARED)
    drawn: dict[int, int] = {}
    ties = []
    for count, one, other in ordered:
        if min(drawn.get(one, 0), drawn.get(other, 0)) < TIES_OF_ONE:
            drawn[one] = drawn.get(one, 0) + 1
            drawn[other] = drawn.get(other, 0) + 1
            ties.append((one, other, -count))
    kept = sorted(drawn)
    places = {at: n for n, at in enumerate(kept)}
    return kept, tuple(Tie(places[one], places[other], count) for one, other, count in ties)
