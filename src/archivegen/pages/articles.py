"""The page of each article, and that of the text it was made from.

A view holds what is the article's own and how its neighbors are called, so that another article touches these at most.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, get_args

from archivegen import words
from archivegen.article_views import ArticleView, Happening, Name, Nearby, RawView, Spoken
from archivegen.config import Site
from archivegen.model import Archive, Card, Facts, Page, Shown
from archivegen.pages import parts
from archivegen.pages.changes import Changed
from archivegen.pages.groups import Filing, filing
from archivegen.pages.memo import per_archive
from archivegen.pages.places import Place
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Head, Link
from archivegen.words import Words

SHOWN = frozenset(get_args(Shown))
"""Rights that are no words for readers."""
REPORTS = 4
"""So many other articles of its story stand beside an article; the story's page has all."""
TITLE_LENGTH = 140
"""Of another article's headline."""
RAW_ENDING = ".raw.html"
_UNSPACED = frozenset(("ja", "km", "lo", "my", "th", "zh"))
"""Languages that put no blanks between words, so that to count blanks counts no words."""
_NO_STORY = Link("", "")


@InUnits
def articles(archive: Archive, site: Site) -> Iterator[Unit]:
    """Each article's page is a unit."""
    yield from _units(archive, site, range(len(archive.cards)), beside(archive))


@articles.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterator[Unit]:
    """Those of the articles that changed, and of those that call them by their headlines or did so."""
    listed, near = frozenset(changed.listed), beside(archive)
    told = {other for card in listed for other in near[card] if other >= 0}
    told.update(changed.cards, changed.retold, _left_alone(archive, changed.left))
    told.update(*(one.articles for one in archive.stories if not listed.isdisjoint(one.articles)))
    return _units(archive, site, sorted(told), near)


@articles.named
def _ids(archive: Archive, site: Site) -> list[str]:
    return [card.id for card in archive.cards]


def _left_alone(archive: Archive, left: Sequence[Place]) -> Iterator[int]:
    """The cards that stand now before and after where the articles stood that *left*."""
    cards = archive.cards
    rows = sorted((card.day, card.order, index) for index, card in enumerate(cards) if card.date) if left else []
    for source in {place.source for place in left}:
        own = [row for row in rows if cards[row[2]].source == source]
        for place in left:
            if place.source == source and own:
                at = bisect_left(own, (place.day, place.order))
                yield from (index for _, _, index in own[max(at - 1, 0) : at + 2])


def _units(archive: Archive, site: Site, cards: Iterable[int], beside: Sequence[tuple[int, int]]) -> Iterator[Unit]:
    """The units of *cards*. *beside*: as `beside`."""
    found = filing(archive)
    nav = parts.menu(archive, site)
    stories = _stories(archive)
    planner = _Planner(archive, site, found, nav, stories, beside, {}, {}, {})
    known = stamps(archive, site)
    for index in cards:
        card, key, near = archive.cards[index], b"", planner.near(index)
        if known is not None:
            told = (planner.story(index), near, found.ids_of(card))
            key = known.key(told, (known.whole[index],))
        yield Unit(card.id, key, partial(_pages, planner, index, near))


class _Told(NamedTuple):
    """The story of an article, and its other articles that are nearest in time."""

    link: Link
    others: tuple[int, ...]


