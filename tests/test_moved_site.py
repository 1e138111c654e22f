"""A site that moves here keeps its addresses: `permalinks: keep`, redirects, and `check --against` its old sitemap."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archivegen import cli
from archivegen.errors import CannotRun
from archivegen.oldsites import addresses
from sites import Site
from test_read_wordpress import HEAD, TAIL, item

BASE = "https://courier.example"


def post(number: int, link: str, name: str, title: str) -> str:
    told = item(number, f"<p>{title} was told on May 3, 2019.</p>", post_name=name)
    return told.replace("<title>Bridge Opens</title>", f"<title>{title}</title>").replace(
        f"{BASE}/2019/05/bridge-opens/", f"{BASE}{link}"
    )


POSTS = (
    post(7, "/2019/05/bridge-opens/", "bridge-opens", "Bridge opens"),
    post(8, "/Archive/1998/Flood.html", "flood", "Flood"),
    post(9, "/?p=9", "ferry", "Ferry"),
    post(10, "/about/", "about", "About us"),
    post(11, "/archives/123", "mayor-speaks", "Mayor speaks"),
)


@pytest.fixture
def moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Site]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")

    def make(settings: str = "") -> Site:
        (tmp_path / "seeds").mkdir(exist_ok=True)
        (tmp_path / "seeds" / "export.xml").write_text(HEAD + "".join(POSTS) + TAIL, "utf-8")
        text = f"title: Courier\nbase_url: {BASE}/\npermalinks: keep\nentities: {{min_articles: 1}}\n{settings}"
        (tmp_path / "site.yaml").write_text(text, "utf-8")
        site = Site(tmp_path)
        site.build()
        return site

    return make


def check(site: Site, against: Path) -> Result:
    return CliRunner().invoke(cli.cli, ["check", "--site", str(site.root), "--against", str(against)])


def old_list(site: Site, *paths: str) -> Path:
    path = site.root / "old.txt"
    path.write_text("# the old site\n" + "".join(f"{BASE}{one}\n" for one in paths), "utf-8")
    return path


def test_a_moved_site_needs_redirects_for_exceptions_only(moved: Callable[[str], Site]) -> None:
    site = moved("redirects: [html, netlify, apache, nginx]\n")
    public = site.public()
    for path, title in (
        ("2019/05/bridge-opens/index.html", "Bridge opens"),
        ("Archive/1998/Flood.html", "Flood"),
        ("archives/123/index.html", "Mayor speaks"),
        ("2019/05/03/ferry.html", "Ferry"),
        ("2019/05/03/about.html", "About us"),
    ):
        assert f"<title>{title}".encode() in public[path], path
    assert public["_redirects"].decode().splitlines()[1:] == ["/ p=9 /2019/05/03/ferry.html 301!"]
    result = site.build()
    assert result.written == 0, "nothing moves at the second build"
    assert [one.code for one in result.problems if one.code.startswith("address-")] == [
        "address-own",
        "address-query",
        "address-reused",
    ]


def test_check_tells_what_answers_each_old_address(moved: Callable[[str], Site]) -> None:
    site = moved("")
    answered = check(
        site, old_list(site, "/2019/05/bridge-opens/", "/2019/05/bridge-opens", "/Archive/1998/Flood.html")
    )
    assert answered.exit_code == 0
    assert answered.output.splitlines() == [
        f"page      {BASE}/2019/05/bridge-opens/  2019/05/bridge-opens/index.html",
        f"page      {BASE}/2019/05/bridge-opens  2019/05/bridge-opens/index.html",
        f"page      {BASE}/Archive/1998/Flood.html  Archive/1998/Flood.html",
        "3 old addresses: 3 page",
    ]
    lost = check(
        site, old_list(site, "/?p=9", "/about/", "/category/city/", "/?p=99", "/feed.xml", "/2019/05/03/ferry")
    )
    assert lost.exit_code == 1
    assert [line.split()[0] for line in lost.output.splitlines()] == [
        "nothing", "other", "nothing", "nothing", "file", "nothing", "6"
    ]  # fmt: skip
    assert "add your host to redirects" in lost.output
    assert "the article is at 2019/05/03/about.html" in lost.output
    assert "2019/05/03/ferry.html does, on hosts that leave .html out" in lost.output
    assert "6 old addresses: 1 file, 1 other, 4 nothing" in lost.output


def test_rules_answer_queries_and_moves_and_tombstones_count_as_answers(moved: Callable[[str], Site]) -> None:
    site = moved("redirects: [html, apache]\n")
    for name, old, new in (
        ("7", "slug: bridge-opens", "slug: new-bridge"),
        ("8", "status: published", "status: withdrawn"),
    ):
        (path,) = [p for p in (site.root / "content").rglob("*.md") if f"record: '{name}'" in p.read_text("utf-8")]
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
    site.build()
    told = check(site, old_list(site, "/?p=9", "/2019/05/bridge-opens/", "/Archive/1998/Flood.html"))
    assert told.exit_code == 0
    assert told.output.splitlines() == [
        f"redirect  {BASE}/?p=9  → 2019/05/03/ferry.html (by the rules for apache)",
        f"redirect  {BASE}/2019/05/bridge-opens/  → 2019/05/new-bridge/index.html (by 2019/05/bridge-opens/index.html)",
        f"tombstone {BASE}/Archive/1998/Flood.html  Archive/1998/Flood.html",
        "3 old addresses: 2 redirect, 1 tombstone",
    ]
    rules = site.public()[".htaccess"].decode()
    assert 'RedirectMatch 301 "^/2019/05/bridge\\-opens/?(?:index\\.html)?$" "/2019/05/new-bridge/"' in rules
    assert 'RedirectMatch 410 "^/Archive/1998/Flood\\.html$"' in rules
    assert "ErrorDocument 410 /410.html" in rules
    assert "410.html" in site.public()


def test_without_a_built_site_check_says_so(moved: Callable[[str], Site]) -> None:
    site = moved("")
    shutil.rmtree(site.root / "public")
    found = check(site, old_list(site, "/"))
    assert isinstance(found.exception, CannotRun)
    assert "archivegen build first" in str(found.exception.problems[0])


# ---------------------------------------------------------------- what the old site had

URLSET = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="x">
<url><loc>https://a.example/one/</loc><image:image><image:loc>https://a.example/x.jpg</image:loc></image:image></url>
<url><loc>
  <![CDATA[https://a.example/two?a=1&b=2]]> </loc></url><url><loc>https://a.example/q?a=1&amp;b=2</loc></url>
</urlset>"""
PAGES = ["https://a.example/one/", "https://a.example/two?a=1&b=2", "https://a.example/q?a=1&b=2"]


