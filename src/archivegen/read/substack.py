"""Substack's list of posts (posts.csv) → what it says of each page of the export. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from archivegen.errors import Origin

LIST_NAME = "posts.csv"
_IS_PUBLIC = frozenset(("", "everyone"))


def posts_of(stream: BinaryIO) -> dict[str, dict[str, Any]] | None:
    """Fields by post id ("123.slug"), with why a post is `withheld`; None where *stream* is no list of Substack's."""
    from archivegen.read.jsonl import table  # late: most builds read no tables

    rows = [row for _, row in table(stream, Origin(LIST_NAME)) if row.get("post_id") and "is_published" in row]
    return {str(row["post_id"]): _fields(row) for row in rows} or None


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {key: str(row[key]) for key in ("title", "dek", "date") if row.get(key)}
    name = str(row["post_id"]).partition(".")[2]
    if name:
        fields["redirect_from"] = [f"/p/{name}"]
    reason = _withheld(row)
    return {**fields, "status": "draft", "withheld": reason} if reason else {**fields, "status": "published"}


def _withheld(row: Mapping[str, Any]) -> str:
    if str(row["is_published"]).strip().lower() != "true":
        return "draft post"
    return "" if str(row.get("audience") or "") in _IS_PUBLIC else "post for paying readers"


def of_page(posts: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any] | None:
    """The fields of the page *name* ("posts/123.slug.html"); None where the list does not have it."""
    stem = PurePosixPath(name).stem
    return posts.get(stem) or posts.get(stem.partition(".")[0])
