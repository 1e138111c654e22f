"""ninjs 1 to 3 (news in JSON) → a Document for each text; pictures, films and events are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.records import Names, document, fragment, is_html, iso, words_of

_TEXT_TYPES = frozenset(("", "text", "composite"))
_USABLE = frozenset(("", "usable"))


def is_ninjs(value: Any) -> bool:
    """Whether a JSON object is an item of ninjs of any version."""
    if not isinstance(value, Mapping) or not isinstance(value.get("uri"), str):
        return False
    keys = {str(key).lower() for key in value}
    return bool(
        keys
        & {"versioncreated", "pubstatus", "body_xhtml", "bodies", "headlines", "eventdetails", "representationtype"}
    )


def ninjs(items: Sequence[Any], origin: Origin, *, names: Names | None = None) -> Iterator[Document | Problem]:
    """Yield a Document for each text of *items* that may be used."""
    names = names or Names()
    left_out: Counter[str] = Counter()
    for item in items:
        folded = {str(key).lower(): value for key, value in item.items()} if isinstance(item, Mapping) else {}
        kind, status = str(folded.get("type") or "").lower(), str(folded.get("pubstatus") or "").lower()
        if kind not in _TEXT_TYPES or (not kind and "eventdetails" in folded):
            left_out[kind or "event"] += 1
        elif status not in _USABLE:
            left_out[status] += 1
        else:
            found = _document(folded, names, origin)
            if found is None:
                left_out["without a text"] += 1
            else:
                yield found
    if left_out:
        counts = ", ".join(f"{count} {what}" for what, count in sorted(left_out.items()))
        yield Problem(origin, "note", "ninjs-left-out", f"left out: {counts}")


def _document(item: Mapping[str, Any], names: Names, origin: Origin) -> Document | None:
    body = fragment(_text(item, "body", "bodies"))
    dek = words_of(_text(item, "description", "descriptions", html=False))
    if not body:
        body, dek = _text(item, "description", "descriptions"), ""
    title = words_of(_text(item, "headline", "headlines", html=False) or str(item.get("title") or ""))
    if not body and not title:
        return None
    sources = [one.get("name") for one in _listed(item.get("infosources")) if isinstance(one, Mapping)]
    created = [iso(str(item.get(key) or "")) for key in ("firstcreated", "contentcreated", "versioncreated")]
    published = next(filter(None, created), "")
    meta = {
        "title": title,
        "dek": dek if len(dek) < 400 else "",
        "byline": item.get("byline") or item.get("by") or "",
        "source": next(filter(None, sources), None) or item.get("copyrightholder") or "",
        "date": published,
        "updated": created[2] if created[2][:10] > published[:10] else "",
        "language": item.get("language") or "",
        "tags": _names(item, "subject", "subjects"),
        "entities": [{"name": name, "kind": kind} for kind, keys in _KINDS.items() for name in _names(item, *keys)],
        "rights": item.get("copyrightnotice") or item.get("usageterms") or "",
        "url": next(
            (str(one["href"]) for one in _listed(item.get("links")) if isinstance(one, Mapping) and one.get("href")), ""
        ),
    }
    figures = "".join(_figure(one) for one in _associated(item)) if is_html(body) else ""
    markup: Any = "html" if is_html(body) else "text"
    return document(
        Origin(origin.path, names.of(str(item.get("uri") or "")), origin.line), meta, body + figures, markup=markup
    )


_KINDS = {
    "person": ("person", "people"),
    "organization": ("organisation", "organisations"),
    "place": ("place", "places"),
}


def _text(item: Mapping[str, Any], single: str, several: str, *, html: bool = True) -> str:
    """The fullest text under *single* ("body_xhtml") or in the list *several*: HTML before plain text, or the other way."""
    found: list[tuple[bool, str]] = []
    for key, value in item.items():
        if (key == single or key.startswith(f"{single}_")) and isinstance(value, str) and "caption" not in key:
            found.append(("html" in key, value))
    for part in _listed(item.get(several)):
        if not isinstance(part, Mapping) or str(part.get("role", "")).lower() in {"caption", "ticket"}:
            continue
        kind = str(part.get("contenttype") or part.get("contentType") or part.get("role") or "").lower()
        found.append(("html" in kind or is_html(str(part.get("value", ""))), str(part.get("value") or "")))
    found = [pair for pair in found if pair[1].strip()]
    return max(found, key=lambda pair: pair[0] is html)[1] if found else ""


def _names(item: Mapping[str, Any], *keys: str) -> list[str]:
    found = [part for key in keys for part in _listed(item.get(key)) if isinstance(part, Mapping)]
    return list(dict.fromkeys(str(part["name"]) for part in found if part.get("name")))


def _associated(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = item.get("associations")
    parts = list(found.values()) if isinstance(found, Mapping) else _listed(found)
    return [
        {str(k).lower(): v for k, v in part.items()}
        for part in parts
        if isinstance(part, Mapping) and part.get("type") == "picture"
    ]


def _figure(picture: Mapping[str, Any]) -> str:
    renditions = picture.get("renditions")
    sizes = list(renditions.values()) if isinstance(renditions, Mapping) else _listed(renditions)
    href = next((str(one["href"]) for one in sizes if isinstance(one, Mapping) and one.get("href")), "")
    caption = words_of(_text(picture, "description", "descriptions", html=False))
    credit = str(picture.get("byline") or picture.get("by") or "")
    shown = " ".join(filter(None, (caption, f"({credit})" if credit and credit not in caption else "")))
    if not href and not shown:
        return ""
    return f'\n<figure><img src="{escape(href)}" alt=""><figcaption>{escape(shown)}</figcaption></figure>'


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
