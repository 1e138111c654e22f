"""What the search page reads, and what browsers read of it, as bytes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from archivegen import urls
from archivegen.config import Site
from archivegen.model import Page
from archivegen.render.bodies import Bodies
from archivegen.render.weave import escape
from archivegen.search_views import Description

_LONGEST_NAME = 16
"""That OpenSearch allows for what a browser shows."""


def render_data(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    return msgspec.json.encode(page.view)


def render_description(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    """An OpenSearch description document (1.1)."""
    view: Description = page.view
    address = urls.absolute(site.base_url, view.page)
    icon = urls.absolute(site.base_url, "static/favicon.svg")
    short = site.title if len(site.title) <= _LONGEST_NAME else site.title[: _LONGEST_NAME - 1].rstrip() + "…"
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(short)}</ShortName>",
        f"<Description>{escape(site.description or site.title)[:1024]}</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Image width="16" height="16" type="image/svg+xml">{escape(icon)}</Image>',
        f'<Url type="text/html" method="get" template="{escape(address)}?q={{searchTerms}}"/>',
        "</OpenSearchDescription>",
    )
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


SEARCH_RENDERERS: Mapping[str, Callable[..., bytes]] = {"search.data": render_data, "opensearch": render_description}
