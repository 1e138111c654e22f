"""A file of boxes (ISO base media, as AVIF is) → the same file, with what is told about the picture blanked out. Pure.

Nothing moves: each piece keeps its place and its length, since others name it by both.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

_TELLING = frozenset((b"Exif", b"mime", b"uri "))
"""Items that tell of the picture: camera and place, XMP, whatever a program calls its own."""
_TOLD_APART = frozenset((b"uuid", b"udta", b"free", b"skip"))
"""Boxes that no picture needs."""
_OPENED = frozenset((b"moov", b"trak", b"mdia", b"minf"))
_NO_EXIF = b"\x00\x00\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"
"""EXIF data, as an item has it, that tells nothing."""
_DEEPEST = 8


class Broken(ValueError):
    """The boxes do not stand in one another as they must."""


class _Box(NamedTuple):
    kind: bytes
    start: int
    """Of its content."""
    end: int


def blanked(data: bytes) -> bytes:
    """*data* without place, camera and texts. Raises Broken, struct.error or IndexError where they cannot be told from the picture."""
    found = bytearray(data)
    _blank(data, 0, len(data), found, 0)
    return bytes(found)


def _boxes(data: bytes, at: int, end: int) -> Iterator[_Box]:
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start)
            start += 8
        stop = at + size if size else end
        if stop < start or stop > end:
            raise Broken(f"the box at byte {at:,} does not end in what it stands in")
        yield _Box(kind, start, stop)
        at = stop


def _blank(data: bytes, at: int, end: int, found: bytearray, depth: int) -> None:
    if depth > _DEEPEST:
        raise Broken("too many boxes stand in one another")
    for box in _boxes(data, at, end):
        if box.kind in _TOLD_APART:
            found[box.start : box.end] = bytes(box.end - box.start)
        elif box.kind in _OPENED:
            _blank(data, box.start, box.end, found, depth + 1)
        elif box.kind == b"meta":
            _blank_items(data, box, found)
            _blank(data, box.start + 4, box.end, found, depth + 1)


def _blank_items(data: bytes, meta: _Box, found: bytearray) -> None:
    inside = {box.kind: box for box in _boxes(data, meta.start + 4, meta.end)}
    if b"iinf" not in inside:
        return
    telling = dict(_telling(data, inside[b"iinf"]))
    if not telling:
        return
    if b"iloc" not in inside:
        raise Broken("it is not told where its pieces lie")
    for item, start, length in _extents(data, inside[b"iloc"], inside.get(b"idat")):
        if item in telling:
            nothing = _NO_EXIF if telling[item] == b"Exif" and length >= len(_NO_EXIF) else b""
            found[start : start + length] = nothing.ljust(length, b"\0" if telling[item] == b"Exif" else b" ")


def _telling(data: bytes, info: _Box) -> Iterator[tuple[int, bytes]]:
    """(id, kind) of each item that tells of the picture."""
    is_wide = data[info.start] != 0
    for entry in _boxes(data, info.start + (8 if is_wide else 6), info.end):
        version = data[entry.start]
        if entry.kind != b"infe" or version < 2:
            raise Broken("its list of pieces is of an unknown kind")
        item, _, kind = struct.unpack_from(">HH4s" if version == 2 else ">IH4s", data, entry.start + 4)
        if kind in _TELLING:
            yield item, kind


def _extents(data: bytes, places: _Box, inner: _Box | None) -> Iterator[tuple[int, int, int]]:
    """(id of the item, start, length) of each piece of an item."""
    version = data[places.start]
    if version > 2:
        raise Broken("its list of places is of an unknown kind")
    sizes = data[places.start + 4], data[places.start + 5]
    offset_size, length_size, base_size = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    index_size = sizes[1] & 15 if version else 0
    numbers = _Numbers(data, places.start + 6)
    for _ in range(numbers.take(2 if version < 2 else 4)):
        item = numbers.take(2 if version < 2 else 4)
        method = numbers.take(2) & 15 if version else 0
        numbers.take(2)
        base = numbers.take(base_size)
        if method > 1 or (method == 1 and inner is None):
            raise Broken("a piece lies in another one")
        above = inner.start if method == 1 and inner is not None else 0
        count = numbers.take(2)
        if count > 1 and not length_size:
            raise Broken("several pieces of one item are said to be all of it")
        for _ in range(count):
            numbers.take(index_size)
            start, length = above + base + numbers.take(offset_size), numbers.take(length_size)
            length = length or len(data) - start
            if start + length > len(data):
                raise Broken("a piece lies behind the end of the file")
            yield item, start, length


class _Numbers:
    """Reads whole numbers one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def take(self, size: int) -> int:
        end = self._at + size
        if end > len(self._data):
            raise Broken("it breaks off")
        found = int.from_bytes(self._data[self._at : end], "big")
        self._at = end
        return found
