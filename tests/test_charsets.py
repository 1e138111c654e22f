"""Pages in the encodings of their time: what they say of themselves, what their bytes say, and what was read wrong before."""

from __future__ import annotations

import pytest

from archivegen.errors import Origin
from archivegen.read.decoding import decode
from archivegen.read.html import decoded

RUSSIAN = (
    "Городской совет во вторник решил сохранить паром на остров ещё на десять лет, завершив долгий спор между жителями."
)
JAPANESE = (
    "港町の議会は火曜日、島へのフェリーをさらに十年間運航することを決め、住民の間で続いてきた長い論争に終止符を打った。"
)
SIMPLIFIED = "港湾市议会周二投票决定将岛屿渡轮再保留十年，结束了居民之间的长期争端。市长说，渡轮对岛民来说是一条路。"
TRADITIONAL = "港灣市議會週二投票決定將島嶼渡輪再保留十年，結束了居民之間的長期爭端。市長說，渡輪對島民來說是一條路。"
KOREAN = "항구시 의회는 화요일에 섬 여객선을 십 년 더 유지하기로 결정하여 주민들 사이의 오랜 논쟁을 끝냈다."
HEBREW = "מועצת העיר החליטה ביום שלישי לשמור על המעבורת לאי לעוד עשר שנים וסיימה מחלוקת ארוכה בין התושבים"
ARABIC = "قرر مجلس المدينة يوم الثلاثاء الإبقاء على العبارة إلى الجزيرة لمدة عشر سنوات أخرى منهيا بذلك خلافا طويلا"
CZECH = "Rada města v úterý rozhodla zachovat přívoz na ostrov na dalších deset let a ukončila dlouhý spor; žluťoučký kůň šel."
TURKISH = "Belediye meclisi salı günü ada feribotunu on yıl daha sürdürmeye karar verdi ve uzun tartışma sona erdi."
WESTERN = "The council’s “ferry” – Müller’s café, 5 € a day. Más allá; Año nuevo."

PAGES = [
    ("cp1252", "iso-8859-1", "en", WESTERN),
    ("cp1251", "windows-1251", "ru", RUSSIAN),
    ("koi8-r", "koi8-r", "ru", RUSSIAN),
    ("shift_jis", "x-sjis", "ja", JAPANESE),
    ("euc_jp", "x-euc-jp", "ja", JAPANESE),
    ("gb18030", "gb2312", "zh", SIMPLIFIED),
    ("big5", "big5", "zh", TRADITIONAL),
    ("euc_kr", "ks_c_5601-1987", "ko", KOREAN),
    ("iso8859-8", "iso-8859-8-i", "he", HEBREW),
    ("cp1256", "windows-1256", "ar", ARABIC),
    ("cp1250", "windows-1250", "cs", CZECH),
    ("iso8859-2", "iso-8859-2", "cs", CZECH),
    ("iso8859-9", "iso-8859-9", "tr", TURKISH),
]


def page(text: str, *, charset: str = "", language: str = "", above: str = "") -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    lang = f' lang="{language}"' if language else ""
    return f"<!DOCTYPE html><html{lang}><head>{above}{meta}</head><body><p>{text}</p><p>{text}</p></body></html>"


def read(data: bytes, charset: str = "") -> tuple[str, list[str]]:
    text, problems = decoded(data, Origin("page.html"), charset=charset)
    return text, [problem.code for problem in problems]


@pytest.mark.parametrize(("encoding", "name", "language", "text"), PAGES)
def test_a_page_is_read_as_its_meta_says_however_far_down_it_stands(
    encoding: str, name: str, language: str, text: str
) -> None:
    for above in ("", "<!-- x -->" * 900):
        assert text in read(page(text, charset=name, above=above).encode(encoding))[0]


@pytest.mark.parametrize(("encoding", "name", "language", "text"), PAGES)
def test_the_header_is_believed_before_the_page(encoding: str, name: str, language: str, text: str) -> None:
    assert text in read(page(text).encode(encoding), name)[0]


@pytest.mark.parametrize(("encoding", "name", "language", "text"), PAGES)
@pytest.mark.parametrize("said", ["", "utf-8", "iso-8859-1"])
def test_a_page_that_says_nothing_or_the_wrong_thing_is_read_by_its_bytes_and_language(
    encoding: str, name: str, language: str, text: str, said: str
) -> None:
    assert text in read(page(text, charset=said, language=language).encode(encoding))[0]


@pytest.mark.parametrize(("encoding", "text"), [("shift_jis", JAPANESE), ("euc_jp", JAPANESE), ("gb18030", SIMPLIFIED), ("big5", TRADITIONAL), ("euc_kr", KOREAN), ("cp1251", RUSSIAN)])  # fmt: skip
def test_scripts_are_told_by_their_bytes_alone(encoding: str, text: str) -> None:
    assert text in read(page(text).encode(encoding))[0]


def wrongly_read(text: str) -> str:
    """UTF-8 as a program showed it that took it for Windows-1252."""
    free = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    return "".join(chr(byte) if byte in free else bytes((byte,)).decode("cp1252") for byte in text.encode())


