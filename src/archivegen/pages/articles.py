"""The page of each article. A view holds what is the article's own, so that another article never touches it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Card, Facts, Page
from archivegen.pages import parts
from archivegen.pages.groups import Groups, groups
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import ArticleView, Happening, Head, Link, Name, Spoken

_NO_STORY = Link("", "")


@InUnits
def articles(archive: Archive, site: Site) -> Iterator[Unit]:
    """Each article's page is a unit."""
    found = groups(archive)
    nav = parts.menu(archive, site)
    stories = {index: Link(f"{story.id}.html", story.name) for story in archive.stories for index in story.articles}
    planner = _Planner(archive, site, found, nav, stories)
    known = stamps(archive, site)
    for index, card in enumerate(archive.cards):
        key = b"" if known is None else known.key((stories.get(index), _groups_of(found, card)), (known.whole[index],))
        yield Unit(card.id, key, partial(_pages, planner, index))


class _Planner(NamedTuple):
    """What every article's view is made from."""

    archive: Archive
    site: Site
    groups: Groups
    nav: tuple[str, ...]
    stories: dict[int, Link]


def _groups_of(found: Groups, card: Card) -> list[str]:
    """The addresses of all lists that *card* stands in."""
    ids = [found.id_of("sources", name) for name in (card.source, *card.credits, *card.photo_credits)]
    ids += [found.id_of("authors", name) for name in card.byline]
    ids.append(found.id_of("sections", card.section))
    ids += [found.id_of("tags", name) for name in card.tags]
    return ids


def _pages(planner: _Planner, index: int) -> Iterator[Page]:
    yield Page(planner.archive.cards[index].address, "article", _view(planner, index))


def _view(planner: _Planner, index: int) -> ArticleView:
    archive, site, found, nav, stories = planner
    card, facts = archive.cards[index], archive.facts[index]
    names, name_by_entity = _names(archive, site, index)
    entity_of = archive.entity_of[index]
    mentions = []
    for mention in facts.mentions:
        at = name_by_entity.get(entity_of[mention.entity], -1)
        if at >= 0 and names[at].path and mention.form != "nominal":  # "the Russian leader" reads on without a link
            mentions.append((mention.start, mention.end, at))
    day = _day(card)
    title = card.title or parts.UNTITLED
    return ArticleView(
        head=Head(title=title, description=card.dek, nav=nav, crumbs=_crumbs(card, day)),
        id=card.id,
        digest=card.digest,
        path=card.address,
        title=title,
        supplied=card.title_basis == "supplied",
        dek=card.dek,
        byline=_links(found, "authors", card.byline),
        source=_link(found, "sources", card.source),
        credits=_links(found, "sources", card.credits),
        photo_credits=_links(found, "sources", card.photo_credits),
        date=card.date,
        date_basis=card.date_basis,
        date_interval=card.date_interval,
        day=day,
        updated=card.updated,
        language=card.language,
        section=_link(found, "sections", card.section),
        tags=_links(found, "tags", card.tags),
        url=card.url,
        rights=card.rights,
        added=card.added,
        words=card.words,
        story=stories.get(index, _NO_STORY),
        names=names,
        mentions=tuple(mentions),
        quotes=_quotes(archive, site, index),
        events=_events(card, facts),
        anchors=archive.anchors.get(card.id, ()),
        media=archive.media.get(card.id, ()),
        links=archive.links.get(card.id, ()),
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


def _link(found: Groups, folder: str, name: str) -> Link:
    address = found.id_of(folder, name)
    return Link(f"{address}.html" if address else "", name)


def _links(found: Groups, folder: str, names: tuple[str, ...]) -> tuple[Link, ...]:
    return tuple(_link(found, folder, name) for name in names)


def _day(card: Card) -> Link:
    if not card.date:
        return Link("undated/index.html", "Undated")
    return Link(f"{card.day.replace('-', '/')}/index.html", words.period_name(card.day))


def _crumbs(card: Card, day: Link) -> tuple[Link, ...]:
    if not card.date:
        return (day,)
    year, month, number = card.day.split("-")
    return (
        Link(f"{year}/index.html", year),
        Link(f"{year}/{month}/index.html", words.MONTHS[int(month) - 1]),
        Link(day.path, str(int(number))),
    )
