"""The same words laid out in other ways, as scans, mails and old systems leave them. Pure; the truth stays that of the text."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

_ENDS = (".", "!", "?", "…", ":", '"', "”", "»", "。", "」")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


WIDTH = 72
INDENT = "    "
TAKEN = 4
"""How many letters of a word stay above its hyphen; as many at least stand below it."""


def wrapped(text: str) -> str:
    """Each line cut at WIDTH columns, blank lines only where they were."""
    return "\n".join(part for line in text.split("\n") for part in _wrapped(line) or [""])


def spaced(text: str) -> str:
    """Each line cut at WIDTH columns, a blank line between any two of them: mails, dumps of text browsers."""
    return "\n\n".join("\n".join(_wrapped(line)) for line in text.split("\n") if line.strip()) + "\n"


def indented(text: str) -> str:
    """Each line cut at WIDTH columns, no blank lines, paragraphs set in: books, scans. What ends like no sentence is not set in."""
    return "".join(
        f"{INDENT if line.rstrip().endswith(_ENDS) else ''}{chr(10).join(_wrapped(line))}\n"
        for line in text.split("\n")
        if line.strip()
    )


def hyphenated(text: str) -> str:
    """As *spaced*, and each line takes the beginning of a long word from the next, with a hyphen: scans of newspapers."""
    paragraphs = (_wrapped(line) for line in text.split("\n") if line.strip())
    return "\n\n".join("\n".join(_hyphenated(lines)) for lines in paragraphs) + "\n"


def _hyphenated(lines: Sequence[str]) -> list[str]:
    result = list(lines[:1])
    for line in lines[1:]:
        word = line.partition(" ")[0]
        if len(word) >= 2 * TAKEN and word.isalpha() and not _WIDE.search(word):
            result[-1] += f" {word[:TAKEN]}-"
            result.append(line[TAKEN:])
        else:
            result.append(line)
    return result


def _wrapped(line: str) -> list[str]:
    if len(_WIDE.findall(line)) > len(line) / 3:  # scripts without spaces: half as many characters
        half = WIDTH // 2
        return [line[start : start + half] for start in range(0, len(line), half)]
    return textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False)


def without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip()) + "\n"


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


@dataclass(frozen=True, slots=True)
class Post:
    """What the front matter of a Markdown post says, and its body; all without marks."""

    title: str
    dek: str
    date: str
    """YYYY-MM-DD or ""."""
    body: str


def post(markdown: str) -> Post:
    front, body = re.split(r"(?m)^---\s*$", markdown, maxsplit=2)[1:]
    meta = yaml.load(front, yaml.CSafeLoader)
    title, dek, day = (str(meta.get(name) or "") for name in ("title", "deck", "date"))
    return Post(_unmarked(title), _unmarked(dek), day[:10], _unmarked(body))


def _unmarked(markdown: str) -> str:
    """The words of *markdown*: links as their text; no shortcodes, tags, images and emphasis; lists with hyphens."""
    text = re.sub(r"(?s)\{\{.*?\}\}|<!--.*?-->|<[^<>]{1,300}>", "", markdown)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?m)^#{1,6}\s+|^>\s?", "", text)
    text = re.sub(r"(?m)^(\s*)[*+]\s", r"\1- ", text)
    return html.unescape(re.sub(r"\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|`", "", text)).strip()


def printed(post: Post) -> str:
    """*post* as the text of a page: headline, dek, the day in words, body."""
    day = date.fromisoformat(post.date) if post.date else None
    words = f"{day:%B} {day.day}, {day.year}" if day else ""
    return "\n\n".join(part for part in (post.title, post.dek, words, post.body) if part) + "\n"


LAYOUTS: Mapping[str, Callable[[str], str]] = {
    "no blank lines": without_blank_lines,
    "Windows line ends": windows,
    "wrapped, blank lines": spaced,
    "wrapped, as they are": wrapped,
    "wrapped, indented": indented,
    "wrapped, hyphenated": hyphenated,
}
