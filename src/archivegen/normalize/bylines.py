"""Read lines that only name writers and days: "Posted on June 19, 2024 by Jane Doe | Staff Writer". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from archivegen import gazetteers
from archivegen.normalize import attribution, written_dates
from archivegen.normalize.lines import LONGEST_REMEMBERED, Line, alone
from archivegen.normalize.phrases import Phrases, key_of, phrases
from archivegen.patterns import late_pattern

MAX_WORDS = 30
_NAME_WORDS = 5
_TOKEN = re.compile(r"\x00\d+\x00|[^\W_][\w.'’@-]*|@\w+|[^\w\s]")
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:h]\d{2}(?::\d{2})?|(?=\s?Uhr\b)|(?=\s?[AaPp]\.?[Mm]\b))(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s?(?:Uhr|GMT|UTC|[A-Z]{1,3}T)\b)?"
)
_BRACKETED = re.compile(r"\([^()]*\)")
"""A writer's post or place: "Claire Dubois (Lyon, correspondante)"."""
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"((?:19|20)\d{2})(?=\d{1,2}\. |[A-Z])")
"""A year with the next day printed right behind it: "28. Juni 201914. Januar 2020"."""
_GLUED_COUNT = re.compile(r"(?<=[a-zäöüß])\d{1,3}$")
"""The number of comments, printed right behind a name: "Jane Doe4"."""
_JOINERS = frozenset(("and", "und", "et", "y", "e", "with", "mit", "avec", "con", "&", "+", ","))


class Credit(msgspec.Struct, frozen=True):
    """What a line tells of writers and days."""

    names: tuple[str, ...]
    date: str = ""
    updated: str = ""
    labelled: bool = False
    """A word of it says what it is ("by", "Published"), not only its look."""
    source: str = ""
    """The publication, where the line is its masthead: "The Daily Planet, 3 May 2019, page 4"."""
    is_filing: bool = False
    """It tells of the story itself, wherever it stands: "This entry was posted on …", "Last updated …"."""


def read(line: Line, phrases: Phrases, *, language: str) -> Credit | None:
    """The writers and days of *line*, if it holds little else. O(len(line)); of a short line it is remembered."""
    if len(line.text) <= LONGEST_REMEMBERED:
        return _of_text(line.text, language)
    return _read(line, phrases, language)


def is_running(line: Line) -> bool:
    """Whether *line* is running text; the point of a clock at its end makes no sentence of it: "By Jane Doe | May 5, 2019, 10:12 a.m."."""
    return line.prose and _CLOCK_END.search(line.text) is None


_CLOCK_END = re.compile(r"\d\s?[ap]\.\s?m\.$", re.IGNORECASE)


@lru_cache(1 << 13)
def _of_text(text: str, language: str) -> Credit | None:
    return _read(alone(text), phrases(), language)