class _Planner(NamedTuple):
    """What every article's view is made from."""

    archive: Archive
    site: Site
    filing: Filing
    nav: tuple[str, ...]
    stories: dict[int, _Told]
    beside: Sequence[tuple[int, int]]
    """By card: the one before and the one after it; -1 = none."""
    nearbys: dict[int, Nearby]
    """By card, those that were asked for."""
    links: dict[tuple[str, str], Link]
    """By folder and name, those that were asked for."""
    days: dict[str, tuple[Link, tuple[Link, ...]]]
    """By day, those that were asked for: its link, and where its articles stand."""

    def story(self, index: int) -> Link:
        """The story that *index* is part of, if any."""
        told = self.stories.get(index)
        return told.link if told is not None else _NO_STORY

    def near(self, index: int) -> tuple[Nearby | None, ...]:
        """How the articles are called that the page of *index* points at: before, after, of the same story."""
        before, after = self.beside[index]
        told = self.stories.get(index)
        others = told.others if told is not None else ()
        return tuple([self._nearby(one) if one >= 0 else None for one in (before, after, *others)])

    def _nearby(self, index: int) -> Nearby:
        made = self.nearbys.get(index)
        if made is None:
            made = self.nearbys[index] = _nearby(self.archive.cards[index], self.site)
        return made

    def link(self, folder: str, name: str) -> Link:
        """To the list of *name*."""
        made = self.links.get((folder, name))
        if made is None:
            address = self.filing.id_of(folder, name)
            made = self.links[folder, name] = Link(f"{address}.html" if address else "", name)
        return made

    def link_each(self, folder: str, names: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple([self.link(folder, name) for name in names]) if names else ()

    def day(self, card: Card) -> tuple[Link, tuple[Link, ...]]:
        """(the link to the day of *card*, where its articles stand)."""
        made = self.days.get(card.day)
        if made is None:
            say = words.of(self.site)
            day = _day(card, say)
            made = self.days[card.day] = day, _crumbs(card, day, say)
        return made


def _stories(archive: Archive) -> dict[int, _Told]:
    """By card."""
    found = {}
    for story in archive.stories:
        link = Link(f"{story.id}.html", story.name)
        for place, index in enumerate(story.articles):
            first = min(max(place - REPORTS // 2, 0), max(len(story.articles) - REPORTS - 1, 0))
            around = story.articles[first : first + REPORTS + 1]
            found[index] = _Told(link, tuple(other for other in around if other != index))
    return found


@per_archive
def beside(archive: Archive) -> list[tuple[int, int]]:
    """By card: (the one before, the one after) by date among those of its source, or among all if there is one source."""
    cards = archive.cards
    several = len({card.source for card in cards}) > 1
    order = sorted(range(len(cards)), key=lambda index: (cards[index].day, cards[index].order))
    last: dict[str, int] = {}
    found = [(-1, -1)] * len(cards)
    for index in order:
        if not cards[index].day:
            continue
        source = cards[index].source if several else ""
        before = last.get(source, -1)
        found[index] = (before, -1)
        if before >= 0:
            found[before] = (found[before][0], index)
        last[source] = index
    return found


def _nearby(card: Card, site: Site) -> Nearby:
    title = parts.title_of(card, site)
    if len(title) > TITLE_LENGTH:
        title = f"{title[:TITLE_LENGTH].rpartition(' ')[0] or title[:TITLE_LENGTH]}…"
    if card.title_basis == "supplied":
        title = f"[{title}]"
    return Nearby(card.address, title, card.source, card.day, card.language)


def _pages(planner: _Planner, index: int, near: tuple[Nearby | None, ...]) -> Iterator[Page]:
    card = planner.archive.cards[index]
    raw = raw_path(card, planner.site)
    yield Page(card.address, "article", _view(planner, index, near, raw))
    if raw:
        yield Page(raw, "raw", _raw_view(planner, card))


def raw_path(card: Card, site: Site) -> str:
    """Where the text stands that the article was made from, if it is shown; "" if not."""
    return card.address.removesuffix(".html") + RAW_ENDING if site.raw and card.raw else ""


def _raw_view(planner: _Planner, card: Card) -> RawView:
    title = _nearby(card, planner.site).title
    head = Head(title=title, nav=planner.nav, noindex=True)
    return RawView(
        head=head,
        id=card.id,
        digest=card.digest,
        article=card.address,
        title=title,
        seed=card.raw,
        language=card.language,
    )


def _view(planner: _Planner, index: int, near: tuple[Nearby | None, ...], raw: str) -> ArticleView:
    archive, site, nav = planner.archive, planner.site, planner.nav
    before, after, *others = near
    card, facts = archive.cards[index], archive.facts[index]
    names, name_by_entity = _names(archive, site, index)
    entity_of = archive.entity_of[index]
    mentions = []
    for mention in facts.mentions:
        at = name_by_entity.get(entity_of[mention.entity], -1)
        if at >= 0 and names[at].path and mention.form != "nominal":  # "the Russian leader" reads on without a link
            mentions.append((mention.start, mention.end, at))
    day, crumbs = planner.day(card)
    title = parts.title_of(card, site)
    return ArticleView(
        head=Head(title=title, description=card.dek, nav=nav, crumbs=crumbs, noindex=card.noindex),
        id=card.id,
        digest=card.digest,
        path=card.address,
        title=title,
        supplied=card.title_basis == "supplied",
        kicker=card.kicker,
        dek=card.dek,
        byline=planner.link_each("authors", card.byline),
        source=planner.link("sources", card.source),
        credits=planner.link_each("sources", card.credits),
        photo_credits=planner.link_each("sources", card.photo_credits),
        date=card.date,
        date_basis=card.date_basis,
        date_interval=card.date_interval,
        day=day,
        updated=card.updated,
        language=card.language,
        section=planner.link("sections", card.section),
        tags=planner.link_each("tags", card.tags),
        url=card.url,
        rights="" if card.rights in SHOWN else card.rights,
        shown=card.shown,
        added=card.added,
        words=0 if card.language[:2] in _UNSPACED else card.words,
        story=planner.story(index),
        names=names,
        mentions=tuple(mentions),
        quotes=_quotes(archive, site, index),
        events=_events(card, facts),
        anchors=archive.anchors.get(card.id, ()),
        media=archive.media.get(card.id, ()),
        links=archive.links.get(card.id, ()),
        reports=tuple([other for other in others if other is not None]),
        previous=before,
        next=after,
        raw=raw,
    )


def _names(archive: Archive, site: Site, index: int) -> tuple[tuple[Name, ...], dict[int, int]]:
    """The entities named in the article, and the place of each in that list by its index in the archive."""
    card, facts, entity_of = archive.cards[index], archive.facts[index], archive.entity_of[index]
    first: dict[int, int] = {}
    counts: dict[int, int] = {}
    for mention in facts.mentions:
        entity = entity_of[mention.entity]
        if entity >= 0:
            first.setdefault(entity, mention.sentence)
            counts[entity] = counts.get(entity, 0) + 1
    shown = [n for n in counts if parts.is_shown(archive.entities[n], site)]
    shown.sort(key=lambda n: (-counts[n], archive.entities[n].sort_name, n))
    names = []
    for n in shown:
        found = archive.entities[n]
        names.append(
            Name(
                found.name,
                found.kind,
                parts.page_of(found),
                card.sentence_id(first[n]),
                counts[n],
                parts.is_indexed(found, site),
                found.same_as,
            )
        )
    return tuple(names), {n: at for at, n in enumerate(shown)}


def _quotes(archive: Archive, site: Site, index: int) -> tuple[Spoken, ...]:
    card = archive.cards[index]
    return tuple(
        Spoken(
            quote.sentence,
            card.sentence_id(quote.sentence),
            tuple((span.start, span.end) for span in quote.spans),
            tuple(parts.entity_link(archive, site, index, s.entity, s.name) for s in quote.speakers),
            quote.kind,
            quote.cue,
        )
        for quote in archive.facts[index].quotes
    )


def _events(card: Card, facts: Facts) -> tuple[Happening, ...]:
    return tuple(Happening(e.when, e.label, card.sentence_id(e.sentence), e.basis) for e in facts.events)


def _day(card: Card, say: Words) -> Link:
    if not card.date:
        return Link("undated/index.html", say("Undated"))
    return Link(f"{card.day.replace('-', '/')}/index.html", say.period(card.day))


def _crumbs(card: Card, day: Link, say: Words) -> tuple[Link, ...]:
    if not card.date:
        return (day,)
    year, month, number = card.day.split("-")
    return (
        Link(f"{year}/index.html", year),
        Link(f"{year}/{month}/index.html", say.month(int(month))),
        Link(day.path, str(int(number))),
    )