def test_a_sitemap_is_read_without_its_pictures(tmp_path: Path) -> None:
    (tmp_path / "s.xml").write_text(URLSET, "utf-8")
    (tmp_path / "s.xml.gz").write_bytes(gzip.compress(URLSET.encode()))
    assert addresses(tmp_path / "s.xml") == addresses(tmp_path / "s.xml.gz") == PAGES


def test_an_index_names_sitemaps_that_lie_beside_it(tmp_path: Path) -> None:
    index = tmp_path / "index.xml"
    index.write_text(
        "<sitemapindex><sitemap><loc>https://a.example/maps/post-1.xml.gz</loc></sitemap></sitemapindex>", "utf-8"
    )
    with pytest.raises(CannotRun) as told:
        addresses(index)
    assert "save that as post-1.xml.gz in the same folder" in str(told.value.problems[0])
    (tmp_path / "post-1.xml").write_text(URLSET, "utf-8")
    assert addresses(index) == PAGES


def test_an_index_that_names_itself_ends(tmp_path: Path) -> None:
    for name, other in (("a.xml", "b.xml"), ("b.xml", "a.xml")):
        (tmp_path / name).write_text(f"<sitemapindex><sitemap><loc>/{other}</loc></sitemap></sitemapindex>", "utf-8")
    with pytest.raises(CannotRun):
        addresses(tmp_path / "a.xml")


def test_a_list_is_one_address_a_line(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\ufeffURL\n# old\n/a/\n\nhttps://a.example/b?c\tmore\n/a/\n", "utf-8")
    assert addresses(path) == ["/a/", "https://a.example/b?c"]
