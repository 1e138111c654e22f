"""Front matter ⇄ the fields of an Article. Every mistake is a Problem with its line; the rest of the file is still read. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, get_args

from archivegen import yamlplain
from archivegen.content import corrections
from archivegen.content.shapes import FieldError, kind_of, language_of, list_of, one_of, short, text_of
from archivegen.errors import Origin, Problem
from archivegen.model import Article, Evidence, GivenEntity, Inference, Removed, Seed, Shown, Status
from archivegen.yamltext import Flow, FlowMap

KEYS = (
    "id title slug kicker dek byline source credits date updated language section tags entities url redirect_from rights "
    "noindex status facts inferred removed seed"
).split()
ALIASES = {
    "eyebrow": "kicker",
    "overline": "kicker",
    "description": "dek",
    "subtitle": "dek",
    "deck": "dek",
    "summary": "dek",
    "excerpt": "dek",
    "author": "byline",
    "authors": "byline",
    "creator": "byline",
    "publisher": "source",
    "publication": "source",
    "site": "source",
    "published": "date",
    "pubdate": "date",
    "modified": "updated",
    "lastmod": "updated",
    "lang": "language",
    "sections": "section",
    "category": "section",
    "categories": "section",
    "keywords": "tags",
    "canonical": "url",
    "source_url": "url",
    "link": "url",
    "permalink": "url",
    "aliases": "redirect_from",
    "draft": "status",
}
"""Other people's names of the fields (DESIGN's seed front matter)."""

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_STATUSES = get_args(Status)


def read(meta: Mapping[str, Any], lines: Mapping[str, int], origin: Origin) -> tuple[dict[str, Any], list[Problem]]:
    """The keyword arguments of Article that *meta* gives, and what is wrong with it. *lines*: line in the file of each key."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []

    def problem(key: str, code: str, message: str, severity: Any = "error") -> None:
        problems.append(Problem(Origin(origin.path, origin.record, lines.get(key, 1)), severity, code, message))

    for key, raw in meta.items():
        name = key if key in _READERS else ALIASES.get(key.lower(), "")
        if not name:
            near = difflib.get_close_matches(key, KEYS, 1)
            problem(
                key,
                "key-unknown",
                f'"{key}" is no field of an article' + (f"; did you mean {near[0]}?" if near else ""),
                "warning",
            )
            continue
        if raw in ("", None) or (key != name and name in meta):
            continue
        if key.lower() == "draft":
            values["status"] = "draft" if str(raw).lower() in ("true", "yes", "1", "on") else "published"
            continue
        try:
            values[name] = _READERS[name](raw)
        except FieldError as error:
            problem(key, error.code, str(error))
            if error.kept is not None:
                values[name] = error.kept
            if name == "status":  # nothing is published by a slip of the pen
                values[name] = "draft"
            elif name == "rights":
                values[name] = "record"
            elif name == "noindex":
                values[name] = True
    return values, problems


