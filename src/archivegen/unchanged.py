"""Whether anything changed since the last run, told from names, sizes and times alone; then what that run said is said again.

Asked before all else, so it imports next to nothing. Every "no" only means that the run goes its normal way.
"""

from __future__ import annotations

import os
import sys
import time
from _blake2 import blake2b  # hashlib would take longer to import than a small site to look at

TYPE_CHECKING = False  # typing has its price too
if TYPE_CHECKING:
    from collections.abc import Sequence

NOTE = ".archivegen/last"
"""Of builds; of other commands, their name stands behind it."""
SITE_FILE = "site.yaml"
TOOK = "\ue000"
"""Stands in what is to be said again for the time that it took."""
GRAIN_NS = 2_000_000_000
"""What changed this shortly before it was looked at may change again without its time moving on."""
_FORMAT = "archivegen 1"
_BY_NUMBER = os.scandir in os.supports_fd
_HAS_NOTES = os.name == "posix"
"""Whether the kernel notes the time of each change of a file, which nobody can set."""


class Seen:
    """What a look found."""

    __slots__ = ("digest", "is_settled", "newest")

    def __init__(self, digest: str, *, is_settled: bool, newest: int) -> None:
        self.digest = digest
        self.is_settled = is_settled
        """Whether all that may change from now on will show."""
        self.newest = newest
        """The latest time of a file or a folder, whose own tells when a name in it came or went."""

    def is_as_of(self, moment_ns: int) -> bool:
        """Whether it would have found the same at *moment_ns*, which was before it."""
        return _HAS_NOTES and self.newest + GRAIN_NS < moment_ns


def look(root: str, places: Sequence[str], *, is_ours: bool = False) -> Seen:
    """All files in *places* (folders and files, from *root*), and the program's surroundings. About 3 µs a file.

    *is_ours*: we write them, as links to each other: to make one is noted as a change of the file.
    """
    now = time.time_ns()
    rows = [sys.version]
    newest = max(_surroundings(rows), 0)
    above = 0
    for place in places:
        rows.append(place)
        path = os.path.join(root, place)  # noqa: PTH118 - pathlib is imported late
        above = max(above, _time_of(os.path.dirname(path)))  # noqa: PTH120
        try:
            found = os.stat(path)  # noqa: PTH116
        except OSError:
            rows.append("-")
            continue
        if found.st_mode & 0o170000 == 0o040000:
            newest = max(newest, _walk(path, None, rows, has_notes=_HAS_NOTES and not is_ours))
        else:
            changed = max(found.st_mtime_ns, found.st_ctime_ns) if _HAS_NOTES and not is_ours else found.st_mtime_ns
            rows.append(f"{found.st_size}\t{changed}")
            newest = max(newest, changed)
    data = "\n".join(rows).encode("utf-8", "surrogateescape")
    digest = blake2b(data, digest_size=16).hexdigest()
    return Seen(digest, is_settled=newest + GRAIN_NS < now, newest=max(newest, above))


def _time_of(folder: str | int) -> int:
    """When a name in *folder* last came or went, or another took its place."""
    try:
        found = os.stat(folder)  # noqa: PTH116
    except OSError:
        return 0
    return max(found.st_mtime_ns, found.st_ctime_ns)


def _surroundings(rows: list[str]) -> int:
    """Add the folders of installed packages to *rows*: their time is that of the last installation, of plug-ins too."""
    newest = 0
    for folder in sys.path:
        if folder.endswith("-packages"):
            try:
                changed = os.stat(folder).st_mtime_ns  # noqa: PTH116
            except OSError:
                continue
            rows.append(f"{folder}\t{changed}")
            newest = max(newest, changed)
    return newest


