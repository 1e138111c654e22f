"""Tell captions from running text, and take their chain of credits out. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import msgspec

from archivegen.agencies import AGENCIES
from archivegen.model import Figure, Removed
from archivegen.normalize import bylines, furniture, own_words, written_dates
from archivegen.normalize.lines import Line, remembered
from archivegen.normalize.phrases import Phrases, key_of, phrases
from archivegen.patterns import late_pattern

LONGEST = 110
"""Words."""

_AGENCY = (
    r"AP|AFP|Afp|Reuters|REUTERS|Getty|EPA|Epa|Ansa|LaPresse|UPI|dpa|DPA|APA|ANSA|EFE|TASS|Tass|Sputnik|Xinhua|Kyodo|Yonhap|KCNA|Bloomberg|Shutterstock|iStock|"
    r"Alamy|Fotolia|Adobe ?Stock|Depositphotos|Dreamstime|"
    r"Unsplash|Pixabay|Pexels|Flickr|Wikimedia|Wikipedia|Creative Commons|CC[ -]BY|CC0|Public [Dd]omain|NurPhoto|Anadolu|ZUMA|Zuma|"
    r"imago|picture alliance|Keystone|Magnum|PA Wire|PA Images|Press Association|The Epoch Times|NASA|Handout|handout"
)
_WORD_OF_CREDIT = (
    r"[Pp]hoto(?:graph)?s?(?: credits?)?|PHOTOS?|[Ii]mages?(?: credits?| source)?|[Pp]ictures?|[Cc]redits?|[Ff]otos?|FOTO|"
    r"(?:[Tt]itel)?[Bb]ild(?:er|quelle|nachweis)?|[Qq]uelle|[Cc]rédits?(?: photo)?|[Ff]otografía|[Ii]magen|[Ii]mmagine|[Ff]onte|"
    r"[Ii]llustration|[Gg]rafik|[Gg]raphic|[Cc]ourtesy|[Ss]creenshot|[Pp]hotographer|Фото|写真|圖|图片来源"
)
# At the end of a caption, in brackets: "(Jane Doe/AP)", "(Photo by Jane Doe)", "(AFP via Getty Images)", "(CC BY 2.0)".
_BRACKETED = re.compile(r"[(\[](?P<credit>[^()\[\]]{2,140})[)\]][.\s]*$")
_IS_CREDIT = late_pattern(
    rf"\b(?:{_AGENCY})\b|^(?:{_WORD_OF_CREDIT})\b|\bvia\b|\bphotos? by\b|\b[Cc]ourtesy\b|^©|"
    r"^(?=\S+ \S|\S+/\S+ \S)[A-Z][\w.'’ -]{2,40}/[A-Z]|[Ff]oto:|[Pp]hoto:|"
    r"^[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3} for [A-Z]"
)
# … or without brackets: "… Photo: Jane Doe", "… | Photo by Jane Doe", "… © Jane Doe".
_TRAILING = re.compile(
    r"(?:^|[.!?”\")|–—-]\s*|\s|(?<=[a-z”])(?=(?:Image|Photo|Foto|Bild|Credit)s?:))"
    rf"(?P<label>(?:{_WORD_OF_CREDIT})\s*(?::|\.\.\.|by\b|von\b|par\b|\|)|©|AP Photo|Getty Images)\s*"
    r"(?P<credit>[^.]{0,90}(?:\.\s?[^.]{0,40})?)\.?$"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|Copyright)\s*(?:©\s*)?(?:\d{4}|.*\b(?:reserved|vorbehalten|riservat[aio]|réservés?|reservados|RISERVATA)\b)",
    re.IGNORECASE,
)
_LABELS = (":", "©", "|", "...", " by", " von", " par", "Photo", "Images")
_STEMS = (
    "oto", "OTO", "mage", "icture", "redit", "rédit", "ild", "uelle", "nachweis", "onte", "magen", "magine", "llustration", "rafik",
    "raphi", "ourtesy", "creenshot", "Фото", "写真", "圖", "图片来源", "©",
)  # fmt: skip
"""One of each stands in every credit without brackets."""
_OFFERED = "Purchase Licensing"
_OFFER = re.compile(r"\.?\s*Purchase Licensing Rights\b.{0,30}$")
_SLASHED = late_pattern(
    rf"(?:^|[.!?”\"]\s+)(?P<credit>(?:REUTERS|Reuters|AFP|AP|EPA|dpa)\s?/\s?[A-Z][\w.'’ -]{{2,40}}|"
    rf"[A-Z][\w.'’ -]{{2,40}}\s?[/|]\s?(?:{_AGENCY})[\w .’'/-]{{0,40}})$"
)
_CAPITALS = late_pattern(
    r"[.!?”\"»)]\s+(?P<credit>[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){1,3}\s?/\s?[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{1,40})$"
)
"""Behind a sentence, a name and who prints it, both in capitals: "… on Friday. JANE DOE / THE COURIER"."""
_OPENING = re.compile(
    r"(?:FILE|File photo|FILE PHOTO|Archive photo)\s?(?:[-–—:.]|\()|"
    r"(?:A|An|This|In this|In an?) (?:[\w-]+ ){0,3}?"
    r"(?:photo(?:graph)?|image|picture|screenshot|screengrab|video grab|satellite image|handout)\b"
    r"(?=.{0,60}\b(?:shows?|provided|taken|released|made|purportedly)\b)|"
    r"(?:Pictured|Above|Left|Right|Top|Bottom|From left|Clockwise)(?:,? [\w ]{0,30})?:|"
    r"(?:Abb(?:ildung)?|Fig(?:ure)?|Bild|Foto|Photo|Image|Grafik)\.? ?\d{0,3}\s?[:|]"
)


_STOCK = re.compile(r"(?:Fotolia|Adobe ?Stock|Shutterstock|iStock|Depositphotos|Dreamstime|Alamy)[ _#:/-]{1,3}\d{4,}")
_LICENSED = re.compile(
    r"\b(?:Bild|Foto|Grafik|Photo|Image|Picture|Imagen|Immagine)\b[^.:]{0,80}\b(?:unter (?:der )?(?:Lizenz|CC|Creative)|licen[sc]ed under|"
    r"under (?:the |a )?(?:CC|Creative Commons)|sous licence|bajo licencia|con licenza|sob licença)\b"
)
"""A picture's license is told under the picture."""
_OF_LICENSES = ("icen", "izenz", "CC", "reative")
"""One of them stands in every such line."""


