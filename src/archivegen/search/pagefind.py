"""Pages → an index, by the program Pagefind. Knows its files: pages go by their numbers in what is made, not by its own names."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

CORE, ENTRY, WASM = "pagefind.js", "pagefind-entry.json", "wasm."
"""What runs in the browser; what it reads first; the beginning of the name of its machine code."""
MADE = "index"
"""The folder of a run in which its files are."""
_MAGIC = b"pagefind_dcd"
_URL = b'{"url":"/'
_PAGE = "<!doctype html><html><body>\n{}\n</body></html>\n"
_SAID = 16_000
"""Bytes of what it said that are looked at when it fails."""
_LINE = 200
_ARRAY, _TEXT, _NUMBER = 4, 3, 0
"""Kinds of value in CBOR (RFC 8949)."""


class Unable(Exception):
    """Pagefind gave no index; says why, in words that end a sentence."""


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
    """Another program has another one."""
    try:
        seen = program.stat()
    except OSError:
        return ""
    return f"{program} {seen.st_size} {seen.st_mtime_ns}"


class Run:
    """One index in the making, in a folder of its own. Use: add pages, begin, end; stop when done or when giving up."""

    def __init__(self, program: Path, language: str, folder: Path) -> None:
        self.folder = folder
        self._program, self._language = program, language
        self._process: subprocess.Popen[bytes] | None = None
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "pages").mkdir(parents=True)

    def add(self, number: int, page: str) -> None:
        """*page*: HTML of what is to be found under *number*."""
        (self.folder / "pages" / f"{number}.html").write_bytes(_PAGE.format(page).encode("utf-8", "replace"))

    def begin(self) -> None:
        """Start the program; it runs beside this one."""
        arguments = ["--site", "pages", "--output-path", "made", "--force-language", self._language, "--silent"]
        own = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
        with (self.folder / "said").open("wb") as said:
            try:
                self._process = subprocess.Popen(
                    [self._program, *arguments],
                    cwd=self.folder,  # where nobody has a pagefind.yml
                    env=own,  # settings of the environment are no input of a site
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                )
            except OSError as error:
                raise Unable(f"{self._program} does not run here ({error.strerror})") from error

    def end(self) -> dict[str, str]:
        """The key of each file that was made, by name; they stand in the folder MADE. Waits; raises Unable."""
        assert self._process is not None
        status = self._process.wait()
        if status:
            raise Unable(self._why(status))
        try:
            return self._collect()
        except (OSError, ValueError, KeyError, IndexError, zlib.error) as error:
            raise Unable(f"what Pagefind wrote is not what is known of it ({error}); use version 1.5") from error

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _why(self, status: int) -> str:
        if status == -9:
            return "Pagefind was killed, most likely for want of memory"
        if status < 0:
            return f"Pagefind was ended by signal {-status}"
        said = (self.folder / "said").read_bytes()[:_SAID].decode("utf-8", "replace").split("\n")
        told = next((line.strip() for line in said if line.strip() and not line.startswith("⚠")), "")
        return f"Pagefind ended with {status}" + (f" ({told[:_LINE]})" if told else "")

    def _collect(self) -> dict[str, str]:
        made, target = self.folder / "made", self.folder / MADE
        entry = json.loads((made / ENTRY).read_text("utf-8"))
        (known,) = entry["languages"].values()
        numbers = {path.stem: _number(path) for path in (made / "fragment").iterdir()}
        meta = f"pagefind.{known['hash']}.pf_meta"
        renamed = with_numbers(_opened((made / meta).read_bytes()), numbers)
        wanted = [CORE, f"{WASM}{known['wasm'] or 'unknown'}.pagefind"]
        (target / "index").mkdir(parents=True)
        for name in wanted + [f"index/{path.name}" for path in (made / "index").iterdir()]:
            (made / name).rename(target / name)
        (target / meta).write_bytes(gzip.compress(renamed, 9, mtime=0))
        (target / ENTRY).write_text(json.dumps(entry, sort_keys=True, separators=(",", ":")), "utf-8")
        return {name: blake2b((target / name).read_bytes(), digest_size=12).hexdigest() for name in _names(target)}


def _names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _opened(data: bytes) -> bytes:
    return data if data.startswith(_MAGIC) else gzip.decompress(data)


def _number(fragment: Path) -> int:
    """The number of the page of which *fragment* tells."""
    data = fragment.read_bytes()
    start = data if data.startswith(_MAGIC) else zlib.decompressobj(wbits=31).decompress(data, 64)
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
