"""Planned pages → files: each made or copied, by this process or others. The shell's hand for render."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import TemplateError, TemplateSyntaxError

from archivegen import media, scan, workers
from archivegen.config import Site
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Page
from archivegen.output import INDEX, MEDIA, STATIC, is_compacted
from archivegen.render import TEMPLATES, render
from archivegen.render.theme import Theme
from archivegen.scan import Stat
from archivegen.shelf import Laid, Shelf
from archivegen.store import StoredBodies, settle
from archivegen.views import DataView

_AS_IT_IS = getattr(os, "O_BINARY", 0)


class Shared(msgspec.Struct, frozen=True):
    """What every worker that writes pages needs."""

    shelf: Shelf
    theme: Theme
    site: Site
    folder: str
    store: str
    root: str
    is_elsewhere: bool = False
    """Whether it is used by a machine that shares files with that of the run, and nothing else."""

    def __reduce__(self) -> tuple[Callable[..., Shared], tuple[Any, ...]]:
        settle(Path(self.store))
        parts = (self.shelf, self.theme, self.site, self.folder, self.store, self.root)
        return partial(Shared, is_elsewhere=True), parts


def write(
    shared: Shared,
    pages: Sequence[Laid | Page],
    *,
    crew: workers.Crew,
    progress: Callable[[str, int, int], None],
    tally: dict[str, list[float]],
    killed: list[Problem],
) -> dict[str, Stat]:
    """Write *pages* below the shared folder (where their own folders exist); the Stat of each, by path.

    *tally* gets for each form of page how many were written, their bytes and the processor seconds that they took;
    *killed* is told of processes that were killed.
    """
    stats: dict[str, Stat] = {}
    ours = [page for page in pages if page.form == STATIC]  # not every machine has the theme's at the same place
    others = [page for page in pages if page.form != STATIC]
    if crew.hands(len(others)):
        shared.theme.make_ready({name for page in others for name in TEMPLATES.get(page.form, ())})
    for some, who in ((ours, workers.ALONE), (others, crew)):
        for page, (stat, seconds) in zip(
            some, workers.run(_write_pages, some, shared, crew=who, killed=killed), strict=True
        ):
            stats[page.path] = stat
            kind = tally.setdefault(page.form, [0, 0, 0.0])
            kind[0] += 1
            kind[1] += stat.size
            kind[2] += seconds
            progress("writing pages", len(stats), len(pages))
    return stats


class SiteBodies(StoredBodies):
    """What is stored of the articles, and the seeds as they lie in the site."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(Path(shared.store), is_settled=shared.is_elsewhere)
        self._root = shared.root

    def raw(self, path: str, sha256: str, /) -> str:
        """The text of the seed at *path* as it came, with "\\n" line ends; "" where its bytes have another digest."""
        if path.startswith("/") or ".." in path.split("/"):  # a content file may say anything
            return ""
        try:
            with open(scan.locate(Path(self._root), path) if "\\x" in path else f"{self._root}/{path}", "rb") as file:  # noqa: PTH123 - a Path costs as much as the reading
                data = file.read()
        except (OSError, ValueError):
            return ""
        if hashlib.sha256(data).hexdigest() != sha256:
            return ""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = ""
        if not text or "\x00" in text:
            from archivegen.read.decoding import decode  # late: most seeds are UTF-8

            text = decode(data, Origin(path))[0]
        return "\n".join(text.splitlines())


_AT_ONCE = 16
"""So many pages go from step to step together: what a step runs through stays in the processor's cache, which saves a tenth."""


def _write_pages(pages: Sequence[Laid | Page], shared: Shared) -> list[tuple[Stat, float]]:
    """(what stands there now, processor seconds) of each."""
    done: list[tuple[Stat, float]] = []
    with closing(SiteBodies(shared)) as bodies:
        for start in range(0, len(pages), _AT_ONCE):
            done += _write_together(pages[start : start + _AT_ONCE], shared, bodies)
    return done


def _write_together(some: Sequence[Laid | Page], shared: Shared, bodies: SiteBodies) -> list[tuple[Stat, float]]:
    now = time.process_time
    begun = now()
    pages = [shared.shelf.page(one) if isinstance(one, Laid) else one for one in some]
    reading = (now() - begun) / len(some)
    made: list[tuple[Page, bytes | None, float]] = []
    for page in pages:
        begun = now()
        data = _bytes_of(page, shared, bodies)
        made.append((page, data, reading + now() - begun))
    done: list[tuple[Stat, float]] = []
    for page, data, seconds in made:
        begun = now()
        path = f"{shared.folder}/{page.path}"
        found = _copied(page, path, shared, bodies) if data is None else _put(path, data)
        done.append((Stat(found.st_size, found.st_mtime_ns), seconds + now() - begun))
    return done


def _bytes_of(page: Page, shared: Shared, bodies: SiteBodies) -> bytes | None:
    """None of a file that is copied, or too large to be held."""
    if page.form in (INDEX, MEDIA) or isinstance(page.view, DataView):
        return None
    if page.form == STATIC:
        return _static(Path(page.view))
    try:
        return render(page, theme=shared.theme, site=shared.site, bodies=bodies)
    except TemplateError as error:
        raise CannotRun(_template_problem(error, page)) from error


def _static(source: Path) -> bytes:
    """What is published of a static file: the theme's own style sheets lose what browsers do not read."""
    data = source.read_bytes()
    if is_compacted(source):
        from archivegen.render import styles  # late: hardly a run writes style sheets

        return styles.compact(data.decode("utf-8")).encode()
    return data


def _copied(page: Page, path: str, shared: Shared, bodies: SiteBodies) -> os.stat_result:
    if page.form == INDEX:
        shutil.copyfile(page.view.source, path)
    elif page.form == MEDIA:
        media.write(Path(shared.root), page.view, path)
    else:
        from archivegen import datafiles  # late: few sites publish data

        datafiles.write(page.view, Path(path), site=shared.site, bodies=bodies)
    return os.stat(path)  # noqa: PTH116


def _put(path: str, data: bytes) -> os.stat_result:
    """Write *data* to the new file *path*; a file object costs more than all of this."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _AS_IT_IS, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(number, rest) :]
        return os.fstat(number)
    finally:
        os.close(number)


def _template_problem(error: TemplateError, page: Page) -> Problem:
    """Which template, at which line, and what is wrong with it: jinja puts its templates into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return Problem(
            Origin(f"templates/{error.name}", "", error.lineno), "error", "template-wrong", str(error.message)
        )
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    place = Origin(f"templates/{frames[-1].filename}", "", frames[-1].lineno or 0) if frames else Origin(page.path)
    return Problem(place, "error", "template-wrong", f"{error.message} (on page {page.path})")
