"""Articles → the bundles in which they are searched: equal archives have equal bundles. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple, Protocol

import msgspec

SIZES = ((5_000, 10_000), (1_000, 5_000), (500, 0))
"""Articles of a bundle, in order of arrival, and how many must have come after it. An article that changes has its whole bundle
made again, and those that came late change most; but of each bundle a search fetches an index, so the old ones are large."""
UNFINISHED = 250
"""Of the last ones, which are fewer than a bundle: so an article that is added costs no more than this many."""
NOTE, LIST = "made", "bundles.json"
UNSTEMMED = "und"
"""Languages of whose words Pagefind does not know the stems share their bundles."""
STEMMED = frozenset(
    "ar ca da de el en eo es et eu fi fr ga hi hu hy id it lt nb ne nl nn no pl pt ro ru sr sv ta tr yi".split()
)


class Indexed(Protocol):
    """What must be known of an article, as a Card or alone."""

    @property
    def id(self) -> str: ...
    @property
    def order(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def language(self) -> str: ...


class Slip(NamedTuple):
    """That alone."""

    id: str
    order: int
    digest: str
    language: str


class Bundle(NamedTuple):
    """Articles that are indexed together."""

    language: str
    """As Pagefind is told it."""
    first: int
    cards: tuple[Indexed, ...]
    quick: str
    """Equal if no article changed at all."""

    @property
    def name(self) -> str:
        return f"{self.language}-{self.first}"


class Row(msgspec.Struct, frozen=True, array_like=True):
    """An article as it was indexed."""

    order: int
    digest: str
    """Card.digest: of all that the article is."""
    searched: str
    """Of what is searched of it."""


class Kept(msgspec.Struct, frozen=True):
    """What a bundle was made from, and the files that came of it."""

    program: str
    quick: str
    rows: list[Row]
    files: dict[str, str]
    """Key by name."""


def of(cards: Sequence[Indexed], language: str) -> list[Bundle]:
    """The bundles of *cards* (in order of arrival): the site's language first. *language*: of articles that tell none."""
    total = cards[-1].order + 1 if cards else 0
    found: dict[tuple[str, int], list[Indexed]] = {}
    for card in cards:
        found.setdefault((_stems(card.language or language), _first(card.order, total)), []).append(card)
    own = _stems(language)
    names = sorted(found, key=lambda name: (name[0] != own, name))
    return [Bundle(name, first, tuple(found[name, first]), _quick(found[name, first])) for name, first in names]


def _first(order: int, total: int) -> int:
    """The first place in the bundle of the article at *order*, of *total* places."""
    size = next((size for size, after in SIZES if order - order % size + size + after <= total), UNFINISHED)
    return order - order % size


def _stems(language: str) -> str:
    bare = language.lower().replace("_", "-").partition("-")[0]
    return bare if bare in STEMMED else UNSTEMMED


def _quick(cards: Sequence[Indexed]) -> str:
    return digest("".join(f"{card.order} {card.digest} " for card in cards).encode())


def digest(data: bytes) -> str:
    return blake2b(data, digest_size=12).hexdigest()