@remembered
def is_caption(line: Line) -> bool:
    """Whether *line* is a caption by its own words: how it opens, or a credit at its end."""
    text = line.text
    if line.words > LONGEST or line.bullet >= 0 or len(text) < 8 or _COPYRIGHT.match(text):
        return False
    if (
        _OPENING.match(text)
        or _STOCK.match(text)
        or (any(map(text.__contains__, _OF_LICENSES)) and _LICENSED.search(text))
        or (text.startswith(_LABEL_WORDS) and _LABEL_OF_SOURCE.fullmatch(text))
    ):
        return True
    return bool(credit_of(text)) and not _is_sentence_of_speech(text)


def _is_sentence_of_speech(text: str) -> bool:
    return text[0] in '“"„«' and text[-1] in '”"“»'


def credit_of(text: str) -> str:
    """The chain of credits at the end of the caption *text*, without brackets and label; "" if there is none."""
    labelled = _LABEL_OF_SOURCE.fullmatch(text) if text.startswith(_LABEL_WORDS) else None
    if labelled is not None:
        return labelled["credit"]
    tail = (_OFFER.sub("", text[-240:]) if _OFFERED in text else text)[-180:]
    bracketed = _BRACKETED.search(tail) if tail.rstrip(". ")[-1:] in {")", "]"} else None
    may_trail = any(map(tail.__contains__, _LABELS)) and any(map(tail.__contains__, _STEMS))
    trailing = _TRAILING.search(tail) if may_trail else None
    if bracketed is not None:
        credit = bracketed["credit"].strip()
        is_of_label = trailing is not None and trailing.start("credit") < bracketed.start() and _LICENSE.match(credit)
        # "Photo: Jane Doe (CC BY 2.0)": the label tells all of it
        if _IS_CREDIT.search(credit) and not (is_of_label or _is_gloss(tail[: bracketed.start()], credit)):
            return _unlabelled(credit)
    if trailing is not None and not _is_in_sentence(trailing):
        credit = trailing["credit"].strip(" ,.:|–—-")
        label = trailing["label"].strip(" :|")
        if label in {"AP Photo", "Getty Images"}:
            return f"{label}{trailing['credit']}".strip(" .")
        return _unlabelled(credit) if credit and len(credit.split()) <= 12 else ""
    slashed = _SLASHED.search(tail) or _CAPITALS.search(tail) if "/" in tail or "|" in tail else None
    return _SENTENCE.sub("", slashed["credit"]).strip() if slashed is not None else _credit_in_japanese(tail)


