"""What all containers share: the name of a record, its digest, and the Document made of it. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from hashlib import blake2b, sha256
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import Document, Markup
from archivegen.read.decoding import clean

_LONGEST_NAME = 70
"""Longer names are cut and told apart by a digest: file names and addresses are made of them."""
_SCHEME = re.compile(r"^(?:https?:)?//(?:www\.)?", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,2000})?/?>")
_BLOCK_TAG = frozenset("p br div h1 h2 h3 h4 ul ol li blockquote figure img table section article iframe pre".split())
_INLINE_TAG = frozenset(
    "a abbr b bdi big br cite code del em font i img ins kbd mark q s small span strike strong sub sup u".split()
)


class Names:
    """Gives each record of a file a name of its own: the second of a name gets "~2"."""

    def __init__(self) -> None:
        self._count: dict[str, int] = {}

    def of(self, *candidates: str) -> str:
        """The name made of the first of *candidates* that is not empty; the record's number where all are."""
        name = next((short for raw in candidates if (short := name_of(raw))), "") or f"record-{len(self._count) + 1}"
        self._count[name] = number = self._count.get(name, 0) + 1
        return name if number == 1 else f"{name}~{number}"


def name_of(raw: str) -> str:
    """*raw* (a guid, an address, a number) as a name that the next export gives again: no scheme, no spaces, not long."""
    text = one_line(_SCHEME.sub("", raw.strip())).rstrip("/").replace(" ", "-").replace("#", "~")
    if len(text) <= _LONGEST_NAME:
        return text
    return f"{text[: _LONGEST_NAME - 9]}~{blake2b(text.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"


def document(
    origin: Origin,
    meta: Mapping[str, Any],
    body: str,
    *,
    markup: Markup,
    problems: tuple[Problem, ...] = (),
) -> Document:
    """The Document of one record; its digest is that of its values, so that only a change of its own changes it."""
    kept = {key: value for key, raw in meta.items() if (value := _kept(raw)) not in ("", [], {}, None)}
    text = clean(body)[0].strip("\n")
    return Document(
        origin=origin,
        meta=kept,
        body=text,
        body_line=origin.line or 1,
        markup=markup if text else "text",
        sha256=sha256(msgspec.json.encode([kept, text, markup], order="sorted")).hexdigest(),
        problems=problems,
    )


def whole(found: Document | Problem, origin: Origin) -> Document | Problem:
    """*found*, which is all that its file holds and needs no name inside it."""
    return msgspec.structs.replace(found, origin=Origin(origin.path, origin.record, found.origin.line))


def told_more(found: Document, meta: Mapping[str, Any]) -> Document:
    """*found* with what stands elsewhere of it, which its digest tells too."""
    whole = {**found.meta, **meta}
    sha = sha256(msgspec.json.encode([found.sha256, whole], order="sorted")).hexdigest()
    return msgspec.structs.replace(found, meta=whole, sha256=sha)


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)[0].strip()
    if isinstance(value, Mapping):
        return {str(key): _kept(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_kept(part) for part in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def one_line(text: str) -> str:
    """*text* cleaned, its white space as single spaces."""
    return " ".join(clean(text)[0].split())


def words_of(markup: str) -> str:
    """A headline that may hold tags ("The <em>Titanic</em>") as plain words; other "<" stay as they are."""
    return one_line(
        _TAG.sub(
            lambda tag: "" if tag[2].lower() in _INLINE_TAG else " " if tag[2].lower() in _BLOCK_TAG else tag[0], markup
        )
    )


def dek_of(markup: str) -> str:
    """A summary as the story's dek; "" where it only is the text's beginning, cut off."""
    words = words_of(html.unescape(markup))
    return "" if words.endswith(("…", "...", "[…]", "[...]", "...]", "…]")) else words


def counted(number: int, noun: str) -> str:
    """ "1 post with a password", "2 posts with a password"."""
    if number == 1:
        return f"1 {noun}"
    first, with_word, rest = noun.partition(" with")
    return f"{number} {first}s{with_word}{rest}"


def fragment(markup: str) -> str:
    """What stands in the <body> of *markup*, where that is a whole page and not the fragment that it was to be."""
    start = _BODY.search(markup)
    if start is None:
        return markup
    end = markup.rfind("</body", start.end())
    return markup[start.end() : end if end >= 0 else len(markup)].strip()


_BODY = re.compile(r"<body(?:\.content)?(?:\s[^<>]{0,2000})?>", re.IGNORECASE)


def people(names: Iterable[str]) -> list[dict[str, str]]:
    """*names* as a byline; accounts that name nobody ("admin", a mail address alone) are left out."""
    kept = (name for name in dict.fromkeys(map(one_line, names)) if name and name.casefold() not in _NOBODY)
    return [{"name": name} for name in kept if "@" not in name]


_NOBODY = frozenset(("admin", "administrator", "root", "webmaster", "wordpress"))


def is_html(text: str) -> bool:
    """Whether *text* has a tag that lays out a text, or links and emphasis that are closed."""
    return any(
        tag[2].lower() in _BLOCK_TAG or (tag[1] and tag[2].lower() in _INLINE_TAG) for tag in _TAG.finditer(text)
    )


def path_of(address: str) -> str:
    """The path of an old address, from which its new page is to be reached; "" where it has none of its own."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_page = parts.scheme in {"http", "https"} and len(parts.path) > 1 and not parts.query
    return unquote(parts.path) if is_page else ""


def joined(base: str, address: str) -> str:
    """*address* as seen from the page *base*; as it is where one of the two is none."""
    try:
        return urljoin(base, address) if address else ""
    except ValueError:
        return address


def iso(raw: str) -> str:
    """A date as containers write it (RFC 822, ISO 8601 with or without separators, seconds since 1970) in ISO form; else *raw*."""
    text = one_line(raw)
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat()
    packed = _PACKED.fullmatch(text)
    if packed:
        day = f"{packed[1]}-{packed[2]}-{packed[3]}"
        return f"{day}T{packed[4]}:{packed[5]}:{packed[6]}{_offset(packed[7])}" if packed[4] else day
    spaced = _SPACED.fullmatch(text)
    if spaced:
        return f"{spaced[1]}T{spaced[2]}{_offset(spaced[3])}"
    if text[:1].isalpha() or (text[:2].strip().isdigit() and text[2:3] in {" ", "-"}):
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return text
        # "-0000" is UTC of which the place is not known
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()
    return text


def _offset(raw: str | None) -> str:
    text = (raw or "").strip()
    if text.upper() in {"Z", "UTC", "GMT"}:
        return "+00:00"
    return f"{text[:3]}:{text[-2:]}" if text else ""


_EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d:?\d\d)?)?")
_SPACED = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.IGNORECASE)


def local(day: str, universal: str) -> str:
    """An instant as its place wrote it, *day*, with the offset that *universal*, the same instant in UTC, shows."""
    try:
        here = datetime.fromisoformat(day)
    except ValueError:
        here = None
    try:
        there = datetime.fromisoformat(universal)
    except ValueError:
        there = None
    if here is None:
        return there.replace(tzinfo=UTC).isoformat() if there else ""
    if there is None:
        return here.isoformat()
    offset = here - there
    if abs(offset) > timedelta(hours=15) or offset.total_seconds() % 60:
        return there.replace(tzinfo=UTC).isoformat()
    return here.replace(tzinfo=timezone(offset)).isoformat()
