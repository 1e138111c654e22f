"""Which files lie below a folder, and which of them may have changed. Looks at names and stats only."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

GRAIN_NS = 2_000_000_000
"""A file that was changed this shortly before it was read may be changed again without its time moving on."""

UNTRUSTED = -1


class Stat(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What tells one state of a file from another; *mtime_ns* is UNTRUSTED where it cannot tell."""

    size: int
    mtime_ns: int


def files(root: Path, folder: str, ignore: Sequence[str] = ()) -> Iterator[tuple[str, Stat]]:
    """(path relative to *root*, Stat) of each file below *folder*, sorted; hidden ones and those that match *ignore* are left out.

    Links to files are followed, links to folders are not (they may lead in circles).
    """
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith(".") or any(fnmatchcase(path, glob) for glob in ignore):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from files(root, path, ignore)
            elif entry.is_file():
                found = entry.stat()
                yield path, Stat(found.st_size, found.st_mtime_ns)
        except FileNotFoundError:
            continue  # vanished between the listing and the look: not there


def trusted(stat: Stat, now_ns: int) -> Stat:
    """*stat* as it may be remembered at *now_ns*: too fresh (or future) times are not trusted next time."""
    return stat if stat.mtime_ns + GRAIN_NS < now_ns else Stat(stat.size, UNTRUSTED)
