"""A card as a reference: what it knows, for the formats of citations.py. Pure."""

from __future__ import annotations

from archivegen import citations, urls
from archivegen.model import Card


def bibtex(card: Card, *, archive: str, base_url: str) -> str:
    return citations.bibtex(reference(card, archive=archive, base_url=base_url))


def ris(card: Card, *, archive: str, base_url: str) -> str:
    return citations.ris(reference(card, archive=archive, base_url=base_url))


def csl_json(card: Card, *, archive: str, base_url: str) -> bytes:
    return citations.csl_json(reference(card, archive=archive, base_url=base_url))


def reference(card: Card, *, archive: str, base_url: str) -> citations.Reference:
    """The address is the archive's own where the site knows where it will stand, else that of first publication."""
    first = card.url if card.url.startswith(("http://", "https://")) else ""
    return citations.Reference(
        id=card.id,
        title=card.title,
        byline=card.byline,
        source=card.source,
        day=card.day,
        dek=card.dek,
        language=card.language,
        tags=card.tags,
        address=urls.absolute(base_url, card.address) if base_url and card.address else first,
        first_published=first if card.address else "",
        archive=archive,
        is_supplied=card.title_basis == "supplied",
        is_inferred=card.date_basis == "inferred",
    )
