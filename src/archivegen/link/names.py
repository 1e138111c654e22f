"""Compare and sort names: what is one name in two spellings, and under which word it is filed. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from archivegen.model import EntityKind
from archivegen.patterns import late_pattern

_NOT_WORD: Final = late_pattern(r"[\W_]+")
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
    (late_pattern(r"iy|ij|yy|ii|ey|ei|y|j"), "i"),
    (late_pattern(r"tch|tsch|cz"), "ch"),
    (late_pattern(r"kh"), "h"),
    (late_pattern(r"ck|q"), "k"),
    (late_pattern(r"x"), "ks"),
    (late_pattern(r"ph"), "f"),
    (late_pattern(r"ou|oo"), "u"),
    (late_pattern(r"w"), "v"),
    (late_pattern(r"mo?u?ha?m+[ae]d"), "muhamad"),
    (late_pattern(r"([^\W\d_])\1"), r"\1"),
    (late_pattern(r"ie|i[ei]"), "i"),
)
_ONE_NAME: Final = {
    "gadhafi": "gadafi", "kadafi": "gadafi", "kadhafi": "gadafi", "gathafi": "gadafi", "kathafi": "gadafi", "moamar": "muamar",
    "husain": "husin", "hosin": "husin", "hosain": "husin", "usama": "osama", "ladin": "laden", "abdel": "abdul", "ibn": "bin",
    "iasir": "iaser", "aleksandr": "aleksander", "dimitri": "dmitri",
}  # fmt: skip
"""One name by its other forms in Latin letters, where no rule of letters leads from one to the other (as those rules leave them)."""
_PARTICLES: Final = frozenset(
    "al bin da dal de del della den der di do dos du el ibn la le ten ter van von zu zum zur".split()
)
_SUFFIXES: Final = frozenset(("Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"))
_FOLDED_SUFFIXES: Final = frozenset("jr sr ii iii iv".split())
_ARABIC: Final = late_pattern("[\u0600-\u06ff]")
_REGNAL: Final = late_pattern("[IVX]+")
"""Of a king or a pope, who has no family name to be filed under."""
_NUMERAL: Final = late_pattern(r"[ivx]+|\d+")
_ARTICLES: Final = frozenset(("al", "el"))
"""Written before an Arabic family name or not: "Bashar al-Assad", "Assad"."""
_FAMILY_FIRST: Final = frozenset(
    "kim lee park choi jung jeong cho kang yoon yun jang lim moon ban roh noh xi li wang zhang liu chen yang zhao huang zhou wu xu sun hu "
    "zhu gao lin he guo ma luo mao deng wen jiang nguyen tran pham vo dang bui do ngo tsai lai".split()
)
_ONE_GIVEN: Final = frozenset("xi mao deng wen jiang zhou hu zhang wang liu huang zhao xu".split())
_SYLLABLE: Final = late_pattern(r"[b-df-hj-np-tv-xz]{0,3}[aeiouyw]{1,4}(?:ch|ng|nh|[hklmnprt])?")
"""One of Chinese, Korean or Vietnamese in Latin letters: "Jong", "Yew"; not "Harvey"."""


class Person(NamedTuple):
    """A person's name by its parts, spelled as loose() leaves them; particles stand with the family name."""

    given: tuple[str, ...]
    family: str
    suffix: str = ""
    """"jr", "ii"."""

    def is_full(self) -> bool:
        """Whether a given name is spelled out."""
        return any(len(word) > 1 for word in self.given)


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """*name* for comparing: no case, accents, marks, leading "the"; words divided by one space."""
    if name.isascii():
        bare = name.translate(_SILENT).lower()
    else:
        decomposed = unicodedata.normalize("NFKD", name.translate(_SILENT).casefold().translate(_LETTERS))
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = _NOT_WORD.sub(" ", bare).strip()
    return words.removeprefix("the ") or words or name.casefold()


@lru_cache(maxsize=1 << 14)
def loose(folded: str, kind: EntityKind) -> str:
    """A key that two spellings of one name share: romanisations of a person's, forms and spellings of an organization's."""
    if kind == "person":
        return folded if " " not in folded else _romanised(folded)
    words = [_SPELLINGS.get(word, word) for word in folded.split(" ")]
    while len(words) > 1 and words[-1] in _COMPANY:
        words.pop()
    return " ".join(word for word in words if word not in ("and", "of", "the", "for")) or folded


