"""What the archive as a whole costs, up to a million articles: python -m benchmarks.capacity --n 30000 100000

Facts and cards of an archive made of nothing, without a single text, go through the program's own linking and planning: cold, and again
after one article was edited. Each size runs in a process of its own, so that its peak memory is its own. Seconds are of the processor
unless they say wall. --write keeps the figures in results/capacity.md.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from archivegen import cache, config, linking, output, plugins
from archivegen.book import Book
from archivegen.garbage import without_collecting
from archivegen.model import Archive, Card, Event, Facts, Quote, Span, Speaker, Tally
from archivegen.runs import Options, Result, Run
from archivegen.shelf import Shelf
from archivegen.store import Prepared
from benchmarks import link
from benchmarks.corpus import Corpus

RESULTS = Path(__file__).parent / "results" / "capacity.md"
SENTENCES, QUOTES, EVENTS = 30, 2, 2
"""Of an article: about what is found in news."""
SETTINGS = "title: Archive\nbase_url: https://news.example/\nsearch: false\n"

T = TypeVar("T")
_encode = msgspec.msgpack.encode


# ---------------------------------------------------------------- an archive without texts


def fill(root: Path, size: int) -> None:
    """Make a site in *root* whose store knows *size* articles, as if their content files had been read."""
    root.mkdir(parents=True)
    (root / config.FILE_NAME).write_text(SETTINGS, "utf-8")
    with cache.open_store(root, config.load(root)) as store:
        for made in prepared(size):
            store.put_article(made)


def prepared(size: int) -> Iterator[Prepared]:
    """What is known of each article; the same for the same *size*."""
    stories = Corpus(size)
    for number, found in enumerate(link.facts(size)):
        luck = random.Random(f"capacity {number}")
        day = link.FIRST_DAY + timedelta(days=number * 12_000 // size)
        facts = msgspec.structs.replace(found, quotes=_quotes(found, luck), events=_events(number, day.isoformat()))
        yield _prepared(number, _card(number, stories, facts, luck, day.isoformat()), facts)


def _quotes(facts: Facts, luck: random.Random) -> tuple[Quote, ...]:
    people = [at for at, entity in enumerate(facts.entities) if entity.kind == "person"]
    speakers = [luck.choice(people) if people else -1 for _ in range(QUOTES)]
    return tuple(
        Quote(
            (Span(900 + 300 * n, 1000 + 300 * n),),
            12 + 5 * n,
            (Speaker(facts.entities[at].name, at),) if at >= 0 else (),
            cue="they said",
        )
        for n, at in enumerate(speakers)
    )


def _events(number: int, day: str) -> tuple[Event, ...]:
    return tuple(
        Event(
            day, f"A council heard what report {number} has to say of it", Span(300 * n, 300 * n + 90), 4 * n, "Monday"
        )
        for n in range(EVENTS)
    )


def _card(number: int, stories: Corpus, facts: Facts, luck: random.Random, day: str) -> Card:
    names = [entity.name for entity in facts.entities[:1]]
    own: dict[str, Any] = {
        "id": f"a{number:07d}",
        "title": f"{' '.join([*names, *stories._some_words(luck, 5)])}".title(),
        "title_basis": "first line",
        "dek": " ".join(stories._some_words(luck, 12)),
        "byline": (luck.choice(stories._authors),),
        "source": f"Source {luck.randrange(40)}",
        "section": f"Section {luck.randrange(12)}",
        "language": "en",
        "date": day,
        "date_basis": "given",
        "digest": f"{luck.getrandbits(80):020x}",
        "sentence_ids": "".join(f"{luck.getrandbits(24):06x}" for _ in range(SENTENCES)),
        "tally": Tally.of(facts),
    }
    return Card(**{**_EMPTY, "order": 0, "words": 650, **own})


_LISTS = ("byline", "credits", "tags", "photo_credits", "redirect_from")
_EMPTY = {field.name: () if field.name in _LISTS else "" for field in msgspec.structs.fields(Card) if field.required}


def _prepared(number: int, card: Card, facts: Facts) -> Prepared:
    return Prepared(
        path=f"content/{card.id}.md",
        sha=f"{number:032x}",
        id=card.id,
        status="published",
        card=_encode(card),
        facts=_encode(facts),
        article=b"",
        text=b"",
        words=b"",
        seed=None,
        is_edited=False,
        problems=(),
    )


# ---------------------------------------------------------------- measuring


def measure(root: Path) -> dict[str, float]:
    """What linking and planning the archive in *root* cost, cold and after one edit."""
    settings = config.load(root)
    row: dict[str, float] = {}
    row["articles"] = 0
    row["start_mb"] = _peak_mb()
    with cache.alone(root), cache.open_store(root, settings) as store:
        run = Run(root, settings, Options(), store, Result())
        archive = _step(row, "link", lambda: linking.link_all(run, Book(root, settings)))
        plan = _step(row, "plan", lambda: _planned(run, archive))
        row |= {"articles": len(archive.cards), "entities": len(archive.entities), "stories": len(archive.stories)}
        row |= {"pages": len(plan.keys), "store_mb": 0.0}
        store.commit()
        row["store_mb"] = cache.store_path(root).stat().st_size / 1e6
        row["ledger_mb"] = (root / "content/ledger.tsv").stat().st_size / 1e6
    return row


def measure_again(root: Path) -> dict[str, float]:
    """As `measure`, after one article has been edited."""
    settings = config.load(root)
    row: dict[str, float] = {}
    with cache.alone(root), cache.open_store(root, settings) as store:
        run = Run(root, settings, Options(), store, Result())
        book = Book(root, settings)
        known = next(one for at, one in enumerate(store.articles()) if at == len(book.ledger.articles) // 2)
        (facts,) = store.facts([known.path])
        fewer = msgspec.structs.replace(facts, entities=facts.entities[:-1], mentions=facts.mentions[:-1], quotes=())
        card = msgspec.structs.replace(known.card, dek="Edited.", digest="edited", tally=Tally.of(fewer))
        store.put_article(_prepared(0, card, fewer))
        archive = _step(row, "one_edit_link", lambda: linking.link_all(run, book))
        _step(row, "one_edit_plan", lambda: _planned(run, archive))
    return row


def _planned(run: Run, archive: Archive) -> output.Plan:
    """As a build plans, without rendering what is planned."""
    theme = output.load_theme(run.root, run.config)
    common, marks = output.common(theme.say, run.config.site), output.marks(run.store, theme)
    with without_collecting():
        plan = output.Plan(
            archive,
            run.config.site,
            plugins.page_kinds(),
            common=common,
            marks=marks,
            memo=output.remembered(run.store, common, marks),
            shelf=Shelf(run.root / cache.FOLDER),
        )
        output.remember(run.store, common, plan)
    return plan


def _step(row: dict[str, float], name: str, task: Callable[[], T]) -> T:
    started, passed = time.process_time(), time.perf_counter()
    result = task()
    row[f"{name}_s"] = time.process_time() - started
    row[f"{name}_wall_s"] = time.perf_counter() - passed
    row[f"{name}_peak_mb"] = _peak_mb()
    return result


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ---------------------------------------------------------------- what is told of it


def table(rows: Sequence[Mapping[str, float]]) -> str:
    """*rows* as columns: there are more figures than sizes."""
    lines = ["| |" + "".join(f" {row['articles']:,.0f} articles |" for row in rows), "|---|" + " ---: |" * len(rows)]
    for key in rows[0]:
        if key != "articles":
            name = key.replace("_", " ").replace(" mb", ", MB").replace(" wall s", ", wall s").replace(" s", " s")
            cells = (f" {row[key]:,.0f} |" if row[key] > 20 else f" {row[key]:.2f} |" for row in rows)
            lines.append(f"| {name} |" + "".join(cells))
    return "\n".join(lines) + "\n"


def _child(action: str, root: Path, size: int) -> str:
    command = [sys.executable, "-m", "benchmarks.capacity", "--n", str(size), "--step", action, "--site", str(root)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def of(size: int, folder: Path) -> dict[str, float]:
    """The figures of an archive of *size* articles, made below *folder* and thrown away."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        root = Path(place) / "site"
        _child("fill", root, size)
        return {**json.loads(_child("cold", root, size)), **json.loads(_child("again", root, size))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, nargs="+", default=[30_000, 100_000])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the archives are made")
    parser.add_argument("--write", action="store_true", help="keep the figures in results/capacity.md")
    parser.add_argument("--step", choices=["fill", "cold", "again"], help=argparse.SUPPRESS)
    parser.add_argument("--site", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.step == "fill":
        fill(wanted.site, wanted.n[0])
        return
    if wanted.step:
        print(json.dumps((measure if wanted.step == "cold" else measure_again)(wanted.site)))
        return
    rows = []
    for size in wanted.n:
        rows.append(of(size, wanted.folder))
        print(table(rows), flush=True)
    if wanted.write:
        head = RESULTS.read_text("utf-8").partition("| |")[0]
        RESULTS.write_text(head + table(rows), "utf-8")


if __name__ == "__main__":
    main()
