"""Learn which lines are a folder's or host's furniture, from small sketches of its documents. Pure; precision before recall.

A line is learned where it stands in several distinct stories and in the places and company of furniture: a call to readers,
or a label in the run of repeated lines that opens or closes a page. Running text that calls nobody is never learned.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

import msgspec

from archivegen.agencies import AGENCIES
from archivegen.normalize import attribution, bylines
from archivegen.normalize.lines import Line, lines_of
from archivegen.normalize.own_words import reason_of
from archivegen.normalize.phrases import Phrases, key_of, phrases

STORIES = 5
"""A line must stand in so many distinct stories; a call to readers in one less."""
LONE_STORIES = 10
"""So many, where no other repeated line stands beside it."""
SHARE = 0.8
"""Of the stories that hold a line, so many must hold it as furniture stands."""
COMPANY = 0.7
"""A line has company where the same line stands beside it in so many of its stories."""

HEAD, KNOWN, NEUTRAL, STRONG, WEAK, PROSE, PLAIN, SHORT = (1 << n for n in range(8))
"""What a mark tells of a line, in its lowest byte; the rest is the line's digest. 0: text that nothing can be learned of.
HEAD: may be a headline · KNOWN: furniture by the tables · NEUTRAL: byline, date, credit, publication · STRONG, WEAK: calls
readers, surely or perhaps · PROSE: a sentence · PLAIN: a label · SHORT: one word, or written like a name."""
_TEACHES = STRONG | WEAK | PLAIN
_FLAGS = 0xFF

_LONG = 260
"""Longer lines are running text."""
_LONGEST_KEYED = 400
_MOST_WORDS = 40
_PLACEHOLDER = "x" * 130
_PRINTS = 8
_QUOTES = frozenset('"“”„«»「」『』‹›')
_PICTURED = frozenset(
    "photo photos photograph image picture pictured caption file video graphic illustration foto fotos bild bilder grafik crédit crédits "
    "credit credits imagen imagem immagine source sources quelle quellen fuente fonte фото".split()
)


class Sketch(msgspec.Struct, frozen=True):
    """What a survey keeps of one document: numbers, no text."""

    lines: bytes
    """Digest of each line that phrases can be compared with."""
    marks: bytes
    """Of the lines in order: digest and flags; a run of running text is one 0."""
    prints: bytes
    """The smallest digests of its long lines: near copies share them."""


def digest_of(key: str) -> int:
    """The digest of a line's key, with room for flags."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little") & ~_FLAGS


def numbers(blob: bytes) -> array[int]:
    """The digests or marks in *blob*."""
    found = array("Q")
    found.frombytes(blob)
    return found


# ---------------------------------------------------------------- one document


def sketch_of(body: str) -> Sketch:
    """The Sketch of a plain text. O(len(body))."""
    digests: dict[int, None] = {}
    prints: list[int] = []
    marks = array("Q")
    for line in _lines(body, digests, prints):
        mark = 0 if line is None else _mark_of(msgspec.structs.replace(line, number=0, gap=False, hyphens=()))
        if line is not None and line.key:
            digest = digest_of(line.key)
            digests[digest] = None
            if line.prose:
                prints.append(digest)
        if mark or not marks or marks[-1]:
            marks.append(mark)
    kept = array("Q", sorted(set(prints))[:_PRINTS])
    return Sketch(array("Q", digests).tobytes(), marks.tobytes(), kept.tobytes())


def _lines(body: str, digests: dict[int, None], prints: list[int]) -> Iterator[Line | None]:
    """The lines of *body*, None for one that is too long to be anything but text; these are only counted in."""
    short: list[str] = []
    for raw in body.split("\n"):
        if len(raw) < _LONG:
            short.append(raw)
            continue
        digest = digest_of(key_of(raw[:_LONGEST_KEYED]))
        prints.append(digest)
        if len(raw) < _LONGEST_KEYED:
            digests[digest] = None
        short.append(_PLACEHOLDER)
    for line in lines_of("\n".join(short), 1):
        yield None if line.text == _PLACEHOLDER else line


@lru_cache(1 << 14)
def _mark_of(line: Line) -> int:
    """The mark of *line*. Menus stand on every page of a site, so marks are remembered."""
    known = phrases()
    digest = digest_of(line.key)
    if not line.key or line.words > _MOST_WORDS:
        return 0
    if reason_of(line):
        return 0 if line.key in known.sets["headings"] else digest | KNOWN
    head = HEAD if not line.prose and 3 <= line.words <= 25 and line.bullet < 0 else 0
    if line.prose and not _calls(line.key, known):
        return 0
    if _is_metadata(line, known):
        return digest | NEUTRAL
    if line.text[-1] in "?？؟" or not _QUOTES.isdisjoint(line.text) or known.opens("statement", line.key):
        return head
    return _teaching(line, digest, head, known) or head


