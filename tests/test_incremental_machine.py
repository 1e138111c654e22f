"""Whatever is done to a site, in any order, and whatever its files' times say: a build makes what a clean build would make.

Few and always the same sequences are tried; `make machine` tries many others, and shortens what fails.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from archivegen import workers
from sites import Site, difference
from test_incremental import EDITS, EXAMPLES, assert_equals_a_clean_build, begin

SMALL = Path(__file__).parent / "sites" / "small"
HOUR_S = 3600
_NUMBERS = st.integers(0, 99)


class Editing(RuleBasedStateMachine):
    """A person at work, a clock that cannot be trusted, a cache that gets lost; and builds in between."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("SOURCE_DATE_EPOCH", "1718000000")
        self.patch.setattr(workers, "WORTH_A_POOL", 2)
        self.folder = tempfile.TemporaryDirectory()
        self.site = Site(Path(self.folder.name, "site"))
        self.builds = 0
        self.is_changed = True

    def teardown(self) -> None:
        self.patch.undo()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        shutil.copytree(SMALL, self.site.root, ignore=shutil.ignore_patterns("public", "ingested"))
        begin(self.site)

    @rule(edit=st.sampled_from(EDITS), number=_NUMBERS)
    def edit(self, edit: Callable[[Site, int], None], number: int) -> None:
        edit(self.site, number)
        self.is_changed = True

    @rule(number=_NUMBERS)
    def reword(self, number: int) -> None:
        """A sentence more, which names nobody."""
        path = self._article(number)
        path.write_bytes(path.read_bytes() + f"\nRain fell on {number + 2} boats there.\n".encode())
        self.is_changed = True

    @rule(number=_NUMBERS, hours=st.sampled_from([-9, 0, 9]))
    def reword_unseen(self, number: int, hours: int) -> None:
        """Another mark in place of one; the file keeps its size, and its time, or gets one that is past or to come."""
        path = self._article(number)
        found = path.stat()
        text = path.read_text("utf-8")
        head, body = text.rpartition(".")[0], text.rpartition(".")[2]
        path.write_text(f"{head}!{body}" if head else text, "utf-8")
        moment = found.st_mtime_ns + hours * HOUR_S * 10**9
        os.utime(path, ns=(moment, moment))
        self.is_changed = True

    @rule(hours=st.sampled_from([-30, 0, 30]))
    def set_the_clock(self, hours: int) -> None:
        now = _now
        self.patch.setattr(time, "time_ns", lambda: now() + hours * HOUR_S * 10**9)

    @rule(moment=st.sampled_from([0, 1_600_000_000, 4_000_000_000]))
    def check_out(self, moment: int) -> None:
        """All files of the site get one time."""
        for path in self.site.root.rglob("*"):
            if path.is_file() and ".archivegen" not in path.parts:
                os.utime(path, (moment, moment))

    @rule(part=st.sampled_from(["store", "version", "half", "public", "all"]))
    def lose_what_was_made(self, part: str) -> None:
        folder = self.site.root / ".archivegen"
        store = folder / "store.sqlite"
        if part == "all":
            shutil.rmtree(folder, ignore_errors=True)
        elif part == "public":
            shutil.rmtree(self.site.root / "public", ignore_errors=True)
        elif part == "half" and store.is_file():
            store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])
        elif part == "version" and store.is_file():
            with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(store)) as database, database:
                database.execute("update meta set value = 'another' where key = 'version'")
        elif part == "store":
            store.unlink(missing_ok=True)

    @rule()
    def leave_an_unfinished_site_aside(self) -> None:
        """As a build does that is killed."""
        aside = self.site.root / ".archivegen" / "next"
        aside.mkdir(parents=True, exist_ok=True)
        (aside / "index.html").unlink(missing_ok=True)  # it may be a link to the page that stands
        (aside / "index.html").write_text("half a pa", "utf-8")
        (aside / ".archivegen-manifest").unlink(missing_ok=True)

    @precondition(lambda self: self.is_changed)
    @rule(jobs=st.sampled_from([1, 2]))
    def build(self, jobs: int) -> None:
        self.site.build(jobs=jobs)
        self.builds += 1
        self.is_changed = False
        assert_equals_a_clean_build(self.site, Path(self.folder.name, f"clean-{self.builds}"))
        before = self.site.public()
        again = self.site.build(jobs=jobs)
        assert (again.written, again.removed, difference(self.site.public(), before)) == (0, 0, "")

    def _article(self, number: int) -> Path:
        paths = sorted((self.site.root / "content").rglob("*.md"))
        if not paths:
            paths = [self.site.root / "content" / "own.md"]
            paths[0].parent.mkdir(exist_ok=True)
            paths[0].write_text("---\ntitle: By hand\n---\n\nA boat sailed.\n", "utf-8")
        return paths[number % len(paths)]


_now = time.time_ns

TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=EXAMPLES or 8,
    stateful_step_count=30 if EXAMPLES else 16,
    phases=tuple(Phase) if EXAMPLES else (Phase.explicit, Phase.generate),
    deadline=None,
    derandomize=not EXAMPLES,
    suppress_health_check=list(HealthCheck),
)
