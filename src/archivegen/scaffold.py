"""Make a new site's folders and files, and copy seeds into one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
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

page_size: 50                   # longer lists are split by year and month, or by letter
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
    """The seed paths (relative to *root*) that *paths* name; those outside the site are copied below its *seeds* folder."""
    wanted: list[str] = []
    for path in paths:
        absolute = path.resolve()
        if absolute.is_relative_to(root):
            wanted += _below(root, absolute)
            continue
        target = root / seeds / absolute.name
        if target.exists() and not _same(absolute, target):
            message = f"{target.relative_to(root)} is there already and differs; rename one of the two"
            raise CannotRun(Problem(Origin(str(path)), "error", "seed-taken", message))
        target.parent.mkdir(parents=True, exist_ok=True)
        if absolute.is_dir():
            shutil.copytree(absolute, target, dirs_exist_ok=True)
        else:
            shutil.copyfile(absolute, target)
            for folder in absolute.parent.iterdir():
                if folder.is_dir() and localfiles.is_saved_with(folder.name, absolute.name):
                    shutil.copytree(folder, target.with_name(folder.name), dirs_exist_ok=True)
        wanted += _below(root, target)
    return wanted


def seeds_of(root: Path, paths: Sequence[Path]) -> list[str]:
    """The seed paths (relative to *root*) that those of *paths* name that are in the site."""
    inside = (absolute for path in paths if (absolute := path.resolve()).is_relative_to(root))
    return [seed for absolute in inside for seed in _below(root, absolute)]


def _below(root: Path, path: Path) -> list[str]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [file.relative_to(root).as_posix() for file in files if file.is_file()]


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
