"""The head of a file, its metadata, as keys and values with their lines; and where the body begins. Pure.

YAML between "---" lines, TOML between "+++" lines, a JSON object, or "Title: …" lines at the top of plain text. Values are kept as written:
text, lists and mappings of text, so that no "no" becomes False and no date loses how it was printed.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from archivegen.errors import Origin, Problem

_MAX_HEAD = 262_144
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_LABEL = re.compile(r"([A-Za-z][A-Za-z _-]{1,18}):[ \t]+(\S.*)")
# What a scraper writes over a text; other words before a colon are running text ("Warning: the bridge is closed").
_LABELS = frozenset(
    "title headline kicker dek deck subtitle description summary byline author authors creator source publisher "
    "publication site date published pubdate updated modified language lang section category tags keywords url "
    "link canonical permalink slug id status draft".split()
)


class FrontMatter(msgspec.Struct, frozen=True):
    """What the head of a file says, and what is left."""

    body: str
    body_line: int = 1
    meta: dict[str, Any] = {}
    lines: dict[str, int] = {}
    problems: tuple[Problem, ...] = ()


def split(text: str, origin: Origin, *, labels: bool) -> FrontMatter:
    """Take the front matter off *text*: fenced, or two or more "Key: value" lines and a blank one.

    *labels*: only keys that scrapers write count as such, since *text* may be any text; else any key does below the first.
    A head that cannot be read is one problem, and the body is read all the same. O(len(text)).
    """
    fence = text[:4].rstrip(" \t\n")
    if fence == "---" and text[3:4] in {"\n", " ", "\t"}:
        return _fenced(text, origin, _YAML_END, _yaml)
    if fence == "+++" and text[3:4] == "\n":
        return _fenced(text, origin, _TOML_END, _toml)
    if text.startswith("{"):
        return _json(text)
    if text.startswith(("..", "<!--")):
        return _dotted(text)
    return _labelled(text, all_keys=not labels)


def _fenced(text: str, origin: Origin, ending: re.Pattern[str], read: Any) -> FrontMatter:
    begin = text.find("\n") + 1
    if not begin:
        return FrontMatter(text)
    end = ending.search(text, begin, _MAX_HEAD)
    if end is None:
        if not _looks_like_meta(text[begin : begin + 400]):
            return FrontMatter(text)  # a rule under nothing: the text begins with a line of dashes
        message = f"front matter is never closed; end it with a line {text[:3]}"
        hidden = _plainly(text[begin:_MAX_HEAD].partition("\n\n")[0])
        return FrontMatter(text, 1, _only_state(hidden.meta), hidden.lines, (_problem(origin, 1, message),))
    head = text[begin : end.start()]
    body_start = min(end.end() + 1, len(text))
    body, body_line = text[body_start:], text.count("\n", 0, body_start) + 1
    if not head.strip():
        return FrontMatter(body, body_line)
    try:
        found = read(head)
    except Unreadable as error:
        told = _plainly(head)
        return FrontMatter(body, body_line, told.meta, told.lines, (_problem(origin, error.line + 1, str(error)),))
    problems = tuple(_problem(origin, line, message) for line, message in found.faults)
    return FrontMatter(body, body_line, _lifted(found.meta), found.lines, problems)


_PLAIN_LINE = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]{0,9}[:=][ \t]+(\S.{0,1000})")
_STATES = ("draft", "published", "status", "visibility")


def _plainly(head: str) -> Head:
    """What the lines "key: words" of a broken *head* say one by one: what it hides must stay hidden."""
    meta: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(head.split("\n"), 2):
        found = _PLAIN_LINE.fullmatch(line.rstrip())
        value = found[2].partition(" #")[0].strip() if found is not None else ""
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if found is not None and value and value[0] not in "[]{}|>&*!@%`\"'" and found[1] not in meta:
            meta[found[1]], lines[found[1]] = value, number
    return Head(meta, lines)


def _only_state(meta: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in meta.items() if key.lower() in _STATES}


def _lifted(meta: dict[str, Any]) -> dict[str, Any]:
    """*meta* with what Zola keeps under [taxonomies], tags and the like, among the others."""
    terms = meta.get("taxonomies")
    if not isinstance(terms, dict):
        return meta
    return {key: value for key, value in terms.items() if value not in ("", [], None)} | meta


def _json(text: str) -> FrontMatter:
    """A head that is a JSON object, as Hugo writes it; the text as it is where it begins with a brace for another reason."""
    try:
        meta, end = json.JSONDecoder().raw_decode(text[:_MAX_HEAD])
    except (ValueError, RecursionError):
        return FrontMatter(text)
    if not isinstance(meta, dict) or text[end : end + 1] not in {"", "\n"}:
        return FrontMatter(text)
    lines: dict[str, int] = {}
    for number, line in enumerate(text[:end].split("\n"), 1):
        key = re.match(r'\s*\{?\s*"([\w-]+)"\s*:', line)
        if key and key[1] in meta:
            lines.setdefault(key[1], number)
    return FrontMatter(
        text[end + 1 :], text.count("\n", 0, end) + 2, {key: plain(value) for key, value in meta.items()}, lines
    )


def _looks_like_meta(head: str) -> bool:
    return re.match(r"[A-Za-z_-]+\s*[:=]", head) is not None


def _problem(origin: Origin, line: int, message: str) -> Problem:
    return Problem(Origin(origin.path, origin.record, line), "error", "front-matter-unreadable", message)


class Head(msgspec.Struct, frozen=True):
    """What a head says, with the line of each key."""

    meta: dict[str, Any]
    lines: dict[str, int]
    faults: tuple[tuple[int, str], ...] = ()
    """(line, what is wrong), for what could be read all the same."""


class Unreadable(Exception):
    """A head cannot be read; says why, in words for a person, and in which of its lines."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def _yaml(head: str) -> Head:
    from archivegen.read import yaml_head  # late: most plain texts have no head, and YAML takes long to import

    return yaml_head.read(head)


