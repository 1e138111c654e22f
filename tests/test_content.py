import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivegen import content, markdown, yamltext
from archivegen.content import body, fields
from archivegen.errors import Origin
from archivegen.model import (
    Article,
    Block,
    Embed,
    Evidence,
    Figure,
    GivenEntity,
    Heading,
    Inference,
    Listing,
    Mark,
    Paragraph,
    Preformatted,
    Quotation,
    Removed,
    Seed,
    Statement,
    Table,
)

MARKERS = 'ab2 .*_[]()<>&;`~|#-+=!:\\“’"x1A/{}%$@^,?é\U0001f600'
lines = st.text(MARKERS, min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
passages = st.lists(lines, min_size=1, max_size=3).map("\n".join)
blocks = st.one_of(
    st.builds(Paragraph, passages),
    st.builds(Heading, lines, st.integers(2, 6)),
    st.builds(Heading, lines, st.integers(2, 6), st.just(()), lines, lines, lines),
    lines.map(lambda time: Heading(time, time=time)),
    st.builds(Quotation, passages),
    st.builds(Statement, passages),
    st.builds(Listing, passages, st.just(False)),
    st.builds(lambda text, start: Listing(text, True, start=start), passages, st.integers(0, 2000)),
    st.builds(Figure, lines, lines),
    st.builds(Embed, passages, lines, lines),
    st.builds(Preformatted, passages),
    st.builds(lambda a, b, c: Table(f"{a}\t{b}\n{c}\t{a}", True), lines, lines, lines),
)


def article(**fields: object) -> Article:
    return Article(**{"id": "x", "title": "T", **fields})  # type: ignore[arg-type]


def reload(one: Article) -> Article:
    return content.load(content.save(one), path="content/x.md", id="x")


@given(st.lists(blocks, max_size=6))
def test_blocks_come_back_as_they_were(found: list[Block]) -> None:
    # two lists of a kind in a row are one list in Markdown; a paragraph keeps them apart
    apart = [piece for block in found for piece in (block, Paragraph("Between."))]
    assert markdown.blocks_of(body.write(apart)) == tuple(apart)


@given(st.lists(st.text(MARKERS + "\n", max_size=60), max_size=6))
def test_the_fast_path_gives_what_the_parser_gives(chunks: list[str]) -> None:
    text = "\n\n".join(["Plain words.", *chunks, "More plain words."])
    assert markdown.blocks_of(text) == tuple(markdown._parse(text))


PIECES = st.sampled_from(
    ["# ", "### A head", "- ", "- item", "- item two\n", "1. x", "a b", " A word. ", "\n", "\n\n", "\n\n", "    ", "> ", "> Said.",
     "***", "---", "* x", "**b**", " **bold words** ", " *it* ", "*", "[", "]", "[l](u)", "[l, m](https://a.example/c), ", "|", "```",
     "::: caption\n", "\n:::\n", "“*q*”", "\t", "\\", "&amp;", "!", " — ", "https://x.example/", "’", "\\\n", "\\*", "\\_", "\\\\", "\\#",
     "\\[", "\\!", "1\\. ", "[l_m](<https://a.example/c_d?x=%20&y=1#(a)>)", "[x](<http://b.example>)", "![i](<https://a.example/b.png>)",
     "[sic]", "[a][b]", "](", "~", "~~", "<", "<a", "<3", "<http://a.example>", "<3@a>", "&", "AT&T", "R&D;", "_", "snake_case", "__", "_x_",
     "2019 was", "12) y", "-x", "--", "+y", "=", "==", "#tag", "##x", ":::", "|-|", "\xa0", "-:", "。", "$5", "...", " ", "## [e] "]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=10).map("".join))
