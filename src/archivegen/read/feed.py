"""RSS, RDF, Atom (feedparser) and JSON Feed → a Document for each item. What is ill-formed gives its items all the same, with a warning."""

from __future__ import annotations

import codecs
import io
import re
from calendar import timegm
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.decoding import decode
from archivegen.read.records import (
    Names,
    counted,
    dek_of,
    document,
    is_html,
    iso,
    joined,
    one_line,
    path_of,
    people,
    words_of,
)

MAX_BYTES = 200_000_000
_PLAIN_TYPES = frozenset(("text/plain",))
_BLOGGER_TERMS = re.compile(r"^https?://schemas\.google\.com/")
_SHORT_DEK = 400
"""A summary longer than this is a piece of the story, not a dek."""


def read_feed(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield a Document for each item of the RSS, RDF or Atom feed in *stream*, in its order."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        message = f"the feed is larger than {MAX_BYTES // 1_000_000} MB; split it, or give it as JSON lines"
        yield Problem(origin, "error", "feed-too-large", message)
        return
    data, guessed = _in_utf8(data, origin)
    yield from guessed
    parsed = _parse(data)
    if parsed is None:
        yield Problem(origin, "error", "feed-unreadable", "the feed is damaged beyond reading; get a whole copy")
        return
    channel = parsed.get("feed", {})
    if not str(parsed.get("version", "")).startswith("atom"):  # in RSS, a channel's author is its editor
        channel = {**channel, "authors": (), "author": ""}
    if not parsed.entries:
        yield Problem(
            origin, "warning", "feed-empty", f"no item could be read{_fault(parsed)}; get a whole copy of the feed"
        )
        return
    if parsed.bozo and _is_fault(parsed):
        place = Origin(origin.path, origin.record, _line(parsed))
        message = (
            f"the feed is not well-formed XML{_fault(parsed)}; {counted(len(parsed.entries), 'item')} could be read"
        )
        yield Problem(place, "warning", "feed-broken", message)
    names = Names()
    left_out: Counter[str] = Counter()
    lines = _item_lines(data)
    for number, entry in enumerate(parsed.entries):
        line = lines[number] if len(lines) == len(parsed.entries) else 0
        reason = _no_story(entry)
        if reason:
            left_out[reason] += 1
            continue
        yield _document(entry, channel, names, Origin(origin.path, origin.record, line))
    if left_out:
        counts = ", ".join(counted(count, what) for what, count in sorted(left_out.items()))
        yield Problem(origin, "note", "feed-left-out", f"left out: {counts}")


def _parse(data: bytes) -> Any:
    """What feedparser makes of *data*; None where it gives up."""
    import feedparser  # late: most builds read no feed

    for attempt in (data, _EMPTY_SIZE.sub(b"", data)):
        try:
            # sanitizing is normalize's: what feedparser would take out are the embeds
            return feedparser.parse(io.BytesIO(attempt), sanitize_html=False, resolve_relative_uris=True)
        except Exception:  # feedparser raises whatever a damaged feed makes it stumble over
            continue
    return None


_ENCODING = re.compile(
    rb"^(\s{0,99}<\?xml[^<>]{0,200}?)\s{1,9}encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE
)


def _no_story(entry: Any) -> str:
    """What an entry of a Blogger export is that is no post (its exports hold comments, pages and settings too); "" for a post."""
    terms = [
        str(tag.get("term", "")) for tag in entry.get("tags", ()) if _BLOGGER_TERMS.match(str(tag.get("scheme", "")))
    ]
    kinds = [term.rpartition("#")[2] for term in terms if "#" in term] or [
        str(entry.get("blogger_type") or "post").lower()
    ]
    if "post" not in kinds:
        return kinds[0]
    return "post in the trash" if "TRASH" in str(entry.get("blogger_status") or "") else ""


def _withheld(entry: Any) -> str:
    """Why an entry was never shown; "" where it was. Atom marks drafts so, and so does Blogger."""
    is_draft = str(entry.get("app_draft") or "").lower() == "yes" or "DRAFT" in str(entry.get("blogger_status") or "")
    return "draft post" if is_draft else ""


def _in_utf8(data: bytes, origin: Origin) -> tuple[bytes, tuple[Problem, ...]]:
    """*data* as it is where its encoding is told (or UTF-8); else as UTF-8, with what was guessed."""
    declared = _ENCODING.match(data[:400])
    try:
        codec = codecs.lookup(declared[2].decode() if declared else "utf-8").name
        if codec == "utf-8" or declared is None:
            data.decode("utf-8-sig")
        return data, ()
    except (LookupError, UnicodeDecodeError):
        if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)) or b"\0" in data[:4]:
            return data, ()
    text, problems = decode(data, origin)
    if not text or any(one.code == "encoding-broken" for one in problems):
        return data, ()
    told = tuple(one for one in problems if one.code == "encoding-guessed")
    return (_ENCODING.sub(rb"\1", text.encode(), count=1), told) if told else (data, ())


