"""Articles → what there is to write, worked out in a process of its own where that is much: its memory goes with it.

Linking and planning hold the facts of all articles at once, writing pages holds none of them; the one after the other would
leave the memory of both in use, in each of the processes that write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from archivegen import cache, linking, publishing, workers
from archivegen.ledger import Ledger
from archivegen.runs import Result, Run


class _Task(NamedTuple):
    run: Run
    book: Ledger
    desk: publishing.Desk


def work_out(run: Run, book: Ledger, desk: publishing.Desk) -> publishing.Work:
    """What is to be written of the site of *run*, all of whose articles are read; the ledger gets the lines of what is new."""
    if run.store.note("outcome") or not _can_ask_another(run):  # after a build, little is worked out anew
        return _here(run, book, desk)
    crew = workers.Local(run.jobs)
    run.store.commit()
    try:
        with crew.at_work(_for_another, _Task(run, book, desk), 1) as submit:
            ((result, work),) = submit([run.root]).result()
    except crew.lost:
        run.result.ingest.problems.append(crew.loss)
        desk.shelf.clear()
        book, _ = linking.read_ledger(run.root, run.config)  # it may have lines that were written down by then
        return _here(run, book, desk)
    for name in Result.__struct_fields__:
        setattr(run.result, name, getattr(result, name))
    return work  # type: ignore[no-any-return]


def _can_ask_another(run: Run) -> bool:
    return run.jobs > 1 and workers.can_fork() and run.store.count_articles() >= workers.WORTH_A_POOL


def _here(run: Run, book: Ledger, desk: publishing.Desk) -> publishing.Work:
    """By this process, which then lets go of the archive."""
    from archivegen.pages import memo  # late: whoever finds nothing changed plans nothing

    work = _work_out(run, book, desk)
    memo.forget()
    return work


def _work_out(run: Run, book: Ledger, desk: publishing.Desk) -> publishing.Work:
    work = publishing.planned(run, linking.link_all(run, book), desk)
    run.result.archive = None
    return work


def _for_another(_: Sequence[Any], task: _Task) -> list[tuple[Result, publishing.Work]]:
    """In a process forked from that of the run: with a connection to the store of its own, as each process must have.

    What was worked out of the archive is left where it is: the process ends, so that taking it apart would be in vain.
    """
    with cache.open_store(task.run.root, task.run.config) as store:
        run = msgspec.structs.replace(task.run, store=store)
        work = _work_out(run, task.book, task.desk)
    return [(run.result, work)]
