"""What was given once and must never move: addresses, dates of arrival, old sentence ids. Text ⇄ Ledger; pure.

content/ledger.tsv is an input, never a cache: append-only, in order of arrival; the last line of an id holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from archivegen import permalinks, slugs
from archivegen.errors import Origin, Problem
from archivegen.model import SENTENCE_ID_LENGTH, Card

FILE_NAME = "ledger.tsv"
SLUG_TAKEN = "slug-taken"
"""Code of the problem of two articles that want one address."""
COLUMNS = ("kind", "id", "address", "added", "state", "old_addresses", "sentences", "old_sentences", "slug")
HEADER = "# " + "\t".join(COLUMNS) + "\n"

NOWHERE = "-"

Kind = Literal["article", "entity", "story", "list"]
State = Literal["", "gone", "deleted"]
_KINDS: tuple[Kind, ...] = ("article", "entity", "story", "list")


class Entry(msgspec.Struct, frozen=True):
    """One line. An article's id is its own; an entity's is its key across builds; a story's that of its first article;
    a list's is its filing_key."""

    kind: Kind
    id: str
    address: str
    """On the site: an article's page; an entity's id ("people/vladimir-putin"); NOWHERE: never published yet."""
    added: str = ""
    """YYYY-MM-DD."""
    state: State = ""
    """gone: it vanished with its seed, and comes back with it; deleted: a person took its content file away, and it stays away."""
    old_addresses: tuple[str, ...] = ()
    sentences: str = ""
    """Ids of its sentences when last built, joined."""
    old_sentences: tuple[tuple[str, str], ...] = ()
    """(sentence id, old id that it answers to as well)."""
    slug: str = ""
    """As its file gives it, where its address is not made of that: only another one moves it."""

    def line(self) -> str:
        old = " ".join(f"{new}={before}" for new, before in self.old_sentences)
        cells = (
            self.kind,
            self.id,
            self.address,
            self.added,
            self.state,
            " ".join(map(_spaceless, self.old_addresses)),
            self.sentences,
            old,
            self.slug,
        )
        return "\t".join(cells).rstrip("\t") + "\n"


class Arrival(msgspec.Struct, frozen=True):
    """What the ledger must know of an article."""

    id: str
    path: str
    """Of its content file."""
    title: str
    slug: str
    date: str
    url: str
    is_published: bool
    sentences: str


class Ledger(msgspec.Struct, frozen=True):
    """Entries by id, each kind in order of arrival."""

    articles: dict[str, Entry] = {}
    entities: dict[str, Entry] = {}
    stories: dict[str, Entry] = {}
    lists: dict[str, Entry] = {}
    """Of sources, authors, sections and tags."""

    def of(self, kind: Kind) -> dict[str, Entry]:
        return {"article": self.articles, "entity": self.entities, "story": self.stories, "list": self.lists}[kind]


