"""archivegen beside Hugo and Pelican on the same stories: python -m benchmarks.speed --n 1000

The sites are built in turn: Hugo's and Pelican's; archivegen's with the entities given and nothing looked for (the same work, and
more); and archivegen's from raw text with everything on. Quote ratios of one run: a machine's seconds differ from day to day.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import hugo, pelican, tools
from benchmarks.corpus import Corpus
from benchmarks.measure import Cost, run, size_of
from benchmarks.tools import SCENARIOS, Tool

RESULTS = Path(__file__).parent / "results"


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


def measure(
    stories: Corpus,
    folder: Path,
    found: Sequence[Tool],
    *,
    scenarios: Sequence[str] = SCENARIOS,
    rounds: int,
    limit_s: float,
    say: Callable[[str], None],
    peers_once: bool = False,
) -> list[Row]:
    """A row for each scenario and tool; figures are medians over the rounds, which are taken in turn.

    *peers_once*: they make all pages anew whatever was edited, so a round builds with each of them once, for the first
    of *scenarios*, and the others are compared with that.
    """
    roots = {tool.name: tools.make_site(tool, stories, folder / str(number)) for number, tool in enumerate(found)}
    costs: dict[tuple[str, str], list[Cost]] = {}
    sizes: dict[tuple[str, str], tuple[int, int]] = {}
    for turn in range(1, rounds + 1):
        for scenario in scenarios:
            for tool in found:
                if not tool.offers(scenario) or (peers_once and tool.is_peer and scenario != scenarios[0]):
                    continue
                root = roots[tool.name]
                tools.prepare(tool, root, stories, scenario, turn)
                cost = run(tool.command, root, limit_s=limit_s)
                costs.setdefault((tool.name, scenario), []).append(cost)
                sizes[tool.name, scenario] = size_of(root / "public")
                figures = f"{cost.cpu_s:8.2f} CPU s {cost.wall_s:8.2f} s {cost.peak_mb:6.0f} MB"
                say(f"{stories.size:,}, round {turn}  {scenario:16} {tool.name:34} {figures}")
    return [
        _row(tool.name, scenario, costs, sizes)
        for scenario in scenarios
        for tool in found
        if (tool.name, scenario) in costs
    ]


def _row(
    tool: str, scenario: str, costs: dict[tuple[str, str], list[Cost]], sizes: dict[tuple[str, str], tuple[int, int]]
) -> Row:
    own = costs[tool, scenario]
    base = costs.get(("hugo", scenario)) or next(cost for (name, _), cost in costs.items() if name == "hugo")
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


# ---------------------------------------------------------------- what is told of it


def table(rows: Sequence[Row]) -> str:
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


def peers_that_win(rows: Sequence[Row]) -> str:
    """One sentence: where a peer was quicker than archivegen at the same work."""
    found: list[str] = []
    for own in rows:
        if not own.tool.startswith(tools.SAME_WORK):
            continue
        for peer in rows:
            if peer.scenario != own.scenario or peer.tool.startswith("archivegen"):
                continue
            told = [
                f"{what} {mine / theirs:.2f}"
                for what, mine, theirs in (("CPU", own.cpu_s, peer.cpu_s), ("wall", own.wall_s, peer.wall_s))
                if mine > theirs
            ]
            if told:
                found.append(f"{peer.tool} is ahead of {own.tool}: {own.scenario} ({', '.join(told)})")
    return "; ".join(found) + ".\n" if found else "No peer is ahead of archivegen at the same work.\n"


def growth(rows_by_size: dict[int, list[Row]]) -> dict[str, float]:
    """For each tool the exponent by which the processor seconds of a cold build grow from the smallest to the largest archive."""
    small, large = min(rows_by_size), max(rows_by_size)
    if small == large:
        return {}
    costs = {n: {r.tool: r.cpu_s for r in rows_by_size[n] if r.scenario == "cold"} for n in (small, large)}
    return {
        tool: math.log(cost / costs[small][tool]) / math.log(large / small)
        for tool, cost in costs[large].items()
        if tool in costs[small]
    }


def machine() -> str:
    """What it ran on: processors, Python, Hugo."""
    info = Path("/proc/cpuinfo")
    models = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    model = models[0] if info.exists() and models else platform.processor() or platform.machine()
    said = subprocess.run([hugo.program(), "version"], capture_output=True, text=True, check=False).stdout
    version = said.split("-")[0].split(" ")[-1]
    return f"{os.cpu_count()} × {model}, Python {platform.python_version()}, Hugo {version}"


def _save(size: int, rows: list[Row], told: dict[str, str | int], grown: dict[str, float]) -> str:
    text = f"{size:,} stories, {told['rounds']} rounds taken in turn, medians; {told['machine']}{told['load']}\n\n{table(rows)}"
    text += f"\n{peers_that_win(rows)}{told['missing']}"
    if grown:
        steps = "; ".join(f"{tool} {exponent:.2f}" for tool, exponent in grown.items())
        text += f"\nGrowth of the processor seconds of a cold build with the stories, as an exponent: {steps}.\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"speed-{size}.md").write_text(text, "utf-8")
    figures = {"stories": size, **told, "growth": grown, "rows": [asdict(row) for row in rows]}
    (RESULTS / f"speed-{size}.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return text


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    numbers = lambda text: tuple(int(part) for part in text.split(","))  # noqa: E731
    parser.add_argument("--n", type=numbers, default=(1000,), help="how many stories: 1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--jobs",
        type=numbers,
        default=(0,),
        help="processes of archivegen: 0,1,2 (0: one a processor; later ones cold only)",
    )
    parser.add_argument(
        "--scenarios", type=scenarios, default=SCENARIOS, help=f"of these, divided by commas: {', '.join(SCENARIOS)}"
    )
    parser.add_argument(
        "--tools",
        default="",
        help="only those with one of these words in their names: pelican,same,everything; hugo always",
    )
    parser.add_argument(
        "--peers-once",
        action="store_true",
        help="build with the peers once a round, for the first scenario: they make all anew each time, which takes long at 100000",
    )
    parser.add_argument(
        "--pelican", default="", metavar="PROGRAM", help="where Pelican is (default: on PATH, else left out)"
    )
    parser.add_argument("--limit", type=float, default=1800, metavar="S", help="end a build after so many seconds")
    parser.add_argument(
        "--work", type=Path, help="build here and leave it (default: in memory where there is such a folder)"
    )
    parser.add_argument("--no-save", action="store_true", help=f"do not write {RESULTS.name}/")
    return parser.parse_args()


def scenarios(text: str) -> tuple[str, ...]:
    found = tuple(name.strip() for name in text.split(","))
    unknown = [name for name in found if name not in SCENARIOS]
    if unknown:  # an unknown one would edit nothing, and be very quick
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(SCENARIOS)}")
    return found


def main() -> None:
    options = _arguments()
    say: Callable[[str], None] = lambda line: print(line, file=sys.stderr)  # noqa: E731
    program = pelican.program(options.pelican)
    missing = (
        ""
        if program
        else "Pelican is not here (pip install 'pelican[markdown]', or --pelican PROGRAM), so it is left out.\n"
    )
    say(missing)
    chosen = tuple(part.strip() for part in options.tools.split(",") if part.strip())
    found = [
        tool
        for tool in tools.of(options.jobs, program)
        if tool.name == "hugo" or not chosen or any(part in tool.name for part in chosen)
    ]
    told: dict[str, str | int] = {"machine": machine(), "rounds": options.rounds, "missing": missing}
    rows_by_size: dict[int, list[Row]] = {}
    for size in options.n:
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as temporary:
            folder = (options.work or Path(temporary)) / str(size)
            load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
            rows = measure(
                Corpus(size),
                folder,
                found,
                scenarios=options.scenarios,
                rounds=options.rounds,
                limit_s=options.limit,
                say=say,
                peers_once=options.peers_once,
            )
        rows_by_size[size] = rows
        told["load"] = f"; {load:.0f} others at work" if load >= 1 else ""
        print(f"{size:,}\n\n{table(rows)}" if options.no_save else _save(size, rows, told, growth(rows_by_size)))


if __name__ == "__main__":
    main()