def _walk(name: str, above: int | None, rows: list[str], *, has_notes: bool) -> int:
    """Add all below the folder *name* to *rows*; the newest time of a file or, if it *has_notes*, a folder there.

    *has_notes*: as in `scan.stat_of`.
    """
    number = os.open(name, os.O_RDONLY, dir_fd=above) if _BY_NUMBER else -1  # looked up by name in an open folder
    folders: list[str] = []
    files: list[str] = []
    newest = _time_of(number if _BY_NUMBER else name) if has_notes else 0
    try:
        with os.scandir(number if _BY_NUMBER else name) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                    continue
                try:
                    found = entry.stat()
                except OSError:
                    files.append(f"{entry.name}\t-")
                    continue
                changed = found.st_mtime_ns
                if has_notes and found.st_ctime_ns > changed:
                    changed = found.st_ctime_ns
                files.append(f"{entry.name}\t{found.st_size}\t{changed}")
                newest = max(newest, changed)
        files.sort()
        folders.sort()
        rows.append(name if above is not None else "/")  # where the site lies is no matter
        rows += files
        for folder in folders:
            if folder != "__pycache__":
                inside = folder if _BY_NUMBER else f"{name}/{folder}"
                newest = max(newest, _walk(inside, number, rows, has_notes=has_notes))
    finally:
        if _BY_NUMBER:
            os.close(number)
    rows.append("")  # the end of the folder
    return newest


# ---------------------------------------------------------------- what was said


def note(
    root: str,
    arguments: Sequence[str],
    inputs: tuple[Sequence[str], Seen],
    output: tuple[str, Seen],
    *,
    said: Sequence[str],
    status: int,
) -> None:
    """Keep *said* (lines that begin with "o" or "e", for the stream) and the exit *status* of the command *arguments*.

    *inputs* and *output*: places, and what was seen there before that was worked out.
    """
    path = _note_of(root, arguments)
    places, seen = inputs
    words = (*arguments, *places, output[0])
    if not seen.is_settled or any("\n" in text for text in (*words, *said)) or any("\t" in text for text in words):
        return
    head = (_FORMAT, _joined(arguments), _joined(places), seen.digest, output[0], output[1].digest, str(status))
    text = "\n".join((*head, *said))
    with open(f"{path}.new", "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:  # noqa: PTH123
        file.write(f"{_digest(text)}\n{text}")
    os.replace(f"{path}.new", path)  # noqa: PTH105


def forget(root: str) -> None:
    """What a build of the site in *root* said last holds no more: the next need not look at all files to find that."""
    try:  # noqa: SIM105 - contextlib is imported late
        os.unlink(os.path.join(root, NOTE))  # noqa: PTH108, PTH118
    except FileNotFoundError:
        pass


def again(arguments: Sequence[str]) -> int | None:
    """The exit status of the last run of this site, all that it said said again; None if anything may be other now."""
    started = time.perf_counter()
    root = _root(arguments)
    try:
        with open(_note_of(root, arguments), encoding="utf-8", errors="surrogateescape", newline="\n") as file:  # noqa: PTH123
            digest, _, text = file.read().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    lines = text.split("\n")
    if digest != _digest(text) or lines[0] != _FORMAT or lines[1] != _joined(arguments):
        return None
    _, _, places, inputs, output, made, status, *said = lines
    try:
        if look(root, places.split("\t")).digest != inputs or look(root, [output], is_ours=True).digest != made:
            return None
    except OSError:
        return None
    took = in_words(time.perf_counter() - started)
    for stream, sign in ((sys.stderr, "e"), (sys.stdout, "o")):
        stream.write("".join(f"{line[1:].replace(TOOK, took)}\n" for line in said if line[:1] == sign))
        stream.flush()
    return int(status)


def _note_of(root: str, arguments: Sequence[str]) -> str:
    command = arguments[0] if arguments else "build"
    return os.path.join(root, NOTE if command == "build" else f"{NOTE}-{command}")  # noqa: PTH118


def in_words(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _joined(words: Sequence[str]) -> str:
    return "\t".join(words)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _root(arguments: Sequence[str]) -> str:
    """The folder of the site that *arguments* mean, as far as can be told without reading them all."""
    start = os.getcwd()  # noqa: PTH109
    for word, following in zip(arguments, (*arguments[1:], ""), strict=True):
        if word == "--site":
            start = following
        elif word.startswith("--site="):
            start = word[7:]
    folder = os.path.realpath(start)
    while not os.path.isfile(os.path.join(folder, SITE_FILE)):  # noqa: PTH113, PTH118
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return folder
        folder = above
    return folder
