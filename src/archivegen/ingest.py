"""seeds/ → content/: which seeds are new, changed or vanished, and what that means for the files that people edit.

Decides from values (`plan_seeds`, `settle`); the only I/O is writing and deleting content files that nobody has touched.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

import msgspec

from archivegen import content
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.late import late
from archivegen.ledger import Ledger
from archivegen.model import Losses, Seed
from archivegen.store import Source

if TYPE_CHECKING:
    from archivegen import differences, renames, work
    from archivegen.furniture_file import Row
    from archivegen.work import NewArticle, SeedFile, SeedRead
else:
    differences, renames, work = map(late, ("differences", "renames", "work"))

Key = tuple[str, str]
"""(seed path, record)."""

Sources = Mapping[Key, Source]


class Wishes(msgspec.Struct, frozen=True):
    """What a person asks of an ingest."""

    again: frozenset[str] = frozenset()
    """Seeds whose deleted articles are wanted again."""
    take: Literal["", "seed", "mine"] = ""
    """What holds where a seed changed and its article was edited."""
    paths: tuple[str, ...] = ()
    """Content files, seeds or folders of either, for which *take* is said."""
    everything: bool = False
    """It is said for all that have parted."""
    show: bool = False
    """Tell what edited articles and their changed seeds differ in."""

    def names(self, path: str) -> bool:
        return any(path == one or path.startswith(f"{one}/") for one in self.paths)

    def is_taken(self, side: str, *paths: str, is_changed: bool) -> bool:
        """Whether *side* is wished for the article of *paths*; what nobody named only where its seed *is_changed*."""
        return self.take == side and ((self.everything and is_changed) or any(map(self.names, paths)))


NOTHING_ASKED = Wishes()


def as_wished(sources: Mapping[Key, Source], wishes: Wishes) -> dict[Key, Source]:
    """*sources*, where those that a person named are to be made anew. Raises CannotRun for a name that is no article's."""
    strange = [
        path
        for path in wishes.paths
        if not any(
            msgspec.structs.replace(wishes, paths=(path,)).names(one)
            for key, source in sources.items()
            for one in (source.path, key[0])
        )
    ]
    if strange:
        message = "no article was made from it, and it holds none; name a content file, a seed, or a folder of either"
        raise CannotRun(*(Problem(Origin(path), "error", "take-unknown", message) for path in strange))
    if wishes.take != "seed" or not wishes.paths:
        return dict(sources)
    return {
        key: msgspec.structs.replace(source, sha256="")
        if source.is_edited and (wishes.names(source.path) or wishes.names(key[0]))
        else source
        for key, source in sources.items()
    }


class Report(msgspec.Struct):
    """What an ingest did; counts of articles."""

    is_dry: bool = False
    """Nothing was written: it tells what would be."""

    added: int = 0
    changed: int = 0
    duplicates: int = 0
    vanished: list[str] = []
    """Ids of articles that went with their seeds."""
    written: list[str] = []
    """Content files that were written."""
    deleted: list[str] = []
    """Content files that went with their seeds."""
    missing: list[str] = []
    """Content files that a person has deleted since the last run."""
    barred: list[str] = []
    """Ids that the seeds of articles deleted by hand would give anew, since they have other names now."""
    renamed: list[Key] = []
    """What articles were made from whose seeds have other names now."""
    learned: list[Row] = []
    """Lines that were found to be furniture."""
    differences: dict[str, tuple[str, ...]] = {}
    """By edited content file: what it and its changed seed differ in."""
    steps: list[tuple[str, str, str]] = []
    """(what would be done, to which content file, why), of a dry run."""
    losses: Losses = Losses()
    """What the containers among the seeds could not hand over."""
    problems: list[Problem] = []

    def tell(self, verb: str, path: str, why: str = "") -> None:
        if self.is_dry:
            self.steps.append((verb, path, why))


