"""What templates say with: their filters and functions for texts of the interface, numbers, days. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from archivegen.render.links import ROOT, Links, anywhere
from archivegen.render.quick import FIELD, html, ready
from archivegen.views import Count
from archivegen.words import Words
from archivegen.words.directions import OTHER_WAY


def filters(say: Words) -> Mapping[str, Callable[..., Any]]:
    return {
        "number": say.number,
        "day": say.day,
        "when": say.when,
        "period": say.period,
        "month": lambda period: say.month(int(period[5:7])),
        "percent": say.percent,
        "listed": say.listed,
        "reason": say.reason,
        "quoted": _quoted(say),
        "apart": _apart(say),
    }


def functions(say: Words) -> Mapping[str, Any]:
    def message(text: str, **values: Any) -> str:
        """`_("…", name=value)`: *text* in the site's language; with values it is HTML, in which they are escaped."""
        said = say(text)
        return filled(said, values) if values else said

    def messages(one: str, many: str, number: int, **values: Any) -> str:
        """`ngettext("{n} article", "{n} articles", number)`."""
        if not values:
            return say.several(one, many, number)
        return filled(say.form(one, many, number), {"n": say.number(number), **values})

    return {
        "_": message,
        "pgettext": say.within,
        "ngettext": messages,
        "linked": linked,
        "days": say.days,
        "decades": say.decades,
        "count_of": say.count_of,
        "folder_name": say.folder,
        "kind_name": say.kind,
        "kinds_name": say.kinds,
        "in_period": _in_period(say),
        "counted": _counted(say),
        "comma": say.within("comma", ", "),
        "colon": say.within("colon", ": "),
        "page_language": say.language,
        "page_direction": say.direction,
        "page_lang": Markup(f' lang="{escape(say.language)}" dir="{say.direction}"'),
    }


def _apart(say: Words) -> Callable[[str], str]:
    against, is_rtl = OTHER_WAY[say.direction], say.direction == "rtl"

    def apart(text: str) -> str:
        """`name|apart`: isolated where its script may run against that of the page, so that it moves no sign beside it."""
        may_be = is_rtl or not text.isascii()  # no ASCII letter runs to the left
        return Markup("<bdi>{}</bdi>").format(text) if may_be and against.search(text) else text

    return apart


def _in_period(say: Words) -> Callable[[str, str], str]:
    apart = _apart(say)

    def in_period(name: str, period: str) -> str:
        """`in_period(view.name, view.part.name)`: as in the title of the page; years beside a name are read in their order."""
        return filled(say("{name}, {period}"), {"name": apart(name), "period": say.period(period)}) if period else name

    return in_period


def _counted(say: Words) -> Callable[[Sequence[Count], Links], Markup]:
    apart, number = _apart(say), say.number

    @lru_cache(maxsize=4_096)
    def named(path: str, text: str, name_index: bool) -> str:
        return f'<li><a href="{html(anywhere(name_index)(path))}">{html(apart(text))}</a> <b>'

    def counted(found: Sequence[Count], href: Links) -> Markup:
        """`counted(view.most, href)`: each as a line of a list. The names in most articles stand on hundreds of pages."""
        made = [f"{named(one.path, one.text, href.name_index)}{number(one.count)}</b></li>" for one in found]
        return ready("\n".join(made).replace(ROOT, href.prefix))

    return counted


def _quoted(say: Words) -> Callable[[str], Markup]:
    apart, marked = _apart(say), say.within("quotation marks", "“{text}”")

    def quoted(text: str) -> Markup:
        """`words|quoted`: in quotation marks, isolated where need be."""
        return filled(marked, {"text": apart(text)})

    return quoted


def filled(text: str, values: Mapping[str, Any]) -> Markup:
    """*text* as HTML, each {name} in it replaced by the HTML of its value."""
    form, names = _form(text)
    return ready(form % tuple([html(values[name]) for name in names]))


@lru_cache(maxsize=2_000)
def _form(text: str) -> tuple[str, tuple[str, ...]]:
    """(*text* as HTML with %s in the place of each name, the names)."""
    texts = [str(escape(piece)).replace("%", "%%") for piece in FIELD.split(text)[::2]]
    return "%s".join(texts), tuple(FIELD.findall(text))


def linked(text: str, *addresses: str) -> Markup:
    """*text* as HTML, in which each <a>…</a> is a link: the first to the first of *addresses*, and so on."""
    html = str(escape(text))  # Markup would escape what it is told to put in
    for address in addresses:
        html = html.replace("&lt;a&gt;", f'<a href="{escape(address)}">', 1).replace("&lt;/a&gt;", "</a>", 1)
    return Markup(html)
