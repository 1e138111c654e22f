"""The ledger's file ⇄ what the ledger knows: read once a run, and parsed only if more is asked for than single articles."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import msgspec

from archivegen import ledger
from archivegen.config import Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.ledger import Entry, Ledger
from archivegen.store import Store

_NOTE = "ledger"
"""Of the store: what was wrong with the ledger of which digest."""


class _Told(msgspec.Struct, frozen=True, array_like=True):
    digest: str
    problems: tuple[Problem, ...]


class Book:
    """content/ledger.tsv, as it was read and with what was written down since."""

    def __init__(self, root: Path, config: Config) -> None:
        self._path = root / config.content / ledger.FILE_NAME
        self._shown = f"{config.content}/{ledger.FILE_NAME}"
        data = self._read()
        self._state = blake2b(data, digest_size=16)
        self._text = self._decoded(data)

    def _read(self) -> bytes:
        return self._path.read_bytes() if self._path.is_file() else b""

    def _decoded(self, data: bytes) -> str:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            message = "is not UTF-8, so no address can be trusted; restore it from the site's history"
            raise CannotRun(Problem(Origin(self._shown), "error", "ledger-unreadable", message)) from error
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    @cached_property
    def _text(self) -> str:
        """After lines were added it is read again, should anybody ask: a plan that is made meanwhile needs the memory."""
        return self._decoded(self._read())

    @property
    def digest(self) -> str:
        return self._state.hexdigest()

    @cached_property
    def _parsed(self) -> tuple[Ledger, tuple[Problem, ...]]:
        return ledger.parse(self._text, self._shown)

    @property
    def ledger(self) -> Ledger:
        return self._parsed[0]

    def article(self, id_: str) -> Entry | None:
        """The entry of one article, found without looking at the others; None also where its last line cannot be read."""
        start = self._text.rfind(f"\narticle\t{id_}\t") + 1  # every line stands below the header
        end = self._text.find("\n", start)
        found, _ = ledger.parse(self._text[start : end if end >= 0 else None], self._shown)
        return found.articles.get(id_)

    def problems(self, store: Store) -> tuple[Problem, ...]:
        """What is wrong with its lines: of a file that has been read before, what was told then."""
        note = store.note(_NOTE)
        told = msgspec.json.decode(note, type=_Told) if note else None
        if told is None or told.digest != self.digest:
            told = _Told(self.digest, self._parsed[1])
            self._tell(store, told)
        return told.problems

    def _tell(self, store: Store, told: _Told) -> None:
        store.note(_NOTE, msgspec.json.encode(told).decode())

    def write(self, lines: Sequence[Entry], store: Store) -> None:
        """Add *lines* at its end, for good."""
        if not lines:
            return
        problems = self.problems(store)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        before = (
            "" if self._text.endswith("\n") else "\n" if self._text else ledger.HEADER
        )  # a person may have ended it
        text = before + "".join([one.line() for one in lines])
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        self._state.update(text.encode())
        for known in ("_text", "_parsed"):
            self.__dict__.pop(known, None)
        self._tell(store, _Told(self.digest, problems))
