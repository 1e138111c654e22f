"""Addresses: how pages of the site point at one another, and at the outside. Pure string work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

_SAFE = "/:@!$&'()*+,;=~-._"
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
"""Needs no quoting, and most addresses are so: to see that costs a fifth of quoting it."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEMES = frozenset(("http", "https", "mailto", "tel", "ftp", "ftps"))
_NO_HOST = re.compile(r"[\x00-\x20\x7f\"#%/<>?@\\^`{|}]")
_WITH_HOST = frozenset(("http", "https", "ftp", "ftps"))
_SOUND = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,4})?(?:[/?#][A-Za-z0-9:/?#\[\]@!$&'()*+,;=~._%-]*)?"
)
"""As most addresses are, in which nothing is to be looked for: to see that costs a tenth of taking them apart."""
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f]+")


def relative(source: str, target: str, *, name_index: bool = False) -> str:
    """The link from page *source* to *target*, both paths on the site ("people/kim-jong-un.html#s-ab12cd").

    A folder's index.html is left out of the link unless *name_index* (a site without a server needs it named).
    """
    path, hash_mark, fragment = target.partition("#")
    if path == source and fragment:
        return f"#{fragment}"
    here = source.split("/")[:-1]
    there = path.split("/")
    name = there.pop()
    common = 0
    while common < len(here) and common < len(there) and here[common] == there[common]:
        common += 1
    if name == "index.html" and not name_index:
        name = ""
    link = "../" * (len(here) - common) + "".join(f"{part}/" for part in there[common:]) + name
    return quote(link or "./", safe=_SAFE) + hash_mark + fragment


@lru_cache(maxsize=1_000)  # a page says its own several times
def absolute(base_url: str, path: str) -> str:
    """The full address of *path*, a path on the site. *base_url* may have a path and need not end in a slash."""
    page, hash_mark, fragment = path.partition("#")
    if page == "index.html" or page.endswith("/index.html"):
        page = page[: -len("index.html")]
    if not _PLAIN.fullmatch(page):
        page = quote(page, safe=_SAFE)
    return f"{base_url.rstrip('/')}/{page}{hash_mark}{fragment}"


def absolutes(base_url: str, paths: Iterable[str]) -> list[str]:
    """As `absolute`, of each of many *paths* of pages, none of which is likely to be asked for again."""
    start, is_plain = f"{base_url.rstrip('/')}/", _PLAIN.fullmatch
    return [
        absolute(base_url, path) if path.endswith("index.html") or not is_plain(path) else start + path
        for path in paths
    ]


def safe_href(href: str) -> str:
    """*href* if a reader may follow it: http(s), mailto, tel, ftp or relative; else "" (javascript:, data: and their like)."""
    if _SOUND.fullmatch(href):
        return href
    bare = _IGNORED_BY_BROWSERS.sub("", href)
    if not bare:
        return ""
    scheme = _SCHEME.match(bare)
    if scheme is not None:
        if scheme.group()[:-1].lower() not in _SAFE_SCHEMES:
            return ""
    elif bare.startswith(("//", "\\")):
        bare = f"https:{bare}" if bare.startswith("//") else ""
    try:
        parts = urlsplit(bare)
        _ = parts.port
    except ValueError:
        return ""
    if (parts.netloc or parts.scheme in _WITH_HOST) and _NO_HOST.search(unquote(parts.hostname or " ")):
        return ""
    return quote(bare, safe="/:?#[]@!$&'()*+,;=~-._%")
