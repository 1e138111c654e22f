"""A seed that was renamed keeps its article: content file, id and address. Told by its bytes, never guessed by its name."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path

import msgspec

from archivegen import content, yamltext
from archivegen.model import Seed
from archivegen.store import Source

Key = tuple[str, str]
"""(seed path, record)"""
Lost = dict[str, list[Key]]
"""The keys of articles whose seed file is no more, by the sha256 of what they were made from; those set aside come last."""


def lost(root: Path, sources: Mapping[Key, Source], found: Container[str]) -> Lost:
    """The articles of *sources* whose seed file is not among those *found*."""
    keys: Lost = {}
    for key, source in sources.items():
        if source.sha256 and key[0] not in found:
            keys.setdefault(source.sha256, []).append(key)
    for same in keys.values():
        if len(same) > 1:
            same.sort(key=lambda key: is_set_aside(root, sources[key]))
    return keys


def take(lost: Lost, sha256: str) -> Key | None:
    """The article that a seed of *sha256* was renamed from, if any; it is lost no more."""
    return lost[sha256].pop(0) if lost.get(sha256) else None


def twins(root: Path, sources: Mapping[Key, Source], lost: Lost, found: Container[str]) -> Iterator[tuple[Key, Key]]:
    """(key of a *lost* article, key of its double that was set aside): the double's seed may stand for the vanished one."""
    for key, source in sources.items():
        if lost.get(source.sha256) and key[0] in found and not source.is_edited and is_set_aside(root, source):
            yield lost[source.sha256].pop(0), key


def is_set_aside(root: Path, source: Source) -> bool:
    return content.load((root / source.path).read_text("utf-8"), path=source.path, id=source.id).status == "set-aside"


def follow(text: str, old: Key, new: Key, *, path: str) -> str:
    """The content file *text* (at *path*), made from the seed *new* instead of *old*; a person's words stay as they are.

    *text* itself where a person wrote what the seed is in another way.
    """
    if content.is_edited(text):
        return text.replace(_seed_lines(old), _seed_lines(new), 1)
    article = content.load(text, path=path, id="")
    seed = msgspec.structs.replace(article.seed or Seed(""), path=new[0], record=new[1])
    return content.save(msgspec.structs.replace(article, seed=seed))


def _seed_lines(key: Key) -> str:
    path, record = key
    return "\n" + yamltext.dump({"seed": {"path": path, "record": record} if record else {"path": path}})
