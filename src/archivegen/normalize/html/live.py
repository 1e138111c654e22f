"""Find the entries of a live blog in a page, each with its time, headline and writer. Knows nothing of other blocks. Pure.

Entries are told by their times: elements of one kind, each of which stands in a part of the page of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from archivegen.normalize import clocks
from archivegen.normalize.html import furniture
from archivegen.normalize.html import names as writers
from archivegen.normalize.html.days import day_of
from archivegen.normalize.html.jsonld import Post
from archivegen.normalize.html.tree import Element, divided, names_in, words_of
from archivegen.normalize.phrases import key_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ENTRIES = frozenset("article section li div dd details tr td blockquote".split())
_OUTSIDE = frozenset(
    ("comments", "navigation", "related links", "page header", "page footer", "form", "cookie notice", "dialog")
)
"""Parts of a page in which no live blog stands."""
_DECLARES = re.compile(
    r"live-?_?blog|live-?_?(?:update|post|entry|entries|event|feed|coverage|stream|item|story|content|card|article|page)|live-?_?ticker|"
    r"news-?_?ticker|liveticker|en-direct|minuto-a-minuto|diretta|lb24|lx-stream|lx-live|tickaroo|scribblelive|live-?center",
    re.IGNORECASE,
)
_BY_CLASS = re.compile(r"byline|author|contributor|writer|autor|auteur|reporter|signature", re.IGNORECASE)
_NOT_BY = re.compile(r"avatar|image|photo|social|bio\b|share", re.IGNORECASE)
_HEADLINE = re.compile(
    r"(?:^|[\s_-]|[a-z](?=[HT]))(?:headline|hed|title|titel|titre|titulo|titolo|[Hh]eading)(?:$|[\s_-])"
)
_BY = re.compile(r"^(?:by|von|par|por|di|da|door|from)\s*:?\s+(?=\S)", re.IGNORECASE)
_UPDATED = re.compile(
    r"^(?:last )?(?:updated|aktualisiert|mis à jour|actualizado|aggiornato)(?: at| um| à| a las| alle)?:?\s+",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")
_APART = frozenset(("figure", "blockquote", "aside", "nav", "footer", "figcaption"))
_MOST_TIMES = 20_000
_FEW, _SEVERAL = 2, 3
_LEAST = 20
"""Characters that an entry says beside its time."""
_LONGEST_HEADLINE = 300
_LONGEST_NAME = 80
_NEARLY = 0.6
_HIGHEST = 12
"""So many elements around a time are looked at."""
_ABOVE = 160
"""Characters of an entry that may stand above its time: a headline, a name."""


class Head(msgspec.Struct, frozen=True):
    """What heads one entry."""

    time: str
    at: str = ""
    author: str = ""
    headline: Element | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """The entries of a page, by their elements; () of everything where the page is no live blog."""

    heads: Mapping[Element, Head] = field(default_factory=dict)
    taken: frozenset[Element] = frozenset()
    """Elements whose words the heads say."""
    holders: frozenset[Element] = frozenset()
    """Lists, tables and quotations that lay entries out."""


NO_LIVE_BLOG = Live()


@dataclass(frozen=True, slots=True)
class _Time:
    element: Element
    printed: str
    at: str


@dataclass(slots=True)
class _Group:
    """Elements of one kind, each with its first time."""

    entries: list[Element]
    times: list[_Time]
    mass: int = 0
    """Characters that they say beside times and links."""


def find(root: Element, posts: Sequence[Post], *, is_live: bool, language: str) -> Live:
    """The entries of the page *root*. *is_live*: the page says that it is a live blog; *posts*: what it tells of its entries.

    O(elements of the page, and the depth of each time).
    """
    times = list(_times(root, language, is_live=is_live))
    if len(times) < _FEW:
        return NO_LIVE_BLOG
    group = _best([*_wholes(times), *_lines(times)], is_live=is_live)
    if group is None:
        return NO_LIVE_BLOG
    by_anchor, by_headline = _by_anchor(posts), _by_headline(posts)
    heads: dict[Element, Head] = {}
    taken: list[Element] = []
    for time, entry in zip(group.times, group.entries, strict=True):
        head, own = _head(entry, time)
        post = next((by_anchor[name] for name in _anchors(entry) if name in by_anchor), None) if posts else None
        if post is None and head.headline is not None:
            post = by_headline.get(key_of(words_of(head.headline)))
        if post is not None:
            at = head.at or day_of(post.date, language)
            head = msgspec.structs.replace(head, at=at, author=head.author or post.author)
        heads[entry] = head
        taken += own
    holders = (above for entry in heads for above in entry.iterancestors("ul", "ol", "dl", "table", "blockquote"))
    return Live(heads, frozenset(taken), frozenset(holders))


# ---------------------------------------------------------------- times


def _times(root: Element, language: str, *, is_live: bool) -> Iterator[_Time]:
    """Each element that says a time and nothing else; of several in a row, which say one time in several ways, the first."""
    count = 0
    last: Element | None = None
    for element in root.iter():
        tag = element.tag
        if tag == "time":
            printed = words_of(element)[:80]
            at = day_of(element.get("datetime") or "", language)
            if not (
                clocks.is_time(_UPDATED.sub("", printed))
                or (at and (is_live or "T" in at) and len(printed) < clocks.LONGEST)
            ):
                continue
        else:
            text = element.text
            if not text or len(text) > 200 or not _may_be_time(text) or len(element) > 1 or tag in furniture.SILENT:
                continue
            printed, at = words_of(element)[:80], ""
            if not clocks.is_time(_UPDATED.sub("", printed)):
                continue
        parent = element.getparent()
        if parent is None or (last is not None and (element.getprevious() is last or last in element.iterancestors())):
            continue  # it stands in one that was found, or right beside it
        last = element
        yield _Time(element, printed, at or day_of(printed, language))
        count += 1
        if count >= _MOST_TIMES:
            return


def _may_be_time(text: str) -> bool:
    return _HINT.search(text) is not None and 2 <= len(text.strip()) <= clocks.LONGEST


_HINT = re.compile(r"\d|ago\b|now\b")


# ---------------------------------------------------------------- which elements are entries


def _kind(element: Element) -> tuple[str, str]:
    names = (element.get("class") or element.get("data-testid") or "").split()
    return element.tag, _NUMBERS.sub("", names[0]) if names else ""


def _wholes(times: Sequence[_Time]) -> Iterator[_Group]:
    """Elements around times that are alike: of one kind and depth, or beside each other; each with its first time."""
    groups: dict[object, _Group] = {}
    known: set[tuple[object, Element]] = set()
    for time in times:
        chain = [above for above in _self_and_above(time.element) if isinstance(above.tag, str)]
        for depth, element in zip(range(len(chain), 0, -1), chain[:_HIGHEST], strict=False):
            if element.tag not in _ENTRIES:
                continue
            for key in ((*_kind(element), depth), (element.tag, element.getparent())):
                if (key, element) in known:
                    continue
                known.add((key, element))
                group = groups.setdefault(key, _Group([], []))
                group.entries.append(element)
                group.times.append(time)
    for group in groups.values():
        if len(group.entries) >= _FEW:
            kept = [
                n
                for n, (one, time) in enumerate(zip(group.entries, group.times, strict=True))
                if _may_be_entry(one, time)
            ]
            found = _Group([group.entries[n] for n in kept], [group.times[n] for n in kept])
            found.mass = sum(map(_said, found.entries, found.times))
            yield found


def _lines(times: Sequence[_Time]) -> Iterator[_Group]:
    """Lines side by side that are times, or headlines that hold one: what follows each is its entry."""
    groups: dict[Element, _Group] = {}
    for time in times:
        heading = next(time.element.iterancestors(*HEADINGS), None)
        line = heading if heading is not None else time.element
        while heading is None and line.getparent() is not None and _says_only(line.getparent(), time):
            line = line.getparent()
        parent = line.getparent()
        if parent is not None and (heading is not None or line.tag not in _INLINE):
            group = groups.setdefault(parent, _Group([], []))
            group.entries.append(line)
            group.times.append(time)
    for parent, group in groups.items():
        if len(group.entries) >= _FEW and not any(map(_is_outside, _self_and_above(parent))):
            group.mass = _free(parent) - sum(len(time.printed) for time in group.times)
            yield group


_INLINE = frozenset("time span a b strong em i small abbr".split())


def _best(groups: Sequence[_Group], *, is_live: bool) -> _Group | None:
    """Of those that say nearly the most the one with the most entries."""
    usable = [group for group in groups if _is_usable(group, is_live=is_live)]
    most = max((group.mass for group in usable), default=0)
    near = [group for group in usable if group.mass >= _NEARLY * most]
    return max(near, key=lambda group: (len(group.entries), group.mass), default=None)


def _is_usable(group: _Group, *, is_live: bool) -> bool:
    entries, times = group.entries, group.times
    if len(entries) < _FEW or group.mass < _LEAST * len(entries):
        return False
    if is_live or any(_DECLARES.search(names_in(each)) for each in _self_and_above(entries[0])):
        return True
    if len(entries) < _SEVERAL or not all(clocks.is_time(time.printed) for time in times):
        return False
    total = sum(len(words_of(p)) for p in entries[0].getroottree().getroot().iter("p"))
    return not any(map(_leads_away, entries)) and group.mass > 0.5 * total


def _self_and_above(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _may_be_entry(element: Element, time: _Time) -> bool:
    """Whether *element* opens with *time*, or has it below its headline, and is neither the whole story nor furniture."""
    if next(element.iter("h1"), None) is not None or any(map(_is_outside, _self_and_above(element))):
        return False
    return 0 <= words_of(element).find(time.printed) <= _ABOVE


def _is_outside(element: Element) -> bool:
    if not element.attrib and element.tag not in ("nav", "form"):
        return False
    out = furniture.reason_of(element)
    return out is not None and out.reason in _OUTSIDE


def _free(element: Element) -> int:
    return len(words_of(element)) - sum(len(words_of(link)) for link in element.iter("a"))


def _said(element: Element, time: _Time) -> int:
    return max(0, _free(element) - len(time.printed))


def _leads_away(entry: Element) -> bool:
    """The headline of *entry* is a link to another page: what the page lists are stories of their own."""
    heading = next(entry.iter(*HEADINGS), None)
    if heading is None:
        return False
    link = next(iter((*heading.iter("a"), *heading.iterancestors("a"))), None)
    return link is not None and "#" not in (link.get("href") or "#")


def _says_only(element: Element, time: _Time) -> bool:
    """Whether *element* says *time* and nothing else. Reads no more of it than that takes."""
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > len(time.printed):
            return False
    return words_of(element) == time.printed


# ---------------------------------------------------------------- what heads an entry


def _head(entry: Element, time: _Time) -> tuple[Head, list[Element]]:
    """The head of *entry*, and the elements that it is made of."""
    own = [time.element, *_beside(time.element)]
    printed = " ".join(words for each in own if (words := words_of(each))) or time.printed
    if entry is time.element or _says_only(entry, time):
        return Head(time.printed, time.at), own
    headline = entry if entry.tag in HEADINGS else _headline(entry, time.element)
    writer = _writer(entry, time.element, headline) if entry.tag not in HEADINGS else None
    author = _author(writer) if writer is not None else ""
    if author and writer is not None:
        own.append(writer)
    if headline is not None:
        own.append(headline)
    return Head(printed[: clocks.LONGEST] or time.at[11:16] or time.at, time.at, author, headline), own


def _beside(time: Element) -> list[Element]:
    """What stands right beside *time* and says it in another way: "14:32", "2h ago"."""
    found: list[Element] = []
    other = time.getnext()
    while other is not None and isinstance(other.tag, str) and clocks.is_time(words_of(other)):
        found.append(other)
        other = other.getnext()
    return found


def _headline(entry: Element, time: Element) -> Element | None:
    """The first heading of *entry* that running text does not stand above, or else what is called its headline."""
    prose = 0
    called: Element | None = None
    for element in entry.iter():
        tag = element.tag
        if not isinstance(tag, str) or element is entry:
            continue
        if tag in ("p", "li"):
            prose += len(words_of(element)) > 120
        if prose:
            break
        if any(above.tag in _APART for above in element.iterancestors() if above is not entry):
            continue
        is_heading = tag in HEADINGS
        if is_heading or (called is None and element.get("itemprop") == "headline"):
            words = words_of(element)
            if 0 < len(words) <= _LONGEST_HEADLINE and not clocks.is_time(words):
                return element
        elif (
            called is None
            and tag in ("div", "p", "span", "strong")
            and _HEADLINE.search(element.get("class") or "")
            and next(element.iter("p", "div", "time", *HEADINGS), element) is element
            and time not in element.iter()
            and 0 < len(words_of(element)) <= _LONGEST_HEADLINE
        ):
            called = element
    return called


def _writer(entry: Element, time: Element, headline: Element | None) -> Element | None:
    """The element of *entry* that names its writer and nothing more."""
    for element in entry.iter():
        tag = element.tag
        if not isinstance(tag, str) or element is entry or element is headline:
            continue
        attributes = element.attrib
        names = f"{attributes.get('class') or ''} {attributes.get('data-component') or ''} {attributes.get('data-testid') or ''}"
        is_writer = (
            tag == "address"
            or "author" in (attributes.get("rel") or "")
            or attributes.get("itemprop") == "author"
            or (len(names) > 2 and _BY_CLASS.search(names) is not None and _NOT_BY.search(names) is None)
        )
        if not is_writer or any(
            above.tag in _APART - {"footer"} for above in element.iterancestors() if above is not entry
        ):
            continue
        inside = list(element.iter())
        if time in inside or (headline is not None and headline in inside):
            continue
        if 0 < len(divided(element)) <= 2 * _LONGEST_NAME and _author(element):
            return element
    return None


def _author(element: Element) -> str:
    """The writer whom *element* names, as printed, without "By"; "" if it names none."""
    said = divided(element)
    found = writers.names_in((said,))
    words = _BY.sub("", said.replace(" | ", ", "))
    return (words if len(words) <= _LONGEST_NAME else ", ".join(found)) if found else ""


# ---------------------------------------------------------------- what the page's data tells of the entries


def _anchors(entry: Element) -> Iterator[str]:
    for name in ("id", "data-id", "data-post-id", "data-block-id", "data-entry-id"):
        if value := entry.get(name):
            yield value
    for node in entry.iter("a", "div", "article", "section"):
        if value := node.get("id") or node.get("name"):
            yield value


def _by_anchor(posts: Sequence[Post]) -> dict[str, Post]:
    return {
        anchor: post for post in reversed(posts) if (anchor := post.url.rpartition("#")[2] if "#" in post.url else "")
    }


def _by_headline(posts: Sequence[Post]) -> dict[str, Post]:
    return {key: post for post in reversed(posts) if (key := key_of(post.title))}
