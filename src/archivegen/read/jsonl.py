"""Rows with named fields (JSON, JSON lines, CSV, TSV) → a Document for each row. Field names are taken under other people's names too."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import Document, Markup
from archivegen.read.cms import row_of, rows_of
from archivegen.read.decoding import decode
from archivegen.read.feed import is_json_feed, json_feed
from archivegen.read.ninjs import is_ninjs, ninjs
from archivegen.read.parts import components
from archivegen.read.records import ASIDE, Names, dek_of, document, fragment, is_html, iso, path_of, whole, words_of

MAX_JSON_BYTES = 1_000_000_000
MAX_LINE_BYTES = 100_000_000
_SAMPLE_BYTES = 1_000_000
_MARKDOWN_KEYS = ("markdown", "body_markdown", "content_markdown", "md")
_HTML_KEYS = ("html", "content_html", "body_html", "body_xhtml", "articlehtml", "raw_html")
_TEXT_KEYS = (
    "body", "text", "content", "article", "articlebody", "maintext", "main_text", "full_text", "fulltext", "article_text",
    "story", "body_text", "content_text", "article_body", "plain_text", "plaintext", "post_content", "transcript",
)  # fmt: skip
_OURS: Mapping[str, str] = {
    "title": "title", "headline": "title", "heading": "title", "post_title": "title", "article_title": "title",
    "kicker": "kicker", "eyebrow": "kicker", "overline": "kicker",
    "dek": "dek", "deck": "dek", "subtitle": "dek", "standfirst": "dek", "subheadline": "dek", "description": "dek",
    "summary": "dek", "excerpt": "dek", "abstract": "dek", "custom_excerpt": "dek", "lede": "dek", "trail_text": "dek",
    "byline": "byline", "author": "byline", "authors": "byline", "creator": "byline", "author_name": "byline",
    "source": "source", "publisher": "source", "publication": "source", "site": "source", "site_name": "source",
    "outlet": "source", "newspaper": "source", "sitename": "source", "news_outlet": "source", "domain": "source",
    "source_name": "source", "source_domain": "source",
    "date": "date", "published": "date", "pubdate": "date", "datepublished": "date", "date_published": "date",
    "published_at": "date", "publishedat": "date", "published_date": "date", "publish_date": "date", "date_publish": "date",
    "publication_date": "date", "pub_date": "date", "post_date": "date", "published_on": "date", "publishdate": "date",
    "first_published": "date", "firstpublicationdate": "date", "publicationdate": "date", "webpublicationdate": "date",
    "updated": "updated", "modified": "updated", "lastmod": "updated", "datemodified": "updated", "updated_at": "updated",
    "date_modified": "updated", "date_modify": "updated", "last_modified": "updated", "updatedat": "updated",
    "language": "language", "lang": "language", "locale": "language",
    "section": "section", "category": "section", "categories": "section", "sections": "section", "desk": "section",
    "section_name": "section", "sectionname": "section",
    "tags": "tags", "keywords": "tags", "labels": "tags", "topics": "tags",
    "url": "url", "link": "url", "canonical": "url", "canonical_url": "url", "permalink": "url", "source_url": "url",
    "web_url": "url", "weburl": "url", "article_url": "url", "original_url": "url", "uri": "url",
    "slug": "slug", "rights": "rights", "license": "rights", "licence": "rights", "copyright": "rights", "status": "status",
    "redirect_from": "redirect_from", "aliases": "redirect_from", "draft": "draft", "credits": "credits",
}  # fmt: skip
_IDS = ("id", "guid", "uuid", "_id", "article_id", "post_id", "doc_id", "uid")
_PICTURES = ("image", "image_url", "feature_image", "featured_image", "top_image", "lead_image")


Fields = Mapping[str, str]
"""Names of fields in the file → ours, where a site says so."""
NO_FIELDS: Fields = {}


def read_json(stream: BinaryIO, origin: Origin, *, fields: Fields = NO_FIELDS) -> Iterator[Document | Problem]:
    """Yield the stories of a JSON file: a JSON Feed, ninjs, an export of Ghost, WordPress or Blogger, a list of rows, or one row."""
    data = stream.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        message = f"the file is larger than {MAX_JSON_BYTES // 1_000_000} MB; give one row a line (.jsonl)"
        yield Problem(origin, "error", "json-too-large", message)
        return
    text, problems = decode(data, origin)
    del data
    if not text:
        yield problems[0]
        return
    yield from problems
    try:
        value = json.loads(text, strict=False)
    except ValueError as error:
        if _is_lines(text):
            yield from read_lines(iter(text.encode().splitlines(keepends=True)), origin, fields)
            return
        place = Origin(origin.path, origin.record, getattr(error, "lineno", 0))
        yield Problem(place, "error", "json-unreadable", f"is not JSON ({getattr(error, 'msg', error)}); mend it there")
        return
    except RecursionError:
        yield Problem(
            origin, "error", "json-unreadable", "is nested too deeply to be a story; name it in ignore of site.yaml"
        )
        return
    yield from from_value(value, origin, fields)


def _is_lines(text: str) -> bool:
    first, _, rest = text.partition("\n")
    return bool(rest.strip()) and first.lstrip().startswith("{") and first.rstrip().endswith("}")


def from_value(value: Any, origin: Origin, fields: Fields = NO_FIELDS) -> Iterator[Document | Problem]:
    """Yield the stories of JSON's *value*, whichever shape it has."""
    if is_json_feed(value):
        yield from json_feed(value, origin)
        return
    listed = value if isinstance(value, list) else [value]
    if listed and all(is_ninjs(one) for one in listed[:3]):
        found = ninjs(listed, origin)
        yield from found if isinstance(value, list) else (whole(one, origin) for one in found)
        return
    rows = [_named(row, fields) for row in rows_of(value)]
    if not any(_has_story(row) for row in rows[:50] if isinstance(row, Mapping)):
        message = (
            "holds no stories that are known (fields such as title, text, url, date); or name it in ignore of site.yaml"
        )
        yield Problem(origin, "warning", "seed-unknown-kind", message)
        return
    names = Names()
    is_one = isinstance(value, Mapping) and _has_story(_named(value, fields))
    for number, row in enumerate(rows, 1):
        made = row_document(row, names, origin, number=number, line=0)
        yield whole(made, origin) if is_one and len(rows) == 1 else made


