"""Tell the language of a text by its commonest words, or its script. Small, offline; says nothing rather than guess. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases

_SAMPLE_WORDS = 400
_FEWEST = 12
"""Words of one language that must be met, out of the sample."""
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_SCRIPTS = ((_HANGUL, "ko"), (_KANA, "ja"), (_HAN, "zh"))


def detect(lines: Sequence[Line], phrases: Phrases) -> str:
    """The code of the language of the running text among *lines*; "" where it does not show."""
    sample = " ".join(line.text[:600] for line in [line for line in lines if line.prose][:12])
    if not sample:
        sample = " ".join(line.text[:200] for line in lines[:20])
    for script, code in _SCRIPTS:
        if len(script.findall(sample[:2000])) > 0.1 * len(sample[:2000]):
            return code
    words = re.findall(r"[^\W\d_]+", sample.casefold())[:_SAMPLE_WORDS]
    counts = sorted(
        (
            (sum(1 for word in words if word in known), code)
            for code, known in phrases.words_by_language["stop"].items()
        ),
        reverse=True,
    )
    (best, code), (second, _) = counts[0], counts[1]
    return (
        code
        if best >= min(_FEWEST, 0.25 * len(words) + 1) and best >= 1.25 * second and best >= 0.12 * len(words)
        else ""
    )
