"""What the search page and the files that it reads show, as values; and how those files are laid out. Standard library and msgspec only."""

from __future__ import annotations

import msgspec

from archivegen.views import Head, Link

FOLDER = "search"
PAGE, DESCRIPTION = f"{FOLDER}/index.html", f"{FOLDER}/opensearch.xml"
CARDS, FACETS = 100, 500
"""Articles of a file, in order of arrival: of what a result shows, and of what results can be narrowed by."""
SHARDS = "0123456789abcdefghijklmnopqrstuvwxyz"
"""Names are in a file for each letter that a word of them begins with; all other letters share OTHER. Few names are in ALL."""
OTHER, ALL = "other", "all"


class SearchView(msgspec.Struct, frozen=True, kw_only=True):
    head: Head
    count: int
    """Articles that can be found."""
    indexes: tuple[Link, ...]
    """Where names are listed, for readers whose browser cannot search; the texts are folders."""
    kinds: tuple[str, ...]
    """Folders of the kinds of name that can be found."""
    shards: tuple[str, ...]
    """Which files of names there are."""


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """OpenSearch: how a browser asks this site."""

    page: str


class FoundCards(msgspec.Struct, frozen=True):
    """The articles first … first + CARDS - 1, as results show them."""

    cards: tuple[tuple[int, str, str, int, str, str, int, str], ...]
    """(number, address, title, whether that is supplied, source, day, whether that is inferred, language)."""


class FoundFacets(msgspec.Struct, frozen=True):
    """The articles first … first + FACETS - 1, as results are narrowed by."""

    sources: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    """(id, name) of the people and places that stand in them."""
    rows: tuple[tuple[int, str, int, tuple[int, ...]], ...]
    """(number, day, index into sources or -1, indexes into names)."""


class FoundNames(msgspec.Struct, frozen=True):
    """What is called by a word of a first letter."""

    names: tuple[tuple[str, str, int, tuple[str, ...]], ...]
    """(path, name, articles, other names); most articles first."""
