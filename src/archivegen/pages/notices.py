"""What answers where nothing is, or is no more: 404, tombstones, redirects as pages and as files of rules for hosts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from archivegen import permalinks, words
from archivegen.config import Site
from archivegen.feed_views import Moved, Rule
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit, untouched
from archivegen.views import Head, NoticeView, RedirectView
from archivegen.words.names import noted

_WORDS = {
    "gone": "",
    "withdrawn": "",
    "draft": noted("It is being worked on."),
    "set-aside": noted("It was set aside."),
}
"""What a reader is told of each reason; any other is told as it is."""


FILE_BY_FORMAT = {
    "netlify": "_redirects",
    "cloudflare": "_redirects",
    "apache": ".htaccess",
    "nginx": "redirects.nginx",
}
_WITH_STATUS = frozenset(("apache", "nginx"))
"""Formats in which an address that is gone is answered with status 410, and with one page for all."""
GONE = "410.html"


@InUnits
def notices(archive: Archive, site: Site) -> Iterator[Unit]:
    """One unit: what `_notices` tells."""
    known = stamps(archive, site)
    told = archive.redirects, archive.queries, archive.gone
    yield Unit("all", known.key(told, (known.dated,)) if known is not None else b"", partial(_notices, archive, site))


notices.at(untouched)


def _notices(archive: Archive, site: Site) -> Iterator[Page]:
    """404.html, a tombstone for each address of archive.gone, a redirect for each of archive.redirects; files of rules for hosts.

    An address that an article has now is neither.
    """
    nav = parts.menu(archive, site)
    say = words.of(site)
    head = Head(
        title=say("Page not found"), description=say("There is no page at this address."), nav=nav, noindex=True
    )
    yield Page("404.html", "missing", NoticeView(head=head, lines=()))
    moved, redirects = _moved(archive)
    description = say("This article was withdrawn.")
    reasons = dict(archive.gone)
    for path in moved.gone:
        head = Head(title=say("Withdrawn: {path}", path=path), description=description, nav=nav, noindex=True)
        told = say(_WORDS.get(reasons[path], reasons[path]))
        yield Page(path, "gone", NoticeView(head=head, lines=(told,) if told else ()))
    if moved.gone and _WITH_STATUS.intersection(site.redirects):
        head = Head(title=say("Withdrawn"), description=description, nav=nav, noindex=True)
        yield Page(GONE, "gone", NoticeView(head=head, lines=()))
    if "html" in site.redirects:
        for old, target in redirects.items():
            yield Page(old, "redirect", RedirectView(target=target))
    if moved.rules or moved.gone:
        for format, path in FILE_BY_FORMAT.items():
            if format in site.redirects:
                yield Page(path, f"redirects.{format}", moved)


def _moved(archive: Archive) -> tuple[Moved, dict[str, str]]:
    """(what hosts are told, redirects that are pages): each old address once; none that an article has now, nor the home page's.

    Where an article claims an address that may be the site's own, only a page is made: it gives way to the site's, a rule would not.
    """
    articles = {card.address for card in archive.cards}
    taken = articles | {parts.HOME, "404.html"}
    gone = []
    for address, _ in archive.gone:
        if file_of(address) == address and address not in taken:
            taken.add(address)
            gone.append(address)
    redirects: dict[str, str] = {}
    for old, target in archive.redirects:
        path = file_of(old)
        if path and path not in taken:
            redirects.setdefault(path, target)
    rules = [
        Rule(path, "", target)
        for path, target in redirects.items()
        if target not in articles or path.startswith("stories/") or not permalinks.is_own(path)
    ]
    for old, target in archive.queries:
        path, _, query = old.partition("?")
        rules.append(Rule(path, query, target))
    return Moved(tuple(rules), tuple(gone)), redirects


def rules_of(archive: Archive) -> int:
    """How many lines a file of rules has."""
    return sum(len(rule.forms()) for rule in _moved(archive)[0].rules)


def file_of(address: str) -> str:
    """The file that answers *address*: "old/story/" → "old/story/index.html"; "" where no file of this site could."""
    return permalinks.file_of("/" + address.lstrip("/"))
