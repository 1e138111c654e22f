"""What breaks in the middle of a build: processes that are killed, memory that runs out, stores that are of no use, clocks that lie."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from archivegen import cache, plugins, prepare, scan, workers
from archivegen.annotate import ANNOTATORS
from archivegen.errors import Origin, Problem
from archivegen.model import Article, Document, Facts, Text
from archivegen.read import READERS
from sites import Site, difference, files, site_of

STORY = 'Bridge {n} closed\n\nMarch 4, 2019\n\nThe council voted on 3 March 2019. "We have no choice," Mayor Anna Becker said.\n'
COUNT = 70
"""So many are worth a pool."""


def make(root: Path, count: int = COUNT) -> Site:
    return site_of(root, STORY, count, ending=".txt")


def assert_equals_a_clean_build(site: Site, root: Path) -> None:
    clean = site.copy_of_inputs(root)
    clean.build()
    assert difference(site.public(), clean.public()) == ""


def told(problems: list[Problem], code: str = workers.KILLED) -> list[str]:
    return [str(problem) for problem in problems if problem.code == code]


# ---------------------------------------------------------------- processes that are killed

ONCE_MORE = (
    "--jobs: warning: worker-killed: a process was killed, or memory ran out; what it did was done again by one process; "
    "give --jobs 1"
)
NAMED = "error: worker-killed: the process that works on it is killed each time, perhaps as memory runs out"


def deadly(article: Article, text: Text, facts: Facts) -> Facts:
    if article.id == "a07":
        os.kill(os.getpid(), signal.SIGKILL)
    return facts


def test_an_article_that_kills_who_annotates_it_is_named_and_published_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(tmp_path / "s")
    with monkeypatch.context() as patch:
        patch.setattr(plugins, "annotators", lambda: {**ANNOTATORS, "events": deadly})
        for _ in range(2):  # it is tried again each time
            problems = site.build(jobs=2).problems
            wanted = f"content/a07.md: {NAMED}; it is published with nothing searched for in it"
            assert wanted in told(problems)
            assert set(told(problems)) <= {ONCE_MORE, wanted}
            pages = site.public()
            assert b"Bridge 7 closed" in pages["2019/03/04/bridge-7-closed.html"]
            assert b"anna-becker" not in pages["2019/03/04/bridge-7-closed.html"]
            assert b"anna-becker" in pages["2019/03/04/bridge-8-closed.html"]
    assert told(site.build(jobs=2).problems) == []
    assert b"anna-becker" in site.public()["2019/03/04/bridge-7-closed.html"]


def test_a_large_article_that_kills_who_annotates_it_is_left_out(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 10)
    site.build()
    path = site.root / "content/a07.md"
    path.write_text(path.read_text() + "\nMore of it.\n" * 100_000)
    options = prepare.PrepareOptions(str(site.root), "content", "en", ())
    found = prepare.spared("content/a07.md", Problem(Origin("content/a07.md"), "error", workers.KILLED, "is"), options)
    assert (found.status, found.sha, found.id) == ("draft", "", "a07")
    assert [str(one) for one in found.problems] == [
        "content/a07.md: error: worker-killed: is; it is left out; make it smaller"
    ]


def test_a_seed_that_kills_who_reads_it_is_named_and_the_others_come_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
        if origin.path == "seeds/a07.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        yield from READERS[".txt"](stream, origin)

    site = make(tmp_path / "s")
    with monkeypatch.context() as patch:
        patch.setattr(plugins, "readers", lambda: {**READERS, ".txt": read})
        for _ in range(2):
            assert f"seeds/a07.txt: {NAMED}; it is left out" in told(site.build(jobs=2).problems)
            assert len(list((site.root / "content").glob("*.md"))) == COUNT - 1
    assert told(site.build(jobs=2).problems) == []
    assert len(list((site.root / "content").glob("*.md"))) == COUNT


# ---------------------------------------------------------------- memory that runs out

HUNGRY = """
import resource, sys
from pathlib import Path
from archivegen import build, config, plugins
from archivegen.annotate import ANNOTATORS

def hungry(article, text, facts):
    if article.id == "a07":
        bytearray(2_000_000_000)
    return facts

