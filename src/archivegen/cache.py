"""The folder .archivegen/: its lock, its store, and what they depend on. Deleting it changes no byte of the site."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

import archivegen
from archivegen import scan, unchanged
from archivegen.config import Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.store import Store

T = TypeVar("T")

FOLDER = ".archivegen"
STORE = "store.sqlite"


def store_path(root: Path) -> Path:
    return root / FOLDER / STORE


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold the lock of the site in *root*; a second run at the same time is refused (CannotRun), and told who runs."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as lock:
        if not _lock(lock.fileno()):
            lock.seek(0)
            raise CannotRun(_under_way(lock.read()))
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        _locks.add(lock.fileno())
        try:
            yield
        finally:
            _locks.discard(lock.fileno())
        lock.truncate(0)


_locks: set[int] = set()


def _let_go() -> None:
    """A forked worker that outlives a killed run must not hold that run's lock."""
    for number in _locks:
        os.close(number)
    _locks.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


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
    settings = (
        config.site.language,
        config.annotate,
        config.content,
        sorted(config.fields.items()),
        config.unpublished,
    )
    path = store_path(root)
    is_missed = not path.exists() and any((root / FOLDER / name).exists() for name in _AFTER_STORE)
    store = Store(path, f"{program_digest()} {settings!r}")
    store.was_damaged = store.was_damaged or is_missed
    return store


_AFTER_STORE = ("next", "search", "last")
"""What is made only once there is a store: without it, they are what somebody left who took the folder away."""


def on_a_sound_store(root: Path, run: Callable[[], T], tell: Callable[[T], None]) -> T:
    """What *run* gives. Where the store turns out to be damaged, *run* begins once more without it, and its result is told."""
    try:
        return run()
    except (sqlite3.DatabaseError, msgspec.DecodeError) as error:
        if isinstance(error, (sqlite3.OperationalError, sqlite3.IntegrityError)):  # a full disk, for one
            raise
    for ending in ("", "-wal", "-shm"):
        (root / FOLDER / f"{STORE}{ending}").unlink(missing_ok=True)
    result = run()
    tell(result)
    return result


def anew(*, is_damaged: bool) -> Problem:
    """That the store was begun anew."""
    why = (
        "was damaged or taken away"
        if is_damaged
        else "was made by another version of the program, or under other settings"
    )
    place = Origin(f"{FOLDER}/{STORE}")
    return Problem(place, "note", "store-anew", f"{why}; it is only a cache, so all was worked out anew")


@contextmanager
def rehearsal(root: Path, config: Config) -> Iterator[Store]:
    """A store that knows what that of the site in *root* knows, and is thrown away; nothing is written below *root*."""
    with tempfile.TemporaryDirectory(prefix="archivegen-") as folder:
        copy = Path(folder, "site")
        with _held(root):
            (copy / FOLDER).mkdir(parents=True)
            for ending in ("", "-wal"):
                found = store_path(root).with_name(store_path(root).name + ending)
                if found.is_file():
                    shutil.copyfile(found, copy / FOLDER / found.name)
        with open_store(copy, config) as store:
            yield store


@contextmanager
def _held(root: Path) -> Iterator[None]:
    """Hold the lock of the site in *root*, if it has one."""
    path = root / FOLDER / "lock"
    if not path.is_file():
        yield
        return
    with path.open("r+", encoding="utf-8") as lock:
        if not _lock(lock.fileno()):
            raise CannotRun(_under_way(lock.read()))
        yield


def _under_way(holder: str) -> Problem:
    message = f"{holder.strip() or 'another process'} is building this site; wait for it to end"
    return Problem(Origin(f"{FOLDER}/lock"), "error", "build-under-way", message)


def theme_folders(root: Path, config: Config) -> tuple[list[Path], list[Path]]:
    """(template folders, static folders), the site's own first, then the built-in theme."""
    built_in = theme_folder()
    templates = [root / config.templates, built_in / "templates"]
    static = [root / config.static, built_in / "static"]
    return _existing(templates), _existing(static)


def theme_folder() -> Path:
    """Where the built-in theme has its templates/ and static/."""
    package = program_folder()
    in_wheel = package / "theme"
    return in_wheel if in_wheel.is_dir() else package.parents[1]  # a checkout has them two folders up


def _existing(folders: Sequence[Path]) -> list[Path]:
    unique = dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir())
    return list(unique)


def places(root: Path, config: Config, *others: str) -> list[str]:
    """Where all lies that the site is made of, the program itself too; *others*: files of the site."""
    templates, static = theme_folders(root, config)
    own = (config.content, *config.seeds, config.templates, config.static, *config.media.folders)
    return [unchanged.SITE_FILE, *others, *own, *map(str, (program_folder(), templates[-1], static[-1]))]


def place_of(output: str) -> str:
    """What the store calls the folder *output* by."""
    return f"output {output}"


def others(root: Path, config: Config, *files: str) -> str:
    """A digest of settings, theme and *files*: what is neither a seed nor an article, the ledger nor a picture."""
    digest = blake2b(msgspec.msgpack.encode(config), digest_size=16)
    templates, static = theme_folders(root, config)
    digest.update(files_digest([*templates, *static]).encode())
    if config.media.sizes:
        from archivegen import picture_sizes  # late: most sites show pictures as they are

        digest.update(picture_sizes.recipe(config.media.sizes).encode())
    for file in files:
        digest.update(bytes_of(root / file))
    return digest.hexdigest()


def are_settled(root: Path, config: Config, media: Mapping[str, scan.Stat], now_ns: int) -> bool:
    """Whether all that `others` and *media* tell by times was as it is for some time at *now_ns*: another change will show."""
    templates, static = theme_folders(root, config)
    theme = (stat for folder in (*templates, *static) for _, stat in _files_below(folder))
    return all(scan.trusted(stat, now_ns) is stat for stat in (*theme, *media.values()))


def bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b"-"


def program_digest() -> str:
    """Of the program's own files, by name, size and time: another program works other things out."""
    return files_digest([program_folder()], archivegen.__version__)


def program_folder() -> Path:
    return Path(archivegen.__file__).parent


def _files_below(folder: Path) -> Iterator[tuple[str, scan.Stat]]:
    """Without what was compiled of them."""
    return scan.files(folder.parent, folder.name, ignore=("*.pyc", "*/__pycache__"))


def files_digest(folders: list[Path], salt: str = "") -> str:
    """Of the files below *folders*, by name, size and time."""
    digest = blake2b(salt.encode(), digest_size=16)
    for folder in folders:
        for path, stat in _files_below(folder):
            digest.update(f"{path} {stat.size} {stat.mtime_ns}\n".encode())
    return digest.hexdigest()
