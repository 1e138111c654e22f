"""Let the program ingest files in a site of their own, in this process, and take what it made of each."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archivegen import build, config, content, export, normalize, plugins
from archivegen.errors import Origin, Problem
from archivegen.model import Article, Facts
from archivegen.read import Reader
from archivegen.texts import text_of
from benchmarks.ingest.scores import Found

_SITE = "title: Measured\nbase_url: https://archive.example/\nannotate: []\n"
NOT_BODY = ("title", "dek", "caption", "embed")
"""Kinds of text blocks that are measured apart."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What an ingest came to."""

    articles: Mapping[str, tuple[Article, ...]]
    """By the name of the file they came from."""
    problems: tuple[Problem, ...]
    cpu_s: float
    bytes: int
    files: int


def ingest(files: Mapping[str, bytes]) -> Ran:
    """Ingest *files*, given by name with ending; annotators are off, names say nothing (seeds are numbered)."""
    with _site(files) as (root, name_by_seed):
        started = time.process_time()
        result = build.ingest(root, config.load(root), build.Options(jobs=1))
        cpu = time.process_time() - started
        articles: dict[str, tuple[Article, ...]] = {}
        for path in sorted((root / "content").rglob("*.md")):
            id = path.relative_to(root / "content").as_posix().removesuffix(".md")
            article = content.load(path.read_text("utf-8"), path=path.name, id=id)
            name = name_by_seed[article.seed.path] if article.seed else ""
            articles[name] = (*articles.get(name, ()), article)
    size = sum(map(len, files.values()))
    return Ran(articles, tuple(result.problems), cpu, size, len(files))


def ingest_apart(files: Mapping[str, bytes]) -> Ran:
    """Ingest each of *files* in a site of its own, so that none is a duplicate of another."""
    runs = [ingest({name: data}) for name, data in files.items()]
    return Ran(
        {name: articles for ran in runs for name, articles in ran.articles.items()},
        tuple(problem for ran in runs for problem in ran.problems),
        sum(ran.cpu_s for ran in runs),
        sum(ran.bytes for ran in runs),
        len(runs),
    )


@contextmanager
def _site(files: Mapping[str, bytes]) -> Iterator[tuple[Path, dict[str, str]]]:
    """A site with *files* as its seeds, and the name of each seed's file."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        (root / "seeds").mkdir()
        (root / "site.yaml").write_text(_SITE, "utf-8")
        name_by_seed = {f"seeds/{n:05}{_ending(name)}": name for n, name in enumerate(files)}
        for seed, name in name_by_seed.items():
            (root / seed).write_bytes(files[name])
        yield root, name_by_seed


def _ending(name: str) -> str:
    """ ".warc.gz" of a packed container, else the last ending alone: names of pages are full of dots."""
    path = PurePosixPath(name)
    return f"{PurePosixPath(path.stem).suffix}{path.suffix}" if path.suffix == ".gz" else path.suffix


def seconds_to_read(files: Mapping[str, bytes]) -> float:
    """Processor seconds for reading and normalizing *files*, one after the other, when everything is loaded."""
    readers = plugins.readers()
    with _site(files) as (root, name_by_seed):
        seeds = list(name_by_seed)
        _read(root, seeds[:3], readers)  # loads tables and libraries
        started = time.process_time()
        _read(root, seeds, readers)
        return time.process_time() - started


def _read(root: Path, seeds: Sequence[str], readers: Mapping[str, Reader]) -> None:
    for seed in seeds:
        with (root / seed).open("rb") as stream:
            for document in readers[PurePosixPath(seed).suffix.lower()](stream, Origin(seed)):
                if not isinstance(document, Problem):
                    normalize.normalize(document, id="x", language="en")


def found(articles: Sequence[Article]) -> Found:
    """What `export jsonl` says of the first of *articles* that is published."""
    article = next((one for one in articles if one.status == "published"), None)
    if article is None:
        return Found()
    told = export.record(None, article, text_of(article), Facts(), (), None)
    return Found(
        title="" if told["title_basis"] == "supplied" else told["title"],
        dek=told["dek"] or "",
        byline=tuple(told["byline"]),
        source=told["source"] or "",
        date=told["date"] or "",
        language=told["language"] or "",
        body="\n\n".join(told["text"][b["start"] : b["end"]] for b in told["blocks"] if b["kind"] not in NOT_BODY),
        captions=tuple(caption["text"] for caption in told["captions"]),
    )
