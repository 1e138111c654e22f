"""How much of what is true of the two seeds a build finds: metadata, body, quotations, speakers, events, entities.

python -m benchmarks.seeds            print the table
python -m benchmarks.seeds --write    put it into README.md too
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from archivegen import build, config, retrieval

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests/gold"
START, END = "<!-- figures: seeds -->", "<!-- end of figures -->"
TYPE = {"person": "PER", "organization": "ORG", "place": "LOC", "work": "OTHER"}
STORY = {"A": "S0", "B": "S4"}
_MARKS = str.maketrans(dict.fromkeys("‘’‚“”„\"'«»`´", " ") | {"—": "-", "–": "-"})


class Score(NamedTuple):
    name: str
    hits: int
    wanted: int
    given: int
    """0 = precision is not measured."""

    def row(self) -> str:
        recall = self.hits / self.wanted
        if not self.given:
            return f"| {self.name} | {recall:.3f} | | {self.hits} of {self.wanted} |"
        precision = self.hits / self.given
        f1 = 2 * precision * recall / (precision + recall) if self.hits else 0.0
        return f"| {self.name} | {f1:.3f} | {precision:.3f} / {recall:.3f} | {self.hits} of {self.wanted}, {self.given} given |"


def fold(text: str) -> str:
    return " ".join(text.translate(_MARKS).split()).strip(" .,").casefold()


def records() -> dict[str, dict[str, Any]]:
    """The exported record of each seed, by the gold's name of it; built in a fresh folder."""
    names = {name: story for story, name in gold()["stories"].items()}
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch)
        shutil.copytree(ROOT / "seeds", site / "seeds")
        shutil.copy(ROOT / "site.yaml", site)
        result = build.ingest(site, config.load(site))
        lines = [json.loads(json.dumps(one.record)) for one in retrieval.exported(site, result)]
    return {names[Path(record["seed"]["path"]).name]: record for record in lines}


def gold() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLD / "seeds.json").read_text("utf-8"))
    return found


def raw(story: str) -> str:
    return (ROOT / "seeds" / gold()["stories"][story]).read_text("utf-8")


def metadata(found: dict[str, dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    """Each statement about the two records, and whether it holds."""
    one, two = found["S0"], found["S4"]
    yield "title", one["title"] == "Russia, North Korea Sign ‘Strategic Partnership’ Pact in Pyongyang"
    yield "title basis", (one["title_basis"], two["title_basis"]) == ("text", "supplied") and bool(two["title"])
    yield "dek", "‘to the level of an alliance.’" in (one["dek"] or "") and not two["dek"]
    yield "dates", (one["date"], two["date"]) == ("2024-06-19", "2024-06-27")
    yield "dates are inferred", (one["date_basis"], two["date_basis"]) == ("inferred", "inferred")
    yield "intervals", bool(one["date_interval"] and two["date_interval"])
    yield "source", one["source"] == "The Epoch Times"
    yield "credits", one["credits"] == ["Reuters", "Associated Press"]
    captions = one["captions"]
    yield "one caption", len(captions) == 1 and one["text"].count("solid-fuel") == 1
    yield "caption credit", [c["credit"] for c in captions] == ["Korean Central News Agency/Korea News Service via AP"]
    removed = {item["text"] for item in one["removed"]}
    yield (
        "furniture",
        removed >= {"Read More", "Leave a Reply"} and not any(text in one["text"] for text in ("Read More", "Leave a")),
    )
    yield "statement", any(b["kind"] == "statement" for b in two["blocks"])
    (embed,) = two["embeds"] or [{}]
    told = (embed.get("author"), (embed.get("handle") or "").lstrip("@"), embed.get("date"))
    yield "embed", told == ("PressTV Extra", "PresstvExtra", "2024-06-18")
    yield "one story", one["story"] is not None and one["story"] == two["story"]


def body(found: dict[str, dict[str, Any]]) -> Score:
    blocks = [b for b in gold()["blocks"] if b["kind"] in ("body", "statement")]
    kept = [b for b in blocks if fold(raw(b["story"])[b["start"] : b["end"]]) in fold(found[b["story"]]["text"])]
    return Score("Body blocks kept", len(kept), len(blocks), 0)


def _spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return " ".join(fold(text[start:end]) for start, end in spans)


def quotations(found: dict[str, dict[str, Any]]) -> tuple[Score, Score]:
    """Quotations with the very words and parts, and of those the ones whose speaker is right."""
    hits = right = 0
    unnamed = {
        "Russian government": "russia",
        "State Department spokesman": "spokesman",
        "State Department spokesperson": "spokesperson",
    }
    for quote in gold()["quotations"]:
        record = found[quote["story"]]
        wanted = _spans(raw(quote["story"]), quote["spans"])
        match = next((q for q in record["quotes"] if _spans(record["text"], q["spans"]) == wanted), None)
        if match is None:
            continue
        hits += 1
        speaker = quote["speaker"].split(" (")[0].split(",")[0]
        said = fold(" ".join(one["name"] for one in match["speakers"]))
        right += unnamed.get(speaker, fold(speaker)) in said
    given = sum(len(record["quotes"]) for record in found.values())
    return Score("Quotations", hits, len(gold()["quotations"]), given), Score("Speakers of those found", right, hits, 0)


def events(found: dict[str, dict[str, Any]]) -> Score:
    """Dated events, each with its date on a sentence that proves it."""

    def is_found(event: dict[str, Any]) -> bool:
        when = event["edtf"].rstrip("~")
        for proof in event["evidence"]:
            record = found[proof["story"]]
            sentence = fold(proof["text"])
            for got in record["events"]:
                told = fold(record["text"][slice(*got["span"])])
                if got["when"].rstrip("~") == when and told and (told in sentence or sentence in told):
                    return True
        return False

    wanted = gold()["events"]
    return Score("Events (date and sentence)", sum(map(is_found, wanted)), len(wanted), 0)


def entities(found: dict[str, dict[str, Any]]) -> Score:
    """Entities that an index must have, by article, name and kind; what need not be there is no fault."""
    ideal = yaml.safe_load((GOLD / "seeds_entities.yaml").read_text("utf-8"))["entities"]
    wanted = hits = spurious = 0
    for letter, story in STORY.items():
        left = [(fold(e["name"]), TYPE[e["kind"]]) for e in found[story]["entities"]]
        for entity in ideal:
            if letter not in entity["seeds"]:
                continue
            names = {fold(name) for name in (entity["name"], *entity.get("accept_names", ()))}
            types = {entity["type"], *entity.get("accept_types", ())}
            match = next((pair for pair in left if pair[0] in names and pair[1] in types), None)
            if match:
                left.remove(match)
            if entity.get("need_in", {}).get(letter, entity["need"]) == "must":
                wanted += 1
                hits += match is not None
        spurious += len(left)
    return Score("Entities", hits, wanted, hits + spurious)


def scores() -> list[Score]:
    found = records()
    held = [holds for _, holds in metadata(found)]
    return [
        Score("Metadata", sum(held), len(held), 0),
        body(found),
        *quotations(found),
        events(found),
        entities(found),
    ]


def table(rows: Iterable[Score]) -> str:
    head = "| the two seeds | score | precision / recall | |\n|---|---|---|---|"
    return "\n".join([head, *(row.row() for row in rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    shown = table(scores())
    print(shown)
    if options.write:
        readme = ROOT / "README.md"
        text = readme.read_text("utf-8")
        readme.write_text(re.sub(f"{START}.*?{END}", f"{START}\n{shown}\n{END}", text, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
