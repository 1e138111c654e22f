"""Each form of HTML page: view → the values that its template shows. Text is fetched here; all else is in the view."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from jinja2 import TemplateError, TemplateNotFound, UndefinedError
from markupsafe import Markup

from archivegen import slugs, urls, words
from archivegen.config import Site
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Article, Evidence, Inference, Page
from archivegen.render import charts, metadata
from archivegen.render.bodies import Bodies, Kept
from archivegen.render.body import Body, excerpt, language_of, passage
from archivegen.render.links import ROOT, Links
from archivegen.render.theme import Theme
from archivegen.render.weave import escape
from archivegen.views import (
    ArticleView,
    Dated,
    DatesView,
    EntityView,
    Entry,
    Head,
    HomeView,
    IndexView,
    Link,
    ListView,
    Mentions,
    Quoted,
    QuotesView,
    RedirectView,
    TimelineView,
)


class Context(NamedTuple):
    """What a renderer may use beside the page."""

    theme: Theme
    site: Site
    bodies: Bodies


Renderer = Callable[[Page, Context], bytes]
TITLE_LENGTH, DEK_LENGTH = 200, 260
"""In a list; the article's page has all of it."""
_NUMBERED = re.compile(r"-(\d+)\.html$")
_FIELDS = {"title": "Headline", "dek": "Summary", "byline": "Byline", "source": "Source", "credits": "Agencies"}


# ---------------------------------------------------------------- what every page has


def _page(page: Page, context: Context, template: str, values: Mapping[str, Any], ld: Mapping[str, Any]) -> bytes:
    """*template* with *values* and with what every page has; *ld* is its JSON-LD, if any."""
    theme, site = context.theme, context.site
    href = values.get("href") or _links(page, context)
    head: Head = page.view.head
    masthead, colophon = _frame(head, href, context)
    title = values.get("title") or head.title
    shown = {
        "page": page,
        "view": page.view,
        "head": head,
        "site": site,
        "href": href,
        "static": lambda name: f"{href(f'static/{name}')}{theme.versions.get(name, '')}",
        "full_title": title if page.path == "index.html" else f"{title} · {site.title}",
        "canonical": urls.absolute(site.base_url, page.path) if site.base_url else "",
        "json_ld": Markup(metadata.json_ld(dict(ld))) if ld else "",
        "masthead": masthead,
        "colophon": colophon,
        "lang_of": lambda language: Markup(language_of(language, site.language)),
        "og_type": "website",
        "named": lambda links: _named(links, href),
        **values,
    }
    shown["description"] = metadata.cut(values.get("description") or head.description or title, 300)
    return _rendered(template, shown, page, theme)


def _rendered(template: str, values: dict[str, Any], page: Page, theme: Theme) -> bytes:
    try:
        return theme.template(template).filled(values).encode("utf-8", "replace")
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


def _links(page: Page, context: Context) -> Links:
    return Links(page.path, base_url=context.site.base_url)


def _frame(head: Head, href: Links, context: Context) -> tuple[Markup, Markup]:
    """What stands above and below the matter of the page: the same for all pages of a section and depth."""
    memo = context.theme.memo(context.site).frames
    key = (head.nav, head.section, href.prefix)
    found = memo.get(key)
    if found is None:
        values = {"head": head, "site": context.site, "href": href, "labels": words.LABEL_BY_FOLDER}
        above = context.theme.template("masthead.html").render(values)
        below = context.theme.template("colophon.html").render(values)
        found = memo[key] = Markup(above), Markup(below)
    return found


def _lines(entries: Sequence[Entry], href: Links, context: Context) -> Markup:
    """The line of each of *entries*. Each is made once and then only pointed at the root of the site."""
    memo = context.theme.memo(context.site).entries
    made = []
    for entry in entries:
        line = memo.get(entry)
        if line is None:
            line = memo[entry] = _line(entry, context)
        made.append(line)
    return Markup("".join(made).replace(ROOT, href.prefix))


def _anywhere(context: Context) -> Links:
    """Links of what is made once for pages at any depth."""
    anywhere = Links(ROOT, base_url=context.site.base_url)
    anywhere.prefix = ROOT
    return anywhere


