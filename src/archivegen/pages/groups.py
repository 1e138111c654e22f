"""Group articles under the sources, authors, sections and tags they name, each with an address. Pure; sees cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from operator import attrgetter

import msgspec

from archivegen import slugs
from archivegen.agencies import full_name
from archivegen.model import Archive, Card, filing_key, list_key
from archivegen.pages.memo import per_archive
from archivegen.pages.places import Place
from archivegen.views import Count

PUBLISHED = ""
AGENCY = "contributed"
PHOTOGRAPH = "photograph"
ROLES = {PUBLISHED: "published", AGENCY: AGENCY, PHOTOGRAPH: PHOTOGRAPH}
"""What a source did, by the note of its articles."""


class Group(msgspec.Struct, frozen=True):
    """One source, author, section or tag."""

    id: str
    """Its address without the ending: "sources/the-epoch-times"."""
    name: str
    """As the first article that arrived writes it; an agency's in full."""
    articles: tuple[int, ...]
    """Indexes into Archive.cards, in order of arrival."""
    notes: tuple[str, ...] = ()
    """Parallel to articles, sources only: PUBLISHED it, or AGENCY or PHOTOGRAPH = is credited in it; () = published all."""

    def roles(self) -> tuple[tuple[str, int], ...]:
        """("published" | "contributed" | "photograph", articles), in this order; of a source."""
        notes = self.notes or (PUBLISHED,) * len(self.articles)
        return tuple((said, number) for note, said in ROLES.items() if (number := notes.count(note)))


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """Where each source, author, section and tag has its page."""

    ids: dict[tuple[str, str], str]
    """Group id by (folder, list_key of the name)."""
    names: dict[str, str]
    """Its name by group id."""
    counts: dict[str, int]
    """How many articles it has, by group id."""

    def id_of(self, folder: str, name: str) -> str:
        """The id of the group that *name* belongs to; "" for no name."""
        return self.ids.get((folder, list_key(folder, name)), "")

    def ids_of(self, listed: Card | Place) -> list[str]:
        """The ids of all groups that *listed* stands in; "" for its section or source if it has none."""
        ids = [self.id_of("sources", name) for name in (listed.source, *listed.credits, *listed.photo_credits)]
        ids += [self.id_of("authors", name) for name in listed.byline]
        ids.append(self.id_of("sections", listed.section))
        ids += [self.id_of("tags", name) for name in listed.tags]
        return ids

    def with_feed(self, folder: str, least: int) -> list[str]:
        """The ids of the groups of *folder* that have *least* articles, sorted."""
        return sorted({id_ for (own, _), id_ in self.ids.items() if own == folder and self.counts[id_] >= least})


class Groups(Filing, frozen=True, kw_only=True):
    sources: tuple[Group, ...]
    authors: tuple[Group, ...]
    sections: tuple[Group, ...]
    tags: tuple[Group, ...]

    def by_folder(self) -> tuple[tuple[str, tuple[Group, ...]], ...]:
        return (
            ("sources", self.sources),
            ("authors", self.authors),
            ("sections", self.sections),
            ("tags", self.tags),
        )


def most_of(members: Sequence[Group], most: int) -> tuple[Count, ...]:
    """The *most* of *members* that have the most articles."""
    found = nsmallest(most, members, key=lambda group: (-len(group.articles), group.name, group.id))
    return tuple(Count(f"{group.id}.html", group.name, len(group.articles)) for group in found)


def role_counts(sources: Sequence[Group], role: str, most: int) -> tuple[Count, ...]:
    """The *most* of *sources* that did *role* ("published" …) most often, with how often."""
    counts = ((dict(group.roles()).get(role, 0), group) for group in sources)
    found = nsmallest(most, (one for one in counts if one[0]), key=lambda one: (-one[0], one[1].name, one[1].id))
    return tuple(Count(f"{group.id}.html", group.name, number) for number, group in found)


@per_archive
def groups(archive: Archive) -> Groups:
    """All groups, each folder's by name.

    Names that differ in case only are one, and so are all those of an agency. Of two that would have one address, the first to
    arrive has it.
    """
    ids: dict[tuple[str, str], str] = {}
    cards = archive.cards
    written = {
        "sources": _sources(cards),
        "authors": _written(map(attrgetter("byline"), cards)),
        "sections": _written(zip(map(attrgetter("section"), cards))),
        "tags": _written(map(attrgetter("tags"), cards)),
    }
    found = {folder: _grouped(folder, archive.filed, names, ids) for folder, names in written.items()}
    every = [group for members in found.values() for group in members]
    names, counts = {group.id: group.name for group in every}, {group.id: len(group.articles) for group in every}
    return Groups(**found, ids=ids, names=names, counts=counts)


@per_archive
def filing(archive: Archive) -> Filing:
    """Of `groups` what can be told without them."""
    return groups(archive)


def listed_under(card: Card) -> Iterator[tuple[str, str]]:
    """(folder, name as written) of the source, the authors, the section and the tags of *card*; not whom it credits."""
    if card.source:
        yield "sources", card.source
    for name in card.byline:
        if name:
            yield "authors", name
    if card.section:
        yield "sections", card.section
    for name in card.tags:
        if name:
            yield "tags", name


_Written = dict[str, dict[int, str]]
"""By name as written, in order of arrival: its articles, with their notes."""


def _written(names_by_card: Iterable[Iterable[str]]) -> _Written:
    found: _Written = {}
    for index, names in enumerate(names_by_card):
        for name in names:
            if name in found:
                found[name][index] = PUBLISHED
            else:
                found[name] = {index: PUBLISHED}
    return found


def _sources(cards: Sequence[Card]) -> _Written:
    found: _Written = {}
    for index, card in enumerate(cards):
        found.setdefault(card.source, {})[index] = PUBLISHED
        for names, note in ((card.credits, AGENCY), (card.photo_credits, PHOTOGRAPH)):
            for name in names:
                found.setdefault(name, {}).setdefault(index, note)
    return found


def _grouped(
    folder: str, filed: Mapping[str, str], written: _Written, ids: dict[tuple[str, str], str]
) -> tuple[Group, ...]:
    printed: dict[str, str] = {}
    members: dict[str, dict[int, str]] = {}
    for name, notes in written.items():
        key = list_key(folder, name)
        if key in printed:
            members[key] = _merged(members[key], notes)
        elif key:
            printed[key], members[key] = full_name(name) if folder == "sources" else name, notes
    taken = set(filed.values())
    found = []
    for key, notes in members.items():
        address = filed.get(filing_key(folder, key), "")
        if not address:
            address = slugs.free(f"{folder}/{slugs.slug(printed[key])}", taken)
            taken.add(address)
        ids[folder, key] = address
        has_notes = any(notes.values())
        found.append(Group(address, printed[key], tuple(notes), tuple(notes.values()) if has_notes else ()))
    return tuple(sorted(found, key=lambda group: (group.name.casefold(), group.id)))


def _merged(some: Mapping[int, str], others: Mapping[int, str]) -> dict[int, str]:
    """The articles of two ways to write one name; one that has both has the note that says most."""
    rank = list(ROLES).index
    merged = dict(some)
    for index, note in others.items():
        merged[index] = min(note, merged.get(index, note), key=rank)
    return dict(sorted(merged.items()))
