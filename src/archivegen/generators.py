"""The folder of another site generator (Jekyll, Hugo, Hexo, Eleventy, Pelican …) → which of its files are no stories. Pure: names only."""

from __future__ import annotations

from collections.abc import Collection

_DESIGN = frozenset(("_layouts", "_includes", "_sass", "_site", "_plugins", "node_modules", "__macosx"))
"""Folders so called hold templates, copies of what was built, programs: no stories anywhere."""
_DRAFTS = frozenset(("_drafts", "drafts"))
_SETTINGS = frozenset(
    f"{stem}.{ending}" for stem in ("hugo", "config", "_config") for ending in ("toml", "yaml", "yml", "json")
) | {"pelicanconf.py", "conf.py", "eleventy.config.js", ".eleventy.js", "package.json"}
_OWN = {
    "content": frozenset(
        "archetypes layouts themes theme public output resources data i18n static assets templates sass".split()
    ),
    "source": frozenset(("scaffolds", "themes", "public")),
    "_posts": frozenset(("vendor", "script", "_data")),
}
"""By the folder in which a generator keeps its stories: those beside it, of design and of pages built."""
_PAPERS = frozenset(("readme", "changelog", "contributing", "license", "licence", "code_of_conduct", "404"))
"""Files beside that folder that tell of the site's own making."""


def is_draft(path: str) -> bool:
    """Whether the file at *path* lies in a folder of drafts, as generators call it; not where all seeds do."""
    folded = path.lower()
    return "drafts/" in folded and not _DRAFTS.isdisjoint(folded.split("/")[1:-1])


def is_design(path: str) -> bool:
    """Whether *path* lies in a folder that holds no stories, whatever stands beside it."""
    return not _DESIGN.isdisjoint(path.lower().split("/")[:-1])


def no_stories(paths: Collection[str]) -> frozenset[str]:
    """Those of *paths* that belong to the design, the settings or the built pages of a generator's folder. O(all paths)."""
    found = {path for path in paths if ("_" in path or "node_modules" in path) and is_design(path)}
    for folder, kept in _folders_of_generators(paths).items():
        start = len(folder)
        for path in paths:
            if path.startswith(folder) and path not in found:
                first, _, rest = path[start:].partition("/")
                is_paper = not rest and first.lower().partition(".")[0] in _PAPERS
                if is_paper or (not rest and first.lower() in _SETTINGS) or (rest and first.lower() in _OWN[kept]):
                    found.add(path)
    return frozenset(found)


_MOST = 50
"""Folders of generators among the seeds that are looked through: each costs a look at all names."""


def _folders_of_generators(paths: Collection[str]) -> dict[str, str]:
    """The folders ("seeds/blog/") with a generator's settings and its folder of stories, and what that is called."""
    settings = {path.rpartition("/")[0] + "/" for path in paths if path.rpartition("/")[2].lower() in _SETTINGS}
    if not settings:
        return {}
    found: dict[str, str] = {}
    for path in paths:
        for kept in _OWN:
            at = path.find(f"/{kept}/")
            if at >= 0 and path[: at + 1] in settings and len(found) < _MOST:
                found.setdefault(path[: at + 1], kept)
    return found
