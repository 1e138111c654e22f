"""The page of an article: view and text → the values that its template shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from archivegen import citations, slugs, urls
from archivegen.article_views import ArticleView, Nearby, Spoken
from archivegen.config import Site
from archivegen.model import Article, Inference, Page, Text
from archivegen.render import metadata
from archivegen.render.body import Body
from archivegen.render.html.frame import NUMBERED, Context, html_page, links_of, named
from archivegen.render.links import Links
from archivegen.render.passages import excerpt, passage
from archivegen.render.quick import ready
from archivegen.render.weave import escape
from archivegen.sheets import HERE
from archivegen.words import Words

KINDS = ("person", "organization", "place", "work")
TITLE_CONTEXT = 160
"""Characters of the headline in the page's title."""

LABEL_LENGTH = 110
"""Characters of what a date stands for: its whole sentence is on the same page."""
SHOWN = 8
"""So many of a list stand open; where more than two more follow, these are one click away."""


class Told(NamedTuple):
    """A field of the article that was worked out, as the panel shows it."""

    field: str
    value: str
    """A person's where one wrote another."""
    interval: str
    is_persons: bool
    note: str
    evidence: list[tuple[Markup, str, str]]
    """(which line of the seed, the fragment of its sentence or "", its words)."""
    sentences: int
    """How many of them stand in the text: the others are names of files and addresses."""


class Listed(NamedTuple):
    """A list of which the beginning stands open."""

    first: Markup
    rest: Markup
    more: int
    """How many are in the rest."""


_NOTHING = Listed(Markup(), Markup(), 0)


class _Words(NamedTuple):
    """What the page has of the article's text."""

    source: Article
    headline: str
    dek: str
    body: str
    opening: str
    parts: Sequence[tuple[str, Markup]] = ()
    has_tables: bool = False
    told: Sequence[Told] = ()
    quotes: Listed = _NOTHING
    in_headline: frozenset[int] = frozenset()


_BODY = "\x00body\x00"
"""Stands for a text that is bytes already, until the page is: to decode it and encode it again costs as much as all else."""


def article(page: Page, context: Context) -> bytes:
    view: ArticleView = page.view
    href = links_of(page, context)
    is_as_ever = not view.anchors and not context.theme.is_own("article.html", "base.html")  # which may ask for all
    found = context.bodies.sheet(view.id) if is_as_ever else None
    if found is None:
        return _page(page, href, _woven(view, href, context), context)
    source, sheet = found
    here = f'" aria-label="{escape(context.theme.say("Permalink"))}"></a></span>'
    headline, dek = sheet.headline.replace(HERE, here), sheet.dek.replace(HERE, here)
    data = _page(page, href, _Words(source, headline, dek, _BODY, sheet.opening), context)
    before, _, after = data.partition(_BODY.encode())
    return b"".join((before, sheet.body.replace(HERE.encode(), here.encode()), after))


def _woven(view: ArticleView, href: Links, context: Context) -> _Words:
    source, text = context.bodies.article(view.id), context.bodies.text(view.id)
    say = context.theme.say
    body = Body(source, text, view, href, label=say("Permalink"))
    parts = body.parts()
    line = _line_of(_raw(view), say)
    return _Words(
        source,
        body.front("title"),
        body.front("dek"),
        body.blocks() if not parts else "",
        next((block.text for block in source.blocks if block.text), ""),
        [(opening, ready(part)) for opening, part in parts],
        body.has_tables,
        [_told(field, guess, source, body, line, say) for field, guess in source.inferred.items()],
        _quotes(view, text, href, context),
        body.in_headline(),
    )


def _raw(view: ArticleView) -> str:
    """The link to the text that it was made from."""
    return quote(view.raw.rpartition("/")[2]) if view.raw else ""


