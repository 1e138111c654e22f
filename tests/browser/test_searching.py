"""Search, from typing to landing on the sentence, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from browser.conftest import Tabs
from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page


def ask(page: Page, address: str, query: str) -> str:
    """What is said of *query*, asked by address."""
    page.goto(f"{address}search/?q={quote(query)}")
    return told(page)


def told(page: Page) -> str:
    page.wait_for_function("document.querySelector('.status').textContent.includes('“')")
    return page.locator(".status").inner_text()


def titles(page: Page) -> list[str]:
    return page.locator(".texts h3").all_inner_texts()


def test_from_typing_to_landing_on_the_sentence(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("searchbox").fill("covenant")
    page.keyboard.press("Enter")
    assert told(page) == "2 articles for “covenant”"
    assert page.url == f"{address}search/?q=covenant"
    passage = page.locator(".passages a", has_text="Both sides")
    passage.wait_for()
    assert passage.locator("mark").all_inner_texts() == ["covenant"]
    passage.click()
    page.wait_for_url("**/2024/05/02/pilots-sign-a-covenant.html#s-*")
    assert page.locator(":target").inner_text().startswith("Both sides had signed the covenant by noon")
    assert page.locator(":target").is_visible()


def test_results_come_while_one_types(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    page.locator("#q").press_sequentially("storm", delay=20)
    assert told(page) == "1 article for “storm”"
    assert titles(page) == ["A storm at sea"]
    assert page.url == f"{address}search/?q=storm"


def test_other_forms_of_a_word_are_found(page: Page, address: str) -> None:
    assert ask(page, address, "signing covenants") == "1 article for “signing covenants”"
    page.locator(".passages mark").first.wait_for()
    assert page.locator(".passages mark").all_inner_texts() == ["signed", "covenant"]


def test_words_that_no_article_has_are_told(page: Page, address: str) -> None:
    assert ask(page, address, "zyzzyva covenant") == "2 articles for “zyzzyva covenant”. No article has “zyzzyva”."
    assert ask(page, address, "onset zyzzyva") == "Nothing was found for “onset zyzzyva”."


def test_another_name_finds_the_page_of_a_place(page: Page, address: str) -> None:
    ask(page, address, "DPRK")
    page.locator(".named a").click()
    assert page.locator("h1").inner_text() == "North Korea"


@pytest.mark.parametrize(
    ("query", "title"), [("港口", "海上的消息"), ("الميناء", "أخبار البحر"), ("الصيادين", "أخبار البحر")]
)
def test_other_scripts_are_found(page: Page, address: str, query: str, title: str) -> None:
    assert ask(page, address, query) == f"1 article for “{query}”"
    assert titles(page) == [title]
    page.locator(".passages mark").first.wait_for()


def test_signs_without_blanks_are_a_phrase(page: Page, address: str) -> None:
    assert ask(page, address, "口港") == "Nothing was found for “口港”."


def test_results_are_narrowed_sorted_and_kept_in_the_address(page: Page, address: str) -> None:
    assert ask(page, address, "North Korea").startswith("5 articles")
    page.get_by_label("The Herald").check()
    assert told(page).startswith("2 articles")
    page.get_by_label("Ann Lee").check()
    assert told(page).startswith("1 article,")
    assert titles(page) == ["A storm at sea"]
    assert "source=The+Herald" in page.url
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.texts h3').length === 2")
    page.get_by_label("Sort by").select_option("oldest")
    assert page.url.count("sort=oldest") == 1
    assert titles(page) == ["Ships of North Korea", "A storm at sea"]
    page.reload()
    assert told(page).startswith("2 articles")
    assert titles(page) == ["Ships of North Korea", "A storm at sea"]
    page.get_by_role("button", name="Show everything again").click()
    assert told(page).startswith("5 articles")


def test_only_one_kind_is_shown_if_that_is_wanted(page: Page, address: str) -> None:
    ask(page, address, "North Korea")
    page.get_by_role("radio", name="Places").check()
    assert told(page) == "1 name for “North Korea”"
    assert page.locator(".texts").is_hidden()
    assert "kind=places" in page.url


def test_the_count_is_told_to_those_who_do_not_see_it(page: Page, address: str) -> None:
    ask(page, address, "covenant")
    assert page.get_by_role("status").inner_text() == "2 articles for “covenant”"


def test_nothing_found_leaves_the_lists_of_names(page: Page, address: str) -> None:
    assert ask(page, address, "zyzzyva") == "Nothing was found for “zyzzyva”."
    assert page.get_by_role("link", name="People").last.is_visible()


def test_the_keyboard_is_enough(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    page.keyboard.type("storm")
    told(page)
    page.locator(".passages a").first.wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.passages') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/a-storm-at-sea.html#s-*")


def test_what_is_asked_is_never_markup(page: Page, address: str) -> None:
    query = "<img src=x onerror=alert(1)>"
    assert ask(page, address, query) == f"Nothing was found for “{query}”."
    assert page.locator("main img").count() == 0


def test_without_script_the_page_leads_to_the_lists(tab: Tabs, address: str) -> None:
    with tab(java_script_enabled=False) as page:
        page.goto(f"{address}search/?q=covenant")
        assert "Searching needs JavaScript" in page.locator("main").inner_text()
        page.locator("main").get_by_role("link", name="Places").click()
        assert page.locator("h1").inner_text() == "Places"


def test_from_a_disk_the_page_says_what_to_do(site: Site, page: Page) -> None:
    page.goto((site.root / "public/search/index.html").as_uri() + "?q=covenant")
    assert page.locator(".from-file", has_text="archivegen serve").is_visible()
