"""site.yaml → Config. All errors at once, each with its line and the nearest known key."""

from __future__ import annotations

from typing import Literal

import msgspec


class FeedOptions(msgspec.Struct, frozen=True):
    items: int = 50
    min_articles: int = 2
    """A source, author, section, tag, story or entity has a feed from so many articles on."""


class EntityOptions(msgspec.Struct, frozen=True):
    min_articles: int = 2
    """An entity has a page from so many articles on."""
    people: Literal["pages", "list", "off"] = "pages"
    noindex_below: int = 3
    """People in fewer articles, without same_as, are kept out of search engines."""


class Site(msgspec.Struct, frozen=True):
    """What pages may know of the site."""

    title: str
    description: str = ""
    base_url: str = ""
    """"" or an absolute http(s) URL; may have a path."""
    language: str = "en"
    timezone: str = "UTC"
    page_size: int = 50
    feed: FeedOptions = FeedOptions()
    entities: EntityOptions = EntityOptions()
    search: bool = True
