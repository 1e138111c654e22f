"""Train the weights by which a run of capitals is judged: gazetteers/en/kinds.tsv. benchmarks/entities.py says what they are worth.

usage: train_kinds.py OUT GOLD.jsonl…        gold: {"doc", "text", "entities": [{"types", "mentions", "optional"}], "ignore"} a line

Multinomial logistic regression, AdaGrad, L2, averaged over the rounds;
standard library only, deterministic. See NOTICE.md for the sets that it was trained on.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from math import exp
from pathlib import Path
from typing import Any

from archivegen import gazetteers, texts
from archivegen.annotate.entities import kinds, named
from archivegen.model import Article, Paragraph

SETTINGS = {"rounds": 10, "strength": 2.0, "least": 3}
SETTLED = 3
"""After so many rounds the weights count; their mean depends less on the order of the examples than those of the last round."""
FAR_FROM_NEWS = ("_academic_", "_voyage_")
FAR = 0.3
"""Their mix of kinds is another than that of news, so that their examples weigh less."""
TYPES = {"PER": 0, "ORG": 1, "LOC": 2, "OTHER": 3}
Example = tuple[tuple[str, ...], tuple[float, ...], int, float]
"""Features, the log-odds that the rules give, the true class, the weight."""


def examples(doc: dict[str, Any]) -> list[Example]:
    """(features, class, weight) of each run of capitals of *doc* whose class the gold tells."""
    article = Article(id=doc["doc"], title="", language="en", blocks=(Paragraph(doc["text"]),))
    text = texts.text_of(article)
    found, _, _ = named(text, gazetteers.load("en"))
    gold = [(m[0], m[1], e) for e in doc["entities"] for m in e["mentions"]]
    share = FAR if any(genre in doc["doc"] for genre in FAR_FROM_NEWS) else 1.0
    unjudged = [tuple(m) for m in doc["ignore"]]
    result: list[Example] = []
    for group in found.values():
        if not group.features:
            continue
        votes: Counter[int] = Counter()
        for piece in group.pieces:
            inside = [
                (min(b, piece.end) - max(a, piece.start), -(b - a), e)
                for a, b, e in gold
                if a < piece.end and piece.start < b
            ]
            if inside:
                best = max(inside, key=lambda item: item[:2])
                if not best[2]["optional"] and 2 * best[0] >= piece.end - piece.start:
                    votes[TYPES.get(best[2]["types"][0], 3)] += 1
            elif not any(a < piece.end and piece.start < b for a, b in unjudged):
                votes[4] += 1
        if votes:
            result.append(
                (
                    tuple(group.features),
                    tuple(group.prior),
                    votes.most_common(1)[0][0],
                    share * min(2.0, 1.0 + 0.25 * (len(group.pieces) - 1)),
                )
            )
    return result


def train(data: list[Example], *, rounds: float, strength: float, least: float) -> dict[str, list[float]]:
    counts = Counter(f for found, *_ in data for f in found)
    weights = {f: [0.0] * 5 for f in counts if counts[f] >= least}
    squares = {f: [1.0] * 5 for f in weights}
    sums_of = {f: [0.0] * 5 for f in weights}
    order = [(tuple(f for f in found if f in weights), prior, label, weight) for found, prior, label, weight in data]
    shuffle = random.Random(7)
    for done in range(int(rounds)):
        shuffle.shuffle(order)
        for found, prior, label, weight in order:
            sums = [prior[k] + sum(weights[f][k] for f in found) for k in range(5)]
            top = max(sums)
            shares = [exp(x - top) for x in sums]
            total = sum(shares)
            for k in range(5):
                error = (shares[k] / total - (k == label)) * weight
                for f in found:
                    step = error + strength * weights[f][k] / counts[f]
                    squares[f][k] += step * step
                    weights[f][k] -= 0.1 * step / squares[f][k] ** 0.5
        if done >= SETTLED:
            sums_of = {f: [a + b for a, b in zip(row, weights[f], strict=True)] for f, row in sums_of.items()}
    return {f: [value / (rounds - SETTLED) for value in row] for f, row in sums_of.items()}


def write(path: Path, weights: dict[str, list[float]]) -> None:
    head = "# feature\t" + "\t".join(kinds.CLASSES)
    rows = [
        f"{f}\t" + "\t".join(f"{x:.2f}" for x in row)
        for f, row in sorted(weights.items())
        if max(map(abs, row)) >= 0.05
    ]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def accuracy(data: list[Example], weights: dict[str, list[float]]) -> float:
    table = {f: tuple(row) for f, row in weights.items()}
    right = 0
    for found, prior, label, _ in data:
        shares = kinds.weigh(found, prior, table)
        right += max(range(5), key=lambda n: shares[n]) == label
    return right / max(1, len(data))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    docs = [
        json.loads(line)
        for path in options.gold
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    data = [example for doc in docs for example in examples(doc)]
    weights = train(data, **SETTINGS)
    write(options.out, weights)
    right = accuracy(data, weights)
    sys.stdout.write(f"{len(docs)} documents, {len(data)} examples, {len(weights)} features: {right:.3f} right\n")


if __name__ == "__main__":
    main()
