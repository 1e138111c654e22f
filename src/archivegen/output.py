"""Archive → files: which pages there are, which of them changed, and their bytes. The shell's hand for plan and render."""

from __future__ import annotations

import os
import shutil
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec
from jinja2 import TemplateError, TemplateSyntaxError

import archivegen
from archivegen import scan, workers
from archivegen.config import Config, Site
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Archive, Page
from archivegen.pages.sitemap import sitemap
from archivegen.plugins import PageKind
from archivegen.render import render
from archivegen.render.theme import Theme, load
from archivegen.scan import Stat
from archivegen.store import StoredBodies

STATIC = "static"
"""Form of a page whose view is the path of the file to copy."""


def theme_folders(root: Path, config: Config) -> tuple[list[Path], list[Path]]:
    """(template folders, static folders), the site's own first, then the built-in theme."""
    package = Path(archivegen.__file__).parent
    built_in = package / "theme"
    if not built_in.is_dir():
        built_in = package.parents[1]  # a checkout has templates/ and static/ two folders up
    templates = [root / config.templates, built_in / "templates"]
    static = [root / config.static, built_in / "static"]
    return _existing(templates), _existing(static)


def _existing(folders: Sequence[Path]) -> list[Path]:
    unique = dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir())
    return list(unique)


def load_theme(root: Path, config: Config) -> Theme:
    templates, static = theme_folders(root, config)
    return load(templates, static_dirs=static, bytecode_dir=_made(root / ".archivegen" / "templates"))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def static_files(root: Path, config: Config) -> dict[str, Path]:
    """The file to copy for each path below static/ of the site."""
    found: dict[str, Path] = {}
    for folder in theme_folders(root, config)[1]:
        for path, _ in scan.files(folder.parent, folder.name):
            found.setdefault(f"{STATIC}/{path[len(folder.name) + 1 :]}", folder.parent / path)
    return found


def plan(
    archive: Archive, site: Site, kinds: Mapping[str, PageKind], static: Mapping[str, Path]
) -> tuple[list[Page], list[Problem]]:
    """Every page of the site, sorted by path. Of two at one path the first kind's stays, and a Problem says so."""
    by_path: dict[str, Page] = {}
    problems: list[Problem] = []

    def take(pages: Iterator[Page], name: str) -> None:
        for page in pages:
            first = by_path.setdefault(page.path, page)
            if first is not page:
                problems.append(_clash(first, page, name))

    for name, kind in kinds.items():
        take(kind(archive, site), name)
    take(sitemap(archive, site, sorted(by_path)), "sitemap")
    take((Page(path, STATIC, str(source)) for path, source in static.items()), "static files")
    return [by_path[path] for path in sorted(by_path)], problems


def _clash(first: Page, page: Page, name: str) -> Problem:
    if page.form in ("redirect", "gone"):
        message = f"an old address that is now the site's own {first.form} page; the page stays"
        return Problem(Origin(page.path), "note", "address-reused", message)
    message = f"two pages want this address ({first.form} and {page.form} of {name}); change the slug of one"
    return Problem(Origin(page.path), "error", "address-taken", message)


def keys(pages: Sequence[Page], theme: Theme, site: Site) -> dict[str, str]:
    """A digest of all that decides a page's bytes, by path."""
    encode = msgspec.msgpack.Encoder().encode
    common = blake2b(f"{archivegen.__version__} {theme.digest}".encode() + encode(site), digest_size=12).digest()
    found: dict[str, str] = {}
    for page in pages:
        if page.form == STATIC:
            digest = blake2b(Path(page.view).read_bytes(), digest_size=12)
        else:
            digest = blake2b(encode(page.view), digest_size=12, key=common)
            digest.update(page.form.encode())
        found[page.path] = digest.hexdigest()
    return found


@dataclass(frozen=True, slots=True)
class Shared:
    """What every worker that writes pages needs."""

    pages: Sequence[Page]
    theme: Theme
    site: Site
    folder: str
    store: str


def write(
    shared: Shared, paths: Collection[str], *, jobs: int, progress: Callable[[str, int, int], None]
) -> dict[str, Stat]:
    """Write the pages at *paths* below the shared folder (where their own folders exist); the Stat of each, by path."""
    chosen = set(paths)
    numbers = [number for number, page in enumerate(shared.pages) if page.path in chosen]
    stats: dict[str, Stat] = {}
    for done, (path, stat) in enumerate(workers.run(_write_pages, numbers, shared, jobs=jobs), 1):
        stats[path] = stat
        progress("writing pages", done, len(numbers))
    return stats


def _write_pages(numbers: Sequence[int], shared: Shared) -> list[tuple[str, Stat]]:
    with closing(StoredBodies(Path(shared.store))) as bodies:
        return [_write(shared, shared.pages[number], bodies) for number in numbers]


def _write(shared: Shared, page: Page, bodies: StoredBodies) -> tuple[str, Stat]:
    path = f"{shared.folder}/{page.path}"
    if page.form == STATIC:
        shutil.copyfile(page.view, path)
    else:
        try:
            data = render(page, theme=shared.theme, site=shared.site, bodies=bodies)
        except TemplateError as error:
            raise CannotRun(_template_problem(error, page)) from error
        with open(path, "wb") as file:  # noqa: PTH123 - a Path costs more than the write
            file.write(data)
    found = os.stat(path)  # noqa: PTH116
    return page.path, Stat(found.st_size, found.st_mtime_ns)


def _template_problem(error: TemplateError, page: Page) -> Problem:
    """Which template, at which line, and what is wrong with it: jinja puts its templates into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return Problem(
            Origin(f"templates/{error.name}", "", error.lineno), "error", "template-wrong", str(error.message)
        )
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    place = Origin(f"templates/{frames[-1].filename}", "", frames[-1].lineno or 0) if frames else Origin(page.path)
    return Problem(place, "error", "template-wrong", f"{error.message} (on page {page.path})")
