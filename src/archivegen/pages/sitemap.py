"""The sitemaps of a site's planned pages, and robots.txt. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain
from operator import attrgetter

from archivegen.config import Site
from archivegen.feed_views import NewsItem, NewsSitemap, Robots, Sitemap, SitemapIndex
from archivegen.model import Archive, Card, Page
from archivegen.pages.articles import RAW_ENDING
from archivegen.pages.columns import KINDS, table_of
from archivegen.pages.groups import groups
from archivegen.pages.memo import per_site
from archivegen.pages.stamps import stamps
from archivegen.pages.units import Unit

MOST_URLS = 50_000
MOST_BYTES = 50_000_000
"""That the protocol allows in one sitemap."""
MOST_NEWS = 1000
SITEMAP = "sitemap.xml"
NEWS = "news-sitemap.xml"
ROBOTS = "robots.txt"
_AROUND_BYTES = 70
"""What stands around an address in a sitemap."""

_NOT_PAGES = frozenset(("404.html", "410.html"))
_DATED = re.compile(r"\d{4}/(?:\d\d/){0,2}")


def sitemap_unit(archive: Archive, site: Site, paths: Sequence[str]) -> Unit:
    """What `sitemap` gives, as a unit."""
    known = stamps(archive, site)
    key = b""
    if known is not None:
        told = archive.redirects, archive.gone, news(archive, site)
        key = known.key(told, (known.dated, "\n".join(paths).encode()))
    return Unit("all", key, partial(sitemap, archive, site, paths))


def sitemap(archive: Archive, site: Site, paths: Sequence[str]) -> Iterator[Page]:
    """robots.txt and, where the site knows its address, the sitemap of all of *paths* that search engines may list, and news."""
    if not site.base_url:
        yield Page(ROBOTS, "robots", Robots(()))
        return
    latest = news(archive, site)
    yield Page(ROBOTS, "robots", Robots((SITEMAP, NEWS) if latest else (SITEMAP,)))
    if latest:
        yield Page(NEWS, "news sitemap", NewsSitemap(latest))
    urls = list(_listed(archive, site, paths))
    shards = list(_shards(urls, site))
    if len(shards) <= 1:
        yield Page(SITEMAP, "sitemap", Sitemap(tuple(urls)))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(shards) + 1)]
    newest = [max(day for _, day in shard) for shard in shards]
    yield Page(SITEMAP, "sitemap", SitemapIndex(tuple(zip(names, newest, strict=True))))
    for name, shard in zip(names, shards, strict=True):
        yield Page(name, "sitemap", Sitemap(tuple(shard)))


def _listed(archive: Archive, site: Site, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(path, day of its last change) of those of *paths* that search engines may list, sorted."""
    days, hidden, unindexed = _Days(archive), _hidden(archive), frozenset(_unindexed(archive, site))
    known = days.known
    for path in sorted(paths):
        day = known.get(path)
        if day is None:
            if not path.endswith(".html") or path.endswith(RAW_ENDING):
                continue
            day = days.of(path)
        if path not in hidden and not (unindexed and _owner(path) in unindexed):
            yield path, day


def _shards(urls: Sequence[tuple[str, str]], site: Site) -> Iterator[Sequence[tuple[str, str]]]:
    """*urls* in parts of at most MOST_URLS, and of so many bytes as a sitemap may have."""
    around = _AROUND_BYTES + len(site.base_url)
    if len(urls) <= MOST_URLS and sum([around + 12 * len(path) for path, _ in urls]) <= MOST_BYTES:
        yield urls  # as most sites: no letter has to be looked at
        return
    start = size = 0
    for at, (path, _) in enumerate(urls):
        # a letter that is no ASCII takes up to twelve signs in an address
        grown = around + (len(path) + 5 * path.count("&") if path.isascii() else 12 * len(path))
        if at - start == MOST_URLS or size + grown > MOST_BYTES:
            yield urls[start:at]
            start, size = at, 0
        size += grown
    yield urls[start:]


