from collections.abc import Iterator
from pathlib import Path

import pytest

from archivegen import content, prepare
from archivegen.model import Article, Facts, Text
from archivegen.store import Store, StoredBodies

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


def test_an_article_whose_text_tells_its_blocks_comes_back_with_them(tmp_path: Path, paths: list[str]) -> None:
    (tmp_path / "content/a01.md").write_text(HEAD.format(n=1) + "It *was* shut.\n\n## Why\n\n1. Rust\n")
    made = prepare.prepare_files(paths, options(tmp_path))
    with Store(tmp_path / "s", "1") as store:
        for one in made:
            store.put_article(one)
    bodies = StoredBodies(tmp_path / "s")
    for one in made[:4]:
        text = (tmp_path / one.path).read_text()
        whole = content.load(text, path=one.path, id=one.id, language="en")
        assert bodies.article(one.id) == whole
        assert (bodies.sheet(one.id) is None) == (one.path == "content/a01.md")
        assert bodies.text(one.id).text.endswith(whole.blocks[-1].text)