def _has_story(row: Mapping[str, Any]) -> bool:
    keys = {_fold(key) for key in row}
    return bool(
        keys & {*_TEXT_KEYS, *_HTML_KEYS, *_MARKDOWN_KEYS} or {"title", "url"} <= {_OURS.get(key) for key in keys}
    )


def read_jsonl(stream: BinaryIO, origin: Origin, *, fields: Fields = NO_FIELDS) -> Iterator[Document | Problem]:
    """Yield a Document for each line of JSON lines; a line that cannot be read is one Problem."""
    yield from read_lines(stream, origin, fields)


def read_lines(
    lines: Iterator[bytes] | BinaryIO, origin: Origin, fields: Fields = NO_FIELDS
) -> Iterator[Document | Problem]:
    names = Names()
    count = 0
    for number, raw in enumerate(lines, 1):
        line = raw.removeprefix(codecs.BOM_UTF8).strip(b" \t\r\n\0\x1e")
        if not line:
            continue
        count += 1
        place = Origin(origin.path, origin.record, number)
        text, problems = decode(line, place)
        try:
            row = json.loads(text, strict=False) if len(line) <= MAX_LINE_BYTES else None
        except (ValueError, RecursionError) as error:
            what = getattr(error, "msg", "nested too deeply")
            yield Problem(place, "error", "row-unreadable", f"the line is not JSON ({what}); mend or delete it")
            continue
        if row is None:
            yield Problem(
                place,
                "error",
                "row-unreadable",
                f"the line is longer than {MAX_LINE_BYTES // 1_000_000} MB or null; split it",
            )
        elif is_ninjs(row):
            yield from ninjs([row], place, names=names)
        else:
            found = row_document(_named(row_of(row), fields), names, origin, number=number, line=number)
            relevant = tuple(p for p in problems if p.code != "encoding-suspect")
            yield (
                msgspec.structs.replace(found, problems=relevant) if isinstance(found, Document) and relevant else found
            )
    if not count:
        yield Problem(origin, "error", "seed-empty", "the file is empty; write a story or delete it")


