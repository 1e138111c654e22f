"""A Ghost export (its JSON file) → rows under the field names that rows have; bodies kept as Lexical or Mobiledoc become HTML. Pure.

Only what Ghost shows to everybody is public: drafts, scheduled and members' posts carry why they are not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from archivegen.read.records import ASIDE, PAGE_ASIDE, words_of
from archivegen.read.wordpress_body import Media, figure

_PLACEHOLDER = "__GHOST_URL__"
"""How an export writes the address of its own site."""
_DEEPEST = 60


def is_ghost(value: Any) -> bool:
    """Whether *value* is what Ghost exports: databases with posts."""
    found = value.get("db") if isinstance(value, Mapping) else None
    return isinstance(found, list) and any(isinstance(one, Mapping) and "data" in one for one in found)


def rows_of_ghost(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The posts of an export, in its order, with their authors and tags; pages say that they are no stories."""
    return [row for database in value["db"] if isinstance(database, Mapping) for row in _rows(database.get("data"))]


def _rows(data: Any) -> Iterator[dict[str, Any]]:
    tables = data if isinstance(data, Mapping) else {}
    users = _by_id(tables, "users", "name")
    tags = _by_id(tables, "tags", "name")
    authors_of = _joined(_table(tables, "posts_authors"), "author_id", users)
    tags_of = _joined(_table(tables, "posts_tags"), "tag_id", tags)
    more_of = {one.get("post_id"): one for one in _table(tables, "posts_meta")}
    site = next((one.get("value") for one in _table(tables, "settings") if one.get("key") == "title"), "")
    for post in _table(tables, "posts"):
        is_page = post.get("type") == "page" or post.get("page") in (1, True, "1")
        if post.get("type", "post") not in ("post", "page"):
            continue
        number = post.get("id")
        more = more_of.get(number, {})
        author = users.get(post.get("author_id"))
        row = {
            "id": number, "title": post.get("title"), "slug": post.get("slug"), "dek": post.get("custom_excerpt"),
            "date": post.get("published_at"), "url": _address(str(post.get("canonical_url") or "")), "source": site,
            "authors": authors_of.get(number) or ([author] if author else []), "status": "published",
            "tags": [name for name in tags_of.get(number, ()) if not name.startswith("#")],
            "language": post.get("locale"), "redirect_from": [f"/{post['slug']}/"] if post.get("slug") else [],
        }  # fmt: skip
        picture = Media(
            _address(str(post.get("feature_image") or "")),
            alt=str(more.get("feature_image_alt") or ""),
            caption=str(more.get("feature_image_caption") or ""),
        )
        body = _body(post)
        whole = f"{figure(picture)}\n{body}" if picture.src and picture.src not in body else body
        yield {
            **row,
            "html": whole,
            "text": "" if whole.strip() else post.get("plaintext"),
            "withheld": _withheld(post),
            ASIDE: PAGE_ASIDE if is_page else "",
        }


def _withheld(post: Mapping[str, Any]) -> str:
    """Why Ghost does not show *post* to everybody; "" where it does."""
    status = str(post.get("status") or "draft")
    if status != "published":
        return f"{status} post"
    visibility = str(post.get("visibility") or "public")
    return "" if visibility == "public" else _READERS.get(visibility, "post for some readers")


_READERS = {"members": "post for members", "paid": "post for paying readers"}


