"""What all containers share: the name of a record, its digest, and the Document made of it. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b, sha256
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import Document, Losses, Markup
from archivegen.read.decoding import clean

_LONGEST_NAME = 70
"""Longer names are cut and told apart by a digest: file names and addresses are made of them."""
NOTHING_LOST = Losses()
PAGE_ASIDE = "a page of the old site, not a story"
"""Why a page of a content system (About, Contact) is set aside."""
ASIDE = "#aside"
"""The field in which a row of a content system says why it is no story; no field of a person's is called so."""
_SCHEME = re.compile(r"^(?:https?:)?//(?:www\.)?", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,2000})?/?>")
_BLOCK_TAG = frozenset("p br div h1 h2 h3 h4 ul ol li blockquote figure img table section article iframe pre".split())
_INLINE_TAG = frozenset(
    "a abbr b bdi big br cite code del em font i img ins kbd mark q s small span strike strong sub sup u".split()
)


class Seen:
    """Which names were seen, in 7 bytes a name: what is held for each record of a file of any size must be small.

    Names are told apart by 64 bits of their digests.
    """

    def __init__(self) -> None:
        self._tails: dict[bytes, bytearray] = {}

    def add(self, name: str) -> bool:
        """Remember *name*. Whether it is new."""
        head, tail = _digest(name)
        tails = self._tails.setdefault(head, bytearray())
        if _stands_in(tail, tails):
            return False
        tails += tail
        return True

    def __contains__(self, name: object) -> bool:
        head, tail = _digest(str(name))
        return _stands_in(tail, self._tails.get(head, b""))


def _digest(name: str) -> tuple[bytes, bytes]:
    digest = blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
    return digest[:2], digest[2:]


def _stands_in(tail: bytes, tails: bytes | bytearray) -> bool:
    at = tails.find(tail)
    while at >= 0 and at % len(tail):
        at = tails.find(tail, at + 1)
    return at >= 0


class Names:
    """Gives each record of a file a name of its own: the second of a name gets "~2"."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._count: dict[str, int] = {}
        """Of the names that were given more than once."""
        self._records = 0

    def of(self, *candidates: str) -> str:
        """The name made of the first of *candidates* that is not empty; the record's number where all are."""
        self._records += 1
        name = next((short for raw in candidates if (short := name_of(raw))), "") or f"record-{self._records}"
        if self._seen.add(name):
            return name
        self._count[name] = number = self._count.get(name, 1) + 1
        return f"{name}~{number}"


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
    withheld: str = "",
    aside: str = "",
    losses: Losses = NOTHING_LOST,
    problems: tuple[Problem, ...] = (),
) -> Document:
    """The Document of one record; its digest is that of its values, so that only a change of its own changes it.

    What is *withheld* is a draft, whatever *meta* says of it; what is set *aside* is not published by *meta* either. What is not
    shown loses nothing.
    """
    if withheld:
        meta = {**meta, "status": "draft"}
    elif aside:
        meta = {key: value for key, value in meta.items() if key != "status"}
    kept = {key: value for key, raw in meta.items() if (value := _kept(raw)) not in ("", [], {}, None)}
    text = clean(body)[0].strip("\n")
    return Document(
        origin=origin,
        meta=kept,
        body=text,
        body_line=origin.line or 1,
        markup=markup if text else "text",
        sha256=sha256(msgspec.json.encode([kept, text, markup], order="sorted")).hexdigest(),
        withheld=withheld,
        aside=aside,
        losses=() if withheld or aside else losses.counts,
        problems=problems,
    )


def whole(found: Document | Problem, origin: Origin) -> Document | Problem:
    """*found*, which is all that its file holds and needs no name inside it."""
    return msgspec.structs.replace(found, origin=Origin(origin.path, origin.record, found.origin.line))


def told_more(found: Document, meta: Mapping[str, Any]) -> Document:
    """*found* with what stands elsewhere of it, which its digest tells too; `withheld` there is its own."""
    withheld = str(meta.get("withheld") or found.withheld)
    whole = {**found.meta, **{key: value for key, value in meta.items() if key != "withheld"}}
    whole |= {"status": "draft"} if withheld else {}
    sha = sha256(msgspec.json.encode([found.sha256, whole], order="sorted")).hexdigest()
    return msgspec.structs.replace(found, meta=whole, sha256=sha, withheld=withheld)


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
    """What stands in the <body> of *markup* (in NITF: in its <body.content>), where that is a whole page."""
    start = _CONTENT.search(markup) or _BODY.search(markup)
    if start is None:
        return markup
    end = markup.rfind(f"</{start[1]}", start.end())
    return markup[start.end() : end if end >= 0 else len(markup)].strip()


_BODY = re.compile(r"<(body)(?:\s[^<>]{0,2000})?>", re.IGNORECASE)
_CONTENT = re.compile(r"<(body\.content)(?:\s[^<>]{0,2000})?>", re.IGNORECASE)


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
        from email.utils import parsedate_to_datetime  # late: it brings sockets and character sets along

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
