"""Run a function over many items, by whoever is at hand; results come in the order of the items.

A Crew is who does it: this process, or others forked from it (Local); machines elsewhere are another module's. What kills the
process that works on it is done once more, alone; what kills that too is named, and the rest goes on.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, Protocol, TypeVar

import msgspec

from archivegen.errors import CannotRun, Origin, Problem

Item = TypeVar("Item")
Result = TypeVar("Result")
Shared = TypeVar("Shared")

CHUNKS_PER_JOB = 8
LARGEST_CHUNK = 64
"""So many results at most wait in memory for the last of them, several times over. A message of more of them no longer fits
into a processor's cache on its way."""
STREAMED_CHUNK = 50
HEAVIEST_CHUNK = 2_000_000
KILLED = "worker-killed"
"""Code of the problems that name what killed a worker."""
WORTH_A_POOL = 64
"""Below so many items, starting processes costs more than it saves."""


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pending(Protocol):
    """As a Future of concurrent.futures, as far as it is asked here."""

    def result(self) -> Sequence[Any]: ...


Submit = Callable[[Sequence[Any]], Pending]
"""As Executor.submit, of a chunk: function and what all chunks share are known to the executor."""


class Crew(Protocol):
    """Who does the work."""

    @property
    def lost(self) -> tuple[type[BaseException], ...]:
        """What a result raises whose process came to its end, or ran out of memory."""

    @property
    def loss(self) -> Problem:
        """What is said once where some was."""

    def hands(self, count: int) -> int:
        """How many chunks of *count* items are to be worked on at a time; 0: it is not worth while to ask others."""

    def at_work(self, function: Callable[..., Any], shared: Any, hands: int) -> AbstractContextManager[Submit]:
        """So many *hands* ready to do *function*; 0: this process does it."""


_KILLED = "a process was killed, or memory ran out; what it did was done again by one process; give --jobs 1"
_LOSS = Problem(Origin("--jobs"), "warning", KILLED, _KILLED)


class Local(msgspec.Struct, frozen=True):
    """Processes forked from this one, which inherit what all chunks share as it is; with one job, or no fork, this one."""

    jobs: int
    loss: Problem = _LOSS

    @property
    def lost(self) -> tuple[type[BaseException], ...]:
        from concurrent.futures import BrokenExecutor  # late: asked for once something went wrong

        return BrokenExecutor, MemoryError

    def hands(self, count: int) -> int:
        return self.jobs if self.jobs > 1 and count >= WORTH_A_POOL and can_fork() else 0

    @contextmanager
    def at_work(self, function: Callable[..., Any], shared: Any, hands: int) -> Iterator[Submit]:
        if not hands or self.jobs < 2 or not can_fork():
            yield partial(Here, function, shared)
            return
        import multiprocessing  # late: after most edits no other process is needed
        from concurrent.futures import ProcessPoolExecutor

        context = multiprocessing.get_context("fork")
        gc.freeze()  # a collector that looks at what all processes share writes to it, so that each gets a copy
        try:
            given = (function, shared, os.getpid())
            with ProcessPoolExecutor(hands, mp_context=context, initializer=_inherit, initargs=given) as pool:
                yield lambda chunk: pool.submit(_call, chunk)
        finally:
            gc.unfreeze()


ALONE = Local(1)


class Here(msgspec.Struct, frozen=True):
    """Work of this process, done when its result is asked for."""

    function: Callable[..., Any]
    shared: Any
    chunk: Sequence[Any]

    def result(self) -> Sequence[Any]:
        return self.function(self.chunk, self.shared)  # type: ignore[no-any-return]


# ---------------------------------------------------------------- all items, or one after the other


