"""All that is known of the articles → the archive, and the ledger's lines of what is new. The shell's hand for link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec

from archivegen import annotate, cards, entities_file, ledger, media, prepare, references, refresh, rights, standing
from archivegen.book import Book
from archivegen.config import FILE_NAME, Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.garbage import without_collecting
from archivegen.late import late
from archivegen.model import Archive, Card, EntityKind, Facts
from archivegen.runs import Outcome, Result, Run, timed, today
from archivegen.store import Known, Store, holds_id

if TYPE_CHECKING:
    from archivegen.link import whole as link
else:
    link = late("link.whole")

OVERRIDES = "entities.yaml"
"""What a person says of entities; their word is final."""


def link_all(run: Run, book: Book) -> Archive:
    """The archive of all that is published; the ledger gets the lines of what is new."""
    with timed(run.result, "link"), without_collecting():
        run.result.archive = _as_it_stands(run, book) or _linked_anew(run, book)
    return run.result.archive


def _as_it_stands(run: Run, book: Book) -> Archive | None:
    """The archive, if nothing changed that linking looks at."""
    store, result, astray = run.store, run.result, run.store.astray()
    found = standing.again(run, book, basis=inputs_of(result, book, astray))
    if found is None:
        return None
    book.write(found.lines, store)
    archive = standing.as_shown(_with_references(run, found.archive)[0], found.shelf)
    result.outcome, result.unpublished = found.outcome, found.unpublished
    _remember(run, book, astray)
    standing.keep_own(run, archive, basis=store.note("linked"))
    return archive


def _linked_anew(run: Run, book: Book) -> Archive:
    store, result = run.store, run.result
    overrides, problems = read_overrides(run.root)
    new = _arrived(run, book)
    published = [one for one in new.unique if one.status == "published"]
    in_order = _in_order_of_arrival(published, new.book, new.astray)
    facts = store.facts([one.path for _, one in in_order])
    linked = _linked(run, new, in_order, facts, overrides)
    store.put_linked(linked.rows.items())
    linked.rows.clear()
    linked.release()
    lines = [
        *new.lines,
        *ledger.given_lines(new.book, "entity", linked.entity_addresses, new.day),
        *ledger.given_lines(new.book, "story", linked.story_addresses, new.day),
        *ledger.given_lines(new.book, "list", linked.list_addresses, new.day),
    ]
    _write_down(run, book, lines)
    archive, shelf = _with_references(run, linked.archive)
    told = [*problems, *link.unmatched(linked, overrides, OVERRIDES), *new.told, *shelf.problems]
    facts.leave_out_entities()
    result.outcome = _outcome(archive.cards, new.unique, told)
    result.outcome.entities, result.outcome.stories = _kinds(archive), len(archive.stories)
    result.outcome.losses = shelf.losses
    _remember(run, book, new.astray)
    paths, roll = [one.path for _, one in in_order], linked.roll
    if roll is not None:
        standing.keep(run, archive, paths, roll, basis=store.note("linked"), astray=new.astray)
    return archive


def arrive_all(run: Run, book: Book) -> None:
    """The ledger's lines of what is new, and what the articles show: all that an ingest tells of.

    Names and stories, for which the facts of all articles are held at once, are left to the build.
    """
    result = run.result
    with timed(result, "link"), without_collecting():
        _, problems = read_overrides(run.root)
        new = _arrived(run, book)
        _write_down(run, book, new.lines)
        published = [one for one in new.unique if one.status == "published"]
        cards_by_order = [card for card, _ in _in_order_of_arrival(published, new.book, new.astray)]
        shelf = _shelved(run, _pointing(run.store), {card.id: card for card in cards_by_order})
        result.outcome = _outcome(cards_by_order, new.unique, [*problems, *new.told, *shelf.problems])
        result.outcome.losses = shelf.losses
        _remember(run, book, new.astray)


def arriving(run: Run, book: Book) -> Sequence[Card]:
    """The cards of what is published, in order of arrival, as they will be once the ledger has the lines of what is new.

    Raises CannotRun as `link_all` does.
    """
    read_overrides(run.root)
    new = _arrived(run, book)
    published = [one for one in new.unique if one.status == "published"]
    return [card for card, _ in _in_order_of_arrival(published, new.book, new.astray)]


class Arrived(msgspec.Struct, frozen=True):
    """What is known of all articles before they are linked."""

    unique: Sequence[Known]
    """One article an id."""
    book: ledger.Ledger
    """With *lines*."""
    lines: Sequence[ledger.Entry]
    """Of what is new, not yet written down."""
    day: str
    told: Sequence[Problem]
    astray: Collection[str]
    """As `Store.astray` gives them."""


def _arrived(run: Run, written: Book) -> Arrived:
    root, config, store, result, book = run.root, run.config, run.store, run.result, written.ledger
    known = list(store.articles())
    unique, clashes = _unique(known)
    result.unpublished = [one.card.id for one in unique if one.status != "published"]
    day = today()
    lines, taken = _arrive(config, unique, book, day, vanished=set(result.ingest.vanished))
    barred = (id_ for id_ in dict.fromkeys(result.ingest.barred) if id_ not in book.articles)
    lines += [ledger.Entry("article", id_, ledger.NOWHERE, day, "deleted") for id_ in barred]
    taken = [refresh.at_its_slug(root, one) if one.code == ledger.SLUG_TAKEN else one for one in _folded(taken, unique)]
    told = [*_of_settings(config, unique), *clashes, *taken, *(problem for one in known for problem in one.problems)]
    return Arrived(unique, ledger.with_lines(book, lines), lines, day, told, store.astray())


def _folded(taken: Sequence[Problem], known: Sequence[Known]) -> list[Problem]:
    """*taken*, where what is said of articles that two seeds hold (they were published at one address) is said once for both."""
    if not any(one.code == ledger.SLUG_TAKEN for one in taken):
        return list(taken)
    first_by_home: dict[int, Known] = {}
    twins: dict[str, tuple[Known, Known]] = {}
    for one in known:
        if one.card.url.startswith(("http://", "https://")) and one.status == "published":
            first = first_by_home.setdefault(references.address_key(one.card.url), one)
            if first is not one:
                twins[one.path], twins[first.path] = (first, one), (first, one)
    kept = [one for one in taken if one.code != ledger.SLUG_TAKEN or one.origin.path not in twins]
    pairs = [twins[one.origin.path] for one in taken if one.code == ledger.SLUG_TAKEN and one.origin.path in twins]
    if not pairs:
        return kept
    first, second = pairs[0]
    count = "an article stands" if len(pairs) == 1 else f"{len(pairs):,} articles stand"
    message = (
        f"{count} on the site twice, since two seeds hold it (here and {first.path} were both published at {second.card.url}); "
        "take one of the two exports out, or name it in ignore of site.yaml"
    )
    return [*kept, Problem(Origin(second.path), "error", "article-twice", message)]


def _write_down(run: Run, book: Book, lines: Sequence[ledger.Entry]) -> None:
    book.write(lines, run.store)
    for path in run.result.ingest.deleted:
        # only now: a run that is killed before must not take them for deleted by a person
        (run.root / path).unlink(missing_ok=True)


def _remember(run: Run, book: Book, astray: Collection[str]) -> None:
    run.store.note("linked", inputs_of(run.result, book, astray))
    run.store.note("linked outcome", msgspec.json.encode(run.result.outcome).decode())


def inputs_of(result: Result, book: Book, astray: Collection[str]) -> str:
    """A digest of all inputs of *result* beside content files, and of seeds what shows: *astray*, ids as `Store.astray` gives them."""
    told = f"{result.others} {media.digest(result.files)} {sorted(astray)} {book.digest}"
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _linked(
    run: Run,
    new: Arrived,
    published: Sequence[tuple[Card, Known]],
    facts: Sequence[Facts],
    overrides: entities_file.Overrides,
) -> link.Linked:
    """*published*: each article with its card, in order of arrival; *facts* are theirs."""
    config = run.config
    return link.link(
        [card for card, _ in published],
        facts,
        new.book,
        overrides=overrides,
        options=config.site.entities,
        base_url=config.site.base_url,
        reasons={one.card.id: one.status for one in new.unique if one.status != "published"},
        versions=[one.version for _, one in published],
        named=[one.named for _, one in published],
        told=[one.told for _, one in published],
        before=run.store.linked(),
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
    rows = _pointing(run.store)
    cards_by_id = {card.id: card for card in archive.cards} if rows else {}
    shelf = _shelved(run, rows, cards_by_id)
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    if any(found.links for _, _, found in rows):
        ids_by_key: dict[int, str] = {}
        for id_, keys in run.store.answers():
            if id_ in cards_by_id:
                for key in keys:
                    ids_by_key.setdefault(key, id_)
        published = ((id_, found) for _, id_, found in rows if id_ in cards_by_id)
        links = references.lead(published, ids_by_key, cards_by_id, dict(archive.redirects))
    return msgspec.structs.replace(archive, media=shelf.media, links=links), shelf


Pointing = Sequence[tuple[str, str, references.References]]
"""(content file, id, what it points at)."""


def _pointing(store: Store) -> Pointing:
    """What articles point at, one an id."""
    return list({id_: (path, id_, found) for path, id_, found in reversed(store.references())}.values())[::-1]


def _shelved(run: Run, rows: Pointing, cards_by_id: Mapping[str, Card]) -> media.Shelf:
    """The pictures and documents among what *rows* tell that the published articles show."""
    root, config, store, result = run.root, run.config, run.store, run.result
    result.borrowed = media.borrow(root, config, result.files, run.options.media, rows)
    shelf = media.shelve(root, config, store, result.files, rows, cards_by_id, crew=run.crew)
    result.copies = shelf.copies
    return shelf


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
    stays = ledger.staying(book, config.permalinks)
    paths_by_id = {one.card.id: one.path for one in known}
    arrivals = [
        cards.arrival_of(one.card, path=one.path, is_published=one.status == "published")
        for one in known
        if one.status != "published" or not stays(one.card)
    ]
    gone: dict[str, ledger.State] = {
        id_: "gone" if id_ in vanished else "deleted" for id_ in book.articles.keys() - paths_by_id.keys()
    }
    lines, problems = ledger.assign(
        book,
        arrivals,
        gone=gone,
        pattern=config.permalinks,
        today=day,
        base_url=config.site.base_url,
        others=paths_by_id,
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


def _outcome(published: Sequence[Card], known: Sequence[Known], problems: list[Problem]) -> Outcome:
    statuses = Counter(one.status for one in known)
    undated = [card.id for card in published if not card.date]
    return Outcome(
        problems=problems,
        articles=len(published),
        set_aside=statuses["set-aside"],
        drafts=statuses["draft"],
        undated=undated[:10],
        undated_count=len(undated),
        unsourced=dict(Counter(card.id.rpartition("/")[0] for card in published if not card.source)),
    )


def _kinds(archive: Archive) -> dict[EntityKind, int]:
    """How many entities there are of each kind."""
    table = archive.entity_table
    if table is None:
        return dict(Counter(entity.kind for entity in archive.entities))
    kinds = get_args(EntityKind)
    return {kinds[number]: count for number, count in Counter(table.kinds).items()}