def _toml(head: str) -> Head:
    import tomllib  # late, likewise

    try:
        meta = tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        what = str(error).splitlines()[0] if str(error) else "too deep"
        raise Unreadable(f"front matter is not TOML: {what}", int(at[1]) if at else 1) from error
    lines: dict[str, int] = {}
    for number, line in enumerate(head.split("\n"), 2):
        key = re.match(r"([\w-]+)\s*=", line)
        if key and key[1] in meta:
            lines.setdefault(key[1], number)
    return Head({key: plain(value) for key, value in meta.items()}, lines)


def plain(value: Any) -> Any:
    """*value* as text, lists and mappings of text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(part) for part in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat is not None else str(value)


_DOTTED = re.compile(r"\.\.[ \t]+([A-Za-z][\w-]{0,40}):(?:[ \t]+(.*))?")


def _dotted(text: str) -> FrontMatter:
    """Nikola's head: lines ".. key: value", bare or within an HTML comment."""
    lines = text[:_MAX_HEAD].split("\n")
    first = 1 if lines[0].strip() == "<!--" else 0
    meta: dict[str, Any] = {}
    numbers: dict[str, int] = {}
    at = first
    while at < len(lines) and (found := _DOTTED.fullmatch(lines[at].rstrip())) is not None:
        meta[found[1].lower()], numbers[found[1].lower()] = (found[2] or "").strip(), at + 1
        at += 1
    if len(meta) < 2 or (first and (at >= len(lines) or lines[at].strip() != "-->")):
        return FrontMatter(text)
    body_line = at + first
    body = text.split("\n", body_line)[-1] if text.count("\n") >= body_line else ""
    return FrontMatter(body, body_line + 1, meta, numbers)


def _labelled(text: str, *, all_keys: bool) -> FrontMatter:
    """ "Title: …" lines on top. *all_keys*: any key may follow the first, as Pelican and MultiMarkdown take them."""
    meta: dict[str, Any] = {}
    lines: dict[str, int] = {}
    at, number = 0, 1
    while at < len(text) and number < 40:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        found = _LABEL.fullmatch(line.rstrip()) if len(line) < 2_000 else None
        key = found[1].lower().replace(" ", "_").replace("-", "_") if found else ""
        if found is None or key in meta or (key not in _LABELS and not (all_keys and meta)):
            break
        meta[key], lines[key] = found[2].strip(), number
        at, number = end + 1, number + 1
    blank = text[at : text.find("\n", at) + 1]
    if len(meta) < 2 or at >= len(text) or blank.strip():
        return FrontMatter(text)
    return FrontMatter(text[at:], number, meta, lines)
