"""What the owner knows of many seeds at once: `_defaults.yaml` in a folder, and an index file beside the texts → fields by seed.

A field that the seed gives itself wins over the index, the index over the nearest `_defaults.yaml`, that over those above.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from archivegen import generators, scan, yamltext
from archivegen.dates import columns
from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.normalize.metadata import NAMES, fields_of
from archivegen.read import substack

DEFAULTS_NAMES = ("_defaults.yaml", "_defaults.yml")
INDEX_NAMES = frozenset(
    f"{stem}{ending}"
    for stem in ("index", "urls", "manifest", "metadata")
    for ending in (".csv", ".tsv", ".json", ".jsonl")
)
"""Tables so called tell of the files beside them, where they name any."""
LIST_NAMES = frozenset(("urls.txt", "links.txt", "urls.lst"))
"""Lists of addresses, one a line, whose pages a crawler saved below the folder under their hosts and paths."""
_FILE_KEYS = ("file", "filename", "file_name", "path")
_FIELD_BY_NAME = {name: field for field, names in NAMES.items() for name in names} | {
    "draft": "status",
    "status": "status",
}
_MAX_INDEX_BYTES = 500_000_000


class Known(msgspec.Struct, frozen=True):
    """Fields by folder and by seed, and the files that they come from."""

    by_folder: Mapping[str, Mapping[str, Any]] = {}
    by_seed: Mapping[str, Mapping[str, Any]] = {}
    indexes: frozenset[str] = frozenset()
    """Index files: these are no seeds."""
    problems: tuple[Problem, ...] = ()

    def of(self, path: str) -> dict[str, Any]:
        """What is known of the seed *path*, by field."""
        is_draft = generators.is_draft(path)
        if not self.by_folder and not self.by_seed and not is_draft:
            return {}
        fields: dict[str, Any] = {"status": "draft"} if is_draft else {}
        for folder in reversed([*map(str, PurePosixPath(path).parents)]):
            fields |= self.by_folder.get(folder, {})
        return fields | dict(self.by_seed.get(path, {}))


def gather(root: Path, paths: Iterable[str], fields: Mapping[str, str] = {}, lent: Mapping[str, str] = {}) -> Known:
    """What the files among *paths* (all that lie in the seeds' folders) say of the others. Reads only those files.

    *fields*: names that the site gives to fields, theirs → ours. *lent*: those of *paths* that are not in the site yet.
    """
    by_folder: dict[str, Mapping[str, Any]] = {}
    by_seed: dict[str, Mapping[str, Any]] = {}
    indexes: set[str] = set()
    problems: list[Problem] = []
    present = list(paths)
    for path in present:
        folder, _, name = path.rpartition("/")
        if name in DEFAULTS_NAMES:
            by_folder[folder] = _defaults(scan.locate(root, path, lent), path, fields, problems)
        elif name.lower() in INDEX_NAMES:
            rows = _index(scan.locate(root, path, lent), path, fields, problems)
            if rows is not None:
                indexes.add(path)
                index = Index(path, rows, fields, _Files(folder, present))
                by_seed |= _rows_by_seed(index, problems)
        elif name.lower() in LIST_NAMES:
            saved = _saved(scan.locate(root, path, lent), folder, frozenset(present))
            if saved:
                indexes.add(path)
                by_seed |= saved
        elif name.lower() == substack.LIST_NAME:
            posts = _substack(scan.locate(root, path, lent))
            if posts is not None:
                indexes.add(path)
                by_seed |= _pages_of(posts, folder, present)
    return Known(by_folder, by_seed, frozenset(indexes), tuple(problems))


def seeds_beside(root: Path, seeds: Iterable[str], ids: Iterable[str]) -> dict[str, str]:
    """For each of *ids* (folders of article ids): the folder of seeds whose files have such ids, where there is one."""
    found: dict[str, str] = {}
    for below in ids:
        for folder in (f"{one}/{below}".rstrip("/") for one in seeds):
            path = root / folder
            if path.is_dir() and any(one.is_file() and one.name[0] not in "._" for one in path.iterdir()):
                found.setdefault(below, folder)
    return found


def digest(fields: Mapping[str, Any]) -> str:
    """What tells one knowledge of a seed from another; "" for none."""
    return sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()[:16] if fields else ""


def apply(document: Document, fields: Mapping[str, Any]) -> Document:
    """*document* with the *fields* that it does not give itself."""
    if not fields:
        return document
    own = {
        _FIELD_BY_NAME.get(_fold(key), key) for key, value in document.meta.items() if value not in ("", None, [], {})
    }
    added = {field: value for field, value in fields.items() if field not in own}
    withheld = document.withheld or str(added.pop("withheld", ""))
    return msgspec.structs.replace(document, meta={**document.meta, **added}, withheld=withheld)


def place_of(document: Document, folders: Iterable[str]) -> str:
    """Whose pages *document* is one of: the host of its address, else the folder right below that of the seeds (*folders*)."""
    for key, value in document.meta.items():
        if _FIELD_BY_NAME.get(_fold(key)) == "url" and isinstance(value, str):
            try:
                host = urlsplit(value.strip()).hostname or ""
            except ValueError:
                host = ""
            if host:
                return host.lower().removeprefix("www.")
    path = document.origin.path
    top = next((folder for folder in folders if path.startswith(f"{folder}/")), "")
    below = path[len(top) + 1 :].split("/")
    return f"{top}/{below[0]}" if len(below) > 1 else top or str(PurePosixPath(path).parent)


def renamed(document: Document, fields: Mapping[str, str]) -> Document:
    """*document* with its fields under the names that the site gives them (*fields*, theirs → ours)."""
    if not any(key in fields for key in document.meta):
        return document
    meta = {fields.get(key, key): value for key, value in document.meta.items()}
    lines = {fields.get(key, key): line for key, line in document.meta_lines.items()}
    sha = sha256(msgspec.json.encode([document.sha256, sorted(meta)])).hexdigest()
    return msgspec.structs.replace(document, meta=meta, meta_lines=lines, sha256=sha)


def _fold(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_").rsplit(":", 1)[-1]


def _field_of(key: str, fields: Mapping[str, str]) -> str:
    """Our name of the field *key*; "" where it is none."""
    return _FIELD_BY_NAME.get(_fold(fields.get(key, key)), "")


def _defaults(file: Path, path: str, names: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    try:
        text = file.read_text("utf-8-sig")
        found = yamltext.mapping(text)
    except (OSError, UnicodeDecodeError) as error:
        problems.append(
            Problem(Origin(path), "error", "defaults-unreadable", f"cannot be read ({error}); save it as UTF-8 text")
        )
        return {}
    except yamltext.YamlError as error:
        problems.append(Problem(Origin(path, "", error.line), "error", "defaults-unreadable", str(error)))
        return {}
    lines = yamltext.lines_of_keys(text)
    fields: dict[str, Any] = {}
    for key, value in found.items():
        field = _field_of(key, names)
        place = Origin(path, "", lines.get(key, 1))
        if not field:
            near = difflib.get_close_matches(key, NAMES, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(NAMES)}"
            problems.append(Problem(place, "error", "key-unknown", f'unknown field "{key}"; {hint}'))
        elif value not in ("", [], {}):
            wrong = _what_is_wrong(field, value, place)
            problems += wrong
            fields |= {} if wrong else {field: value}
    return fields


def _what_is_wrong(field: str, value: Any, place: Origin) -> list[Problem]:
    """A Problem at *place* where *value* cannot be the *field* of anything: said once, not for each seed of the folder."""
    if isinstance(value, dict):
        message = f"{field}: a mapping stands where words are wanted; write {field}: WORDS"
        return [Problem(place, "error", "field-shape", message)]
    alone = Document(origin=place, meta={field: value}, meta_lines={field: place.line}, body="", sha256="")
    return [msgspec.structs.replace(one, origin=place) for one in fields_of(alone, language="en")[1]]


class Index(msgspec.Struct, frozen=True):
    """A table of the files beside it."""

    path: str
    rows: list[tuple[int, Mapping[str, Any]]]
    fields: Mapping[str, str]
    files: _Files


def _index(
    file: Path, path: str, names: Mapping[str, str], problems: list[Problem]
) -> list[tuple[int, Mapping[str, Any]]] | None:
    """(line, row) of an index file; None where the file is none, but a table of stories."""
    try:
        if file.stat().st_size > _MAX_INDEX_BYTES:
            return None
        data = file.read_bytes()
    except OSError:
        return None
    from archivegen.read.jsonl import table  # late: most sites have no index file

    wrong: list[Problem] = []
    if path.lower().endswith(".jsonl"):
        rows: list[tuple[int, Mapping[str, Any]]] = []
        for number, line in enumerate(data.split(b"\n"), 1):
            found = table(io.BytesIO(line), Origin(path)) if line.strip() else []
            rows += [(number, row) for _, row in found]
            if line.strip() and not found:
                message = "the line is no JSON object; mend or delete it"
                wrong.append(Problem(Origin(path, "", number), "error", "row-unreadable", message))
    else:
        rows = table(io.BytesIO(_as_rows(data) if path.lower().endswith(".json") else data), Origin(path))
    if not any(_file_of(row, names) for _, row in rows[:20]):
        return None
    problems += wrong
    return rows


def _saved(file: Path, folder: str, present: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """The address of each page that the list *file* names and that lies below *folder* as crawlers save it."""
    try:
        if file.stat().st_size > _MAX_INDEX_BYTES:
            return {}
        lines = file.read_text("utf-8-sig", errors="replace").split("\n")
    except OSError:
        return {}
    found: dict[str, Mapping[str, Any]] = {}
    for line in map(str.strip, lines):
        if line.startswith(("http://", "https://")):
            name = unquote(line.partition("://")[2].partition("#")[0]).rstrip("/")
            bare = name.removeprefix("www.")
            stems = (name, bare, f"www.{bare}")
            names = (f"{folder}/{stem}{ending}" for stem in stems for ending in ("", ".html", ".htm", "/index.html"))
            page = next((one for one in names if one in present), "")
            if page:
                found.setdefault(page, {"url": line})
    return found


def _substack(file: Path) -> Mapping[str, dict[str, Any]] | None:
    """Substack's list of posts, by post id; None where *file* is none."""
    try:
        with file.open("rb") as stream:
            return substack.posts_of(stream)
    except OSError:
        return None


def _pages_of(posts: Mapping[str, dict[str, Any]], folder: str, present: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """What Substack's list says of each page below *folder*."""
    below = (path for path in present if path.startswith(f"{folder}/") and path.endswith(".html"))
    return {path: fields for path in below if (fields := substack.of_page(posts, path)) is not None}


def _file_of(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    folded = {_fold(names.get(str(key), str(key))): value for key, value in row.items()}
    return next((str(folded[key]).strip() for key in _FILE_KEYS if folded.get(key)), "")


def _as_rows(data: bytes) -> bytes:
    """A mapping of files to what is said of them ({"a.txt": {"title": …}}) as a list of rows; other JSON as it is."""
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError):
        return data
    if not isinstance(found, dict) or not found or not all(isinstance(row, dict) for row in found.values()):
        return data
    return msgspec.json.encode([{**row, "file": name} for name, row in found.items()])


class _Files:
    """Finds the seed that a row means: by its path, else as far as only one can be meant."""

    def __init__(self, folder: str, present: Iterable[str]) -> None:
        self._folder = folder
        self._present = frozenset(present)
        self._loose: dict[str, set[str]] = {}
        for path in self._present:
            if path.startswith(f"{folder}/"):
                below = path[len(folder) + 1 :].casefold()
                for name in {below, below.rpartition(".")[0]} - {""}:
                    self._loose.setdefault(name, set()).add(path)

    def of(self, name: str) -> str:
        """The seed called *name*: below the folder or the site, in capitals or without its ending; "" if there is none.

        Of a path of another machine (C:\\scrapes\\x.txt) its last part counts.
        """
        name = name.replace("\\", "/").removeprefix("./")
        for exact in (f"{self._folder}/{name}", name):
            if exact in self._present:
                return exact
        for loose in (name, name.rpartition("/")[2]):
            found = self._loose.get(loose.casefold(), ())
            if len(found) == 1:
                return next(iter(found))
        return ""


def _rows_by_seed(index: Index, problems: list[Problem]) -> dict[str, Mapping[str, Any]]:
    """What each row says of the seed that it names, beside the index or below its folder."""
    by_seed: dict[str, Mapping[str, Any]] = {}
    line_of: dict[str, int] = {}
    missing: list[tuple[int, str]] = []
    twice: list[tuple[int, str]] = []
    for line, row in index.rows:
        name = _file_of(row, index.fields)
        seed = index.files.of(name) if name else ""
        if not seed:
            missing += [(line, name)] if name else []
            continue
        twice += [(line, f"{name} again, after line {line_of[seed]}")] if seed in line_of else []
        line_of[seed] = line
        by_seed[seed] = {
            field: value
            for key, value in row.items()
            if (field := _field_of(str(key), index.fields)) and value not in ("", None, [], {})
        }
    folder = index.path.rpartition("/")[0]
    _settle_days(by_seed)
    problems += _told_once(
        index.path, missing, "index-file-missing", f"which is not in {folder}/; mend the name or delete the row"
    )
    problems += _told_once(index.path, twice, "index-file-twice", "and the last row holds; delete the others")
    problems += _near_misses(index)
    return by_seed


def _settle_days(by_seed: dict[str, Mapping[str, Any]]) -> None:
    """Write the days of each column as ISO where one of them tells whether the day or the month leads in all."""
    for field in ("date", "updated"):
        days = {seed: day for seed, fields in by_seed.items() if isinstance(day := fields.get(field), str)}
        months_lead = columns.order_of(days.values())
        if months_lead is not None:
            for seed, day in days.items():
                by_seed[seed] = {**by_seed[seed], field: columns.iso(day, months_lead=months_lead)}


def _told_once(path: str, found: list[tuple[int, str]], code: str, mend: str) -> list[Problem]:
    if not found:
        return []
    line, name = found[0]
    others = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
    return [Problem(Origin(path, "", line), "warning", code, f"names {name}{others}, {mend}")]


def _near_misses(index: Index) -> list[Problem]:
    """A Problem for each column whose name is almost that of a field."""
    names = dict.fromkeys(str(key) for _, row in index.rows[:20] for key in row)
    unknown = [
        key for key in names if not _field_of(key, index.fields) and _fold(index.fields.get(key, key)) not in _FILE_KEYS
    ]
    found: list[Problem] = []
    for key in unknown:
        near = difflib.get_close_matches(_fold(key), _FIELD_BY_NAME, 1, 0.75)
        if near:
            message = f'the column "{key}" is not read; did you mean {near[0]}? else name it under fields: in site.yaml'
            found.append(Problem(Origin(index.path, "", 1), "warning", "index-column", message))
    return found
