"""The page of each entity that has one: every mention in its sentence, and the company it keeps. Pure; sees facts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple, TypeVar

import msgspec

from archivegen import words
from archivegen.config import Site
from archivegen.dates import edtf
from archivegen.dates.decades import decade_of
from archivegen.model import Archive, Facts, Mention, Page, Quote
from archivegen.pages import parts
from archivegen.pages.changes import Changed
from archivegen.pages.columns import KINDS, table_of
from archivegen.pages.memo import per_archive, per_site
from archivegen.pages.namesakes import called_alike, told_apart
from archivegen.pages.periods import CHART_FROM, UNDATED, Period, bars, crumbs_of, parts_of, periods, top
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.pages.whereabouts import where
from archivegen.views import Count, Dated, EntityView, Head, Link, Mentions, Part, Passage, Quoted, Where

COMPANY = 12
"""So many entities of each kind are named as company."""
PASSAGES = 8
"""So many sentences of one article stand together; more count as a further item of the list."""
LATEST = 10
"""So many items stand on the first page of a list that is split."""
T = TypeVar("T")


class Index(NamedTuple):
    """Where things are, for quick look-up while planning."""

    mentions: _Mentions
    """Per card: mentions by entity (index into Archive.entities)."""
    events: _Events
    """Per card: numbers of its events by sentence."""
    quotes: dict[int, list[tuple[int, int]]]
    """By entity: (card, number of the quotation there) that it speaks."""
    about: dict[int, list[tuple[int, int]]]
    """By entity: (card, number of the quotation there) that names it and that somebody else speaks."""


@per_archive
def index_of(archive: Archive) -> Index:
    quotes: dict[int, list[tuple[int, int]]] = {}
    about: dict[int, list[tuple[int, int]]] = {}
    for card, tally in enumerate(parts.tallies(archive)):
        if not tally.quotes:
            continue
        facts, entity_of = archive.facts[card], archive.entity_of[card]
        for number, quote in enumerate(facts.quotes):
            speakers = {entity_of[s.entity]: None for s in quote.speakers if s.entity >= 0}
            for speaker in speakers:
                if speaker >= 0:
                    quotes.setdefault(speaker, []).append((card, number))
            for named in _named_in(quote, facts, entity_of):
                if named >= 0 and named not in speakers:
                    about.setdefault(named, []).append((card, number))
    return Index(_Mentions(archive), _Events(archive), quotes, about)


class _Events:
    """By card: the numbers of its events by sentence. Of a card that nobody asks for they are never gathered."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._found: dict[int, dict[int, list[int]]] = {}

    def __getitem__(self, card: int) -> dict[int, list[int]]:
        found = self._found.get(card)
        if found is None:
            found = self._found[card] = {}
            for number, event in enumerate(self._archive.facts[card].events):
                found.setdefault(event.sentence, []).append(number)
        return found


