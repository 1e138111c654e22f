"""The sets of documents that are measured, each ingested together in a site of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.ingest import containers, layouts, misses, run, scores, truth
from benchmarks.ingest.scores import Found
from benchmarks.ingest.truth import Truth

TRUTHS = ("open-pages/truth.jsonl", "wikinews/truth.jsonl", "digitalgov/truth.jsonl")
LOOSE = ("cms-exports", "newsml-ninjs", "feeds/feedparser", "warc/warcio")
"""Folders without truth, where it only counts that nothing is defeated."""


class Benchmark:
    """One run over the corpora: its tables grow as it goes."""

    def __init__(self, corpora: Path, told: str) -> None:
        self.corpora = corpora
        self.told = told
        self.sets: dict[str, dict[str, tuple[float, int]]] = {}
        self.documents: dict[str, int] = {}
        self.containers: list[containers.Row] = []
        self.loose: dict[str, dict[str, int]] = {}
        self.speed: dict[str, dict[str, float]] = {}

    def documents_of(self, name: str, files: Mapping[str, bytes], truths: Iterable[Truth]) -> None:
        """Ingest *files* (by path) together, and score *truths* by their sets."""
        ran = run.ingest(files)
        found = {path: run.found(ran.articles.get(path, ())) for path in files}
        self.score(truths, found)
        read_s = run.seconds_to_read(files)
        self.speed[name] = {
            "documents": len(files),
            "kB": ran.bytes / 1000,
            "read": len(files) / read_s,
            "ingest": len(files) / ran.cpu_s,
        }

    def score(self, truths: Iterable[Truth], found: Mapping[str, Found]) -> None:
        rows: dict[str, list[dict[str, float]]] = {}
        for one in truths:
            got = found.get(one.path, Found())
            scored = scores.score(one, got)
            rows.setdefault(one.set, []).append(scored)
            if self.told in scored:
                _print(misses.lines(self.told, one, got, scored[self.told]))
        for name, scored_rows in rows.items():
            self.sets[name] = scores.means(scored_rows)
            self.documents[name] = len(scored_rows)

    def container(self, row: containers.Row) -> None:
        self.containers.append(row)
        if self.told == "containers":
            _print(row.missed)

    def read(self, *paths: str) -> dict[str, bytes]:
        return {path: (self.corpora / path).read_bytes() for path in paths}

    def below(self, folder: str) -> list[str]:
        """All files below *folder* but the corpora's own lists, as paths below the corpora folder."""
        files = (path for path in sorted((self.corpora / folder).rglob("*")) if path.is_file())
        own = ("SOURCES.tsv", "truth.jsonl")
        wanted = (
            p for p in files if p.name not in own and not p.name.startswith("LICENSE") and ".serde." not in p.name
        )
        return [path.relative_to(self.corpora).as_posix() for path in wanted]


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def measure(corpora: Path, *, only: str = "", told: str = "") -> Benchmark:
    """Run every set whose name holds *only*."""
    benchmark = Benchmark(corpora, told)
    known = [one for path in TRUTHS for one in truth.from_json(corpora / path, corpora)]
    labels = list(truth.labelled(corpora, known))
    for stale in labels:
        if isinstance(stale, str):
            print(stale, file=sys.stderr)
    labelled = [one for one in labels if isinstance(one, Truth)]
    groups: dict[str, list[Truth]] = {}
    for one in known:
        groups.setdefault(f"{one.path.split('/')[0]} {one.set.split()[-1]}", []).append(one)
    for name, truths in groups.items():
        if only in name:
            paths = dict.fromkeys(one.path for one in truths)
            extra = [one for one in labelled if one.path in paths]
            benchmark.documents_of(name, benchmark.read(*paths), [*truths, *extra])
    _laid_out(benchmark, [*known, *labelled], only)
    _headless(benchmark, labelled, only)
    _posts_as_text(benchmark, [one for one in known if one.path.startswith("digitalgov/")], only)
    _containers(benchmark, only)
    return benchmark


def _laid_out(benchmark: Benchmark, truths: Sequence[Truth], only: str) -> None:
    """Each raw text in other layouts; all sets of text together, labels first where a text has two truths."""
    best = {one.path: one for one in truths if one.path.endswith(".txt")}
    for layout, change in layouts.LAYOUTS.items():
        name = f"all texts, {layout}"
        if only in name:
            raw = benchmark.read(*best)
            files = {path: change(data.decode("utf-8")).encode() for path, data in raw.items()}
            benchmark.documents_of(name, files, truth.of_set(list(best.values()), name))


def _headless(benchmark: Benchmark, labelled: Sequence[Truth], only: str) -> None:
    """Labelled texts without headline, byline and date lines: nothing may be made up in their place."""
    name = "labelled, without headline and date line"
    stories = [one for one in labelled if one.headless]
    if only in name and stories:
        files = {one.path: one.headless.encode() for one in stories}
        benchmark.documents_of(name, files, [truth.without_head(one, name) for one in stories])


def _posts_as_text(benchmark: Benchmark, truths: Sequence[Truth], only: str) -> None:
    """Markdown posts as the text of their pages: headline, dek, day, body."""
    name = "digitalgov as text"
    if only not in name:
        return
    posts = [layouts.post((benchmark.corpora / one.path).read_text("utf-8")) for one in truths]
    paths = [f"{one.path}.txt" for one in truths]
    files = {path: layouts.printed(post).encode() for path, post in zip(paths, posts, strict=True)}
    benchmark.documents_of(
        name,
        files,
        [
            truth.Truth(path, name, path, title=p.title, dek=p.dek, date=p.date, body=p.body)
            for path, p in zip(paths, posts, strict=True)
        ],
    )


def _containers(benchmark: Benchmark, only: str) -> None:
    corpora = benchmark.corpora
    if only in "wxr":
        ran = run.ingest_apart(benchmark.read(*benchmark.below("wxr")))
        posts, pages = (
            containers.wordpress(corpora / "wxr/truth.jsonl", corpora, kind=kind) for kind in ("post", "page")
        )
        benchmark.container(containers.count("WordPress posts", posts, ran, beside=pages))
        benchmark.container(containers.count("WordPress pages", pages, ran, beside=posts, status="set-aside"))
        benchmark.loose["wxr"] = containers.came_in(ran)
    if only in "feeds":
        ran = run.ingest_apart(benchmark.read(*benchmark.below("feeds/feed-rs")))
        found = list(containers.feeds(corpora / "feeds/feed-rs", corpora))
        benchmark.container(containers.count("feeds", found, ran))
        benchmark.loose["feeds/feed-rs"] = containers.came_in(ran)
    if only in "warc":
        path = "warc/open-pages.warc.gz"
        truths = truth.from_json(corpora / "warc/open-pages.truth.jsonl", corpora)
        ran = run.ingest(benchmark.read(path))
        benchmark.container(containers.count("web archive", containers.web_archive(truths, path), ran))
        by_url = {article.url: run.found([article]) for article in ran.articles.get(path, ())}
        benchmark.score([truth.under(one, one.url) for one in truths], by_url)
    for folder in LOOSE:
        if only in folder:
            benchmark.loose[folder] = containers.came_in(run.ingest(benchmark.read(*benchmark.below(folder))))
