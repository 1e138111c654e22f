"""Newsletters, press releases and pages saved as mail."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest

from archivegen.read import mail
from reading import codes, read_all
from test_read_archives import zipped

WORDS = "The council of Callan approved the new bridge on Monday.\n\nWork begins in May, the mayor said.\n"


def a_message(text: str = WORDS, page: str = "", **headers: str) -> EmailMessage:
    message = EmailMessage()
    told = {"From": "Jane Doe <jane@callan.example>", "To": "Secret Reader <secret@reader.example>", "Subject": "Council approves bridge"}  # fmt: skip
    told |= {"Date": "Mon, 3 Jun 2019 08:30:00 +0200", "Message-ID": "<one@callan.example>"}
    for name, value in (told | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    return message


def read_one(message: EmailMessage, name: str = "a.eml") -> tuple[dict[str, object], str, str]:
    (found,), _ = read_all(message.as_bytes(), name)
    return dict(found.meta), found.markup, found.body


def test_a_press_release_tells_its_headline_day_and_sender() -> None:
    meta, markup, body = read_one(a_message())
    assert meta == {"title": "Council approves bridge", "byline": [{"name": "Jane Doe"}], "date": "2019-06-03T08:30:00+02:00"}  # fmt: skip
    assert (markup, body) == ("text", WORDS.strip())


def test_nobody_is_told_who_got_a_message() -> None:
    ((found,), _) = read_all(a_message().as_bytes(), "a.eml")
    assert "secret" not in str(found).lower()


@pytest.mark.parametrize(
    ("sender", "more", "byline", "source"),
    [
        ("Jane Doe <j@x.example>", {}, "Jane Doe", ""),
        ("The Callan Lantern <n@x.example>", {"List_Id": "<news.x.example>"}, "", "The Callan Lantern"),
        ("City Press Office <p@x.example>", {}, "", "City Press Office"),
        ("Jane Doe at The Lantern <j@x.example>", {}, "Jane Doe", "The Lantern"),
        ("Jane Doe, The Lantern <j@x.example>", {}, "Jane Doe", "The Lantern"),
        ('"Doe, Jane A." <j@x.example>', {}, "Jane A. Doe", ""),
        ("=?utf-8?q?Jane_Doe=2C_The_Lantern?= <j@x.example>", {}, "Jane Doe", "The Lantern"),
        ("=?utf-8?q?Zo=C3=AB_M=C3=BCller?= <z@x.example>", {}, "Zoë Müller", ""),
        ("press@callan.example", {}, "", ""),
    ],
)
def test_the_sender_of_a_newsletter_is_a_publication_and_of_a_letter_a_person(
    sender: str, more: dict[str, str], byline: str, source: str
) -> None:
    raw = a_message(**more).as_bytes().replace(b"From: Jane Doe <jane@callan.example>", f"From: {sender}".encode(), 1)
    ((found,), _) = read_all(raw, "a.eml")
    names = [one["name"] for one in found.meta.get("byline", ())]
    assert ("".join(names), found.meta.get("source", "")) == (byline, source)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Fwd: Council approves bridge", "Council approves bridge"),
        ("[News] RE: Fw: Council approves bridge", "Council approves bridge"),
        ("Re-opening of the bridge", "Re-opening of the bridge"),
        ("[Update] Council approves bridge", "[Update] Council approves bridge"),
        ("Brücke für Callan: der Rat stimmt zu", "Brücke für Callan: der Rat stimmt zu"),
    ],
)
def test_a_subject_is_the_headline_without_what_mail_programs_put_before(subject: str, title: str) -> None:
    assert read_one(a_message(Subject=subject))[0]["title"] == title


def test_of_two_forms_the_one_that_has_paragraphs_is_read() -> None:
    page = "<html><body><h1>Bridge</h1>" + "<p>The council approved the bridge.</p>" * 4 + "</body></html>"
    assert read_one(a_message("See this message in your browser.", page))[1] == "html"
    assert read_one(a_message(page=page))[1] == "html"
    assert read_one(a_message(page=f"<html><body>{WORDS}</body></html>"))[1] == "text"
    assert read_one(a_message("Short.", "<div>" + "The council approved the bridge. " * 9 + "</div>"))[1] == "html"


def test_lines_that_a_mail_program_broke_are_joined() -> None:
    raw = a_message("The council of Callan \napproved the bridge.\n\n-- \nJane\n").as_bytes()
    flowed = raw.replace(b'charset="utf-8"', b'charset="utf-8"; format=flowed')
    ((found,), _) = read_all(flowed, "a.eml")
    assert found.body == "The council of Callan approved the bridge.\n\n-- \nJane"


def test_attachments_are_counted_and_not_read() -> None:
    message = a_message()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment("Another text", filename="notes.txt")
    ((found,), (told,)) = read_all(message.as_bytes(), "a.eml")
    assert found.body == WORDS.strip()
    assert told.severity == "note"
    assert "1 application/pdf, 1 text/plain" in told.message


def test_a_charset_that_is_wrong_or_unknown_is_mended() -> None:
    raw = a_message("Le maire a été élu à Besançon.\n").as_bytes()
    head = raw.partition(b"\n\n")[0].replace(b"quoted-printable", b"8bit").replace(b"utf-8", b"x-nothing")
    body = "Le maire a été élu à Besançon, dit-il.\n".encode("latin-1")
    ((found,), _) = read_all(head + b"\n\n" + body, "a.eml")
    assert "été élu à Besançon" in found.body


def test_a_mailbox_gives_every_message_by_its_own_id() -> None:
    one, two = a_message(), a_message("From here on the road is closed.\n\nFrom June it opens.\n", Message_ID="<two@callan.example>", Subject="Road")  # fmt: skip
    box = b"".join(
        b"From jane@callan.example Mon Jun  3 08:30:00 2019\n" + raw.replace(b"\nFrom ", b"\n>From ") + b"\n"
        for raw in (one.as_bytes(), two.as_bytes())
    )
    documents, problems = read_all(box, "news.mbox")
    assert [(found.origin.record, found.meta["title"]) for found in documents] == [
        ("one@callan.example", "Council approves bridge"),
        ("two@callan.example", "Road"),
    ]
    assert documents[1].body.startswith("From here on the road is closed.\n\nFrom June")
    assert documents[1].origin.line > documents[0].origin.line > 0
    assert not problems
    again, _ = read_all(box + b"From x Mon Jun  3 08:30:00 2019\n" + one.as_bytes(), "news.mbox")
    assert [found.origin.record for found in again][-1] == "one@callan.example~2"
    assert [found.sha256 for found in again[:2]] == [found.sha256 for found in documents]


def test_a_charset_that_cannot_be_costs_no_message() -> None:
    line = b"From x Mon Jun  3 08:30:00 2019\n"
    odd = a_message(Message_ID="<odd@x>").as_bytes().replace(b"Council approves", b"=?undefined?q?Council?= approves")
    named = a_message(Message_ID="<named@x>").as_bytes().replace(b'charset="utf-8"', b'charset="undefined"')
    documents, problems = read_all(b"\n".join((line + odd, line + named, line + a_message().as_bytes())), "a.mbox")
    assert [found.meta["title"] for found in documents] == ["Council approves bridge"] * 3
    assert not problems


def test_heads_and_styles_without_an_end_take_no_long_time() -> None:
    started = time.process_time()
    long = (
        a_message(page="<style>" * 20_000).as_bytes().replace(b"Subject: ", b"Subject: " + b"=?utf-8?q?a?= " * 50_000)
    )
    documents, _ = read_all(long, "a.eml")
    assert len(str(documents[0].meta["title"])) < 3_000
    assert time.process_time() - started < 5


def test_a_message_without_text_or_too_long_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = a_message("", Message_ID="<none@x>").as_bytes()
    line = b"From x Mon Jun  3 08:30:00 2019\n"
    documents, problems = read_all(line + empty + b"\n" + line + a_message().as_bytes(), "a.mbox")
    assert len(documents) == 1
    assert [(one.code, one.origin.line) for one in problems] == [("mail-empty", 1)]
    monkeypatch.setattr(mail, "MAX_MESSAGE_BYTES", 2_000)
    documents, problems = read_all(line + a_message("word " * 900).as_bytes() + b"\n" + line + a_message().as_bytes(), "a.mbox")  # fmt: skip
    assert (len(documents), codes(problems)) == (1, ["mail-too-large"])
    assert codes(read_all(a_message("word " * 900).as_bytes(), "a.eml")[1]) == ["mail-too-large"]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"Just words.\n\nNo head at all.\n", b"PK\x03\x04"])
def test_what_is_no_mail_is_one_problem(data: bytes) -> None:
    for name in ("a.eml", "a.mbox", "a.mht"):
        documents, problems = read_all(data, name)
        assert (documents, [one.severity for one in problems]) == ([], ["error"])


def test_a_message_of_too_many_parts_ends() -> None:
    parts = b"".join(b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" for _ in range(3_000))
    data = b"Subject: Deep\nContent-Type: multipart/mixed; boundary=x\n\n" + parts + b"--x\n\nWords of it.\n--x--\n"
    documents, problems = read_all(data, "a.eml")
    assert len(documents) + len(problems) >= 1


def test_a_page_saved_as_one_file_is_a_page_and_the_day_of_saving_no_date() -> None:
    data = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://courier.example/2019/bridge.html\r\nSubject: Bridge\r\n"
        b'Date: Tue, 9 Nov 2021 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://courier.example/2019/bridge.html\r\n\r\n"
        b"<html><head><title>Bridge</title></head><body><h1>Bridge =C3=BC</h1><p>Opened on Monday.</p></body></html>\r\n"
        b"--b\r\nContent-Type: image/jpeg\r\nContent-Location: https://courier.example/a.jpg\r\n\r\nxx\r\n--b--\r\n"
    )
    for name in ("Bridge.mht", "Bridge.mhtml"):
        ((found,), problems) = read_all(data, name)
        assert found.meta == {"url": "https://courier.example/2019/bridge.html", "redirect_from": ["/2019/bridge.html"]}
        assert (found.markup, found.origin.record, problems) == ("html", "", [])
        assert "Bridge ü" in found.body


def test_mail_in_an_archive_is_read_too() -> None:
    box = b"From x Mon Jun  3 08:30:00 2019\n" + a_message().as_bytes()
    documents, _ = read_all(zipped(**{"a.eml": a_message().as_bytes(), "b/news.mbox": box}), "mail.zip")
    assert [one.origin.record for one in documents] == ["a.eml", "b/news.mbox/one@callan.example"]


@pytest.mark.parametrize(
    ("sender", "words", "byline", "source"),
    [
        ("Fen Gazette <news@gazette.example>", WORDS, "", "Fen Gazette"),
        ("Fen Gazette <no-reply@mailer.example>", WORDS, "", "Fen Gazette"),
        ("The Fen Gazette <dot@fengazette.example>", WORDS, "", "The Fen Gazette"),
        ("Fen Gazette <dot@gazette.example>", WORDS + "\nUnsubscribe: https://gazette.example/u\n", "", "Fen Gazette"),
        ("Dot Wren <dot@gazette.example>", WORDS, "Dot Wren", ""),
        ("Dot Wren <dot.wren@pressman.example>", WORDS, "Dot Wren", ""),
    ],
)
def test_what_is_sent_to_many_comes_from_a_publication(sender: str, words: str, byline: str, source: str) -> None:
    raw = a_message(words).as_bytes().replace(b"From: Jane Doe <jane@callan.example>", f"From: {sender}".encode(), 1)
    ((found,), _) = read_all(raw, "a.eml")
    names = [one["name"] for one in found.meta.get("byline", ())]
    assert ("".join(names), found.meta.get("source", "")) == (byline, source)


@pytest.mark.parametrize(
    "said",
    [
        "This was sent to secret@reader.example.",
        "Sign off: https://callan.example/u?e=secret%40reader.example&n=1",
        "Sign off: https://callan.example/u?e=Secret@Reader.example",
        "Sign off: https://callan.example/u/c2VjcmV0QHJlYWRlci5leGFtcGxl",
    ],
)
def test_the_address_of_who_got_it_is_told_nowhere(said: str) -> None:
    plain = read_one(a_message(f"{WORDS}\n{said}\nWrite to jane@callan.example.\n"))[2]
    page = read_one(a_message("", "<html><body>" + "<p>The bridge.</p>" * 4 + f'<p><a href="{said}">x</a></p></body></html>'))[2]  # fmt: skip
    for text in (plain, page):
        assert "reader" not in text.lower() and "c2VjcmV0" not in text
    assert "jane@callan.example" in plain
    assert plain.count("\n") == f"{WORDS}\n{said}\nWrite".count("\n")
