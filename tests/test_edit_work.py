"""How much work an edit costs, counted and not timed: what is imported, read and worked out for one that concerns one article."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archivegen import intake, ledger, linking, prepare, publish, refresh, scan, store, stored, unchanged
from sites import Site

COUNT = 40
STORY = """\
---
title: Bridge {n} closed
date: 2019-03-{day:02}
source: Harbor Papers
entities:
- {{name: {name}, kind: person}}
---

The council voted on Friday. {name} said that it had no choice.
"""
NOT_NEEDED = {
    "archivegen.read": "no seed is read",
    "archivegen.normalize": "no seed is read",
    "archivegen.render.styles": "no style sheet is written",
    "archivegen.search": "the site has no search",
    "archivegen.work": "no seed is read",
    "archivegen.yamlwhole": "all YAML is plain",
    "archivegen.yamlwriting": "no content file is written",
    "yaml": "all YAML is plain",
    "markdown_it": "all bodies are plain paragraphs",
    "concurrent": "one article is no work for many",
    "multiprocessing": "one article is no work for many",
    "subprocess": "no other program is asked",
    "rich": "there is no terminal",
    "urllib.request": "no other host is asked",
}
"""What an edit does without, by module."""


_CALL = """
import sys
from archivegen.__main__ import main
sys.argv = ["archivegen", "build", "--jobs", "2"]
try:
    main()
finally:
    print(*sys.modules)
"""
_SETTINGS = """
# commented, as people do
title: Harbor Papers  # its name
search: false
annotate: []
entities: {min_articles: 1}
"""


def make(root: Path, seeds: tuple[str, ...] = ()) -> Site:
    (root / "content").mkdir(parents=True)
    (root / "seeds").mkdir()
    (root / "seeds/_defaults.yaml").write_text("source: Harbor Papers\n")  # else each run asks for it
    for name in seeds:
        (root / "seeds" / name).write_text(f"{name[:-4].title()} in Callan\n\nMay 3, 2019\n\nIt came on Friday.\n")
    (root / "site.yaml").write_text(_SETTINGS)
    for n in range(COUNT):
        (root / f"content/a{n:02}.md").write_text(STORY.format(n=n, day=n % 28 + 1, name=_name(n)))
    time.sleep(scan.TICK_NS / 1e9 + 0.02)  # what was written in the same tick is read again
    return Site(root)


def _name(n: int) -> str:
    """Shared by no other article."""
    sign = f"{'abcdefgh'[n // 8]}{'klmnprst'[n % 8]}"
    return f"{sign.title()}ina {sign[::-1].title()}ovic"


def edit(site: Site, old: str = "no choice", new: str = "no other choice") -> None:
    path = site.root / "content/a07.md"
    path.write_text(path.read_text().replace(old, new))


def count(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[Any]:
    """The first argument of each call of the function *name* of *module* from now on."""
    calls: list[Any] = []
    real: Callable[..., Any] = getattr(module, name)

    def counted(*arguments: Any, **named: Any) -> Any:
        calls.append(arguments[0])
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, counted)
    return calls


@pytest.mark.parametrize("seeds", [(), ("flood.txt", "fire.txt")], ids=["without seeds", "with seeds"])
def test_an_edit_imports_no_module_that_it_does_without(tmp_path: Path, seeds: tuple[str, ...]) -> None:
    site = make(tmp_path / "s", seeds)
    for _ in range(2):  # the second finds nothing to do, and says so
        site.build()
    edit(site)
    done = subprocess.run([sys.executable, "-c", _CALL], cwd=site.root, capture_output=True, text=True, check=True)
    imported = done.stdout.splitlines()[-1].split()
    assert "archivegen.publish" in imported
    assert [f"{name}: {why}" for name, why in NOT_NEEDED.items() if name in imported] == []


def test_an_edit_of_a_body_reads_the_facts_of_that_article_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(tmp_path / "s")
    site.build()
    edit(site)
    decoded = count(monkeypatch, stored, "_decode_facts")
    site.build()
    assert len(decoded) <= 2


def test_an_edit_works_out_one_article_and_reads_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make(tmp_path / "s")
    site.build()
    edit(site)
    prepared = count(monkeypatch, prepare, "prepare_files")
    compared = count(monkeypatch, refresh, "_is_same")
    site.build()
    assert prepared == [["content/a07.md"]]
    assert len(compared) == 1


def test_an_edit_of_a_body_links_nothing_anew_and_parses_one_line_of_the_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(tmp_path / "s")
    site.build()
    edit(site)
    linked = count(monkeypatch, linking, "_linked_anew")
    parsed = count(monkeypatch, ledger, "parse")
    result = site.build()
    assert result.written
    assert linked == []
    assert [text.count("\n") for text in parsed] == [0]


def test_an_edit_of_a_body_reads_the_cards_of_few_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make(tmp_path / "s")
    site.build()
    edit(site)
    decoded = count(monkeypatch, store, "_decode_card")
    site.build()
    assert len(decoded) == 2  # of the article that changed: as it was, and as it is


def test_what_a_quiet_run_said_is_forgotten_once_something_changed(tmp_path: Path) -> None:
    """Else each run from then on would look at all files to find that it no longer holds."""
    site = make(tmp_path / "s")
    note = site.root / ".archivegen/last"

    def build() -> None:
        command = [sys.executable, "-m", "archivegen", "build"]
        subprocess.run(command, cwd=site.root, capture_output=True, check=True)

    for _ in range(2):
        build()
        time.sleep(unchanged.GRAIN_NS / 1e9 + 0.1)
    assert note.is_file()
    edit(site)
    build()
    assert not note.exists()


def test_the_next_site_is_made_of_the_one_before_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first edit links all files anew, each later one only those that changed since."""
    site = make(tmp_path / "s")
    site.build()
    linked = count(monkeypatch, os, "link")
    edit(site)
    first = site.build()
    assert len(linked) == first.kept
    linked.clear()
    edit(site, "no other choice", "little choice")
    second = site.build()
    assert len(linked) <= first.written < second.kept / 2


def test_a_site_that_stands_is_looked_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make(tmp_path / "s")
    site.build()
    edit(site)
    looked = count(monkeypatch, publish, "_walk")
    site.build()
    assert len(looked) == 1


@pytest.mark.parametrize("in_between", ["", "edit", "delete", "take away"])
def test_the_first_run_after_an_edit_looks_for_changes_once_if_there_was_none_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_between: str
) -> None:
    monkeypatch.setattr(unchanged, "GRAIN_NS", 50_000_000)
    site = make(tmp_path / "s", ("flood.txt",))
    (site.root / "entities.yaml").write_text("- {name: Ida Grön, kind: person}\n")
    site.build()
    edit(site)
    site.build()
    time.sleep(0.1)
    take_in = intake.take_in
    taken: list[bool] = []

    def noted(*given: Any, **named: Any) -> Any:
        report, changed = take_in(*given, **named)
        if not taken:
            if in_between == "edit":
                edit(site, "The council", "A council")
            elif in_between == "delete":
                (site.root / "content/a09.md").unlink()
            elif in_between == "take away":
                (site.root / "entities.yaml").unlink()
        taken.append(changed)
        return report, changed

    monkeypatch.setattr(intake, "take_in", noted)
    result = site.build()
    if not in_between:
        assert taken == [False]
        assert result.quiet is not None
    else:
        assert len(taken) == 2
        assert result.quiet is None
