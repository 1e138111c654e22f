"""How a page points at others: relative to where it stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit

_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
_SAFE = "/:@!$&'()*+,;=~-._"
_INDEX = "index.html"
ROOT = "\x00"
"""Stands for the way to the site's root in lines that are made once for pages at any depth."""


class Links:
    """Called with a path on the site (with or without a fragment), gives the link from page *path* to it."""

    __slots__ = ("name_index", "path", "prefix")

    def __init__(self, path: str, *, base_url: str, anywhere: bool = False) -> None:
        """*anywhere*: the page answers at any address (404), so its links start at the site's root, if known."""
        self.path = path
        self.name_index = not base_url
        if anywhere and base_url:
            self.path = ""
            self.prefix = urlsplit(base_url).path.rstrip("/") + "/"
        else:
            self.prefix = "../" * path.count("/")

    def __call__(self, target: str) -> str:
        if "#" not in target:
            return f"{self.prefix}{_written(target, self.name_index)}" or "./"
        path, hash_mark, fragment = target.partition("#")
        if hash_mark and fragment and path == self.path:
            return f"#{fragment}"
        return f"{self.prefix}{_written(path, self.name_index)}{hash_mark}{fragment}" or "./"


@lru_cache(maxsize=4_096)  # those of the menu and of frequent names; each costs a quarter of a kB in every process
def _written(path: str, name_index: bool) -> str:
    if not name_index and path.endswith(_INDEX) and (path == _INDEX or path[-11] == "/"):
        path = path[:-10]
    return path if _PLAIN.fullmatch(path) else quote(path, safe=_SAFE)


@lru_cache(maxsize=2)
def anywhere(name_index: bool) -> Links:
    """Links of what is made once for pages at any depth."""
    links = Links(ROOT, base_url="" if name_index else ROOT)
    links.prefix = ROOT
    return links


class StaticLinks(dict[str, str]):
    """The links to static files from pages of one depth, by name; made when they are asked for."""

    def __init__(self, href: Links, versions: Mapping[str, str]) -> None:
        super().__init__()
        self._href, self._versions = href, versions

    def __missing__(self, name: str) -> str:
        link = self[name] = f"{self._href(f'static/{name}')}{self._versions.get(name, '')}"
        return link
