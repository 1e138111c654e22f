"""Which files lie below a folder, and which of them may have changed. Looks at names and stats only."""

from __future__ import annotations

import os
import re
import stat as modes
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from operator import attrgetter
from pathlib import Path

import msgspec

TICK_NS = 100_000_000
GRAIN_NS = 2_000_000_000
"""A file that was changed this shortly before it was read may be changed again without its time moving on: so long is a tick
of a clock that counts nanoseconds, and so long one of a FAT disk, whose times are all whole hundredths of a second."""

UNTRUSTED = -1
_HUNDREDTH = 10_000_000
_ESCAPED_BYTE = re.compile(rb"\\x([0-9a-f]{2})")

Odd = Callable[[str, str], None]
"""Is told (path, why) of each entry that is no plain file of the site."""


class Stat(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What tells one state of a file from another; *mtime_ns* is UNTRUSTED where it cannot tell."""

    size: int
    mtime_ns: int
    """When it changed last; of a file of the site's inputs: itself or what is known of it, whichever came later."""


if os.name == "posix":

    def stat_of(found: os.stat_result) -> Stat:
        """What tells this state of an input from another.

        A checkout, an unpacked archive or a careful copy sets the time of a file to whatever it likes, perhaps to the one that it
        had before it changed: the kernel's own note of the change cannot be set.
        """
        changed, noted = found.st_mtime_ns, found.st_ctime_ns
        return Stat(found.st_size, max(changed, noted))

else:  # where that is the time of creation

    def stat_of(found: os.stat_result) -> Stat:
        """What tells this state of an input from another."""
        return Stat(found.st_size, found.st_mtime_ns)


def files(
    root: Path, folder: str, ignore: Sequence[str] = (), *, odd: Odd = lambda path, why: None
) -> Iterator[tuple[str, Stat]]:
    """(path relative to *root*, Stat) of each file below *folder*, sorted by name; those that match *ignore* are left out.

    Hidden entries, links out of *root* or in a circle, links to folders, pipes and devices are left out, and *odd* is told of them.
    A name that is no UTF-8 has its odd bytes as \\xNN; `locate` finds the file.
    """
    found: list[tuple[str, Stat]] = []
    _gather(os.fspath(root), os.fspath(root / folder), folder, ignore, odd, found)
    return iter(found)


def lent_files(
    lent: Mapping[str, str], ignore: Sequence[str] = (), *, odd: Odd = lambda path, why: None
) -> Iterator[tuple[str, Stat]]:
    """As `files`, of what is *lent*: files and folders elsewhere that are looked at as if they lay in the site, by the path that
    they would have there."""
    found: list[tuple[str, Stat]] = []
    for path, real in lent.items():
        if Path(real).is_dir():
            _gather(real, real, path, ignore, odd, found)
        elif not any(fnmatchcase(path, glob) for glob in ignore):
            found.append((path, stat_of(Path(real).stat())))
    return iter(found)


def _gather(root: str, real: str, shown: str, ignore: Sequence[str], odd: Odd, found: list[tuple[str, Stat]]) -> None:
    """Add to *found* what lies below *real*. A list, since a generator a folder would cost more than the looking."""
    try:
        number = os.open(real, os.O_RDONLY) if _BY_NUMBER else -1
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        _gather_in(root, real, number, shown, ignore, odd, found)
    finally:
        if _BY_NUMBER:
            os.close(number)


_BY_NUMBER = os.scandir in os.supports_fd and os.open in os.supports_dir_fd
"""Whether files can be looked up by name in an open folder: half the cost of their whole paths."""


def _gather_in(
    root: str, real: str, number: int, shown: str, ignore: Sequence[str], odd: Odd, found: list[tuple[str, Stat]]
) -> None:
    """As `_gather`, in the open folder *number*."""
    try:
        entries = sorted(os.scandir(number if _BY_NUMBER else real), key=attrgetter("name"))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        name = entry.name
        path = f"{shown}/{name if name.isascii() else _readable(name)}"
        if ignore and any(fnmatchcase(path, glob) for glob in ignore):
            continue
        if name.startswith("."):
            odd(path, "hidden")
            continue
        try:
            if entry.is_file(follow_symlinks=False):
                found.append((path, stat_of(entry.stat(follow_symlinks=False))))
                continue
            inside = f"{real}/{name}"
            if entry.is_dir(follow_symlinks=False):
                _gather(root, inside, path, ignore, odd, found)
                continue
            why = _oddity(entry, inside, root)
            if why:
                odd(path, why)
                continue
            found.append((path, stat_of(entry.stat())))
        except FileNotFoundError:
            continue  # vanished between the listing and the look: not there


def _oddity(entry: os.DirEntry[str], path: str, root: str) -> str:
    """Why *entry*, at *path*, is no plain file of the site; "" if it is one."""
    if not entry.is_symlink():
        return "is no regular file (a pipe, a socket or a device)"
    try:
        target = os.path.realpath(path, strict=True)
        mode = Path(target).stat().st_mode
    except FileNotFoundError:
        return "is a link to a file that is missing (no such file)"
    except OSError:
        return "is a link that leads in a loop (too many levels)"
    if modes.S_ISDIR(mode):
        return "is a link to a folder, which may lead in a loop; put a link beside site.yaml and name it there, or copy the folder"
    if not target.startswith(os.path.realpath(root) + os.sep):
        return "is a link to a file outside the site; copy the file itself here"
    return "" if modes.S_ISREG(mode) else "is no regular file (a pipe, a socket or a device)"


def _readable(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:  # the name's bytes are no UTF-8
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name


def locate(root: Path, path: str, lent: Mapping[str, str] = {}) -> Path:
    """The file that `files` (or `lent_files`) called *path*."""
    for name, real in lent.items():
        if path == name or path.startswith(f"{name}/"):
            return locate(Path(real), path[len(name) + 1 :])
    found = root / path
    if "\\x" not in path or found.exists():
        return found
    return root / os.fsdecode(_ESCAPED_BYTE.sub(lambda match: bytes((int(match[1], 16),)), path.encode()))


def trusted(stat: Stat, now_ns: int) -> Stat:
    """*stat* as it may be remembered if the file was read at *now_ns* or later: too fresh (or future) times are not trusted."""
    grain = TICK_NS if stat.mtime_ns % _HUNDREDTH else GRAIN_NS
    return stat if stat.mtime_ns + grain < now_ns else Stat(stat.size, UNTRUSTED)
