"""What stands between a page's headline and its running text: lead pictures, standfirst, writers and days. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from archivegen.model import Evidence, Figure, Heading, Inference, Listing, Paragraph
from archivegen.normalize import bylines, lines, own_words
from archivegen.normalize.html import fields, figures, names, zone
from archivegen.normalize.html.pieces import Piece, Region
from archivegen.normalize.phrases import Phrases, key_of

NEAR = 60
"""Pieces above the story that are looked at."""
_LEAD_FIGURES = 3
_PROSE = 60
_LEDE = 80
"""Free characters of whole sentences."""
_LONGEST_LINE = 200
_STANDFIRST_WORDS = (5, 70)
_MAY_CREDIT = frozenset(("byline or tags", "about the author", "tags"))
_DATELINE = re.compile(r"[^.!?]{2,60}\s?(?:\([^()]{2,40}\)\s?)?[\u2013\u2014]\s|[A-Z]{3}")
_BY_KIND = re.compile(
    r"(?:[\w-]+\s){0,2}(?:Beitrag|Artikel|Text|Bericht|Kommentar|Analyse|Interview|Reportage|Gastbeitrag|story|report|analysis|opinion|"
    r"article|column|review|essay|reportage|reportaje|artículo|articolo|artigo)\s(?:von|by|par|por|di|de)\s(?P<name>\S+(?:\s\S+){1,5})",
    re.IGNORECASE,
)
_OF_THE_PAGE = re.compile(
    r"\b(?:this (?:article|story|post|content|page|website|site)|minutes?|listen|subscrib\w*|sign up|provided by|newsletter|share|"
    r"read (?:more|in|this)|updated|published|cookies?|javascript|log ?in|comments?|advertis\w+|reading time|"
    r"lesezeit|kommentare?|aktualisiert|veröffentlicht|"
    r"diese[rns]? (?:artikel|beitrag|text|seite)|cet article|publié|este artículo|publicado|questo articolo|pubblicato)\b|©",
    re.IGNORECASE,
)
"""A line that speaks of the page is no standfirst."""
_CONTAINERS = frozenset(("article", "main"))


def headline_at(pieces: Sequence[Piece], start: int, titles: Collection[str]) -> int:
    """Index of the last heading above *start* that says one of *titles* (keys); -1 if none is near."""
    for n in range(start - 1, max(-1, start - NEAR), -1):
        if isinstance(pieces[n].block, Heading) and key_of(pieces[n].block.text) in titles:
            return n
    return -1


def begins_with_lede(pieces: Sequence[Piece], start: int, titles: Collection[str], dek: str) -> int:
    """Where the story begins, if its first paragraphs stand between the headline and its element; one alone is a standfirst."""
    above = headline_at(pieces, start, titles)
    if above < 0:
        return start
    found = [n for n in range(above + 1, start) if _is_sentence(pieces[n]) and key_of(pieces[n].block.text) != dek]
    is_lede = len(found) > 1 or any(_DATELINE.match(pieces[n].block.text) for n in found)
    return found[0] if is_lede else start


def _is_sentence(piece: Piece) -> bool:
    return isinstance(piece.block, Paragraph) and zone.weight(piece) > _LEDE


def lead_figures(
    pieces: Sequence[Piece], regions: Sequence[Region], region: int, start: int, titles: Collection[str]
) -> list[Piece]:
    """Pictures above the story's element that are its own: below the headline, or with a caption in the same article; and a summary."""
    headline = headline_at(pieces, start, titles)
    top = _top_of_article(regions, region, headline)
    first = max(0, start - NEAR, top if top >= 0 else start if headline < 0 else headline)
    found: list[Piece] = []
    for n, piece in enumerate(pieces[first:start], first):
        if 0 <= headline < n and _is_summary(piece):
            found.append(piece)
        if not isinstance(piece.block, Figure) or piece.reason or piece.linked:
            continue
        if n + 1 < start and pieces[n + 1].is_caption:
            piece.block = figures.with_words(piece.block, pieces[n + 1].block.text)
        if piece.block.text or 0 <= headline < n:
            found.append(piece)
    if sum(bool(piece.block.text) for piece in found) > _LEAD_FIGURES:  # a gallery: each says what it shows
        return [piece for piece in found if piece.block.text]
    return found[-_LEAD_FIGURES:] if headline < 0 else found[:_LEAD_FIGURES]


