"""What rendering may fetch of an article beside the view: its blocks, its text and the facts found in it."""

from __future__ import annotations

from typing import Protocol

from archivegen.model import Article, Facts, Text


class Bodies(Protocol):
    """Views carry digests of all that is fetched here, so a fetch never makes a page stale."""

    def article(self, article_id: str, /) -> Article: ...

    def text(self, article_id: str, /) -> Text: ...

    def facts(self, article_id: str, /) -> Facts: ...

    def raw(self, path: str, sha256: str, /) -> str:
        """The text of the seed at *path* as it came, with "\\n" line ends; "" where its bytes have another digest."""
        ...


class Kept:
    """Bodies whose texts are read once: for one page, on which one long article may stand many times."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._texts: dict[str, Text] = {}

    def article(self, article_id: str, /) -> Article:
        return self._bodies.article(article_id)

    def text(self, article_id: str, /) -> Text:
        found = self._texts.get(article_id)
        if found is None:
            found = self._texts[article_id] = self._bodies.text(article_id)
        return found

    def facts(self, article_id: str, /) -> Facts:
        return self._bodies.facts(article_id)

    def raw(self, path: str, sha256: str, /) -> str:
        return self._bodies.raw(path, sha256)
