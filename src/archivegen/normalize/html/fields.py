"""What a page says of its story, in metadata and in print → fields of an Article, each with where it was read. Pure.

The order of the sources is that of their worth: what was made for machines to read of this very story, then what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlsplit

import msgspec

from archivegen.model import Evidence, Inference
from archivegen.normalize.html import deks, vocabulary
from archivegen.normalize.html import names as writers
from archivegen.normalize.html.days import days_of
from archivegen.normalize.html.index import Index, Tag, is_for_others, is_of_others, proof_of
from archivegen.normalize.html.inline import absolute
from archivegen.normalize.html.jsonld import Record, parsely_record, record_of
from archivegen.normalize.html.tree import divided
from archivegen.normalize.phrases import key_of

_DIVIDER = re.compile(r"\s+(?:[|·•»«›‹:]|::|[-–—―]|/{1,2}|\|\|)\s+|\s*[|»]\s*")
_CALLED_HEADLINE = re.compile(
    r"(?:^|\s)(?:headline|hed|(?:story|article|post|entry|news)[_-]?(?:headline|title)|titre-article)(?:$|\s)",
    re.IGNORECASE,
)
_SITE_FIRST = re.compile(r"([^:]{2,60}):\s+(?=\S)")
_GENERIC = frozenset(
    ("home", "homepage", "article", "news", "untitled", "index", "startseite", "blog", "story", "page not found", "404")
)
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
    site = _site(index, record)
    titles = list(_titles(index, record, site))
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
        yield "section", _of_meta(section)
    tags = _tags(index, record)
    if tags is not None:
        yield "tags", tags
    rights = index.meta(*vocabulary.RIGHTS)
    if rights is not None:
        yield "rights", _of_meta(rights)


def _of_meta(tag: Tag, value: str = "", confidence: float = 0.9) -> Inference:
    name = tag.element.get("property") or tag.element.get("name") or tag.element.get("itemprop") or tag.element.tag
    return Inference(value or tag.value, str(name), confidence, (proof_of(tag.line, tag.value),))


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


def _site(index: Index, record: Record | None) -> str:
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
    return _site_in_title(index)


def _site_in_title(index: Index) -> str:
    """The part of <title> that is not the headline printed on the page: "Ferry Saved | Harbor Courier"."""
    parts = [part for part in _DIVIDER.split(index.title) if part]
    if len(parts) < 2:
        return ""
    printed = [key_of(shown.value) for shown in (*index.headings[:40], *index.shown)]
    for end in (parts[-1], parts[0]):
        rest = key_of(index.title.replace(end, ""))
        if (
            1 < len(end) < 50
            and len(end.split()) <= 6
            and any(rest == key or (len(rest) > 15 and rest in key) for key in printed if key)
        ):
            return end
    return ""


def _source(index: Index, record: Record | None, site: str) -> Inference:
    meta = index.meta(*vocabulary.SOURCES)
    if meta is not None and meta.value == site:
        return _of_meta(meta, confidence=0.9)
    if record is not None and record.source == site:
        return Inference(site, "JSON-LD", 0.9, (proof_of(record.line, f"publisher: {site}"),))
    return Inference(site, "page title", 0.7, (proof_of(index.title_line, index.title),))


def _titles(index: Index, record: Record | None, site: str) -> Iterator[Inference]:
    """Headlines, the best first: the printed one where metadata knows it too, or where it stands alone."""
    said: list[Inference] = []
    if record is not None and record.title:
        said.append(Inference(record.title, "JSON-LD", 0.93, (proof_of(record.line, f"headline: {record.title}"),)))
    for name in vocabulary.TITLES:
        said += [_of_meta(tag, without_site(tag.value, site)) for tag in index.metas.get(name, ())[:1]]
    prop = index.prop("headline")
    if prop is not None and prop.element.tag != "h1":
        said.append(Inference(prop.value, "itemprop headline", 0.9, (proof_of(prop.line, prop.value),)))
    said = [
        each for each in said if key_of(str(each.value)) not in _GENERIC and key_of(str(each.value)) != key_of(site)
    ]
    page = without_site(index.title, site)
    printed = _printed(index, [str(each.value) for each in said] + [page], site)
    if printed is None and not any(heading.element.tag == "h1" for heading in index.headings):
        shown = next((tag for tag in index.shown if is_like(tag.value, page)), None)
        named = (tag for tag in index.shown if _CALLED_HEADLINE.search(tag.element.get("class") or ""))
        shown = shown or next((tag for tag in named if not is_of_others(tag, index.own)), None)
        if shown is not None:
            yield Inference(shown.value, "set off in print", 0.85, (proof_of(shown.line, shown.value),))
    if printed is not None:
        same = (
            value for value in (*(str(each.value) for each in said), page) if key_of(value) == key_of(printed.value)
        )
        marked = next((value for value in same if ":" in value and ":" not in printed.value), printed.value)
        yield Inference(marked, "h1", 0.95, (proof_of(printed.line, printed.value),))
    yield from said
    if page and key_of(page) not in _GENERIC:
        yield Inference(page, "page title", 0.75, (proof_of(index.title_line, index.title),))
    for heading in index.headings:
        if heading is not printed and heading.element.tag == "h1" and key_of(heading.value) != key_of(site):
            yield Inference(heading.value, "h1", 0.6, (proof_of(heading.line, heading.value),))


def _printed(index: Index, said: Sequence[str], site: str) -> Tag | None:
    """The h1 that is the story's headline: metadata says nearly the same, or it is the only one and names no site."""
    usable = [
        h
        for h in index.headings
        if len(h.value) < 300 and key_of(h.value) not in _GENERIC and key_of(h.value) != key_of(site)
    ]
    for heading in [h for h in usable if h.element.tag == "h1"]:
        if any(is_like(heading.value, each) for each in said if each):
            return heading
    parts = [key_of(part) for part in _DIVIDER.split(index.title)]
    wholes = {
        parts[0],
        parts[-1] if len(parts) > 2 else parts[0],
        key_of(index.title),
        key_of(without_site(index.title, site)),
    } - {""}
    for heading in sorted(usable, key=lambda h: str(h.element.tag)):
        key = key_of(heading.value)
        is_part = key in (parts if heading.element.tag == "h1" else wholes)
        is_part = is_part or (key.count(" ") >= 2 and key_of(index.title).endswith(f" {key}"))
        if (
            is_part
            and (heading.element.tag == "h1" or len(heading.value.split()) > 1)
            and not is_of_others(heading, index.own)
        ):
            return heading
    distinct = {key_of(h.value): h for h in usable if h.element.tag == "h1" and not is_for_others(h.element)}
    if len(distinct) > 1:  # one of them may say that it is the headline, or open the article
        called = {key: h for key, h in distinct.items() if _CALLED_HEADLINE.search(h.element.get("class") or "")}
        called = called or {
            key: h for key, h in distinct.items() if next(h.element.iterancestors("article"), None) is not None
        }
        distinct = called if len(called) == 1 else distinct
    if len(distinct) == 1:
        only = next(iter(distinct.values()))
        if len(only.value.split()) >= 3 or len(said) < 2:
            return only
    return None


