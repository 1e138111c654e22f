"""JSON-LD of a page → the record of its article. Pure; bad JSON says nothing and stops nothing."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

ARTICLES = frozenset(
    (
        "Article NewsArticle BlogPosting AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle "
        "OpinionNewsArticle ReportageNewsArticle ReviewNewsArticle AdvertiserContentArticle SatiricalArticle "
        "ScholarlyArticle TechArticle LiveBlogPosting Report Review Recipe SocialMediaPosting "
        "DiscussionForumPosting MedicalScholarlyArticle"
    ).split()
)
_PAGES = frozenset(("WebPage", "ItemPage", "MedicalWebPage", "AboutPage"))
_LARGEST = 3_000_000
_MOST = 3000
"""Nodes that are looked at."""
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_PARAGRAPHS = re.compile(r"\n+|</(?:p|div|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)


class Author(msgspec.Struct, frozen=True):
    name: str
    is_person: bool = True


class Post(msgspec.Struct, frozen=True):
    """An entry of a live blog."""

    title: str = ""
    body: str = ""
    """With its line ends."""
    date: str = ""
    author: str = ""
    url: str = ""


class Record(msgspec.Struct, frozen=True):
    """What JSON-LD says of the page's article."""

    kind: str = ""
    title: str = ""
    dek: str = ""
    body: str = ""
    date: str = ""
    updated: str = ""
    authors: tuple[Author, ...] = ()
    source: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    is_free: bool = True
    line: int = 0
    is_live: bool = False
    """The page is a live blog."""
    posts: tuple[Post, ...] = ()
    """Its entries, in the order given."""


def record_of(scripts: Sequence[tuple[str, int]], *, url: str = "", title: str = "") -> Record | None:
    """The record of the page's article among its JSON-LD *scripts* (text, line); None where there is none.

    Of several articles it is the one whose address is *url* or whose headline stands in *title*, else the first.
    """
    nodes = [(node, line) for text, line in scripts for node in _nodes(_loaded(text))][:_MOST]
    by_id: dict[str, dict[str, Any]] = {}
    for node, _ in nodes:
        key = node.get("@id")
        if isinstance(key, str) and len(node) > 1 and len(node) > len(by_id.get(key, ())):
            by_id[key] = node
    found = [
        (node, line)
        for node, line in nodes
        if _kinds(node) & ARTICLES and (node.get("headline") or node.get("name") or node.get("datePublished"))
    ]
    if not found:
        found = [(node, line) for node, line in nodes if _kinds(node) & _PAGES and node.get("datePublished")]
    if not found:
        return None
    node, line = max(found, key=lambda each: _fit(each[0], url, title))
    made = _record(node, line, by_id)
    live = next((each for each, _ in found if "LiveBlogPosting" in _kinds(each)), None)
    if live is None:
        return made
    return msgspec.structs.replace(made, is_live=True, posts=tuple(_posts(live, by_id)))


def parsely_record(text: str, line: int) -> Record | None:
    """The record in *text*, the JSON of a "parsely-page" meta; None where it holds none."""
    node = _loaded(text) if text else None
    if not isinstance(node, dict):
        return None
    authors = node.get("authors") or node.get("author")
    return Record(
        title=text_of(node.get("title")),
        date=text_of(node.get("pub_date")),
        authors=tuple(_authors(authors, {})),
        section=text_of(node.get("section")),
        tags=tuple(_tags(node.get("tags") or ())),
        url=_address({"url": node.get("link")}),
        line=line,
    )


def _fit(node: Mapping[str, Any], url: str, title: str) -> tuple[int, int]:
    """How well *node* fits the page; max() keeps the first of equals."""
    address = _address(node)
    is_here = bool(url) and bool(address) and _bare(address) == _bare(url)
    headline = text_of(node.get("headline")).casefold()
    is_titled = (
        bool(headline)
        and len(headline) > 8
        and (headline[:40] in title.casefold() or title.casefold()[:40] in headline)
    )
    return int(is_here) + int(is_titled), int("datePublished" in node) + int("headline" in node) + int("author" in node)


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.|amp\.)?", "", url.split("#", 1)[0].split("?", 1)[0]).rstrip("/")


def _address(node: Mapping[str, Any]) -> str:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.startswith("http"):
            return value.partition("#")[0]
    return ""