def _pieces(things: Sequence[Any], make: Callable[[Any, Context], str], href: Links, context: Context) -> Markup:
    """What *make* makes of each of *things*, once, pointed at the root of the site as _lines are."""
    memo = context.theme.memo(context.site).pieces
    made = []
    for thing in things:
        key = (make.__name__, thing)
        piece = memo.get(key)
        if piece is None:
            piece = memo[key] = make(thing, context)
        made.append(piece)
    return Markup("".join(made).replace(ROOT, href.prefix))


def _line(entry: Entry, context: Context) -> str:
    anywhere = _anywhere(context)
    language = Markup(language_of(entry.language, context.site.language))
    values = {
        "entry": entry,
        "title": metadata.cut(entry.title, TITLE_LENGTH),
        "dek": metadata.cut(entry.dek, DEK_LENGTH),
        "href": anywhere,
        "lang": language,
    }
    return context.theme.template("entry.html").filled(values).replace("\n", "") + "\n"


def _named(links: Sequence[Link], href: Links) -> Markup:
    """The texts of *links*, as links where they have a page, commas between."""
    made = [
        f'<a href="{escape(href(link.path))}">{escape(link.text)}</a>' if link.path else escape(link.text)
        for link in links
    ]
    return Markup(", ".join(made))


def _collection(page: Page, context: Context) -> dict[str, Any]:
    return metadata.collection(page.view.head.title, page.view.head.description, page.path, context.site)


# ---------------------------------------------------------------- articles


def article(page: Page, context: Context) -> bytes:
    view: ArticleView = page.view
    bodies, site = context.bodies, context.site
    source, text = bodies.article(view.id), bodies.text(view.id)
    href = _links(page, context)
    body = Body(source, text, view, href)
    html = body.blocks()
    date = source.inferred.get("date") if source.date_is_inferred() else None
    values = {
        "href": href,
        "title": _full_title(view),
        "description": view.dek or _opening(source),
        "og_type": "article",
        "article": source,
        "lang": Markup(language_of(view.language, site.language)),
        "headline": Markup(body.front("title")),
        "dek": Markup(body.front("dek")),
        "body": Markup(html),
        "date_inference": date,
        "date_evidence": _evidence(date, body),
        "inferences": [_inferred(field, guess, body) for field, guess in source.inferred.items()],
        "names_by_kind": _names_by_kind(view, href),
        "quotes": [
            (quote.sentence_id, Markup(excerpt(text, quote.sentence, quote.spans)), _named(quote.speakers, href))
            for quote in view.quotes
            if quote.kind != "label"
        ],
        "original": urls.safe_href(view.url) if view.url.startswith("http") else "",
        "pictures": metadata.pictures(view, site),
        "address": urls.absolute(site.base_url, page.path) if site.base_url else "",
    }
    return _page(page, context, "article.html", values, metadata.news_article(view, source, site))


def _full_title(view: ArticleView) -> str:
    """Tells apart articles of one headline: by source and day, at last by the number that the address has."""
    told = [metadata.cut(view.title, 160), view.source.text, words.day(view.date)]
    number = _NUMBERED.search(view.path)
    if number and view.path.endswith(f"/{slugs.slug(view.title)}-{number[1]}.html"):
        told.append(number[1])
    return " · ".join(filter(None, told))


def _opening(source: Article) -> str:
    for block in source.blocks:
        if block.text:
            return metadata.cut(block.text, metadata.DESCRIPTION_LENGTH)
    return source.title


def _inferred(field: str, guess: Inference, body: Body) -> tuple[str, Inference, list[tuple[Evidence, str]]]:
    """What the panel shows of one inference; with each evidence the fragment of its sentence, or ""."""
    return _FIELDS.get(field, field.capitalize()), guess, [(one, body.evidence(one.words)) for one in guess.evidence]


def _evidence(guess: Inference | None, body: Body) -> str:
    """The fragment of the first sentence that holds words which *guess* rests on."""
    for evidence in guess.evidence if guess else ():
        fragment = body.evidence(evidence.words)
        if fragment:
            return fragment
    return ""


def _names_by_kind(view: ArticleView, href: Links) -> list[tuple[str, list[tuple[str, str, str, int]]]]:
    """(kind, [(link or "", name, sentence id, mentions)]), kinds in the order of the menu."""
    kinds: dict[str, list[tuple[str, str, str, int]]] = {kind: [] for kind in words.PLURAL_BY_KIND}
    for name in view.names:
        link = href(name.path) if name.path else ""
        kinds[name.kind].append((link, name.text, name.sentence_id, name.count))
    return [(words.PLURAL_BY_KIND[kind], names) for kind, names in kinds.items() if names]


