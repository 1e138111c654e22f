"""Tell by a line's own words alone that it is furniture, wherever it stands: buttons, crumbs, pointers, pleas. Pure."""

from __future__ import annotations

import re

from archivegen.normalize.lines import Line, remembered
from archivegen.normalize.phrases import Phrases, phrases

SAYS = 'says "'
"""So begins the reason of a line that holds a phrase."""


@remembered
def reason_of(line: Line) -> str:
    """Why *line* is furniture wherever it stands; "" if it is not."""
    known, key = phrases(), line.key
    if not key:
        return "" if any(c.isalnum() for c in line.text) else "a mark alone"
    if (key in known.sets["whole"] and not _is_answer(line)) or _is_pointer(line):
        return "navigation"
    if line.text[0] == "[" and _SHORTCODE.fullmatch(line.text):
        return "a mark alone"
    if key == "0" and line.text[0] in "-–—" and line.text[-1] in "-–—":
        return "page number"
    if line.words <= LONG_OPENING and not line.prose:
        may_open = known.may_open(key)
        if may_open and line.words <= LONGEST_BAR and not line.ends and _is_bar(key, known):
            return "navigation bar"
        if any(map(line.text.__contains__, _CRUMB_MARKS)) and _CRUMBS.search(line.text):
            return "breadcrumbs"
        if may_open and known.opens("begins", key):
            return "link or label"
    if line.words <= LONG_HOLDER and known.may_open(key) and (_is_of_mail(line, known) or _offers_letters(key, known)):
        return "newsletter box"
    if not line.prose and "://" in line.text and _OF_READER.search(line.text):
        return "address of a reader"
    if key.endswith(_LETTERS) and line.words <= _LONGEST_CALL and not line.ends and _calls(key, known):
        return "newsletter box"
    if line.words <= LONG_HOLDER:
        held = known.holds(key)
        if held:
            return f'{SAYS}{held}"'
    return ""


_OF_READER = re.compile(r"https?://[^\s?#]{1,300}[?#]\S{0,300}?[\w.+-](?:@|%40)[\w-]+\.[a-z]", re.IGNORECASE)
"""A link that was made for one reader of a mail, whose address it holds."""
_IN_OPENING = 12
_LETTERS = ("newsletter", "newsletters")
_LONGEST_CALL = 7
_OFFERS = frozenset(("get", "receive", "try"))


_LONG_UNSPACED = 6
_BETWEEN_BUTTONS = ("|", "·", "•")


def _is_of_mail(line: Line, known: Phrases) -> bool:
    """Whether *line* opens as the head or the foot of a mail to readers does ("You are receiving this email because …").

    A phrase of one word must be all of the line, or stand before an address or another button: "Unsubscribe: https://…".
    """
    phrase = known.opens("mail", line.key)
    if not phrase or " " in phrase or phrase == line.key:
        return bool(phrase)
    if not line.key.startswith(f"{phrase} "):  # a script without spaces
        return len(phrase) >= _LONG_UNSPACED
    if line.text[len(phrase) :].lstrip()[:1] in _BETWEEN_BUTTONS:
        return True
    return "://" in line.text and line.key[len(phrase) :].startswith((" http", " here http"))


def _offers_letters(key: str, known: Phrases) -> bool:
    """Whether a sentence opens by asking readers to order a letter and tells them what it is ("Sign up to the Harbor newsletter
    for free: your guide to the day").
    """
    if not known.opens("begins", key):
        return False
    words = key.split(" ")
    head = words[:_IN_OPENING]
    return not known.words["letters"].isdisjoint(head) and not known.words["address"].isdisjoint(words)


def _calls(key: str, known: Phrases) -> bool:
    """Whether *key* opens with what pages ask of their readers: "Get the Opinion newsletter"."""
    first = key.partition(" ")[0]
    return first in _OFFERS or (first in known.words["calls"] and first not in _LETTERS)


LONGEST_BAR = 12
_SHORTCODE = re.compile(r"\[/?[a-z]+(?:[#_-][\w#-]+|(?: \w+=\S+)+)\]")
"""What a site's program would have put something else in place of: "[ad#top-2]", "[gallery ids=1,2]"."""


def _is_bar(key: str, phrases: Phrases) -> bool:
    """Whether *key* is nothing but buttons in a row: "Menu Skip to content", "Share Share"."""
    count = 0
    while key:
        phrase = phrases.opens("whole", key) or phrases.opens("closes", key)
        if not phrase:
            return False
        key = key[len(phrase) :].lstrip()
        count += 1
    return count >= 2


def _is_answer(line: Line) -> bool:
    """A word with a full stop is somebody's sentence ("Home."), no button; dots may stand on one ("Loading..."). So is a line
    with pictographs around its words: a button has one.
    """
    if line.words <= 2 and line.text[-1] in ".!":
        return line.text[-2:-1] not in ".…"
    return not line.text.isascii() and len(_PICTOGRAPH.findall(line.text)) >= 2


_PICTOGRAPH = re.compile("[\U0001f300-\U0001faff]")


def _is_pointer(line: Line) -> bool:
    """A line that points at another page: "← Previous: …", "« Older", "Newer »"."""
    if line.words > LONG_OPENING or line.prose:
        return False
    text = line.text
    if text[0] in "←→⟵⟶‹›" or text[-1] in "←→⟵⟶‹›":
        return True
    return text.count("«") + text.count("»") == 1 and (text[0] in "«»" or text[-1] in "«»")


_CRUMBS = re.compile(r"\S (?:»|›|>|::|→) \S.* (?:»|›|>|::|→) \S|\S [»›] \S|(?:Home|Startseite|Accueil|Inicio) / \S")
_CRUMB_MARKS = ("»", "›", " > ", "::", "→", " / ")
LONG_OPENING = 18
LONG_HOLDER = 50
