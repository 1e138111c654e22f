"""Feeds, and the list of them, as bytes: RSS 2.0, Atom 1.0, JSON Feed 1.1, OPML 2.0. Pure.

An item is written once for all the feeds that carry it: in full, or as a summary. An item of an entity's feed is the sentences
that name it, put into the article's ready shell: full text in thousands of such feeds would make a site ten times as large.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from hashlib import sha1
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from archivegen import urls, words
from archivegen.config import Site
from archivegen.feed_views import Feed, FeedItem, FeedKind, FeedList, decode_item
from archivegen.model import Page
from archivegen.render.bodies import Bodies
from archivegen.render.feeds import content, moulds
from archivegen.render.feeds.content import clean
from archivegen.render.feeds.moulds import Envelope, Item
from archivegen.render.weave import escape, lines

FALLBACK_BASE_URL = "http://localhost:8000/"
"""Feeds need absolute links; a site that does not say where it will stand gets those of a server at home."""

_NAMESPACE = bytes.fromhex("5f1d1a0e6d0c5c559f1b6a1d3a3f4c11")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SLOT = "\x00"  # stands for the opening in an item's shell; clean texts never hold it


def render_rss(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    items = list(_rss_items(page.view, site, bodies))
    head, tail = moulds.rss_envelope(_envelope(page, site, [item.updated for item in items]))
    return b"".join((head.encode(), *[item.xml for item in items], tail.encode()))


def render_atom(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    items = list(map(decode_item, page.view.items))
    head, tail = moulds.atom_envelope(_envelope(page, site, [_changed(item, site.timezone) for item in items]))
    return "".join((head, *[_atom_entry(item, site, bodies) for item in items], tail)).encode()


def render_json(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    feed: Feed = page.view
    base = base_url(site)
    found: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(feed.title),
        "home_page_url": urls.absolute(base, feed.page),
        "feed_url": urls.absolute(base, page.path),
        "description": clean(feed.description),
        "language": site.language,
        "items": [_json_item(item, site, bodies) for item in map(decode_item, feed.items)],
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def render_opml(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    """OPML 2.0: the main feed, then a folder for each kind."""
    view: FeedList = page.view
    base, say = base_url(site), words.of(site)
    title = say("Feeds of {site}", site=site.title)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{moulds.text(clean(title))}</title></head>",
        "<body>",
    ]
    kind: FeedKind = "main"
    for outline in view.outlines:
        if outline.kind != kind:
            if kind != "main":
                lines.append("</outline>")
            kind = outline.kind
            lines.append(f'<outline text="{moulds.attribute(say.folder(_FOLDER_BY_KIND[kind]))}">')
        name = moulds.attribute(clean(outline.title))
        xml_url = moulds.attribute(urls.absolute(base, outline.path))
        html_url = moulds.attribute(urls.absolute(base, outline.page))
        lines.append(f'<outline type="rss" text="{name}" title="{name}" xmlUrl="{xml_url}" htmlUrl="{html_url}"/>')
    if kind != "main":
        lines.append("</outline>")
    lines += ["</body>", "</opml>", ""]
    return "\n".join(lines).encode()


FEED_RENDERERS: Mapping[str, Callable[..., bytes]] = {
    "feed.rss": render_rss,
    "feed.atom": render_atom,
    "feed.json": render_json,
    "opml": render_opml,
}

_FOLDER_BY_KIND: Mapping[FeedKind, str] = {
    "source": "sources",
    "author": "authors",
    "section": "sections",
    "tag": "tags",
    "story": "stories",
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "work": "works",
}


def base_url(site: Site) -> str:
    return site.base_url or FALLBACK_BASE_URL


def guid(article_id: str) -> str:
    """A lasting name for an article: made of its id alone, so that no change of title, date or address makes it new.

    A UUID of version 5, put together here because uuid.uuid5 takes four times as long.
    """
    named = bytearray(sha1(_NAMESPACE + article_id.encode(), usedforsecurity=False).digest()[:16])
    named[6] = named[6] & 0x0F | 0x50
    named[8] = named[8] & 0x3F | 0x80
    hexed = named.hex()
    return f"urn:uuid:{hexed[:8]}-{hexed[8:12]}-{hexed[12:16]}-{hexed[16:20]}-{hexed[20:]}"


# ---------------------------------------------------------------- items as RSS


class _Written(NamedTuple):
    """An item, and when it last changed."""

    updated: datetime
    xml: bytes


class _Shell(NamedTuple):
    """All of an item of an entity's feed but the sentences; ready to be joined."""

    id: str
    """Of the article."""
    updated: datetime
    before: str
    page: str
    """Full address of the article, escaped for an attribute."""
    dek: str
    """As HTML; "" if there is none."""
    link: str
    """To the article, as a paragraph of HTML."""
    after: str