def run(
    function: Callable[[Sequence[Item], Shared], Sequence[Result]],
    items: Sequence[Item],
    shared: Shared,
    *,
    crew: Crew,
    killed: list[Problem] | None = None,
    instead: Callable[[Item, Problem], Result] | None = None,
    is_feared: bool = False,
) -> Iterator[Result]:
    """Each result of *function*, which takes a run of *items* and what all share, and gives one result for each item.

    What was under way when a worker was killed is done once more, and *killed* is told. An item that kills its worker again
    has for its result what *instead* makes of it and of the Problem that names it; without *instead*, raises CannotRun.
    *is_feared*: one of them did so before, so it is not this process that does them, however few they are.
    """
    hands = crew.hands(len(items)) or int(is_feared)
    size = max(1, min(LARGEST_CHUNK, len(items) // (hands * CHUNKS_PER_JOB))) if hands else LARGEST_CHUNK
    chunks = (items[start : start + size] for start in range(0, len(items), size))
    task = _Task(function, shared, crew, [] if killed is None else killed, instead)
    return _results(task, chunks, hands, most=3 * hands)


def stream(
    function: Callable[[Sequence[Item], Shared], Sequence[Result]],
    items: Iterable[Item],
    shared: Shared,
    *,
    crew: Crew,
    weigh: Callable[[Item], int],
    killed: list[Problem] | None = None,
    instead: Callable[[Item, Problem], Result] | None = None,
) -> Iterator[Result]:
    """As `run`, of *items* that may be too many or too large (*weigh*) to hold: only a few chunks are under way at a time."""
    hands = crew.hands(sys.maxsize)
    task = _Task(function, shared, crew, [] if killed is None else killed, instead)
    return _results(task, _chunks(items, weigh), hands, most=hands + 1 if hands else 0)


def _chunks(items: Iterable[Item], weigh: Callable[[Item], int]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    weight = 0
    for item in items:
        chunk.append(item)
        weight += weigh(item)
        if len(chunk) >= STREAMED_CHUNK or weight >= HEAVIEST_CHUNK:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


class _Task(msgspec.Struct, frozen=True):
    function: Callable[..., Any]
    shared: Any
    crew: Crew
    killed: list[Problem]
    instead: Callable[[Any, Problem], Any] | None


class _UnderWay(msgspec.Struct):
    chunk: Sequence[Any]
    pending: Pending | None = None
    """None: there was nobody to take it."""


def _results(task: _Task, chunks: Iterator[Sequence[Any]], hands: int, *, most: int) -> Iterator[Any]:
    """The results of *chunks*, of which up to *most* wait behind the one that is yielded."""
    waiting: deque[_UnderWay] = deque()
    was_killed = False
    while True:
        try:
            with task.crew.at_work(task.function, task.shared, hands) as submit:
                yield from _until_one_is_lost(task, submit, chunks, waiting, most=most)
            return
        except _Lost:
            pass
        if not was_killed:
            task.killed.append(task.crew.loss)
        was_killed = True
        yield from _done_again(task, waiting)


class _Lost(Exception):
    """A worker is lost. What the making of the chunks raises is never taken for this: there would be no more of them."""


def _until_one_is_lost(
    task: _Task, submit: Submit, chunks: Iterator[Sequence[Any]], waiting: deque[_UnderWay], *, most: int
) -> Iterator[Any]:
    """Results of *chunks*; *waiting* holds those that were begun and of which nothing was given yet."""
    for chunk in chunks:
        waiting.append(_UnderWay(chunk))
        try:
            waiting[-1].pending = submit(chunk)
        except task.crew.lost as error:
            raise _Lost from error
        if len(waiting) > most:
            yield from _first(task, waiting)
    while waiting:
        yield from _first(task, waiting)


def _first(task: _Task, waiting: deque[_UnderWay]) -> Sequence[Any]:
    results = _result_of(task, waiting[0])
    if results is None:
        raise _Lost
    waiting.popleft()
    return results


def _done_again(task: _Task, waiting: deque[_UnderWay]) -> Iterator[Any]:
    """The results of what is *waiting*: those that came all the same, then the others, while nothing else is under way.

    Otherwise what shares a process with the item that kills it would be taken for that item.
    """
    found = [(one.chunk, _result_of(task, one)) for one in waiting]
    waiting.clear()
    for chunk, results in found:
        yield from _alone(task, chunk) if results is None else results


def _result_of(task: _Task, one: _UnderWay) -> Sequence[Any] | None:
    try:
        return one.pending.result() if one.pending is not None else None
    except task.crew.lost:
        return None


def _alone(task: _Task, chunk: Sequence[Any]) -> Iterator[Any]:
    """The results of *chunk*, one process at a time; item by item where that is killed too, so that one can be named."""
    try:
        with task.crew.at_work(task.function, task.shared, 1) as submit:
            results = submit(chunk).result()
    except task.crew.lost as error:
        if len(chunk) == 1:
            yield _named(task, chunk[0], error)
            return
        for item in chunk:
            yield from _alone(task, [item])
        return
    yield from results


_OUT = "the process that works on it is killed each time, perhaps as memory runs out"


def _named(task: _Task, item: Any, error: BaseException) -> Any:
    """What stands for *item*, which kills whoever works on it."""
    place = Origin(str(getattr(item, "path", item)))
    if task.instead is None:
        message = f"{_OUT}; take it out, or give that process more memory"
        raise CannotRun(Problem(place, "error", KILLED, message)) from error
    return task.instead(item, Problem(place, "error", KILLED, _OUT))


# ---------------------------------------------------------------- in a forked process


def can_fork() -> bool:
    return hasattr(os, "fork")


_inherited: list[Any] = []


def _inherit(function: Any, shared: Any, parent: int) -> None:
    _inherited[:] = [function, shared]
    if sys.platform == "linux":
        import ctypes
        import signal

        # a run that is killed takes its workers along; elsewhere they wait for work that never comes
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it was killed before that could be asked for
            os._exit(1)


_PR_SET_PDEATHSIG = 1


def _call(items: Sequence[Any]) -> Sequence[Any]:
    function, shared = _inherited
    return function(items, shared)  # type: ignore[no-any-return]