def _teaching(line: Line, digest: int, head: int, known: Phrases) -> int:
    """The mark of a line that may be learned; 0 for one that may not."""
    calls, addresses = _calls(line.key, known), _addresses(line.key, known)
    calls += "@" in line.text or "://" in line.text or "www." in line.text
    if line.prose:
        # "Twitter did not answer our e-mail" is a story's: a sentence must call its readers and speak to them
        flags = STRONG | PROSE if calls and addresses and calls + addresses >= 3 else WEAK | PROSE
        return digest | flags
    if calls >= 2 or (calls and addresses):
        return digest | STRONG | head
    if calls or addresses:
        return digest | WEAK | head
    if line.ends or line.bullet >= 0 or any(map(str.isdigit, line.text)):
        return 0
    is_short = line.words < 2 or (line.words <= 4 and bylines.is_name_like(line.text.split(), known))
    return digest | PLAIN | head | (SHORT if is_short else 0)


def _calls(key: str, known: Phrases) -> int:
    return len(known.words["calls"].intersection(key.split(" ")))


def _addresses(key: str, known: Phrases) -> int:
    return len(known.words["address"].intersection(key.split(" ")))


def _is_metadata(line: Line, known: Phrases) -> bool:
    """Byline, date, credit, the publication's name: fields are read from them, so they are no furniture to learn."""
    return (
        line.key.split(" ", 1)[0] in _PICTURED
        or line.key in AGENCIES
        or attribution.is_credit_line(line)
        or (line.words <= 5 and attribution.is_outlet(line.text))
        or (not line.prose and bylines.read(line, known, language="en") is not None)
    )


def texts_of(body: str, wanted: Collection[int]) -> Iterator[tuple[int, str]]:
    """(digest, line as printed) of each of the *wanted* lines that stands in *body*."""
    for line in lines_of(body, 1):
        if line.key and (digest := digest_of(line.key)) in wanted:
            yield digest, line.bare


# ---------------------------------------------------------------- all documents of one scope


class Seen(msgspec.Struct):
    """What is known of one repeated line."""

    stories: list[int] = []
    """Indexes of the distinct stories that hold it."""
    beside: Counter[int] = msgspec.field(default_factory=Counter)
    """How often another line stands right before it (positive) or behind it (negative)."""
    calling: Counter[int] = msgspec.field(default_factory=Counter)
    """Likewise, of lines that surely call readers."""
    edge: int = 0
    """In how many of the stories it is the first line or the last."""
    good: int = 0
    """In how many of the stories it stands as furniture does."""
    top: int = 0
    """In how many it opens the page, among other repeated lines."""
    headed: int = 0
    """In how many of these a headline follows; else the line itself, however often it stands, is the headline."""

    @property
    def has_company(self) -> bool:
        return max(self.beside.values(), default=0) >= COMPANY * len(self.stories)

    @property
    def is_in_a_box(self) -> bool:
        return max(self.calling.values(), default=0) >= COMPANY * len(self.stories)

    @property
    def is_furniture(self) -> bool:
        return self.good >= SHARE * len(self.stories) and 2 * self.headed >= self.top


def learn(sketches: Sequence[tuple[bytes, bytes]]) -> dict[int, int]:
    """(digest → in how many stories it stands) of the lines that are furniture, given (marks, prints) of all documents.

    The result does not depend on the order of documents that are no near copies. Linear in the number of marks.
    """
    _, found = _weighed(sketches)
    return {digest: len(one.stories) for digest, one in sorted(found.items())}


def suspects(sketches: Sequence[tuple[bytes, bytes]]) -> dict[int, int]:
    """Likewise, the lines that have company or stand at the edges of pages, and still were not learned."""
    seen, found = _weighed(sketches)
    return {
        digest: len(one.stories)
        for digest, one in sorted(seen.items())
        if digest not in found and (one.has_company or 2 * one.edge >= len(one.stories) >= LONE_STORIES)
    }


def _weighed(sketches: Sequence[tuple[bytes, bytes]]) -> tuple[dict[int, Seen], dict[int, Seen]]:
    """(all lines that repeat, those of them that are furniture)."""
    marks = [numbers(found) for found, _ in sketches]
    seen = _repeated(marks, [numbers(prints) for _, prints in sketches])
    documents = sorted({index for one in seen.values() for index in one.stories})
    _note_neighbors(seen, marks, documents)
    found = seen
    while True:
        _judge(found, marks, documents)
        kept = {digest: one for digest, one in found.items() if one.is_furniture}
        if len(kept) == len(found):
            return seen, found
        found = kept


