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
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

import msgspec

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
    """Of every file there."""

    def foreign(self) -> list[str]:
        """Files that somebody else put there; they are kept."""
        return [path for path in self.stats if path not in self.keys and path != MANIFEST]


def look(output: Path) -> Live:
    keys = {path: key for path, key in _read_manifest(output).items() if key}
    return Live(keys, _walk(output))


def _walk(root: Path) -> dict[str, Stat]:
    """Each file below *root*, by path from there."""
    found: dict[str, Stat] = {}
    waiting = [(str(root), "")]
    for folder, prefix in waiting:
        try:
            entries = os.scandir(folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{folder}/{name}", f"{prefix}{name}/"))
                else:
                    seen = entry.stat(follow_symlinks=False)
                    found[prefix + name] = Stat(seen.st_size, seen.st_mtime_ns)
    return found


def _read_manifest(folder: Path) -> dict[str, str]:
    """The key of each file that it lists, by path; "" for those that the program did not write."""
    try:
        text = (folder / MANIFEST).read_text("utf-8", "surrogateescape")
    except OSError:
        return {}
    return {path: key for path, sign, key in map(_parsed, text.split("\n")) if sign}


def _line(path: str, key: str) -> str:
    return f"{path}\t{key}\n" if "\n" not in path else f"{path.replace(_NEWLINE, _NO_NAME_HAS)}\t{key}\n"


def _parsed(line: str) -> tuple[str, str, str]:
    path, sign, key = line.rpartition("\t")
    return path.replace(_NO_NAME_HAS, _NEWLINE), sign, key


def stale(live: Live, wanted: Mapping[str, str], remembered: Mapping[str, Stat]) -> list[str]:
    """The paths of *wanted* (key by path) that must be written: new, of another key, or touched by somebody since."""
    return [
        path
        for path, key in wanted.items()
        if live.keys.get(path) != key or path not in live.stats or live.stats[path] != remembered.get(path)
    ]


class Stage:
    """The next site, laid out aside. Use: begin, write the stale files below `folder`, commit."""

    def __init__(self, output: Path, folder: Path) -> None:
        self.output = output.resolve()  # a link to a folder elsewhere stays a link
        self.folder = folder
        self._foreign: list[str] = []

    def begin(self, live: Live, wanted: Mapping[str, str], stale_paths: Iterable[str]) -> None:
        """Lay out all that stays. *stale_paths* are left out, with their folders made.

        What waits aside is just what its manifest lists, since nobody else writes there: it need not be looked through.
        """
        written = set(stale_paths)
        have = _read_manifest(self.folder)
        (self.folder / MANIFEST).unlink(missing_ok=True)  # from here on the folder is a mixture
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        elif not have and self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._foreign = live.foreign()
        kept = {path: key for path, key in wanted.items() if path not in written}
        kept |= dict.fromkeys(self._foreign, "")
        gone = [path for path, key in have.items() if not key or kept.get(path) != key]
        for path in gone:
            (self.folder / path).unlink(missing_ok=True)
            del have[path]
        _drop_empty_folders(self.folder, gone)
        made: set[str] = set()
        for path, key in kept.items():
            if not key or path not in have:
                self._parent(path, made)
                _link(self.output / path, self.folder / path)
        for path in written:
            self._parent(path, made)

    def _parent(self, path: str, made: set[str]) -> None:
        parent = path.rpartition("/")[0]
        if parent not in made:
            made.add(parent)
            (self.folder / parent).mkdir(parents=True, exist_ok=True)

    def commit(self, wanted: Mapping[str, str], *, keep_old: bool = True) -> None:
        """Put the manifest in and exchange the folders. The old site stays aside for the next build unless told otherwise."""
        foreign = "".join(_line(path, "") for path in self._foreign)
        lines = foreign + "".join(_line(path, key) for path, key in sorted(wanted.items()))
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


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:  # put there by nobody knows whom
        target.unlink()
        _link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copy2(source, target, follow_symlinks=False)


def _drop_empty_folders(folder: Path, gone: Iterable[str]) -> None:
    """Take away the folders that files were taken out of and that are empty now."""
    parents = {above for path in gone for above in PurePosixPath(path).parents}
    for parent in sorted(parents - {PurePosixPath()}, key=lambda path: len(path.parts), reverse=True):
        try:
            (folder / parent).rmdir()
        except OSError:
            continue  # not empty


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
    _drop_empty_folders(target, gone)
