"""What was worked out before (.archivegen/store.sqlite): a memo of seeds, articles, facts and pages. Only a cache.

A store of another program version, or a damaged one, is begun anew.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

import msgspec

from archivegen.errors import Problem
from archivegen.model import Article, Card, Facts, Seed, Status, Text
from archivegen.scan import Stat

_SCHEMA = """
create table meta (key text primary key, value text) without rowid;
create table seeds (path text primary key, size int, mtime_ns int, records blob);
create table articles (
    path text primary key, size int, mtime_ns int, sha text, id text, status text, seed blob, edited int,
    card blob, facts blob, problems blob
);
create table bodies (id text primary key, article blob, text blob, facts blob);
create table published (path text primary key, size int, mtime_ns int);
"""


class SeedRecord(msgspec.Struct, frozen=True, array_like=True):
    """One record of a seed file, as last read."""

    record: str
    sha256: str
    problems: tuple[Problem, ...] = ()


class Prepared(msgspec.Struct, frozen=True):
    """All that was worked out of one content file; blobs are MessagePack."""

    path: str
    sha: str
    id: str
    status: str
    card: bytes
    """A Card without what the ledger knows."""
    facts: bytes
    article: bytes
    text: bytes
    seed: Seed | None
    is_edited: bool
    problems: tuple[Problem, ...]


class Known(msgspec.Struct, frozen=True):
    """What the store knows of one content file, without its body."""

    path: str
    status: Status
    card: Card
    """Without what the ledger knows."""
    facts: Facts
    problems: tuple[Problem, ...]


class Source(msgspec.Struct, frozen=True):
    """An article that was made from a seed."""

    id: str
    path: str
    """Of its content file."""
    sha256: str
    """Of the seed's record when it was made."""
    is_edited: bool


_encode = msgspec.msgpack.encode
_decode_card = msgspec.msgpack.Decoder(Card).decode
_decode_facts = msgspec.msgpack.Decoder(Facts).decode
_decode_article = msgspec.msgpack.Decoder(Article).decode
_decode_text = msgspec.msgpack.Decoder(Text).decode
_decode_seed = msgspec.msgpack.Decoder(Seed | None).decode
_decode_problems = msgspec.msgpack.Decoder(tuple[Problem, ...]).decode
_decode_records = msgspec.msgpack.Decoder(tuple[SeedRecord, ...]).decode


