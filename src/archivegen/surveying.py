"""Lines that repeat, in the life of a site: what the store keeps of them, which are learned, and which seeds hold which."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import PurePosixPath

import msgspec

from archivegen.furniture_file import EVERYWHERE, Row, State, parse
from archivegen.normalize import Furniture, survey
from archivegen.normalize.phrases import key_of
from archivegen.store import Sketched, Store

UNSURVEYED = frozenset(
    ".md .markdown .html .htm .xhtml .shtml .xml .rss .atom .rdf .wxr .nitf .newsml .warc .arc .wacz".split()
)
"""Endings of seeds whose stories are no plain text: their markup tells furniture from story."""


class Rules(msgspec.Struct, frozen=True):
    """What furniture.tsv says, by place and digest of the line: its state and key."""

    by_place: Mapping[str, Mapping[int, tuple[State, str]]] = {}

    def of(self, path: str, place: str, lines: Collection[int]) -> Furniture:
        """What holds for the document of the seed *path* whose *lines* are given. A line that any row keeps is kept."""
        states: dict[State, set[str]] = {"furniture": set(), "kept": set()}
        for one in places_of(path, place):
            ruled = self.by_place.get(one)
            if ruled:
                for digest in ruled.keys() & lines:
                    state, key = ruled[digest]
                    states[state].add(key)
        return Furniture(tuple(sorted(states["furniture"] - states["kept"])), tuple(sorted(states["kept"])))

    def decide(self, place: str, digest: int) -> bool:
        """Whether a row speaks of the line at *place* already."""
        return any(digest in self.by_place.get(one, ()) for one in places_of(f"{place}/", place))


def rules_of(rows: Iterable[Row]) -> Rules:
    by_place: dict[str, dict[int, tuple[State, str]]] = {}
    for row in rows:
        ruled, key = by_place.setdefault(row.place, {}), key_of(row.line)
        digest = survey.digest_of(key)
        if digest not in ruled or row.state == "kept":
            ruled[digest] = (row.state, key)
    return Rules(by_place)


def places_of(path: str, place: str) -> Iterator[str]:
    """Whose rows hold for the document of the seed *path*: everybody's, its folders', its own *place*'s."""
    yield EVERYWHERE
    folders = [str(folder) for folder in PurePosixPath(path).parents][:-1]
    yield from folders
    if place not in folders:
        yield place


def digest_of(furniture: Furniture) -> str:
    """What tells one Furniture from another; "" for none."""
    if not furniture.removed and not furniture.kept:
        return ""
    return sha256(msgspec.json.encode(furniture)).hexdigest()[:16]


def is_surveyed(path: str) -> bool:
    name = PurePosixPath(path)
    inner = name.with_suffix("").suffix if name.suffix.lower() == ".gz" else name.suffix
    return inner.lower() not in UNSURVEYED


def suffix_of(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def sketch(body: str, record: str, place: str) -> Sketched:
    found = survey.sketch_of(body)
    return Sketched(record, place, found.lines, found.marks, found.prints)


def texts_of(body: str, digests: Collection[int]) -> Iterator[tuple[int, str]]:
    """(digest, line as printed) of each line of *body* whose digest is among *digests*."""
    return survey.texts_of(body, digests)


# ---------------------------------------------------------------- learning

LinesIn = Callable[[str, Mapping[str, frozenset[int]]], Mapping[int, str]]
"""(seed path, digests wanted by record) → the lines as printed, by digest."""


Learner = Callable[[Sequence[tuple[bytes, bytes]]], dict[int, int]]


def learn(
    store: Store, places: Iterable[str], rules: Rules, lines_in: LinesIn, *, by: Learner = survey.learn
) -> list[Row]:
    """The rows to add for what the sketches of *places* teach, sorted."""
    rows: list[Row] = []
    for place in sorted(places):
        found = by([(one.marks, one.prints) for _, one in store.sketches(place)])
        new = {digest: count for digest, count in found.items() if not rules.decide(place, digest)}
        if new:
            texts = _texts(store, place, frozenset(new), lines_in)
            found_rows = {
                digest: Row(place, texts[digest], "furniture", new[digest]) for digest in new if digest in texts
            }
            rows += [row for digest, row in found_rows.items() if _is_writable(row, digest)]
    return sorted(rows)


def _is_writable(row: Row, digest: int) -> bool:
    """Whether the file gives the row back as it is (a folder's name may hold tabs); else it would be learned at each run."""
    again, _ = parse(row.text(), "", folders=[row.place], key_of=key_of)
    return again == (row,) and survey.digest_of(key_of(row.line)) == digest


def _texts(store: Store, place: str, wanted: frozenset[int], lines_in: LinesIn) -> dict[int, str]:
    """The *wanted* lines as the first seeds that hold them print them."""
    holders: dict[str, dict[str, frozenset[int]]] = {}
    missing = wanted
    for path, one in store.sketches(place):
        held = missing.intersection(survey.numbers(one.lines))
        if held:
            holders.setdefault(path, {})[one.record] = held
            missing -= held
        if not missing:
            break
    return {digest: text for path, by_record in holders.items() for digest, text in lines_in(path, by_record).items()}


# ---------------------------------------------------------------- who holds what


def note_of(rows: Iterable[Row]) -> str:
    """What the store remembers of the rows that were followed."""
    return msgspec.json.encode(sorted({(row.place, key_of(row.line), row.state) for row in rows})).decode()


def are_missing(rows: Iterable[Row], note: str) -> bool:
    """Whether there were other rows when *note* was taken."""
    return not _noted(note) <= _noted(note_of(rows))


def _noted(note: str) -> set[tuple[str, ...]]:
    return {tuple(item) for item in msgspec.json.decode(note or "[]")}


def affected(store: Store, rows: Iterable[Row], note: str) -> set[str]:
    """The seeds with a line whose state is another than when *note* was taken."""
    changed: dict[str, set[int]] = {}
    for place, key, _ in _noted(note) ^ _noted(note_of(rows)):
        changed.setdefault(place, set()).add(survey.digest_of(key))
    if not changed:
        return set()
    found: set[str] = set()
    for path, _, place, lines in store.sketched_lines():
        if path not in found:
            wanted = [changed[one] for one in places_of(path, place) if one in changed]
            if wanted and not set().union(*wanted).isdisjoint(survey.numbers(lines)):
                found.add(path)
    return found


def held_by(store: Store, rules: Rules, path: str) -> dict[str, Furniture]:
    """What furniture stands in each record of the seed *path*; records without any are left out."""
    if not rules.by_place:
        return {}
    held = (
        (record, rules.of(path, place, set(survey.numbers(lines))))
        for _, record, place, lines in store.sketched_lines(path)
    )
    return {record: furniture for record, furniture in held if furniture.removed or furniture.kept}
