"""Articles whose bodies are lists of parts (Chorus, Tiny News) → rows under the field names that rows have, bodies as HTML. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _html(value: Any) -> str:
    return str(_map(value).get("html") or "")


# ---------------------------------------------------------------- Chorus


def is_chorus(row: Mapping[str, Any]) -> bool:
    return isinstance(_map(row.get("body")).get("components"), list)


def chorus_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of Chorus: all its writers, its body as HTML."""
    writers = [row.get("author"), *(row.get("contributors") or ())]
    names = [str(one[key]) for one in _maps(writers) if (key := _name_key(one))]
    groups = [str(one["name"]) for one in _maps(row.get("communityGroups")) if one.get("name")]
    kept = {key: value for key, value in row.items() if key not in {"author", "body", "createdAt", "uid"}}
    found = {"id": row.get("uid"), "authors": list(dict.fromkeys(names)), "html": components(row["body"])}
    return {**kept, **found, "tags": row.get("tags") or groups, "dek": _html(row.get("dek")) or row.get("dek")}


def _name_key(who: Mapping[str, Any]) -> str:
    return next((key for key in ("fullOrUserName", "fullName", "name") if who.get(key)), "")


def components(body: Mapping[str, Any]) -> str:
    """The HTML of a body that is a list of components; polls and lists of related stories are none of it."""
    return "\n".join(filter(None, map(_component, _maps(body.get("components")))))


def _component(part: Mapping[str, Any]) -> str:
    kind = str(part.get("__typename") or "").removeprefix("EntryBody").lower()
    if kind == "heading":
        level = part.get("level")
        tag = f"h{level}" if level in (2, 3, 4, 5, 6) else "h2"
        return f"<{tag}>{_html(part.get('contents'))}</{tag}>"
    if kind == "list":
        items = "".join(f"<li>{_html(item.get('line'))}</li>" for item in _maps(part.get("items")))
        return f"<ol>{items}</ol>" if part.get("ordered") else f"<ul>{items}</ul>"
    if kind == "html":
        return str(part.get("rawHtml") or "")
    if kind == "embed":
        return str(_map(part.get("embed")).get("embedHtml") or "")
    if kind in {"pullquote", "blockquote"}:
        quoted = [_html(one.get("contents")) for one in _maps(part.get("paragraphs"))] or [_html(part.get("quote"))]
        return f"<blockquote>{''.join(f'<p>{one}</p>' for one in quoted)}</blockquote>"
    if kind == "table":
        return _table(_map(part.get("table")))
    if kind in {"image", "gallery"}:
        return "\n".join(map(_picture, _maps(part.get("images")) or [_map(part.get("image")) or part]))
    text = _html(part.get("contents"))
    return f"<p>{text}</p>" if text and kind not in {"relatedlist", "poll"} else ""


def _table(table: Mapping[str, Any]) -> str:
    head = "".join(f"<th>{escape(str(cell))}</th>" for cell in table.get("columns") or ())
    rows = [row for row in table.get("rows") or () if isinstance(row, list)]
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>" if head or body else ""


def _picture(image: Mapping[str, Any]) -> str:
    src = next((str(image[key]) for key in ("url", "src", "originalUrl", "imageUrl") if image.get(key)), "")
    alt = str(image.get("alt") or image.get("altText") or image.get("imageAlt") or "")
    said = image.get("caption")
    caption = _html(said) if isinstance(said, Mapping) else escape(str(said or ""), quote=False)
    told = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(src)}" alt="{escape(alt)}">{told}</figure>' if src else ""


# ---------------------------------------------------------------- Tiny News


def is_tiny_news(row: Mapping[str, Any]) -> bool:
    return any("headline" in one for one in _maps(row.get("translations")))


def tiny_news_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """An article of Tiny News: its first published translation, its Google-Docs body as HTML."""
    told = _maps(row["translations"])
    shown = next((one for one in told if one.get("published")), told[0])
    writers = [_map(one.get("author")) for one in _maps(row.get("author"))]
    names = [" ".join(str(who[key]) for key in ("first_names", "last_name") if who.get(key)) for who in writers]
    tags = [_map(_map(one.get("tag"))) for one in _maps(row.get("tags"))]
    titles = [next((one.get("title") for one in _maps(tag.get("tag_translations"))), "") for tag in tags]
    category = _map(row.get("category"))
    sections = [one.get("title") for one in _maps(category.get("category_translations"))]
    sections.append(str(category.get("slug") or "").replace("-", " ").capitalize())
    body = "\n".join(filter(None, map(_node, _maps(shown.get("content")))))
    picture = _map(row.get("featured_image"))
    if picture.get("url") and str(picture["url"]) not in body:
        body = f"{_picture(picture)}\n{body}"
    return {
        "id": row.get("id"), "title": shown.get("headline"), "html": body, "slug": row.get("slug"),
        "url": row.get("live_url"), "date": shown.get("first_published_at"), "updated": shown.get("last_published_at"),
        "language": shown.get("locale_code"), "authors": list(filter(None, (*names, shown.get("custom_byline")))),
        "tags": list(filter(None, titles)), "section": category.get("title") or next(filter(None, sections), ""),
        "withheld": "" if shown.get("published", True) else "draft post", "status": "published",
    }  # fmt: skip


def _node(node: Mapping[str, Any]) -> str:
    kind = str(node.get("type") or "").lower()
    if kind in {"image", "mainimage"}:
        return "\n".join(map(_picture, _maps(node.get("children"))))
    if kind == "list":
        items = "".join(f"<li>{_run(item)}</li>" for item in _maps(node.get("items")))
        return f"<ol>{items}</ol>" if str(node.get("listType")).upper() == "NUMBER" else f"<ul>{items}</ul>"
    if kind == "embed":
        return str(node.get("html") or "") or _frame(str(node.get("link") or ""))
    style = str(node.get("style") or "")
    level = style.removeprefix("HEADING_")
    tag = f"h{level}" if style.startswith("HEADING_") and level in {*"23456"} else "h2" if "HEADING" in style else "p"
    inner = _run(node)
    return f"<{tag}>{inner}</{tag}>" if inner.strip() else ""


def _frame(address: str) -> str:
    return f'<iframe src="{escape(address)}"></iframe>' if address else ""


def _run(node: Mapping[str, Any]) -> str:
    made: list[str] = []
    for child in _maps(node.get("children")):
        text = escape(str(child.get("content") or ""), quote=False)
        style = _map(child.get("style"))
        for key, tag in (("bold", "strong"), ("italic", "em"), ("strikethrough", "s")):
            text = f"<{tag}>{text}</{tag}>" if style.get(key) and text.strip() else text
        made.append(f'<a href="{escape(str(child["link"]))}">{text}</a>' if child.get("link") else text)
    return "".join(made)
