"""Pages that a site has once, and what stands at addresses that are no more."""

from __future__ import annotations

from markupsafe import Markup

from archivegen import urls
from archivegen.model import Page
from archivegen.render import charts, metadata
from archivegen.render.html.frame import Context, collection, html_page, lines, links_of, rendered
from archivegen.render.links import Links
from archivegen.views import (
    HomeView,
    RedirectView,
)


def home(page: Page, context: Context) -> bytes:
    view: HomeView = page.view
    href = links_of(page, context)
    values = {
        "href": href,
        "latest": lines(view.latest, href, context),
        "calendars": [Markup(charts.calendar(month, href, is_linked=True)) for month in view.months],
        "chart": Markup(charts.coverage(view.bars, total=view.articles)),
    }
    return html_page(page, context, "home.html", values, metadata.archive(context.site))


def about(page: Page, context: Context) -> bytes:
    return html_page(page, context, "about.html", {}, collection(page, context))


def feeds(page: Page, context: Context) -> bytes:
    return html_page(page, context, "feeds.html", {}, collection(page, context))


def missing(page: Page, context: Context) -> bytes:
    href = Links(page.path, base_url=context.site.base_url, anywhere=True)
    return html_page(page, context, "missing.html", {"href": href}, {})


def gone(page: Page, context: Context) -> bytes:
    return html_page(page, context, "gone.html", {}, {})


def redirect(page: Page, context: Context) -> bytes:
    view: RedirectView = page.view
    site = context.site
    values = {
        "site": site,
        "target": links_of(page, context)(view.target),
        "canonical": urls.absolute(site.base_url, view.target) if site.base_url else "",
    }
    return rendered("redirect.html", values, page, context.theme)
