"""An article as a reader uses it: copying a sentence or the citation, printing, following an old address."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf

from browser.conftest import Tabs
from browser.harbor import PIER

if TYPE_CHECKING:
    from playwright.sync_api import Page

CITED = "https://archive.example/" + PIER
CITATION = f"Nora Quill. “The pier will be mended.” The Herald, 5 March 2024. Harbor Papers, {CITED}."
OUTSIDE = "https://council.example/pier/plans"
MAY_COPY = ["clipboard-read", "clipboard-write"]


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_sign_of_a_sentence_copies_it_with_citation_and_address(tab: Tabs, address: str) -> None:
    with tab(permissions=MAY_COPY) as page:
        page.goto(address + PIER)
        sentence = page.locator("article [id^=s-]", has_text="Nobody will pay for it twice")
        anchor = sentence.get_attribute("id")
        sentence.hover()
        sign = sentence.locator("> a:empty")
        assert sign.bounding_box()["width"] > 8 and sign.evaluate("sign => getComputedStyle(sign).opacity") == "1"
        sign.click()
        page.get_by_text("Copied: the sentence, with its citation and address.").wait_for()
        assert page.locator("#copied[role=status]").is_visible()
        assert copied(page) == f"“Nobody will pay for it twice.”\n— {CITATION.replace(CITED, f'{CITED}#{anchor}')}"
        assert page.url == f"{address}{PIER}#{anchor}"
        page.goto(f"{address}#elsewhere")
        page.goto(f"{address}{PIER}#{anchor}")
        assert page.locator(":target").inner_text().startswith("“Nobody will pay for it twice.”")


def test_a_sentence_is_copied_with_the_keyboard_alone(tab: Tabs, address: str) -> None:
    with tab(permissions=MAY_COPY) as page:
        page.goto(address + PIER)
        sign = page.locator("article .text [id^=s-] > a:empty").first
        sign.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert sign.evaluate("sign => sign === document.activeElement")
        assert sign.bounding_box()["width"] > 8 and sign.evaluate("sign => getComputedStyle(sign).opacity") == "1"
        page.keyboard.press("Enter")
        page.get_by_text("Copied: the sentence").wait_for()
        assert copied(page).startswith("Mayor Ruth Calder")
        assert copied(page).split("\n— ")[1].startswith("Nora Quill. “The pier will be mended.”")


def test_the_citation_is_copied(tab: Tabs, address: str) -> None:
    with tab(permissions=MAY_COPY) as page:
        page.goto(address + PIER)
        page.get_by_role("button", name="Copy the citation").click()
        page.get_by_text("Copied.", exact=True).wait_for()
        assert copied(page) == CITATION


def test_where_nothing_can_be_copied_the_sign_still_leads_to_the_sentence(tab: Tabs, address: str) -> None:
    with tab(java_script_enabled=False) as page:
        page.goto(address + PIER)
        sentence = page.locator("article [id^=s-]", has_text="Nobody will pay for it twice")
        sentence.hover()
        sentence.locator("> a:empty").click()
        assert page.url.endswith(f"#{sentence.get_attribute('id')}")
        assert page.get_by_role("button", name="Copy the citation").count() == 0


def test_paper_has_the_text_the_citation_and_the_addresses_and_no_menus(page: Page, address: str) -> None:
    page.goto(address + PIER)
    page.emulate_media(media="print", color_scheme="dark")
    shown = page.locator("body").inner_text()
    for text in ("The pier will be mended", "The council agrees on a budget.", "Planks", CITATION):
        assert text in shown
    for menu in (
        ".masthead nav",
        ".seek",
        ".menu",
        ".colophon",
        ".crumbs",
        ".rail",
        ".formats",
        ".cite button",
        ".how",
    ):
        assert not page.locator(menu).first.is_visible(), menu
    assert "¶" not in shown
    assert page.get_by_alt_text("The pier at low tide.").is_visible()
    after = "link => getComputedStyle(link, '::after').content"
    assert OUTSIDE in page.locator(".text a", has_text="council’s site").evaluate(after)
    assert page.locator(".text a", has_text="Ann Lee").first.evaluate(after) == "none"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_an_article_is_printed_to_pdf(page: Page, address: str) -> None:
    page.goto(address + PIER)
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) <= 2
    text = "".join(sheet.extract_text() for sheet in sheets)
    joined = "".join(text.split())
    for wanted in (CITATION, f"<{OUTSIDE}>", "“Nobody will pay for it twice.”", "40,000"):
        assert "".join(wanted.split()) in joined
    for menu in ("Timeline", "Search", "Copy", "How we know", "¶"):
        assert menu not in text


def test_an_old_address_leads_on(page: Page, address: str) -> None:
    page.goto(f"{address}2024/pier-budget.html")
    page.wait_for_url(address + PIER)
    assert page.locator("h1").inner_text() == "The pier will be mended"


def test_an_excerpt_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}2024/03/05/council-to-mend-the-pier.html")
    assert "This is an excerpt" in page.locator(".withheld").inner_text()
    assert page.get_by_text("The budget was agreed by five votes.").count() == 0
