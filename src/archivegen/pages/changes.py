"""What of an archive is not as it was when its pages were planned last, told from columns that are kept. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from archivegen.config import Site
from archivegen.model import Archive
from archivegen.pages import places
from archivegen.pages.columns import table_of
from archivegen.pages.groups import groups
from archivegen.pages.namesakes import called_alike
from archivegen.pages.places import Place
from archivegen.pages.stamps import stamps


class Changed(NamedTuple):
    """Cards and entities are told by their index in the archive; all that came is among them."""

    cards: Sequence[int] = ()
    """Those of the articles of which anything is not as it was, ascending."""
    listed: Sequence[int] = ()
    """Those of them of which lists show something else, or that stand elsewhere; ascending."""
    is_elsewhere: bool = False
    """Whether anything is not as it was that `Stamps.standing` tells. If not, what follows is empty."""
    left: Sequence[Place] = ()
    """Where those stood that are gone or stand elsewhere now."""
    retold: Collection[int] = ()
    """Cards of the stories that are not as they were."""
    entities: Collection[int] = ()
    """Those of which anything is not as it was, and those that are or were called just as others."""


_encode: Final = msgspec.msgpack.Encoder().encode
_decode_bytes: Final = msgspec.msgpack.Decoder(list[bytes]).decode
_decode_names: Final = msgspec.msgpack.Decoder(list[str]).decode
_decode_lists: Final = msgspec.msgpack.Decoder(list[tuple[str, str, str, str, bool]]).decode
_decode_stories: Final = msgspec.msgpack.Decoder(dict[str, tuple[str, list[str]]]).decode
_decode_entities: Final = msgspec.msgpack.Decoder(tuple[list[str], list[bytes]]).decode


def kept(archive: Archive, site: Site, then: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is to be kept of *archive*, by name; nothing if it is not known what version each article is of.

    *then*: what was kept the last time, if anything.
    """
    known = stamps(archive, site)
    if known is None:
        return {}
    told = {"own": _encode(known.own), "shown": _encode(known.shown)}
    if then.get("standing") == known.standing:
        return {**then, **told}
    cards, table = archive.cards, table_of(archive)
    return {
        "standing": known.standing,
        "site": known.site,
        "ids": _encode([card.id for card in cards]),
        "places": _encode(known.places),
        "names": _encode(known.names),
        "lists": _encode(_lists(archive, site)),
        "stories": _encode(_stories(archive)),
        "entities": _encode((table.ids, table.digests)),
        "alike": _encode([table.ids[number] for number in called_alike(archive)]),
        **told,
    }


def edited(archive: Archive, site: Site, then: Mapping[str, bytes], cards: Sequence[int]) -> dict[str, bytes]:
    """The columns that an edit of a text changes, of what was kept *then*: with what is told now of the *cards* that were edited."""
    known = stamps(archive, site)
    assert known is not None, "what is kept is kept of an archive whose versions are known"
    own, shown = _decode_names(then["own"]), _decode_bytes(then["shown"])
    for card in cards:
        own[card], shown[card] = known.own_of(card), known.shown_of(card)
    return {"own": _encode(own), "shown": _encode(shown)}


def changes(archive: Archive, site: Site, now: Mapping[str, bytes], then: Mapping[str, bytes]) -> Changed | None:
    """What is not as it was, of what is `kept` *now* and was kept *then*; None: anything may be.

    Near-linear in the archive where anything arrived, but for a few µs an article at most.
    """
    if not now or now.keys() != then.keys() or now["site"] != then["site"]:
        return None
    if now["standing"] == then["standing"]:
        listed = _other("shown", now, then, None)
        return Changed(sorted({*listed, *_other("own", now, then, None)}), listed)
    if not _are_known(_lists(archive, site), _decode_lists(then["lists"])):
        return None
    ids, ids_then = [card.id for card in archive.cards], _decode_names(then["ids"])
    place_then = {id_: place for place, id_ in enumerate(ids_then)}
    was = [place_then.pop(id_, -1) for id_ in ids]
    moved = _other("places", now, then, was)
    listed = sorted({*moved, *_other("shown", now, then, was)})
    gone = [*place_then.values(), *(was[card] for card in moved if was[card] >= 0)]
    places_then = _decode_bytes(then["places"])
    return Changed(
        cards=sorted({*listed, *_other("own", now, then, was), *_other("names", now, then, was)}),
        listed=listed,
        is_elsewhere=True,
        left=[places.decode(places_then[place]) for place in gone],
        retold=_retold(archive, ids, _decode_stories(then["stories"])),
        entities=_other_entities(archive, then),
    )


_DECODE_BY_COLUMN: Final[dict[str, Callable[[bytes], list[Any]]]] = {
    "places": _decode_bytes,
    "names": _decode_bytes,
    "own": _decode_names,
    "shown": _decode_bytes,
}


def _other(column: str, now: Mapping[str, bytes], then: Mapping[str, bytes], was: Sequence[int] | None) -> list[int]:
    """The cards that *column* tells something else of. *was*: the place of each then, -1 = none; None = as now."""
    if now[column] == then[column] and was is None:
        return []
    decode = _DECODE_BY_COLUMN[column]
    told, told_then = decode(now[column]), decode(then[column])
    if was is not None:
        told_then = [told_then[place] if place >= 0 else None for place in was]
    return [card for card, (one, other) in enumerate(zip(told, told_then, strict=True)) if one != other]


def _lists(archive: Archive, site: Site) -> list[tuple[str, str, str, str, bool]]:
    """Of each source, author, section and tag: folder, key, id, name, and whether it is a source with a feed."""
    found = groups(archive)
    feeds = {group.id for group in found.sources if len(group.articles) >= site.feed.min_articles}
    return [(*key, id_, found.names[id_], id_ in feeds) for key, id_ in found.ids.items()]


def _are_known(
    lists: Sequence[tuple[str, str, str, str, bool]], then: Sequence[tuple[str, str, str, str, bool]]
) -> bool:
    """Whether those of *lists* that were there *then* are called and stand as they were."""
    rows = {one[:2]: one for one in then}
    return all(rows.get(one[:2], one) == one for one in lists)


def _stories(archive: Archive) -> dict[str, tuple[str, list[str]]]:
    """Name and ids of the articles of each story, by its id."""
    cards = archive.cards
    return {story.id: (story.name, [cards[index].id for index in story.articles]) for story in archive.stories}


def _retold(archive: Archive, ids: Sequence[str], then: Mapping[str, tuple[str, list[str]]]) -> set[int]:
    """The cards of the stories that are not as they were *then*."""
    now = _stories(archive)
    others = {id_ for id_ in now.keys() | then.keys() if now.get(id_) != then.get(id_)}
    names = {name for stories in (now, then) for id_ in others if id_ in stories for name in stories[id_][1]}
    return {index for index, id_ in enumerate(ids) if id_ in names} if names else set()


def _other_entities(archive: Archive, then: Mapping[str, bytes]) -> set[int]:
    """As Changed.entities."""
    table = table_of(archive)
    digests_then = dict(zip(*_decode_entities(then["entities"]), strict=True))
    pairs = zip(table.ids, table.digests, strict=True)
    others = {number for number, (id_, digest) in enumerate(pairs) if digests_then.get(id_) != digest}
    alike_then = set(_decode_names(then["alike"]))
    if alike_then:
        others.update(number for number, id_ in enumerate(table.ids) if id_ in alike_then)
    return others.union(called_alike(archive))
