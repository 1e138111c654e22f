"""What is not sure, worst first, as questions of which one answer settles many; each with the line to write. Pure.

Whoever has something to ask makes Questions; `lines` ranks and prints those of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from archivegen.furniture_file import EVERYWHERE, TAB, Row
from archivegen.link.proposals import Proposal
from archivegen.model import Article, Inference
from archivegen.reviewed_file import FILE_NAME, NO_ANSWERS, Answers

FIELDS = ("date", "source", "title", "byline", "language", "status", "updated", "dek", "credits")
SURE = 0.9
"""From this confidence on nobody is asked."""
SHOWN = 3
"""Articles shown of a group."""
LINES_SHOWN = 10
"""Lines that repeat, in one question."""

_EXAMPLE = {
    "date": "YYYY-MM-DD",
    "source": "NAME",
    "title": "WORDS",
    "byline": "[NAME]",
    "language": "en",
    "status": "published",
    "updated": "YYYY-MM-DD",
    "dek": "WORDS",
    "credits": "[NAME]",
}


FOR_ALL = ("source", "language", "section")
"""Fields that a folder of seeds may have in common."""
UNKNOWN = "the text does not say"
"""Why there is no value."""


_IN_INDEX = ("title", "dek", "byline", "date", "updated", "credits", *FOR_ALL)
"""Fields that an index file beside the seeds may give."""


class Question(msgspec.Struct, frozen=True):
    """What a person is asked."""

    text: str
    """Of what is asked, and why."""
    proofs: tuple[str, ...]
    """What to look at, a line each."""
    answer: str
    """What to write, and where."""
    open: float
    """How much hangs on it: about one for each article that is not known, less where a guess is good."""


class Doubt(msgspec.Struct, frozen=True):
    """One field of one article that the program is not sure of."""

    id: str
    field: str
    value: str
    """As it stands; "" = not known."""
    basis: str
    confidence: float
    proof: str
    """The first piece of evidence, with its line."""
    seed: str = ""
    """Path of the article's seed."""


def doubts(articles: Iterable[Article], answers: Answers = NO_ANSWERS) -> Iterator[Doubt]:
    """What is not sure about *articles*: weak inferences that no person has settled, and dates and sources not known.

    *answers*: what a person has looked at and found right.
    """
    yield from (doubt for doubt in _doubts(articles) if not answers.settle(doubt.id, doubt.field, doubt.basis))


def _doubts(articles: Iterable[Article]) -> Iterator[Doubt]:
    for article in articles:
        seed = article.seed.path if article.seed is not None and not article.seed.record else ""
        # of what is not shown, only whether it should be is worth a question
        for field in FIELDS if article.status == "published" else ("status",):
            guess, value = article.inferred.get(field), getattr(article, field)
            if guess is not None and _same(guess, value):
                if guess.confidence < SURE:
                    yield Doubt(article.id, field, _shown(value), guess.basis, guess.confidence, _proof(guess), seed)
            elif not value and guess is None and field in ("date", "source"):
                yield Doubt(article.id, field, "", UNKNOWN, 0.0, "", seed)


def about_fields(found: Iterable[Doubt], *, content: str) -> Iterator[Question]:
    """*found* as questions. *content*: the content folder, as a person would write it."""
    groups: dict[tuple[str, str, str, str], list[Doubt]] = defaultdict(list)
    for doubt in found:
        groups[_group(doubt)].append(doubt)
    for (field, basis, folder, value), group in groups.items():
        where = f"{content}/{folder}/" if folder else f"{content}/"
        many = f"{len(group):,} articles in {where}" if len(group) > 1 else f"{content}/{group[0].id}.md"
        text = f"{field} of {many}{f': {value}' if value else ''} ({basis}; confidence {_mean(group):.2f})"
        proofs = [_shown_proof(doubt, value, content) for doubt in sorted(group, key=_weakest)[:SHOWN]]
        if len(group) > SHOWN:
            proofs.append(f"and {len(group) - SHOWN:,} more")
        yield Question(
            text,
            tuple(proofs),
            _answer(field, group, folder, basis, content),
            sum(1 - doubt.confidence for doubt in group),
        )


