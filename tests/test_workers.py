import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from archivegen import work, workers
from archivegen.errors import CannotRun, Origin, Problem


def times(items: Sequence[int], shared: int) -> list[int]:
    return [item * shared for item in items]


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 63, 64, 1000])
def test_results_come_in_the_order_of_the_items(jobs: int, count: int) -> None:
    assert list(workers.run(times, range(count), 3, crew=workers.Local(jobs))) == [3 * item for item in range(count)]


def test_without_fork_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: False)
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", None)
    assert list(workers.run(times, range(100), 2, crew=workers.Local(4))) == list(range(0, 200, 2))


def test_what_a_worker_raises_is_raised_here() -> None:
    def fail(items: Sequence[int], shared: None) -> list[int]:
        raise ValueError(items[0])

    with pytest.raises(ValueError, match="0"):
        list(workers.run(fail, range(100), None, crew=workers.Local(2)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_stream_keeps_the_order_and_takes_no_more_than_it_needs(jobs: int) -> None:
    asked: list[int] = []

    def items() -> Iterator[int]:
        for number in range(2_000):
            asked.append(number)
            yield number

    results = workers.stream(times, items(), 3, crew=workers.Local(jobs), weigh=lambda item: 0)
    assert next(results) == 0
    assert len(asked) <= workers.STREAMED_CHUNK * (jobs + 2)
    assert [0, *results] == [3 * item for item in range(2_000)]


def test_heavy_items_are_handed_on_few_at_a_time() -> None:
    def sizes(items: Sequence[int], shared: None) -> list[int]:
        return [len(items)] * len(items)

    heavy = workers.HEAVIEST_CHUNK // 2
    assert set(workers.stream(sizes, range(10), None, crew=workers.Local(1), weigh=lambda item: heavy)) == {2}


def die_once(items: Sequence[int], mark: Path) -> list[int]:
    if 70 in items and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return list(items)


def test_what_a_killed_worker_did_is_done_again_and_told(tmp_path: Path) -> None:
    killed: list[Problem] = []
    found = list(workers.run(die_once, range(200), tmp_path / "mark", crew=workers.Local(2), killed=killed))
    assert found == list(range(200))
    assert [problem.code for problem in killed] == ["worker-killed"]


def die_of_one(items: Sequence[int], shared: None) -> list[int]:
    if 70 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(items)


def test_what_kills_each_worker_is_named() -> None:
    found = []
    with pytest.raises(CannotRun, match="70: error: worker-killed"):
        found.extend(workers.run(die_of_one, range(200), None, crew=workers.Local(2)))


def nothing_weighs(item: object) -> int:
    return 0


def test_of_a_stream_too_what_a_killed_worker_did_is_done_again_and_told(tmp_path: Path) -> None:
    killed: list[Problem] = []
    mark = tmp_path / "mark"
    found = list(
        workers.stream(die_once, iter(range(1_000)), mark, crew=workers.Local(2), weigh=nothing_weighs, killed=killed)
    )
    assert found == list(range(1_000))
    assert [problem.code for problem in killed] == ["worker-killed"]


def test_of_a_stream_too_what_kills_each_worker_is_named() -> None:
    found = []
    with pytest.raises(CannotRun, match="70: error: worker-killed"):
        for result in workers.stream(die_of_one, iter(range(1_000)), None, crew=workers.Local(2), weigh=nothing_weighs):
            found.append(result)  # noqa: PERF402 - what came before the end counts
    assert found == list(range(70))


def test_a_seed_file_of_which_a_record_kills_its_worker_is_named_with_the_record() -> None:
    problem = Problem(Origin("seeds/all.jsonl", "17"), "error", "x", "y")
    assert work._Named(problem).path == "seeds/all.jsonl#17"
