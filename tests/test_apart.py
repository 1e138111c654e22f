"""What is to be written is worked out in a process of its own, where that is much: the same site, and nothing of it kept."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archivegen import apart, ledger, linking, publishing, workers
from archivegen.book import Book
from archivegen.config import load
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Page
from archivegen.runs import Run
from archivegen.scan import Stat
from archivegen.search import bundles, pagefind
from archivegen.shelf import Laid
from sites import Site, difference, site_of

STORY = "---\ntitle: Bridge {n} closed\ndate: 2019-03-04\nsection: City\n---\n\nMayor Anna Becker spoke. The council voted.\n"
COUNT = 70
"""So many are worth a process."""


def make(root: Path, count: int = COUNT) -> Site:
    return site_of(root, STORY, count, ending=".md")


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file with the process that linked, one a line."""
    path = tmp_path / "processes"
    link_all = linking.link_all

    def noted(*given: Any) -> Any:
        with path.open("a") as file:
            file.write(f"{os.getpid()}\n")
        return link_all(*given)

    monkeypatch.setattr(linking, "link_all", noted)
    return path


def here() -> str:
    return str(os.getpid())


def test_a_first_build_is_worked_out_in_another_process_and_later_ones_in_this(processes: Path, tmp_path: Path) -> None:
    site = make(tmp_path / "s")
    result = site.build(jobs=2)
    assert processes.read_text().split() != [here()]
    assert (result.outcome.articles, result.kept, result.archive) == (COUNT, 0, None)
    assert result.written > COUNT
    assert {"link", "plan", "render", "publish"} <= result.stages_cpu.keys()
    (site.root / "seeds/b.md").write_text(STORY.format(n="B"))
    site.build(jobs=2)
    assert processes.read_text().split()[1:] == [here()]
    clean = site.copy_of_inputs(tmp_path / "clean")
    clean.build(jobs=1)
    assert processes.read_text().split()[2:] == [here()]
    assert difference(site.public(), clean.public()) == ""


def mark(site: Site, turn: int) -> None:
    (site.root / "templates").mkdir(exist_ok=True)
    (site.root / "templates/article.html").write_text(f"{{% extends 'default/article.html' %}}{{# {turn} #}}")


def retitle(site: Site, turn: int) -> None:
    (site.root / "site.yaml").write_text(f"title: Harbor Papers {turn}\nsearch: false\n")


@pytest.mark.parametrize("change", [mark, retitle])
def test_where_theme_or_settings_are_others_another_process_works_it_out_again(
    change: Callable[[Site, int], None], processes: Path, tmp_path: Path
) -> None:
    site = make(tmp_path / "s")
    site.build(jobs=2)
    change(site, 1)
    result = site.build(jobs=2)
    assert result.written >= COUNT
    assert here() not in processes.read_text().split()
    (site.root / "seeds/b.md").write_text(STORY.format(n="B"))
    site.build(jobs=2)
    assert processes.read_text().split()[2:] == [here()]
    clean = site.copy_of_inputs(tmp_path / "clean")
    clean.build(jobs=1)
    assert difference(site.public(), clean.public()) == ""


def test_what_others_put_into_the_output_stays_whoever_works_it_out(tmp_path: Path) -> None:
    site = make(tmp_path / "s")
    site.build(jobs=2)
    (site.root / "public/own.txt").write_text("ours")
    (site.root / "public/index.html").write_text("somebody was here")
    mark(site, 1)
    site.build(jobs=2)
    mark(site, 2)
    site.build(jobs=2)
    assert site.public().pop("own.txt") == b"ours"
    assert site.public()["index.html"] != b"somebody was here"


def test_work_is_sent_whole(tmp_path: Path) -> None:
    pages = [Laid("a.html", "list", int, 3, 4), Page("b.css", "static", "x"), Laid("ü.html", "list", str, 7, 9)]
    lines = ["a.html\t1", "b.css\t2", "c.html\t3", "ü.html\t4"]
    config = load(make(tmp_path / "s", 1).root)
    work = publishing.Work(config, lines, {"own": Stat(1, 2)}, {"a.html": Stat(3, 4)}, ["d.html"], pages, True, 7)
    sent = apart._unpacked(pickle.loads(pickle.dumps(apart._packed(work))))
    assert sent == msgspec.structs.replace(work, remembered=None)
    assert [type(page) for page in sent.pages] == [Laid, Page, Laid]


