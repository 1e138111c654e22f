"""A WordPress export (WXR 1.0 to 1.2) → a Document for each published post. Streams: two passes, memory for the media's addresses only.

Posts that are not `publish`, or have a password, are marked as withheld, and their passwords are told nowhere. Pages (About, Contact)
are set aside; menus, attachments, revisions and the like are no articles: they are counted in one note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO
from urllib.parse import unquote

import msgspec

from archivegen.errors import Origin, Problem, Severity
from archivegen.model import Document, Losses
from archivegen.read.attachments import Attachments
from archivegen.read.records import (
    PAGE_ASIDE,
    Names,
    counted,
    dek_of,
    document,
    iso,
    joined,
    local,
    one_line,
    path_of,
    people,
    words_of,
)
from archivegen.read.wordpress_body import Media, Rendered, figure, render
from archivegen.read.xmlstream import Elements

ARTICLE_TYPES = frozenset(
    "post article articles news news_article news-article story stories press_release press-release opinion column interview "
    "review feature blog".split()
)
"""Post types that are articles; `post` is WordPress's own, the others are what news sites call theirs."""
_NO_SECTION = frozenset(("uncategorized", "uncategorised", "allgemein", "sin categoría", "non classé", "без рубрики"))
_SLUG = re.compile(r"[^./\\\s%?#&<>\"'][^/\\\s%?#&<>\"']{0,199}")
_PREFIX_BY_NAMESPACE = (
    ("purl.org/rss/1.0/modules/content", "content:"),
    ("purl.org/dc/elements", "dc:"),
)
_WORDPRESS = re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\w.]*/(excerpt/?)?$")


def is_wxr(head: bytes) -> bool:
    """Whether an XML file that begins with *head* is a WordPress export."""
    return b"wordpress.org/export/" in head or b"<wp:wxr_version" in head


class _Item(msgspec.Struct, frozen=True):
    """What one <item> says, by prefixed name: the first of each, and what stands several times."""

    line: int
    values: dict[str, str]
    meta: dict[str, str]
    categories: tuple[tuple[str, str, str], ...]
    """(domain, nicename, name)"""
    comments: int


class _Site(msgspec.Struct):
    """What the first pass gathers of the whole export."""

    title: str = ""
    link: str = ""
    language: str = ""
    names_by_login: dict[str, str] = {}
    categories_by_id: dict[str, str] = {}
    media: Attachments = msgspec.field(default_factory=Attachments)
    blocks: dict[str, str] = {}
    """Bodies of reusable blocks by id."""
    has_loose_entities: bool = False
    is_mended: bool = False
    """Its bare "&" and HTML entities are to be read as they were meant."""


class _Tally(msgspec.Struct):
    left_out: Counter[str] = msgspec.field(default_factory=Counter)
    published: int = 0
    last_line: int = 0
    """On which the last item began."""