def _record(node: Mapping[str, Any], line: int, by_id: Mapping[str, Mapping[str, Any]]) -> Record:
    publisher = _resolved(node.get("publisher") or node.get("sourceOrganization"), by_id)
    free = node.get("isAccessibleForFree")
    return Record(
        kind=next(iter(sorted(_kinds(node) & (ARTICLES | _PAGES))), ""),
        title=text_of(node.get("headline")) or text_of(node.get("name")),
        dek=text_of(node.get("description")) or text_of(node.get("alternativeHeadline")),
        body=_body(node),
        date=text_of(node.get("datePublished"))
        or text_of(node.get("dateCreated"))
        or text_of(node.get("coverageStartTime")),
        updated=text_of(node.get("dateModified")),
        authors=tuple(_authors(node.get("author") or node.get("creator"), by_id)),
        source=_name(publisher),
        section=_section(node.get("articleSection")),
        tags=tuple(_tags(node.get("keywords"))),
        url=_address(node),
        language=text_of(node.get("inLanguage")),
        is_free=str(free).lower() not in ("false", "no", "0"),
        line=line,
    )


def _body(node: Mapping[str, Any]) -> str:
    body = node.get("articleBody") or node.get("text") or ""
    if not body and isinstance(node.get("liveBlogUpdate"), list):
        body = " ".join(str(post.get("articleBody") or "") for post in node["liveBlogUpdate"] if isinstance(post, dict))
    return body if isinstance(body, str) else ""


def _posts(node: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[Post]:
    told = node.get("liveBlogUpdate")
    for value in (told if isinstance(told, list) else [told])[:_MOST]:
        post = _resolved(value, by_id)
        if not isinstance(post, dict):
            continue
        body = post.get("articleBody") or post.get("text") or ""
        title = text_of(post.get("headline")) or text_of(post.get("name"))
        paragraphs = (plain(part) for part in _PARAGRAPHS.split(body)) if isinstance(body, str) else ()
        yield Post(
            title=title,
            body="\n".join(filter(None, paragraphs)),
            date=text_of(post.get("datePublished")) or text_of(post.get("dateCreated")),
            author=", ".join(
                dict.fromkeys(each.name for each in _authors(post.get("author"), by_id) if each.is_person)
            ),
            url=str(post.get("url") or post.get("@id") or ""),
        )


def _authors(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[Author]:
    for each in value if isinstance(value, list) else [value]:
        node = _resolved(each, by_id)
        if isinstance(node, str):
            if node and not node.startswith(("http:", "https:", "#", "/")):
                yield Author(text_of(node))
            continue
        names = node.get("name") if isinstance(node, dict) else None
        kinds = _kinds(node) if isinstance(node, dict) else frozenset()
        for name in names if isinstance(names, list) else [names]:
            text = text_of(name)
            if text and not text.startswith(("http:", "https:")):
                yield Author(text, is_person=not kinds & {"Organization", "NewsMediaOrganization", "Corporation"})


def _resolved(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value


def _name(value: Any) -> str:
    if isinstance(value, dict):
        return text_of(value.get("name")) or text_of(value.get("legalName"))
    text = text_of(value)
    return "" if text.startswith("http") else text


def _section(value: Any) -> str:
    found = value if isinstance(value, list) else [value]
    return next((text for each in found if (text := text_of(each)) and len(text) < 60), "")


def _tags(value: Any) -> Iterator[str]:
    parts = value if isinstance(value, list) else text_of(value).split(",")
    for each in parts:
        text = _name(each)
        if text and len(text) <= 80 and ":" not in text:
            yield text


def text_of(value: Any) -> str:
    """*value* as one line of plain text; of a list its first member, of a mapping its value or name."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return ""
    return plain(str(value))


def plain(text: str) -> str:
    """*text* without entities and tags, white space folded."""
    if "&" in text:
        text = html.unescape(text)
        if "&" in text:  # escaped twice
            text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(text.split())


def _kinds(node: Mapping[str, Any]) -> frozenset[str]:
    kind = node.get("@type")
    return frozenset(str(each).rpartition("/")[2] for each in (kind if isinstance(kind, list) else [kind]))


def _loaded(text: str) -> Any:
    if len(text) > _LARGEST:
        return None
    text = _WRAPPING.sub("", _WRAPPING.sub("", text)).strip().rstrip(";")
    for tried in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(tried, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in *value* that has a type or an id, outer ones first."""
    waiting = [value]
    count = 0
    while waiting and count < 4 * _MOST:
        value = waiting.pop(0)
        count += 1
        if isinstance(value, dict):
            if "@type" in value or "@id" in value:
                yield value
            waiting.extend(
                each for key, each in value.items() if isinstance(each, (dict, list)) and key not in _NOT_INTO
            )
        elif isinstance(value, list):
            waiting.extend(each for each in value if isinstance(each, (dict, list)))


_NOT_INTO = frozenset(
    (
        "itemListElement",
        "hasPart",
        "isPartOf",
        "about",
        "mentions",
        "comment",
        "video",
        "image",
        "citation",
        "liveBlogUpdate",
        "relatedLink",
        "review",
        "isBasedOn",
    )
)
