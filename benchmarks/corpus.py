"""A news archive made of nothing: the same n stories for the same seed, as raw text, as content files or for Hugo.

Names recur as they do in news (a few everywhere, most hardly ever), lengths are log-normal around 650 words, and a person is
named in full once and then by honorific and surname.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

STORIES_A_DAY = 8
LAST_DAY = date(2025, 12, 31)

_ONSETS = ("b", "br", "c", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ie", "ou")
_CODAS = ("", "", "l", "n", "r", "s", "nd", "rt", "lm", "ck")
_FIRST_NAMES = (
    "Ada Anton Boris Carla Chen Clara Daniel Diego Elena Emma Farid Grace Hana Hugo Ines Ivan Jamal Jana Kofi Lara Leon Lucia "
    "Marta Mei Miguel Nadia Nina Omar Oscar Paula Pavel Rosa Ruth Samir Sofia Tariq Thomas Vera Viktor Yusuf Zoe"
).split()
_ORGANIZATION_ENDINGS = (
    "Agency",
    "Bank",
    "Council",
    "Group",
    "Institute",
    "Ministry of Trade",
    "Party",
    "Union",
    "University",
)
_PLACE_ENDINGS = ("", "", "", " City", " Island", " Valley")
_SOURCES = (
    "The Daily Lantern",
    "The Morning Ledger",
    "Coast Wire",
    "The Inland Post",
    "Capital Observer",
    "The Evening Mail",
)
_SECTIONS = ("World", "Politics", "Business", "Science", "Sports", "Culture")
_VERBS = ("said", "told reporters", "added", "warned", "argued", "announced")
_LITTLE_WORDS = (
    "the of and to in that for on with as was at by from had were been after which their would about over more its into new than "
    "two out last also some other when most first many could made under during between against before while"
).split()


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    kind: str
    short: str
    """How it is named again: "Mr. Brandel"."""


@dataclass(frozen=True, slots=True)
class Story:
    number: int
    id: str
    title: str
    dek: str
    author: str
    source: str
    section: str
    day: date
    names: tuple[Name, ...]
    paragraphs: tuple[str, ...]


class Corpus:
    """The stories of an archive of *size*, each made when asked for."""

    def __init__(self, size: int, seed: int = 7) -> None:
        self.size = size
        self._seed = seed
        luck = random.Random(f"{seed} {size}")
        count = max(60, int(4 * size**0.8))
        self._names = [_name(luck) for _ in range(count)]
        self._weights = list(accumulate(1 / (rank + 4) for rank in range(count)))
        self._words = list(dict.fromkeys([*_LITTLE_WORDS, *(_word(luck) for _ in range(6000))]))
        self._word_weights = list(accumulate(1 / (rank + 2) for rank in range(len(self._words))))
        self._authors = [f"{luck.choice(_FIRST_NAMES)} {_word(luck).title()}" for _ in range(max(10, size // 100))]
        self._first_day = LAST_DAY - timedelta(days=size // STORIES_A_DAY)

    def stories(self) -> Iterator[Story]:
        return (self.story(number) for number in range(self.size))

    def story(self, number: int) -> Story:
        luck = random.Random(f"{self._seed} {number}")
        count = min(max(2, int(luck.lognormvariate(2.2, 0.5))), 40)
        names = tuple(dict.fromkeys(luck.choices(self._names, cum_weights=self._weights, k=count)))
        length = min(max(80, int(luck.lognormvariate(6.35, 0.5))), 5000)
        paragraphs = tuple(self._paragraphs(luck, names, length))
        return Story(
            number=number,
            id=f"story-{number:06d}",
            title=self._title(luck, names),
            dek=self._sentence(luck, 12),
            author=luck.choice(self._authors),
            source=luck.choice(_SOURCES),
            section=luck.choice(_SECTIONS),
            day=self._first_day + timedelta(days=number // STORIES_A_DAY),
            names=names,
            paragraphs=paragraphs,
        )

    def _title(self, luck: random.Random, names: tuple[Name, ...]) -> str:
        words = " ".join(self._some_words(luck, 5)).title()
        return f"{names[0].name} {words}"

    def _paragraphs(self, luck: random.Random, names: tuple[Name, ...], length: int) -> Iterator[str]:
        written, waiting, known = 0, list(names), []
        while written < length:
            sentences = []
            for _ in range(luck.randint(2, 4)):
                subject = ""
                if waiting and luck.random() < 0.55:
                    name = waiting.pop(0)
                    known.append(name)
                    subject = name.name
                elif known and luck.random() < 0.4:
                    subject = luck.choice(known).short
                sentence = self._sentence(luck, luck.randint(9, 26), subject)
                if subject and luck.random() < 0.2:
                    sentence = f"“{self._sentence(luck, luck.randint(6, 14))[:-1]},” {subject} {luck.choice(_VERBS)}."
                sentences.append(sentence)
                written += sentence.count(" ") + 1
            yield " ".join(sentences)
        if waiting:
            yield "Also present: " + ", ".join(name.name for name in waiting) + "."

    def _sentence(self, luck: random.Random, length: int, subject: str = "") -> str:
        words = self._some_words(luck, length)
        if luck.random() < 0.3:
            words[len(words) // 2] += ","
        text = " ".join(words)
        return f"{subject} {text}." if subject else f"{text[0].upper()}{text[1:]}."

    def _some_words(self, luck: random.Random, count: int) -> list[str]:
        return luck.choices(self._words, cum_weights=self._word_weights, k=count)


def _word(luck: random.Random) -> str:
    return "".join(
        luck.choice(_ONSETS) + luck.choice(_VOWELS) + luck.choice(_CODAS)
        for _ in range(luck.choices((1, 2, 3), (2, 5, 2))[0])
    )


def _name(luck: random.Random) -> Name:
    kind = luck.choices(("person", "organization", "place"), (5, 3, 2))[0]
    proper = (_word(luck) + luck.choice(_ONSETS) + luck.choice(_VOWELS) + "n").title()
    if kind == "person":
        honorific = luck.choice(("Mr.", "Ms."))
        return Name(f"{luck.choice(_FIRST_NAMES)} {proper}", kind, f"{honorific} {proper}")
    if kind == "organization":
        name = f"{proper} {luck.choice(_ORGANIZATION_ENDINGS)}"
        return Name(name, kind, f"the {name}")
    name = proper + luck.choice(_PLACE_ENDINGS)
    return Name(name, kind, name)


# ---------------------------------------------------------------- forms


def raw(story: Story) -> str:
    """As scraped: headline, dek, byline, date, paragraphs; nothing else tells what is what."""
    lines = [
        story.title,
        story.dek,
        f"By {story.author}",
        f"{story.day:%B} {story.day.day}, {story.day.year}",
        *story.paragraphs,
    ]
    return "\n\n".join(lines) + "\n"


def content(story: Story) -> str:
    """A content file with all metadata and the entities given: the same work as Hugo's."""
    lines = [
        "---",
        f"id: {story.id}",
        f'title: "{story.title}"',
        f'dek: "{story.dek}"',
        f'byline: ["{story.author}"]',
        f'source: "{story.source}"',
        f"date: {story.day}",
        f"section: {story.section}",
        "entities:",
        *(f'- {{name: "{name.name}", kind: {name.kind}}}' for name in story.names),
        "---",
        "",
    ]
    return "\n".join(lines) + "\n\n".join(story.paragraphs) + "\n"


