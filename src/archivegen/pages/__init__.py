"""Plan the site: Archive → Pages, one module a kind of page. Pure; no text, no HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages.articles import articles
from archivegen.pages.data import data
from archivegen.pages.dates import dates
from archivegen.pages.entities import entities
from archivegen.pages.feeds import feeds
from archivegen.pages.home import about, home
from archivegen.pages.indexes import entity_indexes, group_indexes
from archivegen.pages.lists import group_pages, new, undated
from archivegen.pages.network import networks
from archivegen.pages.notices import notices
from archivegen.pages.quotes import quotes
from archivegen.pages.search import search
from archivegen.pages.stories import stories
from archivegen.pages.subscribe import subscribe
from archivegen.pages.timeline import timeline

PageKind = Callable[[Archive, Site], Iterator[Page]]

PAGE_KINDS: dict[str, PageKind] = {
    "home": home,
    "articles": articles,
    "dates": dates,
    "undated": undated,
    "entities": entities,
    "entity indexes": entity_indexes,
    "networks": networks,
    "groups": group_pages,
    "group indexes": group_indexes,
    "stories": stories,
    "timeline": timeline,
    "quotes": quotes,
    "new": new,
    "search": search,
    "about": about,
    "subscribe": subscribe,
    "feeds": feeds,
    "data": data,
    "notices": notices,
}
