"""What the workers of a cluster make is what this machine makes, whatever becomes of them: a real scheduler, real workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from archivegen import build, cluster, config, workers
from archivegen.errors import CannotRun, Problem
from sites import Site, difference, files

if os.environ.get("REQUIRE_CLUSTER"):  # where all tests are to run
    import distributed
else:
    distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'archivegen[cluster]'")

STORY = """\
Bridge {n} closed in {place}

By Clara Nandok

March {day}, 2019

The council of {place} voted on 3 March 2019. "We have no choice but to close bridge {n}," Mayor Anna Becker said.

Mr. Oleg Dranin of the Coast Agency told reporters that {n} bridges are old.
"""
COUNT = 130


started: list[subprocess.Popen[bytes]] = []


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    }
    program = [sys.executable, "-m", "dask", *command]
    process = subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    started.append(process)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """The address of a scheduler on this machine."""
    path = folder / "scheduler.json"
    with running("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(path)):
        deadline = time.monotonic() + 180
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        with distributed.Client(scheduler_file=str(path), set_as_default=False) as client:
            address = client.scheduler.address
        yield address


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a scheduler with two workers, processes of their own."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduler(folder) as found, running(*_two_workers(found, folder)):
        with distributed.Client(found, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=180)
        yield found


def _two_workers(address: str, folder: Path) -> list[str]:
    options = ["--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    return ["worker", address, "--host", "127.0.0.1", *options]


def processes(address: str) -> list[int]:
    """Of the workers."""
    with distributed.Client(address, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def make(root: Path) -> Site:
    (root / "seeds").mkdir(parents=True)
    (root / "site.yaml").write_text(
        "title: Harbor Papers\nlanguage: fr\nbase_url: https://archive.example/\nsearch: false\n"
    )
    for n in range(COUNT):
        text = STORY.format(n=n, day=1 + n % 28, place=("Ostrava", "Harbin", "Turin")[n % 3])
        (root / f"seeds/a{n:03}.txt").write_text(text)
    (root / "static").mkdir()
    (root / "static/own.txt").write_text("mine")
    return Site(root)


def by_cluster(
    site: Site, address: str, progress: Callable[[str, int, int], None] = lambda *told: None
) -> build.Result:
    return build.build(site.root, config.load(site.root), build.Options(cluster=address, progress=progress))


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes of the site."""
    site = make(tmp_path_factory.mktemp("wanted") / "s")
    site.build(jobs=1)
    return site.public()


def test_the_same_bytes_as_by_one_process(address: str, wanted: dict[str, bytes], tmp_path: Path) -> None:
    site = make(tmp_path / "s")
    result = by_cluster(site, address)
    assert not [one for one in result.problems if one.origin.path == cluster.OPTION]
    assert difference(site.public(), wanted) == ""
    assert not list((site.root / ".archivegen").glob("views-*"))
    assert not (site.root / ".archivegen/cluster").exists()
    again = by_cluster(site, address)
    assert (again.written, again.removed) == (0, 0)


def test_workers_killed_during_the_build_change_no_byte(address: str, wanted: dict[str, bytes], tmp_path: Path) -> None:
    site = make(tmp_path / "s")
    stages = ["reading seeds", "reading articles", "writing pages"]
    victims = processes(address)

    def kill(what: str, done: int, total: int) -> None:
        if what in stages[:1]:
            stages.pop(0)
            os.kill(victims.pop() if victims else processes(address)[0], signal.SIGKILL)

    result = by_cluster(site, address, kill)
    assert not stages
    assert difference(site.public(), wanted) == ""
    told = [str(one) for one in result.problems if one.origin.path == cluster.OPTION]
    assert told == ["--cluster: note: worker-gone: 2 of 2 workers went away; what they did was done again by others"]


# ---------------------------------------------------------------- what kills workers


def die_of_one(items: Sequence[int], poison: int) -> list[int]:
    if poison in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(items)


