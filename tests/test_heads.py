"""What stands over a story besides its headline: mail and wire headers, a collector's notes, mastheads, copyright lines."""

from __future__ import annotations

import io

import pytest

from archivegen.errors import Origin
from archivegen.model import Article, Document
from archivegen.normalize import normalize
from archivegen.read import READERS

BODY = """The council voted on Tuesday to keep the ferry, which carries two hundred people a day to the island.

Mayor Ruth Okafor said the ferry will run for ten more years, and that fares will not rise.
"""


def article(text: str, *, language: str = "en") -> Article:
    found = next(READERS[".txt"](io.BytesIO(text.encode()), Origin("seeds/story.txt")))
    assert isinstance(found, Document)
    return normalize(found, id="story", language=language)


def test_a_mail_gives_headline_writer_and_day_and_its_header_goes() -> None:
    head = [
        "From: Jane Doe <jane@planet.example>",
        "To: desk@planet.example",
        "Subject: Fwd: Ferry stays for ten years",
        "Date: Thu, 20 Jun 2019 10:30:00 +0200",
        "Message-ID: <1@planet.example>",
    ]
    found = article("\n".join(head) + "\n\n" + BODY)
    assert (found.title, found.title_basis) == ("Ferry stays for ten years", "text")
    assert (found.byline, found.date) == (("Jane Doe",), "2019-06-20T10:30:00+02:00")
    assert [piece.text for piece in found.removed if piece.reason == "header line"] == head
    assert len(found.blocks) == 2


@pytest.mark.parametrize(
    ("labels", "language"),
    [
        (("Titel", "Autor", "Quelle", "Datum"), "de"),
        (("Titre", "Auteur", "Source", "Date"), "fr"),
        (("Título", "Autor", "Fuente", "Fecha"), "es"),
        (("Titolo", "Autore", "Fonte", "Data"), "it"),
        (("Заголовок", "Автор", "Источник", "Дата"), "ru"),
        (("标题", "作者", "来源", "日期"), "zh"),
    ],
)
def test_what_a_collector_wrote_over_a_text_is_read_in_its_language(labels: tuple[str, ...], language: str) -> None:
    values = ("The Ferry Stays", "Jana Doe", "Harbor Sheet", "20.06.2019")
    found = article(
        "\n".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True)) + "\n" + BODY,
        language=language,
    )
    assert (found.title, found.byline, found.source, found.date) == (values[0], ("Jana Doe",), values[2], "2019-06-20")


def test_a_story_that_opens_with_a_colon_is_no_header() -> None:
    found = article("Update: the bridge is open\n\n" + BODY)
    assert found.title == "Update: the bridge is open"
    assert found.removed == ()


@pytest.mark.parametrize(
    ("line", "source", "day"),
    [
        ("The Daily Planet, 3 May 2019, page 4", "The Daily Planet", "2019-05-03"),
        ("Harbor Courier, May 3, 2019", "Harbor Courier", "2019-05-03"),
        ("Neue Inselpost, 3. Mai 2019, S. 4", "Neue Inselpost", "2019-05-03"),
    ],
)
def test_a_masthead_with_its_day_gives_source_and_date(line: str, source: str, day: str) -> None:
    found = article(f"{line}\n\nFerry Stays for Ten Years\n\n{BODY}", language="de" if "S." in line else "en")
    assert (found.source, found.date, found.title) == (source, day, "Ferry Stays for Ten Years")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("© 2019 Harbor Courier Ltd. All rights reserved.", "Harbor Courier"),
        ("Copyright 2019 The Daily Planet", "The Daily Planet"),
        ("(c) 2018-2019 Island Post", "Island Post"),
        ("© 2019 All rights reserved", ""),
        ("© 2019 WordPress theme by Nobody", ""),
    ],
)
def test_who_claims_the_copyright_is_the_source(line: str, source: str) -> None:
    assert article(f"Ferry Stays for Ten Years\n\n{BODY}\n{line}\n").source == source


def test_a_story_of_a_cutting_service_loses_its_labels() -> None:
    labels = ["BYLINE: By Jane Doe", "SECTION: NEWS; Pg. 4", "LENGTH: 543 words"]
    foot = [
        "LOAD-DATE: May 4, 2019",
        "LANGUAGE: ENGLISH",
        "PUBLICATION-TYPE: Newspaper",
        "Copyright 2019 The Daily Planet",
    ]
    text = "\n\n".join(["The Daily Planet", "May 3, 2019 Friday", "Ferry Stays for Ten Years", *labels, BODY, *foot])
    found = article(text)
    assert (found.title, found.byline, found.date) == ("Ferry Stays for Ten Years", ("Jane Doe",), "2019-05-03")
    assert found.source == "The Daily Planet"
    assert {block.text for block in found.blocks} == set(BODY.strip().split("\n\n"))


# ---------------------------------------------------------------- date lines in many languages


