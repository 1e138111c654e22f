"""Which addresses a reader may follow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen import urls
from archivegen.urls import safe_href


@pytest.mark.parametrize(
    "href",
    ["https://a.example/x?y=1#z", "mailto:ann@paper.example", "tel:+15551234", "rel.html", "/rel", "http://[::1]:80/x"],
)
def test_what_leads_somewhere_is_kept(href: str) -> None:
    assert safe_href(href) == href


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "http://%20http//www.paper.example",
        "http://file:http://paper.example",
        "http://a.example:99999/",
        "https:///x",
        "http://[::1",
        "",
    ],
)
def test_what_leads_nowhere_is_dropped(href: str) -> None:
    assert safe_href(href) == ""


_PIECES = [
    "http://",
    "https://",
    "//",
    "/",
    "?",
    "#",
    "[",
    "]",
    "@",
    "%",
    "%20",
    "ex.org",
    "..",
    ":80",
    ":99999",
    " ",
    "é",
    "\\",
    "~",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=6).map("".join))
def test_a_sound_address_is_taken_as_it_is_where_it_comes_out_so(href: str) -> None:
    if urls._SOUND.fullmatch(href):
        assert safe_href(f"\t{href}") == href
