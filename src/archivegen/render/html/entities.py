"""Pages of entities, quotations, stories and events."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from markupsafe import Markup

from archivegen import slugs, urls, words
from archivegen.model import Page
from archivegen.render import charts, metadata
from archivegen.render.bodies import Bodies, Kept
from archivegen.render.body import excerpt, language_of, passage
from archivegen.render.html.frame import (
    NUMBERED,
    Context,
    collection,
    html_page,
    links_anywhere,
    links_of,
    named,
    pieces,
)
from archivegen.render.links import Links
from archivegen.views import (
    Dated,
    EntityView,
    Entry,
    Mentions,
    Quoted,
    QuotesView,
    TimelineView,
)


def entity(page: Page, context: Context) -> bytes:
    view: EntityView = page.view
    href = links_of(page, context)
    context = context._replace(bodies=Kept(context.bodies))
    groups: list[tuple[Markup, Markup, Markup]] = []
    for entry, items in groupby(view.items, key=attrgetter("entry")):  # an article with many mentions is several items
        passages = "".join(_passages(item, context.bodies, href) for item in items)
        lang = Markup(language_of(entry.language, context.site.language))
        groups.append((pieces((entry,), _source_of, href, context), lang, Markup(passages)))
    values = {
        "href": href,
        "title": _entity_title(view),
        "kind": words.LABEL_BY_KIND[view.kind],
        "chart": Markup(charts.coverage(view.bars, total=view.articles)),
        "groups": groups,
        "quotes": pieces(view.quotes, _own_quotation, href, context),
        "about": pieces(view.about, _quotation, href, context),
        "events": pieces(view.events, _happening, href, context),
        "same_as": [address for address in map(urls.safe_href, view.same_as) if address],
        "og_type": "profile" if view.kind == "person" else "website",
    }
    ld = metadata.entity(view, context.site) if not view.head.noindex and not view.part.name else {}
    return html_page(page, context, "entity.html", values, ld)


def _entity_title(view: EntityView) -> str:
    """Tells apart two of one name: by the number that the address has."""
    number = NUMBERED.search(f"{view.id}.html")
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
    return context.theme.macro("source_of")(entry, links_anywhere(context), lang)


def _quotation(quote: Quoted, context: Context) -> str:
    return _quoted(quote, context, shows_speaker=True)


def _own_quotation(quote: Quoted, context: Context) -> str:
    """On the page of who says it."""
    return _quoted(quote, context, shows_speaker=False)


def _quoted(quote: Quoted, context: Context, *, shows_speaker: bool) -> str:
    text = context.bodies.text(quote.article_id)
    said = Markup(excerpt(text, quote.sentence, quote.spans))
    anywhere = links_anywhere(context)
    lang = Markup(language_of(quote.entry.language, context.site.language))
    speakers = named(quote.speakers, anywhere)
    macro = context.theme.macro("quotation")
    return f"{macro(quote, said, anywhere, lang, speakers, show_speaker=shows_speaker)}\n"


def _happening(event: Dated, context: Context) -> str:
    return f"{context.theme.macro('happening')(event, links_anywhere(context))}\n"


def quotes(page: Page, context: Context) -> bytes:
    view: QuotesView = page.view
    context = context._replace(bodies=Kept(context.bodies))
    href = links_of(page, context)
    values = {"href": href, "quotes": pieces(view.quotes, _quotation, href, context)}
    return html_page(page, context, "quotes.html", values, collection(page, context))


def stories(page: Page, context: Context) -> bytes:
    return html_page(page, context, "stories.html", {}, collection(page, context))


def timeline(page: Page, context: Context) -> bytes:
    view: TimelineView = page.view
    years: dict[str, list[Dated]] = {}
    for event in view.events:
        years.setdefault(_year(event.when), []).append(event)
    href = links_of(page, context)
    groups = [(year, pieces(events, _happening, href, context)) for year, events in years.items()]
    values = {
        "href": href,
        "years": groups,
        "chart": Markup(charts.coverage(view.bars, what="event", total=view.count)),
    }
    return html_page(page, context, "timeline.html", values, collection(page, context))


def _year(when: str) -> str:
    first, _, last = when.partition("/")
    year = (first if first[:1].isdigit() else last)[:4]
    return f"{year.replace('X', '0')}s" if "X" in year else year
