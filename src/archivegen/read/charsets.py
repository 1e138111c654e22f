"""Bytes that are not UTF-8 → the name of their encoding, by what letters they make. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from archivegen.patterns import late_pattern
from archivegen.read import alphabets

SAMPLE_BYTES = 65_536
_FIRST_LETTER = 0xC0
_FEW = 6
"""So few bytes beyond ASCII tell nothing of their encoding; Western is the best guess."""
_MANY = 40
_FOREIGN = 0.2
"""Finnish has many double letters, but no word of them alone."""
# Bytes that text in Windows-1252 has outside ASCII: typographic marks and Western letters.
_WESTERN = frozenset(
    b"\x80\x82\x84\x85\x8a\x8b\x8c\x8e\x91\x92\x93\x94\x95\x96\x97\x99\x9a\x9b\x9c\x9e\x9f\xa0"
) | frozenset(range(0xA1, 0x100))
# Signs that do not stand inside a word of Western text, but are letters in other encodings ("na¹li").
_SIGN_IN_WORD = re.compile(rb"[A-Za-z][\xa1\xa4\xa6\xa8\xac\xaf\xb1-\xb3\xb5\xb6\xb8\xb9\xbc-\xbe][A-Za-z]")
UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)
"""A character of more than one byte."""
_OVERLONG = re.compile(rb"[\xc0\xc1][\x80-\xbf]")
_CONTROLS = re.compile(rb"[\x80-\x9f]")
# What each language was written in before UTF-8: the Windows code page, and its rivals.
_BY_LANGUAGE = {
    "ru": ("cp1251", "koi8-r"), "uk": ("cp1251", "koi8-u"), "be": ("cp1251",), "bg": ("cp1251",), "sr": ("cp1251", "cp1250"),
    "mk": ("cp1251",), "el": ("cp1253",), "tr": ("cp1254",), "az": ("cp1254",), "he": ("cp1255",), "iw": ("cp1255",), "yi": ("cp1255",),
    "ar": ("cp1256",), "fa": ("cp1256",), "ur": ("cp1256",), "lt": ("cp1257",), "lv": ("cp1257",), "et": ("cp1257",), "vi": ("cp1258",),
    "th": ("cp874",), "cs": ("cp1250", "iso8859-2"), "sk": ("cp1250", "iso8859-2"), "pl": ("cp1250", "iso8859-2"),
    "hu": ("cp1250", "iso8859-2"), "sl": ("cp1250", "iso8859-2"), "hr": ("cp1250", "iso8859-2"), "ro": ("cp1250", "iso8859-2"),
    "bs": ("cp1250", "iso8859-2"),
}  # fmt: skip
_EAST_ASIAN = ("cp932", "euc_jp", "cp949", "gb18030", "big5hkscs")
_SAMPLED = 4000
# The commonest characters of Chinese, in both scripts.
_COMMON = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後"
    "作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因"
)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_HANGUL = late_pattern("[\uac00-\ud7a3]")
_HAN = late_pattern("[\u4e00-\u9fff]")
_STRANGE = late_pattern("[\ue000-\uf8ff\u0080-\u009f]")
_LIKELY = 0.25

Reading = Callable[[bytes], str]


def guess(data: bytes, *, language: str = "") -> tuple[str, Reading]:
    """The name of the encoding of *data*, and how to read it. *language*: what is known to be written, "" if nothing.

    Words are asked before the look of the bytes; what neither tells is Western, which is far the most common.
    """
    sample = data[:SAMPLE_BYTES]
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    found = _of_language(sample, language) if high > _FEW else ""
    found = found or (east_asian(sample) if high > _FEW else "")
    found = found or (alphabets.code_page(sample) if high > 1 else "")
    if found and found != "cp1252":
        return found, lambda raw: raw.decode(found, "replace")
    if high <= _FEW or found or is_western(sample):
        return "Windows-1252", lambda raw: raw.decode("cp1252", "replace")
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    encoding = best.encoding if best is not None else "cp1252"
    return "Windows-1252" if encoding == "cp1252" else encoding, lambda raw: raw.decode(encoding, "replace")


def is_western(data: bytes) -> bool:
    """Whether the bytes beyond ASCII stand as the accented letters and marks of Western text do."""
    sample = data[:SAMPLE_BYTES]
    only_known = all(byte in _WESTERN for byte in sample if byte > 0x7F)
    return only_known and _share_alone(sample) >= 0.5 and not _SIGN_IN_WORD.search(sample)


def _share_alone(sample: bytes) -> float:
    """How many letters beyond ASCII stand between plain ones; in other scripts they stand side by side."""
    letters = [n for n, byte in enumerate(sample) if byte >= _FIRST_LETTER]
    alone = sum(
        max(sample[n - 1 : n], default=0) < _FIRST_LETTER > max(sample[n + 1 : n + 2], default=0) for n in letters
    )
    return alone / len(letters) if letters else 1.0


def is_of_other_script(data: bytes, language: str) -> bool:
    """Whether the bytes beyond ASCII can be no Western text: *language* is written otherwise, or they stand side by side."""
    sample = data[:SAMPLE_BYTES]
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    return high > _FEW and (language in _BY_LANGUAGE or (high > _MANY and _share_alone(sample) < _FOREIGN))


def is_damaged_utf8(data: bytes) -> bool:
    """Whether *data* is UTF-8 but for bytes that no encoder of it writes (a hacker's "/", a broken tool's NUL)."""
    sample = data[:SAMPLE_BYTES]
    if not _OVERLONG.search(sample):
        return False
    try:
        _OVERLONG.sub(b"", sample).decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and error.start > SAMPLE_BYTES - 4
    return True


def mostly_utf8(line: bytes) -> bool:
    """Whether more characters of *line* are UTF-8 than bytes of it are not."""
    valid = UTF8.findall(line)
    strays = len(line) - len(line.translate(None, bytes(range(0x80, 0x100)))) - sum(map(len, valid))
    return len(valid) > strays


def east_asian(data: bytes) -> str:
    """The encoding in which *data* is Japanese, Korean or Chinese; "" if it is none of them."""
    if not data or data.isascii():
        return ""
    best, most = "", _LIKELY
    for name in _EAST_ASIAN:
        try:
            text = codecs.getincrementaldecoder(name)("strict").decode(data)
        except UnicodeDecodeError:
            continue
        score = _score(text[: 16 * _SAMPLED], name)
        if score > most:
            best, most = name, score
    return best


def _score(text: str, name: str) -> float:
    """How much *text* reads as the language that *name* was made for; 1 is a usual page."""
    beyond = [char for char in text if char > "\x7f"][:_SAMPLED]
    if not beyond:
        return 0.0
    joined = "".join(beyond)
    count = len(joined)
    strange = len(_STRANGE.findall(joined)) + len(_HALF_KANA.findall(joined))
    han = len(_HAN.findall(joined))
    if name in ("cp932", "euc_jp"):
        kana = len(_KANA.findall(joined))
        good = min(1.0, 3.0 * kana / count) if kana + han >= 0.7 * count else 0.0
    elif name == "cp949":
        hangul = len(_HANGUL.findall(joined))
        good = hangul / count if hangul >= 0.8 * (hangul + han) and count > _FEW else 0.0
    else:
        common = sum(char in _COMMON for char in beyond)
        good = min(1.0, 4.0 * common / count) if han >= 0.7 * count else 0.0
    return good - 4.0 * strange / count


def _of_language(sample: bytes, language: str) -> str:
    """The one of the encodings of *language* that gives the most usual letters; "" where none is known, or UTF-8 would do."""
    names = _BY_LANGUAGE.get(language, ())
    if names == ("cp1250", "iso8859-2"):
        return names[0] if _CONTROLS.search(sample) else names[1]
    best, most = "", 0
    for name in names:
        text = sample.decode(name, "replace")
        usual = sum(char.islower() for char in text if char > "\x7f") - 3 * text.count("\ufffd")
        others = sum(char.isalpha() and char.lower() == char.upper() for char in text if char > "\x7f")
        if usual + others > most:
            best, most = name, usual + others
    return best
