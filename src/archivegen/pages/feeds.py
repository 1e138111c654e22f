"""The feeds of an archive and their list: what each carries, newest first. Pure; sees no text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from heapq import nlargest
from typing import NamedTuple

from archivegen import words
from archivegen.config import Site
from archivegen.feed_views import Feed, FeedItem, FeedKind, FeedList, Outline, encode_item
from archivegen.model import Archive, Card, Facts, Page
from archivegen.pages.changes import Changed
from archivegen.pages.columns import KINDS, table_of
from archivegen.pages.groups import filing, groups
from archivegen.pages.memo import per_site
from archivegen.pages.parts import HOME, added_last, is_kind_shown, tally_of
from archivegen.pages.places import Place
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.words.names import noted

MAIN_FEEDS = (("feed.xml", "feed.rss"), ("atom.xml", "feed.atom"), ("feed.json", "feed.json"))
LIST = "feeds.opml"
IN_FULL = 10
"""So many items of the feed of a source, author, section, tag or story have the whole text: what came since a reader last looked.
The older ones have it in the feed of the whole archive, as long as they are new there, and on their pages."""
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
    desk = _Desk(archive, site)
    yield desk.main()
    yield from map(desk.unit, _all(archive, site))
    yield desk.list()


@feeds.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterator[Unit]:
    """Of the feeds that articles that changed stand in, or stood in; their list, if any feed may have come or gone."""
    desk, found = _Desk(archive, site), filing(archive)
    yield desk.main()
    told: list[Card | Place] = [*map(archive.cards.__getitem__, changed.cards), *changed.left]
    ids = {id_ for one in told for id_ in found.ids_of(one) if found.counts.get(id_, 0) >= site.feed.min_articles}
    if ids:  # else the groups need not even be made
        yield from (desk.unit(one) for one in _of_groups(archive, site) if one.id in ids)
    there = frozenset(changed.cards).union(changed.retold)
    yield from (desk.unit(one) for one in _of_stories(archive, site) if not there.isdisjoint(one.articles()))
    numbers = {number for card in changed.cards for number in archive.entity_of[card] if number >= 0}
    yield from map(desk.unit, _of_entities(archive, site, numbers.union(changed.entities)))
    if changed.is_elsewhere:
        yield desk.list()


@feeds.named
def _names(archive: Archive, site: Site) -> list[str]:
    return [_MAIN, *[one.id for one in _all(archive, site)], _LIST]


_MAIN, _LIST = "main", "list"


class _Told(NamedTuple):
    """A feed: what it is of."""

    kind: FeedKind
    id: str
    """Its address without the ending, and that of its page."""
    name: str
    said: str
    """That its articles have to do with {name}."""
    articles: Callable[[], Sequence[int]]
    """The cards that it is of, in order of arrival."""
    entity: int = -1
    """Index of the entity that it is of, if it is of one."""

    @property
    def outline(self) -> Outline:
        return Outline(self.kind, self.name, f"{self.id}.xml", f"{self.id}.html")


@per_site
def _all(archive: Archive, site: Site) -> list[_Told]:
    """All feeds but the main ones, in the order of their list."""
    entities = _of_entities(archive, site, range(len(table_of(archive).ids)))
    return [*_of_groups(archive, site), *_of_stories(archive, site), *entities]


def _of_groups(archive: Archive, site: Site) -> Iterator[_Told]:
    by_folder = zip(groups(archive).by_folder(), _SAID_BY_GROUP, strict=True)
    for (_, members), (kind, said) in by_folder:
        for group in members:
            if len(group.articles) >= site.feed.min_articles:
                yield _Told(kind, group.id, group.name, said, partial(_given, group.articles))


def _of_stories(archive: Archive, site: Site) -> Iterator[_Told]:
    for story in archive.stories:
        if len(story.articles) >= site.feed.min_articles:
            yield _Told("story", story.id, story.name, noted("Articles on {name}"), partial(_given, story.articles))


def _of_entities(archive: Archive, site: Site, numbers: Iterable[int]) -> Iterator[_Told]:
    """Of those of the entities *numbers* that have a feed: told from the columns, so that only what changed is ever made."""
    table, least = table_of(archive), site.feed.min_articles
    shown = [is_kind_shown(kind, site) for kind in KINDS]
    there = [n for n in numbers if table.articles[n] >= least and table.has_page[n] and shown[table.kinds[n]]]
    there.sort(key=lambda n: (table.kinds[n], table.sort_names[n].casefold(), table.ids[n]))
    said = noted("Articles that name {name}")
    for n in there:
        yield _Told(KINDS[table.kinds[n]], table.ids[n], table.names[n], said, partial(_naming, archive, n), n)


def _given(articles: Sequence[int]) -> Sequence[int]:
    return articles


def _naming(archive: Archive, number: int) -> Sequence[int]:
    """The cards of entity *number*, ascending."""
    return list(dict.fromkeys([seen.article for seen in archive.entities[number].appearances]))


class _Desk:
    """Makes the units of one archive."""

    def __init__(self, archive: Archive, site: Site) -> None:
        self._archive, self._site, self._known = archive, site, stamps(archive, site)
        self._items = _Items(archive, site)
        # an item names the feed of its source
        self._linked = self._known.key(self._items.source_feeds) if self._known is not None else b""

    def main(self) -> Unit:
        newest = added_last(self._archive, self._site)[: self._site.feed.items]
        return Unit(_MAIN, self._key("", newest), partial(self._main, newest))

    def unit(self, told: _Told) -> Unit:
        newest = self._items.newest(told.articles())
        return Unit(told.id, self._key(told.outline, newest), partial(self._one, told, newest))

    def list(self) -> Unit:
        outlines = [Outline("main", self._site.title, MAIN_FEEDS[0][0], HOME)]
        outlines += [one.outline for one in _all(self._archive, self._site)]
        return Unit(_LIST, self._key(outlines, ()), lambda: (Page(LIST, "opml", FeedList(tuple(outlines))),))

    def _key(self, told: object, cards: Iterable[int]) -> bytes:
        known = self._known
        return known.key((told, self._linked), [known.whole[card] for card in cards]) if known is not None else b""

    def _main(self, newest: Sequence[int]) -> Iterator[Page]:
        site, say = self._site, words.of(self._site)
        description = site.description or say("What is new in {site}", site=site.title)
        items = self._items.of(newest)
        main = Feed(title=site.title, description=description, page=HOME, items=items, in_full=len(items))
        for path, form in MAIN_FEEDS:
            yield Page(path, form, main)

    def _one(self, told: _Told, newest: Sequence[int]) -> Iterator[Page]:
        is_of_entity = told.entity >= 0
        feed = Feed(
            title=f"{told.name} – {self._site.title}",
            description=words.of(self._site)(told.said, name=told.name),
            page=told.outline.page,
            items=self._items.of(newest),
            in_full=0 if is_of_entity else IN_FULL,
            sentences=self._items.naming(told.entity, newest) if is_of_entity else (),
        )
        yield Page(told.outline.path, "feed.rss", feed)


class _Items:
    """The items of feeds, each made once."""

    def __init__(self, archive: Archive, site: Site) -> None:
        self._archive, self._cards, self._facts = archive, archive.cards, archive.facts
        self._most, self._found = site.feed.items, filing(archive)
        with_feed = self._found.with_feed("sources", site.feed.min_articles)
        self.source_feeds = {id_: f"{id_}.xml" for id_ in with_feed}
        self._made: dict[int, bytes] = {}
        self._sentences: dict[int, list[list[int]]] = {}

    def newest(self, numbers: Sequence[int]) -> list[int]:
        """The newest of *numbers* (of cards, in order of arrival), newest first."""
        return nlargest(self._most, reversed(numbers), key=self._arrival)

    def _arrival(self, number: int) -> tuple[str, str, int]:
        card = self._cards[number]
        return card.added, card.date, card.order

    def of(self, numbers: Iterable[int]) -> tuple[bytes, ...]:
        return tuple([self._made.get(number) or self._make(number) for number in numbers])

    def naming(self, entity: int, numbers: Iterable[int]) -> tuple[tuple[int, ...], ...]:
        """Of each of the cards *numbers* the first sentences that name *entity*, ascending."""
        return tuple([self._naming(entity, number) for number in numbers])

    def _naming(self, entity: int, number: int) -> tuple[int, ...]:
        if not tally_of(self._archive, number).mentions:
            return ()  # without reading its facts
        entity_of = self._archive.entity_of[number]
        by_local = self._sentences.get(number)
        if by_local is None:
            by_local = self._sentences[number] = _sentences_by_local(self._facts[number], len(entity_of))
        names = [sentences for own, sentences in zip(entity_of, by_local, strict=True) if own == entity]
        found = sorted({sentence for sentences in names for sentence in sentences})
        if len(found) > 1 and found[0] == 0 and self._cards[number].title_basis != "supplied":
            del found[0]  # the headline, which the item has anyway
        return tuple(found[:MAX_SENTENCES])

    def _make(self, number: int) -> bytes:
        card = self._cards[number]
        item = FeedItem(
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
        made = self._made[number] = encode_item(item)
        return made


def _sentences_by_local(facts: Facts, locals_: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(locals_)]
    for mention in facts.mentions:
        one = found[mention.entity]
        if len(one) <= MAX_SENTENCES and (not one or one[-1] != mention.sentence):
            one.append(mention.sentence)
    return found
