"""The tables that can be added to: readers, annotators, page kinds. Built-ins and entry points, gathered once, passed as arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from typing import Any

from archivegen.annotate import ANNOTATORS, Annotator
from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.read import READERS, Reader

PageKind = Callable[[Archive, Site], Iterator[Page]]


def _with_entry_points(group: str, built_in: Mapping[str, Any]) -> dict[str, Any]:
    added = {
        point.name: point.load() for point in sorted(metadata.entry_points(group=group), key=lambda point: point.name)
    }
    return {**built_in, **added}


def readers() -> Mapping[str, Reader]:
    """By lower-case suffix of the file name."""
    return _with_entry_points("archivegen.readers", READERS)


def annotators() -> Mapping[str, Annotator]:
    """By the name that site.yaml calls it."""
    return _with_entry_points("archivegen.annotators", ANNOTATORS)


def page_kinds() -> Mapping[str, PageKind]:
    from archivegen.pages import PAGE_KINDS  # late: ingest and export make no pages

    return _with_entry_points("archivegen.page_kinds", PAGE_KINDS)
