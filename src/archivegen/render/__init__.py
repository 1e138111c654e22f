"""Page → bytes: a renderer for each form of page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from archivegen.config import Site
from archivegen.late import late
from archivegen.model import Page
from archivegen.render import html, redirects, search, sitemap
from archivegen.render.bodies import Bodies
from archivegen.render.html import Context, Renderer
from archivegen.render.theme import Theme

if TYPE_CHECKING:
    from archivegen.render import feeds
else:
    feeds = late("render.feeds")  # most edits touch none

_FEEDS: Final = ("feed.rss", "feed.atom", "feed.json", "opml")


def _feed(page: Page, context: Context) -> bytes:
    return feeds.FEED_RENDERERS[page.form](page, site=context.site, bodies=context.bodies)


def _without_theme(function: Callable[..., bytes]) -> Renderer:
    """A renderer of what machines read: no theme has a say in it."""
    return lambda page, context: function(page, site=context.site, bodies=context.bodies)


RENDERERS: Mapping[str, Renderer] = {
    **html.RENDERERS,
    **dict.fromkeys(_FEEDS, _feed),
    **{form: _without_theme(function) for form, function in sitemap.SITEMAP_RENDERERS.items()},
    **{form: _without_theme(function) for form, function in search.SEARCH_RENDERERS.items()},
    **{form: _without_theme(function) for form, function in redirects.REDIRECT_RENDERERS.items()},
}
TEMPLATES: Mapping[str, tuple[str, ...]] = {**dict.fromkeys(RENDERERS, ()), **html.TEMPLATES}
"""By form: the templates that its renderer fills."""

__all__ = ["RENDERERS", "TEMPLATES", "Bodies", "Context", "Renderer", "Theme", "render"]


def render(page: Page, *, theme: Theme, site: Site, bodies: Bodies) -> bytes:
    """The file that *page* is. The same bytes for equal view, theme, site and bodies."""
    return RENDERERS[page.form](page, Context(theme, site, bodies))
