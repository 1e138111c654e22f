"""How much of what is true of the corpora an ingest recovers, and how fast it reads.

python -m benchmarks.ingest --corpora DIR                               print the tables, and what has changed since --write
python -m benchmarks.ingest --corpora DIR --write                       and put them into benchmarks/results
python -m benchmarks.ingest --corpora DIR --only text --misses title    some sets, and what is wrong, document by document
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.ingest import sets, tables

MEASURES = (*tables.COLUMNS, "body precision", "body recall", "containers")
RESULTS = Path(__file__).resolve().parents[1] / "results"


def write(benchmark: sets.Benchmark) -> None:
    """Put the figures of *benchmark* among the results."""
    (RESULTS / "ingest.md").write_text(f"{tables.ABOUT}\n{tables.tables(benchmark)}", "utf-8")
    text = json.dumps(tables.record(benchmark), indent=1, ensure_ascii=False)
    (RESULTS / "ingest.json").write_text(f"{text}\n", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder that holds open-pages, wikinews, wxr …")
    parser.add_argument("--only", default="", help="sets whose name holds this: text, html, wxr, feeds, warc …")
    parser.add_argument("--misses", default="", choices=MEASURES, metavar="MEASURE", help=", ".join(MEASURES))
    parser.add_argument("--write", action="store_true", help="put the figures into benchmarks/results")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write is for a run over all sets; leave --only out")
    if not (options.corpora / sets.TRUTHS[0]).is_file():
        print(f"{options.corpora}: no corpora here ({sets.TRUTHS[0]} is missing); they are not part of this repository")
        return 2
    benchmark = sets.measure(options.corpora, only=options.only, told=options.misses)
    print(tables.tables(benchmark))
    if (RESULTS / "ingest.json").is_file():
        before = json.loads((RESULTS / "ingest.json").read_text("utf-8"))
        print("\n".join(tables.changes(before, tables.record(benchmark))))
    if options.write:
        write(benchmark)
    return 0


if __name__ == "__main__":
    sys.exit(main())
