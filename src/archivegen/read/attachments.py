"""The attachments of a WordPress export by id, in a table that needs little memory however many there are."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping

from archivegen.read.wordpress_body import Media

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)


class Attachments(Mapping[str, Media]):
    """Attachments by id; those uploaded to a post are its gallery. Filled first, then read."""

    def __init__(self) -> None:
        # a nameless database: in memory while it is small, else in a file that goes with it
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("pragma synchronous = off")
        self._db.execute("pragma journal_mode = off")
        self._db.execute(
            "create table media (id text primary key, src text, alt text, caption text, gallery text) without rowid"
        )
        self._count = 0
        self._has_index = False

    def add(self, number: str, media: Media, *, post: str) -> None:
        """Keep *media*, uploaded to *post* ("" or "0": to none)."""
        gallery = post if post not in {"", "0"} and _PICTURE.search(media.src) else None
        row = (number, media.src, media.alt, media.caption, gallery)
        # an export that holds an attachment twice means the last of them
        self._db.execute("insert or replace into media values (?, ?, ?, ?, ?)", row)
        self._count += 1

    def __getitem__(self, number: str) -> Media:
        row = self._db.execute("select src, alt, caption from media where id = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        return Media(*row)

    def __contains__(self, number: object) -> bool:
        return self._db.execute("select 1 from media where id = ?", (number,)).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        return (number for (number,) in self._db.execute("select id from media order by id"))

    def __len__(self) -> int:
        return int(self._db.execute("select count(*) from media").fetchone()[0])

    def uploaded_to(self, post: str) -> tuple[str, ...]:
        """The ids of the pictures uploaded to *post*, by id: the order in which WordPress got them."""
        if not self._count:
            return ()
        if not self._has_index:
            self._db.execute("create index by_post on media (gallery) where gallery is not null")
            self._has_index = True
        found = self._db.execute("select id from media where gallery = ? order by length(id), id", (post,))
        return tuple(number for (number,) in found)

    def close(self) -> None:
        self._db.close()