def _rss_items(feed: Feed, site: Site, bodies: Bodies) -> Iterator[_Written]:
    where = base_url(site), site.timezone
    for number, encoded in enumerate(feed.items):
        key = (encoded, *where)
        if feed.sentences and feed.sentences[number]:
            shell = _shells.get(key) or _keep(_shells, key, _shell(decode_item(encoded), site), _MOST)
            yield _opened(shell, feed.sentences[number], bodies)
        elif number < feed.in_full:
            known = _in_full.get(key)
            yield known or _keep(_in_full, key, _rss_in_full(decode_item(encoded), site, bodies), _MOST_IN_FULL)
        else:
            known = _in_short.get(key)
            yield known or _keep(_in_short, key, _rss_in_short(decode_item(encoded), site, bodies), _MOST)


def _rss_in_full(item: FeedItem, site: Site, bodies: Bodies) -> _Written:
    words = _words(item, base_url(site), bodies)
    return _written(_item(item, site, lines(words.summary), words.html))


def _rss_in_short(item: FeedItem, site: Site, bodies: Bodies) -> _Written:
    return _written(_item(item, site, lines(_summary(item, bodies))))


def _written(item: Item) -> _Written:
    return _Written(item.updated, moulds.rss_item(item).encode())


def _opened(shell: _Shell, numbers: tuple[int, ...], bodies: Bodies) -> _Written:
    html = content.sentences(bodies.text(shell.id), numbers, shell.page)
    if shell.dek and shell.dek not in html:
        html += f"<p><em>{shell.dek}</em></p>\n"
    return _Written(shell.updated, "".join((shell.before, moulds.text(html + shell.link), shell.after)).encode())


def _shell(item: FeedItem, site: Site) -> _Shell:
    empty = _item(item, site, _SLOT)
    before, _, after = moulds.rss_item(empty).partition(_SLOT)
    page = escape(empty.link)
    link = f'<p><a href="{page}">{lines(empty.title)}</a></p>'
    return _Shell(item.id, empty.updated, before, page, lines(clean(item.dek)), link, after)


# ---------------------------------------------------------------- what items say


class _Words(NamedTuple):
    """What an article says in feeds that give it in full."""

    summary: str
    """Plain text, never empty."""
    html: str
    """"" where its rights keep it out."""


def _words(item: FeedItem, base: str, bodies: Bodies) -> _Words:
    known = _said.get((item, base))
    if known is None:
        html = content.full(bodies.article(item.id), _base(item, base)) if item.in_full else ""
        known = _keep(_said, (item, base), _Words(_summary(item, bodies), html), _MOST_IN_FULL)
    return known


def _summary(item: FeedItem, bodies: Bodies) -> str:
    """Plain text, never empty. The article is read only where it has no dek."""
    return clean(item.dek or content.summary(bodies.article(item.id))).strip() or _title(item)


def _base(item: FeedItem, base: str) -> content.Base:
    inside = {medium.ref: urls.absolute(base, medium.path) for medium in item.media}
    inside |= {href: urls.absolute(base, address) for href, address in item.links}
    return content.Base(urls.absolute(base, item.address), inside)


def _atom_entry(item: FeedItem, site: Site, bodies: Bodies) -> str:
    words = _words(item, base_url(site), bodies)
    return moulds.atom_item(_item(item, site, lines(words.summary), words.html))


