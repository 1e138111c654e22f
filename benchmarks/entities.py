"""Score the entity index of gold documents: the recogniser alone, each document by itself; as it is, or cross-validated.

usage: entities.py SCORER GOLD.jsonl… [--folds 5]

SCORER is a Python file with `score(golds, preds, types)`; gold lines have doc, text, entities, ignore. With --folds the weights are
trained anew on the documents left in (tools/train_kinds.py), so that no document is judged by weights that have seen it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from bisect import bisect_right
from pathlib import Path
from types import ModuleType
from typing import Any

from archivegen import gazetteers, texts
from archivegen.annotate import entities
from archivegen.model import Article, Facts, Paragraph

TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "work": "OTHER"}
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
    started = time.perf_counter()
    facts = entities.annotate(article, text, Facts())
    took = time.perf_counter() - started
    result = [{"name": e.name, "type": TYPES[e.kind], "mentions": []} for e in facts.entities]
    starts = [block.start for block in text.blocks]
    for mention in facts.mentions:
        block = bisect_right(starts, mention.start) - 1
        shift = found[text.blocks[block].block].start() - text.blocks[block].start
        result[mention.entity]["mentions"].append([mention.start + shift, mention.end + shift])
    return result, took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    scorer = module(options.scorer)
    docs = [(path.stem, json.loads(line)) for path in options.gold for line in path.read_text("utf-8").splitlines()]
    predictions: dict[str, Any] = {}
    seconds = 0.0
    trainer = module(Path(__file__).parent.parent / "tools" / "train_kinds.py") if options.folds else None
    examples = [trainer.examples(doc) for _, doc in docs] if trainer else []
    for fold in range(max(1, options.folds)):
        if trainer:
            inside = [e for n, some in enumerate(examples) if n % options.folds != fold for e in some]
            table = {f: tuple(row) for f, row in trainer.train(inside, **trainer.SETTINGS).items()}
            gazetteers.weights = lambda _language, table=table: table  # type: ignore[assignment]
        for n, (_, doc) in enumerate(docs):
            if not trainer or n % options.folds == fold:
                predictions[doc["doc"]], took = predicted(doc)
                seconds += took
    for genre in [*dict.fromkeys(genre for genre, _ in docs), ""]:
        golds = [doc for name, doc in docs if genre in ("", name)]
        result, _ = scorer.score(golds, predictions, ["PER", "ORG", "LOC"])
        kinds = " ".join(f"{kind} {row['f1']:.3f}" for kind, row in result["by_type"].items())
        index = result["index"]
        print(
            f"{genre or 'all':10} index P {index['p']:.3f} R {index['r']:.3f} F1 {index['f1']:.3f}"
            f"  name {result['index_name']['f1']:.3f}  cross {result['cross']['f1']:.3f}  {kinds}"
        )
    words = sum(len(doc["text"].split()) for _, doc in docs)
    print(f"{words / seconds:,.0f} words per second")


if __name__ == "__main__":
    sys.exit(main())
