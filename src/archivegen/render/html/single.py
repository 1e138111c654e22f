"""Pages that a site has once, and what stands at addresses that are no more."""

from __future__ import annotations

from archivegen import urls
from archivegen.model import Page
from archivegen.render import metadata
from archivegen.render.html import pictures
from archivegen.render.html.calendars import calendars
from archivegen.render.html.frame import Context, collection, html_page, lines, links_of, rendered, static_links
from archivegen.render.html.lists import month_tables
from archivegen.render.links import Links
from archivegen.views import (
    DatasView,
    HomeView,
    RedirectView,
    line_of,
)


def home(page: Page, context: Context) -> bytes:
    view: HomeView = page.view
    href = links_of(page, context)
    values = {
        "href": href,
        "latest": lines(tuple(map(line_of, view.latest)), href, context),
        "calendars": month_tables(calendars(view.months, href), context),
        "chart": pictures.coverage(view.bars, pictures.by_date(href)),
    }
    return html_page(page, context, "home.html", values, metadata.archive(context.site))


def about(page: Page, context: Context) -> bytes:
    return html_page(page, context, "about.html", {}, collection(page, context))


def feeds(page: Page, context: Context) -> bytes:
    return html_page(page, context, "feeds.html", {}, collection(page, context))


def missing(page: Page, context: Context) -> bytes:
    href = Links(page.path, base_url=context.site.base_url, anywhere=True)
    return html_page(page, context, "missing.html", {"href": href}, {})


def data(page: Page, context: Context) -> bytes:
    view: DatasView = page.view
    return html_page(page, context, "data.html", {}, metadata.dataset(view, page.path, context.site))


def gone(page: Page, context: Context) -> bytes:
    is_for_all = page.path.count("/") == 0 and page.path.startswith("4")  # 410.html, which a host shows at any address
    href = Links(page.path, base_url=context.site.base_url, anywhere=is_for_all)
    return html_page(page, context, "gone.html", {"href": href}, {})


def redirect(page: Page, context: Context) -> bytes:
    view: RedirectView = page.view
    site, href = context.site, links_of(page, context)
    values = {
        "site": site,
        "static": static_links(href, context).__getitem__,
        "target": href(view.target),
        "canonical": urls.absolute(site.base_url, view.target) if site.base_url else "",
    }
    return rendered("redirect.html", values, page, context.theme)
