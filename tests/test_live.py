"""Live blogs: what is a time, and how lines of plain text and blocks without parts become entries."""

from __future__ import annotations

import pytest

from archivegen.errors import Origin
from archivegen.model import Block, Document, Heading, Mark, Paragraph
from archivegen.normalize import clocks, entries, normalize

LEDE = "The council of Harbor Bay voted on Tuesday to keep the island ferry for ten more years, ending a long dispute."
SECOND = "Mayor Ruth Okafor said that the ferry was a road for the islanders, and that nobody closes a road in winter."
THIRD = "More than ninety islanders had come to the hearing in March, and most of them spoke against the plan to sell."


@pytest.mark.parametrize(
    "text",
    (
        "22.00 BST",
        "14:32 GMT",
        "2h ago",
        "20h ago (14:32 GMT)",
        "3:02 p.m. ET, June 18, 2024",
        "18.06.2024 · 22:00 Uhr",
        "14h32",
        "vor 2 Stunden",
        "il y a 3 h",
        "Published at 21:04 GMT",
        "21:04 7 Jan",
        "7:21 AM EDT",
        "午後3時20分",
        "5分前",
        "2 часа назад",
        "just now",
        "9 a.m.",
    ),
)
def test_a_clock_or_an_age_by_itself_is_a_time(text: str) -> None:
    assert clocks.is_time(text)


@pytest.mark.parametrize(
    "text",
    (
        "The council met at 14:32 and left",
        "3.5",
        "12 people",
        "Psalm 23:4 is good",
        "14:32 Maria",
        "Score 3:2",
        "June 18, 2024",
        "5 m",
        "10 Downing Street",
        "",
        "\n",
        "25:10 GMT or so they say in the town hall, where nobody has ever seen a clock",
    ),
)
def test_what_says_more_or_less_is_none(text: str) -> None:
    assert not clocks.is_time(text)


@pytest.mark.parametrize(
    ("text", "time", "rest"),
    (
        ("14:32 Uhr: Der Rat stimmt ab", "14:32 Uhr", "Der Rat stimmt ab"),
        ("14h32 – Le conseil vote", "14h32", "Le conseil vote"),
        ("9 a.m. The vote", "9 a.m.", "The vote"),
    ),
)
def test_a_headline_may_open_with_its_time(text: str, time: str, rest: str) -> None:
    assert clocks.divided(text) == (time, rest)


@pytest.mark.parametrize("text", ("2024 was a good year", "3.5 percent of all", "10 Downing Street"))
def test_a_number_is_no_time(text: str) -> None:
    assert clocks.divided(text) is None


# ---------------------------------------------------------------- lines of plain text


def blocks_of(text: str) -> tuple[Block, ...]:
    found = normalize(Document(origin=Origin("seeds/a.txt"), meta={}, body=text, sha256="0"), id="a", language="en")
    assert not any("counter" in piece.reason for piece in found.removed)
    return found.blocks


def test_lines_of_a_live_blog_become_entries() -> None:
    parts = (
        "22:04 BST",
        "Council keeps the ferry",
        LEDE,
        "Share",
        "2h ago",
        "21:40 BST",
        "The mayor speaks",
        SECOND,
        "20:15 BST",
        THIRD,
    )
    for gap in ("\n", "\n\n"):
        assert blocks_of(gap.join(("Ferry vote live: council decides", "By Maria Reyes", "18 June 2024", *parts))) == (
            Heading("Council keeps the ferry", time="22:04 BST"),
            Paragraph(LEDE),
            Heading("The mayor speaks", time="2h ago 21:40 BST"),
            Paragraph(SECOND),
            Heading("20:15 BST", time="20:15 BST"),
            Paragraph(THIRD),
        )


def test_headlines_that_open_with_a_clock_head_entries() -> None:
    text = f"The ferry vote as it happened\n\n22:04: It stays\n\n{LEDE}\n\n21:40: The mayor speaks\n\n{SECOND}\n\n20:15: A full hall\n\n{THIRD}"
    heads = [block for block in blocks_of(text) if isinstance(block, Heading)]
    assert [(head.time, head.text) for head in heads] == [
        ("22:04", "It stays"),
        ("21:40", "The mayor speaks"),
        ("20:15", "A full hall"),
    ]


def test_two_clocks_make_no_live_blog() -> None:
    text = f"The ferry stays\n\n{LEDE}\n\n21:40 BST\n\n{SECOND}\n\n20:15 BST\n\n{THIRD}"
    assert not any(isinstance(block, Heading) and block.time for block in blocks_of_any(text))


def blocks_of_any(text: str) -> tuple[Block, ...]:
    return normalize(
        Document(origin=Origin("seeds/a.txt"), meta={}, body=text, sha256="0"), id="a", language="en"
    ).blocks


def test_ages_of_comments_head_nothing() -> None:
    comments = "\n\n".join(f"{name}\n\n{n} hours ago\n\n{SECOND}" for n, name in enumerate(("Jo", "Al", "Vi", "Ed"), 2))
    found = blocks_of_any(f"The ferry stays\n\n{LEDE}\n\n{THIRD}\n\nComments\n\n{comments}")
    assert not any(isinstance(block, Heading) and block.time for block in found)


# ---------------------------------------------------------------- blocks


def test_times_below_their_headlines_are_joined_to_them() -> None:
    titles = ("It stays", "The mayor speaks", "A full hall")
    blocks = [
        block
        for n, text in enumerate(titles)
        for block in (Heading(text, 3), Paragraph(f"2{n}:10 GMT"), Paragraph(LEDE))
    ]
    found = entries.with_heads(blocks)
    assert [block for block in found if isinstance(block, Heading)] == [
        Heading(text, 3, time=f"2{n}:10 GMT") for n, text in enumerate(titles)
    ]
    assert len(found) == 6


def test_a_bold_line_that_opens_with_a_clock_is_a_headline() -> None:
    texts = ("22:04 – It stays", "21:40 – The mayor speaks")
    blocks = [block for text in texts for block in (Paragraph(text, (Mark(0, len(text), "strong"),)), Paragraph(LEDE))]
    assert entries.with_heads(blocks) == tuple(blocks), "two are too few, where nothing says that it is a live blog"
    assert entries.with_heads(blocks, is_live=True)[0] == Heading("It stays", time="22:04")
