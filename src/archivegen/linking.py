"""All that is known of the articles → the archive, and the ledger's lines of what is new. The shell's hand for link."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec

from archivegen import annotate, cache, cards, entities_file, intake, ledger, media, prepare, references, rights
from archivegen.config import FILE_NAME, Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.garbage import without_collecting
from archivegen.late import late
from archivegen.model import Archive, Card, EntityKind
from archivegen.runs import Outcome, Result, Run, timed, today
from archivegen.store import Known, holds_id

if TYPE_CHECKING:
    from archivegen import link
else:
    link = late("link")

OVERRIDES = "entities.yaml"
"""What a person says of entities; their word is final."""


def read_ledger(root: Path, config: Config) -> tuple[ledger.Ledger, tuple[Problem, ...]]:
    path = f"{config.content}/{ledger.FILE_NAME}"
    try:
        return ledger.parse((root / path).read_text("utf-8"), path)
    except FileNotFoundError:
        return ledger.Ledger({}, {}, {}, {}), ()
    except UnicodeDecodeError as error:
        message = "is not UTF-8, so no address can be trusted; restore it from the site's history"
        raise CannotRun(Problem(Origin(path), "error", "ledger-unreadable", message)) from error


def _add_to_ledger(root: Path, config: Config, lines: Sequence[ledger.Entry]) -> None:
    if not lines:
        return
    path = root / config.content / ledger.FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    header = "" if path.exists() else ledger.HEADER
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(header + "".join(entry.line() for entry in lines))
        file.flush()
        os.fsync(file.fileno())


def link_all(run: Run, book: ledger.Ledger) -> Archive:
    """The archive of all that is published; the ledger gets the lines of what is new."""
    root, config, store, result = run.root, run.config, run.store, run.result
    with timed(result, "link"), without_collecting():
        overrides, problems = read_overrides(root)
        known = list(store.articles())
        unique, clashes = _unique(known)
        result.unpublished = [one.card.id for one in unique if one.status != "published"]
        day = today()
        lines, taken = _arrive(config, unique, book, day, vanished=set(result.ingest.vanished))
        taken = [intake.at_its_slug(root, one) if one.code == ledger.SLUG_TAKEN else one for one in taken]
        book = ledger.with_lines(book, lines)
        linked = _linked(run, unique, book, overrides)
        store.put_linked(linked.rows.items())
        lines += ledger.given_lines(book, "entity", linked.entity_addresses, day)
        lines += ledger.given_lines(book, "story", linked.story_addresses, day)
        lines += ledger.given_lines(book, "list", linked.list_addresses, day)
        _add_to_ledger(root, config, lines)
        for path in result.ingest.deleted:
            # only now: a run that is killed before must not take them for deleted by a person
            (root / path).unlink(missing_ok=True)
        archive, shelf = _with_references(run, linked.archive)
        told = [*problems, *link.unmatched(linked, overrides, OVERRIDES), *_of_settings(config, unique)]
        told += [*clashes, *taken, *shelf.problems, *(problem for one in known for problem in one.problems)]
        result.outcome = _outcome(archive, unique, told)
        result.outcome.losses = shelf.losses
        result.archive = archive
        store.note("linked", inputs_of(root, config, result))
        store.note("linked outcome", msgspec.json.encode(result.outcome).decode())
    return archive


def inputs_of(root: Path, config: Config, result: Result) -> str:
    """A digest of all inputs of *result* beside seeds/ and content files."""
    digest = blake2b(f"{result.others} {media.digest(result.files)} ".encode(), digest_size=16)
    digest.update(cache.bytes_of(root / config.content / ledger.FILE_NAME))
    return digest.hexdigest()


def _linked(run: Run, unique: Sequence[Known], book: ledger.Ledger, overrides: entities_file.Overrides) -> link.Linked:
    config, store = run.config, run.store
    published = _in_order_of_arrival([one for one in unique if one.status == "published"], book, store.astray())
    return link.link(
        [card for card, _ in published],
        store.facts([one.path for _, one in published]),
        book,
        overrides=overrides,
        options=config.site.entities,
        base_url=config.site.base_url,
        reasons={one.card.id: one.status for one in unique if one.status != "published"},
        versions=[one.version for _, one in published],
        before=store.linked(),
    )


def _of_settings(config: Config, unique: Sequence[Known]) -> Iterator[Problem]:
    """What site.yaml says, or leaves unsaid, that does not fit the articles."""
    if "entities" in config.annotate:
        yield from annotate.languages_without_tables((one.card.language for one in unique), Origin(config.content))
    if config.rights:
        everybody = (one.card for one in unique)
        yield from rights.unmatched(config.rights, prepare.rules_of(config), everybody, Origin(FILE_NAME))


def _with_references(run: Run, archive: Archive) -> tuple[Archive, media.Shelf]:
    """*archive* with what its articles show and link to."""
    root, config, store, result = run.root, run.config, run.store, run.result
    rows = list({id_: (path, id_, found) for path, id_, found in reversed(store.references())}.values())[::-1]
    result.borrowed = media.borrow(root, config, result.files, run.options.media, rows)
    cards_by_id = {card.id: card for card in archive.cards}
    shelf = media.shelve(root, config, store, result.files, rows, cards_by_id, jobs=run.jobs)
    result.copies = shelf.copies
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    if any(found.links for _, _, found in rows):
        ids_by_key: dict[int, str] = {}
        for id_, keys in store.answers():
            if id_ in cards_by_id:
                for key in keys:
                    ids_by_key.setdefault(key, id_)
        published = ((id_, found) for _, id_, found in rows if id_ in cards_by_id)
        links = references.lead(published, ids_by_key, cards_by_id, dict(archive.redirects))
    return msgspec.structs.replace(archive, media=shelf.media, links=links), shelf


def read_overrides(root: Path) -> tuple[entities_file.Overrides, tuple[Problem, ...]]:
    """What a person says of entities. Raises CannotRun where none of it can be read: without it, a build would show what
    that person took away."""
    try:
        text = (root / OVERRIDES).read_text("utf-8-sig")
    except FileNotFoundError:
        text = ""
    except UnicodeDecodeError:
        message = "is not UTF-8 text, so nothing that it says can be heeded; save it as UTF-8"
        raise CannotRun(Problem(Origin(OVERRIDES), "error", "entities-unreadable", message)) from None
    overrides, problems = entities_file.load(text, OVERRIDES)
    if any(problem.code in entities_file.UNREADABLE for problem in problems):
        raise CannotRun(*problems)
    return overrides, problems


def _unique(known: Sequence[Known]) -> tuple[list[Known], list[Problem]]:
    """*known* with one article an id (see `holds_id`), and a Problem for each of the others."""
    by_id: dict[str, Known] = {}
    for one in known:
        id_ = one.card.id
        if id_ not in by_id or holds_id(id_, one.path) < holds_id(id_, by_id[id_].path):
            by_id[id_] = one
    if len(by_id) == len(known):
        return list(known), []
    problems: list[Problem] = []
    for one in known:
        first = by_id[one.card.id]
        if first is not one:
            message = (
                f'id "{one.card.id}" is that of {first.path} too, so this file is left out; give it an id of its own'
            )
            problems.append(Problem(Origin(one.path), "error", "id-taken", message))
    return [one for one in known if by_id[one.card.id] is one], problems


def _arrive(
    config: Config, known: Sequence[Known], book: ledger.Ledger, day: str, *, vanished: set[str]
) -> tuple[list[ledger.Entry], list[Problem]]:
    """The ledger's new lines for *known* articles and for those that vanished."""
    arrivals = [cards.arrival_of(one.card, path=one.path, is_published=one.status == "published") for one in known]
    present = {arrival.id for arrival in arrivals}
    gone: dict[str, ledger.State] = {
        id_: "gone" if id_ in vanished else "deleted" for id_ in book.articles if id_ not in present
    }
    lines, problems = ledger.assign(
        book, arrivals, gone=gone, pattern=config.permalinks, today=day, base_url=config.site.base_url
    )
    return lines, [*problems, *ledger.from_the_future(ledger.with_lines(book, lines), arrivals)]


