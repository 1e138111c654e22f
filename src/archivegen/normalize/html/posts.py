"""What a live blog's data tells of its entries → blocks, where the page itself does not print them; and the days of entries. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archivegen.model import Block, Evidence, Heading, Inference, Paragraph
from archivegen.normalize.html.days import day_of
from archivegen.normalize.html.jsonld import Post
from archivegen.normalize.phrases import key_of

_PRINTED = 0.5
"""The share of the entries that a page must print to be taken as it is."""
_BEGINNING = 60


def missing(posts: Sequence[Post], blocks: Sequence[Block], language: str) -> tuple[Block, ...]:
    """The entries *posts* as blocks, if less than half of them stand in *blocks*."""
    told = [post for post in posts if post.body]
    if not told:
        return ()
    printed = " ".join(key_of(block.text) for block in blocks)
    found = sum(key_of(post.body[:_BEGINNING].rpartition(" ")[0]) in printed for post in told)
    return tuple(_blocks(told, language)) if found < _PRINTED * len(told) else ()


def _blocks(posts: Iterable[Post], language: str) -> Iterator[Block]:
    for post in posts:
        at = day_of(post.date, language)
        time = post.date if post.date and not at else _clock(at)
        text = post.title or time or post.author
        if text:
            yield Heading(text, 2, (), time, at, post.author)
        yield from (Paragraph(line) for line in post.body.split("\n") if line)


def _clock(at: str) -> str:
    return at[11:16] or at


def days(heads: Iterable[Heading], line: int) -> Iterator[tuple[str, Inference]]:
    """The days of the first and the last of the entries that *heads* head, as those on which the live blog began and ended."""
    known = sorted(head.at for head in heads if head.at)
    if known:
        yield (
            "date",
            Inference(known[0], "first entry of the live blog", 0.86, (Evidence(line, known[0]),), known[0][:10]),
        )
        if known[-1] != known[0]:
            yield (
                "updated",
                Inference(known[-1], "last entry of the live blog", 0.8, (Evidence(line, known[-1]),), known[-1][:10]),
            )