@pytest.mark.parametrize(
    ("line", "language", "byline", "date", "updated"),
    [
        ("Publicado em 20 de junho de 2019 às 10h30", "pt", "", "2019-06-20", ""),
        ("di Mario Rossi - 20 giugno 2019", "it", "Mario Rossi", "2019-06-20", ""),
        ("Автор: Иван Петров, 20 июня 2019", "ru", "Иван Петров", "2019-06-20", ""),
        ("Опубликовано: 20.06.2019 в 10:30", "ru", "", "2019-06-20", ""),
        ("بقلم: محمد علي | ٢٠ يونيو ٢٠١٩", "ar", "محمد علي", "2019-06-20", ""),
        ("作者：张三 2019年6月20日 10:30", "zh", "张三", "2019-06-20", ""),
        ("本报记者 李四 王五 2019年6月20日", "zh", "李四|王五", "2019-06-20", ""),
        ("文・山田太郎 2019年6月20日", "ja", "山田太郎", "2019-06-20", ""),
        ("Door Jan de Vries 20 juni 2019", "nl", "Jan de Vries", "2019-06-20", ""),
        ("Publicerad 20 juni 2019 kl 10.30", "sv", "", "2019-06-20", ""),
        ("Opublikowano 20 czerwca 2019", "pl", "", "2019-06-20", ""),
        ("Опубліковано 20 червня 2019", "uk", "", "2019-06-20", ""),
        ("Yayınlanma: 20 Haziran 2019 10:30", "tr", "", "2019-06-20", ""),
        ("Publié le 2 mai 2019 à 10h30, mis à jour le 3 mai 2019 à 11h", "fr", "", "2019-05-02", "2019-05-03"),
        ("Updated 3 May 2019 10:30 BST | Published 2 May 2019", "en", "", "2019-05-02", "2019-05-03"),
        ("26 May 2008 | The_Pilot | 34 comments |", "en", "The_Pilot", "2008-05-26", ""),
    ],
)
def test_a_date_line_is_read_in_its_language(line: str, language: str, byline: str, date: str, updated: str) -> None:
    found = article(f"Ferry Stays for Ten Years\n\n{line}\n\n{BODY}", language=language)
    assert (found.byline, found.date, found.updated) == (tuple(byline.split("|")) if byline else (), date, updated)


@pytest.mark.parametrize(
    "line",
    [
        "Il y a 2 heures",
        "2 hours ago",
        "vor 3 Stunden",
        "Born June 3, 1950",
        "03/04/2019",
        "Posted yesterday",
        "há 2 dias",
    ],
)
def test_what_names_no_day_of_the_story_dates_nothing(line: str) -> None:
    assert article(f"Ferry Stays for Ten Years\n\n{line}\n\n{BODY}").date == ""


def test_a_slashed_date_is_read_as_others_in_the_text_are_written() -> None:
    story = f"Ferry Stays for Ten Years\n\nPublished 03/04/2019\n\n{BODY}\nIt had met on 28/03/2019.\n"
    assert article(story).date == "2019-04-03"
    assert article(story.replace("28/03", "03/28")).date == "2019-03-04"
    assert article(story, language="en-US").date == "2019-03-04"


def test_the_line_in_which_a_blog_files_its_story_is_found_at_the_foot() -> None:
    line = "This entry was posted on June 3, 2019 by Jane Doe in News, Local, Harbor and tagged ferry, council, money."
    found = article(f"Ferry Stays for Ten Years\n\n{BODY}\nRelated\n\nThe old mill\n\n{line}\n")
    assert (found.date, found.byline) == ("2019-06-03", ("Jane Doe",))


def test_the_day_of_another_story_below_is_not_its_day() -> None:
    cards = "Read further\n\nHarbor gets a crane\n\n22 July 2019 By Tom Reed\n\nRead more\n\nSchool roof falls in\n\n23 July 2019 By Tom Reed\n\nRead more\n"
    assert article(f"Ferry Stays for Ten Years\n\n{BODY}\nLeave a comment\n\n{cards}").date == ""


def test_published_false_hides_a_page_and_is_no_date() -> None:
    found = article("---\ntitle: A\npublished: false\ndate: 2019-06-20 10:30:00 +0200\n---\n" + BODY)
    assert (found.status, found.date, found.problems) == ("draft", "2019-06-20T10:30:00+02:00", ())


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2019-06-20T10:30:00.000Z", "2019-06-20T10:30:00+00:00"),
        ("2019-06-20 10:30:00 -05:00", "2019-06-20T10:30:00-05:00"),
        ("2019-06-20T10:30:00+02:00[Europe/Berlin]", "2019-06-20T10:30:00+02:00"),
        ("20190620T103000Z", "2019-06-20T10:30:00+00:00"),
        ("2019-06-20T10:30", "2019-06-20"),
        ("Thu Jun 20 10:30:00 EDT 2019", "2019-06-20T10:30:00-04:00"),
    ],
)
def test_days_with_their_hour_and_zone_are_read_in_front_matter(value: str, date: str) -> None:
    found = article(f'---\ntitle: A\ndate: "{value}"\n---\n{BODY}')
    assert (found.date, found.problems) == (date, ())
