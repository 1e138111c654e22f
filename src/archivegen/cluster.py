"""A crew of other machines: the workers of a Dask cluster, who see the site's folder at the same path as this machine does.

What all chunks of a stage share lies in a file there, named by its digest; chunks and results go to and fro as bytes. A worker that
dies is replaced by Dask, and what it did is done again. All but `joined` and `Crew` runs on the workers.
"""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache as once
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from archivegen import cache
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.workers import KILLED, WORTH_A_POOL, Here, Submit

FOLDER = "cluster"
"""Below the site's .archivegen/: what is shared with the workers while a run lasts."""
ANSWER_S, ARRIVAL_S, LOOK_S, ALONE_S = 10, 30, 5, 60
"""How long to wait: for the scheduler, for the first worker; between looks whether workers are left, and for new ones."""
OPTION = "--cluster"


class Order(msgspec.Struct, frozen=True):
    """What a worker must know of a stage."""

    folder: str
    """Where what all share lies."""
    digest: str
    """Of that, and its name there."""
    program: str
    """Digest of the versions that the run was begun with."""


# ---------------------------------------------------------------- this machine


@contextmanager
def joined(address: str, root: Path, told: list[Problem]) -> Iterator[Crew]:
    """The workers of the cluster whose scheduler is at *address*, for the site in *root*; *told* gets what there is to say.

    Raises CannotRun, with what to do, if they cannot be asked or would not do what this machine does.
    """
    distributed = _distributed()
    folder = root / cache.FOLDER / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with _client(distributed, address) as client:
            crew = Crew(client, distributed, folder)
            _greet(client, folder, address)
            workers = _workers(client)
            yield crew
            gone = workers.keys() - (_workers(client).keys() if _is_anybody_there(client) else ())
        if gone:
            message = f"{len(gone)} of {len(workers)} workers went away; what they did was done again by others"
            told.append(Problem(Origin(OPTION), "note", "worker-gone", message))
        if max(workers.values()) > 1:
            message = "workers with several threads do one chunk at a time all the same; start them with --nthreads 1"
            told.append(Problem(Origin(OPTION), "note", "cluster-threads", message))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        message = f"needs Dask ({error}); install it here and on the workers: pip install 'archivegen[cluster]'"
        raise _refused("cluster-missing", message) from error
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said as a problem
    return distributed