def _is_gloss(before: str, credit: str) -> bool:
    """Whether *credit* is only the short form of the agency whose full name stands right before it: "… told Agence
    France-Presse (AFP)".
    """
    agency = AGENCIES.get(credit.casefold())
    if agency is None:
        return False
    words = key_of(before).split()
    return any(AGENCIES.get(" ".join(words[-count:])) == agency for count in range(2, _LONGEST_NAME + 1))


_LONGEST_NAME = 4
"""Words of an agency's name."""
_SENTENCE = re.compile(r".*[^\W\d_]{3}[.!?]\s+")
_TAKEN_BY = late_pattern(
    r"[、＝=（(](?P<credit>[^、。＝=（()）\s]{2,14}?)(?:氏|さん)?(?:撮影|写す)[）)。]?$|[＝=](?P<given>[^、。＝=\s]{2,14})提供[）)。]?$"
)


def _credit_in_japanese(tail: str) -> str:
    """Who took the picture: "…＝港町で2024年6月18日、佐藤花子撮影"."""
    found = _TAKEN_BY.search(tail) if tail.rstrip("）)。")[-1:] in {"影", "す", "供"} else None
    return (found["credit"] or found["given"]) if found is not None else ""


_LICENSE = re.compile(r"(?:CC|Creative Commons|Public [Dd]omain|Gemeinfrei|Lizenz|Licen[cs]e)\b")


def _is_in_sentence(trailing: re.Match[str]) -> bool:
    """Whether the label is words of a sentence: "They have photos of the victims and their families"."""
    if trailing["label"].rstrip()[-1:].isalpha() and trailing.start("label"):
        before = trailing.string[: trailing.start("label")].rstrip()[-1:]
        words = trailing["credit"].split()
        return before not in _BEFORE_CREDIT and any(
            word.islower() and len(word) > 1 for word in words if word not in _PARTICLES
        )
    return False


_BEFORE_CREDIT = frozenset('.!?”")|–—-:;')
_PARTICLES = frozenset("von van de der den di da del la le du des for via and und et on".split())
_LABEL = late_pattern(rf"(?:(?:{_WORD_OF_CREDIT})\s*(?::|by\b|von\b|of\b|par\b|\|)?|©)\s*")


def _unlabelled(credit: str) -> str:
    match = _LABEL.match(credit)
    rest = credit[match.end() :].strip(" ,") if match else credit
    return rest if len(rest) >= 2 else credit


def _is_bare_credit(figure: Figure) -> bool:
    """The words name the maker and show nothing of the picture, so that the same line may stand under many."""
    return len(figure.text) <= len(figure.credit) + 16


class Captions(msgspec.Struct, frozen=True):
    """What was found of pictures among the lines, by index."""

    figures: dict[int, Figure]
    joined: frozenset[int]
    """Lines that are printed in the figure of the line before."""
    repeats: dict[int, str]
    """Lines that go because a figure has all they say, with the reason."""
    labels: dict[int, Removed]
    """Words taken off the front of captions ("Image caption,")."""


def find(lines: Sequence[Line], taken: frozenset[int]) -> Captions:
    """Captions that tell themselves: by a credit, by how they open, by being printed twice (text and alternative text)."""
    figures: dict[int, Figure] = {}
    joined: set[int] = set()
    repeats: dict[int, str] = {}
    labels: dict[int, Removed] = {}
    first_by_text: dict[str, int] = {}
    for index, line in enumerate(lines):
        if index in taken or line.words > LONGEST:
            continue
        text = line.text
        if first_by_text.get(text, index) != index and not _is_bare_credit(figures[first_by_text[text]]):
            repeats[index] = f"repeats the caption on line {lines[first_by_text[text]].number}"
            continue
        if index + 1 not in taken and _is_label_alone(lines, index):
            repeats[index] = "label of a caption"
            below = lines[index + 1].text
            figures[index + 1] = Figure(below, credit=_source_above(lines, index, repeats) or credit_of(below))
            first_by_text[below] = index + 1
            continue
        if index in figures:
            continue
        label = _LABEL_OF_CAPTION.match(text)
        if label is not None:
            labels[index] = Removed(label.group().strip(), line.number, "label of a caption")
            figures[index] = Figure(text[label.end() :], credit=_source_above(lines, index, repeats) or credit_of(text))
            first_by_text[text] = index
            continue
        twice = (
            line.words >= 6
            and line.ends
            and index + 1 < len(lines)
            and lines[index + 1].text == text
            and line.bullet < 0
        )
        if not (twice and not _is_sentence_of_speech(text)) and (not is_caption(line) or _signs_off(lines, index)):
            continue
        figure = Figure(text=text, credit=credit_of(text))
        if index - 1 not in figures and index and _is_beginning(lines[index - 1], line):
            repeats[index - 1] = f"repeats the caption on line {line.number}"
        is_pair = _is_bare_credit(figure) or _stands_as_pair(lines, index)
        if is_pair and _belongs_above(lines, index, (taken, figures, repeats, joined)):
            figures[index - 1] = Figure(text=f"{lines[index - 1].text} {text}", credit=figure.credit)
            joined.add(index)
        else:
            figures[index] = figure
            first_by_text[text] = index
    for index in [n for n in figures if n in repeats]:
        del figures[index]
    return Captions(figures, frozenset(joined), repeats, labels)


