"""What every HTML page has, and what many pages repeat: made once, then pointed at the root of the site."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from jinja2 import TemplateError, TemplateNotFound, UndefinedError
from markupsafe import Markup

from archivegen import urls
from archivegen.config import Site
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Page
from archivegen.render import metadata
from archivegen.render.bodies import Bodies
from archivegen.render.body import language_of
from archivegen.render.links import ROOT, Links, StaticLinks, anywhere
from archivegen.render.quick import ready
from archivegen.render.theme import Theme
from archivegen.render.weave import escape
from archivegen.views import Entry, Head, Line, Link, entry_of


class Context(NamedTuple):
    """What a renderer may use beside the page."""

    theme: Theme
    site: Site
    bodies: Bodies

    def lang(self, language: str) -> Markup:
        """The attributes of a text in *language* ("" = that of the site) on a page in the language of its words."""
        return _lang(language or self.site.language, self.theme.say.language)


@lru_cache(maxsize=500)
def _lang(language: str, page_language: str) -> Markup:
    return Markup(language_of(language, page_language))


Renderer = Callable[[Page, Context], bytes]
TITLE_LENGTH, DEK_LENGTH = 200, 260
"""In a list; the article's page has all of it."""
NUMBERED = re.compile(r"-(\d+)\.html$")
"""The number in the address of a namesake."""
NOTHING = Markup()


def html_page(
    page: Page, context: Context, template: str, values: Mapping[str, Any], ld: metadata.NewsArticle | Mapping[str, Any]
) -> bytes:
    """*template* with *values* and with what every page has; *ld* is its JSON-LD, if any."""
    theme, site = context.theme, context.site
    href = values.get("href") or links_of(page, context)
    head: Head = page.view.head
    masthead, colophon = _frame(head, href, context)
    title = values.get("title") or head.title
    shown = {
        "page": page,
        "view": page.view,
        "head": head,
        "site": site,
        "href": href,
        "static": static_links(href, context).__getitem__,
        "full_title": title if page.path == "index.html" else f"{title} · {site.title}",
        "canonical": urls.absolute(site.base_url, page.path) if site.base_url else "",
        "json_ld": ready(metadata.json_ld(ld)) if ld else "",
        "masthead": masthead,
        "colophon": colophon,
        "lang_of": context.lang,
        "og_type": "website",
        "named": lambda links: named(links, href),
        **values,
    }
    shown["description"] = metadata.cut(values.get("description") or head.description or title, 300)
    return rendered(template, shown, page, theme)


def rendered(template: str, values: dict[str, Any], page: Page, theme: Theme) -> bytes:
    try:
        return theme.template(template).encoded(values)
    except Exception as error:  # a template is a program, which may fail in any way
        what = {
            TemplateNotFound: f'there is no template "{error}"',
            UndefinedError: str(error),
            TemplateError: str(error),
        }.get(type(error), f"{type(error).__name__}: {error}")
        message = (
            f"{page.path} cannot be made with it: {what}; mend the template, or delete it to have the built-in one"
        )
        raise CannotRun(Problem(_place(error, template), "error", "template-failed", message)) from error


def _place(error: Exception, template: str) -> Origin:
    """The template and line at which *error* came up."""
    name, line = template, 0
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.endswith(".html"):  # the engine gives templates their own lines in tracebacks
            name, line = frame.f_code.co_filename, number
    return Origin(f"templates/{name}", "", line)


def links_of(page: Page, context: Context) -> Links:
    return Links(page.path, base_url=context.site.base_url)


def _frame(head: Head, href: Links, context: Context) -> tuple[Markup, Markup]:
    """What stands above and below the matter of the page: the same for all pages of a section and depth."""
    memo = context.theme.memo(context.site).frames
    key = (head.nav, head.section, href.prefix)
    found = memo.get(key)
    if found is None:
        values = {"head": head, "site": context.site, "href": href}
        above = context.theme.template("masthead.html").render(values)
        below = context.theme.template("colophon.html").render(values)
        found = memo[key] = Markup(above), Markup(below)
    return found


def static_links(href: Links, context: Context) -> StaticLinks:
    """Of static files, by name: made once for each depth of pages."""
    memo = context.theme.memo(context.site).static
    found = memo.get(href.prefix)
    if found is None:
        found = memo[href.prefix] = StaticLinks(href, context.theme.versions)
    return found


def lines(told: Sequence[Line], href: Links, context: Context) -> Markup:
    """The line of each article *told* in a list. Each is made once and then only pointed at the root of the site."""
    return _each_once(told, context.theme.memo(context.site).entries, _line, href, context)


def sources(told: Sequence[Line], href: Links, context: Context) -> Markup:
    """The heading of each article *told* where words or names of it follow; made as lines are."""
    return _each_once(told, context.theme.memo(context.site).sources, _source, href, context)


def _each_once(
    told: Sequence[Line],
    known: dict[Line, str],
    make: Callable[[Entry, Context], str],
    href: Links,
    context: Context,
) -> Markup:
    """What *make* makes of each article *told*, pointed at the root of the site. *known*: what it made so far."""
    made = []
    for one in told:
        html = known.get(one)
        if html is None:
            html = known[one] = make(entry_of(one), context)
        made.append(html)
    return ready("".join(made).replace(ROOT, href.prefix))


def links_anywhere(context: Context) -> Links:
    """Links of what is made once for pages at any depth."""
    return anywhere(not context.site.base_url)


def pieces(things: Sequence[Any], make: Callable[[Any, Context], str], href: Links, context: Context) -> Markup:
    """What *make* makes of each of *things*, once, pointed at the root of the site as lines are."""
    if not things:
        return NOTHING
    memo = context.theme.memo(context.site).pieces
    made = []
    for thing in things:
        key = (make.__name__, thing)
        piece = memo.get(key)
        if piece is None:
            piece = memo[key] = make(thing, context)
        made.append(piece)
    return ready("".join(made).replace(ROOT, href.prefix))


def _line(entry: Entry, context: Context) -> str:
    anywhere = links_anywhere(context)
    language = context.lang(entry.language)
    values = {
        "entry": entry,
        "title": metadata.cut(entry.title, TITLE_LENGTH),
        "dek": metadata.cut(entry.dek, DEK_LENGTH),
        "href": anywhere,
        "lang": language,
    }
    return context.theme.template("entry.html").piece(values).replace("\n", "") + "\n"


def _source(entry: Entry, context: Context) -> str:
    return context.theme.macro("source_of")(entry, links_anywhere(context), context.lang(entry.language))


def named(links: Sequence[Link], href: Links) -> Markup:
    """The texts of *links*, as links where they have a page, commas between."""
    made = [
        f'<a href="{escape(href(link.path))}">{escape(link.text)}</a>' if link.path else escape(link.text)
        for link in links
    ]
    return ready(", ".join(made))


def collection(page: Page, context: Context) -> dict[str, Any]:
    return metadata.collection(page.view.head.title, page.view.head.description, page.path, context.site)