def tail_figures(pieces: Sequence[Piece], regions: Sequence[Region], region: int, end: int) -> list[Piece]:
    """Pictures with captions below the story's element, in the same article and above any other story: a gallery at its foot."""
    at = region
    while at >= 0 and regions[at].element.tag not in _CONTAINERS:
        at = regions[at].parent
    if at < 0:
        return []
    found: list[Piece] = []
    for piece in pieces[end : min(regions[at].end, end + 4 * NEAR)]:
        if isinstance(piece.block, Heading) and piece.linked:
            break
        if (
            isinstance(piece.block, Figure)
            and piece.block.text
            and piece.block.src
            and not piece.reason
            and not piece.linked
        ):
            found.append(piece)
    return found


def _is_summary(piece: Piece) -> bool:
    """A list of sentences: what the story says in short."""
    items = piece.block.text.split("\n")
    return (
        isinstance(piece.block, Listing)
        and not piece.reason
        and not piece.linked
        and len(items) >= 2
        and all(len(item.split()) >= _STANDFIRST_WORDS[0] for item in items)
    )


def left_out(
    pieces: Sequence[Piece], start: int, titles: Collection[str], lead: Sequence[Piece], dek: str
) -> list[tuple[Piece, str]]:
    """What stands from the headline to *start* and is no picture of *lead*, each with the reason why it goes."""
    headline = headline_at(pieces, start, titles)
    kept = set(map(id, lead))
    found = []
    for piece in pieces[headline:start] if headline >= 0 else ():
        key = key_of(piece.block.text)
        reason = "printed headline" if key in titles else "printed dek" if key == dek else piece.reason
        if id(piece) not in kept and not piece.is_caption:
            found.append((piece, reason or "above the story"))
    return found


def _top_of_article(regions: Sequence[Region], region: int, headline: int) -> int:
    """Where the element begins that holds the headline and the story, or else the article that holds the story; -1 if none."""
    at = regions[region].parent if regions else -1
    article = -1
    while at >= 0:
        each = regions[at]
        if each.element.tag in ("body", "html"):
            break
        if headline >= 0 and each.start <= headline:
            return each.start
        if article < 0 and each.element.tag in _CONTAINERS:
            article = each.start
        at = each.parent
    return article if headline < 0 else -1


def standfirst(
    pieces: Sequence[Piece], start: int, end: int, titles: Collection[str], phrases: Phrases, *, language: str
) -> Inference | None:
    """The dek that is printed below the headline, told from the story by what stands between them; None where nothing does."""
    headline = headline_at(pieces, start, titles)
    if headline < 0:
        inside = (n for n in range(start, min(end, start + 8)) if isinstance(pieces[n].block, Heading))
        headline = next((n for n in inside if key_of(pieces[n].block.text) in titles), -1)
    if headline < 0:
        return None
    for n in range(headline + 1, min(headline + 6, end)):
        piece = pieces[n]
        if piece.reason or isinstance(piece.block, Figure):
            continue
        if not may_be_standfirst(piece, titles, phrases, language):
            if isinstance(piece.block, Paragraph) and zone.weight(piece) > _PROSE:
                return None
            continue
        if not _is_told_from_story(pieces, n, start, end, phrases, language):
            return None
        own = [line for line in piece.block.text.split("\n") if key_of(line) not in titles]
        text = " ".join(" ".join(own).split())
        return Inference(text, "line below the headline", 0.75, (Evidence(piece.line, text[:200]),))
    return None


def may_be_standfirst(piece: Piece, titles: Collection[str], phrases: Phrases, language: str) -> bool:
    """Whether *piece* reads as a dek: a line or a few of them, no byline, no furniture, no word of the page itself."""
    block = piece.block
    if not isinstance(block, (Heading, Paragraph)) or 2 * piece.linked > len(block.text) or len(block.text) > 600:
        return False
    if _OF_THE_PAGE.search(block.text):
        return False
    least, most = _STANDFIRST_WORDS
    if not least <= len(block.text.split()) <= most or key_of(block.text) in titles or block.text.endswith(":"):
        return False
    line = _line(piece)
    return line is None or (bylines.read(line, phrases, language=language) is None and not own_words.reason_of(line))


def _is_told_from_story(pieces: Sequence[Piece], n: int, start: int, end: int, phrases: Phrases, language: str) -> bool:
    """A byline, a day or a picture stands between the line *n* and the story; or it is the only heading of its level."""
    for below in range(n + 1, min(n + 4, end)):
        piece = pieces[below]
        if piece.reason in _MAY_CREDIT:
            return True
        if isinstance(piece.block, Figure):
            return isinstance(pieces[n].block, Heading) or below < start
        line = _line(piece)
        if (
            line is not None
            and not bylines.is_running(line)
            and bylines.read(line, phrases, language=language) is not None
        ):
            return True
        if not piece.reason:
            break
    heading = pieces[n].block
    if isinstance(heading, Heading):
        return not any(
            isinstance(other := piece.block, Heading) and other.level == heading.level for piece in pieces[n + 1 : end]
        )
    return n < start


