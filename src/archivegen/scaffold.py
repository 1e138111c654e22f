"""Make a new site's folders and files, and copy seeds into one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from archivegen import localfiles
from archivegen.errors import CannotRun, Origin, Problem

SITE_YAML = """\
# All settings of the site. Every key but title may be left out; what stands here are the defaults.

title: My archive               # the name of the site
description: ""                 # one sentence for readers, feeds and search engines
base_url: ""                    # where it will be published, such as https://archive.example/ (may have a path)
language: en                    # of the articles, where they do not say, and of the interface (en, ar, de, es, fr, zh)
timezone: UTC                   # of times without one, such as Europe/Paris

seeds: [seeds]                  # folders of raw stories
content: content                # what was read from them; these files are yours to edit
templates: templates            # your own templates, each in place of the theme's file of that name
static: static                  # your own style.css, pictures …, likewise
output: public                  # the finished site

page_size: 100                  # longer lists are split by decade, year and month, or by letter
permalinks: /{year}/{month}/{day}/{slug}.html   # of new articles (also {id}; may end with /), or
                                # keep: the path at which each was first published; an address once given never moves
redirects: [html, cloudflare]   # how old addresses are answered: html (a page at each), and your host's file of rules:
                                # netlify or cloudflare (_redirects), apache (.htaccess), nginx (redirects.nginx)
feed:
  items: 50                     # newest in each feed
  min_articles: 2               # a source, author, section, tag or entity has a feed from so many articles on
entities:
  min_articles: 2               # an entity has a page of its own from so many articles on
  people: pages                 # pages, list (names in the A-Z only) or off
  noindex_below: 3              # people in fewer articles are kept out of search engines
annotate: [entities, quotes, events]   # what is looked for in the text; [] leaves only what front matter gives
raw: true                       # each article shows the text that it was made from, on a page of its own
media:
  folders: [media]              # copies of the old site's uploads: wp-content/uploads/2019/06/a.jpg is 2019/06/a.jpg there
  keep_exif: false              # true: pictures keep what camera and editor wrote into them (place, names)
  sizes: []                     # [480, 960, 1600] = pictures in these widths too, for phones; needs archivegen[images]
# ignore: ["seeds/drafts/*"]    # seeds to pass over
# fields: {headline: title}     # names of seed fields, and ours
# unpublished: true             # take drafts, private and scheduled posts of exports in, as drafts

# rights: {Reuters: excerpt, Getty Images: record}
                                # how much may be shown of what a source, agency, author or photo credit has: full,
                                # excerpt (headline, record and first words) or record (headline, names, dates; no text,
                                # no quotation, no picture); on pages, in feeds, search and data alike. "rights: full"
                                # in an article's own file says otherwise of its text; pictures go by their credits
excerpt_words: 60               # an excerpt has at most so many words, in whole sentences
publish_data: []                # data files to publish under /data/: jsonl, csv, sqlite, bibtex, ris, csl-json
search: true                    # a search page; false = none, and no index is made
"""

_FOLDERS = ("seeds", "content", "templates", "static")


def make(folder: Path) -> list[Path]:
    """Make a site in *folder*; the paths made. Raises CannotRun if there is one already: nothing is ever overwritten."""
    site = folder / "site.yaml"
    if site.exists():
        raise CannotRun(
            Problem(Origin(str(site)), "error", "site-exists", "there is a site already; nothing was changed")
        )
    if folder.exists() and not folder.is_dir():
        raise CannotRun(
            Problem(Origin(str(folder)), "error", "not-a-folder", "is a file; give the name of a new folder")
        )
    folder.mkdir(parents=True, exist_ok=True)
    made = [site]
    site.write_text(SITE_YAML, "utf-8")
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text(".archivegen/\npublic/\n", "utf-8")
        made.append(ignored)
    for name in _FOLDERS:
        (folder / name).mkdir(exist_ok=True)
        made.append(folder / name)
    return made


def copy_in(root: Path, seeds: str, paths: Sequence[Path]) -> list[str]:
    """Copy those of *paths* that lie outside the site below its *seeds* folder; the seed paths that all of them name.

    Raises CannotRun, before anything is copied, where another file lies in the place of one.
    """
    for path, real in lent(root, seeds, paths).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if Path(real).is_dir():
            shutil.copytree(real, target, dirs_exist_ok=True)
        elif not target.exists():
            shutil.copyfile(real, target)
    return wanted(root, seeds, paths)


def lent(root: Path, seeds: str, paths: Sequence[Path]) -> dict[str, str]:
    """Those of *paths* that lie outside the site, and what was saved with them, by the path that they have in it as a copy.

    Raises CannotRun where another file has that path.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        absolute = path.resolve()
        if absolute.is_relative_to(root):
            continue
        for real in (absolute, *_saved_with(absolute)):
            problems += _taken(root, root / seeds / real.name, real)
            found[f"{seeds}/{real.name}"] = str(real)
    if problems:
        raise CannotRun(*problems)
    return found


def wanted(root: Path, seeds: str, paths: Sequence[Path]) -> list[str]:
    """The seed paths that *paths* name: in the site, or as they would be there."""
    found: list[str] = []
    for path in map(Path.resolve, paths):
        base = root if path.is_relative_to(root) else path.parent
        below = "" if base == root else f"{seeds}/"
        found += [f"{below}{file.relative_to(base).as_posix()}" for file in _files(path)]
    return found


def _taken(root: Path, target: Path, real: Path) -> list[Problem]:
    """A Problem where *target*, or a file below it, is not what *real* has there."""
    other = [
        place
        for file in _files(real)
        if (place := target / file.relative_to(real) if file != real else target).exists() and not _same(file, place)
    ]
    if target.exists() and target.is_dir() != real.is_dir():
        other = [target]
    if not other:
        return []
    more = f" (and {len(other) - 1:,} more)" if len(other) > 1 else ""
    message = (
        f"{other[0].relative_to(root)} is there already and differs{more}; rename one of the two, or copy it yourself"
    )
    return [Problem(Origin(str(real)), "error", "seed-taken", message)]


def _saved_with(page: Path) -> Iterator[Path]:
    """The folders that a browser saved with *page*."""
    if page.is_file():
        yield from (
            one
            for one in sorted(page.parent.iterdir())
            if one.is_dir() and localfiles.is_saved_with(one.name, page.name)
        )


def _files(path: Path) -> list[Path]:
    return [file for file in (sorted(path.rglob("*")) if path.is_dir() else [path]) if file.is_file()]


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
