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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from archivegen.errors import CannotRun, Origin, Problem
from archivegen.scan import Stat

MANIFEST = ".archivegen-manifest"
_NEWLINE, _NO_NAME_HAS = "\n", "\0"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Live(msgspec.Struct, frozen=True):
    """What stands in the output folder now."""

    lines: list[str]
    """As `listing`, of the files that the program wrote."""
    stats: dict[str, Stat]
    """Of every file there but the manifest."""


class Todo(NamedTuple):
    """How what stands differs from what is wanted."""

    stale: list[str]
    """What must be written: new, of another key, or touched by somebody since."""
    removed: list[str]
    foreign: list[str]
    """Files that somebody else put there; they are kept."""
    was_touched: bool
    """Somebody changed a page: its copy that waits aside is then not to be trusted."""


def look(output: Path, shown: str = "") -> Live:
    """*shown*: what the site calls the folder *output*."""
    lines, stats = _read_manifest(output), _walk(output)
    if not stats and output.is_file():
        message = "is a file, not a folder; move it away, or name another folder as output"
        raise CannotRun(Problem(Origin(shown or output.name), "error", "output-taken", message))
    stats.pop(MANIFEST, None)
    return Live(_ours(lines), stats)


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


# ---------------------------------------------------------------- lines of manifests


def listing(keys: Mapping[str, str]) -> list[str]:
    """What a manifest holds of files whose *keys* are told by path: a line of each, sorted; "" = the program did not write it."""
    lines = [f"{path}\t{key}" for path, key in keys.items()]
    if "\n" in "".join(keys):
        lines = [line.replace(_NEWLINE, _NO_NAME_HAS) for line in lines]
    lines.sort()
    return lines


def path_of(line: str) -> str:
    path = line.rpartition("\t")[0]  # others may call their files by names with tabs
    return path.replace(_NO_NAME_HAS, _NEWLINE) if _NO_NAME_HAS in path else path


def keys_of(lines: Iterable[str]) -> dict[str, str]:
    return {path_of(line): line.rpartition("\t")[2] for line in lines}


def _read_manifest(folder: Path) -> list[str]:
    """As `listing`, of all that its manifest lists."""
    try:
        text = (folder / MANIFEST).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return []
    lines = text.split("\n")
    lines.pop()
    if text.count("\t") != len(lines):  # a name with a tab, or what is no line
        lines = [line for line in lines if "\t" in line]
    lines.sort()
    return lines


def _ours(lines: list[str]) -> list[str]:
    return [line for line in lines if line[-1:] != "\t"]


def _text(lines: Sequence[str]) -> str:
    return "\n".join([*lines, ""])


