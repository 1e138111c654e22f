"""What lies in a store, read when it is asked for: facts of articles, rows that link kept, bodies for rendering.

Each answers as long as the store is open, and afterwards for as long as its file is there.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar, overload

import msgspec

from archivegen.model import Article, Card, Facts, Span, Text, TextBlock
from archivegen.sheets import Sheet, with_blocks

_decode_article = msgspec.msgpack.Decoder(Article).decode
_decode_text = msgspec.msgpack.Decoder(tuple[tuple[TextBlock, ...], tuple[Span, ...], str]).decode
_decode_facts = msgspec.msgpack.Decoder(Facts).decode
_decode_card = msgspec.msgpack.Decoder(Card).decode
_decode_sheet = msgspec.msgpack.Decoder(Sheet).decode
_TEXTS = 64
"""So many are kept decoded: more than the most articles that one page shows words of."""
_FEW = 500
_PART = 8
"""So many facts, or one of so many, are read one by one; who asks for more will ask for most of them."""
CONFINED = 1_000
"""From so many articles on, values that recur from article to article are shared: less memory is written, and kept."""


class Source:
    """A connection to a store that outlives the store's own."""

    def __init__(self, path: Path, own: sqlite3.Connection) -> None:
        self._path, self._db = path, own

    def ask(self, query: str, given: Sequence[Any] = ()) -> sqlite3.Cursor:
        """As Connection.execute; it is never told to write."""
        try:
            return self._db.execute(query, given)
        except sqlite3.ProgrammingError:  # the store was closed
            self._db = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, isolation_level=None)
            return self._db.execute(query, given)


class Rows(Mapping[str, bytes]):
    """What link kept, by key. One row is read at a time."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __getitem__(self, key: str) -> bytes:
        row = self._source.ask("select value from linked where key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return row[0]  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in self._source.ask("select key from linked").fetchall())

    def __len__(self) -> int:
        return int(self._source.ask("select count(*) from linked").fetchone()[0])


T = TypeVar("T")


class _Stored(Sequence[T]):
    """What the articles table has of articles, in an order of theirs; decoded when first asked for, and then kept."""

    _column: str

    def __init__(self, source: Source, paths: Sequence[str]) -> None:
        """*paths*: of their content files."""
        self._source, self._paths = source, paths
        self._made: list[T | None] = [None] * len(paths)
        self._asked, self._is_whole = 0, False

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple([self[number] for number in range(len(self))[at]])
        return self._made[at] or self._read(at)

    def __iter__(self) -> Iterator[T]:
        if not self._is_whole:
            self._read_all()
        return iter(self._made)  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(a == b for a, b in zip(self, other))  # noqa: B905

    def __hash__(self) -> int:
        return hash(tuple(self))

    def _read(self, at: int) -> T:
        self._asked += 1
        if self._asked > max(_FEW, len(self._paths) // _PART):
            self._read_all()
            return self._made[at]  # type: ignore[return-value]
        at %= len(self._paths)
        query = f"select {self._column} from articles where path = ?"
        (blob,) = self._source.ask(query, (self._paths[at],)).fetchone()
        made = self._made[at] = self._decoded(at, blob)
        return made

    def _read_all(self) -> None:
        missing = {self._paths[at]: at for at, made in enumerate(self._made) if made is None}
        if missing:
            for path, blob in self._source.ask(f"select path, {self._column} from articles"):
                at = missing.get(path, -1)
                if at >= 0:
                    self._made[at] = self._decoded(at, blob)
        self._is_whole = True

    def _decoded(self, at: int, blob: bytes) -> T:
        raise NotImplementedError


class StoredFacts(_Stored[Facts]):
    """The facts of articles."""

    _column = "facts"

    def __init__(self, source: Source, paths: Sequence[str]) -> None:
        super().__init__(source, paths)
        self._one_of: dict[Any, Any] | None = {} if len(paths) >= CONFINED else None
        self._is_bare = False

    def leave_out_entities(self) -> None:
        """Tell all facts without entities from now on: they are the larger part, and once linked nobody asks for them."""
        self._is_bare, self._one_of = True, None
        self._made = [made and msgspec.structs.replace(made, entities=()) for made in self._made]

    def _decoded(self, at: int, blob: bytes) -> Facts:
        facts = _decode_facts(blob)
        if self._is_bare:
            msgspec.structs.force_setattr(facts, "entities", ())
        if self._one_of is not None:
            one_of = self._one_of
            entities = tuple([one_of.setdefault(entity, entity) for entity in facts.entities])
            msgspec.structs.force_setattr(facts, "entities", entities)
        return facts


class StoredCards(_Stored[Card]):
    """The cards of articles, as the ledger completes them."""

    _column = "card"

    def __init__(self, source: Source, paths: Sequence[str], complete: Callable[[int, Card], Card]) -> None:
        """*complete*: gets the place of a card among *paths*, and the card without what the ledger knows."""
        super().__init__(source, paths)
        self._complete = complete

    def _decoded(self, at: int, blob: bytes) -> Card:
        return self._complete(at, _decode_card(blob))


def settle(path: Path) -> None:
    """Bring all that the store at *path* holds into that one file, for those who do not share memory with who writes to it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        is_busy, pages, settled = db.execute("pragma wal_checkpoint(full)").fetchone()
        if is_busy or pages != settled:
            raise sqlite3.OperationalError("the store is being written to")
    with path.open("rb") as file:
        os.fsync(file.fileno())


