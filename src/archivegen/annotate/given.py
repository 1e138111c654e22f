"""The entities that front matter gives, as they stand: all there is where the recogniser is turned off."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from archivegen.model import Article, EntityKind, Facts, LocalEntity, Text


def annotate(article: Article, text: Text, facts: Facts) -> Facts:
    """*facts* with the entities of *article*'s front matter; no mentions, since the text was not searched."""
    if not article.entities:
        return facts
    found = {(one.name, one.kind): _known(one.name, one.kind) for one in article.entities}
    return msgspec.structs.replace(facts, entities=tuple(found.values()))


@lru_cache(8_192)
def _known(name: str, kind: EntityKind) -> LocalEntity:
    """Kept, since those who are in the news are given by one file after another."""
    return LocalEntity(name, kind, ((name, 1),), known=True)
