"""What pages ask of all articles at once, kept: as long as nothing but texts changes, none but the changed ones is looked at. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from archivegen.config import Site
from archivegen.feed_views import NewsItem
from archivegen.model import Archive, Since, Tally
from archivegen.pages import parts
from archivegen.pages.articles import beside
from archivegen.pages.changes import Changed, changes, edited, kept
from archivegen.pages.groups import Filing, filing, groups
from archivegen.pages.home import Lasting, lasting, words_of
from archivegen.pages.sitemap import news
from archivegen.pages.stamps import SIZE, Stamps, stamps

TEXTS: Final = "texts"
OF_TEXTS: Final = frozenset((TEXTS, "own", "shown"))
"""Among what is kept: what each edit of a text changes, and little else does."""
_OUTLINE: Final = "outline"


class _Outline(msgspec.Struct, array_like=True):
    """What no text has a part in, by the name of what tells it."""

    stamps: dict[str, bytes]
    menu: tuple[str, ...]
    lists: list[tuple[str, str, str, str, int]]
    """Folder, key, id, name and number of articles of each source, author, section and tag."""
    beside: bytes
    ranks: bytes
    """Of all cards by date and arrival."""
    days: list[str]
    added_last: list[int]
    news: tuple[NewsItem, ...]
    lasting: Lasting


class _Texts(msgspec.Struct, array_like=True):
    """What is told of each text, by card."""

    words: list[int]
    tallies: list[Tally]
    line: bytes
    found: bytes
    """The stamps of these names, one after the other."""


_STAMPS: Final = ("site", "standing", "dated", "lists", "entities")
_encode: Final = msgspec.msgpack.Encoder().encode
_decode_outline: Final = msgspec.msgpack.Decoder(_Outline).decode
_decode_texts: Final = msgspec.msgpack.Decoder(_Texts).decode
_decode_shown: Final = msgspec.msgpack.Decoder(list[bytes]).decode
_decode_ids: Final = msgspec.msgpack.Decoder(list[str]).decode


def since_then(archive: Archive, site: Site, then: Mapping[str, bytes]) -> tuple[dict[str, bytes], Changed | None]:
    """(What is to be kept of *archive*, by name; what is not as it was when *then* was kept. None: anything may be.)"""
    since = archive.since
    if since is not None and then:  # of all others, what was told holds
        recalled = _recall(archive, site, then, since) if TEXTS in then else {}
        edits = edited(archive, site, then, since.cards)
        return {**then, **recalled, **edits}, Changed(since.cards, since.listed)
    before = {name: told for name, told in then.items() if name not in (_OUTLINE, TEXTS)}
    now = kept(archive, site, before)
    if not now:
        return {}, None
    found = changes(archive, site, now, before)
    is_same = all(now[name] == before.get(name) for name in ("standing", "shown")) and _OUTLINE in then
    outline = then[_OUTLINE] if is_same else _outline(archive, site)
    return {**now, _OUTLINE: outline, TEXTS: _texts(archive, site, then, found)}, found


def _outline(archive: Archive, site: Site) -> bytes:
    known, found = stamps(archive, site), groups(archive)
    return _encode(
        _Outline(
            stamps={name: getattr(known, name) for name in _STAMPS},
            menu=parts.menu(archive, site),
            lists=[(*key, id_, found.names[id_], found.counts[id_]) for key, id_ in found.ids.items()],
            beside=array("i", [number for pair in beside(archive) for number in pair]).tobytes(),
            ranks=array("i", parts.order(archive).ranks()).tobytes(),
            days=parts.days(archive),
            added_last=parts.added_last(archive, site),
            news=news(archive, site),
            lasting=lasting(archive, site),
        )
    )


def _texts(archive: Archive, site: Site, then: Mapping[str, bytes], changed: Changed | None) -> bytes:
    """What is told of each text: of those that did not change what was told *then*."""
    known = stamps(archive, site)
    assert known is not None, "what is kept is kept of an archive whose versions are known"
    if changed is not None and TEXTS in then:
        told = _decode_texts(then[TEXTS])
        places, others = {id_: at for at, id_ in enumerate(_decode_ids(then["ids"]))}, frozenset(changed.cards)
        was = [-1 if number in others else places[card.id] for number, card in enumerate(archive.cards)]
        line, found = ([all_[at] if at >= 0 else b"" for at in was] for all_ in map(_each, (told.line, told.found)))
        known.recall(line=line, found=found)
    return _told(archive, known)


def _told(archive: Archive, known: Stamps) -> bytes:
    numbers = range(len(archive.cards))
    line, found = (b"".join(map(stamp.__getitem__, numbers)) for stamp in (known.line, known.found))
    return _encode(_Texts(words_of(archive), parts.tallies(archive), line, found))


def _recall(archive: Archive, site: Site, then: Mapping[str, bytes], since: Since) -> dict[str, bytes]:
    """Let what pages ask of *archive* be answered from what was kept, as no more changed of it than *since* tells.

    What is to be kept now in place of that.
    """
    outline, told = _decode_outline(then[_OUTLINE]), _decode_texts(then[TEXTS])
    near, ranks = array("i", outline.beside), array("i", outline.ranks)
    line, found = _each(told.line), _each(told.found)
    for card in since.cards:
        told.words[card], told.tallies[card] = archive.cards[card].words, parts.tally_of(archive, card)
        line[card] = found[card] = b""
    if since.listed:
        _tell_headlines(outline, archive, site, since.listed)
    known = Stamps(archive, site, outline.stamps)
    known.recall(line=line, found=found, shown=_decode_shown(then["shown"]), others=since.listed)
    stamps.tell(archive, site, known)
    parts.menu.tell(archive, site, outline.menu)
    parts.order.tell(archive, parts.Order(archive, ranks))
    parts.days.tell(archive, outline.days)
    parts.added_last.tell(archive, site, outline.added_last)
    parts.tallies.tell(archive, told.tallies)
    words_of.tell(archive, told.words)
    news.tell(archive, site, outline.news)
    lasting.tell(archive, site, outline.lasting)
    beside.tell(archive, list(zip(near[::2], near[1::2], strict=True)))
    filing.tell(
        archive,
        Filing(
            ids={(folder, key): id_ for folder, key, id_, _, _ in outline.lists},
            names={id_: name for _, _, id_, name, _ in outline.lists},
            counts={id_: count for _, _, id_, _, count in outline.lists},
        ),
    )
    kept = {TEXTS: _told(archive, known)}
    if since.listed:
        outline.stamps["lists"] = known.lists
        kept[_OUTLINE] = _encode(outline)
    return kept


def _tell_headlines(outline: _Outline, archive: Archive, site: Site, listed: Sequence[int]) -> None:
    """Let *outline* say of the articles *listed* what lists show of them now."""
    entries = {card.address: parts.entry(card, site) for card in map(archive.cards.__getitem__, listed)}
    home, about = outline.lasting.home, outline.lasting.about
    latest, start = (tuple(entries.get(one.path, one) for one in lines) for lines in (home.latest, home.start))
    outline.lasting = Lasting(msgspec.structs.replace(home, latest=latest, start=start), about)
    outline.news = tuple(
        msgspec.structs.replace(one, title=entries[one.path].title) if one.path in entries else one
        for one in outline.news
    )
    del outline.stamps["lists"]


def _each(column: bytes) -> list[bytes]:
    return [column[at : at + SIZE] for at in range(0, len(column), SIZE)]