def parse(text: str, path: str) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger in *text*. A line that cannot be read is a problem and is passed over."""
    ledger = Ledger({}, {}, {}, {})
    entries_by_kind: dict[str, dict[str, Entry]] = {kind: ledger.of(kind) for kind in _KINDS}
    width = len(COLUMNS)
    problems: list[Problem] = []
    padding = [[""] * (width - have) for have in range(width + 1)]
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line or line[0] == "#":
            continue
        cells = line.split("\t")
        if len(cells) < width:
            cells += padding[len(cells)]
        elif len(cells) > width:
            del cells[width:]
        kind, id_, address, added, state, old, sentences, old_sentences, slug = cells
        entries = entries_by_kind.get(kind)
        if entries is None or not id_ or not address or ".." in address:
            problems.append(
                Problem(
                    Origin(path, "", number),
                    "error",
                    "ledger-line",
                    "is no line of the ledger; restore it from the site's history",
                )
            )
            continue
        entries[id_] = Entry(  # by place: there are a hundred thousand of them
            kind,  # type: ignore[arg-type]
            id_,
            address,
            added,
            state if state in ("gone", "deleted") else "",  # type: ignore[arg-type]
            tuple(map(_spaced, old.split(" "))) if old else (),
            sentences,
            tuple([_pair(item) for item in old_sentences.split(" ")]) if old_sentences else (),
            slug,
        )
    return ledger, tuple(problems)


def _spaceless(address: str) -> str:
    """*address* for a list divided by blanks: one that was kept from an old site may have some itself."""
    return address.replace("%", "%25").replace(" ", "%20")


def _spaced(item: str) -> str:
    return item.replace("%20", " ").replace("%25", "%") if "%" in item else item


def _pair(item: str) -> tuple[str, str]:
    new, _, old = item.partition("=")
    return new, old


def assign(
    ledger: Ledger,
    arrivals: Iterable[Arrival],
    *,
    gone: Mapping[str, State],
    pattern: str,
    today: str,
    base_url: str = "",
    others: Mapping[str, str] = {},
) -> tuple[list[Entry], list[Problem]]:
    """The lines to add for *arrivals* (in any order) and for ids that are no more (*gone*: how).

    *arrivals* are all articles there are but those that are `staying`; *others*: the content files of those, by id.

    An address once given stays, also when title or date change; a slug that a person changes moves the page and leaves the old
    address behind. New articles are taken in order of id, so that the result does not depend on how they came.
    """
    taken = {
        address.casefold(): entry.id
        for entry in ledger.articles.values()
        for address in (*entry.old_addresses, entry.address)
    }
    ordered = sorted(arrivals, key=lambda one: one.id)
    path_of = {**others, **{arrival.id: arrival.path for arrival in ordered}}
    lines: list[Entry] = []
    problems: list[Problem] = []
    for arrival in ordered:
        known = ledger.articles.get(arrival.id)
        if not arrival.is_published:
            entry = msgspec.structs.replace(known, state="") if known else Entry("article", arrival.id, NOWHERE, today)
        else:
            address, wanted = _address(arrival, known, taken, pattern=pattern, base_url=base_url)
            owner = taken.get(wanted.casefold(), "")
            taken[address.casefold()] = arrival.id
            entry = _entry(arrival, known, address, today)
            if owner not in ("", arrival.id):
                problems.append(_clash(arrival, address, path_of.get(owner, f"{owner}, which is gone,")))
            elif arrival.slug and (wanted != address or slugs.slug(arrival.slug) == "index"):
                problems.append(_reserved(arrival, address))
            if pattern == permalinks.KEEP and arrival.url:
                problems += _not_kept(arrival, address, base_url)
        if entry != known:
            lines.append(entry)
    for id_ in sorted(gone):
        known = ledger.articles.get(id_)
        if known is not None and not known.state:
            lines.append(msgspec.structs.replace(known, state=gone[id_]))
    return lines, problems


def staying(ledger: Ledger, pattern: str) -> Callable[[Card], bool]:
    """Tells of a published article whether there is plainly nothing to say of it: so it is with nearly all of them."""
    known_by_id = ledger.articles
    given = [address for entry in known_by_id.values() for address in (*entry.old_addresses, entry.address)]
    given = [address.casefold() for address in given if address != NOWHERE]
    if len(set(given)) < len(given):  # somebody else wrote it: what belongs to whom is asked of each
        return lambda card: False
    keeps_urls = pattern == permalinks.KEEP

    def stays(card: Card) -> bool:
        known = known_by_id.get(card.id)
        return (
            known is not None
            and card.sentence_ids == known.sentences
            and not (known.state or known.slug or card.slug or known.old_addresses or known.address == NOWHERE)
            and not (keeps_urls and card.url)
            and not card.date[:10] > known.added > ""
        )

    return stays


def at_its_address(known: Entry, arrival: Arrival) -> Entry | None:
    """The entry of an article that is published as it was; None where it may want another address."""
    if known.state or known.address == NOWHERE or known.slug or arrival.slug:
        return None
    return _entry(arrival, known, known.address, known.added)


def _entry(arrival: Arrival, known: Entry | None, address: str, today: str) -> Entry:
    slug = "" if not arrival.slug or _is_made_of(address, arrival.slug) else arrival.slug
    if known is None or known.address == NOWHERE:
        added = known.added if known else today
        return Entry("article", arrival.id, address, added, "", (), arrival.sentences, (), slug)
    old = dict.fromkeys((*known.old_addresses, known.address))
    old.pop(address, None)
    follow = _follow(known, arrival.sentences)
    return Entry("article", arrival.id, address, known.added, "", tuple(old), arrival.sentences, follow, slug)


def _is_made_of(address: str, slug: str) -> bool:
    """Whether the last part of *address* is *slug*, numbered or not."""
    name = permalinks.split(address)[0].rpartition("/")[2]
    stem, _, number = name.rpartition("-")
    wanted = slugs.slug(slug)
    return name == wanted or (stem == wanted and number.isdigit())


def _address(
    arrival: Arrival, known: Entry | None, taken: Mapping[str, str], *, pattern: str, base_url: str
) -> tuple[str, str]:
    """The address of *arrival*, and the one that it would have, were its slug not numbered."""
    if known is not None and known.address != NOWHERE:
        return _kept_address(known, arrival, taken)
    wanted = permalinks.wanted(arrival, pattern, base_url=base_url)
    return permalinks.free(wanted, taken), wanted


def _not_kept(arrival: Arrival, address: str, base_url: str) -> Iterator[Problem]:
    """A note where `permalinks: keep` could not give *arrival* the path of its old address."""
    if arrival.url.rstrip("/").endswith("/" + address.removesuffix("/index.html")):  # it was kept: most were
        return
    origin = Origin(arrival.path)
    old = permalinks.file_of(arrival.url, base_url=base_url)
    if old and permalinks.is_own(old):
        message = (
            f"its old address /{old.removesuffix('index.html')} is for the site's own pages; this one is at /{address}"
        )
        yield Problem(origin, "note", "address-own", message)
    elif permalinks.query_of(arrival.url):
        message = "its old address has a query (?…), which no file answers; with redirects: [netlify, apache or nginx] a rule does"
        yield Problem(origin, "note", "address-query", message)
    elif not old and len(arrival.url.split("/", 3)) > 3:
        message = "its old address can be no file's on every host (signs, length or ending); it has another one"
        yield Problem(origin, "note", "address-odd", message)


def _clash(arrival: Arrival, address: str, owner: str) -> Problem:
    what = f'the slug "{arrival.slug}"' if arrival.slug else f'the address that the headline "{arrival.title}" gives'
    message = f"{what} is that of {owner} too; this one is at /{address}; write a slug of its own"
    # two headlines may well be the same; a slug was chosen, and its address is lost
    return Problem(Origin(arrival.path), "error" if arrival.slug else "note", SLUG_TAKEN, message)


def _reserved(arrival: Arrival, address: str) -> Problem:
    message = f'the slug "{arrival.slug}" is reserved; this one is at /{address}; write another slug'
    return Problem(Origin(arrival.path), "warning", "slug-reserved", message)


def from_the_future(ledger: Ledger, arrivals: Iterable[Arrival]) -> Iterator[Problem]:
    """A Problem for each article that is dated later than the day it was added."""
    for arrival in arrivals:
        added = ledger.articles[arrival.id].added
        if arrival.date[:10] > added > "":
            message = f"dated {arrival.date[:10]}, in the future of the day it was added ({added}); correct the date if it is wrong"
            yield Problem(Origin(arrival.path), "warning", "date-future", message)


def _kept_address(known: Entry, article: Arrival, taken: Mapping[str, str]) -> tuple[str, str]:
    if not article.slug:
        return known.address, known.address
    stem, ending = permalinks.split(known.address)
    folder = stem.rpartition("/")[0]
    slug = slugs.slug(article.slug)
    wanted = f"{folder}/{slug}{ending}" if folder else f"{slug}{ending}"
    if _is_made_of(known.address, article.slug):
        return known.address, wanted
    if article.slug == known.slug:
        return known.address, known.address
    if wanted in known.old_addresses:
        return wanted, wanted
    return permalinks.free(wanted, taken), wanted


def _follow(known: Entry, sentences: str) -> tuple[tuple[str, str], ...]:
    """Which sentence each old id leads to now: the one that stands where the old one stood, between the same neighbours."""
    if sentences == known.sentences:
        return known.old_sentences
    now, before = _split(sentences), _split(known.sentences)
    place_of = {found: n for n, found in enumerate(now)}
    heirs: dict[str, str] = {}
    after = -1
    for n, old in enumerate(before):
        if old in place_of:
            after = place_of[old]
            continue
        heir = after + 1
        if heir < len(now) and now[heir] not in before[n + 1 :]:
            heirs[old] = now[heir]
            after = heir
        elif now:
            heirs[old] = now[max(0, min(after, len(now) - 1))]
    chained = [(heirs.get(new, new), old) for new, old in known.old_sentences]
    pairs = [*chained, *((new, old) for old, new in heirs.items())]
    return tuple(dict.fromkeys((new, old) for new, old in pairs if new in place_of and old not in place_of))


def _split(joined: str) -> list[str]:
    return [joined[at : at + SENTENCE_ID_LENGTH] for at in range(0, len(joined), SENTENCE_ID_LENGTH)]


def with_lines(ledger: Ledger, lines: Iterable[Entry]) -> Ledger:
    """*ledger* after *lines* were added."""
    result = Ledger(dict(ledger.articles), dict(ledger.entities), dict(ledger.stories), dict(ledger.lists))
    for entry in lines:
        result.of(entry.kind)[entry.id] = entry
    return result


def given_lines(ledger: Ledger, kind: Kind, addresses: Mapping[str, str], today: str) -> list[Entry]:
    """The lines to add for *addresses* (id → address) of entities, stories or lists that the ledger does not hold yet, by id."""
    known = ledger.of(kind)
    return [Entry(kind, id_, address, today) for id_, address in sorted(addresses.items()) if id_ not in known]
