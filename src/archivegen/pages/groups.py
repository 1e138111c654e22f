"""Group articles under the sources, authors, sections and tags they name, each with an address. Pure; sees cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from archivegen import slugs
from archivegen.model import Archive, Card
from archivegen.pages.memo import per_archive

AGENCY = "contributed"
PHOTOGRAPH = "photograph"


class Group(msgspec.Struct, frozen=True):
    """One source, author, section or tag."""

    id: str
    """Its address without the ending: "sources/the-epoch-times"."""
    name: str
    """As the first article that arrived writes it."""
    articles: tuple[int, ...]
    """Indexes into Archive.cards, in order of arrival."""
    notes: tuple[str, ...] = ()
    """Parallel to articles, sources only: "" = published it, AGENCY or PHOTOGRAPH = is credited in it."""


class Groups(msgspec.Struct, frozen=True):
    sources: tuple[Group, ...]
    authors: tuple[Group, ...]
    sections: tuple[Group, ...]
    tags: tuple[Group, ...]
    ids: dict[tuple[str, str], str]
    """Group id by (folder, casefolded name)."""

    def by_folder(self) -> tuple[tuple[str, tuple[Group, ...]], ...]:
        return (
            ("sources", self.sources),
            ("authors", self.authors),
            ("sections", self.sections),
            ("tags", self.tags),
        )

    def id_of(self, folder: str, name: str) -> str:
        """The id of the group that *name* belongs to; "" for no name."""
        return self.ids.get((folder, name.casefold()), "")


@per_archive
def groups(archive: Archive) -> Groups:
    """All groups, each folder's by name.

    Names that differ in case only are one. Of two that would have one address, the first to arrive has it.
    """
    ids: dict[tuple[str, str], str] = {}
    return Groups(
        sources=_grouped("sources", archive.cards, _sources, ids),
        authors=_grouped("authors", archive.cards, lambda card: ((name, "") for name in card.byline), ids),
        sections=_grouped("sections", archive.cards, lambda card: ((card.section, ""),), ids),
        tags=_grouped("tags", archive.cards, lambda card: ((name, "") for name in card.tags), ids),
        ids=ids,
    )


def _sources(card: Card) -> Iterable[tuple[str, str]]:
    yield card.source, ""
    for name in card.credits:
        yield name, AGENCY
    for name in card.photo_credits:
        yield name, PHOTOGRAPH


def _grouped(
    folder: str,
    cards: tuple[Card, ...],
    names_of: Callable[[Card], Iterable[tuple[str, str]]],
    ids: dict[tuple[str, str], str],
) -> tuple[Group, ...]:
    printed: dict[str, str] = {}
    members: dict[str, dict[int, str]] = {}
    for index, card in enumerate(cards):
        for name, note in names_of(card):
            key = name.casefold()
            if not key:
                continue
            printed.setdefault(key, name)
            members.setdefault(key, {}).setdefault(index, note)
    taken: set[str] = set()
    found = []
    for key, notes in members.items():
        address = slugs.free(f"{folder}/{slugs.slug(printed[key])}", taken)
        taken.add(address)
        ids[folder, key] = address
        has_notes = any(notes.values())
        found.append(Group(address, printed[key], tuple(notes), tuple(notes.values()) if has_notes else ()))
    return tuple(sorted(found, key=lambda group: (group.name.casefold(), group.id)))
