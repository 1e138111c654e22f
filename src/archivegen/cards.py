"""Article → Card: what other pages may show of it. Pure."""

from __future__ import annotations

import re

import msgspec

from archivegen.ledger import Arrival, Entry
from archivegen.model import Article, Card, Figure, Text

_LINKS_OF_A_CHAIN = re.compile(r"\s*(?:/|\||;|,| via | Via | through )\s*")
_LICENCE = re.compile(
    r"[\[(]?\b(?:CC[ -](?:BY|0)[^\]),]*|public domain|creative commons[^\]),]*|all rights reserved)[\])]?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:©\s*)?(?:(?:copyright|photo(?:graph|s)?|image|picture|credit|courtesy|file|illustration)s?\b(?:\s+(?:by|of|from|courtesy))*\s*:?\s*)?(?:©\s*)?",
    re.IGNORECASE,
)


def card_of(article: Article, text: Text, *, digest: str) -> Card:
    """The card of *article*, without what the ledger knows (address, added, order). *digest* is that of all it holds."""
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
        photo_credits=photo_credits(article),
        url=article.url,
        rights=article.rights,
        slug=article.slug,
        redirect_from=article.redirect_from,
        added="",
        order=0,
        words=text.text.count(" ") + text.text.count("\n\n") + 1 if text.text else 0,
        digest=digest,
        sentence_ids=text.sentence_ids,
    )


def photo_credits(article: Article) -> tuple[str, ...]:
    """The members of the credit chains of *article*'s captions, in order: "KCNA/Korea News Service via AP" has three."""
    found: dict[str, None] = {}
    for block in article.blocks:
        if isinstance(block, Figure) and block.credit:
            for name in _LINKS_OF_A_CHAIN.split(_LICENCE.sub("", block.credit)):
                plain = _LEAD.sub("", name.strip()).strip(" .,()[]")
                if plain and any(letter.isalpha() for letter in plain):
                    found[plain] = None
    return tuple(found)


def arrival_of(card: Card, *, path: str, is_published: bool) -> Arrival:
    """What the ledger must know of the article of *card*, whose content file is *path*."""
    return Arrival(card.id, path, card.title, card.slug, card.date, card.url, is_published, card.sentence_ids)


def with_entry(card: Card, entry: Entry, order: int) -> Card:
    """*card* with what the ledger knows."""
    return msgspec.structs.replace(card, address=entry.address, added=entry.added, order=order)
