"""JSON exports of content systems (Ghost, WordPress's API, Blogger, Chorus …) → rows under the field names that rows have. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from archivegen.read.ghost import is_ghost, rows_of_ghost
from archivegen.read.parts import chorus_row, is_chorus, is_tiny_news, tiny_news_row
from archivegen.read.records import ASIDE, PAGE_ASIDE, local, words_of
from archivegen.read.wordpress_body import Media, figure

_LISTS = "posts articles items stories entries results documents docs rows records data news".split()
"""Under which keys an envelope holds its rows."""


def rows_of(value: Any) -> list[Any]:
    """The rows of *value*: a list, the list inside an envelope, or the one row that it is."""
    if isinstance(value, list):
        return [row_of(one) for one in value]
    if not isinstance(value, Mapping):
        return []
    if is_ghost(value):
        return [*rows_of_ghost(value)]
    for key in _LISTS:
        inner = value.get(key)
        if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
            return [row_of(one) for one in inner]
        if isinstance(inner, Mapping) and any(isinstance(inner.get(k), list) for k in _LISTS):
            return rows_of(inner)
    return [row_of(value)]


def row_of(one: Any) -> Any:
    """*one* under names that rows have, where it is of a system that is known; else as it is."""
    if not isinstance(one, Mapping):
        return one
    if "date_gmt" in one and isinstance(one.get("content"), Mapping):
        return _wordpress(one)
    if is_chorus(one):
        return chorus_row(one)
    if is_tiny_news(one):
        return tiny_news_row(one)
    if one.get("status") in {"draft", "scheduled", "sent"}:
        return {**one, "status": "draft"}
    if "attributes" in one and isinstance(one["attributes"], Mapping):  # JSON:API
        return {"id": one.get("id"), **one["attributes"]}
    if isinstance(one.get("author"), Mapping):
        return {**one, "author": _person(one["author"])}
    if isinstance(one.get("authors"), list):
        return {**one, "authors": [_person(who) for who in one["authors"]]}
    return one


def _person(who: Any) -> Any:
    if not isinstance(who, Mapping):
        return who
    named = ("name", "displayName", "display_name", "fullOrUserName", "full_name")
    whole = " ".join(str(who[key]) for key in ("first_name", "last_name") if who.get(key))
    return {"name": next((str(who[key]) for key in named if who.get(key)), whole)}


def _wordpress(post: Mapping[str, Any]) -> dict[str, Any]:
    """A post of WordPress's API; names of authors and terms are there where it was asked to embed them."""
    found = post.get("_embedded")
    embedded: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    terms = [
        term
        for group in embedded.get("wp:term", ())
        if isinstance(group, list)
        for term in group
        if isinstance(term, Mapping)
    ]
    return {
        "id": post.get("id"), "title": _rendered(post.get("title")), "html": _with_featured(post, embedded),
        "excerpt": words_of(_rendered(post.get("excerpt"))), "url": post.get("link"), "slug": post.get("slug"),
        "date": local(str(post.get("date", "")), str(post.get("date_gmt", ""))),
        "updated": local(str(post.get("modified", "")), str(post.get("modified_gmt", ""))),
        "authors": [_person(who) for who in embedded.get("author", ())],
        "section": next((term.get("name") for term in terms if term.get("taxonomy") == "category"), None),
        "tags": [term.get("name") for term in terms if term.get("taxonomy") == "post_tag"],
        "status": "published", "withheld": _withheld(post),
        ASIDE: PAGE_ASIDE if post.get("type") == "page" else "",
    }  # fmt: skip


def _withheld(post: Mapping[str, Any]) -> str:
    """Why WordPress does not show *post* to everybody; "" where it does."""
    status = str(post.get("status") or "publish")
    if status != "publish":
        return f"{status} post"
    content = post["content"]
    return "post with a password" if content.get("protected") is True else ""


def _with_featured(post: Mapping[str, Any], embedded: Mapping[str, Any]) -> str:
    """The body, below the post's own picture where that does not stand in it already (in whichever size)."""
    body = _rendered(post.get("content"))
    found = embedded.get("wp:featuredmedia")
    media = next((one for one in found if isinstance(one, Mapping)), None) if isinstance(found, list) else None
    src = str((media or {}).get("source_url") or post.get("jetpack_featured_media_url") or "")
    stem = src.rpartition("/")[2].rpartition(".")[0]
    if not stem or stem in body:
        return body
    caption = words_of(_rendered((media or {}).get("caption")))
    return f"{figure(Media(src, alt=str((media or {}).get('alt_text') or ''), caption=escape(caption, quote=False)))}\n{body}"


def _rendered(value: Any) -> str:
    return str(value.get("rendered") or "") if isinstance(value, Mapping) else str(value or "")
