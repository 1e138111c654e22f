"""Where nothing changed, the last run is said again at once; where anything may have, nothing is taken for granted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archivegen import build as shell
from archivegen import cli, scan, unchanged

STORY = "Flood Hits Callan\n\nMay 3, 2019\n\nThe river Tolka rose on Friday, Mayor Lena Ortiz said.\n"
LONG_AGO = 1_500_000_000
_CALL = """\
import sys
from archivegen import unchanged
from archivegen.__main__ import main
unchanged._HAS_NOTES = False  # else a site that was copied just now would have to lie for two seconds
try:
    main()
finally:
    print("cli" if "archivegen.cli" in sys.modules else "at once", file=sys.stderr)
"""


def build(site: Path, *arguments: str, command: str = "build") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    call = [sys.executable, "-c", _CALL, command, *arguments]
    return subprocess.run(call, cwd=site, env=environment, capture_output=True, text=True, check=False)


def age(site: Path) -> None:
    """As if all that a person or the program wrote there had been written long ago."""
    for path in site.rglob("*"):
        if path.is_file() and not {".archivegen", "public"} & set(path.parts):
            os.utime(path, (LONG_AGO, LONG_AGO))


def said(done: subprocess.CompletedProcess[str]) -> tuple[int, str, list[str]]:
    """Without how long it took, and without how it was answered."""
    status, errors, lines = done.returncode, done.stderr.splitlines()[:-1], done.stdout.splitlines()
    return status, "\n".join(errors), [line.partition(", in ")[0] for line in lines]


@pytest.fixture(autouse=True)
def times_are_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "_HAS_NOTES", False)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was built, and of which nothing changed since."""
    site = tmp_path_factory.mktemp("site")
    (site / "seeds").mkdir()
    (site / "seeds/flood.txt").write_text(STORY, "utf-8")
    (site / "seeds/empty.txt").write_text("")
    (site / "site.yaml").write_text("title: T\n", "utf-8")
    (site / "entities.yaml").write_text("- {name: Lena Ortiz, kind: person}\n", "utf-8")
    build(site)
    age(site)
    build(site)
    return site


def is_at_once(site: Path, *arguments: str) -> bool:
    return build(site, *arguments).stderr.endswith("at once\n")


def test_the_same_is_said_again_with_the_same_status(settled: Path) -> None:
    again = build(settled)
    assert again.stderr.endswith("at once\n")
    kept = settled / unchanged.NOTE
    kept.unlink()
    normal = build(settled)
    assert normal.stderr.endswith("cli\n")
    assert said(again) == said(normal)
    assert again.returncode == 1  # an empty seed is an error each time
    assert "0 written" in again.stdout


def test_the_site_is_looked_for_upwards_and_by_option(settled: Path) -> None:
    assert is_at_once(settled)
    assert is_at_once(settled / "seeds")
    assert not is_at_once(settled.parent, "--site", str(settled))  # another command: it may mean something else
    assert is_at_once(settled.parent, "--site", str(settled))
    assert not is_at_once(settled)


def test_another_command_is_not_answered_for_this_one(settled: Path) -> None:
    build(settled)
    assert not is_at_once(settled, "--strict")
    build(settled)


def test_an_ingest_that_finds_nothing_is_said_again_beside_the_builds(settled: Path) -> None:
    first, again = build(settled, command="ingest"), build(settled, command="ingest")
    assert first.stderr.endswith("cli\n") and again.stderr.endswith("at once\n")
    assert said(first) == said(again)
    assert is_at_once(settled)
    assert not build(settled, "seeds", command="ingest").stderr.endswith("at once\n")
    assert not build(settled, "seeds", command="ingest").stderr.endswith("at once\n")


