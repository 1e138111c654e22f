from collections.abc import Iterator
from pathlib import Path

import pytest

from archivegen import prepare
from archivegen.model import Article, Facts, Text

HEAD = "---\ntitle: Bridge {n} closed\nentities:\n- {{name: Anna Becker, kind: person}}\n---\n"


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[list[str]]:
    """More content files than go from step to step together."""
    folder = tmp_path / "content"
    folder.mkdir()
    for number in range(2 * prepare._AT_ONCE + 3):
        (folder / f"a{number:02}.md").write_text(HEAD.format(n=number) + f"It was shut on day {number}. Nobody knew.\n")
    (folder / "a05.md").write_bytes(b"---\ntitle: Caf\xe9\n---\nWords.\n")
    (folder / "a07.md").write_text("")
    return [f"content/{path.name}" for path in sorted(folder.iterdir())]


def options(root: Path, *annotators: prepare.Annotator) -> prepare.PrepareOptions:
    return prepare.PrepareOptions(str(root), "content", "en", annotators)


def test_a_file_gives_the_same_records_in_whatever_company(tmp_path: Path, paths: list[str]) -> None:
    told = options(tmp_path, *prepare.annotators_of((), {}))
    together = prepare.prepare_files(paths, told)
    assert [one.path for one in together] == paths
    assert together == [made for path in paths for made in prepare.prepare_files([path], told)]
    assert [one.path for one in together if one.problems] == ["content/a05.md"]


def test_an_article_that_defeats_an_annotator_costs_itself_alone(tmp_path: Path, paths: list[str]) -> None:
    def annotate(article: Article, text: Text, facts: Facts) -> Facts:
        if article.id == "a03":
            raise ValueError("no such thing")
        return facts

    made = prepare.prepare_files(paths, options(tmp_path, annotate))
    found = [(one.path, problem.code) for one in made for problem in one.problems if problem.code != "content-not-utf8"]
    assert found == [("content/a03.md", "annotate-failed")]
