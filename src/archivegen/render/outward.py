"""Links of an article that lead out of the archive. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from archivegen import urls
from archivegen.render.weave import escape

_ABSOLUTE = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:|\s*//")


def link(address: str) -> str:
    """The opening tag of a link to *address*."""
    return f'<a href="{escape(address)}" rel="noopener external">'


def address(href: str, home: str) -> str:
    """The address that an author's link *href* leads to, if a reader may follow it; relative ones start where *home* is.

    *home* is where the article was first published; where that is not known, relative links lead nowhere.
    """
    if _ABSOLUTE.match(href):
        return urls.safe_href(href)
    if not home.startswith(("http://", "https://")):
        return ""
    try:
        return urls.safe_href(urljoin(home, href))
    except ValueError:
        return ""


def host(address: str) -> str:
    """What a link says that shows nothing of its own: "example.org"."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
