"""What is true of each document of the corpora: truth.jsonl as it lies there, and the labels of tests/gold/lines.

The texts are read from the corpora folder; nothing of them is kept here.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.ingest.folding import in_a_row

LABELS = Path(__file__).resolve().parents[2] / "tests/gold/lines"
LETTERS = "TDYCBSPX?"
"""What a line can be; tests/gold/lines/README.md says when it is what."""
_AS_SCORED = {"S": "B", "P": "X"}
"""A source line belongs to the story, a printed date line does not stand in its body."""
_HEAD = frozenset("TYP")
_UNKNOWN = {"?": None, "-": ""}
_RUN = re.compile(rf"([{re.escape(LETTERS)}])(\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one document. None: nobody knows, so it is not scored; "" or (): there truly is none."""

    id: str
    set: str
    path: str
    """Of its file, below the corpora folder."""
    url: str = ""
    title: str | None = None
    dek: str | None = None
    byline: tuple[str, ...] | None = None
    source: str | None = None
    date: str | None = None
    says_date: bool = True
    """Whether the day can be read in the document; if not, none is the right answer."""
    language: str | None = None
    body: str | None = None
    captions: tuple[str, ...] | None = None
    must: tuple[str, ...] = ()
    """Segments of the body."""
    must_not: tuple[str, ...] = ()
    """Segments of furniture."""
    lines: tuple[tuple[str, str], ...] = ()
    """(letter, line)."""
    has_date_line: bool = False
    """A labelled text's day stands in a line of its own, or in that of the byline."""
    headless: str = ""
    """A labelled text without its headline, byline and date lines; "" where other things than these stand before its story."""


def from_json(path: Path, corpora: Path) -> list[Truth]:
    """The documents of a truth.jsonl; those of containers have the container's name as path."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    folder = path.parent.relative_to(corpora).as_posix()
    return [_from_row(row, folder) for row in rows]


def _from_row(row: dict[str, Any], folder: str) -> Truth:
    def known(field: str) -> Any:
        """The value of *field*; None where it cannot be read in the document, unless there truly is none."""
        value = row.get(field)
        return None if value and not row.get(f"{field}_in_text", True) else value

    byline, captions = known("byline"), row.get("captions")
    return Truth(
        id=row["id"],
        set=f"{row['set']} {row['kind']}",
        path=f"{folder}/{row['file']}" if "file" in row else folder,
        url=row.get("url", ""),
        title=known("title"),
        dek=known("dek"),
        byline=None if byline is None else tuple(byline),
        source=row.get("source") or None,
        date=row.get("date") or None,
        says_date=row.get("date_in_text", True),
        language=row.get("lang"),
        body=row.get("text"),
        captions=None if captions is None else tuple(captions),
        must=tuple(row.get("must", ())),
        must_not=tuple(row.get("mustnot", ())),
        lines=tuple((letter, line) for letter, line in row.get("lines", ())),
    )


# ---------------------------------------------------------------- labels


def letters_of(runs: str) -> dict[int, str]:
    """The letter of each labelled line, by its number: "X1-3 T4" → {1: "X", 2: "X", 3: "X", 4: "T"}.

    Raises ValueError naming a run that cannot be read or comes out of order.
    """
    letters: dict[int, str] = {}
    last = 0
    for run in runs.split():
        match = _RUN.fullmatch(run)
        first = int(match[2]) if match else 0
        end = int(match[3] or match[2]) if match else 0
        if match is None or not last < first <= end:
            raise ValueError(f'"{run}" is no run of lines behind line {last}; write a letter and lines, as X1-3')
        letters |= dict.fromkeys(range(first, end + 1), match[1])
        last = end
    return letters


def labelled(corpora: Path, known: Sequence[Truth], labels: Path = LABELS) -> Iterator[Truth | str]:
    """A Truth for each labelled text of *corpora*; a line for a person where a text is not the one that was labelled.

    Who wrote it, and captions' and addresses' own truth, are taken from the *known* truth of the same file.
    """
    known_by_path = {one.path: one for one in known}
    for table in sorted(labels.glob("*.tsv")):
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                raw = (corpora / row["path"]).read_bytes() if (corpora / row["path"]).is_file() else b""
                if sha256(raw).hexdigest() != row["sha256"]:
                    yield f"{row['path']}: is not the text that was labelled; label it anew in {table.name}"
                    continue
                yield _from_labels(row, raw.decode("utf-8"), known_by_path.get(row["path"]))


def _from_labels(row: dict[str, str], text: str, known: Truth | None) -> Truth:
    lines = dict(enumerate(text.split("\n"), 1))
    letters = letters_of(row["lines"])
    scored = [(_AS_SCORED.get(letter, letter), lines[n].strip()) for n, letter in letters.items() if lines[n].strip()]
    body = "\n\n".join(line for letter, line in scored if letter == "B")
    story = in_a_row(body)
    # a line of a menu whose words stand in the story too cannot be told to have leaked
    scored = [("?" if letter == "X" and in_a_row(line) in story else letter, line) for letter, line in scored]
    byline = () if known is None or (known.byline is None and "Y" not in letters.values()) else known.byline
    return Truth(
        id=row["path"],
        set=f"labelled {row['path'].split('/')[0]} {_kind(row['path'])}",
        path=row["path"],
        url=known.url if known else "",
        title=None if row["title"] == "?" else _joined(lines, row["title"]),
        dek=" ".join(line for letter, line in scored if letter == "D"),
        byline=byline,
        date=_UNKNOWN.get(row["date"], row["date"]),
        says_date=row["date_in_text"] == "y",
        language=row["language"],
        body=body,
        captions=tuple(line for letter, line in scored if letter == "C"),
        must=known.must if known else (),
        must_not=known.must_not if known else (),
        lines=tuple(scored),
        has_date_line=not _HEAD.isdisjoint(set(letters.values()) - {"T"}),
        headless=_headless(lines, letters),
    )


def _headless(lines: dict[int, str], letters: dict[int, str]) -> str:
    before = {letter for n, letter in letters.items() if n < min(n for n, letter in letters.items() if letter == "B")}
    if not before <= _HEAD:
        return ""
    return "\n".join(line for n, line in lines.items() if letters.get(n, "") not in _HEAD)


def _joined(lines: dict[int, str], numbers: str) -> str:
    """The lines of those *numbers* as one: "3" or "3,4"; "-" = the text has none."""
    return "" if numbers == "-" else " ".join(lines[int(number)].strip() for number in numbers.split(","))


def _kind(path: str) -> str:
    return "text-page" if "/text-page/" in path else "text"


def of_set(truths: Sequence[Truth], name: str) -> list[Truth]:
    """*truths* as one set of that *name*."""
    return [replace(one, set=name) for one in truths]


def without_head(true: Truth, name: str) -> Truth:
    """What is true of the *headless* text of a labelled one: no headline, no byline, and no date but that of a dateline."""
    return replace(true, set=name, title="", byline=(), says_date=true.says_date and not true.has_date_line)


def under(true: Truth, path: str) -> Truth:
    """*true* of the same document at another *path*."""
    return replace(true, path=path)
