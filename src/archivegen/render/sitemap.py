"""Sitemaps and robots.txt as bytes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archivegen import urls
from archivegen.config import Site
from archivegen.feed_views import Robots, Sitemap, SitemapIndex
from archivegen.model import Page
from archivegen.render.bodies import Bodies

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def render_sitemap(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    """A sitemap, or the index of several."""
    view: Sitemap | SitemapIndex = page.view
    if isinstance(view, Sitemap):
        whole, part, rows = "urlset", "url", view.urls
    else:
        whole, part, rows = "sitemapindex", "sitemap", view.sitemaps
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{whole} xmlns="{_NAMESPACE}">']
    for path, day in rows:
        loc = urls.absolute(site.base_url, path).replace("&", "&amp;").replace("'", "&apos;")
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<{part}><loc>{loc}</loc>{changed}</{part}>")
    lines.append(f"</{whole}>\n")
    return "\n".join(lines).encode()


def render_robots(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    view: Robots = page.view
    lines = ["User-agent: *", "Allow: /"]
    if view.sitemap:
        lines += ["", f"Sitemap: {urls.absolute(site.base_url, view.sitemap)}"]
    return ("\n".join(lines) + "\n").encode()


SITEMAP_RENDERERS: Mapping[str, Callable[..., bytes]] = {"sitemap": render_sitemap, "robots": render_robots}
