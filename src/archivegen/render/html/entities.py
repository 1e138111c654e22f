"""Pages of entities, quotations, stories and events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup

from archivegen import slugs, urls
from archivegen.model import Page
from archivegen.render import metadata
from archivegen.render.bodies import Bodies
from archivegen.render.html import pictures
from archivegen.render.html.frame import (
    NOTHING,
    NUMBERED,
    Context,
    collection,
    html_page,
    links_anywhere,
    links_of,
    named,
    pieces,
    sources,
)
from archivegen.render.links import Links
from archivegen.render.passages import excerpt, passage
from archivegen.views import (
    Dated,
    EntityView,
    Entry,
    Line,
    Mentions,
    Quoted,
    QuotesView,
    TimelineView,
    entry_of,
)
from archivegen.words import Words
from archivegen.words.names import FOLDER_BY_KIND

OPEN = 5
"""So many sentences of one article stand open on the page of an entity; the rest are folded away, if there are a few."""
FEW = 2


class Group(NamedTuple):
    """What an entity's page shows of one article, or of several that do not name the entity: these have no passages."""

    source: Markup
    lang: Markup
    passages: Markup
    more: Markup
    """Those that are folded away."""
    more_count: int


def entity(page: Page, context: Context) -> bytes:
    view: EntityView = page.view
    href = links_of(page, context)
    values = {
        "href": href,
        "title": _entity_title(view, context.theme.say),
        "chart": pictures.coverage(view.bars, pictures.by_period(view.part.below, href)),
        "piece": pictures.locator(view.where),
        "groups": list(_groups(view.items, href, context)),
        "quotes": pieces(view.quotes, _own_quotation, href, context),
        "about": pieces(view.about, _quotation, href, context),
        "events": pieces(view.events, _happening, href, context),
        "same_as": [address for address in map(urls.safe_href, view.same_as) if address],
        "og_type": "profile" if view.kind == "person" else "website",
    }
    ld = metadata.entity(view, context.site) if not view.head.noindex and not view.part.name else {}
    return html_page(page, context, "entity.html", values, ld)


def _groups(items: Sequence[Mentions], href: Links, context: Context) -> Iterator[Group]:
    for is_named, run in groupby(items, key=_is_named):
        if is_named:
            # an article with many mentions is several items
            yield from (_group(line, own, href, context) for line, own in groupby(run, key=attrgetter("line")))
        else:
            heads = sources([item.line for item in run], href, context)
            yield Group(heads, NOTHING, NOTHING, NOTHING, 0)


def _is_named(item: Mentions) -> bool:
    return item.passages != ()


def _group(line: Line, items: Iterable[Mentions], href: Links, context: Context) -> Group:
    entry = entry_of(line)
    passages = [one for item in items for one in _passages(item, entry, context.bodies, href)]
    source = sources((line,), href, context)
    if len(passages) <= OPEN + FEW:
        return Group(source, context.lang(entry.language), Markup("\n".join(passages)), NOTHING, 0)
    opened, more = Markup("\n".join(passages[:OPEN])), Markup("\n".join(passages[OPEN:]))
    return Group(source, context.lang(entry.language), opened, more, len(passages) - OPEN)


def _entity_title(view: EntityView, say: Words) -> str:
    """Tells apart two of one name: by the number that the address has."""
    number = NUMBERED.search(f"{view.id}.html")
    is_numbered = number and view.id.endswith(f"/{slugs.slug(view.name)}-{number[1]}")
    name = f"{view.head.title} {number[1]}" if number and is_numbered else view.head.title
    return say.marked(name, FOLDER_BY_KIND[view.kind])


def _passages(item: Mentions, entry: Entry, bodies: Bodies, href: Links) -> list[str]:
    """The sentences of one article that name an entity, each a link to itself."""
    text, link = bodies.text(item.article_id), href(entry.path)
    return [
        f'<li><a href="{link}#s-{found.sentence_id}">{passage(text, found.sentence, found.spans)}</a></li>'
        for found in item.passages
    ]


def _quotation(quote: Quoted, context: Context) -> str:
    return _quoted(quote, context, shows_speaker=True)


def _own_quotation(quote: Quoted, context: Context) -> str:
    """On the page of who says it."""
    return _quoted(quote, context, shows_speaker=False)


def _quoted(quote: Quoted, context: Context, *, shows_speaker: bool) -> str:
    text = context.bodies.text(quote.article_id)
    said = Markup(excerpt(text, quote.sentence, quote.spans))
    anywhere = links_anywhere(context)
    lang = context.lang(quote.entry.language)
    speakers = named(quote.speakers, anywhere)
    macro = context.theme.macro("quotation")
    return f"{macro(quote, said, anywhere, lang, speakers, show_speaker=shows_speaker)}\n"


def _happening(event: Dated, context: Context) -> str:
    return f"{context.theme.macro('happening')(event, links_anywhere(context), context.lang(event.language))}\n"


def quotes(page: Page, context: Context) -> bytes:
    view: QuotesView = page.view
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
        "chart": pictures.coverage(view.bars, pictures.by_period(view.part.below, href)),
    }
    return html_page(page, context, "timeline.html", values, collection(page, context))


def _year(when: str) -> str:
    first, _, last = when.partition("/")
    year = (first if first[:1].isdigit() else last)[:4]
    return f"{year.replace('X', '0')}s" if "X" in year else year
