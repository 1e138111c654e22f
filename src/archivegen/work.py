"""What is done to one document, alone: a seed → articles, a content file → facts. The functions that workers run."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import msgspec

from archivegen import content, folders, normalize, scan, slugs
from archivegen.annotate import Annotator, given
from archivegen.cards import card_of
from archivegen.errors import Origin, Problem
from archivegen.model import Document, Facts
from archivegen.read import Reader
from archivegen.store import Prepared, SeedRecord
from archivegen.texts import text_of

_encode = msgspec.msgpack.encode


class SeedFile(msgspec.Struct, frozen=True):
    """One seed to read. *known*: sha256 by record, of what has an article already; *ids*: the id that a record has."""

    path: str
    id: str
    """For its first record; others add their own name."""
    known: Mapping[str, str] = {}
    ids: Mapping[str, str] = {}
    given: Mapping[str, Any] = {}
    """Fields that its folder or an index gives, for what it does not say itself."""


class NewArticle(msgspec.Struct, frozen=True):
    record: str
    id: str
    sha256: str
    text: str
    """Of its content file."""
    status: str
    problems: tuple[Problem, ...]


class SeedRead(msgspec.Struct, frozen=True):
    """What came of one seed file."""

    path: str
    size: int
    mtime_ns: int
    records: tuple[SeedRecord, ...]
    new: tuple[NewArticle, ...]
    is_last: bool = True
    """False for a part of a file, of which more is to come."""


class IngestOptions(msgspec.Struct, frozen=True):
    root: str
    language: str
    readers: Mapping[str, Reader]
    fields: Mapping[str, str] = {}
    """Names of seed fields → ours."""


def ingest_seeds(seeds: Sequence[SeedFile], options: IngestOptions) -> list[SeedRead]:
    return [part for seed in seeds for part in ingest_in_parts(seed, options, articles=sys.maxsize)]


def ingest_in_parts(seed: SeedFile, options: IngestOptions, *, articles: int) -> Iterator[SeedRead]:
    """What comes of *seed*, *articles* at a time, so that a file of any size needs little memory; at least one part."""
    path = scan.locate(Path(options.root), seed.path)
    reader = options.readers[PurePosixPath(seed.path).suffix.lower()]
    records: list[SeedRecord] = []
    new: list[NewArticle] = []
    taken = set(seed.ids.values())
    origin = Origin(seed.path)
    try:
        stat = path.stat()
        with path.open("rb") as stream:
            for found in _read_safely(reader, stream, origin):
                if isinstance(found, Problem):
                    records.append(SeedRecord(found.origin.record, "", (found,)))
                    continue
                record = found.origin.record
                document = folders.apply(folders.renamed(found, options.fields), seed.given)
                made = _new_article(document, seed, options.language, taken)
                if isinstance(made, Problem):
                    records.append(SeedRecord(record, "", (*document.problems, made)))
                    continue
                records.append(SeedRecord(record, document.sha256, made.problems))
                if seed.known.get(record) != document.sha256:
                    new.append(made)
                if len(new) >= articles:
                    yield SeedRead(seed.path, stat.st_size, stat.st_mtime_ns, tuple(records), tuple(new), False)
                    records, new = [], []
    except OSError as error:
        problem = Problem(
            origin, "error", "seed-unreadable", f"cannot be read ({error.strerror}); check the file and its rights"
        )
        yield SeedRead(seed.path, -1, -1, (*records, SeedRecord("", "", (problem,))), tuple(new))
        return
    if seed.given:
        records.append(SeedRecord(folders.MARK, folders.digest(seed.given), ()))
    yield SeedRead(seed.path, stat.st_size, stat.st_mtime_ns, tuple(records), tuple(new))


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


def _new_article(document: Document, seed: SeedFile, language: str, taken: set[str]) -> NewArticle | Problem:
    record = document.origin.record
    id_ = seed.ids.get(record) or (slugs.free(f"{seed.id}/{slugs.slug(record)}", taken) if record else seed.id)
    taken.add(id_)
    try:
        article = normalize.normalize(document, id=id_, language=language)
    except Exception as error:
        message = f"could not be taken apart ({type(error).__name__}: {error}); it is left out; report this as a fault"
        return Problem(document.origin, "error", "normalize-failed", message)
    return NewArticle(record, id_, document.sha256, content.save(article), article.status, article.problems)


def digest(data: bytes) -> str:
    """Of a content file's bytes: whether it is the one that was prepared."""
    return blake2b(data, digest_size=16).hexdigest()


class PrepareOptions(msgspec.Struct, frozen=True):
    root: str
    content: str
    """The content folder, relative to root."""
    language: str
    annotators: tuple[Annotator, ...]


def annotators_of(names: Sequence[str], table: Mapping[str, Annotator]) -> tuple[Annotator, ...]:
    """The annotators that site.yaml names, in the order of the table; without "entities", those of front matter are kept."""
    chosen = [annotator for name, annotator in table.items() if name in names]
    return tuple(chosen) if "entities" in names else (given.annotate, *chosen)


def prepare_files(paths: Sequence[str], options: PrepareOptions) -> list[Prepared]:
    """Each content file of *paths* as records; one that cannot be decoded becomes a draft with a problem."""
    return [_prepare(path, options) for path in paths]


def _prepare(path: str, options: PrepareOptions) -> Prepared:
    data = Path(options.root, path).read_bytes()
    problems: tuple[Problem, ...] = ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("utf-8", "replace")
        problems = (
            Problem(Origin(path, "", line), "error", "content-not-utf8", "is not UTF-8; save the file as UTF-8"),
        )
    id_ = path[len(options.content) + 1 :].removesuffix(".md")
    article = content.load(text, path=path, id=id_, language=options.language)
    whole = text_of(article)
    facts = Facts()
    for annotate in options.annotators:
        try:
            facts = annotate(article, whole, facts)
        except Exception as error:
            message = f"could not be searched ({type(error).__name__}: {error}); it is published without; report this as a fault"
            problems += (Problem(Origin(path), "error", "annotate-failed", message),)
    blob, facts_blob = _encode(article), _encode(facts)
    whole_digest = blake2b(blob + facts_blob, digest_size=10).hexdigest()
    return Prepared(
        path=path,
        sha=digest(data),
        id=article.id,
        status=article.status,
        card=_encode(card_of(article, whole, digest=whole_digest)),
        facts=facts_blob,
        article=blob,
        text=_encode(whole),
        seed=article.seed,
        is_edited=content.is_edited(text),
        problems=(*problems, *article.problems, *facts.problems),
    )
