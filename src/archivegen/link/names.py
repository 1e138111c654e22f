"""Compare and sort names: what is one name in two spellings, and under which word it is filed. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from archivegen.model import EntityKind

_NOT_WORD: Final = re.compile(r"[\W_]+")
_SILENT: Final = str.maketrans("", "", "'’.ʼ")
_LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe"})
_COMPANY: Final = frozenset("inc incorporated ltd limited corp corporation co company llc llp plc gmbh ag sa".split())
_SPELLINGS: Final = {
    "organisation": "organization",
    "organisations": "organizations",
    "centre": "center",
    "defence": "defense",
    "programme": "program",
    "theatre": "theater",
    "harbour": "harbor",
    "dept": "department",
    "univ": "university",
    "intl": "international",
    "natl": "national",
    "saint": "st",
    "us": "united states",
    "uk": "united kingdom",
    "un": "united nations",
    "eu": "european union",
}
_COUNTRIES: Final = (
    ("united states ", "united states"), ("us ", "united states"), ("united kingdom ", "united kingdom"), ("uk ", "united kingdom"),
    ("british ", "united kingdom"), ("australian ", "australia"), ("canadian ", "canada"), ("chinese ", "china"), ("french ", "france"),
    ("german ", "germany"), ("indian ", "india"), ("irish ", "ireland"), ("israeli ", "israel"), ("japanese ", "japan"),
    ("russian ", "russia"), ("south korean ", "south korea"), ("ukrainian ", "ukraine"),
)  # fmt: skip
"""What a country's institution is called by before its own name, and the country."""
# Romanisations of one name: Zelensky/Zelenskyy, Sergei/Sergey, Mohammed/Muhammad, Tchaikovsky/Chaikovskii.
_ROMANISATIONS: Final = (
    (re.compile(r"iy|ij|yy|ii|ey|ei|y|j"), "i"),
    (re.compile(r"tch|tsch|cz"), "ch"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"w"), "v"),
    (re.compile(r"mo?u?ha?m+[ae]d"), "muhamad"),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile(r"ie|i[ei]"), "i"),
)
_PARTICLES: Final = frozenset(
    "al bin da dal de del della den der di do dos du el ibn la le ten ter van von zu zum zur".split()
)
_SUFFIXES: Final = frozenset(("Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"))
_FAMILY_FIRST: Final = frozenset(
    "Kim Lee Park Choi Jung Jeong Cho Kang Yoon Yun Jang Lim Moon Ban Roh Noh Xi Li Wang Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu "
    "Zhu Gao Lin He Guo Ma Luo Mao Deng Wen Jiang Nguyen Nguyễn Tran Trần Pham Phạm Vo Võ Dang Đặng Bui Bùi Do Đỗ Ngo Ngô Tsai Lai".split()
)
_ONE_GIVEN: Final = frozenset("Xi Mao Deng Wen Jiang Zhou Hu Zhang Wang Liu Huang Zhao Xu".split())


@lru_cache(maxsize=1 << 18)
def fold(name: str) -> str:
    """*name* for comparing: no case, accents, marks, leading "the"; words divided by one space."""
    if name.isascii():
        bare = name.translate(_SILENT).lower()
    else:
        decomposed = unicodedata.normalize("NFKD", name.translate(_SILENT).casefold().translate(_LETTERS))
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = _NOT_WORD.sub(" ", bare).strip()
    return words.removeprefix("the ") or words or name.casefold()


@lru_cache(maxsize=1 << 18)
def loose(folded: str, kind: EntityKind) -> str:
    """A key that two spellings of one name share: romanisations of a person's, forms and spellings of an organization's."""
    if kind == "person":
        if " " not in folded:
            return folded
        for pattern, plain in _ROMANISATIONS:
            folded = pattern.sub(plain, folded)
        return folded
    words = [_SPELLINGS.get(word, word) for word in folded.split(" ")]
    while len(words) > 1 and words[-1] in _COMPANY:
        words.pop()
    return " ".join(word for word in words if word not in ("and", "of", "the", "for")) or folded


def national(folded: Collection[str]) -> dict[str, dict[str, str]]:
    """By name without its country, where it stands among *folded* too: full name by country.

    "department of energy" → {"united states": "united states department of energy"}; one word is nobody's name ("senate").
    """
    found: dict[str, dict[str, str]] = {}
    for name in sorted(folded):
        for prefix, country in _COUNTRIES:
            bare = name.removeprefix(prefix)
            if bare != name and " " in bare and bare in folded:
                found.setdefault(bare, {}).setdefault(country, name)
    return found


def without_country(folded: str) -> str:
    """ "us environmental protection agency" without the country that such names are written with or without."""
    for prefix in ("us ", "united states ", "uk "):
        if folded.startswith(prefix):
            return folded.removeprefix(prefix)
    return folded


def without_middle(folded: str) -> str:
    """ "john f kennedy" → "john kennedy"; a name of two words or with a particle as it is."""
    words = folded.split(" ")
    if len(words) != 3 or words[1] in _PARTICLES or len(words[0]) < 2:
        return folded
    return f"{words[0]} {words[2]}"


def sort_name(name: str, kind: EntityKind) -> str:
    """ "Putin, Vladimir"; "de la Cruz, Juan"; "Kim Jong Un" as it stands; "Epoch Times, The"."""
    words = name.split(" ")
    if kind != "person":
        return f"{' '.join(words[1:])}, {words[0]}" if words[0] in ("The", "A") and len(words) > 1 else name
    suffix = f" {words.pop()}" if words[-1] in _SUFFIXES and len(words) > 2 else ""
    if len(words) == 1 or family_first(words):
        return name
    last = len(words) - 1
    while last > 1 and words[last - 1] in _PARTICLES:
        last -= 1
    return f"{' '.join(words[last:])}, {' '.join(words[:last])}{suffix}"


def family_first(words: Sequence[str]) -> bool:
    """The family name stands first: "Kim Jong Un", "Cho Koo-rae", "Xi Jinping"."""
    if words[0] not in _FAMILY_FIRST:
        return False
    if len(words) == 2:
        return "-" in words[1] or words[0] in _ONE_GIVEN
    return len(words) == 3
