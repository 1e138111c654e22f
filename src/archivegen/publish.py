"""Bytes → public/: the whole old site or the whole new one, never a mixture; prunes only what it wrote.

The next site is laid out aside, from hard links to what stays and new files for what changed; then the two folders are exchanged.
The old one is kept as the beginning of the next, so that the work is that of the changes alone. What stands in a folder is told by
a manifest inside it, which travels with the exchange.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from operator import methodcaller
from pathlib import Path

import msgspec

from archivegen.errors import CannotRun, Origin, Problem
from archivegen.scan import Stat

MANIFEST = ".archivegen-manifest"
_NEWLINE, _NO_NAME_HAS = "\n", "\0"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Live(msgspec.Struct, frozen=True):
    """What stands in the output folder now."""

    keys: dict[str, str]
    """Key of each file that the program wrote, by path."""
    stats: dict[str, Stat]
    """Of every file there but the manifest."""

    def foreign(self) -> list[str]:
        """Files that somebody else put there; they are kept."""
        return sorted(self.stats.keys() - self.keys.keys())


def look(output: Path) -> Live:
    keys, stats = _read_manifest(output), _walk(output)
    if not stats and output.is_file():
        message = "is a file, not a folder; move it away, or name another folder as output"
        raise CannotRun(Problem(Origin(output.name), "error", "output-taken", message))
    stats.pop(MANIFEST, None)
    if "" in keys.values():
        keys = {path: key for path, key in keys.items() if key}
    return Live(keys, stats)


_BY_NUMBER = os.scandir in os.supports_fd and {os.link, os.unlink} <= os.supports_dir_fd


def _walk(root: Path) -> dict[str, Stat]:
    """Each file below *root*, by path from there."""
    found: dict[str, Stat] = {}
    with suppress(FileNotFoundError, NotADirectoryError):
        _gather(str(root), None, "", found)
    return found


def _gather(folder: str, above: int | None, prefix: str, found: dict[str, Stat]) -> None:
    """Add to *found* what lies below *folder*, which is looked up by name in the open folder *above*."""
    number = os.open(folder, os.O_RDONLY, dir_fd=above) if _BY_NUMBER else -1
    folders: list[str] = []
    try:
        with os.scandir(number if _BY_NUMBER else folder) as entries:
            for entry in entries:
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.append(name)
                else:
                    seen = entry.stat(follow_symlinks=False)
                    found[prefix + name] = Stat(seen.st_size, seen.st_mtime_ns)
        for name in folders:
            with suppress(FileNotFoundError):  # vanished since
                inside = name if _BY_NUMBER else f"{folder}/{name}"
                _gather(inside, number if _BY_NUMBER else None, f"{prefix}{name}/", found)
    finally:
        if _BY_NUMBER:
            os.close(number)


def _read_manifest(folder: Path) -> dict[str, str]:
    """The key of each file that it lists, by path; "" for those that the program did not write."""
    try:
        text = (folder / MANIFEST).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return {}
    lines = text.split("\n")
    lines.pop()
    try:
        keys = dict(map(_PARTS, lines))
    except ValueError:
        keys = {path: key for path, sign, key in map(_RPARTS, lines) if sign}
    if _NO_NAME_HAS in text:
        keys = {path.replace(_NO_NAME_HAS, _NEWLINE): key for path, key in keys.items()}
    return keys


_PARTS = methodcaller("split", "\t")
_RPARTS = methodcaller("rpartition", "\t")
"""Of a file that others called by a name with a tab."""


def _line(path: str, key: str) -> str:
    return f"{path}\t{key}\n" if "\n" not in path else f"{path.replace(_NEWLINE, _NO_NAME_HAS)}\t{key}\n"


def stale(live: Live, wanted: Mapping[str, str], remembered: Mapping[str, Stat]) -> list[str]:
    """The paths of *wanted* (key by path) that must be written: new, of another key, or touched by somebody since.

    In its order.
    """
    keys, stats = live.keys, live.stats
    known = keys.get
    changed = [path for path, key in wanted.items() if known(path) != key]
    if stats == remembered and wanted.keys() - stats.keys() <= set(changed):
        return changed  # as it is nearly always
    return [
        path
        for path, key in wanted.items()
        if known(path) != key or path not in stats or stats[path] != remembered.get(path)
    ]


class Stage:
    """The next site, laid out aside. Use: begin, write the stale files below `folder`, commit."""

    def __init__(self, output: Path, folder: Path) -> None:
        self.output = output.resolve()  # a link to a folder elsewhere stays a link
        self.folder = folder
        self._foreign: Sequence[str] = ()

    def begin(self, foreign: Sequence[str], wanted: Mapping[str, str], stale_paths: Iterable[str]) -> None:
        """Lay out all that stays, *foreign* files too. *stale_paths* are left out, with their folders made.

        What waits aside is just what its manifest lists, since nobody else writes there: it need not be looked through.
        """
        written = set(stale_paths)
        have = _read_manifest(self.folder)
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        (self.folder / MANIFEST).unlink(missing_ok=True)  # from here on the folder is a mixture
        if not have and self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._foreign = foreign
        kept = {**dict.fromkeys(self._foreign, ""), **wanted}  # a page takes the place of what others put there
        for path in written:
            del kept[path]
        wish = kept.get
        gone = {path for path, key in have.items() if not key or wish(path) != key}
        folders = _folders_of(written)
        _unlink_all(self.folder, gone)
        left = _folders_of(gone) - folders
        _drop_empty_folders(self.folder, left and left - _folders_of(kept))
        _link_all(self.output, self.folder, (path for path in kept if path not in have or path in gone))
        for folder in sorted(folders):  # the one above comes first
            with suppress(FileExistsError):
                os.mkdir(f"{self.folder}/{folder}")  # noqa: PTH102 - a Path costs more than the folder

    def commit(self, wanted: Mapping[str, str], *, keep_old: bool = True) -> None:
        """Put the manifest in and exchange the folders. The old site stays aside for the next build unless told otherwise."""
        foreign = "".join(_line(path, "") for path in self._foreign)
        lines = "".join(_line(path, "") for path in self._foreign if path not in wanted)
        lines += "".join([_line(path, wanted[path]) for path in sorted(wanted)])
        (self.folder / MANIFEST).write_text(lines, "utf-8", "surrogateescape", newline="\n")
        if foreign and (self.output / MANIFEST).is_file():  # what will wait aside lists them too, since it has them
            with (self.output / MANIFEST).open("a", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
                file.write(foreign)
        self.output.parent.mkdir(parents=True, exist_ok=True)
        try:
            if not self.output.exists():
                self.folder.rename(self.output)
                return
            _exchange(self.folder, self.output)
        except OSError as error:
            if error.errno not in (errno.EBUSY, errno.EXDEV):
                raise
            _overwrite(self.folder, self.output)  # a mount point, or on another disk: file by file, each whole
            shutil.rmtree(self.folder)
            return
        if not keep_old:
            shutil.rmtree(self.folder)


def _link_all(source: Path, target: Path, paths: Iterable[str]) -> None:
    """Let the files at *paths* below *source* stand below *target* too, with their folders made there."""
    for folder, names in _names_by_folder(paths).items():
        (target / folder).mkdir(parents=True, exist_ok=True)
        with _opened(source / folder) as there, _opened(target / folder) as here:
            for name in names:
                try:
                    if _BY_NUMBER:
                        os.link(name, name, src_dir_fd=there, dst_dir_fd=here, follow_symlinks=False)
                    else:
                        os.link(source / folder / name, target / folder / name, follow_symlinks=False)
                except OSError:
                    _copy(source / folder / name, target / folder / name)


def _unlink_all(root: Path, paths: Iterable[str]) -> None:
    """Take away the files at *paths* below *root* that are there."""
    for folder, names in _names_by_folder(paths).items():
        with suppress(FileNotFoundError), _opened(root / folder) as here:
            for name in names:
                with suppress(FileNotFoundError):
                    if _BY_NUMBER:
                        os.unlink(name, dir_fd=here)
                    else:
                        (root / folder / name).unlink()


def _names_by_folder(paths: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        found.setdefault(folder, []).append(name)
    return found


def _folders_of(paths: Iterable[str]) -> set[str]:
    """The folders that files at *paths* lie in, and those above them."""
    found = {path.rpartition("/")[0] for path in paths}
    for folder in tuple(found):
        above = folder.rpartition("/")[0]
        while above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    found.discard("")
    return found


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The number of *folder*, in which names are looked up at half the cost of whole paths."""
    number = os.open(folder, os.O_RDONLY) if _BY_NUMBER else -1
    try:
        yield number
    finally:
        if _BY_NUMBER:
            os.close(number)


