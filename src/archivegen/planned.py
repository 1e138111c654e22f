"""What the units of a page kind came to, kept from run to run: of most of them only the paths and keys of their files are asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

_NOTHING = msgspec.Raw(msgspec.msgpack.encode({}))


class Marks(dict[str, str]):
    """By form of page: a digest of the part of the theme that its pages are made with; of a form not told, under ""."""

    def __missing__(self, form: str) -> str:
        return self.get("", "")


class Row(NamedTuple):
    """A page as it is remembered."""

    path: str
    form: str
    told: str
    """A digest of all that decides its bytes but the theme."""

    def key(self, marks: Marks) -> str:
        """Equal keys mean equal bytes."""
        return self.told + marks[self.form]


class Made(NamedTuple):
    """What a unit of a page kind came to."""

    key: bytes
    rows: tuple[Row, ...]


class Kept(msgspec.Struct, array_like=True):
    """As MessagePack what is not asked of a kind that no change has touched."""

    keys: msgspec.Raw = _NOTHING
    """By unit."""
    rows: msgspec.Raw = _NOTHING
    """By unit; its rows, as MessagePack."""
    files: dict[str, str] = {}
    """Key of each page, by path."""
    has_clash: bool = False
    """Two of the pages have one path."""
    marks: dict[str, str] = {}
    """Of the forms that the pages have, as they were when *files* were told."""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Kept).decode
_decode_keys = msgspec.msgpack.Decoder(dict[str, bytes]).decode
_decode_all_rows = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode
_decode_rows = msgspec.msgpack.Decoder(tuple[Row, ...]).decode


class Units(Mapping[str, Made]):
    """Of one page kind, by name, in their order."""

    def __init__(self, marks: Marks, kept: Kept | None = None) -> None:
        self._kept = kept = kept or Kept()
        self._marks = marks
        self._forms = frozenset(kept.marks)
        self.files = kept.files
        """Key of each page, by path."""
        self.has_clash = kept.has_clash
        others = {form for form, mark in kept.marks.items() if marks[form] != mark}
        self.has_other_marks = bool(others)
        """Pages have other keys than those that were kept, since templates changed."""
        if others:
            self._mark_anew(others, Marks(kept.marks))

    @staticmethod
    def decode(data: bytes, marks: Marks) -> Units:
        return Units(marks, _decode(data))

    @cached_property
    def keys_by_unit(self) -> dict[str, bytes]:
        return _decode_keys(self._kept.keys)

    @cached_property
    def _rows(self) -> dict[str, msgspec.Raw]:
        return _decode_all_rows(self._kept.rows)

    def encode(self) -> bytes:
        marks = {form: self._marks[form] for form in sorted(self._forms)}
        keys, rows = (msgspec.Raw(_encode(told)) for told in (self.keys_by_unit, self._rows))
        return _encode(Kept(keys, rows, self.files, self.has_clash, marks))

    def _mark_anew(self, forms: Collection[str], before: Marks) -> None:
        for rows in map(_decode_rows, self._rows.values()):
            for row in rows:
                if row.form in forms and self.files[row.path] == row.key(before):  # else another page has the path
                    self.files[row.path] = row.key(self._marks)

    def __getitem__(self, name: str) -> Made:
        return Made(self.keys_by_unit[name], _decode_rows(self._rows[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_by_unit)

    def __len__(self) -> int:
        return len(self.keys_by_unit)

    def __contains__(self, name: object) -> bool:
        return name in self.keys_by_unit

    def is_known(self, name: str, key: bytes) -> bool:
        """Whether the unit *name* is as it was when *key* told all that it shows."""
        return key != b"" and self.keys_by_unit.get(name) == key

    def having(self, names: Sequence[str], made: Mapping[str, Made]) -> Units:
        """The units *names*, in this order: those that are *made* now, and of the others what there is here."""
        found = Units(self._marks)
        if list(self.keys_by_unit) == list(names):
            found.keys_by_unit, found._rows = dict(self.keys_by_unit), dict(self._rows)
            gone: Iterable[str] = made
        else:
            for name in names:
                if name not in made:
                    found._rows[name] = self._rows[name]
                found.keys_by_unit[name] = self.keys_by_unit.get(name, b"")
            gone = [name for name in self if name in made or name not in found.keys_by_unit]
        for name, one in made.items():
            found.keys_by_unit[name] = one.key
            found._rows[name] = msgspec.Raw(_encode(one.rows))
        found._count_files(self, [row for name in gone if name in self for row in self[name].rows], made)
        return found

    def _count_files(self, before: Units, gone: Iterable[Row], made: Mapping[str, Made]) -> None:
        rows = [row for one in made.values() for row in one.rows]
        fresh = {row.path: row.key(self._marks) for row in rows}
        self._forms = before._forms | {row.form for row in rows}
        self.files = dict(before.files)
        for row in gone:
            self.files.pop(row.path, None)
        if not before.has_clash and len(fresh) == len(rows) and self.files.keys().isdisjoint(fresh):
            self.files |= fresh
            return
        rows = [row for one in self.values() for row in one.rows]
        self.files = {row.path: row.key(self._marks) for row in reversed(rows)}  # the first has it
        self.has_clash = len(self.files) < len(rows)
