"""The output is the whole old site or the whole new one, and what others put there stays."""

from __future__ import annotations

import errno
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen import publish
from archivegen.errors import CannotRun
from archivegen.scan import Stat


class Place:
    """An output folder with what the program remembers of it."""

    def __init__(self, root: Path) -> None:
        self.output = root / "public"
        self.aside = root / ".cache/next"
        self.remembered: dict[str, Stat] = {}

    def put(self, files: dict[str, str]) -> list[str]:
        """Publish *files* (text by path); the paths that had to be written."""
        lines = publish.listing(files)
        todo = publish.compare(publish.look(self.output), files, lines, self.remembered)
        stage = publish.Stage(self.output, self.aside)
        stage.begin(todo.foreign, lines, todo.stale)
        for path in todo.stale:
            target = stage.folder / path
            target.write_text(files[path])
            self.remembered[path] = Stat(target.stat().st_size, target.stat().st_mtime_ns)
        stage.commit(keep_old=not todo.was_touched)
        for path in todo.removed:
            self.remembered.pop(path, None)
        return sorted(todo.stale)

    def files(self) -> dict[str, str]:
        found = (path for path in sorted(self.output.rglob("*")) if path.is_file() and path.name != publish.MANIFEST)
        return {path.relative_to(self.output).as_posix(): path.read_text() for path in found}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_only_what_changed_is_written(place: Place) -> None:
    assert place.put({"index.html": "1", "a/b.html": "2"}) == ["a/b.html", "index.html"]
    assert place.put({"index.html": "1", "a/b.html": "3"}) == ["a/b.html"]
    assert place.put({"index.html": "4", "a/b.html": "3"}) == ["index.html"]
    assert place.files() == {"index.html": "4", "a/b.html": "3"}


def test_what_is_no_page_any_more_goes_with_its_folder(place: Place) -> None:
    place.put({"index.html": "1", "a/b.html": "2"})
    place.put({"index.html": "1"})
    assert place.files() == {"index.html": "1"}
    assert not (place.output / "a").exists()


def test_what_others_put_there_stays(place: Place) -> None:
    place.put({"index.html": "1"})
    (place.output / "CNAME").write_text("archive.example")
    (place.output / "own").mkdir()
    (place.output / "own/x.txt").write_text("x")
    place.put({"index.html": "2"})
    place.put({"index.html": "3"})
    assert place.files() == {"CNAME": "archive.example", "index.html": "3", "own/x.txt": "x"}
    (place.output / "CNAME").unlink()
    place.put({"index.html": "4"})
    assert place.files() == {"index.html": "4", "own/x.txt": "x"}


def test_a_page_takes_the_place_of_a_file_of_others_and_the_old_site_keeps_it(place: Place) -> None:
    place.put({"index.html": "1"})
    (place.output / "a.html").write_text("mine")
    place.put({"index.html": "1", "a.html": "2"})
    assert place.files() == {"a.html": "2", "index.html": "1"}
    assert (place.aside / "a.html").read_text() == "mine"
    place.put({"index.html": "1"})
    assert place.files() == {"index.html": "1"}


def test_a_page_that_somebody_touched_is_written_again_for_good(place: Place) -> None:
    place.put({"a.html": "1", "b.html": "1"})
    place.put({"a.html": "1", "b.html": "2"})
    with (place.output / "a.html").open("w") as file:  # in place: the copy that waits aside is the same file
        file.write("vandalised")
    assert place.put({"a.html": "1", "b.html": "3"}) == ["a.html", "b.html"]
    assert place.put({"a.html": "1", "b.html": "4"}) == ["b.html"]
    assert place.put({"a.html": "1", "b.html": "5"}) == ["b.html"]
    assert place.files() == {"a.html": "1", "b.html": "5"}


def test_a_page_that_somebody_deleted_comes_back(place: Place) -> None:
    place.put({"a.html": "1", "b.html": "1"})
    (place.output / "a.html").unlink()
    assert place.put({"a.html": "1", "b.html": "1"}) == ["a.html"]
    assert place.files() == {"a.html": "1", "b.html": "1"}


