"""Packed files (.zip, .wacz, .gz) → what the readers of the files inside give. Within bounds; nothing is written anywhere."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, BinaryIO

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.records import told_more

Reader = Callable[[BinaryIO, Origin], Iterator[Document | Problem]]

MAX_RATIO = 200
"""Texts pack to a fifth, rarely to a fiftieth; what grows two hundredfold is a bomb."""
FREE_BYTES = 50_000_000
"""So much may come out at any ratio."""
MAX_MEMBER_BYTES = 20_000_000_000
MAX_WHOLE_BYTES = 200_000_000
"""Of a member whose reader takes it as a whole (a text, a page)."""
MAX_MEMBERS = 1_000_000
_STREAMED = frozenset((".xml", ".warc", ".arc", ".gz", ".csv", ".tsv", ".jsonl", ".ndjson"))
_PASSED_OVER = frozenset(("__macosx", "thumbs.db", "desktop.ini"))


_BROKEN = (
    zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
"""What the standard library raises for packed data that is damaged, or packed in a way that it does not know."""


class TooLarge(OSError):
    """A packed file grows beyond its bounds."""


class _Bounded(io.RawIOBase):
    """The unpacked bytes of *stream*; raises TooLarge where they grow beyond *max_bytes*, or MAX_RATIO times *packed_bytes*."""

    def __init__(self, stream: BinaryIO, *, packed_bytes: int, max_bytes: int) -> None:
        self._stream = stream
        self._limit = min(max_bytes, max(FREE_BYTES, packed_bytes * MAX_RATIO))
        self._read = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._read = self._stream.seek(offset, whence)
        return self._read

    def tell(self) -> int:
        return self._read

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._read += len(data)
        if self._read > self._limit:
            raise TooLarge(f"more than {self._limit // 1_000_000} MB come out of it")
        buffer[: len(data)] = data
        return len(data)


def bounded(stream: Any, *, packed_bytes: int, max_bytes: int) -> BinaryIO:
    """*stream* (of unpacked bytes) as a file that raises TooLarge once it grows beyond its bounds."""
    raw: Any = _Bounded(stream, packed_bytes=packed_bytes, max_bytes=max_bytes)
    return io.BufferedReader(raw, 1 << 18)


def _unpacking(read: Reader, stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """What *read* gives, and one Problem where the packed bytes are broken or grow beyond their bounds."""
    try:
        yield from read(stream, origin)
    except TooLarge as error:
        message = f"the archive's size is refused: {error}, as of a bomb; unpack it yourself if you trust it"
        yield Problem(origin, "error", "archive-too-large", message)
    except _BROKEN as error:
        message = f"the packed data is broken ({' '.join(str(error).split())[:120]}); what was before it came in: get a whole copy"
        yield Problem(origin, "error", "archive-broken", message)


# ---------------------------------------------------------------- gzip


def gzip_reader(readers: Mapping[str, Reader]) -> Reader:
    """The reader of .gz files, which hands what is inside to one of *readers*."""

    def read_gzip(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
        inner = PurePosixPath(_inner_name(origin))
        suffix = inner.with_suffix("").suffix.lower()
        head = stream.read(2)
        stream.seek(0)
        if head != b"\x1f\x8b":
            if suffix in {".warc", ".arc"}:  # some tools name them so without packing them
                yield from readers[suffix](stream, origin)
            else:
                yield Problem(origin, "error", "archive-broken", "is no gzip file; give it the ending of what it is")
            return
        read = readers.get(suffix)
        if read is None or suffix in {".gz", ".zip", ".wacz"}:
            message = f'no reader for "{suffix or "files without an ending"}" inside; name it like stories.csv.gz'
            yield Problem(origin, "note", "seed-unknown-kind", message)
            return
        limit = MAX_MEMBER_BYTES if suffix in _STREAMED else MAX_WHOLE_BYTES
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield from _unpacking(read, bounded(unpacked, packed_bytes=_size(stream), max_bytes=limit), origin)

    return read_gzip


def _size(stream: BinaryIO) -> int:
    at = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(at)
    return size


def _inner_name(origin: Origin) -> str:
    return origin.record or origin.path


# ---------------------------------------------------------------- zip


class _Passed(msgspec.Struct):
    """What is not read of a zip, by ending."""

    by_suffix: Counter[str] = msgspec.field(default_factory=Counter)


def zip_reader(readers: Mapping[str, Reader]) -> Reader:
    """The reader of .zip files, which hands each file inside to one of *readers*. Each record's name begins with its file's."""

    def read_zip(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
        try:
            archive = zipfile.ZipFile(stream)
        except _BROKEN as error:
            yield Problem(origin, "error", "archive-broken", f"cannot be unpacked ({error}); get a whole copy")
            return
        passed = _Passed()
        with archive:
            members = sorted((one for one in archive.infolist() if not one.is_dir()), key=lambda one: one.filename)
            if len(members) > MAX_MEMBERS:
                yield Problem(
                    origin,
                    "error",
                    "archive-too-large",
                    f"holds {len(members)} files; unpack it yourself if you trust it",
                )
                return
            told = _substack(archive)
            for member in members:
                if told is None or member.filename.rpartition("/")[2] != _SUBSTACK:
                    yield from _posts(_member(archive, member, readers, passed, origin), told, member.filename, passed)
        if passed.by_suffix:
            counts = ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed.by_suffix.items()))
            yield Problem(origin, "note", "archive-left-out", f"files inside that are no stories: {counts}")

    return read_zip


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, readers: Mapping[str, Reader], passed: _Passed, origin: Origin
) -> Iterator[Document | Problem]:
    name = member.filename.replace("\\", "/")
    # a name is only a name here: nothing is ever written under it
    name = "/".join(part for part in PurePosixPath(name).parts if part not in {"..", "/", "."}) or "file"
    if any(part.startswith(".") or part.lower() in _PASSED_OVER for part in name.split("/")):
        return
    place = Origin(origin.path, name)
    suffix = PurePosixPath(name).suffix.lower()
    read = readers.get(suffix)
    if read is None or suffix in {".zip", ".wacz"}:
        passed.by_suffix[suffix or "without an ending"] += 1
        return
    if member.flag_bits & 1:
        yield Problem(place, "error", "archive-locked", "is locked with a password; unpack the archive yourself")
        return
    limit = MAX_MEMBER_BYTES if suffix in _STREAMED else MAX_WHOLE_BYTES
    try:
        opened = archive.open(member)
    except _BROKEN as error:
        yield Problem(place, "error", "archive-broken", f"cannot be unpacked ({error}); get a whole copy")
        return
    with opened:
        for found in _unpacking(read, bounded(opened, packed_bytes=member.compress_size, max_bytes=limit), place):
            yield _within(found, name)


# ---------------------------------------------------------------- exports that are zips of pages


_SUBSTACK = "posts.csv"
_IS_PUBLIC = frozenset(("", "everyone"))


def _substack(archive: zipfile.ZipFile) -> dict[str, Mapping[str, Any]] | None:
    """What Substack's list of posts says of each, by post id; None where the zip is no export of Substack's."""
    from archivegen.read.jsonl import table

    name = next((one for one in archive.namelist() if one.rpartition("/")[2] == _SUBSTACK), "")
    if not name or archive.getinfo(name).file_size > FREE_BYTES:
        return None
    try:
        rows = table(io.BytesIO(archive.read(name)), Origin(_SUBSTACK))
    except _BROKEN:
        return None
    told = {str(row["post_id"]): row for _, row in rows if row.get("post_id") and "is_published" in row}
    return told or None


def _posts(
    found: Iterator[Document | Problem], told: Mapping[str, Mapping[str, Any]] | None, name: str, passed: _Passed
) -> Iterator[Document | Problem]:
    """*found* with what an export says of the page *name*: Substack in a list, Medium by calling drafts draft_….html."""
    stem = PurePosixPath(name).stem
    row = None if told is None else told.get(stem) or told.get(stem.partition(".")[0])
    if row is not None and str(row["is_published"]).lower() != "true":
        passed.by_suffix["unpublished"] += 1
        return
    for one in found:
        if isinstance(one, Problem):
            yield one
        elif row is not None:
            meta = {key: row[key] for key in ("title", "date") if row.get(key)}
            meta |= {"dek": row["dek"]} if row.get("dek") else {}
            meta["status"] = "published" if str(row.get("audience", "")) in _IS_PUBLIC else "draft"
            yield told_more(one, meta)
        elif stem.startswith("draft_"):
            yield told_more(one, {"status": "draft"})
        else:
            yield one


def _within(found: Document | Problem, name: str) -> Document | Problem:
    """*found* with a record that begins with the name of its file."""
    record = found.origin.record
    if record == name or record.startswith(f"{name}/"):
        return found
    origin = Origin(found.origin.path, f"{name}/{record}" if record else name, found.origin.line)
    return msgspec.structs.replace(found, origin=origin)
