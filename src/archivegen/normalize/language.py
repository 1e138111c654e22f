"""Tell the language of a text by its commonest words, or its script. Small, offline; says nothing rather than guess. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases, unmarked
from archivegen.patterns import late_pattern

_SAMPLE_WORDS = 250
_FEWEST = 12
"""Words of one language that must be met, out of the sample; of a short text in proportion."""
_SMALLEST_SHARE = 0.14
"""Of the words of running text."""
_CLEAR = 1.3
"""How often the best must outweigh the next one."""
_LETTERS = re.compile(r"[^\W\d_]+")
_ONLY_LETTERS = {n: chr(n).lower() if chr(n).isalpha() else " " for n in range(128)}
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = late_pattern(r"[\u4e00-\u9fff]")
_SCRIPTS = (
    (late_pattern(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0980-\u09ff]"), "bn"),
    (re.compile(r"[\u0a00-\u0a7f]"), "pa"),
    (re.compile(r"[\u0a80-\u0aff]"), "gu"),
    (re.compile(r"[\u0b80-\u0bff]"), "ta"),
    (re.compile(r"[\u0c00-\u0c7f]"), "te"),
    (re.compile(r"[\u0c80-\u0cff]"), "kn"),
    (re.compile(r"[\u0d00-\u0d7f]"), "ml"),
    (re.compile(r"[\u0d80-\u0dff]"), "si"),
    (re.compile(r"[\u0e80-\u0eff]"), "lo"),
    (re.compile(r"[\u1000-\u109f]"), "my"),
    (re.compile(r"[\u1200-\u137f]"), "am"),
    (re.compile(r"[\u1780-\u17ff]"), "km"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u10a0-\u10ff]"), "ka"),
    (re.compile(r"[\u0530-\u058f]"), "hy"),
)
"""Scripts that one language has for itself, as far as newspapers go."""

_OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff\u0530-\u05ff\u0900-\u1fff\u3040-\ud7af]")
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_HINDI = re.compile(r"(?<!\S)(?:है|हैं|में|और|नहीं|था|थे)(?!\w)")
_LETTERS_BY_LANGUAGE = {
    "ru": "ыэё", "ar": "ةأإ", "be": "ўыэёі", "kk": "әғқңөұүһыэі", "bg": "ъ", "uk": "їєґі", "sr": "јљњђћ",
    "mk": "јљњѓќѕ", "fa": "پچژگ", "ur": "ٹڈڑےگ", "pl": "łąężźść", "cs": "ěřůťď", "sk": "ľĺŕťď", "hu": "őű",
    "tr": "ğşı", "ro": "ățșţ", "es": "ñ", "gl": "ñ", "pt": "ãõç", "de": "ßäü", "sv": "åä", "da": "åæø",
    "nb": "åæø", "fi": "ä", "et": "äõü", "is": "ðþæ", "lv": "āēīūļņķģ", "lt": "ėįųūšž", "sl": "šžč",
    "hr": "šžčćđ", "fr": "èêçœ", "it": "èòù", "ca": "çèò", "sq": "ëç", "vi": "ơưđạộếềệ",
}  # fmt: skip
"""Letters that few languages have; a word that has one speaks for these."""


@cache
def _letters() -> Mapping[str, tuple[str, ...]]:
    """The languages that have each of those letters."""
    letters = sorted(set("".join(_LETTERS_BY_LANGUAGE.values())))
    return {letter: tuple(code for code, own in _LETTERS_BY_LANGUAGE.items() if letter in own) for letter in letters}


@cache
def _words() -> Mapping[str, Mapping[str, float]]:
    """By word and language: how much the word tells. A word of n languages tells 1/n for each."""
    table = files("archivegen.normalize").joinpath("languages.txt").read_text(encoding="utf-8")
    rows = [line.split(":", 1) for line in table.splitlines() if ":" in line and not line.startswith("#")]
    codes_by_word: dict[str, list[str]] = {}
    for code, words in rows:
        for word in dict.fromkeys(words.casefold().split()):
            codes_by_word.setdefault(word, []).append(code)
    return {word: dict.fromkeys(codes, 1.0 / len(codes)) for word, codes in codes_by_word.items()}


_SHARED_SCRIPTS = ((re.compile(r"[\u0400-\u04ff]"), "ru"), (re.compile(r"[\u0600-\u06ff]"), "ar"))
"""Scripts of several languages, and the one that is written most in each: what a text too short to tell is read as."""


def detect_text(text: str, phrases: Phrases) -> str:
    """The code of the language of *text*, running prose; "" where it does not show."""
    sample = text[: _SAMPLE_WORDS * 6]
    words = _words_in(sample)[:_SAMPLE_WORDS]
    return _by_script(sample) or _by_words(words) or _by_shared_script(words)


def detect(lines: Sequence[Line], phrases: Phrases) -> str:
    """The code of the language of the running text among *lines*; "" where it does not show."""
    prose = [line for line in lines if line.prose][:12]
    sample = " ".join(line.text[:600] for line in prose) or " ".join(line.text[:200] for line in lines[:20])
    script = _by_script(sample)
    if script:
        return script
    words: list[str] = []
    for line in lines:
        if line.prose:
            words += line.key.split() if line.key and line.text.isascii() else _words_in(line.text[:600])
            if len(words) >= _SAMPLE_WORDS:
                break
    words = (words or _words_in(sample))[:_SAMPLE_WORDS]
    return _by_words(words) or _by_shared_script(words)


def _words_in(text: str) -> list[str]:
    """Its words of letters, in lower case."""
    plain = unmarked(text)
    return plain.translate(_ONLY_LETTERS).split() if plain.isascii() else _LETTERS.findall(plain.casefold())


def _by_script(sample: str) -> str:
    if sample.isascii():
        return ""
    head = sample[:1000]
    if not _OTHER_SCRIPT.search(head):
        return ""
    han, kana = len(_HAN.findall(head)), len(_KANA.findall(head))
    if han + kana > 0.2 * len(head):
        return "ja" if kana > 0.05 * han else "zh"
    if len(_DEVANAGARI.findall(head)) > 0.2 * len(head):
        return "hi" if _HINDI.search(head) else ""
    return next((code for script, code in _SCRIPTS if len(script.findall(head)) > 0.2 * len(head)), "")


def _spoken_by_letters(word: str, known: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[str, float]]:
    """The languages for which a letter of *word* speaks, and how much; none for a word that speaks by itself."""
    if word in known:
        return
    codes = next((codes for letter in word if (codes := _letters().get(letter))), ())
    for code in codes:
        yield code, 0.5 / len(codes)


def _by_words(words: Sequence[str]) -> str:
    """The language whose words stand there most, where they are enough and no neighbor comes close.

    Letters that only some languages have are asked where the words do not tell.
    """
    weights = _words()
    score: defaultdict[str, float] = defaultdict(float)
    met: defaultdict[str, int] = defaultdict(int)
    for word, count in Counter(words).items():
        told = weights.get(word)
        if told is not None:
            often = min(count, 12)
            for code, weight in told.items():
                score[code] += weight * often
                met[code] += count
    code = _clear(score, met, len(words))
    if code:
        return code
    for word in dict.fromkeys(words):
        if not word.isascii():
            for code, weight in _spoken_by_letters(word, weights):
                score[code] += weight
                met[code] += 1
    return _clear(score, met, len(words))


def _by_shared_script(words: Sequence[str]) -> str:
    """The commonest language of the script of *words*, where none of them has a letter of another; else ""."""
    text = "".join(words)
    for script, code in () if text.isascii() else _SHARED_SCRIPTS:
        if len(script.findall(text)) > 0.5 * len(text):
            foreign = any(code not in codes for letter in set(text) if (codes := _letters().get(letter)))
            return "" if foreign else code
    return ""


def _clear(score: Mapping[str, float], met: Mapping[str, int], count: int) -> str:
    """The best of *score*, if enough of its words were *met* among *count* and it is far ahead; else ""."""
    if not score:
        return ""
    ranked = sorted(score.items(), key=lambda item: (-item[1], item[0]))[:2]
    code, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    enough = met[code] >= min(_FEWEST, 0.15 * count + 1) and met[code] >= _SMALLEST_SHARE * count
    return code if enough and best >= _CLEAR * second else ""
