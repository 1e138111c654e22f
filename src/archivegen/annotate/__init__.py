"""Article → Facts: what names, says and dates one text. Annotators run in the order of the table; each sees what those before found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from archivegen.errors import Origin, Problem
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


def languages_without_tables(languages: Iterable[str], origin: Origin) -> Iterator[Problem]:
    """A note for each language of *languages* (one an article) that the recognizer has no tables of; sorted."""
    counts = Counter(language.partition("-")[0].lower() for language in languages if language)
    if not counts:
        return
    from archivegen import gazetteers

    for language, count in sorted(counts.items()):
        if language not in gazetteers.LANGUAGES:
            articles = "1 article" if count == 1 else f"{count:,} articles"
            found = "only names that are given, or known everywhere, are found"
            message = f'{articles} in "{language}", for which there are no tables: {found}'
            yield Problem(origin, "note", "language-without-tables", message)
