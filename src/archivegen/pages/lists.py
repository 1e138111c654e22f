"""Lists of articles: sources, authors, sections and tags, the undated, what was added lately. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.pages.groups import Group, groups
from archivegen.pages.periods import CHART_FROM, bars, parts_of, periods, top
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Entry, Head, Link, ListView, Part

LATEST = 10


@InUnits
def group_pages(archive: Archive, site: Site) -> Iterator[Unit]:
    """A page for each source, author, section and tag; a long one is split by period. Those of each are a unit."""
    for folder, members in groups(archive).by_folder():
        for group in members:
            yield list_unit(archive, site, folder, group)


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
    entries = [parts.entry(archive.cards[index], note=notes.get(index, "")) for index in ordered]
    has_feed = len(ordered) >= site.feed.min_articles
    label = words.SINGULAR_BY_FOLDER[folder]
    index = Link(f"{folder}/index.html", words.LABEL_BY_FOLDER[folder])

    def page(path: str, shown: Sequence[Entry], part: Part, count: int) -> Page:
        # a period tells only of itself, so that another one never changes it
        first, last = parts.span_of([entry.date for entry in shown] if part.name else days)
        title = f"{group.name}, {words.period_name(part.name)}" if part.name else group.name
        span = f", {words.period_name(first)} to {words.period_name(last)}" if first != last else ""
        head = Head(
            title=f"{title} ({label.lower()})",
            description=f"{title}: {words.count_of(count, 'article')} in this archive{span}.",
            nav=nav,
            section=folder,
            crumbs=(index, Link(f"{group.id}.html", group.name)) if part.name else (index,),
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
            entries=tuple(shown),
            by_added=False,
            part=part,
        )
        return Page(path, "list", view)

    if len(entries) <= site.page_size:
        yield page(f"{group.id}.html", entries, Part(), len(entries))
        return
    found = periods(list(zip(days, entries, strict=True)), site.page_size)
    yield page(f"{group.id}.html", entries[:LATEST], top(group.id, found), len(entries))
    for period, part in parts_of(group.id, found):
        yield page(f"{group.id}/{period.name}.html", period.items, part, period.count)


def undated(archive: Archive, site: Site) -> Iterator[Page]:
    """The articles whose date is not known, in order of arrival, last first."""
    ordered = parts.newest_first(archive, (n for n, card in enumerate(archive.cards) if not card.date))
    if not ordered:
        return
    nav = parts.menu(archive, site)
    entries = [("", parts.entry(archive.cards[index])) for index in ordered]
    found = periods(entries, site.page_size)
    for period, part in parts_of("undated/more", found):
        is_first = period.name == "undated"
        head = Head(
            title="Undated" if is_first else words.period_name(period.name),
            description=f"{words.count_of(period.count, 'article')} whose date their own text does not tell.",
            nav=nav,
            section="undated",
            crumbs=() if is_first else (Link("undated/index.html", "Undated"),),
        )
        view = _plain(head, "Undated", period.count, period.items, Part("" if is_first else period.name, part.below))
        path = "undated/index.html" if is_first else f"undated/more/{period.name}.html"
        yield Page(path, "list", view)


def new(archive: Archive, site: Site) -> Iterator[Page]:
    """The articles that were added last, page_size of them; the indexes by date have all."""
    if not archive.cards:
        return
    last = sorted(archive.cards, key=lambda card: (card.added, card.order), reverse=True)[: site.page_size]
    entries = [parts.entry(card, note=card.added) for card in last]
    head = Head(
        title="New in this archive",
        description="The articles that were added to this archive last, whenever they were published.",
        nav=parts.menu(archive, site),
        section="new",
    )
    yield Page("new/index.html", "list", _plain(head, "New", len(entries), entries, Part(), by_added=True))


def _plain(
    head: Head, label: str, count: int, entries: Sequence[Entry], part: Part, *, by_added: bool = False
) -> ListView:
    return ListView(
        head=head,
        label=label,
        name=head.title,
        count=count,
        first="",
        last="",
        bars=(),
        entries=tuple(entries),
        by_added=by_added,
        part=part,
    )