# feedparser takes the size of a channel's picture for a number, even where it is none
_EMPTY_SIZE = re.compile(rb"<(width|height)>[^<>]{0,200}</(?:width|height)>|<(?:width|height)\s{0,9}/>")


def _is_fault(parsed: Any) -> bool:
    return type(parsed.get("bozo_exception")).__name__ not in {"CharacterEncodingOverride", "NonXMLContentType"}


def _fault(parsed: Any) -> str:
    error = parsed.get("bozo_exception")
    return f" ({one_line(str(error))[:160]})" if error is not None and _is_fault(parsed) else ""


def _line(parsed: Any) -> int:
    get = getattr(parsed.get("bozo_exception"), "getLineNumber", None)
    return int(get() or 0) if get is not None else 0


_ITEM = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]")


def _item_lines(data: bytes) -> list[int]:
    lines: list[int] = []
    at, line = 0, 1
    for found in _ITEM.finditer(data):
        line += data.count(b"\n", at, found.start())
        at = found.start()
        lines.append(line)
    return lines


# ---------------------------------------------------------------- an item


def _document(entry: Any, channel: Any, names: Names, origin: Origin) -> Document:
    body, markup, summary = _body(entry)
    title = words_of(str(entry.get("title", "")))
    link = joined(str(channel.get("link", "")), _link(entry))
    record = names.of(str(entry.get("id", "")), link, title)
    published = _date(entry, "published") or _date(entry, "created")
    updated = _date(entry, "updated") if "updated" in entry else ""
    tags = [
        one_line(str(tag.get("label") or tag.get("term") or "")) for tag in entry.get("tags", ()) if not _is_kind(tag)
    ]
    origin_source = entry.get("source", {})
    meta = {
        "title": title,
        "dek": summary,
        "byline": people(_authors(entry) or _authors(channel)),
        "source": words_of(str(origin_source.get("title") or channel.get("title", ""))),
        "date": published or updated,
        "updated": updated if published and updated[:10] > published[:10] else "",
        "language": str(entry.get("language") or channel.get("language", "")),
        "tags": list(dict.fromkeys(filter(None, tags))),
        "url": link if link.startswith(("http://", "https://")) else "",
        "redirect_from": [path] if (path := path_of(link) or str(entry.get("blogger_filename") or "")) else [],
        "rights": words_of(str(entry.get("rights") or entry.get("license") or "")),
    }
    place = Origin(origin.path, _within(origin, record), origin.line)
    return document(place, meta, body + _media(entry, body), markup=markup, withheld=_withheld(entry))


def _within(origin: Origin, record: str) -> str:
    return f"{origin.record}/{record}" if origin.record else record


def _is_kind(tag: Mapping[str, Any]) -> bool:
    return bool(_BLOGGER_TERMS.match(str(tag.get("scheme", "")))) and not str(tag.get("scheme", "")).endswith("/ns#")


def _link(entry: Any) -> str:
    for found in entry.get("links", ()):
        if found.get("rel") == "alternate" and found.get("href"):
            return str(found["href"])
    link = str(entry.get("link", ""))
    guid = str(entry.get("id", ""))
    return link or (guid if guid.startswith(("http://", "https://")) else "")


def _body(entry: Any) -> tuple[str, Any, str]:
    """(body, its markup, dek): the full content before the summary; a summary beside it is the dek."""
    contents = [part for part in entry.get("content", ()) if str(part.get("value", "")).strip()]
    best = max(contents, key=lambda part: ("html" in str(part.get("type", "")), len(part["value"])), default=None)
    summary = str(entry.get("summary", ""))
    if best is None or (len(summary) > len(best["value"]) and best["value"].strip() in summary):
        return summary, _markup(summary, str(entry.get("summary_detail", {}).get("type", ""))), ""
    text = str(best["value"])
    dek = dek_of(summary) if summary.strip() != text.strip() else ""
    return text, _markup(text, str(best.get("type", ""))), dek if len(dek) <= _SHORT_DEK else ""


