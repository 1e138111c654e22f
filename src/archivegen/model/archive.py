"""The archive of all articles, without their texts, and the Pages that are planned from it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

import msgspec

from archivegen.agencies import full_name
from archivegen.model.article import EntityKind, Shown
from archivegen.model.facts import SENTENCE_ID_LENGTH, Facts, Tally


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page may show of an article that is not its own."""

    id: str
    address: str
    """Path on the site without leading slash: "2024/06/19/russia-north-korea-sign.html"."""
    title: str
    title_basis: str
    dek: str
    byline: tuple[str, ...]
    source: str
    credits: tuple[str, ...]
    date: str
    """"YYYY-MM-DD" (or with a time); "" = undated."""
    date_basis: str
    """given | inferred | "" """
    date_interval: str
    updated: str
    language: str
    section: str
    tags: tuple[str, ...]
    photo_credits: tuple[str, ...]
    """The members of the credit chains of its captions."""
    url: str
    rights: str
    slug: str
    """As the content file gives it; "" = made from the title."""
    redirect_from: tuple[str, ...]
    added: str
    """YYYY-MM-DD, from the ledger."""
    order: int
    """Its place in the ledger: order of arrival."""
    words: int
    digest: str
    """Of all that is shown of the article itself (text, blocks, inferences, removals): of its whole file where nothing of it is
    held back, so another file may show the same."""
    sentence_ids: str
    """As Text.sentence_ids."""
    raw: str = ""
    """The seed that it was made from, where that is a text of its own and still the same; "" otherwise."""
    shown: Shown = "full"
    """How much of the article there is here: what its rights hold back stands in no card, fact or body."""
    kicker: str = ""
    noindex: bool = False
    tally: Tally | None = None
    """Of its facts; None = not counted."""

    @property
    def day(self) -> str:
        """YYYY-MM-DD or ""."""
        return self.date[:10]

    def sentence_id(self, index: int) -> str:
        return self.sentence_ids[index * SENTENCE_ID_LENGTH : (index + 1) * SENTENCE_ID_LENGTH]


class Appearance(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entity in one article."""

    article: int
    """Index into Archive.cards (and .facts)."""
    local: int
    """Index into that article's Facts.entities."""


class Appearances(Sequence[Appearance]):
    """Those of one entity, each made when it is asked for: all of a large archive, made, are more than all else of its entities."""

    __slots__ = ("_numbers",)

    def __init__(self, articles: Iterable[int], locals: Iterable[int]) -> None:
        """The fields of each, in two columns."""
        self._numbers = array("i", articles)
        self._numbers.extend(locals)

    def __len__(self) -> int:
        return len(self._numbers) // 2

    @overload
    def __getitem__(self, at: int) -> Appearance: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Appearance, ...]: ...
    def __getitem__(self, at: int | slice) -> Appearance | tuple[Appearance, ...]:
        if isinstance(at, slice):
            return tuple([self[number] for number in range(len(self))[at]])
        at = range(len(self))[at]
        return Appearance(self._numbers[at], self._numbers[len(self) + at])

    def __iter__(self) -> Iterator[Appearance]:
        return map(Appearance, self._numbers[: len(self)], self._numbers[len(self) :])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """One person, organisation, place or work of the archive: one page, or one row of its A-Z."""

    id: str
    """Its address without the ending: "people/vladimir-putin"."""
    kind: EntityKind
    name: str
    sort_name: str
    """"Putin, Vladimir"."""
    aliases: tuple[tuple[str, int], ...]
    """Other ways it is written, with counts; most frequent first."""
    roles: tuple[tuple[str, int], ...]
    """Role phrases, with the number of articles that have them."""
    same_as: tuple[str, ...] = ()
    appearances: Sequence[Appearance] = ()
    """In the order of the cards; one entry per (article, local entity)."""
    articles: int = 0
    """How many articles it stands in."""
    has_page: bool = False


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Articles on the same event."""

    id: str
    name: str
    articles: tuple[int, ...]
    """Indexes into Archive.cards, oldest first."""


class Medium(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A picture or document that the site has a copy of."""

    ref: str
    """As the article writes it: Figure.src, or the href of a link."""
    path: str
    """On the site: "media/3f/flood-3f9a2c1b44aa.jpg"."""
    width: int = 0
    """Pixels as shown; 0 = not known, or no picture."""
    height: int = 0
    narrower: tuple[tuple[int, str], ...] = ()
    """(width, path on the site) of the same picture in other sizes, ascending."""


