"""Article → Facts: what names, says and dates one text. Annotators run in the order of the table; each sees what those before found."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archivegen.model import Article, Facts, Text

Annotator = Callable[[Article, Text, Facts], Facts]


def _entities(article: Article, text: Text, facts: Facts) -> Facts:
    from archivegen.annotate import entities  # late: its tables cost a start-up that most rebuilds do not need

    return entities.annotate(article, text, facts)


def _quotes(article: Article, text: Text, facts: Facts) -> Facts:
    from archivegen.annotate import quotes

    return quotes.annotate(article, text, facts)


def _events(article: Article, text: Text, facts: Facts) -> Facts:
    from archivegen.annotate import events

    return events.annotate(article, text, facts)


ANNOTATORS: Mapping[str, Annotator] = {"entities": _entities, "quotes": _quotes, "events": _events}
"""By the name that site.yaml calls it, in the order in which they run."""
