"""What resolving names costs: facts of an archive made of nothing, twelve names an article, cold and after one edit.

usage: python -m benchmarks.link [--n 10000 100000] [--write]

Each size runs in a process of its own, so that its peak memory is its own. Seconds are of the processor. --write keeps the figures in
results/link.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from archivegen.config import EntityOptions
from archivegen.entities_file import Overrides
from archivegen.link import entities
from archivegen.link.stories import Gathered, stories
from archivegen.model import Card, Facts, LocalEntity, Mention
from benchmarks.corpus import Corpus, Name

NAMES_AN_ARTICLE = 12
RESULTS = Path(__file__).parent / "results" / "link.md"
FIRST_DAY = date(1990, 1, 1)
KNOWN = 0.12
"""So many of the names are a gazetteer's."""
ONCE = 0.15
"""So many of the names in an article stand in no other: most names of an archive do."""

T = TypeVar("T")


def card(number: int, size: int) -> Card:
    texts = dict.fromkeys(Card.__struct_fields__, "")
    for field in ("byline", "credits", "tags", "photo_credits", "redirect_from"):
        texts[field] = ()  # type: ignore[assignment]
    day = FIRST_DAY + timedelta(days=number * 12_000 // size)
    own = {"id": f"a{number:06d}", "order": number, "words": 650, "date": day.isoformat(), "title": f"Report {number}"}
    return Card(**{**texts, **own})  # type: ignore[arg-type]


def facts(size: int) -> Iterator[Facts]:
    """The same facts for the same *size*: names recur as in news, and one person in seven is named by surname alone."""
    names = Corpus(size)._names
    weights = list(accumulate(1 / (rank + 4) for rank in range(len(names))))
    luck = random.Random(size)
    known = [luck.random() < KNOWN for _ in names]
    numbers = {name: n for n, name in enumerate(names)}
    for number in range(size):
        chosen = dict.fromkeys(luck.choices(names, cum_weights=weights, k=NAMES_AN_ARTICLE + 2))
        locals_ = [
            LocalEntity(
                f"{name.name.partition(' ')[0]} {number:x}{name.name[-4:]}",
                name.kind,
                ((name.name, 1),),
                (),
                False,
                0.9,
            )
            if luck.random() < ONCE
            else _local(luck, name, known[numbers[name]])
            for name in list(chosen)[:NAMES_AN_ARTICLE]
        ]
        mentions = tuple(Mention(60 * n, 60 * n + 12, n, n) for n in range(len(locals_)))
        yield Facts(entities=tuple(locals_), mentions=mentions)


def _local(luck: random.Random, name: Name, known: bool) -> LocalEntity:
    short = name.name.rpartition(" ")[2]
    if name.kind == "person" and not known and luck.random() < 1 / 7:
        return LocalEntity(short, "person", ((short, 2),), (), False, 0.6)
    surfaces = ((name.name, 1), (short, 2)) if name.kind == "person" else ((name.name, 2),)
    roles = ("Prime Minister",) if name.kind == "person" and luck.random() < 0.2 else ()
    return LocalEntity(name.name, name.kind, surfaces, roles, known, 0.9)


def cpu(task: Callable[[], T]) -> tuple[float, T]:
    gc.collect()
    gc.disable()  # as link() does
    started = time.process_time()
    result = task()
    took = time.process_time() - started
    gc.enable()
    return took, result


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size: int) -> dict[str, float]:
    archive = list(facts(size))
    cards = [card(number, size) for number in range(size)]
    before = peak_mb()

    versions = [str(number) for number in range(size)]

    def resolve(found: Sequence[Facts], told: Sequence[str], before: Mapping[str, bytes]) -> entities.Resolution:
        return entities.resolve(
            found, cards, overrides=Overrides(), options=EntityOptions(), addresses={}, versions=told, before=before
        )

    cold, resolved = cpu(lambda: resolve(archive, versions, {}))
    peak = peak_mb()
    middle = size // 2
    edited = [*archive[:middle], Facts(entities=archive[middle].entities[1:]), *archive[middle + 1 :]]
    told = [*versions[:middle], "edited", *versions[middle + 1 :]]
    warm, again = cpu(lambda: resolve(edited, told, resolved.rows))

    def gather(
        found: entities.Resolution, of: Sequence[Facts], versions: Sequence[str], before: Mapping[str, bytes]
    ) -> Gathered:
        return stories(cards, of, found.table, found.entity_of, addresses={}, versions=versions, before=before)

    gathered, first = cpu(lambda: gather(resolved, archive, versions, {}))
    gathered_again, _ = cpu(lambda: gather(again, edited, told, first.rows))
    return {
        "articles": size,
        "names": sum(len(one.entities) for one in archive),
        "entities": len(resolved.entities),
        "cold_s": cold,
        "one_edit_s": warm,
        "stories_s": gathered,
        "stories_one_edit_s": gathered_again,
        "kept_mb": sum(map(len, resolved.rows.values())) / 2**20,
        "input_mb": before,
        "peak_mb": peak,
    }


def table(rows: Sequence[Mapping[str, float]]) -> str:
    titles = " | ".join(key.replace("_", " ") for key in rows[0])
    lines = [f"| {titles} |", "|" + " ---: |" * len(rows[0])]
    lines += ["| " + " | ".join(f"{v:,.0f}" if v > 50 else f"{v:.2f}" for v in row.values()) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return
    rows = []
    for size in options.n:
        command = [sys.executable, "-m", "benchmarks.link", "--one", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows.append(json.loads(done.stdout))
    print(table(rows))
    if options.write:
        head = RESULTS.read_text("utf-8").partition("| articles")[0]
        RESULTS.write_text(head + table(rows), "utf-8")


if __name__ == "__main__":
    main()
