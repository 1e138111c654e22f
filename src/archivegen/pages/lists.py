"""Lists of articles: sources, authors, sections and tags, the undated, what was added lately. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby

import msgspec

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Card, Page
from archivegen.pages import parts
from archivegen.pages.changes import Changed
from archivegen.pages.groups import Group, groups, listed_under
from archivegen.pages.memo import per_archive
from archivegen.pages.periods import CHART_FROM, bars, crumbs_of, parts_of, periods, top
from archivegen.pages.places import Place
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Count, Head, Line, Link, ListView, Part, line_of

LATEST = 10
COMPANY = 8
"""So many sources, authors, sections and tags are named beside a list."""
_FOLDERS = ("sources", "sections", "authors", "tags")


@InUnits
def group_pages(archive: Archive, site: Site) -> Iterator[Unit]:
    """A page for each source, author, section and tag; a long one is split by period. Those of each are a unit."""
    for folder, members in groups(archive).by_folder():
        for group in members:
            yield list_unit(archive, site, folder, group)


@group_pages.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterator[Unit]:
    """Of the groups that articles that changed stand in, or stood in."""
    if not changed.listed and not changed.left:
        return
    found = groups(archive)
    told: list[Card | Place] = [*map(archive.cards.__getitem__, changed.listed), *changed.left]
    there = {id_ for one in told for id_ in found.ids_of(one)}
    for folder, members in found.by_folder():
        for group in members:
            if group.id in there:
                yield list_unit(archive, site, folder, group)


@group_pages.named
def _ids(archive: Archive, site: Site) -> list[str]:
    return [group.id for _, members in groups(archive).by_folder() for group in members]


def list_unit(archive: Archive, site: Site, folder: str, group: Group) -> Unit:
    """The pages of *group* as a unit."""
    nav = parts.menu(archive, site)
    known = stamps(archive, site)
    key = b""
    if known is not None:
        key = known.key((folder, group.id, group.name, group.notes), [known.line[index] for index in group.articles])
    return Unit(group.id, key, partial(list_pages, archive, site, nav, folder, group))


def list_pages(archive: Archive, site: Site, nav: tuple[str, ...], folder: str, group: Group) -> Iterator[Page]:
    """The page of *group*, and of the periods that it is split into if it is long."""
    notes = dict(zip(group.articles, group.notes, strict=False))
    ordered = parts.newest_first(archive, group.articles)
    days = parts.days_of(archive, ordered)
    has_feed = len(ordered) >= site.feed.min_articles
    say = words.of(site)
    label = say.one_of(folder)
    index, whole = Link(f"{folder}/index.html", say.folder(folder)), Link(f"{group.id}.html", group.name)
    company = _company(archive, group)

    def page(path: str, shown: Sequence[int], part: Part, count: int) -> Page:
        # a period tells only of itself, so that another one never changes it
        first, last = parts.span_of(parts.days_of(archive, shown) if part.name else days)
        title = say.in_period(group.name, part.name)
        held = say.several("{n} article", "{n} articles", count)
        if first != last:
            held = say("{name}, {period}", name=held, period=say.days(first, last))
        head = Head(
            title=say.marked(title, folder),
            description=say("{title} in this archive: {held}.", title=title, held=held),
            nav=nav,
            section=folder,
            crumbs=(index, whole, *crumbs_of(group.id, part.name, say)) if part.name else (index,),
            feed=f"{group.id}.xml" if has_feed else "",
        )
        view = ListView(
            head=head,
            label=label,
            name=group.name,
            count=count,
            first=first,
            last=last,
            bars=bars(days) if not part.name and len(days) >= CHART_FROM else (),
            lines=tuple([_own_line(archive, site, folder, index, notes.get(index, "")) for index in shown]),
            by_added=False,
            part=part,
            roles=group.roles() if group.notes and not part.name else (),
            company=() if part.name else company,
        )
        return Page(path, "list", view)

    if len(ordered) <= site.page_size:
        yield page(f"{group.id}.html", ordered, Part(), len(ordered))
        return
    found = periods(list(zip(days, ordered, strict=True)), site.page_size)
    yield page(f"{group.id}.html", ordered[:LATEST], top(group.id, found), len(ordered))
    for period, part in parts_of(group.id, found):
        yield page(f"{group.id}/{period.name}.html", period.items, part, period.count)


def _own_line(archive: Archive, site: Site, folder: str, index: int, note: str) -> Line:
    """Article *index* as a line of a list of *folder*: a source is not named again in each line of its own list."""
    if not note and folder != "sources":
        return parts.lines(archive, site)[index]
    entry = parts.entry(archive.cards[index], site, note=note)
    return line_of(entry if note else msgspec.structs.replace(entry, source=""))


def _company(archive: Archive, group: Group) -> tuple[tuple[str, tuple[Count, ...]], ...]:
    """What else the articles of *group* are listed under most."""
    found = groups(archive)
    counts: Counter[str] = Counter()
    under = _filed(archive)
    for index in group.articles:
        counts.update(under(index))
    by_folder: dict[str, list[Count]] = {folder: [] for folder in _FOLDERS}
    for id_, number in counts.items():
        if id_ != group.id:
            by_folder[id_.partition("/")[0]].append(Count(f"{id_}.html", found.names[id_], number))
    return tuple(
        (folder, tuple(sorted(members, key=lambda one: (-one.count, one.text, one.path))[:COMPANY]))
        for folder, members in by_folder.items()
        if members
    )


@per_archive
def _filed(archive: Archive) -> Callable[[int], tuple[str, ...]]:
    """The ids of all that a card is listed under; its groups ask for it one after the other."""
    found = groups(archive)

    @cache
    def filed(index: int) -> tuple[str, ...]:
        return tuple({found.id_of(folder, name): None for folder, name in listed_under(archive.cards[index])})

    return filed


@InUnits
def undated(archive: Archive, site: Site) -> Iterator[Unit]:
    """The articles whose date is not known, in order of arrival, last first: one unit."""
    known = stamps(archive, site)
    cards = [index for index, card in enumerate(archive.cards) if not card.date]
    if cards:
        key = known.key("", [known.line[index] for index in cards]) if known is not None else b""
        yield Unit("all", key, partial(_undated, archive, site, cards))


@undated.at
def _undated_touched(archive: Archive, site: Site, changed: Changed) -> Iterable[Unit] | None:
    return None if changed.is_elsewhere or changed.listed else ()


def _undated(archive: Archive, site: Site, cards: Sequence[int]) -> Iterator[Page]:
    ordered = parts.newest_first(archive, cards)
    nav = parts.menu(archive, site)
    say = words.of(site)
    lines = parts.lines(archive, site)
    found = periods([("", lines[index]) for index in ordered], site.page_size)
    for period, part in parts_of("undated/more", found):
        is_first = period.name == "undated"
        head = Head(
            title=say.period(period.name),
            description=say.several(
                "{n} article whose date its own text does not tell.",
                "{n} articles whose date their own text does not tell.",
                period.count,
            ),
            nav=nav,
            section="undated",
            crumbs=() if is_first else (Link("undated/index.html", say("Undated")),),
        )
        around = (part.previous and _first_undated(part.previous), part.next)
        view = _plain(
            head, "Undated", period.count, period.items, Part("" if is_first else period.name, part.below, *around)
        )
        path = "undated/index.html" if is_first else f"undated/more/{period.name}.html"
        yield Page(path, "list", view)


def _first_undated(link: Link) -> Link:
    """The first part stands at the address of the whole."""
    return Link("undated/index.html", link.text) if link.text == "undated" else link


@InUnits
def new(archive: Archive, site: Site) -> Iterator[Unit]:
    """The articles that were added last, page_size of them, under the day of it; the indexes by date have all."""
    if not archive.cards:
        return
    known = stamps(archive, site)
    last = [archive.cards[index] for index in parts.added_last(archive, site)[: site.page_size]]
    key = b""
    if known is not None:
        key = known.key([(card.id, card.added, parts.entry(card, site)) for card in last])
    yield Unit("all", key, partial(_new, archive, site, last))


@new.at
def _new_touched(archive: Archive, site: Site, changed: Changed) -> Iterable[Unit] | None:
    return None if changed.is_elsewhere or changed.listed else ()


def _new(archive: Archive, site: Site, last: Sequence[Card]) -> Iterator[Page]:
    say = words.of(site)
    head = Head(
        title=say("New in this archive"),
        description=say("The articles that were added to this archive last, whenever they were published."),
        nav=parts.menu(archive, site),
        section="new",
    )
    lines = [line_of(parts.entry(card, site)) for card in last]
    view = _plain(head, "New", len(last), lines, Part(), by_added=True)
    days = tuple((day, len(list(found))) for day, found in groupby(card.added for card in last))
    yield Page("new/index.html", "list", msgspec.structs.replace(view, days=days))


def _plain(
    head: Head, label: str, count: int, lines: Sequence[Line], part: Part, *, by_added: bool = False
) -> ListView:
    return ListView(
        head=head,
        label=label,
        name=head.title,
        count=count,
        first="",
        last="",
        bars=(),
        lines=tuple(lines),
        by_added=by_added,
        part=part,
    )
