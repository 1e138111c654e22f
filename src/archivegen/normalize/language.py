"""Tell the language of a text by its commonest words, or its script. Small, offline; says nothing rather than guess. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases

_SAMPLE_WORDS = 400
_FEWEST = 12
"""Words of one language that must be met, out of the sample."""
_LETTERS = re.compile(r"[^\W\d_]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_SCRIPTS = (
    (_HANGUL, "ko"),
    (_KANA, "ja"),
    (_HAN, "zh"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
)
"""Scripts that one language has (nearly) for itself, the rarer first."""


def detect_text(text: str, phrases: Phrases) -> str:
    """The code of the language of *text*, running prose; "" where it does not show."""
    sample = text[: _SAMPLE_WORDS * 6]
    return _by_script(sample) or _by_words(_LETTERS.findall(sample.casefold())[:_SAMPLE_WORDS], sample, phrases)


def detect(lines: Sequence[Line], phrases: Phrases) -> str:
    """The code of the language of the running text among *lines*; "" where it does not show."""
    sample = " ".join(line.text[:600] for line in [line for line in lines if line.prose][:12])
    if not sample:
        sample = " ".join(line.text[:200] for line in lines[:20])
    script = _by_script(sample)
    if script:
        return script
    words: list[str] = []
    for line in lines:
        if line.prose and len(words) < _SAMPLE_WORDS:
            words += line.key.split() if line.key else _LETTERS.findall(line.text[:600].casefold())
    return _by_words(words or _LETTERS.findall(sample.casefold())[:_SAMPLE_WORDS], sample, phrases)


def _by_script(sample: str) -> str:
    for script, code in () if sample.isascii() else _SCRIPTS:
        if len(script.findall(sample[:2000])) > 0.2 * len(sample[:2000]):
            return code
    return ""


def _by_words(words: Sequence[str], sample: str, phrases: Phrases) -> str:
    counts = Counter(words)
    ranked = sorted(
        (
            (sum(map(counts.__getitem__, known & counts.keys())), code)
            for code, known in phrases.words_by_language["stop"].items()
        ),
        reverse=True,
    )
    (best, code), (second, _) = ranked[0], ranked[1]
    is_clear = best >= min(_FEWEST, 0.25 * len(words) + 1) and best >= 1.25 * second and best >= 0.12 * len(words)
    return code if is_clear else _by_letters(sample)


def _by_letters(sample: str) -> str:
    """The commonest language of a script that several share, unless letters of another one stand there."""
    for script, foreign, code in ((_CYRILLIC, "іїєґў", "ru"), (_ARABIC, "پچژگ", "ar")):
        if len(script.findall(sample[:2000])) > 0.5 * len(sample[:2000].replace(" ", "")):
            return "" if any(letter in sample for letter in foreign) else code
    return ""


_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
