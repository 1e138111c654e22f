"""Folders of other site generators: drafts stay drafts, design is no story, a broken head hides what it hid."""

from __future__ import annotations

from pathlib import Path

import pytest

from archivegen import generators
from archivegen.folders import Known
from reading import read_all


@pytest.mark.parametrize(
    ("path", "is_draft"),
    [
        ("seeds/blog/_drafts/one.md", True),
        ("seeds/Drafts/one.txt", True),
        ("seeds/drafts.md", False),
        ("drafts/one.md", False),
        ("seeds/drafts of the treaty/one.md", False),
    ],
)
def test_what_lies_among_drafts_is_a_draft(path: str, is_draft: bool) -> None:
    assert generators.is_draft(path) is is_draft
    assert Known().of(path) == ({"status": "draft"} if is_draft else {})


def test_a_person_may_say_that_drafts_are_published() -> None:
    known = Known(by_folder={"seeds/drafts": {"status": "published"}})
    assert known.of("seeds/drafts/one.md") == {"status": "published"}


def test_the_design_of_a_blog_is_no_story() -> None:
    design = {
        "s/j/_layouts/post.html", "s/j/_site/2020/a.html", "s/j/README.md", "s/j/_config.yml",
        "s/h/config.toml", "s/h/archetypes/default.md", "s/h/themes/x/README.md", "s/h/public/a/index.html",
    }  # fmt: skip
    stories = {"s/j/_posts/2020-01-01-a.md", "s/j/about.md", "s/h/content/posts/a.md", "s/h/content/themes/b.md"}
    assert generators.no_stories([*design, *stories]) == design


def test_folders_of_such_names_hold_stories_where_no_generator_stands() -> None:
    paths = [
        "seeds/layouts/a.txt",
        "seeds/themes/b.txt",
        "seeds/content/c.txt",
        "seeds/public/d.txt",
        "seeds/README.txt",
    ]
    assert generators.no_stories(paths) == frozenset()


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("---\ntitle: One: two\npublished: false\n---\n\nText.\n", "false"),
        ("---\ntitle: One: two\npublished: false\n\nText that follows a head that is never closed.\n", "false"),
        ('+++\ntitle = "One\npublished = "false"\n+++\n\nText.\n', "false"),
    ],
)
def test_what_a_broken_head_hides_stays_hidden(head: str, status: str) -> None:
    (found,), problems = read_all(head, "a.md")
    assert found.meta["published"] == status
    assert [problem.severity for problem in problems or found.problems] == ["error"]


def test_the_plain_lines_of_a_broken_head_hold() -> None:
    (found,), _ = read_all("---\ntitle: One: two\ntags: [a\nauthor: Jane Roe\n---\n\nText.\n", "a.md")
    assert found.meta == {"title": "One: two", "author": "Jane Roe"}


def test_a_page_of_a_blog_is_set_aside() -> None:
    assert [
        read_all(f"---\nlayout: {kind}\ntitle: x\n---\n\nText.\n", "a.md")[0][0].aside != ""
        for kind in ("page", "post")
    ] == [
        True,
        False,
    ]


def test_a_packed_blog_keeps_its_drafts_to_itself(tmp_path: Path) -> None:
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("blog/_drafts/a.md", "blog/_layouts/b.html", "blog/_posts/2020-01-02-c.md", "blog/_config.yml"):
            archive.writestr(name, "The bridge opened on Friday, and the trams cross it again.\n")
    documents, problems = read_all(packed.getvalue(), "blog.zip")
    assert [(one.origin.record, one.withheld) for one in documents] == [
        ("blog/_drafts/a.md", "draft post"),
        ("blog/_posts/2020-01-02-c.md", ""),
    ]
    assert "2 of a site's design" in problems[0].message


LOOP = "{% for one in site.posts %}<a href='{{ one.url }}'>{{ one.title }}</a>{% endfor %}\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.html", f"---\nlayout: default\n---\n{LOOP}"),
        ("index.md", f"---\nlayout: home\ntitle: The Quay Blog\npermalink: /\n---\n# News\n\n{LOOP}"),
        ("base.html", "{% extends 'root.html' %}\n{% block main %}<h1>{{ page.title }}</h1>{% endblock %}\n"),
        ("list.html", '{{ define "main" }}<ul>{{ range .Pages }}<li>{{ .Title }}</li>{{ end }}</ul>{{ end }}\n'),
    ],
)
def test_a_page_of_template_code_is_a_page_of_the_design(name: str, text: str) -> None:
    documents, problems = read_all(text, name)
    assert (documents, [one.code for one in problems]) == ([], ["design-left-out"])
    assert problems[0].severity == "note"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2019-03-04-ferry.md", f"---\ntitle: Ferries\n---\nThe ferry ran.\n{LOOP}"),
        ("ferry.md", f"---\ntitle: Ferries\nauthor: Ann Lee\n---\nThe ferry ran.\n{LOOP}"),
        ("ferry.md", f"---\ntitle: A loop\n---\nHow one writes it:\n\n```\n{LOOP}```\n"),
        ("ferry.md", "---\ntitle: Ferries\n---\n{% include film.html id='x' %}\n"),
        ("ferry.html", f"<h1>Ferries</h1><p>{'The ferry ran on Monday, the owner said. ' * 8}</p>{LOOP}"),
    ],
)
def test_a_story_that_shows_other_pages_stays_a_story(name: str, text: str) -> None:
    assert len(read_all(text, name)[0]) == 1


def test_template_pages_of_a_packed_blog_are_counted() -> None:
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("blog/index.html", f"---\nlayout: default\n---\n{LOOP}")
        archive.writestr("blog/a.md", "The bridge opened on Friday, and the trams cross it again.\n")
    documents, problems = read_all(packed.getvalue(), "blog.zip")
    assert [one.origin.record for one in documents] == ["blog/a.md"]
    assert "1 of a site's design" in problems[0].message
