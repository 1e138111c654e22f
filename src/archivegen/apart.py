"""Articles → what there is to write, worked out in a process of its own where that is much: its memory goes with it.

Linking and planning hold the facts of all articles at once, writing pages holds none of them; the one after the other would
leave the memory of both in use, in each of the processes that write. What makes the index of search takes as much as both, so
it has ended before they begin.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from archivegen import cache, linking, publish, publishing, workers
from archivegen.book import Book
from archivegen.late import late
from archivegen.runs import Result, Run

if TYPE_CHECKING:
    from archivegen import output, search, shelf
else:
    output, search, shelf = map(late, ("output", "search", "shelf"))


class _Task(NamedTuple):
    run: Run
    book: Book
    desk: publishing.Desk
    found: search.Found | None = None
    """The index of search."""


def work_out(run: Run, book: Book, desk: publishing.Desk) -> publishing.Work:
    """What is to be written of the site of *run*, all of whose articles are read; the ledger gets the lines of what is new."""
    basis = output.basis(desk.theme, run.config.site)
    is_much = not run.store.note("outcome") or run.store.note("basis") != basis
    run.store.note("basis", basis)
    if not (is_much and _can_ask_another(run)):  # after a build of the same basis, little is worked out anew
        return _here(run, book, desk)
    crew = workers.Local(run.jobs)
    run.store.commit()
    try:
        task = _Task(run, book, desk)
        if run.config.site.search:
            task = task._replace(found=_indexed(crew, task))
        with crew.at_work(_for_another, task, 1) as submit:
            ((result, packed),) = submit([run.root]).result()
    except crew.lost:
        run.result.ingest.problems.append(crew.loss)
        desk.shelf.clear()
        book = Book(run.root, run.config)  # it may have lines that were written down by then
        return _here(run, book, desk)
    for name in Result.__struct_fields__:
        setattr(run.result, name, getattr(result, name))
    return _unpacked(packed)


def _can_ask_another(run: Run) -> bool:
    return run.jobs > 1 and workers.can_fork() and run.store.count_articles() >= workers.WORTH_A_POOL


def _here(run: Run, book: Book, desk: publishing.Desk) -> publishing.Work:
    """By this process, which then lets go of the archive."""
    from archivegen.pages import memo  # late: whoever finds nothing changed plans nothing

    work = _work_out(run, book, desk)
    memo.forget()
    return work


def _work_out(run: Run, book: Book, desk: publishing.Desk, found: search.Found | None = None) -> publishing.Work:
    """*found*: the index of search, if it is made already."""
    archive = linking.link_all(run, book)
    if found is None:
        found = publishing.indexed(run, archive.cards)
    work = publishing.planned(run, archive, desk, found)
    run.result.archive = None
    return work


def _indexed(crew: workers.Crew, task: _Task) -> search.Found | None:
    """The index of search, made by this process, which holds no archive: another one tells what there is to index."""
    with crew.at_work(_to_index, task, 1) as submit:
        slips = submit([task.run.root]).result()
    return publishing.indexed(task.run, slips)


def _to_index(_: Sequence[Any], task: _Task) -> list[search.bundles.Slip]:
    with cache.open_store(task.run.root, task.run.config) as store:
        cards = linking.arriving(msgspec.structs.replace(task.run, store=store), task.book)
    return [search.bundles.Slip(card.id, card.order, card.digest, card.language) for card in cards]


def _for_another(_: Sequence[Any], task: _Task) -> list[tuple[Result, _Packed]]:
    """In a process forked from that of the run: with a connection to the store of its own, as each process must have.

    What was worked out of the archive is left where it is: the process ends, so that taking it apart would be in vain.
    """
    with cache.open_store(task.run.root, task.run.config) as store:
        run = msgspec.structs.replace(task.run, store=store)
        work = _work_out(run, task.book, task.desk, task.found)
    return [(run.result, _packed(work))]


# ---------------------------------------------------------------- on the way between processes


class _Packed(NamedTuple):
    """Work, in a tenth of the memory that it would take to send it as it is."""

    rest: publishing.Work
    lines: bytes
    kinds: Sequence[tuple[str, type]]
    """Form and class of the view of pages."""
    laid: array[int]
    """Of each page that was laid aside: its place among the lines, its kind, where its view starts, and the size of that."""


def _packed(work: publishing.Work) -> _Packed:
    numbers = {publish.path_of(line): number for number, line in enumerate(work.lines)}
    kinds: dict[tuple[str, type], int] = {}
    laid, rest = array("q"), []
    for page in work.pages:
        if isinstance(page, shelf.Laid):
            kind = kinds.setdefault((page.form, page.view), len(kinds))
            laid.extend((numbers[page.path], kind, page.start, page.size))
        else:
            rest.append(page)
    less = msgspec.structs.replace(work, lines=(), remembered=None, pages=rest)
    return _Packed(less, msgspec.msgpack.encode(work.lines), list(kinds), laid)


def _unpacked(packed: _Packed) -> publishing.Work:
    lines, fields = msgspec.msgpack.decode(packed.lines, type=list[str]), iter(packed.laid)
    rows = zip(fields, fields, fields, fields, strict=True)
    laid = [
        shelf.Laid(publish.path_of(lines[number]), *packed.kinds[kind], start, size)
        for number, kind, start, size in rows
    ]
    pages = sorted([*laid, *packed.rest.pages], key=attrgetter("path"))
    return msgspec.structs.replace(packed.rest, lines=lines, pages=pages)
