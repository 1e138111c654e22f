"""Sitemaps and robots.txt as bytes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archivegen import urls
from archivegen.config import Site
from archivegen.feed_views import NewsSitemap, Robots, Sitemap, SitemapIndex
from archivegen.model import Page
from archivegen.render.bodies import Bodies
from archivegen.render.weave import escape

_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def render_sitemap(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    """A sitemap, or the index of several."""
    view: Sitemap | SitemapIndex = page.view
    if isinstance(view, Sitemap):
        whole, part, rows = "urlset", "url", view.urls
    else:
        whole, part, rows = "sitemapindex", "sitemap", view.sitemaps
    before, between, after = f"<{part}><loc>", "</loc><lastmod>", f"</lastmod></{part}>\n"
    addresses = urls.absolutes(site.base_url, [path for path, _ in rows])
    days = [day for _, day in rows]
    lines = [f"{before}{loc}{between}{day}{after}" for loc, day in zip(addresses, days, strict=True)]
    # in all that is around addresses and days there is no "&" and no "'"
    text = "".join(lines).replace("<lastmod></lastmod>", "").replace("&", "&amp;").replace("'", "&apos;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="{_NAMESPACE}">\n{text}</{whole}>\n'.encode()


def render_news(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    """A sitemap of news: with each address who published it, in what language, when, and its headline."""
    view: NewsSitemap = page.view
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{_NAMESPACE}" xmlns:news="{_NEWS}">']
    for item in view.items:
        loc = urls.absolute(site.base_url, item.path).replace("&", "&amp;").replace("'", "&apos;")
        publication = (
            f"<news:name>{_text(item.publication)}</news:name><news:language>{_language(item.language)}</news:language>"
        )
        lines.append(
            f"<url><loc>{loc}</loc><news:news><news:publication>{publication}</news:publication>"
            f"<news:publication_date>{item.date}</news:publication_date><news:title>{_text(item.title)}</news:title></news:news></url>"
        )
    lines.append("</urlset>\n")
    return "\n".join(lines).encode("utf-8", "replace")


def _text(text: str) -> str:
    return escape("".join(letter for letter in text if letter.isprintable()))


def _language(tag: str) -> str:
    """Two or three letters; Chinese is told apart by its script."""
    lower = tag.lower()
    if lower.split("-")[0] == "zh":
        return "zh-tw" if {"tw", "hk", "mo", "hant"}.intersection(lower.split("-")) else "zh-cn"
    return lower.split("-")[0]


def render_robots(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    view: Robots = page.view
    lines = ["User-agent: *", "Allow: /"]
    if view.sitemaps:
        lines += ["", *(f"Sitemap: {urls.absolute(site.base_url, path)}" for path in view.sitemaps)]
    return ("\n".join(lines) + "\n").encode()


SITEMAP_RENDERERS: Mapping[str, Callable[..., bytes]] = {
    "sitemap": render_sitemap,
    "news sitemap": render_news,
    "robots": render_robots,
}
