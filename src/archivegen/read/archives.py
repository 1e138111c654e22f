"""Packed files (.zip, .wacz, .tar, .gz, .bz2, .xz) → what the readers of the files inside give, those of archives in archives too.

Within bounds of size, number and depth; writes nothing but nameless files.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, BinaryIO

import msgspec

from archivegen import generators, localfiles
from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.packed import name_inside
from archivegen.read import listing, substack, templates
from archivegen.read.bounds import BROKEN, FREE_BYTES, Budget, Reader, bounded, broken, unpacking
from archivegen.read.records import Seen, told_more

MAX_MEMBER_BYTES = 20_000_000_000
MAX_WHOLE_BYTES = 200_000_000
"""Of a member whose reader takes it as a whole (a text, a page)."""
MAX_MEMBERS = 1_000_000
"""Of one archive with all archives in it."""
DEEPEST = 3
"""So many archives may lie in one another, below the outermost."""
_IN_MEMORY = 16_000_000
"""A larger zip in an archive waits on the disk."""
_DESIGN = "of a site's design or settings, or saved with a page"
_STREAMED = frozenset((".xml", ".warc", ".arc", ".csv", ".tsv", ".jsonl", ".ndjson", ".tar", ".mbox"))

_Opener = Callable[[Any], Any]
_PACKED: Mapping[str, tuple[bytes, _Opener]] = {
    ".gz": (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream)),
    ".tgz": (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream)),
    ".bz2": (b"BZh", bz2.BZ2File),
    ".xz": (b"\xfd7zXZ", lzma.LZMAFile),
}
"""By ending: how such a file begins, and what unpacks it."""
PACKED_ENDINGS = tuple(_PACKED)
_ARCHIVES = frozenset((".zip", ".wacz", ".tar", *_PACKED))


# ---------------------------------------------------------------- one packed file


def packed_reader(readers: Mapping[str, Reader]) -> Reader:
    """The reader of .gz, .bz2 and .xz files, which hands what is inside to one of *readers*."""

    def read_packed(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
        path = PurePosixPath(origin.record or origin.path)
        beginning, opener = _PACKED[path.suffix.lower()]
        suffix = ".tar" if path.suffix.lower() == ".tgz" else path.with_suffix("").suffix.lower()
        head = stream.read(len(beginning))
        stream.seek(0)
        if head != beginning:
            if suffix in {".warc", ".arc"}:  # some tools name them so without packing them
                yield from readers[suffix](stream, origin)
            else:
                message = f"is no {path.suffix.lower()[1:]} file; give it the ending of what it is"
                yield Problem(origin, "error", "archive-broken", message)
            return
        read = readers.get(suffix)
        if read is None or suffix in _ARCHIVES - {".tar"}:
            message = f'no reader for "{suffix or "files without an ending"}" inside; name it like stories.csv.gz'
            yield Problem(origin, "note", "seed-unknown-kind", message)
            return
        limit = MAX_MEMBER_BYTES if suffix in _STREAMED else MAX_WHOLE_BYTES
        with opener(stream) as unpacked:
            inner = bounded(unpacked, packed_bytes=_size(stream), max_bytes=limit)
            yield from unpacking(read(inner, origin), origin)

    return read_packed


def _size(stream: BinaryIO) -> int:
    """How many bytes *stream* has; 0 where that is not known before it is read."""
    at = stream.tell()
    try:
        size = stream.seek(0, io.SEEK_END)
    except (OSError, ValueError):
        return 0
    stream.seek(at)
    return size


# ---------------------------------------------------------------- archives of several files


class _Walk(msgspec.Struct):
    """What is remembered from file to file of one archive."""

    readers: Mapping[str, Reader]
    origin: Origin
    budget: Budget
    depth: int = 0
    """How many archives stand around this one."""
    is_wacz: bool = False
    """Of a WACZ only its web archives are stories; its lists of pages tell the same again."""
    design: Collection[str] = ()
    """Names, with a slash before, of what belongs to a site generator, or was saved with a page."""
    posts: Mapping[str, dict[str, Any]] = {}
    """Substack's list, by post id."""
    listed: Mapping[str, dict[str, Any]] = {}
    """What a table beside the texts says of each, by name."""
    lists: Collection[str] = ()
    """Names of such tables, which are no stories."""
    left_out: Counter[str] = msgspec.field(default_factory=Counter)
    """What is not read, by ending or reason."""
    names: Seen = msgspec.field(default_factory=Seen)

    def place(self, raw: str) -> Origin | None:
        """Where the member *raw* is, by a name of its own; None where it is hidden or the system's.

        A name is only a name here: nothing is ever written under it.
        """
        name = name_inside(raw)
        if not name:
            return None
        wanted, number = PurePosixPath(name), 1
        while not self.names.add(name):
            number += 1
            name = str(wanted.with_name(f"{wanted.stem}~{number}{wanted.suffix}"))
        return Origin(self.origin.path, f"{self.origin.record}/{name}" if self.origin.record else name)

    def own(self, place: Origin) -> str:
        """The name in this archive of what is at *place*."""
        return place.record.removeprefix(f"{self.origin.record}/") if self.origin.record else place.record

    def reader(self, place: Origin) -> Reader | None:
        """The reader of the member at *place*; None where it is no story, which is counted."""
        suffix = PurePosixPath(place.record).suffix.lower()
        if is_archive(place.record):
            return self._inner_reader(suffix)
        if self.is_wacz and not place.record.lower().endswith((".warc", ".warc.gz", ".arc", ".arc.gz")):
            return None
        read = self.readers.get(suffix)
        own = self.own(place)
        if own in self.lists:
            return None
        if f"/{own}" in self.design or generators.is_design(f"/{own}"):
            self.left_out[_DESIGN] += 1
            return None
        if read is None:
            self.left_out[suffix or "without an ending"] += 1
        return read

    def _inner_reader(self, suffix: str) -> Reader | None:
        """The reader of an archive in this one."""
        if self.depth >= DEEPEST:
            self.left_out["archive too deep in archives (unpack it)"] += 1
            return None
        read = _unpacked_members if suffix in {".zip", ".wacz"} else _tar_members

        def read_inner(stream: BinaryIO, place: Origin) -> Iterator[Document | Problem]:
            walk = _Walk(self.readers, place, self.budget, self.depth + 1, is_wacz=suffix == ".wacz")
            walk.left_out = self.left_out  # told once, of the outermost
            if suffix not in _PACKED:
                yield from read(stream, walk)
                return
            with _PACKED[suffix][1](stream) as opened:
                limit = bounded(opened, packed_bytes=MAX_MEMBER_BYTES, max_bytes=MAX_MEMBER_BYTES, budget=self.budget)
                yield from read(limit, walk)

        return read_inner

    def told(self) -> Iterator[Problem]:
        if self.left_out:
            counts = ", ".join(f"{count} {what}" for what, count in sorted(self.left_out.items()))
            yield Problem(self.origin, "note", "archive-left-out", f"files inside that are no stories: {counts}")


