"""Article → Card: what other pages may show of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from archivegen.ledger import Arrival, Entry
from archivegen.model import Article, Card, Figure, Shown, Tally, Text
from archivegen.patterns import late_pattern

_LINKS_OF_A_CHAIN = late_pattern(r"\s*(?:/|\||;|,| via | Via | through )\s*")
_TEXTS = (".txt", ".text", ".md", ".markdown")
"""Seeds that can be read as they came: others are for programs, or hold many articles."""
_LICENCE = late_pattern(
    r"[\[(]?\b(?:CC[ -](?:BY|0|Li[cz]en)[^\]),]*|public domain|creative commons[^\]),]*|all rights reserved)[\])]?",
    re.IGNORECASE,
)
_LEAD = late_pattern(
    r"^(?:©\s*)?(?:(?:copyright|photo(?:graph|s)?|image|picture|credit|courtesy|file|illustration)s?\b(?:\s+(?:by|of|from|courtesy))*\s*:?\s*)?(?:©\s*)?",
    re.IGNORECASE,
)


def card_of(
    article: Article,
    text: Text,
    *,
    digest: str,
    shown: Shown = "full",
    photos: tuple[str, ...] | None = None,
    tally: Tally | None = None,
    words: int | None = None,
) -> Card:
    """The card of *article*, without what the ledger knows (address, added, order). *digest* is that of all it holds.

    *shown*: how much of the whole article it is; *photos*: whom the pictures of the whole are by, if not told by itself;
    *words*: how many there are in *text*, if it need not be gone through to count them.
    """
    guess = article.inferred.get("date")
    is_inferred = article.date_is_inferred()
    return Card(
        id=article.id,
        address="",
        title=article.title,
        title_basis=article.title_basis,
        dek=article.dek,
        byline=article.byline,
        source=article.source,
        credits=article.credits,
        date=article.date,
        date_basis=("inferred" if is_inferred else "given") if article.date else "",
        date_interval=guess.interval if guess is not None and is_inferred else "",
        updated=article.updated,
        language=article.language,
        section=article.section,
        tags=article.tags,
        photo_credits=photo_credits(article) if photos is None else photos,
        url=article.url,
        rights=article.rights,
        slug=article.slug,
        redirect_from=article.redirect_from,
        added="",
        order=0,
        words=(_count_words(text) if text.text else 0) if words is None else words,
        digest=digest,
        sentence_ids=text.sentence_ids,
        raw=_raw(article) if shown == "full" else "",
        shown=shown,
        tally=tally,
        noindex=article.noindex,
        kicker=article.kicker,
    )


def _count_words(text: Text) -> int:
    words, breaks = text.text, len(text.blocks) - 1
    if words.count("\n") != 2 * breaks:  # of blocks that have lines of their own
        breaks = words.count("\n\n")
    return words.count(" ") + breaks + 1


def _raw(article: Article) -> str:
    seed = article.seed
    if seed is None or seed.record:
        return ""
    is_told = article.removed or article.inferred  # otherwise the article says the same
    return seed.path if is_told and seed.path.lower().endswith(_TEXTS) else ""


def photo_credits(article: Article) -> tuple[str, ...]:
    """The members of the credit chains of *article*'s captions, in order: "KCNA/Korea News Service via AP" has three."""
    # isinstance would ask the class of the Struct, which takes ten times as long
    credits = [block.credit for block in article.blocks if type(block) is Figure and block.credit]
    return tuple(dict.fromkeys(name for credit in credits for name in chain_of(credit)))


def chain_of(credit: str) -> Iterator[str]:
    """The members of one credit chain."""
    for name in _LINKS_OF_A_CHAIN.split(_LICENCE.sub("", credit)) if credit else ():
        plain = _LEAD.sub("", name.strip()).strip(" .,()[]")
        if plain and any(letter.isalpha() for letter in plain):
            yield plain


def arrival_of(card: Card, *, path: str, is_published: bool) -> Arrival:
    """What the ledger must know of the article of *card*, whose content file is *path*."""
    return Arrival(card.id, path, card.title, card.slug, card.date, card.url, is_published, card.sentence_ids)


def with_entry(card: Card, entry: Entry, order: int, *, is_astray: bool = False) -> Card:
    """*card* with what the ledger knows. *is_astray*: its seed is not what it was made from any more."""
    raw = "" if is_astray else card.raw
    return msgspec.structs.replace(card, address=entry.address, added=entry.added, order=order, raw=raw)
