"""The folder .archivegen/: its lock, its store, and what they depend on. Deleting it changes no byte of the site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import archivegen
from archivegen import scan
from archivegen.config import Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.store import Store

FOLDER = ".archivegen"


def store_path(root: Path) -> Path:
    return root / FOLDER / "store.sqlite"


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold the lock of the site in *root*; a second run at the same time is refused (CannotRun), and told who runs."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as lock:
        if not _lock(lock.fileno()):
            lock.seek(0)
            holder = lock.read().strip() or "another process"
            message = f"{holder} is building this site; wait for it to end"
            raise CannotRun(Problem(Origin(f"{FOLDER}/lock"), "error", "build-under-way", message))
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        yield
        lock.truncate(0)


def _lock(number: int) -> bool:
    try:
        import fcntl  # a kernel's lock goes with its process, however that ends
    except ImportError:
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def open_store(root: Path, config: Config) -> Store:
    """The store of the site in *root*; begun anew where the program, or what it was told to look for, is another."""
    settings = (config.site.language, config.annotate, config.content, sorted(config.fields.items()))
    return Store(store_path(root), f"{program_digest()} {settings!r}")


def program_digest() -> str:
    """Of the program's own files, by name, size and time: another program works other things out."""
    top = Path(archivegen.__file__).parent
    return files_digest([top], archivegen.__version__)


def files_digest(folders: list[Path], salt: str = "") -> str:
    """Of the files below *folders*, by name, size and time."""
    digest = blake2b(salt.encode(), digest_size=16)
    for folder in folders:
        for path, stat in scan.files(folder.parent, folder.name, ignore=("*.pyc", "*/__pycache__")):
            digest.update(f"{path} {stat.size} {stat.mtime_ns}\n".encode())
    return digest.hexdigest()
