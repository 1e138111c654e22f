"""/feeds/: every feed of the archive, for a person who wants to follow it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.pages.columns import often_named
from archivegen.pages.groups import groups
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit, untouched
from archivegen.views import Count, FeedGroup, FeedsView, Head, Link

MANY = 2
"""More feeds of one kind than this many times page_size are not listed: each stands beside its page."""


@InUnits
def subscribe(archive: Archive, site: Site) -> Iterator[Unit]:
    """One unit."""
    known = stamps(archive, site)
    if archive.cards:
        yield Unit(
            "all", known.key("", (known.standing,)) if known is not None else b"", partial(_pages, archive, site)
        )


subscribe.at(untouched)


def _pages(archive: Archive, site: Site) -> Iterator[Page]:
    found = groups(archive)
    say = words.of(site)
    least = site.feed.min_articles
    kinds: list[tuple[str, list[Link]]] = [
        (folder, [Link(f"{g.id}.xml", g.name) for g in members if len(g.articles) >= least])
        for folder, members in found.by_folder()
    ]
    kinds.append(("stories", [Link(f"{s.id}.xml", s.name) for s in archive.stories if len(s.articles) >= least]))
    often = map(archive.entities.__getitem__, often_named(archive, least))
    entities = sorted(often, key=lambda e: (e.sort_name.casefold(), e.id))
    for kind, folder in parts.FOLDER_BY_KIND.items():
        feeds = [
            Link(f"{e.id}.xml", e.name) for e in entities if e.kind == kind and e.has_page and parts.is_shown(e, site)
        ]
        kinds.append((folder, feeds))
    listed = []
    for folder, feeds in kinds:
        is_short = len(feeds) <= site.page_size * MANY
        index = Count(f"{folder}/index.html", say.folder(folder), len(feeds))
        if feeds:
            listed.append(FeedGroup(say.folder(folder), tuple(feeds) if is_short else (), (index,)))
    head = Head(
        title=say("Feeds"),
        description=say(
            "Follow {site} in a feed reader: the whole archive, or one source, person or place of it.", site=site.title
        ),
        nav=parts.menu(archive, site),
        section="feeds",
    )
    yield Page("feeds/index.html", "feeds", FeedsView(head=head, groups=tuple(listed)))