@pytest.mark.parametrize("text", [WESTERN, RUSSIAN])
def test_text_that_was_encoded_twice_is_mended_and_said_to_be(text: str) -> None:
    assert read(wrongly_read(page(text)).encode()) == (page(text), ["encoding-mended"])


def test_a_text_about_mojibake_is_left_alone() -> None:
    text = "They print Ã© for é, and “â€™” for an apostrophe; Ã¼ is the worst of them, they say."
    found, problems = decode(text.encode(), Origin("a.txt"))
    assert (found, [problem.code for problem in problems]) == (text, ["encoding-suspect"])


def test_a_stray_byte_in_a_page_of_one_line_leaves_the_rest_alone() -> None:
    found, problems = read(page(WESTERN).encode() + b"<p>caf\xe9</p>")
    assert WESTERN in found
    assert found.endswith("<p>café</p>")
    assert problems == ["encoding-guessed"]


def test_bytes_that_utf8_forbids_are_damage_and_no_other_encoding() -> None:
    found, problems = read("<p>Größe ".encode() + b"\xc0\xaf</p>")
    assert "Größe" in found
    assert problems == ["encoding-broken"]


@pytest.mark.parametrize(
    ("text", "told"),
    [("a\x00b", "one control character (NUL or the like) was taken out"), ("\x00a\x01", "2 control characters")],
)
def test_how_many_control_characters_were_taken_out_is_told(text: str, told: str) -> None:
    _, (problem,) = decode(f"{text} and more words than that\n".encode(), Origin("a.txt"))
    assert problem.code == "control-characters"
    assert problem.message.startswith(told)


UNDECLARED = {
    "pl": "Wczoraj wieczorem w porcie zapalił się stary magazyn. Strażacy przyjechali po dziesięciu minutach, ale dach już się zawalił.",
    "cs": "Včera večer v přístavu začal hořet starý sklad. Hasiči přijeli za deset minut, ale střecha už se zřítila, řekl ředitel.",
    "hu": "Tegnap este kigyulladt egy régi raktár a kikötőben. A tűzoltók tíz perc múlva megérkeztek, de a tető már beszakadt.",
    "ro": "Aseară, în portul oraşului a luat foc un depozit vechi. Pompierii au ajuns după zece minute, dar acoperişul căzuse deja.",
    "tr": "Dün akşam şehrin limanında eski bir depo yandı. İtfaiyeciler on dakika içinde geldi, ancak çatı çoktan çökmüştü.",
    "lt": "Vakar vakare uoste užsidegė senas sandėlis. Ugniagesiai atvyko po dešimties minučių, bet stogas jau buvo įgriuvęs.",
    "ru": "Вчера вечером в порту загорелся старый склад. Пожарные приехали через десять минут, но крыша уже рухнула.",
    "el": "Χθες το βράδυ στο λιμάνι έπιασε φωτιά μια παλιά αποθήκη. Οι πυροσβέστες έφτασαν, αλλά η στέγη είχε ήδη πέσει.",
    "de": "Gestern Abend brannte im Hafen ein altes Lagerhaus. Das Dach war schon eingestürzt, die Gründe für das Unglück prüft die Wehr.",
    "fr": "Hier soir, un vieil entrepôt a brûlé dans le port. Les pompiers sont arrivés tôt, mais le toit était déjà effondré.",
    "es": "Anoche se incendió un viejo almacén en el puerto. El señor Muñoz dijo que nadie resultó herido y que el daño no es grande.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *((code, encoding) for code in ("pl", "cs", "hu", "ro") for encoding in ("cp1250", "iso8859-2", "cp852")),
        ("tr", "cp1254"), ("lt", "cp1257"), ("el", "cp1253"),
        *(("ru", encoding) for encoding in ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac_cyrillic")),
        *((code, encoding) for code in ("de", "fr", "es") for encoding in ("cp1252", "mac_roman", "cp850")),
    ],
)  # fmt: skip
def test_a_text_that_names_no_encoding_is_read_by_its_letters_and_commonest_words(language: str, encoding: str) -> None:
    text = UNDECLARED[language]
    assert decode(text.encode(encoding), Origin("a.txt"))[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "The mayor’s\u00a0office said that the ferry is to stay for ten years, and that it was the council’s wish.",
        "Composer Dvořák and the singer Şahin came to the town in the spring, and they said that it was a joy.",
    ],
)
def test_names_and_marks_do_not_make_another_language_of_english(text: str) -> None:
    data = text.encode("cp1252", "ignore")
    assert decode(data, Origin("a.txt"))[0] == data.decode("cp1252")


def test_japanese_in_seven_bits_is_read() -> None:
    assert decode(JAPANESE.encode("iso2022_jp"), Origin("a.txt"))[0] == JAPANESE
    assert "\x1b" not in decode(b"a terminal's \x1b[31mred\x1b[0m word", Origin("a.txt"))[0]
