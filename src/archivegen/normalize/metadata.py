"""What a container says of a story, under whatever names, → fields of an Article, with a Problem for each unreadable one. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from archivegen import dates
from archivegen.dates import columns
from archivegen.errors import Origin, Problem
from archivegen.model import Document, EntityKind, GivenEntity
from archivegen.normalize import slips
from archivegen.normalize.slips import short
from archivegen.urls import safe_href

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "kicker": ("kicker", "eyebrow", "overline"),
    "dek": ("deck", "dek", "subtitle", "description", "summary", "excerpt"),
    "byline": ("byline", "author", "authors", "creator"),
    "source": ("source", "publisher", "publication", "site"),
    "credits": ("credits", "agencies"),
    "date": ("date", "published", "pubdate", "datepublished"),
    "updated": ("updated", "modified", "lastmod", "datemodified"),
    "language": ("language", "lang"),
    "section": ("section", "sections", "category", "categories"),
    "tags": ("tags", "keywords"),
    "url": ("url", "canonical", "source_url", "link", "permalink"),
    "redirect_from": ("redirect_from", "aliases"),
    "slug": ("slug",),
    "rights": ("rights", "license", "licence"),
    "noindex": ("noindex",),
}
"""Other people's names of each field, the likeliest first."""
_KNOWN = frozenset((*(name for names in NAMES.values() for name in names), "entities", "status", "draft"))
_IN_ORDER = tuple(sorted(_KNOWN))
_DECISIVE = frozenset(("dek", "deck"))
_LISTS = frozenset(("byline", "credits", "tags", "redirect_from"))
_DATES = frozenset(("date", "updated"))
_EMPTY = frozenset(("", "~", "null", "none"))
_AND = re.compile(r"\s*(?:;|,(?!\s*(?:Jr|Sr|MD|PhD)\b)|\s&\s|\band\b|\bund\b|\bet\b)\s*")
_BY = re.compile(r"^(?:by|von|par|por|di)\s+", re.IGNORECASE)
_SLUG = re.compile(r"[^./\\\s%?#&<>\"'][^/\\\s%?#&<>\"']{0,199}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_TRUE = frozenset(("true", "yes", "1", "on"))
_KINDS: Mapping[str, EntityKind] = {
    "person": "person", "organization": "organization", "organisation": "organization", "place": "place", "work": "work"
}  # fmt: skip


def fields_of(document: Document, *, language: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Fields of Article by name, as far as *document*'s container gives them, and what could not be read."""
    folded = {_fold(key): key for key in reversed(list(document.meta))}
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field, names in NAMES.items():
        for name in names:
            key = folded.get(name)
            if key is None:
                continue
            if _is_empty(document.meta[key]) or (field in _DATES and _is_switch(document.meta[key])):
                if name in _DECISIVE:  # given as empty: there is none, whatever a summary for lists may say
                    break
                continue
            try:
                values[field] = _value(field, document.meta[key], language)
            except slips.ShapeError as error:
                problems += _slip(document, key, error)
                continue
            except ValueError as error:
                problems.append(_problem(document, key, field, error))
                continue
            break
    status = _status(document, folded)
    if status:
        values["status"] = status
    entities, slipped = _entities(document, folded.get("entities", ""))
    if entities:
        values["entities"] = entities
    misspelled = _misspelled(document, folded) if document.meta_lines else ()
    return values, (*problems, *slipped, *misspelled)


def _misspelled(document: Document, folded: Mapping[str, str]) -> tuple[Problem, ...]:
    """A warning for each key of a person's own head that is nearly one of ours; heads have many keys of others."""
    unknown = ((key, _meant(name)) for name, key in folded.items() if name not in _KNOWN and key in document.meta_lines)
    found = sorted((document.meta_lines[key], key, near) for key, near in unknown if near)
    return tuple(
        _warning(document, key, "key-unknown", f'"{key}" is no field of an article; did you mean {near}?')
        for _, key, near in found
    )


@lru_cache(maxsize=4096)
def _meant(name: str) -> str:
    return slips.meant(name, _IN_ORDER)


def _fold(key: str) -> str:
    folded = key.strip().lower().replace("-", "_").replace(" ", "_")
    return folded.rsplit(":", 1)[-1]  # og:title, dc:creator


def _is_empty(value: Any) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and value.strip().lower() in _EMPTY)


def _is_switch(value: Any) -> bool:
    """Whether *value* turns something on or off: "published: false" hides a page, and is no date."""
    return str(value).strip().lower() in {"true", "false", "yes", "no", "on", "off", "1", "0"}


def _value(field: str, value: Any, language: str) -> Any:
    """*value* as the *field* holds it. Raises ShapeError, and ValueError for words that cannot be read."""
    if field in _LISTS:
        found = _names(value) if field == "byline" else _texts(value)
        if not found and isinstance(value, (dict, list)):
            raise slips.no_words(value, is_list=True)
        return found
    text = _text(value)
    if not text and isinstance(value, (dict, list)):
        raise slips.no_words(value, is_list=False)
    if field in _DATES:
        return _date(text, language)
    if field == "noindex":
        return text.lower() in _TRUE
    if field == "language":
        code = text.replace("_", "-").partition(".")[0]  # en_US.UTF-8
        if not _LANGUAGE.fullmatch(code):
            raise ValueError(f'"{short(text)}" is no language code; write one like en, fr or pt-BR')
        return code
    if field == "url":
        href = safe_href(text)
        if not href:
            raise ValueError(f'"{short(text)}" is not an address that a reader may follow; write http(s)://…')
        return href
    if field == "slug":
        if not _SLUG.fullmatch(text):
            raise ValueError(f'"{short(text)}" is not a slug; write words joined by hyphens')
        return text
    return text


def _date(text: str, language: str) -> str:
    try:
        iso, precision = dates.parse_date(text, language=language)
    except ValueError:
        iso, precision = "", ""
    if precision != "day" and columns.is_ambiguous(text):
        raise ValueError(f'"{short(text)}" is ambiguous: the day or the month may lead; write YYYY-MM-DD')
    if precision != "day":
        raise ValueError(f'"{short(text)}" is not a date; write YYYY-MM-DD')
    return iso


def _text(value: Any) -> str:
    """*value* as one line of text: of a list its first member, of a mapping its name."""
    if isinstance(value, list):
        return next((_text(part) for part in value if not _is_empty(part)), "")
    if isinstance(value, dict):
        named = {_fold(str(key)): part for key, part in value.items()}
        return next((_text(named[k]) for k in ("name", "title", "label", "slug", "value") if named.get(k)), "")
    text = str(value)
    return " ".join((html.unescape(text) if "&" in text else text).split())


def _texts(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(value).split(",") if not isinstance(value, dict) else [value]
    return tuple(dict.fromkeys(text for part in parts if (text := _text(part))))


def _names(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else [value]
    names = [name for part in parts for name in (_AND.split(_text(part)) if isinstance(part, str) else [_text(part)])]
    return tuple(dict.fromkeys(name for part in names if (name := _BY.sub("", part.strip()))))


def _status(document: Document, folded: Mapping[str, str]) -> str:
    if str(document.meta.get(folded.get("draft", ""), "")).lower() in _TRUE:
        return "draft"
    if str(document.meta.get(folded.get("published", ""), "")).lower() == "false":
        return "draft"
    status = str(document.meta.get(folded.get("status", ""), "")).lower()
    if status in {"published", "publish", "public"}:
        return "published"
    if status in {"draft", "set-aside", "withdrawn"}:
        return status
    return "draft" if status in {"private", "pending", "hidden", "future"} else ""


def _entities(document: Document, key: str) -> tuple[tuple[GivenEntity, ...], tuple[Problem, ...]]:
    """Those that *document* gives under *key*, and a problem where some cannot be read."""
    value = document.meta.get(key)
    parts = [part for part in value if _is_entity(part)] if isinstance(value, list) else []
    slipped: tuple[Problem, ...] = ()
    if not _is_empty(value) and not (isinstance(value, list) and len(parts) == len(value)):
        wrong = slips.no_entities(
            [part for part in value if not _is_entity(part)] if isinstance(value, list) else value
        )
        slipped = _slip(document, key, *wrong)
    return tuple(GivenEntity(_text(part["name"]), _KINDS[str(part["kind"]).lower()]) for part in parts), slipped


def _is_entity(part: Any) -> bool:
    return isinstance(part, dict) and str(part.get("kind", "")).lower() in _KINDS and bool(part.get("name"))


def _slip(document: Document, key: str, *wrong: slips.ShapeError) -> tuple[Problem, ...]:
    """A warning of what is *wrong* with the value of *key*, where a person wrote it over the story; programs mean other things."""
    if key not in document.meta_lines or not wrong:
        return ()
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return (_warning(document, key, wrong[0].code, f"{key}: {wrong[0]}{more}"),)


def _warning(document: Document, key: str, code: str, message: str) -> Problem:
    origin = document.origin
    return Problem(Origin(origin.path, origin.record, document.meta_lines[key]), "warning", code, message)


def _problem(document: Document, key: str, field: str, error: ValueError) -> Problem:
    origin = document.origin
    code = "date-unreadable" if field in _DATES else f"{field}-unreadable"
    return Problem(
        Origin(origin.path, origin.record, document.meta_lines.get(key, origin.line)), "error", code, f"{key}: {error}"
    )
