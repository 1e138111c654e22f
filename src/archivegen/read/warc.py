"""A web archive (WARC, ARC) → a Document for each page in it that was answered with 200 and is text. Streams, record by record.

The day of the capture is no date of the story: it is kept as `captured`, which no stage takes for one.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Any, BinaryIO

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import Document, Markup
from archivegen.read.html import decoded
from archivegen.read.records import Names, Seen, counted, document, path_of

MAX_PAGE_BYTES = 20_000_000
"""A longer page is no story; it is counted."""
_MARKUP_BY_TYPE: dict[str, Markup] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_HEADER_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w:.-]{2,40})", re.IGNORECASE)
_BROWSER_FILES = ("/robots.txt", "/favicon.ico")


_BEGINNINGS = (b"WARC/", b"filedesc:", b"http", b"urn:", b"dns:")


class _Tally(msgspec.Struct):
    pages: int = 0
    addresses: Seen = msgspec.field(default_factory=Seen)
    left_out: Counter[str] = msgspec.field(default_factory=Counter)


def read_warc(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield a Document for each page; where the file breaks off, one Problem says so, and what was read is kept."""
    from warcio.archiveiterator import ArchiveIterator  # late: most builds read no web archive
    from warcio.exceptions import ArchiveLoadFailed

    head = stream.read(16)
    stream.seek(0)
    if head and not head.lstrip().startswith(_BEGINNINGS):
        yield Problem(origin, "error", "warc-broken", "does not begin with a WARC record; get a whole copy")
        return
    names = Names()
    tally = _Tally()
    records = iter(ArchiveIterator(stream, arc2warc=True))
    read = 0
    while True:
        try:
            with _quiet():
                record = next(records, None)
            if record is None:
                break
            read += 1
            found = _page(record, names, tally, origin)
        except (
            ArchiveLoadFailed,
            EOFError,
            OSError,
            ValueError,
            AttributeError,
            TypeError,
            IndexError,
            KeyError,
        ) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            place = Origin(origin.path, f"record-{read + 1}")
            what = " ".join(str(error).split())[:160] or type(error).__name__
            kept = f"{counted(tally.pages, 'page')} came in"
            message = f"the web archive cannot be read from this WARC record on ({what}); {kept}: get a whole copy"
            yield Problem(place, "error", "warc-broken", message)
            break
        if found is not None:
            yield found
    if not read:
        yield Problem(
            origin, "error", "warc-empty", "holds no WARC record; get a whole copy, or name it in ignore of site.yaml"
        )
    if tally.left_out:
        counts = ", ".join(counted(count, what) for what, count in sorted(tally.left_out.items()))
        yield Problem(origin, "note", "warc-left-out", f"{counted(tally.pages, 'page')} came in; left out: {counts}")


def _page(record: Any, names: Names, tally: _Tally, origin: Origin) -> Document | Problem | None:
    """The Document of a record that is a page; None for the others, which are counted."""
    if record.rec_type not in {"response", "resource", "conversion"}:
        if record.rec_type == "revisit":
            tally.left_out["revisit"] += 1
        return None
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip(" <>")
    if not address.lower().startswith(("http://", "https://", "urn:", "file:")):
        return None
    headers = record.http_headers
    status = headers.get_statuscode() if headers is not None else "200"
    kind_header = (headers or record.rec_headers).get_header("Content-Type") or ""
    kind = kind_header.partition(";")[0].strip().lower()
    if status != "200":
        tally.left_out["redirect" if status[:1] == "3" else f"answer with status {status or 'unknown'}"] += 1
        return None
    markup = _MARKUP_BY_TYPE.get(kind)
    if markup is None or address.lower().endswith(_BROWSER_FILES):
        tally.left_out[f"{kind.partition('/')[0]} file" if kind else "file of no kind"] += 1
        return None
    if address in tally.addresses:
        tally.left_out["later capture of a page"] += 1
        return None
    data = _content(record)
    name = names.of(address)
    place = Origin(origin.path, name)
    length = int(record.rec_headers.get_header("Content-Length") or 0)
    if len(data) > MAX_PAGE_BYTES:
        tally.left_out["page over 20 MB"] += 1
        return None
    if _is_cut_off(record) and not data.rstrip().lower().endswith(b"</html>"):
        message = f"the WARC record is truncated: {length} bytes are announced, fewer are there; get a whole copy"
        return Problem(place, "error", "warc-truncated", message)
    text, problems = _decoded(data, kind_header, place)
    if not text:
        tally.left_out["empty page"] += 1
        return None
    tally.pages += 1
    tally.addresses.add(address)
    meta = {
        "url": address,
        "redirect_from": [path] if (path := path_of(address)) else [],
        "captured": record.rec_headers.get_header("WARC-Date") or "",
    }
    kept = tuple(one for one in problems if one.code != "encoding-suspect")
    return document(place, meta, text, markup=markup, problems=kept)


@contextmanager
def _quiet() -> Iterator[None]:
    """What warcio would write to the terminal of single records is told as problems, or matters to nobody."""
    log = logging.getLogger("warcio")
    level, log_is_on = log.level, log.propagate
    log.setLevel(logging.CRITICAL)
    try:
        with redirect_stderr(io.StringIO()):
            yield
    finally:
        log.setLevel(level)
        log.propagate = log_is_on


def _content(record: Any) -> bytes:
    """The page's bytes, unpacked; as they are where they are not packed as they say."""
    parts: list[bytes] = []
    size = 0
    stream = record.content_stream()
    while size <= MAX_PAGE_BYTES and (part := stream.read(65_536)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _is_cut_off(record: Any) -> bool:
    """Whether the file ended before the record did."""
    left = getattr(record.raw_stream, "limit", 0)
    return bool(left and left > 0 and not record.raw_stream.read(1))


def _decoded(data: bytes, kind: str, origin: Origin) -> tuple[str, tuple[Problem, ...]]:
    """The page's text: by the header's charset, then by its own, then by what its bytes are."""
    header = _HEADER_CHARSET.search(kind)
    return decoded(data, origin, charset=header[1] if header else "")
