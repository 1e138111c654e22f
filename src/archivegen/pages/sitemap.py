"""The sitemap of a site's planned pages, and robots.txt. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from archivegen.config import Site
from archivegen.feed_views import Robots, Sitemap, SitemapIndex
from archivegen.model import Archive, Card, Page
from archivegen.pages.groups import groups
from archivegen.pages.parts import is_indexed
from archivegen.pages.stamps import stamps
from archivegen.pages.units import Unit

MOST_URLS = 50_000
"""That the protocol allows in one sitemap."""
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"

_NOT_PAGES = frozenset(("404.html",))
_DATED = re.compile(r"\d{4}/(?:\d\d/){0,2}")


def sitemap_unit(archive: Archive, site: Site, paths: Sequence[str]) -> Unit:
    """What `sitemap` gives, as a unit."""
    known = stamps(archive, site)
    key = b""
    if known is not None:
        key = known.key((archive.redirects, archive.gone), (known.lists, "\n".join(paths).encode()))
    return Unit("all", key, partial(sitemap, archive, site, paths))


def sitemap(archive: Archive, site: Site, paths: Sequence[str]) -> Iterator[Page]:
    """robots.txt and, where the site knows its address, the sitemap of all of *paths* that search engines may list."""
    yield Page(ROBOTS, "robots", Robots(SITEMAP if site.base_url else ""))
    if not site.base_url:
        return
    hidden = _Hidden(archive, site)
    days = _Days(archive)
    urls = tuple((path, days.of(path)) for path in sorted(paths) if path.endswith(".html") and path not in hidden)
    if len(urls) <= MOST_URLS:
        yield Page(SITEMAP, "sitemap", Sitemap(urls))
        return
    shards = [urls[at : at + MOST_URLS] for at in range(0, len(urls), MOST_URLS)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(shards) + 1)]
    newest = [max(day for _, day in shard) for shard in shards]
    yield Page(SITEMAP, "sitemap", SitemapIndex(tuple(zip(names, newest, strict=True))))
    for name, shard in zip(names, shards, strict=True):
        yield Page(name, "sitemap", Sitemap(shard))


class _Hidden:
    """Pages that search engines are not to list."""

    def __init__(self, archive: Archive, site: Site) -> None:
        self._pages = _NOT_PAGES.union((old for old, _ in archive.redirects), (address for address, _ in archive.gone))
        self._entities = frozenset(entity.id for entity in archive.entities if not is_indexed(entity, site))

    def __contains__(self, path: str) -> bool:
        return path in self._pages or _owner(path) in self._entities


def _owner(path: str) -> str:
    """The id of the entity or group whose page, or part of one, is at *path*: its first two folders."""
    pieces = path.removesuffix(".html").split("/", 2)
    return "/".join(pieces[:2])


class _Days:
    """The day on which a page last changed: of an article's its own, of a list's that of its newest article."""

    def __init__(self, archive: Archive) -> None:
        changed = [_changed(card) for card in archive.cards]
        self._newest = max(changed, default="")
        self._articles = {card.address: day for card, day in zip(archive.cards, changed, strict=True)}
        self._dates: dict[str, str] = {}
        for card, day in zip(archive.cards, changed, strict=True):
            for length in (4, 7, 10) if card.day else ():
                self._later(self._dates, card.day[:length].replace("-", "/") + "/", day)
        self._owners: dict[str, str] = {}
        for owner, members in _lists(archive):
            self._owners[owner] = max((changed[number] for number in members), default="")

    @staticmethod
    def _later(days: dict[str, str], key: str, day: str) -> None:
        if days.get(key, "") < day:
            days[key] = day

    def of(self, path: str) -> str:
        own = self._articles.get(path)
        if own is not None:
            return own
        dated = _DATED.match(path)
        if dated is not None:
            return self._dates.get(dated.group(), self._newest)
        return self._owners.get(_owner(path), self._newest)


def _changed(card: Card) -> str:
    return max(card.added, card.updated[:10])


def _lists(archive: Archive) -> Iterator[tuple[str, Iterable[int]]]:
    for _, members in groups(archive).by_folder():
        for group in members:
            yield group.id, group.articles
    for story in archive.stories:
        yield story.id, story.articles
    for entity in archive.entities:
        if entity.has_page:
            yield entity.id, (seen.article for seen in entity.appearances)