def test_plain_blocks_are_what_the_parser_gives(text: str) -> None:
    assert markdown.blocks_of(text) == tuple(markdown._parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "Stop! Said R&D's snake_case, [sic], 5 < 6 | 7 ~ 8.",
        "See [the_report](<https://a.example/b_c?d=%20&e=1>), *now* \\*\\* or \\[never\\].",
        "2019\\. It rained.",
        "2019 was wet.\\\n#dry was next.\\\n-5 degrees",
        "> “No,” she said!",
        "## What it said about [us](<https://a.example/>)",
    ],
)
def test_what_the_program_writes_is_read_without_the_parser(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = tuple(markdown._parse(text))
    monkeypatch.setattr(markdown, "_parse", None)
    assert markdown.blocks_of(text) == parsed


BODY_PIECES = st.sampled_from(["a", "\n", "\n\n", "\n\n", "\n\n\n", " ", "\t", "b c"])


@given(st.lists(BODY_PIECES, max_size=9).map("".join))
def test_chunks_are_cut_at_blank_lines(body: str) -> None:
    assert markdown._pieces(body) == markdown._BLANK_LINES.split(body)


FRONT_PIECES = st.sampled_from(
    ["---", "---\n", "\n---", "\n...", "...", "\n", "a: b", " ", "\t", "--- \n", "----", "\n---\n", "x"]
)


@given(st.sampled_from(["", "---\n"]), st.lists(FRONT_PIECES, max_size=7).map("".join))
def test_front_matter_ends_at_the_first_line_that_ends_it(opening: str, rest: str) -> None:
    text = opening + rest
    opens = re.match(r"---[ \t]*\n", text)
    closes = re.compile(r"(?m)^(?:---|\.\.\.)[ \t]*$\n?").search(text, opens.end()) if opens else None
    wanted = (text[opens.end() : closes.start()], text[closes.end() :]) if opens and closes else (None, text)
    assert content._split(text) == wanted


NAMED = (
    "title: A", "entities:", "entities:", "- {name: Anna Becker, kind: person}", "- {name: Anna Becker, kind: person}", "tags: [a]",
    '- {name: "B, C", kind: place}', "- {name: X}", "- {kind: place}", "- {}", "- Anna", "  - {name: D, kind: work}", "# note", "",
    "- {name: E, kind: work} # who", "dek: |", '"', 'dek: "open', "- {name: F,", "  kind: place}", "- {name: G, kind: nobody}",
    "- {name: H, kind: [work]}", "- {name: I\tJ, kind: work}", "  - K", "- {name: 'L''s', kind: work, more: true}", "Entities: x",
)  # fmt: skip


def fields_read(meta: dict[str, object], front: str) -> object:
    values, problems = fields.read(meta, content._Lines(front), Origin("a.md"))
    return {**values, "title_basis": "given"}, problems


@settings(max_examples=500)
@given(st.lists(st.sampled_from(NAMED), max_size=8))
def test_entities_one_a_line_are_read_as_any_others(rows: list[str]) -> None:
    front = "".join(f"{row}\n" for row in rows)
    try:
        wanted = fields_read(yamltext.mapping(front), front)
    except yamltext.YamlError as error:
        with pytest.raises(yamltext.YamlError, match=re.escape(str(error))) as found:
            content._values_of(front, Origin("a.md"))
        assert found.value.line == error.line
    else:
        assert content._values_of(front, Origin("a.md")) == wanted


def test_entities_as_the_program_writes_them_are_read_line_by_line() -> None:
    named = (GivenEntity("Anna Becker", "person"), GivenEntity('The "Elbe": a river', "place"))
    text = content.save(article(entities=named, section="World"))
    rest, found = fields.listed(text.partition("---\n")[2].partition("---\n")[0]) or ("", ())
    assert found == named
    assert "section: World\n" in rest
    assert "Becker" not in rest


@given(
    st.text(MARKERS, min_size=1, max_size=30),
    st.integers(0, 29),
    st.integers(1, 30),
    st.sampled_from(["em", "strong", "code", "del", "link"]),
)
def test_marks_that_markdown_cannot_hold_cost_no_words(text: str, start: int, end: int, kind: str) -> None:
    text = " ".join(text.split()) or "x"
    mark = Mark(
        min(start, len(text) - 1),
        min(max(end, start + 1), len(text)),
        kind,
        "https://a.example/" if kind == "link" else "",
    )  # type: ignore[arg-type]
    (found,) = markdown.blocks_of(body.write([Paragraph(text, (mark,) if mark.start < mark.end else ())]))
    assert found.text == text


def test_an_entry_of_a_live_blog_is_a_container_that_may_hold_all_of_it() -> None:
    head = Heading("It stays", time="22.00 BST", at="2024-06-18T21:00:00+00:00", author="Ann Lee")
    written = body.write([head, Paragraph("The ferry stays.")])
    opening = '::: entry time="22.00 BST" at="2024-06-18T21:00:00+00:00" author="Ann Lee"'
    assert written == f"{opening}\n## It stays\n:::\n\nThe ferry stays.\n"
    around = f"{opening}\n## It stays\n\nThe ferry stays.\n:::\n"
    assert markdown.blocks_of(written) == markdown.blocks_of(around) == (head, Paragraph("The ferry stays."))
    bare = Heading("21.40 BST", time="21.40 BST")
    assert body.write([bare]) == '::: entry time="21.40 BST"\n:::\n'
    assert markdown.blocks_of("::: entry\n:::\n") == ()
    for unfinished in ("> ::: entry\n> ", "> ::: entry\n>", "> > ::: caption\n> > a\n> >"):
        markdown.blocks_of(unfinished)  # and no error


def test_two_lists_in_a_row_stay_two() -> None:
    lists = (Listing("a\nb"), Listing("c"), Listing("d"), Listing("x", True), Listing("y", True), Listing("z"))
    assert markdown.blocks_of(body.write(lists)) == lists


def test_blank_lines_in_a_code_block_stay() -> None:
    block = Preformatted("a\n\n\n\nb")
    assert markdown.blocks_of(body.write([block])) == (block,)


def test_two_marks_over_the_same_words_come_back() -> None:
    block = Paragraph("very bold words", (Mark(5, 9, "em"), Mark(5, 9, "strong")))
    (found,) = markdown.blocks_of(body.write([block]))
    assert sorted(mark.kind for mark in found.marks) == ["em", "strong"]


def test_many_paragraphs_with_links_are_no_bomb() -> None:
    paragraphs = [Paragraph(f"word {n}", (Mark(0, 4, "link", "https://a.example/"),)) for n in range(2000)]
    assert markdown.blocks_of(body.write(paragraphs)) == tuple(paragraphs)


def test_an_article_comes_back_as_it_was() -> None:
    whole = article(
        title="No: a ‘title’",
        title_basis="supplied",
        slug="no",
        dek="# 1. dek",
        byline=("A. Writer", "B, Writer"),
        source="The Epoch Times",
        credits=("Reuters",),
        date="2024-06-19",
        updated="2024-06-20T10:00:00+02:00",
        language="en",
        section="World",
        tags=("a", "true"),
        entities=(GivenEntity("Vladimir Putin", "person"),),
        url="https://a.example/x",
        redirect_from=("/old.html",),
        rights="excerpt",
        status="draft",
        blocks=(Paragraph("2017. The"), Figure("A man. (AP)", "AP")),
        inferred={
            "title": Inference("No: a ‘title’", "the lede", 0.5),
            "date": Inference("2024-06-19", "on June 19", 0.9, (Evidence(5, "on: June 19"),), "2024-06-19/2024-06-20"),
            "credits": Inference(("Reuters",), "credit line", 1.0),
        },
        removed=(Removed("Read More", 75, "furniture"),),
        seed=Seed("seeds/x.txt", "", 1, "ab" * 32),
    )
    assert reload(whole) == whole


def test_an_untouched_file_is_known_and_an_edit_is_seen() -> None:
    text = content.save(article(seed=Seed("seeds/x.txt", sha256="ab"), blocks=(Paragraph("Words."),)))
    assert not content.is_edited(text)
    assert content.is_edited(text.replace("Words.", "Other words."))
    assert content.is_edited(text.replace("title: T", "title: U"))


def test_a_file_that_a_person_wrote_counts_as_edited() -> None:
    assert content.is_edited("---\ntitle: Mine\n---\nWords.\n")


def test_a_title_changed_by_a_person_is_given() -> None:
    text = content.save(article(title_basis="supplied"))
    assert content.load(text, path="c", id="x").title_basis == "supplied"
    assert content.load(text.replace("\ntitle: T\n", "\ntitle: Better\n"), path="c", id="x").title_basis == "given"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("date: 31 June 2019", '"31 June 2019" is not a date; write YYYY-MM-DD'),
        ("date: 2019-06-31", '"2019-06-31" is not a date; write YYYY-MM-DD'),
        ("bylin: X", '"bylin" is no field of an article; did you mean byline?'),
        (
            "entities: [{name: X, kind: persn}]",
            '"persn" is none of person, organization, place, work; did you mean person?',
        ),
        ("entities: [X]", '"X" is no entity; write {name: Jane Doe, kind: person}'),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, told: str) -> None:
    (problem,) = content.load(f"---\ntitle: T\n\n{line}\n---\nWords.\n", path="content/f.md", id="f").problems
    assert problem.message == told
    assert str(problem).startswith("content/f.md:4: ")


