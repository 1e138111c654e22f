"""Old addresses: what leads where, and the rules by which hosts answer them themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from archivegen import hosts, permalinks
from archivegen.config import Site
from archivegen.feed_views import Moved, Rule
from archivegen.model import Archive, Facts, Page
from archivegen.pages.notices import notices, rules_of
from archivegen.render.redirects import REDIRECT_RENDERERS
from archivegen.scan import Stat
from sites import Site as Folder
from test_sitemap import card

SITE = Site(title="T", base_url="https://archive.example/papers/")
MOVED = Moved(
    (
        Rule("old/story/index.html", "", "2024/new.html"),
        Rule("a b/ü.html", "", "2024/x/index.html"),
        Rule("", "p=9", "2024/new.html"),
        Rule("story.php", "id=4&x=1", "2024/ü.html"),
    ),
    ("2024/gone.html",),
)


def written(format: str, moved: Moved = MOVED, site: Site = SITE) -> list[str]:
    page = Page("x", f"redirects.{format}", moved)
    return REDIRECT_RENDERERS[page.form](page, site=site, bodies=None).decode().splitlines()[1:]


def test_cloudflare_gets_both_forms_of_a_folder_and_no_queries() -> None:
    assert written("cloudflare") == [
        "/papers/old/story/ /papers/2024/new.html 301",
        "/papers/old/story /papers/2024/new.html 301",
        "/papers/a%20b/%C3%BC.html /papers/2024/x/ 301",
    ]


def test_netlify_gets_queries_first_and_tombstones_with_their_status() -> None:
    assert written("netlify") == [
        "/papers/ p=9 /papers/2024/new.html 301!",
        "/papers/story.php id=4 x=1 /papers/2024/%C3%BC.html 301!",
        "/papers/old/story/ /papers/2024/new.html 301!",
        "/papers/a%20b/%C3%BC.html /papers/2024/x/ 301!",
        "/papers/2024/gone.html /papers/2024/gone.html 410!",
    ]


def test_apache_matches_whole_paths_and_keeps_percent_signs_apart_from_what_it_matched() -> None:
    assert written("apache") == [
        "<IfModule mod_alias.c>",
        'RedirectMatch 301 "^/papers/old/story/?(?:index\\.html)?$" "/papers/2024/new.html"',
        'RedirectMatch 301 "^/papers/a\\ b/ü\\.html$" "/papers/2024/x/"',
        'RedirectMatch 410 "^/papers/2024/gone\\.html$"',
        "</IfModule>",
        "ErrorDocument 410 /papers/410.html",
        "<IfModule mod_rewrite.c>",
        "RewriteEngine On",
        'RewriteCond "%{QUERY_STRING}" "(?:^|&)p=9(?:&|$)"',
        'RewriteRule "^$" "/papers/2024/new.html?" [R=301,NE,L]',
        'RewriteCond "%{QUERY_STRING}" "(?:^|&)id=4\\&x=1(?:&|$)"',
        'RewriteRule "^story\\.php$" "/papers/2024/\\%C3\\%BC.html?" [R=301,NE,L]',
        "</IfModule>",
    ]


def test_nginx_gets_maps() -> None:
    told = "\n".join(line for line in written("nginx") if not line.startswith("#"))
    assert (
        told
        == """map $uri $archivegen_moved_path {
  default "";
  "/papers/old/story/" "/papers/2024/new.html";
  "/papers/old/story" "/papers/2024/new.html";
  "/papers/a b/ü.html" "/papers/2024/x/";
}
map $uri$is_args$args $archivegen_moved {
  default $archivegen_moved_path;
  "/papers/?p=9" "/papers/2024/new.html";
  "/papers/story.php?id=4&x=1" "/papers/2024/%C3%BC.html";
}
map $uri $archivegen_gone {
  default "";
  "/papers/2024/gone.html" 1;
}"""
    )


# ---------------------------------------------------------------- which pages and files there are

ARCHIVE = Archive(
    cards=(card(0, "2024/new.html", added="2026-01-01"),),
    facts=(Facts(),),
    entities=(),
    entity_of=((),),
    redirects=(("about/index.html", "2024/new.html"), ("old.html", "2024/new.html"), ("people/ann.html", "index.html")),
    queries=(("?p=9", "2024/new.html"),),
    gone=(("2024/gone.html", "withdrawn"),),
)


def made(*formats: str, archive: Archive = ARCHIVE) -> dict[str, Page]:
    site = msgspec.structs.replace(SITE, redirects=formats)
    return {page.path: page for page in notices(archive, site)}


def test_each_format_has_its_file_and_html_a_page_an_address() -> None:
    assert list(made("html")) == ["404.html", "2024/gone.html", "about/index.html", "old.html", "people/ann.html"]
    assert list(made("netlify")) == ["404.html", "2024/gone.html", "_redirects"]
    assert list(made("apache", "nginx")) == ["404.html", "2024/gone.html", "410.html", ".htaccess", "redirects.nginx"]
    assert list(made("html", "cloudflare", archive=Archive(cards=(), facts=(), entities=(), entity_of=()))) == [
        "404.html"
    ]


def test_no_rule_takes_an_address_at_which_the_site_may_have_a_page() -> None:
    rules = made("cloudflare")["_redirects"].view.rules
    assert [rule.path for rule in rules] == ["old.html", "people/ann.html", ""]
    assert rules_of(ARCHIVE) == 3


# ---------------------------------------------------------------- what a site loses


def leads_to(site: Folder, path: str) -> str:
    text = site.public()[path].decode()
    assert 'http-equiv="refresh"' in text
    return text.partition('content="0; url=')[2].partition('"')[0]


@pytest.mark.parametrize("address", ["/.htaccess", "/_redirects/", "/redirects.nginx", "/.git/x.html", "/a/.b/c.html"])
def test_no_old_address_is_a_folder_where_hosts_read_a_file(address: str) -> None:
    assert permalinks.file_of(address) == ""
    archive = msgspec.structs.replace(ARCHIVE, redirects=((address.strip("/"), "2024/new.html"),), queries=(), gone=())
    assert list(made("html", "cloudflare", archive=archive)) == ["404.html"]


def test_an_entity_that_loses_its_page_leads_to_the_index(small_site: Callable[[str], Folder]) -> None:
    site = small_site("site")
    site.build()
    assert "people/lena-ortiz.html" in site.public()
    (site.root / "entities.yaml").write_text("- {name: Lena Ortiz, ignore: true}\n", "utf-8")
    site.build()
    assert leads_to(site, "people/lena-ortiz.html") == "../people/"
    assert b"people/lena-ortiz.html" not in site.public()["sitemap.xml"]
    (site.root / "entities.yaml").unlink()
    site.build()
    assert b'http-equiv="refresh"' not in site.public()["people/lena-ortiz.html"]


def test_an_entity_that_becomes_part_of_another_leads_there(small_site: Callable[[str], Folder]) -> None:
    site = small_site("site")
    site.build()
    rule = "- {name: Lena Ortiz, kind: person, merge: [Tomas Brandt]}\n"
    (site.root / "entities.yaml").write_text(rule, "utf-8")
    site.build()
    assert leads_to(site, "people/tomas-brandt.html") == "../people/lena-ortiz.html"


def test_who_wants_no_pages_of_people_has_no_files_of_their_names(small_site: Callable[[str], Folder]) -> None:
    site = small_site("site")
    site.build()
    path = site.root / "site.yaml"
    path.write_text(path.read_text("utf-8").replace("entities:\n", "entities:\n  people: off\n"), "utf-8")
    site.build()
    assert not [path for path in site.public() if path.startswith("people/")]


def test_a_tag_or_author_that_nobody_has_any_more_leads_to_the_index(small_site: Callable[[str], Folder]) -> None:
    site = small_site("site")
    path = site.root / "content" / "own.md"
    path.parent.mkdir()
    text = "---\ntitle: Own\nauthor: Jane Roe\ntags: [Zeppelins]\n---\n\nText.\n"
    path.write_text(text, "utf-8")
    site.build()
    assert {"tags/zeppelins.html", "authors/jane-roe.html"} <= site.public().keys()
    path.write_text(text.replace("[Zeppelins]", "[Balloons]").replace("Jane", "Joan"), "utf-8")
    site.build()
    assert leads_to(site, "tags/zeppelins.html") == "../tags/"
    assert leads_to(site, "authors/jane-roe.html") == "../authors/"


def test_the_address_of_a_list_stays_when_the_one_before_it_goes(small_site: Callable[[str], Folder]) -> None:
    site = small_site("site")
    (site.root / "content").mkdir()
    for name, tag in (("a", "C++"), ("b", "C")):
        (site.root / "content" / f"{name}.md").write_text(f"---\ntitle: {name}\ntags: [{tag}]\n---\n\nText.\n", "utf-8")
    site.build()
    assert b"<title>C (" in site.public()["tags/c-2.html"]
    (site.root / "content" / "a.md").unlink()
    site.build()
    assert b"<title>C (" in site.public()["tags/c-2.html"]


# ---------------------------------------------------------------- limits of hosts


@pytest.mark.parametrize(
    ("files", "size", "largest", "rules", "told"),
    [
        (17_999, 1, 1, 0, []),
        (18_001, 1, 1, 0, ["18,001 files: near the limit of Cloudflare Pages' free plan (20,000)"]),
        (20_001, 1, 1, 0, ["20,001 files: over the limit of Cloudflare Pages' free plan (20,000)"]),
        (1, 950_000_000, 1, 0, ["950.0 MB: near the limit of GitHub Pages and GitLab Pages (1.0 GB)"]),
        (1, 1, 26_214_401, 0, ["26.2 MB: over the limit of Cloudflare Pages (26.2 MB)"]),
        (1, 1, 1, 2_100, ["2,100 redirects: over the limit of GitLab Pages (1,000)",
                          "2,100 redirects: over the limit of Cloudflare Pages (2,000)"]),
    ],
)  # fmt: skip
def test_a_limit_is_told_before_it_is_passed(files: int, size: int, largest: int, rules: int, told: list[str]) -> None:
    weight = hosts.Weight(files, size, "x", largest)
    found = list(hosts.near(weight, output="public", rules=rules))
    assert [problem.message for problem in found] == told
    assert all(problem.severity == "note" for problem in found), "most sites stand elsewhere"


def test_the_largest_file_is_named() -> None:
    assert hosts.weigh({"a": Stat(3, 0), "b": Stat(9, 0)}) == hosts.Weight(2, 12, "b", 9)
    assert hosts.weigh({}) == hosts.Weight(0, 0, "", 0)


def test_an_old_address_that_no_page_can_answer_is_told_of_once_a_file(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "site.yaml").write_text("title: Harbor\nbase_url: https://archive.example/\n")
    odd = '["/old/ok/", "../../etc/passwd", "javascript:alert(1)", "/a.pdf", "?p=7"]'
    text = f"---\ntitle: Boats\ndate: 2019-06-01\nredirect_from: {odd}\n---\n\nThe boats came in on Saturday.\n"
    (tmp_path / "seeds/a.md").write_text(text)
    site = Folder(tmp_path)
    for result in (site.build(), site.build()):
        (line,) = [str(one) for one in result.problems if one.code == "redirect-odd"]
        assert line.startswith("content/a.md:")
        assert '"../../etc/passwd" (and 2 more) is no address of a page' in line
    assert "old/ok/index.html" in site.public()
    assert not [path for path in site.public() if "alert" in path or "passwd" in path]
