"""Archives made by hand, for tests of pages and rendering: texts, and the names to find in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from archivegen import slugs, words
from archivegen.config import EntityOptions, FeedOptions, Site
from archivegen.model import (
    Appearance,
    Archive,
    Article,
    Card,
    Entity,
    EntityKind,
    Event,
    Facts,
    LocalEntity,
    Mention,
    Page,
    Paragraph,
    Quote,
    Span,
    Speaker,
    Text,
)
from archivegen.pages import PAGE_KINDS
from archivegen.render import render
from archivegen.render.theme import Theme, load
from archivegen.sheets import Sheet, sheet_of
from archivegen.texts import laid_out, text_of

ROOT = Path(__file__).parents[1]
SITE = Site(
    title="Harbor Papers",
    base_url="https://archive.example/",
    page_size=5,
    feed=FeedOptions(min_articles=2),
    entities=EntityOptions(min_articles=2, noindex_below=3),
)
FOLDERS = {"person": "people", "organization": "organizations", "place": "places", "work": "works"}


def article(number: int, text: str = "Nothing happened.", **fields: object) -> Article:
    """An article of paragraphs (lines of *text*); any other field by name."""
    blocks = tuple(Paragraph(line) for line in text.split("\n"))
    known: dict[str, object] = {"id": f"a{number}", "title": f"Report {number}", "date": "2024-06-19", "blocks": blocks}
    return msgspec.structs.replace(Article(id="", title=""), **(known | fields))


class Shelf:
    """An archive and the bodies behind it; *names* are found in the texts wherever they are spelled so."""

    def __init__(
        self, articles: Sequence[Article], names: Mapping[str, EntityKind] | None = None, site: Site = SITE
    ) -> None:
        self.articles = {one.id: one for one in articles}
        self.texts = {one.id: text_of(one) for one in articles}
        self.site = site
        self.seeds: dict[str, str] = {}
        """Texts of seeds, by path."""
        self.names = dict(names or {})
        self.found = {one.id: self._facts(self.texts[one.id], one.date) for one in articles}
        self.archive = self._archive(articles)

    def article(self, article_id: str, /) -> Article:
        return self.articles[article_id]

    def sheet(self, article_id: str, /) -> tuple[Article, Sheet] | None:
        one = self.articles[article_id]
        sheet = sheet_of(one, laid_out(one), self.found[article_id])
        return (msgspec.structs.replace(one, blocks=()), sheet) if sheet is not None else None

    def text(self, article_id: str, /) -> Text:
        return self.texts[article_id]

    def facts(self, article_id: str, /) -> Facts:
        return self.found[article_id]

    def raw(self, path: str, sha256: str, /) -> str:
        return self.seeds.get(path, "")

    def pages(self, kind: str = "") -> dict[str, Page]:
        """Planned pages by path, of one kind or all; feeds left out."""
        kinds = [kind] if kind else [name for name in PAGE_KINDS if "feed" not in name]
        pages = [page for name in kinds for page in PAGE_KINDS[name](self.archive, self.site)]
        assert len({page.path for page in pages}) == len(pages)
        return {page.path: page for page in pages}

    def html(self, path: str) -> str:
        return self.render(self.pages()[path])

    def render(self, page: Page) -> str:
        return render(page, theme=theme(self.site), site=self.site, bodies=self).decode()

    def _facts(self, text: Text, date: str) -> Facts:
        starts = [span.start for span in text.sentences]
        locals_: list[LocalEntity] = []
        mentions = []
        for name, kind in self.names.items():
            at = text.text.find(name)
            if at < 0:
                continue
            locals_.append(LocalEntity(name, kind))
            while at >= 0:
                mentions.append(Mention(at, at + len(name), bisect_right(starts, at) - 1, len(locals_) - 1))
                at = text.text.find(name, at + len(name))
        quotes, events = [], []
        start = text.text.find("“")
        while start >= 0:
            end = text.text.find("”", start) + 1
            speaker = Speaker(locals_[0].name, 0) if locals_ else Speaker("a spokesman")
            quotes.append(Quote((Span(start, end),), bisect_right(starts, start) - 1, (speaker,)))
            start = text.text.find("“", end)
        for number, span in enumerate(text.sentences):
            if "On June 1" in text.text[span.start : span.end]:
                events.append(Event(f"{date[:4]}-06-01", "Something happened", span, number, "“June 1”"))
        return Facts(tuple(locals_), tuple(sorted(mentions, key=lambda m: m.start)), tuple(quotes), tuple(events))

    def _archive(self, articles: Sequence[Article]) -> Archive:
        cards, taken = [], set[str]()
        for order, one in enumerate(articles):
            folder = one.date.replace("-", "/") or "undated"
            address = slugs.free(f"{folder}/{slugs.slug(one.title)}", taken, ending=".html") + ".html"
            taken.add(address)
            cards.append(_card(one, address, order, self.texts[one.id]))
        appearances: dict[str, list[Appearance]] = {}
        for index, one in enumerate(articles):
            for local, entity in enumerate(self.found[one.id].entities):
                appearances.setdefault(entity.name, []).append(Appearance(index, local))
        entities = sorted((self._entity(name, found) for name, found in appearances.items()), key=lambda e: e.id)
        places = {(a.article, a.local): n for n, entity in enumerate(entities) for a in entity.appearances}
        return Archive(
            cards=tuple(cards),
            facts=tuple(self.found[one.id] for one in articles),
            entities=tuple(entities),
            entity_of=tuple(
                tuple(places[index, local] for local in range(len(self.found[one.id].entities)))
                for index, one in enumerate(articles)
            ),
        )

    def _entity(self, name: str, found: Sequence[Appearance]) -> Entity:
        kind = self.names[name]
        first, _, last = name.rpartition(" ")
        return Entity(
            id=f"{FOLDERS[kind]}/{slugs.slug(name)}",
            kind=kind,
            name=name,
            sort_name=f"{last}, {first}" if kind == "person" and first else name,
            aliases=(),
            roles=(),
            appearances=tuple(found),
            articles=len(found),
            has_page=len(found) >= self.site.entities.min_articles,
        )


def _card(one: Article, address: str, order: int, text: Text) -> Card:
    return Card(
        id=one.id,
        address=address,
        title=one.title,
        title_basis=one.title_basis,
        kicker=one.kicker,
        dek=one.dek,
        byline=one.byline,
        source=one.source,
        credits=one.credits,
        date=one.date,
        date_basis="inferred" if one.date_is_inferred() else "given" if one.date else "",
        date_interval="",
        updated=one.updated,
        language=one.language,
        section=one.section,
        tags=one.tags,
        photo_credits=(),
        url=one.url,
        rights=one.rights,
        slug=one.slug,
        redirect_from=(),
        added="2026-01-02",
        order=order,
        words=len(text.text.split()),
        digest=repr(one),
        sentence_ids=text.sentence_ids,
    )


_THEMES: dict[str, Theme] = {}


def theme(site: Site = SITE) -> Theme:
    """The built-in theme in the words of *site*."""
    say = words.of(site)
    if say.digest not in _THEMES:
        _THEMES[say.digest] = load([ROOT / "templates"], static_dirs=[ROOT / "static"], say=say)
    return _THEMES[say.digest]