def test_front_matter_that_is_not_yaml_costs_no_words() -> None:
    found = content.load("---\ntitle: a: b\n---\nWords.\n", path="content/f.md", id="f")
    assert found.blocks == (Paragraph("Words."),)
    assert [str(p) for p in found.problems] == [
        "content/f.md:2: error: front-matter-unreadable: not YAML (mapping values are not allowed in this context); mend it, or put the value in quotes"
    ]


def test_a_status_nobody_knows_is_not_published() -> None:
    assert content.load("---\nstatus: drafft\n---\nWords.\n", path="c", id="f").status == "draft"


def test_other_peoples_names_of_fields_are_taken() -> None:
    found = content.load(
        "---\nauthor: A\ndescription: D\ncategories: [World]\ndraft: true\n---\nWords.\n", path="c", id="f"
    )
    assert (found.byline, found.dek, found.section, found.status) == (("A",), "D", "World", "draft")


def test_aliases_are_refused() -> None:
    found = content.load("---\na: &x [1]\nb: [*x, *x]\n---\nWords.\n", path="c", id="f")
    assert "aliases" in found.problems[0].message


def test_markup_in_a_body_is_text() -> None:
    (found,) = content.load("<script>alert(1)</script> & {{ x }} ]]>\n", path="c", id="f").blocks
    assert found.text == "<script>alert(1)</script> & {{ x }} ]]>"


