"""What a page says of its story, in metadata and in print → fields of an Article, each with where it was read. Pure.

The order of the sources is that of their worth: what was made for machines to read of this very story, then what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from archivegen.model import Evidence, Inference
from archivegen.normalize.html import deks, headlines, vocabulary
from archivegen.normalize.html import names as writers
from archivegen.normalize.html.days import days_of
from archivegen.normalize.html.index import Index, Tag, is_of_others, of_meta, proof_of
from archivegen.normalize.html.inline import absolute
from archivegen.normalize.html.jsonld import Record, parsely_record, record_of
from archivegen.normalize.html.tree import divided
from archivegen.normalize.phrases import key_of

_TRUNCATED = re.compile(r"(?:\.{3}|…|\[…\]|\[\.\.\.\])\s*$")
MOST_TAGS = 40
_MOST_WRITERS = 8
_SAID = 0.75
_BARE_NAME = 0.6
"""Of a line by the headline that is nothing but a name."""
PRINTED_DEK = "printed below the headline"


class Told(msgspec.Struct, frozen=True):
    """What the page says."""

    fields: dict[str, Inference]
    record: Record | None
    site: str = ""
    titles: tuple[str, ...] = ()
    """Every headline that the page says or prints, the best first."""
    said: tuple[str, ...] = ()
    """Those of them that are surely its own."""


class Credit(msgspec.Struct, frozen=True):
    """What the lines by the headline tell."""

    byline: Inference | None = None
    date: Inference | None = None
    updated: Inference | None = None


def settled(told_: Told, index: Index, credit: Credit) -> dict[str, Inference]:
    """The fields of *told_*, with what only the lines by the headline tell."""
    found = dict(told_.fields)
    byline = _byline(index, told_.record, told_.site, credit.byline)
    if byline is not None:
        found["byline"] = byline
    if credit.date is not None and ("date" not in found or found["date"].confidence < 0.85):
        found["date"] = credit.date
    if credit.updated is not None and "date" in found and str(credit.updated.value) > str(found["date"].value):
        found.setdefault("updated", credit.updated)
    return found


def record(index: Index, url: str) -> Record | None:
    """What JSON-LD, or else the like for a host's own count of readers, says of the article of *index*."""
    said = index.meta(*vocabulary.TITLES)
    found = record_of(index.scripts, url=canonical_of(index, url), title=said.value if said else index.title)
    other = index.meta("parsely-page") if found is None else None
    return parsely_record(other.value, other.line) if other is not None else found


def told(index: Index, record: Record | None, *, url: str, language: str) -> Told:
    """The fields that the page of *index* tells. *url*: where it was found, if known."""
    site = _site(index, record, host_of(canonical_of(index, url)))
    titles = list(headlines.titles_of(index, record, site))
    found: dict[str, Inference] = {}
    if titles:
        found["title"] = titles[0]
    dek = _dek(index, record, site, str(titles[0].value) if titles else "")
    if dek is not None:
        found["dek"] = dek
    for name, inference in _all(index, record, site, url, language):
        found.setdefault(name, inference)
    said = tuple(str(each.value) for each in titles if each.confidence >= _SAID)
    return Told(found, record, site, tuple(str(each.value) for each in titles), said)


def _all(index: Index, record: Record | None, site: str, url: str, language: str) -> Iterator[tuple[str, Inference]]:
    yield from days_of(index, record, canonical_of(index, url), language)
    if site:
        yield "source", _source(index, record, site)
    address = canonical_of(index, url) or (record.url if record else "")
    if address:
        yield "url", Inference(address, "canonical address", 0.95)
    section = index.meta(*vocabulary.SECTIONS)
    if record is not None and record.section:
        yield (
            "section",
            Inference(record.section, "JSON-LD", 0.9, (proof_of(record.line, f"articleSection: {record.section}"),)),
        )
    elif section is not None and len(section.value) < 60:
        yield "section", of_meta(section)
    tags = _tags(index, record)
    if tags is not None:
        yield "tags", tags
    rights = index.meta(*vocabulary.RIGHTS)
    if rights is not None:
        yield "rights", of_meta(rights)


def canonical_of(index: Index, url: str) -> str:
    """The address that the page names as its own; *url* where it names none."""
    shared = index.meta("og:url", "twitter:url", "parsely-link")
    for href in (index.canonical, shared.value if shared else "", url):
        address = absolute(href, url)
        if address.startswith(("http://", "https://")) and urlsplit(address).hostname:
            is_home = urlsplit(address).path in ("", "/") and not urlsplit(address).query
            if not (is_home and url and urlsplit(url).path not in ("", "/")):
                return address
    return ""


