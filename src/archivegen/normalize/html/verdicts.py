"""Which pieces of the story's element belong to the story, and why the others do not. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archivegen.model import Embed, Figure, Heading, Listing, Paragraph, Preformatted, Quotation, Removed, Table
from archivegen.normalize import bylines, lines, own_words
from archivegen.normalize.html import gates
from archivegen.normalize.html.pieces import Piece
from archivegen.normalize.lines import Line
from archivegen.normalize.phrases import Phrases, key_of

LABEL = "label by the headline"
_SHORT = 40
_NEAR = 3
"""Blocks below the first running text where a byline may still stand: under a dek that reads as a sentence."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SIGN_UP = re.compile(
    r"(?:click here to )?(?:sign up|subscribe|get (?:the|our) newsletter|join our|jetzt (?:abonnieren|anmelden)|newsletter|abonnez-vous|"
    r"suscríbete|suscribirse|iscriviti|assine|подпи[сш])",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"newsletter|inbox|digest|briefing|bulletin|alerts?\b|subscri|abonn|suscri|iscri|assin|free trial|member",
    re.IGNORECASE,
)
_CREDITED = re.compile(r"\b(?:contribut|report(?:ed|ing) from|additional|beigetragen|mitarbeit|contribu|colabor)")
_FEW = 12
_TIME = re.compile(r"\D{0,12}\d{1,2}(?:[:.h]\d\d|\s?[ap]\.?m)")
"""A post of a live blog opens with it, as a link to itself."""
_PULLED = re.compile(r"pull[_-]?quote|pullout|blockquote--pull|quote-box|callout", re.IGNORECASE)


@dataclass(slots=True)
class Printed:
    """What the page's own furniture of a headline says, as compared."""

    title: str = ""
    others: frozenset[str] = frozenset()
    """What else the page says as its headline, and what stands behind a colon in one."""
    dek: str = ""
    names: tuple[str, ...] = ()
    host: str = ""
    """Of the page's address."""
    credits: frozenset[str] = frozenset()
    """What the elements say that are called after writers."""


@dataclass(slots=True)
class Verdicts:
    """By index of the piece: why it goes."""

    gone: dict[int, str] = field(default_factory=dict)
    is_barred: bool = False
    """The rest of the story is for those who pay."""
    dek: int = -1


def verdicts(pieces: Sequence[Piece], phrases: Phrases, printed: Printed, *, language: str) -> Verdicts:
    """Say of each of *pieces* (those of the story's element, in order) whether it goes."""
    found = Verdicts()
    looked = [_look(piece) for piece in pieces]
    prose = [_is_prose(piece, line) for piece, line in zip(pieces, looked, strict=True)]
    first = next((n for n, line in enumerate(looked) if prose[n] and not _is_dek(line, printed)), len(pieces))
    last = next((n for n in range(len(pieces) - 1, -1, -1) if prose[n]), -1)
    entries = [n for n, piece in enumerate(pieces) if isinstance(piece.block, Heading) and piece.block.time]
    first = min([first, *entries[:1]])
    words = " ".join(
        key_of(piece.block.text)
        for piece, is_prose in zip(pieces, prose, strict=True)
        if is_prose and isinstance(piece.block, Paragraph)
    )
    headline = next((n for n in range(first) if looked[n] is not None and _is_headline(looked[n], printed)), -1)
    for n, (piece, line) in enumerate(zip(pieces, looked, strict=True)):
        reason = piece.reason or _own_reason(n, piece, line, first, last, printed, phrases, language, words)
        if not reason and headline >= 0 and n < first < len(pieces) and _is_label(piece, line):
            reason = LABEL
        if reason:
            found.gone[n] = reason
    for n in entries:
        if found.gone.get(n - 1) == "byline" and isinstance(pieces[n - 1].block, Heading):
            del found.gone[n - 1]  # the day of the entries below it
    _inner_links(pieces, prose, found.gone)
    _cut(pieces, looked, prose, found.gone, phrases, after=entries[-1] if entries else -1)
    _boxes(pieces, looked, prose, found.gone, phrases)
    found.is_barred = gates.cut(pieces, prose, found.gone, phrases)
    _lonely_headings(pieces, found.gone)
    return found


_IN_FRAGMENTS = frozenset(("share bar", "newsletter box", "comments", "advertisement", "related links"))
"""Furniture that stands also in what containers give as a story's own markup."""
_LONGEST_BUTTON = 25
"""Words; a longer paragraph in such a box is the story's, whatever its class is called."""


def spare_own_text(pieces: Sequence[Piece]) -> None:
    """Take the reasons off *pieces* of a container's markup, which is the story itself, but where they are beyond doubt.

    The names of classes alone say little there: links must be links, and a box holds no running text.
    """
    for piece in pieces:
        if piece.reason == "hidden text":
            continue
        is_box = piece.reason in _IN_FRAGMENTS and len(piece.block.text.split()) <= _LONGEST_BUTTON
        if not (is_box or (piece.reason in _IN_FRAGMENTS and _is_link(piece))) or (
            piece.reason == "related links" and not _is_link(piece)
        ):
            piece.reason = ""
    if all(piece.reason for piece in pieces):
        for piece in pieces:
            piece.reason = ""