def test_a_word_that_could_not_be_read_shows_no_more_than_was_meant() -> None:
    found = content.load("---\ntitle: T\nnoindex: yse\nrights: recrod\n---\nWords.\n", path="content/f.md", id="f")
    assert (found.noindex, found.rights) == (True, "record") and len(found.problems) == 2


def test_a_language_that_is_no_code_is_a_problem() -> None:
    found = content.load("---\ntitle: T\nlanguage: '\\\" } <b>'\n---\nWords.\n", path="content/f.md", id="f")
    assert [problem.code for problem in found.problems] == ["language-unreadable"] and "<" not in found.language


def test_crafted_brackets_are_taken_as_text() -> None:
    (found,) = markdown.blocks_of("[" * 50_000)
    assert found.text == "[" * 50_000


def test_a_file_without_a_title_is_supplied_one() -> None:
    found = content.load("The river rose.\n", path="c", id="f")
    assert (found.title, found.title_basis) == ("The river rose.", "supplied")


def test_a_first_heading_is_the_title() -> None:
    found = content.load("# Flood\n\nThe river rose.\n", path="c", id="f")
    assert (found.title, found.title_basis, len(found.blocks)) == ("Flood", "text", 1)


def test_saving_is_stable() -> None:
    once = content.save(article(blocks=(Paragraph("* x"),)))
    assert content.save(content.load(once, path="c", id="x")) == once


def test_a_struct_field_of_an_article_is_a_key_of_its_file() -> None:
    from archivegen.content import fields

    unwritten = {"title_basis", "blocks", "problems"}
    assert set(fields.KEYS) == {f.name for f in msgspec.structs.fields(Article)} - unwritten
