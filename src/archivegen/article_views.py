"""What the page of an article shows, and the page of the text that it was made from."""

from __future__ import annotations

import msgspec

from archivegen.model import Medium, Shown
from archivegen.views import Head, Link


class Name(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entity of one article."""

    text: str
    kind: str
    path: str
    """Its page, or ""."""
    sentence_id: str
    """Where this article names it first."""
    count: int
    indexed: bool
    """Whether search engines may know of it."""
    same_as: tuple[str, ...] = ()


class Nearby(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Another article, as an article's page points at it."""

    path: str
    title: str
    """In brackets if it is supplied."""
    source: str
    date: str
    """YYYY-MM-DD or ""."""
    language: str


class Spoken(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A quotation of the article itself."""

    sentence: int
    sentence_id: str
    spans: tuple[tuple[int, int], ...]
    speakers: tuple[Link, ...]
    kind: str
    cue: str


class Happening(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something that the article dates."""

    when: str
    label: str
    sentence_id: str
    basis: str


class ArticleView(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    head: Head
    id: str
    digest: str
    path: str
    title: str
    supplied: bool
    kicker: str
    dek: str
    byline: tuple[Link, ...]
    source: Link
    credits: tuple[Link, ...]
    photo_credits: tuple[Link, ...]
    date: str
    date_basis: str
    date_interval: str
    day: Link
    """The index of its day (or of the undated)."""
    updated: str
    language: str
    section: Link
    tags: tuple[Link, ...]
    url: str
    rights: str
    added: str
    words: int
    """0 = not known."""
    story: Link
    """The event that it reports together with other articles; no path if it is the only one."""
    names: tuple[Name, ...]
    """Most often named first."""
    mentions: tuple[tuple[int, int, int], ...]
    """(start, end, index into names) of those that may be links: by name, to a page; ascending."""
    quotes: tuple[Spoken, ...]
    events: tuple[Happening, ...]
    anchors: tuple[tuple[str, str], ...]
    """(sentence id, old id that it answers to as well)."""
    media: tuple[Medium, ...] = ()
    """The pictures and documents that the site has copies of."""
    links: tuple[tuple[str, str], ...] = ()
    """(href as written, address on the site) of links to other articles."""
    reports: tuple[Nearby, ...] = ()
    """Those of the same story that are nearest in time."""
    previous: Nearby | None = None
    """By date, in the same source where there are several."""
    next: Nearby | None = None
    raw: str = ""
    """The page with the text that it was made from; "" = none."""
    shown: Shown = "full"
    """How much of the article its rights let be shown: what the site has of it is no more than that."""


class RawView(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """The text that an article was made from, as it came."""

    head: Head
    id: str
    digest: str
    article: str
    """The path of its page."""
    title: str
    seed: str
    """The file, relative to the site."""
    language: str