def plan_seeds(
    wanted: Sequence[str],
    sources: Sources,
    taken_ids: Callable[[], Collection[str]],
    *,
    folders: Sequence[str],
    readers: Collection[str],
) -> tuple[list[SeedFile], list[Problem]]:
    """The seed files to read of those *wanted* (new, changed, or not remembered), with the ids that their articles have or will have."""
    if not wanted:
        return [], []
    by_file: dict[str, dict[str, Source]] = {path: {} for path in wanted}
    for (path, record), source in sources.items():
        if path in by_file:
            by_file[path][record] = source
    taken: set[str] | None = None  # looked for once an id is: there are as many as articles, and most seeds have theirs
    seeds: list[SeedFile] = []
    unread: dict[str, list[str]] = {}
    for path in wanted:
        suffix = PurePosixPath(path).suffix.lower()
        if suffix not in readers:
            unread.setdefault(suffix, []).append(path)
            continue
        own = by_file[path]
        if "" in own:
            id_ = own[""].id
        else:
            taken = set(taken_ids()) if taken is None else taken
            id_ = free_id(path, folders, taken)
            taken.add(id_)
        known = {record: source.made_of for record, source in own.items()}
        seeds.append(work.SeedFile(path, id_, known, {record: source.id for record, source in own.items()}))
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


_USUAL = (".txt", ".md", ".html", ".xml", ".json", ".csv", ".warc", ".zip")
MOST_NAMED = 3
"""Files of one unknown ending that are named one by one; of more, the first is."""


def _unread(suffix: str, paths: Sequence[str], readers: Collection[str]) -> Iterator[Problem]:
    known = f"{', '.join(one for one in _USUAL if one in readers)} and more"
    ending = f'"{suffix}"' if suffix else "files without an ending"
    mend = f"known are {known}; or name it in ignore of site.yaml"
    if len(paths) > MOST_NAMED:
        message = f"no reader for {ending}, for this and {len(paths) - 1:,} files more; {mend}"
        yield Problem(Origin(paths[0]), "note", "seed-unknown-kind", message)
        return
    for path in paths:
        yield Problem(Origin(path), "note", "seed-unknown-kind", f"no reader for {ending}; {mend}")


def free_id(path: str, folders: Sequence[str], taken: Collection[str]) -> str:
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


class Shelf(msgspec.Struct, frozen=True):
    """What take_new has to know of the site."""

    root: Path
    folder: str
    """Of content files."""
    sources: dict[Key, Source]
    ledger: Ledger
    wishes: Wishes
    present: set[tuple[str, str]]
    """(sha256, given) of seeds that have an article already; a second one of the same is set aside."""
    lost: renames.Lost


def shelf(
    root: Path, folder: str, sources: dict[Key, Source], ledger: Ledger, wishes: Wishes, lost: renames.Lost
) -> Shelf:
    present = {(source.sha256, source.given) for source in sources.values()}
    return Shelf(root, folder, sources, ledger, wishes, present, lost)


def take_new(shelf: Shelf, read: SeedRead, report: Report) -> SeedRead:
    """Write a content file for each new article of *read*; replace those of changed seeds that nobody edited.

    An article that the ledger knows and whose content file a person deleted stays deleted, unless its seed is asked for. A
    seed of the same bytes as one that was lost is that one under another name. What is given back is *read*, with a Problem
    in the record of each article that has no content file.
    """
    without: dict[str, Problem] = {}
    for new in read.new:
        key = (read.path, new.record)
        source = shelf.sources.get(key)
        if source is not None and source.is_edited and not _takes_seed(shelf, source, new, key, report):
            continue
        known = shelf.ledger.articles.get(new.id)
        is_barred = new.id in report.barred or (known is not None and known.state != "gone")
        if source is None and is_barred and read.path not in shelf.wishes.again:
            if known is None or known.added:  # of one that was to leave no trace nothing is said
                without[new.record] = deleted(*key)
            continue
        old = renames.take(shelf.lost, new.seed.sha256) if source is None else None
        if old is not None and _follow(shelf, old, key, new, report):
            continue
        taken = _take(shelf, new, key, source, report)
        without |= {new.record: taken} if taken is not None else {}
    if not without:
        return read
    told = tuple(
        msgspec.structs.replace(row, problems=(*row.problems, without[row.record])) if row.record in without else row
        for row in read.records
    )
    return msgspec.structs.replace(read, records=told)


DELETED, TAKEN = "content-deleted", "content-taken"


