"""JSON exports of content systems (Ghost, WordPress's API, Blogger, Chorus …) → rows under the field names that rows have. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LISTS = (
    "posts",
    "articles",
    "items",
    "stories",
    "entries",
    "results",
    "documents",
    "docs",
    "rows",
    "records",
    "data",
    "news",
)


def rows_of(value: Any) -> list[Any]:
    """The rows of *value*: a list, the list inside an envelope, or the one row that it is."""
    if isinstance(value, list):
        return [_row(one) for one in value]
    if not isinstance(value, Mapping):
        return []
    if isinstance(value.get("db"), list):
        return _ghost(value)
    for key in _LISTS:
        inner = value.get(key)
        if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
            return [_row(one) for one in inner]
        if isinstance(inner, Mapping) and any(isinstance(inner.get(k), list) for k in _LISTS):
            return rows_of(inner)
    return [_row(value)]


def _row(one: Any) -> Any:
    if not isinstance(one, Mapping):
        return one
    if "date_gmt" in one and isinstance(one.get("content"), Mapping):
        return _wordpress(one)
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
    from archivegen.read.records import local, words_of

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
        "id": post.get("id"),
        "title": _rendered(post.get("title")),
        "html": _rendered(post.get("content")),
        "excerpt": words_of(_rendered(post.get("excerpt"))),
        "date": local(str(post.get("date", "")), str(post.get("date_gmt", ""))),
        "updated": local(str(post.get("modified", "")), str(post.get("modified_gmt", ""))),
        "url": post.get("link"),
        "slug": post.get("slug"),
        "status": "published" if post.get("status", "publish") == "publish" else "draft",
        "authors": [_person(who) for who in embedded.get("author", ())],
        "section": next((term.get("name") for term in terms if term.get("taxonomy") == "category"), None),
        "tags": [term.get("name") for term in terms if term.get("taxonomy") == "post_tag"],
    }


def _rendered(value: Any) -> str:
    return str(value.get("rendered") or "") if isinstance(value, Mapping) else str(value or "")


def _ghost(value: Mapping[str, Any]) -> list[Any]:
    """The published posts of a Ghost export, with their authors and tags."""
    rows: list[Any] = []
    for database in value["db"]:
        data = database.get("data", {}) if isinstance(database, Mapping) else {}
        users = {one.get("id"): one.get("name") for one in data.get("users", ())}
        tags = {one.get("id"): one.get("name") for one in data.get("tags", ())}
        authors_of = _joined(data.get("posts_authors", ()), "author_id", users)
        tags_of = _joined(data.get("posts_tags", ()), "tag_id", tags)
        site = next((one.get("value") for one in data.get("settings", ()) if one.get("key") == "title"), "")
        for post in data.get("posts", ()):
            if post.get("type", "post") != "post" or post.get("page"):
                continue
            is_public = post.get("status") == "published" and post.get("visibility", "public") == "public"
            rows.append({
                "id": post.get("id"), "title": post.get("title"), "html": post.get("html") or post.get("plaintext"),
                "slug": post.get("slug"), "date": post.get("published_at"), "dek": post.get("custom_excerpt"),
                "url": post.get("canonical_url"), "feature_image": post.get("feature_image"), "source": site,
                "authors": authors_of.get(post.get("id")) or [users.get(post.get("author_id"))],
                "tags": tags_of.get(post.get("id")), "status": "published" if is_public else "draft",
            })  # fmt: skip
    return rows


def _joined(pairs: Any, key: str, names: Mapping[Any, Any]) -> dict[Any, list[str]]:
    joined: dict[Any, list[str]] = {}
    for pair in sorted(pairs, key=lambda one: one.get("sort_order") or 0):
        if names.get(pair.get(key)):
            joined.setdefault(pair.get("post_id"), []).append(str(names[pair[key]]))
    return joined


def components(body: Mapping[str, Any]) -> str:
    """The HTML of a body that is a list of parts (Chorus)."""
    parts = body.get("components")
    found = [part.get("contents") for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []
    return "\n".join(f"<p>{one['html']}</p>" for one in found if isinstance(one, Mapping) and one.get("html"))