def is_like(first: str, second: str) -> bool:
    """Whether two headlines are nearly the same words, or one holds the other."""
    a, b = key_of(first), key_of(second)
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) >= 12 and short in long and len(short) >= 0.5 * len(long):
        return True
    return len(long) < 300 and SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.8


def without_site(title: str, site: str) -> str:
    """*title* without the site's name at its end or beginning."""
    opening = _SITE_FIRST.match(title)
    if site and opening is not None and key_of(opening[1]) == key_of(site):
        return title[opening.end() :]
    parts = list(_DIVIDER.finditer(title))
    if not parts:
        return title
    known = key_of(site).replace(" ", "")
    last, first = parts[-1], parts[0]
    tail, head = title[last.end() :], title[: first.start()]
    for end, rest in ((tail, title[: last.start()]), (head, title[first.end() :])):
        key = key_of(end).replace(" ", "")
        if known and key and (key == known or (len(key) > 3 and (key in known or known in key) and len(end) < 60)):
            shorter = without_site(rest.strip(), site) if rest.strip() != title else rest
            return shorter or rest.strip()
    if "|" in last.group() and len(tail.split()) <= 5 and len(title[: last.start()].split()) >= 3:
        return title[: last.start()].strip()
    return title


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
            return _of_meta(tag, confidence=0.85)
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
