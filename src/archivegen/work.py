"""A seed → its articles, each taken apart alone; and what a survey keeps of its lines. What worker processes run."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import msgspec

from archivegen import content, folders, normalize, scan, slugs, surveying, workers
from archivegen.errors import Origin, Problem
from archivegen.model import Document, Seed
from archivegen.read import Reader
from archivegen.read.records import Seen
from archivegen.store import SeedRecord, Sketched

LONGEST = 20_000_000
"""Letters of a text; of a page, what is its text is not known before it is taken apart."""


class SeedFile(msgspec.Struct, frozen=True):
    """One seed to read. *known*: by record, what its article was made of; *ids*: the id that a record has."""

    path: str
    id: str
    """For its first record; others add their own name."""
    known: Mapping[str, str] = {}
    ids: Mapping[str, str] = {}
    given: Mapping[str, Any] = {}
    """Fields that its folder or an index gives, for what it does not say itself."""
    furniture: Mapping[str, normalize.Furniture] = {}
    """What was learned of the lines of a record."""


class NewArticle(msgspec.Struct, frozen=True):
    record: str
    id: str
    seed: Seed
    text: str
    """Of its content file."""
    status: str
    why: str
    """What the status was concluded from, where it was."""
    problems: tuple[Problem, ...]


class SeedRead(msgspec.Struct, frozen=True):
    """What came of one seed file."""

    path: str
    size: int
    mtime_ns: int
    records: tuple[SeedRecord, ...]
    new: tuple[NewArticle, ...]
    part: int = 0
    """Which part of the file it is."""
    is_last: bool = True
    """False for a part of a file, of which more is to come."""
    given: str = ""
    """Digest of what its folder or an index says of it."""


class IngestOptions(msgspec.Struct, frozen=True):
    root: str
    language: str
    readers: Mapping[str, Reader]
    fields: Mapping[str, str] = {}
    """Names of seed fields → ours."""
    unpublished: bool = False
    """Whether what exports hold and never showed (drafts, private posts) comes in, as drafts."""
    folders: Sequence[str] = ()
    """Of seeds."""
    lent: Mapping[str, str] = {}
    """Seeds that are not in the site yet."""


def ingest_seeds(seeds: Sequence[SeedFile], options: IngestOptions) -> list[SeedRead]:
    return [part for seed in seeds for part in ingest_in_parts(seed, options, articles=sys.maxsize)]


def spared(seed: SeedFile, problem: Problem) -> SeedRead:
    """What stands for a seed that kills the process that reads it: it is tried again each time."""
    told = msgspec.structs.replace(problem, message=f"{problem.message}; it is left out")
    return SeedRead(seed.path, -1, -1, (SeedRecord("", "", (told,)),), (), given=folders.digest(seed.given))


def ingest_in_parts(
    seed: SeedFile,
    options: IngestOptions,
    *,
    articles: int,
    crew: workers.Crew = workers.ALONE,
    killed: list[Problem] | None = None,
) -> Iterator[SeedRead]:
    """What comes of *seed*, *articles* at a time, so that a file of any size needs little memory; at least one part.

    It is read in this process; what is read is taken apart by *crew*; *killed* is told of a process of theirs that was killed.
    """
    path = scan.locate(Path(options.root), seed.path, options.lent)
    records: list[SeedRecord] = []
    new: list[NewArticle] = []
    withheld: Counter[str] = Counter()
    aside: Counter[str] = Counter()
    origin, given, part = Origin(seed.path), folders.digest(seed.given), 0
    is_whole = True
    try:
        stat = scan.stat_of(path.stat())
        with path.open("rb") as stream:
            named = _named(seed, stream, options, withheld, aside)
            shared = seed, options.language
            for made in workers.stream(
                _take_apart, named, shared, crew=crew, weigh=_weight, killed=killed, instead=_spared
            ):
                records.append(made.told)
                is_whole = is_whole and not (made.told.problems and _is_spared(made.told))
                if made.new is not None:
                    new.append(made.new)
                if len(new) >= articles or len(records) >= articles:
                    told, articles_ = tuple(records), tuple(new)
                    yield SeedRead(seed.path, stat.size, stat.mtime_ns, told, articles_, part, False, given)
                    records, new, part = [], [], part + 1
    except OSError as error:
        problem = Problem(
            origin, "error", "seed-unreadable", f"cannot be read ({error.strerror}); check the file and its rights"
        )
        yield SeedRead(seed.path, -1, -1, (*records, SeedRecord("", "", (problem,))), tuple(new), part, True, given)
        return
    records += [SeedRecord("", "", (_left_out(withheld, origin),))] if withheld else []
    records += [SeedRecord("", "", (_set_aside(aside, origin),))] if aside else []
    size = stat.size if is_whole else -1  # it is read again each time, until nothing of it kills who reads it
    yield SeedRead(seed.path, size, stat.mtime_ns, tuple(records), tuple(new), part, True, given)


def _is_spared(record: SeedRecord) -> bool:
    return any(problem.code == workers.KILLED for problem in record.problems)


def _spared(one: _Named, problem: Problem) -> _Made:
    told = msgspec.structs.replace(problem, message=f"{problem.message}; it is left out")
    return _Made(SeedRecord(one.found.origin.record, "", (told,)))


class _Named(msgspec.Struct, frozen=True):
    """What was read, and the id that its article has or will have."""

    found: Document | Problem
    id: str = ""

    @property
    def path(self) -> str:
        """To name it by."""
        origin = self.found.origin
        return f"{origin.path}#{origin.record}" if origin.record else origin.path


class _Made(msgspec.Struct, frozen=True):
    """What became of it: its record, and its article where that is new."""

    told: SeedRecord
    new: NewArticle | None = None


def _named(
    seed: SeedFile, stream: BinaryIO, options: IngestOptions, withheld: Counter[str], aside: Counter[str]
) -> Iterator[_Named]:
    """What *stream* holds, in its order; what is *withheld*, or set *aside*, is counted there."""
    taken = Seen()
    for id_ in seed.ids.values():
        taken.add(id_)
    for found in _documents(seed, stream, options):
        if isinstance(found, Problem):
            yield _Named(found)
        elif found.withheld and not options.unpublished:
            withheld[found.withheld] += 1
        else:
            record = found.origin.record
            id_ = seed.ids.get(record) or (slugs.free(f"{seed.id}/{slugs.slug(record)}", taken) if record else seed.id)
            taken.add(id_)
            if found.aside and "status" not in found.meta:
                aside[found.aside] += 1
            yield _Named(found, id_)


def _weight(named: _Named) -> int:
    """How much memory it takes on its way to a worker, about."""
    return len(named.found.body) if isinstance(named.found, Document) else 0


def _take_apart(items: Sequence[_Named], shared: tuple[SeedFile, str]) -> list[_Made]:
    seed, language = shared
    return [_made(one, seed, language) for one in items]


def _made(one: _Named, seed: SeedFile, language: str) -> _Made:
    if isinstance(one.found, Problem):
        return _Made(SeedRecord(one.found.origin.record, "", (one.found,)))
    document = one.found
    record = document.origin.record
    if document.markup != "html" and len(document.body) > LONGEST:
        message = f"the text has {len(document.body):,} letters, and no story has more than {LONGEST:,}; give each story a file of its own"
        return _Made(SeedRecord(record, "", (Problem(document.origin, "error", "text-too-long", message),)))
    made = _new_article(document, seed, one.id, language)
    if isinstance(made, Problem):
        return _Made(SeedRecord(record, "", (*document.problems, made)))
    is_new = seed.known.get(record) != made_of(made.seed)
    losses = document.losses if made.status == "published" else ()
    return _Made(SeedRecord(record, document.sha256, made.problems, losses), made if is_new else None)


def _left_out(withheld: Counter[str], origin: Origin) -> Problem:
    counts = ", ".join(f"{number} × {reason}" for reason, number in sorted(withheld.items()))
    message = f"left out, since they were never shown to everybody: {counts}; unpublished: true in site.yaml takes them in as drafts"
    return Problem(origin, "note", "unpublished-left-out", message)


def _set_aside(aside: Counter[str], origin: Origin) -> Problem:
    counts = ", ".join(f"{number} × {reason}" for reason, number in sorted(aside.items()))
    message = (
        f"came in as `status: set-aside`: {counts}; write `status: published` into the content file of one to show it"
    )
    return Problem(origin, "note", "pages-set-aside", message)


def made_of(seed: Seed) -> str:
    """Tells all that an article was made of; Source.made_of is the same of one that stands."""
    return f"{seed.sha256} {seed.given} {seed.furniture}"


def _documents(seed: SeedFile, stream: BinaryIO, options: IngestOptions) -> Iterator[Document | Problem]:
    """The Documents in *stream*, with what their folder and the site say of them."""
    reader = options.readers[PurePosixPath(seed.path).suffix.lower()]
    for found in _read_safely(reader, stream, Origin(seed.path)):
        if isinstance(found, Problem):
            yield found
        else:
            yield folders.apply(folders.renamed(found, options.fields), seed.given)


def sketch_seeds(seeds: Sequence[SeedFile], options: IngestOptions) -> list[tuple[str, tuple[Sketched, ...]]]:
    """(path, sketches of its plain texts) of each of *seeds*, for the survey of lines that repeat."""
    return [(seed.path, tuple(sketches_of(seed, options))) for seed in seeds]


def sketches_of(seed: SeedFile, options: IngestOptions) -> Iterator[Sketched]:
    for document in _plain_texts(seed, options):
        place = folders.place_of(document, options.folders)
        try:
            yield surveying.sketch(document.body, document.origin.record, place)
        except Exception:  # a text that defeats the survey defeats normalize too, which tells of it
            continue


def lines_in(seed: SeedFile, options: IngestOptions, wanted: Mapping[str, frozenset[int]]) -> dict[int, str]:
    """The lines of *seed* as printed, by digest. *wanted*: digests by record."""
    found: dict[int, str] = {}
    for document in _plain_texts(seed, options):
        digests = wanted.get(document.origin.record)
        if digests:
            for digest_, text in surveying.texts_of(document.body, digests):
                found.setdefault(digest_, text)
    return found


_MARKED_UP = (".html", ".htm", ".xhtml", ".shtml", ".xml", ".wxr", ".rss", ".atom", ".rdf", ".warc", ".arc", ".wacz")
"""Files of such names hold pages and fragments of pages, no plain texts; to look would be to read gigabytes once more."""


def _plain_texts(seed: SeedFile, options: IngestOptions) -> Iterator[Document]:
    if seed.path.lower().removesuffix(".gz").endswith(_MARKED_UP):
        return
    try:
        with scan.locate(Path(options.root), seed.path, options.lent).open("rb") as stream:
            for document in _documents(seed, stream, options):
                if isinstance(document, Document) and document.markup == "text" and not document.withheld:
                    yield document
    except OSError:  # ingest_in_parts tells of it
        return


def _read_safely(reader: Reader, stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """What *reader* gives; a Problem at the end where the file defeats it."""
    try:
        yield from reader(stream, origin)
    except OSError:
        raise
    except Exception as error:  # one file that defeats its reader must not stop the others
        message = (
            f"could not be read on ({type(error).__name__}: {error}); what was before came in; report this as a fault"
        )
        yield Problem(origin, "error", "read-failed", " ".join(message.split()))


def _new_article(document: Document, seed: SeedFile, id_: str, language: str) -> NewArticle | Problem:
    record = document.origin.record
    furniture = seed.furniture.get(record, normalize.Furniture())
    try:
        article = normalize.normalize(document, id=id_, language=language, furniture=furniture)
    except MemoryError:
        raise  # there may be enough of it for this one alone
    except Exception as error:
        message = f"could not be taken apart ({type(error).__name__}: {error}); it is left out; report this as a fault"
        return Problem(document.origin, "error", "normalize-failed", message)
    made_from = article.seed or Seed(seed.path, record, 1, document.sha256)
    made_from = msgspec.structs.replace(
        made_from, given=folders.digest(seed.given), furniture=surveying.digest_of(furniture)
    )
    article = msgspec.structs.replace(article, seed=made_from)
    why = article.inferred["status"].basis if "status" in article.inferred else ""
    problems = tuple(_with_giver(one, document, seed) for one in article.problems)
    return NewArticle(record, id_, made_from, content.save(article), article.status, why, problems)


def _with_giver(problem: Problem, document: Document, seed: SeedFile) -> Problem:
    """*problem*; where it is about a field that the seed does not give itself, it tells who does."""
    key = problem.message.partition(":")[0]
    if not problem.code.endswith("-unreadable") or key not in seed.given or key in document.meta_lines:
        return problem
    message = f"{problem.message} in the index file, or in {folders.DEFAULTS_NAMES[0]}, that says so of it"
    return msgspec.structs.replace(problem, message=message)
