"""What the owner knows of many seeds at once: `_defaults.yaml` in a folder, and an index file beside the texts → fields by seed.

A field that the seed gives itself wins over the index, the index over the nearest `_defaults.yaml`, that over those above.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from archivegen import yamltext
from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.normalize.metadata import NAMES
from archivegen.store import SeedRecord

DEFAULTS_NAME = "_defaults.yaml"
INDEX_NAMES = frozenset(("index.csv", "index.tsv", "index.json", "index.jsonl"))
MARK = "#given"
"""Names the record that remembers what was known of a seed when it was read; no record of a seed is called so."""
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
        if not self.by_folder and not self.by_seed:
            return {}
        fields: dict[str, Any] = {}
        for folder in reversed([*map(str, PurePosixPath(path).parents)]):
            fields |= self.by_folder.get(folder, {})
        return fields | dict(self.by_seed.get(path, {}))


def gather(root: Path, paths: Iterable[str]) -> Known:
    """What the files among *paths* (all that lie in the seeds' folders) say of the others. Reads only those files."""
    by_folder: dict[str, Mapping[str, Any]] = {}
    by_seed: dict[str, Mapping[str, Any]] = {}
    indexes: set[str] = set()
    problems: list[Problem] = []
    present = list(paths)
    for path in present:
        folder, _, name = path.rpartition("/")
        if name == DEFAULTS_NAME:
            by_folder[folder] = _defaults(root, path, problems)
        elif name.lower() in INDEX_NAMES:
            rows = _index(root, path)
            if rows is not None:
                indexes.add(path)
                _assign(rows, folder, frozenset(present), by_seed, Origin(path), problems)
    return Known(by_folder, by_seed, frozenset(indexes), tuple(problems))


def digest(fields: Mapping[str, Any]) -> str:
    """What tells one knowledge of a seed from another; "" for none."""
    return sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()[:16] if fields else ""


def remembered_digest(records: Iterable[SeedRecord]) -> str:
    """The digest of what was known of a seed when these *records* of it were made."""
    return next((one.sha256 for one in records if one.record == MARK), "")


def apply(document: Document, fields: Mapping[str, Any]) -> Document:
    """*document* with the *fields* that it does not give itself; its digest tells that of them too."""
    if not fields:
        return document
    own = {
        _FIELD_BY_NAME.get(_fold(key), key) for key, value in document.meta.items() if value not in ("", None, [], {})
    }
    added = {field: value for field, value in fields.items() if field not in own}
    sha = sha256(f"{document.sha256}{digest(fields)}".encode()).hexdigest()
    return msgspec.structs.replace(document, meta={**document.meta, **added}, sha256=sha)


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


def _defaults(root: Path, path: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        text = (root / path).read_text("utf-8-sig")
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
        field = _FIELD_BY_NAME.get(_fold(key))
        if field is None:
            near = difflib.get_close_matches(key, NAMES, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(NAMES)}"
            place = Origin(path, "", lines.get(key, 1))
            problems.append(Problem(place, "error", "key-unknown", f'unknown field "{key}"; {hint}'))
        elif value not in ("", [], {}):
            fields[field] = value
    return fields


def _index(root: Path, path: str) -> list[tuple[int, Mapping[str, Any]]] | None:
    """(line, row) of an index file; None where the file is none, but a table of stories."""
    try:
        if (root / path).stat().st_size > _MAX_INDEX_BYTES:
            return None
        data = (root / path).read_bytes()
    except OSError:
        return None
    from archivegen.read.jsonl import table  # late: most sites have no index file

    rows = table(io.BytesIO(data), Origin(path))
    return rows if rows and any(_file_of(row) for _, row in rows[:20]) else None


def _file_of(row: Mapping[str, Any]) -> str:
    folded = {_fold(str(key)): value for key, value in row.items()}
    return next((str(folded[key]).strip() for key in _FILE_KEYS if folded.get(key)), "")


def _assign(
    rows: list[tuple[int, Mapping[str, Any]]],
    folder: str,
    present: frozenset[str],
    by_seed: dict[str, Mapping[str, Any]],
    origin: Origin,
    problems: list[Problem],
) -> None:
    """Give each row to the seed that it names, beside the index or below its folder."""
    missing: list[tuple[int, str]] = []
    for line, row in rows:
        name = _file_of(row).replace("\\", "/").removeprefix("./")
        seed = f"{folder}/{name}"
        if not name or seed not in present:
            missing += [(line, name)] if name else []
            continue
        by_seed[seed] = {
            field: value
            for key, value in row.items()
            if (field := _FIELD_BY_NAME.get(_fold(str(key)))) and value not in ("", None, [], {})
        }
    if missing:
        line, name = missing[0]
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        message = f"names {name}{others}, which is not in {folder}/; mend the name or delete the row"
        problems.append(Problem(Origin(origin.path, "", line), "warning", "index-file-missing", message))