def _page(page: Page, href: Links, words: _Words, context: Context) -> bytes:
    view: ArticleView = page.view
    site, source = context.site, words.source
    say = context.theme.say
    address = urls.absolute(site.base_url, page.path) if site.base_url else ""
    original = urls.safe_href(view.url) if view.url.startswith("http") else ""
    raw = _raw(view)
    values = {
        "href": href,
        "title": _full_title(view, context),
        "description": view.dek or _cut_opening(words),
        "og_type": "article",
        "article": source,
        "lang": context.lang(view.language),
        "headline": ready(words.headline),
        "dek": ready(words.dek),
        "body": ready(words.body),
        "parts": words.parts,
        "has_tables": words.has_tables,
        "told": words.told,
        "removed": _removed(source, _line_of(raw, say), say) if source.removed else _NOTHING,
        "names_by_kind": _names_by_kind(view, href),
        "quotes": words.quotes,
        "events": _events(view, context),
        "reports": [_near(one, view, href, context) for one in view.reports],
        "before": _near(view.previous, view, href, context) if view.previous is not None else "",
        "after": _near(view.next, view, href, context) if view.next is not None else "",
        "original": original,
        "pictures": metadata.pictures(view, site),
        "address": address,
        "raw": raw,
        "downloads": [
            (name, ending, ready(data))  # in letters that are nothing to escape
            for name, ending, data in citations.downloads(_reference(view, site, address or original, original))
        ],
    }
    ld = metadata.news_article(view, source, site, words.in_headline)
    return html_page(page, context, "article.html", values, ld)


def _reference(view: ArticleView, site: Site, address: str, original: str) -> citations.Reference:
    return citations.Reference(
        id=view.id,
        title=view.title,
        byline=tuple([person.text for person in view.byline]),
        source=view.source.text,
        day=view.date[:10],
        dek=view.dek,
        language=view.language,
        tags=tuple([tag.text for tag in view.tags]),
        address=address,
        first_published=original,
        archive=site.title,
        is_supplied=view.supplied,
        is_inferred=view.date_basis == "inferred",
    )


def _together(quotes: Sequence[Spoken]) -> Iterator[tuple[Spoken, tuple[tuple[int, int], ...]]]:
    """Each quotation with its spans; the fragments of one sentence that one speaker said are told as one."""
    held: Spoken | None = None
    spans: tuple[tuple[int, int], ...] = ()
    for one in quotes:
        if one.kind == "label":
            continue
        if held is not None and (one.sentence, one.speakers) == (held.sentence, held.speakers):
            spans += one.spans
            continue
        if held is not None:
            yield held, spans
        held, spans = one, one.spans
    if held is not None:
        yield held, spans


def _full_title(view: ArticleView, context: Context) -> str:
    """Tells apart articles of one headline: by source and day, at last by the number that the address has."""
    told = [metadata.cut(view.title, TITLE_CONTEXT), view.source.text, context.theme.say.day(view.date)]
    number = NUMBERED.search(view.path) if view.path[-6:-5].isdigit() else None
    if number and view.path.endswith(f"/{slugs.slug(view.title)}-{number[1]}.html"):
        told.append(number[1])
    return " · ".join(filter(None, told))


def _cut_opening(words: _Words) -> str:
    return metadata.cut(words.opening, metadata.DESCRIPTION_LENGTH) if words.opening else words.source.title


def _words_of(said: Spoken, spans: tuple[tuple[int, int], ...], text: Text) -> str:
    if len(spans) > len(said.spans):  # fragments of one sentence are marked in it
        return passage(text, said.sentence, spans)
    return excerpt(text, said.sentence, spans)


def _quotes(view: ArticleView, text: Text, href: Links, context: Context) -> Listed:
    if not view.quotes:
        return _NOTHING
    lang = context.lang(view.language)
    nobody = f"<i>{escape(context.theme.say('speaker not told'))}</i>"
    made = []
    for said, spans in _together(view.quotes):
        by = f"<b>{named(said.speakers, href)}</b>" if said.speakers else nobody
        link = f'<a href="#s-{said.sentence_id}">{_words_of(said, spans, text)}</a>'
        made.append(f'<li>\n<blockquote{lang}><p>{link}</p></blockquote>\n<p class="by">{by}</p>\n</li>\n')
    return _listed(made)


