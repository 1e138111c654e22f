"""With the keyboard alone: everything is reached in the order of the page, and one sees where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from browser.conftest import Tabs
from browser.harbor import PIER

if TYPE_CHECKING:
    from playwright.sync_api import Page

STOP = """() => {
    const here = document.activeElement;
    if (here === document.body) return null;
    const {outlineStyle, outlineWidth, opacity} = getComputedStyle(here), box = here.getBoundingClientRect();
    const area = here.closest('svg') ? here.querySelector('circle, path').getBoundingClientRect() : box;
    const part = here.closest('.skip, .masthead nav, .masthead, main, .colophon');
    const stops = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
    return {
        part: part.matches('nav') ? 'menu' : part.localName === 'a' ? 'skip' : part.localName,
        name: here.ariaLabel || here.textContent.trim() || here.id,
        order: stops.indexOf(here),
        isSentence: here.matches('[id^=s-] > a:empty'),
        isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && opacity === '1',
        isSeen: area.width >= 8 && area.height >= 8 && area.bottom > 0 && area.top < innerHeight && area.right > 0 && area.left < innerWidth,
    };
}"""
"""Where the focus is, and whether one sees it."""


def stops(page: Page, *, at_most: int = 400) -> list[dict[str, Any]]:
    """All that Tab reaches from the top of *page* to its end."""
    found = []
    for _ in range(at_most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return found
        found.append(stop)
    raise AssertionError(f"Tab does not come out of {page.url}")


def test_tab_goes_through_an_article_in_order_and_one_sees_where(page: Page, address: str) -> None:
    page.goto(address + PIER)
    found = stops(page)
    parts = [stop["part"] for stop in found]
    assert list(dict.fromkeys(parts)) == ["skip", "header", "menu", "main", "footer"]
    assert found[0]["name"] == "Skip to the content"
    orders = [stop["order"] for stop in found]
    assert orders == sorted(set(orders))
    assert [stop for stop in found if not (stop["isMarked"] and stop["isSeen"])] == []
    assert sum(stop["isSentence"] for stop in found) == page.locator("article [id^=s-] > a:empty").count() > 5


@pytest.mark.parametrize("form", ["home", "entity", "index", "network", "results", "dates"])
def test_on_no_page_tab_leads_out_of_sight(page: Page, address: str, forms: dict[str, str], form: str) -> None:
    page.goto(address + (forms | {"results": "search/?q=storm"})[form])
    if form == "results":
        page.locator(".passages a").first.wait_for()
    found = stops(page)
    assert [stop for stop in found if not (stop["isMarked"] and stop["isSeen"])] == []
    assert {"skip", "menu", "main", "footer"} <= {stop["part"] for stop in found}


def test_the_first_key_leads_past_the_menu(page: Page, address: str) -> None:
    page.goto(address + PIER)
    page.keyboard.press("Tab")
    assert page.locator(".skip").is_visible() and page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert not page.locator(".skip").evaluate("skip => skip.getBoundingClientRect().right > 0")


def test_the_menu_of_a_phone_is_opened_walked_and_closed(tab: Tabs, address: str) -> None:
    with tab(viewport={"width": 360, "height": 740}) as page:
        page.goto(address + PIER)
        button = page.get_by_role("button", name="Menu")
        button.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#sections') !== null")
        page.keyboard.press("Escape")
        assert not page.locator("#sections").is_visible()
        assert button.evaluate("button => button === document.activeElement")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#sections') === null")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")
        page.get_by_role("link", name="People", exact=True).press("Enter")
        page.wait_for_url("**/people/")