def is_archive(name: str) -> bool:
    """Whether a file called *name* holds files."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in {".zip", ".wacz", ".tar"} or (suffix in _PACKED and _inner(name) == ".tar")


def _inner(name: str) -> str:
    """The ending below the last one: ".csv" of "rows.csv.gz"."""
    return PurePosixPath(name).with_suffix("").suffix.lower() if not name.lower().endswith(".tgz") else ".tar"


def _limit(name: str) -> int:
    suffix = PurePosixPath(name).suffix.lower()
    return MAX_MEMBER_BYTES if suffix in _STREAMED or suffix in _PACKED else MAX_WHOLE_BYTES


def _read_member(read: Reader, opened: Any, place: Origin, walk: _Walk, *, packed: int) -> Iterator[Document | Problem]:
    """What *read* gives of one file inside, with what the export says of it."""
    stream = bounded(opened, packed_bytes=packed, max_bytes=_limit(place.record), budget=walk.budget)
    fields = substack.of_page(walk.posts, place.record) if walk.posts else None
    # Medium's drafts by their names, those of site generators by their folders
    is_draft = PurePosixPath(place.record).name.startswith("draft_") or generators.is_draft(f"/{place.record}")
    for found in unpacking(read(stream, place), place):
        if isinstance(found, Problem) and found.code == "response-left-out":
            walk.left_out["response to stories of others"] += 1
        elif isinstance(found, Problem) and found.code == templates.LEFT_OUT:
            walk.left_out[_DESIGN] += 1
        elif isinstance(found, Problem):
            yield _within(found, place)
        else:
            more = fields or ({"withheld": "draft post"} if is_draft else {})
            listed = walk.listed.get(walk.own(place), {})
            more = {**{key: value for key, value in listed.items() if key not in found.meta}, **more}
            yield _within(told_more(found, more) if more else found, place)


def _within(found: Any, place: Origin) -> Any:
    """*found* (a Document or a Problem) with a record that begins with the name of its file."""
    record = found.origin.record
    if record == place.record or record.startswith(f"{place.record}/"):
        return found
    origin = Origin(found.origin.path, f"{place.record}/{record}" if record else place.record, found.origin.line)
    return msgspec.structs.replace(found, origin=origin)


# ---------------------------------------------------------------- zip


def zip_reader(readers: Mapping[str, Reader]) -> Reader:
    """The reader of .zip files, which hands each file inside to one of *readers*. Each record's name begins with its file's."""

    def read_zip(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
        budget = Budget(_size(stream), files=MAX_MEMBERS)
        walk = _Walk(readers, origin, budget, is_wacz=origin.path.lower().endswith(".wacz"))
        yield from _zip_members(stream, walk)
        yield from walk.told()

    return read_zip


def _unpacked_members(stream: BinaryIO, walk: _Walk) -> Iterator[Document | Problem]:
    """The members of a zip in an archive: its list stands at its end, so all of it has to be there."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
        while piece := stream.read(1 << 20):
            whole.write(piece)
        whole.seek(0)
        yield from _zip_members(whole, walk)  # type: ignore[arg-type]


