"""Pages that list articles or names: by date, by group, A-Z."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from archivegen import words
from archivegen.model import Page
from archivegen.render import charts
from archivegen.render.html.frame import Context, collection, html_page, lines, links_of
from archivegen.render.links import Links
from archivegen.render.weave import escape
from archivegen.views import (
    DatesView,
    Entry,
    IndexView,
    ListView,
)


def dates(page: Page, context: Context) -> bytes:
    view: DatesView = page.view
    href = links_of(page, context)
    is_year = len(view.period) == 4
    values = {
        "href": href,
        "calendars": [
            Markup(charts.calendar(month, href, is_linked=is_year)) for month in view.months if len(view.period) < 10
        ],
        "groups": [(label, path, lines(entries, href, context)) for label, path, entries in _by_month(view)],
    }
    return html_page(page, context, "dates.html", values, collection(page, context))


def _by_month(view: DatesView) -> list[tuple[str, str, list[Entry]]]:
    """A year's entries under its months; a month's and a day's as they are."""
    length = 7
    if len(view.period) >= length:
        return [("", "", list(view.entries))]
    groups: dict[str, list[Entry]] = {}
    for entry in view.entries:
        groups.setdefault(entry.date[:length], []).append(entry)
    return [(words.period_name(name), f"{name.replace('-', '/')}/index.html", found) for name, found in groups.items()]


def listing(page: Page, context: Context) -> bytes:
    view: ListView = page.view
    href = links_of(page, context)
    values = {
        "href": href,
        "lines": lines(view.entries, href, context),
        "chart": Markup(charts.coverage(view.bars, total=view.count)),
    }
    return html_page(page, context, "list.html", values, collection(page, context))


def index(page: Page, context: Context) -> bytes:
    view: IndexView = page.view
    href = links_of(page, context)
    letters = [(letter, Markup(_rows(letter.rows, href))) for letter in view.letters]
    return html_page(page, context, "index.html", {"href": href, "letters": letters}, collection(page, context))


def _rows(rows: Sequence[Any], href: Links) -> str:
    """A-Z lines; written here and not in a template, for there may be thousands on a page."""
    made = []
    for row in rows:
        name, link = escape(row.sort_name), escape(href(row.path))
        if not row.count:
            made.append(f'<li class="see">{name} <i>see</i> <a href="{link}">{escape(row.note)}</a></li>')
            continue
        note = f" <small>{escape(row.note)}</small>" if row.note else ""
        more = "".join(
            f' <a href="{escape(href(path))}" aria-label="{name}, article {n}">[{n}]</a>'
            for n, path in enumerate(row.more, 2)
        )
        made.append(f'<li><a href="{link}">{name}</a>{more} <b>{row.count:,}</b>{note}</li>')
    return "\n".join(made)
