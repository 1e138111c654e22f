"""A table in an archive that tells of the texts beside it (index.csv, metadata.json …) → its fields by file. Pure."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from typing import Any

from archivegen.errors import Origin

_NAME = re.compile(r"(?:.*/)?(?:index|urls|manifest|metadata)\.(?:csv|tsv|json|jsonl)", re.IGNORECASE)
_FILE_KEYS = ("file", "filename", "file_name", "path")


def is_list(name: str) -> bool:
    """Whether the file *name* may be such a table."""
    return _NAME.fullmatch(name) is not None


def fields_by_file(data: bytes, name: str, files: Collection[str]) -> dict[str, dict[str, Any]]:
    """What the table *name* says of each of *files* that it names; empty where it names none, and is a table of stories."""
    from archivegen.read.jsonl import table  # late: most builds read no tables

    folder = name.rpartition("/")[0]
    lines = [line for line in data.split(b"\n") if line.strip()] if name.lower().endswith(".jsonl") else [data]
    rows = [row for line in lines for _, row in table(io.BytesIO(line), Origin(name))]
    by_last = _by_last_part(files)
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        key = next((key for key in row if str(key).strip().lower() in _FILE_KEYS and row[key]), None)
        if key is None:
            continue
        wanted = str(row[key]).strip().replace("\\", "/").removeprefix("./")
        beside = f"{folder}/{wanted}" if folder else wanted
        file = next((one for one in (beside, wanted) if one in files), by_last.get(wanted.rpartition("/")[2], ""))
        if file:
            found[file] = {str(name): value for name, value in row.items() if name != key and value not in ("", None)}
    return found


def _by_last_part(files: Collection[str]) -> Mapping[str, str]:
    """The files by their last part, as far as that means one alone."""
    found: dict[str, str] = {}
    for file in files:
        last = file.rpartition("/")[2]
        found[last] = "" if last in found else file
    return found
