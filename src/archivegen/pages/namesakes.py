"""What tells two things of one kind and name apart in a list: a role, a place, or when they are written of. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from archivegen.model import Archive, Entity
from archivegen.pages.columns import table_of
from archivegen.pages.memo import per_archive


@per_archive
def called_alike(archive: Archive) -> dict[int, list[int]]:
    """By entity (index into Archive.entities), of those that share kind and name with others: all of that name, ascending."""
    table = table_of(archive)
    keys = list(zip(table.kinds, map(str.casefold, table.names), strict=True))
    if len(set(keys)) == len(keys):
        return {}
    counts = Counter(keys)
    by_name: dict[tuple[int, str], list[int]] = {}
    for number, key in enumerate(keys):
        if counts[key] > 1:
            by_name.setdefault(key, []).append(number)
    return {number: same for same in by_name.values() for number in same}


@per_archive
def told_apart(archive: Archive) -> dict[int, str]:
    """By entity (index into Archive.entities), of those that share kind and name with others: a note that no other has.

    "" where nothing known tells them apart. Costs next to nothing where all names differ.
    """
    notes: dict[int, str] = {}
    for number, alike in called_alike(archive).items():
        if number in notes:
            continue
        same = [one for one in alike if archive.entities[one].articles]
        if len(same) > 1:
            said = [list(_notes(archive, one)) for one in same]
            for at, one in enumerate(same):
                others = {note for other, found in enumerate(said) if other != at for note in found}
                notes[one] = next((note for note in said[at] if note not in others), "")
    return notes


def named(archive: Archive, number: int) -> str:
    """The name of entity *number* as lists print it: with a note, where others are called the same."""
    note = told_apart(archive).get(number)
    name = table_of(archive).names[number]
    return f"{name} ({note})" if note else name


def _notes(archive: Archive, number: int) -> Iterator[str]:
    """What could be said of entity *number*, the most telling first."""
    entity = archive.entities[number]
    yield from (role for role, _ in entity.roles)
    yield from _places(archive, entity)
    years = sorted(year for seen in entity.appearances if (year := archive.cards[seen.article].day[:4]))
    if years:
        yield years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _places(archive: Archive, entity: Entity) -> Sequence[str]:
    """The places that stand in the same articles, those of the most articles first."""
    counts: Counter[int] = Counter()
    for card in dict.fromkeys(seen.article for seen in entity.appearances):
        counts.update({at for at in archive.entity_of[card] if at >= 0 and archive.entities[at].kind == "place"})
    names = ((archive.entities[at].name, count) for at, count in counts.items())
    return [name for name, _ in sorted(names, key=lambda pair: (-pair[1], pair[0])) if name != entity.name]