def _signs_off(lines: Sequence[Line], index: int) -> bool:
    """Whether an agency in brackets at the end of a line tells whose the last words of a story are, not whose a picture is.

    Initials stand beside it ("(tl/AFP)"), or it ends the last of several paragraphs.
    """
    sign = _SIGN.search(lines[index].text)
    if sign is None or not lines[index].prose or _OPENING.match(lines[index].text):
        return False
    parts = sign["sign"].split("/")
    if any(part.islower() and len(part) <= _INITIALS and part not in AGENCIES for part in parts):
        return True
    below = lines[index + 1] if index + 1 < len(lines) else None
    is_last = below is None or (below.gap and bool(own_words.reason_of(below) or furniture.head_of(below)))
    above = lines[max(0, index - _ABOVE_SIGN) : index]
    return is_last and lines[index].gap and sum(line.prose for line in above) >= _ABOVE_SIGN


_SIGN = re.compile(r"[.!?”\"»“]\s*[(\[](?P<sign>[^\W\d_]{1,8}(?:/[^\W\d_]{1,8}){0,3})[)\]]$")
_INITIALS = 4
_ABOVE_SIGN = 2
"""Paragraphs right above the last one of a story."""
_LABEL_OF_CAPTION = re.compile(r"(?:Image caption|Media caption|Caption|Bildunterschrift|Légende)\s?[,:]\s+(?=\S)")
_LABEL_ALONE = frozenset(("image caption", "media caption", "caption", "bildunterschrift", "légende"))
_LABEL_OF_SOURCE = re.compile(r"(?:Image source|Image copyright|Photo credit|Bildquelle)\s?[,:]?\s+(?P<credit>\S.*)")


_LABEL_WORDS = ("Image ", "Photo credit", "Bildquelle")


def _is_beginning(above: Line, line: Line) -> bool:
    """Whether *above* is the caption of *line* without its credit."""
    return above.words >= 4 and len(above.text) < len(line.text) and line.text.startswith(above.text)


def _is_label_alone(lines: Sequence[Line], index: int) -> bool:
    """The line is only the label of the caption on the next one."""
    return lines[index].key in _LABEL_ALONE and index + 1 < len(lines) and 3 <= lines[index + 1].words <= LONGEST


def _source_above(lines: Sequence[Line], index: int, repeats: dict[int, str]) -> str:
    """The credit on the line above a labelled caption ("Image source, PA Media"); that line goes."""
    match = _LABEL_OF_SOURCE.fullmatch(lines[index - 1].text) if index else None
    if match is None or index - 1 in repeats:
        return ""
    repeats[index - 1] = f"credit of the caption on line {lines[index].number}"
    return match["credit"]


def _stands_as_pair(lines: Sequence[Line], index: int) -> bool:
    """Whether a line and the one above are a block by themselves: the caption, and below it who made the picture."""
    closes = index + 1 == len(lines) or lines[index + 1].gap
    return index > 0 and closes and lines[index - 1].gap and not lines[index].gap