@per_site
def news(archive: Archive, site: Site) -> tuple[NewsItem, ...]:
    """The articles published on the last day on which any was added or the day before, newest first.

    A news sitemap is for what is two days old at most; the last day of arrival stands for today, as no clock is asked, so that
    nothing but an arrival changes it. What search engines cannot show in full is not offered.
    """
    today = max(map(attrgetter("added"), archive.cards), default="")
    try:
        yesterday = (date.fromisoformat(today) - timedelta(days=1)).isoformat()
    except ValueError:
        return ()
    found = [
        card
        for card in archive.cards
        if yesterday <= card.date[:10] <= today
        and card.date_basis == "given"
        and card.shown == "full"
        and not card.noindex
        and card.title
    ]
    found.sort(key=lambda card: (card.date, card.order), reverse=True)
    return tuple(
        NewsItem(card.address, card.source or site.title, card.language or site.language, card.date, card.title)
        for card in found[:MOST_NEWS]
    )


def _hidden(archive: Archive) -> frozenset[str]:
    """Pages that search engines are not to list, but for those of entities."""
    return _NOT_PAGES.union(
        (old for old, _ in archive.redirects),
        (address for address, _ in archive.gone),
        (card.address for card in archive.cards if card.noindex),
    )


def _unindexed(archive: Archive, site: Site) -> Iterator[str]:
    """The ids of the entities that search engines may not know of, as `is_indexed` says."""
    table, person, bound = table_of(archive), KINDS.index("person"), site.entities.noindex_below
    rows = zip(table.ids, table.kinds, table.articles, table.is_elsewhere, strict=True)
    return (id_ for id_, kind, count, is_known in rows if kind == person and count < bound and not is_known)


def _owner(path: str) -> str:
    """The id of the entity or group whose page, or part of one, is at *path*: its first two folders."""
    pieces = path.removesuffix(".html").split("/", 2)
    return "/".join(pieces[:2])


class _Days:
    """The day on which a page last changed: of an article's its own, of a list's that of its newest article."""

    def __init__(self, archive: Archive) -> None:
        changed = [_changed(card) for card in archive.cards]
        self._newest = max(changed, default="")
        self._dates = _by_period((card.date[:10], day) for card, day in zip(archive.cards, changed, strict=True))
        self._owners = _of_entities(archive, changed)
        for owner, members in _lists(archive):
            self._owners[owner] = max(map(changed.__getitem__, members), default="")
        self.known = {f"{owner}.html": day for owner, day in self._owners.items()}
        """By path, of each article's page, and of the first page of each entity and list: most have no other."""
        self.known.update((card.address, day) for card, day in zip(archive.cards, changed, strict=True))

    def of(self, path: str) -> str:
        """Of a page that is not known by its path."""
        dated = _DATED.match(path)
        if dated is not None:
            return self._dates.get(dated.group()[:-1].replace("/", "-"), self._newest)
        return self._owners.get(_owner(path), self._newest)


def _by_period(days: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The last of the days that articles changed, by day, month and year of publication. *days*: published, changed."""
    found = _latest(days)
    months = _latest((day[:7], changed) for day, changed in found.items())
    return found | months | _latest((month[:4], changed) for month, changed in months.items())


def _latest(days: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, day in days:
        if found.get(key, "") < day:
            found[key] = day
    return found


def _changed(card: Card) -> str:
    return max(card.added, card.updated[:10])


def _lists(archive: Archive) -> Iterator[tuple[str, Iterable[int]]]:
    for _, members in groups(archive).by_folder():
        for group in members:
            yield group.id, group.articles
    for story in archive.stories:
        yield story.id, story.articles


def _of_entities(archive: Archive, changed: Sequence[str]) -> dict[str, str]:
    """By id, of each entity with a page: the last day on which an article that it stands in *changed*."""
    table = table_of(archive)
    cards_by_day: dict[str, list[int]] = {}
    for index, day in enumerate(changed):
        cards_by_day.setdefault(day, []).append(index)
    first, *later = sorted(cards_by_day) or [""]
    # the articles of the first day, most of an archive that came at once, need not be looked at
    days = [first if count else "" for count in table.articles]
    for day in later:  # the last has its say
        for number in set(chain.from_iterable(map(archive.entity_of.__getitem__, cards_by_day[day]))):
            if number >= 0:
                days[number] = day
    return {id_: day for id_, day, has in zip(table.ids, days, table.has_page, strict=True) if has}
