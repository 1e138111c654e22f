"""However a text is laid out (one paragraph a line, wrapped, indented, with or without blank lines), its article is the same."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivegen.errors import Origin
from archivegen.model import Article, Document, Listing, Paragraph
from archivegen.normalize import normalize
from archivegen.normalize.wrapping import wrap_of
from archivegen.read import READERS

STORY = """Harbor Town Votes to Keep Its Ferry

By Jane Doe | June 19, 2024

The town council of Harbor Bay voted on Tuesday to renew the contract of the island ferry, ending months of dispute over its cost and its timetable.

Mayor Ruth Okafor said the ferry will run for ten more years. “It is our road,” she said after the vote, which ended at midnight before a full hall. “We will not give it up, and we will not let it rust.”

Fares, she promised, stay as low as a bus ticket. The council had heard from more than ninety islanders in March, most of whom spoke against the plan to sell the boat and to hire a smaller one for the summer months only.

What changes

The first boat leaves at five in the morning, an hour earlier than today, so that those who work at the fish market reach the mainland in time for the auction.

Old tickets, of which some islanders say they hold dozens, are good until the end of the year. Those who have a well-known face on board need none, joked the captain, who has steered the boat since 1998 and knows every passenger by name.
"""


def article(text: str) -> Article:
    found = next(READERS[".txt"](io.BytesIO(text.encode()), Origin("seeds/story.txt")))
    assert isinstance(found, Document)
    return normalize(found, id="story", language="en")


def shown(text: str) -> list[tuple[str, str]]:
    found = article(text)
    fields = [("title", found.title), ("date", found.date), ("byline", ", ".join(found.byline))]
    return fields + [(type(block).__name__, block.text) for block in found.blocks]


def wrapped(text: str, width: int, *, indent: str = "") -> str:
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, initial_indent=indent, break_long_words=False, break_on_hyphens=False))
        for line in text.split("\n")
    )


def without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


LAYOUTS: dict[str, Callable[[str], str]] = {
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old Macintosh line ends": lambda text: text.replace("\n", "\r"),
    "two blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "spaces at line ends": lambda text: text.replace("\n", "   \n"),
    "no blank lines": without_blank_lines,
    "indented": lambda text: "\n".join(f"    {line}" if line else "" for line in text.split("\n")),
    "no-break spaces": lambda text: text.replace(" the ", "\u00a0the\u00a0"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_of_lines_does_not_matter(name: str) -> None:
    assert shown(LAYOUTS[name](STORY)) == shown(STORY)


@pytest.mark.parametrize("width", [60, 65, 72, 76, 80])
def test_wrapped_lines_are_joined_again(width: int) -> None:
    assert shown(wrapped(STORY, width)) == shown(STORY)


@pytest.mark.parametrize("width", [60, 72, 80])
def test_what_stands_under_the_headline_of_a_wrapped_text_is_not_joined_to_it(width: int) -> None:
    text = wrapped(STORY, width).replace("Ferry\n\nBy Jane", "Ferry\nBy Jane").replace("2024\n\nThe", "2024\nThe")
    assert shown(text)[:3] == shown(STORY)[:3]


@pytest.mark.parametrize("width", [60, 72, 80])
def test_menus_around_a_wrapped_story_do_not_hide_that_it_is_wrapped(width: int) -> None:
    menu = "\n".join(["Skip to content", "Home", "News", "Sport", "Log in", "Search for:", ""])
    foot = "\n".join(["", "Leave a comment", "Your email address will not be published.", "Archives", "Contact us"])
    assert shown(menu + "\n" + wrapped(STORY, width) + foot) == shown(STORY)


WORDS = "the council voted to keep a ferry because many people of island need it every day and nobody wants another boat there".split()


@st.composite
def paragraphs(draw: st.DrawFn) -> list[str]:
    def sentence() -> str:
        words = draw(st.lists(st.sampled_from(WORDS), min_size=30, max_size=50))
        return " ".join(words).capitalize() + "."

    return [" ".join(sentence() for _ in range(draw(st.integers(1, 4)))) for _ in range(draw(st.integers(4, 8)))]


@settings(max_examples=60, deadline=None)
@given(paragraphs(), st.sampled_from([60, 66, 72, 80]))
def test_any_paragraphs_with_blank_lines_come_back_from_any_width(texts: list[str], width: int) -> None:
    text = "Ferry Stays for Ten More Years\n\n" + "\n\n".join(texts)
    assert shown(wrapped(text, width)) == shown(text)


def test_verse_is_not_wrapped_text() -> None:
    verse = "The road goes on and on\nand no one walks along it\nwhere once the lamps were lit\nand songs were sung at night\nby men who came from sea\nand women from the hills"
    assert wrap_of(verse.split("\n")) is None


def test_items_of_a_wrapped_list_stay_items() -> None:
    story = (
        wrapped(STORY, 72)
        + "\n* Show the price of every dish on the board at the door.\n* Keep meat below five degrees.\n* Close at ten.\n"
    )
    (listing,) = [block for block in article(story).blocks if isinstance(block, Listing)]
    assert listing.text.count("\n") == 2


def test_a_number_at_the_head_of_a_wrapped_line_opens_no_list() -> None:
    ages = "The dead were aged nine, ten, thirteen, two of them fourteen, 49 and\n59. At least eight more people were taken to the hospital of the town."
    text = wrapped(STORY, 72) + "\n" + ages
    assert article(text).blocks[-1] == Paragraph(ages.replace("\n", " "))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("the houses of the vil-\nlage were dry", "the village were"),
        ("it is a well-\nknown fire brigade", "a well-known fire"),
        ("the north-\nwest of the town", "the north-west of"),
        ("a bus of the govern-\nment came late", "the government came"),
    ],
)
def test_a_hyphen_at_a_line_end_is_judged_by_the_words_of_the_text(text: str, joined: str) -> None:
    around = wrapped(STORY, 72) + "\nPeople from the north-west said that the village was dry and that\n"
    found = article(around + text + " on Monday.").blocks[-1].text
    assert joined.split()[1] in found


def test_soft_hyphens_at_line_ends_are_mended() -> None:
    text = wrapped(STORY, 72) + "\nThe houses along the river stayed dry this time, said the vil\u00ad\nlage council.\n"
    assert "the village council" in article(text).blocks[-1].text


JAPANESE = (
    "島の渡し船、夜も運航へ",
    "港町の議会は火曜日、島へ渡る船を夏の間は夜も走らせることを決めた。祭りに来る客が桟橋で眠るのを見かねたためで、"
    "船長たちは交代で舵を取るという。議長は記者団に対し、三年前から求めてきたことがようやくかなったと話した。",
    "最後の便はこれまで九時に出ていた。島の宿は少なく、乗り遅れた客は浜で火を焚いて朝を待つしかなかったと町の人は言う。",
)


@pytest.mark.parametrize("width", [30, 34, 36])
def test_wrapped_lines_of_a_script_without_spaces_are_joined_without_one(width: int) -> None:
    broken = ["\n".join(text[n : n + width] for n in range(0, len(text), width)) for text in JAPANESE]
    assert shown("\n\n".join(broken)) == shown("\n\n".join(JAPANESE))


def test_short_lines_of_one_script_are_no_wrapped_text() -> None:
    verse = "港の灯り\n船を待つ\n島の夜は長い\n\n波の音\n遠い歌\n眠る桟橋"
    assert wrap_of(verse.split("\n")) is None