def test_an_ingest_notices_an_edit_and_a_new_seed(tmp_path: Path, settled: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(settled, site)
    age(site)
    for _ in range(3):
        build(site, command="ingest")
    assert build(site, command="ingest").stderr.endswith("at once\n")
    (site / "content/flood.md").unlink()
    done = build(site, command="ingest")
    assert "content-deleted" in done.stderr and done.stderr.endswith("cli\n")
    (site / "seeds/more.txt").write_text(STORY.replace("Flood", "Fire"), "utf-8")
    assert "1 new" in build(site, command="ingest").stdout


def test_after_many_articles_the_next_ingest_is_foreseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "_MANY", 1)
    monkeypatch.setattr(time, "sleep", lambda seconds: age(tmp_path))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/flood.txt").write_text(STORY, "utf-8")
    (tmp_path / "site.yaml").write_text("title: T\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        cli.main(["ingest"])
    assert build(tmp_path, command="ingest").stderr.endswith("at once\n")


def _write(place: str, text: str = "changed\n") -> Callable[[Path], None]:
    def change(site: Path) -> None:
        (site / place).parent.mkdir(parents=True, exist_ok=True)
        (site / place).write_text(text, "utf-8")

    return change


def _same_size_and_later(site: Path) -> None:
    path = site / "content/flood.md"
    path.write_text(path.read_text("utf-8").replace("rose", "fell"), "utf-8")


CHANGES: dict[str, Callable[[Path], None]] = {
    "an article": _same_size_and_later,
    "a new seed": _write("seeds/other.txt"),
    "a file among the seeds that is hidden": _write("seeds/.hidden"),
    "a seed that is gone": lambda site: (site / "seeds/flood.txt").unlink(),
    "the settings": _write("site.yaml", "title: Other\n"),
    "a ruling on an entity": _write("entities.yaml", "- {name: Lena Ortiz, ignore: true}\n"),
    "a template": _write("templates/about.html", "{# mine #}"),
    "a static file": _write("static/own.css"),
    "a picture": _write("media/a.png"),
    "the ledger": lambda site: (site / "content/ledger.tsv").write_text("", "utf-8"),
    "a page": _write("public/index.html"),
    "a page that is gone": lambda site: (site / "public/404.html").unlink(),
    "somebody's file beside the pages": _write("public/CNAME"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_noticed(tmp_path: Path, settled: Path, change: Callable[[Path], None]) -> None:
    subprocess.run(["cp", "-a", f"{settled}/.", str(tmp_path)], check=True)
    cwd = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert unchanged.again(["build"]) == 1
        change(tmp_path)
        assert unchanged.again(["build"]) is None
    finally:
        os.chdir(cwd)


def test_what_changed_just_now_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    assert not unchanged.look(str(tmp_path), ["a"]).is_settled
    os.utime(tmp_path / "a", (LONG_AGO, LONG_AGO))
    assert unchanged.look(str(tmp_path), ["a"]).is_settled
    os.utime(tmp_path / "a", (1e10, 1e10))  # a time to come tells nothing of what was before
    assert not unchanged.look(str(tmp_path), ["a"]).is_settled


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"x\narchivegen 1\nbuild\n"])
def test_a_damaged_note_is_as_good_as_none(tmp_path: Path, damage: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site.yaml").write_text("title: T\n")
    (tmp_path / ".archivegen").mkdir()
    (tmp_path / unchanged.NOTE).write_bytes(damage)
    monkeypatch.chdir(tmp_path)
    assert unchanged.again(["build"]) is None


def test_odd_names_do_not_hinder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/\xff\xfe")).write_text("1")
    (tmp_path / "in" / "nowhere").symlink_to("missing")
    first = unchanged.look(str(tmp_path), ["in"]).digest
    assert unchanged.look(str(tmp_path), ["in"]).digest == first
    (tmp_path / "in" / "nowhere").unlink()
    assert unchanged.look(str(tmp_path), ["in"]).digest != first


@pytest.mark.skipif(os.name != "posix", reason="needs the kernel's note of a change")
def test_a_change_is_noticed_though_size_and_time_are_set_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "_HAS_NOTES", True)
    path = tmp_path / "a"
    path.write_text("1")
    os.utime(path, (LONG_AGO, LONG_AGO))
    before, stat = unchanged.look(str(tmp_path), ["a", "."]), scan.stat_of(path.stat())
    path.write_text("2")
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert unchanged.look(str(tmp_path), ["a", "."]).digest != before.digest
    assert scan.stat_of(path.stat()) != stat
