"""The ledger's file: read as a whole only where more is asked for than one article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from archivegen import config, ledger
from archivegen.book import Book
from archivegen.ledger import Entry
from archivegen.store import Store

FIRST = Entry("article", "wire/flood", "2019/05/03/flood.html", "2026-01-02")
MOVED = msgspec.structs.replace(FIRST, address="2019/05/03/the-flood.html", old_addresses=("2019/05/03/flood.html",))
OTHER = Entry("article", "flood", "2020/01/01/flood.html", "2026-01-02")
PLACE = Entry("entity", "flood", "works/flood", "2026-01-02")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "site.yaml").write_text("title: Harbor Papers\n")
    (tmp_path / "content").mkdir()
    return tmp_path


def book(root: Path) -> Book:
    return Book(root, config.load(root))


def store(root: Path) -> Store:
    return Store(root / "store.sqlite", "1")


def write(root: Path, *entries: Entry, more: str = "", end: str = "\n") -> None:
    text = ledger.HEADER + "".join(entry.line() for entry in entries) + more
    (root / "content/ledger.tsv").write_text(text.rstrip("\n") + end)


def test_an_articles_last_line_is_found(root: Path) -> None:
    write(root, FIRST, OTHER, MOVED, PLACE)
    found = book(root)
    assert found.article("wire/flood") == MOVED == found.ledger.articles["wire/flood"]
    assert found.article("flood") == OTHER
    assert found.article("wire") is None


@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_the_last_line_of_all_is_one_too(root: Path, end: str) -> None:
    write(root, FIRST, end=end)
    assert book(root).article("wire/flood") == FIRST


def test_of_an_article_whose_last_line_cannot_be_read_nothing_is_said(root: Path) -> None:
    write(root, FIRST, more="article\twire/flood\t../flood.html\n")
    assert book(root).article("wire/flood") is None
    assert book(root).ledger.articles["wire/flood"] == FIRST


def test_there_need_be_no_file(root: Path) -> None:
    with store(root) as memo:
        found = book(root)
        assert found.article("flood") is None
        found.write([FIRST], memo)
    assert (root / "content/ledger.tsv").read_text() == ledger.HEADER + FIRST.line()


@pytest.mark.parametrize("end", ["\n", ""])
def test_what_is_written_is_there_at_once_and_for_the_next(root: Path, end: str) -> None:
    """A person may have ended the file without the end of its last line."""
    write(root, FIRST, end=end)
    with store(root) as memo:
        found = book(root)
        assert found.ledger.articles.keys() == {"wire/flood"}
        found.write([MOVED, OTHER], memo)
    again = book(root)
    assert found.article("wire/flood") == MOVED
    assert found.ledger == again.ledger
    assert again.ledger.articles == {"wire/flood": MOVED, "flood": OTHER}
    assert found.digest == again.digest


def test_what_is_wrong_with_it_is_told_again_without_reading_it_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, FIRST, more="nonsense\n")
    with store(root) as memo:
        first = book(root)
        told = first.problems(memo)
        first.write([OTHER], memo)

        def refused(*_: Any) -> Any:
            raise AssertionError("it is parsed")

        with monkeypatch.context() as patch:
            patch.setattr(ledger, "parse", refused)
            assert book(root).problems(memo) == told
        (root / "content/ledger.tsv").write_text("article\n" * 2)
        other = book(root).problems(memo)
    assert [str(one.origin) for one in told] == ["content/ledger.tsv:3"]
    assert len(other) == 2
