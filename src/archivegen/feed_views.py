"""What feeds, their list, sitemaps, robots.txt and files of redirect rules are rendered from. Values only."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from archivegen.model import Medium

FeedKind = Literal["main", "source", "author", "section", "tag", "story", "person", "organization", "place", "work"]


class FeedItem(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One article as feeds show it; the same value in every feed that carries it."""

    id: str
    address: str
    title: str
    """As readers see it: a supplied one stands in brackets."""
    digest: str
    """Stands for the text: when it changes, what the item shows may have changed."""
    dek: str
    byline: tuple[str, ...]
    source: str
    source_feed: str
    """Path of the feed of its publication; "" where there is none."""
    categories: tuple[str, ...]
    """Section, then tags."""
    date: str
    updated: str
    added: str
    language: str
    url: str
    in_full: bool
    """Its rights let the whole text be given."""
    media: tuple[Medium, ...] = ()
    """The pictures and documents that the site has copies of."""
    links: tuple[tuple[str, str], ...] = ()
    """(href as written, address on the site) of links to other articles."""


encode_item: Final = msgspec.msgpack.Encoder().encode
decode_item: Final = msgspec.msgpack.Decoder(FeedItem).decode


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One feed, newest item first. Its own address is the path of its Page."""

    title: str
    description: str
    page: str
    """Path of the HTML page that it belongs to."""
    items: tuple[bytes, ...]
    """Each a FeedItem, encoded: once for the many feeds that carry it, and decoded only by who has not written it yet."""
    in_full: int = 0
    """So many items, the first, have the whole text where their rights let them; the others a summary."""
    sentences: tuple[tuple[int, ...], ...] = ()
    """In an entity's feed: per item the sentences of the article (their numbers) that name it."""


class Outline(msgspec.Struct, frozen=True):
    """One feed in the list of feeds."""

    kind: FeedKind
    title: str
    path: str
    page: str


class FeedList(msgspec.Struct, frozen=True):
    outlines: tuple[Outline, ...]
    """By kind, then by title."""


class Sitemap(msgspec.Struct, frozen=True):
    """Pages with the day of their last change ("" = not known), sorted by path."""

    urls: tuple[tuple[str, str], ...]


class SitemapIndex(msgspec.Struct, frozen=True):
    sitemaps: tuple[tuple[str, str], ...]
    """Path of each sitemap, with the day of its last change."""


class NewsItem(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article in the news sitemap."""

    path: str
    publication: str
    language: str
    date: str
    title: str


class NewsSitemap(msgspec.Struct, frozen=True):
    items: tuple[NewsItem, ...]


class Robots(msgspec.Struct, frozen=True):
    sitemaps: tuple[str, ...]
    """Their paths."""


class Rule(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An old address, and where it leads."""

    path: str
    """Of the file that answered it; with a *query*, what stands before that."""
    query: str
    """"p=123"; only that leads there."""
    target: str
    """Path of a page."""

    def forms(self) -> tuple[str, ...]:
        """The paths that readers ask for: a folder's with and without the slash at its end."""
        if self.query:
            return (self.path,)
        folder = self.path.removesuffix("/index.html")
        return (self.path,) if folder == self.path else (f"{folder}/", folder)


class Moved(msgspec.Struct, frozen=True):
    """What a host needs to know to answer old addresses itself."""

    rules: tuple[Rule, ...]
    gone: tuple[str, ...]
    """Files that are tombstones."""
