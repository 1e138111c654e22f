"""What a person's own head of a seed says amiss is told in the words that are said of content files; what other programs mean is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from archivegen import content
from archivegen.normalize import normalize
from archivegen.normalize.slips import meant
from reading import read_all
from sites import Site

BODY = "The council voted on Tuesday to keep the ferry.\n\nMayor Ruth Okafor said it will run for ten more years.\n"


def told(head: str, name: str = "a.md") -> list[str]:
    (document,), _ = read_all(f"---\n{head}\n---\n\n{BODY}", name)
    problems = normalize(document, id="a", language="en").problems
    assert {one.severity for one in problems} <= {"warning"}
    return [str(one) for one in problems]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("entities: nope", "entity-shape"),
        ("entities: [Jane Doe]", "entity-shape"),
        ("entities: [{name: Jane Doe, kind: persn}]", "kind-unknown"),
        ("tags: {x: y}", "field-shape"),
        ("title: {x: y}", "field-shape"),
        ("sorce: Harbor Sheet", "key-unknown"),
    ],
)
def test_a_slip_is_told_in_the_words_that_are_said_of_content_files(line: str, code: str) -> None:
    key = line.partition(":")[0]
    text = f"---\nslug: ferry\n{line}\n---\n\n{BODY}"
    (said,) = (one.message for one in content.load(text, path="content/a.md", id="a").problems)
    named = said if code == "key-unknown" else f"{key}: {said}"
    for name in ("a.md", "a.txt"):
        assert told(f"slug: ferry\n{line}", name) == [f"seeds/{name}:3: warning: {code}: {named}"]


def test_what_is_right_beside_a_slip_is_taken() -> None:
    head = "entities: [{name: Ruth Okafor, kind: person}, Jane]\nauthor: {shown: J. D.}\nauthors: [Jane Doe]\ntitle: {x: y}"
    (document,), _ = read_all(f"---\n{head}\n---\n\n# The ferry stays\n\n{BODY}", "a.md")
    article = normalize(document, id="a", language="en")
    assert [one.name for one in article.entities] == ["Ruth Okafor"]
    assert (article.byline, article.title) == (("Jane Doe",), "The ferry stays")
    assert len(article.problems) == 3


OTHERS = """layout permalink categories tag excerpt_separator aliases weight draft type cascade headless images linkTitle menu outputs
params publishDate expiryDate translationKey videos markup comments disableNunjucks slug save_as template
translation path extra taxonomies in_search_index has_math guid enclosure hidetitle eleventyNavigation sidebar_label toc image
cover thumbnail series author_url desk ticker page created state edition location photo data rating course id subtitle_url"""


def test_keys_of_other_programs_are_none_of_ours() -> None:
    assert told("\n".join(f"{key}: x" for key in OTHERS.split())) == []


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("titel", "title"),
        ("dtae", "date"),
        ("autor", "author"),
        ("bylin", "byline"),
        ("pub_date", "pubdate"),
        ("ticker", ""),
    ],
)
def test_one_letter_makes_a_slip(written: str, name: str) -> None:
    assert meant(written, ("author", "byline", "date", "kicker", "pubdate", "title")) == name


def test_a_value_that_a_program_wrote_is_no_persons_slip() -> None:
    (document,), _ = read_all(
        '{"title": "A", "text": "The council met.", "tags": {"x": "y"}, "sorce": "B"}\n', "a.jsonl"
    )
    assert normalize(document, id="a", language="en").problems == ()


def test_a_warm_build_repeats_the_warnings_of_a_seed(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "site.yaml").write_text("title: Harbor Papers\nsearch: false\n")
    (tmp_path / "seeds/a.md").write_text(f"---\ntitle: Ferry\nentities: nope\nsorce: X\n---\n\n{BODY}")
    site = Site(tmp_path)
    first = [str(one) for one in site.build().problems]
    assert [one.split()[2] for one in first] == ["entity-shape:", "key-unknown:"]
    (tmp_path / "seeds/b.md").write_text(f"---\ntitle: Ferry two\n---\n\n{BODY}")
    result = site.build()
    assert [str(one) for one in result.problems] == first and result.outcome.articles == 2
