"""What was worked out before (.archivegen/store.sqlite): a memo of seeds, articles, facts and pages. Only a cache.

A store of another program version, or a damaged one, is begun anew.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from archivegen.errors import Problem
from archivegen.model import Card, Seed, Status
from archivegen.references import References
from archivegen.scan import Stat
from archivegen.stored import CONFINED, Rows, StoredBodies, StoredCards, StoredFacts, settle
from archivegen.stored import Source as Reading

__all__ = ["Known", "Prepared", "SeedRecord", "Sketched", "Source", "Store", "StoredBodies", "holds_id", "settle"]

_SCHEMA = """
create table meta (key text primary key, value text) without rowid;
create table seeds (path text primary key, size int, mtime_ns int, given text);
create table records (path text, part int, records blob, primary key (path, part)) without rowid;
create table sketches (
    path text, record text, place text, lines blob, marks blob, prints blob, primary key (path, record)
) without rowid;
create index sketches_by_place on sketches (place);
create table articles (
    path text primary key, sha text, id text, status text, seed blob, edited int,
    card blob, facts blob, problems blob, answers blob, refs blob, named text, told text
);
create index edited_articles on articles (id, seed) where edited and seed != x'c0';
create index pointing_articles on articles (path) where refs != x'';
create index made_articles on articles (path) where seed != x'c0';
create table bodies (path text primary key, id text, article blob, sheet blob, words blob, text blob, facts blob);
create index bodies_by_id on bodies (id);
create table media (path text primary key, size int, mtime_ns int, seen blob);
create table files (place text primary key, stats blob);
create table linked (key text primary key, value blob);
create table planned (kind text primary key, made blob);
"""


class SeedRecord(msgspec.Struct, frozen=True, array_like=True):
    """One record of a seed file, as last read."""

    record: str
    sha256: str
    problems: tuple[Problem, ...] = ()
    losses: tuple[tuple[str, str, int], ...] = ()
    """As Losses.counts."""


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
    """Without its blocks, if there is a sheet."""
    words: bytes
    """Text.text, as UTF-8."""
    text: bytes
    """The other fields of a Text."""
    seed: Seed | None
    is_edited: bool
    problems: tuple[Problem, ...]
    answers: tuple[int, ...] = ()
    """References.answers of it."""
    references: References = References()
    named: str = ""
    """Digest of what decides which entities its names are; "" = that of the whole file."""
    told: str = ""
    """Digest of what decides which story it is part of, beside its entities; "" = as above."""
    sheet: bytes = b""
    """A Sheet; b"" where the article has none."""


class Known(msgspec.Struct, frozen=True):
    """What the store knows of one content file, without its body."""

    path: str
    status: Status
    card: Card
    """Without what the ledger knows."""
    problems: tuple[Problem, ...]
    version: str = ""
    """Of what is shown of the article: another part of it, or other facts, have another."""
    named: str = ""
    """As Prepared.named."""
    told: str = ""
    """As Prepared.told."""


class Sketched(msgspec.Struct, frozen=True):
    """What a survey keeps of one record of a seed."""

    record: str
    place: str
    """Whose furniture it may show: a host or a folder."""
    lines: bytes
    marks: bytes
    prints: bytes


class Located(msgspec.Struct, frozen=True):
    """Where an article stands, published or not."""

    id: str
    path: str
    """Of its content file."""
    seed: Seed | None


class Source(msgspec.Struct, frozen=True):
    """An article that was made from a seed."""

    id: str
    path: str
    """Of its content file."""
    sha256: str
    """Of the seed's record when it was made."""
    is_edited: bool
    given: str = ""
    furniture: str = ""
    is_double: bool = False
    """Another content file claims its id, so a person made one of the two."""

    @property
    def stays(self) -> bool:
        """Whether its content file is a person's, and not deleted with its seed."""
        return self.is_edited or self.is_double

    @property
    def made_of(self) -> str:
        """Tells all that the article was made of."""
        return f"{self.sha256} {self.given} {self.furniture}"


