"""Run a command and tell what it cost: processor and wall seconds of the whole process tree, peak memory, what it wrote."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SAMPLE_EVERY_S, SAMPLING_SHARE = 0.05, 0.05
"""Memory is looked at so often, and so much of the time at most: the more of it there is, the longer that takes."""
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
"""Set, it makes each run compile a program in Python anew, which no installed one does."""


@dataclass(frozen=True, slots=True)
class Cost:
    wall_s: float
    cpu_s: float
    """User and system, of the process and all that it started and waited for."""
    peak_mb: float
    """Of the tree together; shared pages are shared out."""


def run(command: list[str], folder: Path, *, limit_s: float = 900) -> Cost:
    """Run *command* in *folder*. Raises RuntimeError with the end of its output if it fails."""
    log = folder.parent / f"{folder.name}.log"
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if name != _UNCOMPILED},
        )
        peak = [0.0]
        ended = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process, ended, peak, started + limit_s))
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
    if process.returncode not in (0, 1):  # 1: done, with problems listed
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {log.read_text(errors='replace')[-2000:]}")
    # a process too short to be sampled still has its own high-water mark
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(peak[0], usage.ru_maxrss / 1024 if not peak[0] else 0.0))


def _watch(process: subprocess.Popen[bytes], ended: threading.Event, peak: list[float], until: float) -> None:
    pause = SAMPLE_EVERY_S
    while not ended.wait(pause):
        began = time.perf_counter()
        peak[0] = max(peak[0], sum(_pss_kb(pid) for pid in _session(process.pid)) / 1024)
        pause = max(SAMPLE_EVERY_S, (time.perf_counter() - began) / SAMPLING_SHARE)
        if time.perf_counter() > until:
            process.kill()
            return


def _session(leader: int) -> Iterator[int]:
    """The processes of the session that *leader* leads."""
    for entry in Path("/proc").iterdir() if Path("/proc").is_dir() else ():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(after_name[3]) == leader:
                yield int(entry.name)


def _pss_kb(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def size_of(folder: Path) -> tuple[int, int]:
    """(files, bytes) below *folder*."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)