def host_of(address: str) -> str:
    """The host of *address*; "" where it names none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


# ---------------------------------------------------------------- source and headline


def _site(index: Index, record: Record | None, host: str) -> str:
    meta = index.meta("og:site_name")
    if meta is not None and 1 < len(meta.value) < 60:
        return meta.value
    if record is not None and 1 < len(record.source) < 80:
        return record.source
    meta = index.meta(*vocabulary.SOURCES)
    if meta is not None and 1 < len(meta.value) < 60 and not meta.value.startswith("http"):
        return meta.value
    if index.site and key_of(index.site) in key_of(index.title):
        return index.site
    return headlines.site_in_title(index, host)


def _source(index: Index, record: Record | None, site: str) -> Inference:
    meta = index.meta(*vocabulary.SOURCES)
    if meta is not None and meta.value == site:
        return of_meta(meta, confidence=0.9)
    if record is not None and record.source == site:
        return Inference(site, "JSON-LD", 0.9, (proof_of(record.line, f"publisher: {site}"),))
    return Inference(site, "page title", 0.7, (proof_of(index.title_line, index.title),))


# ---------------------------------------------------------------- dek, byline, tags


def _dek(index: Index, record: Record | None, site: str, title: str) -> Inference | None:
    said = [tag for name in vocabulary.DEKS for tag in index.metas.get(name, ())[:1]]
    texts = [tag.value for tag in said] + ([record.dek] if record else [])
    for tag in index.deks:  # printed, and said by metadata too
        if any(deks.same_words(tag.value, text) for text in texts):
            return Inference(tag.value, PRINTED_DEK, 0.9, (proof_of(tag.line, tag.value),))
    is_article = record is not None or bool(index.times) or index.meta(*vocabulary.PUBLISHED) is not None
    for tag in index.deks:  # printed, and so called
        names = f"{tag.element.get('class') or ''} {tag.element.get('id') or ''}"
        if tag.is_late or len(tag.value) > 400:
            continue
        is_called = deks.CALLED.search(names) is not None and not is_of_others(tag, index.own)
        if is_called or (is_article and deks.follows_headline(tag, title)):
            return Inference(tag.value, PRINTED_DEK, 0.8, (proof_of(tag.line, tag.value),))
    for tag in said:
        if _is_dek(tag.value, site):
            return of_meta(tag, confidence=0.85)
    if record is not None and _is_dek(record.dek, site):
        return Inference(record.dek, "JSON-LD", 0.85, (proof_of(record.line, record.dek),))
    return None


def _is_dek(text: str, site: str) -> bool:
    return 20 <= len(text) <= 600 and not _TRUNCATED.search(text) and key_of(text) != key_of(site)


def _byline(index: Index, record: Record | None, site: str, credit: Inference | None) -> Inference | None:
    """The writers, by the best witness: JSON-LD, metadata made for it, markup, the line by the headline, common metadata.

    A witness that knows only a login ("mreyes") gives way to one that has a name.
    """
    found = list(_witnesses(index, record, site, credit))
    named = next((each for each in found if any(" " in name for name in each.value)), None)
    if not found or (named is not None and all(map(_is_login, found[0].value))):
        return named
    return found[0]


def _is_login(name: str) -> bool:
    return " " not in name and (name.islower() or len(name) <= 3 or any(map(str.isdigit, name)))


def _witnesses(index: Index, record: Record | None, site: str, credit: Inference | None) -> Iterator[Inference]:
    """What each says of the writers, the best first."""
    outlets = (site, record.source if record else "")
    if record is not None:
        people = writers.names_in((a.name for a in record.authors if a.is_person), outlets=outlets)
        if people:
            yield Inference(people, "JSON-LD", 0.93, _proof_of_authors(record))
    is_labelled = credit is not None and credit.confidence > _BARE_NAME
    for found in (
        _meta_names(index, vocabulary.AUTHORS, outlets),
        _printed_names(index),
        credit if is_labelled else None,
        _meta_names(index, vocabulary.OWNERS, outlets),
        _named_by_class(index, outlets),
    ):
        if found is not None:
            yield found
    others = tuple(a.name for a in record.authors if a.name) if record is not None else ()
    keys = {key_of(outlet) for outlet in outlets}
    shown = " ".join(key_of(tag.value) for tag in index.writers[:40])
    others = tuple(
        name for name in others if writers.names_anyone(name) and (key_of(name) not in keys or key_of(name) in shown)
    )
    if others and record is not None:
        yield Inference(others, "JSON-LD", 0.6, _proof_of_authors(record))
    linked = _linked_names(index, outlets)
    if linked is not None:
        yield linked
    if credit is not None and not is_labelled:
        yield credit


def _proof_of_authors(record: Record) -> tuple[Evidence]:
    return (proof_of(record.line, "author: " + ", ".join(a.name for a in record.authors)),)


def _meta_names(index: Index, names: Sequence[str], outlets: Sequence[str]) -> Inference | None:
    for name in names:
        tags = [tag for tag in index.metas.get(name, ()) if not tag.value.startswith(("http", "/"))]
        found = writers.names_in((tag.value for tag in tags), outlets=outlets)
        if found:
            return Inference(found, name, 0.88, (proof_of(tags[0].line, ", ".join(tag.value for tag in tags)),))
    return None


def _printed_names(index: Index) -> Inference | None:
    """Writers whom the markup of the printed page names as such."""
    by_rel = [tag for tag in index.writers if "author" in (tag.element.get("rel") or "")]
    for basis, tags in (
        ("itemprop author", [*index.props.get("author", ()), *index.props.get("creator", ())]),
        ("rel author", by_rel),
    ):
        found = _first_names([tag for tag in tags if tag.value and not is_of_others(tag, index.own)], ())
        if found is not None:
            return Inference(found[0], basis, 0.85, (proof_of(found[1].line, found[1].value),))
    return None


def _named_by_class(index: Index, outlets: Sequence[str]) -> Inference | None:
    found = _first_names([tag for tag in index.writers if tag.value and not is_of_others(tag, index.own)], outlets)
    return Inference(found[0], "byline", 0.7, (proof_of(found[1].line, found[1].value),)) if found is not None else None


def _linked_names(index: Index, outlets: Sequence[str]) -> Inference | None:
    """Who is named where a link leads to a writer's page, above the story's second paragraph."""
    tags = [tag for tag in index.linked if not tag.is_late and not is_of_others(tag, index.own)]
    found = _first_names(tags, outlets)
    return (
        Inference(found[0], "link to a writer's page", 0.65, (proof_of(found[1].line, found[1].value),))
        if found
        else None
    )


def _first_names(tags: Sequence[Tag], outlets: Sequence[str]) -> tuple[tuple[str, ...], Tag] | None:
    """The names in the first of *tags* that has any, and in those beside it."""
    for n, tag in enumerate(tags):
        found = _names_in(tag, outlets)
        if not found:
            continue
        parent = tag.element.getparent()
        beside = (
            name for other in tags[n + 1 :] if other.element.getparent() is parent for name in _names_in(other, outlets)
        )
        found = tuple(dict.fromkeys((*found, *beside)))
        if len(found) <= _MOST_WRITERS:
            return found, tag
    return None


def _names_in(tag: Tag, outlets: Sequence[str]) -> tuple[str, ...]:
    if len(tag.value) > 140:
        return ()
    named = [node for node in tag.element.iter() if (node.get("itemprop") or "") == "name"]
    named = named or [node for node in tag.element.iter("a") if node is not tag.element and (node.text or len(node))]
    texts = [" ".join("".join(node.itertext()).split()) or node.get("content") or "" for node in named]
    return writers.names_in(texts or [divided(tag.element)], outlets=outlets)


def _tags(index: Index, record: Record | None) -> Inference | None:
    for name in vocabulary.TAGS:
        tags = index.metas.get(name, [])
        found = list(
            dict.fromkeys(part.strip() for tag in tags for part in tag.value.split(",") if 1 < len(part.strip()) < 60)
        )
        if found and len(found) <= MOST_TAGS:
            return Inference(tuple(found), name, 0.9, (proof_of(tags[0].line, ", ".join(found)),))
    if record is not None and 0 < len(record.tags) <= MOST_TAGS:
        return Inference(
            tuple(dict.fromkeys(record.tags)),
            "JSON-LD",
            0.9,
            (proof_of(record.line, "keywords: " + ", ".join(record.tags)),),
        )
    return None


def as_language(value: str) -> str:
    """The code of a language, as "de" of "de-DE"; "" for what is none."""
    code = re.split(r"[-_]", value.strip().lower())[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) and code not in ("en-us", "und", "mul", "zxx") else ""


def fields_of(told_: Mapping[str, Inference]) -> dict[str, Any]:
    return {name: inference.value for name, inference in told_.items()}
