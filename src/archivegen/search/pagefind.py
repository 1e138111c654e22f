"""Pages → an index, by the program Pagefind. Knows its files: pages go by their numbers in what is made, not by its own names."""

from __future__ import annotations

import gzip
import json
import shutil
import zlib
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from archivegen.search.service import Service, unknown

CORE, ENTRY, WASM = "pagefind.js", "pagefind-entry.json", "wasm."
"""What runs in the browser; what it reads first; the beginning of the name of its machine code."""
MADE = "index"
"""The folder of a run in which its files are."""
_WAY = "pages one by one"
"""How it is asked: an index that was made in another way has other bytes."""
_MAGIC = b"pagefind_dcd"
_URL = b'{"url":"/'
_PAGE = "<!doctype html><html><body>\n{}\n</body></html>\n"
_ARRAY, _TEXT, _NUMBER = 4, 3, 0
"""Kinds of value in CBOR (RFC 8949)."""


def program() -> Path | None:
    """Where Pagefind stands; None if it is not installed."""
    try:
        import pagefind_bin
    except ImportError:
        found = shutil.which("pagefind")
        return Path(found) if found else None
    try:
        return Path(pagefind_bin.get_executable())
    except OSError:
        return None


def stamp(program: Path) -> str:
    """Another program has another one, and another way to ask it."""
    try:
        seen = program.stat()
    except OSError:
        return ""
    return f"{program} {seen.st_size} {seen.st_mtime_ns} {_WAY}"


class Run:
    """One index in the making, in a folder of its own. Use: add pages, begin, end; stop when done or when giving up.

    Pagefind gets the pages one by one: of files it would take them in the order of a disk, and number them so.
    """

    def __init__(self, program: Path, language: str, folder: Path) -> None:
        self.folder = folder
        self._program, self._language = program, language
        self._service: Service | None = None
        self._index = 0

    def add(self, number: int, page: str) -> None:
        """*page*: HTML of what is to be found under *number*. Raises Unable."""
        service = self._service or self._start()
        html = _PAGE.format(page).encode("utf-8", "replace").decode()
        service.ask(type="AddFile", index_id=self._index, url=f"/{number}.html", file_contents=html)

    def _start(self) -> Service:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._service = Service(self._program, self.folder)
        self._index = self._service.ask(type="NewIndex", config={"force_language": self._language}).index_id
        return self._service

    def begin(self) -> None:
        """Have the index made of the pages; that goes on beside this program. Raises Unable."""
        if self._service is not None:
            self._service.tell(type="GetFiles", index_id=self._index)

    def end(self) -> dict[str, str]:
        """The key of each file that was made, by name; they stand in the folder MADE. None without a page.

        Waits; raises Unable, and OSError for a disk that is full.
        """
        if self._service is None:
            return {}
        made = {file.path.replace("\\", "/"): file.content for file in self._service.answer().files}
        try:
            files = _collected(made)
        except (OSError, ValueError, KeyError, IndexError, zlib.error) as error:
            raise unknown(error) from error
        (self.folder / MADE / "index").mkdir(parents=True)
        for name, data in files.items():
            (self.folder / MADE / name).write_bytes(data)
        return {name: blake2b(files[name], digest_size=12).hexdigest() for name in sorted(files)}

    def stop(self) -> None:
        if self._service is not None:
            self._service.stop()
            self._service = None
        shutil.rmtree(self.folder, ignore_errors=True)


def _collected(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the site gets of the files that Pagefind *made*."""
    entry = json.loads(made[ENTRY])
    (known,) = entry["languages"].values()
    numbers = {PurePosixPath(path).stem: _number(made[path]) for path in made if path.startswith("fragment/")}
    meta = f"pagefind.{known['hash']}.pf_meta"
    wasm = f"{WASM}{known['wasm'] or 'unknown'}.pagefind"
    files = {name: made[name] for name in (CORE, wasm, *(path for path in made if path.startswith("index/")))}
    files[meta] = gzip.compress(with_numbers(_opened(made[meta]), numbers), 9, mtime=0)
    files[ENTRY] = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
    return files


def _opened(data: bytes) -> bytes:
    return data if data.startswith(_MAGIC) else gzip.decompress(data)


def _number(fragment: bytes) -> int:
    """The number of the page of which *fragment* tells."""
    start = fragment if fragment.startswith(_MAGIC) else zlib.decompressobj(wbits=31).decompress(fragment, 64)
    url = start.removeprefix(_MAGIC + _URL)
    return int(url[: url.index(b".html")])


# ---------------------------------------------------------------- the names of pages


def with_numbers(meta: bytes, numbers: dict[str, int]) -> bytes:
    """*meta* with the number of each page in place of the name that Pagefind gave it; all else as it was.

    It is an array (CBOR) whose second item is that of the pages: each its name and its length. Raises ValueError, KeyError or
    IndexError if it is not.
    """
    _, _, at = _value(meta, len(_MAGIC), _ARRAY)
    _, size, at = _value(meta, at, _TEXT)  # the version
    begin, count, at = _value(meta, at + size, _ARRAY)
    pieces = [meta[:begin], meta[begin:at]]
    for _ in range(count):
        begin, _, at = _value(meta, at, _ARRAY)
        pieces.append(meta[begin:at])
        _, size, at = _value(meta, at, _TEXT)
        pieces.append(_text(str(numbers[meta[at : at + size].decode()])))
        begin, _, at = _value(meta, at + size, _NUMBER)
        pieces.append(meta[begin:at])
    return b"".join((*pieces, meta[at:]))


def _value(data: bytes, at: int, kind: int) -> tuple[int, int, int]:
    """(where it begins, its number or size, where its content begins) of the value of *kind* at *at*."""
    if data[at] >> 5 != kind:
        raise ValueError(f"kind {data[at] >> 5} for {kind} at {at}")
    short = data[at] & 31
    if short < 24:
        return at, short, at + 1
    width = 1 << (short - 24)
    if width > 8:
        raise ValueError(f"no size at {at}")
    return at, int.from_bytes(data[at + 1 : at + 1 + width], "big"), at + 1 + width


def _text(text: str) -> bytes:
    data = text.encode()
    return bytes((_TEXT << 5 | len(data),)) + data
