"""Each form of HTML page: view → the values that its template shows. Text is fetched here; all else is in the view."""

from __future__ import annotations

from collections.abc import Mapping

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

_FRAME = ("masthead.html", "colophon.html")
_MACROS = ("macros.html", "default/macros.html")
_LINES = ("entry.html",)
_MORE_BY_FORM: Mapping[str, tuple[str, ...]] = {
    "dates": _LINES + _MACROS,
    "list": _LINES,
    "home": _LINES + _MACROS,
    "entity": _MACROS,
    "quotes": _MACROS,
    "timeline": _MACROS,
}
TEMPLATES: Mapping[str, tuple[str, ...]] = {
    **{form: (f"{form}.html", *_FRAME, *_MORE_BY_FORM.get(form, ())) for form in RENDERERS},
    "redirect": ("redirect.html",),
}
"""By form: the templates that its renderer fills. Those that these name come to them."""

__all__ = ["RENDERERS", "TEMPLATES", "Context", "Renderer"]
