"""A Pelican site of the same kind: article, index in pages of 50, a page a tag, year and month, RSS of 50.

Pelican is no dependency, not even of those who work on archivegen: it may stand in an environment of its own.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.corpus import write

_CONFIG = """\
SITENAME = "Archive"
SITEURL = ""
PATH = "content"
OUTPUT_PATH = "public"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
TAGS_SAVE_AS = "tags/index.html"
MONTH_ARCHIVE_SAVE_AS = "months/{date:%Y}-{date:%m}/index.html"
YEAR_ARCHIVE_SAVE_AS = "years/{date:%Y}/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_DOMAIN = "https://news.example"
FEED_ALL_RSS = "index.xml"
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = True
DEFAULT_PAGINATION = 50
PAGINATED_TEMPLATES = {"index": 50}
PLUGINS = []
STATIC_PATHS = []
MARKDOWN = {"extension_configs": {}, "output_format": "html5"}
"""

_BASE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{% block title %}{{ SITENAME }}{% endblock %}</title>
<link rel="alternate" type="application/rss+xml" href="/index.xml" title="{{ SITENAME }}">
<link rel="stylesheet" href="/theme/style.css">
{% block head %}{% endblock %}
</head>
<body>
<header><a href="/">{{ SITENAME }}</a>
<nav><a href="/">Articles</a> <a href="/tags/">Tags</a></nav></header>
<main>{% block main %}{% endblock %}</main>
<footer>{{ SITENAME }}</footer>
</body>
</html>
"""

_LINES = """\
{% macro lines(articles) %}<ol>{% for a in articles %}
<li><a href="/{{ a.url }}">{{ a.title }}</a> <time datetime="{{ a.date.strftime("%Y-%m-%d") }}">{{ a.date.strftime("%d %B %Y") }}</time>
{{ a.summary }}</li>{% endfor %}
</ol>{% endmacro %}
"""

_ARTICLE = """\
{% extends "base.html" %}
{% block title %}{{ article.title }} – {{ SITENAME }}{% endblock %}
{% block head %}<meta name="description" content="{{ article.summary|striptags }}">
<link rel="canonical" href="https://news.example/{{ article.url }}">
<meta property="og:title" content="{{ article.title }}">
<script type="application/ld+json">{{ {"@context": "https://schema.org", "@type": "NewsArticle", "headline": article.title}|tojson }}</script>{% endblock %}
{% block main %}<article>
<h1>{{ article.title }}</h1>
{{ article.summary }}
<p>{{ article.author }}, {{ article.source }}, <time datetime="{{ article.date.strftime("%Y-%m-%d") }}">{{ article.date.strftime("%d %B %Y") }}</time></p>
{{ article.content }}
<ul>{% for tag in article.tags %}<li><a href="/{{ tag.url }}">{{ tag }}</a></li>{% endfor %}</ul>
</article>{% endblock %}
"""  # noqa: E501

_INDEX = """\
{% extends "base.html" %}{% from "lines.html" import lines %}
{% block main %}<h1>{{ SITENAME }}</h1>{{ lines(articles_page.object_list) }}
<nav>{% if articles_page.has_previous() %}<a href="/{{ articles_previous_page.url }}">Newer</a>{% endif %}
{% if articles_page.has_next() %}<a href="/{{ articles_next_page.url }}">Older</a>{% endif %}</nav>{% endblock %}
"""

_TAG = """\
{% extends "base.html" %}{% from "lines.html" import lines %}
{% block main %}<h1>{{ tag }}</h1>{{ lines(articles) }}{% endblock %}
"""

_TAGS = """\
{% extends "base.html" %}
{% block main %}<ul>{% for tag, articles in tags|sort %}<li><a href="/{{ tag.url }}">{{ tag }}</a> {{ articles|length }}</li>{% endfor %}</ul>{% endblock %}
"""  # noqa: E501

_PERIOD = """\
{% extends "base.html" %}{% from "lines.html" import lines %}
{% block main %}<h1>{{ period|join(" ") }}</h1>{{ lines(articles) }}{% endblock %}
"""

_STYLE = "body { max-width: 40rem; margin: auto; font: 1rem/1.6 serif }\n"


def make_site(root: Path) -> None:
    """Everything but the content."""
    write(root / "pelicanconf.py", _CONFIG)
    write(root / "theme" / "static" / "style.css", _STYLE)
    templates = {
        "base": _BASE,
        "lines": _LINES,
        "article": _ARTICLE,
        "index": _INDEX,
        "tag": _TAG,
        "tags": _TAGS,
        "period_archives": _PERIOD,
        **dict.fromkeys(
            ("archives", "author", "authors", "categories", "category", "page"), '{% extends "base.html" %}\n'
        ),
    }
    for name, text in templates.items():
        write(root / "theme" / "templates" / f"{name}.html", text)


def program(wanted: str = "") -> str:
    """The program named *wanted*, or the one beside this Python or on PATH; "" where there is none."""
    if wanted:
        return shutil.which(wanted) or ""
    beside = Path(sys.executable).with_name("pelican")
    return str(beside) if beside.is_file() else shutil.which("pelican") or ""