def _named(row: Any, fields: Fields) -> Any:
    """*row* under the names that the site gives its fields."""
    if not fields or not isinstance(row, Mapping):
        return row
    return {fields.get(str(key), key): value for key, value in row.items()}


# ---------------------------------------------------------------- CSV


def read_csv(stream: BinaryIO, origin: Origin, *, fields: Fields = NO_FIELDS) -> Iterator[Document | Problem]:
    """Yield a Document for each row below the line of field names. Commas, semicolons, tabs or bars between the fields."""
    sample = stream.read(_SAMPLE_BYTES)
    stream.seek(0)
    whole_lines = sample[: sample.rfind(b"\n") + 1] if len(sample) == _SAMPLE_BYTES else sample
    text, problems = decode(whole_lines or sample, origin)
    if not text:
        yield problems[0]
        return
    yield from (problem for problem in problems if problem.code == "encoding-guessed")
    heads: list[str] | None = None
    names = Names()
    number = 0
    for line, row in _cells(stream, _encoding(sample, problems)):
        place = Origin(origin.path, origin.record, line)
        if isinstance(row, csv.Error):
            yield Problem(place, "error", "row-unreadable", f"the row cannot be read ({row}); mend its quotation marks")
        elif heads is None:
            heads = [fields.get(cell.strip(), cell.strip()) for cell in row]
            if not _names_stories(heads):
                found = ", ".join(heads)[:80]
                message = f"names no field that is known ({found}); write title, text, url … there, or name the file in ignore"
                yield Problem(place, "warning", "csv-fields-unknown", message)
                return
        elif len(row) > len(heads):
            message = f"the row has {len(row)} fields, the first line {len(heads)}; put cells that hold a separator in quotation marks"
            yield Problem(place, "error", "row-unreadable", message)
        elif any(cell.strip() for cell in row):
            number += 1
            values = {head: cell for head, cell in zip(heads, row, strict=False) if head}
            yield row_document(values, names, origin, number=number, line=line)