_encode = msgspec.msgpack.encode
_decode_card = msgspec.msgpack.Decoder(Card).decode
_decode_seed = msgspec.msgpack.Decoder(Seed | None).decode
_decode_problems = msgspec.msgpack.Decoder(tuple[Problem, ...]).decode
_decode_answers = msgspec.msgpack.Decoder(tuple[int, ...]).decode
_decode_references = msgspec.msgpack.Decoder(References).decode
_decode_stats = msgspec.msgpack.Decoder(dict[str, Stat]).decode
_decode_records = msgspec.msgpack.Decoder(tuple[SeedRecord, ...]).decode


_NO_PROBLEMS = _encode(())
_RECURRING = ("title_basis", "date_basis", "source", "section", "language", "date")


def _share(one_of: dict[str, str], card: Card) -> None:
    """Let equal texts be one text: they recur from article to article, and a large archive holds all articles' at once."""
    for name in _RECURRING:
        value = getattr(card, name)
        msgspec.structs.force_setattr(card, name, one_of.setdefault(value, value))


class Store:
    """An open store. One process writes; others read through Bodies."""

    def __init__(self, path: Path, version: str) -> None:
        """Open the store at *path*; *version* names all that its contents depend on besides the files themselves."""
        self.path = path
        self.was_damaged = False
        self._new_version = ""
        """Of a store that is being filled for the first time."""
        is_there = path.is_dir() or (path.is_file() and path.stat().st_size > 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.rmtree(path)
        try:
            self._open()
            found = self._db.execute("select value from meta where key = 'version'").fetchone()
        except sqlite3.DatabaseError:
            found, self.was_damaged = None, is_there
        self.was_reset = found is not None and found[0] != version
        if found is None or self.was_reset:
            self._begin_anew(version)

    def _open(self, *, journal: str = "wal") -> None:
        self._db = sqlite3.connect(self.path, isolation_level=None)
        # the store is only a cache: after a power cut it may be begun anew, so nothing waits for the disk
        self._db.execute("pragma page_size = 32768")  # an article fits into one: a quarter of the time of small ones
        self._db.execute(f"pragma journal_mode = {journal}")
        self._db.execute("pragma synchronous = off")

    def _begin_anew(self, version: str) -> None:
        """Without a journal, through which all would be written twice: a first fill that is cut off is thrown away.

        That it was not is told by the version, which is written after all else.
        """
        self._db.close()
        self._unlink()
        self._open(journal="off")
        self._db.executescript(_SCHEMA)
        self._new_version = version

    def _unlink(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def _complete(self) -> None:
        """What was put first is there: from now on a transaction holds as a whole or not at all."""
        if self._new_version:
            self._db.execute("insert into meta values ('version', ?)", (self._new_version,))
            self._db.execute("pragma journal_mode = wal")
            self._new_version = ""

    def __enter__(self) -> Store:
        self._db.execute("begin")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._db.in_transaction:  # a full disk has ended it already
                self._db.execute("commit")
                self._complete()
            elif self._db.in_transaction and not self._new_version:
                self._db.execute("rollback")
        finally:
            self._db.close()
            if self._new_version:  # nothing can be rolled back without a journal
                self._unlink()

    def commit(self) -> None:
        """Make what was put so far visible to other processes."""
        self._db.execute("commit")
        self._complete()
        self._db.execute("begin")

    def note(self, key: str, value: str | None = None) -> str:
        """The note kept under *key* ("" if none); a *value* replaces it."""
        if value is not None:
            self._db.execute("insert or replace into meta values (?, ?)", (key, value))
            return value
        found = self._db.execute("select value from meta where key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    # ------------------------------------------------------------ seeds

    def seeds(self) -> dict[str, tuple[int, int, str]]:
        """(size, mtime_ns, digest of what was known of it) of each seed file, by path."""
        rows = self._db.execute("select path, size, mtime_ns, given from seeds")
        return {path: (size, mtime, given) for path, size, mtime, given in rows}

    def records(self, path: str = "") -> Iterator[tuple[str, tuple[SeedRecord, ...]]]:
        """(path, records) of each seed, or of the seed *path*; those of a large one in parts, so that memory stays small."""
        query = "select path, records from records"
        rows = self._db.execute(f"{query} where path = ? order by part", (path,)) if path else self._db.execute(query)
        for found, blob in rows:
            yield found, _decode_records(blob)

    def put_records(self, path: str, part: int, records: Sequence[SeedRecord]) -> None:
        """Keep what was read of the seed *path*; part 0 takes the place of all that was kept before."""
        if part == 0:
            self._db.execute("delete from records where path = ?", (path,))
        self._db.execute("insert into records values (?, ?, ?)", (path, part, _encode(records)))

    def tell_of_record(self, path: str, record: str, problem: Problem) -> None:
        """Add *problem* to what was told of a record of the seed *path* when it was read."""
        parts = self._db.execute("select part, records from records where path = ?", (path,)).fetchall()
        for part, blob in parts:
            rows = _decode_records(blob)
            if any(row.record == record and row.sha256 for row in rows):
                told = [
                    msgspec.structs.replace(row, problems=(*row.problems, problem)) if row.record == record else row
                    for row in rows
                ]
                self._db.execute(
                    "update records set records = ? where path = ? and part = ?", (_encode(told), path, part)
                )

    def put_seed(self, path: str, stat: Stat, given: str = "") -> None:
        """The seed *path* was read, as a whole. *given*: the digest of what its folder or an index says of it."""
        self._db.execute("insert or replace into seeds values (?, ?, ?, ?)", (path, stat.size, stat.mtime_ns, given))

    def drop_seeds(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._db.execute("delete from seeds where path = ?", (path,))
            self._db.execute("delete from records where path = ?", (path,))

    # ------------------------------------------------------------ sketches

    def put_sketches(self, path: str, sketches: Iterable[Sketched]) -> None:
        """Add *sketches* of records of the seed *path*."""
        rows = ((path, one.record, one.place, one.lines, one.marks, one.prints) for one in sketches)
        self._db.executemany("insert or replace into sketches values (?, ?, ?, ?, ?, ?)", rows)

    def drop_sketches(self, paths: Iterable[str]) -> set[str]:
        """Forget those of the seeds *paths*; the places that they taught."""
        places: set[str] = set()
        for path in paths:
            places |= {place for (place,) in self._db.execute("select place from sketches where path = ?", (path,))}
            self._db.execute("delete from sketches where path = ?", (path,))
        return places

    def places(self) -> list[str]:
        """Of all sketches, sorted."""
        return [place for (place,) in self._db.execute("select distinct place from sketches order by place")]

    def sketches(self, place: str) -> Iterator[tuple[str, Sketched]]:
        """(seed path, sketch) of each record that may show the furniture of *place*, by path and record."""
        query = "select path, record, lines, marks, prints from sketches where place = ? order by path, record"
        for path, record, lines, marks, prints in self._db.execute(query, (place,)):
            yield path, Sketched(record, place, lines, marks, prints)

    def sketched_lines(self, path: str = "") -> Iterator[tuple[str, str, str, bytes]]:
        """(seed path, record, place, lines) of each sketch, or of those of the seed *path*."""
        query = "select path, record, place, lines from sketches"
        yield from self._db.execute(f"{query} where path = ?", (path,)) if path else self._db.execute(query)

    # ------------------------------------------------------------ articles

    def files(self, place: str) -> dict[str, Stat]:
        """How each file of *place* was when it was last seen, by path."""
        row = self._db.execute("select stats from files where place = ?", (place,)).fetchone()
        return _decode_stats(row[0]) if row else {}

    def put_files(self, place: str, stats: Mapping[str, Stat]) -> None:
        """As one value: nearly every run asks for all."""
        self._db.execute("insert or replace into files values (?, ?)", (place, _encode(stats)))

    def sha(self, path: str) -> str:
        """Prepared.sha of the content file *path*; "" if it is not known."""
        row = self._db.execute("select sha from articles where path = ?", (path,)).fetchone()
        return str(row[0]) if row else ""

    def seed_of(self, path: str) -> Seed | None:
        """What the content file *path* was made from, when it was last read."""
        row = self._db.execute("select seed from articles where path = ?", (path,)).fetchone()
        return _decode_seed(row[0]) if row else None

    def ids(self) -> set[str]:
        """Of every article known."""
        return {id_ for (id_,) in self._db.execute("select id from articles")}

    def sources(self) -> dict[tuple[str, str], Source]:
        """The articles that were made from seeds, by (seed path, record); of files that claim one id, the one that has it."""
        found: dict[tuple[str, str], Source] = {}
        query = "select path, id, seed, edited from articles where seed != x'c0' order by path"  # MessagePack's None
        rows = self._db.execute(query).fetchall()
        holders = self._holders() if rows else {}
        for path, id_, blob, edited in sorted(rows, key=lambda row: holds_id(row[1], row[0])):
            seed = _decode_seed(blob)
            if seed is not None and seed.path and holders.get(id_, path) == path:
                source = Source(id_, path, seed.sha256, bool(edited), seed.given, seed.furniture, id_ in holders)
                found.setdefault((seed.path, seed.record), source)
        return found

    def _holders(self) -> dict[str, str]:
        """Of each id that several content files claim: the file that has it."""
        query = "select id, path from bodies where id in (select id from bodies group by id having count(*) > 1)"
        found: dict[str, str] = {}
        for id_, path in sorted(self._db.execute(query), key=lambda row: holds_id(*row)):
            found.setdefault(id_, path)
        return found

    def count_articles(self) -> int:
        """How many content files are known."""
        return int(self._db.execute("select count(*) from articles").fetchone()[0])

    def articles(self) -> Iterator[Known]:
        """Each content file known, by path."""
        query = "select path, status, card, problems, named, told from articles order by path"
        rows = self._db.execute(query).fetchall()
        one_of: dict[str, str] = {}
        for path, status, card_blob, told, *digests in rows:
            card = _decode_card(card_blob)
            if len(rows) >= CONFINED:
                _share(one_of, card)
            problems = _decode_problems(told) if told != _NO_PROBLEMS else ()
            yield Known(path, status, card, problems, card.digest, *digests)

    def told(self, path: str) -> tuple[Any, ...] | None:
        """What is known of the content file *path* beside its text and facts: the Card, last, without what the ledger knows."""
        query = "select id, status, problems, answers, refs, named, told, card from articles where path = ?"
        row = self._db.execute(query, (path,)).fetchone()
        return (*row[:-1], _decode_card(row[-1])) if row else None

    def cards(self, paths: Sequence[str], complete: Callable[[int, Card], Card]) -> StoredCards:
        """Those of the content files *paths*, in that order, each made *complete* by what the ledger knows of the one at its place."""
        return StoredCards(Reading(self.path, self._db), paths, complete)

    def facts(self, paths: Sequence[str]) -> StoredFacts:
        """Those of the content files *paths*, in that order; read when they are asked for."""
        return StoredFacts(Reading(self.path, self._db), paths)

    def astray(self) -> set[str]:
        """Ids of the articles whose seed is not what they were made from: only a file that is a person's stays then."""
        found = set()
        query = "select id, seed from articles where edited and seed != x'c0'"  # MessagePack's None
        kept = self._db.execute(query).fetchall()
        kept += ((id_, _encode(self.seed_of(path))) for id_, path in self._holders().items())
        for id_, blob in kept:
            seed = _decode_seed(blob)
            if seed is not None and seed.path:
                now = {one.sha256 for _, told in self.records(seed.path) for one in told if one.record == seed.record}
                if seed.sha256 not in now:
                    found.add(id_)
        return found

    def located(self) -> list[Located]:
        """Where each article known stands, by path."""
        rows = self._db.execute("select id, path, seed from articles order by path")
        return [Located(id_, path, _decode_seed(seed)) for id_, path, seed in rows]

    def put_article(self, prepared: Prepared) -> None:
        p = prepared
        row = (p.path, p.sha, p.id, p.status, _encode(p.seed), p.is_edited)
        refs = _encode(p.references) if p.references else b""
        blobs = (p.card, p.facts, _encode(p.problems), _encode(p.answers), refs, p.named or p.sha, p.told or p.sha)
        self._db.execute(
            "insert or replace into articles values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, *blobs)
        )
        self._db.execute(
            "insert or replace into bodies values (?, ?, ?, ?, ?, ?, ?)",
            (p.path, p.id, p.article, p.sheet, p.words, p.text, p.facts),
        )

    def drop_articles(self, paths: Iterable[str]) -> None:
        """Forget content files."""
        gone = [(path,) for path in paths]
        self._db.executemany("delete from articles where path = ?", gone)
        self._db.executemany("delete from bodies where path = ?", gone)

    def references(self) -> list[tuple[str, str, References]]:
        """(path, id, what it points at) of each content file that points at anything, by path."""
        rows = self._db.execute("select path, id, refs from articles where refs != x'' order by path")
        return [(path, id_, _decode_references(refs)) for path, id_, refs in rows]

    def answers(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """(id, keys that it answers to) of each article known, by path."""
        for id_, blob in self._db.execute("select id, answers from articles order by path"):
            yield id_, _decode_answers(blob)

    # ------------------------------------------------------------ pictures and documents

    def media(self) -> dict[str, tuple[Stat, bytes]]:
        """(Stat, what was seen of it) of each file that was looked into, by path."""
        rows = self._db.execute("select path, size, mtime_ns, seen from media")
        return {path: (Stat(size, mtime), seen) for path, size, mtime, seen in rows}

    def put_media(self, rows: Iterable[tuple[str, Stat, bytes]], *, dropped: Iterable[str] = ()) -> None:
        self._db.executemany("delete from media where path = ?", ((path,) for path in sorted(dropped)))
        self._db.executemany(
            "insert or replace into media values (?, ?, ?, ?)",
            ((path, stat.size, stat.mtime_ns, seen) for path, stat, seen in rows),
        )

    # ------------------------------------------------------------ what link worked out

    def linked(self) -> Mapping[str, bytes]:
        """What was kept, read row by row when it is asked for."""
        return Rows(Reading(self.path, self._db))

    def put_linked(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Keep *rows* in place of those with the same keys; an empty one is forgotten."""
        self._db.executemany("insert or replace into linked values (?, ?)", rows)
        self._db.execute("delete from linked where value = x''")

    # ------------------------------------------------------------ what plan worked out

    def planned(self, common: str) -> dict[str, bytes]:
        """What is kept of each page kind, if it was worked out from the same *common*."""
        if self.note("planned") != common:
            return {}
        return dict(self._db.execute("select kind, made from planned"))

    def put_planned(self, common: str, made: Iterable[tuple[str, bytes]], *, kinds: Collection[str]) -> None:
        """Keep what is *made* of each kind in place of what was; other *kinds* stay as they are, all others are forgotten."""
        if self.note("planned") != common:
            self._db.execute("delete from planned")
            self.note("planned", common)
        self._db.executemany("insert or replace into planned values (?, ?)", made)
        gone = [(kind,) for (kind,) in self._db.execute("select kind from planned") if kind not in kinds]
        self._db.executemany("delete from planned where kind = ?", gone)


def holds_id(id: str, path: str) -> tuple[bool, str]:
    """Sorts the content files that claim *id*: the first of them has it."""
    return not path.endswith(f"/{id}.md"), path