def deleted(seed: str, record: str) -> Problem:
    """What is said as long as a seed is there whose content file a person deleted."""
    message = "its content file was deleted, so it is not on the site; archivegen ingest with this path brings it back"
    return Problem(Origin(seed, record), "note", DELETED, message)


def _take(shelf: Shelf, new: NewArticle, key: Key, source: Source | None, report: Report) -> Problem | None:
    """Write the content file of *new*, in the place of *source*'s if there is one; a Problem where that cannot be."""
    text, path = new.text, source.path if source is not None else f"{shelf.folder}/{new.id}.md"
    made_of = (new.seed.sha256, new.seed.given)
    verb, why = ("changed" if source is not None else "new"), ""
    if _is_double(shelf, source, made_of):
        text, verb, why = _set_aside(text, path), "set aside", "the same text as another seed's"
        report.duplicates += source is None
    elif new.status == "set-aside":
        verb, why = "set aside", new.why
    else:
        report.added += source is None
        report.changed += source is not None
    shelf.present.add(made_of)
    if _write(shelf.root / path, text, is_new=source is None, is_dry=report.is_dry):
        report.written.append(path)
        report.tell(verb, path, why)
        return None
    message = f"{path} is there already and was not made from this seed; rename one of the two"
    return Problem(Origin(*key), "error", TAKEN, message)


def _is_double(shelf: Shelf, source: Source | None, made_of: tuple[str, str]) -> bool:
    """Whether another seed of the same bytes has the article; one that was set aside for that stays so."""
    if source is None:
        return made_of in shelf.present
    return (source.sha256, source.given) == made_of and renames.is_set_aside(shelf.root, source)


def _takes_seed(shelf: Shelf, source: Source, new: NewArticle, key: Key, report: Report) -> bool:
    """Whether the edited *source* gives way to *new*; what the two differ in is told where it is asked for."""
    if shelf.wishes.is_taken("seed", source.path, key[0], is_changed=_differs(source, new.seed)):
        shelf.sources[key] = Source(source.id, source.path, new.seed.sha256, False, new.seed.given, new.seed.furniture)
        return True
    if shelf.wishes.show and _differs(source, new.seed):
        mine = (shelf.root / source.path).read_text("utf-8", errors="replace")
        report.differences[source.path] = tuple(differences.between(mine, new.text, path=source.path))
    return False


def _differs(source: Source, seed: Seed) -> bool:
    return (source.sha256, source.given) != (seed.sha256, seed.given)


def _follow(shelf: Shelf, old: Key, new_key: Key, new: NewArticle, report: Report) -> bool:
    """Let the article of the vanished seed *old* be that of *new*: its id and its file stay. Whether that could be written."""
    source = shelf.sources[old]
    if source.is_edited or (source.given, source.furniture) == (new.seed.given, new.seed.furniture):
        return move(shelf.root, shelf.sources, old, new_key, report)
    # its new folder says other things of it than the old one
    text = content.save(msgspec.structs.replace(content.load(new.text, path=source.path, id=""), id=source.id))
    if renames.is_set_aside(shelf.root, source):
        text = _set_aside(text, source.path)
    _note_move(shelf.root, source, old, text, report)
    return True


def move(root: Path, sources: Sources, old: Key, new: Key, report: Report) -> bool:
    """Let the article that was made from the seed *old* be that of *new*. Whether that could be written down."""
    path = sources[old].path
    text = (root / path).read_text("utf-8")
    moved = renames.follow(text, old, new, path=path)
    if moved == text:
        return False
    _note_move(root, sources[old], old, moved, report)
    return True


def _note_move(root: Path, source: Source, old: Key, text: str, report: Report) -> None:
    _write(root / source.path, text, is_new=False, is_dry=report.is_dry)
    report.written.append(source.path)
    report.renamed.append(old)
    report.tell("renamed", source.path, f"its seed was {old[0]}")


