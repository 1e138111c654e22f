"""What a run says on the terminal, and the exit status that goes with it. The only module that prints."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from archivegen.errors import Problem

CLEAN, WITH_ERRORS, COULD_NOT_RUN = 0, 1, 2
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield show


def say(text: str, *, err: bool = False) -> None:
    """Print *text*; what a terminal would obey (a file's name may hold it) is shown as a code."""
    click.echo(printable(text), err=err)


def printable(text: str) -> str:
    """*text* with codes for what a terminal would obey and a person would not see."""
    return _UNSEEN.sub(lambda match: ascii(match[0])[1:-1], text)


def say_problems(problems: list[Problem]) -> None:
    from archivegen import summary

    for problem in summary.grouped(problems):
        say(str(problem), err=True)


def status_of(problems: list[Problem], *, strict: bool) -> int:
    counted = ("error", "warning") if strict else ("error",)
    return WITH_ERRORS if any(problem.severity in counted for problem in problems) else CLEAN
