"""Facts → Archive: what needs two articles to know. Pure; sees cards, facts and the ledger, never text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from archivegen import entities_file
from archivegen.config import EntityOptions
from archivegen.entities_file import Overrides
from archivegen.errors import Problem
from archivegen.garbage import without_collecting
from archivegen.ledger import Ledger
from archivegen.link import entities
from archivegen.link.clusters import FOLDERS, ORDER
from archivegen.link.filing import filed
from archivegen.link.former import Pages, former
from archivegen.link.heard import heard
from archivegen.link.roll import Roll, places
from archivegen.link.stories import stories
from archivegen.model import Archive, Card, Facts


class Linked(msgspec.Struct, frozen=True):
    archive: Archive
    entity_addresses: dict[str, str]
    """Given now: id on the site by the entity's key."""
    story_addresses: dict[str, str]
    """Given now: id on the site by the id of the story's first article."""
    list_addresses: dict[str, str] = {}
    """Given now: id on the site of a source, author, section or tag by its filing_key."""
    rows: dict[str, bytes] = {}
    """What to keep for the next time in place of what was kept under these keys."""
    heard: frozenset[str] = frozenset()
    """Names that a person has written about and that an article has, case-folded."""
    roll: Roll | None = None
    """The entities, in a form to be kept."""
    release: Callable[[], None] = entities.nothing
    """To be called once the rows are kept where *before* finds them: they are let go then."""


@without_collecting()
def link(
    cards: Sequence[Card],
    facts: Sequence[Facts],
    ledger: Ledger,
    *,
    overrides: Overrides,
    options: EntityOptions,
    reasons: Mapping[str, str],
    base_url: str = "",
    versions: Sequence[str] = (),
    named: Sequence[str] = (),
    told: Sequence[str] = (),
    before: Mapping[str, bytes] = {},
) -> Linked:
    """The archive of published *cards* (in order of arrival) and their *facts*, and the addresses that it gave.

    *reasons*: why an article that has an address is not published, by id; one that is not there has vanished.
    *versions*: of each article's facts; with them, what was kept *before* spares the work on what has not changed. *named*, *told*:
    of its entities alone, and of what else decides its story, so that other words leave both as they are.
    """
    given = {key: entry.address for key, entry in ledger.entities.items()}
    resolved = entities.resolve(
        facts, cards, overrides=overrides, options=options, addresses=given, versions=named or versions, before=before
    )
    begun = {key: entry.address for key, entry in ledger.stories.items()}
    gathered = stories(
        cards, facts, resolved.table, resolved.entity_of, addresses=begun, versions=told or versions, before=before
    )
    known = {key: entry.address for key, entry in ledger.lists.items()}
    lists = filed(cards, known)
    table = resolved.table
    with_page = (
        (entity.id for entity in resolved.entities if entity.has_page)
        if table is None
        else (id_ for id_, has_page in zip(table.ids, table.has_page, strict=True) if has_page)
    )
    kinds = {entity.kind for entity in resolved.entities} if table is None else {ORDER[n] for n in set(table.kinds)}
    pages = Pages(
        entities=frozenset(with_page),
        folders=frozenset(FOLDERS[kind] for kind in kinds),
        stories=gathered.stories,
        lists=lists.present,
        merged=resolved.redirects,
    )
    before_now = former(cards, ledger, pages, reasons=reasons, base_url=base_url, options=options)
    old_ids = {id_: entry.old_sentences for id_, entry in ledger.articles.items() if entry.old_sentences}
    archive = Archive(
        cards=tuple(cards),
        facts=facts,
        entities=resolved.entities,
        entity_of=resolved.entity_of,
        entity_table=resolved.table,
        versions=tuple(versions),
        stories=gathered.stories,
        redirects=before_now.redirects,
        queries=before_now.queries,
        filed=known | lists.new,
        gone=before_now.gone,
        anchors={card.id: old_ids[card.id] for card in cards if card.id in old_ids} if old_ids else {},
    )
    place_of = places([card.order for card in cards])
    spoken_of = heard(
        overrides,
        cards,
        facts,
        ids=_ids_known(archive),
        versions=named or versions,
        before=before,
        naming=lambda name: (order if place_of is None else place_of[order] for order in resolved.naming(name)),
    )
    rows = {**resolved.rows, **gathered.rows, **spoken_of.rows}
    new = dict(resolved.new_addresses)
    return Linked(
        archive=archive,
        entity_addresses=new,
        story_addresses=gathered.new_addresses,
        list_addresses=lists.new,
        rows=rows,
        heard=spoken_of.names,
        roll=resolved.roll,
        release=resolved.release,
    )


def unmatched(linked: Linked, overrides: Overrides, path: str) -> tuple[Problem, ...]:
    """A warning for each name, id or article in the file *path* that the archive does not have."""
    if not overrides.entries:
        return ()
    archive = linked.archive
    articles = {card.id for card in archive.cards}
    ids = _ids_known(archive)
    found = entities_file.unmatched(overrides, path, names={*linked.heard, *ids}, articles=articles)
    if not found:
        return ()
    names = {entity.name for facts in archive.facts for entity in facts.entities}  # for the nearest that is there
    names.update(surface for facts in archive.facts for entity in facts.entities for surface, _ in entity.surfaces)
    return entities_file.unmatched(overrides, path, names=names | ids, articles=articles)


def _ids_known(archive: Archive) -> set[str]:
    """The ids that an entry may name: of entities, and those that lead to them now."""
    table = archive.entity_table
    ids = set(table.ids) if table is not None else {entity.id for entity in archive.entities}
    ids.update(old.removesuffix(".html") for old, new in archive.redirects if not new.endswith("index.html"))
    return ids