def _zip_members(stream: BinaryIO, walk: _Walk) -> Iterator[Document | Problem]:
    try:
        archive = zipfile.ZipFile(stream)
    except BROKEN as error:
        yield Problem(walk.origin, "error", "archive-broken", f"cannot be unpacked ({error}); get a whole copy")
        return
    with archive:
        members = sorted((one for one in archive.infolist() if not one.is_dir()), key=lambda one: one.filename)
        walk.budget.files -= len(members)
        if walk.budget.files < 0:
            message = f"holds {len(members)} files, too many; unpack it yourself if you trust it"
            yield Problem(walk.origin, "error", "archive-too-large", message)
            return
        walk.posts = _posts(archive)
        walk.listed, walk.lists = _listed(archive, members)
        names = [f"/{member.filename}" for member in members]
        walk.design = generators.no_stories(names) | localfiles.saved_with_pages(names)
        for member in members:
            yield from _zip_member(archive, member, walk)
            if walk.budget.is_spent:
                return


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, walk: _Walk) -> Iterator[Document | Problem]:
    if walk.posts and member.filename.rpartition("/")[2] == substack.LIST_NAME:
        return
    place = walk.place(member.filename)
    if place is None:
        return
    if stat.S_ISLNK(member.external_attr >> 16):
        walk.left_out["link"] += 1
        return
    read = walk.reader(place)
    if read is None:
        return
    if member.flag_bits & 1:
        yield Problem(place, "error", "archive-locked", "is locked with a password; unpack the archive yourself")
        return
    try:
        opened = archive.open(member)
    except BROKEN as error:
        yield broken(error, place)
        return
    with opened:
        yield from _read_member(read, opened, place, walk, packed=member.compress_size)


def _listed(
    archive: zipfile.ZipFile, members: Collection[zipfile.ZipInfo]
) -> tuple[Mapping[str, dict[str, Any]], Collection[str]]:
    """(what tables say of the texts beside them, by name; the names of those tables)."""
    files = {name_inside(member.filename) for member in members}
    found: dict[str, dict[str, Any]] = {}
    lists: list[str] = []
    for member in members:
        name = name_inside(member.filename)
        if listing.is_list(name) and member.file_size <= FREE_BYTES and not member.flag_bits & 1:
            try:
                told = listing.fields_by_file(archive.read(member), name, files)
            except BROKEN:
                continue  # told when it is read as a table of stories
            if told:
                lists.append(name)
                found |= told
    return found, lists


def _posts(archive: zipfile.ZipFile) -> Mapping[str, dict[str, Any]]:
    """What Substack's list of posts says of each; empty where the zip is no export of Substack's."""
    name = next((one for one in archive.namelist() if one.rpartition("/")[2] == substack.LIST_NAME), "")
    if not name or archive.getinfo(name).file_size > FREE_BYTES:
        return {}
    try:
        return substack.posts_of(io.BytesIO(archive.read(name))) or {}
    except BROKEN:
        return {}  # told when the list itself is read


# ---------------------------------------------------------------- tar


def tar_reader(readers: Mapping[str, Reader]) -> Reader:
    """The reader of .tar files, which hands each file inside, in its order, to one of *readers*; links are none of it."""

    def read_tar(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
        walk = _Walk(readers, origin, Budget(_size(stream) or MAX_MEMBER_BYTES, files=MAX_MEMBERS))
        yield from unpacking(_tar_members(stream, walk), origin)
        yield from walk.told()

    return read_tar


def _tar_members(stream: BinaryIO, walk: _Walk) -> Iterator[Document | Problem]:
    size = _size(stream)
    with tarfile.open(fileobj=stream, mode="r:") as archive:
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # else each header ever seen stays in memory
            walk.budget.files -= 1
            if walk.budget.is_spent:
                return
            if member.isdir():
                continue
            place = walk.place(member.name)
            if place is None:
                continue
            if not member.isreg() or member.issparse():
                walk.left_out["link or device"] += 1
                continue
            read = walk.reader(place)
            opened = archive.extractfile(member) if read is not None else None
            if read is not None and opened is not None:
                with opened:
                    yield from _read_member(read, opened, place, walk, packed=size or member.size)
        # at a damaged header the walk ends as if nothing came after it
        stream.seek(archive.offset)
        if stream.read(tarfile.BLOCKSIZE).strip(b"\0"):
            raise tarfile.ReadError("the head of a file inside is damaged or cut off")
