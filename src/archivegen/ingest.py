"""seeds/ → content/: which seeds are new, changed or vanished, and what that means for the files that people edit.

Decides from values (`plan_seeds`, `settle`); the only I/O is writing and deleting content files that nobody has touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from archivegen import content, renames
from archivegen.errors import Origin, Problem
from archivegen.ledger import Ledger
from archivegen.renames import Key
from archivegen.scan import Stat
from archivegen.store import SeedRecord, Source
from archivegen.work import SeedFile, SeedRead

Sources = Mapping[Key, Source]


class Report(msgspec.Struct):
    """What an ingest did; counts of articles."""

    added: int = 0
    changed: int = 0
    duplicates: int = 0
    vanished: list[str] = []
    """Ids of articles that went with their seeds."""
    written: list[str] = []
    """Content files that were written."""
    deleted: list[str] = []
    """Content files that went with their seeds."""
    renamed: list[Key] = []
    """What articles were made from whose seeds have other names now."""
    problems: list[Problem] = []


def plan_seeds(
    found: Sequence[tuple[str, Stat]],
    remembered: Mapping[str, tuple[Stat, tuple[SeedRecord, ...]]],
    sources: Sources,
    taken_ids: Collection[str],
    *,
    folders: Sequence[str],
    readers: Collection[str],
) -> tuple[list[SeedFile], list[Problem]]:
    """The seed files to read (new, changed, or not remembered), with the ids that their articles have or will have."""
    by_file: dict[str, dict[str, Source]] = {}
    for (path, record), source in sources.items():
        by_file.setdefault(path, {})[record] = source
    taken = set(taken_ids)
    seeds: list[SeedFile] = []
    unread: dict[str, list[str]] = {}
    for path, stat in found:
        suffix = PurePosixPath(path).suffix.lower()
        if suffix not in readers:
            unread.setdefault(suffix, []).append(path)
            continue
        if path in remembered and remembered[path][0] == stat:
            continue
        own = by_file.get(path, {})
        id_ = own[""].id if "" in own else _free_id(path, folders, taken)
        taken.add(id_)
        known = {record: source.sha256 for record, source in own.items()}
        seeds.append(SeedFile(path, id_, known, {record: source.id for record, source in own.items()}))
    return seeds, [problem for suffix, paths in unread.items() for problem in _unread(suffix, paths, readers)]


def oddities(passed_over: Iterable[tuple[str, str]], readers: Collection[str]) -> Iterator[Problem]:
    """A Problem for each (path, why) that could have been a seed and is none."""
    for path, why in passed_over:
        if why == "hidden":
            # files of editors and systems are told of only where they look like stories
            if PurePosixPath(path).suffix.lower() in readers:
                message = "is hidden, so it is passed over; rename it to take it in"
                yield Problem(Origin(path), "note", "seed-hidden", message)
        else:
            # a link that leads nowhere was meant to be a story; the others were meant to be passed over
            is_lost = "missing" in why or "too many levels" in why
            yield Problem(Origin(path), "error" if is_lost else "warning", "seed-odd", f"{why}; it is passed over")


MOST_NAMED = 3
"""Files of one unknown ending that are named one by one; of more, the first is."""


def _unread(suffix: str, paths: Sequence[str], readers: Collection[str]) -> Iterator[Problem]:
    known = ", ".join(sorted(readers))
    ending = f'"{suffix}"' if suffix else "files without an ending"
    mend = f"known are {known}; or name it in ignore of site.yaml"
    if len(paths) > MOST_NAMED:
        message = f"no reader for {ending}, for this and {len(paths) - 1:,} files more; {mend}"
        yield Problem(Origin(paths[0]), "note", "seed-unknown-kind", message)
        return
    for path in paths:
        yield Problem(Origin(path), "note", "seed-unknown-kind", f"no reader for {ending}; {mend}")


def _free_id(path: str, folders: Sequence[str], taken: Collection[str]) -> str:
    """The path below its seeds folder without its ending; with the ending, then a number, where another has it."""
    below = next((path[len(folder) + 1 :] for folder in folders if path.startswith(f"{folder}/")), path)
    stem, _, ending = below.rpartition(".")
    wanted = "".join(letter for letter in "-".join((stem or below).split()) if letter.isprintable())
    if wanted not in taken:
        return wanted
    number = 1
    candidate = f"{wanted}-{ending}"
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{ending}-{number}"
    return candidate


def take_new(
    root: Path,
    folder: str,
    read: SeedRead,
    *,
    sources: Sources,
    ledger: Ledger,
    asked_for: Collection[str],
    present: set[str],
    lost: renames.Lost,
    report: Report,
) -> None:
    """Write a content file for each new article of *read* below *folder*; replace those of changed seeds that nobody edited.

    An article that the ledger knows and whose content file a person deleted stays deleted, unless its seed is *asked_for*.
    *present*: seeds' sha256 that have an article already; a second one of the same bytes is set aside, unless it is one that
    was *lost*: then the seed was only renamed.
    """
    for new in read.new:
        source = sources.get((read.path, new.record))
        if source is not None and source.is_edited:
            continue  # settle() reports it, on every run until a person has settled it
        known = ledger.articles.get(new.id)
        if source is None and known is not None and known.state != "gone" and read.path not in asked_for:
            continue
        old = renames.take(lost, new.sha256) if source is None else None
        if old is not None and move(root, sources, old, (read.path, new.record), report):
            continue
        text, path = new.text, source.path if source is not None else f"{folder}/{new.id}.md"
        if source is None and new.sha256 in present:
            text = _set_aside(text, path)
            report.duplicates += 1
        elif new.status != "set-aside":
            report.added += source is None
            report.changed += source is not None
        present.add(new.sha256)
        if _write(root / path, text, is_new=source is None):
            report.written.append(path)
        else:
            message = f"{path} is there already and was not made from this seed; rename one of the two"
            report.problems.append(Problem(Origin(read.path), "error", "content-taken", message))


def move(root: Path, sources: Sources, old: Key, new: Key, report: Report) -> bool:
    """Let the article that was made from the seed *old* be that of *new*. Whether that could be written down."""
    path = sources[old].path
    text = (root / path).read_text("utf-8")
    moved = renames.follow(text, old, new, path=path)
    if moved == text:
        return False
    _write(root / path, moved, is_new=False)
    report.written.append(path)
    report.renamed.append(old)
    return True


def let_go(root: Path, source: Source, report: Report) -> None:
    """Delete the content file of *source*, which nobody has edited."""
    (root / source.path).unlink(missing_ok=True)
    report.deleted.append(source.path)


def _set_aside(text: str, path: str) -> str:
    article = content.load(text, path=path, id="")
    return content.save(msgspec.structs.replace(article, status="set-aside"))


def _write(path: Path, text: str, *, is_new: bool) -> bool:
    if is_new and path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(".archivegen-new")  # not made from the name, which may be as long as names can be
    temporary.write_text(text, "utf-8", newline="\n")
    temporary.replace(path)
    return True


def settle(
    sources: Sources,
    records: Mapping[str, tuple[SeedRecord, ...]],
    *,
    folders: Sequence[str],
    read_failed: Collection[str],
) -> tuple[list[Source], list[Problem]]:
    """(articles whose seed has vanished and that nobody edited, what a person has to settle).

    *records*: of every seed file that is there. Articles whose seed lies outside *folders* are let alone.
    """
    vanished: list[Source] = []
    problems: list[Problem] = []
    present = {(path, one.record): one.sha256 for path, found in records.items() for one in found if one.sha256}
    for (path, record), source in sources.items():
        if not any(path.startswith(f"{folder}/") for folder in folders) or path in read_failed:
            continue
        sha256 = present.get((path, record))
        if sha256 is None and source.is_edited:
            message = f"its seed {path} has vanished; the article stays, since a person edited it; delete this file to let it go"
            problems.append(Problem(Origin(source.path), "warning", "seed-vanished", message))
        elif sha256 is None:
            vanished.append(source)
        elif sha256 != source.sha256 and source.is_edited:
            message = (
                f"changed since {source.path} was made from it, and that file was edited by a person, so it is kept; "
                f"take over what you want and put sha256: {sha256} under its seed:, or delete it and run archivegen ingest {path}"
            )
            problems.append(Problem(Origin(path, record), "warning", "seed-changed", message))
    return vanished, problems
