"""The words of the interface in one language: messages, numbers, days, periods, lists. Pure but for reading catalogues once.

Messages are written in English where they are used, as `say("Latest")`; the catalogues (gettext, *.po beside this file) have
them in other languages, and a site may have its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import Protocol

from archivegen.dates import edtf
from archivegen.dates.decades import is_decade
from archivegen.views import Count
from archivegen.words import dates, formats, names
from archivegen.words.catalogue import CONTEXT_END, EMPTY, Catalogue, english, entries, read
from archivegen.words.directions import marked

__all__ = ["ENGLISH", "Catalogue", "Words", "direction", "of"]

_FOLDER = Path(__file__).parent
OWN = "words.po"
"""What the file with a site's own words is called, in its folder of templates."""
LANGUAGES = ("ar", "de", "es", "fr", "zh", "zh-hant")
"""Those that have a catalogue here, beside English."""
_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "ug", "ur", "yi"))


_MOST = 10_000
"""So many days are kept as they were said: most stand on many pages."""


class Words:
    """Says things in one language."""

    def __init__(self, language: str, *catalogues: Catalogue) -> None:
        """*catalogues*: the first that has a message is asked; what none has is said in English."""
        self.language = language
        """Of the words: a tag; "en" where the site's own language has no catalogue."""
        self.direction = direction(language)
        self.formats = formats.of(language)
        self._catalogues = catalogues
        self._said: dict[str, str] = {}
        """By key, those that have one form."""
        for catalogue in reversed(catalogues):
            self._said |= {key: found[0] for key, found in catalogue.forms.items()}
        self._grouping = "" if self.formats.group == "," and self.formats.grouped_from == 4 else self.formats.group
        self._days: dict[str, str] = {}
        self._periods: dict[str, str] = {}
        self._when: dict[str, str] = {}
        self._reason: Callable[[str], str] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether all is said as it is written: in English, without words of the site's own."""
        return not self._said

    @property
    def digest(self) -> str:
        """Equal for what says the same, and with every likelihood for nothing else."""
        told = repr((self.language, self.formats, [sorted(one.forms.items()) for one in self._catalogues]))
        return blake2b(told.encode(), digest_size=8).hexdigest()

    # ------------------------------------------------------------ messages

    def __call__(self, message: str, /, **values: object) -> str:
        """*message* in this language, each {name} in it filled with that of *values*."""
        said = self._said.get(message, message)
        return said.format_map(values) if values else said

    say = __call__

    def within(self, context: str, message: str, /, **values: object) -> str:
        """As a call, for a message that means something else in another *context*."""
        said = self._said.get(f"{context}{CONTEXT_END}{message}", message)
        return said.format_map(values) if values else said

    def several(self, one: str, many: str, number: int, /, **values: object) -> str:
        """*one* or *many*, or which form this language has for *number*; {n} in it is the number."""
        said = self.form(one, many, number)
        if values:
            return said.format_map({"n": self.number(number), **values})
        return said.replace("{n}", self.number(number))

    def form(self, one: str, many: str, number: int) -> str:
        """The form for *number*, not filled in."""
        for catalogue in self._catalogues:
            found = catalogue.forms.get(one)
            if found is not None:
                return found[min(catalogue.rule(number), len(found) - 1)]
        return many if english(number) else one

    # ------------------------------------------------------------ what the parts of an archive are called

    def folder(self, folder: str) -> str:
        """ "people" → "People"."""
        return self.say(names.LABEL_BY_FOLDER[folder])

    def one_of(self, folder: str) -> str:
        """ "people" → "Person"."""
        return self.say(names.SINGULAR_BY_FOLDER[folder])

    def count_of(self, folder: str, number: int) -> str:
        """ "people", 12 → "12 people"."""
        return self.several(*names.COUNTED_BY_FOLDER[folder], number)

    def counted(self, folder: str, number: int) -> str:
        """ "people" → "people" or "person": what *number* counts, where it stands apart."""
        return self.form(*names.NOUN_BY_FOLDER[folder], number)

    def marked(self, name: str, folder: str) -> str:
        """ "Reuters", "sources" → "Reuters (source)": tells it from others of that name."""
        return self.say(names.MARKED_BY_FOLDER[folder], name=name)

    def kind(self, kind: str) -> str:
        """ "person" → "Person"."""
        return self.one_of(names.FOLDER_BY_KIND[kind])

    def kinds(self, kind: str) -> str:
        """ "person" → "People"."""
        return self.folder(names.FOLDER_BY_KIND[kind])

    def reason(self, text: str) -> str:
        """What an article's record, which is in English, says of how the program worked."""
        if self.is_plain:
            return text
        if self._reason is None:
            from archivegen.words.reasons import reasons  # late: English needs none

            self._reason = reasons(self)
        return self._reason(text)

    # ------------------------------------------------------------ numbers, lists

    def number(self, value: int) -> str:
        """ "12,000"."""
        if -1000 < value < 1000:
            return str(value)
        if not self._grouping:
            return f"{value:,}"
        if abs(value) < 10 ** (self.formats.grouped_from - 1):
            return str(value)
        return f"{value:,}".replace(",", self._grouping)

    def percent(self, share: float) -> str:
        """ "85%"."""
        return self.formats.percent.replace("{n}", str(round(share * 100)))

    def listed(self, found: Sequence[str]) -> str:
        """ "a", "a and b", "a, b and c"."""
        if len(found) < 2:
            return "".join(found)
        of_two, start, middle, end = (pattern[3:-3] for pattern in self.formats.list)
        if len(found) == 2:
            return f"{found[0]}{of_two}{found[1]}"
        return f"{found[0]}{start}{middle.join(found[1:-1])}{end}{found[-1]}"

    # ------------------------------------------------------------ days and periods

    def day(self, date: str) -> str:
        """ "2024-06-19", with or without a time → "19 June 2024"; what is no date as it is."""
        said = self._days.get(date)
        if said is None:
            said = dates.day(date, self.formats)
            if len(self._days) < _MOST:
                self._days[date] = said
        return said

    def days(self, first: str, last: str) -> str:
        """ "19 June 2024", "19–27 June 2024", "2 May – 7 June 2024"."""
        return dates.days(first, last, self.formats)

    def month(self, number: int) -> str:
        """6 → "June"."""
        return self.formats.alone[number - 1]

    def period(self, period: str) -> str:
        """ "2024-06-19" → "19 June 2024", "2024-06" → "June 2024", "2020-2029" → "2020–2029"; numbered parts say so."""
        said = self._periods.get(period)
        if said is None:
            said = self._period(period)
            if len(self._periods) < _MOST:
                self._periods[period] = said
        return said

    def _period(self, period: str) -> str:
        name, _, part = period.partition("-p")
        if not name[:1].isdigit():
            said = self.say("Undated")
        elif is_decade(name):
            said = dates.year(name.replace("-", "–"), self.formats)
        elif len(name) > 7:
            said = dates.day(name, self.formats)
        elif len(name) > 4:
            said = dates.month(name, self.formats)
        else:
            said = dates.year(name, self.formats)
        return self.say("{period}, part {number}", period=said, number=part) if part else said

    def in_period(self, name: str, period: str) -> str:
        """ "Timeline", "2024-06" → "Timeline, June 2024"; *name* alone where *period* is ""."""
        if not period:
            return name
        return self.say("{name}, {period}", name=marked(name, self.direction), period=self.period(period))

    def when(self, text: str) -> str:
        """EDTF in words: "about 2000", "since May 2019"; what is no EDTF as it is."""
        said = self._when.get(text)
        if said is None:
            try:
                said = self._interval(*edtf.parse(text))
            except ValueError:
                said = text
            if len(self._when) < _MOST:
                self._when[text] = said
        return said

    def _interval(self, first: edtf.Point | None, last: edtf.Point | None) -> str:
        if first is not None and last is not None:
            return self._point(first) if first == last else self._between(first, last)
        if first is not None:
            return self._of_day(first, "since {date}", date=self._point(first))
        return self._of_day(last, "{date} or earlier", date=self._point(last)) if last else ""

    def _between(self, first: edtf.Point, last: edtf.Point) -> str:
        start, end = self._point(first), self._point(last)
        if first.year == last.year and not first.mark:
            if first.day and last.day:
                pair = dates.ends(first.first, last.first, self.formats)
                start, end = pair[0], end if last.mark else pair[1]
            elif 0 < first.month <= 12 and last.month and not first.day and self.formats.month.startswith("{A}"):
                start = self.month(first.month)
        return self._of_day(first, "between {start} and {end}", start=start, end=end)

    def _of_day(self, point: edtf.Point, message: str, **values: str) -> str:
        """*message*, as it is put for a day: some languages give days an article."""
        return self.within("day", message, **values) if point.day else self.say(message, **values)

    def _point(self, point: edtf.Point) -> str:
        if "X" in point.year:
            said = self.say("the {year}s", year=point.year.replace("X", "0"))
        elif point.month > 12:
            said = self.say(names.SEASONS[point.month - 21], year=point.year)
        elif point.day:
            said = dates.day(point.first, self.formats)
        elif point.month:
            said = dates.month(f"{point.year}-{point.month:02d}", self.formats)
        else:
            said = dates.year(point.year, self.formats)
        if point.mark in ("~", "%"):
            said = self._of_day(point, "about {date}", date=said)
        return self.say("{date} (uncertain)", date=said) if point.mark in ("?", "%") else said

    def decades(self, periods: Sequence[Count]) -> list[tuple[str, list[Count]]]:
        """*periods* in rows: of many years one row a decade (before 1900: a century), named so; of few a single row without name.

        A year that stands with its months is a row of its own, and the years beside it are in other rows than decades. Where
        whole decades stand among years, rows begin to be named sooner; those of past centuries' decades are named by these.
        """
        lengths = {len(period.text) for period in periods if period.text[:1].isdigit()}
        if {4, 7} <= lengths:
            split = {period.text[:4] for period in periods if len(period.text) == 7 and period.text[:1].isdigit()}
            by_level = groupby(periods, key=lambda period: _row(period.text, split))
            return [("", list(found)) for _, found in by_level]
        few = 8 if {4, 9} <= lengths else 24
        if len(periods) <= few or 7 in lengths or 10 in lengths:
            return [("", list(periods))]
        return [(label, list(found)) for label, found in groupby(periods, key=lambda period: self._decade(period.text))]

    def _decade(self, period: str) -> str:
        if is_decade(period) or (period.isdigit() and period < "1900"):
            return self.say("{number}th century", number=int(period[:2]) + 1) if "0400" <= period < "2000" else ""
        return self.say("{year}s", year=f"{period[:3]}0") if period.isdigit() else ""


