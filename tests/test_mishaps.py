"""What happens to people: a backup beside its original, a disk that is not mounted, a run that is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archivegen import work
from sites import Site, files

STORY = 'Bridge {n} closed\n\nMarch 4, 2019\n\nThe council voted on 3 March 2019. "We have no choice," Mayor Anna Becker said.\n'


def make(root: Path, count: int) -> Site:
    (root / "seeds").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Harbor Papers\n")
    for n in range(count):
        (root / f"seeds/a{n}.txt").write_text(STORY.format(n=n))
    return Site(root)


def test_a_backup_of_a_content_file_does_not_take_its_place(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 1)
    site.build()
    shutil.copy(site.root / "content/a0.md", site.root / "content/a0-backup.md")
    edited = (site.root / "content/a0.md").read_text().replace("The council", "Edited here. The council")
    (site.root / "content/a0.md").write_text(edited)
    told = [str(problem) for problem in site.build().problems if problem.code == "id-taken"]
    assert len(told) == 1 and told[0].startswith("content/a0-backup.md: error: id-taken")
    page = site.public()["2019/03/04/bridge-0-closed.html"]
    assert b"Edited here." in page and b'<q title="Anna Becker">&quot;We have' in page.replace(b'>"We', b">&quot;We")
    clean = site.copy_of_inputs(tmp_path / "clean")
    clean.build()
    assert clean.public() == site.public()


def test_seeds_that_are_all_gone_at_once_take_no_article_along(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 12)
    site.build()
    before = files(site.root / "content")
    shutil.rmtree(site.root / "seeds")
    (site.root / "seeds").mkdir()
    told = [problem.code for problem in site.build().problems]
    assert told.count("seeds-emptied") == 1
    assert files(site.root / "content") == before
    (site.root / "seeds/a0.txt").write_text(STORY.format(n=0))  # the others were taken away on purpose
    site.build()
    assert sorted(path.name for path in (site.root / "content").glob("*.md")) == ["a0.md"]


def test_a_file_of_others_whose_place_a_page_takes_is_told(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 1)
    (site.root / "public").mkdir()
    (site.root / "public/index.html").write_text("mine")
    (site.root / "public/CNAME").write_text("mine")
    told = [str(problem) for problem in site.build().problems if problem.code == "output-replaced"]
    assert len(told) == 1 and told[0].startswith("public/index.html: warning: output-replaced")
    assert site.public()["CNAME"] == b"mine"
    assert "output-replaced" not in [problem.code for problem in site.build().problems]


def test_a_file_of_others_where_pages_need_a_folder_is_told_by_its_own_place(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 1)
    (site.root / "public").mkdir()
    (site.root / "public/static").write_text("mine")
    told = [str(problem) for problem in site.build().problems if problem.code == "output-replaced"]
    assert len(told) == 1 and told[0].startswith("public/static: warning: output-replaced")
    assert site.build().problems == [] and "static" not in site.public()


@pytest.mark.skipif(sys.platform != "linux", reason="workers end with their parent on Linux only")
def test_a_run_that_is_killed_leaves_no_lock_behind(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 300)
    command = [sys.executable, "-m", "archivegen", "build", "--jobs", "2", "--site", str(site.root)]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not _children(run.pid) and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stderr


def _children(number: int) -> str:
    try:
        return Path(f"/proc/{number}/task/{number}/children").read_text()
    except OSError:
        return ""


def test_a_text_as_long_as_a_library_is_refused_at_once_and_its_neighbours_come_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(tmp_path / "s", 1)
    monkeypatch.setattr(work, "LONGEST", 1_000)
    (site.root / "seeds/library.txt").write_text("Library\n\n" + "word " * 400)
    result = site.build()
    (said,) = [str(one) for one in result.problems if one.code == "text-too-long"]
    assert said.startswith("seeds/library.txt")
    assert "2,009 letters, and no story has more than 1,000" in said
    assert result.outcome.articles == 1


def test_a_page_of_a_few_words_and_no_sentence_is_a_page(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 1)
    page = "<html><body><h1>Unclosed <b>Tags</h1><p>One paragraph<p>Two <a href=x>link<p>Three</body></html>"
    (site.root / "seeds/short.html").write_text(page)
    assert site.build().outcome.articles == 2
    assert "One paragraph" in (site.root / "content/short.md").read_text()


def test_no_copy_of_a_content_file_is_deleted_with_its_seed(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 2)
    site.build()
    older = (site.root / "content/a0.md").read_bytes()
    (site.root / "seeds/a0.txt").rename(site.root / "seeds/b.txt")
    site.build()
    (site.root / "content/a0.md").write_bytes(older)
    (site.root / "content/kept.md").write_bytes(older)
    told = [problem.code for problem in site.build().problems]
    clean = site.copy_of_inputs(tmp_path / "clean")
    assert told == ["id-taken"] == [problem.code for problem in clean.build().problems]
    assert clean.public() == site.public() and clean.inputs() == site.inputs()
    assert (site.root / "content/kept.md").read_bytes() == older


def test_an_article_of_which_a_person_made_a_copy_stays_when_its_seed_goes(tmp_path: Path) -> None:
    site = make(tmp_path / "s", 2)
    site.build()
    shutil.copy(site.root / "content/a0.md", site.root / "content/kept.md")
    (site.root / "seeds/a0.txt").unlink()
    told = {problem.code: str(problem) for problem in site.build().problems}
    clean = site.copy_of_inputs(tmp_path / "clean")
    assert {problem.code: str(problem) for problem in clean.build().problems} == told
    assert clean.public() == site.public() and clean.inputs() == site.inputs()
    assert sorted(told) == ["id-taken", "seed-vanished"]
    assert "the article stays, since another content file has its id too" in told["seed-vanished"]
    assert sorted(path.name for path in (site.root / "content").glob("*.md")) == ["a0.md", "a1.md", "kept.md"]
    (site.root / "content/kept.md").unlink()
    assert site.build().problems == []
    assert [path.name for path in (site.root / "content").glob("*.md")] == ["a1.md"]