def test_a_build_that_was_cut_short_leaves_the_old_site_and_harms_no_later_one(place: Place) -> None:
    place.put({"a.html": "1", "b.html": "1"})
    place.put({"a.html": "2", "b.html": "1"})
    wanted = {"a.html": "3", "b.html": "3"}
    stage = publish.Stage(place.output, place.aside)
    stage.begin([], publish.listing(wanted), ["a.html", "b.html"])
    (stage.folder / "a.html").write_text("half")
    assert place.files() == {"a.html": "2", "b.html": "1"}
    place.put(wanted)
    place.put({"a.html": "3", "b.html": "4"})
    assert place.files() == {"a.html": "3", "b.html": "4"}


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EXDEV])
def test_an_output_that_cannot_be_exchanged_is_written_file_by_file(
    place: Place, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(one: Path, other: Path) -> None:
        raise OSError(code, "no")

    place.put({"a.html": "1", "old/b.html": "1"})
    monkeypatch.setattr(publish, "_exchange", refuse)
    place.put({"a.html": "2", "c.html": "1"})
    assert place.files() == {"a.html": "2", "c.html": "1"}


def test_an_output_that_is_a_link_stays_one(place: Place, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    place.output.symlink_to(tmp_path / "www")
    for text in ("one", "two", "three"):
        place.put({"index.html": text})
        assert place.output.is_symlink()
        assert (tmp_path / "www/index.html").read_text() == text


def test_what_stands_aside_by_mistake_is_no_obstacle(place: Place, tmp_path: Path) -> None:
    place.aside.parent.mkdir(parents=True)
    place.aside.symlink_to(tmp_path / "nowhere")
    place.put({"index.html": "one"})
    assert place.files() == {"index.html": "one"}


@pytest.mark.parametrize("name", ["index.html", "a/b/c.html", "a", "static/x.css"])
def test_what_somebody_began_to_delete_aside_is_laid_out_anew(place: Place, name: str) -> None:
    site = {"index.html": "1", "a/b/c.html": "2", "a/d.html": "3", "static/x.css": "4", "static/y.css": "5"}
    for n in range(3):
        place.put(site | {"n.html": str(n)})
    gone = place.aside / name
    time.sleep(0.01)  # a tick of the file system's clock: nobody deletes as fast as that
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    place.put(site | {"n.html": "3"})
    assert place.files() == site | {"n.html": "3"}


def test_what_stands_aside_is_laid_out_from_its_changes_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    site = {f"a/{n}.html": str(n) for n in range(9)}
    for n in range(3):
        place.put(site | {"n.html": str(n)})
    linked: list[str] = []
    link_all = publish._link_all
    monkeypatch.setattr(
        publish, "_link_all", lambda one, other, paths: (linked.extend(paths), link_all(one, other, paths))
    )
    place.put(site | {"n.html": "3"})
    assert linked == []


def test_a_file_aside_is_no_obstacle(place: Place) -> None:
    place.aside.parent.mkdir(parents=True)
    place.aside.write_text("somebody's")
    place.put({"index.html": "one"})
    assert place.files() == {"index.html": "one"}


def test_a_file_where_the_output_would_stand_is_told_and_kept(place: Place) -> None:
    place.output.write_text("somebody's")
    with pytest.raises(CannotRun, match=r"public: error: output-taken: is a file, not a folder; move it away"):
        publish.look(place.output)
    with pytest.raises(CannotRun, match=r"^site/public: error: output-taken"):
        publish.look(place.output, "site/public")
    assert place.output.read_text() == "somebody's"


def test_a_first_site_on_another_disk_is_written_file_by_file(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == place.aside:
            raise OSError(errno.EXDEV, "other disk")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    place.put({"index.html": "one", "a/b.html": "x"})
    assert place.files() == {"index.html": "one", "a/b.html": "x"}


def test_without_an_exchange_in_one_step_there_is_one_in_two(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Nothing:
        def __init__(self, *_: object, **__: object) -> None: ...

    monkeypatch.setattr(publish.ctypes, "CDLL", Nothing)
    place.put({"a.html": "1"})
    place.put({"a.html": "2"})
    place.put({"a.html": "3"})
    assert place.files() == {"a.html": "3"}


def test_a_file_in_the_way_of_a_folder_is_no_obstacle(place: Place) -> None:
    place.put({"a": "1"})
    place.put({"a/b.html": "2"})
    place.put({"a": "3"})
    assert place.files() == {"a": "3"}


@pytest.mark.parametrize("theirs", ["a", "a/b.html/c/theirs.txt"])
def test_a_page_takes_the_place_of_what_others_put_above_or_below_it(place: Place, theirs: str) -> None:
    place.put({"index.html": "1"})
    (place.output / theirs).parent.mkdir(parents=True, exist_ok=True)
    (place.output / theirs).write_text("mine")
    for n in "123":
        place.put({"index.html": "1", "a/b.html": n})
        assert place.files() == {"index.html": "1", "a/b.html": n}


def test_a_folder_in_the_place_of_a_page_that_changes_is_no_obstacle(place: Place) -> None:
    place.put({"a.html": "1", "b.html": "1"})
    (place.output / "a.html").unlink()
    (place.output / "a.html").mkdir()
    for n in "234":
        place.put({"a.html": n, "b.html": "1"})
        assert place.files() == {"a.html": n, "b.html": "1"}


def test_a_run_that_is_killed_while_it_throws_the_old_site_away_harms_no_later_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path) -> None:
        (folder / "b.html").unlink()
        raise KeyboardInterrupt

    place.put({"a.html": "1", "b.html": "1"})
    place.put({"a.html": "2", "b.html": "1"})
    with (place.output / "a.html").open("w") as file:
        file.write("vandalised")
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(publish.shutil, "rmtree", killed)
        place.put({"a.html": "2", "b.html": "1"})
    place.put({"a.html": "3", "b.html": "1"})
    assert place.files() == {"a.html": "3", "b.html": "1"}


def test_half_a_manifest_is_none(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.write_text

    def cut(path: Path, text: str, *_: str, **__: str) -> None:
        whole(path, text.partition("\n")[0] + "\n")
        raise KeyboardInterrupt

    place.put({"a.html": "1", "b.html": "1"})
    place.put({"a.html": "2", "b.html": "1"})
    stage = publish.Stage(place.output, place.aside)
    stage.begin([], publish.listing({"a.html": "2", "b.html": "1"}), [])
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(Path, "write_text", cut)
        stage.commit()
    place.put({"a.html": "3"})
    place.put({"a.html": "4"})
    assert place.files() == {"a.html": "4"}


@pytest.mark.parametrize("name", ["CNAME", "a/deep/er", "tab\there", "line\nend", "odd\udcff"])
def test_what_others_took_away_again_does_not_come_back(place: Place, name: str) -> None:
    place.put({"index.html": "1"})
    theirs = place.output / name
    theirs.parent.mkdir(parents=True, exist_ok=True)
    theirs.write_text("mine")
    for text in "234":
        place.put({"index.html": text})
        assert (place.output / name).read_text() == "mine"
    (place.output / name).unlink()
    for text in "567":
        place.put({"index.html": text})
        assert not (place.output / name).exists()


@given(
    st.lists(st.text("ab\t\0", max_size=3), unique=True),
    st.lists(st.text("ab\t\0", max_size=3), unique=True),
    st.integers(0, 40),
)
def test_what_two_manifests_do_not_share_is_found(one: list[str], other: list[str], shared: int) -> None:
    both = [f"c{number}\tk" for number in range(shared)]  # long runs of lines are alike
    only_one, only_other = publish._differences(sorted(one + both), sorted(other + both))
    assert set(only_one) == set(one) - set(other)
    assert set(only_other) == set(other) - set(one)


def test_with_a_file_of_others_beside_it_a_touched_page_is_still_told(place: Place) -> None:
    place.put({"a.html": "1", "b.html": "1"})
    (place.output / "CNAME").write_text("archive.example")
    assert place.put({"a.html": "1", "b.html": "1"}) == []
    (place.output / "a.html").write_text("vandalised")
    assert place.put({"a.html": "1", "b.html": "1"}) == ["a.html"]
    assert place.files() == {"CNAME": "archive.example", "a.html": "1", "b.html": "1"}


def test_a_manifest_that_somebody_spoilt_costs_nothing_but_work(place: Place) -> None:
    place.put({"a.html": "1", "b/c.html": "1"})
    manifest = place.output / publish.MANIFEST
    manifest.write_text(f"no line\n\na\tb\tc\n{manifest.read_text()}half a line")
    place.put({"a.html": "2", "b/c.html": "1"})
    place.put({"a.html": "3", "b/c.html": "1"})
    assert place.files() == {"a.html": "3", "b/c.html": "1"}
