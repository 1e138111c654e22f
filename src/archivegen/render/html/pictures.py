"""What the pictures of a page are made of, and the page of a network. Templates say in words what they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from archivegen.dates.decades import decade_of
from archivegen.model import Page
from archivegen.render.charts import columns, network, world
from archivegen.render.html.frame import Context, collection, html_page, links_of
from archivegen.render.links import Links
from archivegen.views import Bar, Count, NetworkView, Where

STRONGEST = 40
"""So many ties are told in words beneath the picture."""


def coverage(bars: Sequence[Bar], path_of: Callable[[str], str] | None = None) -> columns.Columns | None:
    """Columns over time. *path_of*: the link to the page of a period; "" = none."""
    return columns.columns(bars, path_of)


def by_period(below: Sequence[Count], href: Links) -> Callable[[str], str] | None:
    """Leads from a period to its page, where the list is split by period; from a year to that of its decade."""
    paths: Mapping[str, str] = {one.text: href(one.path) for one in below}

    def path_of(period: str) -> str:
        found = paths.get(period, "")
        return found or paths.get(decade_of(period), "") if len(period) == 4 else found

    return path_of if paths else None


def by_date(href: Links) -> Callable[[str], str]:
    """Leads from a year, month or day to its index."""
    return lambda period: href(f"{period.replace('-', '/')}/index.html")


def locator(where: Where | None) -> world.Piece | None:
    """The piece of the map around a place, if it is known where that lies."""
    return world.piece(where.latitude, where.longitude, where.kind) if where is not None else None


def networks(page: Page, context: Context) -> bytes:
    view: NetworkView = page.view
    href = links_of(page, context)
    values = {
        "href": href,
        "drawn": network.network(view.names, view.ties),
        "pairs": [(view.names[tie.one], view.names[tie.other], tie.count) for tie in view.ties[:STRONGEST]],
    }
    return html_page(page, context, "network.html", values, collection(page, context))