def _look(piece: Piece) -> Line | None:
    """A short piece as the rules for raw text see lines; None for what they do not judge."""
    block = piece.block
    if isinstance(block, (Figure, Embed, Preformatted, Table)) or len(block.text) > 400:
        return None
    text = " ".join(block.text.split())
    found = lines.lines_of(text, piece.line)
    return found[0] if found else None


def _is_prose(piece: Piece, line: Line | None) -> bool:
    block = piece.block
    if piece.reason or not isinstance(block, (Paragraph, Quotation, Listing)):
        return False
    if 2 * piece.linked > len(block.text):
        return False
    return line.prose if line is not None else True


def _own_reason(
    n: int,
    piece: Piece,
    line: Line | None,
    first: int,
    last: int,
    printed: Printed,
    phrases: Phrases,
    language: str,
    words: str,
) -> str:
    block = piece.block
    if isinstance(block, Heading) and block.time:
        return ""  # it heads an entry of a live blog
    if isinstance(block, Quotation) and _is_repeated(piece, words):
        return "repeats words of the story"
    if line is None or line.words > _SHORT:
        return ""
    if (isinstance(block, Heading) or n < first) and _is_headline(line, printed):
        return "printed headline"
    if isinstance(block, Heading) and n < first and line.key.endswith(tuple(printed.others)):
        return "printed headline"
    if n < first and "\n" in block.text and _is_head(piece, printed, phrases, language):
        return "printed headline"
    if n <= first + _NEAR and _is_byline(line, printed, phrases, language, labelled=n > first):
        return "byline"
    is_named = any(" " in name and name in line.key for name in printed.names)
    if is_named and n < first + _NEAR and line.words <= _FEW and line.key in printed.credits:
        return "byline"
    if isinstance(block, (Heading, Quotation)):
        return ""
    is_link = len(block.text) > 0 and piece.linked >= 0.9 * len(block.text.replace("\n", ""))
    if isinstance(block, Listing):
        return "list of links" if is_link and n > last else ""
    if is_link and (n < first or block.text.count("\n") >= 2) and line.words <= _FEW and not _TIME.match(line.text):
        return "list of links"
    if n > last and block.text.count("\n") >= 2 and piece.linked >= 0.7 * len(block.text):
        return "list of links"
    if n > last and line.text.startswith(("©", "(c)", "(C)", "Copyright")):
        return "page footer"
    if _ADDRESS.match(block.text):
        return ""
    reason = own_words.reason_of(line)
    if reason:
        return reason
    if isinstance(block, Paragraph) and _LETTERS.search(block.text) and _SIGN_UP.match(_linked_text(block)):
        return "newsletter box"
    if n > last - _NEAR and any(line.key.startswith(f"{name} ") for name in printed.names if " " in name):
        return "about the author" if not _CREDITED.search(line.key) else ""
    if is_link and line.words >= 4 and (phrases.opens("related", line.key) or (line.words >= 6 and not line.ends)):
        return "link to another story"
    if first < n <= last and isinstance(block, Paragraph) and line.words >= 4 and _leads_on(block, printed.host):
        return "link to another story"
    if n > last and (is_link or _is_byline(line, printed, phrases, language)):
        return "link below the story" if is_link else "byline"
    return ""


def _leads_on(block: Paragraph, host: str) -> bool:
    """All of a line that is no sentence is one link, to another page of the same site."""
    links = [mark for mark in block.marks if mark.kind == "link"]
    if (
        len(links) != 1
        or links[0].end - links[0].start < len(block.text) - 1
        or block.text.rstrip()[-1:] in _SENTENCE_ENDS
    ):
        return False
    try:
        target = urlsplit(links[0].href)
    except ValueError:
        return False
    is_page = target.scheme in ("", "http", "https") and not _FILE.search(target.path) and not target.fragment
    return is_page and (
        not target.netloc or (bool(host) and target.netloc.removeprefix("www.") == host.removeprefix("www."))
    )


_SENTENCE_ENDS = (".", ":", "。", "…", "»", "”", '"')
_FILE = re.compile(r"\.(?!html?$|php$|aspx?$|jsp$)[a-z]\w{1,4}$", re.IGNORECASE)


def _is_head(piece: Piece, printed: Printed, phrases: Phrases, language: str) -> bool:
    """Each line of *piece* is the headline, or names a writer or a day."""
    found = lines.lines_of(piece.block.text[:600], piece.line)
    heads = [_is_headline(line, printed) for line in found]
    return any(heads) and all(
        head or _is_byline(line, printed, phrases, language) for head, line in zip(heads, found, strict=True)
    )