def read_wordpress(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield a Document for each post and page of *stream*, in its order; then a note on what was left out."""
    site = _survey(stream)
    stream.seek(0)
    if site.has_loose_entities:
        site.media.close()
        site = _survey(stream, mended=True)
        stream.seek(0)
    names = Names()
    tally = _Tally()
    elements = Elements(stream, ("item",), emptied="item", mended=site.is_mended)
    try:
        for element in elements:
            tally.last_line = element.sourceline or 0
            try:
                found: Document | Problem | None = _post(_item(element), site, tally, names, origin)
            except (ValueError, RecursionError) as error:
                place = Origin(origin.path, origin.record, element.sourceline or 0)
                message = f"the item cannot be read ({error}); mend or delete it"
                found = Problem(place, "error", "item-unreadable", message)
            if found is not None:
                yield found
    finally:
        site.media.close()
    yield from _faults(elements, tally, origin)
    yield from _notes(tally, origin)


def _post(item: _Item, site: _Site, tally: _Tally, names: Names, origin: Origin) -> Document | None:
    """The Document of a post or a page; None for all else, which is counted."""
    reason = _left_out(item)
    if reason:
        tally.left_out[reason] += 1
        return None
    if "</content:encoded>" in item.values.get("content:encoded", ""):
        # what is said below the text is of the next item: this text may be one that was never shown
        raise ValueError("the CDATA of its text is never closed, so that the next item is lost in it")
    withheld, aside = _withheld(item), PAGE_ASIDE if _is_page(item) else ""
    tally.published += not (aside or withheld)
    return _document(item, site, names, origin, withheld=withheld, aside=aside)


def _is_page(item: _Item) -> bool:
    return item.values.get("wp:post_type") == "page"


def _faults(elements: Elements, tally: _Tally, origin: Origin) -> Iterator[Problem]:
    if elements.fault is None:
        return
    line, what = elements.fault
    kept = f"{counted(tally.published, 'post')} came in"
    severity: Severity = "warning"
    if elements.unclosed_line:
        line, severity = elements.unclosed_line, "error"
        message = (
            f"the item that begins here is never closed ({what}); {kept}, this one may lack something: export it again"
        )
    elif elements.is_cut_off and tally.last_line <= line:
        severity = "error"
        message = f"the XML breaks off ({what}); {kept}, what follows is lost: get a whole export"
    else:
        message = f"the XML is not well-formed ({what}); {kept}, what stands there may lack something: export it again"
    yield Problem(Origin(origin.path, "", line), severity, "xml-broken", message)


# ---------------------------------------------------------------- what elements say


def _name(tag: Any, known: dict[str, str]) -> str:
    """An element's name with the prefix that it has in every export, whatever this one calls it."""
    if not isinstance(tag, str):
        return ""
    name = known.get(tag)
    if name is None:
        space, _, bare = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        is_ours = _WORDPRESS.match(space)
        prefix = next((prefix for part, prefix in _PREFIX_BY_NAMESPACE if part in space), "?:" if space else "")
        name = known[tag] = f"{('excerpt:' if is_ours[1] else 'wp:') if is_ours else prefix}{bare}"
    return name


_names_by_tag: dict[str, str] = {}


def _text(element: Any) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""


def _values(element: Any) -> dict[str, str]:
    """The texts of the children by name; the first that says something counts."""
    values: dict[str, str] = {}
    for child in element:
        name = _name(child.tag, _names_by_tag)
        if name and not values.get(name):
            values[name] = _text(child).strip() if name != "content:encoded" else _text(child)
    return values


def _item(element: Any) -> _Item:
    meta: dict[str, str] = {}
    categories: list[tuple[str, str, str]] = []
    comments = 0
    for child in element:
        name = _name(child.tag, _names_by_tag)
        if name == "wp:postmeta":
            pair = _values(child)
            meta.setdefault(pair.get("wp:meta_key", ""), pair.get("wp:meta_value", ""))
        elif name == "category":
            categories.append((child.get("domain") or "", child.get("nicename") or "", one_line(child.text or "")))
        elif name == "wp:comment":
            comments += 1
    return _Item(element.sourceline or 0, _values(element), meta, tuple(categories), comments)


def _left_out(item: _Item) -> str:
    """Why *item* is no article; "" where it is one."""
    kind = item.values.get("wp:post_type", "post")
    status = item.values.get("wp:status", "")
    if kind not in ARTICLE_TYPES and kind != "page":
        return _KINDS.get(kind, f"{kind} item")
    if status in {"publish", *_WITHHELD}:
        return ""
    return f"{status} {_noun(item)}" if status else f"{_noun(item)} without a status"


def _noun(item: _Item) -> str:
    return "page" if _is_page(item) else "post"


_WITHHELD = frozenset(("draft", "pending", "private", "future"))
"""States of a post that somebody wrote and readers do not see; others (trash, inherit, auto-draft) are no posts at all."""


def _withheld(item: _Item) -> str:
    """Why readers do not see the post *item*; "" where they do."""
    status = item.values.get("wp:status", "")
    return (
        f"{status} {_noun(item)}"
        if status != "publish"
        else f"{_noun(item)} with a password"
        if item.values.get("wp:post_password")
        else ""
    )


_KINDS: Mapping[str, str] = {
    "attachment": "attachment", "nav_menu_item": "menu item", "revision": "revision",
    "wp_block": "reusable block",
}  # fmt: skip


# ---------------------------------------------------------------- first pass


def _survey(stream: BinaryIO, *, mended: bool = False) -> _Site:
    """Authors, categories, media and reusable blocks of the whole export, wherever they stand in it."""
    site = _Site(is_mended=mended)
    tags = ("item", "{*}author", "{*}category", "title", "link", "language")
    elements = Elements(stream, tags, emptied="item", mended=mended)
    for element in elements:
        name = _name(element.tag, _names_by_tag)
        if name == "item":
            with suppress(ValueError):  # what cannot be read is told when the posts are
                if _kind_of(element) in {"attachment", "wp_block"}:
                    _survey_item(_item(element), site)
        elif name == "wp:author":
            values = _values(element)
            whole = " ".join(filter(None, (values.get("wp:author_first_name"), values.get("wp:author_last_name"))))
            login, shown = values.get("wp:author_login", ""), values.get("wp:author_display_name", "")
            if login:
                site.names_by_login[login.lower()] = one_line(shown if shown and shown != login else whole or shown)
        elif name == "wp:category":
            values = _values(element)
            site.categories_by_id[values.get("wp:term_id", "")] = one_line(values.get("wp:cat_name", ""))
        elif getattr(element.getparent(), "tag", "") == "channel" and not getattr(site, name, "known"):
            setattr(site, name, one_line(element.text or ""))
    site.has_loose_entities = elements.has_loose_entities
    return site


def _kind_of(element: Any) -> str:
    return next((child.text or "" for child in element if _name(child.tag, _names_by_tag) == "wp:post_type"), "")


def _survey_item(item: _Item, site: _Site) -> None:
    number = item.values.get("wp:post_id", "")
    if item.values.get("wp:post_type") == "attachment":
        src = item.values.get("wp:attachment_url") or item.values.get("guid", "")
        alt = one_line(item.meta.get("_wp_attachment_image_alt", ""))
        caption = item.values.get("excerpt:encoded", "").strip()
        site.media.add(number, Media(src, alt, caption), post=item.values.get("wp:post_parent", "0"))
    elif item.values.get("wp:status") == "publish":
        site.blocks[number] = item.values.get("content:encoded", "")


# ---------------------------------------------------------------- second pass


def _document(item: _Item, site: _Site, names: Names, origin: Origin, *, withheld: str, aside: str) -> Document:
    values = item.values
    number = values.get("wp:post_id", "")
    link = joined(site.link, values.get("link", ""))
    record = names.of(number, values.get("guid", ""), link, values.get("wp:post_name", ""))
    text = values.get("content:encoded", "")
    rendered = render(text, site.media, site.blocks, gallery=lambda: site.media.uploaded_to(number))
    losses = rendered.losses
    losses["comment", ""] += item.comments
    section, tags = _terms(item, site)
    published = local(values.get("wp:post_date", ""), values.get("wp:post_date_gmt", ""))
    modified = local(values.get("wp:post_modified", ""), values.get("wp:post_modified_gmt", ""))
    meta = {
        "title": words_of(values.get("title", "")),
        "dek": dek_of(values.get("excerpt:encoded", "")),
        "byline": _byline(item, site),
        "source": site.title,
        "date": published or _valid(iso(values.get("pubDate", ""))),
        "updated": modified if modified[:10] > published[:10] else "",
        "language": site.language,
        "section": section,
        "tags": tags,
        "url": link or _address(values.get("guid", "")),
        "redirect_from": [path] if (path := path_of(link)) else [],
        "slug": _slug(values.get("wp:post_name", "")),
        "status": "published",
    }
    body = _with_featured(rendered, item, site, losses)
    return document(
        Origin(origin.path, record, item.line),
        meta,
        body,
        markup="html",
        withheld=withheld,
        aside=aside,
        losses=Losses.of(losses),
    )


def _valid(day: str) -> str:
    return "" if day.startswith(("0000", "-")) or "-0001" in day else day


def _address(guid: str) -> str:
    return guid if guid.startswith(("http://", "https://")) else ""


def _slug(raw: str) -> str:
    """The post's name as it stood in its address: other scripts are kept percent-encoded by WordPress."""
    slug = one_line(unquote(raw).rstrip("/").rpartition("/")[2].removesuffix(".html"))
    return slug if _SLUG.fullmatch(slug) else ""


def _terms(item: _Item, site: _Site) -> tuple[str, list[str]]:
    """(section, tags): the primary category or the first is the section; the others are tags."""
    sections = [name for domain, _, name in item.categories if domain in {"", "category"} and name]
    sections = [name for name in dict.fromkeys(sections) if name.casefold() not in _NO_SECTION]
    primary = site.categories_by_id.get(item.meta.get("_yoast_wpseo_primary_category", ""), "")
    section = primary if primary in sections else sections[0] if sections else ""
    tags = [name for domain, _, name in item.categories if domain in {"post_tag", "tag"} and name]
    # exports of version 1.0 give each tag twice, once without its domain
    section = (
        section if section not in tags or len(sections) == 1 else next((s for s in sections if s not in tags), section)
    )
    return section, [name for name in dict.fromkeys((*sections, *tags)) if name != section]


def _byline(item: _Item, site: _Site) -> list[dict[str, str]]:
    """The authors' names as readers saw them; co-authors stand before the account that posted it."""
    authors = [
        site.names_by_login.get(nicename.removeprefix("cap-").lower()) or name
        for domain, nicename, name in item.categories
        if domain == "author"
    ]
    creator = one_line(item.values.get("dc:creator", ""))
    authors = authors or [site.names_by_login.get(creator.lower()) or creator]
    return people(authors)


def _with_featured(rendered: Rendered, item: _Item, site: _Site, losses: Counter[tuple[str, str]]) -> str:
    """The body, below the post's own picture where that does not stand in it already; one that nobody has is counted."""
    number = item.meta.get("_thumbnail_id", "")
    picture = site.media.get(number)
    if picture is None or not picture.src:
        losses["unnamed picture", ""] += bool(number)
        return rendered.html
    stem = picture.src.rpartition("/")[2].rpartition(".")[0]
    # itself or another size of it; a story about the ferry has "ferry" in it, and not ferry.jpg
    if stem and re.search(
        rf"[/\"']{re.escape(stem)}(?:-\d+x\d+|-scaled|-e\d+){{0,2}}\.\w{{3,4}}[\"'?\s]", rendered.html
    ):
        return rendered.html
    return f"{figure(picture)}\n{rendered.html}"


# ---------------------------------------------------------------- notes


def _notes(tally: _Tally, origin: Origin) -> Iterator[Problem]:
    if tally.left_out:
        counts = ", ".join(counted(count, what) for what, count in sorted(tally.left_out.items()))
        message = f"{counted(tally.published, 'published post')} came in; left out: {counts}"
        yield Problem(origin, "note", "wordpress-left-out", message)
