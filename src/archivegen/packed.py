"""Pictures and documents inside a .zip among the seeds: which there are, and their bytes. A name in it is only a name."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zipfile

ENDING = ".zip"
MOST_BYTES = 200_000_000
_MOST_RATIO = 200
_FREE_BYTES = 20_000_000
_PASSED_OVER = frozenset(("__macosx", "thumbs.db", "desktop.ini"))
_BROKEN = (zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)


class Unreadable(OSError):
    """A file in an archive that cannot be had; the message says why."""


class _Damaged(Exception):
    """What is wrong with an archive, in the words of who tried."""


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    """Raises _Damaged where anything in it cannot be read as it should, and OSError."""
    import zipfile  # late: hardly any picture lies in one

    try:
        with zipfile.ZipFile(archive) as opened:
            yield opened
    except (zipfile.BadZipFile, *_BROKEN) as error:
        raise _Damaged(str(error)) from error


def name_inside(raw: str) -> str:
    """What the member *raw* of an archive is called; "" where it is hidden or the system's."""
    parts = [part for part in PurePosixPath(raw.replace("\\", "/")).parts if part not in {"..", "/", "."}]
    if any(part.startswith(".") or part.lower() in _PASSED_OVER for part in parts):
        return ""
    return "/".join(parts) or "file"


def archive_of(path: str) -> str:
    """The path of the zip that the file at *path* lies in ("seeds/a.zip" of "seeds/a.zip/img/b.jpg"); "" where it is in none."""
    at = path.lower().find(f"{ENDING}/")
    return path[: at + len(ENDING)] if at > 0 else ""


def members(archive: Path) -> Iterator[tuple[str, int]]:
    """(name, size) of each file in *archive* that may be read; none of one that is damaged. Raises OSError."""
    try:
        with _opened(archive) as opened:
            for name, member in _named(opened).items():
                yield name, member.file_size
    except _Damaged:
        return


def read(archive: Path, name: str) -> bytes:
    """The bytes of the file *name* in *archive*. Raises OSError."""
    try:
        with _opened(archive) as opened:
            member = _named(opened)[name]
            with opened.open(member) as stream:
                return stream.read(member.file_size)
    except (KeyError, _Damaged) as error:
        raise Unreadable(0, f"it cannot be unpacked ({' '.join(str(error).split())[:80]})") from error


def _named(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Its files by name, the first of each; without those that are locked, or grow like a bomb."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in sorted(opened.infolist(), key=lambda one: one.filename):
        is_bomb = member.file_size > max(_FREE_BYTES, member.compress_size * _MOST_RATIO)
        if not (member.is_dir() or member.flag_bits & 1 or member.file_size > MOST_BYTES or is_bomb):
            found.setdefault(name_inside(member.filename), member)
    found.pop("", None)
    return found