def _read(line: Line, phrases: Phrases, language: str) -> Credit | None:
    if line.words > MAX_WORDS or not line.key or len(line.text) > 260:
        return None
    told = _SOURCE.fullmatch(line.text) if "源" in line.text else None
    if told is not None:
        return Credit((), labelled=True, source=told["name"].strip())
    has_digit = _DIGIT.search(line.text) is not None
    may_name = _may_name(line, phrases)
    if not (has_digit or may_name) or _LIVES.match(line.text) or (has_digit and _is_of_the_past(line.text)):
        return None
    entry = bool(phrases.opens("entry", line.key))
    text = _GLUED.sub(r"\1 ", line.text)
    days = list(written_dates.find(text, language=language)) if has_digit else []
    has_day = bool(days) or (has_digit and line.words <= 8 and written_dates.without_days(text) != text)
    if not days and has_digit and _is_clock(line, phrases):
        return Credit((), labelled=True)
    if not has_day and not may_name:
        return None
    if len(days) == 1 and line.words <= 16 and days[0].span.start:
        span = days[0].span
        source = attribution.masthead(text[: span.start], text[span.end :])
        if source:
            return Credit((), days[0].iso, labelled=True, source=source)
    if days and _SUBJECT.match(text, days[-1].span.end):
        return None
    for n in range(len(days) - 1, -1, -1):
        span = days[n].span
        text = f"{text[: span.start]} \x00{n}\x00 {text[span.end :]}"
    if not text.isascii():
        text = _UNSPACED_LABEL.sub(r"\1 ", text)
    text = _CLOCK.sub(" | ", _BRACKETED.sub(" | ", text))
    if has_digit and not days:
        text = written_dates.without_days(text)
    walk = _Walk(phrases)
    walk.over(_TOKEN.findall(text))
    names, loose = walk.names, walk.loose
    if days and not (entry or names) and _is_of_something_else(text, is_labelled=walk.labelled):
        return None
    is_divided = bool(days) or any(mark in line.text for mark in "|/•·@")
    if not names and is_divided and not walk.turned and len(loose) == 1 and _is_lone_name(loose[0], phrases):
        names, loose = [" ".join(loose[0])], []
    if entry:
        return Credit(tuple(names), days[0].iso, labelled=True, is_filing=True) if days else None
    left = sum(map(len, loose)) + (0 if walk.labelled else walk.asides)
    if not has_day:
        if names and not left and not line.prose and any(map(_is_capital, names)):
            return Credit(tuple(names), labelled=True)
        return Credit(()) if _is_of_staff(line, phrases) else None
    opens_with_day = bool(days) and days[0].span.start == 0
    allowed = 5 if walk.labelled or names else 0 if walk.turned or not days else 2 if opens_with_day else 1
    if left > allowed or (line.prose and left > 3):
        return None
    date, updated = _sorted_days([(days[n].iso, is_update) for n, is_update in walk.days])
    return Credit(
        tuple(dict.fromkeys(names)), date, updated, labelled=walk.labelled, is_filing=walk.is_dated and not names
    )


_SOURCE = late_pattern(r"(?:(?:文章|信息|消息)?[来來]源|稿源)\s?[:：]\s*(?P<name>[^:：|]{2,24})")
"""What Chinese pages print over a story; elsewhere such a line tells where a picture is from."""


def _is_clock(line: Line, phrases: Phrases) -> bool:
    """Whether *line* says at what time the story came out or changed, and not the day: "Updated 9:30 a.m. ET"."""
    label = phrases.opens("updated", line.key) or phrases.opens("dated", line.key)
    rest, clocks = _CLOCK.subn(" ", line.text) if label and line.words <= _WORDS_OF_CLOCK else ("", 0)
    return clocks == 1 and key_of(rest).count(" ") <= label.count(" ") + 1


_WORDS_OF_CLOCK = 9
_SUBJECT = re.compile(r"\s?: +[^\W\d_]")
"""What a subhead says after its day: "Update of May 29, 2019: finishing touches"."""
_UNSPACED_LABEL = re.compile(
    r"(?<![^\W_])(本报记者|本報記者|特约记者|见习记者|通讯员|记者|記者|作者|撰文|编译|編譯|責任編輯|责任编辑|"
    r"取材|執筆|著者|筆者|聞き手)"
)
"""Labels that Chinese and Japanese print right before the name."""
_SPAN = re.compile(r"\x00\d+\x00\s*(?:[-–—]|to|till|until|bis|au|al|a|до)\s*\x00\d+\x00", re.IGNORECASE)
_BEFORE_DAY = re.compile(r"(?:^|[|/•·,;])\s*(?P<words>[^|/•·,;:：\x00]*?)\s*(?P<colon>[:：]?)\s*\x00")
_OTHER_DAYS = frozenset(
    """after applications application apply available before begin begins beginning born close closes deadline due effective end
    ended ends enrollment event expire expired expires from joined meeting next offer open opened opening opens recorded register
    registration sale sales signed since start started starts submit submissions taken through tickets till until upcoming
    valid ab anmeldung beginn beginnt bis einsendeschluss endet geboren gültig läuft nächste seit stichtag dès depuis avant après
    expire jusqu né née prochaine valable desde hasta nacido próxima vence válido válida até próximo dal dalla entro fino nato
    scade valido geldig geopend sinds tot vanaf""".split()
)
"""What a day in a line of its own is the day of, if not of the story."""


_SINCE = frozenset("since from seit ab depuis desde dal sinds".split())


