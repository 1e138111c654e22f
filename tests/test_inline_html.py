"""HTML within Markdown reads as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen import markdown
from archivegen.model import Heading, Listing, Mark, Paragraph, Quotation, Table
from archivegen.normalize import dialects, inline_html


def blocks(text: str) -> tuple[object, ...]:
    return markdown.blocks_of(dialects.plain(text))


def test_links_and_emphasis_keep_their_words_and_marks() -> None:
    (found,) = blocks('See <a href="https://a.example/z" target="_blank">the <b>report</b> </a>now.')
    assert found == Paragraph(
        "See the report now.", (Mark(4, 14, "link", "https://a.example/z"), Mark(8, 14, "strong", ""))
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>One.</p><p>Two.</p>", (Paragraph("One."), Paragraph("Two."))),
        ("One.<br/>Two.<br>\n\nThree.", (Paragraph("One.\nTwo."), Paragraph("Three."))),
        ("<ul>\n  <li>First</li>\n  <li>Second</li>\n</ul>\n\nAfter.", (Listing("First\nSecond"), Paragraph("After."))),
        ("<ol><li>First</li><li>Second</li></ol>", (Listing("First\nSecond", ordered=True),)),
        ("<blockquote><p>Said.</p></blockquote>", (Quotation("Said."),)),
        ("<h3>Head</h3> text", (Heading("Head", 3), Paragraph("text"))),
        ('<div class="x">\n    Not code\n</div>\nEnd', (Paragraph("Not code"), Paragraph("End"))),
        ("<table><tr><th>A</th></tr><tr><td>1|2</td></tr></table>", (Table("A\n1|2", header=True),)),
        ("Text<!-- a note --> goes <script>alert(1)</script>on.", (Paragraph("Text goes on."),)),
        ('No <a href="javascript:alert(1)">link</a> here.', (Paragraph("No link here."),)),
    ],
)
def test_what_tags_mean_is_kept(text: str, found: tuple[object, ...]) -> None:
    assert blocks(text) == found


@pytest.mark.parametrize(
    "text",
    ["Of 2<3 and a < b.", "The `<b>` tag.", "A <unknown>tag</unknown> stays.", "Mail <ann@paper.example> came."],
)
def test_what_is_no_known_tag_stays(text: str) -> None:
    assert inline_html.markdown(text) == text


def test_code_between_fences_stays() -> None:
    assert dialects.plain("```\n<b>x</b>\n```\n") == "```\n<b>x</b>\n```\n"


@given(
    st.lists(
        st.sampled_from(
            [
                "<b>",
                "</b>",
                "<a href=/x>",
                "</a>",
                "<li>",
                "<ul>",
                "</ul>",
                "<table>",
                "<td>",
                "<p>",
                "w ",
                "\n\n",
                "<br>",
            ]
        )
    )
)
def test_no_word_is_lost_whatever_is_open(pieces: list[str]) -> None:
    words = inline_html.markdown("".join(pieces)).count("w")
    assert words == pieces.count("w ")


@pytest.mark.parametrize("piece", ["<b>", "<table>", "<!--", "<a href=", "<div>", "<ul><li>"])
def test_many_open_tags_take_no_longer_than_they_are_long(piece: str) -> None:
    assert len(inline_html.markdown(piece * 20_000)) < 2_000_000
