"""Options that several commands have, and what is made of them; a slip in one is told under its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archivegen import config
from archivegen.errors import CannotRun, Origin, Problem

if TYPE_CHECKING:
    from archivegen.build import Options


def site_option(function: Callable[..., Any]) -> Callable[..., Any]:
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    text = "Folder of the site (default: the one with site.yaml, looked for upwards)."
    return click.option("--site", "site", type=folder, help=text)(function)


def strict_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--strict", is_flag=True, help="Count warnings as errors.")(function)


def jobs_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--jobs", type=click.IntRange(1, 256), help="Processes to use (default: one a processor).")(
        function
    )


def media_option(function: Callable[..., Any]) -> Callable[..., Any]:
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    text = "Folder with the old site's uploads (wp-content/uploads): what articles refer to is copied into the site."
    return click.option("--media", "media", multiple=True, type=folder, metavar="DIR", help=text)(function)


def root_of(site: Path | None) -> Path:
    return config.find((site or Path.cwd()).resolve())


def options_of(
    settings: config.Config,
    jobs: int | None,
    output: str = "",
    base_url: str | None = None,
    *,
    media: tuple[Path, ...],
    cluster: str = "",
    progress: Any,
) -> Options:
    import msgspec

    from archivegen.build import Options

    if output:
        output = _checked("--output", f"title: x\noutput: {output!r}").output
        clashes = config.clashes(msgspec.structs.replace(settings, output=output), {})
        refuse("--output", list(clashes))
    if base_url is not None:
        base_url = _checked("--base-url", f"title: x\nbase_url: {base_url!r}").site.base_url
    folders = tuple(folder.resolve() for folder in media)
    return Options(jobs=jobs or 0, cluster=cluster, output=output, base_url=base_url, media=folders, progress=progress)


def _checked(option: str, text: str) -> config.Config:
    values, problems = config.parse(text)
    # that the folder is one of the defaults' says nothing of this site's
    refuse(option, [problem for problem in problems if problem.code != "folder-taken"])
    return values


def refuse(option: str, problems: list[Problem]) -> None:
    if problems:
        raise CannotRun(*(Problem(Origin(option), "error", p.code, p.message) for p in problems))
