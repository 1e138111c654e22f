"""Pages that say where something went: 404, redirects of old addresses, tombstones of withdrawn articles. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from archivegen.config import Site
from archivegen.model import Archive, Page
from archivegen.pages import parts
from archivegen.views import Head, NoticeView, RedirectView

_WORDS = {"gone": "", "withdrawn": "", "draft": "It is being worked on.", "set-aside": "It was set aside."}
"""What a reader is told of each reason; any other is told as it is."""


def notices(archive: Archive, site: Site) -> Iterator[Page]:
    """404.html, a tombstone for each address of archive.gone, a redirect for each of archive.redirects.

    An address that an article has now is neither.
    """
    nav = parts.menu(archive, site)
    head = Head(title="Page not found", description="There is no page at this address.", nav=nav, noindex=True)
    yield Page("404.html", "missing", NoticeView(head=head, lines=()))
    taken = {card.address for card in archive.cards} | {parts.HOME, "404.html"}
    for address, reason in archive.gone:
        path = file_of(address)
        if path and path not in taken:
            taken.add(path)
            head = Head(title=f"Withdrawn: {path}", description="This article was withdrawn.", nav=nav, noindex=True)
            told = _WORDS.get(reason, reason)
            yield Page(path, "gone", NoticeView(head=head, lines=(told,) if told else ()))
    for old, target in archive.redirects:
        path = file_of(old)
        if path and path not in taken:
            taken.add(path)
            yield Page(path, "redirect", RedirectView(target=target))


def file_of(address: str) -> str:
    """The file that answers *address*: "old/story/" → "old/story/index.html"; "" where no file of this site could."""
    path = address.partition("?")[0].partition("#")[0].lstrip("/")
    if (
        not path
        or "\\" in path
        or "\x00" in path
        or any(piece in ("", ".", "..") for piece in path.rstrip("/").split("/"))
    ):
        return ""
    if path.endswith("/"):
        return f"{path}index.html"
    last = path.rpartition("/")[2]
    return path if "." in last else f"{path}/index.html"