def _row(period: str, split: set[str]) -> str:
    """What those have in common that stand in one row where some years stand with their months: the years *split*."""
    if period[:4] in split and not is_decade(period):
        return period[:4]
    return "decades" if is_decade(period) else ""


class Spoken(Protocol):
    """What decides the words of a site."""

    @property
    def language(self) -> str: ...
    @property
    def words(self) -> str: ...


def of(site: Spoken) -> Words:
    """The words of *site*: its own, then those of its language, then English.

    A language that the program does not speak is that of the page if the site has most of its words.
    """
    return _words(site.language, site.words)


@lru_cache(maxsize=16)
def _words(language: str, own: str) -> Words:
    found = []
    is_covered = is_english(language)
    if own:
        catalogue, _ = read(own)
        is_covered = is_covered or len(catalogue.forms) * 2 > _size()
        found.append(catalogue)
    name = built_in(language)
    if name:
        found.append(_catalogue(name))
    return Words(language if is_covered or name else "en", *found)


def is_english(language: str) -> bool:
    return formats.tags(language)[-1] == "en"


def has_catalogue(language: str) -> bool:
    """Whether the program speaks *language*."""
    return is_english(language) or built_in(language) != ""


def built_in(language: str) -> str:
    """The name of the catalogue for *language*; "" if there is none."""
    return next((tag for tag in formats.tags(language) if tag in LANGUAGES), "")


@lru_cache(maxsize=4)
def _catalogue(name: str) -> Catalogue:
    return read((_FOLDER / f"{name}.po").read_text(encoding="utf-8"))[0]


def _size() -> int:
    """How many texts there are."""
    return sum(
        1 for entry in entries((_FOLDER / "messages.pot").read_text(encoding="utf-8"), []) if entry.texts["msgid"]
    )


def direction(language: str) -> str:
    """ "rtl" or "ltr"."""
    bare = language.lower().replace("_", "-")
    return "rtl" if bare in _RIGHT_TO_LEFT or bare.partition("-")[0] in _RIGHT_TO_LEFT or "-arab" in bare else "ltr"


ENGLISH = Words("en", EMPTY)
