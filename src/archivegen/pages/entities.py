"""The page of each entity that has one: every mention in its sentence, and the company it keeps. Pure; sees facts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from heapq import nsmallest
from typing import NamedTuple

from archivegen import words
from archivegen.config import Site
from archivegen.dates import edtf
from archivegen.model import Archive, Facts, Mention, Page, Quote
from archivegen.pages import parts
from archivegen.pages.memo import per_archive
from archivegen.pages.periods import CHART_FROM, bars, parts_of, periods, top
from archivegen.pages.stamps import Stamps, stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Count, Dated, EntityView, Head, Link, Mentions, Part, Passage, Quoted

COMPANY = 12
"""So many entities of each kind are named as company."""
PASSAGES = 8
"""So many sentences of one article stand together; more count as a further item of the list."""
LATEST = 10
"""So many items stand on the first page of a list that is split."""


class Index(NamedTuple):
    """Where things are, for quick look-up while planning."""

    mentions: tuple[dict[int, list[Mention]], ...]
    """Per card: mentions by entity (index into Archive.entities)."""
    quotes: dict[int, list[tuple[int, int]]]
    """By entity: (card, number of the quotation there) that it speaks."""
    about: dict[int, list[tuple[int, int]]]
    """By entity: (card, number of the quotation there) that names it and that somebody else speaks."""


@per_archive
def index_of(archive: Archive) -> Index:
    found: list[dict[int, list[Mention]]] = []
    quotes: dict[int, list[tuple[int, int]]] = {}
    about: dict[int, list[tuple[int, int]]] = {}
    for card, facts in enumerate(archive.facts):
        entity_of = archive.entity_of[card]
        by_entity: dict[int, list[Mention]] = {}
        for mention in facts.mentions:
            entity = entity_of[mention.entity]
            if entity >= 0:
                by_entity.setdefault(entity, []).append(mention)
        found.append(by_entity)
        for number, quote in enumerate(facts.quotes):
            speakers = {entity_of[s.entity]: None for s in quote.speakers if s.entity >= 0}
            for speaker in speakers:
                if speaker >= 0:
                    quotes.setdefault(speaker, []).append((card, number))
            for named in _named_in(quote, facts, entity_of):
                if named >= 0 and named not in speakers:
                    about.setdefault(named, []).append((card, number))
    return Index(tuple(found), quotes, about)


def _named_in(quote: Quote, facts: Facts, entity_of: Sequence[int]) -> dict[int, None]:
    """The entities that are named between the marks of *quote*."""
    found: dict[int, None] = {}
    for span in quote.spans:
        first = bisect_left(facts.mentions, span.start, key=lambda mention: mention.start)
        for mention in facts.mentions[first:]:
            if mention.start >= span.end:
                break
            found[entity_of[mention.entity]] = None
    return found


@per_archive
def _namesakes(archive: Archive) -> dict[tuple[str, str], list[int]]:
    """The entities with a page of each kind and name."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, entity in enumerate(archive.entities):
        if entity.has_page:
            found.setdefault((entity.kind, entity.name.casefold()), []).append(number)
    return found


@InUnits
def entities(archive: Archive, site: Site) -> Iterator[Unit]:
    """The pages of each entity are a unit."""
    nav = parts.menu(archive, site)
    known = stamps(archive, site)
    for number, entity in enumerate(archive.entities):
        if entity.has_page and parts.is_shown(entity, site):
            key = _key(archive, known, number) if known is not None else b""
            yield Unit(entity.id, key, partial(_pages, archive, site, nav, number))


def _key(archive: Archive, known: Stamps, number: int) -> bytes:
    entity = archive.entities[number]
    own = entity.id, entity.kind, entity.name, entity.aliases, entity.roles, entity.same_as, entity.articles
    shown = dict.fromkeys(appearance.article for appearance in entity.appearances)
    return known.key((own, _same_name(archive, number)), [known.whole[card] for card in shown])


