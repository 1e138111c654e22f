"""Unpacked bytes within bounds: what grows like a bomb, or is damaged, ends as one Problem."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document

Reader = Callable[[BinaryIO, Origin], Iterator[Document | Problem]]

MAX_RATIO = 200
"""Texts pack to a fifth, rarely to a fiftieth; what grows two hundredfold is a bomb."""
FREE_BYTES = 50_000_000
"""So much may come out at any ratio."""

BROKEN = (
    zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile, tarfile.TarError, struct.error, EOFError,
    NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
"""What the standard library raises for packed data that is damaged, or packed in a way that it does not know."""


class TooLarge(OSError):
    """A packed file grows beyond its bounds."""


class Budget:
    """How much may come out of one archive, with all archives in it."""

    def __init__(self, packed_bytes: int, *, files: int) -> None:
        self.left = max(40 * FREE_BYTES, packed_bytes * MAX_RATIO)
        """Bytes."""
        self.files = files

    @property
    def is_spent(self) -> bool:
        return self.left < 0 or self.files < 0


class _Bounded(io.RawIOBase):
    """The unpacked bytes of *stream*; raises TooLarge where they grow beyond *max_bytes*, MAX_RATIO times *packed_bytes*, or *budget*."""

    def __init__(self, stream: BinaryIO, *, packed_bytes: int, max_bytes: int, budget: Budget | None) -> None:
        self._stream = stream
        self._limit = min(max_bytes, max(FREE_BYTES, packed_bytes * MAX_RATIO))
        self._budget = budget
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END or (whence == io.SEEK_SET and offset > self._limit):
            raise io.UnsupportedOperation("the end of packed data is not known before it is unpacked")
        self._at = self._stream.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._at += len(data)
        if self._at > self._limit:
            raise TooLarge(f"more than {self._limit // 1_000_000} MB come out of it")
        if self._budget is not None:
            self._budget.left -= len(data)
            if self._budget.is_spent:
                raise TooLarge("too much comes out of all files in it; the rest is not read")
        buffer[: len(data)] = data
        return len(data)


def bounded(stream: Any, *, packed_bytes: int, max_bytes: int, budget: Budget | None = None) -> BinaryIO:
    """*stream* (of unpacked bytes) as a file that raises TooLarge once it grows beyond its bounds."""
    raw: Any = _Bounded(stream, packed_bytes=packed_bytes, max_bytes=max_bytes, budget=budget)
    return io.BufferedReader(raw, 1 << 18)


def unpacking(found: Iterator[Document | Problem], origin: Origin) -> Iterator[Document | Problem]:
    """*found*, and one Problem where the packed bytes are broken or grow beyond their bounds."""
    try:
        yield from found
    except TooLarge as error:
        message = f"the archive's size is refused: {error}, as of a bomb; unpack it yourself if you trust it"
        yield Problem(origin, "error", "archive-too-large", message)
    except (*BROKEN, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        yield broken(error, origin)


def broken(error: Exception, origin: Origin) -> Problem:
    what = " ".join(str(error).split())[:120] or type(error).__name__
    message = f"the packed data is broken or truncated ({what}); what was before it came in: get a whole copy"
    return Problem(origin, "error", "archive-broken", message)