def hugo(story: Story) -> str:
    """A page of Hugo's, with its names as tags, its year and month as terms."""
    tags = ", ".join(f'"{name.name}"' for name in story.names)
    lines = [
        "---",
        f'title: "{story.title}"',
        f'description: "{story.dek}"',
        f'author: "{story.author}"',
        f'source: "{story.source}"',
        f"date: {story.day}",
        f"url: /{story.day:%Y/%m/%d}/{story.id}/",
        f"tags: [{tags}]",
        f"years: ['{story.day:%Y}']",
        f"months: ['{story.day:%Y-%m}']",
        "---",
        "",
    ]
    return "\n".join(lines) + "\n\n".join(story.paragraphs) + "\n"


def pelican(story: Story) -> str:
    """An article of Pelican's, with its names as tags."""
    lines = [
        f"Title: {story.title}",
        f"Summary: {story.dek}",
        f"Author: {story.author}",
        f"Source: {story.source}",
        f"Date: {story.day}",
        f"Slug: {story.id}",
        f"Category: {story.section}",
        f"Tags: {', '.join(name.name for name in story.names)}",
        "",
    ]
    return "\n".join(lines) + "\n" + "\n\n".join(story.paragraphs) + "\n"


def with_another_title(story: Story, number: int) -> Story:
    return replace(story, title=f"{story.title}, Part {number}")


def with_another_body(story: Story, number: int) -> Story:
    """*story* after an edit; *number* makes each edit another."""
    first, *rest = story.paragraphs
    return replace(story, paragraphs=(f"{first} A correction was made here, the {number}th.", *rest))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