def _repeated(marks: Sequence[array[int]], prints: Sequence[array[int]]) -> dict[int, Seen]:
    """The lines that stand in enough distinct stories."""
    holders: dict[int, list[int]] = {}
    flags: dict[int, int] = {}
    for index, found in enumerate(marks):
        for mark in set(found):
            if mark & _TEACHES:
                holders.setdefault(mark & ~_FLAGS, []).append(index)
                flags[mark & ~_FLAGS] = mark & _FLAGS
    enough = {
        digest: Seen(_distinct(indexes, prints))
        for digest, indexes in holders.items()
        if len(indexes) >= _wanted(flags[digest])
    }
    return {digest: one for digest, one in enough.items() if len(one.stories) >= _wanted(flags[digest])}


def _wanted(flags: int) -> int:
    return STORIES - 1 if flags & STRONG else STORIES


def _distinct(indexes: Iterable[int], prints: Sequence[array[int]]) -> list[int]:
    """*indexes* without near copies: texts most of whose long lines stand in those before."""
    before: set[int] = set()
    found: list[int] = []
    for index in indexes:
        own = prints[index]
        if own and sum(number in before for number in own) >= 0.5 * len(own):
            continue
        before.update(own)
        found.append(index)
    return found


def _note_neighbors(seen: Mapping[int, Seen], marks: Sequence[array[int]], documents: Iterable[int]) -> None:
    for index, digest, at, found in _places(seen, marks, documents):
        del index
        seen[digest].edge += at in (0, len(found) - 1)
        for neighbor, side in ((found[at - 1] if at else 0, 1), (found[at + 1] if at + 1 < len(found) else 0, -1)):
            if neighbor & ~_FLAGS:
                seen[digest].beside[side * (neighbor & ~_FLAGS)] += 1
                if neighbor & (KNOWN | STRONG):
                    seen[digest].calling[side * (neighbor & ~_FLAGS)] += 1


def _places(
    seen: Mapping[int, Seen], marks: Sequence[array[int]], documents: Iterable[int]
) -> Iterator[tuple[int, int, int, Sequence[int]]]:
    """(document, digest, index of the mark, all marks of the document that count) of each of *seen* in its stories."""
    stories = {digest: frozenset(one.stories) for digest, one in seen.items()}
    for index in documents:
        found = [mark for mark in marks[index] if not mark & NEUTRAL]
        for at, mark in enumerate(found):
            digest = mark & ~_FLAGS
            if digest in stories and index in stories[digest]:
                yield index, digest, at, found


def _judge(seen: Mapping[int, Seen], marks: Sequence[array[int]], documents: Iterable[int]) -> None:
    """Count for each line the stories in which it stands as furniture does, if all of *seen* is furniture."""
    for one in seen.values():
        one.good = one.top = one.headed = 0
    page = Page(-1, 0, 0, False)
    done: set[tuple[int, int]] = set()
    for index, digest, at, found in _places(seen, marks, documents):
        if index != page.index:
            page = _page(index, found, seen)
        if (index, digest) in done:
            continue
        line = seen[digest]
        length = page.head if at < page.head else len(found) - page.tail if at >= page.tail else 0
        if _stands_as_furniture(line, found[at], length, at >= page.tail):
            done.add((index, digest))
            line.good += 1
            line.top += at < page.head
            line.headed += at < page.head and page.is_headed


def _stands_as_furniture(line: Seen, mark: int, length: int, at_foot: bool) -> bool:
    """*length*: of the run of furniture at an edge of the page that the line stands in; 0 where it stands in its midst."""
    if mark & STRONG:
        return True
    is_lone = length == 1 and at_foot and len(line.stories) >= LONE_STORIES
    if mark & WEAK and mark & PROSE:
        return line.is_in_a_box or (line.has_company and length > 0)
    if mark & WEAK:
        return line.has_company or length > 1 or is_lone
    if mark & SHORT:
        return length >= 3 and line.has_company
    return length > 1 or is_lone


class Page(msgspec.Struct, frozen=True):
    """The runs of furniture at the edges of one document."""

    index: int
    head: int
    """Where the run at the top ends."""
    tail: int
    """Where that at the foot begins."""
    is_headed: bool
    """A line that may be a headline follows the run at the top."""


def _page(index: int, found: Sequence[int], seen: Mapping[int, Seen]) -> Page:
    head, tail = 0, len(found)
    while head < tail and _is_furniture(found[head], seen):
        head += 1
    while tail > head and _is_furniture(found[tail - 1], seen):
        tail -= 1
    return Page(index, head, tail, head < len(found) and bool(found[head] & HEAD))


def _is_furniture(mark: int, seen: Mapping[int, Seen]) -> bool:
    return bool(mark & KNOWN) or mark & ~_FLAGS in seen
