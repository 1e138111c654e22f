"""Score the entity index of gold documents: the recogniser alone, each document by itself; as it is, or cross-validated.

usage: entities.py SCORER GOLD.jsonl… [--folds 5 | --by-genre] [--confusions]

SCORER is a Python file with `score(golds, preds, types)`; gold lines have doc, text, entities, ignore; a file is a genre. With --folds
the weights are trained anew on the documents left in (tools/train_kinds.py), so that no document is judged by weights that have seen
it; with --by-genre on the other genres, so that no weight has seen its like.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from bisect import bisect_right
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from archivegen import gazetteers, texts
from archivegen.annotate import entities
from archivegen.model import Article, Facts, Paragraph

TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "work": "OTHER"}
SCORED = ["PER", "ORG", "LOC"]
PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\n))+")


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def predicted(doc: dict[str, Any]) -> tuple[list[dict[str, Any]], float]:
    """The entities of *doc*, with offsets of its text; seconds."""
    found = list(PARAGRAPH.finditer(doc["text"]))
    article = Article(id=doc["doc"], title="", language="en", blocks=tuple(Paragraph(m.group()) for m in found))
    text = texts.text_of(article)
    started = time.process_time()
    facts = entities.annotate(article, text, Facts())
    took = time.process_time() - started
    result = [{"name": e.name, "type": TYPES[e.kind], "mentions": []} for e in facts.entities]
    starts = [block.start for block in text.blocks]
    for mention in facts.mentions:
        block = bisect_right(starts, mention.start) - 1
        shift = found[text.blocks[block].block].start() - text.blocks[block].start
        result[mention.entity]["mentions"].append([mention.start + shift, mention.end + shift])
    return result, took


def held_out(docs: list[tuple[str, dict[str, Any]]], folds: list[int | str]) -> tuple[dict[str, Any], float]:
    """Predictions by document, each with weights trained on the documents of other folds; seconds."""
    trainer = module(Path(__file__).parent.parent / "tools" / "train_kinds.py")
    examples = [trainer.examples(doc) for _, doc in docs]
    predictions: dict[str, Any] = {}
    seconds = 0.0
    for fold in dict.fromkeys(folds):
        inside = [e for n, some in enumerate(examples) if folds[n] != fold for e in some]
        table = {f: tuple(row) for f, row in trainer.train(inside, **trainer.SETTINGS).items()}
        gazetteers.weights = lambda _language, table=table: table  # type: ignore[assignment]
        for n, (_, doc) in enumerate(docs):
            if folds[n] == fold:
                predictions[doc["doc"]], took = predicted(doc)
                seconds += took
    return predictions, seconds


def show(label: str, scorer: ModuleType, golds: list[dict[str, Any]], predictions: dict[str, Any]) -> None:
    result, _ = scorer.score(golds, predictions, SCORED)
    kinds = " ".join(f"{kind} {row['p']:.2f}/{row['r']:.2f}/{row['f1']:.2f}" for kind, row in result["by_type"].items())
    index = result["index"]
    print(
        f"{label:10} index P {index['p']:.3f} R {index['r']:.3f} F1 {index['f1']:.3f}"
        f"  name {result['index_name']['f1']:.3f}  cross {result['cross']['f1']:.3f}  {kinds}"
    )


def show_confusions(golds: list[dict[str, Any]], predictions: dict[str, Any]) -> None:
    """Gold kinds down, found kinds across: mentions that overlap, by entity; "-" is none."""
    table: Counter[tuple[str, str]] = Counter()
    for doc in golds:
        found = [(span, entity["type"]) for entity in predictions[doc["doc"]] for span in entity["mentions"]]
        for entity in doc["entities"]:
            if not entity["optional"]:
                over = [kind for span, kind in found if any(_overlap(span, m) for m in entity["mentions"])]
                table[entity["type"], Counter(over).most_common(1)[0][0] if over else "-"] += 1
    columns = [*SCORED, "OTHER", "-"]
    print("gold \\ found " + " ".join(f"{column:>6}" for column in columns))
    for kind in [*SCORED, "OTHER"]:
        print(f"{kind:12} " + " ".join(f"{table[kind, column]:6}" for column in columns))


def _overlap(a: list[int], b: list[int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--by-genre", action="store_true")
    parser.add_argument("--confusions", action="store_true")
    options = parser.parse_args()
    scorer = module(options.scorer)
    docs = [(path.stem, json.loads(line)) for path in options.gold for line in path.read_text("utf-8").splitlines()]
    if options.by_genre or options.folds:
        folds = [genre if options.by_genre else n % options.folds for n, (genre, _) in enumerate(docs)]
        predictions, seconds = held_out(docs, folds)
    else:
        made = {doc["doc"]: predicted(doc) for _, doc in docs}
        predictions, seconds = {doc: found for doc, (found, _) in made.items()}, sum(took for _, took in made.values())
    for genre in dict.fromkeys(genre for genre, _ in docs):
        show(genre, scorer, [doc for name, doc in docs if name == genre], predictions)
    golds = [doc for _, doc in docs]
    show("all", scorer, golds, predictions)
    if options.confusions:
        show_confusions(golds, predictions)
    print(f"{sum(len(doc['text'].split()) for doc in golds) / seconds:,.0f} words per second of processor")


if __name__ == "__main__":
    sys.exit(main())
