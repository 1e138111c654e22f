"""Run a function over many items, in this process or in several; results come in the order of the items."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from archivegen.errors import CannotRun, Origin, Problem

Item = TypeVar("Item")
Result = TypeVar("Result")
Shared = TypeVar("Shared")

CHUNKS_PER_JOB = 8
LARGEST_CHUNK = 200
STREAMED_CHUNK = 50
HEAVIEST_CHUNK = 2_000_000
WORTH_A_POOL = 64
"""Below so many items, starting processes costs more than it saves."""


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    function: Callable[[Sequence[Item], Shared], Sequence[Result]],
    items: Sequence[Item],
    shared: Shared,
    *,
    jobs: int,
    killed: list[Problem] | None = None,
) -> Iterator[Result]:
    """Each result of *function*, which takes a run of *items* and what all share, and gives one result for each item.

    Forked workers inherit *shared* as it is; where a system cannot fork, the work is done in this process. What was under
    way when a worker was killed is done once more, and *killed* is told. Raises CannotRun, naming the item, if that
    kills its worker again.
    """
    if jobs < 2 or len(items) < WORTH_A_POOL or not can_fork():
        for start in range(0, len(items), LARGEST_CHUNK):
            yield from function(items[start : start + LARGEST_CHUNK], shared)
        return
    size = max(1, min(LARGEST_CHUNK, len(items) // (jobs * CHUNKS_PER_JOB)))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    done = 0
    try:
        with _pool(jobs, function, shared) as pool:
            for results in pool.map(_call, chunks):
                done += 1
                yield from results
    except BrokenProcessPool:
        if killed is not None:
            killed.append(Problem(Origin("--jobs"), "warning", "worker-killed", _KILLED))
        for chunk in chunks[done:]:
            yield from _once_more(function, chunk, shared)


_KILLED = "a process was killed, perhaps as memory ran out; what it did was done again by one process; give --jobs 1"


def _once_more(
    function: Callable[[Sequence[Item], Shared], Sequence[Result]], chunk: Sequence[Item], shared: Shared
) -> Iterator[Result]:
    """The results of *chunk*, one process at a time; item by item where that is killed too, so that one can be named."""
    try:
        with _pool(1, function, shared) as pool:
            yield from pool.submit(_call, chunk).result()
    except BrokenProcessPool as error:
        if len(chunk) == 1:
            name = getattr(chunk[0], "path", chunk[0])
            message = "the process that works on it is killed each time, perhaps as memory runs out; take it out"
            raise CannotRun(Problem(Origin(str(name)), "error", "worker-killed", message)) from error
        for item in chunk:
            yield from _once_more(function, [item], shared)


@contextmanager
def _pool(jobs: int, function: Any, shared: Any) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("fork")
    gc.freeze()  # a collector that looks at what all processes share writes to it, so that each gets a copy
    try:
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_inherit, initargs=(function, shared)) as pool:
            yield pool
    finally:
        gc.unfreeze()


def stream(
    function: Callable[[Sequence[Item], Shared], Sequence[Result]],
    items: Iterable[Item],
    shared: Shared,
    *,
    jobs: int,
    weigh: Callable[[Item], int],
    killed: list[Problem] | None = None,
) -> Iterator[Result]:
    """As `run`, of *items* that may be too many or too large (*weigh*) to hold: only a few chunks are under way at a time."""
    chunks = _chunks(items, weigh)
    if jobs < 2 or not can_fork():
        for chunk in chunks:
            yield from function(chunk, shared)
        return
    waiting: deque[list[Item]] = deque()
    was_killed = False
    while True:
        try:
            with _pool(jobs, function, shared) as pool:
                yield from _streamed(pool, chunks, waiting, most=jobs + 1)
            return
        except BrokenProcessPool:
            if killed is not None and not was_killed:
                killed.append(Problem(Origin("--jobs"), "warning", "worker-killed", _KILLED))
            was_killed = True
            while waiting:
                yield from _once_more(function, waiting.popleft(), shared)


def _streamed(
    pool: ProcessPoolExecutor, chunks: Iterator[list[Item]], waiting: deque[list[Item]], *, most: int
) -> Iterator[Any]:
    """The results of *chunks*; *waiting* holds those that were begun and of which nothing was given yet."""
    futures: deque[Future[Sequence[Any]]] = deque()
    for chunk in chunks:
        waiting.append(chunk)
        futures.append(pool.submit(_call, chunk))
        if len(futures) > most:
            results = futures.popleft().result()
            waiting.popleft()
            yield from results
    while futures:
        results = futures.popleft().result()
        waiting.popleft()
        yield from results


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


def can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


_inherited: list[Any] = []


def _inherit(function: Any, shared: Any) -> None:
    _inherited[:] = [function, shared]
    if sys.platform == "linux":
        import ctypes

        # a run that is killed takes its workers along; elsewhere they wait for work that never comes
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


_PR_SET_PDEATHSIG = 1


def _call(items: Sequence[Any]) -> Sequence[Any]:
    function, shared = _inherited
    return function(items, shared)  # type: ignore[no-any-return]
