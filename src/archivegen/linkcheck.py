"""Dead links and fragments of a built site. Reads the output folder only."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archivegen.errors import Origin, Problem

_LINK = re.compile(r'<(?:a|link|img|script|source|iframe)\b[^>]*?\s(?:href|src)="([^"]*)"', re.IGNORECASE)
_ID = re.compile(r'\sid="([^"]*)"')


def check(output: Path, name: str, *, base_path: str = "/") -> list[Problem]:
    """A Problem for each link of a page below *output* (called *name*) to a page or fragment of the site that is not there.

    *base_path*: the path at which the site will stand; links from the root of the server are counted from it.
    """
    files = {_relative(folder, file, output) for folder, _, found in os.walk(output) for file in found}
    pages = sorted(path for path in files if path.endswith((".html", ".htm")))
    ids: dict[str, set[str]] = {}
    wanted: list[tuple[str, int, str, str, str]] = []
    for page in pages:
        text = (output / page).read_text("utf-8", "replace")
        ids[page] = set(map(unescape, _ID.findall(text)))
        wanted += (
            (page, line, link, target, fragment) for line, link, target, fragment in _links(text, page, base_path)
        )
    problems = []
    for page, line, link, target, fragment in wanted:
        path = next((p for p in (target, posixpath.join(target, "index.html").lstrip("/")) if p in files), None)
        if path is None:
            message = f'"{link}" leads nowhere; build again, or mend the link'
            problems.append(Problem(Origin(f"{name}/{page}", "", line), "error", "link-dead", message))
        elif fragment and path in ids and fragment not in ids[path]:
            message = f'"{link}" names a place that {path} does not have; build again, or mend the link'
            problems.append(Problem(Origin(f"{name}/{page}", "", line), "error", "fragment-dead", message))
    return problems


def _relative(folder: str, file: str, output: Path) -> str:
    return Path(folder, file).relative_to(output).as_posix()


def _links(text: str, page: str, base_path: str) -> Iterator[tuple[int, str, str, str]]:
    """(line, link as written, path on the site, fragment) of each link to the site itself."""
    line, before = 1, 0
    for match in _LINK.finditer(text):
        line += text.count("\n", before, match.start())
        before = match.start()
        link = unescape(match[1])
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link.startswith("//"):
            continue
        path = unquote(parts.path)
        if path.startswith("/"):
            path = "/" + path.removeprefix(base_path) if path.startswith(base_path) else path
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        yield line, link, "" if target == "." else target.lstrip("/"), unquote(parts.fragment)
