from collections.abc import Sequence

import pytest

from archivegen import workers


def times(items: Sequence[int], shared: int) -> list[int]:
    return [item * shared for item in items]


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 63, 64, 1000])
def test_results_come_in_the_order_of_the_items(jobs: int, count: int) -> None:
    assert list(workers.run(times, range(count), 3, jobs=jobs)) == [3 * item for item in range(count)]


def test_without_fork_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: False)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", None)
    assert list(workers.run(times, range(100), 2, jobs=4)) == list(range(0, 200, 2))


def test_what_a_worker_raises_is_raised_here() -> None:
    def fail(items: Sequence[int], shared: None) -> list[int]:
        raise ValueError(items[0])

    with pytest.raises(ValueError, match="0"):
        list(workers.run(fail, range(100), None, jobs=2))