class EntityTable(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of all entities at once, in columns parallel to Archive.entities: none has to be made for it."""

    ids: Sequence[str]
    kinds: Sequence[int]
    """0 person, 1 organization, 2 place, 3 work."""
    names: Sequence[str]
    sort_names: Sequence[str]
    has_page: Sequence[bool]
    articles: Sequence[int]
    """How many it stands in."""
    is_elsewhere: Sequence[bool]
    """Whether it has any same_as."""
    digests: Sequence[bytes]
    """Of all that its Entity says but the id; appearances as Card.order and number of the local entity."""
    heads: Sequence[bytes]
    """Of its kind, name, sort_name, has_page and is_elsewhere."""


class Since(msgspec.Struct, frozen=True):
    """The articles (indexes into Archive.cards, ascending) that changed in their own since an archive was planned: texts, what was
    found in them, what they are called in short. All else is as it was."""

    cards: tuple[int, ...]
    listed: tuple[int, ...]
    """Those of which lists show something else."""


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that pages are planned from. No bodies."""

    cards: Sequence[Card]
    """Published articles in order of arrival."""
    facts: Sequence[Facts]
    """Parallel to cards. Those of an article are read when they are first asked for: `Card.tally` may do. In a build they are
    without their entities, which are told by entity_of: pages have no need of them, and they would fill the memory."""
    entities: Sequence[Entity]
    """Sorted by id. One is made when it is first asked for: to walk them all costs more than to read entity_table."""
    entity_of: Sequence[tuple[int, ...]]
    """Per card: index of each local entity's Entity; -1 = ignored."""
    entity_table: EntityTable | None = None
    """Of the entities; None = not worked out."""
    versions: Sequence[str] = ()
    """Parallel to cards: of each article's file, other facts have another; () = not known."""
    stories: tuple[Story, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    """(old address, new address), sorted."""
    queries: tuple[tuple[str, str], ...] = ()
    """(old address with a query, "?p=123"; address now), sorted: what no file can answer, only a rule of the host."""
    gone: tuple[tuple[str, str], ...] = ()
    """(address, reason) of articles that answer with a tombstone, sorted."""
    filed: dict[str, str] = {}
    """By filing_key: the id of each source, author, section and tag that has had a page."""
    anchors: dict[str, tuple[tuple[str, str], ...]] = {}
    """By article id: (sentence id, old id that it answers to as well)."""
    media: dict[str, tuple[Medium, ...]] = {}
    """By article id: the files that it shows or links to."""
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    """By article id: (href as it writes it, address on the site) of its links to other articles."""
    since: Since | None = None
    """What changed since its pages were planned; None = not known, or more than that."""


def filing_key(folder: str, name: str) -> str:
    """What tells a source, author, section or tag from all others, as the ledger has it."""
    return f"{folder}:{list_key(folder, name)}".translate(_IN_ONE_CELL)


def list_key(folder: str, name: str) -> str:
    """Names that differ in case only are one, and so are all those of an agency."""
    return full_name(name).casefold() if folder == "sources" else name.casefold()


_IN_ONE_CELL = {code: f"%{code:02x}" for code in (*range(32), 0x25, 0x7F, 0x85, 0x2028, 0x2029)}


class Page(msgspec.Struct, frozen=True):
    """One file of the site, as a value: rendered again only if view (or its template) changed."""

    path: str
    """Relative to public/: "people/vladimir-putin.html"."""
    form: str
    """Which renderer makes it: "article", "entity", "feed.rss" …"""
    view: Any
    """A Struct of views."""