# ---------------------------------------------------------------- lists


def dates(page: Page, context: Context) -> bytes:
    view: DatesView = page.view
    href = _links(page, context)
    is_year = len(view.period) == 4
    values = {
        "href": href,
        "calendars": [
            Markup(charts.calendar(month, href, is_linked=is_year)) for month in view.months if len(view.period) < 10
        ],
        "groups": [(label, path, _lines(entries, href, context)) for label, path, entries in _by_month(view)],
    }
    return _page(page, context, "dates.html", values, _collection(page, context))


def _by_month(view: DatesView) -> list[tuple[str, str, list[Entry]]]:
    """A year's entries under its months; a month's and a day's as they are."""
    length = 7
    if len(view.period) >= length:
        return [("", "", list(view.entries))]
    groups: dict[str, list[Entry]] = {}
    for entry in view.entries:
        groups.setdefault(entry.date[:length], []).append(entry)
    return [(words.period_name(name), f"{name.replace('-', '/')}/index.html", found) for name, found in groups.items()]


def listing(page: Page, context: Context) -> bytes:
    view: ListView = page.view
    href = _links(page, context)
    values = {
        "href": href,
        "lines": _lines(view.entries, href, context),
        "chart": Markup(charts.coverage(view.bars, total=view.count)),
    }
    return _page(page, context, "list.html", values, _collection(page, context))


def index(page: Page, context: Context) -> bytes:
    view: IndexView = page.view
    href = _links(page, context)
    letters = [(letter, Markup(_rows(letter.rows, href))) for letter in view.letters]
    return _page(page, context, "index.html", {"href": href, "letters": letters}, _collection(page, context))


def _rows(rows: Sequence[Any], href: Links) -> str:
    """A-Z lines; written here and not in a template, for there may be thousands on a page."""
    made = []
    for row in rows:
        name, link = escape(row.sort_name), escape(href(row.path))
        if not row.count:
            made.append(f'<li class="see">{name} <i>see</i> <a href="{link}">{escape(row.note)}</a></li>')
            continue
        note = f" <small>{escape(row.note)}</small>" if row.note else ""
        more = "".join(
            f' <a href="{escape(href(path))}" aria-label="{name}, article {n}">[{n}]</a>'
            for n, path in enumerate(row.more, 2)
        )
        made.append(f'<li><a href="{link}">{name}</a>{more} <b>{row.count:,}</b>{note}</li>')
    return "\n".join(made)


# ---------------------------------------------------------------- entities, quotations, events


def entity(page: Page, context: Context) -> bytes:
    view: EntityView = page.view
    href = _links(page, context)
    context = context._replace(bodies=Kept(context.bodies))
    groups: list[tuple[Markup, Markup, Markup]] = []
    for entry, items in groupby(view.items, key=attrgetter("entry")):  # an article with many mentions is several items
        passages = "".join(_passages(item, context.bodies, href) for item in items)
        lang = Markup(language_of(entry.language, context.site.language))
        groups.append((_pieces((entry,), _source_of, href, context), lang, Markup(passages)))
    values = {
        "href": href,
        "title": _entity_title(view),
        "kind": words.LABEL_BY_KIND[view.kind],
        "chart": Markup(charts.coverage(view.bars, total=view.articles)),
        "groups": groups,
        "quotes": _pieces(view.quotes, _own_quotation, href, context),
        "about": _pieces(view.about, _quotation, href, context),
        "events": _pieces(view.events, _happening, href, context),
        "same_as": [address for address in map(urls.safe_href, view.same_as) if address],
        "og_type": "profile" if view.kind == "person" else "website",
    }
    ld = metadata.entity(view, context.site) if not view.head.noindex and not view.part.name else {}
    return _page(page, context, "entity.html", values, ld)


def _entity_title(view: EntityView) -> str:
    """Tells apart two of one name: by the number that the address has."""
    number = _NUMBERED.search(f"{view.id}.html")
    is_numbered = number and view.id.endswith(f"/{slugs.slug(view.name)}-{number[1]}")
    return f"{view.head.title} ({words.LABEL_BY_KIND[view.kind].lower()}{f' {number[1]}' if number and is_numbered else ''})"


