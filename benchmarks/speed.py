"""archivegen beside Hugo on the same stories: python -m benchmarks.speed --n 1000

Three sites are built in turn: Hugo's; archivegen's with the entities given and nothing looked for (the same work, and more); and
archivegen's from raw text with everything on. Quote ratios of one run: a machine's seconds differ from day to day.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import corpus, hugo
from benchmarks.corpus import Corpus, Story
from benchmarks.measure import Cost, run, size_of

RESULTS = Path(__file__).parent / "results"
SCENARIOS = ("cold", "nothing changed", "one body edited")

# the same pages as Hugo's: one for every entity, one feed, no search
_SAME_WORK = """\
title: Archive
base_url: https://news.example/
annotate: []
search: false
feed: {min_articles: 1000000}
entities: {min_articles: 1, noindex_below: 0}
"""
_EVERYTHING = """\
title: Archive
base_url: https://news.example/
"""


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    command: list[str]
    form: Callable[[Story], str]
    place: str
    """Where a story stands, with {id}."""
    caches: tuple[str, ...]
    """What a cold build begins without."""
    make_site: Callable[[Path], None]

    def path(self, root: Path, story: Story) -> Path:
        return root / self.place.format(id=story.id)


def tools(jobs: int) -> tuple[Tool, ...]:
    build = [sys.executable, "-m", "archivegen", "build", *(["--jobs", str(jobs)] if jobs else [])]
    return (
        Tool(
            "hugo",
            [hugo.program(), "--quiet"],
            corpus.hugo,
            "content/posts/{id}.md",
            ("public", "resources"),
            hugo.make_site,
        ),
        Tool(
            "archivegen, same work",
            build,
            corpus.content,
            "content/{id}.md",
            ("public", ".archivegen", "content/ledger.tsv", "content/furniture.tsv"),
            lambda root: corpus.write(root / "site.yaml", _SAME_WORK),
        ),
        Tool(
            "archivegen, everything on",
            build,
            corpus.raw,
            "seeds/{id}.txt",
            ("public", ".archivegen", "content"),
            lambda root: corpus.write(root / "site.yaml", _EVERYTHING),
        ),
    )


@dataclass(frozen=True, slots=True)
class Row:
    tool: str
    scenario: str
    wall_s: float
    cpu_s: float
    peak_mb: float
    files: int
    bytes: int
    cpu_ratio: float
    """To Hugo in the same round; the median over the rounds."""
    wall_ratio: float


def measure(stories: Corpus, folder: Path, *, rounds: int, jobs: int, say: Callable[[str], None]) -> list[Row]:
    """A row for each scenario and tool; figures are medians over the rounds."""
    found = tools(jobs)
    roots = {tool.name: _site(tool, stories, folder / str(number)) for number, tool in enumerate(found)}
    costs: dict[tuple[str, str], list[Cost]] = {}
    sizes: dict[tuple[str, str], tuple[int, int]] = {}
    for turn in range(rounds):
        for scenario in SCENARIOS:
            for tool in found:
                root = roots[tool.name]
                _prepare(tool, root, stories, scenario, turn)
                cost = run(tool.command, root)
                costs.setdefault((tool.name, scenario), []).append(cost)
                sizes[tool.name, scenario] = size_of(root / "public")
                say(
                    f"round {turn + 1}  {scenario:16} {tool.name:26} {cost.cpu_s:8.2f} CPU s {cost.wall_s:8.2f} s {cost.peak_mb:6.0f} MB"
                )
    return [_row(tool.name, scenario, costs, sizes) for scenario in SCENARIOS for tool in found]


def _site(tool: Tool, stories: Corpus, root: Path) -> Path:
    tool.make_site(root)
    for story in stories.stories():
        corpus.write(tool.path(root, story), tool.form(story))
    return root


def _prepare(tool: Tool, root: Path, stories: Corpus, scenario: str, turn: int) -> None:
    if scenario == "cold":
        for name in tool.caches:
            shutil.rmtree(root / name, ignore_errors=True)
            (root / name).unlink(missing_ok=True)
    if scenario == "one body edited":
        story = corpus.with_another_body(stories.story(stories.size // 2), turn + 1)
        corpus.write(tool.path(root, story), tool.form(story))


def _row(
    tool: str, scenario: str, costs: dict[tuple[str, str], list[Cost]], sizes: dict[tuple[str, str], tuple[int, int]]
) -> Row:
    own, base = costs[tool, scenario], costs["hugo", scenario]
    files, size = sizes[tool, scenario]
    return Row(
        tool=tool,
        scenario=scenario,
        wall_s=statistics.median(cost.wall_s for cost in own),
        cpu_s=statistics.median(cost.cpu_s for cost in own),
        peak_mb=statistics.median(cost.peak_mb for cost in own),
        files=files,
        bytes=size,
        cpu_ratio=statistics.median(a.cpu_s / b.cpu_s for a, b in zip(own, base, strict=True)),
        wall_ratio=statistics.median(a.wall_s / b.wall_s for a, b in zip(own, base, strict=True)),
    )


def table(rows: list[Row]) -> str:
    """*rows* in Markdown."""
    lines = [
        "| | | CPU s | wall s | peak MB | files | MB | CPU, Hugo = 1 | wall, Hugo = 1 |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.scenario} | {row.tool} | {row.cpu_s:.2f} | {row.wall_s:.2f} | {row.peak_mb:.0f} | {row.files:,} "
        f"| {row.bytes / 1e6:.1f} | {row.cpu_ratio:.3f} | {row.wall_ratio:.3f} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--n", type=int, default=1000, help="how many stories")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0, help="processes of archivegen (default: one a processor)")
    parser.add_argument(
        "--work", type=Path, help="build here (a folder in memory is best), and leave it; default: a temporary one"
    )
    parser.add_argument("--no-save", action="store_true", help=f"do not write {RESULTS.name}/")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.work or Path(temporary)
        rows = measure(
            Corpus(options.n),
            folder,
            rounds=options.rounds,
            jobs=options.jobs,
            say=lambda line: print(line, file=sys.stderr),
        )
    text = f"{options.n:,} stories, medians of {options.rounds} rounds taken in turn\n\n{table(rows)}"
    print(text)
    if not options.no_save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"speed-{options.n}.md").write_text(text, "utf-8")
        figures = {"stories": options.n, "rounds": options.rounds, "rows": [asdict(row) for row in rows]}
        (RESULTS / f"speed-{options.n}.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