def test_of_few_articles_this_process_works_it_out(processes: Path, tmp_path: Path) -> None:
    make(tmp_path / "s", 5).build(jobs=2)
    assert processes.read_text().split() == [here()]


def test_what_a_killed_process_worked_out_is_worked_out_by_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, parent = make(tmp_path / "s"), os.getpid()
    work_out = apart._work_out

    def killed(run: Run, book: Book, desk: publishing.Desk, found: Any = None) -> publishing.Work:
        if os.getpid() != parent:
            desk.shelf.put(Page("x", "x", None), b"another thing than this process puts there first")
        work = work_out(run, book, desk, found)
        if os.getpid() != parent:  # the ledger and the shelf are written by then
            os.kill(os.getpid(), signal.SIGKILL)
        return work

    monkeypatch.setattr(apart, "_work_out", killed)
    result = site.build(jobs=2)
    assert [problem.code for problem in result.problems] == [workers.KILLED]
    lines = (site.root / "content" / ledger.FILE_NAME).read_text().splitlines()
    assert len(lines) == len(set(lines))
    clean = site.copy_of_inputs(tmp_path / "clean")
    clean.build(jobs=1)
    assert difference(site.public(), clean.public()) == ""


@pytest.mark.skipif(pagefind.program() is None, reason="Pagefind is not installed")
def test_search_is_indexed_before_another_process_links_and_by_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the memory of the archive and that of Pagefind are never in use at once."""
    done: list[tuple[int, list[bool]]] = []
    indexed = publishing.indexed

    def noted(run: Run, cards: Any) -> Any:
        done.append((os.getpid(), [isinstance(card, bundles.Slip) for card in cards]))
        return indexed(run, cards)

    monkeypatch.setattr(publishing, "indexed", noted)
    site = make(tmp_path / "s")
    (site.root / "site.yaml").write_text("title: Harbor Papers\n")
    result = site.build(jobs=2)
    assert done == [(os.getpid(), [True] * COUNT)]
    assert {"search", "link", "plan"} <= result.stages.keys()
    clean = site.copy_of_inputs(tmp_path / "clean")
    clean.build(jobs=1)
    assert difference(site.public(), clean.public()) == ""
    started = count_runs(monkeypatch)
    (site.root / "templates").mkdir()
    mark(site, 1)
    site.build(jobs=2)
    site.build(jobs=1)
    assert started == []  # the slips tell of the articles what their cards do


def count_runs(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """An item for each run of Pagefind from now on."""
    started: list[None] = []
    real = pagefind.Run._start

    def noted(self: pagefind.Run) -> Any:
        started.append(None)
        return real(self)

    monkeypatch.setattr(pagefind.Run, "_start", noted)
    return started


def test_what_cannot_be_linked_is_not_indexed_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = count_runs(monkeypatch)
    site = make(tmp_path / "s")
    (site.root / "site.yaml").write_text("title: Harbor Papers\n")
    (site.root / "entities.yaml").write_text("- {name: [\n")
    with pytest.raises(CannotRun):
        site.build(jobs=2)
    assert started == []


def test_a_search_that_fails_is_told_though_another_process_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "program", lambda: None)
    site = make(tmp_path / "s")
    (site.root / "site.yaml").write_text("title: Harbor Papers\n")
    result = site.build(jobs=2)
    assert [problem.code for problem in result.problems] == ["search-left-out"]
    assert not result.is_final
    assert not (site.root / "public/search").exists()


def test_why_it_cannot_be_worked_out_is_said_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(Origin("entities.yaml"), "error", "entities-unreadable", "is not YAML")

    def refused(*_: Any) -> Any:
        raise CannotRun(problem)

    monkeypatch.setattr(linking, "link_all", refused)
    with pytest.raises(CannotRun) as raised:
        make(tmp_path / "s").build(jobs=2)
    assert raised.value.problems == (problem,)
