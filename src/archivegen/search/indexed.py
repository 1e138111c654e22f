"""The text of an article → the page that is indexed in its place. Pure.

Its words are those of the sentences, in order, so that the number of a word leads back to its sentence: static/search.js counts
them in the same way on the article's own page.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from archivegen.model import Text

INVISIBLE = "\u00ad\u200b\u2060\ufeff"
"""Signs that part no words."""
UNSPACED = (
    "\u0e00-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e50-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec7\u0ed0-\u0eff"  # Thai, Lao
    "\u1000-\u102a\u103f-\u1055\u1780-\u17b3"  # Burmese, Khmer
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3041-\u3096\u309d-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"  # Chinese, Japanese
)
"""Letters of scripts that put no blanks between words: each is a word of its own, and a search for several one for a phrase."""
MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4f\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecf\u102b-\u103e\u1056-\u109f\u17b4-\u17d3\u3099\u309a\ufe00-\ufe0f"
"""What stands on such a letter."""
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_UNSPACED = re.compile(f"[{UNSPACED}][{MARKS}]*")
_FIRST_UNSPACED = "\u0e00"


def page_of(text: Text) -> str:
    """HTML whose words are those of *text*; the headline's weigh more. "" if it has none."""
    if not any(map(str.isalnum, text.text)):
        return ""
    told = [words_of(text.text[span.start : span.end]) for span in text.sentences]
    has_headline = bool(text.blocks) and text.blocks[0].kind == "title" and bool(told)
    headline = f"<h1>{_escaped(told[0])}</h1>\n" if has_headline else ""
    rest = _escaped(" ".join(told[1:] if has_headline else told))
    return f"{headline}<p>{rest}</p>" if headline or rest else ""


def words_of(sentence: str) -> str:
    """*sentence* with one blank between two words."""
    if not sentence.isascii():
        sentence = _INVISIBLE.sub("", sentence)
        if max(sentence, default="") >= _FIRST_UNSPACED:
            sentence = _UNSPACED.sub(r" \g<0> ", sentence)
    return " ".join(sentence.split())


def digest_of(page: str) -> str:
    return blake2b(page.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
