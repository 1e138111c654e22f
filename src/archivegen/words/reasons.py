"""What an article's record says of how the program worked (bases of inferences, reasons for leaving out), in the site's language.

The record is written in English, beside the article; a person may have written other things there, which are said as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from archivegen.words import ENGLISH, Words
from archivegen.words.names import noted

BASES = (
    noted("a page of the old site, not a story"),
    noted("address of the page"),
    noted("address of the story"),
    noted("byline"),
    noted("canonical address"),
    noted("copyright line"),
    noted("credit line"),
    noted("date line"),
    noted("dateline"),
    noted("first heading of the text"),
    noted("first line of the text"),
    noted("line above the headline"),
    noted("line above the story"),
    noted("line below the headline"),
    noted("line below the story"),
    noted("line between headline and byline"),
    noted("line by the headline"),
    noted("line under the byline"),
    noted("line under the headline"),
    noted("made from the first sentence"),
    noted("name of the file"),
    noted("name of the site"),
    noted("page title"),
    noted("printed above the headline"),
    noted("printed below the headline"),
    noted("printed date of change"),
    noted("set off in print"),
    noted("supplied from the text"),
    noted("the commonest words of the text"),
    noted("the date of the post"),
    noted("the dateline"),
    noted("the day that the story opens with"),
    noted("the last dated event in the text"),
    noted("the text says when it was published"),
)
REASONS = (
    noted("a mark alone"),
    noted("about the author"),
    noted("above the story"),
    noted("advertisement"),
    noted("below the story's end"),
    noted("breadcrumbs"),
    noted("buttons"),
    noted("byline and date line"),
    noted("byline or tags"),
    noted("comments"),
    noted("cookie notice"),
    noted("counter that repeats"),
    noted("dialog"),
    noted("donation box"),
    noted("edit link"),
    noted("encyclopedia furniture"),
    noted("header line"),
    noted("heads nothing that is left"),
    noted("heads other matter"),
    noted("hidden text"),
    noted("hyphen at the end of a line"),
    noted("jump link"),
    noted("kicker"),
    noted("label by the headline"),
    noted("label of a caption"),
    noted("learned to be furniture"),
    noted("link below the story"),
    noted("link or label"),
    noted("link to another story"),
    noted("list of links"),
    noted("name of the publication"),
    noted("navigation"),
    noted("navigation bar"),
    noted("newsletter box"),
    noted("number at a button"),
    noted("outside the story"),
    noted("page footer"),
    noted("page header"),
    noted("page number"),
    noted("poll"),
    noted("printed dek"),
    noted("printed headline"),
    noted("printed kicker"),
    noted("related link"),
    noted("related links"),
    noted("repeats the byline"),
    noted("repeats the headline"),
    noted("repeats words of the story"),
    noted("search box"),
    noted("share bar"),
    noted("side box"),
    noted("stands after the story"),
    noted("stands before the story"),
    noted("table of contents"),
    noted("tags"),
    noted("teaser of another story"),
)
WITH_MORE = (
    noted("says {quoted}"),
    noted("repeats the caption on line {number}"),
    noted("printed {field}; another is given"),
    noted("{quoted}, counted from the article’s date, {date}"),
    noted("{quoted}, counted from {date}"),
    noted("{quoted}, before the article’s date"),
    noted("{quoted}, its year from the article’s date"),
    noted("{quoted}, while the visit lasted"),
    noted("{quoted} by the article’s date"),
    noted("{quoted} after {date}"),
    noted("{quoted} {date}"),
    noted("{quoted}, {date}"),
)
"""What holds something of the article's own. {quoted}: words in quotation marks."""
_PIECES = {
    "quoted": '(?P<quoted>“.*”|".*")',
    "number": r"(?P<number>\d+)",
    "field": r"(?P<field>\w+)",
    "date": "(?P<date>.*)",
}
_MONTHS = {name: number for number, name in enumerate(ENGLISH.formats.months, 1)}
_DAY = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}) (\d{{4}})\b")


def reasons(say: Words) -> Callable[[str], str]:
    """Says what a record tells, in the language of *say*."""
    patterns = [(_pattern(message), message) for message in WITH_MORE]
    known: dict[str, str] = {}

    def reason(text: str) -> str:
        said = known.get(text)
        if said is None:
            said = known[text] = say(text) if say(text) != text else _filled(text)
        return said

    def _filled(text: str) -> str:
        for pattern, message in patterns:
            found = pattern.fullmatch(text)
            if found:
                return say(message, **{name: _told(name, value) for name, value in found.groupdict().items()})
        return _told("quoted", text) if text[:1] == "“" and text[-1:] == "”" else text

    def _told(name: str, value: str) -> str:
        if name == "date":
            return _DAY.sub(_day, value)
        if name == "quoted" and say.direction == "rtl":
            return f"\u2068{value}\u2069"  # the words of an article, which may run the other way
        return say(value) if name == "field" else value

    def _day(found: re.Match[str]) -> str:
        month = f"{found[3]}-{_MONTHS[found[2]]:02d}"
        return say.day(f"{month}-{int(found[1]):02d}") if found[1] else say.period(month)

    return reason


def _pattern(message: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", message)
    return re.compile(
        "".join(_PIECES[piece] if n % 2 else re.escape(piece) for n, piece in enumerate(pieces)), re.DOTALL
    )
