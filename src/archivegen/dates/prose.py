"""The words around dates in running text, by language: what points back, what counts, what bounds. Data only."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

Unit = Literal["hour", "day", "week", "weekend", "month", "season", "year", "decade", "century"]
Relation = Literal["", "since", "after", "before", "until", "by", "from"]
Part = Literal["", "early", "mid", "late"]


class Prose(msgspec.Struct, frozen=True):
    """Words of one language, in lower case unless *capitalized* says how names are written."""

    capitalized: bool
    """Names of months and days begin with a capital."""
    ambiguous: frozenset[str]
    """Names of months that are also common words or given names: they need more than a preposition's company."""
    fixed: dict[str, tuple[Unit, int]]
    """Words that are a date by themselves: "yesterday" is the day 1 before the article's."""
    anaphors: frozenset[str]
    """Phrases that mean the date named before: "at the time"."""
    recent: frozenset[str]
    units: dict[str, Unit]
    pointers: dict[str, int]
    """Before a unit, month, season or day: -1 the last one, 0 this one, 1 the next one; counted from the article's date."""
    pointers_after: dict[str, int]
    steps: dict[str, int]
    """Before a unit: counted from the date named before ("the following day")."""
    counts: dict[str, int]
    ago: frozenset[str]
    ago_before: frozenset[str]
    """Words before the number ("il y a", "vor", "hace")."""
    later: dict[str, int]
    """After a unit: 1 later, -1 earlier than the date named before."""
    parts: dict[str, Part]
    relations: dict[str, Relation]
    lead_ins: frozenset[str]
    """Words after which a bare month or year is a date."""
    articles: frozenset[str]
    joiners: frozenset[str]
    """Words that may stand between day, month and year."""
    seasons: dict[str, int]
    range_words: frozenset[str]


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ENGLISH = Prose(
    capitalized=True,
    ambiguous=_set("may march mar sun sat"),
    fixed={
        "today": ("day", 0), "tonight": ("day", 0), "yesterday": ("day", -1), "tomorrow": ("day", 1),
        "last night": ("day", -1), "this morning": ("day", 0), "this afternoon": ("day", 0), "this evening": ("day", 0),
        "overnight": ("day", 0),
    },
    anaphors=frozenset(("at the time", "at that time", "by then", "that day", "the same day", "on the same day")),
    recent=frozenset(("recent", "recently")),
    units={
        "hour": "hour", "hours": "hour", "day": "day", "days": "day", "week": "week", "weeks": "week",
        "weekend": "weekend", "weekends": "weekend", "month": "month", "months": "month", "year": "year", "years": "year",
        "decade": "decade", "decades": "decade", "century": "century", "centuries": "century",
    },
    pointers={"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1, "current": 0},
    pointers_after={},
    steps={"following": 1, "previous": -1, "preceding": -1, "same": 0, "that": 0},
    counts={
        "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    },
    ago=frozenset(("ago",)),
    ago_before=frozenset(),
    later={"later": 1, "earlier": -1, "afterward": 1, "afterwards": 1, "beforehand": -1},
    parts={
        "early": "early", "mid": "mid", "late": "late", "beginning": "early", "start": "early", "middle": "mid", "end": "late",
        "earlier": "early", "later": "late",
    },
    relations={
        "since": "since", "after": "after", "following": "after", "before": "before", "until": "until", "till": "until",
        "through": "until", "by": "by", "from": "from",
    },
    lead_ins=_set("in on of during for between around about circa and to since after before until till through by from over throughout "
                  "for back as"),
    articles=_set("the a an his her its their our"),
    joiners=_set("of the"),
    seasons={"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4},
    range_words=_set("to through"),
)  # fmt: skip
_FRENCH = Prose(
    capitalized=False,
    ambiguous=_set("mar mer"),
    fixed={"aujourd’hui": ("day", 0), "aujourd'hui": ("day", 0), "hier": ("day", -1), "demain": ("day", 1),
           "avant-hier": ("day", -2), "ce matin": ("day", 0), "ce soir": ("day", 0)},
    anaphors=frozenset(("à l’époque", "à l'époque", "ce jour-là")),
    recent=frozenset(("récemment",)),
    units={"heure": "hour", "heures": "hour", "jour": "day", "jours": "day", "semaine": "week", "semaines": "week",
           "week-end": "weekend", "mois": "month", "an": "year", "ans": "year", "année": "year", "années": "year",
           "décennie": "decade", "siècle": "century"},
    pointers={"cette": 0, "ce": 0},
    pointers_after={"dernier": -1, "dernière": -1, "passé": -1, "passée": -1, "prochain": 1, "prochaine": 1},
    steps={},
    counts={"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10},
    ago=frozenset(),
    ago_before=frozenset(("il y a",)),
    later={"plus tard": 1, "plus tôt": -1, "auparavant": -1, "après": 1},
    parts={"début": "early", "mi": "mid", "fin": "late"},
    relations={"depuis": "since", "après": "after", "avant": "before", "jusqu’en": "until", "jusqu'en": "until",
               "jusqu’à": "until", "jusqu'à": "until", "dès": "from"},
    lead_ins=_set("en de du au depuis dès avant après le fin début pour"),
    articles=_set("le la l les"),
    joiners=_set("de du"),
    seasons={"printemps": 1, "été": 2, "automne": 3, "hiver": 4},
    range_words=_set("au à"),
)  # fmt: skip
_GERMAN = Prose(
    capitalized=True,
    ambiguous=_set("mo di mi do fr sa so"),
    fixed={"heute": ("day", 0), "gestern": ("day", -1), "morgen": ("day", 1), "vorgestern": ("day", -2)},
    anaphors=frozenset(("damals",)),
    recent=frozenset(("kürzlich", "jüngst")),
    units={"Stunde": "hour", "Stunden": "hour", "Tag": "day", "Tage": "day", "Tagen": "day", "Woche": "week", "Wochen": "week",
           "Wochenende": "weekend", "Monat": "month", "Monate": "month", "Monaten": "month", "Jahr": "year", "Jahre": "year",
           "Jahren": "year", "Jahrzehnt": "decade", "Jahrhundert": "century"},
    pointers={"letzte": -1, "letzten": -1, "letztes": -1, "letzter": -1, "vergangene": -1, "vergangenen": -1, "vergangenes": -1,
              "vorigen": -1, "dieses": 0, "diese": 0, "diesem": 0, "diesen": 0, "dieser": 0, "nächste": 1, "nächsten": 1,
              "nächstes": 1, "kommende": 1, "kommenden": 1},
    pointers_after={},
    steps={"folgenden": 1},
    counts={"ein": 1, "eine": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
            "acht": 8, "neun": 9, "zehn": 10},
    ago=frozenset(),
    ago_before=frozenset(("vor",)),
    later={"später": 1, "zuvor": -1, "danach": 1, "davor": -1},
    parts={"anfang": "early", "mitte": "mid", "ende": "late"},
    relations={"seit": "since", "nach": "after", "vor": "before", "bis": "until", "ab": "from"},
    lead_ins=_set("im in am seit nach vor bis ab anfang mitte ende jahr jahre von und zwischen um zum"),
    articles=_set("der die das dem den"),
    joiners=frozenset(),
    seasons={"Frühjahr": 1, "Frühling": 1, "Sommer": 2, "Herbst": 3, "Winter": 4},
    range_words=_set("bis"),
)  # fmt: skip
_SPANISH = Prose(
    capitalized=False,
    ambiguous=_set("mar may dom"),
    fixed={"hoy": ("day", 0), "ayer": ("day", -1), "anteayer": ("day", -2), "anoche": ("day", -1)},
    anaphors=frozenset(("en ese momento", "por entonces")),
    recent=frozenset(("recientemente",)),
    units={"hora": "hour", "horas": "hour", "día": "day", "días": "day", "semana": "week", "semanas": "week", "mes": "month",
           "meses": "month", "año": "year", "años": "year", "década": "decade", "siglo": "century"},
    pointers={"este": 0, "esta": 0, "pasado": -1, "pasada": -1, "próximo": 1, "próxima": 1},
    pointers_after={"pasado": -1, "pasada": -1, "próximo": 1, "próxima": 1},
    steps={},
    counts={"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10},
    ago=frozenset(),
    ago_before=frozenset(("hace",)),
    later={"después": 1, "antes": -1, "más tarde": 1},
    parts={"principios": "early", "mediados": "mid", "finales": "late", "fines": "late"},
    relations={"desde": "since", "después": "after", "antes": "before", "hasta": "until"},
    lead_ins=_set("en de del desde hasta a entre y año el"),
    articles=_set("el la los las"),
    joiners=_set("de del"),
    seasons={"primavera": 1, "verano": 2, "otoño": 3, "invierno": 4},
    range_words=_set("al a"),
)  # fmt: skip


def _plain(
    lead_ins: str, joiners: str = "", *, capitalized: bool = False, relations: str = "", articles: str = ""
) -> Prose:
    """A language of which only written days, months and years are read: nothing is counted from the article's date.

    *relations*: "since|until|after|before", one word each, "-" for none.
    """
    words = (relations or "-|-|-|-").split("|")
    bounds: tuple[Relation, ...] = ("since", "until", "after", "before")
    return Prose(
        capitalized=capitalized, ambiguous=frozenset(), fixed={}, anaphors=frozenset(), recent=frozenset(), units={}, pointers={},
        pointers_after={}, steps={}, counts={}, ago=frozenset(), ago_before=frozenset(), later={}, parts={},
        relations={word: bound for word, bound in zip(words, bounds, strict=True) if word != "-"}, lead_ins=_set(lead_ins),
        articles=_set(articles), joiners=_set(joiners), seasons={}, range_words=frozenset(),
    )  # fmt: skip


_BY_LANGUAGE = {
    "en": _ENGLISH,
    "fr": _FRENCH,
    "de": _GERMAN,
    "es": _SPANISH,
    "it": _plain("in nel dal del di a da", "di del", relations="dal|fino|dopo|prima", articles="il l la"),
    "pt": _plain("em no de do desde até a", "de do", relations="desde|até|após|antes", articles="o a"),
    "ca": _plain("el al del de des en", "de del", relations="des|fins|després|abans", articles="el l"),
    "nl": _plain("in sinds op van tot voor na", relations="sinds|tot|na|voor", articles="de het"),
    "sv": _plain("i sedan den till från under", relations="sedan|till|efter|före"),
    "da": _plain("i siden den til fra under", relations="siden|til|efter|før"),
    "nb": _plain("i siden den til fra under", relations="siden|til|etter|før"),
    "pl": _plain("w we od do z", relations="od|do|po|przed"),
    "cs": _plain("v ve od do z", relations="od|do|po|před"),
    "ru": _plain("в с до от к по", relations="с|до|после|-"),
    "uk": _plain("у в з до від по", relations="з|до|після|-"),
    "ro": _plain("în din pe la până", relations="din|până|după|înainte"),
    "tr": _plain("", capitalized=True),
    "ar": _plain("في منذ من حتى إلى عام سنة", relations="منذ|حتى|بعد|قبل"),
}


@lru_cache(maxsize=64)
def prose(language: str) -> Prose | None:
    """The words of *language* (a BCP 47 tag; "" is taken for English); None where there is no table yet."""
    code = language.lower().replace("_", "-").partition("-")[0] or "en"
    return _BY_LANGUAGE.get(code)