def iso_date(raw: Any) -> str:
    """*raw* as "YYYY-MM-DD", or with a time "YYYY-MM-DDTHH:MM:SS+00:00". Raises FieldError."""
    text = text_of(raw)
    if _ISO_DAY.match(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    else:
        try:
            moment = datetime.fromisoformat(text)
            return (
                moment.isoformat(timespec="seconds")
                if moment.tzinfo
                else moment.isoformat(timespec="seconds") + "+00:00"
            )
        except ValueError:
            pass
    raise FieldError("date-unreadable", f'"{short(text)}" is not a date; write YYYY-MM-DD')


def _first(raw: Any) -> str:
    found = list_of(raw)
    return found[0] if found else ""


def _entities(raw: Any) -> tuple[GivenEntity, ...]:
    found: list[GivenEntity] = []
    for item in raw if isinstance(raw, list) else [raw]:
        if not isinstance(item, dict) or not item.get("name"):
            raise FieldError(
                "entity-shape", f'"{short(str(item))}" is no entity; write {{name: Jane Doe, kind: person}}'
            )
        found.append(GivenEntity(text_of(item["name"]), kind_of(item.get("kind", ""))))  # type: ignore[arg-type]
    return tuple(found)


_LIST = "\nentities:\n"
_LISTED = re.compile(r"(?:- \{.*\}\n)++(?![ -])")


def listed(front: str) -> tuple[str, tuple[GivenEntity, ...]] | None:
    """The front matter *front* without its list of entities, and these; None where they do not stand one a line, as programs
    write them. Most lines of most files are this list."""
    start = front.find(_LIST)
    lines = _LISTED.match(front, start + len(_LIST)) if start >= 0 else None
    if lines is None:
        return None
    try:
        return front[: start + 1] + front[lines.end() :], tuple(map(_listed, lines[0][:-1].split("\n")))
    except FieldError:
        return None


@lru_cache(maxsize=8192)
def _listed(line: str) -> GivenEntity:
    """Kept, since those who are in the news are named by one file after another."""
    raw = yamlplain.item(line)
    if raw is None:
        raise FieldError("entity-shape", "not in one plain line")
    return _entities(raw)[0]


_LEVELS = get_args(Shown)


def _rights(raw: Any) -> str:
    """One of the levels, or words about rights ("CC BY 4.0"); a level that is misspelt is not taken for words."""
    text = text_of(raw)
    if text.lower() in _LEVELS:
        return text.lower()
    if " " not in text and difflib.get_close_matches(text.lower(), _LEVELS, 1, cutoff=0.75):
        return one_of(_LEVELS, "rights-unknown")(text)
    return text


def _flag(raw: Any) -> bool:
    text = text_of(raw).lower()
    if text in _SWITCHES:
        return _SWITCHES[text]
    raise FieldError("field-shape", f'"{short(text)}" is neither true nor false')


_SWITCHES = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def _number(raw: Any) -> float:
    try:
        return float(raw)
    except (TypeError, ValueError):
        return 0.0


def _line(raw: Any) -> int:
    return int(raw) if str(raw).isdigit() else 0


def _inferred(raw: Any) -> dict[str, Inference]:
    if not isinstance(raw, dict):
        raise FieldError("field-shape", "inferred is a mapping of fields; it is written by the program")
    return {
        str(field): Inference(
            value=tuple(map(str, item["value"])) if isinstance(item.get("value"), list) else str(item.get("value", "")),
            basis=str(item.get("basis", "")),
            confidence=_number(item.get("confidence")),
            evidence=tuple(
                Evidence(_line(e.get("line")), str(e.get("words", "")))
                for e in item.get("evidence") or ()
                if isinstance(e, dict)
            ),
            interval=str(item.get("interval", "")),
        )
        for field, item in raw.items()
        if isinstance(item, dict)
    }


def _removed(raw: Any) -> tuple[Removed, ...]:
    items = raw if isinstance(raw, list) else []
    return tuple(
        Removed(str(item.get("text", "")), _line(item.get("line")), str(item.get("reason", "")))
        for item in items
        if isinstance(item, dict)
    )


def _seed(raw: Any) -> Seed:
    if not isinstance(raw, dict):
        raise FieldError("field-shape", "seed is written by the program: path, sha256, generated")
    return Seed(
        path=str(raw.get("path", "")),
        record=str(raw.get("record", "")),
        line=_line(raw.get("line")) or 1,
        sha256=str(raw.get("sha256", "")),
        given=str(raw.get("given", "")),
        furniture=str(raw.get("furniture", "")),
    )


_READERS: dict[str, Callable[[Any], Any]] = {
    "id": text_of,
    "title": text_of,
    "slug": text_of,
    "kicker": text_of,
    "dek": text_of,
    "byline": list_of,
    "source": text_of,
    "credits": list_of,
    "date": iso_date,
    "updated": iso_date,
    "language": language_of,
    "section": _first,
    "tags": list_of,
    "entities": _entities,
    "url": text_of,
    "redirect_from": list_of,
    "rights": _rights,
    "noindex": _flag,
    "status": one_of(_STATUSES, "status-unknown"),
    "facts": corrections.read,
    "inferred": _inferred,
    "removed": _removed,
    "seed": _seed,
}


def write(article: Article, *, generated: str) -> dict[str, Any]:
    """The front matter of *article*, in the order of KEYS; empty fields are left out. *generated* goes into its seed."""
    values: dict[str, Any] = {}
    for key in KEYS:
        value = getattr(article, key)
        if key == "inferred":
            value = {field: _inference(article, field, guess) for field, guess in article.inferred.items()}
        elif key == "removed":
            value = [FlowMap(line=item.line, reason=item.reason, text=item.text) for item in article.removed]
        elif key == "facts":
            value = corrections.write(article.facts)
        elif key == "entities":
            value = [FlowMap(name=item.name, kind=item.kind) for item in article.entities]
        elif key == "seed" and article.seed is not None:
            value = _seed_values(article.seed, generated)
        elif isinstance(value, tuple):
            value = Flow(value)
        if value:
            values[key] = value
    return values


def _inference(article: Article, field: str, guess: Inference) -> dict[str, Any]:
    values: dict[str, Any] = {"value": Flow(guess.value) if isinstance(guess.value, (tuple, list)) else guess.value}
    if guess.interval:
        values["interval"] = guess.interval
    values["basis"] = guess.basis
    if field == "title" and article.title_basis == "supplied":
        values["supplied"] = True
    values["confidence"] = guess.confidence
    if guess.evidence:
        values["evidence"] = [FlowMap(line=item.line, words=item.words) for item in guess.evidence]
    return values


def _seed_values(seed: Seed, generated: str) -> dict[str, Any]:
    values: dict[str, Any] = {"path": seed.path}
    if seed.record:
        values["record"] = seed.record
    if seed.line != 1:
        values["line"] = seed.line
    values["sha256"] = seed.sha256
    values |= {"given": seed.given} if seed.given else {}
    values |= {"furniture": seed.furniture} if seed.furniture else {}
    return {**values, "generated": generated}
