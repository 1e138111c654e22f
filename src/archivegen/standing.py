"""An archive as it was linked last, kept whole: as long as articles change in nothing that linking looks at, it stands.

What an edit of a body changes is its article's own; to tell that costs no look at the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple

import msgspec

from archivegen import cards, ledger, touched
from archivegen.book import Book
from archivegen.ledger import Entry
from archivegen.link.retold import unmoved
from archivegen.link.roll import Roll, called
from archivegen.link.stories import WORDS
from archivegen.link.table import Assigned, Lazy
from archivegen.model import Archive, Card, Since, Story
from archivegen.runs import Outcome, Run
from archivegen.store import Store
from archivegen.stored import StoredCards

_NUMBER, _PLANNED = "standing", "planned of"
"""Notes of the store: the number of what stands, and of what pages were planned from."""
_KEPT, _OWN = "standing", "standing own"
"""Rows among those of link."""

Pairs = tuple[tuple[str, str], ...]


class _Kept(msgspec.Struct, array_like=True):
    """What is the same for as long as an archive stands; what is told of articles is in order of arrival."""

    paths: list[str]
    """Of their content files."""
    ids: list[str]
    addresses: list[str]
    added: list[str]
    orders: list[int]
    astray: list[str]
    """Ids."""
    unpublished: list[str]
    """Ids."""
    roll: Roll
    stories: tuple[Story, ...]
    redirects: Pairs
    queries: Pairs
    gone: Pairs
    filed: dict[str, str]


class _Own(msgspec.Struct, array_like=True):
    """What is kept beside, since an edit changes it."""

    basis: str
    """Of the inputs, as linking.inputs_of tells them."""
    outcome: str
    """As JSON: what was to be said once all was linked."""
    anchors: dict[str, Pairs]
    shelf: bytes
    """Digest of what articles show and link to."""


class Standing(NamedTuple):
    """What stands, with what articles that were edited since have changed of it."""

    archive: Archive
    """Without what its articles show and link to."""
    shelf: bytes
    """Digest of what they showed and linked to."""
    lines: list[Entry]
    """To be added to the ledger."""
    outcome: Outcome
    unpublished: list[str]


_ID = attrgetter("id")
_encode = msgspec.msgpack.encode
_decode_kept = msgspec.msgpack.Decoder(_Kept).decode
_decode_own = msgspec.msgpack.Decoder(_Own).decode


def keep(run: Run, archive: Archive, paths: Sequence[str], roll: Roll, *, basis: str, astray: Collection[str]) -> None:
    """Let *archive*, as it has just been linked, stand. *paths*: of the content files of its articles."""
    store, told = run.store, archive.cards
    kept = _Kept(
        paths=list(paths),
        ids=[card.id for card in told],
        addresses=[card.address for card in told],
        added=[card.added for card in told],
        orders=[card.order for card in told],
        astray=sorted(astray),
        unpublished=run.result.unpublished,
        roll=roll,
        stories=archive.stories,
        redirects=archive.redirects,
        queries=archive.queries,
        gone=archive.gone,
        filed=archive.filed,
    )
    store.put_linked([(_KEPT, _encode(kept))])
    store.note(_NUMBER, str(int(store.note(_NUMBER) or 0) + 1))
    touched.note(store, {})
    keep_own(run, archive, basis=basis)


def keep_own(run: Run, archive: Archive, *, basis: str) -> None:
    """Keep what an edit has changed of what stands."""
    outcome = msgspec.json.encode(run.result.outcome).decode()
    run.store.put_linked([(_OWN, _encode(_Own(basis, outcome, archive.anchors, _shelf_of(archive))))])


def planned(store: Store) -> None:
    """The pages of what stands are planned, and the store has what they came to."""
    if touched.known(store) is not None:
        store.note(_PLANNED, store.note(_NUMBER))
        touched.note(store, {})


def again(run: Run, book: Book, *, basis: str) -> Standing | None:
    """What stands, if all inputs beside content files are what *basis* tells, and they changed in nothing that matters."""
    store, rows, told = run.store, run.store.linked(), run.result.ingest
    changed = touched.known(store)
    if changed is None or run.options.media or told.deleted or told.vanished or told.barred or _OWN not in rows:
        return None
    own = _decode_own(rows[_OWN])
    if own.basis != basis:
        return None
    kept = _decode_kept(rows[_KEPT])
    found = store.cards(kept.paths, partial(_complete, kept, frozenset(kept.astray)))
    lines: list[Entry] = []
    places: dict[str, int] = {}
    for path in changed:
        if path not in kept.paths:
            return None
        at = places[path] = kept.paths.index(path)
        known, arrival = book.article(kept.ids[at]), cards.arrival_of(found[at], path=path, is_published=True)
        now = ledger.at_its_address(known, arrival) if known is not None else None
        if now is None:
            return None
        if now != known:
            lines.append(now)
        own.anchors.pop(now.id, None)
        if now.old_sentences:
            own.anchors[now.id] = now.old_sentences
    listed = tuple(sorted(places[path] for path, edit in changed.items() if edit.is_listed))
    outcome = msgspec.json.decode(own.outcome, type=Outcome)
    if listed and any(one.code == ledger.SLUG_TAKEN for one in outcome.problems):
        return None  # it is said in the words of headlines
    is_planned = store.note(_PLANNED) == store.note(_NUMBER)
    since = Since(tuple(sorted(places.values())), listed) if is_planned else None
    archive = msgspec.structs.replace(_archive(kept, found, store), anchors=own.anchors, since=since)
    if not _keeps_its_stories(
        archive, {places[path]: path for path, edit in changed.items() if edit.may_retell}, store
    ):
        return None
    return Standing(archive, own.shelf, sorted(lines, key=_ID), outcome, kept.unpublished)


def _keeps_its_stories(archive: Archive, paths: Mapping[int, str], store: Store) -> bool:
    """Whether stories are as they were, though words changed that decide them; *paths*: by card, of content files."""
    if not paths:
        return True
    versions = {at: told[-2] for at, path in paths.items() if (told := store.told(path))}
    assert archive.entity_table is not None and isinstance(archive.entity_of, Assigned), "it was linked"
    row = unmoved(
        archive.stories,
        versions,
        archive.cards,
        archive.facts,
        archive.entity_table,
        archive.entity_of,
        store.linked()[WORDS],
    )
    if row is not None:
        store.put_linked([(WORDS, row)])
    return row is not None


def _complete(kept: _Kept, astray: Collection[str], at: int, card: Card) -> Card:
    raw = "" if card.id in astray else card.raw
    address, added, order = kept.addresses[at], kept.added[at], kept.orders[at]
    return msgspec.structs.replace(card, address=address, added=added, order=order, raw=raw)


def _archive(kept: _Kept, found: StoredCards, store: Store) -> Archive:
    facts = store.facts(kept.paths)
    facts.leave_out_entities()
    entities, entity_of = called(kept.roll, kept.orders, store.linked())
    return Archive(
        cards=found,
        facts=facts,
        entities=entities,
        entity_of=entity_of,
        entity_table=kept.roll.table,
        versions=Lazy(len(found), lambda at: found[at].digest),
        stories=kept.stories,
        redirects=kept.redirects,
        queries=kept.queries,
        filed=kept.filed,
        gone=kept.gone,
    )


def as_shown(archive: Archive, shelf: bytes) -> Archive:
    """*archive* with what its articles show and link to; where the digest of that was another than *shelf*, more has changed."""
    return archive if _shelf_of(archive) == shelf else msgspec.structs.replace(archive, since=None)


def _shelf_of(archive: Archive) -> bytes:
    return blake2b(_encode((archive.media, archive.links)), digest_size=16).digest()