def _differences(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    """(what only *one* has, what only *other* has) of two that are sorted. Where they are alike, long runs are passed at once."""
    only_one: list[str] = []
    only_other: list[str] = []
    here = there = 0
    while here < len(one) and there < len(other):
        if one[here : here + _RUN] == other[there : there + _RUN]:
            here, there = here + _RUN, there + _RUN
        elif one[here] == other[there]:
            here, there = here + 1, there + 1
        elif one[here] < other[there]:
            only_one.append(one[here])
            here += 1
        else:
            only_other.append(other[there])
            there += 1
    return only_one + list(one[here:]), only_other + list(other[there:])


_RUN = 16
"""Shorter ones cost more where all is alike, longer ones where it is not."""


def compare(live: Live, wanted: Mapping[str, str], lines: Sequence[str], remembered: Mapping[str, Stat]) -> Todo:
    """What there is to do so that *live* becomes what is *wanted* (key by path; its *lines* as `listing` has them)."""
    stats = live.stats
    fresh, gone = (list(map(path_of, some)) for some in _differences(lines, live.lines))
    stale, before, others = fresh, set(gone), set(fresh)
    missing, removed = wanted.keys() - stats.keys(), before - wanted.keys()
    unknown = stats.keys() - wanted.keys() if len(stats) > len(wanted) - len(missing) else set()
    foreign = (unknown - removed) | (stats.keys() & (others - before))
    ours = {path: stat for path, stat in stats.items() if path not in foreign} if foreign else stats
    if ours != remembered or not missing <= others:  # else nobody touched anything
        known, seen = remembered.get, stats.get
        stale = [path for path in wanted if path in others or path not in stats or known(path) != seen(path)]
    return Todo(stale, sorted(removed), sorted(foreign), len(stale) > len(fresh))


# ---------------------------------------------------------------- the next site


class Stage:
    """The next site, laid out aside. Use: begin, write the stale files below `folder`, commit."""

    def __init__(self, output: Path, folder: Path) -> None:
        self.output = output.resolve()  # a link to a folder elsewhere stays a link
        self.folder = folder
        self._left = folder.with_name(f"{folder.name}.left")
        """Its time is that at which *folder* was left aside."""
        self._foreign: Sequence[str] = ()
        self._lines: Sequence[str] = ()

    def begin(self, foreign: Sequence[str], lines: Sequence[str], stale_paths: Iterable[str]) -> None:
        """Lay out all that stays of what the *lines* list, *foreign* files too. *stale_paths* are left out, with their folders
        made.

        What waits aside is just what its manifest lists, if no name in it came or went since: it need not be looked through.
        """
        written = set(stale_paths)
        have = _read_manifest(self.folder)
        if not self._is_as_left(have):  # as where somebody began to delete it
            have = []
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        (self.folder / MANIFEST).unlink(missing_ok=True)  # from here on the folder is a mixture
        if not have and self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._foreign = foreign
        in_the_way = displaced(foreign, map(path_of, lines))
        kept = [path for path in foreign if path not in in_the_way]
        self._lines = sorted([*lines, *listing(dict.fromkeys(kept, ""))]) if kept else lines
        new, gone = (set(map(path_of, some)) for some in _differences(self._lines, have))
        gone.update(path_of(line) for line in have if line[-1:] == "\t")  # who knows what they hold now
        gone |= written - new  # a file that is written over here would be written over in the output too
        folders = _folders_of(written)
        _unlink_all(self.folder, gone)
        left = _folders_of(gone) - folders
        _drop_empty_folders(self.folder, left and left - _folders_of(map(path_of, self._lines)))
        _link_all(self.output, self.folder, sorted((new | set(kept)) - written))
        _make_folders(self.folder, folders)

    def _is_as_left(self, lines: Sequence[str]) -> bool:
        """Whether the folders of the files that *lines* list were let alone since they were left aside."""
        folders = {folder.replace(_NO_NAME_HAS, _NEWLINE) for folder in _folders_of(lines)}
        try:
            left = self._left.stat().st_mtime_ns
            return all(os.stat(f"{self.folder}/{one}").st_mtime_ns <= left for one in ("", *folders))  # noqa: PTH116
        except OSError:
            return False

    def commit(self, *, keep_old: bool = True) -> None:
        """Put the manifest in and exchange the folders. The old site stays aside for the next build unless told otherwise."""
        written = self.folder / f"{MANIFEST}.new"  # half a manifest would pass for a whole one
        written.write_text(_text(self._lines), "utf-8", "surrogateescape", newline="\n")
        written.replace(self.folder / MANIFEST)
        if self._foreign and (self.output / MANIFEST).is_file():
            # what will wait aside lists them too, since it has them
            with (self.output / MANIFEST).open("a", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
                file.write(_text(listing(dict.fromkeys(self._foreign, ""))))
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
            throw_away(self.folder)
            return
        if keep_old:
            self._left.touch()
        else:
            throw_away(self.folder)


def throw_away(folder: Path) -> None:
    """Take the site in *folder* away, its manifest first: a run that is killed here must not leave one that lists what is gone."""
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder)


def displaced(foreign: Collection[str], ours: Iterable[str]) -> set[str]:
    """Those of *foreign* whose place is taken by the pages *ours*: a path that both have, or one that the other needs as a folder."""
    if not foreign:
        return set()
    pages = set(ours)
    taken = pages | _folders_of(pages)
    return {path for path in foreign if path in taken or not pages.isdisjoint(_folders_of([path]))}


def _link_all(source: Path, target: Path, paths: Iterable[str]) -> None:
    """Let the files at *paths* below *source* stand below *target* too, with their folders made there."""
    names_by_folder = _names_by_folder(paths)
    _make_folders(target, _folders_of(f"{folder}/" for folder in names_by_folder))
    for folder, names in names_by_folder.items():
        with _opened(f"{source}/{folder}") as there, _opened(f"{target}/{folder}") as here:
            for name in names:
                try:
                    if _BY_NUMBER:
                        os.link(name, name, src_dir_fd=there, dst_dir_fd=here, follow_symlinks=False)
                    else:
                        os.link(source / folder / name, target / folder / name, follow_symlinks=False)
                except OSError:
                    _copy(source / folder / name, target / folder / name)


def _make_folders(root: Path, folders: Iterable[str]) -> None:
    """Make those of *folders* below *root* that are missing; those above them are there, or among them."""
    for folder in sorted(folders):  # the one above comes first
        with suppress(FileExistsError):
            os.mkdir(f"{root}/{folder}")  # noqa: PTH102 - a Path costs more than the folder


def _unlink_all(root: Path, paths: Iterable[str]) -> None:
    """Take away the files at *paths* below *root* that are there."""
    for folder, names in _names_by_folder(paths).items():
        with suppress(FileNotFoundError, NotADirectoryError), _opened(f"{root}/{folder}") as here:
            for name in names:
                try:
                    if _BY_NUMBER:
                        os.unlink(name, dir_fd=here)
                    else:
                        (root / folder / name).unlink()
                except FileNotFoundError:
                    pass
                except (IsADirectoryError, PermissionError):  # macOS tells a folder by the latter
                    shutil.rmtree(root / folder / name)


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
def _opened(folder: str) -> Iterator[int]:
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