def _item(item: FeedItem, site: Site, summary: str, html: str = "") -> Item:
    """*item* as moulds take it; *summary* and *html* are HTML."""
    base = base_url(site)
    return Item(
        guid=guid(item.id),
        title=_title(item),
        link=urls.absolute(base, item.address),
        summary=summary,
        content=html,
        published=_time(item.date, site.timezone),
        updated=_changed(item, site.timezone),
        creators=_cleaned(item.byline),
        categories=_cleaned(item.categories),
        source=(urls.absolute(base, item.source_feed), clean(item.source)) if item.source_feed else None,
        first_address=_first_address(item),
    )


def _json_item(item: FeedItem, site: Site, bodies: Bodies) -> dict[str, Any]:
    base = base_url(site)
    words = _words(item, base, bodies)
    published = _time(item.date, site.timezone)
    found = {
        "id": guid(item.id),
        "url": urls.absolute(base, item.address),
        "external_url": _first_address(item),
        "title": _title(item),
        "content_html": words.html,
        "content_text": "" if words.html else words.summary,
        "summary": " ".join(clean(item.dek).split()),
        "date_published": moulds.rfc3339(published) if published else "",
        "date_modified": moulds.rfc3339(_changed(item, site.timezone)),
        "authors": [{"name": name} for name in _cleaned(item.byline)],
        "tags": list(_cleaned(item.categories)),
        "language": item.language,
    }
    return {key: value for key, value in found.items() if value}


def _envelope(page: Page, site: Site, times: Iterable[datetime]) -> Envelope:
    feed: Feed = page.view
    base = base_url(site)
    title = " ".join(clean(feed.title).split()) or "Feed"
    return Envelope(
        title=title,
        link=urls.absolute(base, feed.page),
        self_link=urls.absolute(base, page.path),
        description=" ".join(clean(feed.description).split()) or title,
        language=site.language,
        author=" ".join(clean(site.title).split()) or title,
        # from what it carries, never from the clock
        updated=max(times, default=_LONG_AGO),
    )


def _title(item: FeedItem) -> str:
    return " ".join(clean(item.title).split()) or item.id


def _cleaned(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (" ".join(clean(name).split()) for name in names))))


def _first_address(item: FeedItem) -> str:
    href = urls.safe_href(item.url) if item.url else ""
    return href if href.startswith(("http://", "https://")) else ""


# ---------------------------------------------------------------- times


def _changed(item: FeedItem, timezone_name: str) -> datetime:
    """When *item* came, or was last updated by its publisher."""
    times = (_time(item.added, "UTC"), _time(item.updated, timezone_name))
    return max(filter(None, times), default=_LONG_AGO)


@lru_cache(maxsize=4096)
def _time(written: str, timezone_name: str) -> datetime | None:
    """*written* ("YYYY-MM-DD", or with a time) as an aware time; None for "" and what is no date."""
    try:
        found = datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
    if found is None:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=ZoneInfo(timezone_name))
    # before time zones a place's clock differed by odd seconds ("+00:09:21"), which no feed can write
    offset = found.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    return found.replace(tzinfo=timezone(timedelta(minutes=minutes)) if minutes else UTC)


# ---------------------------------------------------------------- what is kept

_MOST_IN_FULL = 512
_MOST = 16_384  # 1 KB each; an article stands in some twenty entities' feeds, far apart in the order of pages
_Key = tuple[bytes, str, str]
"""An encoded FeedItem, base URL, time zone."""
_said: dict[tuple[FeedItem, str], _Words] = {}
_in_full: dict[_Key, _Written] = {}
_in_short: dict[_Key, _Written] = {}
_shells: dict[_Key, _Shell] = {}
_K = TypeVar("_K")
_V = TypeVar("_V")


def _keep(kept: dict[_K, _V], key: _K, value: _V, most: int) -> _V:
    """*value*, remembered; the digest in an item stands for its text, so what is kept never goes stale."""
    if len(kept) >= most:
        del kept[next(iter(kept))]
    kept[key] = value
    return value
