"""Every word that the interface says comes from the catalogue: in a made-up language each is marked, and none is not.

What articles and the site itself say is in Greek letters here, so that a Latin letter without a mark is a forgotten text.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from archivegen.pages import PAGE_KINDS
from archivegen.render import RENDERERS, html
from every_form import pages, shelf

LATIN = re.compile(r"[A-Za-z]{2,}")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
NAMES_OF_FORMATS = re.compile(
    r"\b(?:RSS|Atom|JSON Feed|OPML|SHA-256|BibTeX|RIS|CSL-JSON|JSON Lines|JSON|CSV|SQLite|JavaScript)\b"
)
SAID_TO_READERS = {"aria-label", "title", "alt", "placeholder", "label", "summary"}
SAID_BY_SCRIPTS = {
    f"data-{name}" for name in "found lacking nothing failed busy undated inferred and one copy copied sentence".split()
}
SILENT = {"script", "style", "code"}


class _Said(HTMLParser):
    """All that a page says to its readers."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.text = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        found = dict(attrs)
        for name, value in attrs:
            if value and (name in SAID_TO_READERS or name in SAID_BY_SCRIPTS):
                self.said.append(value)
        if found.get("name") == "description" or found.get("property") in ("og:title", "og:description"):
            self.said.append(found["content"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text += data


def unmarked(said: str) -> str:
    """What of *said* is in Latin letters and not from the catalogue."""
    bare = said.replace("On June 1", "")
    while MARKED.search(bare):
        bare = MARKED.sub("", bare)
    bare = re.sub(
        r"\bexample\.org\b|https?://\S*|\b[\w/.-]+\.(?:html|txt|xml|example|jsonl|csv|sqlite|bib|ris|json)\b|\b[as]\d+\b|[0-9a-f]{12,}",
        "",
        bare,
    )
    return NAMES_OF_FORMATS.sub("", bare) if LATIN.search(NAMES_OF_FORMATS.sub("", bare)) else ""


def test_every_form_of_page_is_looked_at() -> None:
    assert {form for form, _, _ in pages()} == set(html.RENDERERS)


@pytest.mark.parametrize("form", sorted(html.RENDERERS))
def test_all_that_a_page_says_comes_from_the_catalogue(form: str) -> None:
    found = {}
    for its, path, markup in pages():
        if its == form:
            parser = _Said()
            parser.feed(markup)
            for said in (*parser.said, parser.text):  # a marked text may hold links
                for word in LATIN.findall(unmarked(said)):
                    found.setdefault(word, path)
    assert not found


@pytest.mark.parametrize("form", sorted(html.RENDERERS))
def test_linked_data_is_said_in_the_language_too(form: str) -> None:
    for its, path, markup in pages():
        for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', markup) if its == form else ():
            thing = json.loads(text)
            told = [thing.get("name", ""), thing.get("description", "")]
            assert not [said for said in told if unmarked(said)], path


def test_feeds_are_described_in_the_language() -> None:
    found = shelf()
    for page in PAGE_KINDS["feeds"](found.archive, found.site):
        if page.form != "opml":
            assert not unmarked(page.view.description), page.path


def test_the_list_of_feeds_is_said_in_the_language() -> None:
    found = shelf()
    for page in PAGE_KINDS["feeds"](found.archive, found.site):
        if page.form == "opml":
            told = re.findall(r'<title>(.*?)</title>|<outline text="([^"]*)">', found.render(page))
            assert len(told) > 5
            assert not [said for pair in told for said in pair if unmarked(said)]


def test_the_page_says_which_language_it_speaks() -> None:
    for _, path, markup in pages():
        assert '<html lang="el" dir="ltr">' in markup, path


def test_renderers_of_pages_are_all_known() -> None:
    assert set(html.RENDERERS) < set(RENDERERS)
