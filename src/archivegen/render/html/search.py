"""The page of search: a form, what it says while it answers, and the molds of what is found. The rest is static/search.js."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from archivegen.model import Page
from archivegen.render.html.frame import Context, collection, html_page, links_of

_NUMBERS = 200
"""The form of a larger number is that of its last two digits."""


def search(page: Page, context: Context) -> bytes:
    say = context.theme.say
    values: dict[str, Any] = {
        "href": links_of(page, context),
        "title": say("Search"),
        "counted": {
            "articles": _forms(lambda n: say.several("{n} article", "{n} articles", n, n="{n}")),
            "names": _forms(lambda n: say.several("{n} name", "{n} names", n, n="{n}")),
        },
        "ones": {folder: say.one_of(folder) for folder in page.view.kinds},
        "description": say("Search the texts, people and places of {site}.", site=context.site.title),
    }
    return html_page(page, context, "search.html", values, collection(page, context))


def _forms(form: Callable[[int], str]) -> str:
    """What a number of things is called, for a script that knows no grammar: all forms, and which each number has."""
    told = [form(number) for number in range(_NUMBERS)]
    forms = list(dict.fromkeys(told))
    which = "".join(str(forms.index(one)) for one in told)
    return msgspec.json.encode({"forms": forms, "which": which}).decode()