def _in_order_of_arrival(
    published: Sequence[Known], book: ledger.Ledger, astray: Collection[str]
) -> list[tuple[Card, Known]]:
    """Each article with its card as the ledger completes it. *astray*: ids of those whose seed is another one now."""
    order_by_id = {id_: n for n, id_ in enumerate(book.articles)}
    found = []
    for one in sorted(published, key=lambda one: order_by_id[one.card.id]):
        id_ = one.card.id
        card = cards.with_entry(one.card, book.articles[id_], order_by_id[id_], is_astray=id_ in astray)
        found.append((card, one))
    return found


def _outcome(archive: Archive, known: Sequence[Known], problems: list[Problem]) -> Outcome:
    statuses = Counter(one.status for one in known)
    undated = [card.id for card in archive.cards if not card.date]
    return Outcome(
        problems=problems,
        articles=len(archive.cards),
        set_aside=statuses["set-aside"],
        drafts=statuses["draft"],
        undated=undated[:10],
        undated_count=len(undated),
        unsourced=dict(Counter(card.id.rpartition("/")[0] for card in archive.cards if not card.source)),
        entities=_kinds(archive),
        stories=len(archive.stories),
    )


def _kinds(archive: Archive) -> dict[EntityKind, int]:
    """How many entities there are of each kind."""
    table = archive.entity_table
    if table is None:
        return dict(Counter(entity.kind for entity in archive.entities))
    kinds = get_args(EntityKind)
    return {kinds[number]: count for number, count in Counter(table.kinds).items()}
