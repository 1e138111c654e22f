"""A page of a Medium export → its story: headline, dek, writer, day, address and body, each from where Medium puts it. Pure."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.records import dek_of, one_line, path_of, told_more

_EXPORTED = re.compile(r"Exported from <a href=\"https?://medium\.com\"?")
_MARKS = ('class="h-entry"', 'class="e-content"')
_ADDRESSES = "https://medium.com/"


def is_export(page: str) -> bool:
    """Whether *page* is one of the pages in a Medium export."""
    return all(mark in page for mark in _MARKS) and (
        _EXPORTED.search(page) is not None or 'class="p-canonical"' in page
    )


def story_of(page: Document) -> Document | Problem:
    """The story on *page*; a note where it is a response to somebody else's."""
    from lxml import html as pages  # late: most builds read no such export

    tree = pages.document_fromstring(page.body)
    body = tree.find_class("e-content")[0]
    title = _words(_first(tree, "p-name"))
    canonical = _first(tree, "p-canonical")
    time = _first(tree, "dt-published")
    link = str(canonical.get("href") or "") if canonical is not None else ""
    if _is_response(body, title, link):
        message = "is a response to a story of somebody else; it is left out: name it in ignore of site.yaml"
        return Problem(Origin(page.origin.path, page.origin.record), "note", "response-left-out", message)
    meta = {
        "title": title,
        "dek": _dek(_first(tree, "p-summary"), body),
        "byline": [{"name": name}] if (name := _words(_first(tree, "p-author"))) else [],
        "date": str(time.get("datetime") or "") if time is not None else "",
        "tags": [_words(one) for one in tree.find_class("p-tag")],
        "url": link,
        "redirect_from": [path] if (path := path_of(link)) and not link.startswith(_ADDRESSES) else [],
    }
    _let_go_of_what_is_told(body, title, str(meta["dek"]))
    text = pages.tostring(body, encoding="unicode", with_tail=False)
    is_draft = not link and time is None
    kept = {key: value for key, value in meta.items() if value} | ({"withheld": "draft post"} if is_draft else {})
    return msgspec.structs.replace(told_more(page, kept), body=text)


def _first(tree: Any, name: str) -> Any:
    return next(iter(tree.find_class(name)), None)


def _words(element: Any) -> str:
    return one_line(element.text_content()) if element is not None else ""


def _is_response(body: Any, title: str, link: str) -> bool:
    """A response has no headline of its own: Medium calls it by its first words."""
    if not link or body.find_class("graf--title"):
        return False
    grafs = body.find_class("graf")
    if not grafs or grafs[0].tag != "p":
        return False
    first = _words(grafs[0])
    named = title.removesuffix("…").removesuffix("...").strip()
    return bool(named) and first.casefold().startswith(named.casefold())


def _let_go_of_what_is_told(body: Any, title: str, dek: str) -> None:
    """Take headline and dek, which stand above the body too, and the rules between sections out of the body."""
    for element in body.find_class("section-divider"):
        element.drop_tree()
    for element in [*body.find_class("graf--title"), *body.find_class("graf--subtitle")]:
        if _words(element) in {title, dek}:
            element.drop_tree()


def _dek(summary: Any, body: Any) -> str:
    """The subtitle; "" where Medium made it of the story's first words."""
    dek = dek_of(_words(summary))
    texts = (_words(graf) for graf in body.find_class("graf--p"))
    return "" if any(text.startswith(dek) for text in texts if len(text) > len(dek)) else dek