plugins.annotators = lambda: {**ANNOTATORS, "events": hungry}
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
root = Path(sys.argv[1])
for problem in build.build(root, config.load(root), build.Options(jobs=int(sys.argv[2]))).problems:
    print(problem)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the limit is not heeded")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_for_which_memory_does_not_suffice_is_named_and_published_without(tmp_path: Path, jobs: int) -> None:
    site = make(tmp_path / "s")
    command = [sys.executable, "-c", HUNGRY, str(site.root), str(jobs)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    wanted = f"content/a07.md: {NAMED}; it is published with nothing searched for in it"
    assert sorted(line for line in run.stdout.splitlines() if workers.KILLED in line) == [ONCE_MORE, wanted]
    assert b"Bridge 7 closed" in site.public()["2019/03/04/bridge-7-closed.html"]


def test_what_the_making_of_items_raises_is_not_taken_for_a_lost_worker() -> None:
    def items() -> Iterator[int]:
        yield from range(3)
        raise MemoryError

    with pytest.raises(MemoryError):
        list(workers.stream(lambda chunk, shared: chunk, items(), None, crew=workers.ALONE, weigh=lambda item: 0))


# ---------------------------------------------------------------- stores that are of no use


def test_the_store_of_another_version_is_begun_anew_and_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(tmp_path / "s", 10)
    site.build()
    before = site.public()
    monkeypatch.setattr(cache, "program_digest", lambda: "another")
    assert told(site.build().problems, "store-anew") == [
        ".archivegen/store.sqlite: note: store-anew: was made by another version of the program, or under other settings; "
        "it is only a cache, so all was worked out anew"
    ]
    assert told(site.build().problems, "store-anew") == []
    assert difference(site.public(), before) == ""


# ---------------------------------------------------------------- clocks that lie

YEAR_S = 365 * 86_400


def edit(site: Site, n: int) -> Path:
    path = site.root / f"content/a{n:02}.md"
    path.write_text(path.read_text().replace("The council", "Edited here. The council"))
    return path


def test_a_cache_of_which_a_part_was_deleted_leads_to_the_same_site(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 4)
    (site.root / "templates").mkdir()
    (site.root / "templates/colophon.html").write_text("<p>Ours.</p>")
    site.build()
    edit(site, 0)
    site.build()
    folder = site.root / ".archivegen"
    names = sorted(path.name for path in folder.iterdir())
    assert {"lock", "next", "store.sqlite", "templates"} <= set(names)
    names += ["next/static/style.css", "next/index.html"]
    for number, name in enumerate(names):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        path = edit(site, 1)
        path.write_text(path.read_text().replace("Edited here.", f"Edited here. {number}"))
        assert len(told(site.build().problems, "store-anew")) == (name == "store.sqlite"), name
        assert f"Edited here. {number}".encode() in site.public()["2019/03/04/bridge-1-closed.html"]
        assert_equals_a_clean_build(site, tmp_path / f"clean{number}")


def set_time(path: Path, seconds: float) -> None:
    os.utime(path, (seconds, seconds))


@pytest.mark.parametrize("shift", [-30 * YEAR_S, 30 * YEAR_S], ids=["from the past", "from the future"])
def test_an_edit_is_seen_whatever_time_its_file_has(tmp_path: Path, shift: int) -> None:
    site = make(tmp_path / "s", 10)
    site.build()
    path = edit(site, 7)
    set_time(path, path.stat().st_mtime + shift)
    for _ in range(2):
        site.build()
        assert b"Edited here." in site.public()["2019/03/04/bridge-7-closed.html"]
    path = edit(site, 8)
    set_time(path, path.stat().st_mtime + shift)
    site.build()
    assert b"Edited here." in site.public()["2019/03/04/bridge-8-closed.html"]
    assert_equals_a_clean_build(site, tmp_path / "clean")


def test_an_edit_that_keeps_size_and_time_of_its_file_is_seen(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 10)
    site.build()
    path = site.root / "content/a07.md"
    before = path.stat()
    path.write_text(path.read_text().replace("The council", "The Council"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    site.build()
    assert b"The Council voted" in site.public()["2019/03/04/bridge-7-closed.html"]


@pytest.mark.parametrize(
    ("name", "text", "page"),
    [
        ("templates/colophon.html", "<p>Word {n}.</p>", "2019/03/04/bridge-7-closed.html"),
        ("templates/words.po", 'msgid "About this archive"\nmsgstr "About {n}"\n', "index.html"),
        ("static/note.txt", "Word {n}.", "static/note.txt"),
        ("entities.yaml", "- name: Anna{n} Becker\n  aliases: [Anna Becker]\n", "people/index.html"),
        ("site.yaml", "title: Harbor Papers {n}\n", "index.html"),
    ],
)
def test_a_second_edit_within_a_tick_of_a_coarse_clock_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, page: str
) -> None:
    def coarse(found: os.stat_result) -> scan.Stat:
        return scan.Stat(found.st_size, found.st_mtime_ns // scan.GRAIN_NS * scan.GRAIN_NS)

    monkeypatch.setattr(scan, "stat_of", coarse)
    site = make(tmp_path / "s", 10)
    path = site.root / name
    path.parent.mkdir(exist_ok=True)
    pages = []
    for n in range(3):
        path.write_text(text.format(n=n))
        set_time(path, int(time.time()) // 2 * 2)
        site.build()
        pages.append(site.public().get(page))
    assert None not in pages and len(set(pages)) == 3
    assert_equals_a_clean_build(site, tmp_path / "clean")


@pytest.mark.parametrize("moment", [0, 1_000_000_000, 4_000_000_000])
def test_a_checkout_that_sets_all_times_changes_no_byte(tmp_path: Path, moment: int) -> None:
    site = make(tmp_path / "s", 10)
    site.build()
    before = files(site.root / "public")
    for path in sorted(site.root.rglob("*")):
        if path.is_file() and ".archivegen" not in path.parts:
            set_time(path, moment)
    for _ in range(2):
        result = site.build()
        assert [one for one in result.problems if one.severity == "error"] == []
        assert difference(site.public(), before) == ""
    edit(site, 7)
    site.build()
    assert b"Edited here." in site.public()["2019/03/04/bridge-7-closed.html"]
    assert_equals_a_clean_build(site, tmp_path / "clean")


@pytest.mark.parametrize("years", [-30, 30])
def test_a_clock_that_jumps_between_builds_changes_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    import time

    now: Callable[[], int] = time.time_ns
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    site = make(tmp_path / "s", 10)
    site.build()
    before = site.public()
    monkeypatch.setattr(time, "time_ns", lambda: now() + years * YEAR_S * 10**9)
    site.build()
    assert difference(site.public(), before) == ""
    edit(site, 7)
    site.build()
    monkeypatch.setattr(time, "time_ns", now)
    site.build()
    assert b"Edited here." in site.public()["2019/03/04/bridge-7-closed.html"]
    edit(site, 8)
    site.build()
    assert b"Edited here." in site.public()["2019/03/04/bridge-8-closed.html"]
    assert_equals_a_clean_build(site, tmp_path / "clean")