def _pages(archive: Archive, site: Site, nav: tuple[str, ...], number: int) -> Iterator[Page]:
    return _Planner(archive, site, nav, index_of(archive), number).pages()


def _same_name(archive: Archive, number: int) -> tuple[Count, ...]:
    """Others who are called just as entity *number*, told apart by what they are."""
    entity = archive.entities[number]
    found = []
    for at in _namesakes(archive)[entity.kind, entity.name.casefold()]:
        other = archive.entities[at]
        if at != number:
            told = f"{other.name}, {other.roles[0][0]}" if other.roles else other.name
            found.append(Count(f"{other.id}.html", told, other.articles))
    return tuple(found)


class _Planner:
    """Plans the pages of one entity; holds what all of them share."""

    def __init__(self, archive: Archive, site: Site, nav: tuple[str, ...], index: Index, number: int) -> None:
        self.archive, self.site, self.nav, self.index, self.number = archive, site, nav, index, number
        self.entity = archive.entities[number]
        cards = dict.fromkeys(appearance.article for appearance in self.entity.appearances)
        self.cards = parts.newest_first(archive, cards)
        self.total = sum(len(index.mentions[card].get(number, ())) for card in self.cards)

    def pages(self) -> Iterator[Page]:
        entity, archive = self.entity, self.archive
        items = [(archive.cards[card].day, item) for card in self.cards for item in self._items(card)]
        path = f"{entity.id}.html"
        if len(items) <= self.site.page_size:
            yield Page(path, "entity", self._view([item for _, item in items], self.cards, Part()))
            return
        found = periods(items, self.site.page_size)
        latest = [item for _, item in items[:LATEST]]
        yield Page(path, "entity", self._view(latest, self.cards, top(entity.id, found)))
        by_article = {archive.cards[card].id: card for card in self.cards}
        for period, part in parts_of(entity.id, found):
            cards = list(dict.fromkeys(by_article[item.article_id] for item in period.items))
            yield Page(f"{entity.id}/{period.name}.html", "entity", self._view(period.items, cards, part, period.count))

    def _items(self, number: int) -> Iterator[Mentions]:
        card = self.archive.cards[number]
        spans: dict[int, list[tuple[int, int]]] = {}
        for mention in self.index.mentions[number].get(self.number, ()):
            spans.setdefault(mention.sentence, []).append((mention.start, mention.end))
        passages = [Passage(n, card.sentence_id(n), tuple(found)) for n, found in spans.items()]
        line = parts.entry(card)
        for at in range(0, len(passages), PASSAGES):
            yield Mentions(card.id, card.digest, line, tuple(passages[at : at + PASSAGES]))

    def _view(self, items: Sequence[Mentions], cards: Sequence[int], part: Part, count: int = 0) -> EntityView:
        """The whole, or the period *part*: that one tells only of itself, so that another period never changes it."""
        entity, archive = self.entity, self.archive
        is_whole = not part.name
        days = parts.days_of(archive, self.cards if is_whole else cards)
        first, last = parts.span_of(days)
        mentions = self.total if is_whole else sum(len(p.spans) for item in items for p in item.passages)
        articles = entity.articles if is_whole else count or len(cards)
        limit = LATEST if part.below else self.site.page_size
        title = entity.name if is_whole else f"{entity.name}, {words.period_name(part.name)}"
        folder = parts.FOLDER_BY_KIND[entity.kind]
        has_feed = entity.articles >= self.site.feed.min_articles
        return EntityView(
            head=Head(
                title=title,
                description=self._description(title, articles),
                nav=self.nav,
                section=folder,
                crumbs=self._crumbs(folder, part),
                noindex=not parts.is_indexed(entity, self.site),
                feed=f"{entity.id}.xml" if has_feed else "",
            ),
            id=entity.id,
            kind=entity.kind,
            name=entity.name,
            aliases=entity.aliases if is_whole else (),
            roles=entity.roles if is_whole else (),
            same_as=entity.same_as if is_whole else (),
            articles=articles,
            mentions=mentions,
            first=first,
            last=last,
            bars=bars(days) if is_whole and len(days) >= CHART_FROM else (),
            items=tuple(items),
            company=self._company() if is_whole else (),
            quotes=tuple(self._quotes(self.index.quotes, cards, limit)),
            about=tuple(self._quotes(self.index.about, cards, limit)),
            namesakes=_same_name(archive, self.number) if is_whole else (),
            events=tuple(sorted(self._events(cards, limit), key=lambda event: (moment(event.when), event.path))),
            part=part,
        )

    def _description(self, title: str, articles: int) -> str:
        role = f", {self.entity.roles[0][0]}," if self.entity.roles else ""
        held = words.count_of(articles, "article")
        return f"{title}{role} in {held} of this archive: every mention in its sentence."

    def _crumbs(self, folder: str, part: Part) -> tuple[Link, ...]:
        crumbs = (Link(f"{folder}/index.html", words.LABEL_BY_FOLDER[folder]),)
        return (*crumbs, Link(f"{self.entity.id}.html", self.entity.name)) if part.name else crumbs

    def _company(self) -> tuple[tuple[str, tuple[Count, ...]], ...]:
        counts: Counter[int] = Counter()
        for card in self.cards:
            counts.update(self.index.mentions[card].keys())
        del counts[self.number]
        entities = self.archive.entities
        by_kind: dict[str, list[int]] = {kind: [] for kind in parts.FOLDER_BY_KIND}
        for number in counts:
            other = entities[number]
            if other.has_page and parts.is_shown(other, self.site):
                by_kind[other.kind].append(number)
        company = []
        for kind, found in by_kind.items():
            if found:
                # by nothing that is not told of the articles here: other ones must not change this page
                nearest = nsmallest(COMPANY, found, key=lambda n: (-counts[n], entities[n].sort_name, n))
                most = tuple(Count(f"{entities[n].id}.html", entities[n].name, counts[n]) for n in nearest)
                company.append((kind, most))
        return tuple(company)

    def _quotes(
        self, pairs: Mapping[int, Sequence[tuple[int, int]]], cards: Sequence[int], limit: int
    ) -> Iterator[Quoted]:
        places = {card: place for place, card in enumerate(cards)}
        spoken = [pair for pair in pairs.get(self.number, ()) if pair[0] in places]
        spoken.sort(key=lambda pair: (places[pair[0]], pair[1]))
        for card, number in spoken[:limit]:
            yield quoted(self.archive, self.site, card, number)

    def _events(self, cards: Sequence[int], limit: int) -> Iterator[Dated]:
        left = limit
        for card in cards:
            events = self.archive.facts[card].events
            if not events:
                continue
            sentences = {mention.sentence for mention in self.index.mentions[card].get(self.number, ())}
            for number, event in enumerate(events):
                if event.sentence in sentences:
                    yield dated(self.archive, card, number)
                    left -= 1
                    if not left:
                        return


def quoted(archive: Archive, site: Site, card: int, number: int) -> Quoted:
    """Quotation *number* of *card*, for another page than its article's."""
    quote, source = archive.facts[card].quotes[number], archive.cards[card]
    return Quoted(
        source.id,
        source.digest,
        parts.entry(source),
        quote.sentence,
        source.sentence_id(quote.sentence),
        tuple((span.start, span.end) for span in quote.spans),
        tuple(parts.entity_link(archive, site, card, s.entity, s.name) for s in quote.speakers),
        quote.kind,
    )


def moment(when: str) -> tuple[str, str]:
    """Sorts EDTF by time; what is none stands last."""
    try:
        return edtf.sort_key(when)
    except ValueError:
        return "~", when


def dated(archive: Archive, card: int, number: int) -> Dated:
    """Event *number* of *card*, for another page than its article's."""
    event, source = archive.facts[card].events[number], archive.cards[card]
    path = f"{source.address}#s-{source.sentence_id(event.sentence)}"
    return Dated(event.when, event.label, event.basis, path, source.title, source.source)
