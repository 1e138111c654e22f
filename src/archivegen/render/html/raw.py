"""The page of the text that an article was made from: as it came, line by line, with what became of each line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec
from markupsafe import Markup

from archivegen import urls
from archivegen.article_views import RawView
from archivegen.model import Article, Embed, Figure, Heading, Listing, Page, Preformatted, Quotation, Statement, Table
from archivegen.render.html.frame import Context, html_page, links_of
from archivegen.render.weave import escape
from archivegen.words import Words

CHUNK = 400
"""Lines: a browser lays out so many of a long text at a time."""
_TITLE, _ADDRESS, _ARTICLE, _SEED, _LANG, _TOLD, _LINES = (f"\ue000{letter}\ue001" for letter in "tuasgol")
"""Stand in the mould for what each page has of its own."""
_SIGN = re.compile("(\ue000[tuasgol]\ue001)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PICTURES = 0x2400
"""Where Unicode has the pictures of control characters."""
REACH = 10_000
"""Characters to either side of where a line is expected in the article."""
_ENDS = 30
"""Characters of a line's end and of the next one's start that tell that the two were joined."""
_BLOCKS = (Figure, Heading, Quotation, Statement, Embed, Listing, Table, Preformatted)


def raw(page: Page, context: Context) -> bytes:
    view: RawView = page.view
    href = links_of(page, context)
    article = context.bodies.article(view.id)
    seed = article.seed
    text = context.bodies.raw(view.seed, seed.sha256 if seed is not None else "")
    language, say = context.lang(view.language), context.theme.say
    notes = Notes(article, text.split("\n"), say) if text else None
    own_language = f' lang="{say.language}" dir="{say.direction}"' if language else ""
    own = {
        _TITLE: escape(view.title),
        _ADDRESS: _absolute(context, page.path),
        _ARTICLE: escape(href(view.article)),
        _SEED: escape(view.seed),
        _LANG: language,
        _TOLD: escape(notes.summary() if notes is not None else say("This text can no longer be shown.")),
        _LINES: _listed(notes, own_language) if notes is not None else "",
    }
    return "".join([own.get(piece, piece) for piece in _cut(_mould(page, context))]).encode("utf-8", "replace")


def _absolute(context: Context, path: str) -> str:
    return escape(urls.absolute(context.site.base_url, path)) if context.site.base_url else ""


def _mould(page: Page, context: Context) -> str:
    """The page without what is its own, made once for the pages of one depth."""
    view: RawView = page.view
    memo = context.theme.memo(context.site).pieces
    key = ("raw page", (view.head.nav, page.path.count("/")))
    mould = memo.get(key)
    if mould is None:
        values = {
            "title": _TITLE,
            "description": _TITLE,
            "canonical": _ADDRESS if context.site.base_url else "",
            "article": _ARTICLE,
            "seed": _SEED,
            "lang": Markup(_LANG),
            "told": _TOLD,
            "lines": Markup(_LINES),
        }
        nameless = msgspec.structs.replace(view, head=msgspec.structs.replace(view.head, title=_TITLE))
        made = html_page(Page(page.path, page.form, nameless), context, "raw.html", values, {})
        mould = memo[key] = made.decode()
    return mould


@lru_cache(maxsize=16)
def _cut(mould: str) -> list[str]:
    """*mould* in pieces, of which some are signs."""
    return _SIGN.split(mould)


class Notes:
    """What became of each line of a text, as far as the article tells."""

    def __init__(self, article: Article, lines: Sequence[str], say: Words) -> None:
        self.lines, self.say = lines, say
        self.labels: dict[int, list[str]] = {}
        """By number of the line, from 1."""
        self.gone: set[int] = set()
        """Lines that the article has no more."""
        for piece in article.removed:
            for number in range(piece.line, piece.line + piece.text.count("\n") + 1):
                self.gone.add(number)
                self._label(number, say.reason(piece.reason))
        for field, guess in article.inferred.items():
            for evidence in guess.evidence:
                self._label(evidence.line, fields(say).get(field, field))
        self._label_blocks(article)
        self.joined = set(self._joined(article))

    def summary(self) -> str:
        """How many lines there are, and how many were left out or joined."""
        say, told = self.say, [self.say.several("{n} line", "{n} lines", len(self.lines))]
        if self.gone:
            told.append(say.several("{n} left out", "{n} left out", len(self.gone)))
        if self.joined:
            told.append(say.several("{n} joined to the one above", "{n} joined to the one above", len(self.joined)))
        return " · ".join(told)

    def _label(self, number: int, label: str) -> None:
        labels = self.labels.setdefault(number, [])
        if label not in labels:
            labels.append(label)

    def _label_blocks(self, article: Article) -> None:
        kinds = {
            " ".join(line.split()): type(block)
            for block in article.blocks
            if isinstance(block, _BLOCKS)
            for line in block.text.split("\n")
        }
        kinds.pop("", None)
        if kinds:
            names = _block_names(self.say)
            openings = {text.partition(" ")[0] for text in kinds}
            for number, line in enumerate(self.lines, 1):
                if openings.isdisjoint(line.split(None, 1)[:1]):  # most lines are of paragraphs
                    continue
                kind = kinds.get(" ".join(line.split()))
                if kind is not None and number not in self.gone:
                    self._label(number, names[kind])

    def _joined(self, article: Article) -> Iterator[int]:
        """The numbers of lines that go on, in the article, where the line above ends.

        Each is looked for where the lines before it lead, within REACH: in the whole it would cost the square of a long text.
        """
        whole = ""
        before = ""
        at = 0
        for number, line in enumerate(self.lines, 1):
            bare = "" if number in self.gone else line.strip()
            if bare and before:
                whole = whole or "\n".join(block.text for block in article.blocks)
                found = whole.find(f"{before[-_ENDS:]} {bare[:_ENDS]}", max(0, at - REACH), at + REACH)
                if found >= 0:
                    at = found + len(before[-_ENDS:]) + 1
                    yield number
            at += len(bare) + 1
            before = bare


def _listed(notes: Notes, language: str) -> str:
    """The lines as numbered lists. *language*: what an element needs that speaks that of the page."""
    html = escape(_visible("\n".join(notes.lines))).split("\n")
    made = [f'<li id="l{number}">{line}</li>' for number, line in enumerate(html, 1)]
    for number, labels in notes.labels.items():
        if 0 < number <= len(html):
            tag, line = ("del", html[number - 1]) if number in notes.gone else ("span", html[number - 1])
            told = escape("; ".join(labels))
            made[number - 1] = (
                f'<li id="l{number}" class="told"><{tag}>{line}</{tag}> <small{language}>{told}</small></li>'
            )
    for number in notes.joined:
        if number not in notes.labels:
            made[number - 1] = f'<li id="l{number}" class="joined">{html[number - 1]}</li>'
    chunks = ["\n".join(made[at : at + CHUNK]) for at in range(0, len(made), CHUNK)]
    opening = [f'<ol start="{at * CHUNK + 1}">' if at else "<ol>" for at in range(len(chunks))]
    return "\n".join(f"{first}\n{chunk}\n</ol>" for first, chunk in zip(opening, chunks, strict=True))


def _visible(text: str) -> str:
    """*text*, control characters as their pictures: a page may not hold them."""
    if text.replace("\n", "").isprintable():
        return text
    return _CONTROLS.sub(lambda found: chr(_PICTURES + ord(found[0])) if found[0] < " " else "\ufffd", text)


@lru_cache(maxsize=2)
def fields(say: Words) -> dict[str, str]:
    """What the fields of an article are called."""
    return {
        "title": say("Headline"),
        "kicker": say("Kicker"),
        "dek": say("Summary"),
        "byline": say("Byline"),
        "source": say("Source"),
        "credits": say("Agencies"),
        "date": say("Date"),
        "updated": say("Updated"),
        "language": say("Language"),
        "section": say("Section"),
        "tags": say("Tags"),
        "url": say("First published"),
        "status": say("Status"),
    }


@lru_cache(maxsize=2)
def _block_names(say: Words) -> dict[type, str]:
    return {
        Figure: say("Caption"),
        Heading: say("Subhead"),
        Quotation: say("Quotation"),
        Statement: say("Statement"),
        Embed: say("Embedded post"),
        Listing: say("List"),
        Table: say("Table"),
        Preformatted: say("Preformatted"),
    }