def _cells(stream: BinaryIO, encoding: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """(line on which it begins, cells) of each row; the error in place of one that cannot be read."""
    csv.field_size_limit(MAX_LINE_BYTES)
    lines = (line.replace("\0", "") for line in io.TextIOWrapper(stream, encoding, "replace", newline=""))
    first = next(lines, "").removeprefix("\ufeff")
    offset = 0
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # written by Excel
        first, offset = next(lines, ""), 1
    rows = csv.reader(chain((first,), lines), delimiter=_delimiter(first))
    while True:
        line = rows.line_num + 1 + offset
        try:
            yield line, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error


def _names_stories(heads: list[str]) -> bool:
    fields = {_OURS.get(_fold(head)) for head in heads}
    return bool(fields & {"title", "url", "date"}) or _has_story(dict.fromkeys(heads))


def _encoding(sample: bytes, problems: tuple[Problem, ...]) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return name
    half = len(sample) // 2
    if half > 2 and sample[1::2].count(0) > 0.4 * half:
        return "utf-16-le"
    guessed = next(
        (re.search(r"encoding ([\w-]+)", one.message) for one in problems if one.code == "encoding-guessed"), None
    )
    try:
        return codecs.lookup(guessed[1].lower()).name if guessed else "utf-8"
    except LookupError:
        return "cp1252"


def _delimiter(first: str) -> str:
    """What stands most often between the names of the first line."""
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t|", key=bare.count)


# ---------------------------------------------------------------- a table that is no story


def table(stream: BinaryIO, origin: Origin) -> list[tuple[int, Mapping[str, Any]]]:
    """(line, row) of a small CSV, JSON or JSON lines file, its fields under the names that are understood; [] where it is none."""
    data = stream.read()
    text, _ = decode(data, origin)
    if origin.path.lower().endswith((".csv", ".tsv")):
        first = text.partition("\n")[0]
        reader = csv.DictReader(text.split("\n"), delimiter=_delimiter(first))
        try:
            found: list[tuple[int, Any]] = [(reader.line_num, row) for row in reader]
        except csv.Error:
            return []
    else:
        try:
            value = json.loads(text, strict=False)
            found = [(0, row) for row in (value if isinstance(value, list) else [value])]
        except (ValueError, RecursionError):
            try:
                lines = enumerate(text.split("\n"), 1)
                found = [(number, json.loads(line, strict=False)) for number, line in lines if line.strip()]
            except (ValueError, RecursionError):
                return []
    return [(line, _renamed(row)) for line, row in found if isinstance(row, Mapping)]


def _renamed(row: Mapping[Any, Any]) -> dict[str, Any]:
    """*row* with the names that fields of articles have; what is no such field keeps its own."""
    named: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(key, str) and value is not None:
            field = _OURS.get(_fold(key), key)
            named.setdefault(field, _value(field, value))
    return named


# ---------------------------------------------------------------- a row


def _fold(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_").rsplit(":", 1)[-1]


def row_document(row: Any, names: Names, origin: Origin, *, number: int, line: int) -> Document | Problem:
    """The Document of one row; a Problem where it is no row, or has neither headline nor text."""
    place = Origin(origin.path, origin.record, line)
    if not isinstance(row, Mapping):
        return Problem(
            Origin(origin.path, f"{number}", line),
            "error",
            "row-unreadable",
            "the row has no fields; mend or delete it",
        )
    folded = {_fold(str(key)): value for key, value in reversed(list(row.items()))}
    body, markup, taken = _body(folded)
    meta: dict[str, Any] = {}
    for key, value in folded.items():
        field = _OURS.get(key)
        if field is None or key in taken or value in (None, "", [], {}):
            continue
        if field not in meta or _rank(key) < _rank(meta[field][0]):
            meta[field] = (key, value)
    values = {field: _value(field, value) for field, (_, value) in meta.items()}
    if not body.strip() and not values.get("title"):
        return Problem(place, "warning", "row-empty", "the row has neither a headline nor a text; fill or delete it")
    if not body.strip() and values.get("dek"):
        body = values.pop("dek")
    address = str(values.get("url", ""))
    if "redirect_from" not in values and (path := path_of(address)):
        values["redirect_from"] = [path]
    picture = next((str(folded[key]) for key in _PICTURES if isinstance(folded.get(key), str) and folded[key]), "")
    if picture.startswith("http") and markup == "html" and picture not in body:
        body = f'<figure><img src="{picture.replace(chr(34), "%22")}" alt=""></figure>\n{body}'
    ids = next(
        (str(folded[key]) for key in _IDS if isinstance(folded.get(key), (str, int)) and str(folded[key]).strip()), ""
    )
    record = names.of(ids, address, str(number))
    withheld, aside = str(row.get("withheld") or ""), str(row.get(ASIDE) or "")
    return document(Origin(origin.path, record, line), values, body, markup=markup, withheld=withheld, aside=aside)


_RANKS = {key: rank for rank, key in enumerate(_OURS)}


def _rank(key: str) -> int:
    return _RANKS[key]


def _body(row: Mapping[str, Any]) -> tuple[str, Markup, frozenset[str]]:
    for keys, markup in ((_MARKDOWN_KEYS, "markdown"), (_HTML_KEYS, "html"), (_TEXT_KEYS, "text")):
        for key in keys:
            value = row.get(key)
            if isinstance(value, list) and all(isinstance(part, str) for part in value):
                value = "\n\n".join(value)
            if isinstance(value, Mapping):
                value = (
                    value.get("rendered")
                    or value.get("html")
                    or value.get("text")
                    or value.get("value")
                    or components(value)
                )
            if isinstance(value, str) and value.strip():
                kind: Any = "html" if markup == "text" and is_html(value) else markup
                return fragment(value) if kind == "html" else value, kind, frozenset((key,))
    return "", "text", frozenset()


_NAMED = ("rendered", "name", "displayName", "title", "html", "value")
"""Under which key an object says what it is called."""


def _value(field: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        value = next((value[key] for key in _NAMED if value.get(key)), "")
    if field in {"date", "updated"}:
        return iso(str(value))
    if field in {"tags", "section", "byline"} and isinstance(value, list):
        return [_value("", part) for part in value]
    if field in {"tags", "section", "byline"} and isinstance(value, str) and value[:1] == "[":
        return [part.strip(" '\"") for part in value.strip("[] ").split(",")]  # a list as Python prints it
    if field in {"title", "kicker", "dek"}:
        return dek_of(str(value)) if field == "dek" else words_of(str(value))
    return value if isinstance(value, (list, str)) else str(value)