def about_lines(rows: Iterable[Row], *, path: str) -> Iterator[Question]:
    """Lines that repeat, but not quite as furniture does; those of a place together. *path*: of furniture.tsv."""
    by_place: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_place[row.place].append(row)
    for place, found in by_place.items():
        for at in range(0, len(found), LINES_SHOWN):
            asked = found[at : at + LINES_SHOWN]
            many, they = (f"{len(asked)} lines", "are they") if len(asked) > 1 else ("a line", "is it")
            text = f"{many} in {_in_texts(asked)} of {place}: {they} furniture, or part of the stories?"
            ruled = tuple(row.text().rstrip("\n").replace("\t", TAB) for row in asked)
            answer = (
                f"write into {path}{' each' if len(asked) > 1 else ''}, as it stands here or with kept for furniture"
            )
            yield Question(text, ruled, answer, sum(0.2 * row.count for row in asked))


def _in_texts(rows: Sequence[Row]) -> str:
    least, most = min(row.count for row in rows), max(row.count for row in rows)
    return f"{most:,} texts" if least == most else f"{least:,} to {most:,} texts"


def about_names(found: Iterable[Proposal]) -> Iterator[Question]:
    """Entities that may be one, or two."""
    for one in found:
        yield Question(one.text, one.proofs, one.answer, one.open)


def lines(questions: Iterable[Question], *, limit: int) -> Iterator[str]:
    """*questions*, at most *limit* of them: those that leave most open first, then by their words."""
    ranked = sorted(questions, key=lambda one: (-one.open, one.text))
    if not ranked:
        yield "nothing to review: all that was inferred is sure"
        return
    for question in ranked[:limit]:
        yield question.text
        yield from (f"    {proof}" for proof in question.proofs)
        yield from (f"  {line}" for line in question.answer.split("\n"))
    if len(ranked) > limit:
        yield f"{len(ranked) - limit:,} more questions; see them with --limit {len(ranked)}"


def _weakest(doubt: Doubt) -> tuple[float, str]:
    return doubt.confidence, doubt.id


def _shown_proof(doubt: Doubt, value: str, content: str) -> str:
    told = f"{doubt.value}  " if doubt.value and not value else ""
    return f"{content}/{doubt.id}.md  {told}{doubt.proof}".rstrip()


def _answer(field: str, group: Sequence[Doubt], folder: str, basis: str, content: str) -> str:
    """The line to write where the program is wrong, and the one that says that it is right."""
    line = f"{field}: {_EXAMPLE[field]}"
    folders = {doubt.seed.rpartition("/")[0] for doubt in group}
    seeds = folders.pop() if len(folders) == 1 else ""
    place = (folder or EVERYWHERE) if len(group) > 1 else group[0].id
    if len(group) == 1:
        mend = f"write, if it is wrong or missing, into {content}/{group[0].id}.md: {line}"
    elif field in FOR_ALL and seeds:
        mend = f"write, if it is one for all, into {seeds}/_defaults.yaml: {line}"
    elif field in _IN_INDEX and seeds:
        mend = f"write, where it is wrong or missing, into the file: {line}; or into {seeds}/index.csv a row for each, under file,{field}"
    else:
        mend = f"write, where it is wrong or missing, into the file: {line}"
    right = "if nobody knows" if basis == UNKNOWN else "if it is right" if len(group) == 1 else "if they are right"
    return f"{mend}\n{right}, write into {content}/{FILE_NAME}: {TAB.join((field, place, basis))}"


def _group(doubt: Doubt) -> tuple[str, str, str, str]:
    """Doubts that one answer settles: of one field, for one reason, in one folder, with one value where the field repeats."""
    folder = doubt.id.rpartition("/")[0]
    repeats = doubt.field in ("source", "language", "status")
    return doubt.field, doubt.basis, folder, doubt.value if repeats else ""


def _same(guess: Inference, value: object) -> bool:
    return guess.value == value or (isinstance(value, tuple) and tuple(guess.value) == value)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _proof(guess: Inference) -> str:
    if not guess.evidence:
        return ""
    first = guess.evidence[0]
    words = first.words if len(first.words) <= 90 else first.words[:89] + "…"
    return f'line {first.line}: "{words}"'


def _mean(group: list[Doubt]) -> float:
    return sum(doubt.confidence for doubt in group) / len(group)