def _is_of_something_else(text: str, *, is_labelled: bool) -> bool:
    """Whether *text*, in which numbers stand for days, says what its day is of, and that is not the story: "Deadline: 5 May 2022".

    So does a label that no table knows, and a span of days. Where a word *is_labelled* as the story's day, only the first word or
    the last counts: "Event date: 5 May", but "Online since 5 May".
    """
    if _SPAN.search(text) and not is_labelled:
        return True
    before = _BEFORE_DAY.search(text)
    if before is None or not before["words"]:
        return False
    words = key_of(before["words"]).split(" ")
    if is_labelled:
        return words[0] in _OTHER_DAYS or words[-1] in _OTHER_DAYS - _SINCE
    if not _OTHER_DAYS.isdisjoint(words):
        return True
    is_writer = len(words) > 1 and all(map(_is_capital, before["words"].split()))
    return bool(before["colon"]) and not is_writer and not _KNOWN_LABELS.issuperset(words)


_KNOWN_LABELS = frozenset("date datum data fecha day dated дата 日期 日付 التاريخ tarih".split())
# The day on which somebody looked the page up, kept or printed it.
_SEEN = re.compile(
    r"^(?:Last |Date )?(?:retrieved|accessed|archived|saved|printed|downloaded|scraped|crawled|captured|cached|"
    r"(?:zuletzt )?(?:abgerufen|aufgerufen)|archiviert|gespeichert|gedruckt|heruntergeladen|consultée?|archivée?|enregistrée?|imprimée?|"
    r"téléchargée?|consultado|archivado|recuperado|impreso|guardado|acessado|acesso em|arquivado|recuperado|consultato|archiviato|"
    r"salvato|stampato|geraadpleegd|opgehaald|gearchiveerd|hämtad|arkiverad|дата обращения|архивировано|сохранено)\b"
    r"(?!\s+(?:by|von|par|por|da|di|door|av|на|автором)\b)",  # who saved it wrote it: "Gespeichert von Jane am …"
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"\b\d+ (?:years? ago|anni fa|лет назад|年前)|\b(?:vor \d+ Jahren|il y a \d+ ans|hace \d+ años|há \d+ anos)\b|\(aged? \d",
    re.IGNORECASE,
)


def _is_of_the_past(text: str) -> bool:
    """Whether the days of *text* are those on which somebody looked it up, or as long ago as it says: "May 2, 1998; 18 years ago"."""
    return _SEEN.match(text) is not None or _LONG_AGO.search(text) is not None


# Days of somebody's life, or of a company's, not of the story.
_LIVES = re.compile(
    r"^(?:Date of birth|Date of death|Geburtsdatum|"
    r"Born|Died|Founded|Established|Founding|Birth|Death|Geboren|Gestorben|Gegründet|Gründung|Né|Née|Décédée?|Mort|Fondée?|Nacido|Nacida|"
    r"Nacimiento|Fallecido|Fallecida|Fundado|Fundada|Fundación|Nascido|Nascida|Nascimento|Falecido|Fundação|Nato|Nata|Nascita|Morto|Morta|"
    r"Fondazione|Родился|Родилась|Умер|Умерла|Основан|Основана)\b"
)


def _is_of_staff(line: Line, phrases: Phrases) -> bool:
    """A byline without a name: "By our political staff"."""
    words = line.key.split(" ")
    return (
        line.words <= 6
        and not line.ends
        and bool(phrases.opens("byline", line.key))
        and bool(_STAFF.intersection(words))
    )


_STAFF = frozenset(
    "staff correspondent correspondents reporter reporters agencies agency editor editors writer desk newsroom redaktion".split()
)


def _may_name(line: Line, phrases: Phrases) -> bool:
    if line.words > 16 or (line.ends and line.prose):
        return False
    words = line.key.split(" ")
    firsts = phrases.opening["byline"]
    return any(
        phrases.opens("byline", " ".join(words[n : n + 4]))
        for n, word in enumerate(words[:6])
        if word in firsts or not word.isascii()
    )