class Store:
    """An open store. One process writes; others read through Bodies."""

    def __init__(self, path: Path, version: str) -> None:
        """Open the store at *path*; *version* names all that its contents depend on besides the files themselves."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.rmtree(path)
        try:
            self._open()
            found = self._db.execute("select value from meta where key = 'version'").fetchone()
        except sqlite3.DatabaseError:
            found = None
        self.was_reset = found is not None and found[0] != version
        if found is None or self.was_reset:
            self._begin_anew(version)

    def _open(self) -> None:
        self._db = sqlite3.connect(self.path, isolation_level=None)
        # the store is only a cache: after a power cut it may be begun anew, so nothing waits for the disk
        self._db.execute("pragma page_size = 32768")  # an article fits into one: a quarter of the time of small ones
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = off")

    def _begin_anew(self, version: str) -> None:
        self._db.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self._open()
        self._db.executescript(_SCHEMA)
        self._db.execute("insert into meta values ('version', ?)", (version,))

    def __enter__(self) -> Store:
        self._db.execute("begin")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._db.in_transaction:  # a full disk has ended it already
                self._db.execute("commit" if kind is None else "rollback")
        finally:
            self._db.close()

    def commit(self) -> None:
        """Make what was put so far visible to other processes."""
        self._db.execute("commit")
        self._db.execute("begin")

    def note(self, key: str, value: str | None = None) -> str:
        """The note kept under *key* ("" if none); a *value* replaces it."""
        if value is not None:
            self._db.execute("insert or replace into meta values (?, ?)", (key, value))
            return value
        found = self._db.execute("select value from meta where key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    # ------------------------------------------------------------ seeds

    def seeds(self) -> dict[str, tuple[Stat, tuple[SeedRecord, ...]]]:
        rows = self._db.execute("select path, size, mtime_ns, records from seeds")
        return {path: (Stat(size, mtime), _decode_records(records)) for path, size, mtime, records in rows}

    def put_seed(self, path: str, stat: Stat, records: Sequence[SeedRecord]) -> None:
        self._db.execute(
            "insert or replace into seeds values (?, ?, ?, ?)", (path, stat.size, stat.mtime_ns, _encode(records))
        )

    def drop_seeds(self, paths: Iterable[str]) -> None:
        self._db.executemany("delete from seeds where path = ?", ((path,) for path in paths))

    # ------------------------------------------------------------ articles

    def stats(self) -> dict[str, tuple[Stat, str]]:
        """(Stat, sha) of each content file known, by path."""
        rows = self._db.execute("select path, size, mtime_ns, sha from articles")
        return {path: (Stat(size, mtime), sha) for path, size, mtime, sha in rows}

    def ids(self) -> set[str]:
        """Of every article known."""
        return {id_ for (id_,) in self._db.execute("select id from articles")}

    def sources(self) -> dict[tuple[str, str], Source]:
        """The articles that were made from seeds, by (seed path, record)."""
        found: dict[tuple[str, str], Source] = {}
        for path, id_, blob, edited in self._db.execute("select path, id, seed, edited from articles order by path"):
            seed = _decode_seed(blob)
            if seed is not None and seed.path:
                found.setdefault((seed.path, seed.record), Source(id_, path, seed.sha256, bool(edited)))
        return found

    def articles(self) -> Iterator[Known]:
        """Each content file known, by path."""
        rows = self._db.execute("select path, status, card, facts, problems from articles order by path")
        for path, status, card, facts, problems in rows:
            yield Known(path, status, _decode_card(card), _decode_facts(facts), _decode_problems(problems))

    def put_article(self, prepared: Prepared, stat: Stat) -> None:
        p = prepared
        row = (p.path, stat.size, stat.mtime_ns, p.sha, p.id, p.status, _encode(p.seed), p.is_edited)
        blobs = (p.card, p.facts, _encode(p.problems))
        self._db.execute("insert or replace into articles values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, *blobs))
        self._db.execute("insert or replace into bodies values (?, ?, ?, ?)", (p.id, p.article, p.text, p.facts))

    def touch_article(self, path: str, stat: Stat) -> None:
        self._db.execute("update articles set size = ?, mtime_ns = ? where path = ?", (stat.size, stat.mtime_ns, path))

    def drop_articles(self, paths: Iterable[str]) -> None:
        """Forget content files; their bodies stay until another article takes the id (nothing points at them)."""
        self._db.executemany("delete from articles where path = ?", ((path,) for path in paths))

    # ------------------------------------------------------------ pages

    def published(self) -> dict[str, Stat]:
        rows = self._db.execute("select path, size, mtime_ns from published")
        return {path: Stat(size, mtime) for path, size, mtime in rows}

    def put_published(self, stats: Iterable[tuple[str, Stat]], *, dropped: Iterable[str] = ()) -> None:
        self._db.executemany("delete from published where path = ?", ((path,) for path in dropped))
        self._db.executemany(
            "insert or replace into published values (?, ?, ?)",
            ((path, stat.size, stat.mtime_ns) for path, stat in stats),
        )


class StoredBodies:
    """Articles, texts and facts by article id, for rendering; any process may have its own."""

    def __init__(self, path: Path, *, keep: int = 256) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        self._keep = keep
        self._cache: dict[str, tuple[bytes, bytes, bytes]] = {}

    def close(self) -> None:
        self._db.close()

    def _row(self, id_: str) -> tuple[bytes, bytes, bytes]:
        row = self._cache.get(id_)
        if row is None:
            row = self._db.execute("select article, text, facts from bodies where id = ?", (id_,)).fetchone()
            if row is None:
                raise KeyError(id_)
            if len(self._cache) >= self._keep:
                del self._cache[next(iter(self._cache))]
            self._cache[id_] = row
        return row

    def article(self, id: str) -> Article:
        return _decode_article(self._row(id)[0])

    def text(self, id: str) -> Text:
        return _decode_text(self._row(id)[1])

    def facts(self, id: str) -> Facts:
        return _decode_facts(self._row(id)[2])
