"""Dates as news writes them: lines that are one, expressions in prose, what they mean, how they are said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen.dates import earliest, edtf, expressions, is_valid, latest, parse_date, readable, resolve, sort_key
from golden_cases import cases, rewrite

# ---------------------------------------------------------------- lines that are a date


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("19 June 2024", "en", "2024-06-19"),
        ("Friday, January 4, 2019", "en", "2019-01-04"),
        ("Published: June 19th, 2024", "en", "2024-06-19"),
        ("Sept. 3, 2021", "en", "2021-09-03"),
        ("2024/06/19", "en", "2024-06-19"),
        ("20240619", "en", "2024-06-19"),
        ("vendredi 1er juin 2012", "fr", "2012-06-01"),
        ("Mar. 5 mars 2013", "fr", "2013-03-05"),
        ("Tue, 5 Mar 2013", "fr", "2013-03-05"),
        ("Donnerstag, den 5. Mai 2011", "de", "2011-05-05"),
        ("19.06.2024", "de", "2024-06-19"),
        ("19 de junio de 2024", "es", "2024-06-19"),
        ("19 czerwca 2024", "pl", "2024-06-19"),
        ("2016年8月16日(火)", "ja", "2016-08-16"),
        ("3/14/2024", "en", "2024-03-14"),
        ("3/4/2024", "en-US", "2024-03-04"),
        ("3/4/2024", "en-GB", "2024-04-03"),
    ],
)
def test_a_line_that_is_a_date_gives_its_day(line: str, language: str, day: str) -> None:
    assert parse_date(line, language=language) == (day, "day")


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("June 19, 2024 10:32 PM EDT", "2024-06-19T22:32:00-04:00"),
        ("Wed, 19 Jun 2024 10:00:00 +0200", "2024-06-19T10:00:00+02:00"),
        ("2024-06-19T10:00:00Z", "2024-06-19T10:00:00+00:00"),
        ("2024-06-19T10:00:00.5-0330", "2024-06-19T10:00:00-03:30"),
        ("19 June 2024 12:05 a.m. GMT", "2024-06-19T00:05:00+00:00"),
    ],
)
def test_a_time_is_kept_with_its_zone(line: str, moment: str) -> None:
    assert parse_date(line, language="en") == (moment, "day")


@pytest.mark.parametrize("line", ["19 June 2024, 10:32", "19 June 2024 10:32 ET", "2024-06-19 10:00"])
def test_a_time_without_a_zone_is_left_out(line: str) -> None:
    assert parse_date(line, language="en") == ("2024-06-19", "day")


def test_precision_says_what_was_written() -> None:
    assert parse_date("May 2019", language="en") == ("2019-05-01", "month")
    assert parse_date("2019", language="en") == ("2019-01-01", "year")
    assert parse_date("2019-05", language="en") == ("2019-05-01", "month")


@pytest.mark.parametrize(
    "line",
    ["31 June 2019", "19.06.24", "3/4/2024", "June 19-20, 2024", "12 2024", "Page 19", "1234", "May 3", "The year 2024",
     "Sunday 2019", "0000-00-00", "2019-02-30", "25:00 3 May 2019", "", "9" * 5000, "In May 2019 it rained"],
)  # fmt: skip
def test_what_is_no_date_or_not_certain_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(line, language="en")


def test_the_complaint_names_the_text() -> None:
    with pytest.raises(ValueError, match='"31 June 2019" is not a date'):
        parse_date("31 June 2019", language="en")


# ---------------------------------------------------------------- expressions in prose


def shown(given: str) -> str:
    """The first line is "ARTICLE'S DATE LANGUAGE"; the rest is prose."""
    head, _, prose = given.partition("\n")
    anchor, _, language = head.partition(" ")
    lines, previous = [], ""
    for expression in expressions(prose, language=language or "en"):
        when = resolve(expression, anchor=anchor, previous=previous, is_future="will " in prose)
        assert prose[expression.span.start : expression.span.end] == expression.text
        lines.append(f"{expression.text} → {when or '?'}")
        previous = when if when and not when.startswith("..") else previous
    return "\n".join(lines)


@pytest.mark.parametrize(("title", "given", "expected"), cases("dates.md"), ids=lambda value: value[:60])
def test_golden_dates(title: str, given: str, expected: str) -> None:
    assert shown(given) == expected, title


def test_rewrite_golden_dates(rewrite_golden: bool) -> None:
    if rewrite_golden:
        rewrite("dates.md", shown)


def test_an_unknown_language_has_no_expressions() -> None:
    assert list(expressions("19 kesäkuuta 2024", language="fi")) == []


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("20 июня 2019 г.", "ru", "2019-06-20"),
        ("9 мая 2019", "ru", "2019-05-09"),
        ("20 يونيو 2019", "ar", "2019-06-20"),
        ("20 حزيران/يونيو 2019", "ar", "2019-06-20"),
        ("٢٠ يونيو ٢٠١٩", "ar", "2019-06-20"),
        ("20 czerwca 2019", "pl", "2019-06-20"),
        ("20 de junho de 2019 às 10h30", "pt", "2019-06-20"),
        ("giovedì 20 giugno 2019", "it", "2019-06-20"),
        ("den 20 juni 2019", "sv", "2019-06-20"),
        ("20 Haziran 2019 Perşembe", "tr", "2019-06-20"),
        ("20 червня 2019 року", "uk", "2019-06-20"),
        ("2019年6月20日(木) 10時30分", "ja", "2019-06-20"),
        ("令和元年6月20日", "ja", "2019-06-20"),
        ("2019年6月20日星期四", "zh", "2019-06-20"),
        ("民國108年6月20日", "zh", "2019-06-20"),
        ("2019년 6월 20일 목요일", "ko", "2019-06-20"),
    ],
)
def test_a_line_that_is_a_day_is_read_in_its_language(text: str, language: str, day: str) -> None:
    assert parse_date(text, language=language) == (day, "day")


@pytest.mark.parametrize("text", ["2019年13月1日", "31 июня 2019", "20 июня"])
def test_what_is_no_day_is_none_in_any_language(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(text, language="ru")


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Il 20 giugno 2019 il consiglio ha votato.", "it", ["2019-06-20"]),
        ("Em 20 de junho de 2019 o conselho votou pela segunda vez.", "pt", ["2019-06-20"]),
        ("20 июня 2019 года совет проголосовал; в 2018 году нет.", "ru", ["2019-06-20", "2018"]),
        ("2019年6月20日、市議会は可決した。平成30年には否決。", "ja", ["2019-06-20", "2018"]),
        ("市议会2019年6月20日表决，此前在6月18日讨论过。", "zh", ["2019-06-20", "2019-06-18"]),
        ("2019年间 12年代", "ja", []),
        ("في 20 يونيو 2019 صوت المجلس", "ar", ["2019-06-20"]),
    ],
)
def test_prose_of_many_languages_gives_its_written_days(text: str, language: str, found: list[str]) -> None:
    assert [resolve(one, anchor="2019-07-01") for one in expressions(text, language=language)] == found


@pytest.mark.parametrize(("language", "unit"), [("fr", "minutes"), ("de", "Stunden"), ("es", "horas")])
def test_an_english_word_before_a_unit_of_another_language_is_none_of_its_words(language: str, unit: str) -> None:
    assert not list(expressions(f"The following {unit} were quiet.", language=language))


def test_without_an_anchor_only_full_dates_mean_something() -> None:
    found = list(expressions("On Monday, in June, on June 19 and on June 19, 2024.", language="en"))
    assert [resolve(one, anchor="") for one in found] == [None, None, None, "2024-06-19"]


@given(st.text(alphabet="JuneMay 0123456789-,.’s–ofthelastago\n", max_size=200), st.dates().map(str))
def test_any_text_gives_spans_in_order_and_valid_edtf(text: str, anchor: str) -> None:
    reached = 0
    for expression in expressions(text, language="en"):
        assert reached <= expression.span.start < expression.span.end <= len(text)
        reached = expression.span.end
        when = resolve(expression, anchor=anchor, previous="2019")
        assert when is None or is_valid(when)


@pytest.mark.parametrize("unit", ["June ", "19 ", "1999 ", "last ", "early ", "a year ", "Monday, ", "from 1999 to "])
def test_hostile_lines_take_linear_time(unit: str) -> None:
    started = time.process_time()
    list(expressions(unit * (200_000 // len(unit)), language="en"))
    assert time.process_time() - started < 3


# ---------------------------------------------------------------- EDTF


@pytest.mark.parametrize(
    ("text", "first", "last", "said"),
    [
        ("2024-06-19", "2024-06-19", "2024-06-19", "19 June 2024"),
        ("2024-06-16/2024-06-19", "2024-06-16", "2024-06-19", "between 16 and 19 June 2024"),
        ("2024-05-30/2024-06-02", "2024-05-30", "2024-06-02", "between 30 May and 2 June 2024"),
        ("2023-09/2024-06-19", "2023-09-01", "2024-06-19", "between September 2023 and 19 June 2024"),
        ("2022", "2022-01-01", "2022-12-31", "2022"),
        ("2000~", "2000-01-01", "2000-12-31", "about 2000"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("199X", "1990-01-01", "1999-12-31", "the 1990s"),
        ("18XX", "1800-01-01", "1899-12-31", "the 1800s"),
        ("2023-24", "2023-12-01", "2024-02-29", "winter 2023"),
        ("../2024-06-19", "", "2024-06-19", "19 June 2024 or earlier"),
        ("2019-05/..", "2019-05-01", "", "since May 2019"),
    ],
)
def test_edtf_has_days_and_words(text: str, first: str, last: str, said: str) -> None:
    assert (earliest(text), latest(text), readable(text)) == (first, last, said)


@pytest.mark.parametrize(
    "text", ["2024-06-19", "2024-06-16/2024-06-19", "2023-09/2024", "2000~", "199X", "2023-24", "../2024-06-19"]
)
def test_what_is_written_is_what_the_standard_library_of_edtf_reads(text: str) -> None:
    pytest.importorskip("edtf").parse_edtf(text)


@pytest.mark.parametrize("text", ["2024-13", "2024-02-30", "../..", "", "June", "2024-6-1", "199X-05-01", "2024-25-01"])
def test_what_is_no_edtf_is_refused(text: str) -> None:
    assert not is_valid(text)


def test_dates_sort_by_their_first_day() -> None:
    mixed = ["2024", "../2024-06-19", "2023-12-31", "2024-01-01", "2023-09/2024-06-19"]
    assert sorted(mixed, key=sort_key) == ["2023-09/2024-06-19", "2023-12-31", "2024-01-01", "2024", "../2024-06-19"]


def test_months_are_counted_over_the_year() -> None:
    assert edtf.add_months("2024-01", -1) == "2023-12"
    assert edtf.add_months("2024-11-30", 3) == "2025-02"
