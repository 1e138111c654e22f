"""Feeds, and the list of them, as bytes: RSS 2.0, Atom 1.0, JSON Feed 1.1, OPML 2.0. Pure.

Items in full are kept for the next feed that carries them. An item of an entity's feed is the sentences that name the
entity, put into the article's ready shell: full text in thousands of such feeds would make a site ten times as large.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec

from archivegen import urls, words
from archivegen.config import Site
from archivegen.feed_views import Feed, FeedItem, FeedKind, FeedList
from archivegen.model import Page
from archivegen.render.bodies import Bodies
from archivegen.render.feeds import content, moulds
from archivegen.render.feeds.content import clean
from archivegen.render.feeds.moulds import Envelope, Item
from archivegen.render.weave import escape, lines

FALLBACK_BASE_URL = "http://localhost:8000/"
"""Feeds need absolute links; a site that does not say where it will stand gets those of a server at home."""

_NAMESPACE = UUID("5f1d1a0e-6d0c-5c55-9f1b-6a1d3a3f4c11")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SLOT = "\x00"  # stands for the opening in an item's shell; clean texts never hold it


def render_rss(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    feed: Feed = page.view
    head, tail = moulds.rss_envelope(_envelope(page, site))
    if feed.sentences is None:
        items = [_rss_in_full(item, site, bodies) for item in feed.items]
    else:
        items = [_rss_opening(item, own, site, bodies) for item, own in zip(feed.items, feed.sentences, strict=True)]
    return "".join((head, *items, tail)).encode()


def render_atom(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    feed: Feed = page.view
    head, tail = moulds.atom_envelope(_envelope(page, site))
    entries = [_atom_entry(item, site, bodies) for item in feed.items]
    return "".join((head, *entries, tail)).encode()


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
        "items": [_json_item(item, site, bodies) for item in feed.items],
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
    """A lasting name for an article: made of its id alone, so that no change of title, date or address makes it new."""
    return uuid5(_NAMESPACE, article_id).urn


# ---------------------------------------------------------------- what items say


@dataclass(frozen=True, slots=True)
class _Words:
    """What an article says in feeds that give it in full."""

    summary: str
    """Plain text, never empty."""
    html: str
    """"" if it is not given in full."""


def _words(item: FeedItem, base: str, bodies: Bodies) -> _Words:
    kept = _kept_words.get((item, base))
    if kept is None:
        article = bodies.article(item.id)
        summary = clean(content.summary(article)).strip() or _title(item)
        html = content.full(article, _base(item, base)) if item.in_full else ""
        kept = _Words(summary, html)
        _keep(_kept_words, (item, base), kept, _MOST_IN_FULL)
    return kept


def _base(item: FeedItem, base: str) -> content.Base:
    inside = {medium.ref: urls.absolute(base, medium.path) for medium in item.media}
    inside |= {href: urls.absolute(base, address) for href, address in item.links}
    return content.Base(urls.absolute(base, item.address), inside)


def _rss_in_full(item: FeedItem, site: Site, bodies: Bodies) -> str:
    key = (item, base_url(site), site.timezone)
    kept = _kept_items.get(key)
    if kept is None:
        words = _words(item, key[1], bodies)
        kept = moulds.rss_item(_item(item, site, lines(words.summary), words.html))
        _keep(_kept_items, key, kept, _MOST_IN_FULL)
    return kept


def _atom_entry(item: FeedItem, site: Site, bodies: Bodies) -> str:
    words = _words(item, base_url(site), bodies)
    return moulds.atom_item(_item(item, site, lines(words.summary), words.html))


@dataclass(frozen=True, slots=True)
class _Shell:
    """All of an item of an entity's feed but the sentences; ready to be joined."""

    before: str
    page: str
    """Full address of the article, escaped for an attribute."""
    dek: str
    """As HTML; "" if there is none."""
    link: str
    """To the article, as a paragraph of HTML."""
    after: str


def _rss_opening(item: FeedItem, numbers: tuple[int, ...], site: Site, bodies: Bodies) -> str:
    key = (item, base_url(site), site.timezone)
    shell = _kept_shells.get(key)
    if shell is None:
        shell = _shell(item, site)
        _keep(_kept_shells, key, shell, _MOST_SHELLS)
    # where nobody looked for names, an entity's articles are given and no sentence names it
    html = content.sentences(bodies.text(item.id), numbers, shell.page) if numbers else ""
    if shell.dek and shell.dek not in html:
        html += f"<p><em>{shell.dek}</em></p>\n"
    return "".join((shell.before, moulds.text(html + shell.link), shell.after))


def _shell(item: FeedItem, site: Site) -> _Shell:
    before, _, after = moulds.rss_item(_item(item, site, _SLOT)).partition(_SLOT)
    page = escape(urls.absolute(base_url(site), item.address))
    link = f'<p><a href="{page}">{lines(_title(item))}</a></p>'
    return _Shell(before, page, lines(clean(item.dek)), link, after)


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


def _envelope(page: Page, site: Site) -> Envelope:
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
        updated=max((_changed(item, site.timezone) for item in feed.items), default=_LONG_AGO),
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
_MOST_SHELLS = 16_384  # 1 KB each; an article stands in some twenty entities' feeds, far apart in the order of pages
_kept_words: dict[tuple[FeedItem, str], _Words] = {}
_kept_items: dict[tuple[FeedItem, str, str], str] = {}
_kept_shells: dict[tuple[FeedItem, str, str], _Shell] = {}
_K = TypeVar("_K")
_V = TypeVar("_V")


def _keep(kept: dict[_K, _V], key: _K, value: _V, most: int) -> None:
    """Remember *value*; the digest in an item stands for its text, so what is kept never goes stale."""
    if len(kept) >= most:
        del kept[next(iter(kept))]
    kept[key] = value
