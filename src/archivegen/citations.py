"""An article as a reference: BibTeX, RIS and CSL-JSON. What is not known is left out, never invented. Pure.

What was inferred or supplied says so in a note, so that a bibliography does not pass it on as printed.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import msgspec

from archivegen import slugs

_TEX_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_NOT_IN_KEY = re.compile(r"[^a-z0-9-]+")
_KEY = re.compile(r"(?=.{1,60}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN_ID = re.compile(r"[a-z0-9/_-]{1,60}")
_CAPITALS = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z]|\w*[a-z]\w*[A-Z])\w+")
_INNER_CAPITAL = re.compile(r"\w[A-Z]")
_RECURRING = 1_000
"""Names of people, sources and tags, which come back from article to article, are made once."""
_encode = msgspec.json.Encoder().encode


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """What a bibliography may know of an article."""

    id: str
    """Of the article."""
    title: str
    byline: tuple[str, ...] = ()
    source: str = ""
    day: str = ""
    """YYYY-MM-DD or ""."""
    dek: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    address: str = ""
    """Where it can be read; absolute."""
    first_published: str = ""
    """Where it stood first, if that is another address; absolute."""
    archive: str = ""
    """What the archive is called."""
    is_supplied: bool = False
    """Whether the headline is."""
    is_inferred: bool = False
    """Whether the date is."""


class _Told(NamedTuple):
    """What every format says, worked out once."""

    key: str
    note: str


def bibtex(one: Reference) -> str:
    """A @misc or @article entry (biblatex fields `date` and `urldate` beside BibTeX's), ending with a blank line."""
    told = _Told(key(one.id), _note(one))
    fields = [(name, value) for name, value in _bibtex_fields(one, told) if value]
    return _bibtex(one, told, [f"  {name} = {{{value}}},\n" for name, value in fields]) + "\n"


def _bibtex(one: Reference, told: _Told, lines: Iterable[str]) -> str:
    kind = "article" if one.source else "misc"
    return f"@{kind}{{{told.key},\n{''.join(lines)}}}\n"


def _bibtex_fields(one: Reference, told: _Told) -> tuple[tuple[str, str], ...]:
    """(name, value or "") of each field."""
    return (
        ("author", " and ".join(map(_braced, one.byline))),
        ("title", _title(one.title) if one.title else ""),
        ("journal", _tex(one.source)),
        ("date", one.day),
        ("year", one.day[:4]),
        ("month", one.day[5:7].lstrip("0")),
        ("howpublished", "" if one.source else _tex(one.archive)),
        ("url", one.address),
        ("langid", one.language),
        ("keywords", ", ".join(map(_tex, one.tags))),
        ("note", _tex(told.note)),
    )


def ris(one: Reference) -> str:
    """A NEWS record, ending with a blank line. Each value is one line."""
    return _ris(one, _Told(key(one.id), _note(one))) + "\r\n"


def _ris(one: Reference, told: _Told) -> str:
    rows = (
        ("TY", "NEWS"),
        ("ID", told.key),
        ("TI", " ".join(one.title.split())),
        *[("AU", _line(name)) for name in one.byline],
        ("T2", _line(one.source)),
        ("PY", one.day[:4]),
        ("DA", one.day.replace("-", "/")),
        ("AB", " ".join(one.dek.split())),
        ("LA", _line(one.language)),
        *[("KW", _line(tag)) for tag in one.tags],
        ("UR", " ".join(one.address.split())),
        ("DB", _line(one.archive)),
        ("N1", _line(told.note)),
    )
    return "".join([f"{tag}  - {value}\r\n" for tag, value in rows if value]) + "ER  - \r\n"


class _Name(msgspec.Struct, gc=False):
    literal: str
    """A byline does not say which word is the family's."""


class _Item(msgspec.Struct, kw_only=True, omit_defaults=True, gc=False):
    """Of CSL-JSON; what is not known is left out as it is written."""

    id: str
    type: str
    title: str = ""
    author: list[_Name] = []
    container_title: str = msgspec.field(name="container-title", default="")
    issued: dict[str, list[list[int]]] | None = None
    abstract: str = ""
    language: str = ""
    keyword: str = ""
    archive: str = ""
    URL: str = ""
    note: str = ""


def _csl(one: Reference, told: _Told) -> _Item:
    return _Item(
        id=told.key,
        type="article-newspaper",
        title=one.title,
        author=[_Name(name) for name in one.byline],
        container_title=one.source,
        issued={"date-parts": [[int(part) for part in one.day.split("-")]]} if one.day else None,
        abstract=one.dek,
        language=one.language,
        keyword=", ".join(one.tags),
        archive=one.archive,
        URL=one.address,
        note=told.note,
    )


def csl_json(one: Reference) -> bytes:
    """A CSL-JSON item."""
    return _encode(_csl(one, _Told(key(one.id), _note(one))))


def downloads(one: Reference) -> tuple[tuple[str, str, str], ...]:
    """(name of the format, ending of the file, data: address to load it from) of each format: no file, no script."""
    told = _Told(key(one.id), _note(one))
    entry = _bibtex(one, told, [f"{name}={{{value}}},\n" for name, value in _bibtex_fields(one, told) if value])
    items = b"[%b]" % _encode(_csl(one, told))
    return (
        ("BibTeX", "bib", _address("application/x-bibtex", entry.encode())),
        ("RIS", "ris", _address("application/x-research-info-systems", _ris(one, told).encode())),
        ("CSL-JSON", "json", _address("application/json", items)),
    )


def _address(media_type: str, data: bytes) -> str:
    """A data: address. In base64, which is shorter than to write %7B and the like, and made in one step."""
    return f"data:{media_type};base64,{b2a_base64(data, newline=False).decode()}"


def key(article_id: str) -> str:
    """The key of the entry: the article's id in the letters that every program takes; as lasting as the id."""
    if _KEY.fullmatch(article_id):
        return article_id
    if _PLAIN_ID.fullmatch(article_id):  # what a slug makes of it, at a fraction of the price
        plain = "-".join(filter(None, _NOT_IN_KEY.sub("-", article_id).split("-")))
        if plain:
            return plain
    return _NOT_IN_KEY.sub("-", slugs.slug(article_id.replace("/", "-")).lower()).strip("-") or "article"


def _note(one: Reference) -> str:
    told = []
    if one.is_supplied:
        told.append("headline supplied by the archive")
    if one.is_inferred:
        told.append("date inferred from the text")
    if one.first_published:
        told.append(f"first published at {one.first_published}")
    if one.archive and one.source:
        told.append(f"in: {one.archive}")
    note = "; ".join(told)
    return note[:1].upper() + note[1:]


@lru_cache(maxsize=_RECURRING)
def _line(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=_RECURRING)
def _tex(text: str) -> str:
    return _tex_of(text)


def _tex_of(text: str) -> str:
    line = " ".join(text.split())
    if _TEX_SPECIAL.search(line) is None:
        return line
    return _TEX_SPECIAL.sub(lambda found: _TEX.get(found[0], f"\\{found[0]}"), line)


@lru_cache(maxsize=_RECURRING)
def _braced(name: str) -> str:
    """A name that must not be taken apart: an agency, or one with "and" in it."""
    is_plain = len(name.split()) in (2, 3) and " and " not in f" {name.lower()} " and "," not in name
    return _tex_of(name) if is_plain else f"{{{_tex_of(name)}}}"


def _title(title: str) -> str:
    """Words with capitals inside keep them, whatever a style makes of titles."""
    line = _tex_of(title)
    return _CAPITALS.sub(lambda found: f"{{{found[0]}}}", line) if _INNER_CAPITAL.search(line) else line
