"""Two exports of an archive → what changed between them, article by article. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from archivegen.errors import CannotRun, Origin, Problem

FIELDS = (
    ("path", "address"), ("status", "status"), ("title", "title"), ("kicker", "kicker"), ("dek", "dek"),
    ("byline", "byline"), ("source", "source"), ("date", "date"), ("date_basis", "basis of the date"),
    ("updated", "updated"), ("language", "language"), ("section", "section"), ("tags", "tags"), ("url", "url"), ("rights", "rights"),
)  # fmt: skip
"""(key of the record, what a person calls it)."""
_LONGEST = 90
_Record = Mapping[str, Any]


def read(lines: Iterable[bytes], name: str) -> dict[str, _Record]:
    """The records of an export (jsonl) by id. Raises CannotRun for what is none, with its line."""
    found: dict[str, _Record] = {}
    for number, line in enumerate(lines, 1):
        try:
            record = msgspec.json.decode(line)
            found[record["id"]] = {"entities": (), "quotes": (), "events": (), "text": "", **record}
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            message = f"is no line of an export ({error}); write both with: archivegen export jsonl -o FILE"
            raise CannotRun(Problem(Origin(name, "", number), "error", "export-unreadable", message)) from error
    return found


def lines(old: Mapping[str, _Record], new: Mapping[str, _Record]) -> Iterator[str]:
    """A line for each article that came or went, and for each that changed its differences below it; a sum at the end."""
    counts: Counter[str] = Counter()
    for id_ in sorted(old.keys() | new.keys()):
        if id_ not in old:
            counts["new"] += 1
            yield f"+ {id_}  {_short(new[id_].get('title'))}"
        elif id_ not in new:
            counts["gone"] += 1
            yield f"- {id_}  {_short(old[id_].get('title'))}"
        elif changes := list(_changes(old[id_], new[id_])):
            counts["changed"] += 1
            yield f"! {id_}"
            yield from (f"    {change}" for change in changes)
    same = len(old.keys() & new.keys()) - counts["changed"]
    yield f"{counts['new']} new, {counts['gone']} gone, {counts['changed']} changed, {same} the same"


def _changes(old: _Record, new: _Record) -> Iterator[str]:
    for key, label in FIELDS:
        if old.get(key) != new.get(key):
            yield f"{label}: {_short(old.get(key))} → {_short(new.get(key))}"
    if old["text"] != new["text"]:
        yield f"text: {len(old['text'].split()):,} → {len(new['text'].split()):,} words"
    yield from _marked("entity", _entities(old), _entities(new))
    yield from _marked("quotation", _quotes(old), _quotes(new))
    yield from _marked("event", _events(old), _events(new))


def _marked(label: str, old: Counter[str], new: Counter[str]) -> Iterator[str]:
    yield from (f"- {label}: {_short(one)}" for one in (old - new).elements())
    yield from (f"+ {label}: {_short(one)}" for one in (new - old).elements())


def _entities(record: _Record) -> Counter[str]:
    return Counter(f"{one['name']} ({one['kind']}, {one['id']})" for one in record["entities"])


def _quotes(record: _Record) -> Counter[str]:
    told: Counter[str] = Counter()
    for quote in record["quotes"]:
        words = " … ".join(record["text"][start:end] for start, end in quote["spans"])
        speakers = ", ".join(one["name"] for one in quote["speakers"]) or "nobody named"
        told[f"{speakers}: {words}"] += 1
    return told


def _events(record: _Record) -> Counter[str]:
    return Counter(f"{one['when']} {one['label']}" for one in record["events"])


def _short(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")
    text = " ".join(text.split())
    return (text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…") or "–"
