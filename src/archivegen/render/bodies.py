"""What rendering may fetch of an article beside the view: its blocks, its text and the facts found in it."""

from __future__ import annotations

from typing import Protocol

from archivegen.model import Article, Facts, Text
from archivegen.sheets import Sheet


class Bodies(Protocol):
    """Views carry digests of all that is fetched here, so a fetch never makes a page stale."""

    def article(self, article_id: str, /) -> Article: ...

    def sheet(self, article_id: str, /) -> tuple[Article, Sheet] | None:
        """The article without its blocks, and its sheet; None if it has none."""
        ...

    def text(self, article_id: str, /) -> Text: ...

    def facts(self, article_id: str, /) -> Facts: ...

    def raw(self, path: str, sha256: str, /) -> str:
        """The text of the seed at *path* as it came, with "\\n" line ends; "" where its bytes have another digest."""
        ...
