"""Where an article stands: the address that a pattern or its old address gives it, and which files answer an address. Pure.

An address of the site is the path of a file: "2019/05/03/flood/index.html" answers /2019/05/03/flood/ on any plain host.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from archivegen import slugs
from archivegen.patterns import late_pattern
from archivegen.references import COUNTING

KEEP = "keep"
DEFAULT = "/{year}/{month}/{day}/{slug}.html"
FIELDS = ("year", "month", "day", "slug", "id")

_INDEX = "index.html"
_ENDINGS = (f"/{_INDEX}", ".html", ".htm")
_FOLDERS = frozenset(
    "people organizations places works sources authors sections tags stories timeline quotes new about feeds network map".split()
)
"""Whose pages stand at most two folders deep."""
_WHOLE = frozenset("data media search static pagefind".split())
"""Folders in which nothing else may stand."""
_OWN = late_pattern(
    r"index\.html|4\d\d\.html|\d{4}/(?:\d\d/){0,2}(?:index\.html|more/.*)|undated/(?:index\.html|more/.*)"
)
_NO_PAGE = late_pattern(
    r"\.(?:xml|json|txt|opml|csv|tsv|rss|atom|rdf|ics|jpe?g|png|gif|svg|webp|avif|ico|css|m?js|map|pdf|zip|gz|docx?|mp[34]|bib|ris)$",
    re.IGNORECASE,
)
"""Addresses of files that are no pages."""
_BAD = late_pattern(r'[\x00-\x1f\x7f\\:*?"<>|]|[. ]$')
"""What a file's name cannot have everywhere."""
_RULES = frozenset(("_redirects", "_headers", "redirects.nginx"))
"""Files that hosts read: none may be a folder. So may none that is hidden, such as .htaccess."""
_LONGEST_NAME, _LONGEST_PATH = 200, 900
"""Bytes; hosts and disks take 255 and about 1,000."""


