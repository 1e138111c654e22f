"""A planned data file → its bytes on disk, article by article: a large archive never stands in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archivegen import export
from archivegen.config import Site
from archivegen.render import Bodies
from archivegen.views import DataView


def write(view: DataView, target: Path, *, site: Site, bodies: Bodies) -> None:
    """Write the new file *target*."""
    articles = _exported(view, bodies)
    if view.format == "sqlite":
        export.write_sqlite(articles, target)
        return
    with target.open("wb") as file:
        file.writelines(export.lines(view.format, articles, archive=site.title, base_url=site.base_url))


def _exported(view: DataView, bodies: Bodies) -> Iterator[export.Exported]:
    for row in view.rows:
        card = row.card
        if not view.entities and not row.entities and view.format not in ("jsonl", "csv", "sqlite"):
            yield export.Exported(card, {})  # a reference is made of its card alone
            continue
        entities = [view.entities[at] if at >= 0 else None for at in row.entities]
        article, text, facts = bodies.article(card.id), bodies.text(card.id), bodies.facts(card.id)
        yield export.Exported(card, export.record(card, article, text, facts, entities, row.story or None))
