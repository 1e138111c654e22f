"""What a page says of the day of its story: published and updated, kept apart; never a day that is of something else. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from archivegen import dates
from archivegen.model import Inference
from archivegen.normalize import named_days, written_dates
from archivegen.normalize.html import vocabulary
from archivegen.normalize.html.index import Index, Tag, is_of_others, proof_of
from archivegen.normalize.html.jsonld import Record
from archivegen.normalize.html.tree import Element

_ZONE_NAME = re.compile(r"\[[^\]]*\]$")
_OPENS_DAY = re.compile(
    r"^\D{0,40}?(?=\d|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun))", re.IGNORECASE
)
_UPDATED = re.compile(
    r"updat|modif|edited|bearbeitet|revision|aktualis|mis à jour|actualiz|aggiorna|geändert|stand:|revised|dtstamp-updated",
    re.IGNORECASE,
)
_PUBLISHES = re.compile("publish", re.IGNORECASE)
_JOINTS = re.compile(r"[-_.: ]")
_PUBLICATION = re.compile(
    r"(?:first)?(?:publish(?:ed)?|publication|pub|post(?:ed)?|display|release[d]?|issued?|created?|creation)(?:date|time|datetime|on|at)"
    r"|firstpublished$|date(?:first)?(?:published|created|issued|posted)$|(?:^dc|dcterms)created$"
)
"""What systems call the day of publication, whatever stands before it: "acme:first-published-at"."""


def days_of(index: Index, record: Record | None, url: str, language: str) -> Iterator[tuple[str, Inference]]:
    """The fields date and updated, as far as the page with the address *url* says them."""
    published = next(_published(index, record, url, language), None)
    if published is not None:
        yield "date", published
    updated = next(_updated(index, record, language), None)
    if updated is None:
        return
    first, last = str(published.value) if published is not None else "", str(updated.value)
    if not first or last[:10] > first[:10] or (last[:10] == first[:10] and len(last) > 10 and last[:16] != first[:16]):
        yield "updated", updated


def day_of(text: str, language: str) -> str:
    """The day (with its time, where given) that *text* says and nothing else; "" if it says none. Kept to what can be."""
    text = _ZONE_NAME.sub("", text.strip())
    if text.isdigit() and len(text) in (10, 13):
        return _of_seconds(int(text[:10]))
    for tried in dict.fromkeys((language, "en")):
        for words in dict.fromkeys((text, _OPENS_DAY.sub("", text, count=1))):
            try:
                iso, precision = dates.parse_date(words, language=tried)
            except ValueError:
                continue
            if precision == "day" and "1900" <= iso[:4] <= "2100":
                return iso
    return ""


def _printed_day(text: str, language: str) -> str:
    """The one day that a date line names among its other words; "" where it names several, or none."""
    iso = day_of(text, language)
    found = {written.iso for written in written_dates.find(text, language=language)} if not iso else {iso}
    return found.pop() if len(found) == 1 else ""


def _of_seconds(seconds: int) -> str:
    from datetime import UTC, datetime

    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="seconds") if 1990 <= moment.year <= 2100 else ""


def _dated(value: str, basis: str, confidence: float, line: int, words: str) -> Inference:
    return Inference(value, basis, confidence, (proof_of(line, words),), value[:10])


def _published(index: Index, record: Record | None, url: str, language: str) -> Iterator[Inference]:
    if record is not None and (iso := day_of(record.date, language)):
        yield _dated(iso, "JSON-LD", 0.97, record.line, f"datePublished: {record.date}")
    for name in vocabulary.PUBLISHED:
        for tag in index.metas.get(name, ())[:1]:
            if iso := day_of(tag.value, language):
                yield _dated(iso, name, 0.95 if name.startswith("article:") else 0.9, tag.line, tag.value)
    for name, tags in index.metas.items():
        is_so_called = name not in vocabulary.PUBLISHED and _PUBLICATION.search(_JOINTS.sub("", name)) is not None
        if is_so_called and (iso := day_of(tags[0].value, language)):
            yield _dated(iso, name, 0.87, tags[0].line, tags[0].value)
    for tag in (*index.props.get("datepublished", ()), *index.props.get("datecreated", ())):
        if (iso := day_of(tag.value, language)) and not is_of_others(tag, index.own):
            yield _dated(iso, "itemprop datePublished", 0.93, tag.line, tag.value)
    by_url = named_days.in_address(url)
    for tag in _marked(index.times, index.own, updated=False):
        if iso := day_of(tag.value, language):
            yield _dated(iso, "<time>", 0.9, tag.line, tag.value)
            break
    if by_url:
        yield _dated(by_url, "address of the page", 0.9, 0, url)
    for tag in _marked(index.dated, index.own, updated=False):
        if iso := _printed_day(tag.value, language):
            yield _dated(iso, "date line", 0.8, tag.line, tag.value)
            break


def _marked(tags: Sequence[Tag], own: Set[Element], *, updated: bool) -> list[Tag]:
    """Those of *tags* that stand for the story itself; with *updated* those that say that it was changed."""
    found = [tag for tag in tags if not is_of_others(tag, own) and _says_updated(tag) == updated]
    return sorted(found, key=lambda tag: "pubdate" not in tag.element.attrib)


def _says_updated(tag: Tag) -> bool:
    element = tag.element
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('id') or ''}"
    if _PUBLISHES.search(names):
        return False
    before = element.getprevious()
    parent = element.getparent()
    above = before.tail if before is not None else parent.text if parent is not None else ""
    said = f"{names} {above or ''} {parent.get('class') or '' if parent is not None else ''} {tag.value}"
    return _UPDATED.search(said) is not None


def _updated(index: Index, record: Record | None, language: str) -> Iterator[Inference]:
    if record is not None and (iso := day_of(record.updated, language)):
        yield _dated(iso, "JSON-LD", 0.95, record.line, f"dateModified: {record.updated}")
    for name in vocabulary.UPDATED:
        for tag in index.metas.get(name, ())[:1]:
            if iso := day_of(tag.value, language):
                yield _dated(iso, name, 0.9, tag.line, tag.value)
    for tag in (*index.props.get("datemodified", ()), *_marked(index.times, index.own, updated=True)):
        if (iso := day_of(tag.value, language)) and not is_of_others(tag, index.own):
            yield _dated(iso, "printed date of change", 0.85, tag.line, tag.value)