def _events(view: ArticleView, context: Context) -> Listed:
    if not view.events:
        return _NOTHING
    lang, say = context.lang(view.language), context.theme.say
    made = []
    for one in view.events:
        link = f'<a href="#s-{one.sentence_id}"{lang}>{escape(metadata.cut(one.label, LABEL_LENGTH))}</a>'
        when = escape(say.when(one.when))
        made.append(
            f'<li><p class="when">{when}</p><div>{link} <small>{escape(say.reason(one.basis))}</small></div></li>\n'
        )
    return _listed(made)


def _removed(source: Article, line: Callable[[int], Markup], say: Words) -> Listed:
    return _listed(
        [
            f"<li><del>{escape(one.text)}</del> <small>{line(one.line)}: {escape(say.reason(one.reason))}</small></li>\n"
            for one in source.removed
        ]
    )


def _names_by_kind(view: ArticleView, href: Links) -> list[tuple[str, Listed]]:
    """Kinds in the order of the menu, each with a link to the entity and one to its first mention."""
    if not view.names:
        return []
    kinds: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for one in view.names:
        name = escape(one.text)
        link = f'<a href="{href(one.path)}">{name}</a>' if one.path else name
        kinds[one.kind].append(f'<li>{link} <a href="#s-{one.sentence_id}">{one.count}×</a></li>\n')
    return [(kind, _listed(names)) for kind, names in kinds.items() if names]


def _listed(made: Sequence[str]) -> Listed:
    if not made:
        return _NOTHING
    open_ = SHOWN if len(made) > SHOWN + 2 else len(made)
    return Listed(ready("".join(made[:open_])), ready("".join(made[open_:])), len(made) - open_)


def _near(one: Nearby, view: ArticleView, href: Links, context: Context) -> Markup:
    """Another article: its headline, its source where that is another one, its day."""
    say = context.theme.say
    day = say.day(one.date) if one.date else say("undated")
    told = f"{context.theme.apart(one.source)} · {day}" if one.source and one.source != view.source.text else day
    lang = context.lang(one.language)
    return ready(f'<a href="{href(one.path)}"{lang}>{escape(one.title)}</a> <small>{told}</small>')


def _line_of(raw: str, say: Words) -> Callable[[int], Markup]:
    """What makes "line 12" a link into the raw text, where that is shown."""
    said = escape(say("line {n}"))

    def line(number: int) -> Markup:
        shown = said.replace("{n}", str(number))
        return ready(f'<a href="{raw}#l{number}">{shown}</a>' if raw else shown)

    return line


def _told(field: str, guess: Inference, source: Article, body: Body, line: Callable[[int], Markup], say: Words) -> Told:
    value = getattr(source, field, guess.value)
    is_persons = value != guess.value
    if is_persons:
        note = say("Set by a person; the program had worked out: {value}", value=_joined(guess.value))
    else:
        note = say(
            "From: {basis}. Confidence: {share}.", basis=say.reason(guess.basis), share=say.percent(guess.confidence)
        )
    says_more = not is_persons and guess.interval != str(guess.value)[: len("2024-03-09")]
    interval = guess.interval if says_more else ""
    evidence = [
        (line(one.line), body.evidence(one.words) or body.fragment(field), one.words)
        if one.line
        else (Markup(escape(say.reason(guess.basis))), "", one.words)  # in no line: the name of the file, the address
        for one in guess.evidence
    ]
    shown = say.day(value) if field in ("date", "updated") and isinstance(value, str) else _joined(value)
    return Told(field, shown, interval, is_persons, note, evidence, sum(one.line > 0 for one in guess.evidence))


def _joined(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
