"""The entities that front matter gives, as they stand: all there is where the recogniser is turned off."""

from __future__ import annotations

import msgspec

from archivegen.model import Article, Facts, LocalEntity, Text


def annotate(article: Article, text: Text, facts: Facts) -> Facts:
    """*facts* with the entities of *article*'s front matter; no mentions, since the text was not searched."""
    if not article.entities:
        return facts
    given = tuple(LocalEntity(e.name, e.kind, ((e.name, 1),), known=True) for e in dict.fromkeys(article.entities))
    return msgspec.structs.replace(facts, entities=given)
