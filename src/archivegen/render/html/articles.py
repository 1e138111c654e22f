"""The page of an article: view and text → the values that its template shows."""

from __future__ import annotations

from markupsafe import Markup

from archivegen import slugs, urls, words
from archivegen.model import Article, Evidence, Inference, Page
from archivegen.render import metadata
from archivegen.render.body import Body, excerpt, language_of
from archivegen.render.html.frame import NUMBERED, Context, html_page, links_of, named
from archivegen.render.links import Links
from archivegen.views import (
    ArticleView,
)

_FIELDS = {"title": "Headline", "dek": "Summary", "byline": "Byline", "source": "Source", "credits": "Agencies"}


def article(page: Page, context: Context) -> bytes:
    view: ArticleView = page.view
    bodies, site = context.bodies, context.site
    source, text = bodies.article(view.id), bodies.text(view.id)
    href = links_of(page, context)
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
            (quote.sentence_id, Markup(excerpt(text, quote.sentence, quote.spans)), named(quote.speakers, href))
            for quote in view.quotes
            if quote.kind != "label"
        ],
        "original": urls.safe_href(view.url) if view.url.startswith("http") else "",
        "pictures": metadata.pictures(view, site),
        "address": urls.absolute(site.base_url, page.path) if site.base_url else "",
    }
    return html_page(page, context, "article.html", values, metadata.news_article(view, source, site))


def _full_title(view: ArticleView) -> str:
    """Tells apart articles of one headline: by source and day, at last by the number that the address has."""
    told = [metadata.cut(view.title, 160), view.source.text, words.day(view.date)]
    number = NUMBERED.search(view.path)
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