def _is_headline(line: Line | None, printed: Printed) -> bool:
    if line is None or not printed.title:
        return False
    return line.key == printed.title or (len(line.key) > 20 and line.key in printed.title)


def _is_label(piece: Piece, line: Line | None) -> bool:
    """A few words beside the headline that tell nothing of the story: a section, a reading time."""
    return line is not None and isinstance(piece.block, (Paragraph, Listing)) and not line.prose and line.words <= 10


def _is_dek(line: Line | None, printed: Printed) -> bool:
    return line is not None and bool(printed.dek) and line.key == printed.dek


def _is_byline(line: Line, printed: Printed, phrases: Phrases, language: str, *, labelled: bool = False) -> bool:
    """Whether *line* only names writers and days; *labelled*: and a word of it must say so."""
    if line.key in printed.names:
        return True
    credit = bylines.read(line, phrases, language=language)
    return (
        credit is not None
        and not bylines.is_running(line)
        and (not labelled or (credit.labelled and bool(credit.names)))
    )


def _is_repeated(piece: Piece, words: str) -> bool:
    keys = [key for line in piece.block.text.split("\n") if (key := key_of(line)).count(" ") >= 3]
    return 20 < sum(map(len, keys)) < 600 and all(key in words for key in keys)


def _cut(
    pieces: Sequence[Piece],
    looked: Sequence[Line | None],
    prose: Sequence[bool],
    gone: dict[int, str],
    phrases: Phrases,
    *,
    after: int,
) -> None:
    """Let go what stands below a heading that ends the story ("Leave a Reply"), if enough stands above it. It stands behind *after*."""
    total = sum(len(piece.block.text) for piece, is_prose in zip(pieces, prose, strict=True) if is_prose)
    above = 0
    for n, (piece, line) in enumerate(zip(pieces, looked, strict=True)):
        if prose[n]:
            above += len(piece.block.text)
        if n <= after or line is None or line.words > 10 or prose[n] or above < 0.5 * total or above < 200:
            continue
        phrase = phrases.opens("closes", line.key)
        if phrase and (phrase == line.key or (" " in phrase and line.words <= phrase.count(" ") + 6)):
            for below in range(n, len(pieces)):
                gone.setdefault(below, "below the story's end" if below > n else "heads other matter")
            return


def _inner_links(pieces: Sequence[Piece], prose: Sequence[bool], gone: dict[int, str]) -> None:
    """Let go lists of nothing but headlines of other stories between two paragraphs, unless the first announces them."""
    for n in range(1, len(pieces) - 1):
        if not (isinstance(pieces[n].block, Listing) and prose[n - 1] and prose[n + 1]) or n in gone:
            continue
        text = pieces[n].block.text
        is_announced = pieces[n - 1].block.text.rstrip()[-1:] == ":"
        if (
            not is_announced
            and pieces[n].linked >= 0.95 * len(text.replace("\n", ""))
            and all(" " in line for line in text.split("\n"))
        ):
            gone[n] = "list of links"


def _boxes(
    pieces: Sequence[Piece],
    looked: Sequence[Line | None],
    prose: Sequence[bool],
    gone: dict[int, str],
    phrases: Phrases,
) -> None:
    """Let go headings over links to other stories, with the links below them."""
    for n, line in enumerate(looked):
        if (
            line is None
            or n in gone
            or line.words > 8
            or prose[n]
            or not isinstance(pieces[n].block, (Heading, Paragraph))
        ):
            continue
        phrase = phrases.opens("related", line.key)
        if not phrase or not (
            phrase == line.key or line.text.rstrip().endswith(":") or isinstance(pieces[n].block, Heading)
        ):
            continue
        below = n + 1
        while below < len(pieces) and (below in gone or _is_link(pieces[below])):
            below += 1
        if below > n + 1 or phrase == line.key:
            for each in range(n, below):
                gone.setdefault(each, "related links")


def _is_link(piece: Piece) -> bool:
    block = piece.block
    if isinstance(block, Figure):
        return not block.text
    return bool(block.text) and piece.linked >= 0.7 * len(block.text)


def _lonely_headings(pieces: Sequence[Piece], gone: dict[int, str]) -> None:
    """Let go headings over nothing but what has gone."""
    follows = False
    lost = False
    for n in range(len(pieces) - 1, -1, -1):
        if n in gone:
            lost = True
            continue
        block = pieces[n].block
        if isinstance(block, Heading):
            if not follows and lost:
                gone[n] = "heads nothing that is left"
        elif not isinstance(block, Figure):
            follows, lost = True, False


def removed_of(piece: Piece, reason: str) -> Removed:
    return Removed(" ".join(piece.block.text.split())[:2000], piece.line, reason)


def _linked_text(block: Paragraph) -> str:
    """The words of the first link in *block*."""
    mark = next((mark for mark in block.marks if mark.kind == "link"), None)
    return block.text[mark.start : mark.end] if mark is not None else ""