def _sorted_days(days: Sequence[tuple[str, bool]]) -> tuple[str, str]:
    """(published, updated) of the days of a line; each comes with whether it stands after a word like "updated"."""
    published = [day for day, is_update in days if not is_update]
    updates = [day for day, is_update in days if is_update]
    date = published[0] if published else ""
    later = [day for day in published[1:] if day > date]
    return date, (updates or later or [""])[0]


_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")


class _Walk:
    """Goes over the tokens of a line and says of each what it is: label, day, name, place; the rest is loose."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.names: list[str] = []
        self.loose: list[list[str]] = []
        self.days: list[tuple[int, bool]] = []
        """(which day, whether it stands after a word like "updated"), in order."""
        self.labelled = False
        self.is_dated = False
        """A word says that a day is the story's: "Published", "Updated"."""
        self._is_update = False
        self._before_update = 0
        self.turned = False
        """A day follows "on" or the like, as in a sentence or a headline ("Treaty Signed on June 19, 2024")."""
        self.asides = 0
        """How many words stand in places and sections, which only a line that says what it is may name."""
        self._mode = ""
        self._words: list[str] = []
        self._after_comma = False

    def over(self, tokens: Sequence[str]) -> None:
        index = 0
        while index < len(tokens):
            index = self._step(tokens, index)
        self._end()

    def _step(self, tokens: Sequence[str], index: int) -> int:
        token = tokens[index]
        if token[0] == "\x00":
            self.turned = self.turned or self._mode == "aside"
            self._end()
            self.days.append((int(token[1:-1]), self._is_update))
            self._mode = ""
            return index + 1
        if not token[0].isalnum() and token[0] != "@":
            if token in ":：・/" and self._mode == "name" and not self._words:
                return index + 1
            if token not in ".'’" and not (self._mode == "name" and token in ",&+"):
                self._end()
                self._mode = ""
            elif token in ",&+":
                self._end(keep=True)
                self._after_comma = token == ","
            return index + 1
        taken = self._phrase(tokens, index)
        if taken:
            return index + taken
        lower = token.lower()
        if self._mode == "name" and lower in _JOINERS and self._words:
            self._end(keep=True)
        elif lower in self.phrases.words["turns"] and not (self._mode == "name" and not self._words):
            self._end()
            self._mode = "aside"
        elif token.isdigit() and self._mode != "name":
            self._end()
        elif self._mode == "aside":
            self.asides += 1
        else:
            self._words.append(token)
        return index + 1

    def _phrase(self, tokens: Sequence[str], index: int) -> int:
        """How many tokens from *index* on are a label or furniture; sets what is expected after them."""
        first = tokens[index]
        if (
            self._mode == "name"
            and (self._words or first[0].isupper())
            and first.lower() in self.phrases.words["names"]
        ):
            return 0
        ahead = key_of(" ".join(tokens[index : index + 8]))
        label = self.phrases.opens("byline", ahead)
        update = self.phrases.opens("updated", ahead)
        dated = self.phrases.opens("dated", ahead)
        other = max((self.phrases.opens(s, ahead) for s in ("whole", "closes", "begins", "roles")), key=len)
        longest = max(label, update, dated, other, key=len)
        if not longest or (longest == dated and longest in self.phrases.words["silent"]):
            return 0
        is_first = self._mode == "name" and not self._words and not self._after_comma
        if is_first and longest == other and longest not in (label, update, dated):
            return 0  # the first word after "by" is a name, whatever else it may mean
        if longest == label and self._mode == "name" and self._words and first[:1].isupper() and " " not in label:
            return 0
        self._end()
        if longest == label:
            self._mode, self.labelled = "name", True
        elif longest in (update, dated):
            self._mode, self.labelled, self.is_dated = "", True, True
            if longest == update:
                self._is_update, self._before_update = True, len(self.days)
            elif len(self.days) > self._before_update:
                self._is_update = False
        else:
            self._mode = "aside" if longest == other and longest in self.phrases.sets["begins"] else ""
        return longest.count(" ") + 1

    def _end(self, *, keep: bool = False) -> None:
        """What was gathered is at its end: a name after a label, or loose words."""
        words, self._words = self._words, []
        if words:
            looks_so = is_name_like(words, self.phrases)
            fits = self._mode == "name" and len(words) <= _NAME_WORDS and (looks_so or not self.names)
            if fits and self._after_comma and self.names and _is_place(words, self.names[-1]):
                self.asides += 1
            elif fits and len(words) > 1 and all(map(_HAN_NAME.fullmatch, words)):
                self.names += words
            elif fits and (looks_so or len(words) == 1):
                name = " ".join(words).rstrip(".") if len(words[-1]) > 3 else " ".join(words)
                self.names.append(_GLUED_COUNT.sub("", name) if len(words) > 1 else name)
            else:
                self.loose.append(words)
        if not keep:
            self._mode = ""
            self._after_comma = False


