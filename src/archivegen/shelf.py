"""Views that wait on disk until their pages are written."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import msgspec

from archivegen.model import Page


class Laid(msgspec.Struct, frozen=True, gc=False):
    """A page whose view lies in a Shelf until the page is written: where, and of which class it is."""

    path: str
    form: str
    view: type[Any]
    start: int
    size: int


class Shelf:
    """Views that wait to be written, in a file without a name: those of a large archive would fill the memory.

    Forked processes read them there, so that none of them gets a copy of the others'.
    """

    def __init__(self, folder: Path | None = None, *, path: Path | None = None) -> None:
        """*folder*: of the disk to use. *path*: of a shelf that has a name and is full."""
        self._file: IO[bytes] = path.open("rb") if path else tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it is closed with the shelf
        self._folder, self._path = folder, path
        self._decoders: dict[type[Any], Callable[[bytes], Any]] = {}
        self._end = 0
        weakref.finalize(self, self._file.close)

    def put(self, page: Page, view: bytes) -> Laid:
        """*view*: of *page*, as MessagePack."""
        laid = Laid(page.path, page.form, type(page.view), self._end, len(view))
        self._file.write(view)
        self._end += len(view)
        return laid

    def clear(self) -> None:
        """Begin anew, wherever a process that shares the place in the file has left it."""
        self._file.seek(0)
        self._file.truncate()
        self._end = 0

    def flush(self) -> None:
        """Make readable, in processes forked from now on too, what was put."""
        self._file.flush()

    def page(self, laid: Laid) -> Page:
        """What was put there, equal to what it was."""
        view = os.pread(self._file.fileno(), laid.size, laid.start)  # no seek: processes share the place in the file
        return Page(laid.path, laid.form, self._decoder(laid.view)(view))

    def __reduce__(self) -> tuple[Callable[[Path], Shelf], tuple[Path]]:
        """Elsewhere it is read in a file with a name, which is there as long as the shelf."""
        if self._path is None:
            self.flush()
            number = self._file.fileno()
            end = os.fstat(number).st_size  # another process may have filled it
            with tempfile.NamedTemporaryFile(prefix="views-", dir=self._folder, delete=False) as file:
                file.writelines(os.pread(number, _PART, start) for start in range(0, end, _PART))
                file.flush()
                os.fsync(file.fileno())
            self._path = Path(file.name)
            weakref.finalize(self, self._path.unlink, missing_ok=True)
        return _shelf_at, (self._path.resolve(),)

    def _decoder(self, view: type[Any]) -> Callable[[bytes], Any]:
        if view not in self._decoders:
            self._decoders[view] = msgspec.msgpack.Decoder(view).decode
        return self._decoders[view]


def _shelf_at(path: Path) -> Shelf:
    return Shelf(path=path)


_PART = 1 << 24
