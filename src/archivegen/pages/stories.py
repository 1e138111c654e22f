"""Stories: articles on the same event, each with a page, and their index. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Page, Story
from archivegen.pages import parts
from archivegen.pages.changes import Changed
from archivegen.pages.groups import Group
from archivegen.pages.lists import list_unit
from archivegen.pages.periods import crumbs_of, parts_of, periods, top
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Head, Link, Part, StoriesView, StoryLine

LATEST = 10
MOST = 8
"""So many of the largest open a long index."""
BY_DATE = "stories/by-date"
"""Apart from the stories themselves, one of which may be named after its year."""


def story_line(archive: Archive, story: Story) -> StoryLine:
    """*story* as one line of a list."""
    first, last = parts.span_of(parts.days_of(archive, story.articles))
    sources = tuple(dict.fromkeys(filter(None, (archive.cards[index].source for index in story.articles))))
    return StoryLine(f"{story.id}.html", story.name, len(story.articles), first, last, sources)


def largest_stories(archive: Archive) -> list[Story]:
    """All, those that most articles report first; of equals the newest."""
    newest = sorted(archive.stories, key=lambda story: story.id)
    newest.sort(key=lambda story: max(parts.days_of(archive, story.articles), default=""), reverse=True)
    return sorted(newest, key=lambda story: -len(story.articles))


@InUnits
def stories(archive: Archive, site: Site) -> Iterator[Unit]:
    """A page for each story, and their index, the one with the newest article first; a long index is split by period."""
    for story in archive.stories:
        yield _story_unit(archive, site, story)
    if archive.stories:
        yield _index_unit(archive, site)


@stories.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterator[Unit]:
    """Of the stories of the articles that changed, or that are told of others; their index shows no article's headline."""
    there = frozenset(changed.listed).union(changed.retold)
    for story in archive.stories:
        if not there.isdisjoint(story.articles):
            yield _story_unit(archive, site, story)
    if changed.is_elsewhere and archive.stories:
        yield _index_unit(archive, site)


@stories.named
def _ids(archive: Archive, site: Site) -> list[str]:
    return [*(story.id for story in archive.stories), *([""] if archive.stories else [])]


def _index_unit(archive: Archive, site: Site) -> Unit:
    known = stamps(archive, site)
    return Unit("", known.key("", (known.standing,)) if known is not None else b"", partial(_index, archive, site))


def _story_unit(archive: Archive, site: Site, story: Story) -> Unit:
    return list_unit(archive, site, "stories", Group(story.id, story.name, story.articles))


def _index(archive: Archive, site: Site) -> Iterator[Page]:
    nav = parts.menu(archive, site)
    say = words.of(site)
    lines = [(line.last, line) for line in (story_line(archive, story) for story in archive.stories)]
    lines.sort(key=lambda pair: (pair[0], pair[1].path), reverse=True)

    everything = [line for _, line in lines]
    most = tuple(story_line(archive, story) for story in largest_stories(archive)[:MOST])

    def page(path: str, shown: Sequence[StoryLine], part: Part, count: int) -> Page:
        title = say.in_period(say("Stories"), part.name)
        head = Head(
            title=title,
            description=say("{title}: events that several articles of this archive report.", title=title),
            nav=nav,
            section="stories",
            crumbs=(Link("stories/index.html", say("Stories")), *crumbs_of(BY_DATE, part.name, say))
            if part.name
            else (),
        )
        largest = most if not part.name and len(everything) > MOST * 2 else ()
        return Page(path, "stories", StoriesView(head=head, count=count, stories=tuple(shown), part=part, most=largest))

    if len(everything) <= site.page_size:
        yield page("stories/index.html", everything, Part(), len(everything))
        return
    found = periods(lines, site.page_size)
    yield page("stories/index.html", everything[:LATEST], top(BY_DATE, found), len(everything))
    for period, part in parts_of(BY_DATE, found):
        yield page(f"{BY_DATE}/{period.name}.html", period.items, part, period.count)
