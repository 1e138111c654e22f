"""A whole small site: the golden trees are what ingest writes and what a reader gets. Bugs become stories of it first.

After a change that is meant: pytest tests/test_golden_site.py --rewrite-golden, then read the diff.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archivegen import linkcheck
from archivegen.render.styles import compact
from sites import Site, difference, files

SMALL = Path(__file__).parent / "sites" / "small"
BELOW_BASE = re.compile(r"https://papers\.example/callan/([^\"<>#\s]*)(?:#([^\"<>\s]*))?")
NOT_OWN = (".", "static/", "search/en-", "search/pagefind.js", "search/bundles.json")
"""What is copied, and what Pagefind makes: another version of it makes other bytes."""
THEME = Path(__file__).parents[1] / "static"


@pytest.fixture
def site(small_site: Callable[[str], Site]) -> Site:
    return small_site("small")


def test_the_small_site_is_the_golden_tree(site: Site, rewrite_golden: bool) -> None:
    problems = "".join(f"{problem}\n" for problem in site.build().problems)
    found = {path: data for path, data in site.public().items() if not path.startswith(NOT_OWN)}
    ingested = files(site.root / "content")
    if rewrite_golden:
        _write(SMALL / "ingested", ingested)
        _write(SMALL / "public", found)
        (SMALL / "problems.txt").write_text(problems, "utf-8")
    assert difference(ingested, files(SMALL / "ingested")) == ""
    assert difference(found, files(SMALL / "public")) == ""
    assert problems == (SMALL / "problems.txt").read_text("utf-8")


def _write(folder: Path, found: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in found.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def test_the_themes_static_files_are_copied_and_its_style_sheets_are_made_compact(site: Site) -> None:
    (site.root / "static").mkdir(exist_ok=True)
    (site.root / "static" / "own.css").write_text("a { b: c; }\n")
    site.build()
    wanted = {
        path: compact(data.decode()).encode() if path.endswith(".css") else data for path, data in files(THEME).items()
    }
    assert files(site.root / "public" / "static") == wanted | {"own.css": b"a { b: c; }\n"}


def test_a_style_sheet_that_a_site_takes_over_from_the_theme_is_published_as_it_is(site: Site) -> None:
    site.build()
    (site.root / "static").mkdir(exist_ok=True)
    (site.root / "static" / "style.css").write_bytes((THEME / "style.css").read_bytes())
    site.build()
    assert (site.root / "public/static/style.css").read_bytes() == (THEME / "style.css").read_bytes()


@pytest.mark.parametrize(
    "words", ["alert('x')", "{{ 7*7 }}", '{% include "secret" %}', "]]", "onerror=alert(1)", "javascript:alert(2)"]
)
def test_hostile_words_are_shown_and_never_act(site: Site, words: str) -> None:
    site.build()
    pages = {path: data.decode() for path, data in site.public().items() if path.endswith((".html", ".xml"))}
    shown = {path: page for path, page in pages.items() if words in html.unescape(html.unescape(page))}
    assert "2024/05/02/council-warns-of-script-alert-x-script-in-its-own-mail.html" in shown
    assert "feed.xml" in shown
    for path, page in shown.items():
        for active in ("<script>alert", "<img src=x", 'href="javascript:'):
            assert active not in page, path


def test_stories_with_one_title_and_day_have_addresses_of_their_own(site: Site) -> None:
    site.build()
    found = [path for path in site.public() if path.startswith("2024/03/19/notice-to-mariners")]
    assert found == ["2024/03/19/notice-to-mariners-2.html", "2024/03/19/notice-to-mariners.html"]


def test_text_in_windows_1252_is_read_right(site: Site) -> None:
    site.build()
    (page,) = [data for path, data in site.public().items() if path.endswith("cafe-closes.html")]
    assert "Old Lighthouse Keeper’s Café Closes".encode() in page


def test_every_link_between_pages_leads_somewhere(site: Site) -> None:
    site.build()
    problems = linkcheck.check(site.root / "public", "public")
    # 404.html is shown at any address, so its links start with the path of base_url, which no folder here has
    assert [problem for problem in problems if problem.origin.path != "public/404.html"] == []


def test_every_link_of_a_feed_to_the_site_leads_to_a_page_and_sentence_of_it(site: Site) -> None:
    site.build()
    public = site.public()
    checked = 0
    for path, data in public.items():
        if path.endswith((".xml", ".opml", ".json")) and not path.startswith("search/"):
            for address, fragment in BELOW_BASE.findall(html.unescape(html.unescape(data.decode()))):
                target = f"{address}index.html" if address.endswith("/") or not address else address
                assert target in public, (path, address)
                assert not fragment or f'id="{fragment}"'.encode() in public[target], (path, address, fragment)
                checked += bool(fragment)
    assert checked > 20
