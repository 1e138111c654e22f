"""Bytes of a language that nothing names → their code page: by the letters that the language has, and its commonest words. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import NamedTuple

_SAMPLE_BYTES = 1_500
_FEWEST_WORDS = 3
_WORDS_SHARE = 0.08
"""Of all words of running text, so many are the commonest ones of its language."""
_FOREIGN = 0.1
"""Share of letters and signs beyond ASCII that names of other languages may bring."""
_RIVAL = 0.7
"""Of the share of common words of the language that has most, in whatever code page: what is English is not read as Slovak."""
_FAULTLESS = 0.02
_FLUENT = 0.2
"""With so few wrong letters, and so many common words, no other reading has to be asked."""
_TAGS = re.compile(rb"<[^<>]{0,500}>")
_WORD = re.compile(r"[^\W\d_]+")
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s’‘'ʼ·\-\u00ad.,/@&:\u2010-\u2014\u200c](?=[^\W\d_])")
_MARKS = frozenset("\u00a0\u202f’‘‚“”„«»‹›…–—•·°§€£©®™¿¡ªº½¼¾²³×´\u00ad\u200c\u200d\u200e\u200f")
"""Signs of print, and the spaces beside them, that any language has."""

_CENTRAL = ("cp1250", "iso8859-2", "cp852")
_WESTERN = ("cp1252", "mac_roman", "cp850")
_TURKIC = ("cp1254",)
_BALTIC = ("cp1257", "iso8859-13")
# Language: its code pages, the commonest first; its letters beyond ASCII; its commonest words.
_LANGUAGES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (_WESTERN, "é", "the of and to in is that was for on with as by at from it he said were has have be are this not"),
    (_WESTERN, "äöüßé", "der die das und in den von zu mit im ist nicht auf ein eine für dem war nach auch doch schon sich bei aus am"),
    (_WESTERN, "àâçéèêëîïôœùûüÿæ", "le la les de des du et à en un une est que qui pour dans par sur au aux plus été il pas avec ce"),
    (_WESTERN, "áéíñóúü", "el la los las de que y en un una por con del se para al es no lo su ha pero fue más como dijo"),
    (_WESTERN, "áâãàçéêíóôõúü", "o a os as de que e do da em um uma para com no na não por se dos das foi mais ao mas disse"),
    (_WESTERN, "àèéìíòóùú", "il la le di che e in un una per con del della non è sono da al si ha i gli alla nel più ma dei"),
    (_WESTERN, "àçèéíïòóúü·", "el la els les de que i en un una per amb del va no és a al ha però dels més ser seva"),
    (_WESTERN, "éëïóöüèê", "de het een en van in is dat op te voor met zijn niet aan er om door die ook maar werd naar bij"),
    (_WESTERN, "åäöéü", "och i att det som en på är av för med den till har inte om ett var men sig från de vid efter sade"),
    (_WESTERN, "åæøéöä", "og i at det som en på er af av for med den til har ikke om et var men sig seg fra de ved efter etter sagde"),
    (_WESTERN, "äöåéšž", "ja on ei se että oli mutta ovat hän myös kun kuin joka sanoi mukaan tai ollut jo sen vuoden kuten siitä"),
    (_WESTERN, "áðéíóúýþæö", "og að í á er sem var til við en um með fyrir það hann af því ekki frá hafa hefur segir eftir voru"),
    (("cp1257", "cp1252", "iso8859-13"), "äöõüšž", "ja on ei ka et see oli kui aga mis ning oma kes ole tema pärast või juba ta ütles"),
    (_CENTRAL, "ąćęłńóśźż", "w i na z do się nie że jest to o jak po ale za przez od przy dla już był była są ma ich oraz nikt"),
    (_CENTRAL, "áčďéěíňóřšťúůýž", "a se na je v že s z do to o i za po ale si jsou jako pro byl od by ve podle jeho už však který řekl"),
    (_CENTRAL, "áäčďéíĺľňóôŕšťúýž", "a sa na je v že s z do to o aj za po ale si sú ako pre bol od by vo podľa jeho už však ktorý povedal"),
    (_CENTRAL, "áéíóöőúüű", "a az és hogy nem egy is meg volt már csak mint de ez el még azt ki van szerint után mondta senki között"),
    (_CENTRAL, "ăâîşţșțé", "de în și şi la a cu din pe o că nu un pentru este au mai care fost al după ale prin sa a dar lui deja"),
    (_CENTRAL, "čćđšž", "i u je da se na su za od s o kao koji ne ali bi nije iz po što će to do te ili je a sam rekao već"),
    (_CENTRAL, "čšžć", "in je v na se za da so pri po z bi pa ki tudi ne še kot iz od s do ni bil ali je že"),
    (_CENTRAL, "ëç", "e të në dhe i për me një që nga ka u është më do së si nuk janë por ky kjo kanë tha"),
    (_TURKIC, "âçğıİîöşûü", "ve bir bu da de için ile çok olarak olan daha kadar gibi ise ancak sonra en göre dedi önce ne her oldu"
     " içinde dün sadece ama değil var yok şu o ben diye şey"),
    (_TURKIC, "əçğıİöşü", "və bir bu da də üçün ilə ki olan daha kimi isə sonra görə dedi hər olub edib lakin onun"),
    (_BALTIC, "ąčęėįšųūž", "ir į kad su yra iš buvo o tai bet kaip dėl ne po už nuo jau savo taip prie jo apie sakė metų dar per"),
    (_BALTIC, "āčēģīķļņšūžōŗ", "un ir ar par no uz ka kas bija lai bet tas arī kā pēc vai jau to šo tā savu gada tika nav sacīja"),
    (("cp1258",), "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
     "và của là có được cho một những không các này với trong đã người ở đến khi ra từ cũng tại ông theo về sau nhưng bị đã ai"),
    (("cp1253", "iso8859-7"), "", "και το η ο του της να την τα σε με που για από στο στη είναι θα τον οι των δεν ότι στην είχε ήδη"),
    (("cp1251", "koi8-r", "iso8859-5", "cp866", "mac_cyrillic"), "",
     "и в на не что с по как это он из за к но о от его уже для была было же все"),
    (("cp1251", "koi8-u", "iso8859-5"), "", "і в на не що з у до та за як це про від але його вже для був було й та що також який"),
    (("cp1251", "iso8859-5"), "", "и на да се за от че са не с по като ще е в беше също но или към през при още вече след"),
    (("cp1251", "iso8859-5"), "", "и у је да се на су за од са о као који не али би није из по што ће то до или већ"),
    (("cp1255", "iso8859-8"), "", "של את על לא הוא זה עם כי גם היא אל או יש אבל כל אמר כבר הם אין היה בין לפי"),
    (("cp1256", "iso8859-6"), "", "في من على إن أن إلى عن مع هذا هذه التي الذي ما لا كان بعد قال قد ولم كما لم لكن به"),
    (("cp1256",), "پچژکگی", "و در به از که این را با است برای آن بر تا ولی هم یک شد پس بود اما خود هر یا او شهر دو پس"),
)  # fmt: skip


class _Language(NamedTuple):
    codecs: tuple[str, ...]
    letters: frozenset[str]
    """In both cases; empty for a script of its own, of which every letter will do."""
    words: frozenset[str]


@cache
def _languages() -> tuple[_Language, ...]:
    return tuple(
        _Language(codecs, frozenset(letters + letters.upper()), frozenset(words.split()))
        for codecs, letters, words in _LANGUAGES
    )


class _Reading:
    """What the bytes are in one code page: words and letters with their counts."""

    def __init__(self, sample: bytes, codec: str) -> None:
        text = unicodedata.normalize("NFC", sample.decode(codec, "replace"))
        words = _WORD.findall(text.lower())
        beyond = [char for char in text if char > "\x7f"]
        self.words, self.count = Counter(words), len(words)
        self.beyond, self.length = Counter(beyond), max(1, len(beyond))
        turned = sum(left.islower() and right.isupper() for left, right in pairwise(beyond))
        self.odd = turned + len(_SIGN_IN_WORD.findall(text))
        """Signs and capitals in the midst of words."""

    def share_known(self, known: frozenset[str]) -> float:
        """How many of the words are *known*; 0 where they are too few to tell."""
        met = sum(self.words[word] for word in self.words.keys() & known)
        return met / self.count if met >= _FEWEST_WORDS else 0.0

    def share_wrong(self, letters: frozenset[str]) -> float:
        """How much of what is beyond ASCII a language of *letters* does not write."""
        strange = sum(
            count
            for char, count in self.beyond.items()
            if char not in letters and char not in _MARKS and (letters or not char.isalpha())
        )
        return (strange + self.odd) / self.length


def code_page(data: bytes) -> str:
    """The code page in which *data* reads as one of the languages known here; "" where it reads as none."""
    sample = _TAGS.sub(b" ", data[: 4 * _SAMPLE_BYTES])[:_SAMPLE_BYTES]
    readings: dict[str, _Reading] = {}
    found: list[tuple[float, int, str, float]] = []
    spoken = 0.0
    for language in _languages():
        for place, codec in enumerate(language.codecs):
            reading = readings.get(codec) or _Reading(sample, codec)
            readings[codec] = reading
            known = reading.share_known(language.words)
            spoken = max(spoken, known)
            wrong = reading.share_wrong(language.letters) if known >= _WORDS_SHARE else 1.0
            if not place and wrong <= _FAULTLESS and known >= _FLUENT:
                return codec
            if wrong <= _FOREIGN:
                found.append((known - wrong, -place, codec, known))
    likely = [one for one in found if one[3] >= _RIVAL * spoken]
    return max(likely)[2] if likely else ""
