"""What each kind of page shows, as values: equal views make equal bytes. Made from cards and facts alone.

Text is not in a view: a digest of it is, and render fetches it. Paths are paths on the site, without a leading slash.
"""

from __future__ import annotations

from typing import NewType

import msgspec

from archivegen.model import Card, Entity

# ---------------------------------------------------------------- what stands on several kinds of page


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    path: str
    """"" = no page of its own: the text stands alone."""
    text: str


class Count(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A link with how much is behind it."""

    path: str
    text: str
    count: int


class Bar(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One column of a coverage chart."""

    label: str
    """"1999", "2024-06" or "2024-06-19"."""
    count: int


class Head(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What every page has around its own matter."""

    title: str
    description: str = ""
    nav: tuple[str, ...] = ()
    """Folders of the indexes that exist, in the order of the menu."""
    section: str = ""
    """The folder of the menu under which this page stands."""
    crumbs: tuple[Link, ...] = ()
    noindex: bool = False
    feed: str = ""
    """The page's own RSS feed, if it has one."""


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article as one line of a list."""

    path: str
    title: str
    supplied: bool
    dek: str
    date: str
    """YYYY-MM-DD or ""."""
    inferred: bool
    source: str
    language: str
    note: str = ""
    """Why it stands in this list, where that is not plain: "contributed", "photograph"."""


Line = NewType("Line", bytes)
"""An Entry as MessagePack: most articles stand on many pages, so it is written once, and read where its line is not yet made."""
_line = msgspec.msgpack.Encoder().encode
_entry = msgspec.msgpack.Decoder(Entry).decode


def line_of(entry: Entry) -> Line:
    return Line(_line(entry))


def entry_of(line: Line) -> Entry:
    return _entry(line)


class Passage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A sentence of an article, by its number there, and the words of it that matter (offsets into its text)."""

    sentence: int
    sentence_id: str
    spans: tuple[tuple[int, int], ...]


class Mentions(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The sentences of one article in which an entity is named; of an article that does not name it, the line alone."""

    article_id: str
    digest: str
    """Card.digest: of the text that render fetches. Both "" where there is no sentence to fetch."""
    line: Line
    """The *entry*, as it is kept."""
    passages: tuple[Passage, ...]

    @property
    def entry(self) -> Entry:
        """The article."""
        return entry_of(self.line)


class Quoted(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A quotation, for pages other than its article's."""

    article_id: str
    digest: str
    entry: Entry
    sentence: int
    sentence_id: str
    spans: tuple[tuple[int, int], ...]
    speakers: tuple[Link, ...]
    kind: str


class Dated(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something that a sentence dates."""

    when: str
    """EDTF."""
    label: str
    basis: str
    path: str
    """Of the sentence: article and fragment."""
    title: str
    """Of the article; in brackets if it is supplied."""
    source: str
    language: str = ""
    """Of the article."""


class Part(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a page stands among the pages that one long list was split into."""

    name: str = ""
    """"2020-2029", "2024", "2024-06", "2024-06-19", "undated", with "-p2" for a second one; "" = the first page, or the only one."""
    below: tuple[Count, ...] = ()
    """The parts one level finer."""
    previous: Link | None = None
    next: Link | None = None


# ---------------------------------------------------------------- lists of articles


class ListView(msgspec.Struct, frozen=True, kw_only=True):
    """A source, author, section, tag or story; the undated; what is new; or one part of such a list."""

    head: Head
    label: str
    """What kind of list: "Source", "Author" …"""
    name: str
    count: int
    """Articles in the whole list."""
    first: str
    last: str
    """Its days, YYYY-MM-DD; "" if none is dated."""
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    """The *entries*, as they are kept."""
    by_added: bool
    """Of the archive itself, by the day on which they were added: *days* are those."""
    part: Part
    roles: tuple[tuple[str, int], ...] = ()
    """Of a source that is credited too: ("published" | "contributed" | "photograph", articles)."""
    company: tuple[tuple[str, tuple[Count, ...]], ...] = ()
    """The sources, authors, sections and tags of the same articles: (folder, those with the most)."""
    days: tuple[tuple[str, int], ...] = ()
    """Where the list is told in days: (YYYY-MM-DD, entries), in order."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The articles, in the order of *lines*."""
        return tuple(map(entry_of, self.lines))


class MonthDays(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A month as a calendar shows it: how many articles each day has."""

    year: int
    month: int
    days: tuple[tuple[int, int], ...]
    """(day, articles), ascending, days with articles only."""


class DatesView(msgspec.Struct, frozen=True, kw_only=True):
    """A year, a month or a day."""

    head: Head
    period: str
    """"2024", "2024-06" or "2024-06-19"."""
    count: int
    months: tuple[MonthDays, ...]
    """A year's, a month's own; of a day its month, telling only on which days there is anything."""
    lines: tuple[Line, ...]
    """Of all, or of the first of each of *below*, if these are too many for one page."""
    previous: Link | None
    next: Link | None
    part: Part
    below: tuple[Count, ...] = ()
    """The months of a year, the days of a month, in the order of the entries; their text is "2024-06" or "2024-06-19"."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The articles, in the order of *lines*."""
        return tuple(map(entry_of, self.lines))


# ---------------------------------------------------------------- indexes


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line of an A-Z."""

    sort_name: str
    path: str
    """Of its page, or of the sentence that names it."""
    count: int
    """Articles; 0 = a cross-reference."""
    note: str
    """A role phrase; for a cross-reference the name to look under."""
    more: tuple[str, ...]
    """Sentences in further articles, where it has no page."""


class Letter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    label: str
    path: str
    """Where it stands: a fragment of this page or a page of its own."""
    count: int
    rows: tuple[Row, ...]
    """() if they stand on a page of their own."""
    ends: tuple[str, str] = ("", "")
    """The first and the last of those."""


class Spot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A place as a circle on the map."""

    path: str
    text: str
    count: int
    latitude: float
    longitude: float


class IndexView(msgspec.Struct, frozen=True, kw_only=True):
    """An A-Z of entities, sources, authors, sections or tags; whole, or one letter of it."""

    head: Head
    folder: str
    count: int
    has_sentences: bool
    """Whether some names have no page and lead to a sentence."""
    letter: str
    """"" = the whole."""
    letters: tuple[Letter, ...]
    most: tuple[Count, ...]
    jumps: tuple[Link, ...] = ()
    """All letters, each with where it begins."""
    finer: tuple[Link, ...] = ()
    """Where a letter is split: its parts ("Ma", "Mc")."""
    roles: tuple[tuple[str, tuple[Count, ...]], ...] = ()
    """Of sources, instead of *most*: ("published" | "contributed" | "photograph", those with the most articles)."""
    held: str = ""
    """Of sources that did different things: how many did each, in words; "" = *count* says it."""
    spots: tuple[Spot, ...] = ()
    """Where the most present places lie."""
    picture: str = ""
    """The page with the picture of who is mentioned with whom, if there is one."""


class Where(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A point of the earth."""

    latitude: float
    longitude: float
    kind: str
    """country, state, city"""


class EntityView(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A person, organization, place or work; whole, or one period of it."""

    head: Head
    id: str
    kind: str
    name: str
    aliases: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, int], ...]
    same_as: tuple[str, ...]
    articles: int
    mentions: int
    first: str
    last: str
    bars: tuple[Bar, ...]
    items: tuple[Mentions, ...]
    company: tuple[tuple[str, tuple[Count, ...]], ...]
    """Who and what stands in the same articles: (kind, entities with the number of articles shared)."""
    quotes: tuple[Quoted, ...]
    """Of it."""
    events: tuple[Dated, ...]
    part: Part
    about: tuple[Quoted, ...] = ()
    """What others are quoted with that names it."""
    namesakes: tuple[Count, ...] = ()
    """Others of the very same name."""
    where: Where | None = None
    """Where a place lies, if that is certain."""
    quotes_count: int = 0
    about_count: int = 0
    events_count: int = 0
    """How many there are, where not all are shown."""


class Tie(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Two names that stand in the same articles."""

    one: int
    other: int
    """Indexes into the names of the picture."""
    count: int
    """Articles that both stand in."""


class NetworkView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is mentioned with whom: the people, or the organizations, in most articles."""

    head: Head
    folder: str
    names: tuple[Count, ...]
    ties: tuple[Tie, ...]
    """Strongest first."""


class TimelineView(msgspec.Struct, frozen=True, kw_only=True):
    head: Head
    count: int
    bars: tuple[Bar, ...]
    events: tuple[Dated, ...]
    part: Part


class StoryLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    path: str
    name: str
    count: int
    first: str
    last: str
    sources: tuple[str, ...]


class StoriesView(msgspec.Struct, frozen=True, kw_only=True):
    head: Head
    count: int
    stories: tuple[StoryLine, ...]
    part: Part
    most: tuple[StoryLine, ...] = ()
    """Those that most articles report, of a long index."""


class QuotesView(msgspec.Struct, frozen=True, kw_only=True):
    head: Head
    count: int
    speakers: tuple[Count, ...]
    quotes: tuple[Quoted, ...]
    part: Part


# ---------------------------------------------------------------- single pages


class HomeView(msgspec.Struct, frozen=True, kw_only=True):
    head: Head
    articles: int
    words: int
    first: str
    last: str
    undated: int
    counts: tuple[Count, ...]
    """How many people, places, sources … there are."""
    years: tuple[Count, ...]
    months: tuple[MonthDays, ...]
    """Of a short archive, instead of bars."""
    bars: tuple[Bar, ...]
    latest: tuple[Entry, ...]
    """Added last; of one day's the newest first, as in the feed."""
    people: tuple[Count, ...]
    places: tuple[Count, ...]
    organizations: tuple[Count, ...]
    sources: tuple[Count, ...]
    """Publications, without those that are only credited."""
    sections: tuple[Count, ...] = ()
    tags: tuple[Count, ...] = ()
    stories: tuple[StoryLine, ...] = ()
    """Those that most articles report: where to begin."""
    start: tuple[Entry, ...] = ()
    """Articles that name most, where there are few stories."""


class AboutView(msgspec.Struct, frozen=True, kw_only=True):
    head: Head
    articles: int
    words: int
    first: str
    last: str
    dates_given: int
    dates_inferred: int
    undated: int
    titles_supplied: int
    mentions: int
    quotes: int
    quotes_attributed: int
    events: int
    counts: tuple[Count, ...]


class FeedGroup(msgspec.Struct, frozen=True, array_like=True, gc=False):
    label: str
    feeds: tuple[Link, ...]
    pages: tuple[Count, ...]
    """Indexes to look in, where the feeds are too many to list."""


class FeedsView(msgspec.Struct, frozen=True, kw_only=True):
    head: Head
    groups: tuple[FeedGroup, ...]


class DataRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One article of a data file."""

    card: Card
    entities: tuple[int, ...]
    """Per local entity: its place in DataView.entities, -1 = ignored; () in files of references."""
    story: str


class DataView(msgspec.Struct, frozen=True, kw_only=True):
    """A file with many articles as data."""

    format: str
    rows: tuple[DataRow, ...]
    entities: tuple[Entity, ...]
    """What the rows name; without appearances and counts."""


class DataGroup(msgspec.Struct, frozen=True, array_like=True, gc=False):
    format: str
    files: tuple[Count, ...]


class DatasView(msgspec.Struct, frozen=True, kw_only=True):
    """The list of data files."""

    head: Head
    articles: int
    withheld: int
    """Of how many not all may be shown."""
    groups: tuple[DataGroup, ...]


class NoticeView(msgspec.Struct, frozen=True, kw_only=True):
    """A page that says what is not here: 404, and the tombstone of a withdrawn article."""

    head: Head
    lines: tuple[str, ...]


class RedirectView(msgspec.Struct, frozen=True, kw_only=True):
    target: str