_Told = Sequence[bytes]
"""The words and the text of an article, as Prepared has them."""


class StoredBodies:
    """Articles, texts and facts by article id, for rendering; any process may have its own."""

    def __init__(self, path: Path, *, is_settled: bool = False) -> None:
        """*is_settled*: nobody writes to the store at *path*, so that it is read without locks: on any shared disk."""
        options = "mode=ro&immutable=1" if is_settled else "mode=ro"
        self._db = sqlite3.connect(f"file:{path}?{options}", uri=True, isolation_level=None)
        self._db.execute("begin")  # one reading of the store: to lock it for each question costs a fifth of the answer
        self._texts: dict[str, Text] = {}
        """Those asked for last: an entity's page names one article many times, and its feed the same ones."""
        self._last: tuple[str, Article, _Told] = ("", Article(id="", title=""), (b"", b""))
        """An article's page and that of its raw text follow one another; its text is asked for next."""

    def close(self) -> None:
        self._db.close()

    def _read(self, columns: str, id: str) -> Sequence[bytes]:
        """The *columns* of *id*: of several files with one id, the one that is called after it has it, else the first, as
        `store.holds_id` says. The store is not asked to put them in order: it would copy whole articles to do so.
        """
        rows = self._db.execute(f"select path, {columns} from bodies where id = ?", (id,)).fetchall()
        if not rows:
            raise KeyError(id)
        own = rows[0] if len(rows) == 1 else min(rows, key=lambda row: (not row[0].endswith(f"/{id}.md"), row[0]))
        return own[1:]  # type: ignore[no-any-return]

    def article(self, id: str) -> Article:
        if self._last[0] != id:
            encoded, sheet, *told = self._read("article, sheet, words, text", id)
            article = _decode_article(encoded)
            self._last = id, article, told
            if sheet:
                self._last = id, with_blocks(article, self.text(id)), told
        return self._last[1]

    def sheet(self, id: str) -> tuple[Article, Sheet] | None:
        """The article without its blocks, and its sheet; None if it has none."""
        bare = "iif(sheet = x'', words, x''), iif(sheet = x'', text, x'')"
        encoded, sheet, *told = self._read(f"article, sheet, {bare}", id)
        article = _decode_article(encoded)
        if sheet:
            return article, _decode_sheet(sheet)
        self._last = id, article, told
        return None

    def text(self, id: str) -> Text:
        found = self._texts.get(id)
        if found is None:
            known, _, told = self._last
            words, others = told if known == id else self._read("words, text", id)
            found = Text(words.decode(), *_decode_text(others))
            if len(self._texts) >= _TEXTS:
                del self._texts[next(iter(self._texts))]
            self._texts[id] = found
        return found

    def facts(self, id: str) -> Facts:
        (blob,) = self._read("facts", id)
        return _decode_facts(blob)