def _is_place(words: Sequence[str], writer: str) -> bool:
    """Whether *words* behind a *writer* and a comma say where the story was written: "Por João Silva, Lisboa"."""
    if len(words) == 1:
        return " " in writer
    known = gazetteers.load("en").known.get(" ".join(words))
    return known is not None and known.kind == "place"


def names_alone(text: str, phrases: Phrases) -> tuple[str, ...]:
    """The names of a line that holds nothing but names and posts: "Jane Doe, columnist", "Ann Lee (now) and John Poe"."""
    if text.count(" ") > MAX_WORDS:
        return ()
    first, *others = _BETWEEN_NAMES.split(_BRACKETED.sub(" ", text))
    if not is_alone(first, phrases):
        return ()
    names = [first.strip()]
    for comma, part in zip(others[::2], others[1::2], strict=True):
        is_post = _is_post(part, phrases)
        if is_alone(part, phrases) and not (comma and is_post):  # behind "and", "Ann Bishop" is no bishop
            names.append(part.strip())
        elif part.strip() and not is_post:
            return ()
    return tuple(names)


_BETWEEN_NAMES = re.compile(rf"(,)(?!\S)|\s(?:{'|'.join(sorted(map(re.escape, _JOINERS - {','})))})\s")
"""The comma is told from the rest: a post may follow it."""


def is_alone(text: str, phrases: Phrases) -> bool:
    """Whether *text* can only be the name of one writer: "Frank Olsen"."""
    words = text.split()
    return len(words) in (2, 3) and all(map(str.isalpha, words)) and is_name_like(words, phrases) and not text.isupper()


def _is_post(text: str, phrases: Phrases) -> bool:
    """Whether *text* says what a writer is: "columnist", "Chief Political Correspondent"."""
    words = text.split()
    if len(words) > _NAME_WORDS:
        return False
    known = gazetteers.load("en")
    return bool(phrases.opens("roles", key_of(text))) or any(known.classes[word] & gazetteers.ROLE for word in words)


def is_handle(text: str) -> bool:
    """Whether *text* is nothing but the name of somebody's account: "@janedoe"."""
    return _ACCOUNT.fullmatch(text) is not None


_ACCOUNT = re.compile(r"@\w{2,30}")


def is_name_like(words: Sequence[str], phrases: Phrases) -> bool:
    """Whether *words* are written as names are: "Jane van der Doe", "J. R. Smith"."""
    return _is_capital(words[0]) and all(_is_capital(word) or word.lower() in phrases.words["names"] for word in words)


def _is_capital(word: str) -> bool:
    """Whether *word* begins as names do: with a capital, or in a script that has none."""
    first = word[:1]
    return first.isupper() or (first.isalpha() and first.lower() == first.upper() and len(word) <= _LONGEST_UNCASED)


_LONGEST_UNCASED = 12
"""Characters of a word of a name where no capital marks it."""


_HANDLE = re.compile(r"^@|\w_\w|[a-z][A-Z]|[A-Za-z]\d")
"""Inside a word that is the name of an account, no word of the language."""


def _is_lone_name(words: Sequence[str], phrases: Phrases) -> bool:
    """Words beside a bare day that can only be its writer: two to four in capitals, or one handle in small letters."""
    if len(words) == 1:
        word = words[0]
        return len(word) >= 4 and ((word.isalnum() and word.islower()) or _HANDLE.search(word) is not None)
    is_shouted = any(word.isupper() and len(word) > 3 for word in words)
    return len(words) <= 4 and words[0][:1].isupper() and is_name_like(words, phrases) and not is_shouted