class _Mentions:
    """By card: the mentions there by entity. Of a card that nobody asks for they are never gathered."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._found: dict[int, dict[int, list[Mention]]] = {}

    def __getitem__(self, card: int) -> dict[int, list[Mention]]:
        found = self._found.get(card)
        if found is None:
            found = self._found[card] = {}
            if not parts.tallies(self._archive)[card].mentions:
                return found  # without reading its facts
            entity_of = self._archive.entity_of[card]
            for mention in self._archive.facts[card].mentions:
                entity = entity_of[mention.entity]
                if entity >= 0:
                    found.setdefault(entity, []).append(mention)
        return found


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


@InUnits
def entities(archive: Archive, site: Site) -> Iterator[Unit]:
    """The pages of each entity are a unit."""
    cards = _cards_by_entity(archive)
    yield from _units(archive, site, range(len(cards)), cards.__getitem__)


@entities.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterator[Unit]:
    """Of the entities that changed, and of those that stand in articles that did."""
    numbers = {number for card in changed.cards for number in archive.entity_of[card] if number >= 0}
    return _units(archive, site, sorted(numbers.union(changed.entities)), partial(_cards_of, archive))


@entities.named
def _ids(archive: Archive, site: Site) -> list[str]:
    table = table_of(archive)
    shown = [parts.is_kind_shown(kind, site) for kind in KINDS]
    rows = zip(table.ids, table.kinds, table.has_page, strict=True)
    return [id_ for id_, kind, has_page in rows if has_page and shown[kind]]


def _cards_of(archive: Archive, number: int) -> Sequence[int]:
    """The cards that entity *number* stands in, newest first."""
    return parts.newest_first(archive, dict.fromkeys(one.article for one in archive.entities[number].appearances))


@per_archive
def _cards_by_entity(archive: Archive) -> list[list[int]]:
    """`_cards_of` each; quicker than to make every entity, and to sort the cards of each."""
    found: list[list[int]] = [[] for _ in range(len(archive.entities))]
    entity_of = list(archive.entity_of)
    for card in parts.newest(archive):
        for number in set(entity_of[card]):
            if number >= 0:
                found[number].append(card)
    return found


def _units(
    archive: Archive, site: Site, numbers: Iterable[int], cards_of: Callable[[int], Sequence[int]]
) -> Iterator[Unit]:
    """*cards_of* an entity, as _cards_of."""
    nav = parts.menu(archive, site)
    known = stamps(archive, site)
    table = table_of(archive)
    for number in numbers:
        id_, kind = table.ids[number], KINDS[table.kinds[number]]
        if table.has_page[number] and parts.is_kind_shown(kind, site):
            place = where(archive, site, number) if kind == "place" else None
            cards, key = cards_of(number), b""
            if known is not None:
                told = id_, table.digests[number], _same_name(archive, number), place
                key = known.key(told, known.found.of(cards))
            yield Unit(id_, key, partial(_pages, archive, site, nav, number, cards, place))


def _pages(
    archive: Archive,
    site: Site,
    nav: tuple[str, ...],
    number: int,
    cards: Sequence[int],
    place: Where | None,
) -> Iterator[Page]:
    return _Planner(archive, site, nav, number, cards, place).pages()


def _same_name(archive: Archive, number: int) -> tuple[Count, ...]:
    """Others with a page that are called just as entity *number*, told apart by what they are."""
    found = []
    for at in called_alike(archive).get(number, ()):
        other = archive.entities[at]
        if at != number and other.has_page:
            note = other.roles[0][0] if other.roles else told_apart(archive).get(at, "")
            told = f"{other.name}, {note}" if note else other.name
            found.append(Count(f"{other.id}.html", told, other.articles))
    return tuple(found)


class _Planner:
    """Plans the pages of one entity; holds what all of them share."""

    def __init__(
        self,
        archive: Archive,
        site: Site,
        nav: tuple[str, ...],
        number: int,
        cards: Sequence[int],
        place: Where | None,
    ) -> None:
        """*cards*: those that entity *number* stands in, newest first."""
        self.archive, self.site, self.nav, self.number, self.place = archive, site, nav, number, place
        self.index = index_of(archive)
        self.say = words.of(site)
        self.entity = archive.entities[number]
        self.cards = cards
        self.lines, self.unnamed = parts.lines(archive, site), _unnamed(archive, site)
        self.days = parts.days_of(archive, cards)
        tallies, mentions = parts.tallies(archive), self.index.mentions
        named = [card for card in self.cards if tallies[card].mentions]
        self.mentions = {card: found for card in named if (found := mentions[card])}
        """By card: the mentions there by entity, where there are any."""
        self.own = {card: own for card, found in self.mentions.items() if (own := found.get(number))}
        """By card: its mentions there."""
        self.total = sum(map(len, self.own.values()))
        self.quotes = _told_by_card(archive, self.index.quotes.get(number, ()))
        self.about = _told_by_card(archive, self.index.about.get(number, ()))

    def pages(self) -> Iterator[Page]:
        entity, size = self.entity, self.site.page_size
        path = f"{entity.id}.html"
        items = self._all_items()
        if len(items) <= size:
            yield Page(path, "entity", self._view([item for _, (_, item) in items], self.cards, Part()))
            return
        found = periods(items, size)
        articles = self._articles_in(found) if len(items) > len(self.cards) else {}
        latest = [item for _, (_, item) in items[:LATEST]]
        yield Page(path, "entity", self._view(latest, self.cards, _in_articles(top(entity.id, found), articles)))
        for period, part in parts_of(entity.id, found):
            cards = list(dict.fromkeys([card for card, _ in period.items]))
            shown, count = [item for _, item in period.items], articles.get(period.name, period.count)
            view = self._view(shown, cards, _in_articles(part, articles), count)
            yield Page(f"{entity.id}/{period.name}.html", "entity", view)

    def _all_items(self) -> list[tuple[str, tuple[int, Mentions]]]:
        """(day, (card, item)) of each item of the list."""
        if not self.own:
            items = zip(self.cards, map(self.unnamed.__getitem__, self.cards), strict=True)
            return list(zip(self.days, items, strict=True))
        days = zip(self.days, self.cards, strict=True)
        return [(day, (card, item)) for day, card in days for item in self._items(card)]

    def _articles_in(self, found: Iterable[Period[T]]) -> dict[str, int]:
        """How many articles each of *found* has, and the undated: one of many mentions is several items of its list."""
        by_name = Counter([day[:length] or UNDATED for length in (4, 7, 10) for day in self.days if day or length == 4])
        by_name.update([decade_of(day) for day in self.days if day])
        return {period.name: by_name[period.name] for period in found if period.name in by_name}

    def _items(self, number: int) -> Sequence[Mentions]:
        """Of an article that was given the entity and does not name it: one, without a sentence."""
        own = self.own.get(number)
        if not own:
            return (self.unnamed[number],)
        card, line = self.archive.cards[number], self.lines[number]
        spans: dict[int, list[tuple[int, int]]] = {}
        for mention in own:
            spans.setdefault(mention.sentence, []).append((mention.start, mention.end))
        passages = tuple([Passage(n, card.sentence_id(n), tuple(found)) for n, found in spans.items()])
        return [
            Mentions(card.id, card.digest, line, passages[at : at + PASSAGES])
            for at in range(0, len(passages), PASSAGES)
        ]

    def _view(self, items: Sequence[Mentions], cards: Sequence[int], part: Part, count: int = 0) -> EntityView:
        """The whole, or the period *part*: that one tells only of itself, so that another period never changes it."""
        entity, archive = self.entity, self.archive
        is_whole = not part.name
        days = self.days if is_whole else parts.days_of(archive, cards)
        first, last = parts.span_of(days)
        mentions = self.total if is_whole else sum(len(p.spans) for item in items for p in item.passages)
        articles = entity.articles if is_whole else count if part.below else len(cards)
        limit = LATEST if is_whole and part.below else None  # else nothing stands further down: all are here
        title = self.say.in_period(entity.name, part.name)
        folder = parts.FOLDER_BY_KIND[entity.kind]
        has_feed = entity.articles >= self.site.feed.min_articles
        quotes = _of(self.quotes, cards)
        about = _of(self.about, cards)
        events = self._events(cards)
        return EntityView(
            head=Head(
                title=title,
                description=self._description(title, articles, mentions),
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
            quotes=tuple(self._quoted(one) for one in quotes[:limit]),
            about=tuple(self._quoted(one) for one in about[:limit]),
            namesakes=_same_name(archive, self.number) if is_whole else (),
            events=tuple(
                sorted(
                    (dated(archive, *pair) for pair in events[:limit]),
                    key=lambda event: (moment(event.when), event.path),
                )
            ),
            part=part,
            where=self.place if is_whole else None,
            quotes_count=len(quotes),
            about_count=len(about),
            events_count=len(events),
        )

    def _description(self, title: str, articles: int, mentions: int) -> str:
        role = f", {self.entity.roles[0][0]}," if self.entity.roles else ""
        if not mentions:
            return self.say.several(
                "{name} in {n} article of this archive.",
                "{name} in {n} articles of this archive.",
                articles,
                name=f"{title}{role}",
            )
        return self.say.several(
            "{name} in {n} article of this archive: every mention in its sentence.",
            "{name} in {n} articles of this archive: every mention in its sentence.",
            articles,
            name=f"{title}{role}",
        )

    def _crumbs(self, folder: str, part: Part) -> tuple[Link, ...]:
        crumbs = (Link(f"{folder}/index.html", self.say.folder(folder)),)
        if not part.name:
            return crumbs
        id_ = self.entity.id
        return (*crumbs, Link(f"{id_}.html", self.entity.name), *crumbs_of(id_, part.name, self.say))

    def _company(self) -> tuple[tuple[str, tuple[Count, ...]], ...]:
        counts = Counter(chain.from_iterable(self.mentions.values()))
        del counts[self.number]
        table = table_of(self.archive)
        kinds, has_page, names = table.kinds, table.has_page, table.sort_names
        by_kind: list[list[tuple[int, str, int]]] = [[] for _ in KINDS]
        for number, count in counts.items():
            if has_page[number]:
                by_kind[kinds[number]].append((-count, names[number], number))
        company = []
        for kind, found in zip(KINDS, by_kind, strict=True):
            if found and parts.is_kind_shown(kind, self.site):
                # by nothing that is not told of the articles here: other ones must not change this page
                nearest = sorted(found)[:COMPANY]
                most = tuple([Count(f"{table.ids[n]}.html", table.names[n], -count) for count, _, n in nearest])
                company.append((kind, most))
        return tuple(company)

    def _quoted(self, pairs: Sequence[tuple[int, int]]) -> Quoted:
        first, *more = (quoted(self.archive, self.site, *pair) for pair in pairs)
        return msgspec.structs.replace(first, spans=sum((one.spans for one in more), first.spans)) if more else first

    def _events(self, cards: Sequence[int]) -> list[tuple[int, int]]:
        """(card, number of the event there) of what is dated in a sentence that names it, in the order of *cards*."""
        found: list[tuple[int, int]] = []
        tallies = parts.tallies(self.archive)
        for card in cards if self.own else ():
            own = self.own.get(card)
            if own and tallies[card].events:
                by_sentence = self.index.events[card]
                told = [by_sentence[n] for n in {mention.sentence for mention in own}.intersection(by_sentence)]
                found += sorted([(card, number) for numbers in told for number in numbers])
        return found


class _Unnamed(dict[int, Mentions]):
    """By card: the item of all entities that it was given and does not name; each is made once."""

    def __init__(self, archive: Archive, site: Site) -> None:
        super().__init__()
        self._lines = parts.lines(archive, site)

    def __missing__(self, index: int) -> Mentions:
        made = self[index] = Mentions("", "", self._lines[index], ())
        return made


_unnamed = per_site(_Unnamed)


def _told_by_card(archive: Archive, pairs: Iterable[tuple[int, int]]) -> dict[int, list[list[tuple[int, int]]]]:
    """*pairs*: (card, number of the quotation there), ascending. What one speaker says in one sentence is told as one."""
    told: dict[int, list[list[tuple[int, int]]]] = {}
    for card, found in groupby(pairs, key=itemgetter(0)):
        quotes, own = archive.facts[card].quotes, told.setdefault(card, [])
        for pair in found:
            quote, before = quotes[pair[1]], quotes[own[-1][-1][1]] if own else None
            if before is not None and (before.sentence, before.speakers) == (quote.sentence, quote.speakers):
                own[-1].append(pair)
            else:
                own.append([pair])
    return told


def _of(told: Mapping[int, Sequence[T]], cards: Iterable[int]) -> list[T]:
    """What is told of each of *cards*, in their order."""
    return [one for card in cards for one in told.get(card, ())] if told else []


def _in_articles(part: Part, articles: Mapping[str, int]) -> Part:
    """*part* with the numbers of *articles*, where those are not the numbers of its items."""
    if not articles:
        return part
    below = tuple(msgspec.structs.replace(one, count=articles.get(one.text, one.count)) for one in part.below)
    return msgspec.structs.replace(part, below=below)


def quoted(archive: Archive, site: Site, card: int, number: int) -> Quoted:
    """Quotation *number* of *card*, for another page than its article's."""
    quote, source = archive.facts[card].quotes[number], archive.cards[card]
    return Quoted(
        source.id,
        source.digest,
        parts.entry(source, site),
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
    title = f"[{source.title}]" if source.title_basis == "supplied" else source.title
    return Dated(event.when, event.label, event.basis, path, title, source.source, source.language)
