"""Pages that list articles or names: by date, by group, A-Z."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from archivegen.model import Page
from archivegen.render.charts.world import circles
from archivegen.render.html import pictures
from archivegen.render.html.calendars import Month, calendars, whole_year
from archivegen.render.html.frame import Context, collection, html_page, lines, links_anywhere, links_of, pieces
from archivegen.render.links import Links
from archivegen.render.theme import Theme
from archivegen.render.weave import escape
from archivegen.views import (
    Count,
    DatesView,
    IndexView,
    Line,
    ListView,
    MonthDays,
)


def dates(page: Page, context: Context) -> bytes:
    view: DatesView = page.view
    href = links_of(page, context)
    values = {
        "href": href,
        "calendars": _calendars(page, href, context),
        "groups": [(below, lines(told, href, context)) for below, told in _groups(view)],
        "is_opening": len(view.lines) < view.count,
    }
    return html_page(page, context, "dates.html", values, collection(page, context))


def _calendars(page: Page, href: Links, context: Context) -> list[Markup]:
    view: DatesView = page.view
    if len(view.period) == 4:
        return month_tables(calendars(whole_year(view.months), href), context)
    if len(view.period) == 7 or not view.months:
        return month_tables(calendars(view.months, href, is_linked=False), context)
    # that of its month is made once for all its days
    month = str(pieces(view.months, _marked, href, context))
    own = f'href="{href(page.path)}"'
    return [Markup(month.replace(own, f'{own} aria-current="page"', 1))]


def month_tables(months: Sequence[Month], context: Context, *, shows_counts: bool = True) -> list[Markup]:
    formats, table = context.theme.say.formats, context.theme.macro("calendar")
    return [Markup(table(month, formats.weekdays, formats.letters, shows_counts)) for month in months]


def _marked(month: MonthDays, context: Context) -> str:
    return month_tables(calendars((month,), links_anywhere(context)), context, shows_counts=False)[0]


def _groups(view: DatesView) -> list[tuple[Count | None, Sequence[Line]]]:
    """A year's entries under its months, those of a month that only opens its days under these; others as they are."""
    is_whole = len(view.lines) == view.count
    if not view.below or (is_whole and len(view.period) == 7):
        return [(None, view.lines)]
    found: dict[str, list[Line]] = {below.text: [] for below in view.below}
    length = len(view.below[0].text)
    for line, entry in zip(view.lines, view.entries, strict=True):
        found[entry.date[:length]].append(line)
    return [(below, found[below.text]) for below in view.below]


def listing(page: Page, context: Context) -> bytes:
    view: ListView = page.view
    href = links_of(page, context)
    groups, at = [], 0
    for day, number in view.days or (("", len(view.lines)),) * bool(view.lines):
        groups.append((day, lines(view.lines[at : at + number], href, context)))
        at += number
    path_of = pictures.by_period(view.part.below, href)
    values = {
        "href": href,
        "groups": groups,
        "chart": pictures.coverage(view.bars, path_of),
    }
    return html_page(page, context, "list.html", values, collection(page, context))


def index(page: Page, context: Context) -> bytes:
    view: IndexView = page.view
    href = links_of(page, context)
    letters = [(letter, Markup(_rows(letter.rows, href, context.theme))) for letter in view.letters]
    values = {"href": href, "letters": letters, "circles": circles(view.spots)}
    return html_page(page, context, "index.html", values, collection(page, context))


def _rows(rows: Sequence[Any], href: Links, theme: Theme) -> str:
    """A-Z lines; written here and not in a template, for there may be thousands on a page."""
    say, apart = theme.say, theme.apart
    see = escape(say("see"))
    made = []
    for row in rows:
        name, link = apart(row.sort_name), escape(href(row.path))
        if not row.count:
            made.append(f'<li class="see">{name} <i>{see}</i> <a href="{link}">{apart(row.note)}</a></li>')
            continue
        note = f" <small>{apart(row.note)}</small>" if row.note else ""
        more = "".join(
            [
                _further(say("{name}, article {n}", name=row.sort_name, n=n), n, href(path))
                for n, path in enumerate(row.more, 2)
            ]
        )
        made.append(f'<li><a href="{link}">{name}</a>{more} <b>{say.number(row.count)}</b>{note}</li>')
    return "\n".join(made)


def _further(told: str, number: int, link: str) -> str:
    return f' <a href="{escape(link)}" aria-label="{escape(told)}">[{number}]</a>'
