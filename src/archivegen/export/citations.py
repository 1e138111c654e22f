"""An article as a reference: BibTeX, RIS and CSL-JSON. What is not known is left out, never invented. Pure.

What was inferred or supplied says so in a note, so that a bibliography does not pass it on as printed.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from archivegen import slugs, urls
from archivegen.model import Card

_TEX_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_NOT_IN_KEY = re.compile(r"[^a-z0-9-]+")
_CAPITALS = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z]|\w*[a-z]\w*[A-Z])\w+")


def bibtex(card: Card, *, archive: str, base_url: str) -> str:
    """A @misc or @article entry (biblatex fields `date` and `urldate` beside BibTeX's), ending with a blank line."""
    fields = {
        "author": " and ".join(_braced(name) for name in card.byline),
        "title": _title(card.title) if card.title else "",
        "journal": _tex(card.source),
        "date": card.day,
        "year": card.day[:4],
        "month": card.day[5:7].lstrip("0"),
        "howpublished": "" if card.source else _tex(archive),
        "url": _address(card, base_url),
        "langid": card.language,
        "keywords": ", ".join(_tex(tag) for tag in card.tags),
        "note": _tex(_note(card, archive)),
    }
    kind = "article" if card.source else "misc"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key(card)},\n{lines}}}\n\n"


def ris(card: Card, *, archive: str, base_url: str) -> str:
    """A NEWS record, ending with a blank line. Each value is one line."""
    rows: list[tuple[str, str]] = [("TY", "NEWS"), ("ID", key(card)), ("TI", card.title)]
    rows += [("AU", name) for name in card.byline]
    rows += [
        ("T2", card.source),
        ("PY", card.day[:4]),
        ("DA", card.day.replace("-", "/")),
        ("AB", card.dek),
        ("LA", card.language),
    ]
    rows += [("KW", tag) for tag in card.tags]
    rows += [("UR", _address(card, base_url)), ("DB", archive), ("N1", _note(card, archive))]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in rows if value) + "ER  - \r\n\r\n"


def csl(card: Card, *, archive: str, base_url: str) -> dict[str, Any]:
    """A CSL-JSON item (type article-newspaper). Names are literal: a byline does not say which word is the family's."""
    item: dict[str, Any] = {
        "id": key(card),
        "type": "article-newspaper",
        "title": card.title,
        "author": [{"literal": name} for name in card.byline],
        "container-title": card.source,
        "issued": {"date-parts": [[int(part) for part in card.day.split("-")]]} if card.day else None,
        "abstract": card.dek,
        "language": card.language,
        "keyword": ", ".join(card.tags),
        "archive": archive,
        "URL": _address(card, base_url),
        "note": _note(card, archive),
    }
    return {name: value for name, value in item.items() if value}


def csl_json(card: Card, *, archive: str, base_url: str) -> bytes:
    return msgspec.json.encode(csl(card, archive=archive, base_url=base_url))


def key(card: Card) -> str:
    """The key of the entry: the article's id in the letters that every program takes; as lasting as the id."""
    return _NOT_IN_KEY.sub("-", slugs.slug(card.id.replace("/", "-")).lower()).strip("-") or "article"


def _address(card: Card, base_url: str) -> str:
    if base_url and card.address:
        return urls.absolute(base_url, card.address)
    return card.url if card.url.startswith(("http://", "https://")) else ""


def _note(card: Card, archive: str) -> str:
    told = [
        "headline supplied by the archive" if card.title_basis == "supplied" else "",
        "date inferred from the text" if card.date_basis == "inferred" else "",
        f"first published at {card.url}" if card.url.startswith(("http://", "https://")) and card.address else "",
        f"in: {archive}" if archive and card.source else "",
    ]
    note = "; ".join(filter(None, told))
    return note[:1].upper() + note[1:]


def _tex(text: str) -> str:
    return _TEX_SPECIAL.sub(lambda found: _TEX.get(found[0], f"\\{found[0]}"), " ".join(text.split()))


def _braced(name: str) -> str:
    """A name that must not be taken apart: an agency, or one with "and" in it."""
    is_plain = len(name.split()) in (2, 3) and " and " not in f" {name.lower()} " and "," not in name
    return _tex(name) if is_plain else f"{{{_tex(name)}}}"


def _title(title: str) -> str:
    """Words with capitals inside keep them, whatever a style makes of titles."""
    return _CAPITALS.sub(lambda found: f"{{{found[0]}}}", _tex(title))
