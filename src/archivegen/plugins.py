"""The tables that can be added to: readers, annotators, page kinds. Built-ins and entry points, gathered once, passed as arguments."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from archivegen.annotate import ANNOTATORS, Annotator
from archivegen.config import Site
from archivegen.model import Archive, Page

if TYPE_CHECKING:
    from archivegen.read import Reader

PageKind = Callable[[Archive, Site], Iterator[Page]]


def _with_entry_points(group: str, built_in: Mapping[str, Any]) -> dict[str, Any]:
    if not _are_there():
        return dict(built_in)
    from importlib import metadata  # late: it takes longer to import and to ask than all of this

    added = {
        point.name: point.load() for point in sorted(metadata.entry_points(group=group), key=lambda point: point.name)
    }
    return {**built_in, **added}


@cache
def _are_there() -> bool:
    """Whether anything that is installed adds to a table of ours, as far as can be told at a glance (if not: True)."""
    for place in sys.path:
        try:
            names = os.listdir(place or os.curdir)  # noqa: PTH208 - there are hundreds of them
        except FileNotFoundError:
            continue
        except OSError:
            return True  # an archive, or a folder that cannot be looked into
        for name in names:
            if name.endswith((".dist-info", ".egg-info", ".egg")) and _adds(f"{place}/{name}/entry_points.txt"):
                return True
    return False


def _adds(path: str) -> bool:
    if path.endswith(".egg/entry_points.txt"):
        return True
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return b"[archivegen." in file.read()
    except OSError:
        return False


def readers() -> Mapping[str, Reader]:
    """By lower-case suffix of the file name."""
    from archivegen.read import READERS  # late: a site without seeds reads none

    return _with_entry_points("archivegen.readers", READERS)


def annotators() -> Mapping[str, Annotator]:
    """By the name that site.yaml calls it."""
    return _with_entry_points("archivegen.annotators", ANNOTATORS)


def page_kinds() -> Mapping[str, PageKind]:
    from archivegen.pages import PAGE_KINDS  # late: ingest and export make no pages

    return _with_entry_points("archivegen.page_kinds", PAGE_KINDS)
