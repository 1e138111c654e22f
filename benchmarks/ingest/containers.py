"""Exports, feeds and web archives: does each item that is to be published come in, under its title, day and address, and no other."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archivegen.model import Article
from archivegen.read.records import name_of
from benchmarks.ingest.folding import fold
from benchmarks.ingest.run import Ran
from benchmarks.ingest.scores import days_off
from benchmarks.ingest.truth import Truth

_SECOND = re.compile(r"~\d+$")
"""What follows the name of the second record of a name."""
DEFEATS = ("read-failed", "normalize-failed")
"""Problems that say that the program gave up on an input: none should ever be seen."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be published. "" = nobody knows."""

    path: str
    """Of its container, below the corpora folder."""
    record: str = ""
    title: str | None = None
    day: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of container: counts, each as (right, of all that have an answer)."""

    name: str
    items: tuple[int, int]
    titles: tuple[int, int]
    days: tuple[int, int]
    addresses: tuple[int, int]
    leaked: int
    """Published, and not to be."""
    missed: tuple[str, ...]
    """What went wrong, a line each."""


def wordpress(truth: Path, corpora: Path, *, kind: str) -> list[Item]:
    """The public items of one *kind*: post or page; menu items and attachments are no articles."""
    folder = truth.parent.relative_to(corpora).as_posix()
    rows = [json.loads(line) for line in truth.read_text("utf-8").splitlines() if line.strip()]
    return [
        Item(f"{folder}/{row['file']}", item["post_id"], item["title"], (item["date"] or "")[:10], item["link"] or "")
        for row in rows
        for item in row.get("items", ())
        if item["type"] == kind and item["status"] == "publish" and not item["password"]
    ]


def feeds(folder: Path, corpora: Path) -> Iterator[Item]:
    """The items of each feed that has what another reader (feed-rs) made of it beside it."""
    for path in sorted(folder.glob("*.serde.json")):
        feed = next(
            (one for suffix in (".xml", ".json") if (one := Path(str(path)[: -len(".serde.json")] + suffix)).exists()),
            None,
        )
        if feed is None:
            continue
        for entry in json.loads(path.read_text("utf-8"))["entries"]:
            links = [link["href"] for link in entry["links"] if link["rel"] in (None, "alternate")]
            yield Item(
                feed.relative_to(corpora).as_posix(),
                entry["id"],
                entry["title"]["content"] if entry["title"] else None,
                (entry["published"] or "")[:10],
                links[0] if links else "",
            )


def _bare(title: str) -> str:
    """*title* without markup and characters that are not seen."""
    text = html.unescape(re.sub(r"<[^<>]*>", "", title))
    return fold("".join(letter for letter in text if unicodedata.category(letter) != "Cf"))


def _settled(address: str) -> str:
    """*address* with what does not tell two apart: case of the host, escapes."""
    parts = urlsplit(unquote(address))
    return parts._replace(netloc=parts.netloc.lower()).geturl()


def web_archive(truths: Sequence[Truth], path: str) -> list[Item]:
    return [Item(path, one.url, None, "", one.url) for one in truths]


# ---------------------------------------------------------------- counting


def count(
    name: str, wanted: Sequence[Item], ran: Ran, *, beside: Sequence[Item] = (), status: str = "published"
) -> Row:
    """*wanted* (as articles of *status*) beside what came in; what is neither wanted nor *beside* must not be published."""
    tallies = {what: [0, 0] for what in ("items", "titles", "days", "addresses")}
    missed: list[str] = []

    def tell(what: str, item: Item, expected: str, got: str, *, is_right: bool) -> None:
        tallies[what][0] += is_right
        tallies[what][1] += 1
        if not is_right:
            missed.append(f"{item.path}#{item.record or item.title}: {what}: {got!r} instead of {expected!r}")

    pairs = _paired([*wanted, *beside], ran)
    for item in wanted:
        article = pairs.get(item)
        found = article.status if article is not None else "not there"
        tell("items", item, status, found, is_right=found == status)
        if article is None:
            continue
        given = article.title if article.title_basis != "supplied" else ""
        if item.title is not None:
            tell("titles", item, item.title, given, is_right=_bare(given) == _bare(item.title))
        if item.day:
            tell("days", item, item.day, article.date, is_right=days_off(item.day, article.date) == 0)
        if item.address.startswith("http"):  # a relative one has no place of its own
            tell("addresses", item, item.address, article.url, is_right=_settled(article.url) == _settled(item.address))
    known = {(item.path, article.id) for item, article in pairs.items()}
    leaked = [
        f"{path}#{article.seed.record if article.seed else ''}: published, and not to be"
        for path in dict.fromkeys(item.path for item in wanted)
        for article in ran.articles.get(path, ())
        if article.status == "published" and (path, article.id) not in known
    ]
    counts = {what: (right, all_) for what, (right, all_) in tallies.items()}
    return Row(name, **counts, leaked=len(leaked), missed=(*missed, *leaked))


def _paired(items: Sequence[Item], ran: Ran) -> dict[Item, Article]:
    """The article that came of each of *items*: that of its record, else of its address, else of its title, else the next."""
    pairs: dict[Item, Article] = {}
    tests: tuple[Callable[[Item, Article], bool], ...] = (
        lambda item, one: one.seed is not None and _SECOND.sub("", one.seed.record) == name_of(item.record) != "",
        lambda item, one: bool(item.address) and one.url == item.address,
        lambda item, one: bool(item.title) and _bare(one.title) == _bare(item.title or ""),
        lambda item, one: one.seed is not None and one.seed.record.startswith("record-") and not item.title,
    )
    for is_of in tests:
        taken = {(item.path, article.id) for item, article in pairs.items()}
        for item in items:
            free = (one for one in ran.articles.get(item.path, ()) if (item.path, one.id) not in taken)
            if item not in pairs and (article := next((one for one in free if is_of(item, one)), None)) is not None:
                pairs[item] = article
                taken.add((item.path, article.id))
    return pairs


def came_in(ran: Ran) -> dict[str, int]:
    """How many files, what became of their articles, and how many problems of each severity."""
    statuses = Counter(article.status for articles in ran.articles.values() for article in articles)
    severities = Counter(problem.severity for problem in ran.problems)
    defeats = sum(problem.code in DEFEATS for problem in ran.problems)
    return {
        "files": ran.files,
        "published": statuses["published"],
        "set aside or draft": statuses.total() - statuses["published"],
        "errors": severities["error"],
        "defeats": defeats,
    }
