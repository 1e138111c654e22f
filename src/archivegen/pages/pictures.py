"""Put on the index of a kind of entity the picture that it has: a map of the places, the way to who stands with whom. Pure."""

from __future__ import annotations

import msgspec

from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages.network import address
from archivegen.pages.whereabouts import spots
from archivegen.views import IndexView


def illustrated(archive: Archive, site: Site, page: Page) -> Page:
    """*page* of an index, with its picture if it is the first of them."""
    view: IndexView = page.view
    if page.path != f"{view.folder}/index.html":
        return page
    there = spots(archive, site) if view.folder == "places" else ()
    picture = address(archive, site, view.folder)
    return msgspec.structs.replace(page, view=msgspec.structs.replace(view, spots=there, picture=picture))