def _belongs_above(lines: Sequence[Line], index: int, used: Collection[Collection[int]]) -> bool:
    """Whether a bare credit ("Foto: dpa") goes with the line above: a single sentence, right above it, and no headline."""
    if index < 2 or any(index - 1 in lines_of_a_kind for lines_of_a_kind in used):
        return False
    above, line = lines[index - 1], lines[index]
    if (
        above.words > 30
        or above.words < 4
        or above.bullet >= 0
        or above.text[-1] in ":;,"
        or len(_SENTENCES.findall(above.text)) > 1
    ):
        return False
    if not above.prose and bylines.read(above, phrases(), language="en") is not None:
        return False
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    if line.gap or _LABEL_OF_CAPTION.match(below) or (below and _is_label_alone(lines, index + 1)):
        return False
    return any(over.words >= 4 for over in lines[max(0, index - 8) : index - 1])


def find_plain(
    lines: Sequence[Line], span: range, passed_over: Collection[int], phrases: Phrases, *, language: str
) -> dict[int, Figure]:
    """Figures among the lines of *span* that no credit tells: short lines without a verb between paragraphs, which show
    somebody or something ("John Ross, chief from 1828 to 1866."). A line without a full stop is a subhead unless it has a day,
    or the paragraph above announces a picture ("Inside, it looks like this:").
    """
    found: dict[int, Figure] = {}
    for index in span[1:-1]:
        line = lines[index]
        if index in passed_over or line.bullet >= 0 or not 2 <= line.words <= _PLAIN_WORDS or not line.key:
            continue
        if line.text[-1] in ":;,?…" or line.text[0] in "“\"„«»‘'(" or not line.text[0].isupper():
            continue
        if (
            not line.prose
            and line.words <= _ANNOUNCED_WORDS
            and _ANNOUNCES.search(lines[index - 1].text[-_NEAR_COLON:])
        ):
            found[index] = Figure(text=line.text)
            continue
        if line.words < 4 or not (
            _is_story(lines, index - 1, passed_over) and _is_story(lines, index + 1, passed_over)
        ):
            continue
        if _shows(line, phrases, language):
            found[index] = Figure(text=line.text)
    return found


_PLAIN_WORDS = 32
_ANNOUNCED_WORDS = 14
_NEAR_COLON = 90
_ANNOUNCES = late_pattern(
    r"\b(?:(?:[Ss]ehen?|[Ss]ieht|[Ll]ooks?|[Ll]ooking) (?:[\w]+ ){0,4}?(?:so|wie folgt|this|folgendermaßen)(?: aus)?|"
    r"(?:[Bb]ild|[Ff]oto|[Pp]hoto|[Gg]rafik|[Ii]mage|[Pp]icture|[Ss]chematic|[Dd]iagram|[Dd]iagramm|[Ss]creenshot|[Ii]magen|[Ii]mmagine|"
    r"[Ff]otografía)s?(?: (?:zeigt|zeigen|shows?|montre|muestra|mostra|below|unten))|"
    r"(?:Photos?|Fotos?|Bilder|photos|pictures|images)\b.{0,70}(?:[Bb]eispiel|example|exemple|ejemplo|esempio)) ?:$"
)
"""The end of a paragraph over a picture."""


def _is_story(lines: Sequence[Line], index: int, figures: Collection[int]) -> bool:
    return lines[index].prose or index in figures


def _shows(line: Line, phrases: Phrases, language: str) -> bool:
    """Whether *line* reads as what one says under a picture: no finite verb of telling, and a day, a year or a full stop."""
    text = line.text
    if len(_SENTENCES.findall(text)) > 2:
        return False
    credit = bylines.read(line, phrases, language=language)
    if credit is not None and credit.labelled:
        return False
    verbs = phrases.words_by_language["verbs"].get(language)
    if verbs is None or any(word in verbs for word in line.key.split()):
        return False
    if any(c.isdigit() for c in text) and any(written_dates.find(text, language=language)):
        return not _PAST.search(text) if language == "en" else True
    if language != "de" or line.words > 16 or text[-1] not in ".!":
        return False
    return not _has_german_verb(text.split())


_SENTENCES = re.compile(r"[.!?](?=\s|$)")
_PAST = re.compile(r"\b[a-z]{3,}ed\b(?! by\b)")
_VERB_ENDING = re.compile(r"[a-zäöüß]{2,}(?:t|te|ten|en|est)[.,!]?$")


def _has_german_verb(words: Sequence[str]) -> bool:
    """A word in small letters with the ending of a verb that no noun follows: there it would be an adjective."""
    return any(
        _VERB_ENDING.match(word) and not (n + 1 < len(words) and words[n + 1][:1].isupper())
        for n, word in enumerate(words)
    )