@contextmanager
def _client(distributed: Any, address: str) -> Iterator[Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions: they are compared afterwards
            client = distributed.Client(
                address, timeout=ANSWER_S, name="archivegen", set_as_default=False, direct_to_workers=True
            )
    except (OSError, TimeoutError) as error:
        message = f"no scheduler answers at {address} within {ANSWER_S} s; start one with: dask scheduler"
        raise _refused("cluster-unreachable", message) from error
    except (ValueError, TypeError) as error:
        message = f"{address!r} is no address of a scheduler; write tcp://HOST:8786"
        raise _refused("cluster-address", message) from error
    try:
        yield client
    finally:
        client.close(timeout=ANSWER_S)


def _greet(client: Any, folder: Path, address: str) -> None:
    """See to it that all workers can do what this machine would."""
    try:
        client.wait_for_workers(1, timeout=ARRIVAL_S)
    except TimeoutError as error:
        message = (
            f"no worker has come to {address} within {ARRIVAL_S} s; start one with: dask worker {address} --nthreads 1"
        )
        raise _refused("cluster-empty", message) from error
    word = f"{os.getpid()} {time.time_ns()}"
    (folder / "greeting").write_text(word, "utf-8")
    own = versions()
    try:
        answers = client.run(answer, str(folder))
    except Exception as error:
        message = f"the workers cannot run this program ({_line(error)}); install the same archivegen[cluster] there"
        raise _refused("cluster-program", message) from error
    for worker, found in sorted(answers.items()):
        greeting, theirs = found
        if theirs != own:
            raise _refused(
                "cluster-versions", f"{worker} has other versions: {_differences(theirs, own)}; make them equal"
            )
        if greeting != word:
            message = (
                f"{worker} does not see {folder.parent.parent}; put the site where all see it, under the same path"
            )
            raise _refused("cluster-path", message)


def _differences(theirs: Mapping[str, str], own: Mapping[str, str]) -> str:
    names = sorted(name for name in theirs.keys() | own.keys() if theirs.get(name) != own.get(name))
    return ", ".join(f"{name} {theirs.get(name, 'missing')} (here {own.get(name, 'missing')})" for name in names[:5])


def _workers(client: Any) -> dict[str, int]:
    """The number of threads of each worker, by its address."""
    return dict(client.nthreads())


def _refused(code: str, message: str) -> CannotRun:
    return CannotRun(Problem(Origin(OPTION), "error", code, message))


def _gone(error: BaseException) -> CannotRun:
    return _refused("cluster-lost", f"the scheduler went away ({_line(error)}); start it again, then run this again")


def _line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


class Crew:
    """The workers of a cluster, as workers.Crew."""

    def __init__(self, client: Any, distributed: Any, folder: Path) -> None:
        self.lost: tuple[type[BaseException], ...] = (distributed.KilledWorker, MemoryError)
        message = "workers were killed again and again, or ran out of memory; what they did was done once more; give them more memory"
        self.loss = Problem(Origin(OPTION), "warning", KILLED, message)
        self.client = client
        self._folder = folder
        self._numbers = count()

    def hands(self, count: int) -> int:
        if count < WORTH_A_POOL:
            return 0
        try:
            return max(1, len(_workers(self.client)))
        except (OSError, RuntimeError) as error:
            raise _gone(error) from error

    @contextmanager
    def at_work(self, function: Callable[..., Any], shared: Any, hands: int) -> Iterator[Submit]:
        if not hands:
            yield lambda chunk: Here(function, shared, chunk)
            return
        order = self._order(function, shared)
        number = next(self._numbers)  # what was lost is sent once more, and must not be taken for what was
        yield lambda chunk: self._sent(order, number, chunk)

    def _order(self, function: Callable[..., Any], shared: Any) -> Order:
        import cloudpickle

        data = cloudpickle.dumps((function, shared))
        digest = blake2b(data, digest_size=16).hexdigest()
        path = self._folder / digest
        if not path.exists():
            _write(path, data)
        return Order(str(self._folder), digest, program())

    def _sent(self, order: Order, number: int, chunk: Sequence[Any]) -> Sent:
        data = pickle.dumps(chunk)
        name = blake2b(f"{order.digest} {number} ".encode() + data, digest_size=16).hexdigest()
        try:
            return Sent(self, self.client.submit(work, order, data, key=f"archivegen-{name}"))
        except Exception as error:
            raise _gone(error) from error


class Sent:
    """A chunk on its way."""

    def __init__(self, crew: Crew, future: Any) -> None:
        self._crew, self._future = crew, future

    def result(self) -> Sequence[Any]:
        """What came of it. Raises CannotRun if nobody is left who could do it."""
        last_seen = time.monotonic()
        while True:
            try:
                return pickle.loads(self._future.result(timeout=LOOK_S))  # type: ignore[no-any-return]
            except self._crew.lost:
                raise
            except TimeoutError:
                if self._future.status == "error":
                    raise
            except Exception as error:
                if self._future.status == "error":  # what the work itself raised
                    raise
                raise _gone(error) from error
            if _is_anybody_there(self._crew.client):
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > ALONE_S:
                message = f"no worker has been left for {ALONE_S} s; start some, then run it again"
                raise _refused("cluster-empty", message)


def _is_anybody_there(client: Any) -> bool:
    try:
        return bool(_workers(client))
    except (OSError, TimeoutError):
        return False


def _write(path: Path, data: bytes) -> None:
    """Write the file *path*, so that whoever sees it sees all of it."""
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


# ---------------------------------------------------------------- a worker


def answer(folder: str) -> tuple[str, dict[str, str]]:
    """(what this machine reads in the greeting in *folder*, its versions)."""
    try:
        return (Path(folder) / "greeting").read_text("utf-8"), versions()
    except OSError:
        return "", versions()


_one_at_a_time = threading.Lock()
"""What is done of an article alone keeps memos that threads must not share."""


def work(order: Order, chunk: bytes) -> bytes:
    """The results of *chunk*."""
    if order.program != program():
        here = _worker_name()
        raise _refused(
            "cluster-versions", f"{here} came late, with other versions than those of the run; make them equal"
        )
    with _one_at_a_time:
        function, shared = _task(order.folder, order.digest)
        return pickle.dumps(function(pickle.loads(chunk), shared))


def _worker_name() -> str:
    import distributed

    return str(distributed.get_worker().address)


_tasks: dict[str, Any] = {}
"""By digest: what was read last."""
_MOST_TASKS = 4


def _task(folder: str, digest: str) -> Any:
    """(function, what all chunks share)."""
    if digest not in _tasks:
        try:
            data = (Path(folder) / digest).read_bytes()
        except FileNotFoundError:
            message = f"{_worker_name()} does not see {folder}; put the site where all see it, under the same path"
            raise _refused("cluster-path", message) from None
        while len(_tasks) >= _MOST_TASKS:
            del _tasks[next(iter(_tasks))]
        try:
            _tasks[digest] = pickle.loads(data)
        except ImportError as error:
            message = f"{_worker_name()} lacks what is installed here ({error}); install the same plug-ins there"
            raise _refused("cluster-program", message) from None
    return _tasks[digest]


# ---------------------------------------------------------------- versions


@once
def versions() -> dict[str, str]:
    """Of all that decides what is made of an article: other versions may make other bytes of it."""
    import re
    from importlib import metadata

    found = {"python": f"{sys.version_info.major}.{sys.version_info.minor}", "archivegen": _own()}
    for needed in ("cloudpickle", *(metadata.requires("archivegen") or ())):
        name = re.split(r"[^\w.-]", needed, maxsplit=1)[0]
        if not re.search("extra == .dev", needed):
            try:
                found[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                found[name] = "missing"
    return found


@once
def program() -> str:
    """A digest of `versions`."""
    return blake2b(repr(sorted(versions().items())).encode(), digest_size=8).hexdigest()


def _own() -> str:
    """A digest of the program's own files; the theme's are sent."""
    package = cache.program_folder()
    digest = blake2b(digest_size=6)
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        if path.is_file() and "__pycache__" not in name and not name.startswith("theme/"):
            digest.update(f"{name}\n".encode() + blake2b(path.read_bytes()).digest())
    return digest.hexdigest()
