"""What casting feeds from moulds saves over feedgen writing each whole: python -m benchmarks.feeds"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archivegen.render.feeds import moulds

ITEMS = 50
ROUNDS = 20
_START = datetime(2024, 6, 19, tzinfo=UTC)
_BODY = "<p>" + "Ferry crews walked off their boats &amp; stayed off. " * 80 + "</p>"
_ENVELOPE = moulds.Envelope(
    title="The Port Callan Papers",
    link="https://papers.example/",
    self_link="https://papers.example/feed.xml",
    description="Stories from a harbor town",
    language="en",
    author="The Port Callan Papers",
    updated=_START,
)
_ITEM = moulds.Item(
    guid="urn:uuid:29be819c-2a70-5ff0-9e5f-86680fa54c8e",
    title="Ferry Crews Walk Out",
    link="https://papers.example/2024/06/19/ferry-crews-walk-out.html",
    summary="The harbor stood still.",
    content=_BODY,
    published=_START,
    updated=_START,
    creators=("Nora Whelan",),
    categories=("ferries", "labor"),
)


def main() -> None:
    items = [replace(_ITEM, title=f"{_ITEM.title} {n}", published=_START - timedelta(days=n)) for n in range(ITEMS)]

    def whole() -> str:
        return moulds.write_rss(_ENVELOPE, *items)

    def cast() -> str:
        return _joined([moulds.rss_item(item) for item in items])

    ready = [moulds.rss_item(item) for item in items]
    assert whole() == cast()
    base = _seconds(whole)
    for name, seconds in (
        ("feedgen", base),
        ("cast, items new", _seconds(cast)),
        ("cast, items ready", _seconds(lambda: _joined(ready))),
    ):
        print(f"{name:18} {seconds * 1e6:8.0f} µs a feed of {ITEMS}   {seconds / base:.3f}")


def _joined(items: list[str]) -> str:
    head, tail = moulds.rss_envelope(_ENVELOPE)
    return "".join((head, *items, tail))


def _seconds(function: Callable[[], object]) -> float:
    """Of the quickest of ROUNDS."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - started)
    return best


if __name__ == "__main__":
    main()