def exchange(root: Path, sources: Mapping[Key, Source], found: renames.Exchange, report: Report) -> dict[Key, Source]:
    """*sources* under the names that their seeds have now: each article keeps its id and its file, wherever its seed is."""
    for old, new in found.moves:
        move(root, sources, old, new, report)
    for key in found.overwritten:
        let_go(sources[key], report)
        report.vanished.append(sources[key].id)
    away = {*found.overwritten, *(old for old, _ in found.moves)}
    stay = {key: source for key, source in sources.items() if key not in away}
    return stay | {new: sources[old] for old, new in found.moves}


def let_go(source: Source, report: Report) -> None:
    """Take out the content file of *source*, which nobody has edited. It is deleted once the ledger tells why."""
    report.deleted.append(source.path)
    report.tell("gone", source.path, "its seed has vanished")


def _set_aside(text: str, path: str) -> str:
    article = content.load(text, path=path, id="")
    return content.save(msgspec.structs.replace(article, status="set-aside"))


def _write(path: Path, text: str, *, is_new: bool, is_dry: bool) -> bool:
    """Whether there was no other file in the place of a new one."""
    if is_new and path.exists():
        return False
    if is_dry:
        return True
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, text)
    return True


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(".archivegen-new")  # not made from the name, which may be as long as names can be
    try:
        temporary.write_text(text, "utf-8", errors="surrogateescape", newline="")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


class Settlement(msgspec.Struct):
    """What is to be done about articles and seeds that have parted."""

    vanished: list[Source] = []
    """Articles that go with their seeds."""
    kept: list[tuple[Source, Key, str, str]] = []
    """Edited articles that a person wants as they are, with their seed and its sha256 and given now ("" = it is no more)."""
    problems: list[Problem] = []
    """What a person has to settle."""


def settle(
    sources: Sources,
    present: Mapping[Key, str],
    given: Callable[[str], str],
    *,
    folders: Sequence[str],
    read_failed: Collection[str],
    wishes: Wishes = NOTHING_ASKED,
) -> Settlement:
    """What is to be done about *sources* whose seed has vanished, or changed though a person edited the article.

    *present*: the sha256 of what is there now, by seed and record; *given*: the digest of what is known of a seed beside it.
    Articles whose seed lies outside *folders* are let alone.
    """
    found = Settlement()
    watched = tuple(f"{folder}/" for folder in folders)
    for (path, record), source in sources.items():
        if not path.startswith(watched) or path in read_failed:
            continue
        sha256 = present.get((path, record), "")
        known = given(path) if sha256 else ""
        if sha256 and (not source.is_edited or (sha256, known) == (source.sha256, source.given)):
            continue
        if not sha256 and (not source.stays or wishes.is_taken("seed", source.path, path, is_changed=True)):
            found.vanished.append(source)
        elif wishes.is_taken("mine", source.path, path, is_changed=True):
            found.kept.append((source, (path, record), sha256, known))
        else:
            found.problems.append(_parted(source, Origin(path, record), is_there=bool(sha256)))
    return found


def _parted(source: Source, seed: Origin, *, is_there: bool) -> Problem:
    mend = f"archivegen ingest --take seed {source.path} {{}}, --take mine keeps it as it is"
    if not is_there:
        why = "since a person edited it" if source.is_edited else "since another content file has its id too"
        message = f"its seed {seed} has vanished; the article stays, {why}; " + mend.format("lets it go")
        return Problem(Origin(source.path), "warning", "seed-vanished", message)
    message = f"changed since {source.path} was made from it, which a person edited, so that is kept; " + mend.format(
        "makes it anew from the seed"
    )
    return Problem(seed, "warning", "seed-changed", message)


def keep_mine(root: Path, kept: Iterable[tuple[Source, Key, str, str]], report: Report) -> None:
    """Let each edited article stand as it is, so that it is not asked about again."""
    for source, key, sha256, given in kept:
        text = (root / source.path).read_bytes().decode("utf-8", "surrogateescape")
        settled = content.settled(text, sha256=sha256, given=given)
        if settled == text:
            message = f"its seed: cannot be told, as it was written in another way; put sha256: {sha256} under it"
            report.problems.append(Problem(Origin(source.path), "warning", "take-unwritable", message))
            continue
        if not report.is_dry:
            _replace(root / source.path, settled)
        report.written.append(source.path)
        report.tell("kept", source.path, f"settled with {key[0]}")