def _line(piece: Piece) -> lines.Line | None:
    text = " ".join(piece.block.text[: 3 * _LONGEST_LINE].split())
    found = lines.lines_of(text, piece.line) if len(text) <= _LONGEST_LINE else []
    return found[0] if found else None


def credit_of(
    pieces: Sequence[Piece], start: int, end: int, titles: Collection[str], phrases: Phrases, *, language: str
) -> fields.Credit:
    """What the lines between the headline and the story, and those right below it, tell of writers and days."""
    above = [n for n in range(max(0, start - NEAR), start) if key_of(pieces[n].block.text[:400]) in titles]
    first = next((n for n in range(start, end) if zone.weight(pieces[n]) > _PROSE), end)
    near = [
        *range(above[-1] + 1 if above else max(0, start - 4), min(first + 3, end)),
        *range(end, min(end + 6, len(pieces))),
    ]
    byline = day = updated = None
    for piece in (pieces[n] for n in near):
        if len(piece.block.text) > _LONGEST_LINE or (piece.reason and piece.reason not in _MAY_CREDIT):
            continue
        for line in (*lines.lines_of(piece.block.text, piece.line), *_as_one(piece)):
            credit = bylines.read(line, phrases, language=language)
            named = _BY_KIND.fullmatch(line.text) if credit is None else None
            if named is not None and (found := names.names_in((named["name"],))):
                byline = _fuller(
                    byline, Inference(found, "line by the headline", 0.8, (Evidence(line.number, line.text),))
                )
            if credit is None and byline is None and _is_named(piece, line) and (found := names.names_in((line.text,))):
                byline = Inference(found, "name by the headline", 0.6, (Evidence(line.number, line.text),))
            if credit is None or bylines.is_running(line):
                continue
            proof = (Evidence(line.number, line.text),)
            found = names.names_in(credit.names)
            if found and (credit.labelled or credit.date):
                byline = _fuller(byline, Inference(found, "line by the headline", 0.8, proof))
            if credit.date:
                day = day or Inference(credit.date, "line by the headline", 0.86, proof, credit.date[:10])
            if credit.updated:
                updated = updated or Inference(credit.updated, "line by the headline", 0.86, proof, credit.updated[:10])
    return fields.Credit(byline, day, updated)


_NAMED = re.compile(r"name|auth|sign|redak|person|writer|journalist|reporter|autor", re.IGNORECASE)


def _is_named(piece: Piece, line: lines.Line) -> bool:
    """Nothing but two or three capitalized words, in an element that is called after names."""
    words = line.text.split()
    return (
        2 <= len(words) <= 3
        and all(word[:1].isupper() and word[-1:].isalpha() for word in words)
        and _NAMED.search(piece.names) is not None
    )


def is_date_line(piece: Piece, days: Collection[str], phrases: Phrases, *, language: str) -> bool:
    """Whether *piece* says one of *days* (YYYY-MM-DD) and nothing else."""
    if not isinstance(piece.block, (Paragraph, Listing, Heading)) or len(piece.block.text) > 80:
        return False
    line = _line(piece)
    credit = (
        bylines.read(line, phrases, language=language) if line is not None and not bylines.is_running(line) else None
    )
    return credit is not None and not credit.names and credit.date[:10] in days and bool(credit.date)


def _fuller(one: Inference | None, other: Inference) -> Inference:
    """The first of two bylines, unless it only has a login and the other a name."""
    is_login = one is not None and not any(" " in name for name in one.value)
    return other if one is None or (is_login and any(" " in name for name in other.value)) else one


def _as_one(piece: Piece) -> list[lines.Line]:
    """The lines of a short *piece* as one: a name above its day."""
    text = piece.block.text
    return lines.lines_of(text.replace("\n", " | "), piece.line) if 1 <= text.count("\n") <= 3 else []


def signature(pieces: Sequence[Piece]) -> int:
    """Index of the line below the story that is nothing but a name, set off in print: its writer; -1 if there is none."""
    last = next((n for n in range(len(pieces) - 1, -1, -1) if zone.weight(pieces[n]) > _PROSE), len(pieces))
    for n in range(last + 1, min(last + 3, len(pieces))):
        block = pieces[n].block
        if not isinstance(block, Paragraph) or not 2 <= len(block.text.split()) <= 4 or pieces[n].reason:
            continue
        is_set_off = any(m.kind in ("em", "strong") and m.end - m.start >= len(block.text) - 2 for m in block.marks)
        words = block.text.strip("—–- ()").split()
        if is_set_off and names.names_in((block.text,)) and all(word[:1].isupper() for word in words):
            return n
    return -1
