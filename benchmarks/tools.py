"""The tools that are measured: how each is called, in which form it gets a story, and how it is told of each kind of edit."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import corpus, hugo, pelican
from benchmarks.corpus import Corpus, Story

SAME_WORK, EVERYTHING = "archivegen, same work", "archivegen, everything on"
SCENARIOS = (
    "cold",
    "nothing changed",
    "one body",
    "one title",
    "one new article",
    "entity renamed",
    "template changed",
)
_THEME = Path(__file__).parents[1] / "templates"

# the same pages as Hugo's: one for every entity, one feed, no search
_SAME_WORK = """\
title: Archive
base_url: https://news.example/
annotate: []
search: false
feed: {min_articles: 1000000}
entities: {min_articles: 1, noindex_below: 0}
"""
_EVERYTHING = """\
title: Archive
base_url: https://news.example/
"""


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    command: list[str]
    form: Callable[[Story], str]
    place: str
    """Where a story stands, with {id}."""
    caches: tuple[str, ...]
    """What a cold build begins without."""
    make_site: Callable[[Path], None]
    template: str
    """The article's template, from the site's folder."""
    rename: Callable[[Path, corpus.Name, str], None] | None = None
    """Gives the entity *name* another name in the site at *root*; None = it can be done in each of its stories only."""
    only_cold: bool = False

    @property
    def is_peer(self) -> bool:
        return not self.name.startswith("archivegen")

    def path(self, root: Path, story: Story) -> Path:
        return root / self.place.format(id=story.id)

    def offers(self, scenario: str) -> bool:
        if self.only_cold:
            return scenario == "cold"
        return scenario != "entity renamed" or self.rename is not None


def of(jobs: tuple[int, ...], pelican_program: str) -> tuple[Tool, ...]:
    """Hugo, Pelican where it is there, and archivegen in both forms; with the second and later of *jobs* only cold."""
    found = [_hugo(), *([_pelican(pelican_program)] if pelican_program else [])]
    for number, count in enumerate(jobs):
        build = [sys.executable, "-m", "archivegen", "build", *(["--jobs", str(count)] if count else [])]
        for tool in (_same_work(build), _everything(build)):
            told = f", {count or 'all'} jobs" if len(jobs) > 1 else ""
            found.append(replace(tool, name=tool.name + told, only_cold=number > 0))
    return tuple(found)


def _hugo() -> Tool:
    command = [hugo.program(), "--quiet"]
    place, template = "content/posts/{id}.md", "layouts/page.html"
    return Tool("hugo", command, corpus.hugo, place, ("public", "resources"), hugo.make_site, template, hugo.rename)


def _pelican(program: str) -> Tool:
    command = [program, "-q", "-s", "pelicanconf.py"]
    template = "theme/templates/article.html"
    return Tool("pelican", command, corpus.pelican, "content/{id}.md", ("public",), pelican.make_site, template)


def _same_work(build: list[str]) -> Tool:
    return Tool(
        SAME_WORK,
        build,
        corpus.content,
        "content/{id}.md",
        ("public", ".archivegen", "content/ledger.tsv", "content/furniture.tsv"),
        lambda root: corpus.write(root / "site.yaml", _SAME_WORK),
        "templates/article.html",
        _rename,
    )


def _everything(build: list[str]) -> Tool:
    return Tool(
        EVERYTHING,
        build,
        corpus.raw,
        "seeds/{id}.txt",
        ("public", ".archivegen", "content"),
        lambda root: corpus.write(root / "site.yaml", _EVERYTHING),
        "templates/article.html",
        _rename,
    )


def _rename(root: Path, name: corpus.Name, other: str) -> None:
    corpus.write(root / "entities.yaml", f'- {{name: "{other}", kind: {name.kind}, merge: ["{name.name}"]}}\n')


def make_site(tool: Tool, stories: Corpus, root: Path) -> Path:
    tool.make_site(root)
    for story in stories.stories():
        corpus.write(tool.path(root, story), tool.form(story))
    return root


def prepare(tool: Tool, root: Path, stories: Corpus, scenario: str, turn: int) -> None:
    """Make the edit of *scenario*; *turn* makes each another."""
    story = stories.story(stories.size // 2)
    match scenario:
        case "cold":
            for name in tool.caches:
                shutil.rmtree(root / name, ignore_errors=True)
                (root / name).unlink(missing_ok=True)
            # as it was made, or the first edit of a later round would undo the last one of the round before too
            corpus.write(tool.path(root, story), tool.form(story))
        case "one body":
            story = corpus.with_another_body(story, turn)
            corpus.write(tool.path(root, story), tool.form(story))
        case "one title":
            story = corpus.with_another_title(corpus.with_another_body(story, turn), turn)  # an edit of the title alone
            corpus.write(tool.path(root, story), tool.form(story))
        case "one new article":
            story = stories.story(stories.size + turn)
            corpus.write(tool.path(root, story), tool.form(story))
        case "entity renamed" if tool.rename is not None:
            tool.rename(root, story.names[-1], f"{story.names[-1].name} {'I' * turn}")
        case "template changed":
            template = root / tool.template
            text = (template if template.exists() else _THEME / template.name).read_text("utf-8")
            corpus.write(template, text.replace("</article>", f"<!-- {turn} --></article>"))