def _table(tables: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = tables.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _by_id(tables: Mapping[str, Any], name: str, key: str) -> dict[Any, str]:
    return {one.get("id"): str(one[key]) for one in _table(tables, name) if one.get(key)}


def _joined(pairs: Sequence[Mapping[str, Any]], key: str, names: Mapping[Any, str]) -> dict[Any, list[str]]:
    joined: dict[Any, list[str]] = {}
    for pair in sorted(pairs, key=lambda one: int(one.get("sort_order") or 0)):
        if pair.get(key) in names:
            joined.setdefault(pair.get("post_id"), []).append(names[pair[key]])
    return joined


def _address(raw: str) -> str:
    return raw.replace(_PLACEHOLDER, "")


# ---------------------------------------------------------------- bodies


def _body(post: Mapping[str, Any]) -> str:
    """The post's HTML: as it was rendered, else made from what its editor keeps."""
    rendered = str(post.get("html") or "")
    if not rendered.strip():
        for key, render in (("lexical", _lexical), ("mobiledoc", _mobiledoc)):
            try:
                kept = json.loads(post.get(key) or "null")
            except (ValueError, TypeError, RecursionError):
                continue
            if isinstance(kept, Mapping):
                rendered = render(kept)
                break
    return _address(rendered).replace("<!--kg-card-begin: html-->", "").replace("<!--kg-card-end: html-->", "")


_LEXICAL_MARKS = ((1, "strong"), (2, "em"), (4, "s"), (16, "code"), (32, "sub"), (64, "sup"))


def _lexical(kept: Mapping[str, Any]) -> str:
    root = kept.get("root")
    return "\n".join(_lexical_node(child, 0) for child in _children(root)) if isinstance(root, Mapping) else ""


def _children(node: Any) -> list[Mapping[str, Any]]:
    found = node.get("children") if isinstance(node, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _lexical_node(node: Mapping[str, Any], depth: int) -> str:
    kind = str(node.get("type") or "").removeprefix("extended-")
    if kind == "text":
        return _marked(node)
    if kind == "linebreak":
        return "<br>"
    if depth > _DEEPEST:
        return ""
    inner = "".join(_lexical_node(child, depth + 1) for child in _children(node))
    if kind in {"link", "autolink"}:
        return f'<a href="{escape(_address(str(node.get("url") or "")))}">{inner}</a>'
    tag = _lexical_tag(kind, node)
    return f"<{tag}>{inner}</{tag}>" if tag else inner or card(kind, node)


def _lexical_tag(kind: str, node: Mapping[str, Any]) -> str:
    if kind == "heading":
        return tag if (tag := str(node.get("tag") or "h2")) in _HEADINGS else "h2"
    if kind == "list":
        return "ol" if node.get("listType") == "number" else "ul"
    return {"paragraph": "p", "quote": "blockquote", "aside": "blockquote", "listitem": "li"}.get(kind, "")


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def _marked(node: Mapping[str, Any]) -> str:
    text = escape(str(node.get("text") or ""), quote=False)
    bits = node.get("format")
    marks = bits if isinstance(bits, int) else 0
    for bit, tag in _LEXICAL_MARKS:
        if marks & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _mobiledoc(kept: Mapping[str, Any]) -> str:
    """Sections of Mobiledoc 0.3: [1, tag, markers], [2, picture], [3, tag, items], [10, card]."""
    made: list[str] = []
    for section in kept.get("sections") or ():
        if not isinstance(section, list) or not section:
            continue
        kind, rest = section[0], section[1:]
        if kind == 1 and len(rest) > 1:
            tag = {"aside": "blockquote", "pull-quote": "blockquote"}.get(str(rest[0]), str(rest[0]))
            made.append(f"<{tag}>{_markers(rest[1], kept)}</{tag}>" if tag.isalnum() else _markers(rest[1], kept))
        elif kind == 2 and rest:
            made.append(figure(Media(_address(str(rest[0])))))
        elif kind == 3 and len(rest) > 1:
            items = "".join(f"<li>{_markers(item, kept)}</li>" for item in rest[1])
            made.append(f"<ol>{items}</ol>" if rest[0] == "ol" else f"<ul>{items}</ul>")
        elif kind == 10 and rest:
            made.append(_mobiledoc_card(rest[0], kept))
    return "\n".join(filter(None, made))


def _mobiledoc_card(number: Any, kept: Mapping[str, Any]) -> str:
    found = _nth(kept.get("cards"), number)
    if not isinstance(found, list) or len(found) < 2 or not isinstance(found[1], Mapping):
        return ""
    return card(str(found[0]).removeprefix("card-"), found[1])


def _nth(table: Any, number: Any) -> Any:
    is_there = isinstance(table, list) and isinstance(number, int) and 0 <= number < len(table)
    return table[number] if is_there else None


def _markers(markers: Any, kept: Mapping[str, Any]) -> str:
    """A run of text: each marker opens some of the markups, says its words, and closes so many of those open."""
    made: list[str] = []
    open_tags: list[str] = []
    for marker in markers if isinstance(markers, list) else ():
        if not isinstance(marker, list) or len(marker) < 4:
            continue
        kind, opened, closed, value = marker[:4]
        for number in opened if isinstance(opened, list) else ():
            markup = _nth(kept.get("markups"), number)
            tag = str(markup[0]) if isinstance(markup, list) and markup else ""
            tag = tag if tag.isalnum() else "span"
            open_tags.append(tag)
            made.append(f'<a href="{escape(_address(_href(markup)))}">' if tag == "a" else f"<{tag}>")
        if kind == 0:
            made.append(escape(str(value), quote=False))
        else:
            atom = _nth(kept.get("atoms"), value)
            made.append("<br>" if isinstance(atom, list) and atom[:1] == ["soft-return"] else "")
        made += [f"</{open_tags.pop()}>" for _ in range(min(closed if isinstance(closed, int) else 0, len(open_tags)))]
    return "".join((*made, *(f"</{tag}>" for tag in reversed(open_tags))))


def _href(markup: Any) -> str:
    pairs = markup[1] if len(markup) > 1 and isinstance(markup[1], list) else []
    return next((str(value) for key, value in zip(pairs[::2], pairs[1::2], strict=False) if key == "href"), "")


# ---------------------------------------------------------------- cards


def card(kind: str, values: Mapping[str, Any]) -> str:
    """The HTML of a card (a picture, a post shown, a call-out …); "" for what asks the reader to sign up or to buy."""

    def told(key: str) -> str:
        return _address(str(values.get(key) or ""))

    if kind == "image":
        return figure(Media(told("src"), told("alt"), told("caption"))) if told("src") else ""
    if kind == "gallery":
        return _gallery(values)
    if kind == "html":
        return told("html")
    if kind == "markdown":
        return _from_markdown(told("markdown"))
    if kind == "embed":
        caption = f"<p>{told('caption')}</p>" if told("caption") else ""
        return (told("html") or f'<iframe src="{escape(told("url"))}"></iframe>') + caption
    if kind in {"bookmark", "file", "video", "audio", "button"}:
        return _linked(values)
    if kind in {"callout", "toggle"}:
        heading = f"<p><strong>{told('heading')}</strong></p>" if told("heading") else ""
        return f"{heading}<blockquote>{told('calloutText') or told('content')}</blockquote>"
    if kind in {"code", "codeblock"}:
        return f"<pre><code>{escape(told('code'), quote=False)}</code></pre>"
    return "<hr>" if kind in {"hr", "horizontalrule"} else ""


def _gallery(values: Mapping[str, Any]) -> str:
    found = values.get("images")
    pictures = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    figures = [
        figure(Media(_address(str(one["src"])), str(one.get("alt") or ""), str(one.get("caption") or "")))
        for one in pictures
        if one.get("src")
    ]
    caption = f"<p>{values['caption']}</p>" if values.get("caption") else ""
    return "\n".join(figures) + caption


def _linked(values: Mapping[str, Any]) -> str:
    """What a card only leads to, as a link."""
    more = values.get("metadata")
    meta: Mapping[str, Any] = more if isinstance(more, Mapping) else {}
    href = next(
        (str(values[key]) for key in ("url", "src", "buttonUrl") if values.get(key)), str(meta.get("url") or "")
    )
    named = (meta.get("title"), *(values.get(key) for key in ("fileTitle", "title", "fileName", "buttonText")), href)
    words = words_of(next((str(name) for name in named if name), ""))
    return f'<p><a href="{escape(_address(href))}">{escape(words, quote=False)}</a></p>' if href else ""


def _from_markdown(text: str) -> str:
    from markdown_it import MarkdownIt  # late: few exports hold Markdown

    if len(text) > 200_000:  # crafted text of such a length could cost minutes
        return f"<pre>{escape(text, quote=False)}</pre>"
    return str(MarkdownIt("commonmark").render(text))
