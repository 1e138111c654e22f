"""The feeds of an archive and their list: what each carries, newest first. Pure; sees no text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial

from archivegen import words
from archivegen.config import Site
from archivegen.feed_views import Feed, FeedItem, FeedKind, FeedList, Outline
from archivegen.model import Archive, Entity, Facts, Page
from archivegen.pages.changes import Changed
from archivegen.pages.columns import often_named
from archivegen.pages.groups import Filing, Group, filing, groups
from archivegen.pages.parts import HOME, added_last, by_arrival, is_shown
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.words.names import noted

MAIN_FEEDS = (("feed.xml", "feed.rss"), ("atom.xml", "feed.atom"), ("feed.json", "feed.json"))
LIST = "feeds.opml"
MAX_SENTENCES = 5
"""So many sentences open an item of an entity's feed; the entity's page has them all."""

_SAID_BY_GROUP: tuple[tuple[FeedKind, str], ...] = (
    ("source", noted("Articles published by or credited to {name}")),
    ("author", noted("Articles by {name}")),
    ("section", noted("Articles in the section {name}")),
    ("tag", noted("Articles tagged {name}")),
)
"""In the order of Groups.by_folder."""


@InUnits
def feeds(archive: Archive, site: Site) -> Iterator[Unit]:
    """Every feed, each a unit, then the list of them all."""
    outlines = [Outline("main", site.title, MAIN_FEEDS[0][0], HOME)]
    for outline, unit in _units(archive, site):
        outlines += [outline] if outline is not None else []
        yield unit
    yield Unit("list", b"", partial(_list, outlines))


@feeds.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterator[Unit]:
    """Of the feeds that articles that changed may stand in: which feeds there are is told by `Stamps.standing`."""
    return (unit for _, unit in _units(archive, site, frozenset(changed.cards)))


def _units(archive: Archive, site: Site, only: frozenset[int] | None = None) -> Iterator[tuple[Outline | None, Unit]]:
    """(its entry in the list, None for the main feeds; the unit) of each feed, or of those of the cards *only*."""
    known = stamps(archive, site)
    items = _Items(archive, site, filing(archive))
    newest = added_last(archive, site)[: site.feed.items]
    linked = known.key(items.source_feeds) if known is not None else b""

    def key(told: object, cards: Iterable[int]) -> bytes:
        return known.key((told, linked), [known.whole[card] for card in cards]) if known is not None else b""

    yield None, Unit("main", key("", newest), partial(_main, site, items, newest))
    for outline, cards, feed in _others(archive, site, items, only):
        yield outline, Unit(outline.path, key(outline, cards), partial(_one, outline, feed))


def _main(site: Site, items: _Items, newest: Sequence[int]) -> Iterator[Page]:
    say = words.of(site)
    description = site.description or say("What is new in {site}", site=site.title)
    main = Feed(title=site.title, description=description, page=HOME, items=items.of(newest))
    for path, form in MAIN_FEEDS:
        yield Page(path, form, main)


def _one(outline: Outline, feed: Callable[[], Feed]) -> Iterator[Page]:
    yield Page(outline.path, "feed.rss", feed())


def _list(outlines: Sequence[Outline]) -> Iterator[Page]:
    yield Page(LIST, "opml", FeedList(tuple(outlines)))


def _others(
    archive: Archive, site: Site, items: _Items, only: frozenset[int] | None
) -> Iterator[tuple[Outline, Iterable[int], Callable[[], Feed]]]:
    """(its entry in the list, cards that it is of, how it is made): the feed of each source, author, … and entity that has one,
    or of those of the cards *only*."""
    lists: list[tuple[FeedKind, str, str, str, tuple[int, ...]]] = [
        (kind, said, group.id, group.name, group.articles)
        for (_, members), (kind, said) in zip(_groups(archive, site, only), _SAID_BY_GROUP, strict=False)
        for group in members
    ]
    lists += [("story", noted("Articles on {name}"), story.id, story.name, story.articles) for story in archive.stories]
    for kind, said, address, name, articles in lists:
        if len(articles) >= site.feed.min_articles and (only is None or not only.isdisjoint(articles)):
            outline = Outline(kind, name, f"{address}.xml", f"{address}.html")
            yield outline, articles, partial(_of_list, site, outline, said, articles, items)
    numbers: Iterable[int] = often_named(archive, site.feed.min_articles)
    if only is not None:
        there = {number for card in only for number in archive.entity_of[card]}
        numbers = filter(there.__contains__, numbers)
    told_of = [entity for entity in map(archive.entities.__getitem__, numbers) if has_feed(entity, site)]
    for entity in sorted(told_of, key=lambda e: (_RANK_BY_KIND[e.kind], e.sort_name.casefold(), e.id)):
        outline = Outline(entity.kind, entity.name, f"{entity.id}.xml", f"{entity.id}.html")
        cards = dict.fromkeys(seen.article for seen in entity.appearances)
        yield outline, cards, partial(_of_entity, site, entity, items)


def _groups(archive: Archive, site: Site, only: frozenset[int] | None) -> Iterable[tuple[str, Sequence[Group]]]:
    """As Groups.by_folder; none, if none that has a feed holds any of *only*."""
    if only is not None:
        found, cards = filing(archive), archive.cards
        counts = [found.counts.get(id_, 0) for card in only for id_ in found.ids_of(cards[card])]
        if max(counts, default=0) < site.feed.min_articles:
            return ()
    return groups(archive).by_folder()


def _of_list(site: Site, outline: Outline, said: str, articles: Sequence[int], items: _Items) -> Feed:
    say = words.of(site)
    return Feed(
        title=f"{outline.title} – {site.title}",
        description=say(said, name=outline.title),
        page=outline.page,
        items=items.of(items.newest(articles)),
    )


_RANK_BY_KIND = {"person": 0, "organization": 1, "place": 2, "work": 3}


def has_feed(entity: Entity, site: Site) -> bool:
    return entity.has_page and is_shown(entity, site) and entity.articles >= site.feed.min_articles


def _of_entity(site: Site, entity: Entity, items: _Items) -> Feed:
    locals_by_card: dict[int, list[int]] = {}
    for seen in entity.appearances:
        locals_by_card.setdefault(seen.article, []).append(seen.local)
    newest = items.newest(locals_by_card)
    say = words.of(site)
    return Feed(
        title=f"{entity.name} – {site.title}",
        description=say("Articles that name {name}", name=entity.name),
        page=f"{entity.id}.html",
        items=items.of(newest),
        sentences=tuple(items.sentences(card, locals_by_card[card]) for card in newest),
    )


class _Items:
    """The items of feeds, each made once."""

    def __init__(self, archive: Archive, site: Site, found: Filing) -> None:
        self._archive, self._cards, self._facts = archive, archive.cards, archive.facts
        self._most = site.feed.items
        self.source_feeds = {id_: f"{id_}.xml" for id_ in found.with_feed("sources", site.feed.min_articles)}
        self._found = found
        self._made: dict[int, FeedItem] = {}
        self._sentences: dict[int, list[list[int]]] = {}

    @cached_property
    def _ranks(self) -> list[int]:
        """By card: its place among all, the newest first."""
        ranks = [0] * len(self._cards)
        for rank, number in enumerate(by_arrival(self._cards, len(ranks))):
            ranks[number] = rank
        return ranks

    def newest(self, numbers: Iterable[int]) -> list[int]:
        """The newest of *numbers* (of cards), newest first."""
        return sorted(numbers, key=self._ranks.__getitem__)[: self._most]

    def of(self, numbers: Iterable[int]) -> tuple[FeedItem, ...]:
        return tuple(self._made.get(number) or self._make(number) for number in numbers)

    def sentences(self, number: int, local: list[int]) -> tuple[int, ...]:
        """The first sentences of card *number* that name any of its entities *local*, ascending."""
        by_local = self._sentences.get(number)
        if by_local is None:
            locals_ = len(self._archive.entity_of[number])
            by_local = self._sentences[number] = _sentences_by_local(self._facts[number], locals_)
        found = sorted({sentence for one in local for sentence in by_local[one]})
        if len(found) > 1 and found[0] == 0 and self._cards[number].title_basis != "supplied":
            del found[0]  # the headline, which the item has anyway
        return tuple(found[:MAX_SENTENCES])

    def _make(self, number: int) -> FeedItem:
        card = self._cards[number]
        self._made[number] = item = FeedItem(
            id=card.id,
            address=card.address,
            title=f"[{card.title}]" if card.title_basis == "supplied" else card.title,
            digest=card.digest,
            dek=card.dek,
            byline=card.byline,
            source=card.source,
            source_feed=self.source_feeds.get(self._found.id_of("sources", card.source), "") if card.source else "",
            categories=tuple(dict.fromkeys(name for name in (card.section, *card.tags) if name)),
            date=card.date,
            updated=card.updated,
            added=card.added,
            language=card.language,
            url=card.url,
            in_full=card.shown == "full",
            media=self._archive.media.get(card.id, ()),
            links=self._archive.links.get(card.id, ()),
        )
        return item


def _sentences_by_local(facts: Facts, locals_: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(locals_)]
    for mention in facts.mentions:
        one = found[mention.entity]
        if len(one) <= MAX_SENTENCES and (not one or one[-1] != mention.sentence):
            one.append(mention.sentence)
    return found
