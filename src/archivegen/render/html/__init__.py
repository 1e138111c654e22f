"""Each form of HTML page: view → the values that its template shows. Text is fetched here; all else is in the view."""

from __future__ import annotations

from archivegen.render.html import articles, entities, lists, pictures, raw, search, single
from archivegen.render.html.frame import Context, Renderer

RENDERERS: dict[str, Renderer] = {
    "article": articles.article,
    "raw": raw.raw,
    "dates": lists.dates,
    "list": lists.listing,
    "index": lists.index,
    "entity": entities.entity,
    "network": pictures.networks,
    "quotes": entities.quotes,
    "stories": entities.stories,
    "timeline": entities.timeline,
    "home": single.home,
    "about": single.about,
    "feeds": single.feeds,
    "search": search.search,
    "data": single.data,
    "missing": single.missing,
    "gone": single.gone,
    "redirect": single.redirect,
}

__all__ = ["RENDERERS", "Context", "Renderer"]
