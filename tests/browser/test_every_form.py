"""Pages of every form: what holds for them all, on a desk, on a phone, in the dark, without a script, for all who read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser.conftest import Tabs, barriers

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"width": 320, "height": 640}
BRIGHTNESS = """() => ['backgroundColor', 'color'].map(name => {
    const [red, green, blue] = getComputedStyle(document.body)[name].match(/\\d+/g).map(Number);
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
})"""
"""Of the paper and of the ink, 0 to 1."""
NOT_LOADED = """async () => {
  const pictures = [...document.images];
  pictures.forEach(one => { one.loading = "eager"; });
  await Promise.all(pictures.map(one => one.decode().catch(() => {})));
  return pictures.filter(one => !one.naturalWidth).map(one => one.src);
}"""
LINES = "() => document.querySelector('main').innerText.split('\\n').map(line => line.trim()).filter(Boolean)"
BY_LOOKS = ("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")
"""The rules that a page may keep on a desk by day and yet break elsewhere."""
MANY_COLORS = ("home", "article with a table", "entity", "dates", "network", "search")
"""The forms that have all the colors there are."""
MADE_BY_SCRIPTS = {"Copy the citation", "Filter"}


def test_every_page_shows_its_pictures_and_calls_nobody(page: Page, address: str, forms: dict[str, str]) -> None:
    for path in forms.values():
        page.goto(address + path)
        assert page.evaluate(NOT_LOADED) == [], path
        assert page.locator("h1").count() == 1, path


def test_every_page_keeps_the_rules_of_accessibility(page: Page, address: str, forms: dict[str, str]) -> None:
    for path in forms.values():
        page.goto(address + path)
        assert barriers(page) == [], path


def test_so_it_does_in_the_dark_on_a_phone(tab: Tabs, address: str, forms: dict[str, str]) -> None:
    with tab(viewport=PHONE, color_scheme="dark") as page:
        for form in MANY_COLORS:
            page.goto(address + forms[form])
            assert barriers(page, *BY_LOOKS) == [], form


def test_the_dark_is_dark(tab: Tabs, address: str, forms: dict[str, str]) -> None:
    with tab(color_scheme="light") as page:
        for path in forms.values():
            page.goto(address + path)
            page.emulate_media(color_scheme="light")
            paper, ink = page.evaluate(BRIGHTNESS)
            assert paper > 0.9 and ink < 0.2, path
            page.emulate_media(color_scheme="dark")
            paper, ink = page.evaluate(BRIGHTNESS)
            assert paper < 0.1 and ink > 0.7, path


def test_no_page_of_a_phone_scrolls_sideways(tab: Tabs, address: str, forms: dict[str, str]) -> None:
    with tab(viewport=PHONE) as page:
        for path in forms.values():
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_on_every_page_of_a_phone_the_menu_opens_and_escape_closes_it(
    tab: Tabs, address: str, forms: dict[str, str]
) -> None:
    with tab(viewport=PHONE, has_touch=True) as page:
        for path in forms.values():
            page.goto(address + path)
            menu, button = page.locator("#sections"), page.get_by_role("button", name="Menu")
            assert not menu.is_visible(), path
            button.tap()
            assert menu.is_visible() and menu.get_by_role("link", name="People").is_visible(), path
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            page.keyboard.press("Escape")
            assert not menu.is_visible(), path


def test_all_but_search_is_there_without_a_script(tab: Tabs, address: str, forms: dict[str, str]) -> None:
    with tab() as page, tab(java_script_enabled=False) as plain:
        for form, path in forms.items():
            page.goto(address + path)
            plain.goto(address + path)
            lines = plain.evaluate(LINES)
            told = [line for line in lines if "JavaScript" in line]
            assert bool(told) == (form == "search"), path
            missing = {line for line in page.evaluate(LINES) if line not in lines} - MADE_BY_SCRIPTS
            assert missing == set(), path
