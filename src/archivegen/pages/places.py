"""Where and when an article stands, as it is kept from one planning to the next. Pure."""

from __future__ import annotations

from operator import attrgetter
from typing import Final, NamedTuple

import msgspec

from archivegen.model import Card


class Place(NamedTuple):
    """The address of an article, its day, and the lists that it is in; all by the names that Card has for it."""

    id: str
    address: str
    order: int
    added: str
    updated: str
    date: str
    noindex: bool
    source: str
    credits: tuple[str, ...]
    photo_credits: tuple[str, ...]
    byline: tuple[str, ...]
    section: str
    tags: tuple[str, ...]

    @property
    def day(self) -> str:
        """YYYY-MM-DD or ""."""
        return self.date[:10]


_fields_of: Final = attrgetter(*Place._fields)
_encode: Final = msgspec.msgpack.Encoder().encode
decode: Final = msgspec.msgpack.Decoder(Place).decode


def encode(card: Card) -> bytes:
    """The place of *card*, for `decode`."""
    return _encode(_fields_of(card))
