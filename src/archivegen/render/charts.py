"""Draw bars and calendars: values → inline SVG and tables that stand without any script. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date

from archivegen.views import Bar, MonthDays
from archivegen.words import MONTHS, count_of, period_name

_HEIGHT = 100
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def coverage(bars: Sequence[Bar], *, what: str = "article", total: int = 0) -> str:
    """A figure: one column a year, month or day, with its ends named below and all of it told in words.

    *total*: of how many, where not all are drawn.
    The drawing is stretched to the width of the page, so it holds no text.
    """
    if len(bars) < 2:
        return ""
    most = max(bars, key=lambda bar: bar.count)
    drawn = sum(bar.count for bar in bars)
    held = count_of(drawn, what) if drawn >= total else f"{drawn:,} of {count_of(total, what)}"
    first, last = period_name(bars[0].label), period_name(bars[-1].label)
    said = f"{held} from {first} to {last}; most in {period_name(most.label)}: {most.count:,}."
    columns = []
    for n, bar in enumerate(bars):
        if bar.count:
            height = max(round(bar.count / most.count * _HEIGHT, 1), 3)
            columns.append(f"M{n * 10 + 1} {_HEIGHT}v-{height:g}h8v{height:g}z")
    return (
        f'<figure class="coverage"><div style="max-width: {len(bars) * 3}rem">'
        f'<svg viewBox="0 0 {len(bars) * 10} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{said}"><path d="{"".join(columns)}"/></svg>'
        f'<p class="scale" aria-hidden="true"><span>{first}</span><span>{last}</span></p></div>'
        f"<figcaption>{said}</figcaption></figure>"
    )


def calendar(month: MonthDays, href: Callable[[str], str], *, is_linked: bool) -> str:
    """A month as a table, Monday first; days with articles lead to their index. *is_linked*: so does the caption."""
    name = f"{MONTHS[month.month - 1]} {month.year}"
    base = f"{month.year:04d}/{month.month:02d}"
    caption = f'<a href="{href(f"{base}/index.html")}">{name}</a>' if is_linked else name
    counts = dict(month.days)
    lead = date(month.year, month.month, 1).weekday()
    cells = ['<td class="none"></td>'] * lead
    for day in range(1, monthrange(month.year, month.month)[1] + 1):
        count = counts.get(day, 0)
        if count:
            link = href(f"{base}/{day:02d}/index.html")
            label = f"{day} {name}: {count_of(count, 'article')}"
            cells.append(f'<td class="d{_weight(count)}"><a href="{link}" aria-label="{label}">{day}</a></td>')
        else:
            cells.append(f"<td>{day}</td>")
    cells += ['<td class="none"></td>'] * (-len(cells) % 7)
    weeks = "".join(f"<tr>{''.join(cells[at : at + 7])}</tr>" for at in range(0, len(cells), 7))
    heads = "".join(f'<th scope="col"><abbr title="{day}">{day[0]}</abbr></th>' for day in _WEEKDAYS)
    return (
        f'<table class="calendar"><caption>{caption}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{weeks}</tbody></table>"
    )


def _weight(count: int) -> int:
    """How dark a day is: 1 to 4."""
    return 1 if count == 1 else 2 if count < 4 else 3 if count < 12 else 4