@lru_cache(maxsize=1 << 14)
def _romanised(folded: str) -> str:
    return " ".join([_romanised_word(word) for word in folded.split(" ")])


@lru_cache(maxsize=1 << 15)
def _romanised_word(word: str) -> str:
    if _NUMERAL.fullmatch(word):
        return word  # "Elizabeth II" is not "Elizabeth I"
    for pattern, plain in _ROMANISATIONS:
        word = pattern.sub(plain, word)
    return _ONE_NAME.get(word, word)


def family_key(folded: str) -> str:
    """The word that all names share which may be one thing: a family name, an institution's last word.

    "vladimir putin", "putin" → "putin"; "us department of energy", "department of energy" → "energi".
    """
    words = folded.split(" ")
    if family_first(words):
        return _romanised(words[0])
    while len(words) > 1 and words[-1] in _COMPANY:
        words.pop()
    if len(words) > 2 and words[-1] in _FOLDED_SUFFIXES:
        words.pop()
    return _romanised(_SPELLINGS.get(words[-1], words[-1]))


@lru_cache(maxsize=1 << 14)
def person(folded: str) -> Person:
    """The parts of a person's *folded* name: "martin luther king jr" → (("martin", "luther"), "king", "jr")."""
    words = folded.split(" ")
    suffix = words.pop() if len(words) > 2 and words[-1] in _FOLDED_SUFFIXES else ""
    if len(words) == 1:
        return Person((), _romanised(words[0]), suffix)
    if family_first(words):
        return Person(tuple(_romanised(word) for word in words[1:]), _romanised(words[0]), suffix)
    last = len(words) - 1
    while last > 0 and words[last - 1] in _PARTICLES:
        last -= 1
    family = words[last:]
    if len(family) > 1 and family[0] in _ARTICLES:
        family = family[1:]
    return Person(tuple(_romanised(word) for word in words[:last]), _romanised(" ".join(family)), suffix)


def agree(one: Person, other: Person) -> bool:
    """Whether both may be one person's: "J. Kennedy", "John F. Kennedy"; not "John F." and "John K. Kennedy". Given names are spelled."""
    if one.family != other.family or (one.suffix and other.suffix and one.suffix != other.suffix):
        return False
    if "".join(one.given) == "".join(other.given):  # "Jong Un", "Jongun"
        return True
    return all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(one.given, other.given, strict=False)
    )


def says_more(one: Person, other: Person) -> bool:
    """Whether *one*, which agrees with *other*, tells more of the name."""
    return _told(one) > _told(other)


def _told(name: Person) -> tuple[int, int, int]:
    return len(name.given), sum(len(word) > 1 for word in name.given), len(name.suffix)


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


def role_key(role: str) -> str:
    """What two ways of writing a role share: "US President", "U.S. president", "United States President"."""
    return " ".join([_SPELLINGS.get(word, word) for word in fold(role).split(" ")])


def sort_name(name: str, kind: EntityKind) -> str:
    """ "Putin, Vladimir"; "de la Cruz, Juan"; "Kim Jong Un", and names in Arabic, as they stand; "Epoch Times, The"."""
    words = name.split(" ")
    if kind != "person":
        return f"{' '.join(words[1:])}, {words[0]}" if words[0] in ("The", "A") and len(words) > 1 else name
    suffix = f" {words.pop()}" if words[-1] in _SUFFIXES and len(words) > 2 else ""
    if len(words) == 1 or family_first(words) or _ARABIC.match(name) or _REGNAL.fullmatch(words[-1]):
        return name
    last = len(words) - 1
    while last > 1 and words[last - 1].lower() in _PARTICLES:
        last -= 1
    return f"{' '.join(words[last:])}, {' '.join(words[:last])}{suffix}"


def family_first(words: Sequence[str]) -> bool:
    """The family name stands first: "Kim Jong Un", "Cho Koo-rae", "Xi Jinping"; not "Lee Harvey Oswald"."""
    first = words[0].lower()
    if len(words) > 3 or (first not in _FAMILY_FIRST and fold(first) not in _FAMILY_FIRST):
        return False
    if len(words) == 2:
        return "-" in words[1] or first in _ONE_GIVEN
    return len(words) == 3 and all(_SYLLABLE.fullmatch(fold(word)) for word in words[1:])
