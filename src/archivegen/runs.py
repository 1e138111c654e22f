"""What a run of the program is told, what it shares between its stages, and what it did."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import field

from archivegen import media, refresh, unchanged, workers
from archivegen.config import Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.ingest import Report
from archivegen.model import Archive, EntityKind, Losses
from archivegen.scan import Stat
from archivegen.store import Store


class Options(msgspec.Struct, frozen=True):
    """What the command line says."""

    jobs: int = 0
    """0 = as many as there are processors."""
    cluster: str = ""
    """Address of the scheduler of a Dask cluster that does what is done of each article alone; "" = this machine does it."""
    output: str = ""
    base_url: str | None = None
    media: tuple[Path, ...] = ()
    """Folders with the old site's uploads; what articles refer to is copied into the site."""
    progress: refresh.Progress = lambda what, done, total: None


class Outcome(msgspec.Struct):
    """What an archive came to: kept in the store, so that a run that finds nothing changed says the same."""

    problems: list[Problem] = []
    articles: int = 0
    set_aside: int = 0
    drafts: int = 0
    undated: list[str] = []
    """Ids; the first ten of them."""
    undated_count: int = 0
    unsourced: dict[str, int] = {}
    """How many articles have no source, by folder of their ids."""
    entities: dict[EntityKind, int] = {}
    stories: int = 0
    losses: Losses = Losses()
    files: int = 0
    bytes: int = 0
    """Of the finished site."""


class Quiet(msgspec.Struct, frozen=True):
    """What a run would say that finds nothing changed, and what that nothing was told by."""

    result: Result
    inputs: tuple[Sequence[str], unchanged.Seen]
    """Places, and what was seen there before they were read."""
    output: tuple[str, unchanged.Seen]


class Result(msgspec.Struct):
    """What a run did."""

    ingest: Report = field(default_factory=Report)
    outcome: Outcome = field(default_factory=Outcome)
    quiet: Quiet | None = None
    """What holds as long as nothing changes; None if that is not sure."""
    archive: Archive | None = None
    """None where nothing had changed, so that nothing was linked, and once the pages of it are planned."""
    unpublished: list[str] = []
    """Ids of articles that are not published."""
    files: dict[str, Stat] = {}
    """Pictures and documents of the site, by path."""
    copies: dict[str, media.Copy] = {}
    """Those that the pages show, by path on the site."""
    others: str = ""
    """Digest of all inputs beside seeds/ and content/, as they were before they were read."""
    borrowed: int = 0
    """How many were copied into the site from folders outside it."""
    is_final: bool = True
    """Whether another build of the same inputs would make the same site; else it is not taken for up to date."""
    written: int = 0
    kept: int = 0
    removed: int = 0
    seconds: float = 0.0
    stages: dict[str, float] = {}
    """Seconds that passed."""
    stages_cpu: dict[str, float] = {}
    """Processor seconds, those of the workers too."""
    forms: dict[str, list[float]] = {}
    """Of the pages written, by form: how many, their bytes, processor seconds."""

    @property
    def problems(self) -> list[Problem]:
        return [*self.ingest.problems, *self.outcome.problems]


class Run(msgspec.Struct, frozen=True):
    """What the stages of one run share."""

    root: Path
    """Of the site."""
    config: Config
    options: Options
    store: Store
    result: Result
    """Filled as the run goes on."""
    crew: workers.Crew = workers.ALONE
    """Who does what is done of each article alone."""

    @property
    def jobs(self) -> int:
        return self.options.jobs or workers.available()


def today() -> str:
    """The date added of what arrives now: SOURCE_DATE_EPOCH, else the clock's day in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        message = f"{epoch} is no day; write seconds since 1970"
        raise CannotRun(Problem(Origin("SOURCE_DATE_EPOCH"), "error", "date-unreadable", message)) from error
    return moment.date().isoformat()


@contextmanager
def timed(result: Result, stage: str) -> Iterator[None]:
    started, cpu = time.perf_counter(), cpu_s()
    yield
    result.stages[stage] = result.stages.get(stage, 0.0) + time.perf_counter() - started
    result.stages_cpu[stage] = result.stages_cpu.get(stage, 0.0) + cpu_s() - cpu


def cpu_s() -> float:
    """Processor seconds of this process and of the workers that have ended."""
    return sum(os.times()[:4])
