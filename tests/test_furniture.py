"""Last paragraphs, agencies' signs and the heads and feet of mails: what stays in a text and what goes."""

from __future__ import annotations

import pytest

from archivegen.errors import Origin
from archivegen.model import Article, Document, Figure
from archivegen.normalize import normalize

STORY = """Ferry fares rise

By Ruth Okafor
12 May 2021

The harbor board voted on Monday to raise the fares of the island ferry by a tenth, the first rise in six years.

Islanders who filled the hall said that they had not been asked, and that many of them cross the sound every day.
"""
LAST = "“We pay twice,” said Olga Brandt."


def article(body: str, **meta: str) -> Article:
    document = Document(origin=Origin("seeds/a.txt"), meta=dict(meta), body=body, sha256="0" * 64)
    return normalize(document, id="a", language="en")


def texts(found: Article) -> list[str]:
    return [block.text for block in found.blocks]


# ---------------------------------------------------------------- the last paragraph


@pytest.mark.parametrize(
    "link", ["Read more: Why ferries cost so much", "Related: Ten years of ferries", "Advertisement"]
)
@pytest.mark.parametrize(
    "heading", ["Most viewed\n1. Dog swims sound", "You may also like", "Comments\n\nJoe\nI agree."]
)
def test_a_short_last_paragraph_behind_one_link_is_the_storys(link: str, heading: str) -> None:
    assert texts(article(f"{STORY}\n{link}\n\n{LAST}\n\n{heading}\n"))[-1] == LAST


@pytest.mark.parametrize("teaser", ["Boats sink.", "Sign up to our newsletter and follow us."])
def test_a_teaser_right_under_its_link_and_a_call_to_readers_are_not(teaser: str) -> None:
    gap = "\n" if "our" in teaser else ""
    found = texts(article(f"{STORY}\nRead more: Why boats sink\n{gap}{teaser}\n\nMost viewed\n1. Dog swims sound\n"))
    assert teaser not in found


# ---------------------------------------------------------------- agencies


@pytest.mark.parametrize("sign", ["(ro/PA)", "(dpa)", "(AFP)", "(dpa/ro)"])
@pytest.mark.parametrize("below", ["", "You may also like\n", "Read more: Why boats sink\n"])
def test_a_sign_behind_the_last_sentence_is_of_the_story(sign: str, below: str) -> None:
    last = f"On 5 June 2021 the board will hear the islanders again. {sign}"
    found = article(f"{STORY}\n{last}\n\n{below}")
    assert texts(found)[-1] == last
    assert not any(isinstance(block, Figure) for block in found.blocks)


@pytest.mark.parametrize(
    "agency", ["Agence France-Presse (AFP)", "the Associated Press (AP)", "Press Association (PA)"]
)
def test_the_short_form_of_an_agency_behind_its_name_is_no_credit(agency: str) -> None:
    told = f"The captain retired on Friday in Port Callan, his daughter told {agency}."
    found = article(STORY.replace("The harbor board", f"{told}\n\nThe harbor board"))
    assert told in texts(found)
    assert not any(isinstance(block, Figure) for block in found.blocks)


@pytest.mark.parametrize("credit", ["(Jane Doe/AFP)", "(AP)", "(Photo by Jane Doe)", "(AFP via Getty Images)"])
def test_a_credit_in_brackets_in_the_midst_of_a_story_still_tells_a_caption(credit: str) -> None:
    caption = f"The ferry Heron leaves the pier of Port Callan in the rain. {credit}"
    found = article(STORY.replace("Islanders who", f"{caption}\n\nIslanders who"))
    assert [block.text for block in found.blocks if isinstance(block, Figure)] == [caption]


@pytest.mark.parametrize("credit", ["JANE DOE / THE SOUND COURIER", "JANE A. DOE/ÉCHO DE L’ÎLE"])
def test_a_name_and_a_house_in_capitals_are_a_credit(credit: str) -> None:
    caption = f"The ferry Heron at the pier of Port Callan, on 3 May 2021. {credit}"
    found = article(STORY.replace("The harbor board", f"{caption}\n\nThe harbor board"))
    figures = [block for block in found.blocks if isinstance(block, Figure)]
    assert [(block.text, block.credit) for block in figures] == [(caption, credit)]
    assert not found.dek


# ---------------------------------------------------------------- mails


HEADS = ["View this email in your browser: https://sound.example/n/7", "Im Browser ansehen", "Voir dans le navigateur"]
FEET = [
    "You are receiving this email because you signed up at sound.example.",
    "Unsubscribe: https://sound.example/u?e=ann@mail.example",
    "Unsubscribe | Manage preferences",
    "Manage your preferences",
    "Sie erhalten diesen Newsletter, weil Sie sich auf sound.example angemeldet haben.",
    "Abmelden: https://sound.example/u?email=ann%40mail.example",
    "Vous recevez cet e-mail parce que vous êtes inscrit à notre lettre.",
    "Pour vous désabonner, cliquez ici.",
    "Recibe este correo porque se suscribió en sound.example.",
    "Darse de baja",
    "U ontvangt deze e-mail omdat u zich hebt aangemeld.",
    "Вы получили это письмо, потому что подписаны на рассылку.",
    "您收到此邮件是因为您订阅了我们的新闻",
    "https://sound.example/c?id=4&who=ann.lee@mail.example",
]


@pytest.mark.parametrize("line", HEADS)
def test_what_opens_a_mail_to_readers_goes(line: str) -> None:
    assert line not in texts(article(f"{line}\n\n{STORY}"))


@pytest.mark.parametrize("line", FEET)
def test_what_ends_a_mail_to_readers_goes(line: str) -> None:
    found = article(f"{STORY}\n{line}\n")
    assert line not in texts(found)
    assert "ann" not in "".join(texts(found)).split()


@pytest.mark.parametrize(
    "line", ["Unsubscribe: how to leave a list", "To leave, write to the board at board@sound.example."]
)
def test_words_of_mails_in_a_story_stay(line: str) -> None:
    assert line in texts(article(STORY.replace("Islanders who", f"{line}\n\nIslanders who")))


@pytest.mark.parametrize(
    "line",
    [
        "Sign up to the Morning Tide newsletter for free: your daily guide to the harbor and the sound, sent to your phone every day.",
        "Inscrivez-vous gratuitement à notre newsletter du matin : l’essentiel de la journée dans votre boîte aux lettres, tous les jours.",
    ],
)  # fmt: skip
def test_an_offer_of_a_letter_goes_though_it_is_a_whole_sentence(line: str) -> None:
    assert line not in texts(article(f"{STORY}\n{line}\n"))
    assert line not in texts(article(STORY.replace("Islanders who", f"{line}\n\nIslanders who")))