def _markup(text: str, kind: str) -> str:
    # feeds say text/html of words without any tag, and text/plain of escaped HTML
    return "html" if is_html(text) or (kind not in _PLAIN_TYPES and "&" in text and ";" in text) else "text"


def _authors(part: Any) -> list[str]:
    several = [one_line(str(one.get("name", ""))) for one in part.get("authors", ())]
    # of one author feedparser keeps the words as they were; its own division cuts long mail addresses
    authors = several if len(several) > 1 else [one_line(str(part.get("author") or (several or [""])[0]))]
    return [name for name in dict.fromkeys(map(_name, authors)) if name]


_MAIL = re.compile(r"(?:mailto:\s?)?[^\s<>():]{1,200}@[^\s<>()]{1,200}")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


def _name(author: str) -> str:
    """The name in "jane@example.org (Jane Roe)"; a mail address alone names nobody."""
    bracketed = _IN_BRACKETS.search(author)
    if bracketed and _MAIL.search(author) and not _MAIL.search(bracketed[1]):
        return bracketed[1].strip()
    return _MAIL.sub("", author).strip(" ()<>,")


def _date(entry: Any, field: str) -> str:
    """The date as the feed wrote it, offset kept; else as feedparser understood it, in UTC."""
    raw = iso(str(entry.get(field, "")))
    try:
        datetime.fromisoformat(raw)
    except ValueError:
        parsed = entry.get(f"{field}_parsed")
        try:
            return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else raw
        except (ValueError, OverflowError, OSError):
            return raw
    return raw


def _media(entry: Any, body: str) -> str:
    """Pictures that stand beside the text (media:content, enclosures), as figures."""
    made: list[str] = []
    for one in (*entry.get("media_content", ()), *entry.get("enclosures", ())):
        address = str(one.get("url") or one.get("href") or "")
        is_picture = "image" in (one.get("medium"), str(one.get("type", ""))[:5])
        if address and is_picture and address not in body and not made:
            made.append(f'\n<figure><img src="{escape(address)}" alt=""></figure>')
    return "".join(made) if is_html(body) else ""


# ---------------------------------------------------------------- JSON Feed


def is_json_feed(value: Any) -> bool:
    return (isinstance(value, dict) and "jsonfeed.org" in str(value.get("version", ""))) or (
        isinstance(value, dict) and isinstance(value.get("items"), list) and "home_page_url" in value
    )


def json_feed(value: Mapping[str, Any], origin: Origin) -> Iterator[Document | Problem]:
    """Yield a Document for each item of a JSON Feed."""
    names = Names()
    for number, item in enumerate(value.get("items") or (), 1):
        if not isinstance(item, dict):
            place = Origin(origin.path, f"{number}", 0)
            yield Problem(place, "error", "item-unreadable", "the item is no object; mend or delete it")
            continue
        address = str(item.get("url") or item.get("external_url") or "")
        link = joined(str(value.get("home_page_url") or ""), address)
        html, text = str(item.get("content_html") or ""), str(item.get("content_text") or "")
        authors = item.get("authors") or item.get("author") or value.get("authors") or value.get("author") or []
        names_of = [str(one.get("name", "")) for one in _listed(authors) if isinstance(one, dict)]
        published = iso(str(item.get("date_published") or ""))
        updated = iso(str(item.get("date_modified") or ""))
        picture = str(item.get("image") or item.get("banner_image") or "")
        if picture and html and picture not in html:
            html = f'<figure><img src="{escape(picture)}" alt=""></figure>\n{html}'
        meta = {
            "title": words_of(str(item.get("title") or "")),
            "dek": words_of(str(item.get("summary") or "")),
            "byline": names_of,
            "source": str(value.get("title") or ""),
            "date": published or updated,
            "updated": updated if published and updated[:10] > published[:10] else "",
            "language": str(item.get("language") or value.get("language") or ""),
            "tags": [str(tag) for tag in _listed(item.get("tags") or [])],
            "url": link,
            "redirect_from": [path] if (path := path_of(link)) else [],
        }
        record = names.of(str(item.get("id") or ""), link, str(meta["title"]))
        yield document(Origin(origin.path, record), meta, html or text, markup="html" if html else "text")


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]