def test_what_kills_each_worker_is_named_and_the_others_come_in(address: str, tmp_path: Path) -> None:
    killed: list[Problem] = []
    named: list[str] = []

    def instead(item: int, problem: Problem) -> int:
        named.append(str(problem))
        return -item

    with cluster.joined(address, tmp_path, []) as crew:
        found = list(workers.run(die_of_one, range(100), 70, crew=crew, killed=killed, instead=instead))
    assert found == [*range(70), -70, *range(71, 100)]
    assert len(named) == 1 and named[0].startswith("70: error: worker-killed")
    assert [one.code for one in killed] == ["worker-killed"]


def fail(items: Sequence[int], shared: None) -> list[int]:
    raise ValueError("of the function itself")


def test_what_a_worker_raises_is_raised_here(address: str, tmp_path: Path) -> None:
    with cluster.joined(address, tmp_path, []) as crew, pytest.raises(ValueError, match="of the function itself"):
        list(workers.run(fail, range(100), None, crew=crew))


def slow(items: Sequence[int], shared: float) -> list[int]:
    time.sleep(shared)
    return list(items)


def test_a_scheduler_that_goes_away_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LOOK_S", 1)
    folder = tmp_path / "site"
    with (
        scheduler(tmp_path) as address,
        running(*_two_workers(address, tmp_path)),
        cluster.joined(address, folder, []) as crew,
        pytest.raises(CannotRun, match=r"cluster-(lost|empty): "),
    ):
        for _ in workers.run(slow, range(10_000), 0.05, crew=crew):
            started[-2].kill()


# ---------------------------------------------------------------- what can be wrong with a cluster


def refused(site: Path, address: str) -> str:
    with pytest.raises(CannotRun) as error, cluster.joined(address, site, []):
        pass
    assert not (site / ".archivegen/cluster").exists()
    (problem,) = error.value.problems
    return str(problem)


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER_S", 1)
    assert refused(tmp_path, "tcp://127.0.0.1:9").startswith(
        "--cluster: error: cluster-unreachable: no scheduler answers"
    )
    assert refused(tmp_path, "what://is:this").startswith("--cluster: error: cluster-address")


def test_that_no_worker_comes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ARRIVAL_S", 1)
    with scheduler(tmp_path) as address:
        assert refused(tmp_path, address).startswith("--cluster: error: cluster-empty: no worker has come to tcp://")


def test_other_versions_on_a_worker_are_told(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {**cluster.versions(), "jinja2": "0.1"}
    monkeypatch.setattr(cluster, "versions", lambda: ours)
    told = refused(tmp_path, address)
    assert "cluster-versions" in told and "has other versions: jinja2 " in told and "(here 0.1)" in told


def test_a_worker_that_came_late_with_another_program_is_told(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cluster.joined(address, tmp_path, []) as crew:
        monkeypatch.setattr(cluster, "program", lambda: "another")
        with pytest.raises(CannotRun, match=r"cluster-versions: tcp://.* came late, with other versions"):
            list(workers.run(fail, range(100), None, crew=crew))


def test_a_worker_that_does_not_see_the_site_is_told(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "answer", nowhere)
    told = refused(tmp_path, address)
    assert "cluster-path: tcp://127.0.0.1:" in told and f"does not see {tmp_path};" in told


def test_what_is_installed_here_alone_is_told(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_here = ModuleType("only_here")
    exec("def answer(folder): return '', {}\ndef annotate(items, shared): return items", only_here.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", only_here)
    lacks = "cluster-program: tcp://.* lacks what is installed here .No module named 'only_here'.; install the same"
    with cluster.joined(address, tmp_path, []) as crew, pytest.raises(CannotRun, match=lacks):
        list(workers.run(only_here.annotate, range(100), None, crew=crew))
    monkeypatch.setattr(cluster, "answer", only_here.answer)
    told = refused(tmp_path, address)
    assert "cluster-program: the workers cannot run this program (" in told and "No module named" in told


def nowhere(folder: str) -> Any:
    return cluster.answer("/there/is/no/such/folder")


def test_that_dask_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "cluster-missing: needs Dask" in refused(tmp_path, "tcp://127.0.0.1:8786")


def test_few_articles_are_done_here(address: str, tmp_path: Path) -> None:
    with cluster.joined(address, tmp_path, []) as crew:
        before = files(tmp_path)
        assert list(workers.run(die_of_one, range(9), 70, crew=crew)) == list(range(9))
        assert files(tmp_path) == before
