"""Writers' names out of what metadata and bylines say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archivegen.normalize.phrases import key_of

_OPENERS = (
    "story|text|article|words|report|written|posted|published|reported|author|authors|autor|autorin|auteur|escrito|publicado|geschrieben|"
    "ein artikel|ein beitrag|ein gastbeitrag|un article|interview|analysis|opinion|redaktion|redacción|redazione|gespeichert|erstellt"
)
_BY = re.compile(
    rf"^(?:(?:{_OPENERS}|author\(s\))\s*(?:by|von|par|por|di|:)?\s*[:\-–—|]?|by|von|par|por|(?:de|di|da|av|af|door)(?=\s+\S+\s+\S))\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_ONLY_BY = re.compile(
    r"^(?:(?:view|see) all (?:posts|articles|stories) (?:by|of)|(?:posts|articles|stories|beiträge) (?:by|von)|by|von|posted by|"
    r"written by|published by)\s*[:\-–—|]?\s+",
    re.IGNORECASE,
)
_POST = re.compile(
    r"^(?:unser\w*\s+)?(?:\w+\s)?(?:redakteur(?:in)?|korrespondent(?:in)?|reporter(?:in)?|mitarbeiter(?:in)?|writer|editor|correspondent)"
    r"\s+(?=(?-i:[A-ZÀ-Þ]\w+\s+[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
"""A post before the name: "our political correspondent Jane Doe"."""
_SPLIT = re.compile(
    r"\s*(?:;|\||\n|•|·|\s[–—]\s|,(?!\s*(?:Jr|Sr|MD|M\.D|PhD|Ph\.D|II|III|IV|Esq)\b)|"
    r"\s(?:&|und|et|y|e|och|og|en)\s(?=[A-ZÀ-Þ])|\bwith\b|\band\b)\s*"
)
_ADDRESS = re.compile(r"\S+(?:@|\[at\]|\(at\))\S+|https?://\S+|(?<!\w)@\w+|\bwww\.\S+")
_ROLE = re.compile(
    r"\b(?:studio|büro|hauptstadtstudio|reporter|correspondent|editor|staff|writer|journalist|columnist|contributor|contributing|chief|bureau|producer|photographer|"
    r"redakteur(?:in)?|korrespondent(?:in)?|autor(?:in)?|author|desk|team|professor|lecturer|director|fellow|analyst|in [A-Z]\w+|for the|"
    r"for cnn|special to|updated|published|posted|minutes?|hours?|ago|min read|pm|gmt|edt|utc|follow|view|profile|more|posts?|articles?|"
    r"email|twitter|facebook|linkedin|biography|bio|see all|read more|contact|share|comments?)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"\d|[<>{}=_/\\#%]|\.(?:com|org|net|de|co)\b", re.IGNORECASE)
_NOBODY = frozenset(
    "admin administrator editor editors editorial staff author authors guest web webmaster root user unknown anonymous none null undefined "
    "by n a news newsroom redaktion redaction rédaction redacción redazione team desk reporter reporters agency agencies "
    "correspondent contributor press release".split()
)
LONGEST = 60


def names_in(texts: Iterable[str], *, outlets: Iterable[str] = ()) -> tuple[str, ...]:
    """The writers named in *texts* (each a value of metadata or a printed byline), in order. *outlets* name no writer."""
    known = {key_of(outlet) for outlet in outlets if outlet}
    found: dict[str, str] = {}
    for text in texts:
        for name in _split(text):
            key = key_of(name)
            if key and key not in known and key not in found:
                found[key] = name
    return tuple(found.values())


def _split(text: str) -> Iterator[str]:
    text = _ADDRESS.sub(" ", " ".join(text.split()))
    text = _ONLY_BY.sub("", _BY.sub("", text))
    for part in _SPLIT.split(re.sub(r"\([^()]*\)", " ", text)):
        words = _POST.sub("", " ".join(_ONLY_BY.sub("", part).split()))
        name = _cased(words.strip(" .,:;|-–—/·•*"))
        if name and is_name(name):
            yield name


def is_name(text: str) -> bool:
    """Whether *text* may be a writer's name, or the name that one writes under."""
    if not 2 <= len(text) <= LONGEST or len(text.split()) > 6 or not any(c.isalpha() for c in text):
        return False
    key = key_of(text)
    if not key or all(word in _NOBODY for word in key.split()):
        return False
    words = text.split()
    if len(words) == 1:
        return not text.startswith(("http", "@")) and not _ROLE.fullmatch(text)
    return not _NO_NAME.search(text) and not _ROLE.search(text)


def names_anyone(text: str) -> bool:
    """Whether *text* says more than "staff" or "the editors"."""
    return not all(word in _NOBODY for word in key_of(text).split())


def _cased(name: str) -> str:
    """A name in capitals (or all small) in the usual way: "JANE DOE" → "Jane Doe"."""
    if " " not in name or not (name.isupper() or name.islower()) or not name.replace(" ", "").isascii():
        return name
    return (
        " ".join(word if len(word) < 2 or "." in word else word.title() for word in name.lower().split(" "))
        if name.isupper()
        else name
    )
