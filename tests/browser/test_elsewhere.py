"""A site in a language that is written from right to left, without an address of its own, opened from a disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Tabs
from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXTS = {
    "one.md": "---\ntitle: أخبار البحر\nsource: صحيفة الميناء\nbyline: [ليلى حداد]\ndate: 2022-01-02\nlanguage: ar\n"
    "entities:\n- {name: ليلى حداد, kind: person}\n---\n"
    "أغلق الميناء أبوابه. عاد الصيادون إلى بيوتهم.\n\n“لن نخرج اليوم”، قالت ليلى حداد.\n",
    "two.md": "---\ntitle: The harbor is closed\nsource: The Herald\ndate: 2022-01-03\nlanguage: en\n---\n"
    "Ann Lee closed the harbor of Beirut on Monday.\n\n“Nobody sails today,” Ms. Lee said.\n",
}
EDGES = """element => {
    const {direction, textAlign} = getComputedStyle(element), range = document.createRange();
    range.selectNodeContents(element);
    const text = range.getBoundingClientRect(), box = element.getBoundingClientRect();
    return {direction, left: text.left - box.left, right: box.right - text.right};
}"""
"""How far the text of an element is from its edges."""


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("arabic")
    (root / "seeds").mkdir()
    (root / "site.yaml").write_text("title: أوراق الميناء\nlanguage: ar\nentities: {min_articles: 1}\n", "utf-8")
    for name, text in TEXTS.items():
        (root / "seeds" / name).write_text(text, "utf-8")
    Site(root).build()
    return root / "public"


def test_all_begins_at_the_right(page: Page, arabic: Path) -> None:
    page.goto((arabic / "index.html").as_uri())
    name = page.locator("main h1").evaluate(EDGES)
    assert name["direction"] == "rtl" and name["right"] < 1 < name["left"]
    assert page.locator("html").get_attribute("lang") == "ar"
    page.goto((arabic / "2022/01/02/index.html").as_uri())
    page.locator(".entries a").first.click()
    told = page.locator(".text p").first.evaluate(EDGES)
    assert told["direction"] == "rtl" and told["right"] < 1 < told["left"]
    rail, text = page.locator(".rail").bounding_box(), page.locator("article").bounding_box()
    assert rail["x"] + rail["width"] < text["x"]


def test_an_english_article_begins_at_the_left_there(page: Page, arabic: Path) -> None:
    (path,) = (arabic / "2022/01/03").glob("the-harbor*.html")
    page.goto(path.as_uri())
    for part in ("article h1", "article .text p >> nth=0"):
        told = page.locator(part).evaluate(EDGES)
        assert told["direction"] == "ltr" and told["left"] < 1 < told["right"], part
    assert page.locator(".rail h2").first.evaluate(EDGES)["direction"] == "rtl"


def test_from_right_to_left_no_phone_scrolls_sideways(tab: Tabs, arabic: Path) -> None:
    with tab(viewport={"width": 320, "height": 640}) as page:
        for path in sorted(arabic.rglob("*.html")):
            if 'http-equiv="refresh"' in path.read_text("utf-8"):
                continue
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_links_lead_to_pages_on_a_disk(page: Page, arabic: Path) -> None:
    page.goto((arabic / "index.html").as_uri())
    for way in ("#sections a[href*=places]", "main a[href*=beirut]", ".passages a", ".name a"):
        page.locator(way).first.click()
        page.wait_for_url("file://**.html*")
        assert page.locator("h1").inner_text().strip()
    assert page.url == (arabic / "index.html").as_uri()


def test_search_from_a_disk_says_what_to_do(page: Page, arabic: Path) -> None:
    page.goto((arabic / "index.html").as_uri())
    page.get_by_role("searchbox").fill("الميناء")
    page.keyboard.press("Enter")
    page.wait_for_url("file://**/search/index.html?q=*")
    assert page.locator(".from-file", has_text="archivegen serve").is_visible()
    page.locator(".instead .counts a").first.click()
    page.wait_for_url("file://**/index.html")
