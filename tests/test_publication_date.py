"""When a story came out, by its own words: what tells it, and what must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from archivegen.dates import is_valid
from archivegen.normalize.publication_date import infer

SEEDS = Path(__file__).parents[1] / "seeds"


def lines(*texts: str) -> list[tuple[int, str]]:
    return list(enumerate(texts, 1))


def seed(name: str) -> list[tuple[int, str]]:
    return [(n, text) for n, text in enumerate((SEEDS / name).read_text("utf-8").split("\n"), 1) if text.strip()]


def test_the_first_seed_is_dated_by_its_last_event_and_the_year_of_a_caption() -> None:
    told = seed("000_d08cd8d8d3db3508.txt")
    captions = [line for line in told if "via AP)" in line[1]][:1]
    found = infer([line for line in told[2:] if "via AP)" not in line[1]], language="en", supporting=captions)
    assert found is not None
    assert (found.value, found.basis) == ("2024-06-19", "the last dated event in the text")
    assert found.interval.startswith("2024-06-19/")
    assert found.evidence[0].line == 5
    assert "Jan. 14, 2024" in found.evidence[-1].words


def test_the_second_seed_is_dated_by_its_last_event_and_not_by_the_post() -> None:
    told = seed("004_7e4ac9e501c3edfd.txt")
    found = infer(told[:8], language="en", supporting=told[8:])
    assert found is not None
    assert found.value == "2024-06-27"
    assert found.evidence[-1].line == 10


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("29 mai 2012. - Un postier a été retrouvé à son domicile.", "2012-05-29"),
        ("NEW YORK, June 19, 2024 (Reuters) — The council met.", "2024-06-19"),
        ("Kyiv, Feb. 2, 2023 – The council met.", "2023-02-02"),
    ],
)
def test_a_dateline_is_the_date(line: str, day: str) -> None:
    found = infer(lines(line, "It met on January 3, 2020, too."), language="fr" if "mai" in line else "en")
    assert found is not None
    assert (found.value, found.basis) == (day, "the dateline")


def test_what_the_story_says_of_itself_is_the_date() -> None:
    found = infer(lines("Much happened.", "This article was first published on May 3, 2021."), language="en")
    assert found is not None
    assert (found.value, found.evidence[0].line) == ("2021-05-03", 2)


def test_a_dateline_without_a_year_needs_evidence_for_it() -> None:
    story = lines("MOSCOW, June 19 (Reuters) — The council met.")
    assert infer(story, language="en") is None
    found = infer(story, language="en", supporting=[(9, "A photo taken on June 2, 2024.")])
    assert found is not None
    assert found.value == "2024-06-19"


@pytest.mark.parametrize(
    "texts",
    [
        ("The council met on June 19.",),
        ("Since early 2022 the war has raged.", "The council met on June 19."),
        ("The bridge fell on June 2, 2016.", "The council met on June 19."),
        ("The bridge fell on June 2, 2016.",),
        ("The council met on Wednesday.",),
        ("",),
        (),
    ],
)
def test_a_year_in_the_background_dates_nothing(texts: tuple[str, ...]) -> None:
    assert infer(lines(*texts), language="en") is None


@pytest.mark.parametrize(
    "line",
    [
        "The fair will open on June 19.",
        "Register by June 19.",
        "The hearing is scheduled for June 19.",
        "Until June 19 it was shut.",
    ],
)
def test_days_to_come_and_deadlines_date_nothing(line: str) -> None:
    assert infer(lines(line), language="en", supporting=[(9, "A photo taken on June 2, 2024.")]) is None


def test_an_old_photograph_does_not_give_the_year() -> None:
    story = lines("The council met on June 19.", "A bridge fell in 2023.")
    assert infer(story, language="en", supporting=[(9, "FILE - The bridge on May 2, 2019.")]) is None
    assert infer(lines(story[0][1]), language="en", supporting=[(9, "The bridge on Aug. 2, 2019.")]) is None


def test_a_day_of_the_week_that_does_not_fit_the_year_forbids_it() -> None:
    photo = [(9, "A photo taken on June 2, 2024.")]
    assert infer(lines("The council met on Wednesday, June 19."), language="en", supporting=photo) is not None
    assert infer(lines("The council met on Monday, June 19."), language="en", supporting=photo) is None


def test_a_full_date_in_the_text_tells_the_year_where_the_weekday_agrees() -> None:
    found = infer(lines("The council met on Wednesday, June 19.", "It had met on June 2, 2024."), language="en")
    assert found is not None
    assert found.value == "2024-06-19"


def test_the_interval_is_edtf_and_the_value_opens_it() -> None:
    found = infer(lines("It met on June 19."), language="en", supporting=[(9, "A photo of June 2, 2024.")])
    assert found is not None
    assert is_valid(found.interval)
    assert found.interval.startswith(found.value)


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("МОСКВА, 20 июня 2019 — РИА. Совет проголосовал.", "ru", "2019-06-20"),
        ("ROMA, 20 giugno 2019 – Il consiglio ha votato.", "it", "2019-06-20"),
        ("São Paulo, 20 de junho de 2019 (AFP) – O conselho votou.", "pt", "2019-06-20"),
        ("新华社北京2019年6月20日电 市议会表决。", "zh", "2019-06-20"),
        ("【ソウル共同、2019年6月20日】市議会は可決した。", "ja", "2019-06-20"),
    ],
)
def test_a_dateline_is_the_date_in_many_languages(line: str, language: str, day: str) -> None:
    found = infer(lines(line), language=language)
    assert found is not None
    assert (found.value, found.basis) == (day, "the dateline")


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Il consiglio ha votato il 20 giugno 2019 e voterà il 27 giugno.", "it"),
        ("2019年6月20日に市議会は可決した。", "ja"),
        ("20 июня 2019 года совет проголосовал.", "ru"),
    ],
)
def test_where_the_future_is_not_known_a_day_that_is_told_of_dates_nothing(line: str, language: str) -> None:
    assert infer(lines(line), language=language) is None


def test_a_story_says_of_itself_when_it_came_out_in_its_own_language() -> None:
    found = infer(lines("Il a plu.", "Cet article a été publié le 3 mai 2019."), language="fr")
    assert found is not None
    assert found.value == "2019-05-03"


def test_a_lede_that_tells_its_day_and_its_day_of_the_week_dates_the_story() -> None:
    lede = "The council saved the ferry on Wednesday, March 3, 2021, after a long debate."
    found = infer(((3, lede),), language="en")
    assert found is not None
    assert (found.value, found.interval) == ("2021-03-03", "2021-03-03/2021-03-09")
    assert infer(((3, "Правительство утвердило бюджет в среду, 3 марта 2021 года."),), language="ru") is not None


@pytest.mark.parametrize(
    "texts",
    [
        ("The council saved the ferry on March 3, 2021.",),  # no day of the week: somebody may look back
        ("The council saved the ferry on Monday, March 3, 2021.",),  # it was a Wednesday
        ("The council will vote on Wednesday, March 3, 2021.",),
        ("The ferry sank on Wednesday, March 3, 2021.", "It was raised on June 5, 2021."),
        ("The ferry sank on Wednesday, March 3, 2021.", "In 2023 it sails again."),
        ("The ferry is old.", "It sank on Wednesday, March 3, 2021."),
    ],
)
def test_other_full_days_in_the_text_do_not(texts: tuple[str, ...]) -> None:
    assert infer(tuple(enumerate(texts, 3)), language="en") is None
