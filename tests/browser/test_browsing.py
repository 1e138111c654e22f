"""The menu of a phone, the filter of an A-Z and ugly names, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from archivegen.config import EntityOptions
from browser.conftest import Tabs
from small_archive import ROOT, SITE, Shelf, article

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch"
NAMES = {f"{chr(65 + n % 26)}x{n:03}": "place" for n in range(120)}
UGLY = {"Q" * 300: "person", "أحمد علي": "person", "王小明": "person", f"{LONG} " * 5 + LONG: "organization"}


def written(made: Shelf, folder: Path) -> Path:
    """The pages of *made* in *folder*, as a host would serve them."""
    for path, page in made.pages().items():
        if path.endswith(".html"):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(made.render(page), encoding="utf-8")
    shutil.copytree(ROOT / "static", folder / "static")
    return folder


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = ". ".join(NAMES) + "."
    return written(Shelf([article(1, text), article(2, text)], NAMES), tmp_path_factory.mktemp("places"))


def test_the_menu_of_a_phone_opens_without_a_script(tab: Tabs, serve: Callable[[Path], str], places: Path) -> None:
    with tab(viewport={"width": 320, "height": 640}, java_script_enabled=False) as page:
        page.goto(f"{serve(places)}places/")
        menu = page.locator("#sections")
        assert not menu.is_visible()
        page.get_by_role("button", name="Menu").click()
        assert menu.is_visible() and menu.get_by_role("link", name="Dates").is_visible()
        page.keyboard.press("Escape")
        assert not menu.is_visible()
        assert not page.locator(".filter").is_visible()


def test_a_wide_page_shows_its_menu(page: Page, serve: Callable[[Path], str], places: Path) -> None:
    page.goto(f"{serve(places)}places/")
    assert page.locator("#sections").is_visible() and not page.get_by_role("button", name="Menu").is_visible()


def test_the_filter_finds_the_letter_and_there_the_name(page: Page, serve: Callable[[Path], str], places: Path) -> None:
    page.goto(f"{serve(places)}places/")
    page.locator("#filter").fill("cx05")
    assert page.locator(".drawers li:visible").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/a-z/c.html#find=cx05")
    assert page.locator("#filter").input_value() == "cx05"
    assert page.locator(".names li:visible").all_inner_texts() == ["Cx054 2"]
    page.locator("#filter").fill("")
    assert page.locator(".names li:visible").count() == 5


def test_no_name_however_long_makes_a_phone_scroll_sideways(
    tab: Tabs, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    texts = [
        article(n, f"{' and '.join(UGLY)} said “{'w' * 300}” on June 1.", title=title, source=LONG * 3, byline=(LONG,), tags=("t" * 300,), date=date)
        for n, (title, date) in enumerate([("X" * 500, "2024-06-19"), ("长" * 300, ""), ("", "2024-06-20"), ("Words " * 80, "2024-06-20")])
    ]  # fmt: skip
    site = msgspec.structs.replace(SITE, title=LONG, entities=EntityOptions(min_articles=1))
    folder = written(Shelf(texts, UGLY, site), tmp_path / "site")
    address = serve(folder)
    wide = []
    with tab(viewport={"width": 320, "height": 640}, java_script_enabled=False) as page:
        for path in sorted(folder.rglob("*.html")):
            page.goto(f"{address}{path.relative_to(folder).as_posix()}")
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(path.relative_to(folder).as_posix())
    assert wide == []
