"""Which addresses a reader may follow."""

import pytest

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
