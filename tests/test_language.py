"""The language of a text, by its words, letters and script: the ones it must know, their neighbors, and when to say nothing."""

from __future__ import annotations

import pytest

from archivegen.normalize.language import detect_text
from archivegen.normalize.phrases import phrases

SENTENCES = {
    "en": "Police said three people were hurt when a bus left the road near the old mill.",
    "de": "Die Polizei teilte mit, dass drei Menschen verletzt wurden.",
    "fr": "La police a annoncé que trois personnes ont été blessées dans un accident.",
    "es": "La policía dijo que tres personas resultaron heridas cuando un autobús se salió de la carretera.",
    "pt": "A polícia disse que três pessoas ficaram feridas quando um ônibus saiu da estrada perto do velho moinho.",
    "it": "La polizia ha detto che tre persone sono rimaste ferite quando un autobus è uscito di strada.",
    "ru": "Полиция сообщила, что три человека пострадали, когда автобус съехал с дороги.",
    "ar": "قالت الشرطة إن ثلاثة أشخاص أصيبوا بعد أن خرجت حافلة عن الطريق في المدينة",
    "zh": "警方表示，一辆公共汽车驶离道路，造成三人受伤。",
    "ja": "警察によると、バスが道路を外れ、三人がけがをした。",
    "ko": "경찰은 버스가 도로를 벗어나 세 명이 다쳤다고 밝혔다.",
    "nl": "De politie zei dat drie mensen gewond raakten toen een bus van de weg raakte bij de oude molen.",
    "sv": "Polisen säger att tre personer skadades när en buss körde av vägen vid den gamla kvarnen.",
    "da": "Politiet oplyser, at tre personer blev såret, da en bus kørte af vejen ved den gamle mølle.",
    "nb": "Politiet sier at tre personer ble skadet da en buss kjørte av veien ved den gamle mølla.",
    "pl": "Policja poinformowała, że trzy osoby zostały ranne, gdy autobus zjechał z drogi w pobliżu starego młyna.",
    "cs": "Policie uvedla, že tři lidé byli zraněni, když autobus sjel ze silnice u starého mlýna.",
    "sk": "Polícia uviedla, že traja ľudia boli zranení, keď autobus zišiel z cesty pri starom mlyne.",
    "uk": "Поліція повідомила, що троє людей постраждали, коли автобус з'їхав з дороги біля старого млина.",
    "bg": "Полицията съобщи, че трима души са пострадали, след като автобус е излязъл от пътя.",
    "ca": "La policia va dir que tres persones van resultar ferides quan un autobús va sortir de la carretera.",
    "ro": "Poliția a declarat că trei persoane au fost rănite după ce un autobuz a ieșit de pe drum.",
    "tr": "Polis, bir otobüsün yoldan çıkması sonucu üç kişinin yaralandığını ve tedavi için hastaneye kaldırıldığını söyledi.",
    "hu": "A rendőrség közölte, hogy három ember megsérült, amikor egy busz letért az útról.",
    "el": "Η αστυνομία είπε ότι τρία άτομα τραυματίστηκαν όταν ένα λεωφορείο βγήκε από τον δρόμο.",
    "fa": "پلیس گفت که سه نفر در پی خروج اتوبوس از جاده در نزدیکی شهر مجروح شدند و این را اعلام کرد",
    "fi": "Poliisin mukaan kolme ihmistä loukkaantui, kun bussi suistui tieltä vanhan myllyn lähellä.",
    "id": "Polisi mengatakan bahwa tiga orang terluka ketika sebuah bus keluar dari jalan di dekat kincir tua itu.",
    "sr": "Полиција је саопштила да су три особе повређене када је аутобус слетео с пута код старе воденице.",
    "bn": "পুলিশ জানিয়েছে, পুরোনো কলের কাছে একটি বাস রাস্তা থেকে ছিটকে পড়লে তিনজন আহত হয়েছেন।",
    "hi": "पुलिस ने कहा कि एक बस के सड़क से उतरने से तीन लोग घायल हो गए हैं।",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_one_sentence_shows_its_language(code: str) -> None:
    assert detect_text(SENTENCES[code], phrases()) == code


@pytest.mark.parametrize("code", SENTENCES)
def test_half_a_sentence_shows_its_language_or_none(code: str) -> None:
    words = SENTENCES[code].split()
    assert detect_text(" ".join(words[: len(words) // 2]), phrases()) in {code, ""}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Council votes to keep ferry",
        "Manchester United 2 Arsenal 1",
        "Lorem ipsum dolor sit amet consectetur adipiscing elit",
        "12 345 678",
    ],
)
def test_what_shows_no_language_is_not_guessed(text: str) -> None:
    assert detect_text(text, phrases()) == ""


def test_a_few_kana_tell_japanese_from_chinese() -> None:
    assert detect_text("東京都知事選、現職が再選。投票率六割", phrases()) == "ja"


def test_words_quoted_from_another_language_do_not_turn_the_text() -> None:
    text = f"{SENTENCES['en']} “La police a annoncé que trois personnes ont été blessées”, a newspaper wrote. It was the third time that a bus had left the road there."
    assert detect_text(text, phrases()) == "en"
