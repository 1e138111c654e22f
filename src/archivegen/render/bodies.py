"""What rendering may fetch of an article beside the view: its blocks, its text and the facts found in it."""

from __future__ import annotations

from typing import Protocol

from archivegen.model import Article, Facts, Text


class Bodies(Protocol):
    """Views carry digests of all that is fetched here, so a fetch never makes a page stale."""

    def article(self, article_id: str, /) -> Article: ...

    def text(self, article_id: str, /) -> Text: ...

    def facts(self, article_id: str, /) -> Facts: ...
