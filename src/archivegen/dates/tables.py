"""How languages write dates: names of months and days, filler words, and words that point at a day. Data only.

The names of most languages stand in calendars.txt; those whose newspapers vary them more are written out here.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

import msgspec


class Words(msgspec.Struct, frozen=True):
    """The date words of one language, in lower case, abbreviations without their stop."""

    months: dict[str, int]
    weekdays: dict[str, int]
    """Monday is 0."""
    fillers: frozenset[str]
    """Words that may stand inside a line that is a date and say nothing."""
    labels: frozenset[str]
    """Words that may open such a line: "Published", "Veröffentlicht am"."""
    month_first: bool | None = None
    """How 03/04/2024 is read; None = the language does not tell."""


def _numbered(names: str, first: int) -> dict[str, int]:
    """ "a|b c" → {"a": first, "b": first, "c": first + 1}: one word group per number, its spellings divided by "|"."""
    return {name: n for n, group in enumerate(names.split(), first) for name in group.split("|")}


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_EN = Words(
    months=_numbered(
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
        "october|oct november|nov december|dec",
        1,
    ),
    weekdays=_numbered(
        "monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat sunday|sun", 0
    ),
    fillers=_set("of the on at and hours hrs hr local time"),
    labels=_set("published posted updated modified created first last date dated on issued released added"),
)
_DE = Words(
    months=_numbered(
        "januar|jan|jänner februar|feb|feber märz|mär|maerz|mrz april|apr mai juni|jun juli|jul august|aug "
        "september|sept|sep oktober|okt november|nov dezember|dez",
        1,
    ),
    weekdays=_numbered(
        "montag|mo dienstag|di mittwoch|mi donnerstag|do freitag|fr samstag|sa|sonnabend sonntag|so",
        0,
    ),
    fillers=_set("den der am um uhr dem im"),
    labels=_set("veröffentlicht erschienen aktualisiert stand vom am datum zuletzt geändert erstellt"),
    month_first=False,
)
_FR = Words(
    months=_numbered(
        "janvier|janv|jan février|févr|fevrier|fév mars avril|avr mai juin juillet|juil août|aout septembre|sept "
        "octobre|oct novembre|nov décembre|déc|decembre|dec",
        1,
    ),
    weekdays=_numbered("lundi|lun mardi|mar mercredi|mer jeudi|jeu vendredi|ven samedi|sam dimanche|dim", 0),
    fillers=_set("le à de du la heures"),
    labels=_set("publié publiée le mis à jour modifié date paru dernière mise"),
    month_first=False,
)
_ES = Words(
    months=_numbered(
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic",
        1,
    ),
    weekdays=_numbered(
        "lunes|lun martes|mar miércoles|mié|miercoles jueves|jue viernes|vie sábado|sáb|sabado domingo|dom", 0
    ),
    fillers=_set("de del el a las la horas hs"),
    labels=_set("publicado publicada el actualizado fecha creado"),
    month_first=False,
)
_IT = Words(
    months=_numbered(
        "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
        "settembre|set|sett ottobre|ott novembre|nov dicembre|dic",
        1,
    ),
    weekdays=_numbered(
        "lunedì|lun martedì|mar mercoledì|mer giovedì|gio venerdì|ven sabato|sab domenica|dom",
        0,
    ),
    fillers=_set("il di del alle ore"),
    labels=_set("pubblicato il aggiornato data"),
    month_first=False,
)
_PT = Words(
    months=_numbered(
        "janeiro|jan fevereiro|fev março|mar|marco abril|abr maio|mai junho|jun julho|jul agosto|ago "
        "setembro|set outubro|out novembro|nov dezembro|dez",
        1,
    ),
    weekdays=_numbered(
        "segunda|segunda-feira|seg terça|terça-feira|ter quarta|quarta-feira|qua quinta|quinta-feira|qui "
        "sexta|sexta-feira|sex sábado|sáb domingo|dom",
        0,
    ),
    fillers=_set("de do em às as o a"),
    labels=_set("publicado em atualizado data"),
    month_first=False,
)
_NL = Words(
    months=_numbered(
        "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sept|sep "
        "oktober|okt november|nov december|dec",
        1,
    ),
    weekdays=_numbered("maandag|ma dinsdag|di woensdag|wo donderdag|do vrijdag|vr zaterdag|za zondag|zo", 0),
    fillers=_set("de om op uur"),
    labels=_set("gepubliceerd geplaatst bijgewerkt op datum"),
    month_first=False,
)


class _Habits(msgspec.Struct, frozen=True):
    """What a language adds to its names in calendars.txt."""

    more_months: str = ""
    """As _numbered reads them; "-" for a month without another spelling."""
    more_weekdays: str = ""
    """Likewise: a day as it is said of what happened on it ("в среду")."""
    fillers: str = ""
    labels: str = ""


_HABITS = {
    "ru": _Habits(
        more_months="- фев|февр - - - июн июл - сен|сентяб - ноя -",
        more_weekdays="- - среду - пятницу субботу -",
        fillers="г года в час мск время по московскому",
        labels="опубликовано опубликована обновлено обновлена дата создано изменено размещено публикации",
    ),
    "uk": _Habits(more_weekdays="- - середу - п’ятницу суботу неділю", fillers="р року о год", labels="опубліковано оновлено дата"),
    "be": _Habits(fillers="г года", labels="апублікавана дата"),
    "bg": _Habits(fillers="г година в ч", labels="публикувано публикувана обновено дата на"),
    "pl": _Habits(
        more_weekdays="- - środę - - sobotę niedzielę",
        fillers="r roku o godz godzina",
        labels="opublikowano aktualizacja data dodano ostatnia publikacji",
    ),
    "cs": _Habits(fillers="v", labels="publikováno aktualizováno vydáno datum"),
    "sk": _Habits(fillers="o", labels="publikované aktualizované dátum"),
    "sv": _Habits(fillers="den kl klockan", labels="publicerad publicerat uppdaterad uppdaterat datum"),
    "da": _Habits(fillers="den kl d", labels="publiceret udgivet opdateret dato offentliggjort"),
    "nb": _Habits(fillers="den kl", labels="publisert oppdatert dato"),
    "fi": _Habits(fillers="klo", labels="julkaistu päivitetty muokattu"),
    "tr": _Habits(fillers="saat günü", labels="yayınlanma yayın tarihi tarih güncelleme son güncellenme"),
    "hu": _Habits(labels="megjelent frissítve közzétéve"),
    "ro": _Habits(fillers="ora la", labels="publicat actualizat data"),
    "ca": _Habits(fillers="de del d a les", labels="publicat actualitzat data"),
    "gl": _Habits(fillers="de do ás", labels="publicado actualizado"),
    "el": _Habits(
        more_months="ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος",
        labels="δημοσιεύθηκε δημοσίευση ενημέρωση",
    ),
    "ar": _Habits(
        more_months="كانون_الثاني|جانفي شباط|فيفري|فبراير آذار|اذار نيسان|أفريل|ابريل|إبريل أيار|ايار|ماي حزيران|جوان|يونية "
        "تموز|جويلية|يوليوز آب|اب|أوت|غشت|اغسطس أيلول|ايلول|شتنبر تشرين_الأول|أكتوبر|اكتوبر تشرين_الثاني|نونبر كانون_الأول|دجنبر",
        fillers="في من الساعة بتوقيت غرينتش",
        labels="نشر نشرت بتاريخ تاريخ النشر آخر تحديث التاريخ",
    ),
    "he": _Habits(labels="פורסם עודכן"),
}  # fmt: skip


_BY_LANGUAGE = {"en": _EN, "de": _DE, "fr": _FR, "es": _ES, "it": _IT, "pt": _PT, "nl": _NL}
_MONTH_FIRST_REGIONS = frozenset(("en-us", "en-ph"))
_DAY_FIRST_REGIONS = frozenset(("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"))


def month_first(language: str) -> bool | None:
    """Whether 03/04/2024 is 4 March in *language*; None where that is not to be known ("en" without a country)."""
    tag = language.lower().replace("_", "-")
    if tag in _MONTH_FIRST_REGIONS:
        return True
    if tag in _DAY_FIRST_REGIONS:
        return False
    return words(tag).month_first


@lru_cache(maxsize=64)
def words(language: str) -> Words:
    """The date words of *language* (a BCP 47 tag; only its first part counts). Unknown languages have English words."""
    code = language.lower().replace("_", "-").partition("-")[0]
    return _BY_LANGUAGE.get(code) or _of_calendar(code) or _EN


@cache
def _calendars() -> dict[str, tuple[str, str]]:
    """By language: its rows of months and of days, as calendars.txt has them."""
    rows = files("archivegen.dates").joinpath("calendars.txt").read_text(encoding="utf-8").split("\n[")[1:]
    return {row[: row.index("]")]: (row.split("\n")[1], row.split("\n")[2]) for row in rows}


def _of_calendar(code: str) -> Words | None:
    rows = _calendars().get("nb" if code in ("no", "nn") else code)
    if rows is None:
        return None
    habits = _HABITS.get(code, _Habits())
    months = _spelled(rows[0], 1)
    for name, number in _numbered(habits.more_months, 1).items():
        months.setdefault(name.replace("_", " "), number)
    weekdays = _spelled(rows[1], 0) | _numbered(habits.more_weekdays, 0)
    for names in (months, weekdays):
        names.pop("-", None)
    return Words(
        months=months,
        weekdays=weekdays,
        fillers=_set(habits.fillers),
        labels=_set(habits.labels),
        month_first=False,
    )


def _spelled(row: str, first: int) -> dict[str, int]:
    """ "a b | c" → {"a": first, "b": first, "c": first + 1}."""
    return {name: n for n, group in enumerate(row.split("|"), first) for name in group.split() if row != "-"}
