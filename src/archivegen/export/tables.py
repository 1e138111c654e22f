"""Records of articles as tables: CSV for a spreadsheet, SQLite for questions. Knows files only to write them."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

COLUMNS = (
    "id path url status title title_basis kicker dek byline source credits date date_basis date_interval updated language section "
    "tags rights story words text"
).split()
_LISTS = ("byline", "credits", "tags")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_SCHEMA = f"""
create table articles ({", ".join(f"{name} text" if name != "words" else "words integer" for name in COLUMNS)}, primary key (id));
create table entities (id text primary key, name text, kind text);
create table mentions (article text references articles, entity text references entities, start integer, "end" integer);
create table quotes (article text references articles, number integer, start integer, "end" integer, words text, kind text);
create table speakers (article text references articles, number integer, entity text, name text);
create table events (article text references articles, "when" text, label text, start integer, "end" integer, basis text);
create index mentions_of on mentions (entity);
create index events_when on events ("when");
"""


def csv_lines(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A header, then a row an article: UTF-8 with a mark that spreadsheets know it by; lists are joined by "; ".

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    yield b"\xef\xbb\xbf" + _csv_row(COLUMNS)
    for record in records:
        yield _csv_row([_cell(value) for value in _values(record)])


def _csv_row(cells: Iterable[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _values(record: dict[str, Any]) -> list[Any]:
    known = {**record, "words": len(record["text"].split())}
    return ["; ".join(known[name]) if name in _LISTS else known[name] for name in COLUMNS]


def write_sqlite(records: Iterable[dict[str, Any]], target: Path) -> None:
    """A database with a row for each article, entity, mention, quotation, speaker and event, in place of *target*.

    The file is replaced when it is whole. Offsets are code points into articles.text, end exclusive.
    """
    draft = target.with_name(f".{target.name}.new")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft, isolation_level=None)) as db:
        db.execute("pragma synchronous = off")
        db.execute("pragma journal_mode = memory")
        db.executescript(_SCHEMA)
        db.execute("begin")
        for record in records:
            _insert(db, record)
        db.execute("commit")
    draft.replace(target)


def _insert(db: sqlite3.Connection, record: dict[str, Any]) -> None:
    id_, text = record["id"], record["text"]
    marks = ", ".join("?" * len(COLUMNS))
    db.execute(f"insert into articles values ({marks})", _values(record))
    for entity in record["entities"]:
        db.execute("insert or ignore into entities values (?, ?, ?)", (entity["id"], entity["name"], entity["kind"]))
        rows = ((id_, entity["id"], start, end) for start, end in entity["mentions"])
        db.executemany("insert into mentions values (?, ?, ?, ?)", rows)
    for number, quote in enumerate(record["quotes"], 1):
        for start, end in quote["spans"]:
            row = (id_, number, start, end, text[start:end], quote["kind"])
            db.execute("insert into quotes values (?, ?, ?, ?, ?, ?)", row)
        speakers = ((id_, number, speaker["id"], speaker["name"]) for speaker in quote["speakers"])
        db.executemany("insert into speakers values (?, ?, ?, ?)", speakers)
    for event in record["events"]:
        row = (id_, event["when"], event["label"], *event["span"], event["basis"])
        db.execute("insert into events values (?, ?, ?, ?, ?, ?)", row)