class Placed(Protocol):
    """What an address is made of."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def url(self) -> str: ...


# ---------------------------------------------------------------- addresses that are given


def wanted(article: Placed, pattern: str, *, base_url: str = "") -> str:
    """Where *article* would stand if it were alone: "2024/06/19/slug.html", undated "undated/slug.html"."""
    if pattern == KEEP:
        kept = file_of(article.url, base_url=base_url) if article.url and not query_of(article.url) else ""
        if kept and not is_own(kept):
            return kept
        pattern = DEFAULT
    name = slugs.slug(article.slug or article.title)
    name = "index-2" if name == "index" else name
    if not article.date and any(f"{{{part}}}" in pattern for part in ("year", "month", "day")):
        return f"undated/{name}.html"
    year, month, day = article.date[:10].split("-") if article.date else ("", "", "")
    id_ = slugs.slug(article.id) if "{id}" in pattern else ""
    made = pattern.lstrip("/").format(year=year, month=month, day=day, slug=name, id=id_)
    return made + _INDEX if made.endswith("/") else made


def free(address: str, taken: Container[str]) -> str:
    """*address*, or with the first number from 2 that makes it one which nobody has. *taken*: casefolded addresses."""
    stem, ending = split(address)
    if stem.rpartition("/")[2] not in slugs.RESERVED and not is_own(address) and address.casefold() not in taken:
        return address
    number = 2
    while f"{stem}-{number}{ending}".casefold() in taken:
        number += 1
    return f"{stem}-{number}{ending}"


def split(address: str) -> tuple[str, str]:
    """("2019/05/03/flood", "/index.html"): the part that a slug may be the end of, and what makes it a file."""
    ending = next((one for one in _ENDINGS if address.endswith(one)), "")
    return address.removesuffix(ending), ending


def is_own(address: str) -> bool:
    """Whether the site itself may have a page, or a file, at *address*."""
    lower = address.casefold()
    first, *others = lower.split("/")
    if first in _FOLDERS:
        return len(others) < 3
    return first in _WHOLE or first[:1] in ("_", ".") or _OWN.fullmatch(lower) is not None


# ---------------------------------------------------------------- addresses that were


def file_of(address: str, *, base_url: str = "") -> str:
    """The file that answers *address* (a path, or a URL with one) on a plain host; "" where none of this site could.

    "/old/story/" and "/old/story" → "old/story/index.html"; "/old/story.html" → itself. What *base_url* has for a path is
    not the site's.
    """
    try:
        parts = urlsplit(address)
        path = unquote(parts.path, errors="strict")
    except ValueError:  # also a path that is not UTF-8
        return ""
    if parts.scheme not in ("", "http", "https"):
        return ""
    path = path_within(path, parts.hostname or "", base_url)
    pieces = path.strip("/").split("/") if path.strip("/") else []
    if (
        not pieces
        or "//" in path.strip("/")
        or ".." in path
        or len(path.encode("utf-8", "surrogatepass")) > _LONGEST_PATH
    ):
        return ""
    if any(_BAD.search(piece) or len(piece.encode("utf-8", "surrogatepass")) > _LONGEST_NAME for piece in pieces):
        return ""
    if any(piece.lower().endswith((".html", ".htm")) for piece in pieces[:-1]) or _NO_PAGE.search(pieces[-1]):
        return ""
    if pieces[0].lower() in _RULES or any(piece.startswith(".") for piece in pieces):
        return ""
    plain = "/".join(pieces)
    is_file = not path.endswith("/") and pieces[-1].lower().endswith((".html", ".htm"))
    return plain if is_file else f"{plain}/{_INDEX}"


def path_within(path: str, host: str, base_url: str) -> str:
    """*path* as the site counts it: without the path of *base_url*, where that is on the same *host* (or none is told)."""
    base = urlsplit(base_url)
    folder = base.path.rstrip("/") + "/"
    if folder != "/" and (not host or bare_host(host) == bare_host(base.hostname or "")) and path.startswith(folder):
        return path[len(folder) :]
    return path.lstrip("/")


def bare_host(host: str) -> str:
    return host.lower().removeprefix("www.")


def query_of(address: str) -> str:
    """What the query of *address* tells apart: "p=123"; "" where it has none, or only what counts readers."""
    if "?" not in address:
        return ""
    try:
        pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    except ValueError:
        return ""
    return urlencode([(key, value) for key, value in pairs if not COUNTING.match(key)])


def query_address(address: str, *, base_url: str = "") -> str:
    """*address* with its query as the site counts it: "?p=123", "story.php?id=4"; "" where it has none that matters."""
    query = query_of(address)
    if not query:
        return ""
    try:
        parts = urlsplit(address)
        path = path_within(unquote(parts.path, errors="strict"), parts.hostname or "", base_url)
    except ValueError:
        return ""
    if any(ord(letter) < 33 for letter in path):
        return ""
    return f"{path}?{query}"


def check_pattern(text: str) -> str:
    """*text* as a pattern, beginning with "/". Raises ValueError, saying what would be one."""
    if text == KEEP:
        return text
    pattern = "/" + text.lstrip("/")
    names = set(re.findall(r"\{([^{}]*)\}", pattern))
    plain = re.sub(r"\{[^{}]*\}", "x", pattern)
    if (
        names - set(FIELDS)
        or not names & {"slug", "id"}
        or "{" in plain
        or "}" in plain
        or not plain.endswith((".html", "/"))
        or any(piece in ("", ".", "..") or _BAD.search(piece) for piece in plain.strip("/").split("/"))
    ):
        fields = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise ValueError(
            f'"{text}" is no pattern; write keep, or a path of {fields} that has {{slug}} or {{id}} and ends with .html or /'
        )
    first = plain.strip("/").split("/")[0].lower()
    if first in _FOLDERS | _WHOLE or first[:1] in ("_", "."):
        raise ValueError(f'"{text}" begins with /{first}/, where the site has pages of its own; write another folder')
    return pattern