def _passages(item: Mentions, bodies: Bodies, href: Links) -> str:
    """The sentences of one article that name an entity, each a link to itself."""
    if not item.passages:
        return ""
    text, link = bodies.text(item.article_id), href(item.entry.path)
    return "".join(
        f'<li><a href="{link}#s-{found.sentence_id}">{passage(text, found.sentence, found.spans)}</a></li>\n'
        for found in item.passages
    )


def _source_of(entry: Entry, context: Context) -> str:
    lang = Markup(language_of(entry.language, context.site.language))
    return context.theme.macro("source_of")(entry, _anywhere(context), lang)


def _quotation(quote: Quoted, context: Context) -> str:
    return _quoted(quote, context, shows_speaker=True)


def _own_quotation(quote: Quoted, context: Context) -> str:
    """On the page of who says it."""
    return _quoted(quote, context, shows_speaker=False)


def _quoted(quote: Quoted, context: Context, *, shows_speaker: bool) -> str:
    text = context.bodies.text(quote.article_id)
    said = Markup(excerpt(text, quote.sentence, quote.spans))
    anywhere = _anywhere(context)
    lang = Markup(language_of(quote.entry.language, context.site.language))
    speakers = _named(quote.speakers, anywhere)
    macro = context.theme.macro("quotation")
    return f"{macro(quote, said, anywhere, lang, speakers, show_speaker=shows_speaker)}\n"


def _happening(event: Dated, context: Context) -> str:
    return f"{context.theme.macro('happening')(event, _anywhere(context))}\n"


def quotes(page: Page, context: Context) -> bytes:
    view: QuotesView = page.view
    context = context._replace(bodies=Kept(context.bodies))
    href = _links(page, context)
    values = {"href": href, "quotes": _pieces(view.quotes, _quotation, href, context)}
    return _page(page, context, "quotes.html", values, _collection(page, context))


def stories(page: Page, context: Context) -> bytes:
    return _page(page, context, "stories.html", {}, _collection(page, context))


def timeline(page: Page, context: Context) -> bytes:
    view: TimelineView = page.view
    years: dict[str, list[Dated]] = {}
    for event in view.events:
        years.setdefault(_year(event.when), []).append(event)
    href = _links(page, context)
    groups = [(year, _pieces(events, _happening, href, context)) for year, events in years.items()]
    values = {
        "href": href,
        "years": groups,
        "chart": Markup(charts.coverage(view.bars, what="event", total=view.count)),
    }
    return _page(page, context, "timeline.html", values, _collection(page, context))


def _year(when: str) -> str:
    first, _, last = when.partition("/")
    year = (first if first[:1].isdigit() else last)[:4]
    return f"{year.replace('X', '0')}s" if "X" in year else year


# ---------------------------------------------------------------- single pages


def home(page: Page, context: Context) -> bytes:
    view: HomeView = page.view
    href = _links(page, context)
    values = {
        "href": href,
        "latest": _lines(view.latest, href, context),
        "calendars": [Markup(charts.calendar(month, href, is_linked=True)) for month in view.months],
        "chart": Markup(charts.coverage(view.bars, total=view.articles)),
    }
    return _page(page, context, "home.html", values, metadata.archive(context.site))


def about(page: Page, context: Context) -> bytes:
    return _page(page, context, "about.html", {}, _collection(page, context))


def feeds(page: Page, context: Context) -> bytes:
    return _page(page, context, "feeds.html", {}, _collection(page, context))


def missing(page: Page, context: Context) -> bytes:
    href = Links(page.path, base_url=context.site.base_url, anywhere=True)
    return _page(page, context, "missing.html", {"href": href}, {})


def gone(page: Page, context: Context) -> bytes:
    return _page(page, context, "gone.html", {}, {})


def redirect(page: Page, context: Context) -> bytes:
    view: RedirectView = page.view
    site = context.site
    values = {
        "site": site,
        "target": _links(page, context)(view.target),
        "canonical": urls.absolute(site.base_url, view.target) if site.base_url else "",
    }
    return _rendered("redirect.html", values, page, context.theme)


RENDERERS: dict[str, Renderer] = {
    "article": article,
    "dates": dates,
    "list": listing,
    "index": index,
    "entity": entity,
    "quotes": quotes,
    "stories": stories,
    "timeline": timeline,
    "home": home,
    "about": about,
    "feeds": feeds,
    "missing": missing,
    "gone": gone,
    "redirect": redirect,
}