def _copy(source: Path, target: Path) -> None:
    """What is done where no link can be made: on another file system, on one without hard links, or as something is there."""
    target.unlink(missing_ok=True)  # put there by nobody knows whom
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _drop_empty_folders(root: Path, folders: Iterable[str]) -> None:
    """Take away those of *folders* that are empty."""
    for folder in sorted(folders, reverse=True):  # the one above comes last
        with suppress(OSError):  # not empty
            (root / folder).rmdir()


def _exchange(one: Path, other: Path) -> None:
    """Exchange two folders in one step where the system can, else in two."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if renameat2 is not None:
        failed = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
        if not failed:
            return
        code = ctypes.get_errno()
        if code not in (errno.ENOSYS, errno.EINVAL):
            raise OSError(code, os.strerror(code), str(other))
    aside = other.with_name(f".{other.name}.old")
    if aside.exists():
        shutil.rmtree(aside)
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def _overwrite(source: Path, target: Path) -> None:
    new = _walk(source)
    for path in sorted(new, key=lambda name: (name == MANIFEST, name)):
        temporary = target / f"{path}.archivegen-new"
        temporary.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / path, temporary, follow_symlinks=False)
        temporary.replace(target / path)
    gone = [path for path in _walk(target) if path not in new]
    for path in gone:
        (target / path).unlink()
    _drop_empty_folders(target, _folders_of(gone))
